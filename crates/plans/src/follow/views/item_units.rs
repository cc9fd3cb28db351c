//! The units that have a task of an item: counted, the late ones, then all of them.

use kit::ui::{Column, Icon, Meter, Stat, Table, disclosure, stats, table};
use maud::{Markup, html};

use super::item::ItemPage;
use super::{count, due};
use crate::follow::store::item::UnitTask;
use crate::follow::{urls, words};
use crate::task::{TaskState, is_overdue};
use crate::texts;

/// A table longer than this is folded: what stands below it is not pushed out of sight.
const FOLDED_FROM: usize = 10;

impl ItemPage {
    /// How many units stand where, then each of them.
    pub(super) fn units(&self) -> Markup {
        let lang = self.lang;
        let states: Vec<(TaskState, i64)> = TaskState::ALL
            .into_iter()
            .map(|state| (state, self.tasks.iter().filter(|task| task.state == state).count()))
            .filter(|(_, number)| *number > 0)
            .map(|(state, number)| (state, i64::try_from(number).unwrap_or(0)))
            .collect();
        let tiles: Vec<Stat<'_>> = states
            .iter()
            .map(|(state, number)| Stat {
                label: words::task_state(*state).get(lang),
                value: Some(*number),
                tone: words::task_tone(*state),
                ..Stat::default()
            })
            .collect();
        html! {
            section class="card" {
                h2 { (texts::FOLLOW_ITEM_UNITS.get(lang)) }
                @if let Some(to) = &self.carried {
                    p {
                        a href=(urls::item(to.plan, to.item)) {
                            (Icon::Right)
                            @if to.plan == self.plan.id {
                                (texts::follow_carried_tasks(to.tasks, crate::tasks::roman(to.quarter.map_or(0, i64::from))).get(lang))
                            } @else if to.tasks > 0 {
                                (texts::follow_carried_tasks_year(to.tasks, to.year).get(lang))
                            } @else { (texts::follow_carried_year(to.year).get(lang)) }
                        }
                    }
                }
                @if self.tasks.is_empty() {
                    p class="soft" { (texts::FOLLOW_ITEM_NO_UNITS.get(lang)) }
                } @else {
                    (Meter {
                        lang,
                        label: texts::FOLLOW_DONE_OF.get(lang),
                        done: count(self.item.tally.done),
                        total: count(self.item.tally.total),
                    })
                    @if self.tasks.len() > 1 { (stats(lang, &tiles)) }
                    @if self.tasks.len() > FOLDED_FROM {
                        @let late: Vec<&UnitTask> = self.tasks.iter().filter(|task| self.is_late(task)).collect();
                        @if !late.is_empty() { (self.unit_table(&late)) }
                        (disclosure(texts::follow_item_all_units(self.tasks.len()).get(lang), false, self.unit_table(&self.tasks.iter().collect::<Vec<_>>())))
                    } @else { (self.unit_table(&self.tasks.iter().collect::<Vec<_>>())) }
                }
            }
        }
    }

    fn is_late(&self, task: &UnitTask) -> bool {
        is_overdue(task.state, task.due_on, self.day)
    }

    fn unit_table(&self, tasks: &[&UnitTask]) -> Markup {
        let lang = self.lang;
        let columns = [
            Column::main(texts::FOLLOW_COL_UNIT.get(lang)),
            Column::text(texts::FOLLOW_COL_STATE.get(lang)),
            Column::text(texts::FOLLOW_COL_PERSON.get(lang)),
            Column::number(texts::FOLLOW_COL_DUE.get(lang)),
            Column::number(texts::FOLLOW_COL_PROGRESS.get(lang)),
            Column::number(texts::FOLLOW_COL_PIECES.get(lang)),
        ];
        let frame =
            Table { caption: texts::FOLLOW_ITEM_UNITS.get(lang), columns: &columns, ..Table::default() };
        table(&frame, |rows| {
            for task in tasks {
                let is_late = self.is_late(task);
                rows.row()
                    .cell(html! {
                        a href=(urls::task(task.id)) { (task.unit_name) }
                        @if let Some(day) = task.joined_on {
                            span class="note" { " " (texts::follow_item_joined(vi::date::short(day)).get(lang)) }
                        }
                    })
                    .cell(words::task_badge(task.state, is_late, lang))
                    .text(&task.assignee)
                    .text(&due(task.due_on, ""))
                    .text(&format!("{}%", task.progress_percent))
                    .figure(Some(task.evidence_count), lang);
            }
        })
    }
}
