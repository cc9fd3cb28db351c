//! Whether the program can do its work, for whoever watches it.

use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::App;
use crate::error::Internal;

/// How long the check waits to write: behind a long import there is nothing wrong.
const TURN: Duration = Duration::from_secs(2);

/// `200 ok`, or `503 database` when the database does not answer, is not where it was opened, or takes no writes (a full disk).
pub(super) async fn healthz(State(app): State<App>) -> Response {
    match check(&app).await {
        Ok(()) => (StatusCode::OK, "ok\n").into_response(),
        Err(error) => {
            tracing::error!(%error, "health check");
            (StatusCode::SERVICE_UNAVAILABLE, "database\n").into_response()
        }
    }
}

async fn check(app: &App) -> Result<(), Internal> {
    app.db.check_place()?;
    app.db.read().await?.one("select 1", &[], crate::storage::only::<i64>).await?;
    match tokio::time::timeout(TURN, write(app)).await {
        Ok(Err(error)) if !error.is_busy() => Err(error),
        Ok(_) | Err(_) => Ok(()),
    }
}

/// Only a commit that changes something shows that the disk has room; nothing of it stays.
async fn write(app: &App) -> Result<(), Internal> {
    let mut tx = app.db.write_together().await?;
    tx.execute("insert into setting (name, value) values ('health', '')", &[]).await?;
    tx.execute("delete from setting where name = 'health'", &[]).await?;
    tx.commit().await
}
