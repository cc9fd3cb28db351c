//! HTML: forms in, page structs out.

pub mod acts;
pub mod assign;
pub mod directives;
pub mod list;
pub mod show;
pub mod today;
pub mod workload;

use chrono::NaiveDate;
use kit::text::Phrase;
use kit::web::Ctx;
use kit::{Fault, Kind};

use super::store::listing::Asker;
use super::views::forms::{Typed, field};
use crate::PlanError;

/// A form's fields in the order they were sent; a name may stand several times.
pub type Fields = Vec<(String, String)>;

/// Who asks for a list.
pub fn asker(ctx: &Ctx) -> Result<Asker, PlanError> {
    Ok(Asker { scope: ctx.scope()?, unit: ctx.unit()?, account: ctx.actor.account, today: ctx.today() })
}

/// A date field: empty is none.
pub fn date(fields: &[(String, String)], name: &'static str) -> Result<Option<NaiveDate>, PlanError> {
    match field(fields, name).trim() {
        "" => Ok(None),
        text => vi::date::parse(text).map(Some).ok_or(PlanError::DateUnreadable(name)),
    }
}

/// A number field: what is no number is none.
pub fn number(fields: &[(String, String)], name: &str) -> Option<i64> {
    field(fields, name).trim().parse().ok()
}

/// Whether the form is drawn again with what was typed; other failures have a page of their own.
pub fn is_redrawn(error: &PlanError) -> bool {
    let is_own = !matches!(error, PlanError::Account(_) | PlanError::Internal(_));
    is_own && !matches!(error.kind(), Kind::NotFound | Kind::Internal | Kind::Unavailable)
}

/// A refused form: what was typed, and why.
pub fn typed(form: &str, fields: Fields, error: &PlanError) -> Typed {
    let errors: Vec<(&'static str, Phrase)> = error.fields();
    let notice = errors.is_empty().then(|| error.message());
    let is_overtaken = matches!(error, PlanError::TaskChanged { .. });
    let seen = number(&fields, "version").filter(|_| !is_overtaken);
    Typed { form: form.to_owned(), fields, errors, notice, seen }
}
