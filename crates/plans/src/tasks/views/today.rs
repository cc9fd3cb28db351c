//! The page that begins the day.

use chrono::NaiveDate;
use kit::UnitId;
use kit::text::Lang;
use kit::ui::{Badge, Empty, Icon, Next, Stat, Tone, card, hidden, stats};
use maud::{Markup, Render, html};

use super::Day;
use crate::PlanId;
use crate::task::{TaskMove, TaskState, is_overdue};
use crate::tasks::brought::Brought;
use crate::tasks::list::Filter;
use crate::tasks::store::today::Gathered;
use crate::tasks::{urls, words};
use crate::texts;

/// The first matters of a list, how many tasks there are, and the list itself.
pub struct Block {
    pub filter: Filter,
    pub rows: Vec<Gathered>,
    pub count: i64,
}

pub struct TodayPage {
    pub lang: Lang,
    pub today: NaiveDate,
    /// What the person's own unit has and nobody is named for, for those who do the work.
    pub unclaimed: Option<Block>,
    pub mine: Block,
    pub unit: Block,
    pub checks: Option<Block>,
    pub extensions: Option<Block>,
    pub plans: Vec<(PlanId, String)>,
    pub late_units: Vec<(UnitId, String, i64)>,
    pub late: Block,
    pub week: Block,
    pub month: Block,
    pub commemorations: Vec<(NaiveDate, String, Option<u32>)>,
    /// What other modules have for the seat.
    pub brought: Vec<Brought>,
}

impl TodayPage {
    pub fn body(&self) -> Markup {
        let lang = self.lang;
        let is_quiet = [&self.mine, &self.unit, &self.late, &self.month].iter().all(|block| block.count == 0)
            && self.plans.is_empty()
            && self.brought.is_empty()
            && self.checks.as_ref().is_none_or(|block| block.count == 0);
        html! {
            (self.figures())
            @if is_quiet {
                (Empty {
                    icon: Icon::Check,
                    title: texts::TODAY_EMPTY.get(lang),
                    text: texts::TODAY_EMPTY_TEXT.get(lang),
                    next: Some(Next { href: "/documents", label: texts::TODAY_EMPTY_NEXT.get(lang) }),
                })
            }
            div class="cols" {
                @if let Some(unclaimed) = self.unclaimed.as_ref().filter(|block| block.count > 0) {
                    (self.unclaimed(unclaimed))
                }
                (self.block(texts::TODAY_MINE.get(lang), &self.mine, texts::TODAY_MINE_NONE.get(lang)))
                @if let Some(checks) = &self.checks {
                    (self.block(texts::TODAY_CHECKS.get(lang), checks, texts::TODAY_CHECKS_NONE.get(lang)))
                }
                @for brought in &self.brought { (self.brought(brought)) }
                @if let Some(extensions) = self.extensions.as_ref().filter(|block| block.count > 0) {
                    (self.block(texts::TODAY_EXTENSIONS.get(lang), extensions, ""))
                }
                @if !self.plans.is_empty() {
                    (card(texts::TODAY_PLANS.get(lang), html! {
                        ul { @for (id, title) in &self.plans { li { a href=(crate::follow::urls::plan(*id)) { (title) } } } }
                    }))
                }
                @if !self.late_units.is_empty() { (self.late_by_unit()) }
                (self.block(texts::TODAY_UNIT.get(lang), &self.unit, texts::TODAY_UNIT_NONE.get(lang)))
                (self.block(texts::TODAY_WEEK.get(lang), &self.week, texts::TODAY_WEEK_NONE.get(lang)))
                @if !self.commemorations.is_empty() { (self.days()) }
            }
        }
    }

    fn figures(&self) -> Markup {
        let lang = self.lang;
        let mut shown = vec![
            (texts::TODAY_MINE, &self.mine, Tone::Neutral),
            (texts::TODAY_LATE, &self.late, Tone::Danger),
            (texts::TODAY_WEEK, &self.week, Tone::Warning),
            (texts::TODAY_MONTH, &self.month, Tone::Neutral),
        ];
        if let Some(checks) = &self.checks {
            shown.insert(1, (texts::TODAY_CHECKS, checks, Tone::Neutral));
        }
        let hrefs: Vec<String> = shown.iter().map(|(_, block, _)| block.filter.address()).collect();
        let figures: Vec<Stat<'_>> = shown
            .iter()
            .zip(&hrefs)
            .map(|((label, block, tone), href)| Stat {
                label: label.get(lang),
                value: Some(block.count),
                note: if block.count >= crate::tasks::store::today::COUNT_LIMIT {
                    texts::TODAY_OR_MORE.get(lang)
                } else {
                    ""
                },
                href,
                tone: if block.count > 0 { *tone } else { Tone::Neutral },
            })
            .collect();
        stats(lang, &figures)
    }

