//! Backups know every table.

use kit::storage::{Tx, dump};
use kit::testing::TestApp;
use kit::web::App;
use serde_json::{Map, Value as Json};

fn routes() -> axum::Router<App> {
    axum::Router::new()
}

async fn every_table_is_backed_up(test: TestApp) {
    let mut tx = test.app.db.read().await.expect("a view");
    let there = dump::table_names(&mut tx).await.expect("lists");
    let mut known: Vec<&str> = dump::TABLES.to_vec();
    known.sort_unstable();
    assert_eq!(there, known, "a table was added without a place in the order of dump::TABLES");
}

async fn rows(tx: &mut Tx, table: &str, columns: &[dump::Column]) -> Vec<Map<String, Json>> {
    let mut rows = Vec::new();
    dump::each_row(tx, table, columns, |row| {
        rows.push(row);
        Ok(())
    })
    .await
    .expect("rows");
    rows
}

async fn a_table_comes_back_as_it_was(test: TestApp) {
    let mut tx = test.app.db.write().await.expect("a transaction");
    let columns = dump::columns(&mut tx, "unit").await.expect("columns");
    let rows = rows(&mut tx, "unit", &columns).await;
    assert_eq!(rows.len(), 3);
    dump::defer_references(&mut tx).await.expect("defers");
    tx.execute("delete from unit_path", &[]).await.expect("empties");
    tx.execute("delete from unit", &[]).await.expect("empties");
    // Children before their parent: only allowed while references wait.
    let reversed: Vec<_> = rows.iter().rev().cloned().collect();
    assert_eq!(dump::insert(&mut tx, "unit", &columns, &reversed).await.expect("inserts"), 3);
    dump::settle(&mut tx).await.expect("settles");
    assert_eq!(self::rows(&mut tx, "unit", &columns).await, rows);
    tx.commit().await.expect("all references hold");
}

async fn bytes_come_back_as_they_were(test: TestApp) {
    let mut tx = test.app.db.write().await.expect("a transaction");
    let sql = "insert into report_total (unit, basis, period, cells) values ($1, 1, 202401, $2)";
    tx.execute(sql, kit::params![test.north, vec![0_u8, 1, 127, 128, 255]]).await.expect("inserts");
    let columns = dump::columns(&mut tx, "report_total").await.expect("columns");
    let rows = rows(&mut tx, "report_total", &columns).await;
    assert_eq!(rows[0]["cells"], "00017f80ff");
    tx.execute("delete from report_total", &[]).await.expect("empties");
    dump::insert(&mut tx, "report_total", &columns, &rows).await.expect("inserts");
    let back: Vec<u8> =
        tx.one("select cells from report_total", &[], kit::storage::only).await.expect("a row");
    assert_eq!(back, [0, 1, 127, 128, 255]);
}

kit::on_both_engines! { bytes_come_back_as_they_were, every_table_is_backed_up, a_table_comes_back_as_it_was }
