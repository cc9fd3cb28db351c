//! Small parts: breadcrumbs, cards, key-value lists, tiles, meters, pager, empty state.

use maud::{Markup, Render, html};

use super::{Icon, Next, Number, Tone};
use crate::text::Lang;
use crate::texts;

/// One step of the way to this page. The last one has no `href`.
#[derive(Debug, Clone, Copy)]
pub struct Crumb<'a> {
    pub href: &'a str,
    pub label: &'a str,
}

/// The way to this page.
pub fn breadcrumb(lang: Lang, crumbs: &[Crumb]) -> Markup {
    html! {
        nav class="crumbs" aria-label=(texts::UI_BREADCRUMB.get(lang)) {
            ol {
                @for crumb in crumbs {
                    li {
                        @if crumb.href.is_empty() { span aria-current="page" { (crumb.label) } }
                        @else { a href=(crumb.href) { (crumb.label) } }
                    }
                }
            }
        }
    }
}

/// A box with a heading of level 2.
pub fn card(title: &str, body: Markup) -> Markup {
    html! {
        section class="card" {
            h2 { (title) }
            (body)
        }
    }
}

/// Names and values of one record; a value may be any markup.
pub fn key_values(pairs: &[(&str, Markup)]) -> Markup {
    html! {
        dl class="kv" {
            @for (name, value) in pairs {
                div { dt { (name) } dd { (value) } }
            }
        }
    }
}

/// One figure to see at a glance.
#[derive(Debug, Clone, Copy, Default)]
pub struct Stat<'a> {
    pub label: &'a str,
    /// `None` is "not reported", which is not zero.
    pub value: Option<i64>,
    /// The unit or a comparison, in small letters.
    pub note: &'a str,
    /// The rows that make up the figure.
    pub href: &'a str,
    pub tone: Tone,
}

/// Figures side by side; each leads to what it counts.
pub fn stats(lang: Lang, stats: &[Stat]) -> Markup {
    let inside = |stat: &Stat| {
        html! {
            span class="label" { (stat.label) }
            span class="value" {
                @match stat.value {
                    Some(value) => (Number(value, lang)),
                    None => span class="blank" { (texts::UI_NOT_REPORTED.get(lang)) },
                }
            }
            @if !stat.note.is_empty() { span class="note" { (stat.note) } }
        }
    };
    html! {
        ul class="stats" {
            @for stat in stats {
                li class=(stat.tone.class()) {
                    @if stat.href.is_empty() { div { (inside(stat)) } } @else { a href=(stat.href) { (inside(stat)) } }
                }
            }
        }
    }
}

/// How many of how many: clauses handled, reports received. Always with the numbers in words.
#[derive(Debug, Clone, Copy)]
pub struct Meter<'a> {
    pub lang: Lang,
    /// What is counted: "điều khoản đã xử lý".
    pub label: &'a str,
    pub done: u32,
    pub total: u32,
}

impl Render for Meter<'_> {
    fn render(&self) -> Markup {
        html! {
            div class="meter" {
                progress max=(self.total.max(1)) value=(self.done.min(self.total)) aria-label=(self.label) {}
                span {
                    b { (Number(self.done.into(), self.lang)) "/" (Number(self.total.into(), self.lang)) }
                    " " (self.label)
                }
            }
        }
    }
}

/// Work that is going on; `done` is `None` while its length is unknown.
#[derive(Debug, Clone, Copy)]
pub struct Progress<'a> {
    pub label: &'a str,
    pub done: Option<u32>,
    pub total: u32,
}

impl Render for Progress<'_> {
    fn render(&self) -> Markup {
        html! {
            div class="meter" {
                progress max=(self.total.max(1)) value=[self.done] aria-label=(self.label) {}
                span role="status" { (self.label) }
            }
        }
    }
}

/// The ends of a list paged by key. An empty address means there is nothing that way.
#[derive(Debug, Clone, Copy, Default)]
pub struct Pager<'a> {
    pub lang: Lang,
    pub newer: &'a str,
    pub older: &'a str,
    /// How much is shown: "50 dòng", "1–50 / 1.204".
    pub note: &'a str,
}

impl Render for Pager<'_> {
    fn render(&self) -> Markup {
        html! {
            nav class="pager" aria-label=(texts::UI_PAGES.get(self.lang)) {
                @if !self.newer.is_empty() {
                    a class="btn" rel="prev" href=(self.newer) { (Icon::Left) (texts::UI_NEWER.get(self.lang)) }
                }
                span { (self.note) }
                @if !self.older.is_empty() {
                    a class="btn" rel="next" href=(self.older) { (texts::UI_OLDER.get(self.lang)) (Icon::Right) }
                }
            }
        }
    }
}

/// An empty list that teaches the next step.
#[derive(Debug, Clone, Copy)]
pub struct Empty<'a> {
    pub icon: Icon,
    /// What is missing: "Chưa có kế hoạch nào".
    pub title: &'a str,
    /// What it is for and how it begins.
    pub text: &'a str,
    pub next: Option<Next<'a>>,
}

impl Render for Empty<'_> {
    fn render(&self) -> Markup {
        html! {
            div class="empty" {
                (self.icon)
                p { strong { (self.title) } }
                @if !self.text.is_empty() { p { (self.text) } }
                @if let Some(next) = self.next { a class="btn primary" href=(next.href) { (next.label) } }
            }
        }
    }
}
