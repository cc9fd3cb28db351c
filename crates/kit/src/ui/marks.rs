//! Days that a timeline is marked with, and what the marks mean.

use maud::{Markup, html};

use super::board::Timeline;
use crate::text::Lang;
use crate::texts;

/// A day to remember on a [`Timeline`](super::Timeline).
#[derive(Debug, Clone, Copy)]
pub struct Mark<'a> {
    /// The day of the year from 1.
    pub day: u16,
    /// The same in words: "03/02".
    pub date: &'a str,
    pub name: &'a str,
    /// The lunar day that falls on this day of the year: "mùng 10 tháng 3". Empty for days of the solar calendar.
    pub lunar: &'a str,
    /// A year in which it counts for more: drawn full, the others as an outline.
    pub is_special: bool,
}

impl Timeline<'_> {
    /// One line of marks under the months.
    pub(super) fn marks_line(&self) -> Markup {
        html! {
            li class="marks" {
                span class="what" { (texts::UI_MARKS.get(self.lang)) }
                svg class="bar" width="100%" height="24" role="img" aria-label=(texts::UI_MARKS.get(self.lang)) {
                    @for mark in self.marks {
                        svg class={ "mark" (if mark.is_special { " special" } else { "" }) } x=(self.percent(mark.day.max(1) - 1)) y="4" overflow="visible" {
                            title { (mark.date) " – " (mark.name) }
                            (shape(mark))
                        }
                    }
                }
            }
        }
    }

    /// What the shapes mean, and every mark in words: the reading for those who do not see the drawing, and for paper.
    pub(super) fn marks_legend(&self) -> Markup {
        let lang = self.lang;
        let sample = |lunar, is_special| Mark { day: 1, date: "", name: "", lunar, is_special };
        let kinds = [
            (sample("", false), texts::UI_MARK_SOLAR),
            (sample("x", false), texts::UI_MARK_LUNAR),
            (sample("", true), texts::UI_MARK_SPECIAL),
        ];
        html! {
            p class="row legend" {
                @for (mark, word) in &kinds {
                    span {
                        svg class={ "bar mark" (if mark.is_special { " special" } else { "" }) } width="16" height="16" viewBox="-8 0 16 16" aria-hidden="true" { (shape(mark)) }
                        " " (word.get(lang))
                    }
                }
            }
            details {
                summary { (texts::ui_marks_count(self.marks.len()).get(lang)) }
                ul class="days" {
                    @for mark in self.marks { li { b { (mark.date) } " " (mark.name) @if !mark.lunar.is_empty() { (in_lunar(mark.lunar, lang)) } } }
                }
            }
        }
    }
}

/// A triangle for a day of the solar calendar, a circle for a lunar one.
fn shape(mark: &Mark) -> Markup {
    if mark.lunar.is_empty() {
        html! { path d="M0 2 6 14-6 14z" {} }
    } else {
        html! { circle cx="0" cy="8" r="6" {} }
    }
}

fn in_lunar(day: &str, lang: Lang) -> Markup {
    html! { span class="note" { " (" (texts::ui_mark_lunar_day(day).get(lang)) ")" } }
}

#[cfg(test)]
mod tests {
    use maud::Render as _;

    use super::*;

    #[test]
    fn a_lunar_day_has_another_shape_and_every_mark_stands_in_words() {
        let marks = [
            Mark { day: 34, date: "03/02", name: "Ngày thành lập Đảng", lunar: "", is_special: false },
            Mark {
                day: 109, date: "18/04", name: "Giỗ Tổ", lunar: "mùng 10 tháng 3", is_special: true
            },
        ];
        let html =
            Timeline { lang: Lang::Vi, title: "", is_leap: true, today: None, rows: &[], marks: &marks }
                .render()
                .0;
        let line = html.split("legend").next().unwrap();
        assert_eq!((line.matches("<path").count(), line.matches("<circle").count()), (1, 1), "{html}");
        assert!(line.contains("class=\"mark special\" x=\"29.50%\""), "{html}");
        let words = html.split("class=\"days\"").nth(1).expect("the marks in words");
        assert!(words.contains("<b>18/04</b> Giỗ Tổ") && words.contains("mùng 10 tháng 3"), "{html}");
    }

    #[test]
    fn a_timeline_without_marks_has_no_legend() {
        let html = Timeline { lang: Lang::En, title: "", is_leap: false, today: None, rows: &[], marks: &[] }
            .render()
            .0;
        assert!(!html.contains("legend") && !html.contains("marks"), "{html}");
    }
}
