//! Markup: page structs to HTML.

pub mod entry;
pub mod grid;
pub mod indicators;
pub mod many;
pub mod map;
pub mod matrix;
mod published;
pub mod ranking;
mod reading;
pub mod successors;
pub mod targets;
pub mod total;
pub mod trend;
pub mod waiting;

use kit::text::Lang;
use kit::ui::{Choice, Field, Form, Tab, tabs};
use kit::web::Ctx;
use maud::{Markup, html};
use vi::period::PeriodKind;

use crate::pages::{PageQuery, address};
use crate::period::{KINDS, ReportPeriod, kind_code};
use crate::store::figures::Layer;
use crate::{texts, words};

/// The line of work in the navigation.
pub const CURRENT: &str = "/reports";

/// The same kind of period on the same day of the year: the kind of a page changes, its time does not.
fn in_kind(period: ReportPeriod, kind: PeriodKind) -> Option<ReportPeriod> {
    ReportPeriod::new(kind.containing(period.period().start()))
}

/// Kind, number and year of a period, with the way to the one before and after. `pairs` are kept in every link.
pub fn choose_period(path: &str, pairs: &[(&str, &str)], period: ReportPeriod, lang: Lang) -> Markup {
    let href = |period: ReportPeriod| {
        let text = period.to_string();
        let all: Vec<(&str, &str)> = pairs.iter().copied().chain([("period", text.as_str())]).collect();
        address(path, &all)
    };
    let kinds: Vec<(String, PeriodKind)> =
        KINDS.into_iter().filter_map(|kind| Some((href(in_kind(period, kind)?), kind))).collect();
    let kinds: Vec<Tab<'_>> = kinds
        .iter()
        .map(|(href, kind)| Tab {
            href,
            label: words::kind(*kind).get(lang),
            icon: None,
            count: None,
            is_current: *kind == period.kind(),
        })
        .collect();
    let count = 12 / period.kind().months();
    let numbers: Vec<String> = (1..=count).map(|number| number.to_string()).collect();
    let choices: Vec<Choice<'_>> =
        numbers.iter().map(|number| Choice { value: number, label: number }).collect();
    let (number, year) = (period.number().to_string(), period.year().to_string());
    let form = Form { lang, ..Form::default() };
    html! {
        (tabs(texts::CHOOSE_KIND.get(lang), &kinds))
        form class="row period noprint" method="get" action=(path) {
            @for (name, value) in pairs { @if !value.is_empty() { input type="hidden" name=(name) value=(value); } }
            input type="hidden" name="kind" value=(kind_code(period.kind()));
            @if let Some(before) = period.before() {
                a class="btn quiet" rel="prev" href=(href(before)) { (words::period(before, lang)) }
            }
            @if count > 1 {
                (form.field(Field::select("number", words::kind(period.kind()).get(lang), &choices).value(&number).short()))
            }
            (form.field(Field::number("year", texts::CHOOSE_YEAR.get(lang)).value(&year).short()))
            button class="btn" { (texts::CHOOSE.get(lang)) }
            @if let Some(after) = period.after() {
                a class="btn quiet" rel="next" href=(href(after)) { (words::period(after, lang)) }
            }
        }
    }
}

/// Typed or accepted.
pub fn choose_layer(path: &str, query: &PageQuery, pairs: &[(&str, &str)], lang: Lang) -> Markup {
    let now = query.layer();
    let links = Layer::ALL.map(|layer| {
        let mut all: Vec<(&str, &str)> = pairs.iter().copied().filter(|(name, _)| *name != "layer").collect();
        all.push(("layer", if layer == Layer::Accepted { layer.word() } else { "" }));
        (address(path, &all), layer)
    });
    let layers: Vec<Tab<'_>> = links
        .iter()
        .map(|(href, layer)| Tab {
            href,
            label: words::layer(*layer).get(lang),
            icon: None,
            count: None,
            is_current: *layer == now,
        })
        .collect();
    tabs(texts::CHOOSE_LAYER.get(lang), &layers)
}

/// Kinds of periods with figures that are not added up here.
pub fn other_bases(ctx: &Ctx, bases: &[PeriodKind], shown: PeriodKind) -> Option<String> {
    let lang = ctx.lang();
    let others: Vec<&str> =
        bases.iter().filter(|kind| **kind != shown).map(|kind| words::kind(*kind).get(lang)).collect();
    (!others.is_empty())
        .then(|| texts::other_bases(others.join(", "), words::kind(shown).get(lang)).get(lang).to_owned())
}

/// A figure in a cell; `None` is "not reported", which is not zero.
pub fn amount(value: Option<i64>, indicator: &crate::indicator::Indicator, lang: Lang) -> Markup {
    html! {
        @match value {
            Some(value) => (words::figure(value, indicator, lang)),
            None => span class="blank" title=(texts::NOT_REPORTED.get(lang)) { "–" span class="vh" { (texts::NOT_REPORTED.get(lang)) } },
        }
    }
}
