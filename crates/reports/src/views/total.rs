//! One total with the rows it sums, as it was then and by successor.

use std::collections::HashMap;

use kit::UnitId;
use kit::page::Sheet;
use kit::text::Lang;
use kit::ui::{ButtonKind, Column, Crumb, Icon, LinkButton, Notice, Stat, Table, Tone, card, stats, table};
use kit::web::Ctx;
use maud::{Markup, html};

use super::{CURRENT, amount, choose_layer, choose_period, other_bases};
use crate::actions::totals::{BySuccessor, Standing};
use crate::indicator::Indicator;
use crate::pages::{PageQuery, address, kept};
use crate::published::{Span, rows_of};
use crate::successor::Divided;
use crate::{texts, words};

const PATH: &str = "/reports/total";

pub fn page(
    ctx: &Ctx,
    query: &PageQuery,
    standing: &Standing,
    indicator: &Indicator,
    found: Option<&BySuccessor>,
) -> Markup {
    let lang = ctx.lang();
    let (unit, period) = (standing.unit.id.to_string(), standing.asked.period.to_string());
    let mut pairs = kept(query, &standing.asked, &period);
    pairs.push(("unit", &unit));
    pairs.push(("indicator", &indicator.code));
    let without_period: Vec<(&str, &str)> =
        pairs.iter().copied().filter(|(name, _)| *name != "period").collect();
    let whole = standing.amount(indicator);
    let other = other_bases(ctx, &standing.bases, standing.basis);
    let matrix = address(CURRENT, &[("unit", &unit), ("period", &period)]);
    let note =
        format!("{} · {}", words::figure_or_blank(whole.value, indicator, lang), indicator.measure(lang));
    let of = texts::figures_of(whole.figures, whole.possible);
    let body = html! {
        (super::reading::views("", &pairs, lang))
        (choose_period(PATH, &without_period, standing.asked.period, lang))
        (choose_layer(PATH, query, &pairs, lang))
        @if let Some(text) = &other { (Notice { tone: Tone::Warning, title: text, ..Notice::default() }) }
        (stats(lang, &[
            Stat { label: texts::TOTAL_THEN.get(lang), value: whole.value.filter(|_| indicator.decimals == 0), note: &note, ..Stat::default() },
            Stat { label: texts::FIGURES_GIVEN.get(lang), value: Some(whole.figures), note: of.get(lang), ..Stat::default() },
        ]))
        div class="beside" {
            (card(texts::AS_THEN.get(lang), then(standing, indicator, &pairs, lang)))
            @if let Some(found) = found { (card(&by_successor_title(found, lang), by_successor(standing, indicator, found, lang))) }
        }
        @match rows_of(indicator, standing.unit.id, Span::of(standing.asked.period, ctx.today())) {
            Some(rows) => (counted(&rows, whole.value, indicator, lang)),
            None => (parts(standing, indicator, lang)),
        }
    };
    let title = format!("{} – {}", indicator.name(lang), words::period(standing.asked.period, lang));
    ctx.draw(Sheet {
        title: &title,
        current: CURRENT,
        crumbs: &[
            Crumb { href: CURRENT, label: texts::REPORTS_TITLE.get(lang) },
            Crumb { href: &matrix, label: &standing.unit.name },
            Crumb { href: "", label: indicator.name(lang) },
        ],
        body,
        has_as_of: true,
        is_wide: true,
        ..Sheet::default()
    })
}

fn columns(lang: Lang) -> [Column<'static>; 3] {
    [
        Column::main(texts::COLUMN_UNIT.get(lang)),
        Column::number(texts::COLUMN_FIGURE.get(lang)),
        Column::number(texts::COLUMN_GIVEN.get(lang)),
    ]
}

fn then(standing: &Standing, indicator: &Indicator, pairs: &[(&str, &str)], lang: Lang) -> Markup {
    let columns = columns(lang);
    table(&Table { caption: texts::AS_THEN.get(lang), columns: &columns, ..Table::default() }, |rows| {
        if let Some(own) = standing.own(indicator) {
            rows.row()
                .text(&words::own(&standing.unit.name, lang))
                .cell(amount(Some(own), indicator, lang))
                .text("");
        }
        for child in &standing.children {
            let one = standing.of_child(child, indicator);
            let unit = child.unit.to_string();
            let others = pairs.iter().copied().filter(|(name, _)| *name != "unit");
            let all: Vec<(&str, &str)> = others.chain([("unit", unit.as_str())]).collect();
            rows.row()
                .link(&address(PATH, &all), &child.name)
                .cell(amount(one.value, indicator, lang))
                .text(&format!("{}/{}", one.figures, one.possible));
        }
        let whole = standing.amount(indicator);
        rows.total_row()
            .text(texts::TOTAL.get(lang))
            .cell(amount(whole.value, indicator, lang))
            .text(&format!("{}/{}", whole.figures, whole.possible));
    })
}

