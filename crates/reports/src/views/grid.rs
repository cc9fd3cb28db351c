//! The grid of figures that all pages of entry share: cells with their checks, comments, and the words of the scripts.

use kit::text::Lang;
use kit::ui::{Icon, files};
use maud::{Markup, html};

use super::amount;
use crate::indicator::Indicator;
use crate::period::ReportPeriod;
use crate::store::comments::Comment;
use crate::value::typed;
use crate::{texts, words};

/// Where what waits to be sent is listed.
pub const WAITING: &str = "/reports/waiting";
/// The form that all comments of a page belong to: forms do not stand in forms.
pub const COMMENTS: &str = "comments";

/// What the scripts say, and the mark by which the browser keeps the page for when there is no line: `grid` or `home`.
pub fn offline_words(mark: &str, lang: Lang) -> Markup {
    let say = |text: kit::text::Text| text.get(lang);
    html! {
        span hidden data-offline=(mark) data-api="/api/v1/values" data-home=[(mark == "grid").then_some(WAITING)]
            data-saved=(say(texts::GRID_SAVED)) data-saving=(say(texts::GRID_SAVING)) data-stale=(say(texts::GRID_STALE))
            data-unsent=(say(texts::GRID_OFFLINE)) data-off=(say(texts::GRID_OFF)) data-signed_out=(say(texts::GRID_SIGNED_OUT))
            data-refused=(say(texts::GRID_REFUSED)) data-failed=(say(texts::GRID_FAILED)) data-unkept=(say(texts::GRID_UNKEPT))
            data-nothing=(say(texts::GRID_NOTHING)) data-blank=(say(texts::GRID_BLANK))
            data-number=(say(texts::ROW_NO_NUMBER)) data-whole=(say(texts::ROW_WHOLE_NUMBER))
            data-decimals=(texts::row_decimals("{decimals}").get(lang))
            data-small=(texts::grid_small("{least}").get(lang)) data-large=(texts::grid_large("{most}").get(lang))
            data-unlike=(say(texts::GRID_UNLIKE)) data-part=(say(texts::GRID_PART))
            data-pasted=(texts::grid_pasted("{count}").get(lang)) data-beyond=(texts::grid_beyond("{count}").get(lang))
            data-clash=(say(texts::CLASH)) data-mine=(say(texts::CLASH_MINE)) data-office=(say(texts::CLASH_OFFICE))
            data-before=(say(texts::CLASH_BEFORE)) data-keep=(say(texts::CLASH_KEEP)) data-take=(say(texts::CLASH_TAKE))
            data-typed=(texts::waiting_typed("{at}").get(lang)) data-here=(say(texts::WAITING_HERE))
            data-not_here=(say(texts::WAITING_NOT_HERE)) {}
    }
}

/// The form around a grid. Figures of `period` are saved by themselves through the API; without script the form is sent.
pub fn grid_form(action: &str, period: &str, lang: Lang, body: Markup) -> Markup {
    html! {
        (offline_words("grid", lang))
        form class="stack grid" method="post" action=(action) data-grid="/api/v1/values" data-period=(period) autocomplete="off" {
            (body)
        }
        script src=(files::DRAFTS_JS) defer {}
        script src=(files::SENDING_JS) defer {}
        script src=(files::GRID_JS) defer {}
    }
}

/// The line at the bottom: saving by hand, how the last save went, what waits.
pub fn save_bar(lang: Lang) -> Markup {
    html! {
        div class="row sticky" {
            button type="submit" class="btn primary" { (texts::SAVE.get(lang)) }
            span class="note" data-state role="status" {}
            a class="unsent" href=(WAITING) hidden data-waiting=(texts::waiting_count("{count}").get(lang)) {}
        }
    }
}

/// What the marks beside the fields mean.
pub fn legend(lang: Lang) -> Markup {
    let marks = [
        ("unsaved", texts::MARK_UNSAVED),
        ("saved", texts::MARK_SAVED),
        ("warned", texts::MARK_WARNED),
        ("refused", texts::MARK_REFUSED),
        ("stale", texts::MARK_STALE),
    ];
    html! {
        details class="fold marks-of" {
            summary { (Icon::Right) (texts::MARKS.get(lang)) }
            ul class="row" { @for (is, text) in marks { li { span class="cellbox" data-is=(is) {} (text.get(lang)) } } }
        }
    }
}

/// One field of a grid, with what the script checks.
#[derive(Default)]
pub struct GridField<'g> {
    pub name: &'g str,
    pub label: &'g str,
    pub unit: i64,
    pub value: &'g str,
    pub last: Option<i64>,
    pub error: Option<&'g str>,
    pub is_open: bool,
}

