//! The units below as points on a map, with the same figures as a table beneath.

use kit::export;
use kit::text::Lang;
use kit::ui::{Choice, Column, Empty, Icon, Table, card, table};
use kit::web::Ctx;
use maud::{Markup, html};

use super::amount;
use super::reading::{Frame, draw};
use crate::actions::map::{Map, MapPoint, SENT};
use crate::actions::totals::Asked;
use crate::catalogue::Catalogue;
use crate::map::Canvas;
use crate::matrix::cell;
use crate::pages::{PageQuery, address};
use crate::{texts, words};

pub const PATH: &str = "/reports/map";

/// Radii of the steps; what has no figure is the smallest, and hollow.
const RADII: [f64; 5] = [3.5, 5.0, 6.5, 8.0, 10.0];
const HOLLOW: f64 = 3.5;
/// How many units are named on the map, and how large a letter of such a name is at most.
const NAMED: usize = 6;
const LETTER: (f64, f64) = (7.0, 13.0);

fn radius(step: Option<usize>, steps: usize) -> f64 {
    // The highest step is always the largest symbol.
    step.map_or(HOLLOW, |step| RADII[(step + RADII.len() - steps.clamp(1, 5)).clamp(1, 5) - 1])
}

fn tone(step: Option<usize>, steps: usize) -> String {
    step.map_or_else(
        || "none".to_owned(),
        |step| format!("step-{}", (step + RADII.len() - steps.clamp(1, 5)).clamp(1, 5)),
    )
}

fn number(value: f64) -> String {
    format!("{value:.1}")
}

pub fn page(ctx: &Ctx, query: &PageQuery, asked: &Asked, found: &Map, catalogue: &Catalogue) -> Markup {
    let lang = ctx.lang();
    let (period, indicator) = (found.period.to_string(), &found.indicator);
    let is_sent = indicator.code == SENT;
    let href = |one: &MapPoint| {
        if is_sent {
            return address("/reports/owed", &[("period", &period)]);
        }
        let unit = one.unit.to_string();
        address(
            "/reports/total",
            &[("unit", unit.as_str()), ("indicator", &indicator.code), ("period", &period)],
        )
    };
    let sent = Choice { value: SENT, label: texts::MAP_SENT.get(lang) };
    let canvas = Canvas::around(found.points.iter().filter_map(MapPoint::place));
    let beside = found.points.iter().filter(|one| one.place().is_none()).count();
    let body = html! {
        @match canvas {
            None => (Empty { icon: Icon::Chart, title: texts::MAP_EMPTY.get(lang), text: texts::MAP_EMPTY_TEXT.get(lang), next: None }),
            Some(canvas) => {
                figure class="map" {
                    figcaption { (indicator.name(lang)) " (" (indicator.measure(lang)) ")" }
                    (drawing(found, &canvas, &href, lang))
                    (legend(found, lang))
                }
                @if beside > 0 { p class="note" { (texts::map_beside(beside).get(lang)) } }
            }
        }
        @if !found.points.is_empty() { (card(texts::MAP_TABLE.get(lang), rows(found, &href, lang))) }
    };
    let frame = Frame { path: PATH, label: texts::MAP, unit: &found.unit, indicator, more: &[sent] };
    draw(ctx, query, asked, &frame, catalogue, body)
}

/// What a point says when it is pointed at or reached by keyboard.
fn said(one: &MapPoint, found: &Map, lang: Lang) -> String {
    match one.amount.value {
        None => format!("{}: {}", one.area, texts::NOT_REPORTED.get(lang)),
        Some(value) => {
            let (figure, measure) =
                (words::figure(value, &found.indicator, lang), found.indicator.measure(lang));
            let of = if found.indicator.code == SENT {
                format!(" ({}/{})", one.amount.figures, one.amount.possible)
            } else {
                String::new()
            };
            format!("{}: {figure} {measure}{of}", one.area)
        }
    }
}

fn drawing(found: &Map, canvas: &Canvas, href: &impl Fn(&MapPoint) -> String, lang: Lang) -> Markup {
    let mut placed: Vec<(&MapPoint, (f64, f64))> =
        found.points.iter().filter_map(|one| Some((one, canvas.at(one.place()?)))).collect();
    // Large ones first, so that small ones lie on top of them; the hollow ones on top of all.
    placed.sort_by_key(|(one, _)| std::cmp::Reverse(one.amount.value));
    let labels = labels(&placed, found.steps.len(), canvas);
    let view = format!("0 0 {} {}", number(Canvas::WIDTH), number(canvas.height));
    let title = format!("{}: {}", texts::MAP.get(lang), found.indicator.name(lang));
    html! {
        svg viewBox=(view) role="group" aria-label=(title) {
            @for (one, (x, y)) in &placed {
                a href=(href(one)) aria-label=(said(one, found, lang)) {
                    title { (said(one, found, lang)) }
                    circle class=(tone(one.step, found.steps.len())) cx=(number(*x)) cy=(number(*y)) r=(number(radius(one.step, found.steps.len()))) {}
                }
            }
            @for (name, x, y, anchor) in labels {
                text x=(number(x)) y=(number(y)) text-anchor=(anchor) aria-hidden="true" { (name) }
            }
        }
    }
}

