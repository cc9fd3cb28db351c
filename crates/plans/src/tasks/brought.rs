//! What other modules bring to the page that begins the day: reports due, sent back, waiting. They know us, we do not know them.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

use kit::Internal;
use kit::ui::Tone;
use kit::web::Ctx;

/// One matter of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matter {
    pub title: String,
    pub href: String,
    pub note: String,
    /// A word that stands out: late, sent back.
    pub badge: Option<(Tone, String)>,
}

/// A block of the page, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brought {
    pub title: String,
    pub matters: Vec<Matter>,
    /// How many there are, with those that are not shown, and where all of them are.
    pub count: usize,
    pub all: String,
}

/// Finds what a module has for a seat; blocks without a matter are left out.
pub type Bring =
    for<'a> fn(&'a mut Ctx) -> Pin<Box<dyn Future<Output = Result<Vec<Brought>, Internal>> + Send + 'a>>;

static BRINGERS: Mutex<Vec<(&'static str, Bring)>> = Mutex::new(Vec::new());

/// Shows a module's matters on the page; a second one of the same name takes the first one's place.
pub fn bring(name: &'static str, bring: Bring) {
    let mut known = BRINGERS.lock().unwrap_or_else(PoisonError::into_inner);
    known.retain(|(one, _)| *one != name);
    known.push((name, bring));
}

/// What all modules bring.
pub(super) async fn gather(ctx: &mut Ctx) -> Result<Vec<Brought>, Internal> {
    let bringers = BRINGERS.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let mut found = Vec::new();
    for (_, bring) in bringers {
        found.extend(bring(ctx).await?.into_iter().filter(|one| !one.matters.is_empty()));
    }
    Ok(found)
}
