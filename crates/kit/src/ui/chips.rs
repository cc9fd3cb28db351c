//! Filters as chips kept in the address, and tabs.

use maud::{Markup, Render, html};

use super::{Icon, Next};
use crate::text::Lang;
use crate::texts;

/// One filter that is on.
#[derive(Debug, Clone, Copy)]
pub struct Chip<'a> {
    /// What is filtered: "Đơn vị".
    pub name: &'a str,
    /// By what: "Xã Mường Mẫu".
    pub value: &'a str,
    /// The same list without this filter.
    pub remove: &'a str,
}

/// The filters of a list: chips that are on, a form that adds one, saved views.
#[derive(Debug, Clone, Default)]
pub struct Chips<'a> {
    pub lang: Lang,
    pub chips: &'a [Chip<'a>],
    /// The list without any filter; empty when there is nothing to clear.
    pub clear: &'a str,
    /// The fields of the form that adds filters; it sends `get` to `action`.
    pub add: Option<Markup>,
    pub action: &'a str,
    /// Views the person saved, as links.
    pub views: &'a [Next<'a>],
    /// Where "save as a view" posts the address's query; empty when it cannot be saved.
    pub save: &'a str,
    /// The query that is saved.
    pub query: &'a str,
    pub csrf: &'a str,
}

impl Render for Chips<'_> {
    fn render(&self) -> Markup {
        let lang = self.lang;
        html! {
            div class="chips" role="group" aria-label=(texts::UI_FILTERS.get(lang)) {
                @for chip in self.chips {
                    a class="chip" href=(chip.remove) title=(texts::UI_FILTER_REMOVE.get(lang)) {
                        span { (chip.name) ": " b { (chip.value) } }
                        span class="vh" { (texts::UI_FILTER_REMOVE.get(lang)) }
                        (Icon::Close)
                    }
                }
                @if let Some(add) = &self.add {
                    details class="menu" {
                        summary class="chip add" { (Icon::Filter) (texts::UI_FILTER_ADD.get(lang)) }
                        form class="pop stack" method="get" action=(self.action) {
                            (add)
                            button class="btn primary" { (texts::UI_FILTER_APPLY.get(lang)) }
                        }
                    }
                }
                @if !self.views.is_empty() || !self.save.is_empty() {
                    details class="menu" {
                        summary class="chip add" { (Icon::Save) (texts::UI_VIEWS.get(lang)) }
                        div class="pop" {
                            @for view in self.views { a href=(view.href) { (view.label) } }
                            @if !self.save.is_empty() {
                                form class="stack" method="post" action=(self.save) {
                                    (super::hidden("csrf", self.csrf))
                                    (super::hidden("query", self.query))
                                    label class="field" {
                                        span { (texts::UI_VIEW_NAME.get(lang)) }
                                        input name="name" required;
                                    }
                                    button class="btn" { (texts::UI_VIEW_SAVE.get(lang)) }
                                }
                            }
                        }
                    }
                }
                @if !self.clear.is_empty() { a class="clear" href=(self.clear) { (texts::UI_FILTERS_CLEAR.get(lang)) } }
            }
        }
    }
}

/// One tab: a link to the same record, seen differently.
#[derive(Debug, Clone, Copy)]
pub struct Tab<'a> {
    pub href: &'a str,
    pub label: &'a str,
    pub icon: Option<Icon>,
    /// How many things wait there.
    pub count: Option<u32>,
    pub is_current: bool,
}

/// The tabs of a record or the views of a list. `label` names the group for screen readers.
pub fn tabs(label: &str, tabs: &[Tab]) -> Markup {
    html! {
        nav class="tabs" aria-label=(label) {
            @for tab in tabs {
                a href=(tab.href) aria-current=[tab.is_current.then_some("page")] {
                    @if let Some(icon) = tab.icon { (icon) }
                    (tab.label)
                    @if let Some(count) = tab.count { span class="count" { (count) } }
                }
            }
        }
    }
}
