//! Markup of evaluations.

pub mod document;
pub mod plan;

use kit::text::{Lang, Text};
use kit::ui::{Column, RowWriter, Stat, Tone, stats};
use maud::{Markup, html};

use super::model::{Cause, Chosen, Counts, Verdict};
use super::words;
use crate::texts;

/// The figures of a table of results, in the order of its columns, each with the rows that it counts.
const FIGURES: [(Text, Chosen); 8] = [
    (texts::EVAL_COL_TOTAL, Chosen::Counting),
    (texts::EVAL_COL_DONE, Chosen::Done),
    (texts::EVAL_COL_DONE_LATE, Chosen::One(Verdict::DoneLate)),
    (texts::EVAL_COL_NOT_YET, Chosen::NotYet),
    (texts::EVAL_COL_OVERDUE, Chosen::One(Verdict::Overdue)),
    (texts::EVAL_COL_CARRIED, Chosen::One(Verdict::Carried)),
    (texts::EVAL_COL_FAILED, Chosen::One(Verdict::Failed)),
    (texts::EVAL_COL_OUT, Chosen::Out),
];

const fn figures(counts: &Counts) -> [i64; 8] {
    let Counts { total, done, done_late, not_yet, overdue, carried, failed, out, .. } = *counts;
    [total, done, done_late, not_yet, overdue, carried, failed, out]
}

/// The columns of a table of results behind the one that names the row.
fn columns(first: &'static str, lang: Lang) -> Vec<Column<'static>> {
    let mut columns = vec![Column::main(first)];
    columns.extend(FIGURES.map(|(text, _)| Column::number(text.get(lang))));
    columns.push(Column::number("%"));
    columns
}

/// The cells of a row; a figure that is not zero leads to what it counts.
fn fill(row: &mut RowWriter<'_>, counts: &Counts, lang: Lang, href: impl Fn(Chosen) -> String) {
    for ((_, chosen), figure) in FIGURES.into_iter().zip(figures(counts)) {
        let number = kit::ui::Number(figure, lang);
        if figure == 0 {
            row.cell(number);
        } else {
            row.cell(html! { a href=(href(chosen)) { (number) } });
        }
    }
    row.figure(counts.percent(), lang);
}

/// The figures of the whole side by side.
fn summary(counts: &Counts, lang: Lang, href: impl Fn(Chosen) -> String) -> Markup {
    let tone = |number: i64, tone: Tone| if number > 0 { tone } else { Tone::Neutral };
    let late = texts::eval_of_them_late(counts.done_late);
    let overdue = texts::eval_of_them_overdue(counts.overdue);
    let list = [
        (texts::EVAL_RESULT_DONE, counts.done, Chosen::Done, Tone::Neutral, late.get(lang)),
        (
            texts::EVAL_RESULT_NOT_YET,
            counts.not_yet,
            Chosen::NotYet,
            tone(counts.overdue, Tone::Warning),
            overdue.get(lang),
        ),
        (
            texts::EVAL_RESULT_FAILED,
            counts.failed,
            Chosen::One(Verdict::Failed),
            tone(counts.failed, Tone::Danger),
            "",
        ),
        (texts::EVAL_COL_OUT, counts.out, Chosen::Out, Tone::Neutral, texts::EVAL_OUT_NOTE.get(lang)),
    ];
    let hrefs = list.map(|(_, _, chosen, ..)| href(chosen));
    let list: Vec<Stat<'_>> = list
        .iter()
        .zip(&hrefs)
        .map(|((label, value, _, tone, note), href)| Stat {
            label: label.get(lang),
            value: Some(*value),
            note,
            href,
            tone: *tone,
        })
        .collect();
    stats(lang, &list)
}

/// Causes in a cell or under a demand; each leads to the task where it was written.
fn causes(causes: &[Cause], lang: Lang) -> Markup {
    html! {
        @if !causes.is_empty() {
            ul class="keeps" {
                @for cause in causes {
                    li {
                        span class="soft" { (words::cause(cause.kind).get(lang)) ", " (vi::date::short(cause.on)) ": " }
                        (cause.words)
                        @if let Some(task) = cause.task {
                            " (" a href=(crate::tasks::urls::task(task)) { (cause.unit) } ")"
                        }
                    }
                }
            }
        }
    }
}

/// Causes in one cell of a file.
fn causes_in_line(causes: &[Cause], lang: Lang) -> String {
    let one = |cause: &Cause| {
        let unit = if cause.unit.is_empty() { String::new() } else { format!(" ({})", cause.unit) };
        format!("{}: {}{unit}", words::cause(cause.kind).get(lang), cause.words)
    };
    causes.iter().map(one).collect::<Vec<_>>().join("; ")
}
