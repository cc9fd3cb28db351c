//! The units below by one indicator.

use kit::export;
use kit::text::Lang;
use kit::ui::{Bar, BarChart, Column, Empty, Icon, Table, Tone, card, table};
use kit::web::Ctx;
use maud::{Markup, html};

use super::reading::{Frame, draw};
use crate::actions::reading::{RankedUnit, Ranking};
use crate::actions::totals::Asked;
use crate::catalogue::Catalogue;
use crate::matrix::cell;
use crate::pages::{PageQuery, address};
use crate::{texts, words};

pub const PATH: &str = "/reports/ranking";

/// Against the period before; nothing where there is nothing to compare.
fn change(one: &RankedUnit) -> Option<i64> {
    Some(one.amount.value?.saturating_sub(one.before?))
}

pub fn page(ctx: &Ctx, query: &PageQuery, asked: &Asked, found: &Ranking, catalogue: &Catalogue) -> Markup {
    let lang = ctx.lang();
    let period = found.period.to_string();
    let href = |one: &RankedUnit| {
        let unit = one.unit.to_string();
        let pairs = [("unit", unit.as_str()), ("indicator", &found.indicator.code), ("period", &period)];
        address("/reports/total", &pairs)
    };
    let (given, without): (Vec<&RankedUnit>, Vec<&RankedUnit>) =
        found.units.iter().partition(|one| one.amount.value.is_some());
    let lines: Vec<_> = given
        .iter()
        .map(|one| {
            let label = format!("{}. {}", one.place.unwrap_or(0), one.name);
            let figure = words::figure_or_blank(one.amount.value, &found.indicator, lang);
            (label, href(one), figure, [(Tone::Info, one.amount.value.unwrap_or(0))])
        })
        .collect();
    let bars: Vec<Bar<'_>> =
        lines.iter().map(|(label, href, value, parts)| Bar { label, href, parts, value }).collect();
    let title = format!("{} ({})", found.indicator.name(lang), found.indicator.measure(lang));
    let body = html! {
        @if given.is_empty() {
            (Empty { icon: Icon::Chart, title: texts::NOTHING_TO_SHOW.get(lang), text: texts::NOTHING_TO_SHOW_TEXT.get(lang), next: None })
        } @else {
            (BarChart { lang, title: &title, legend: &[], bars: &bars })
            (card(texts::RANKING_TABLE.get(lang), rows(&given, found, lang)))
        }
        @if !without.is_empty() && !given.is_empty() {
            (card(texts::RANKING_WITHOUT.get(lang), html! {
                ul { @for one in &without { li { a href=(href(one)) { (one.name) } } } }
            }))
        }
    };
    let frame = Frame {
        path: PATH,
        label: texts::RANKING,
        unit: &found.unit,
        indicator: &found.indicator,
        more: &[],
    };
    draw(ctx, query, asked, &frame, catalogue, body)
}

fn columns(lang: Lang) -> [&'static str; 4] {
    [
        texts::COLUMN_PLACE.get(lang),
        texts::COLUMN_UNIT.get(lang),
        texts::COLUMN_FIGURE.get(lang),
        texts::COLUMN_CHANGE.get(lang),
    ]
}

fn rows(given: &[&RankedUnit], found: &Ranking, lang: Lang) -> Markup {
    let [place, unit, figure, changed] = columns(lang);
    let columns =
        [Column::main(unit), Column::number(place), Column::number(figure), Column::number(changed)];
    let caption = texts::RANKING_TABLE.get(lang);
    table(&Table { caption, columns: &columns, ..Table::default() }, |rows| {
        for one in given {
            rows.row()
                .text(&one.name)
                .text(&one.place.map_or_else(String::new, |place| place.to_string()))
                .text(&words::figure_or_blank(one.amount.value, &found.indicator, lang))
                .text(&words::change(change(one), &found.indicator, lang));
        }
    })
}

/// The same rows to take along, those without a figure last.
pub fn sheet(found: &Ranking, lang: Lang) -> export::Sheet {
    let name = format!("{} – {}", texts::RANKING.get(lang), words::period(found.period, lang));
    let row = |one: &RankedUnit| {
        let place = one.place.and_then(|place| i64::try_from(place).ok());
        vec![
            place.into(),
            one.name.as_str().into(),
            cell(one.amount.value, &found.indicator),
            cell(change(one), &found.indicator),
        ]
    };
    export::Sheet {
        caption: format!("{name}. {}. {}", found.unit.name, found.indicator.name(lang)),
        name,
        columns: columns(lang).map(str::to_owned).to_vec(),
        rows: found.units.iter().map(row).collect(),
    }
}
