//! Papers: coming in, going out, internal; what was read in them, what they cite, what does not fit.
//!
//! A file is uploaded, kept byte for byte, read, and registered with everything that was read in it: number and symbol, issuer,
//! outline, citations, findings. Beside the other papers of the register it is checked again: cited papers are found or not,
//! dates agree or not. People correct what was read wrongly, note what they make of findings, and link citations by hand.
//!
//! Invariants:
//! - The original is kept byte for byte; the text as read is never corrected, only remarked on. Spans of other records point into
//!   it, so reading again reads the same text.
//! - Nothing is deleted; a wrong entry is cancelled with a reason (handbook NEV-2.5).
//! - The symbol is not a key (handbook 2.4): a citation is linked by symbol and date, or by a person.
//! - A paper is linked only to papers of its own unit or of units below: whoever sees the one may see the other.
//! - A state secret is refused before anything of it is kept (handbook NEV-2.4).
//!
//! Others use [`find_document`], [`source_text`], [`clauses`], [`import_file`], [`bears_secrecy_mark`], the [`urls`], and hang records of their own on a
//! paper's page with [`hang_on`].

pub mod actions;
pub mod api;
pub mod document;
mod error;
pub mod figures;
mod hanging;
mod labels;
mod pages;
mod reading;
mod store;
mod views;

#[cfg(test)]
mod tests;

use axum::Router;
use axum::routing::{get, post};
use kit::Internal;
use kit::permission::Permission;
use kit::storage::Tx;
use kit::ui::Icon;
use kit::web::App;

pub use actions::{
    ImportWish, Imported, PaperText, chains, citations_in, find_document, find_paper_text, findings_of,
    import_file, read_document_again, relations, retire_document, source_text,
};
pub use document::{
    CharSpan, Citation, CitationStanding, Clause, Direction, Document, DocumentState, FindingRow, Metadata,
};
pub use error::DocumentError;
pub use hanging::{Hanging, hang_on};
pub use reading::{Points, bears_secrecy_mark, watch};

kit::ids! {
    /// A paper in the register.
    DocumentId,
}

/// Texts of the module.
pub mod texts {
    use kit::text::Text;
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}

/// Addresses of the module's pages.
pub mod urls {
    use super::DocumentId;

    pub const LIST: &str = "/documents";
    pub const NEW: &str = "/documents/new";
    pub const CHAINS: &str = "/documents/chains";

    pub fn document(id: DocumentId) -> String {
        format!("{LIST}/{id}")
    }

    /// A clause in its paper's text.
    pub fn clause(id: DocumentId, code: &str) -> String {
        format!("{LIST}/{id}#{code}")
    }

    /// The review of what the paper asks for; the plans draw it.
    pub fn review(id: DocumentId) -> String {
        format!("{LIST}/{id}/review")
    }

    pub(crate) fn part(id: DocumentId, part: &str) -> String {
        format!("{LIST}/{id}/{part}")
    }
}

/// The outline of a paper in reading order; the caller has looked the paper up.
pub async fn clauses(tx: &mut Tx, id: DocumentId) -> Result<Vec<Clause>, Internal> {
    store::list_clauses(tx, id).await
}

/// The module's line in the navigation.
pub fn line() -> kit::page::Line {
    kit::page::Line {
        href: urls::LIST,
        label: texts::DOCUMENTS,
        icon: Icon::Paper,
        group: None,
        permission: Some(Permission::ReadWork),
    }
}

/// Pages and API.
pub fn routes() -> Router<App> {
    Router::new()
        .route(urls::LIST, get(pages::list))
        .route("/documents/export", get(pages::export))
        .route(urls::NEW, get(pages::new).post(pages::upload))
        .route(urls::CHAINS, get(pages::chains))
        .route("/documents/{id}", get(pages::content))
        .route("/documents/{id}/citations", get(pages::citations))
        .route("/documents/{id}/findings", get(pages::findings))
        .route("/documents/{id}/activity", get(pages::activity))
        .route("/documents/{id}/relations", get(pages::relations))
        .route("/documents/{id}/original", get(pages::original))
        .route("/documents/{id}/edit", get(pages::edit).post(pages::correct))
        .route("/documents/{id}/cancel", get(pages::cancel_page).post(pages::cancel))
        .route("/documents/{id}/check", post(pages::check))
        .route("/documents/{id}/read-again", post(pages::read_again))
        .route("/documents/{id}/findings/{finding}/note", post(pages::note))
        .route("/documents/{id}/citations/{citation}/link", post(pages::link))
        .merge(api::routes())
}
