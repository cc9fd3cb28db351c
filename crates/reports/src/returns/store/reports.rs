//! Reports and their states.

use chrono::NaiveDate;
use kit::clock::Instant;
use kit::storage::{Engine, Query, Row, Tx, only};
use kit::{AccountId, Internal, UnitId, params};

use crate::period::ReportPeriod;
use crate::returns::form::FormId;
use crate::returns::report::{ReportId, ReportState};

/// A report as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub id: ReportId,
    pub unit: UnitId,
    pub period: ReportPeriod,
    pub regime: String,
    pub form: Option<FormId>,
    pub state: ReportState,
    /// 1, and one more for every correction.
    pub edition: i64,
    pub reason: String,
    /// Counts every act.
    pub version: i64,
    /// JSON: the units below that had sent nothing acceptable.
    pub missing: String,
    pub paper_kind: String,
    pub paper: Option<i64>,
    pub first_sent_at: Option<Instant>,
    pub submitted_at: Option<Instant>,
    pub submitted_by: Option<AccountId>,
    pub accepted_at: Option<Instant>,
    pub accepted_edition: i64,
}

const COLUMNS: &str = "id, unit, period, regime, form, state, edition, reason, version, missing, paper_kind, paper, \
                       first_sent_at, submitted_at, submitted_by, accepted_at, accepted_edition";

fn report(row: &mut Row<'_>) -> Result<Report, Internal> {
    Ok(Report {
        id: row.take()?,
        unit: row.take()?,
        period: ReportPeriod::from_key(row.take()?).ok_or_else(|| Internal::new("report: no such period"))?,
        regime: row.take()?,
        form: row.take()?,
        state: ReportState::from_code(&row.take::<String>()?)
            .ok_or_else(|| Internal::new("report: no such state"))?,
        edition: row.take()?,
        reason: row.take()?,
        version: row.take()?,
        missing: row.take()?,
        paper_kind: row.take()?,
        paper: row.take()?,
        first_sent_at: row.take()?,
        submitted_at: row.take()?,
        submitted_by: row.take()?,
        accepted_at: row.take()?,
        accepted_edition: row.take()?,
    })
}

pub async fn find_report(tx: &mut Tx, id: ReportId) -> Result<Option<Report>, Internal> {
    tx.optional(&format!("select {COLUMNS} from report where id = $1"), params![id], report).await
}

pub async fn find_report_of(
    tx: &mut Tx,
    unit: UnitId,
    period: ReportPeriod,
    regime: &str,
) -> Result<Option<Report>, Internal> {
    let sql = format!("select {COLUMNS} from report where unit = $1 and period = $2 and regime = $3");
    tx.optional(&sql, params![unit, period.key(), regime], report).await
}

/// A report that nobody else moves until the transaction ends.
pub async fn hold_report(tx: &mut Tx, id: ReportId) -> Result<Option<Report>, Internal> {
    let lock = if tx.engine() == Engine::Postgres { " for update" } else { "" };
    tx.optional(&format!("select {COLUMNS} from report where id = $1{lock}"), params![id], report).await
}

/// All reports of a period.
pub async fn list_reports(tx: &mut Tx, period: ReportPeriod) -> Result<Vec<Report>, Internal> {
    let sql = format!("select {COLUMNS} from report where period = $1");
    tx.all(&sql, params![period.key()], report).await
}

/// The reports of units and a period, under all regimes.
pub async fn list_reports_of(
    tx: &mut Tx,
    units: &[UnitId],
    period: ReportPeriod,
) -> Result<Vec<Report>, Internal> {
    let mut found = Vec::new();
    for some in units.chunks(500) {
        let mut query = Query::new("select ");
        query.push(COLUMNS).push(" from report where period = ").bind(period.key()).push(" and unit in (");
        for (at, unit) in some.iter().enumerate() {
            query.push(if at == 0 { "" } else { ", " }).bind(*unit);
        }
        query.push(")");
        found.extend(tx.all(query.sql(), query.params(), report).await?);
    }
    Ok(found)
}

/// Opens a report. Two may be first at once: whoever comes second finds the other's.
pub async fn open_report(
    tx: &mut Tx,
    unit: UnitId,
    period: ReportPeriod,
    regime: &str,
    form: Option<FormId>,
    now: Instant,
) -> Result<Option<ReportId>, Internal> {
    tx.optional(
        "insert into report (unit, period, regime, form, state, opened_at) values ($1, $2, $3, $4, 'draft', $5)
         on conflict (period, unit, regime) do nothing returning id",
        params![unit, period.key(), regime, form, now],
        only,
    )
    .await
}

/// Puts what a move changes, and counts it.
pub async fn put_report(
    tx: &mut Tx,
    report: &Report,
    accepted_by: Option<AccountId>,
    now: Instant,
) -> Result<(), Internal> {
    let locked_at = (report.state == ReportState::Locked).then_some(now);
    tx.execute(
        "update report set state = $2, edition = $3, reason = $4, version = version + 1, missing = $5, paper_kind = $6,
                paper = $7, first_sent_at = $8, submitted_at = $9, submitted_by = $10, accepted_at = $11,
                accepted_by = $12, accepted_edition = $13, locked_at = $14
          where id = $1",
        params![
            report.id,
            report.state.code(),
            report.edition,
            &report.reason,
            &report.missing,
            &report.paper_kind,
            report.paper,
            report.first_sent_at,
            report.submitted_at,
            report.submitted_by,
            report.accepted_at,
            accepted_by,
            report.accepted_edition,
            locked_at
        ],
    )
    .await?;
    Ok(())
}

