use crate::error::CliError; pub fn run(_: &crate::args::Extract) -> Result<(), CliError> { Ok(()) }
