//! Who carries how much.

use kit::page::Sheet;
use kit::permission::Permission;
use kit::ui::Crumb;
use kit::web::{Reading, WebResult};
use maud::Markup;

use crate::tasks::{store, urls, views};
use crate::texts;

/// People listed at most; those with the most late tasks come first.
pub const PEOPLE: i64 = 500;

pub async fn show(Reading(mut ctx): Reading) -> WebResult<Markup> {
    ctx.require(Permission::ReadWork)?;
    let (scope, today, lang) = (ctx.scope()?, ctx.today(), ctx.lang());
    let loads = store::today::list_loads(ctx.tx(), scope, today, PEOPLE).await?;
    let title = texts::TASK_WORKLOAD.get(lang);
    let crumbs =
        [Crumb { href: urls::TASKS, label: texts::TASK_LIST.get(lang) }, Crumb { href: "", label: title }];
    Ok(ctx.draw(Sheet {
        title,
        current: urls::TASKS,
        crumbs: &crumbs,
        body: views::workload::body(lang, &loads),
        ..Default::default()
    }))
}
