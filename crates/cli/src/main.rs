//! `doanket`: one program for the office, the server and the command line. Thin: it reads the command, opens what it needs and
//! hands over to the modules.

mod archive;
mod args;
mod config;
mod demo;
mod error;
mod extract;
mod figures;
mod help;
mod papers;
mod published;
mod registers;
mod router;
mod serve;
mod statements;
mod units;
mod vi_tools;

/// Texts of the command line.
mod texts {
    use kit::text::Text;
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}

use std::process::ExitCode;
use std::time::Duration;

use clap::Parser as _;

use args::{Args, AuditCommand, Command};
use error::CliError;

/// How long threads beside the finished work may take to end.
const LAST_THREADS: Duration = Duration::from_secs(1);

fn main() -> ExitCode {
    let args = Args::parse();
    let done = run(args);
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => error.tell(),
    }
}

fn run(args: Args) -> Result<(), CliError> {
    // Commands that need neither settings nor a database.
    match &args.command {
        Command::Extract(extract) => return extract::run(extract),
        Command::Paper(command) => return papers::run(command, &args),
        Command::Statement(command) => return statements::run(command),
        Command::Vi(command) => return vi_tools::run(command),
        _ => {}
    }
    let config = config::Config::load(&args)?;
    serve::start_logging(&config);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(config.threads)
        .enable_all()
        .build()
        .map_err(kit::Internal::from)?;
    let done = runtime.block_on(async {
        tell_of_large_files()?;
        match args.command {
            Command::Serve(_) => serve::run(&config).await,
            Command::Demo(_) => demo::run(&config).await,
            Command::Migrate(_) => serve::migrate(&config).await,
            Command::Audit { command: AuditCommand::Verify(_) } => serve::verify_audit(&config).await,
            Command::Backup { file, .. } => archive::backup(&config, &file).await,
            Command::Restore { file, .. } => archive::restore(&config, &file).await,
            Command::Reports { command } => figures::run(&config, command).await,
            Command::Papers { command } => registers::run(&config, command).await,
            Command::Units { command } => units::run(&config, command).await,
            Command::Extract(_) | Command::Paper(_) | Command::Statement(_) | Command::Vi(_) => Ok(()),
        }
    });
    // What still runs on a thread of its own, such as a reading, has nobody left to answer to.
    runtime.shutdown_timeout(LAST_THREADS);
    done
}

/// Where the system limits the size of files it ends a program that writes more, in the middle of its work and without a word. With
/// somebody who listens to that signal the write fails instead, and is told like a full disk.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn tell_of_large_files() -> Result<(), CliError> {
    /// `SIGXFSZ` on all machines that the program is built for.
    const FILE_TOO_LARGE: i32 = 25;
    // Listening goes on when the listener is dropped: nobody needs to hear it.
    let kind = tokio::signal::unix::SignalKind::from_raw(FILE_TOO_LARGE);
    tokio::signal::unix::signal(kind).map(drop).map_err(|error| kit::Internal::from(error).into())
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
#[expect(clippy::unnecessary_wraps, reason = "as elsewhere")]
fn tell_of_large_files() -> Result<(), CliError> {
    Ok(())
}
