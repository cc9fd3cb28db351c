//! Markup: page structs to HTML, with components from kit.

pub mod citations;
pub mod content;
pub mod edit;
pub mod findings;
pub mod list;
pub mod relations;
pub mod show;
pub mod upload;

use chrono::NaiveDate;
use kit::text::Lang;
use maud::{Markup, html};

/// A day as people write it; empty when there is none.
pub fn day(date: Option<NaiveDate>, lang: Lang) -> String {
    date.map_or_else(String::new, |date| kit::text::day(date, lang))
}

/// A value, or a dash that says it was not found.
pub fn or_blank(value: &str, lang: Lang) -> Markup {
    html! {
        @if value.is_empty() { span class="blank" { (crate::texts::NOT_FOUND.get(lang)) } } @else { (value) }
    }
}
