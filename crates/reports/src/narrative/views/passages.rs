//! The author's own text of a section.

use kit::ui::{Badge, ButtonKind, Choice, Field, Form, LinkButton, Tone, card, disclosure, hidden};
use kit::web::Ctx;
use maud::{Markup, html};

use super::annex::sources;
use crate::narrative::actions::{NumberRemark, PassageSeen};
use crate::narrative::pages::GatherPage;
use crate::{texts, words};

pub fn draw(ctx: &Ctx, page: &GatherPage) -> Markup {
    let lang = ctx.lang();
    let is_open = page.look.may_type(ctx);
    let last = page.passages.len().saturating_sub(1);
    html! {
        h2 id="passages-title" { (page.section.title(lang)) }
        @if !is_open { p class="note" { (texts::PASSAGES_CLOSED.get(lang)) } }
        @if page.passages.is_empty() { p class="note" { (texts::PASSAGES_NONE.get(lang)) } }
        @for passage in &page.passages { (one(ctx, page, passage, (is_open, passage.place == last))) }
        // One form with words at a time: fields of two would carry the same names.
        @if is_open && !page.passages.iter().any(|passage| page.query.edit == passage.place.to_string()) {
            @let is_refused = page.refusal.is_some();
            (card(texts::PASSAGE_ADD.get(lang), html! {
                form method="post" class="stack" action={ (page.report()) "/gather" } {
                    (carried(page, ""))
                    (hidden("act", "add"))
                    (text_field(if is_refused { &page.typed } else { "" }, lang))
                    (figure_fields(page, lang))
                    button class="btn primary" { (texts::PASSAGE_ADD_DO.get(lang)) }
                }
            }))
        }
    }
}

/// What every form of the editor carries.
fn carried(page: &GatherPage, place: &str) -> Markup {
    html! {
        (hidden("section", &page.section.code))
        (hidden("version", &page.version.to_string()))
        (hidden("from", &page.query.from))
        @if !place.is_empty() { (hidden("place", place)) }
    }
}

fn text_field(value: &str, lang: kit::text::Lang) -> Markup {
    let form = Form { lang, ..Form::default() };
    form.field(
        Field::area("body", texts::PASSAGE_WORDS.get(lang), 4)
            .value(value)
            .hint(texts::PASSAGE_HINT.get(lang)),
    )
}

/// The picker of live figures; units and periods other than the report's own fold away.
fn figure_fields(page: &GatherPage, lang: kit::text::Lang) -> Markup {
    let look = &page.look;
    let form = Form { lang, ..Form::default() };
    let codes = look.form.iter().flat_map(crate::returns::form::ReportForm::lines);
    let labels: Vec<(&str, String)> = codes
        .filter_map(|line| look.catalogue.by_code(&line.indicator))
        .map(|one| {
            let figure = words::figure_or_blank(look.whole(one), one, lang);
            (one.code.as_str(), format!("{}: {figure} {}", one.name(lang), one.measure(lang)))
        })
        .collect();
    let none = Choice { value: "", label: texts::PASSAGE_NO_CHOICE.get(lang) };
    let figures = labels.iter().map(|(value, label)| Choice { value, label });
    let figures: Vec<Choice<'_>> = std::iter::once(none).chain(figures).collect();
    let own = Choice { value: "", label: &look.unit.name };
    let units = page.units.iter().map(|(value, label)| Choice { value, label });
    let units: Vec<Choice<'_>> = std::iter::once(own).chain(units).collect();
    html! {
        (form.field(Field::select("figure", texts::PASSAGE_FIGURE.get(lang), &figures)))
        @if !page.units.is_empty() {
            (disclosure(texts::PASSAGE_FIGURE_OTHER.get(lang), false, html! {
                (form.field(Field::select("figure_unit", texts::PASSAGE_FIGURE_UNIT.get(lang), &units)))
                (form.field(Field::text("figure_period", texts::PASSAGE_FIGURE_PERIOD.get(lang)).hint("2024-Q1, 2024-03, 2024").short()))
            }))
        }
    }
}

