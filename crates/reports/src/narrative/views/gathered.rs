//! What the reports below say.

use kit::ui::{Badge, Choice, Field, Form, Tone, disclosure, hidden};
use kit::web::Ctx;
use maud::{Markup, html};

use crate::narrative::gather::{Alike, Author, Sentence};
use crate::narrative::pages::{GatherPage, key_text};
use crate::returns::pages::report::path;
use crate::returns::words;
use crate::texts;

pub fn draw(ctx: &Ctx, page: &GatherPage) -> Markup {
    let lang = ctx.lang();
    let gathered = &page.gathered;
    let is_open = page.look.may_type(ctx);
    let written: Vec<&Author> = gathered.units.iter().filter(|unit| unit.sentences > 0).collect();
    let silent: Vec<&Author> = gathered.silent().collect();
    let from: Option<i64> = page.query.from.parse().ok();
    let shown: Vec<&Alike> = gathered
        .groups
        .iter()
        .filter(|group| from.is_none_or(|from| group.sentences.iter().any(|one| one.unit.0 == from)))
        .collect();
    html! {
        h2 id="gathered-title" { (texts::GATHER_BELOW.get(lang)) }
        (choose(page, &written, ctx))
        p { a href="#passages" { (texts::GATHER_TO_OWN.get(lang)) } }
        p class="note" { (texts::gather_counts(written.len(), gathered.units.len(), shown.len()).get(lang)) }
        @if !silent.is_empty() {
            (disclosure(texts::gather_silent(silent.len()).get(lang), false, html! {
                ul { @for unit in &silent { li {
                    a href=(path(unit.unit, page.look.period, &page.look.regime.code)) { (unit.name) } " "
                    (state(unit.state, ctx))
                } } }
            }))
        }
        @for (at, group) in shown.iter().enumerate() {
            // Long lists fold, so that a phone draws the first screens quickly.
            @if at == FOLDED_FROM {
                (disclosure(texts::gather_more(shown.len() - FOLDED_FROM).get(lang), false, html! {
                    div class="stack" { @for group in &shown[FOLDED_FROM..] { (one(page, group, is_open, ctx)) } }
                }))
            } @else if at < FOLDED_FROM { (one(page, group, is_open, ctx)) }
        }
        @if shown.is_empty() { p { (texts::GATHER_NONE.get(lang)) } }
    }
}

const FOLDED_FROM: usize = 40;

fn state(state: crate::returns::report::ReportState, ctx: &Ctx) -> Markup {
    let (word, tone) = words::state(state);
    html! { (Badge { tone, word: word.get(ctx.lang()) }) }
}

fn choose(page: &GatherPage, written: &[&Author], ctx: &Ctx) -> Markup {
    let lang = ctx.lang();
    let ids: Vec<String> = written.iter().map(|unit| unit.unit.to_string()).collect();
    let all = Choice { value: "", label: texts::GATHER_ALL_UNITS.get(lang) };
    let units = ids.iter().zip(written).map(|(value, unit)| Choice { value, label: &unit.name });
    let choices: Vec<Choice<'_>> = std::iter::once(all).chain(units).collect();
    let form = Form { lang, ..Form::default() };
    html! {
        form method="get" class="row noprint" action={ (page.report()) "/gather" } {
            (hidden("section", &page.section.code))
            (form.field(Field::select("from", texts::GATHER_UNIT.get(lang), &choices).value(&page.query.from)))
            button class="btn" { (texts::GATHER_SHOW.get(lang)) }
        }
    }
}

/// One group: how many say so, each wording, and a button that takes it with all sources that are ticked.
fn one(page: &GatherPage, group: &Alike, is_open: bool, ctx: &Ctx) -> Markup {
    let lang = ctx.lang();
    let Some(first) = group.sentences.first() else { return html! {} };
    let has_accepted = group.sentences.iter().any(|one| one.is_accepted);
    let wordings = || {
        html! {
            @for sentence in &group.sentences {
                (wording(page, sentence, (is_open, sentence.is_accepted || !has_accepted), ctx))
            }
        }
    };
    html! {
        form method="post" class="card stack" action={ (page.report()) "/gather" } {
            @if is_open {
                (hidden("section", &page.section.code))
                (hidden("version", &page.version.to_string()))
                (hidden("from", &page.query.from))
                (hidden("act", "take"))
            }
            @if group.sentences.len() == 1 { (wordings()) } @else {
                p { (first.text) }
                div class="row" {
                    (Badge { tone: Tone::Info, word: texts::gather_units(group.units).get(lang) })
                    @if !has_accepted { (Badge { tone: Tone::Warning, word: texts::GATHER_NOT_ACCEPTED.get(lang) }) }
                    @if group.sentences.iter().any(|one| one.is_used) { (Badge { tone: Tone::Done, word: texts::GATHER_USED.get(lang) }) }
                    @if is_open {
                        button class="btn" name="taken" value=(key_text(first)) { (texts::GATHER_TAKE_GROUP.get(lang)) }
                    }
                }
                (disclosure(texts::gather_wordings(group.sentences.len()).get(lang), false, wordings()))
            }
            @if is_open && !page.query.edit.is_empty() {
                (hidden("place", &page.query.edit))
                button class="btn quiet" name="act" value="cite" { (texts::GATHER_CITE.get(lang)) }
            }
        }
    }
}

fn wording(page: &GatherPage, sentence: &Sentence, (is_open, is_ticked): (bool, bool), ctx: &Ctx) -> Markup {
    let lang = ctx.lang();
    let key = key_text(sentence);
    html! {
        div class="stack" {
            p { (sentence.text) }
            div class="row" {
                @if is_open {
                    label class="row" {
                        input type="checkbox" name="source" value=(key) checked[is_ticked];
                        (sentence.unit_name)
                    }
                }
                a href=(path(sentence.unit, page.look.period, &page.look.regime.code)) {
                    @if is_open { (texts::GATHER_OPEN.get(lang)) span class="vh" { " " (sentence.unit_name) } } @else { (sentence.unit_name) }
                }
                @if !sentence.is_accepted {
                    (Badge { tone: Tone::Warning, word: texts::GATHER_NOT_ACCEPTED.get(lang) })
                    (state(sentence.state, ctx))
                }
                @if sentence.is_used { (Badge { tone: Tone::Done, word: texts::GATHER_USED.get(lang) }) }
                @if is_open {
                    button class="btn" name="taken" value=(key) { (texts::GATHER_TAKE.get(lang)) span class="vh" { ": " (sentence.unit_name) } }
                }
            }
        }
    }
}
