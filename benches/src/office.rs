//! The year of a province as one table, read by a program just started; and two hundred officers who save at once.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant as Moment};

use kit::UnitId;
use kit::clock::Instant;
use kit::permission::Scope;
use kit::storage::{Database, Location};
use kit::text::Lang;
use reports::actions::totals::{Asked, read_standing};
use reports::matrix::Matrix;
use reports::period::ReportPeriod;
use reports::rollup::Rules;
use reports::store::figures::{Entry, Layer, put};
use reports::store::totals::read_totals;
use reports::store::verify::verify;

use crate::figures::{Line, load, load_cells, prepared, row, rules};

/// Communes, indicators and months of the table.
const COMMUNES: i64 = 75;
const INDICATORS: usize = 100;

/// Officers, each with a commune of its own under the same province, and how often each saves.
const OFFICERS: i64 = 200;
const SAVES: usize = 20;

/// CPU of all threads so far, in milliseconds.
fn cpu_ms() -> f64 {
    let threads = std::fs::read_dir("/proc/self/task").expect("Linux");
    let spent = |thread: std::io::Result<std::fs::DirEntry>| {
        let text = std::fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
        text.split_whitespace().next()?.parse::<f64>().ok()
    };
    threads.filter_map(spent).sum::<f64>() / 1e6
}

/// A province with communes directly below it, which is all that its table and its officers need.
fn write_units(folder: &Path, communes: i64) {
    std::fs::create_dir_all(folder).expect("a folder");
    let mut text = "id,parent,level,name\n1,,0,Tỉnh\n".to_owned();
    for unit in 2..communes + 2 {
        text.push_str(&format!("{unit},1,2,Xã {unit}\n"));
    }
    std::fs::write(folder.join("org.csv"), text).expect("writes");
}

/// Every cell filled: the worst case.
fn year_of_figures(communes: i64) -> Vec<Line> {
    let months = (1..=12).map(|month| format!("2024-{month:02}").parse().expect("a month"));
    let months: Vec<ReportPeriod> = months.collect();
    (2..communes + 2)
        .flat_map(|unit| months.iter().map(move |period| (unit, *period)))
        .map(|(unit, period)| {
            let value = |slot: usize| unit * 31 + period.key() + i64::try_from(slot).expect("small");
            let cells = (0..INDICATORS).map(|slot| (slot, value(slot) % 500)).collect();
            Line { unit, period, cells }
        })
        .collect()
}

/// Opens the database anew, reads the table of the year and that of each month, beside a table with a row per cell.
pub async fn matrix(data: &Path) {
    let folder = tempfile::tempdir().expect("a folder");
    write_units(folder.path(), COMMUNES);
    let (lines, rules) = (year_of_figures(COMMUNES), rules(data));
    let path = folder.path().join("matrix.db");
    let db = prepared(&path, folder.path(), &rules).await;
    load(&db, &rules, &lines).await;
    drop(db);
    let year: ReportPeriod = "2024".parse().expect("a year");
    let before = cpu_ms();
    let db = Database::open(&Location::Sqlite(path)).await.expect("opens");
    let opened = cpu_ms();
    let cells = read_table(&db, year).await;
    let read = cpu_ms();
    row("open the database anew", opened - before, "ms CPU", "");
    let note = format!("{cells} cells of {} figures, as a sheet", lines.len() * INDICATORS);
    row("province matrix 75 × 100 × 12 cold", read - opened, "ms CPU", &note);
    let before = cpu_ms();
    for month in year.parts(vi::period::PeriodKind::Month) {
        read_table(&db, month).await;
    }
    row("the same, month by month", cpu_ms() - before, "ms CPU", "12 tables");
    let bare = folder.path().join("cells.db");
    load_cells(&bare, &lines);
    let before = cpu_ms();
    let sums = read_cells(&bare);
    let peer = cpu_ms() - before;
    row(
        "bare SQLite, a row per cell, cold",
        peer,
        "ms CPU",
        &format!("{sums} sums; ours {:.2}×", (read - opened) / peer),
    );
}

/// The number of cells with a figure.
async fn read_table(db: &Database, period: ReportPeriod) -> usize {
    let root = UnitId(1);
    let scope = Scope { root, is_everything: true };
    let asked = Asked { unit: root, period, basis: None, layer: Layer::Typed };
    let mut tx = db.read().await.expect("a view");
    let standing = read_standing(&mut tx, scope, asked).await.expect("reads");
    let matrix = Matrix::of(&standing, "");
    let sheet = matrix.sheet(&standing, Lang::Vi);
    assert_eq!(sheet.rows.len(), matrix.rows.len() + 1, "the communes and their total");
    matrix.rows.iter().flat_map(|row| &row.amounts).filter(|amount| amount.value.is_some()).count()
}

