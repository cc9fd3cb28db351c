//! The office's side: publishing a plan and taking it back.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use kit::page::Sheet;
use kit::permission::Permission;
use kit::ui::{
    Badge, ButtonKind, Column, Crumb, Field, FieldError, Form, Table, Tone, card, hidden, key_values, table,
};
use kit::web::{Acting, Ctx, Form as FormBody, Reading, WebResult};
use kit::{Fault as _, Kind};
use maud::{Markup, html};

use super::store::Publication;
use super::{actions, urls};
use crate::plan::Plan;
use crate::{PlanError, PlanId, follow, texts};

pub async fn show(Reading(mut ctx): Reading, Path(id): Path<PlanId>) -> WebResult<Markup> {
    let (plan, publications) = actions::see_publications(&mut ctx, id).await?;
    Ok(draw(&ctx, &plan, &publications, None))
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct ActForm {
    /// `publish` or `withdraw`.
    act: String,
    reason: String,
}

pub async fn act(
    Path(id): Path<PlanId>,
    Acting(mut ctx, FormBody(form)): Acting<FormBody<ActForm>>,
) -> WebResult<Response> {
    let done = match form.act.as_str() {
        "withdraw" => actions::withdraw(&mut ctx, id, &form.reason).await,
        _ => actions::publish(&mut ctx, id, &form.reason).await,
    };
    match done {
        Ok(()) => {
            ctx.commit().await?;
            Ok(Redirect::to(&urls::publication(id)).into_response())
        }
        Err(error) if error.kind() == Kind::Invalid => {
            let mut ctx = ctx.roll_back_and_read().await?;
            let (plan, publications) = actions::see_publications(&mut ctx, id).await?;
            let page = draw(&ctx, &plan, &publications, Some(&error));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

fn draw(ctx: &Ctx, plan: &Plan, publications: &[Publication], error: Option<&PlanError>) -> Markup {
    let lang = ctx.lang();
    let open = publications.iter().find(|row| row.withdrawn_at.is_none());
    let back = follow::urls::plan(plan.id);
    let is_issued = plan.state.was_issued();
    let can_act = ctx.actor.can(Permission::IssuePlans);
    let title = texts::PUBLIC_MANAGE.get(lang);
    ctx.draw(Sheet {
        title,
        current: follow::urls::PLANS,
        crumbs: &[
            Crumb { href: follow::urls::PLANS, label: texts::FOLLOW_PLANS.get(lang) },
            Crumb { href: &back, label: &plan.title },
            Crumb { href: "", label: title },
        ],
        lead: Some(if open.is_some() {
            html! { (Badge { tone: Tone::Approved, word: texts::PUBLIC_IS_ON.get(lang) }) }
        } else {
            html! { (Badge { tone: Tone::Neutral, word: texts::PUBLIC_IS_OFF.get(lang) }) }
        }),
        body: html! {
            @if let Some(open) = open { (standing(ctx, plan, open)) }
            @if !is_issued { p { (texts::PUBLIC_ONLY_ISSUED.get(lang)) } }
            @else if can_act { (form(ctx, plan, open.is_some(), error)) }
            @if !publications.is_empty() { (history(ctx, publications)) }
        },
        ..Sheet::default()
    })
}

/// Where the public finds it, and who decided so.
fn standing(ctx: &Ctx, plan: &Plan, open: &Publication) -> Markup {
    let lang = ctx.lang();
    let path = urls::plan(plan.id);
    let address = format!("{}{path}", ctx.app.settings.public_url.trim_end_matches('/'));
    let at = open.published_at.local().format("%H:%M %d/%m/%Y").to_string();
    card(
        texts::PUBLIC_IS_ON.get(lang),
        key_values(&[
            (texts::PUBLIC_ADDRESS.get(lang), html! { a href=(path) { (address) } }),
            (texts::PUBLIC_PUBLISHED_AT.get(lang), html! { (at) }),
            (texts::PUBLIC_PUBLISHED_BY.get(lang), html! { (open.published_by) }),
            (texts::PUBLIC_REASON.get(lang), html! { (open.reason) }),
        ]),
    )
}

fn form(ctx: &Ctx, plan: &Plan, is_public: bool, error: Option<&PlanError>) -> Markup {
    let lang = ctx.lang();
    let faults = error.map(kit::Fault::fields).unwrap_or_default();
    let errors: Vec<FieldError<'_>> =
        faults.iter().map(|(field, phrase)| FieldError { field, message: phrase.get(lang) }).collect();
    let (act, word, text, kind) = if is_public {
        ("withdraw", texts::PUBLIC_WITHDRAW, texts::PUBLIC_WITHDRAW_TEXT, ButtonKind::Danger)
    } else {
        ("publish", texts::PUBLIC_PUBLISH, texts::PUBLIC_PUBLISH_TEXT, ButtonKind::Primary)
    };
    let (action, cancel) = (urls::publication(plan.id), follow::urls::plan(plan.id));
    let form = Form {
        lang,
        action: &action,
        errors: &errors,
        submit: word.get(lang),
        submit_kind: kind,
        cancel: &cancel,
        ..Form::default()
    };
    let fields = html! {
        p { (text.get(lang)) }
        (hidden("act", act))
        (form.field(Field::text("reason", texts::PUBLIC_REASON.get(lang)).hint(texts::PUBLIC_REASON_HINT.get(lang)).required()))
    };
    card(word.get(lang), form.render(fields))
}

fn history(ctx: &Ctx, publications: &[Publication]) -> Markup {
    let lang = ctx.lang();
    let when = |at: kit::Instant| at.local().format("%H:%M %d/%m/%Y").to_string();
    let columns = [
        Column::main(texts::PUBLIC_PUBLISHED_AT.get(lang)),
        Column::text(texts::PUBLIC_PUBLISHED_BY.get(lang)),
        Column::text(texts::PUBLIC_REASON.get(lang)),
        Column::text(texts::PUBLIC_WITHDRAWN_AT.get(lang)),
        Column::text(texts::PUBLIC_WITHDRAWN_BY.get(lang)),
        Column::text(texts::PUBLIC_WITHDRAWN_REASON.get(lang)),
    ];
    let frame = Table { caption: texts::PUBLIC_HISTORY.get(lang), columns: &columns, ..Table::default() };
    let rows = table(&frame, |rows| {
        for row in publications {
            rows.row()
                .text(&when(row.published_at))
                .text(&row.published_by)
                .text(&row.reason)
                .text(&row.withdrawn_at.map(when).unwrap_or_default())
                .text(row.withdrawn_by.as_deref().unwrap_or(""))
                .text(&row.withdrawn_reason);
        }
    });
    card(texts::PUBLIC_HISTORY.get(lang), rows)
}
