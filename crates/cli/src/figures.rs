//! `doanket reports`: figures in from a file, tables out, totals checked.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use kit::Internal;
use kit::audit::{self, Author, Event};
use kit::permission::Scope;
use kit::text::Lang;
use kit::web::App;
use reports::actions::totals::{Asked, read_standing};
use reports::catalogue::catalogue;
use reports::import::{ImportError, ImportReport, Wish, find_unit_by_key, import};
use reports::matrix::Matrix;
use reports::period::ReportPeriod;
use reports::returns::actions::owed::list_owed;
use reports::returns::{OwedFilter, owed_sheet};
use reports::store::figures::Layer;
use reports::store::successions::read_names;
use reports::store::verify::{Checked, Wrong, rebuild, verify};

use crate::args::{ReportsCommand, SheetFormat};
use crate::config::Config;
use crate::error::{CliError, lang};
use crate::serve::{open, say};
use crate::texts;

pub async fn run(config: &Config, command: ReportsCommand) -> Result<(), CliError> {
    crate::published::publish();
    let app = open(config).await?;
    match command {
        ReportsCommand::Import { file, dry_run, good_rows, .. } => {
            load(&app, &file, Wish { is_dry_run: dry_run, good_rows_only: good_rows }).await
        }
        ReportsCommand::Matrix { unit, period, format, accepted, out, .. } => {
            let layer = if accepted { Layer::Accepted } else { Layer::Typed };
            let bytes = matrix(&app, &unit, period, layer, format).await?;
            let Some(path) = out else {
                // A reader that stops early (`head`) is no failure.
                let _ = std::io::stdout().write_all(&bytes);
                return Ok(());
            };
            std::fs::write(&path, bytes)
                .map_err(|error| CliError::Unwritable { path, detail: error.to_string() })
        }
        ReportsCommand::Owed { period, format, missing, .. } => {
            let bytes = owed(&app, period, missing, format).await?;
            let _ = std::io::stdout().write_all(&bytes);
            Ok(())
        }
        ReportsCommand::Verify { repair, .. } => check(&app, repair).await,
    }
}

fn unloaded(error: ImportError) -> CliError {
    match error {
        ImportError::Heading => CliError::NoHeading,
        ImportError::Reports(error) => error.into(),
        ImportError::Internal(error) => error.into(),
    }
}

async fn load(app: &App, path: &Path, wish: Wish) -> Result<(), CliError> {
    let read = || File::open(path).map_err(Internal::from);
    // The first look tells a path that cannot be read from a disk that fails later.
    File::open(path)
        .map_err(|error| CliError::Unreadable { path: path.to_owned(), detail: error.to_string() })?;
    let mut refused = std::io::stderr().lock();
    let report = import(app, read, wish, |line, reason| {
        let phrase = reason.phrase();
        let told = match lang() {
            Some(lang) => writeln!(refused, "{}:{line}: {}", path.display(), phrase.get(lang)),
            None => writeln!(refused, "{}:{line}: {} / {}", path.display(), phrase.vi, phrase.en),
        };
        // Nobody may be listening any more; the work goes on.
        let _ = told;
    })
    .await
    .map_err(unloaded)?;
    let ImportReport { lines, refused, changed, same, is_written } = report;
    if is_written {
        say(texts::figures_loaded(changed, lines, refused, same));
        return Ok(());
    }
    say(texts::figures_checked(lines, refused));
    if wish.is_dry_run && refused == 0 { Ok(()) } else { Err(CliError::BadLines(refused)) }
}

async fn matrix(
    app: &App,
    unit: &str,
    period: ReportPeriod,
    layer: Layer,
    format: SheetFormat,
) -> Result<Vec<u8>, CliError> {
    let unit = find_unit_by_key(app, unit, period).await?;
    let mut tx = app.db.read_consistently().await?;
    let scope = Scope { root: unit, is_everything: true };
    let asked = Asked { unit, period, basis: None, layer };
    let mut standing = read_standing(&mut tx, scope, asked).await?;
    standing.read_published(&mut tx, app.clock.today()).await?;
    let lang = lang().unwrap_or(Lang::Vi);
    let sheet = Matrix::of(&standing, "").sheet(&standing, lang);
    Ok(match format {
        SheetFormat::Csv => sheet.csv()?,
        SheetFormat::Xlsx => sheet.xlsx(lang)?,
    })
}

async fn owed(
    app: &App,
    period: ReportPeriod,
    missing: bool,
    format: SheetFormat,
) -> Result<Vec<u8>, CliError> {
    let mut tx = app.db.read_consistently().await?;
    let top = organisation::store::top_unit(&mut tx).await?.ok_or(CliError::NoUnits)?;
    let scope = Scope { root: top, is_everything: true };
    let list = list_owed(&mut tx, scope, period, app.clock.today()).await?;
    let filter = OwedFilter {
        state: if missing { "missing".to_owned() } else { String::new() },
        ..OwedFilter::default()
    };
    let lang = lang().unwrap_or(Lang::Vi);
    let sheet = owed_sheet(&list, &filter, lang);
    Ok(match format {
        SheetFormat::Csv => sheet.csv()?,
        SheetFormat::Xlsx => sheet.xlsx(lang)?,
    })
}

async fn check(app: &App, repair: bool) -> Result<(), CliError> {
    let mut tx = app.db.read_consistently().await?;
    let list = catalogue(&mut tx).await?;
    let Checked { figures, totals, wrong, wrong_count } = verify(&mut tx, &list.rules).await?;
    let units: Vec<kit::UnitId> = wrong.iter().map(|one| one.unit).collect();
    let names = read_names(&mut tx, &units).await?;
    drop(tx);
    if wrong_count == 0 {
        say(texts::totals_right(figures, totals));
        return Ok(());
    }
    for Wrong { unit, period, is_accepted, slot, kept, computed } in wrong {
        let (code, name) = names.get(&unit).cloned().unwrap_or_default();
        let indicator = list.at(slot).map_or_else(|| format!("#{slot}"), |one| one.code.clone());
        let layer = if is_accepted { Layer::Accepted } else { Layer::Typed }.word();
        println!("{code} {name}: {indicator} {period} ({layer}): {kept} ≠ {computed}");
    }
    if !repair {
        return Err(CliError::TotalsWrong(wrong_count));
    }
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let rows = rebuild(&mut tx, &list.rules).await?;
    let event = Event::new("totals_rebuilt", "report_totals", 0, None)
        .with(serde_json::json!({ "wrong": wrong_count, "rows": rows }));
    audit::append(&mut tx, now, Author::default(), &[event]).await?;
    tx.commit().await?;
    say(texts::totals_repaired(wrong_count));
    Ok(())
}
