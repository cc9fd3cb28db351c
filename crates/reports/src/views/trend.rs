//! One indicator of a unit over time.

use kit::export;
use kit::text::Lang;
use kit::ui::{Bar, BarChart, Column, Empty, Icon, Notice, Table, Tone, card, table};
use kit::web::Ctx;
use maud::{Markup, html};

use super::amount;
use super::reading::{Frame, draw};
use crate::actions::reading::Trend;
use crate::actions::totals::Asked;
use crate::catalogue::Catalogue;
use crate::matrix::cell;
use crate::pages::{PageQuery, address};
use crate::successor::straddles_reform;
use crate::{texts, words};

pub const PATH: &str = "/reports/trend";

/// The periods lie on both sides of the reform.
fn straddles(found: &Trend) -> bool {
    let ends = found.points.first().zip(found.points.last());
    ends.is_some_and(|(first, last)| {
        straddles_reform(first.period.period().start(), last.period.period().last_day())
    })
}

pub fn page(ctx: &Ctx, query: &PageQuery, asked: &Asked, found: &Trend, catalogue: &Catalogue) -> Markup {
    let lang = ctx.lang();
    let unit = found.unit.id.to_string();
    let lines: Vec<(String, String, String, Option<i64>)> = found
        .points
        .iter()
        .map(|point| {
            let period = point.period.to_string();
            let pairs = [("unit", unit.as_str()), ("indicator", &found.indicator.code), ("period", &period)];
            let figure = words::figure_or_blank(point.value, &found.indicator, lang);
            (words::period(point.period, lang), address("/reports/total", &pairs), figure, point.value)
        })
        .collect();
    let parts: Vec<Vec<(Tone, i64)>> = lines
        .iter()
        .map(|(.., value)| value.map(|value| (Tone::Info, value)).into_iter().collect())
        .collect();
    let bars: Vec<Bar<'_>> = lines
        .iter()
        .zip(&parts)
        .map(|((label, href, value, _), parts)| Bar { label, href, parts, value })
        .collect();
    let title = format!("{} ({})", found.indicator.name(lang), found.indicator.measure(lang));
    let body = html! {
        @if straddles(found) {
            (Notice { tone: Tone::Info, title: texts::TREND_REFORM.get(lang), ..Notice::default() })
        }
        @if found.points.iter().all(|point| point.value.is_none()) {
            (Empty { icon: Icon::Chart, title: texts::NOTHING_TO_SHOW.get(lang), text: texts::NOTHING_TO_SHOW_TEXT.get(lang), next: None })
        } @else {
            (BarChart { lang, title: &title, legend: &[], bars: &bars })
            (card(texts::TREND_TABLE.get(lang), rows(found, &lines, lang)))
        }
    };
    let frame =
        Frame { path: PATH, label: texts::TREND, unit: &found.unit, indicator: &found.indicator, more: &[] };
    draw(ctx, query, asked, &frame, catalogue, body)
}

/// The same periods as a table, the newest first, each with its change against the period before.
fn rows(found: &Trend, lines: &[(String, String, String, Option<i64>)], lang: Lang) -> Markup {
    let columns = [
        Column::main(texts::COLUMN_PERIOD.get(lang)),
        Column::number(texts::COLUMN_FIGURE.get(lang)),
        Column::number(texts::COLUMN_CHANGE.get(lang)),
        Column::number(texts::FIGURES_GIVEN.get(lang)),
    ];
    let before = std::iter::once(None).chain(found.points.iter().map(|point| point.value));
    let changes: Vec<Option<i64>> =
        before.zip(&found.points).map(|(before, point)| Some(point.value?.saturating_sub(before?))).collect();
    let frame = Table { caption: texts::TREND_TABLE.get(lang), columns: &columns, ..Table::default() };
    table(&frame, |rows| {
        for (((label, href, _, value), point), change) in lines.iter().zip(&found.points).zip(&changes).rev()
        {
            rows.row()
                .link(href, label)
                .cell(amount(*value, &found.indicator, lang))
                .text(&words::change(*change, &found.indicator, lang))
                .text(&point.figures.to_string());
        }
    })
}

/// The same rows to take along; a gap is an empty cell.
pub fn sheet(found: &Trend, lang: Lang) -> export::Sheet {
    let name = format!("{} – {}", texts::TREND.get(lang), found.unit.name);
    export::Sheet {
        caption: format!("{name}. {}", found.indicator.name(lang)),
        name,
        columns: vec![
            texts::COLUMN_PERIOD.get(lang).to_owned(),
            format!("{} ({})", found.indicator.name(lang), found.indicator.measure(lang)),
        ],
        rows: found
            .points
            .iter()
            .map(|point| vec![words::period(point.period, lang).into(), cell(point.value, &found.indicator)])
            .collect(),
    }
}