impl GridField<'_> {
    pub fn draw(&self, indicator: &Indicator) -> Markup {
        let limit = |limit: Option<i64>| limit.map(|limit| typed(limit, indicator));
        let last = self.last.map(|last| typed(last, indicator));
        let described = format!("e-{}", self.name);
        let is = match (self.error, self.value.trim().is_empty()) {
            (Some(_), _) => "refused",
            (None, true) => "blank",
            (None, false) => "kept",
        };
        html! {
            span class="cellbox" data-is=(is) {
                input type="text" inputmode=(if indicator.least.is_some_and(|least| least >= 0) { "decimal" } else { "text" })
                    class="n cell" id={ "f-" (self.name) } name=(self.name) value=(self.value)
                    aria-label=(self.label) autocomplete="off" readonly[!self.is_open] enterkeyhint="next"
                    data-cell=(indicator.code) data-unit=(self.unit) data-decimals=(indicator.decimals)
                    data-least=[limit(indicator.least)] data-most=[limit(indicator.most)] data-last=[last]
                    data-of=[indicator.part_of.as_deref()]
                    aria-invalid=[self.error.map(|_| "true")] aria-describedby=(described);
            }
            span class="error" id=(described) role="status" { (self.error.unwrap_or("")) }
        }
    }
}

/// The figures beside a field: of the period before, and of the same period of the year before.
pub struct Beside {
    pub last: Option<i64>,
    pub year_before: Option<i64>,
}

/// A table of cells: what each line is called, what stood before, the field.
pub struct GridTable {
    pub period: ReportPeriod,
    pub lang: Lang,
}

impl GridTable {
    fn head(&self, period: Option<ReportPeriod>) -> String {
        period.map_or_else(String::new, |period| words::period(period, self.lang))
    }

    /// The whole table around its `rows`; `first` names what the lines are.
    pub fn draw(&self, caption: &Markup, first: &str, rows: &Markup) -> Markup {
        html! {
            table class="entry" {
                caption { (caption) }
                thead { tr {
                    th scope="col" { (first) }
                    th scope="col" class="n" { (self.head(self.period.before())) }
                    th scope="col" class="n" { (self.head(self.period.year_before())) }
                    th scope="col" class="n" { (self.head(Some(self.period))) }
                } }
                tbody { (rows) }
            }
        }
    }

    /// One line; `cell` is the field with what belongs to it.
    pub fn row(
        &self,
        name: &Markup,
        is_part: bool,
        indicator: &Indicator,
        beside: &Beside,
        cell: &Markup,
    ) -> Markup {
        let lang = self.lang;
        html! {
            tr {
                th scope="row" class=[is_part.then_some("part")] { (name) }
                td class="n was" data-l=(self.head(self.period.before())) { (amount(beside.last, indicator, lang)) }
                td class="n was" data-l=(self.head(self.period.year_before())) { (amount(beside.year_before, indicator, lang)) }
                td class="n now" { (cell) }
            }
        }
    }
}

/// What was said about a cell, and a field to say more; opened by a small mark in the cell.
pub fn cell_comments(indicator: &Indicator, said: &[&Comment], lang: Lang) -> Markup {
    let open = said.iter().filter(|one| one.resolved_at.is_none()).count();
    let label = texts::comments_of(indicator.name(lang));
    let field = format!("c-{}", indicator.code);
    html! {
        details class={ "comments" (if open > 0 { " open" } else { "" }) } {
            summary aria-label={ (label.get(lang)) ": " (open) } title=(label.get(lang)) {
                span aria-hidden="true" { "✎" @if open > 0 { " " (open) } }
            }
            div class="stack" {
                @for one in said {
                    div class=[one.resolved_at.map(|_| "done")] {
                        p { (one.body) }
                        p class="note" {
                            (one.author_name) " · " (kit::text::moment(one.at, lang))
                            @if let Some(by) = &one.resolved_by_name { " · " (texts::comment_resolved_by(by).get(lang)) }
                        }
                        @if one.resolved_at.is_none() {
                            button class="btn small" form=(COMMENTS) name="resolve" value=(one.id) { (texts::COMMENT_RESOLVE.get(lang)) }
                        }
                    }
                }
                label for=(field) { (texts::COMMENT_BODY.get(lang)) }
                textarea id=(field) form=(COMMENTS) name={ "body-" (indicator.code) } rows="2" maxlength="2000" {}
                button class="btn small" form=(COMMENTS) name="add" value=(indicator.code) { (texts::COMMENT_ADD.get(lang)) }
            }
        }
    }
}
