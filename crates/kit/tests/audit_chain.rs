//! The audit chain holds, and shows where it was touched.

use kit::audit::{self, Author, Event, Verdict};
use kit::storage::Engine;
use kit::testing::{START, TestApp};

fn routes() -> axum::Router<kit::web::App> {
    axum::Router::new()
}

async fn a_touched_row_breaks_the_chain(test: TestApp) {
    let mut tx = test.app.db.write().await.expect("a transaction");
    for subject in 1..=3 {
        let event = Event::new("task_verified", "task", subject, test.north).change("submitted", "done");
        audit::append(&mut tx, START, Author::default(), &[event]).await.expect("appends");
    }
    tx.commit().await.expect("commits");

    let mut tx = test.app.db.write().await.expect("a transaction");
    let Verdict::Whole { rows: 3, head } = audit::verify(&mut tx).await.expect("verifies") else {
        panic!("not whole")
    };
    assert_eq!(head.len(), 64);
    tx.execute("update audit set subject = 9 where id = 2", &[])
        .await
        .expect("a forger with the database in hand");
    assert_eq!(audit::verify(&mut tx).await.expect("verifies"), Verdict::Broken { at_row: 2 });
    tx.execute("update audit set subject = 2 where id = 2", &[]).await.expect("put back");
    tx.execute("delete from audit where id = 3", &[]).await.expect("the last row cut off");
    assert_eq!(audit::verify(&mut tx).await.expect("verifies"), Verdict::Broken { at_row: 3 });
}

async fn a_dropped_transaction_leaves_no_trace(test: TestApp) {
    let mut tx = test.app.db.write().await.expect("a transaction");
    tx.execute("insert into setting (name, value) values ($1, $2)", kit::params!["a", "b"])
        .await
        .expect("inserts");
    drop(tx);
    let mut tx = test.app.db.read().await.expect("a view");
    let rows = tx.one("select count(*) from setting", &[], kit::storage::only::<i64>).await.expect("counts");
    assert_eq!(rows, 0);
}

async fn a_broken_constraint_is_named(test: TestApp) {
    let mut tx = test.app.db.write().await.expect("a transaction");
    let insert = "insert into account (login, name, password_hash, created_at) values ('a', 'A', '-', 0)";
    tx.execute(insert, &[]).await.expect("the first");
    let error = tx.execute(insert, &[]).await.expect_err("the second");
    assert_eq!(error.constraint().as_deref(), Some("account_login_key"));
    drop(tx);
    let mut tx = test.app.db.write().await.expect("a transaction");
    let error = tx
        .execute("update unit set level = 'planet' where id = $1", kit::params![test.north])
        .await
        .expect_err("no such level");
    assert_eq!(error.constraint().as_deref(), Some("unit_level_known"));
    assert!(matches!(test.app.db.engine(), Engine::Sqlite | Engine::Postgres));
}

kit::on_both_engines! { a_touched_row_breaks_the_chain, a_dropped_transaction_leaves_no_trace, a_broken_constraint_is_named }
