use crate::config::Config; use crate::error::CliError;
pub async fn run(_: &Config) -> Result<(), CliError> { Ok(()) }
