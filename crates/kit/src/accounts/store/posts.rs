//! SQL of posts and of who holds them.

use chrono::NaiveDate;

use crate::accounts::Seat;
use crate::error::Internal;
use crate::id::{AccountId, PostId, UnitId};
use crate::permission::{Role, Scope};
use crate::storage::{Row, Tx, only};

/// A new post: a role over the subtree of `scope_unit`, seated in `unit`.
pub struct NewPost<'a> {
    pub unit: UnitId,
    pub scope_unit: UnitId,
    pub role: Role,
    pub title: &'a str,
    pub valid_from: NaiveDate,
}

pub async fn insert_post(tx: &mut Tx, new: &NewPost<'_>) -> Result<PostId, Internal> {
    tx.one(
        "insert into post (unit, scope_unit, role, title, valid_from)
         values ($1, $2, $3, $4, $5)
         returning id",
        params![new.unit, new.scope_unit, new.role.code(), new.title, new.valid_from],
        only,
    )
    .await
}

pub async fn insert_holding(
    tx: &mut Tx,
    post: PostId,
    account: AccountId,
    stand_in_reason: Option<&str>,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
) -> Result<i64, Internal> {
    tx.one(
        "insert into post_holding (post, account, is_stand_in, reason, valid_from, valid_to)
         values ($1, $2, $3, $4, $5, $6)
         returning id",
        params![
            post,
            account,
            stand_in_reason.is_some(),
            stand_in_reason.unwrap_or(""),
            valid_from,
            valid_to
        ],
        only,
    )
    .await
}

/// Ends a holding on a day (exclusive); says whether it was still open.
pub async fn end_holding(tx: &mut Tx, holding: i64, valid_to: NaiveDate) -> Result<bool, Internal> {
    let touched = tx
        .execute(
            "update post_holding set valid_to = $2 where id = $1 and (valid_to is null or valid_to > $2)",
            params![holding, valid_to],
        )
        .await?;
    Ok(touched == 1)
}

/// The tops of what an account sees today or will see later, by its posts.
pub async fn list_coming_scopes(
    tx: &mut Tx,
    account: AccountId,
    today: NaiveDate,
) -> Result<Vec<UnitId>, Internal> {
    tx.all(
        "select distinct p.scope_unit
           from post_holding h
           join post p on p.id = h.post
          where h.account = $1
            and (h.valid_to is null or h.valid_to > $2)
            and (p.valid_to is null or p.valid_to > $2)",
        params![account, today],
        only,
    )
    .await
}

/// The seats an account may act from on a day: own posts first, then those it stands in for. A dissolved unit seats nobody, and
/// nobody acts over one. A post over the top sees everything only where nothing else stands beside it.
pub async fn list_seats(tx: &mut Tx, account: AccountId, today: NaiveDate) -> Result<Vec<Seat>, Internal> {
    let sql = format!(
        "select {SEAT}
           from account a
           {SEATS}
          where a.id = $1
          order by h.is_stand_in, h.id"
    );
    let seats = tx.all(&sql, params![account, today], seat).await?;
    Ok(seats.into_iter().flatten().collect())
}

/// What [`seat`] reads, from [`SEATS`].
pub(super) const SEAT: &str = "p.id, p.role, p.title, p.unit, u.name, u.short_name, p.scope_unit,
        s.parent is null
        and not exists (select 1 from unit o
                         where o.parent is null and o.id <> s.id and (o.valid_to is null or o.valid_to > $2)),
        h.is_stand_in, s.id is not null and u.id is not null";

/// Joins to `account a` what it holds on the day `$2`. Outer joins, so that an account without a seat has a row too.
pub(super) const SEATS: &str = "left join post_holding h
             on h.account = a.id and h.valid_from <= $2 and (h.valid_to is null or h.valid_to > $2)
           left join post p on p.id = h.post and p.valid_from <= $2 and (p.valid_to is null or p.valid_to > $2)
           left join unit u on u.id = p.unit and (u.valid_to is null or u.valid_to > $2)
           left join unit s on s.id = p.scope_unit and (s.valid_to is null or s.valid_to > $2)";

/// A seat, or `None` where one of the joins found nothing for the day.
pub(super) fn seat(row: &mut Row<'_>) -> Result<Option<Seat>, Internal> {
    let post: Option<PostId> = row.take()?;
    let role: Option<String> = row.take()?;
    let title: Option<String> = row.take()?;
    let unit: Option<UnitId> = row.take()?;
    let unit_name: Option<String> = row.take()?;
    let unit_short_name: Option<String> = row.take()?;
    let root: Option<UnitId> = row.take()?;
    let (is_everything, is_stand_in): (Option<bool>, Option<bool>) = (row.take()?, row.take()?);
    let is_seat: bool = row.take()?;
    let (true, Some(post), Some(role), Some(title), Some(unit), Some(unit_name), Some(root)) =
        (is_seat, post, role, title, unit, unit_name, root)
    else {
        return Ok(None);
    };
    let role = Role::from_code(&role).ok_or_else(|| Internal::new(format!("unknown role {role}")))?;
    let scope = Scope { root, is_everything: is_everything.unwrap_or(false) };
    let unit_short_name = unit_short_name.unwrap_or_else(|| unit_name.clone());
    Ok(Some(Seat {
        post,
        role,
        title,
        unit,
        unit_name,
        unit_short_name,
        scope,
        is_stand_in: is_stand_in.unwrap_or(false),
    }))
}

/// Whether `unit` lies in the subtree of `ancestor`, at any time.
pub async fn is_below(tx: &mut Tx, ancestor: UnitId, unit: UnitId) -> Result<bool, Internal> {
    let found = tx
        .optional(
            "select 1 from unit_path where descendant = $1 and ancestor = $2 limit 1",
            params![unit, ancestor],
            only::<i64>,
        )
        .await?;
    Ok(found.is_some())
}
