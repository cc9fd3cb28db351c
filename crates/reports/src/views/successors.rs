//! The matrix under the units of another day: the switch, and the table by successor.

use std::collections::BTreeMap;

use kit::UnitId;
use kit::text::Lang;
use kit::ui::{Column, Tab, Table, disclosure, table, tabs};
use maud::{Markup, html};

use super::CURRENT;
use super::total::divided_words;
use crate::actions::totals::{BySuccessor, Standing};
use crate::matrix::Matrix;
use crate::pages::{PageQuery, address};
use crate::period::ReportPeriod;
use crate::successor::{is_before_reform, straddles_reform};
use crate::{texts, words};

/// Under which units a matrix is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trees {
    Then,
    Successor,
    Both,
}

impl Trees {
    /// What is asked for; both side by side when the period lies on both sides of the reform.
    pub fn of(query: &PageQuery, period: ReportPeriod) -> Self {
        let (start, last) = (period.period().start(), period.period().last_day());
        match query.tree.as_str() {
            "then" => Self::Then,
            "successor" => Self::Successor,
            "both" => Self::Both,
            _ if straddles_reform(start, last) => Self::Both,
            _ => Self::Then,
        }
    }

    pub fn has_then(self) -> bool {
        self != Self::Successor
    }

    pub fn has_successors(self) -> bool {
        self != Self::Then
    }
}

/// The way between them; only where the units may have been others.
pub fn switch(trees: Trees, period: ReportPeriod, pairs: &[(&str, &str)], lang: Lang) -> Markup {
    if trees == Trees::Then && !is_before_reform(period.period().start()) {
        return html! {};
    }
    let all = [
        ("then", texts::AS_THEN, Trees::Then),
        ("successor", texts::TREE_SUCCESSOR, Trees::Successor),
        ("both", texts::TREE_BOTH, Trees::Both),
    ];
    let links = all.map(|(code, label, tree)| {
        let others = pairs.iter().copied().filter(|(name, _)| *name != "tree");
        (address(CURRENT, &others.chain([("tree", code)]).collect::<Vec<_>>()), label, tree)
    });
    let shown = links.each_ref().map(|(href, label, tree)| Tab {
        href,
        label: label.get(lang),
        icon: None,
        count: None,
        is_current: *tree == trees,
    });
    tabs(texts::CHOOSE_TREE.get(lang), &shown)
}

/// The table by successor: the columns of the matrix, a row for each unit of the day. `found` has one part for each column.
pub fn rows(
    standing: &Standing,
    matrix: &Matrix<'_>,
    found: &[BySuccessor],
    pairs: &[(&str, &str)],
    lang: Lang,
) -> Markup {
    let Some(first) = found.first() else { return html! {} };
    let name =
        |unit: &UnitId| first.names.get(unit).map_or_else(|| unit.to_string(), |(_, name)| name.clone());
    let mut values: BTreeMap<(String, UnitId), Vec<Option<i64>>> = BTreeMap::new();
    for (at, one) in found.iter().enumerate() {
        for row in &one.rows {
            let line = values.entry((name(&row.unit), row.unit)).or_insert_with(|| vec![None; found.len()]);
            line[at] = row.value;
        }
    }
    let day = first.as_of.map_or_else(String::new, |day| day.to_string());
    let top = standing.unit.id.to_string();
    let link = |indicator: &str| {
        let others =
            pairs.iter().copied().filter(|(name, _)| !["unit", "line", "tree", "as_of"].contains(name));
        let more = [("unit", top.as_str()), ("indicator", indicator), ("as_of", day.as_str())];
        address("/reports/total", &others.chain(more).collect::<Vec<_>>())
    };
    let heads: Vec<String> =
        matrix.columns.iter().map(|one| format!("{} ({})", one.name(lang), one.measure(lang))).collect();
    let columns: Vec<Column<'_>> = std::iter::once(Column::main(texts::COLUMN_UNIT.get(lang)))
        .chain(heads.iter().map(|head| Column::number(head)))
        .collect();
    let caption = super::total::by_successor_title(first, lang);
    let frame = Table { caption: &caption, columns: &columns, is_figures: true, ..Table::default() };
    let drawn = table(&frame, |rows| {
        for ((name, _), values) in &values {
            let mut row = rows.row();
            row.text(name);
            for (value, indicator) in values.iter().zip(&matrix.columns) {
                row.text(&words::figure_or_blank(*value, indicator, lang));
            }
        }
        if found.iter().any(|one| one.own.is_some()) {
            let mut row = rows.row();
            row.text(&words::own(&standing.unit.name, lang));
            for (one, indicator) in found.iter().zip(&matrix.columns) {
                row.text(&words::figure_or_blank(one.own, indicator, lang));
            }
        }
        let mut row = rows.total_row();
        row.text(texts::TOTAL.get(lang));
        for (one, indicator) in found.iter().zip(&matrix.columns) {
            let figure = words::figure_or_blank(one.amount.value, indicator, lang);
            row.cell(html! { a href=(link(&indicator.code)) { (figure) } });
        }
    });
    let divided: Vec<String> = found
        .iter()
        .zip(&matrix.columns)
        .flat_map(|(one, indicator)| one.divided.iter().map(move |part| (part, *indicator)))
        .map(|(part, indicator)| {
            format!("{}: {}", indicator.name(lang), divided_words(part, &first.names, indicator, lang))
        })
        .collect();
    let summary = texts::divided_count(divided.len());
    html! {
        div class="matrix" { (drawn) }
        @if !divided.is_empty() {
            (disclosure(summary.get(lang), false, html! { ul { @for line in &divided { li { (line) } } } }))
        }
    }
}
