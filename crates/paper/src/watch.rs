//! Whether a reading may go on. Who waits for it decides; this crate has no clock.

use std::cell::Cell;
use std::fmt;
use std::sync::Arc;

/// How much is read between two questions, in bytes. A reading asks about once in a millisecond.
const PORTION: usize = 16 * 1024;
/// What every step costs beside its bytes, so that many empty ones are counted too.
const STEP: usize = 64;

type MayGoOn = dyn Fn() -> bool + Send + Sync;

/// Asks from time to time whether a reading may go on, and remembers a no. By default nobody is asked.
#[derive(Default)]
pub struct Watch {
    may_go_on: Option<Arc<MayGoOn>>,
    read: Cell<usize>,
    is_over: Cell<bool>,
}

impl Watch {
    /// `may_go_on` is asked after every portion of work, also from another thread. What it holds is let go when the last thread
    /// of the reading has ended.
    pub fn new(may_go_on: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Self { may_go_on: Some(Arc::new(may_go_on)), ..Self::default() }
    }

    /// Counts a step over `bytes` of a paper and tells whether to take it.
    pub(crate) fn goes_on(&self, bytes: usize) -> bool {
        let read = self.read.get() + bytes + STEP;
        if read < PORTION {
            self.read.set(read);
            return !self.is_over.get();
        }
        self.read.set(0);
        self.asks()
    }

    /// Asks now.
    pub(crate) fn asks(&self) -> bool {
        if !self.is_over.get() && self.may_go_on.as_ref().is_some_and(|may_go_on| !may_go_on()) {
            self.is_over.set(true);
        }
        !self.is_over.get()
    }
}

impl Clone for Watch {
    /// Another watch with the same question, for another thread.
    fn clone(&self) -> Self {
        let is_over = Cell::new(self.is_over.get());
        Self { may_go_on: self.may_go_on.clone(), read: Cell::new(0), is_over }
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch").field("is_over", &self.is_over.get()).finish_non_exhaustive()
    }
}

/// The reading was told not to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the reading was stopped")]
pub struct Stopped;
