//! Modules that keep something by the tree hear of its changes. They know us, we do not know them.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

use chrono::NaiveDate;
use kit::Internal;
use kit::web::Ctx;

/// Told in the transaction of the change: the first day on which the tree is another one, which may be past.
pub type Listener =
    for<'a> fn(&'a mut Ctx, NaiveDate) -> Pin<Box<dyn Future<Output = Result<(), Internal>> + Send + 'a>>;

static LISTENERS: Mutex<Vec<(&'static str, Listener)>> = Mutex::new(Vec::new());

/// Tells a module of units that end or are merged; a second one of the same name takes the first one's place.
pub fn watch(name: &'static str, listener: Listener) {
    let mut known = LISTENERS.lock().unwrap_or_else(PoisonError::into_inner);
    known.retain(|(one, _)| *one != name);
    known.push((name, listener));
}

/// Units ended on a day.
pub(crate) async fn changed(ctx: &mut Ctx, since: NaiveDate) -> Result<(), Internal> {
    let listeners = LISTENERS.lock().unwrap_or_else(PoisonError::into_inner).clone();
    for (_, listener) in listeners {
        listener(ctx, since).await?;
    }
    Ok(())
}
