//! Posts and who holds them; accounts as those see them who keep them.

use chrono::NaiveDate;
use kit::clock::Instant;
use kit::permission::Scope;
use kit::storage::{Query, Row, Tx};
use kit::{AccountId, Internal, PostId, UnitId, params};
use serde::Serialize;
use utoipa::ToSchema;

/// One person on one post; a vacant post has no person.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PostRow {
    pub post: PostId,
    pub unit: UnitId,
    pub unit_name: String,
    pub role: String,
    pub title: String,
    /// `None` when nobody holds it.
    pub holding: Option<i64>,
    pub account: Option<AccountId>,
    pub name: Option<String>,
    pub is_stand_in: bool,
    pub reason: String,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
}

const POSTS: &str =
    "select p.id, p.unit, u.name, p.role, p.title, h.id, h.account, a.name, h.is_stand_in, h.reason,
       h.valid_from, h.valid_to
  from post p
  join unit u on u.id = p.unit";

fn post(row: &mut Row<'_>) -> Result<PostRow, Internal> {
    Ok(PostRow {
        post: row.take()?,
        unit: row.take()?,
        unit_name: row.take()?,
        role: row.take()?,
        title: row.take()?,
        holding: row.take()?,
        account: row.take()?,
        name: row.take()?,
        is_stand_in: row.take::<Option<bool>>()?.unwrap_or_default(),
        reason: row.take::<Option<String>>()?.unwrap_or_default(),
        valid_from: row.take()?,
        valid_to: row.take()?,
    })
}

/// The posts of a unit on a day, with those who hold them then.
pub async fn list_posts(tx: &mut Tx, unit: UnitId, on: NaiveDate) -> Result<Vec<PostRow>, Internal> {
    tx.all(
        &format!(
            "{POSTS}
               left join post_holding h
                 on h.post = p.id and h.valid_from <= $2 and (h.valid_to is null or h.valid_to > $2)
               left join account a on a.id = h.account
              where p.unit = $1 and p.valid_from <= $2 and (p.valid_to is null or p.valid_to > $2)
              order by p.id, h.is_stand_in, h.id"
        ),
        params![unit, on],
        post,
    )
    .await
}

/// What a person holds, held and will hold, within a scope; newest first.
pub async fn list_holdings(tx: &mut Tx, scope: Scope, account: AccountId) -> Result<Vec<PostRow>, Internal> {
    let mut query = Query::new(&format!(
        "{POSTS} join post_holding h on h.post = p.id join account a on a.id = h.account where h.account = "
    ));
    query.bind(account);
    scope.restrict(&mut query, "p.unit");
    query.push(" order by h.id desc");
    tx.all(query.sql(), query.params(), post).await
}

/// Only posts whose own scope lies within the keeper's: nobody keeps more than they have.
fn restrict_posts(scope: Scope, query: &mut Query<'_>) {
    scope.restrict(query, "p.unit");
    scope.restrict(query, "p.scope_unit");
}

/// One holding within a scope.
pub async fn find_holding(tx: &mut Tx, scope: Scope, holding: i64) -> Result<Option<PostRow>, Internal> {
    let mut query = Query::new(&format!(
        "{POSTS} join post_holding h on h.post = p.id join account a on a.id = h.account where h.id = "
    ));
    query.bind(holding);
    restrict_posts(scope, &mut query);
    tx.optional(query.sql(), query.params(), post).await
}

/// Posts in a scope that stand on a day, for a choice: `(post, title, unit)`.
pub async fn list_posts_in(
    tx: &mut Tx,
    scope: Scope,
    on: NaiveDate,
    limit: i64,
) -> Result<Vec<(PostId, String, String)>, Internal> {
    let mut query = Query::new(
        "select p.id, p.title, u.name from post p join unit u on u.id = p.unit where p.valid_from <= ",
    );
    query.bind(on).push(" and (p.valid_to is null or p.valid_to > ").bind(on).push(")");
    restrict_posts(scope, &mut query);
    query.push(" order by u.folded_name, p.id limit ").bind(limit);
    tx.all(query.sql(), query.params(), |row| Ok((row.take()?, row.take()?, row.take()?))).await
}

/// The unit of a post that stands on a day in a scope.
pub async fn find_post_unit(
    tx: &mut Tx,
    scope: Scope,
    post: PostId,
    on: NaiveDate,
) -> Result<Option<UnitId>, Internal> {
    let mut query = Query::new("select p.unit from post p where p.id = ");
    query.bind(post).push(" and p.valid_from <= ").bind(on);
    query.push(" and (p.valid_to is null or p.valid_to > ").bind(on).push(")");
    restrict_posts(scope, &mut query);
    tx.optional(query.sql(), query.params(), kit::storage::only).await
}

/// One line of the list of accounts.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AccountLine {
    pub id: AccountId,
    pub login: String,
    pub name: String,
    pub has_two_step: bool,
    pub closed_at: Option<Instant>,
    /// A post held today, for the list.
    pub title: Option<String>,
    pub unit: Option<UnitId>,
    pub unit_name: Option<String>,
}

/// Accounts that hold, held or will hold a post in the scope; at the top of the tree, those without a post too.
async fn accounts(
    tx: &mut Tx,
    scope: Scope,
    on: NaiveDate,
    narrow: impl FnOnce(&mut Query<'static>),
) -> Result<Vec<AccountLine>, Internal> {
    let mut query = Query::new(
        "select a.id, a.login, a.name, a.totp_secret is not null, a.closed_at, p.title, u.id, u.name
           from account a
           left join post_holding h on h.id = (
                select max(g.id) from post_holding g join post q on q.id = g.post
                 where g.account = a.id and g.valid_from <= ",
    );
    query.bind(on).push(" and (g.valid_to is null or g.valid_to > ").bind(on).push(")");
    scope.restrict(&mut query, "q.unit");
    query.push(") left join post p on p.id = h.post left join unit u on u.id = p.unit where true");
    if !scope.is_everything {
        query.push(
            " and a.id in (select g.account from post_holding g join post q on q.id = g.post where true",
        );
        scope.restrict(&mut query, "q.unit");
        query.push(")");
    }
    narrow(&mut query);
    tx.all(query.sql(), query.params(), |row| {
        Ok(AccountLine {
            id: row.take()?,
            login: row.take()?,
            name: row.take()?,
            has_two_step: row.take()?,
            closed_at: row.take()?,
            title: row.take()?,
            unit: row.take()?,
            unit_name: row.take()?,
        })
    })
    .await
}

pub async fn list_accounts(
    tx: &mut Tx,
    scope: Scope,
    on: NaiveDate,
    after: &str,
    limit: i64,
) -> Result<Vec<AccountLine>, Internal> {
    let after = after.to_owned();
    accounts(tx, scope, on, move |query| {
        query.push(" and a.login > ").bind(after).push(" order by a.login limit ").bind(limit);
    })
    .await
}

pub async fn find_account(
    tx: &mut Tx,
    scope: Scope,
    on: NaiveDate,
    account: AccountId,
) -> Result<Option<AccountLine>, Internal> {
    let found = accounts(tx, scope, on, move |query| {
        query.push(" and a.id = ").bind(account);
    })
    .await?;
    Ok(found.into_iter().next())
}