pub(super) fn by_successor_title(found: &BySuccessor, lang: Lang) -> String {
    let day = found.as_of.map_or_else(String::new, vi::date::short);
    texts::by_successor(day).get(lang).to_owned()
}

fn by_successor(standing: &Standing, indicator: &Indicator, found: &BySuccessor, lang: Lang) -> Markup {
    let columns = [
        Column::main(texts::COLUMN_UNIT.get(lang)),
        Column::number(texts::COLUMN_FIGURE.get(lang)),
        Column::text(texts::COLUMN_PREDECESSORS.get(lang)),
    ];
    let name =
        |unit: &UnitId| found.names.get(unit).map_or_else(|| unit.to_string(), |(_, name)| name.clone());
    let caption = by_successor_title(found, lang);
    let rows = table(&Table { caption: &caption, columns: &columns, ..Table::default() }, |rows| {
        if found.own.is_some() {
            rows.row()
                .text(&words::own(&standing.unit.name, lang))
                .cell(amount(found.own, indicator, lang))
                .text("");
        }
        for row in &found.rows {
            let from: Vec<String> = row.predecessors.iter().map(name).collect();
            rows.row().text(&name(&row.unit)).cell(amount(row.value, indicator, lang)).text(&from.join("; "));
        }
        rows.total_row()
            .text(texts::TOTAL.get(lang))
            .cell(amount(found.amount.value, indicator, lang))
            .text("");
    });
    html! {
        (rows)
        @for one in &found.divided {
            (Notice { tone: Tone::Warning, title: &divided_words(one, &found.names, indicator, lang), ..Notice::default() })
        }
    }
}

/// How a figure was divided among several successors.
pub(super) fn divided_words(
    one: &Divided,
    names: &HashMap<UnitId, (String, String)>,
    indicator: &Indicator,
    lang: Lang,
) -> String {
    let name = |unit: &UnitId| names.get(unit).map_or_else(|| unit.to_string(), |(_, name)| name.clone());
    let parts: Vec<String> = one
        .parts
        .iter()
        .map(|part| part_words(&name(&part.unit), part.value, &part.note, indicator, lang))
        .collect();
    let (parts, whole) = (parts.join("; "), words::figure(one.value, indicator, lang));
    let said = if one.is_by_share {
        texts::divided_by_share(name(&one.unit), parts, whole)
    } else {
        texts::divided_evenly(name(&one.unit), parts, whole)
    };
    said.get(lang).to_owned()
}

/// Where the records are that a module counts.
fn counted(rows: &str, value: Option<i64>, indicator: &Indicator, lang: Lang) -> Markup {
    let label = texts::open_rows(words::figure_or_blank(value, indicator, lang));
    let link =
        LinkButton { href: rows, label: label.get(lang), kind: ButtonKind::Primary, icon: Some(Icon::List) };
    card(texts::COUNTED_TITLE.get(lang), html! { p { (texts::COUNTED_TEXT.get(lang)) } p { (link) } })
}

fn part_words(unit: &str, value: i64, note: &str, indicator: &Indicator, lang: Lang) -> String {
    let value = words::figure(value, indicator, lang);
    if note.is_empty() { format!("{unit}: {value}") } else { format!("{unit}: {value} ({note})") }
}

/// The unit's own rows: what it gave for each reported period, with the way to where it was typed.
fn parts(standing: &Standing, indicator: &Indicator, lang: Lang) -> Markup {
    let unit = standing.unit.id.to_string();
    let parts = standing.asked.period.parts(standing.basis);
    let columns =
        [Column::main(texts::COLUMN_PERIOD.get(lang)), Column::number(texts::COLUMN_FIGURE.get(lang))];
    let title = words::own(&standing.unit.name, lang);
    card(
        &title,
        table(&Table { caption: &title, columns: &columns, ..Table::default() }, |rows| {
            for part in parts {
                let period = part.to_string();
                let href = address("/reports/entry", &[("unit", &unit), ("period", &period)]);
                let own =
                    standing.totals.total(indicator.slot, indicator.over_time, part, standing.basis).own;
                rows.row().link(&href, &words::period(part, lang)).cell(amount(own, indicator, lang));
            }
        }),
    )
}
