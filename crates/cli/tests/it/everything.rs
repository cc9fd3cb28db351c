//! Fills every table from what the schema says of itself, so that a table added later is covered too: nulls and values,
//! references forwards and backwards, the ends of each range, letters in every form.

use kit::storage::{Database, Location, Tx, Value, dump, only};
use kit::{Internal, params};
use serde_json::{Map, Value as Json};

/// Composed and decomposed letters, what a format could trip over, and a letter outside the basic plane.
const ODD: &str = "Nhà Đa\u{323}i đoa\u{300}n kết, “{}” 'a''b' \"c\\d\" \u{1}\t\r\n=1+1 \u{1F3E0}";
const REALS: [f64; 3] = [0.1 + 0.2, -1e-300, f64::MAX];

struct Column {
    name: String,
    declared: String,
    is_required: bool,
    is_key: bool,
    /// The table it refers to.
    target: Option<String>,
    /// What a check allows, when it lists the words.
    words: Vec<String>,
}

/// Puts three rows into every table of an SQLite database that has none yet.
pub async fn fill(url: &str, files: &[String]) {
    let db = Database::open(&Location::parse(url)).await.expect("opens");
    let mut tx = db.write().await.expect("a transaction");
    dump::defer_references(&mut tx).await.expect("defers");
    for table in dump::TABLES {
        let rows: i64 = tx.one(&format!("select count(*) from {table}"), &[], only).await.expect("counts");
        if rows == 0 && !dump::NOT_CARRIED.contains(table) {
            let columns = columns(&mut tx, table).await;
            for row in 1..=3 {
                insert(&mut tx, table, &columns, row, files).await;
            }
        }
    }
    tx.commit().await.expect("all references hold");
}

async fn columns(tx: &mut Tx, table: &str) -> Vec<Column> {
    let ddl: String = tx
        .one("select sql from sqlite_master where name = $1", params![table], only)
        .await
        .expect("is there");
    let ddl = ddl.split_whitespace().collect::<Vec<_>>().join(" ");
    let targets: Vec<(String, String)> = tx
        .all("select \"from\", \"table\" from pragma_foreign_key_list($1)", params![table], |row| {
            Ok((row.take()?, row.take()?))
        })
        .await
        .expect("references");
    tx.all(
        "select name, type, \"notnull\", pk, dflt_value is null from pragma_table_info($1) order by cid",
        params![table],
        |row| {
            let name: String = row.take()?;
            let declared: String = row.take()?;
            let (not_null, key, bare): (bool, i64, bool) = (row.take()?, row.take()?, row.take()?);
            Ok(Column {
                target: targets.iter().find(|(from, _)| *from == name).map(|(_, target)| target.clone()),
                words: words(&ddl, &name),
                is_required: (not_null && bare) || key > 0,
                is_key: key > 0,
                declared: declared.to_ascii_lowercase(),
                name,
            })
        },
    )
    .await
    .expect("columns")
}

/// The words in `check (name in ('one', 'two'))`.
fn words(ddl: &str, name: &str) -> Vec<String> {
    let Some((_, rest)) =
        ddl.split_once(&format!("({name} in ('")).or_else(|| ddl.split_once(&format!("({name} in ( '")))
    else {
        return Vec::new();
    };
    rest.split(')')
        .next()
        .unwrap_or("")
        .split('\'')
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .map(str::to_owned)
        .collect()
}

/// First what a row must have, then every other column that its checks allow.
async fn insert(tx: &mut Tx, table: &str, columns: &[Column], row: usize, files: &[String]) {
    let required: Vec<&Column> = columns.iter().filter(|column| column.is_required).collect();
    let names: Vec<&str> = required.iter().map(|column| column.name.as_str()).collect();
    let values: Vec<Value<'_>> = required.iter().map(|column| value(column, row, files, table)).collect();
    tx.insert_many(table, &names, &values, "")
        .await
        .unwrap_or_else(|error| panic!("{table}: {error}; teach `everything::value` what this table needs"));
    let keys: Vec<&Column> = columns.iter().filter(|column| column.is_key).collect();
    // The second row keeps its nulls.
    for column in columns.iter().filter(|column| !column.is_required && row != 2) {
        let places: Vec<String> =
            keys.iter().enumerate().map(|(place, key)| format!("{} = ${}", key.name, place + 2)).collect();
        let sql = format!("update {table} set {} = $1 where {}", column.name, places.join(" and "));
        let mut values = vec![value(column, row, files, table)];
        values.extend(keys.iter().map(|key| value(key, row, files, table)));
        let done = tx.execute(&sql, &values).await;
        assert!(
            done.as_ref().is_ok_and(|rows| *rows == 1) || done.is_err_and(|error| is_checked(&error)),
            "{sql}"
        );
    }
}

fn is_checked(error: &Internal) -> bool {
    error.to_string().contains("constraint failed")
}

fn value<'a>(column: &'a Column, row: usize, files: &'a [String], table: &str) -> Value<'a> {
    if column.target.as_deref() == Some("file") {
        return Value::from(files[row % files.len()].as_str());
    }
    if column.target.as_deref() == Some(table) {
        // Forwards, and the last one back to the first.
        return Value::Int(i64::try_from(row % 3 + 1).expect("small"));
    }
    let small = i64::try_from(row).expect("small");
    if column.target.is_some() {
        return Value::Int(small);
    }
    match column.declared.as_str() {
        "boolean" => Value::Bool(row % 2 == 1),
        "blob" => Value::from(vec![0, 255, u8::try_from(row).expect("small")]),
        "date" => {
            let year = if column.name.ends_with("_to") || column.name.contains("due") { 2030 } else { 2024 };
            Value::from(
                chrono::NaiveDate::from_ymd_opt(year, 2, 26 + u32::try_from(row % 3).expect("small"))
                    .expect("a day"),
            )
        }
        "double precision" => Value::Real(REALS[row % 3]),
        kind if kind.contains("int") && !column.is_required && row == 3 => Value::Int(i64::MAX),
        kind if kind.contains("int") => Value::Int(small),
        _ if !column.words.is_empty() => Value::from(column.words[row % column.words.len()].as_str()),
        _ => Value::from(format!("{ODD} {} {row}", column.name)),
    }
}

/// All rows of all tables, as they would be backed up.
pub async fn contents(url: &str) -> Vec<(&'static str, Vec<Map<String, Json>>)> {
    let db = Database::open(&Location::parse(url)).await.expect("opens");
    let mut tx = db.read().await.expect("a view");
    let mut tables = Vec::new();
    for table in dump::TABLES.iter().filter(|table| !dump::NOT_CARRIED.contains(table)) {
        let columns = dump::columns(&mut tx, table).await.expect("columns");
        let mut rows = Vec::new();
        dump::each_row(&mut tx, table, &columns, |row| {
            rows.push(row);
            Ok(())
        })
        .await
        .expect("rows");
        // Engines sort letters differently.
        rows.sort_by_cached_key(|row| Json::from(row.clone()).to_string());
        tables.push((*table, rows));
    }
    tables
}
