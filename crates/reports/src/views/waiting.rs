//! What waits to be sent, and the pages that open without a line.

use kit::page::Sheet;
use kit::ui::{Crumb, files};
use kit::web::Ctx;
use maud::{Markup, html};

use super::CURRENT;
use super::grid::offline_words;
use crate::pages::waiting::Kept;
use crate::texts;

pub fn page(ctx: &Ctx, kept: &[Kept]) -> Markup {
    let lang = ctx.lang();
    let unit = ctx.actor.seat.as_ref().map_or("", |seat| &seat.unit_name);
    let body = html! {
        (offline_words("home", lang))
        p class="note" { (texts::WAITING_HINT.get(lang)) }
        noscript { p { (texts::WAITING_NO_SCRIPT.get(lang)) } }
        section class="stack" {
            div class="row between" {
                h2 { (texts::WAITING_UNSENT.get(lang)) }
                button type="button" class="btn primary" data-send hidden { (texts::WAITING_SEND.get(lang)) }
            }
            p role="status" data-state {}
            div class="stack" data-list {}
            p class="note" data-none hidden { (texts::WAITING_NONE.get(lang)) }
        }
        section class="card" {
            h2 { (texts::waiting_pages(unit).get(lang)) }
            ul class="keeps" {
                @for one in kept { li { a href=(one.href) data-keep { (one.name) } span class="note" {} } }
            }
            p class="note" { (texts::WAITING_PAGES_HINT.get(lang)) }
        }
        script src=(files::DRAFTS_JS) defer {}
        script src=(files::SENDING_JS) defer {}
        script src=(files::WAITING_JS) defer {}
    };
    ctx.draw(Sheet {
        title: texts::WAITING_TITLE.get(lang),
        current: CURRENT,
        crumbs: &[
            Crumb { href: CURRENT, label: texts::REPORTS_TITLE.get(lang) },
            Crumb { href: "", label: texts::WAITING_TITLE.get(lang) },
        ],
        body,
        ..Sheet::default()
    })
}
