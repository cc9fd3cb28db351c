//! Jobs are done at least once, try again later, and rest after too many failures.

use kit::jobs::{self, Handler, Job};
use kit::params;
use kit::testing::{START, TestApp};
use kit::web::App;

fn routes() -> axum::Router<App> {
    axum::Router::new()
}

async fn state(test: &TestApp, job: i64) -> (String, String) {
    let mut tx = test.app.db.read().await.expect("a view");
    tx.one("select state, outcome from job where id = $1", params![job], |row| Ok((row.take()?, row.take()?)))
        .await
        .expect("the job")
}

async fn put(test: &TestApp, kind: &str) -> i64 {
    let mut tx = test.app.db.write().await.expect("a transaction");
    let job = jobs::enqueue(&mut tx, kind, &serde_json::json!({"n": 1}), None, START, START)
        .await
        .expect("enqueues");
    tx.commit().await.expect("commits");
    job
}

fn greets(_: App, job: Job) -> std::pin::Pin<Box<dyn Future<Output = Result<String, kit::Internal>> + Send>> {
    Box::pin(async move { Ok(format!("done {}", job.payload)) })
}

fn fails(_: App, _: Job) -> std::pin::Pin<Box<dyn Future<Output = Result<String, kit::Internal>> + Send>> {
    Box::pin(async { Err(kit::Internal::new("no line")) })
}

const HANDLERS: &[(&str, Handler)] = &[("greet", greets), ("fail", fails)];

async fn a_job_is_done_once_when_all_goes_well(test: TestApp) {
    let job = put(&test, "greet").await;
    assert!(jobs::run_one(&test.app, HANDLERS).await.expect("runs"));
    assert_eq!(state(&test, job).await, ("done".into(), "done {\"n\":1}".into()));
    assert!(!jobs::run_one(&test.app, HANDLERS).await.expect("nothing left"));
}

async fn a_failing_job_waits_and_in_the_end_rests(test: TestApp) {
    let job = put(&test, "fail").await;
    for attempt in 1..=jobs::ATTEMPTS {
        assert!(jobs::run_one(&test.app, HANDLERS).await.expect("runs"), "attempt {attempt}");
        assert!(!jobs::run_one(&test.app, HANDLERS).await.expect("waits"), "at once after attempt {attempt}");
        let later = test.app.clock.now().plus(chrono::TimeDelta::hours(2));
        test.app.clock.set(later);
    }
    assert_eq!(state(&test, job).await, ("failed".into(), "no line".into()));
    assert!(!jobs::run_one(&test.app, HANDLERS).await.expect("rests"));
}

async fn a_lost_worker_leaves_the_job_to_another(test: TestApp) {
    let job = put(&test, "greet").await;
    let mut tx = test.app.db.write().await.expect("a transaction");
    let leased = START.plus(chrono::TimeDelta::minutes(10));
    tx.execute("update job set attempts = 1, leased_until = $2 where id = $1", params![job, leased])
        .await
        .expect("taken");
    tx.commit().await.expect("commits");
    assert!(!jobs::run_one(&test.app, HANDLERS).await.expect("still leased"));
    test.app.clock.set(leased);
    assert!(jobs::run_one(&test.app, HANDLERS).await.expect("taken over"));
    assert_eq!(state(&test, job).await.0, "done");
}

kit::on_both_engines! {
    a_job_is_done_once_when_all_goes_well, a_failing_job_waits_and_in_the_end_rests,
    a_lost_worker_leaves_the_job_to_another
}
