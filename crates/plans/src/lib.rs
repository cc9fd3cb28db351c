//! Plans read from papers, the items they consist of, the tasks units do, and the evidence tasks leave.
//!
//! `document → proposals → plan items → tasks → evidence`. A [`plan item`](item) is a line of the plan; a [`task`] is one unit's work
//! on it, with a state of its own. Invariants: every item read from a paper points at its characters; a task is done only with
//! evidence and checked by somebody other than who did it (handbook NEV-3.1); what an item looked like at any time can be seen
//! again; n/N is counted, never typed.

mod error;
pub mod evaluation;
pub mod feed;
pub mod follow;
pub mod item;
pub mod items;
mod outgoing;
pub mod plan;
pub mod public;
pub mod review;
pub mod saved;
mod store;
pub mod task;
pub mod tasks;
mod words;

use axum::Router;
use kit::web::App;

pub use error::PlanError;

kit::ids! {
    PlanId,
    PlanItemId,
    TaskId,
    ProposalId,
    WorkStreamId,
}

/// Texts of the module.
pub mod texts {
    use kit::text::Text;
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}

/// Pages and API of the module. Papers show the plans made from them from then on.
pub fn routes() -> Router<App> {
    static HANGING: std::sync::Once = std::sync::Once::new();
    HANGING.call_once(|| documents::hang_on(|ctx, document| Box::pin(items::hanging(ctx, document))));
    review::routes()
        .merge(items::routes())
        .merge(follow::routes())
        .merge(tasks::routes())
        .merge(public::routes())
        .merge(saved::routes())
        .merge(feed::routes())
        .merge(evaluation::routes())
        .merge(outgoing::routes())
}

/// The description of its API.
pub fn openapi() -> utoipa::openapi::OpenApi {
    kit::openapi::join([
        review::api::openapi(),
        items::api::openapi(),
        follow::openapi(),
        tasks::openapi(),
        public::openapi(),
        saved::openapi(),
        feed::openapi(),
        evaluation::openapi(),
        outgoing::openapi(),
    ])
}
