//! `doanket units`: load units, list those of a day.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use kit::audit::Author;
use kit::permission::Scope;
use organisation::store::{Filter, list_units};
use organisation::{AreaLists, Extent};

use crate::args::UnitsCommand;
use crate::config::Config;
use crate::error::CliError;
use crate::serve::{open, say};
use crate::texts;

pub async fn run(config: &Config, command: UnitsCommand) -> Result<(), CliError> {
    match command {
        UnitsCommand::Import { before, after, succession, province, preview, .. } => {
            let lists = lists(before.as_deref(), after.as_deref(), succession.as_deref())?;
            let extent = if province.is_empty() { Extent::Country } else { Extent::Provinces(province) };
            import(config, &lists, &extent, preview).await
        }
        UnitsCommand::List { as_of, .. } => list(config, as_of).await,
    }
}

/// The three files, or the lists inside the program when none is named.
fn lists(
    before: Option<&Path>,
    after: Option<&Path>,
    succession: Option<&Path>,
) -> Result<AreaLists, CliError> {
    let (Some(before), Some(after), Some(succession)) = (before, after, succession) else {
        if before.or(after).or(succession).is_some() {
            return Err(CliError::ThreeFiles);
        }
        return Ok(AreaLists::built_in()?);
    };
    Ok(AreaLists::read(&read(before)?, &read(after)?, &read(succession)?))
}

fn read(path: &Path) -> Result<Vec<u8>, CliError> {
    std::fs::read(path)
        .map_err(|error| CliError::Unreadable { path: PathBuf::from(path), detail: error.to_string() })
}

async fn import(config: &Config, lists: &AreaLists, extent: &Extent, preview: bool) -> Result<(), CliError> {
    let app = open(config).await?;
    let report = if preview {
        organisation::preview_import(&mut app.db.read().await?, lists, extent).await?
    } else {
        organisation::import_units(&app, Author::default(), lists, extent).await?
    };
    for (side, counts) in [(texts::UNITS_UNTIL, &report.until), (texts::UNITS_FROM, &report.from)] {
        let vi = texts::units_counts(counts.communes, counts.districts, counts.provinces, side.vi).vi;
        let en = texts::units_counts(counts.communes, counts.districts, counts.provinces, side.en).en;
        say(kit::text::Phrase { key: side.key, vi, en });
    }
    say(texts::units_report(report.changed, report.new, report.same, report.successions));
    if preview {
        say(texts::UNITS_PREVIEW);
    }
    Ok(())
}

/// All units of a day as CSV, in the order of their names.
async fn list(config: &Config, as_of: Option<chrono::NaiveDate>) -> Result<(), CliError> {
    let app = open(config).await?;
    let mut tx = app.db.read().await?;
    let Some(root) = organisation::store::top_unit(&mut tx).await? else { return Err(CliError::NoUnits) };
    let scope = Scope { root, is_everything: true };
    let mut filter =
        Filter { limit: 1_000, ..Filter::all(scope, as_of.unwrap_or_else(|| app.clock.today())) };
    let mut out = String::from("code,level,name\n");
    loop {
        let page = list_units(&mut tx, &filter).await?;
        for unit in &page {
            let _ =
                writeln!(out, "{},{},\"{}\"", unit.code, unit.level.code(), unit.name.replace('"', "\"\""));
        }
        match page.last() {
            Some(last) if page.len() == 1_000 => filter.after = Some(last.id),
            _ => break,
        }
    }
    // A reader that stops early (`head`) is no failure.
    let _ = std::io::stdout().write_all(out.as_bytes());
    Ok(())
}
