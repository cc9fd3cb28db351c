//! For the pages of other modules: the papers that were made from a record, and the button that begins one.

use kit::permission::Permission;
use kit::ui::{ButtonKind, card};
use kit::web::Ctx;
use maud::{Markup, html};

use super::{button, name_of, state};
use crate::error::DispatchError;
use crate::store::outgoing::list_from;
use crate::{texts, urls};

/// What stands on a record's page about papers made from it. `action` is where the button posts to; `None` when the record is not
/// ready or another unit's. Empty when there is neither a paper to see nor one to begin.
pub async fn made_from(
    ctx: &mut Ctx,
    (kind, id): (&str, i64),
    action: Option<&str>,
) -> Result<Markup, DispatchError> {
    let (lang, scope) = (ctx.lang(), ctx.scope()?);
    let papers = list_from(ctx.tx(), scope, kind, id).await?;
    let action = action.filter(|_| ctx.actor.can(Permission::DraftPapers));
    if papers.is_empty() && action.is_none() {
        return Ok(html! {});
    }
    Ok(card(
        texts::PAPERS_MADE.get(lang),
        html! {
            @if !papers.is_empty() {
                ul { @for one in &papers { li { a href=(urls::paper(one.id)) { (name_of(one)) } " " (state(one, lang)) } } }
            }
            @if let Some(action) = action { (button(action, texts::DRAFT_PAPER.get(lang), ButtonKind::Secondary)) }
        },
    ))
}
