//! Who carries how much, and what nobody carries.

use kit::text::Lang;
use kit::ui::{Column, Empty, Icon, Next, Table, table};
use maud::{Markup, Render, html};

use crate::tasks::store::today::Load;
use crate::texts;

pub fn body(lang: Lang, loads: &[Load]) -> Markup {
    if loads.is_empty() {
        return Empty {
            icon: Icon::People,
            title: texts::TASK_EMPTY.get(lang),
            text: texts::TASK_EMPTY_TEXT.get(lang),
            next: Some(Next { href: "/plans", label: texts::TASK_TO_PLANS.get(lang) }),
        }
        .render();
    }
    let columns = [
        Column::main(texts::TASK_ASSIGNEE.get(lang)),
        Column::number(texts::TASK_TAB_OPEN.get(lang)),
        Column::number(texts::TASK_LATE.get(lang)),
        Column::number(texts::TASK_DUE_30.get(lang)),
    ];
    let list = table(
        &Table { caption: texts::TASK_WORKLOAD.get(lang), columns: &columns, ..Table::default() },
        |rows| {
            for load in loads {
                let owner = load.account.map_or_else(|| "none".to_owned(), |account| account.to_string());
                let name = load.account_name.as_deref().unwrap_or(texts::TASK_NOBODY.get(lang));
                let link = |extra: &str, count: i64| html! { a href={ "/tasks?owner=" (owner) (extra) } { (count) } };
                let mut row = rows.row();
                row.link(&format!("/tasks?owner={owner}"), name);
                row.cell(link("", load.open))
                    .cell(link("&due=late", load.late))
                    .cell(link("&due=30", load.soon));
            }
        },
    );
    html! { p class="hint" { (texts::TASK_WORKLOAD_HINT.get(lang)) } (list) }
}
