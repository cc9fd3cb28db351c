//! The audit to read, and the check of its chain.

use axum::Router;
use axum::extract::Query;
use axum::routing::get;
use kit::accounts::AccountError;
use kit::audit;
use kit::paging::{PAGE_SIZE, PageOf};
use kit::permission::Permission;
use kit::web::{App, Reading, WebResult};
use kit::{AccountId, UnitId};
use maud::Markup;
use serde::Deserialize;

use crate::store::{self, AuditFilter};
use crate::views::audit::{self as views, AuditPage};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/audit", get(show))
}

/// Numbers as typed; what is no number filters nothing.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct AuditQuery {
    #[serde(default)]
    pub subject_kind: String,
    #[serde(default)]
    pub subject: String,
    #[serde(default)]
    pub unit: String,
    #[serde(default)]
    pub account: String,
    #[serde(default)]
    pub before: String,
    #[serde(default)]
    pub verify: String,
}

async fn show(Reading(mut ctx): Reading, Query(query): Query<AuditQuery>) -> WebResult<Markup> {
    ctx.require(Permission::ReadAudit)?;
    let filter = AuditFilter {
        scope: ctx.scope()?,
        subject_kind: query.subject_kind.trim().to_owned(),
        subject: query.subject.trim().parse().ok(),
        unit: query.unit.trim().parse().ok().map(UnitId),
        account: query.account.trim().parse().ok().map(AccountId),
        before: query.before.parse().ok(),
        limit: PAGE_SIZE + 1,
    };
    let rows = store::list_audit(ctx.tx(), &filter).await?;
    // The whole chain is read for the check: only when asked for, and by those who see all of it.
    let mut verdict = None;
    if !query.verify.is_empty() {
        if !filter.scope.is_everything {
            return Err(AccountError::NotAllowed.into());
        }
        ctx = ctx.read_consistently().await?;
        verdict = Some(audit::verify(ctx.tx()).await?);
    }
    Ok(views::show(&ctx, &AuditPage { rows: PageOf::cut(rows, PAGE_SIZE), verdict, query: &query }))
}
