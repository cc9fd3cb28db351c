//! Settings: command line over environment over file over defaults.

mod openid;
mod signing;

use std::path::{Path, PathBuf};

use kit::storage::Location;
use kit::web::Settings;

use crate::args::{Args, Command};
use crate::error::CliError;

/// The settings file, `doanket.toml`. An unknown name is an error, so that a slip of the pen is told.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    data: Option<PathBuf>,
    database: Option<String>,
    files: Option<PathBuf>,
    listen: Option<String>,
    public_url: Option<String>,
    max_upload_mb: Option<u64>,
    rules: Option<PathBuf>,
    threads: Option<usize>,
    log: Option<String>,
    log_format: Option<String>,
    openid: Option<openid::Section>,
    signing: Option<signing::Section>,
}

/// What a run of the program needs to know.
#[derive(Debug, Clone)]
pub struct Config {
    pub database: Location,
    pub listen: String,
    pub settings: Settings,
    pub threads: usize,
    /// What is logged, in the syntax of `tracing`'s filters.
    pub log: String,
    pub logs_json: bool,
    pub signing: signing::Section,
}

/// The port of the office: in nobody's way.
const LISTEN: &str = "127.0.0.1:8020";

/// The folder of trusted root certificates: the environment over the file; `None` when neither names one.
///
/// # Errors
/// When the file cannot be read or understood.
pub fn signing_roots(args: &Args) -> Result<Option<PathBuf>, CliError> {
    Ok(signing(settings_file(args)?.signing).roots)
}

/// The section `[signing]` with what the environment says over it.
fn signing(section: Option<signing::Section>) -> signing::Section {
    let section = section.unwrap_or_default();
    signing::Section { roots: env("SIGNING_ROOTS").map(Into::into).or(section.roots), ..section }
}

/// The file that is named, else the one of the folder, else nothing.
fn settings_file(args: &Args) -> Result<File, CliError> {
    match &args.config {
        Some(path) => read(path),
        None if Path::new("doanket.toml").exists() => read(Path::new("doanket.toml")),
        None => Ok(File::default()),
    }
}

impl Config {
    /// What papers are signed with, read from the files that are named.
    ///
    /// # Errors
    /// When a file is missing or is no key.
    pub fn signing_means(&self) -> Result<dispatch::signing::SigningMeans, CliError> {
        self.signing.means()
    }

    /// Puts the settings together.
    ///
    /// # Errors
    /// When the file cannot be read or understood, or a value is not one.
    pub fn load(args: &Args) -> Result<Self, CliError> {
        let file = settings_file(args)?;
        let place = args.command.place();
        let default_data = if matches!(args.command, Command::Demo(_)) { "demo-data" } else { "data" };
        let data = place
            .data
            .or_else(|| env("DATA").map(Into::into))
            .or(file.data)
            .unwrap_or_else(|| default_data.into());
        let database = place.database.or_else(|| env("DATABASE")).or(file.database);
        let database = match database {
            Some(url) => Location::parse(&url),
            None => Location::Sqlite(data.join("doanket.db")),
        };
        let files = place.files.or_else(|| env("FILES").map(Into::into)).or(file.files);
        let max_upload_mb = number("MAX_UPLOAD_MB")?.or(file.max_upload_mb).unwrap_or(50);
        let threads = match number("THREADS")? {
            Some(threads) => usize::try_from(threads).ok(),
            None => file.threads,
        };
        let public_url = env("PUBLIC_URL").or(file.public_url).unwrap_or_default();
        let openid = openid::load(file.openid.unwrap_or_default(), &public_url)?;
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Ok(Self {
            database,
            listen: place
                .listen
                .or_else(|| env("LISTEN"))
                .or(file.listen)
                .unwrap_or_else(|| LISTEN.to_owned()),
            settings: Settings {
                files: files.unwrap_or_else(|| data.join("files")),
                max_upload_bytes: max_upload_mb.saturating_mul(1024 * 1024),
                public_url,
                rules: env("RULES").map(Into::into).or(file.rules),
                openid,
            },
            threads: threads.unwrap_or(cores).clamp(1, 64),
            log: env("LOG").or(file.log).unwrap_or_else(|| "warn,doanket=info".to_owned()),
            signing: signing(file.signing),
            logs_json: env("LOG_FORMAT").or(file.log_format).as_deref() == Some("json"),
        })
    }
}

fn read(path: &Path) -> Result<File, CliError> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| CliError::Config { path: path.to_owned(), detail: error.to_string() })?;
    toml::from_str(&text).map_err(|error| CliError::Config {
        path: path.to_owned(),
        detail: error.to_string().trim_end().to_owned(),
    })
}

fn env(name: &str) -> Option<String> {
    std::env::var(format!("DOANKET_{name}")).ok().filter(|value| !value.is_empty())
}

fn number(name: &'static str) -> Result<Option<u64>, CliError> {
    env(name)
        .map(|value| value.parse().map_err(|_| CliError::Environment { name, value: value.clone() }))
        .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_name_is_told() {
        let problem = toml::from_str::<File>("databse = \"x\"").expect_err("a slip of the pen");
        assert!(problem.to_string().contains("databse"), "{problem}");
    }

    #[test]
    fn a_file_may_set_everything() {
        let file: File = toml::from_str("listen = \"127.0.0.1:1\"\nmax_upload_mb = 5").expect("valid");
        assert_eq!((file.listen.as_deref(), file.max_upload_mb), (Some("127.0.0.1:1"), Some(5)));
    }
}
