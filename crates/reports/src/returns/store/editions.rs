//! What was accepted, edition by edition, and which edition went into which report above.

use std::collections::{BTreeMap, HashMap};

use kit::clock::Instant;
use kit::storage::{Query, Tx};
use kit::{AccountId, Internal, UnitId, params};

use crate::cells::Cells;
use crate::period::ReportPeriod;
use crate::returns::report::ReportId;
use crate::store::figures::damaged;

/// An accepted edition: its figures and words as they stood.
#[derive(Debug, Clone)]
pub struct Edition {
    pub edition: i64,
    pub reason: String,
    pub cells: Cells,
    /// JSON: section → words.
    pub words: String,
    pub accepted_at: Instant,
}

pub async fn list_editions(tx: &mut Tx, report: ReportId) -> Result<Vec<Edition>, Internal> {
    tx.all(
        "select edition, reason, cells, words, accepted_at from report_edition where report = $1 order by edition",
        params![report],
        |row| {
            Ok(Edition {
                edition: row.take()?,
                reason: row.take()?,
                cells: Cells::unpack(&row.take::<Vec<u8>>()?).map_err(damaged)?,
                words: row.take()?,
                accepted_at: row.take()?,
            })
        },
    )
    .await
}

pub async fn insert_edition(
    tx: &mut Tx,
    report: ReportId,
    edition: &Edition,
    by: AccountId,
) -> Result<(), Internal> {
    tx.execute(
        "insert into report_edition (report, edition, reason, cells, words, accepted_at, accepted_by)
         values ($1, $2, $3, $4, $5, $6, $7)",
        params![
            report,
            edition.edition,
            &edition.reason,
            edition.cells.pack(),
            &edition.words,
            edition.accepted_at,
            by
        ],
    )
    .await?;
    Ok(())
}

/// What a report told when it was sent.
#[derive(Debug, Clone, Default)]
pub struct Sent {
    /// The unit's own figures with what was accepted below, and the latter alone.
    pub whole: Cells,
    pub below: Cells,
    /// What the modules counted, by indicator.
    pub published: BTreeMap<String, i64>,
    /// Figures of other units and periods that the words name, by the token as written.
    pub named: HashMap<String, Option<i64>>,
}

/// Keeps what a report tells as it is sent; sent again, the newer stands.
pub async fn put_sent(
    tx: &mut Tx,
    (report, edition): (ReportId, i64),
    sent: &Sent,
    now: Instant,
) -> Result<(), Internal> {
    let published = serde_json::to_string(&sent.published).map_err(Internal::from_error)?;
    let named = serde_json::to_string(&sent.named).map_err(Internal::from_error)?;
    tx.execute(
        "insert into report_sent (report, edition, whole, below, published, named, sent_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (report, edition) do update
            set whole = excluded.whole, below = excluded.below, published = excluded.published,
                named = excluded.named, sent_at = excluded.sent_at",
        params![report, edition, sent.whole.pack(), sent.below.pack(), published, named, now],
    )
    .await?;
    Ok(())
}

/// What an edition told when it was sent last.
pub async fn find_sent(tx: &mut Tx, report: ReportId, edition: i64) -> Result<Option<Sent>, Internal> {
    tx.optional(
        "select whole, below, published, named from report_sent where report = $1 and edition = $2",
        params![report, edition],
        |row| {
            Ok(Sent {
                whole: Cells::unpack(&row.take::<Vec<u8>>()?).map_err(damaged)?,
                below: Cells::unpack(&row.take::<Vec<u8>>()?).map_err(damaged)?,
                published: serde_json::from_str(&row.take::<String>()?).map_err(Internal::from_error)?,
                named: serde_json::from_str(&row.take::<String>()?).map_err(Internal::from_error)?,
            })
        },
    )
    .await
}

/// A report below that another one took in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    pub upper: ReportId,
    pub lower: ReportId,
    pub unit: UnitId,
    pub period: ReportPeriod,
    pub regime: String,
    /// The edition that was taken, and the newest accepted now.
    pub taken: i64,
    pub accepted: i64,
    pub reason: String,
    pub accepted_at: Option<Instant>,
}

impl Use {
    /// What was taken has been restated since.
    pub fn is_restated(&self) -> bool {
        self.accepted > self.taken
    }
}

const USES: &str =
    "select x.upper_report, x.lower_report, r.unit, r.period, r.regime, x.lower_edition, r.accepted_edition,
                           coalesce(e.reason, ''), e.accepted_at
                      from report_use x
                      join report r on r.id = x.lower_report
                      left join report_edition e on e.report = r.id and e.edition = r.accepted_edition
                     where x.upper_report in (";

/// What some reports took in.
pub async fn list_uses(tx: &mut Tx, uppers: &[ReportId]) -> Result<Vec<Use>, Internal> {
    let mut found = Vec::new();
    for some in uppers.chunks(500) {
        let mut query = Query::new(USES);
        for (at, upper) in some.iter().enumerate() {
            query.push(if at == 0 { "" } else { ", " }).bind(*upper);
        }
        query.push(") order by r.unit");
        let rows = tx
            .all(query.sql(), query.params(), |row| {
                Ok(Use {
                    upper: row.take()?,
                    lower: row.take()?,
                    unit: row.take()?,
                    period: ReportPeriod::from_key(row.take()?)
                        .ok_or_else(|| Internal::new("report: no such period"))?,
                    regime: row.take()?,
                    taken: row.take()?,
                    accepted: row.take()?,
                    reason: row.take()?,
                    accepted_at: row.take()?,
                })
            })
            .await?;
        found.extend(rows);
    }
    Ok(found)
}

pub async fn put_use(
    tx: &mut Tx,
    (upper, upper_edition): (ReportId, i64),
    (lower, lower_edition): (ReportId, i64),
    now: Instant,
) -> Result<(), Internal> {
    tx.execute(
        "insert into report_use (upper_report, upper_edition, lower_report, lower_edition, taken_at)
         values ($1, $2, $3, $4, $5)
         on conflict (upper_report, lower_report)
         do update set upper_edition = excluded.upper_edition, lower_edition = excluded.lower_edition,
                       taken_at = excluded.taken_at",
        params![upper, upper_edition, lower, lower_edition, now],
    )
    .await?;
    Ok(())
}

/// The reports that took one in, with their units.
pub async fn list_users(tx: &mut Tx, lower: ReportId) -> Result<Vec<(ReportId, UnitId, i64)>, Internal> {
    tx.all(
        "select x.upper_report, r.unit, x.lower_edition from report_use x join report r on r.id = x.upper_report
          where x.lower_report = $1 order by x.upper_report",
        params![lower],
        |row| Ok((row.take()?, row.take()?, row.take()?)),
    )
    .await
}
