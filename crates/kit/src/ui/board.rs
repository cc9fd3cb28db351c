//! The views of a plan beside the table: quarter board, outline, timeline by month.

use maud::{Markup, Render, html};

use super::button::filled;
use super::{Badge, Icon, Mark, Meter, Tone};
use crate::text::Lang;
use crate::texts;

/// A task on the board.
#[derive(Debug, Clone, Copy)]
pub struct BoardCard<'a> {
    pub href: &'a str,
    pub title: &'a str,
    pub state: Badge<'a>,
    /// Who and by when.
    pub note: &'a str,
}

/// A column of the board: a quarter.
#[derive(Debug, Clone, Copy)]
pub struct BoardColumn<'a> {
    pub title: &'a str,
    /// The quarter we are in.
    pub is_now: bool,
    pub meter: Option<Meter<'a>>,
    pub cards: &'a [BoardCard<'a>],
    /// Said when the column has no card.
    pub empty: &'a str,
}

/// Columns of cards side by side; one under the other on a phone.
pub fn board(columns: &[BoardColumn]) -> Markup {
    html! {
        div class="board" {
            @for column in columns {
                section class=[column.is_now.then_some("now")] {
                    h2 { (column.title) span class="count" { (column.cards.len()) } }
                    @if let Some(meter) = column.meter { (meter) }
                    @if column.cards.is_empty() {
                        p class="soft" { (column.empty) }
                    } @else {
                        ol { @for card in column.cards { (card) } }
                    }
                }
            }
        }
    }
}

impl Render for BoardCard<'_> {
    fn render_to(&self, buffer: &mut String) {
        buffer.push_str("<li class=\"");
        buffer.push_str(self.state.tone.class());
        buffer.push_str("\"><a href=\"");
        self.href.render_to(buffer);
        buffer.push_str("\">");
        self.title.render_to(buffer);
        buffer.push_str("</a><p>");
        self.state.render_to(buffer);
        buffer.push_str("<span>");
        self.note.render_to(buffer);
        buffer.push_str("</span></p></li>");
    }
}

/// A heading or a clause of a paper, and what lies under it.
#[derive(Debug, Clone)]
pub struct OutlineNode<'a> {
    /// "II.2.1"; empty for a line without number.
    pub label: &'a str,
    pub title: &'a str,
    pub href: &'a str,
    pub state: Option<Badge<'a>>,
    /// Who and by when, for a task.
    pub note: &'a str,
    /// How many tasks below are done, of how many.
    pub done: Option<(u32, u32)>,
    pub is_open: bool,
    pub children: Vec<OutlineNode<'a>>,
}

/// The tree of a plan; branches fold without script.
pub fn outline(nodes: &[OutlineNode]) -> Markup {
    html! {
        ol class="outline" {
            @for node in nodes {
                li {
                    @if node.children.is_empty() {
                        div class="leaf" { (line(node)) }
                    } @else {
                        details open[node.is_open] {
                            summary { (Icon::Right) (line(node)) }
                            (outline(&node.children))
                        }
                    }
                }
            }
        }
    }
}

fn line(node: &OutlineNode) -> Markup {
    html! {
        @if !node.label.is_empty() { span class="label" { (node.label) } }
        span class="title" {
            @if node.href.is_empty() { (node.title) } @else { a href=(node.href) { (node.title) } }
            @if !node.note.is_empty() { span class="note" { (node.note) } }
        }
        @if let Some((done, total)) = node.done.filter(|(_, total)| *total > 0) { span class="tally" { (done) "/" (total) } }
        @if let Some(state) = node.state { (state) }
    }
}

/// A task on the timeline.
#[derive(Debug, Clone, Copy)]
pub struct TimelineRow<'a> {
    pub href: &'a str,
    pub label: &'a str,
    /// Days of the year from 1, both included. One day alone is drawn as a diamond.
    pub from: u16,
    pub to: u16,
    /// The same in words: "01/01 – 31/03".
    pub dates: &'a str,
    pub state: Badge<'a>,
}

/// Tasks over the months of one year.
#[derive(Debug, Clone, Copy)]
pub struct Timeline<'a> {
    pub lang: Lang,
    pub title: &'a str,
    pub is_leap: bool,
    /// Today's day of the year, when it lies in this year.
    pub today: Option<u16>,
    pub rows: &'a [TimelineRow<'a>],
    /// Days to remember, in their order.
    pub marks: &'a [Mark<'a>],
}

/// Days before each month of a common year.
const BEFORE: [u16; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

impl Timeline<'_> {
    fn month_start(&self, month: usize) -> u16 {
        BEFORE[month] + u16::from(self.is_leap && month > 1)
    }

    /// A day's left edge as a share of the year; geometry is in percent so that letters never shrink with the drawing.
    pub(super) fn percent(&self, days: u16) -> Percent {
        let year = if self.is_leap { 366 } else { 365 };
        Percent(u32::from(days.min(year)) * 10_000 / u32::from(year))
    }

    fn bar(&self, row: &TimelineRow) -> Markup {
        let from = row.from.max(1) - 1;
        let to = row.to.max(row.from);
        let shape = row.state.tone.class();
        html! {
            svg class="bar" width="100%" height="48" role="img" {
                title { (row.label) }
                desc { (row.dates) ", " (row.state.word) }
                @for month in 1..12 {
                    @let x = self.percent(self.month_start(month));
                    line class=(if month % 3 == 0 { "quarter" } else { "month" }) x1=(x) x2=(x) y1="0" y2="48" {}
                }
                @if let Some(today) = self.today {
                    line class="today" x1=(self.percent(today)) x2=(self.percent(today)) y1="0" y2="48" {}
                }
                @if row.from == row.to {
                    svg class=(shape) x=(self.percent(from)) y="16" overflow="visible" { path d="M0 0 8 8 0 16-8 8z" {} }
                } @else {
                    rect class=(shape) x=(self.percent(from)) y="17" rx="3" height="14" width=(self.percent(to - from)) {}
                }
            }
        }
    }
}

