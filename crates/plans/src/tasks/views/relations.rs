//! What a task hangs on: its plan and item, and the same work in other units.

use kit::text::Lang;
use kit::ui::{Badge, Column, Meter, Table, Tone, card, key_values, table};
use maud::{Markup, html};

use super::Day;
use super::show::TaskPage;
use crate::PlanItemId;
use crate::follow::urls as follow;
use crate::tasks::store::Rollup;
use crate::tasks::{urls, words};
use crate::texts;

impl TaskPage {
    /// The plan, the item, the same work in other units.
    pub(super) fn relations(&self) -> Markup {
        let (lang, item) = (self.lang, &self.item);
        let mut pairs = vec![
            (texts::TASK_PLAN.get(lang), html! { a href=(follow::plan(item.plan)) { (item.plan_title) } }),
            (
                texts::TASK_ITEM.get(lang),
                html! { a href=(follow::item(item.plan, item.id)) { (item.code) " " (item.title) } },
            ),
        ];
        if let Some(from) = item.carried_from {
            pairs.push((
                texts::TASK_CARRIED_FROM.get(lang),
                html! { a href=(follow::item(item.plan, from)) { "#" (from) } },
            ));
        }
        if let Some(to) = self.carried_to {
            pairs.push((
                texts::TASK_CARRIED_TO.get(lang),
                html! { a href=(follow::item(item.plan, to)) { "#" (to) } },
            ));
        }
        html! {
            (card(texts::TASK_TAB_RELATIONS.get(lang), key_values(&pairs)))
            @if let Some(rollup) = self.rollup { (rolled_up(lang, rollup, item.id)) }
            @if self.siblings.len() > 1 { (self.sibling_table()) }
        }
    }

    fn sibling_table(&self) -> Markup {
        let lang = self.lang;
        let columns = [
            Column::main(texts::TASK_UNIT.get(lang)),
            Column::text(texts::TASK_STATE.get(lang)),
            Column::number(texts::TASK_DUE.get(lang)),
            Column::number(texts::TASK_PERCENT.get(lang)),
        ];
        table(
            &Table {
                caption: texts::TASK_SIBLINGS.get(lang),
                caption_is_shown: true,
                columns: &columns,
                ..Table::default()
            },
            |rows| {
                for task in &self.siblings {
                    let mut row = if task.id == self.task.id { rows.selected_row() } else { rows.row() };
                    row.link(&urls::task(task.id), &task.unit_name);
                    row.cell(Badge {
                        tone: words::tone(task.state),
                        word: words::state(task.state).get(lang),
                    });
                    row.cell(html! { @if let Some(due) = task.due_on { (Day(due, lang)) } @else { "–" } });
                    row.cell(html! { (task.progress_percent) "%" });
                }
            },
        )
    }
}

/// "58/75 hoàn thành, 3 trễ", with the way to those tasks.
pub fn rolled_up(lang: Lang, rollup: Rollup, item: PlanItemId) -> Markup {
    let number = |number: i64| u32::try_from(number).unwrap_or(0);
    html! {
        div {
            // A meter is a block: in a paragraph it would end the link before its words.
            a href=(urls::tasks_of_item(item)) {
                (Meter { lang, label: texts::TASK_UNITS_DONE.get(lang), done: number(rollup.done), total: number(rollup.total) })
            }
            @if rollup.late > 0 {
                " " a href={ "/tasks?due=late&item=" (item) } { (Badge { tone: Tone::Danger, word: texts::task_count_late(rollup.late).get(lang) }) }
            }
            @if rollup.submitted > 0 {
                " " (Badge { tone: Tone::Done, word: texts::task_count_submitted(rollup.submitted).get(lang) })
            }
        }
    }
}
