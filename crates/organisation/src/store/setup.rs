//! Statements of the first run.

use kit::storage::{Tx, only};
use kit::{Internal, UnitId, params};

/// The setting that holds the hash of the one-time code.
const CODE: &str = "setup_code";
/// The setting that says which committee this installation is for.
const INSTALLATION: &str = "installation_unit";

pub(crate) async fn has_accounts(tx: &mut Tx) -> Result<bool, Internal> {
    Ok(tx.optional("select id from account limit 1", &[], only::<i64>).await?.is_some())
}

pub(crate) async fn keep_setup_code(tx: &mut Tx, hash: &str) -> Result<(), Internal> {
    put_setting(tx, CODE, hash).await
}

pub(crate) async fn find_setup_code(tx: &mut Tx) -> Result<Option<String>, Internal> {
    tx.optional("select value from setting where name = $1", params![CODE], only).await
}

/// Takes the code out of force; says whether it was in force. Whoever takes it, sets up.
pub(crate) async fn take_setup_code(tx: &mut Tx) -> Result<bool, Internal> {
    Ok(tx.execute("delete from setting where name = $1", params![CODE]).await? == 1)
}

pub(crate) async fn keep_installation(tx: &mut Tx, unit: UnitId) -> Result<(), Internal> {
    put_setting(tx, INSTALLATION, &unit.to_string()).await
}

/// The committee that this installation is for; `None` before set-up and where units came by command.
pub async fn installation_unit(tx: &mut Tx) -> Result<Option<UnitId>, Internal> {
    let text: Option<String> =
        tx.optional("select value from setting where name = $1", params![INSTALLATION], only).await?;
    Ok(text.and_then(|text| text.parse().ok()))
}

async fn put_setting(tx: &mut Tx, name: &str, value: &str) -> Result<(), Internal> {
    tx.execute(
        "insert into setting (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value",
        params![name, value],
    )
    .await?;
    Ok(())
}

/// The committee of a code that stands today.
pub(crate) async fn find_committee(tx: &mut Tx, code: &str) -> Result<Option<UnitId>, Internal> {
    tx.optional(
        "select id from unit where code = $1 and valid_to is null and kind = 'front_committee' order by valid_from limit 1",
        params![code],
        only,
    )
    .await
}

/// The unit furthest above another one, or itself.
pub(crate) async fn find_top_above(tx: &mut Tx, unit: UnitId) -> Result<UnitId, Internal> {
    tx.one(
        "select ancestor from unit_path where descendant = $1 and valid_to is null order by depth desc limit 1",
        params![unit],
        only,
    )
    .await
}
