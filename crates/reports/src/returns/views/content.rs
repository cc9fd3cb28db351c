//! The figures and words of a report, typed or read.

use kit::text::Lang;
use kit::ui::{Button, ButtonKind, card, files};
use kit::web::Ctx;
use maud::{Markup, html};

use super::report::RETURN;
use crate::indicator::Indicator;
use crate::pages::address;
use crate::returns::check::FieldRef;
use crate::returns::form::Section;
use crate::returns::pages::report::ReportPage;
use crate::returns::report::ReportMove;
use crate::value::typed;
use crate::views::amount;
use crate::views::entry::{GridField, grid_form};
use crate::views::grid::{COMMENTS, cell_comments, legend, save_bar};
use crate::{texts, words as names};

pub fn content(ctx: &Ctx, page: &ReportPage) -> Markup {
    let lang = ctx.lang();
    let look = &page.look;
    let (is_open, returns) = (look.may_type(ctx), look.moves(ctx).contains(&ReportMove::Return));
    let Some(form) = &look.form else {
        return html! { @if let Some(title) = &look.paper { (card(texts::REPORT_CONTENT.get(lang), html! { p { (title) } })) } };
    };
    let figures = grid_form(
        &format!("{}/figures", page.path()),
        &look.period.to_string(),
        lang,
        html! {
            input type="hidden" name="version" value=(look.own_version) data-version-of=(look.unit.unit);
            @for section in form.sections.iter().filter(|section| !section.lines.is_empty()) {
                (section_figures(page, section, (is_open, returns), lang))
            }
            @if is_open { (save_bar(lang)) }
        },
    );
    html! {
        (figures)
        h2 { (texts::REPORT_WORDS.get(lang)) }
        form method="post" class="stack" action={ (page.path()) "/words" }
            data-words="/api/v1/reports/texts" data-of="/api/v1/reports/of" data-unit=(look.unit.unit)
            data-period=(look.period) data-regime=(look.regime.code)
            data-saved=(texts::GRID_SAVED.get(lang)) data-saving=(texts::GRID_SAVING.get(lang))
            data-off=(texts::WORDS_OFF.get(lang)) data-failed=(texts::WORDS_FAILED.get(lang))
            data-clash=(texts::ERROR_WORDS_STALE.get(lang)) data-mine=(texts::WORDS_MINE.get(lang))
            data-office=(texts::WORDS_OFFICE.get(lang)) data-keep=(texts::WORDS_KEEP.get(lang))
            data-take=(texts::WORDS_TAKE.get(lang)) {
            @for section in form.sections.iter().filter(|section| section.has_words()) {
                (section_words(page, section, (is_open, returns), lang))
            }
            @if is_open { div class="row" { (Button { label: texts::REPORT_SAVE_WORDS.get(lang), kind: ButtonKind::Primary, ..Button::default() }) } }
        }
        @if is_open { script src=(files::WORDS_JS) defer {} }
        @if page.may_comment {
            form id=(COMMENTS) method="post" action=(address("/reports/comments", &[
                ("unit", &look.unit.unit.to_string()), ("period", &look.period.to_string()), ("regime", &look.regime.code),
            ])) {}
        }
        @if is_open { (legend(lang)) }
    }
}

/// A field for the reason why another field is sent back; it belongs to the form of the button.
fn reason(field: &FieldRef, name: &str, lang: Lang) -> Markup {
    let label = format!("{}: {name}", texts::REPORT_RETURN_WHY.get(lang));
    html! { input type="text" form=(RETURN) name={ "r-" (field.kind()) "-" (field.code()) } aria-label=(label) placeholder=(texts::REPORT_RETURN_WHY.get(lang)); }
}

