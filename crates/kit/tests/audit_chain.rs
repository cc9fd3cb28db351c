//! The audit chain holds, and shows where it was touched.

use kit::audit::{self, Author, Event, Verdict};
use kit::storage::{Engine, only};
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

async fn a_view_for_checking_does_not_move(test: TestApp) {
    let append = async |subject| {
        let mut tx = test.app.db.write().await.expect("a transaction");
        let event = Event::new("task_verified", "task", subject, test.north);
        audit::append(&mut tx, START, Author::default(), &[event]).await.expect("appends");
        tx.commit().await.expect("commits");
    };
    append(1).await;
    let mut tx = test.app.db.read_consistently().await.expect("a view");
    let rows = tx.one("select count(*) from audit", &[], only::<i64>).await.expect("counts");
    append(2).await;
    assert_eq!(tx.one("select id from audit_head", &[], only::<i64>).await.expect("the head"), rows);
    assert!(matches!(audit::verify(&mut tx).await.expect("verifies"), Verdict::Whole { rows: 1, .. }));
    tx.execute("delete from audit", &[]).await.expect_err("only for reading");
}

async fn many_at_once_make_one_chain_and_what_is_given_up_is_no_link(test: TestApp) {
    let writers: Vec<_> = (0..60_i64)
        .map(|subject| {
            let (db, unit) = (test.app.db.clone(), test.north);
            tokio::spawn(async move {
                let mut tx = db.write_together().await?;
                let event = Event::new("task_verified", "task", subject, unit);
                audit::append(&mut tx, START, Author::default(), &[event]).await?;
                if subject % 3 == 0 { Ok(()) } else { tx.commit().await }
            })
        })
        .collect();
    for writer in writers {
        writer.await.expect("ends").expect("commits or gives up");
    }
    let mut tx = test.app.db.read_consistently().await.expect("a view");
    let verdict = audit::verify(&mut tx).await.expect("verifies");
    assert!(matches!(verdict, Verdict::Whole { rows: 40, .. }), "{verdict:?}");
    let mut subjects = tx.all("select subject from audit", &[], only::<i64>).await.expect("the rows");
    subjects.sort_unstable();
    assert_eq!(subjects, (0..60).filter(|subject| subject % 3 != 0).collect::<Vec<i64>>());
}

/// Were a second one asked for before the first is given back, those who wait for each other would wait for good.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_request_holds_one_connection_at_a_time() {
    let test = TestApp::start(Engine::Sqlite, routes).await;
    let person = test.person("canbo", test.north, kit::permission::Role::CommuneOfficer).await;
    let caller = kit::web::Caller::for_account(&test.app, person.account).await.expect("a caller");
    let mut others = Vec::new();
    for _ in 0..3 {
        others.push(test.app.db.read().await.expect("a view"));
    }
    let ctx = caller.look().await.expect("the last view");
    let ctx = ctx.roll_back_and_read().await.expect("another in its place");
    let ctx = ctx.read_consistently().await.expect("another in its place");
    let ctx = ctx.and_write().await.expect("a transaction");
    let last = test.app.db.read().await.expect("the last view is free");
    let ctx = ctx.and_write().await.expect("another in its place");
    drop((ctx, last, others));
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

kit::on_both_engines! { a_view_for_checking_does_not_move, many_at_once_make_one_chain_and_what_is_given_up_is_no_link, a_touched_row_breaks_the_chain, a_dropped_transaction_leaves_no_trace, a_broken_constraint_is_named }
