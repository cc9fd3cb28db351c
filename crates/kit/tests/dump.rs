//! Backups know every table.

use kit::storage::dump;
use kit::testing::TestApp;
use kit::web::App;

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

async fn a_table_comes_back_as_it_was(test: TestApp) {
    let mut tx = test.app.db.write().await.expect("a transaction");
    let columns = dump::columns(&mut tx, "unit").await.expect("columns");
    let rows = dump::rows(&mut tx, "unit", &columns, 0, 10).await.expect("rows");
    assert_eq!(rows.len(), 3);
    dump::defer_references(&mut tx).await.expect("defers");
    tx.execute("delete from unit_path", &[]).await.expect("empties");
    tx.execute("delete from unit", &[]).await.expect("empties");
    // Children before their parent: only allowed while references wait.
    let reversed: Vec<_> = rows.iter().rev().cloned().collect();
    assert_eq!(dump::insert(&mut tx, "unit", &columns, &reversed).await.expect("inserts"), 3);
    dump::settle(&mut tx).await.expect("settles");
    let mut again = dump::rows(&mut tx, "unit", &columns, 0, 10).await.expect("rows");
    again.sort_by_key(|row| row["id"].as_i64());
    assert_eq!(again, rows);
    tx.commit().await.expect("all references hold");
}

kit::on_both_engines! { every_table_is_backed_up, a_table_comes_back_as_it_was }