fn section_figures(
    page: &ReportPage,
    section: &Section,
    (is_open, returns): (bool, bool),
    lang: Lang,
) -> Markup {
    let look = &page.look;
    let heading = |period: Option<crate::period::ReportPeriod>| {
        period.map_or_else(String::new, |period| names::period(period, lang))
    };
    let (last, before) = (heading(look.period.before()), heading(look.period.year_before()));
    let title = section.title(lang);
    let own = texts::REPORT_OWN.get(lang);
    let (below, whole) = (texts::REPORT_BELOW.get(lang), texts::REPORT_WHOLE.get(lang));
    html! {
        section class="card figures-in told" {
            div class="scroll" tabindex="0" role="region" aria-label=(title) {
                table class="entry" {
                    caption { h2 { (title) } }
                    thead { tr {
                        th scope="col" { (texts::COLUMN_INDICATOR.get(lang)) }
                        th scope="col" class="n" { (last) }
                        th scope="col" class="n" { (before) }
                        th scope="col" class="n own" { (own) }
                        th scope="col" class="n" { (below) }
                        th scope="col" class="n" { (whole) }
                    } }
                    tbody {
                        @for line in &section.lines {
                            @if let Some(one) = look.catalogue.by_code(&line.indicator) {
                                tr {
                                    th scope="row" class=[one.part_of.as_ref().map(|_| "part")] {
                                        (one.name(lang)) @if line.is_required { " *" } " "
                                        span class="note" { "(" (one.measure(lang)) ")" }
                                    }
                                    td class="n was" data-l=(last) { (amount(look.last.get(one.slot), one, lang)) }
                                    td class="n was" data-l=(before) { (amount(look.year_before.get(one.slot), one, lang)) }
                                    td class="n now" data-l=(own) {
                                        (own_figure(page, one, is_open, lang))
                                        @if returns { (reason(&FieldRef::Indicator(one.code.clone()), one.name(lang), lang)) }
                                    }
                                    td class="n was" data-l=(below) { (amount(look.below(one), one, lang)) }
                                    td class="n was whole" data-l=(whole) { (amount(look.whole(one), one, lang)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn own_figure(page: &ReportPage, one: &Indicator, is_open: bool, lang: Lang) -> Markup {
    let look = &page.look;
    let kept = look.own.get(one.slot);
    let remark = look.remark("indicator", &one.code);
    let error = page.errors.get(&FieldRef::Indicator(one.code.clone()));
    let name = format!("v-{}", one.code);
    let value = page.typed.get(&one.code).cloned();
    let value = value.unwrap_or_else(|| kept.map_or_else(String::new, |kept| typed(kept, one)));
    let field = GridField {
        name: &name,
        label: one.name(lang),
        unit: look.unit.unit.0,
        value: &value,
        last: look.last.get(one.slot),
        error: error.map(|phrase| phrase.get(lang)),
        is_open: true,
    };
    let said: Vec<_> = page.comments.iter().filter(|said| said.indicator == one.code).collect();
    html! {
        @if is_open {
            (field.draw(one))
            @if let Some(months) = look.of_months(one).filter(|months| kept != Some(*months)) {
                span class="note" { (texts::report_of_months(names::figure(months, one, lang)).get(lang)) }
            }
        } @else {
            (amount(kept, one, lang))
            @if let Some(error) = error { span class="error" { (error.get(lang)) } }
        }
        @if page.may_comment { (cell_comments(one, &said, lang)) }
        @if let Some(remark) = remark { span class="error" { (texts::report_returned_for(&remark.reason).get(lang)) } }
    }
}

fn section_words(
    page: &ReportPage,
    section: &Section,
    (is_open, returns): (bool, bool),
    lang: Lang,
) -> Markup {
    let look = &page.look;
    let kept = look.words(&section.code);
    let body = page.typed.get(&section.code).map(String::as_str);
    let body = body.unwrap_or_else(|| kept.map_or("", |text| text.body.as_str()));
    let field = FieldRef::Section(section.code.clone());
    let id = format!("w-{}", section.code);
    html! {
        section class="card" {
            h3 { label for=(id) { (section.title(lang)) @if section.words_required { " *" } } }
            p class="note" { (section.prompt(lang)) }
            (crate::narrative::links(look, &section.code, is_open, lang))
            @if is_open {
                input type="hidden" name={ "wv-" (section.code) } value=(kept.map_or(0, |text| text.version));
                textarea id=(id) name=(id) rows="5" data-report-words=(section.code) { (body) }
                span class="note" data-state role="status" {}
                @if let Some(kept) = kept.filter(|kept| kept.body != body) {
                    p class="note" { (texts::KEPT_NOW.get(lang)) }
                    p class="pre clash" { (kept.body) }
                }
            } @else { p id=(id) class="pre" { (look.drawn(body)) } }
            @if let Some(error) = page.errors.get(&field) { p class="error" { (error.get(lang)) } }
            @if let Some(remark) = look.remark("section", &section.code) {
                p class="error" { (texts::report_returned_for(&remark.reason).get(lang)) }
            }
            @if returns { (reason(&field, section.title(lang), lang)) }
        }
    }
}
