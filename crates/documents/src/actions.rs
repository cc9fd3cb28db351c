//! What people do with papers: permission → load → rule → store → audit, in one transaction.

mod chains;
mod check;
mod edit;
mod import;
mod show;

pub use chains::{ChainNode, Tie, chains};
pub use check::{check_register, citations_in};
pub use edit::{
    CorrectRequest, cancel_document, correct_document, link_citation, note_finding, read_document_again,
    retire_document,
};
pub use import::{ImportWish, Imported, import_file};
pub use show::{
    PaperText, Relation, citations_of, find_document, find_paper_text, findings_of, relations, source_text,
    text_of,
};
pub(crate) use show::{Shown, ShownText, show_document};
