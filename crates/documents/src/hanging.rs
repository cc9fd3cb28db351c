//! What other modules hang on a paper's page: plans made from it, tasks that rest on it. They know us, we do not know them.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

use kit::Internal;
use kit::web::Ctx;

use crate::DocumentId;

/// A record of another module that came from a paper.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Hanging {
    /// What it is, in the reader's language: "Kế hoạch công tác".
    pub kind: String,
    pub title: String,
    pub href: String,
    /// How many of its tasks are done, and of how many.
    pub done: i64,
    pub tasks: i64,
}

/// Finds the records of a module that came from a paper, or from any paper, as far as the person may see them.
pub type FindHanging = for<'a> fn(
    &'a mut Ctx,
    Option<DocumentId>,
) -> Pin<
    Box<dyn Future<Output = Result<Vec<(DocumentId, Hanging)>, Internal>> + Send + 'a>,
>;

static FINDERS: Mutex<Vec<FindHanging>> = Mutex::new(Vec::new());

/// Shows a module's records on the pages of papers. Call it once, when the program starts.
pub fn hang_on(find: FindHanging) {
    FINDERS.lock().unwrap_or_else(PoisonError::into_inner).push(find);
}

/// What hangs on one paper.
pub(crate) async fn list(ctx: &mut Ctx, id: DocumentId) -> Result<Vec<Hanging>, Internal> {
    Ok(find(ctx, Some(id)).await?.into_iter().map(|(_, one)| one).collect())
}

/// What hangs on any paper.
pub(crate) async fn list_all(ctx: &mut Ctx) -> Result<Vec<(DocumentId, Hanging)>, Internal> {
    find(ctx, None).await
}

async fn find(ctx: &mut Ctx, id: Option<DocumentId>) -> Result<Vec<(DocumentId, Hanging)>, Internal> {
    let finders = FINDERS.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let mut found = Vec::new();
    for find in finders {
        found.extend(find(ctx, id).await?);
    }
    Ok(found)
}
