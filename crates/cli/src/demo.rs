//! `doanket demo`: Sơn La's units, the two papers, and invented people for every role, ready to be tried.

mod figures;
mod papers;
mod people;
mod returns;
mod work;

use chrono::NaiveDate;
use documents::{Direction, ImportWish, import_file};
use kit::audit::Author;
use kit::clock::{Clock, Instant};
use kit::params;
use kit::storage::{Location, only};
use kit::web::{App, AppState, Caller, UploadedFile};
use organisation::{AreaLists, Extent};

use crate::config::Config;
use crate::error::CliError;
use crate::serve::{listen, open, place, say, serve};
use crate::texts;

/// Sơn La, which was not merged in 2025.
const PROVINCE: &str = "14";

/// Prepares the sample data on the first run, then serves it.
pub async fn run(config: &Config) -> Result<(), CliError> {
    let (listener, url) = listen(config).await?;
    let was_there = matches!(&config.database, Location::Sqlite(path) if path.exists());
    let app = open(config).await.map_err(|error| match error {
        // Most likely left by another version, which matters to nobody here.
        CliError::Database(cause) if was_there => CliError::DemoUnopened { place: place(config), cause },
        error => error,
    })?;
    match state(&app).await? {
        State::Empty => {
            say(texts::demo_loading(place(config)));
            mark(&app, "filling").await?;
            fill(&app).await?;
            mark(&app, "ready").await?;
        }
        State::Ready => {}
        State::Half => return Err(CliError::DemoHalf { place: place(config) }),
        State::Foreign => return Err(CliError::DemoForeign { place: place(config) }),
    }
    say(texts::demo_ready(&url));
    people::introduce();
    serve(app, listener, config.signing_means()?).await
}

/// What lies where the sample data should be.
enum State {
    Empty,
    Ready,
    /// The first start was ended before it was done.
    Half,
    /// An office's own data: sample people would open it to everybody.
    Foreign,
}

/// The setting that tells sample data from an office's own.
const MARK: &str = "demo";

async fn state(app: &App) -> Result<State, CliError> {
    let mut tx = app.db.read().await?;
    let mark: Option<String> =
        tx.optional("select value from setting where name = $1", params![MARK], only).await?;
    let there: i64 = tx
        .one(
            "select (select count(*) from account) + (select count(*) from unit) + (select count(*) from setting)",
            &[],
            only,
        )
        .await?;
    drop(tx);
    Ok(match mark.as_deref() {
        Some("ready") => State::Ready,
        Some(_) => State::Half,
        None if there == 0 => State::Empty,
        // Earlier versions left no mark.
        None if people::are_there(app).await? => State::Ready,
        None => State::Foreign,
    })
}

async fn mark(app: &App, value: &str) -> Result<(), CliError> {
    let mut tx = app.db.write().await?;
    tx.execute(
        "insert into setting (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value",
        params![MARK, value],
    )
    .await?;
    Ok(tx.commit().await?)
}

async fn fill(app: &App) -> Result<(), CliError> {
    // Reports that are sent keep what the modules count.
    crate::published::publish();
    let lists = AreaLists::built_in()?;
    let extent = Extent::Provinces(vec![PROVINCE.to_owned()]);
    organisation::import_units(app, Author::default(), &lists, &extent).await?;
    people::settle(app).await?;
    bring_in_papers(app).await?;
    work::begin(app).await?;
    papers::send_out(app).await?;
    figures::report(app).await
}

/// The office as it was at ten in the morning of a day, or now when the day has not come.
fn at(app: &App, day: NaiveDate) -> App {
    let then = Instant::start_of(day).plus(chrono::TimeDelta::hours(10)).min(app.clock.now());
    AppState::new(app.db.clone(), Clock::fixed(then), app.settings.clone(), crate::router::nav)
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
