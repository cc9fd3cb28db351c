//! The page where addresses are made and revoked, and what a calendar program is answered.

use axum::extract::{Path, Query};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use kit::page::Sheet;
use kit::ui::{
    Button, ButtonKind, Column, Crumb, Table, card, copyable, hidden, inline_form, success_notice, table,
};
use kit::web::{Acting, Ctx, Empty, Form, Guest, Reading, WebResult};
use maud::{Markup, html};

use super::store::Address;
use super::{actions, urls};
use crate::follow;
use crate::follow::pages::calendar::file;
use crate::{PlanError, PlanId, texts};

/// For which plan an address is wanted; without one, for one's own tasks.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Wanted {
    plan: String,
}

impl Wanted {
    fn plan(&self) -> Option<PlanId> {
        self.plan.parse().ok()
    }
}

pub async fn show(Reading(mut ctx): Reading, Query(wanted): Query<Wanted>) -> WebResult<Markup> {
    draw(&mut ctx, wanted.plan(), None).await
}

pub async fn make(
    headers: HeaderMap,
    Acting(mut ctx, Form(wanted)): Acting<Form<Wanted>>,
) -> WebResult<Markup> {
    let (_, secret) = actions::make(&mut ctx, wanted.plan()).await?;
    let mut ctx = ctx.commit_and_read().await?;
    let address = format!("{}{}", base(&ctx, &headers), urls::feed(&secret));
    draw(&mut ctx, wanted.plan(), Some(&address)).await
}

pub async fn revoke(Path(id): Path<i64>, Acting(mut ctx, Empty): Acting<Empty>) -> WebResult<Redirect> {
    actions::revoke(&mut ctx, id).await?;
    ctx.commit().await?;
    Ok(Redirect::to(urls::ADDRESSES))
}

/// The calendar behind a secret address.
pub async fn feed(guest: Guest, Path(name): Path<String>) -> WebResult<Response> {
    let secret = name.strip_suffix(".ics").ok_or(PlanError::AddressNotFound)?;
    let (ctx, name, days) = actions::read(&guest, secret).await?;
    Ok(file(&ctx, &name, &days).into_response())
}

/// The address people type: as configured, else as this browser did.
pub fn base(ctx: &Ctx, headers: &HeaderMap) -> String {
    let configured = ctx.app.settings.public_url.trim_end_matches('/');
    if !configured.is_empty() {
        return configured.to_owned();
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    format!("http://{host}")
}

async fn draw(ctx: &mut Ctx, plan: Option<PlanId>, made: Option<&str>) -> WebResult<Markup> {
    let addresses = actions::list(ctx).await?;
    let opened = match plan {
        Some(plan) => Some(follow::actions::open_plan(ctx, plan, None).await?.plan),
        None => None,
    };
    let lang = ctx.lang();
    let title = texts::FEED_TITLE.get(lang);
    let body = html! {
        p { (texts::FEED_TEXT.get(lang)) }
        @if let Some(made) = made {
            (success_notice(texts::FEED_MADE.get(lang)))
            p { (copyable(lang, made)) }
            p { (texts::FEED_HOW.get(lang)) }
        }
        div class="row" {
            @if let Some(plan) = &opened {
                (inline_form(urls::ADDRESSES, "", html! {
                    (hidden("plan", &plan.id.to_string()))
                    (Button { label: texts::FEED_MAKE_PLAN.get(lang), kind: ButtonKind::Primary, ..Button::default() })
                }))
            }
            (inline_form(urls::ADDRESSES, "", html! {
                (Button {
                    label: texts::FEED_MAKE_TASKS.get(lang),
                    kind: if opened.is_some() { ButtonKind::Secondary } else { ButtonKind::Primary },
                    ..Button::default()
                })
            }))
        }
        (card(texts::FEED_LIST.get(lang), list(ctx, &addresses)))
    };
    let back = plan.map(follow::urls::plan).unwrap_or_default();
    let mut crumbs = vec![Crumb { href: follow::urls::CALENDAR, label: texts::CALENDAR.get(lang) }];
    if let Some(plan) = &opened {
        crumbs = vec![
            Crumb { href: follow::urls::PLANS, label: texts::FOLLOW_PLANS.get(lang) },
            Crumb { href: &back, label: &plan.title },
        ];
    }
    crumbs.push(Crumb { href: "", label: title });
    let current = if opened.is_some() { follow::urls::PLANS } else { follow::urls::CALENDAR };
    Ok(ctx.draw(Sheet { title, current, crumbs: &crumbs, body, ..Sheet::default() }))
}

fn list(ctx: &Ctx, addresses: &[Address]) -> Markup {
    let lang = ctx.lang();
    if addresses.is_empty() {
        return html! { p class="muted" { (texts::FEED_NONE.get(lang)) } };
    }
    let columns = [
        Column::main(texts::FEED_WHAT.get(lang)),
        Column::text(texts::FEED_SEAT.get(lang)),
        Column::number(texts::FEED_MADE_ON.get(lang)),
        Column::actions(texts::FEED_REVOKE.get(lang)),
    ];
    let frame = Table { caption: texts::FEED_LIST.get(lang), columns: &columns, ..Table::default() };
    table(&frame, |rows| {
        for address in addresses {
            let label = texts::FEED_REVOKE.get(lang);
            let button = Button { label, kind: ButtonKind::Danger, confirm: label, ..Button::default() };
            rows.row()
                .text(address.plan_title.as_deref().unwrap_or(texts::FEED_MY_TASKS.get(lang)))
                .text(&format!("{} – {}", address.post_title, address.unit_name))
                .text(&vi::date::short(address.created_at.date()))
                .cell(inline_form(&urls::revoke(address.id), "", html! { (button) }));
        }
    })
}
