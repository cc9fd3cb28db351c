//! `doanket papers`: the registers of papers, without a sign-in.

use std::io::Write as _;

use dispatch::DispatchError;
use dispatch::actions::read_register;
use dispatch::store::units::find_by_words;
use kit::text::Lang;

use crate::args::{PapersCommand, SheetFormat};
use crate::config::Config;
use crate::error::{CliError, lang};
use crate::serve::open;

pub async fn run(config: &Config, command: PapersCommand) -> Result<(), CliError> {
    let app = open(config).await?;
    let PapersCommand::Register { unit, year, format, out, .. } = command;
    let mut tx = app.db.read_consistently().await?;
    let found = find_by_words(&mut tx, &unit, app.clock.today()).await?;
    let unit = found.ok_or(DispatchError::UnitUnknown(unit))?;
    let register = read_register(&mut tx, unit, year, None, None).await?;
    let lang = lang().unwrap_or(Lang::Vi);
    let sheet = dispatch::register_sheet(&register, lang);
    let bytes = match format {
        SheetFormat::Csv => sheet.csv()?,
        SheetFormat::Xlsx => sheet.xlsx(lang)?,
    };
    let Some(path) = out else {
        // A reader that stops early (`head`) is no failure.
        let _ = std::io::stdout().write_all(&bytes);
        return Ok(());
    };
    std::fs::write(&path, bytes).map_err(|error| CliError::Unwritable { path, detail: error.to_string() })
}
