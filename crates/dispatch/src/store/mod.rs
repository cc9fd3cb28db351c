//! Every SQL statement of the module, and nothing but SQL and row mapping.

pub mod incoming;
pub mod opinions;
pub mod outgoing;
pub mod receipts;
pub mod register;
pub mod templates;
pub mod units;

use kit::Internal;
use kit::storage::Row;

/// A column that holds one of our codes.
fn known<T>(row: &mut Row<'_>, from_code: impl Fn(&str) -> Option<T>) -> Result<T, Internal> {
    let code: String = row.take()?;
    from_code(&code).ok_or_else(|| Internal::new(format!("unknown code {code}")))
}