/// Who accepted the present edition.
pub async fn accepted_by(tx: &mut Tx, id: ReportId) -> Result<Option<AccountId>, Internal> {
    tx.one("select accepted_by from report where id = $1", params![id], only).await
}

/// Units that have typed at least one figure for a period.
pub async fn list_units_with_figures(tx: &mut Tx, period: ReportPeriod) -> Result<Vec<UnitId>, Internal> {
    tx.all("select unit from report_value where period = $1 and is_accepted = 0", params![period.key()], only)
        .await
}

/// A paper that somebody names: its title and its unit.
pub async fn find_paper(tx: &mut Tx, kind: &str, id: i64) -> Result<Option<(String, UnitId)>, Internal> {
    let sql = match kind {
        "document" => {
            "select case when abstract = '' then symbol else abstract end, unit from document where id = $1"
        }
        "plan" => "select title, unit from plan where id = $1",
        _ => return Ok(None),
    };
    tx.optional(sql, params![id], |row| Ok((row.take()?, row.take()?))).await
}

/// A reminder of a unit's report; by nobody when the calendar reminds.
pub async fn insert_reminder(
    tx: &mut Tx,
    (unit, period, regime): (UnitId, ReportPeriod, &str),
    by: Option<AccountId>,
    now: Instant,
) -> Result<(), Internal> {
    tx.execute(
        "insert into report_reminder (unit, period, regime, sent_at, sent_by) values ($1, $2, $3, $4, $5)",
        params![unit, period.key(), regime, now, by],
    )
    .await?;
    Ok(())
}

/// When each unit was last reminded of what it owes for a period.
pub async fn list_reminders(
    tx: &mut Tx,
    period: ReportPeriod,
) -> Result<Vec<(UnitId, String, Instant)>, Internal> {
    tx.all(
        "select unit, regime, max(sent_at) from report_reminder where period = $1 group by unit, regime",
        params![period.key()],
        |row| Ok((row.take()?, row.take()?, row.take()?)),
    )
    .await
}

/// When a unit was last reminded of each report: by period key and regime.
pub async fn list_reminders_of(tx: &mut Tx, unit: UnitId) -> Result<Vec<(i64, String, Instant)>, Internal> {
    tx.all(
        "select period, regime, max(sent_at) from report_reminder where unit = $1 group by period, regime",
        params![unit],
        |row| Ok((row.take()?, row.take()?, row.take()?)),
    )
    .await
}

/// The reports of a unit for the years from a period's on, newest periods first.
pub async fn list_reports_since(
    tx: &mut Tx,
    unit: UnitId,
    since: ReportPeriod,
) -> Result<Vec<Report>, Internal> {
    let sql =
        format!("select {COLUMNS} from report where unit = $1 and period >= $2 order by period desc, id");
    tx.all(&sql, params![unit, since.key() / 100 * 100], report).await
}

/// Reports sent by the units that hang directly under a unit, oldest first: some of them with their units' names, and how many
/// there are. Those that rise within a member organisation go to another desk.
pub async fn list_waiting(
    tx: &mut Tx,
    unit: UnitId,
    today: NaiveDate,
    most: usize,
) -> Result<(Vec<(Report, String)>, usize), Internal> {
    let sql = format!(
        "select {COLUMNS}, (select v.name from unit_version v where v.unit = report.unit and v.parent = $1
                              and v.valid_from <= $2 and (v.valid_to is null or v.valid_to > $2))
           from report
          where state = 'submitted'
            and unit in (select v.unit from unit_version v where v.parent = $1 and v.valid_from <= $2
                            and (v.valid_to is null or v.valid_to > $2))
            and regime not in (select code from reporting_regime where line = 'own_chain')
          order by submitted_at, id"
    );
    let mut found = tx
        .all(&sql, params![unit, today], |row| {
            Ok((report(row)?, row.take::<Option<String>>()?.unwrap_or_default()))
        })
        .await?;
    let count = found.len();
    found.truncate(most);
    Ok((found, count))
}

/// What people are called.
pub async fn list_account_names(
    tx: &mut Tx,
    accounts: &[AccountId],
) -> Result<std::collections::HashMap<AccountId, String>, Internal> {
    let mut found = std::collections::HashMap::new();
    for some in accounts.chunks(500) {
        let mut query = Query::new("select id, name from account where id in (");
        for (at, account) in some.iter().enumerate() {
            query.push(if at == 0 { "" } else { ", " }).bind(*account);
        }
        query.push(")");
        tx.each(query.sql(), query.params(), |row| {
            found.insert(row.take()?, row.take()?);
            Ok(())
        })
        .await?;
    }
    Ok(found)
}
