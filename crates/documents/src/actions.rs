//! What people do with papers: permission → load → rule → store → audit, in one transaction.

mod check;
mod edit;
mod import;
mod show;

pub use check::check_register;
pub use edit::{
    CorrectRequest, cancel_document, correct_document, link_citation, note_finding, read_document_again,
};
pub use import::{ImportWish, Imported, import_file};
pub use show::{ChainNode, Relation, chains, citations_of, find_document, relations, source_text, text_of};
pub(crate) use show::{Shown, ShownText, show_document};
