//! Reading and writing whole tables, whatever they hold: for backups that either engine can restore.

use chrono::NaiveDate;
use serde_json::{Map, Value as Json};

use super::{Engine, Tx, Value, only};
use crate::error::Internal;

/// Tables with data, those referred to before those that refer. Tables of the search index are left out: triggers fill them.
pub const TABLES: &[&str] = &[
    "setting",
    "admin_area",
    "unit",
    "unit_version",
    "unit_path",
    "unit_succession",
    "member_relation",
    "account",
    "recovery_code",
    "post",
    "post_holding",
    "session",
    "openid_attempt",
    "api_token",
    "audit",
    "audit_head",
    "file",
    "job",
    "saved_view",
    "search_doc",
    "document",
    "document_correction",
    "document_clause",
    "document_citation",
    "document_finding",
    "document_recipient",
    "review",
    "proposal",
    "proposal_step",
    "plan",
    "plan_step",
    "work_stream",
    "plan_item",
    "plan_item_coordinator",
    "plan_item_version",
    "fan_out",
    "task",
    "task_coordinator",
    "task_note",
    "task_evidence",
    "task_extension",
    "task_carry",
    "spending",
    "directive_item",
    "directive_item_link",
    // After the tables whose triggers count changes in it.
    "plan_publication",
    "calendar_address",
    "indicator",
    "indicator_stamp",
    "report_value",
    "report_total",
    "report_form",
    "reporting_regime",
    "report",
    "report_text",
    "report_remark",
    "report_edition",
    "report_sent",
    "report_use",
    "report_reminder",
    "figure_comment",
    "paper_template",
    "outgoing_document",
    "outgoing_version",
    "register_setting",
    "sign_authority",
    "register_year",
    "register_counter",
    "register_number",
    "opinion_clause",
    "opinion_request",
    "opinion",
    "dispatch_receipt",
    "dispatch_outside",
    "incoming_entry",
    "plan_target",
    "narrative_passage",
    "narrative_source",
];

/// Tables that hold this machine's own moment: sessions, and sign-ins under way, are not carried over.
pub const NOT_CARRIED: &[&str] = &["session", "openid_attempt"];

/// How a column is typed, as far as it matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Integer,
    Real,
    Boolean,
    Date,
    Bytes,
    Text,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    name: String,
    kind: Kind,
}

impl Kind {
    fn of(declared: &str) -> Self {
        match declared.to_ascii_lowercase().as_str() {
            "boolean" => Self::Boolean,
            "date" => Self::Date,
            "double precision" => Self::Real,
            "blob" | "bytea" => Self::Bytes,
            kind if kind.contains("int") => Self::Integer,
            _ => Self::Text,
        }
    }
}

/// The tables that are there, the migrations' own left out.
pub async fn table_names(tx: &mut Tx) -> Result<Vec<String>, Internal> {
    let sql = match tx.engine() {
        Engine::Sqlite => {
            "select name from sqlite_master
              where type = 'table' and name <> 'migration' and name not like 'sqlite_%' and name not like 'search_fts%'
              order by name"
        }
        Engine::Postgres => {
            "select cast(table_name as text) from information_schema.tables
              where table_schema = current_schema() and table_type = 'BASE TABLE' and table_name <> 'migration'
              order by table_name"
        }
    };
    tx.all(sql, &[], only).await
}

/// The columns of a table, in order; those that the database computes are left out.
pub async fn columns(tx: &mut Tx, table: &str) -> Result<Vec<Column>, Internal> {
    let sql = match tx.engine() {
        Engine::Sqlite => "select name, type from pragma_table_info($1) order by cid",
        Engine::Postgres => {
            "select cast(column_name as text), cast(data_type as text) from information_schema.columns
              where table_schema = current_schema() and table_name = $1 and is_generated = 'NEVER'
              order by ordinal_position"
        }
    };
    tx.all(sql, params![table], |row| {
        Ok(Column { name: row.take()?, kind: Kind::of(&row.take::<String>()?) })
    })
    .await
}

/// Hands every row of a table, as a JSON object, to `each`, in the order of its key.
pub async fn each_row(
    tx: &mut Tx,
    table: &str,
    columns: &[Column],
    mut each: impl FnMut(Map<String, Json>) -> Result<(), Internal>,
) -> Result<(), Internal> {
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let sql =
        format!("select {} from {table} order by {}", names.join(", "), key(tx, table).await?.join(", "));
    tx.each(&sql, &[], |row| {
        let mut object = Map::new();
        for column in columns {
            let value = match column.kind {
                Kind::Integer => row.take::<Option<i64>>()?.map_or(Json::Null, Json::from),
                // As text: JSON knows no infinity, and its readers round the last digit.
                Kind::Real => {
                    row.take::<Option<f64>>()?.map_or(Json::Null, |real| Json::from(real.to_string()))
                }
                Kind::Boolean => row.take::<Option<bool>>()?.map_or(Json::Null, Json::from),
                Kind::Date => {
                    row.take::<Option<NaiveDate>>()?.map_or(Json::Null, |date| Json::from(date.to_string()))
                }
                Kind::Bytes => row
                    .take::<Option<Vec<u8>>>()?
                    .map_or(Json::Null, |bytes| Json::from(crate::audit::hex(&bytes))),
                Kind::Text => row.take::<Option<String>>()?.map_or(Json::Null, Json::from),
            };
            object.insert(column.name.clone(), value);
        }
        each(object)
    })
    .await
}

