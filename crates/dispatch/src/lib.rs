//! Papers go out: drafted, read by others, signed, numbered, issued, sent, acknowledged; and papers come in.
//!
//! Invariants: a number of a unit's series is given once a year and never disappears (handbook NEV-2.1, NEV-2.5); only a signed
//! paper has one, and what was signed does not change (NEV-2.2); only those sign whose role may sign the kind on the day
//! (NEV-2.3); a text with a mark of state secrecy is refused (NEV-2.4); a header or a position of a body that no longer exists is
//! refused (NEV-2.6). A unit sees papers of its own subtree, papers sent to it, and drafts on which it was asked.
//!
//! Others make drafts with [`actions::draft_from`].

pub mod actions;
mod api;
mod compose;
pub mod content;
pub mod error;
pub mod incoming;
mod pages;
pub mod paper;
pub mod signing;
mod source;
pub mod store;
mod views;
mod words;

#[cfg(test)]
mod tests;

pub use compose::file;
pub use error::DispatchError;
pub use views::made::made_from;
pub use views::register::sheet as register_sheet;

kit::ids! {
    /// A paper on its way out.
    OutgoingId,
    /// A paper as sent to one unit.
    ReceiptId,
    /// A line of the register of incoming papers.
    IncomingId,
}

/// Addresses of the module's pages.
pub mod urls {
    use super::{OutgoingId, ReceiptId};

    pub const LIST: &str = "/dispatch";
    pub const NEW: &str = "/dispatch/new";
    pub const REGISTER: &str = "/dispatch/register";
    pub const INCOMING: &str = "/dispatch/incoming";
    pub const INBOX: &str = "/dispatch/received";
    pub const ASKED: &str = "/dispatch/asked";
    pub const TEMPLATES: &str = "/dispatch/templates";
    pub const SETTINGS: &str = "/dispatch/settings";

    pub fn paper(id: OutgoingId) -> String {
        format!("{LIST}/{id}")
    }

    pub fn part(id: OutgoingId, part: &str) -> String {
        format!("{LIST}/{id}/{part}")
    }

    /// The signatures under a paper of the register of documents.
    pub fn signatures(id: documents::DocumentId) -> String {
        format!("{LIST}/documents/{id}")
    }

    pub fn receipt(id: ReceiptId) -> String {
        format!("{INBOX}/{id}")
    }

    pub fn asked(id: OutgoingId) -> String {
        format!("{ASKED}/{id}")
    }
}

/// Pages and API of the module, in an installation that signs nothing and trusts nobody.
pub fn routes() -> axum::Router<kit::web::App> {
    routes_with(signing::SigningMeans::default())
}

/// Pages and API of the module.
pub fn routes_with(means: signing::SigningMeans) -> axum::Router<kit::web::App> {
    pages::routes().merge(api::routes()).layer(axum::Extension(means))
}

/// What the API of [`routes`] looks like.
pub fn openapi() -> utoipa::openapi::OpenApi {
    api::openapi()
}

/// Texts of the module.
pub mod texts {
    use kit::text::Text;
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}
