//! Views that people save: the query of a list under a name.

use kit::storage::{Tx, only};
use kit::{AccountId, Internal, params};

/// A saved view.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct View {
    pub id: i64,
    pub name: String,
    pub query: String,
}

pub async fn list_views(tx: &mut Tx, account: AccountId, page: &str) -> Result<Vec<View>, Internal> {
    tx.all(
        "select id, name, query from saved_view where account = $1 and page = $2 order by position, id",
        params![account, page],
        |row| Ok(View { id: row.take()?, name: row.take()?, query: row.take()? }),
    )
    .await
}

pub async fn insert_view(
    tx: &mut Tx,
    account: AccountId,
    page: &str,
    name: &str,
    query: &str,
) -> Result<i64, Internal> {
    tx.one(
        "insert into saved_view (account, page, name, query) values ($1, $2, $3, $4) returning id",
        params![account, page, name, query],
        only,
    )
    .await
}

pub async fn rename_view(tx: &mut Tx, account: AccountId, view: i64, name: &str) -> Result<bool, Internal> {
    let touched = tx
        .execute(
            "update saved_view set name = $3 where id = $1 and account = $2",
            params![view, account, name],
        )
        .await?;
    Ok(touched == 1)
}

pub async fn delete_view(tx: &mut Tx, account: AccountId, view: i64) -> Result<bool, Internal> {
    let touched =
        tx.execute("delete from saved_view where id = $1 and account = $2", params![view, account]).await?;
    Ok(touched == 1)
}
