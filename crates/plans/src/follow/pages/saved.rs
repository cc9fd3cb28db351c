//! Views saved on the page of a plan.

use axum::extract::Path;
use axum::response::Redirect;
use kit::web::{Acting, Form, WebResult};

use crate::PlanId;
use crate::follow::{actions, urls};
use crate::saved::{self, Kind};
use crate::tasks::list::address;

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct ViewForm {
    name: String,
    query: String,
    /// `rename` or `delete`.
    act: String,
}

/// Saves what is seen of a plan under a name; it can be seen of every plan then.
pub async fn save(
    Path(id): Path<PlanId>,
    Acting(mut ctx, Form(form)): Acting<Form<ViewForm>>,
) -> WebResult<Redirect> {
    actions::open_plan(&mut ctx, id, None).await?;
    let view = saved::actions::save(&mut ctx, Kind::Plan, &form.name, &form.query).await?;
    ctx.commit().await?;
    Ok(Redirect::to(&address(&urls::plan(id), &view.query)))
}

/// Renames or throws away a view of one's own.
pub async fn change(
    Path((id, view)): Path<(PlanId, i64)>,
    Acting(mut ctx, Form(form)): Acting<Form<ViewForm>>,
) -> WebResult<Redirect> {
    actions::open_plan(&mut ctx, id, None).await?;
    saved::actions::act(&mut ctx, view, &form.act, &form.name).await?;
    ctx.commit().await?;
    Ok(Redirect::to(&urls::plan(id)))
}
