//! What a paper was made from. The modules above name themselves by a word and a number; their addresses are theirs.

use kit::text::Text;

use crate::texts;

/// Where the record is read: `report` 12, `plan` 3.
pub fn href(kind: &str, id: Option<i64>) -> Option<String> {
    let id = id?;
    match kind {
        "report" => Some(format!("/reports/by-number/{id}")),
        "plan" => Some(format!("/plans/{id}")),
        _ => None,
    }
}

pub fn word(kind: &str) -> Text {
    if kind == "report" { texts::SOURCE_REPORT } else { texts::SOURCE_PLAN }
}
