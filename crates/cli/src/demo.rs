//! `doanket demo`: Sơn La's units, the two papers, and invented people for every role, ready to be tried.

mod people;

use kit::audit::Author;
use kit::storage::only;
use kit::web::App;
use organisation::{AreaLists, Extent};

use crate::config::Config;
use crate::error::CliError;
use crate::serve::{listen, open, say, serve};
use crate::texts;

/// Sơn La, which was not merged in 2025.
const PROVINCE: &str = "14";

/// Prepares the sample data on the first run, then serves it.
pub async fn run(config: &Config) -> Result<(), CliError> {
    let (listener, url) = listen(config).await?;
    let app = open(config).await?;
    if is_empty(&app).await? {
        say(texts::demo_loading(config.data.display()));
        fill(&app).await?;
    }
    say(texts::demo_ready(&url));
    people::introduce();
    serve(app, listener).await
}

async fn is_empty(app: &App) -> Result<bool, CliError> {
    let mut tx = app.db.read().await?;
    let accounts: i64 = tx.one("select count(*) from account", &[], only).await?;
    Ok(accounts == 0)
}

async fn fill(app: &App) -> Result<(), CliError> {
    let lists = AreaLists::built_in()?;
    let extent = Extent::Provinces(vec![PROVINCE.to_owned()]);
    organisation::import_units(app, Author::default(), &lists, &extent).await?;
    people::settle(app).await?;
    Ok(())
}