fn read_cells(path: &Path) -> usize {
    let conn = rusqlite::Connection::open(path).expect("opens");
    let mut select = conn
        .prepare("select unit, indicator, sum(value) from value where period between 202401 and 202499 group by unit, indicator")
        .expect("prepares");
    let rows = select.query_map([], |row| row.get::<_, i64>(2)).expect("asks");
    rows.flatten().count()
}

/// Two hundred officers, each saving the reports of its own commune as fast as the answer comes: the totals of the province are in
/// everybody's way. Afterwards every save must be there, and every total right.
pub async fn at_once(data: &Path) {
    let folder = tempfile::tempdir().expect("a folder");
    write_units(folder.path(), OFFICERS);
    let rules = Arc::new(rules(data));
    let db = prepared(&folder.path().join("office.db"), folder.path(), &rules).await;
    let (before, begun) = (cpu_ms(), Moment::now());
    let officers: Vec<_> = (2..OFFICERS + 2)
        .map(|unit| tokio::spawn(officer(db.clone(), Arc::clone(&rules), UnitId(unit))))
        .collect();
    let mut waits: Vec<Duration> = Vec::new();
    for officer in officers {
        waits.extend(officer.await.expect("an officer"));
    }
    let (whole, cpu) = (begun.elapsed(), cpu_ms() - before);
    waits.sort_unstable();
    let saves = u32::try_from(waits.len()).expect("few");
    let at = |percent: usize| waits[(waits.len() * percent / 100).min(waits.len() - 1)].as_secs_f64() * 1e3;
    let per_second = f64::from(saves) / whole.as_secs_f64();
    for (name, percent) in [("p50", 50), ("p95", 95), ("p99", 99), ("max", 100)] {
        row(&format!("200 officers saving at once, {name}"), at(percent), "ms", "");
    }
    let note = format!("{saves} saves, {:.3} ms CPU each", cpu / f64::from(saves));
    row("200 officers saving at once, rate", per_second, "/s", &note);
    let (lost, wrong) = (lost(&db).await, checked(&db, &rules).await);
    println!("{:<46} {lost:>9} lost, {wrong} totals wrong", "afterwards");
    assert_eq!((lost, wrong), (0, 0), "no save is lost and every total is right");
}

/// What an officer's save puts into each of its figures.
fn value_of(save: usize) -> i64 {
    i64::try_from(save).expect("few") + 1
}

/// The month of a save: the same months come again, so that figures are corrected as well as added.
fn month_of(save: usize) -> ReportPeriod {
    format!("2024-{:02}", save % 12 + 1).parse().expect("a month")
}

/// Saves one report after another and tells how long each took until it was durable.
async fn officer(db: Database, rules: Arc<Rules>, unit: UnitId) -> Vec<Duration> {
    let mut waits = Vec::with_capacity(SAVES);
    for save in 0..SAVES {
        let figures = (0..INDICATORS).map(|slot| (slot, Some(value_of(save)))).collect();
        let entry = Entry { unit, period: month_of(save), figures, version: None };
        let begun = Moment::now();
        let mut tx = db.write_together().await.expect("a transaction");
        put(&mut tx, &rules, Layer::Typed, &[entry], Instant(0)).await.expect("puts");
        tx.commit().await.expect("commits");
        waits.push(begun.elapsed());
    }
    waits
}

/// How many figures are not what their officer saved last.
async fn lost(db: &Database) -> usize {
    let last: HashMap<i64, i64> = (0..SAVES).map(|save| (month_of(save).key(), value_of(save))).collect();
    let mut tx = db.read().await.expect("a view");
    let mut lost = 0;
    for unit in 2..OFFICERS + 2 {
        for period in (0..SAVES.min(12)).map(month_of) {
            let month = vi::period::PeriodKind::Month;
            let read = read_totals(&mut tx, Layer::Typed, UnitId(unit), period, month).await.expect("reads");
            let saved = Some(last[&period.key()]);
            let over_time = reports::indicator::OverTime::Sum;
            lost += (0..INDICATORS)
                .filter(|slot| read.total(*slot, over_time, period, month).own != saved)
                .count();
        }
    }
    lost
}

async fn checked(db: &Database, rules: &Rules) -> u64 {
    let mut tx = db.read_consistently().await.expect("a view");
    verify(&mut tx, rules).await.expect("verifies").wrong_count
}
