//! Papers: coming in, going out, internal; what was read in them, what they cite, what does not fit.
//!
//! Invariants: the original is kept byte for byte; the text as read is never corrected, only remarked on; nothing is deleted, a
//! wrong entry is cancelled with a reason; the symbol is not a key (handbook 2.4).

kit::ids! {
    /// A paper in the register.
    DocumentId,
}
