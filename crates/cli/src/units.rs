use crate::config::Config; use crate::error::CliError;
pub async fn run(_: &Config, _: crate::args::UnitsCommand) -> Result<(), CliError> { Ok(()) }
