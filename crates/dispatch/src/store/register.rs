//! Numbers, years, series, authority to sign.

use chrono::NaiveDate;
use kit::permission::Role;
use kit::storage::{Tx, only};
use kit::{AccountId, Instant, Internal, UnitId, params};
use serde::Serialize;
use utoipa::ToSchema;

use super::known;
use crate::OutgoingId;
use crate::paper::Series;

/// How a unit numbers.
pub async fn find_series(tx: &mut Tx, unit: UnitId) -> Result<Series, Internal> {
    let sql = "select series from register_setting where unit = $1";
    Ok(tx.optional(sql, params![unit], |row| known(row, Series::from_code)).await?.unwrap_or_default())
}

pub async fn put_series(tx: &mut Tx, unit: UnitId, series: Series) -> Result<(), Internal> {
    tx.execute(
        "insert into register_setting (unit, series) values ($1, $2)
         on conflict (unit) do update set series = excluded.series",
        params![unit, series.code()],
    )
    .await?;
    Ok(())
}

/// Holds a unit's register of a year until the transaction ends: others who number or close it wait. When it was closed.
pub async fn hold_year(tx: &mut Tx, unit: UnitId, year: i64) -> Result<Option<Instant>, Internal> {
    tx.one(
        "insert into register_year (unit, year) values ($1, $2)
         on conflict (unit, year) do update set year = excluded.year
         returning closed_at",
        params![unit, year],
        only,
    )
    .await
}

pub async fn update_closed(
    tx: &mut Tx,
    unit: UnitId,
    year: i64,
    by: AccountId,
    now: Instant,
) -> Result<(), Internal> {
    tx.execute(
        "update register_year set closed_at = $3, closed_by = $4 where unit = $1 and year = $2",
        params![unit, year, now, by],
    )
    .await?;
    Ok(())
}

/// When a unit's register of a year was closed.
pub async fn find_closed(tx: &mut Tx, unit: UnitId, year: i64) -> Result<Option<Instant>, Internal> {
    let sql = "select closed_at from register_year where unit = $1 and year = $2";
    Ok(tx.optional(sql, params![unit, year], only).await?.flatten())
}

/// The next number of a series; the year is held.
pub async fn next_number(tx: &mut Tx, unit: UnitId, year: i64, series: &str) -> Result<i64, Internal> {
    tx.one(
        "insert into register_counter (unit, year, series, last) values ($1, $2, $3, 1)
         on conflict (unit, year, series) do update set last = register_counter.last + 1
         returning last",
        params![unit, year, series],
        only,
    )
    .await
}

/// A number that was taken.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Taken {
    pub series: String,
    pub number: i64,
    /// `given`, `reserved` or `cancelled`.
    pub state: String,
    #[schema(value_type = Option<i64>)]
    pub outgoing: Option<OutgoingId>,
    pub reason: String,
    pub by: String,
    pub at: Instant,
}

/// A number about to be taken.
pub struct NewNumber<'a> {
    pub unit: UnitId,
    pub year: i64,
    pub series: &'a str,
    pub number: i64,
    pub state: &'a str,
    pub outgoing: Option<OutgoingId>,
    pub reason: &'a str,
    pub account: AccountId,
    pub now: Instant,
}

pub async fn insert_number(tx: &mut Tx, new: &NewNumber<'_>) -> Result<(), Internal> {
    tx.execute(
        "insert into register_number (unit, year, series, number, state, outgoing, reason, account, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            new.unit,
            new.year,
            new.series,
            new.number,
            new.state,
            new.outgoing,
            new.reason,
            new.account,
            new.now
        ],
    )
    .await?;
    Ok(())
}

