//! What the reading views have in common: the way between them, the choice of period, layer and indicator, and the exports.

use kit::page::Sheet;
use kit::text::{Lang, Text};
use kit::ui::{ButtonKind, Choice, Crumb, Field, Form, Icon, LinkButton, Tab, tabs};
use kit::web::Ctx;
use maud::{Markup, html};
use organisation::Unit;

use super::{CURRENT, choose_layer, choose_period, map, ranking, targets, trend};
use crate::actions::totals::Asked;
use crate::catalogue::Catalogue;
use crate::indicator::Indicator;
use crate::pages::{PageQuery, address, kept};
use crate::{texts, words};

/// What one view says of itself.
pub struct Frame<'f> {
    pub path: &'f str,
    pub label: Text,
    pub unit: &'f Unit,
    pub indicator: &'f Indicator,
    /// What can be chosen beside the indicators.
    pub more: &'f [Choice<'f>],
}

/// The views of figures as tabs; each keeps what is chosen.
pub fn views(current: &str, pairs: &[(&str, &str)], lang: Lang) -> Markup {
    let all = [
        (CURRENT, texts::VIEW_MATRIX),
        (ranking::PATH, texts::RANKING),
        (map::PATH, texts::MAP),
        (trend::PATH, texts::TREND),
        (targets::PATH, texts::TARGETS),
    ];
    let links = all.map(|(path, label)| (address(path, pairs), path, label));
    let shown: Vec<Tab<'_>> = links
        .iter()
        .map(|(href, path, label)| Tab {
            href,
            label: label.get(lang),
            icon: None,
            count: None,
            is_current: *path == current,
        })
        .collect();
    tabs(texts::CHOOSE_VIEW.get(lang), &shown)
}

pub fn draw(
    ctx: &Ctx,
    query: &PageQuery,
    asked: &Asked,
    frame: &Frame<'_>,
    catalogue: &Catalogue,
    body: Markup,
) -> Markup {
    let lang = ctx.lang();
    let (unit, period) = (frame.unit.id.to_string(), asked.period.to_string());
    let mut pairs = kept(query, asked, &period);
    pairs.extend([("unit", unit.as_str()), ("indicator", &frame.indicator.code)]);
    let without = |left_out: &'static str| -> Vec<(&str, &str)> {
        pairs.iter().copied().filter(|(name, _)| *name != left_out).collect()
    };
    let choices: Vec<Choice<'_>> = catalogue
        .reported_in(asked.period)
        .map(|one| Choice { value: &one.code, label: one.name(lang) })
        .chain(frame.more.iter().copied())
        .collect();
    let form = Form { lang, ..Form::default() };
    let whole = html! {
        (views(frame.path, &pairs, lang))
        (choose_period(frame.path, &without("period"), asked.period, lang))
        (choose_layer(frame.path, query, &pairs, lang))
        form class="row period noprint" method="get" action=(frame.path) {
            @for (name, value) in without("indicator") {
                @if !value.is_empty() { input type="hidden" name=(name) value=(value); }
            }
            (form.field(Field::select("indicator", texts::COLUMN_INDICATOR.get(lang), &choices).value(&frame.indicator.code)))
            button class="btn" { (texts::CHOOSE.get(lang)) }
        }
        (body)
    };
    let export = |format| {
        let all: Vec<(&str, &str)> = pairs.iter().copied().chain([("format", format)]).collect();
        address(&format!("{}/export", frame.path), &all)
    };
    let (xlsx, csv) = (export("xlsx"), export("csv"));
    let button =
        |href, label| LinkButton { href, label, kind: ButtonKind::Quiet, icon: Some(Icon::Download) };
    let actions = html! {
        (button(&xlsx, texts::EXPORT_XLSX.get(lang)))
        (button(&csv, texts::EXPORT_CSV.get(lang)))
    };
    let matrix = address(CURRENT, &[("unit", &unit), ("period", &period)]);
    let title = format!(
        "{}: {} – {}",
        frame.label.get(lang),
        frame.indicator.name(lang),
        words::period(asked.period, lang)
    );
    ctx.draw(Sheet {
        title: &title,
        current: CURRENT,
        crumbs: &[
            Crumb { href: CURRENT, label: texts::REPORTS_TITLE.get(lang) },
            Crumb { href: &matrix, label: &frame.unit.name },
            Crumb { href: "", label: frame.label.get(lang) },
        ],
        actions: Some(actions),
        body: whole,
        ..Sheet::default()
    })
}
