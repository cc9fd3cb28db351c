//! Comments on figures, sent by the one form that all comments of a page belong to.

use axum::extract::Query;
use axum::response::{IntoResponse as _, Redirect, Response};
use kit::web::{Acting, Form, WebResult};

use super::{PageQuery, address};
use crate::actions::comments::{NewComment, add_comment, resolve_comment};
use crate::error::ReportsError;

/// `add` with an indicator's code and its text in `body-…`, or `resolve` with a comment's number.
pub async fn act(
    Query(query): Query<PageQuery>,
    Acting(mut ctx, Form(form)): Acting<Form<Vec<(String, String)>>>,
) -> WebResult<Response> {
    let (unit, period) = (query.unit(&ctx)?, query.period(&ctx)?);
    let field = |name: &str| form.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str());
    let mut at = String::new();
    if let Some(id) = field("resolve") {
        let id = id.parse().map_err(|_| ReportsError::CommentNotFound)?;
        resolve_comment(&mut ctx, id).await?;
    } else {
        let indicator = field("add").unwrap_or("").to_owned();
        let body = field(&format!("body-{indicator}")).unwrap_or("").to_owned();
        at = format!("#f-v-{indicator}");
        add_comment(&mut ctx, &NewComment { unit, period, indicator, body }).await?;
    }
    ctx.commit().await?;
    let to = if query.regime.is_empty() {
        address("/reports/entry", &[("unit", &unit.to_string()), ("period", &period.to_string())])
    } else {
        crate::returns::pages::report::path(unit, period, &query.regime)
    };
    Ok(Redirect::to(&format!("{to}{at}")).into_response())
}
