//! Gathering the words: sentences of the reports below become passages of the unit's own report.
//!
//! A section's words stay what they are ([`report_text`](crate::returns::store::texts)); passages tell, line by line, where they come
//! from. Figures in words are live until the report is sent ([`figures`]), read where the tables read theirs.

pub mod actions;
pub(crate) mod api;
pub mod check;
pub mod figures;
pub mod gather;
pub(crate) mod pages;
pub mod passage;
pub mod sentences;
pub mod similar;
pub mod store;
pub mod token;
mod views;

pub(crate) use views::links;
