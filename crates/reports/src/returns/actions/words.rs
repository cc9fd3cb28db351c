//! The words of a section, saved as they are typed.

use kit::UnitId;
use kit::audit::Event;
use kit::permission::Permission;
use kit::text::{MAX_TEXT, is_longer};
use kit::web::Ctx;

use super::Outcome;
use super::look::{Look, look};
use super::moves::opened;
use crate::error::ReportsError;
use crate::period::ReportPeriod;
use crate::returns::store::texts::put_text;

/// Saves the words of a section over the version that was seen, 0 when there were none; the new version.
///
/// # Errors
/// [`ReportsError::WordsStale`] when others saved meanwhile; [`ReportsError::ReportClosed`] when it has been sent.
pub async fn save_words(
    ctx: &mut Ctx,
    (unit, period, regime): (UnitId, ReportPeriod, &str),
    section: &str,
    body: &str,
    seen: i64,
) -> Outcome<i64> {
    ctx.require(Permission::EnterReports)?;
    let look = look(ctx, unit, period, regime).await?;
    save(ctx, &look, section, body, seen).await
}

/// As [`save_words`], for a report that has been looked at.
pub async fn save(ctx: &mut Ctx, look: &Look, section: &str, body: &str, seen: i64) -> Outcome<i64> {
    ctx.require(Permission::EnterReports)?;
    if !look.is_own {
        return Err(ReportsError::ReportNotFound);
    }
    let form = look.form.as_ref().ok_or(ReportsError::ReportNotFound)?;
    let known = form.section(section).filter(|section| section.has_words());
    known.ok_or_else(|| ReportsError::SectionUnknown(section.chars().take(40).collect()))?;
    if !look.state().is_editable() {
        return Err(look.closed());
    }
    if is_longer(body, MAX_TEXT) {
        return Err(ReportsError::WordsTooLong { limit: MAX_TEXT });
    }
    let body = body.replace("\r\n", "\n");
    if look.words(section).is_some_and(|text| text.version == seen && text.body == body)
        || (seen == 0 && body.is_empty() && look.words(section).is_none())
    {
        return Ok(seen);
    }
    let report = opened(ctx, look).await?;
    let (by, now) = (ctx.actor.account, ctx.now());
    let version = put_text(ctx.tx(), report.id, section, &body, seen, (by, now)).await?;
    let version = version.ok_or(ReportsError::WordsStale)?;
    ctx.audit(
        Event::new("report_words_saved", "report", report.id.0, look.unit.unit)
            .with(serde_json::json!({ "section": section, "version": version, "after": body })),
    );
    Ok(version)
}
