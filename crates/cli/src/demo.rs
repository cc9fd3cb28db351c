//! `doanket demo`: Sơn La's units, the two papers, and invented people for every role, ready to be tried.

mod figures;
mod people;
mod work;

use documents::{Direction, ImportWish, import_file};
use kit::audit::Author;
use kit::storage::only;
use kit::web::{App, Caller, UploadedFile};
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
    bring_in_papers(app).await?;
    work::begin(app).await?;
    figures::report(app).await
}

/// The two papers of the province's own committee, brought in by its officer as anyone would.
async fn bring_in_papers(app: &App) -> Result<(), CliError> {
    let papers: [(&str, &'static [u8]); 2] = [
        (
            "nghi-quyet-hoi-nghi-lan-thu-10.txt",
            include_bytes!("../../paper/tests/fixtures/resolution-10.txt"),
        ),
        ("ke-hoach-cong-tac-mat-tran-2024.txt", include_bytes!("../../paper/tests/fixtures/plan-2024.txt")),
    ];
    let account = people::find(app, "chuyenvien").await?;
    for (name, bytes) in papers {
        let caller = Caller::for_account(app, account).await?;
        let file = UploadedFile { name: name.to_owned(), bytes: bytes.into() };
        let wish = ImportWish { direction: Direction::Outgoing, is_state_secret: Some(false) };
        import_file(&caller, file, wish).await?;
    }
    Ok(())
}