    fn block(&self, title: &str, block: &Block, none: &str) -> Markup {
        let lang = self.lang;
        card(
            title,
            html! {
                @if block.rows.is_empty() { p class="hint" { (none) } } @else {
                    ul class="stack" { @for row in &block.rows { li { (self.line(&block.filter, row)) } } }
                    p { a href=(block.filter.address()) { (texts::TODAY_ALL.get(lang)) " (" (block.count) ")" } }
                }
            },
        )
    }

    /// The late ones come first: the list goes by due date.
    fn unclaimed(&self, block: &Block) -> Markup {
        let lang = self.lang;
        card(
            &format!("{} ({})", texts::TODAY_UNCLAIMED.get(lang), block.count),
            html! {
                ul class="stack" {
                    @for row in &block.rows {
                        li {
                            (self.line(&block.filter, row))
                            @if row.tasks == 1 && row.state == TaskState::Assigned {
                                form class="inline" method="post" action={ "/tasks/" (row.first) "/move" } {
                                    (hidden("act", "accept"))
                                    button class="btn" { (words::act(TaskMove::Accept).get(lang)) }
                                }
                            }
                        }
                    }
                }
                p { a href=(block.filter.address()) { (texts::TODAY_ALL.get(lang)) " (" (block.count) ")" } }
            },
        )
    }

    fn line(&self, filter: &Filter, row: &Gathered) -> Markup {
        let lang = self.lang;
        let is_one = row.tasks == 1;
        let href = if is_one {
            urls::task(row.first)
        } else {
            Filter { item: Some(row.item), ..filter.clone() }.address()
        };
        html! {
            a href=(href) { (row.title) }
            br;
            small class="hint" {
                @if is_one { (row.unit_name) } @else { (texts::today_units(row.tasks).get(lang)) }
                @if let Some(due) = row.due_on { " · " (texts::TASK_DUE.get(lang)) " " (Day(due, lang)) }
                @if is_one {
                    " " (Badge { tone: words::tone(row.state), word: words::state(row.state).get(lang) })
                    @if is_overdue(row.state, row.due_on, self.today) { " " (Badge { tone: Tone::Danger, word: texts::TASK_LATE.get(lang) }) }
                }
            }
        }
    }

    /// A block of another module.
    fn brought(&self, block: &Brought) -> Markup {
        card(
            &block.title,
            html! {
                ul class="stack" {
                    @for one in &block.matters {
                        li {
                            a href=(one.href) { (one.title) }
                            br;
                            small class="hint" {
                                (one.note)
                                @if let Some((tone, word)) = &one.badge { " " (Badge { tone: *tone, word }) }
                            }
                        }
                    }
                }
                p { a href=(block.all) { (texts::TODAY_ALL.get(self.lang)) " (" (block.count) ")" } }
            },
        )
    }

    fn late_by_unit(&self) -> Markup {
        let lang = self.lang;
        card(
            texts::TODAY_LATE_BELOW.get(lang),
            html! {
                ul {
                    @for (unit, name, late) in &self.late_units {
                        li { a href={ "/tasks?due=late&unit=" (unit) } { (name) } " " (Badge { tone: Tone::Danger, word: texts::task_count_late(late).get(lang) }) }
                    }
                }
                p { a href=(self.late.filter.address()) { (texts::TODAY_ALL.get(lang)) " (" (self.late.count) ")" } }
            },
        )
    }

    fn days(&self) -> Markup {
        let lang = self.lang;
        card(
            texts::TODAY_COMMEMORATIONS.get(lang),
            html! {
                ul {
                    @for (date, name, years) in &self.commemorations {
                        li {
                            (Day(*date, lang).render()) " – " (name)
                            @if let Some(years) = years { " (" (texts::today_years(years).get(lang)) ")" }
                        }
                    }
                }
            },
        )
    }
}
