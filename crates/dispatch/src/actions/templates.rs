//! Templates that an office changes: versions with dates, checked before they hold.

use chrono::NaiveDate;
use kit::audit::Event;
use kit::permission::Permission;
use kit::web::Ctx;
use print::{Paper, PrintError, Templates};

use super::draft::versions_today;
use super::{Outcome, day};
use crate::compose;
use crate::content::Content;
use crate::error::{DispatchError, FieldFault};
use crate::store::templates as store;

/// The text of a template as it holds today; `issuers` for the header blocks.
pub async fn template_text(ctx: &mut Ctx, name: &str) -> Outcome<String> {
    ctx.require(Permission::ReadWork)?;
    let usual = Templates::built_in_text(name).ok_or(DispatchError::NotFound)?;
    let today = ctx.today();
    let Some(version) = store::find_version(ctx.tx(), name, today).await? else {
        return Ok(usual.to_owned());
    };
    Ok(store::find_text(ctx.tx(), version).await?.map_or_else(|| usual.to_owned(), |(_, text)| text))
}

/// Changes a template from a day on. Papers that were begun keep the version they were made with.
///
/// # Errors
/// [`DispatchError::Print`] names what is wrong and where; [`DispatchError::EndedBody`] for a body that no longer exists on that day.
pub async fn edit_template(ctx: &mut Ctx, name: &str, text: &str, from: &str, note: &str) -> Outcome<Paper> {
    ctx.require(Permission::EditTemplates)?;
    if !ctx.scope()?.is_everything {
        return Err(kit::accounts::AccountError::NotAllowed.into());
    }
    let from = day("valid_from", from)?.unwrap_or_else(|| ctx.today());
    if from < ctx.today() {
        return Err(DispatchError::Form(vec![("valid_from", FieldFault::DateOrder)]));
    }
    let paper = check(ctx, name, text, from).await?;
    let (account, now) = (ctx.actor.account, ctx.now());
    let id = store::insert_version(ctx.tx(), name, text, from, note.trim(), account, now).await?;
    ctx.audit(
        Event::new("template_changed", "paper_template", id, None)
            .with(serde_json::json!({ "name": name, "from": from })),
    );
    Ok(paper)
}

/// A sample paper made with a changed template: what the office sees before it keeps it.
pub async fn check(ctx: &mut Ctx, name: &str, text: &str, from: NaiveDate) -> Outcome<Paper> {
    Templates::built_in_text(name).ok_or(DispatchError::NotFound)?;
    let sample = if name == "issuers" { "notice" } else { name };
    let [_, issuers] = versions_today(ctx, sample).await?;
    let mut versions = Vec::new();
    if let Some(id) = issuers {
        versions.extend(store::find_text(ctx.tx(), id).await?);
    }
    versions.push((name.to_owned(), text.to_owned()));
    let templates = compose::with_versions(&versions)?;
    let unit = ctx.unit()?;
    let unit_name = crate::store::units::find_name(ctx.tx(), unit).await?;
    let (unit_words, place) = compose::names_of_unit(&unit_name);
    let content = Content {
        summary: "…".to_owned(),
        body: crate::content::skeleton(templates.body(sample).unwrap_or_default()),
        unit_words,
        place,
        signer: "…".to_owned(),
        ..Content::default()
    };
    // The template's own body is filled too: a field that is missing is the drafter's business, anything else is a mistake.
    match templates.paper(sample, &content.data()) {
        Ok(_) | Err(PrintError::MissingField { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    let paper = compose::paper(&templates, sample, &content)?;
    match compose::ended_body(&paper, from) {
        Some(words) => Err(DispatchError::EndedBody(words)),
        None => Ok(paper),
    }
}
