//! Figures and totals: saving one report with every total above right, recomputing all, and loading in bulk, beside `DuckDB` and
//! bare SQLite, on the data of `gen/gen_reports.py`.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use kit::clock::Instant;
use kit::storage::{Database, Location, Tx, Value};
use kit::testing::day;
use kit::{UnitId, params};
use reports::cells::Cells;
use reports::indicator::{Indicator, OverTime, OverUnits};
use reports::period::ReportPeriod;
use reports::rollup::Rules;
use reports::store::figures::{Entry, Layer, put};
use reports::store::indicators::insert_indicators;
use reports::store::totals::read_totals;
use reports::store::verify::{recompute, verify};
use vi::period::PeriodKind;

use crate::office;
use crate::paper::cpu_ms;

/// How many reports are saved one by one.
const SAVES: usize = 400;

/// Measures one scale: `province` (2,247 residential areas), `nation` (90,000) or `tiny`.
pub async fn run(scale: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let data =
        std::env::var_os("DOANKET_BENCH_DATA").map_or_else(|| folder.path().join("data"), PathBuf::from);
    generate(scale, &data);
    println!("== {scale}");
    let (live, plain) = (folder.path().join("live.db"), folder.path().join("plain.db"));
    let lines = lines(&data);
    let rules = rules(&data);
    let db = prepared(&live, &data, &rules).await;
    let loaded = load(&db, &rules, &lines).await;
    let bare = load_bare(&prepared(&plain, &data, &rules).await, &lines).await;
    row("bulk load with live totals", loaded, "s CPU", &format!("{} reports", lines.len()));
    row("the same rows, plain inserts", bare, "s CPU", &format!("live totals cost {:.2}×", loaded / bare));
    if scale != "nation" {
        let cells = load_cells(&folder.path().join("cells.db"), &lines);
        row("bare SQLite, a row per cell", cells, "s CPU", &format!("{:.1}× of ours", cells / loaded));
    }
    drop(std::fs::remove_file(&plain));
    recomputed(&db, &rules, &data).await;
    save_one(&db, &rules, &lines).await;
    if scale != "nation" {
        office::matrix(&data).await;
        office::at_once(&data).await;
    }
}

pub fn row(name: &str, figure: f64, unit: &str, note: &str) {
    println!("{name:<46} {figure:>9.3} {unit:<6} {note}");
}

