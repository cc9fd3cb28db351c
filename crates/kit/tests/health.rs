//! `/healthz` tells what nobody would notice before the next save: a database that takes no writes.

use kit::storage::{Engine, only};
use kit::testing::TestApp;
use kit::web::App;

fn routes() -> axum::Router<App> {
    axum::Router::new()
}

async fn run(test: &TestApp, script: &str) {
    let mut tx = test.app.db.write().await.expect("a transaction");
    tx.script(script).await.expect("runs");
    tx.commit().await.expect("commits");
}

async fn a_database_that_takes_no_writes_is_not_healthy(test: TestApp) {
    let guest = test.guest();
    assert_eq!(guest.get("/healthz").await.expect(200).text(), "ok\n");
    // As a full disk does: reading goes on, and every write fails.
    let (fill, empty) = match test.app.db.engine() {
        Engine::Sqlite => (
            "create trigger full before insert on setting begin select raise(abort, 'full'); end",
            "drop trigger full",
        ),
        Engine::Postgres => (
            "create function fails() returns trigger language plpgsql as
                 $$ begin raise 'full' using errcode = '53100'; end $$;
             create trigger full_disk before insert on setting for each row execute function fails()",
            "drop trigger full_disk on setting",
        ),
    };
    run(&test, fill).await;
    assert_eq!(guest.get("/healthz").await.expect(503).text(), "database\n");
    run(&test, empty).await;
    assert_eq!(guest.get("/healthz").await.expect(200).text(), "ok\n");
    let mut tx = test.app.db.read().await.expect("a view");
    let left: i64 = tx.one("select count(*) from setting", &[], only).await.expect("counts");
    assert_eq!(left, 0, "the check leaves nothing");
}

async fn whoever_writes_long_is_no_failure(test: TestApp) {
    let held = test.app.db.write().await.expect("a transaction");
    test.guest().get("/healthz").await.expect(200);
    drop(held);
}

kit::on_both_engines! { a_database_that_takes_no_writes_is_not_healthy, whoever_writes_long_is_no_failure }
