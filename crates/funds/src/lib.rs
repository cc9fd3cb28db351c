//! Funds (handbook section 5): money in, proved before it is booked.
//!
//! So far a bank statement is read and proves itself ([`statement`]): opening balance, lines and closing balance must agree, line by
//! line. No database and no web in it: the same code will stand before the books.

pub mod statement;
pub mod vietqr;

/// Texts of the module.
pub mod texts {
    use kit::text::Text;
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}
