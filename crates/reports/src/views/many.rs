//! One indicator, many units.

use kit::page::Sheet;
use kit::ui::{Choice, Crumb, Field, Form, Notice, Tone};
use kit::web::Ctx;
use maud::{Markup, html};

use super::grid::{Beside, GridField, GridTable, grid_form, legend, save_bar};
use super::{CURRENT, choose_period};
use crate::pages::address;
use crate::pages::many::{Line, ManyPage};
use crate::{texts, words};

const PATH: &str = "/reports/entry/many";

pub fn page(ctx: &Ctx, page: &ManyPage) -> Markup {
    let lang = ctx.lang();
    let (unit, period) = (page.parent.id.to_string(), page.period.to_string());
    let indicator = &page.indicator;
    let pairs = [("unit", unit.as_str()), ("indicator", indicator.code.as_str())];
    let action = address(PATH, &[("unit", &unit), ("indicator", &indicator.code), ("period", &period)]);
    let choices: Vec<Choice<'_>> =
        page.indicators.iter().map(|one| Choice { value: &one.code, label: one.name(lang) }).collect();
    let choose = Form { lang, ..Form::default() };
    let grid = GridTable { period: page.period, lang };
    let caption = html! { (indicator.name(lang)) " (" (indicator.measure(lang)) ")" };
    let rows = html! { @for line in &page.lines { (row(page, &grid, line)) } };
    let form = grid_form(
        &action,
        &period,
        lang,
        html! {
            section class="card figures-in" { (grid.draw(&caption, texts::COLUMN_UNIT.get(lang), &rows)) }
            @if page.may_enter { (save_bar(lang)) }
        },
    );
    let refusal = page.refusal.as_ref().map(|phrase| phrase.get(lang));
    let body = html! {
        (choose_period(PATH, &pairs, page.period, lang))
        form class="row period" method="get" action=(PATH) {
            input type="hidden" name="unit" value=(unit);
            input type="hidden" name="period" value=(period);
            (choose.field(Field::select("indicator", texts::COLUMN_INDICATOR.get(lang), &choices).value(&indicator.code)))
            button class="btn" { (texts::CHOOSE.get(lang)) }
        }
        @if let Some(title) = refusal { (Notice { tone: Tone::Danger, title, ..Notice::default() }) }
        p class="note" { (texts::ENTRY_HINT.get(lang)) }
        (form)
        @if page.may_enter { (legend(lang)) }
    };
    let title = format!("{} – {}", indicator.name(lang), words::period(page.period, lang));
    let matrix = address(CURRENT, &[("unit", &unit), ("period", &period)]);
    ctx.draw(Sheet {
        title: &title,
        current: CURRENT,
        crumbs: &[
            Crumb { href: CURRENT, label: texts::REPORTS_TITLE.get(lang) },
            Crumb { href: &matrix, label: &page.parent.name },
            Crumb { href: "", label: texts::ENTER_MANY.get(lang) },
        ],
        body,
        ..Sheet::default()
    })
}

fn row(page: &ManyPage, table: &GridTable, line: &Line) -> Markup {
    let (lang, indicator) = (table.lang, &page.indicator);
    let name = format!("u-{}", line.unit);
    let grid = GridField {
        name: &name,
        label: &line.name,
        unit: line.unit.0,
        value: &line.field,
        last: line.last,
        error: line.error.as_ref().map(|phrase| phrase.get(lang)),
        is_open: page.may_enter && !line.is_closed,
    };
    let cell = html! {
        input type="hidden" name={ "version-" (line.unit) } value=(line.version) data-version-of=(line.unit);
        (grid.draw(indicator))
        @if page.may_enter && line.is_closed { span class="note" { (texts::ENTRY_SENT.get(lang)) } }
    };
    let beside = Beside { last: line.last, year_before: line.year_before };
    let name = html! { (line.name) " " span class="note" { (line.code) } };
    table.row(&name, false, indicator, &beside, &cell)
}
