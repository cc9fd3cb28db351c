//! Notices: what happened, and what to do next.

use maud::{Markup, Render, html};

use super::Tone;

/// A link out of the situation.
#[derive(Debug, Clone, Copy)]
pub struct Next<'a> {
    pub href: &'a str,
    pub label: &'a str,
}

/// A message to the person at the screen. `tone` is one of `Info`, `Done`, `Warning`, `Danger`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Notice<'a> {
    pub tone: Tone,
    /// One sentence: what happened.
    pub title: &'a str,
    /// More words, when one sentence is not enough.
    pub text: &'a str,
    /// What to do next.
    pub next: Option<Next<'a>>,
}

impl Render for Notice<'_> {
    fn render(&self) -> Markup {
        let role = if matches!(self.tone, Tone::Danger | Tone::Warning) { "alert" } else { "status" };
        html! {
            div class={ "notice " (self.tone.class()) } role=(role) {
                (self.tone.icon())
                div {
                    strong { (self.title) }
                    @if !self.text.is_empty() { p { (self.text) } }
                    @if let Some(next) = self.next { p { a href=(next.href) { (next.label) } } }
                }
            }
        }
    }
}

/// It worked.
pub fn success_notice(title: &str) -> Notice<'_> {
    Notice { tone: Tone::Done, title, ..Notice::default() }
}

/// It failed; `next` says what to do.
pub fn error_notice<'a>(title: &'a str, next: Next<'a>) -> Notice<'a> {
    Notice { tone: Tone::Danger, title, text: "", next: Some(next) }
}