fn generate(scale: &str, data: &Path) {
    if data.join("values.csv").exists() {
        return;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("gen/gen_reports.py");
    let done = Command::new("python3").arg(script).arg(scale).arg(data).status().expect("python3");
    assert!(done.success(), "the data was not made");
}

/// A report of the data: a unit, a month, its figures.
pub struct Line {
    pub unit: i64,
    pub period: ReportPeriod,
    pub cells: Cells,
}

fn lines(data: &Path) -> Vec<Line> {
    let text = std::fs::read_to_string(data.join("values.csv")).expect("values");
    let line = |line: &str| {
        let mut fields = line.split(',');
        let mut next = || fields.next().expect("a field");
        let (unit, month): (i64, u32) = (next().parse().expect("a unit"), next().parse().expect("a month"));
        let cells =
            fields.enumerate().filter_map(|(slot, value)| Some((slot, value.parse().ok()?))).collect();
        Line { unit, period: format!("2024-{month:02}").parse().expect("a month"), cells }
    };
    text.lines().skip(1).map(line).collect()
}

pub fn rules(data: &Path) -> Rules {
    let text = std::fs::read_to_string(data.join("indicators.csv")).expect("indicators");
    let rule = |(slot, line): (usize, &str)| {
        let rule = match line.split(',').nth(1) {
            Some("last") => OverTime::Latest,
            Some("max") => OverTime::Max,
            _ => OverTime::Sum,
        };
        (slot, rule)
    };
    text.lines().skip(1).enumerate().map(rule).collect()
}

pub async fn prepared(path: &Path, data: &Path, rules: &Rules) -> Database {
    let db = Database::open(&Location::Sqlite(path.to_owned())).await.expect("opens");
    db.migrate(kit::schema::MIGRATIONS).await.expect("migrates");
    let mut tx = db.write().await.expect("a transaction");
    units(&mut tx, data).await;
    let list: Vec<Indicator> = (0..100)
        .map(|slot| Indicator {
            slot,
            code: format!("i{}", slot + 1),
            name_vi: format!("Chỉ tiêu {}", slot + 1),
            name_en: format!("Indicator {}", slot + 1),
            measure_vi: "lượt".to_owned(),
            measure_en: "times".to_owned(),
            decimals: 0,
            over_time: rules.over_time(slot),
            over_units: OverUnits::Sum,
            line_of_work: String::new(),
            source: String::new(),
            part_of: None,
            least: None,
            most: None,
            valid_from: day("2020-01-01"),
            valid_to: None,
        })
        .collect();
    insert_indicators(&mut tx, &list).await.expect("indicators");
    tx.commit().await.expect("commits");
    db
}

async fn units(tx: &mut Tx, data: &Path) {
    const LEVELS: [&str; 4] = ["province", "district", "commune", "residential_area"];
    let text = std::fs::read_to_string(data.join("org.csv")).expect("units");
    let since = day("2020-01-01");
    let (mut parents, mut rows, mut versions, mut paths) =
        (HashMap::new(), Vec::new(), Vec::new(), Vec::new());
    for line in text.lines().skip(1) {
        let fields: Vec<&str> = line.splitn(4, ',').collect();
        let id: i64 = fields[0].parse().expect("a number");
        let parent: Option<i64> = fields[1].parse().ok();
        let level: usize = fields[2].parse().expect("a level");
        parents.insert(id, parent);
        rows.extend([id.into(), id.to_string().into(), fields[3].into(), fields[3].into()]);
        rows.extend([
            Value::from(""),
            LEVELS[level].into(),
            "front_committee".into(),
            parent.into(),
            since.into(),
        ]);
        versions.extend([id.into(), fields[3].into(), parent.into(), since.into()]);
        let way = std::iter::successors(Some(id), |unit| parents[unit]);
        for (depth, above) in (0_i64..).zip(way) {
            paths.extend([Value::from(above), id.into(), depth.into(), since.into()]);
        }
    }
    let columns =
        ["id", "code", "name", "short_name", "folded_name", "level", "kind", "parent", "valid_from"];
    tx.insert_many("unit", &columns, &rows, "").await.expect("units");
    tx.insert_many("unit_version", &["unit", "name", "parent", "valid_from"], &versions, "")
        .await
        .expect("versions");
    tx.insert_many("unit_path", &["ancestor", "descendant", "depth", "valid_from"], &paths, "")
        .await
        .expect("paths");
}

fn entry(line: &Line) -> Entry {
    let figures = line.cells.iter().map(|(slot, value)| (slot, Some(value))).collect();
    Entry { unit: UnitId(line.unit), period: line.period, figures, version: None }
}

/// Reports of one transaction in bulk.
const BATCH: usize = 1_000;

pub async fn load(db: &Database, rules: &Rules, lines: &[Line]) -> f64 {
    let before = cpu_ms();
    for some in lines.chunks(BATCH) {
        let entries: Vec<Entry> = some.iter().map(entry).collect();
        let mut tx = db.write().await.expect("a transaction");
        put(&mut tx, rules, Layer::Typed, &entries, Instant(0)).await.expect("puts");
        tx.commit().await.expect("commits");
    }
    (cpu_ms() - before) / 1e3
}

async fn load_bare(db: &Database, lines: &[Line]) -> f64 {
    let before = cpu_ms();
    for some in lines.chunks(BATCH) {
        let mut tx = db.write().await.expect("a transaction");
        for line in some {
            bare(&mut tx, line, 1).await;
        }
        tx.commit().await.expect("commits");
    }
    (cpu_ms() - before) / 1e3
}

/// One row, as it would be kept without any total.
async fn bare(tx: &mut Tx, line: &Line, version: i64) {
    tx.execute(
        "insert into report_value (unit, period, is_accepted, cells, version, updated_at) values ($1, $2, 0, $3, $4, 0)
         on conflict (unit, period, is_accepted) do update set cells = excluded.cells, version = excluded.version",
        params![line.unit, line.period.key(), line.cells.pack(), version],
    )
    .await
    .expect("inserts");
}

pub fn load_cells(path: &Path, lines: &[Line]) -> f64 {
    let before = cpu_ms();
    let mut conn = rusqlite::Connection::open(path).expect("opens");
    conn.execute_batch(
        "pragma journal_mode = wal; pragma synchronous = full;
         create table value (unit integer, period integer, indicator integer, value integer,
             primary key (unit, period, indicator)) without rowid",
    )
    .expect("a table");
    for some in lines.chunks(BATCH) {
        let tx = conn.transaction().expect("a transaction");
        {
            let mut insert =
                tx.prepare_cached("insert into value values (?1, ?2, ?3, ?4)").expect("prepares");
            for line in some {
                for (slot, value) in line.cells.iter() {
                    let slot = i64::try_from(slot).expect("small");
                    insert.execute((line.unit, line.period.key(), slot, value)).expect("inserts");
                }
            }
        }
        tx.commit().expect("commits");
    }
    (cpu_ms() - before) / 1e3
}

/// One report after another, each in its transaction: all of its hundred figures change, or one of them.
async fn save_one(db: &Database, rules: &Rules, lines: &[Line]) {
    let some: Vec<&Line> = lines.iter().step_by((lines.len() / SAVES).max(1)).take(SAVES).collect();
    let per_save = |ms: f64| ms * 1e3 / f64::from(u32::try_from(some.len()).expect("few"));
    let before = cpu_ms();
    for line in &some {
        let mut tx = db.write().await.expect("a transaction");
        bare(&mut tx, line, 2).await;
        tx.commit().await.expect("commits");
    }
    let commit = per_save(cpu_ms() - before);
    row("save one report, nothing but the row", commit, "µs CPU", "the commit");
    for (name, of) in [("save one report, a figure changed", 1), ("save one report, all 100 changed", 100)] {
        let before = cpu_ms();
        for line in &some {
            let mut entry = entry(line);
            entry.figures.truncate(of);
            entry.figures.iter_mut().for_each(|(_, value)| *value = value.map(|value| value + 1));
            let mut tx = db.write().await.expect("a transaction");
            put(&mut tx, rules, Layer::Typed, &[entry], Instant(0)).await.expect("puts");
            tx.commit().await.expect("commits");
        }
        let whole = per_save(cpu_ms() - before);
        row(name, whole, "µs CPU", &format!("{:.0} µs beside the commit", whole - commit));
    }
}

async fn recomputed(db: &Database, rules: &Rules, data: &Path) {
    let mut tx = db.read().await.expect("a view");
    let before = cpu_ms();
    let (totals, figures) = recompute(&mut tx, rules).await.expect("recomputes");
    let ours = (cpu_ms() - before) / 1e3;
    row(
        "recompute every total",
        ours,
        "s CPU",
        &format!("{figures} figures, {} rows of totals", totals.len()),
    );
    let before = cpu_ms();
    let checked = verify(&mut tx, rules).await.expect("verifies");
    row(
        "verify: recompute and compare",
        (cpu_ms() - before) / 1e3,
        "s CPU",
        &format!("{} wrong", checked.wrong_count),
    );
    let year: ReportPeriod = "2024".parse().expect("a year");
    let root = read_totals(&mut tx, Layer::Typed, UnitId(1), year, PeriodKind::Month).await.expect("reads");
    let root = root.total(0, OverTime::Sum, year, PeriodKind::Month).all().sum;
    let python = std::env::var("DOANKET_BENCH_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("gen/duckdb_rollup.py");
    let told = Command::new(python).arg(script).arg(data).output();
    let told = told.ok().filter(|told| told.status.success());
    match told.and_then(|told| String::from_utf8(told.stdout).ok()) {
        Some(text) => {
            let fields: Vec<f64> = text.split_whitespace().filter_map(|field| field.parse().ok()).collect();
            let ratio = format!("ours is {:.2}× of it; root {} (ours {root})", ours / fields[1], fields[2]);
            row("DuckDB, the year on loaded data", fields[1], "s CPU", &ratio);
        }
        None => println!("DuckDB                                         not installed"),
    }
}