/// The columns of a table's primary key, in order.
async fn key(tx: &mut Tx, table: &str) -> Result<Vec<String>, Internal> {
    let sql = match tx.engine() {
        Engine::Sqlite => "select name from pragma_table_info($1) where pk > 0 order by pk",
        Engine::Postgres => {
            "select cast(column_name as text)
               from information_schema.key_column_usage as used
               join information_schema.table_constraints as made using (constraint_schema, constraint_name, table_name)
              where used.table_schema = current_schema() and table_name = $1 and constraint_type = 'PRIMARY KEY'
              order by ordinal_position"
        }
    };
    tx.all(sql, params![table], only).await
}

/// Puts rows back as they were. Columns that the backup does not know keep their defaults.
pub async fn insert(
    tx: &mut Tx,
    table: &str,
    columns: &[Column],
    rows: &[Map<String, Json>],
) -> Result<u64, Internal> {
    let Some(first) = rows.first() else { return Ok(0) };
    let known: Vec<&Column> = columns.iter().filter(|column| first.contains_key(&column.name)).collect();
    let names: Vec<&str> = known.iter().map(|column| column.name.as_str()).collect();
    let mut values = Vec::with_capacity(rows.len() * known.len());
    for row in rows {
        for column in &known {
            values.push(value(column, row.get(&column.name).unwrap_or(&Json::Null))?);
        }
    }
    tx.insert_many(table, &names, &values, "").await
}

fn value<'a>(column: &Column, json: &'a Json) -> Result<Value<'a>, Internal> {
    let wrong = || Internal::new(format!("{} does not take {json}", column.name));
    if json.is_null() {
        return Ok(Value::Null);
    }
    Ok(match column.kind {
        Kind::Integer => json.as_i64().ok_or_else(wrong)?.into(),
        Kind::Real => json.as_str().and_then(|text| text.parse::<f64>().ok()).ok_or_else(wrong)?.into(),
        Kind::Boolean => json.as_bool().ok_or_else(wrong)?.into(),
        Kind::Date => json.as_str().and_then(|text| text.parse::<NaiveDate>().ok()).ok_or_else(wrong)?.into(),
        Kind::Bytes => json.as_str().and_then(unhex).ok_or_else(wrong)?.into(),
        Kind::Text => json.as_str().ok_or_else(wrong)?.into(),
    })
}

/// Bytes from lower-case hexadecimal.
fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| Some((digit(*pair.first()?)? << 4) | digit(*pair.get(1)?)?)).collect()
}

/// Lets rows refer to rows that come later, until the transaction ends.
pub async fn defer_references(tx: &mut Tx) -> Result<(), Internal> {
    match tx.engine() {
        Engine::Sqlite => tx.script("pragma defer_foreign_keys = on").await,
        Engine::Postgres => {
            for (table, name) in references(tx).await? {
                tx.script(&format!(
                    "alter table {table} alter constraint {name} deferrable initially deferred"
                ))
                .await?;
            }
            Ok(())
        }
    }
}

/// After the rows are in: references are checked as they were before, and generated keys go on from the highest.
pub async fn settle(tx: &mut Tx) -> Result<(), Internal> {
    if tx.engine() == Engine::Sqlite {
        // The commit would refuse too, but could not say where.
        let sql = "select \"table\", parent from pragma_foreign_key_check limit 1";
        let lost: Option<(String, String)> =
            tx.optional(sql, &[], |row| Ok((row.take()?, row.take()?))).await?;
        return match lost {
            Some((table, parent)) => {
                Err(Internal::new(format!("{table} refers to a row of {parent} that is not there")))
            }
            None => Ok(()),
        };
    }
    tx.script("set constraints all immediate").await?;
    for (table, name) in references(tx).await? {
        tx.script(&format!("alter table {table} alter constraint {name} not deferrable")).await?;
    }
    let generated: Vec<String> = tx
        .all(
            "select cast(table_name as text) from information_schema.columns
              where table_schema = current_schema() and column_name = 'id' and is_identity = 'YES'",
            &[],
            only,
        )
        .await?;
    for table in generated {
        tx.script(&format!(
            "select setval(pg_get_serial_sequence('{table}', 'id'), coalesce(max(id), 1), max(id) is not null) from {table}"
        ))
        .await?;
    }
    Ok(())
}

async fn references(tx: &mut Tx) -> Result<Vec<(String, String)>, Internal> {
    tx.all(
        "select cast(cast(conrelid as regclass) as text), cast(conname as text) from pg_constraint
          where contype = 'f' and connamespace = cast(current_schema() as regnamespace)
          order by 1, 2",
        &[],
        |row| Ok((row.take()?, row.take()?)),
    )
    .await
}
