//! The entry grid of one unit and period.

use kit::page::Sheet;
use kit::text::Lang;
use kit::ui::{Crumb, Notice, Tone, files, success_notice};
use kit::web::Ctx;
use maud::{Markup, html};

use super::{CURRENT, amount, choose_period};
use crate::indicator::Indicator;
use crate::pages::address;
use crate::pages::entry::EntryPage;
use crate::value::typed;
use crate::{texts, words};

const PATH: &str = "/reports/entry";

/// What the script says, as data of the form.
pub fn grid_form(action: &str, period: &str, lang: Lang, body: Markup) -> Markup {
    html! {
        form class="stack grid" method="post" action=(action) data-grid="/api/v1/values" data-period=(period)
            data-saved=(texts::GRID_SAVED.get(lang)) data-saving=(texts::GRID_SAVING.get(lang))
            data-stale=(texts::ERROR_STALE.get(lang)) data-offline=(texts::GRID_OFFLINE.get(lang))
            data-number=(texts::ROW_NO_NUMBER.get(lang)) data-whole=(texts::ROW_WHOLE_NUMBER.get(lang))
            data-small=(texts::grid_small("{least}").get(lang)) data-large=(texts::grid_large("{most}").get(lang))
            data-unlike=(texts::GRID_UNLIKE.get(lang)) data-part=(texts::GRID_PART.get(lang)) {
            (body)
        }
        script src=(files::GRID_JS) defer {}
    }
}

/// One field of a grid, with what the script checks.
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
        html! {
            input type="text" inputmode="decimal" class="n cell" id={ "f-" (self.name) } name=(self.name) value=(self.value)
                aria-label=(self.label) autocomplete="off" readonly[!self.is_open]
                data-cell=(indicator.code) data-unit=(self.unit) data-decimals=(indicator.decimals)
                data-least=[limit(indicator.least)] data-most=[limit(indicator.most)] data-last=[last]
                data-of=[indicator.part_of.as_deref()]
                aria-invalid=[self.error.map(|_| "true")] aria-describedby=(described);
            span class="error" id=(described) role="status" { (self.error.unwrap_or("")) }
        }
    }
}

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
    let form = grid_form(
        &action,
        &period,
        lang,
        html! {
            input type="hidden" name="version" value=(page.version) data-version-of=(page.unit.id);
            @for line in lines {
                section class="card" {
                    h2 { (words::line_of_work(line, lang)) }
                    div class="scroll" {
                        table class="entry" {
                            caption class="vh" { (words::line_of_work(line, lang)) }
                            thead { tr {
                                th scope="col" { (texts::COLUMN_INDICATOR.get(lang)) }
                                th scope="col" class="n" { (heading(page.period.before(), lang)) }
                                th scope="col" class="n" { (heading(page.period.year_before(), lang)) }
                                th scope="col" class="n" { (words::period(page.period, lang)) }
                            } }
                            tbody {
                                @for one in reported.iter().filter(|one| one.line_of_work == line) { (row(page, one, lang)) }
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
        (choose_period(PATH, &[("unit", unit.as_str())], page.period, lang))
        @if let Some(title) = refusal { (Notice { tone: Tone::Danger, title, ..Notice::default() }) }
        @if page.is_saved { (success_notice(texts::SAVED.get(lang))) }
        p class="note" { (texts::ENTRY_HINT.get(lang)) }
        (form)
        (super::published::card_of(page, ctx.today(), lang))
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

fn heading(period: Option<crate::period::ReportPeriod>, lang: Lang) -> String {
    period.map_or_else(String::new, |period| words::period(period, lang))
}

fn row(page: &EntryPage, indicator: &Indicator, lang: Lang) -> Markup {
    let name = format!("v-{}", indicator.code);
    let last = page.last.get(indicator.slot);
    let kept = page.now.get(indicator.slot);
    let field = page.field(&indicator.code);
    let differs =
        page.refusal.is_some() && kept.map(|kept| typed(kept, indicator)).unwrap_or_default() != field;
    let grid = GridField {
        name: &name,
        label: indicator.name(lang),
        unit: page.unit.id.0,
        value: &field,
        last,
        error: page.errors.get(&indicator.code).map(|phrase| phrase.get(lang)),
        is_open: page.may_enter,
    };
    html! {
        tr {
            th scope="row" class=[indicator.part_of.as_ref().map(|_| "part")] {
                (indicator.name(lang)) " " span class="note" { "(" (indicator.measure(lang)) ")" }
            }
            td class="n" data-l=(heading(page.period.before(), lang)) { (amount(last, indicator, lang)) }
            td class="n" data-l=(heading(page.period.year_before(), lang)) { (amount(page.year_before.get(indicator.slot), indicator, lang)) }
            td class="n" data-l=(words::period(page.period, lang)) {
                (grid.draw(indicator))
                @if differs { span class="note" { (texts::KEPT_NOW.get(lang)) " " (amount(kept, indicator, lang)) } }
            }
        }
    }
}
