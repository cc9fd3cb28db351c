//! Opening an installation and serving it.

use std::io::{ErrorKind, Write as _};
use std::sync::Arc;

use kit::Internal;
use kit::audit::{self, Verdict};
use kit::clock::Clock;
use kit::storage::{Database, Location};
use kit::web::{App, AppState};
use tokio::net::TcpListener;

use crate::config::Config;
use crate::error::{CliError, lang};
use crate::{router, texts};

/// Logs go to standard error: text for people, JSON for machines; no personal data in either.
pub fn start_logging(config: &Config) {
    let filter = tracing_subscriber::EnvFilter::try_new(&config.log)
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    let logs =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    if config.logs_json {
        logs.json().init();
    } else {
        logs.init();
    }
}

/// Opens the database, brings its schema up to date and puts the shared state together.
pub async fn open(config: &Config) -> Result<App, CliError> {
    // Told at once, and not with the first paper.
    if let Some(path) = config.settings.rules.as_ref().filter(|path| !path.is_dir()) {
        return Err(CliError::RulesFolder { path: path.clone() });
    }
    let db = Database::open(&config.database).await.map_err(CliError::Database)?;
    db.migrate(kit::schema::MIGRATIONS).await.map_err(CliError::Database)?;
    let app = AppState::new(db, Clock::System, config.settings.clone(), router::nav);
    reports::prepare(&app).await.map_err(CliError::Database)?;
    Ok(app)
}

/// Where the data is, for a message. An address may hold a password, so it is not repeated.
pub fn place(config: &Config) -> String {
    match &config.database {
        Location::Sqlite(path) => path.display().to_string(),
        Location::Postgres(_) => "PostgreSQL".to_owned(),
    }
}

/// Opens data that must be there already, whatever released version wrote it: a mistyped folder is no empty installation.
pub async fn open_existing(config: &Config) -> Result<Database, CliError> {
    let nothing = || CliError::NoData { place: place(config) };
    if matches!(&config.database, Location::Sqlite(path) if !path.exists()) {
        return Err(nothing());
    }
    let db = Database::open(&config.database).await.map_err(CliError::Database)?;
    match db.schema(kit::schema::MIGRATIONS).await.map_err(CliError::Database)? {
        Some(_) => Ok(db),
        None => Err(nothing()),
    }
}

/// Prints a line of the command's own talk, in the language asked for.
pub fn say(phrase: impl Into<kit::text::Phrase>) {
    let phrase = phrase.into();
    let talk = match lang() {
        Some(lang) => format!("{}\n", phrase.get(lang)),
        None => format!("{}\n  {}\n", phrase.vi, phrase.en),
    };
    // Nobody may be listening any more; the work goes on.
    let _ = std::io::stdout().write_all(talk.as_bytes());
}

/// Listens before anything else is done, so that a taken address is told at once.
pub async fn listen(config: &Config) -> Result<(TcpListener, String), CliError> {
    let failed = |error: std::io::Error| match error.kind() {
        // Neither an address nor a name of one: no other program is in the way.
        ErrorKind::InvalidInput => CliError::ListenAddress(config.listen.clone()),
        _ => CliError::Listen { address: config.listen.clone(), detail: error.to_string() },
    };
    let listener = TcpListener::bind(&config.listen).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, format!("http://{address}")))
}

pub async fn run(config: &Config) -> Result<(), CliError> {
    let means = config.signing_means()?;
    let (listener, url) = listen(config).await?;
    let app = open(config).await?;
    // Everything that may fail comes before the announcement: who reads it may connect at once.
    let code = organisation::setup::prepare(&app).await?;
    say(texts::listening(&url));
    if let Some(code) = code {
        say(texts::setup_code(code, &url));
    }
    serve(app, listener, means).await
}

/// Serves an opened installation, with a worker for its jobs beside it.
pub async fn serve(
    app: App,
    listener: TcpListener,
    means: dispatch::signing::SigningMeans,
) -> Result<(), CliError> {
    let worker = tokio::spawn(kit::jobs::work(Arc::clone(&app), router::handlers()));
    kit::web::serve(router::office(app, means), listener).await?;
    worker.abort();
    Ok(())
}

pub async fn migrate(config: &Config) -> Result<(), CliError> {
    let db = Database::open(&config.database).await.map_err(CliError::Database)?;
    let report = db.migrate(kit::schema::MIGRATIONS).await.map_err(CliError::Database)?;
    say(texts::migrated(report.already_there, report.applied));
    Ok(())
}

pub async fn verify_audit(config: &Config) -> Result<(), CliError> {
    let db = open_existing(config).await?;
    let mut tx = db.read_consistently().await.map_err(CliError::Database)?;
    match audit::verify(&mut tx).await.map_err(|cause: Internal| CliError::from(cause))? {
        Verdict::Whole { rows, head } => {
            say(texts::audit_whole(head, rows));
            Ok(())
        }
        Verdict::Broken { at_row } => Err(CliError::AuditBroken(at_row)),
    }
}