fn one(ctx: &Ctx, page: &GatherPage, passage: &PassageSeen, (is_open, is_last): (bool, bool)) -> Markup {
    let lang = ctx.lang();
    let place = passage.place.to_string();
    let is_edited_now = is_open && page.query.edit == place;
    let action = format!("{}/gather", page.report());
    let button = |act: &str, label: &str, kind: &str| {
        html! {
            form method="post" class="inline" action=(action) {
                (carried(page, &place))
                (hidden("act", act))
                button class=(kind) { (label) span class="vh" { " " (passage.place + 1) } }
            }
        }
    };
    html! {
        article class="card stack" id={ "passage-" (place) } {
            @if is_edited_now {
                form method="post" class="stack" action=(action) {
                    (carried(page, &place))
                    (hidden("act", "edit"))
                    (text_field(if page.refusal.is_some() { &page.typed } else { &passage.body }, lang))
                    (figure_fields(page, lang))
                    div class="row" {
                        button class="btn primary" { (texts::SAVE.get(lang)) }
                        (LinkButton { href: &page.at(&page.section.code, &page.query.from, ""), label: texts::PASSAGE_CANCEL.get(lang), kind: ButtonKind::Quiet, icon: None })
                    }
                }
            } @else { p { (passage.drawn) } }
            (marks(passage, lang))
            @for remark in &passage.remarks { (number(page, passage, remark, is_open, lang)) }
            @if !passage.sources.is_empty() {
                (disclosure(texts::passage_sources(passage.sources.len()).get(lang), passage.is_moved(), sources(passage, lang)))
            }
            @if is_open && !is_edited_now {
                div class="row noprint" {
                    a class="btn" href={ (page.at(&page.section.code, &page.query.from, &place)) "#passage-" (place) } {
                        (texts::PASSAGE_EDIT.get(lang)) span class="vh" { " " (passage.place + 1) }
                    }
                    @if passage.place > 0 { (button("up", texts::PASSAGE_UP.get(lang), "btn quiet")) }
                    @if !is_last { (button("down", texts::PASSAGE_DOWN.get(lang), "btn quiet")) }
                    (button("drop", texts::PASSAGE_DROP.get(lang), "btn quiet"))
                }
            }
        }
    }
}

/// Own, taken, edited, restated.
pub fn marks(passage: &PassageSeen, lang: kit::text::Lang) -> Markup {
    let (word, tone) = if passage.sources.is_empty() {
        (texts::PASSAGE_OWN, Tone::Neutral)
    } else if passage.is_edited {
        (texts::PASSAGE_EDITED, Tone::Active)
    } else {
        (texts::PASSAGE_TAKEN, Tone::Done)
    };
    html! {
        div class="row" {
            (Badge { tone, word: word.get(lang) })
            @if passage.is_moved() { (Badge { tone: Tone::Warning, word: texts::PASSAGE_RESTATED.get(lang) }) }
            @if passage.body != passage.drawn { (Badge { tone: Tone::Info, word: texts::PASSAGE_LIVE.get(lang) }) }
        }
    }
}

/// A typed number beside its indicator, and the passage with the live figure instead.
fn number(
    page: &GatherPage,
    passage: &PassageSeen,
    remark: &NumberRemark,
    is_open: bool,
    lang: kit::text::Lang,
) -> Markup {
    let Some(one) = page.look.catalogue.by_code(&remark.indicator) else { return html! {} };
    let figure = words::figure(remark.figure, one, lang);
    let text = if remark.agrees {
        texts::number_agrees(one.name(lang), &remark.typed)
    } else {
        texts::number_differs(&figure, one.name(lang), &remark.typed)
    };
    html! {
        form method="post" class={ "row " (if remark.agrees { "note" } else { "error" }) } action={ (page.report()) "/gather" } {
            span { (text.get(lang)) }
            @if is_open {
                (carried(page, &passage.place.to_string()))
                (hidden("act", "live"))
                (hidden("body", &remark.live))
                button class="btn quiet" { (texts::NUMBER_LIVE.get(lang)) }
            }
        }
    }
}
