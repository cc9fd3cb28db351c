//! All SQL of gathered words.

use std::collections::HashMap;

use kit::storage::{Query, Row, Tx};
use kit::{Internal, UnitId, params};

use super::passage::{Passage, Source};
use crate::period::ReportPeriod;
use crate::returns::report::{ReportId, ReportState};

/// A bound list in brackets.
fn push_list<'v, T: Copy + Into<kit::storage::Value<'v>>>(query: &mut Query<'v>, list: &[T]) {
    for (at, one) in list.iter().enumerate() {
        query.push(if at == 0 { "(" } else { ", " }).bind(*one);
    }
    query.push(")");
}

/// The passages of a report, by section and in order.
pub async fn list_passages(tx: &mut Tx, report: ReportId) -> Result<HashMap<String, Vec<Passage>>, Internal> {
    let mut found: HashMap<String, Vec<Passage>> = HashMap::new();
    let rows = tx
        .all(
            "select section, body from narrative_passage where report = $1 order by section, place",
            params![report],
            |row| Ok((row.take::<String>()?, row.take::<String>()?)),
        )
        .await?;
    for (section, body) in rows {
        found.entry(section).or_default().push(Passage { body, sources: Vec::new() });
    }
    let sources = tx
        .all(
            "select section, place, source_report, source_section, source_edition, span_start, span_end, wording
               from narrative_source where report = $1 order by section, place, number",
            params![report],
            |row| Ok((row.take::<String>()?, row.take::<i64>()?, source(row)?)),
        )
        .await?;
    for (section, place, source) in sources {
        let place = usize::try_from(place).map_err(Internal::from_error)?;
        if let Some(passage) = found.get_mut(&section).and_then(|list| list.get_mut(place)) {
            passage.sources.push(source);
        }
    }
    Ok(found)
}

fn source(row: &mut Row<'_>) -> Result<Source, Internal> {
    Ok(Source {
        report: row.take()?,
        section: row.take()?,
        edition: row.take()?,
        start: row.take()?,
        end: row.take()?,
        wording: row.take()?,
    })
}

/// Puts the passages of a section in the place of those before.
pub async fn replace_passages(
    tx: &mut Tx,
    report: ReportId,
    section: &str,
    passages: &[Passage],
) -> Result<(), Internal> {
    for table in ["narrative_source", "narrative_passage"] {
        let sql = format!("delete from {table} where report = $1 and section = $2");
        tx.execute(&sql, params![report, section]).await?;
    }
    for (place, passage) in (0_i64..).zip(passages) {
        tx.execute(
            "insert into narrative_passage (report, section, place, body) values ($1, $2, $3, $4)",
            params![report, section, place, &passage.body],
        )
        .await?;
        for (number, source) in (0_i64..).zip(&passage.sources) {
            tx.execute(
                "insert into narrative_source (report, section, place, number, source_report, source_section,
                                               source_edition, span_start, span_end, wording)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                params![
                    report,
                    section,
                    place,
                    number,
                    source.report,
                    &source.section,
                    source.edition,
                    source.start,
                    source.end,
                    &source.wording
                ],
            )
            .await?;
        }
    }
    Ok(())
}

/// The accepted words of reports as JSON, section → words, with their edition.
pub async fn list_accepted_words(
    tx: &mut Tx,
    reports: &[ReportId],
) -> Result<HashMap<ReportId, (i64, String)>, Internal> {
    let mut found = HashMap::new();
    for some in reports.chunks(500) {
        let mut query = Query::new(
            "select e.report, e.edition, e.words from report_edition e
               join report r on r.id = e.report and r.accepted_edition = e.edition where e.report in ",
        );
        push_list(&mut query, some);
        tx.each(query.sql(), query.params(), |row| {
            found.insert(row.take()?, (row.take()?, row.take()?));
            Ok(())
        })
        .await?;
    }
    Ok(found)
}

/// The words of reports as they are being written: report, section, words.
pub async fn list_present_words(
    tx: &mut Tx,
    reports: &[ReportId],
) -> Result<Vec<(ReportId, String, String)>, Internal> {
    let mut found = Vec::new();
    for some in reports.chunks(500) {
        let mut query = Query::new("select report, section, body from report_text where report in ");
        push_list(&mut query, some);
        query.push(" order by report, section");
        let rows =
            tx.all(query.sql(), query.params(), |row| Ok((row.take()?, row.take()?, row.take()?))).await?;
        found.extend(rows);
    }
    Ok(found)
}

/// A report that sentences come from.
#[derive(Debug, Clone)]
pub struct SourceReport {
    pub id: ReportId,
    pub unit: UnitId,
    pub period: ReportPeriod,
    pub regime: String,
    pub state: ReportState,
    pub edition: i64,
    pub accepted_edition: i64,
}

pub async fn list_source_reports(tx: &mut Tx, reports: &[ReportId]) -> Result<Vec<SourceReport>, Internal> {
    let mut found = Vec::new();
    for some in reports.chunks(500) {
        let mut query = Query::new(
            "select id, unit, period, regime, state, edition, accepted_edition from report where id in ",
        );
        push_list(&mut query, some);
        let rows = tx
            .all(query.sql(), query.params(), |row| {
                Ok(SourceReport {
                    id: row.take()?,
                    unit: row.take()?,
                    period: ReportPeriod::from_key(row.take()?)
                        .ok_or_else(|| Internal::new("report: no such period"))?,
                    regime: row.take()?,
                    state: ReportState::from_code(&row.take::<String>()?)
                        .ok_or_else(|| Internal::new("report: no such state"))?,
                    edition: row.take()?,
                    accepted_edition: row.take()?,
                })
            })
            .await?;
        found.extend(rows);
    }
    Ok(found)
}
