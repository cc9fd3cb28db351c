//! The entry grid of one unit and period.

use kit::page::Sheet;
use kit::ui::{Crumb, Notice, Tone, success_notice};
use kit::web::Ctx;
use maud::{Markup, html};

use super::grid::{Beside, COMMENTS, GridTable, cell_comments, legend, save_bar};
pub use super::grid::{GridField, grid_form};
use super::{CURRENT, amount, choose_period};
use crate::indicator::Indicator;
use crate::pages::address;
use crate::pages::entry::EntryPage;
use crate::value::typed;
use crate::{texts, words};

const PATH: &str = "/reports/entry";

pub fn page(ctx: &Ctx, page: &EntryPage) -> Markup {
    let lang = ctx.lang();
    let (unit, period) = (page.unit.id.to_string(), page.period.to_string());
    let action = address(PATH, &[("unit", &unit), ("period", &period)]);
    let reported: Vec<&Indicator> =
        page.catalogue.reported_in(page.period).filter(|one| one.source.is_empty()).collect();
    let mut lines: Vec<&str> = Vec::new();
    for one in &reported {
        if !lines.contains(&one.line_of_work.as_str()) {
            lines.push(&one.line_of_work);
        }
    }
    let grid = GridTable { period: page.period, lang };
    let form = grid_form(
        &action,
        &period,
        lang,
        html! {
            input type="hidden" name="version" value=(page.version) data-version-of=(page.unit.id);
            @for line in lines {
                @let rows = html! { @for one in reported.iter().filter(|one| one.line_of_work == line) { (row(page, &grid, one)) } };
                section class="card figures-in" {
                    (grid.draw(&html! { h2 { (words::line_of_work(line, lang)) } }, texts::COLUMN_INDICATOR.get(lang), &rows))
                }
            }
            @if page.may_enter { (save_bar(lang)) }
        },
    );
    let refusal = page.refusal.as_ref().map(|phrase| phrase.get(lang));
    let body = html! {
        (choose_period(PATH, &[("unit", unit.as_str())], page.period, lang))
        @if let Some(title) = refusal { (Notice { tone: Tone::Danger, title, ..Notice::default() }) }
        @if page.is_saved { (success_notice(texts::SAVED.get(lang))) }
        p class="note" { (texts::ENTRY_HINT.get(lang)) }
        (form)
        (super::published::card_of(page, ctx.today(), lang))
        @if page.may_comment {
            form id=(COMMENTS) method="post" action=(address("/reports/comments", &[("unit", &unit), ("period", &period)])) {}
        }
        @if page.may_enter { (legend(lang)) }
    };
    let title = format!("{} – {}", page.unit.name, words::period(page.period, lang));
    let matrix = address(CURRENT, &[("unit", &unit), ("period", &period)]);
    ctx.draw(Sheet {
        title: &title,
        current: CURRENT,
        crumbs: &[
            Crumb { href: CURRENT, label: texts::REPORTS_TITLE.get(lang) },
            Crumb { href: &matrix, label: &page.unit.name },
            Crumb { href: "", label: texts::ENTER.get(lang) },
        ],
        body,
        ..Sheet::default()
    })
}

fn row(page: &EntryPage, table: &GridTable, indicator: &Indicator) -> Markup {
    let lang = table.lang;
    let name = format!("v-{}", indicator.code);
    let kept = page.now.get(indicator.slot);
    let field = page.field(&indicator.code);
    let differs =
        page.refusal.is_some() && kept.map(|kept| typed(kept, indicator)).unwrap_or_default() != field;
    let beside =
        Beside { last: page.last.get(indicator.slot), year_before: page.year_before.get(indicator.slot) };
    let is_closed = page.closed.contains(&(page.unit.id, indicator.slot));
    let grid = GridField {
        name: &name,
        label: indicator.name(lang),
        unit: page.unit.id.0,
        value: &field,
        last: beside.last,
        error: page.errors.get(&indicator.code).map(|phrase| phrase.get(lang)),
        is_open: page.may_enter && !is_closed,
    };
    let said: Vec<_> = page.comments.iter().filter(|one| one.indicator == indicator.code).collect();
    let cell = html! {
        (grid.draw(indicator))
        @if page.may_enter && is_closed { span class="note" { (texts::ENTRY_SENT.get(lang)) } }
        @if page.may_comment { (cell_comments(indicator, &said, lang)) }
        @if differs { span class="note" { (texts::KEPT_NOW.get(lang)) " " (amount(kept, indicator, lang)) } }
    };
    let name = html! { (indicator.name(lang)) " " span class="note" { "(" (indicator.measure(lang)) ")" } };
    table.row(&name, indicator.part_of.is_some(), indicator, &beside, &cell)
}
