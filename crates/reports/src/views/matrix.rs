//! Units × indicators.

use kit::page::Sheet;
use kit::permission::Permission;
use kit::text::Lang;
use kit::ui::{
    ButtonKind, Choice, Column, Crumb, Empty, Field, Form, Icon, LinkButton, Notice, Table, Tone, card, table,
};
use kit::web::Ctx;
use maud::{Markup, html};

use super::successors::Trees;
use super::{CURRENT, choose_layer, choose_period, other_bases};
use crate::actions::totals::{BySuccessor, Standing};
use crate::indicator::Indicator;
use crate::matrix::{Matrix, MatrixRow};
use crate::pages::{PageQuery, address, kept};
use crate::{texts, words};

/// `found` is the matrix by successor, column by column, where `trees` asks for it.
pub fn page(
    ctx: &Ctx,
    query: &PageQuery,
    standing: &Standing,
    matrix: &Matrix<'_>,
    trees: Trees,
    found: Option<&[BySuccessor]>,
) -> Markup {
    let lang = ctx.lang();
    let (unit, period) = (standing.unit.id.to_string(), standing.asked.period.to_string());
    let mut pairs = kept(query, &standing.asked, &period);
    pairs.push(("unit", &unit));
    pairs.push(("line", &query.line));
    let without_period: Vec<(&str, &str)> =
        pairs.iter().copied().filter(|(name, _)| *name != "period").collect();
    // What modules count is always there: only what people gave says who has reported.
    let is_given = |row: &&MatrixRow| {
        row.amounts.iter().zip(&matrix.columns).any(|(amount, one)| !one.is_published() && amount.figures > 0)
    };
    let given = matrix.rows.iter().filter(is_given).count();
    let other = other_bases(ctx, &standing.bases, standing.basis);
    let body = html! {
        (super::reading::views(CURRENT, &pairs[..pairs.len() - 1], lang))
        (choose_period(CURRENT, &without_period, standing.asked.period, lang))
        (choose_layer(CURRENT, query, &pairs, lang))
        (super::successors::switch(trees, standing.asked.period, &pairs, lang))
        (choose_line(query, &without_period, &period, lang))
        @if let Some(text) = &other { (Notice { tone: Tone::Warning, title: text, ..Notice::default() }) }
        @if matrix.columns.is_empty() {
            (Empty { icon: Icon::Chart, title: texts::NO_INDICATORS.get(lang), text: texts::NO_INDICATORS_TEXT.get(lang), next: None })
        } @else {
            @if !matrix.rows.is_empty() {
                p class="note" { (texts::units_given(matrix.rows.len(), given).get(lang)) ". " (texts::BLANK_MEANS.get(lang)) }
            }
            @match found {
                None => div class="matrix" { (rows(standing, matrix, &pairs, lang)) },
                Some(found) => div class="beside" {
                    @if trees.has_then() {
                        div { (card(texts::AS_THEN.get(lang), html! { div class="matrix" { (rows(standing, matrix, &pairs, lang)) } })) }
                    }
                    @let title = found.first().map_or_else(String::new, |first| super::total::by_successor_title(first, lang));
                    div { (card(&title, super::successors::rows(standing, matrix, found, &pairs, lang))) }
                },
            }
        }
    };
    let export = |format| {
        let all: Vec<(&str, &str)> = pairs.iter().copied().chain([("format", format)]).collect();
        address("/reports/export", &all)
    };
    let (xlsx, csv) = (export("xlsx"), export("csv"));
    let entry = address("/reports/entry", &[("unit", &unit), ("period", &period)]);
    let many = address("/reports/entry/many", &[("unit", &unit), ("period", &period)]);
    let may_enter = ctx.actor.can(Permission::EnterReports);
    let button = |href, label, kind, icon| LinkButton { href, label, kind, icon: Some(icon) };
    let actions = html! {
        @if may_enter {
            (button(&entry, texts::ENTER.get(lang), ButtonKind::Primary, Icon::Edit))
            @if !matrix.rows.is_empty() { (button(&many, texts::ENTER_MANY.get(lang), ButtonKind::Secondary, Icon::Table)) }
        }
        (button("/reports/owed", texts::OWED_TITLE.get(lang), ButtonKind::Secondary, Icon::List))
        (button("/reports/forms", texts::FORMS_TITLE.get(lang), ButtonKind::Secondary, Icon::List))
        (button("/reports/regimes", texts::REGIMES_TITLE.get(lang), ButtonKind::Secondary, Icon::List))
        @if may_enter { (button(super::grid::WAITING, texts::WAITING_TITLE.get(lang), ButtonKind::Secondary, Icon::Clock)) }
        (button("/reports/indicators", texts::INDICATORS.get(lang), ButtonKind::Secondary, Icon::List))
        (button(&xlsx, texts::EXPORT_XLSX.get(lang), ButtonKind::Quiet, Icon::Download))
        (button(&csv, texts::EXPORT_CSV.get(lang), ButtonKind::Quiet, Icon::Download))
    };
    let title = format!("{} – {}", standing.unit.name, words::period(standing.asked.period, lang));
    ctx.draw(Sheet {
        title: &title,
        current: CURRENT,
        crumbs: &[
            Crumb { href: CURRENT, label: texts::REPORTS_TITLE.get(lang) },
            Crumb { href: "", label: &standing.unit.name },
        ],
        actions: Some(actions),
        body,
        is_wide: true,
        ..Sheet::default()
    })
}

