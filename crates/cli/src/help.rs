//! The help page: the way of a paper through the program, and the keys.

use axum::Router;
use axum::routing::get;
use kit::page::Sheet;
use kit::text::Text;
use kit::ui::{card, key_values, paths};
use kit::web::{App, Reading};
use maud::{Markup, html};

use crate::texts;

/// The way of a paper, in its order.
const STEPS: [(Text, Text); 7] = [
    (texts::HELP_PAPER, texts::HELP_PAPER_TEXT),
    (texts::HELP_REVIEW, texts::HELP_REVIEW_TEXT),
    (texts::HELP_ISSUE, texts::HELP_ISSUE_TEXT),
    (texts::HELP_ASSIGN, texts::HELP_ASSIGN_TEXT),
    (texts::HELP_WORK, texts::HELP_WORK_TEXT),
    (texts::HELP_FOLLOW, texts::HELP_FOLLOW_TEXT),
    (texts::HELP_FIND, texts::HELP_FIND_TEXT),
];

const KEYS: [(&str, Text); 7] = [
    ("Ctrl K", texts::HELP_KEY_SEARCH),
    ("j / k", texts::HELP_KEY_MOVE),
    ("a", texts::HELP_KEY_ACCEPT),
    ("e", texts::HELP_KEY_EDIT),
    ("d", texts::HELP_KEY_DROP),
    ("u", texts::HELP_KEY_UNDO),
    ("?", texts::HELP_KEY_HELP),
];

pub fn routes() -> Router<App> {
    Router::new().route(paths::HELP, get(page))
}

async fn page(Reading(ctx): Reading) -> Markup {
    let lang = ctx.lang();
    let keys = KEYS.map(|(key, what)| (key, html! { (what.get(lang)) }));
    let body = html! {
        div class="prose" {
            p { (texts::HELP_LEAD.get(lang)) }
            ol {
                @for (title, text) in STEPS { li { p { strong { (title.get(lang)) } " " (text.get(lang)) } } }
            }
        }
        (card(texts::HELP_KEYS.get(lang), html! {
            (key_values(&keys))
        }))
    };
    ctx.draw(Sheet { title: texts::HELP.get(lang), body, ..Sheet::default() })
}
