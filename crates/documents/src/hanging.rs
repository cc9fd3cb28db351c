//! What other modules hang on a paper's page: plans made from it, tasks that rest on it. They know us, we do not know them.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

use kit::Internal;
use kit::web::Ctx;

use crate::DocumentId;

/// A record of another module that came from a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hanging {
    /// What it is, in the reader's language: "Kế hoạch công tác".
    pub kind: String,
    pub title: String,
    pub href: String,
}

/// Finds the records of a module that came from a paper, as far as the person may see them.
pub type FindHanging =
    for<'a> fn(
        &'a mut Ctx,
        DocumentId,
    ) -> Pin<Box<dyn Future<Output = Result<Vec<Hanging>, Internal>> + Send + 'a>>;

static FINDERS: Mutex<Vec<FindHanging>> = Mutex::new(Vec::new());

/// Shows a module's records on the pages of papers. Call it once, when the program starts.
pub fn hang_on(find: FindHanging) {
    FINDERS.lock().unwrap_or_else(PoisonError::into_inner).push(find);
}

pub(crate) async fn list(ctx: &mut Ctx, id: DocumentId) -> Result<Vec<Hanging>, Internal> {
    let finders = FINDERS.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let mut found = Vec::new();
    for find in finders {
        found.extend(find(ctx, id).await?);
    }
    Ok(found)
}
