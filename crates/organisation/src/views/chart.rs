//! Markup of the organisation chart and of what became of what.

use kit::page::Sheet;
use kit::permission::Permission;
use kit::text::day;
use kit::ui::{Button, Column, Empty, Icon, Notice, Pager, Table, Tone, inline_form, table};
use kit::web::Ctx;
use maud::{Markup, html};

use super::units::{address, as_of, downloads, views};
use crate::pages::ListQuery;
use crate::store::ChainRow;
use crate::texts;
use crate::unit::{Level, Unit};
use crate::words;

pub(crate) struct Branch {
    pub unit: Unit,
    pub below: Vec<Unit>,
}

pub(crate) struct ChartPage {
    pub top: Unit,
    pub branches: Vec<Branch>,
}

pub(crate) fn chart(ctx: &Ctx, page: &ChartPage) -> Markup {
    let lang = ctx.lang();
    let date = ctx.facts.as_of.map_or_else(String::new, |date| format!("&as_of={date}"));
    let line = |unit: &Unit, may_have_below: bool| {
        html! {
            a href={ "/units/" (unit.id) (as_of(ctx)) } { (if unit.short_name.is_empty() { &unit.name } else { &unit.short_name }) }
            @if may_have_below {
            " " a class="muted" href={ "/units/chart?under=" (unit.id) (date) } aria-label=(texts::chart_below_of(&unit.name).get(lang)) { (texts::CHART_BELOW.get(lang)) }
            }
        }
    };
    let stands = page.top.is_valid_on(ctx.as_of());
    let body = html! {
        (views(lang, "/units/chart", &as_of(ctx)))
        @if !stands { (Notice { tone: Tone::Warning, title: texts::CHART_NOT_STANDING.get(lang), ..Notice::default() }) }
        p { strong { (page.top.name) } }
        ul class={ "tree" @if page.branches.len() > 15 { " many" } } {
            @for branch in &page.branches {
                li {
                    @if branch.below.is_empty() { (line(&branch.unit, false)) } @else {
                        details open[page.branches.len() <= 15] {
                            summary { (line(&branch.unit, true)) " (" (branch.below.len()) ")" }
                            ul { @for unit in &branch.below { li { (line(unit, true)) } } }
                        }
                    }
                }
            }
        }
        @if page.branches.is_empty() { p class="muted" { (texts::CHART_NOTHING.get(lang)) } }
        @if ctx.actor.can(Permission::ManageUnits) && page.top.valid_to.is_none() && page.top.level == Level::Province {
            (inline_form(&format!("/units/{}/usual", page.top.id), "", html! {
                (Button { label: texts::CHART_USUAL.get(lang), ..Button::default() })
            }))
            p class="hint" { (texts::CHART_USUAL_HINT.get(lang)) }
        }
    };
    let lead = html! { (texts::units_as_of(day(ctx.as_of(), lang)).get(lang)) };
    ctx.draw(Sheet {
        title: texts::CHART_TITLE.get(lang),
        current: "/units",
        lead: Some(lead),
        has_as_of: true,
        body,
        ..Sheet::default()
    })
}

pub(crate) struct HistoryPage<'a> {
    pub rows: &'a [ChainRow],
    pub query: &'a ListQuery,
}

pub(crate) fn history(ctx: &Ctx, page: &HistoryPage<'_>) -> Markup {
    let lang = ctx.lang();
    let columns = [
        Column::main(texts::HISTORY_PREDECESSOR.get(lang)),
        Column::text(texts::UNIT_PARENT.get(lang)),
        Column::number(texts::UNIT_LAST_DAY.get(lang)),
        Column::text(texts::HISTORY_KIND.get(lang)),
        Column::text(texts::HISTORY_SUCCESSOR.get(lang)),
        Column::text(texts::UNIT_BASIS.get(lang)),
    ];
    let frame = Table { caption: texts::HISTORY_TITLE.get(lang), columns: &columns, ..Table::default() };
    let next = match page.rows.last() {
        Some(last) => {
            address("/units/history", page.query, ctx, &[("after", last.predecessor.id.to_string())])
        }
        None => String::new(),
    };
    let body = html! {
        (views(lang, "/units/history", &as_of(ctx)))
        @if page.rows.is_empty() {
            (Empty { icon: Icon::Timeline, title: texts::HISTORY_NONE.get(lang), text: "", next: None })
        } @else {
            (table(&frame, |rows| for row in page.rows {
                rows.row()
                    .link(&format!("/units/{}", row.predecessor.id), &row.predecessor.name)
                    .text(row.predecessor_parent.as_deref().unwrap_or(""))
                    .text(&row.effective_on.pred_opt().map(|date| day(date, lang)).unwrap_or_default())
                    .cell(html! { (words::succession(row.kind).get(lang)) @if !row.share_note.is_empty() { ": " (row.share_note) } })
                    .cell(html! { @if let Some(unit) = &row.successor { a href={ "/units/" (unit.id) } { (unit.name) } } })
                    .text(&row.basis);
            }))
            (Pager { lang, newer: "", older: &next, note: "" })
        }
    };
    let export =
        |format: &str| address("/units/history/export", page.query, ctx, &[("format", format.to_owned())]);
    ctx.draw(Sheet {
        title: texts::HISTORY_TITLE.get(lang),
        current: "/units",
        actions: Some(downloads(&export("xlsx"), &export("csv"))),
        body,
        ..Sheet::default()
    })
}