/// Gives a reserved number to a paper, or cancels it with a reason; false when it was not reserved.
pub async fn update_reserved(
    tx: &mut Tx,
    unit: UnitId,
    year: i64,
    series: &str,
    number: i64,
    outgoing: Option<OutgoingId>,
    reason: &str,
) -> Result<bool, Internal> {
    let state = if outgoing.is_some() { "given" } else { "cancelled" };
    let touched = tx
        .execute(
            "update register_number set state = $5, outgoing = $6,
                    reason = case when $7 = '' then reason else $7 end
              where unit = $1 and year = $2 and series = $3 and number = $4 and state = 'reserved'",
            params![unit, year, series, number, state, outgoing, reason],
        )
        .await?;
    Ok(touched == 1)
}

/// A paper was given up after it had a number: the number stays, cancelled.
pub async fn update_cancelled(tx: &mut Tx, outgoing: OutgoingId, reason: &str) -> Result<(), Internal> {
    tx.execute(
        "update register_number set state = 'cancelled', reason = $2 where outgoing = $1",
        params![outgoing, reason],
    )
    .await?;
    Ok(())
}

/// All numbers of a unit's year, by series.
pub async fn list_numbers(tx: &mut Tx, unit: UnitId, year: i64) -> Result<Vec<Taken>, Internal> {
    tx.all(
        "select n.series, n.number, n.state, n.outgoing, n.reason, a.name, n.at
           from register_number n join account a on a.id = n.account
          where n.unit = $1 and n.year = $2 order by n.series, n.number",
        params![unit, year],
        |row| {
            Ok(Taken {
                series: row.take()?,
                number: row.take()?,
                state: row.take()?,
                outgoing: row.take()?,
                reason: row.take()?,
                by: row.take()?,
                at: row.take()?,
            })
        },
    )
    .await
}

/// How far each series of a unit's year has counted.
pub async fn list_counters(tx: &mut Tx, unit: UnitId, year: i64) -> Result<Vec<(String, i64)>, Internal> {
    tx.all(
        "select series, last from register_counter where unit = $1 and year = $2 order by series",
        params![unit, year],
        |row| Ok((row.take()?, row.take()?)),
    )
    .await
}

/// A right to sign, with its days.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Authority {
    pub id: i64,
    /// A template's name; empty for every kind.
    pub template: String,
    /// The code of a role.
    #[schema(value_type = String)]
    #[serde(serialize_with = "role_code")]
    pub role: Role,
    pub valid_from: NaiveDate,
    /// The first day on which it no longer holds.
    pub valid_to: Option<NaiveDate>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn role_code<S: serde::Serializer>(role: &Role, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(role.code())
}

/// What a unit has set, the newest last.
pub async fn list_authorities(tx: &mut Tx, unit: UnitId) -> Result<Vec<Authority>, Internal> {
    tx.all(
        "select id, template, role, valid_from, valid_to from sign_authority where unit = $1 order by id",
        params![unit],
        |row| {
            Ok(Authority {
                id: row.take()?,
                template: row.take()?,
                role: known(row, Role::from_code)?,
                valid_from: row.take()?,
                valid_to: row.take()?,
            })
        },
    )
    .await
}

pub async fn insert_authority(
    tx: &mut Tx,
    unit: UnitId,
    template: &str,
    role: Role,
    from: NaiveDate,
    account: AccountId,
    now: Instant,
) -> Result<i64, Internal> {
    tx.one(
        "insert into sign_authority (unit, template, role, valid_from, account, at) values ($1, $2, $3, $4, $5, $6) returning id",
        params![unit, template, role.code(), from, account, now],
        only,
    )
    .await
}

/// Ends a right; false when it is not this unit's or has ended.
pub async fn update_authority_end(
    tx: &mut Tx,
    unit: UnitId,
    id: i64,
    end: NaiveDate,
) -> Result<bool, Internal> {
    let touched = tx
        .execute(
            "update sign_authority set valid_to = $3 where id = $1 and unit = $2 and (valid_to is null or valid_to > $3)",
            params![id, unit, end],
        )
        .await?;
    Ok(touched == 1)
}
