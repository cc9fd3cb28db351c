//! Forms and their versions.

use chrono::NaiveDate;
use kit::clock::Instant;
use kit::storage::{Row, Tx, only};
use kit::{Internal, params};

use crate::returns::form::{Check, FormId, ReportForm};

const COLUMNS: &str = "id, code, name_vi, name_en, sections, checks, valid_from, valid_to";

fn form(row: &mut Row<'_>) -> Result<ReportForm, Internal> {
    Ok(ReportForm {
        id: row.take()?,
        code: row.take()?,
        name_vi: row.take()?,
        name_en: row.take()?,
        sections: serde_json::from_str(&row.take::<String>()?).map_err(Internal::from_error)?,
        checks: row.take::<String>()?.lines().filter_map(Check::parse).collect(),
        valid_from: row.take()?,
        valid_to: row.take()?,
    })
}

/// All versions, newest first within a code.
pub async fn list_forms(tx: &mut Tx) -> Result<Vec<ReportForm>, Internal> {
    let sql = format!("select {COLUMNS} from report_form order by code, valid_from desc");
    tx.all(&sql, &[], form).await
}

pub async fn find_form(tx: &mut Tx, id: FormId) -> Result<Option<ReportForm>, Internal> {
    tx.optional(&format!("select {COLUMNS} from report_form where id = $1"), params![id], form).await
}

/// The version that holds on a day.
pub async fn form_on(tx: &mut Tx, code: &str, day: NaiveDate) -> Result<Option<ReportForm>, Internal> {
    let sql = format!(
        "select {COLUMNS} from report_form
          where code = $1 and valid_from <= $2 and (valid_to is null or valid_to > $2)"
    );
    tx.optional(&sql, params![code, day], form).await
}

pub async fn insert_form(tx: &mut Tx, form: &ReportForm, now: Instant) -> Result<FormId, Internal> {
    let sections = serde_json::to_string(&form.sections).map_err(Internal::from_error)?;
    let checks: Vec<String> = form.checks.iter().map(ToString::to_string).collect();
    tx.one(
        "insert into report_form (code, name_vi, name_en, sections, checks, valid_from, valid_to, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8) returning id",
        params![
            &form.code,
            &form.name_vi,
            &form.name_en,
            sections,
            checks.join("\n"),
            form.valid_from,
            form.valid_to,
            now
        ],
        only,
    )
    .await
}

/// Ends the version that holds, on the day the next one begins.
pub async fn end_form(tx: &mut Tx, id: FormId, day: NaiveDate) -> Result<(), Internal> {
    tx.execute("update report_form set valid_to = $2 where id = $1", params![id, day]).await?;
    Ok(())
}
