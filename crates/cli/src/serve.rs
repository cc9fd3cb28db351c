//! Opening an installation and serving it.

use std::sync::Arc;

use kit::Internal;
use kit::audit::{self, Verdict};
use kit::clock::Clock;
use kit::storage::Database;
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
    let db = Database::open(&config.database).await.map_err(CliError::Database)?;
    db.migrate(kit::schema::MIGRATIONS).await.map_err(CliError::Database)?;
    Ok(AppState::new(db, Clock::System, config.settings.clone(), router::nav))
}

/// Prints a line of the command's own talk, in the language asked for.
pub fn say(phrase: impl Into<kit::text::Phrase>) {
    let phrase = phrase.into();
    match lang() {
        Some(lang) => println!("{}", phrase.get(lang)),
        None => println!("{}\n  {}", phrase.vi, phrase.en),
    }
}

/// Listens before anything else is done, so that a taken address is told at once.
pub async fn listen(config: &Config) -> Result<(TcpListener, String), CliError> {
    let failed = |error: std::io::Error| CliError::Listen {
        address: config.listen.clone(),
        detail: error.to_string(),
    };
    let listener = TcpListener::bind(&config.listen).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, format!("http://{address}")))
}

pub async fn run(config: &Config) -> Result<(), CliError> {
    let (listener, url) = listen(config).await?;
    let app = open(config).await?;
    say(texts::listening(&url));
    serve(app, listener).await
}

/// Serves an opened installation, with a worker for its jobs beside it.
pub async fn serve(app: App, listener: TcpListener) -> Result<(), CliError> {
    let worker = tokio::spawn(kit::jobs::work(Arc::clone(&app), router::handlers()));
    kit::web::serve(router::office(app), listener).await?;
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
    let app = open(config).await?;
    let mut tx = app.db.read().await.map_err(CliError::Database)?;
    match audit::verify(&mut tx).await.map_err(|cause: Internal| CliError::from(cause))? {
        Verdict::Whole { rows, head } => {
            say(texts::audit_whole(head, rows));
            Ok(())
        }
        Verdict::Broken { at_row } => Err(CliError::AuditBroken(at_row)),
    }
}
