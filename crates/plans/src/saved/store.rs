//! Views that people save: the query of a page under a name. Each belongs to one account and exists for no other.

use kit::storage::{Row, Tx};
use kit::{AccountId, Internal, params};

use super::Kind;

/// A saved view.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct View {
    pub id: i64,
    /// The page it belongs to.
    pub page: Kind,
    pub name: String,
    /// The query of the address, without its question mark; empty shows everything.
    pub query: String,
}

fn view(row: &mut Row<'_>) -> Result<View, Internal> {
    let id = row.take()?;
    let page: String = row.take()?;
    let page = Kind::from_code(&page).ok_or_else(|| Internal::new(format!("unknown page {page}")))?;
    Ok(View { id, page, name: row.take()?, query: row.take()? })
}

pub async fn list_views(tx: &mut Tx, account: AccountId, page: Kind) -> Result<Vec<View>, Internal> {
    tx.all(
        "select id, page, name, query from saved_view where account = $1 and page = $2 order by position, id",
        params![account, page.code()],
        view,
    )
    .await
}

pub async fn find_view(tx: &mut Tx, account: AccountId, id: i64) -> Result<Option<View>, Internal> {
    tx.optional(
        "select id, page, name, query from saved_view where id = $1 and account = $2",
        params![id, account],
        view,
    )
    .await
}

pub async fn insert_view(
    tx: &mut Tx,
    account: AccountId,
    page: Kind,
    name: &str,
    query: &str,
) -> Result<View, Internal> {
    tx.one(
        "insert into saved_view (account, page, name, query) values ($1, $2, $3, $4)
         returning id, page, name, query",
        params![account, page.code(), name, query],
        view,
    )
    .await
}

/// `false` when it is not this account's.
pub async fn update_view(tx: &mut Tx, account: AccountId, view: &View) -> Result<bool, Internal> {
    let touched = tx
        .execute(
            "update saved_view set name = $3, query = $4 where id = $1 and account = $2",
            params![view.id, account, &view.name, &view.query],
        )
        .await?;
    Ok(touched == 1)
}

/// `false` when it is not this account's.
pub async fn delete_view(tx: &mut Tx, account: AccountId, id: i64) -> Result<bool, Internal> {
    let touched =
        tx.execute("delete from saved_view where id = $1 and account = $2", params![id, account]).await?;
    Ok(touched == 1)
}