fn choose_line(query: &PageQuery, pairs: &[(&str, &str)], period: &str, lang: Lang) -> Markup {
    let lines: Vec<Choice<'_>> = std::iter::once(Choice { value: "", label: texts::ALL_LINES.get(lang) })
        .chain(words::LINES.iter().map(|(code, text)| Choice { value: code, label: text.get(lang) }))
        .collect();
    let form = Form { lang, ..Form::default() };
    html! {
        form class="row period noprint" method="get" action=(CURRENT) {
            @for (name, value) in pairs {
                @if *name != "line" && !value.is_empty() { input type="hidden" name=(name) value=(value); }
            }
            input type="hidden" name="period" value=(period);
            (form.field(Field::select("line", texts::CHOOSE_LINE.get(lang), &lines).value(&query.line)))
            button class="btn" { (texts::CHOOSE.get(lang)) }
        }
    }
}

fn rows(standing: &Standing, matrix: &Matrix<'_>, pairs: &[(&str, &str)], lang: Lang) -> Markup {
    let heads: Vec<String> =
        matrix.columns.iter().map(|one| format!("{} ({})", one.name(lang), one.measure(lang))).collect();
    let columns: Vec<Column<'_>> = std::iter::once(Column::main(texts::COLUMN_UNIT.get(lang)))
        .chain(heads.iter().map(|head| Column::number(head)))
        .collect();
    let link = |unit: &str, indicator: &str| {
        let others = pairs.iter().copied().filter(|(name, _)| !["unit", "line"].contains(name));
        let all: Vec<(&str, &str)> = others.chain([("unit", unit), ("indicator", indicator)]).collect();
        address("/reports/total", &all)
    };
    let frame =
        Table { caption: &standing.unit.name, columns: &columns, is_figures: true, ..Table::default() };
    table(&frame, |rows| {
        for MatrixRow { unit, name, amounts, .. } in &matrix.rows {
            let unit = unit.to_string();
            let all: Vec<(&str, &str)> = pairs
                .iter()
                .copied()
                .filter(|(key, _)| *key != "unit")
                .chain([("unit", unit.as_str())])
                .collect();
            let mut row = rows.row();
            row.link(&address(CURRENT, &all), name);
            for (one, indicator) in amounts.iter().zip(&matrix.columns) {
                row.cell(cell(one.value, indicator, || link(&unit, &indicator.code), lang));
            }
        }
        if matrix.own.iter().any(Option::is_some) {
            let mut row = rows.row();
            row.text(&words::own(&standing.unit.name, lang));
            for (own, indicator) in matrix.own.iter().zip(&matrix.columns) {
                row.cell(cell(*own, indicator, String::new, lang));
            }
        }
        let unit = standing.unit.id.to_string();
        let mut row = rows.total_row();
        row.text(texts::TOTAL.get(lang));
        for (one, indicator) in matrix.totals.iter().zip(&matrix.columns) {
            row.cell(cell(one.value, indicator, || link(&unit, &indicator.code), lang));
        }
    })
}

/// A figure with the way into it. A matrix has thousands of blanks: they are short, and the line above says what they mean.
fn cell(value: Option<i64>, indicator: &Indicator, href: impl FnOnce() -> String, lang: Lang) -> Markup {
    let Some(value) = value else { return html! { "–" } };
    let (href, figure) = (href(), words::figure(value, indicator, lang));
    html! { @if href.is_empty() { (figure) } @else { a href=(href) { (figure) } } }
}
