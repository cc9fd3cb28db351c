//! Markup: page structs to HTML.

mod board;
pub mod calendar;
pub mod compare;
mod filters;
mod head;
pub mod item;
mod item_units;
pub mod list;
mod outline;
pub mod progress;
pub mod show;
pub mod table;
mod timeline;

use chrono::NaiveDate;
use kit::text::Lang;

use crate::follow::model::ItemRow;
use crate::texts;

/// A count for components that draw meters.
fn count(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

/// "Ban Phong trào · hạn 31/03/2024".
fn note(item: &ItemRow, lang: Lang) -> String {
    let due = due(item.due_on, &item.due_phrase);
    let due = if due.is_empty() { due } else { texts::follow_due(due).get(lang).to_owned() };
    [item.lead.as_str(), due.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ")
}

/// The day, or the words of the paper where they give none.
fn due(day: Option<NaiveDate>, phrase: &str) -> String {
    day.map_or_else(|| phrase.to_owned(), vi::date::short)
}