/// The names of the highest few, where there is room for them.
fn labels<'m>(
    placed: &[(&'m MapPoint, (f64, f64))],
    steps: usize,
    canvas: &Canvas,
) -> Vec<(&'m str, f64, f64, &'static str)> {
    let mut taken: Vec<(f64, f64, f64)> = Vec::new();
    let mut labels = Vec::new();
    for (one, (x, y)) in placed.iter().filter(|(one, _)| one.amount.value.is_some_and(|value| value > 0)) {
        let wide = f64::from(u32::try_from(one.area.chars().count()).unwrap_or(u32::MAX)) * LETTER.0;
        let away = radius(one.step, steps) + 2.0;
        let fits_right = x + away + wide <= Canvas::WIDTH;
        let (left, anchor, at) =
            if fits_right { (x + away, "start", x + away) } else { (x - away - wide, "end", x - away) };
        let y = (y + LETTER.1 / 3.0).clamp(LETTER.1, canvas.height - 2.0);
        let is_free = taken
            .iter()
            .all(|(from, to, line)| left > *to || left + wide < *from || (y - line).abs() > LETTER.1);
        if is_free && left >= 0.0 && labels.len() < NAMED {
            taken.push((left, left + wide, y));
            labels.push((one.area.as_str(), at, y, anchor));
        }
    }
    labels
}

fn legend(found: &Map, lang: Lang) -> Markup {
    let count = found.steps.len();
    let figure = |value: i64| words::figure(value, &found.indicator, lang);
    let range = |(least, most): (i64, i64)| {
        if least == most { figure(least) } else { format!("{} – {}", figure(least), figure(most)) }
    };
    let has_blank = found.points.iter().any(|one| one.place().is_some() && one.step.is_none());
    let symbol = |step: Option<usize>| {
        html! {
            svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true" {
                circle class=(tone(step, count)) cx="12" cy="12" r=(number(radius(step, count))) {}
            }
        }
    };
    html! {
        ul class="legend" aria-label=(texts::MAP_LEGEND.get(lang)) {
            @for (at, step) in found.steps.iter().enumerate() { li { (symbol(Some(at + 1))) (range(*step)) } }
            @if has_blank { li { (symbol(None)) (texts::NOT_REPORTED.get(lang)) } }
        }
    }
}

fn rows(found: &Map, href: &impl Fn(&MapPoint) -> String, lang: Lang) -> Markup {
    let columns = [
        Column::main(texts::COLUMN_UNIT.get(lang)),
        Column::number(texts::COLUMN_FIGURE.get(lang)),
        Column::number(texts::COLUMN_GIVEN.get(lang)),
    ];
    let frame = Table { caption: texts::MAP_TABLE.get(lang), columns: &columns, ..Table::default() };
    table(&frame, |rows| {
        for one in &found.points {
            rows.row()
                .link(&href(one), &one.name)
                .cell(amount(one.amount.value, &found.indicator, lang))
                .text(&format!("{}/{}", one.amount.figures, one.amount.possible));
        }
    })
}

/// The points to take along, with where they lie.
pub fn sheet(found: &Map, lang: Lang) -> export::Sheet {
    let name = format!("{} – {}", texts::MAP.get(lang), words::period(found.period, lang));
    let degrees = |value: Option<f64>| value.map_or(export::Cell::Empty, export::Cell::Decimal);
    let row = |one: &MapPoint| {
        vec![
            one.code.as_str().into(),
            one.name.as_str().into(),
            degrees(one.lat),
            degrees(one.lon),
            cell(one.amount.value, &found.indicator),
        ]
    };
    export::Sheet {
        caption: format!("{name}. {}. {}", found.unit.name, found.indicator.name(lang)),
        name,
        columns: vec![
            texts::COLUMN_CODE.get(lang).to_owned(),
            texts::COLUMN_UNIT.get(lang).to_owned(),
            texts::COLUMN_LAT.get(lang).to_owned(),
            texts::COLUMN_LON.get(lang).to_owned(),
            format!("{} ({})", found.indicator.name(lang), found.indicator.measure(lang)),
        ],
        rows: found.points.iter().map(row).collect(),
    }
}
