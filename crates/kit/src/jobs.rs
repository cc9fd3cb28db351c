//! Work that nobody waits for in a request: kept in the database, done at least once, by one worker at a time.
//!
//! A job is put in the queue in the transaction that makes it necessary ([`enqueue`]). A worker takes it under a lease; when the
//! program stops half way the lease runs out and the job is taken again, so handlers must be idempotent. After
//! [`ATTEMPTS`] failures a job rests as `failed`, to be looked at.

use std::future::Future;
use std::pin::Pin;

use chrono::TimeDelta;

use crate::clock::Instant;
use crate::error::Internal;
use crate::id::AccountId;
use crate::storage::{Engine, Tx, only};
use crate::web::App;

/// How often a job is tried before it rests.
pub const ATTEMPTS: i64 = 5;
const LEASE: TimeDelta = TimeDelta::minutes(10);

/// A job as a handler gets it.
#[derive(Debug, Clone)]
pub struct Job {
    pub id: i64,
    pub kind: String,
    /// JSON, as it was put in.
    pub payload: String,
    pub attempts: i64,
}

/// Does a kind of job; the text it returns is kept as the outcome.
pub type Handler = fn(App, Job) -> Pin<Box<dyn Future<Output = Result<String, Internal>> + Send>>;

/// Puts a job in the queue, to run from `run_at` on.
pub async fn enqueue(
    tx: &mut Tx,
    kind: &str,
    payload: &serde_json::Value,
    account: Option<AccountId>,
    now: Instant,
    run_at: Instant,
) -> Result<i64, Internal> {
    tx.one(
        "insert into job (kind, payload, run_at, account, created_at) values ($1, $2, $3, $4, $5) returning id",
        params![kind, payload.to_string(), run_at, account, now],
        only,
    )
    .await
}

/// Puts a job of a kind in the queue unless one that runs at `since` or later waits there.
///
/// # Errors
/// When the database fails.
pub async fn enqueue_unless_waiting(
    tx: &mut Tx,
    kind: &str,
    since: Instant,
    now: Instant,
    run_at: Instant,
) -> Result<(), Internal> {
    let waiting: i64 = tx
        .one(
            "select count(*) from job where kind = $1 and state = 'waiting' and run_at >= $2",
            params![kind, since],
            only,
        )
        .await?;
    if waiting == 0 {
        enqueue(tx, kind, &serde_json::json!({}), None, now, run_at).await?;
    }
    Ok(())
}

/// Notes how far a job has come, for the person who waits.
pub async fn progress(app: &App, job: i64, done_parts: i64, total_parts: i64) -> Result<(), Internal> {
    let mut tx = app.db.write().await?;
    tx.execute(
        "update job set done_parts = $2, total_parts = $3, leased_until = $4 where id = $1",
        params![job, done_parts, total_parts, app.clock.now().plus(LEASE)],
    )
    .await?;
    tx.commit().await
}

/// Where a job stands.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct JobStatus {
    /// `waiting`, `done` or `failed`.
    pub state: String,
    pub done_parts: i64,
    pub total_parts: i64,
    pub outcome: String,
}

/// A job that an account put in, or `None`.
pub async fn find_status(tx: &mut Tx, job: i64, account: AccountId) -> Result<Option<JobStatus>, Internal> {
    tx.optional(
        "select state, done_parts, total_parts, outcome from job where id = $1 and account = $2",
        params![job, account],
        |row| {
            Ok(JobStatus {
                state: row.take()?,
                done_parts: row.take()?,
                total_parts: row.take()?,
                outcome: row.take()?,
            })
        },
    )
    .await
}

/// Takes the next due job and does it; `false` when there was none.
pub async fn run_one(app: &App, handlers: &[(&str, Handler)]) -> Result<bool, Internal> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let lock = match tx.engine() {
        Engine::Sqlite => "",
        // Several workers each take another job.
        Engine::Postgres => " for update skip locked",
    };
    let sql = format!(
        "select id, kind, payload, attempts
           from job
          where state = 'waiting' and run_at <= $1 and leased_until <= $1
          order by run_at, id
          limit 1{lock}"
    );
    let job = tx
        .optional(&sql, params![now], |row| {
            Ok(Job { id: row.take()?, kind: row.take()?, payload: row.take()?, attempts: row.take()? })
        })
        .await?;
    let Some(job) = job else { return Ok(false) };
    tx.execute(
        "update job set attempts = attempts + 1, leased_until = $2 where id = $1",
        params![job.id, now.plus(LEASE)],
    )
    .await?;
    tx.commit().await?;

    let outcome = match handlers.iter().find(|(kind, _)| *kind == job.kind) {
        Some((_, handler)) => handler(app.clone(), job.clone()).await,
        None => Err(Internal::new(format!("nobody does jobs of kind {}", job.kind))),
    };
    finish(app, &job, outcome).await?;
    Ok(true)
}

async fn finish(app: &App, job: &Job, outcome: Result<String, Internal>) -> Result<(), Internal> {
    let now = app.clock.now();
    let tried = job.attempts + 1;
    let mut tx = app.db.write().await?;
    match outcome {
        Ok(outcome) => {
            tx.execute("update job set state = 'done', outcome = $2 where id = $1", params![job.id, outcome])
                .await?;
        }
        Err(error) => {
            tracing::warn!(job = job.id, kind = job.kind, tried, %error, "job failed");
            let state = if tried >= ATTEMPTS { "failed" } else { "waiting" };
            // Each failure waits four times as long: 1, 4, 16, 64 minutes.
            let wait = TimeDelta::minutes(4_i64.pow(u32::try_from(tried.clamp(1, 5) - 1).unwrap_or(0)));
            tx.execute(
                "update job set state = $2, outcome = $3, run_at = $4, leased_until = 0 where id = $1",
                params![job.id, state, error.to_string(), now.plus(wait)],
            )
            .await?;
        }
    }
    tx.commit().await
}

/// Works through the queue until the program ends.
pub async fn work(app: App, handlers: Vec<(&'static str, Handler)>) {
    loop {
        match run_one(&app, &handlers).await {
            Ok(true) => {}
            Ok(false) => tokio::time::sleep(std::time::Duration::from_secs(2)).await,
            Err(error) => {
                tracing::error!(%error, "the queue cannot be read");
                tokio::time::sleep(std::time::Duration::from_secs(15)).await;
            }
        }
    }
}
