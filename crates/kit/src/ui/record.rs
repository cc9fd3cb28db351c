//! Parts of a record's page: activity, findings, dialogs, menus, the panel beside a list.

use maud::{Markup, Render, html};

use super::{Icon, Next, Tone, hidden};
use crate::text::Lang;
use crate::texts;

/// Something that happened to a record.
#[derive(Debug, Clone, Copy, Default)]
pub struct Activity<'a> {
    pub tone: Tone,
    pub who: &'a str,
    /// "giao việc cho xã Mường Mẫu".
    pub what: &'a str,
    /// As people read it, and as machines do (`2024-03-01T08:30`).
    pub when: &'a str,
    pub when_iso: &'a str,
    /// The reason given, or the words of a comment.
    pub text: &'a str,
}

/// What happened, newest first.
pub fn activities(lang: Lang, events: &[Activity]) -> Markup {
    html! {
        ol class="activity" aria-label=(texts::UI_ACTIVITY.get(lang)) {
            @for event in events {
                li class=(event.tone.class()) {
                    (event.tone.icon())
                    div {
                        p { b { (event.who) } " " (event.what) " " time datetime=(event.when_iso) class="note" { (event.when) } }
                        @if !event.text.is_empty() { blockquote { (event.text) } }
                    }
                }
            }
        }
    }
}

/// Something that deserves a person's look.
#[derive(Debug, Clone, Copy, Default)]
pub struct Finding<'a> {
    pub tone: Tone,
    /// "Năm kỷ niệm không khớp: 94 năm, tính được 93".
    pub title: &'a str,
    /// The words it is about.
    pub quote: &'a str,
    /// What to do about it.
    pub next: Option<Next<'a>>,
}

/// What a check found, the gravest first.
pub fn findings(findings: &[Finding]) -> Markup {
    html! {
        ul class="findings" {
            @for finding in findings {
                li class=(finding.tone.class()) {
                    (finding.tone.icon())
                    div {
                        p { b { (finding.title) } }
                        @if !finding.quote.is_empty() { blockquote { (finding.quote) } }
                        @if let Some(next) = finding.next { a href=(next.href) { (next.label) } }
                    }
                }
            }
        }
    }
}

/// Words that fold away.
pub fn disclosure(summary: &str, is_open: bool, body: Markup) -> Markup {
    html! { details class="fold" open[is_open] { summary { (Icon::Right) (summary) } div { (body) } } }
}

/// A dialog that a link opens: `a href="/the/page" data-dialog="#id"`. Without script the link's page opens instead.
pub fn dialog(lang: Lang, id: &str, title: &str, body: Markup) -> Markup {
    html! {
        dialog id=(id) aria-labelledby={ (id) "-title" } {
            div class="row between" {
                h2 id={ (id) "-title" } { (title) }
                form method="dialog" { button class="close" aria-label=(texts::UI_CLOSE.get(lang)) { (Icon::Close) } }
            }
            (body)
        }
    }
}

/// More acts under one button. Items are links or small forms with a `class="item"` button.
pub fn menu(label: &str, items: Markup) -> Markup {
    html! {
        details class="menu right" {
            summary class="btn" { (label) (Icon::Down) }
            div class="pop" { (items) }
        }
    }
}

/// A form that is one button in a row.
pub fn inline_form(action: &str, csrf: &str, button: Markup) -> Markup {
    html! { form class="inline" method="post" action=(action) { (hidden("csrf", csrf)) (button) } }
}

/// A list, and the record that was opened beside it. `panel` is empty until a row is opened.
pub fn beside(label: &str, list: Markup, panel: Option<Markup>) -> Markup {
    html! {
        div class="beside" {
            div { (list) }
            aside id="panel" aria-label=(label) tabindex="-1" { @if let Some(panel) = panel { (panel) } }
        }
    }
}

/// The content of the panel beside a list: also what an answer to `X-Fragment: panel` carries, inside `aside#panel`.
pub fn panel(lang: Lang, title: &str, close: &str, body: Markup) -> Markup {
    html! {
        div class="row between" {
            h2 { (title) }
            a class="close" href=(close) data-close-panel aria-label=(texts::UI_CLOSE.get(lang)) { (Icon::Close) }
        }
        (body)
    }
}

/// Text that a button copies, where script runs.
pub fn copyable(lang: Lang, text: &str) -> Markup {
    html! {
        span class="copyable" {
            code { (text) }
            button type="button" class="close" data-copy=(text) data-done=(texts::UI_COPIED.get(lang)) hidden
                aria-label=(texts::UI_COPY.get(lang)) { (Icon::Copy) }
        }
    }
}

/// Who a record concerns: initials in a circle beside the name.
#[derive(Debug, Clone, Copy)]
pub struct PersonChip<'a> {
    pub name: &'a str,
}

impl Render for PersonChip<'_> {
    fn render_to(&self, buffer: &mut String) {
        buffer.push_str("<span class=\"person\"><span aria-hidden=\"true\">");
        // The given name comes last: its initial is the one people go by.
        if let Some(initial) = self.name.split_whitespace().next_back().and_then(|name| name.chars().next()) {
            initial.to_uppercase().collect::<String>().render_to(buffer);
        }
        buffer.push_str("</span>");
        self.name.render_to(buffer);
        buffer.push_str("</span>");
    }
}
