//! One indicator, many units.

use kit::page::Sheet;
use kit::ui::{Choice, Crumb, Field, Form, Notice, Tone};
use kit::web::Ctx;
use maud::{Markup, html};

use super::entry::{GridField, grid_form};
use super::{CURRENT, amount, choose_period};
use crate::pages::address;
use crate::pages::many::ManyPage;
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
    let head = |period: Option<crate::period::ReportPeriod>| {
        period.map_or_else(String::new, |period| words::period(period, lang))
    };
    let (last, year_before) = (head(page.period.before()), head(page.period.year_before()));
    let form = grid_form(
        &action,
        &period,
        lang,
        html! {
            div class="scroll" {
                table class="entry" {
                    caption { (indicator.name(lang)) " (" (indicator.measure(lang)) ")" }
                    thead { tr {
                        th scope="col" { (texts::COLUMN_UNIT.get(lang)) }
                        th scope="col" class="n" { (last) }
                        th scope="col" class="n" { (year_before) }
                        th scope="col" class="n" { (words::period(page.period, lang)) }
                    } }
                    tbody {
                        @for line in &page.lines {
                            @let name = format!("u-{}", line.unit);
                            @let grid = GridField {
                                name: &name,
                                label: &line.name,
                                unit: line.unit.0,
                                value: &line.field,
                                last: line.last,
                                error: line.error.as_ref().map(|phrase| phrase.get(lang)),
                                is_open: page.may_enter,
                            };
                            tr {
                                th scope="row" { (line.name) " " span class="note" { (line.code) } }
                                td class="n" data-l=(last) { (amount(line.last, indicator, lang)) }
                                td class="n" data-l=(year_before) { (amount(line.year_before, indicator, lang)) }
                                td class="n" data-l=(words::period(page.period, lang)) {
                                    input type="hidden" name={ "version-" (line.unit) } value=(line.version) data-version-of=(line.unit);
                                    (grid.draw(indicator))
                                }
                            }
                        }
                    }
                }
            }
            @if page.may_enter {
                div class="row sticky" {
                    button type="submit" class="btn primary" { (texts::SAVE.get(lang)) }
                    span class="note" data-state role="status" {}
                }
            }
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
