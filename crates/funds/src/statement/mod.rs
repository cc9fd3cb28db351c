//! A bank statement, and its proof: nothing of it may be booked unless the whole file holds together.

pub mod amount;
pub mod profile;
pub mod proof;
pub mod reading;
pub mod words;

use chrono::NaiveDate;

pub use profile::{Profile, profiles};
pub use proof::{Break, BreakKind, Proof, Prover};
pub use reading::{StatementError, check};

/// One line of a statement. Amounts are whole đồng.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its place in the file, the heading being 1. Contents of several lines count as one.
    pub number: u64,
    pub date: NaiveDate,
    pub doc_no: String,
    pub debit: i64,
    /// Negative where the bank takes a gift back.
    pub credit: i64,
    /// The balance after this line.
    pub balance: i64,
    pub content: String,
    /// The bank's own count of lines, where the layout has one.
    pub serial: Option<i64>,
    /// The page of the paper it stood on, where the layout has one.
    pub page: Option<i64>,
}