impl Render for Timeline<'_> {
    fn render(&self) -> Markup {
        html! {
            figure class="timeline" {
                figcaption class="vh" { (self.title) }
                div class="axis" aria-hidden="true" {
                    span { (texts::UI_TASK.get(self.lang)) }
                    ol { @for month in texts::UI_MONTHS.get(self.lang).split(' ') { li { (month) } } }
                }
                ol class="rows" {
                    @if !self.marks.is_empty() { (self.marks_line()) }
                    @for row in self.rows {
                        li {
                            span class="what" { a href=(row.href) { (row.label) } span class="note" { (row.dates) } }
                            (self.bar(row))
                        }
                    }
                }
                @if !self.marks.is_empty() { (self.marks_legend()) }
                details class="noprint" {
                    summary { (texts::UI_AS_TABLE.get(self.lang)) }
                    div class="scroll" {
                        table class="list" {
                            caption class="vh" { (self.title) }
                            thead { tr {
                                th scope="col" { (texts::UI_TASK.get(self.lang)) }
                                th scope="col" { (texts::UI_WHEN.get(self.lang)) }
                                th scope="col" { (texts::UI_STATE.get(self.lang)) }
                            } }
                            tbody { @for row in self.rows { tr {
                                th scope="row" { (row.label) }
                                td data-l=(texts::UI_WHEN.get(self.lang)) { (row.dates) }
                                td data-l=(texts::UI_STATE.get(self.lang)) { (row.state) }
                            } } }
                        }
                    }
                }
            }
        }
    }
}

/// A share in hundredths of a percent, written as SVG wants it.
pub(super) struct Percent(u32);

impl Render for Percent {
    fn render_to(&self, buffer: &mut String) {
        (self.0 / 100).render_to(buffer);
        let rest = self.0 % 100;
        if rest > 0 {
            buffer.push_str(if rest < 10 { ".0" } else { "." });
            rest.render_to(buffer);
        }
        buffer.push('%');
    }
}

/// One bar of a chart.
#[derive(Debug, Clone, Copy)]
pub struct Bar<'a> {
    pub label: &'a str,
    pub href: &'a str,
    /// The pieces of the bar from the left; one piece is a plain bar. Empty is "not reported".
    pub parts: &'a [(Tone, i64)],
    /// The value in words: "1.204 triệu đồng".
    pub value: &'a str,
}

/// Bars for comparing: a label, a bar, the figure in words. The list itself is the table alternative.
#[derive(Debug, Clone, Copy)]
pub struct BarChart<'a> {
    pub lang: Lang,
    pub title: &'a str,
    /// What the colours mean, when bars have several pieces.
    pub legend: &'a [Badge<'a>],
    pub bars: &'a [Bar<'a>],
}

impl Render for BarChart<'_> {
    fn render(&self) -> Markup {
        let whole = |bar: &Bar| bar.parts.iter().map(|(_, value)| value.max(&0)).sum::<i64>();
        let most = self.bars.iter().map(whole).max().unwrap_or(0).max(1);
        let share = |value: i64| {
            Percent(u32::try_from(i128::from(value.max(0)) * 10_000 / i128::from(most)).unwrap_or(10_000))
        };
        html! {
            figure class="bars" {
                figcaption { (self.title) }
                @if !self.legend.is_empty() { p class="row" { @for badge in self.legend { (badge) } } }
                ul {
                    @for bar in self.bars {
                        li {
                            span class="what" {
                                @if let Some(href) = filled(bar.href) { a href=(href) { (bar.label) } } @else { (bar.label) }
                            }
                            svg class="bar" width="100%" height="20" role="img" {
                                title { (bar.label) }
                                desc { (bar.value) }
                                @for (index, (tone, value)) in bar.parts.iter().enumerate() {
                                    @let before: i64 = bar.parts[..index].iter().map(|(_, value)| value.max(&0)).sum();
                                    rect class=(tone.class()) x=(share(before)) y="3" height="14" width=(share(*value)) {}
                                }
                            }
                            span class="value" {
                                @if bar.parts.is_empty() { span class="blank" { (texts::UI_NOT_REPORTED.get(self.lang)) } } @else { (bar.value) }
                            }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percents_are_short() {
        let written: Vec<_> = [0, 5, 50, 2_500, 833, 10_000].map(|share| Percent(share).render().0).into();
        assert_eq!(written, ["0%", "0.05%", "0.50%", "25%", "8.33%", "100%"]);
    }
}
