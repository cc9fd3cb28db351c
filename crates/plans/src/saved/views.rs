//! The list in which a person renames and throws away their views.

use kit::text::Lang;
use kit::ui::disclosure;
use maud::{Markup, html};

use super::View;
use crate::tasks::list::address;
use crate::texts;

/// The views of a page at `path`; their forms are posted below `action`. Nothing when none was saved.
pub fn manage(lang: Lang, views: &[View], path: &str, action: &str) -> Markup {
    if views.is_empty() {
        return html! {};
    }
    let body = html! {
        ul class="stack" {
            @for view in views {
                li class="row between" {
                    a href=(address(path, &view.query)) { (view.name) }
                    form class="row" method="post" action={ (action) "/" (view.id) } {
                        input name="name" value=(view.name) aria-label=(texts::TASK_VIEW_NAME.get(lang));
                        button class="btn" name="act" value="rename" { (texts::TASK_VIEW_RENAME.get(lang)) }
                        button class="btn quiet" name="act" value="delete" { (texts::TASK_VIEW_DELETE.get(lang)) }
                    }
                }
            }
        }
    };
    disclosure(texts::TASK_VIEWS.get(lang), false, body)
}
