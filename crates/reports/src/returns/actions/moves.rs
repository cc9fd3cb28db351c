//! Moving a report along its table.

use kit::UnitId;
use kit::audit::Event;
use kit::text::{MAX_TEXT, is_longer};
use kit::web::Ctx;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::look::{Look, look};
use super::{Outcome, consolidate, parts};
use crate::cells::Cells;
use crate::error::ReportsError;
use crate::period::ReportPeriod;
use crate::returns::check::FieldRef;
use crate::returns::regime::RegimeKind;
use crate::returns::report::{Need, Refusal, ReportId, ReportMove, ReportState};
use crate::returns::store::editions::{Edition, insert_edition, put_sent};
use crate::returns::store::reports::{
    Report, accepted_by, find_paper, find_report_of, hold_report, open_report, put_report,
};
use crate::returns::store::texts::{Remark, insert_remark, settle_remarks};
use crate::store::figures::{Entry, Layer, put};

/// Why one field is sent back.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default)]
pub struct RemarkForm {
    /// `indicator`, `section` or `report`.
    pub kind: String,
    /// The code of the indicator or section.
    pub field: String,
    pub reason: String,
}

/// What somebody wants to do with a report.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct MoveForm {
    pub act: ReportMove,
    /// The report's version that was seen, 0 before it was begun; not asked about when left out.
    pub version: Option<i64>,
    /// For a correction, and as a remark on the whole when it is sent back.
    #[serde(default)]
    pub reason: String,
    /// When it is sent back: field by field.
    #[serde(default)]
    pub remarks: Vec<RemarkForm>,
    /// The paper that fulfils a regime of papers: `document` or `plan`, and its number.
    #[serde(default)]
    pub paper_kind: String,
    pub paper: Option<i64>,
}

impl MoveForm {
    pub fn of(act: ReportMove) -> Self {
        Self {
            act,
            version: None,
            reason: String::new(),
            remarks: Vec::new(),
            paper_kind: String::new(),
            paper: None,
        }
    }
}

/// The report of a look, opened if nobody has begun it; nobody else moves it until the transaction ends.
pub(super) async fn opened(ctx: &mut Ctx, look: &Look) -> Outcome<Report> {
    let gone = || ReportsError::ReportMoved;
    if let Some(report) = &look.report {
        let held = hold_report(ctx.tx(), report.id).await?.ok_or_else(gone)?;
        return if held.version == report.version { Ok(held) } else { Err(gone()) };
    }
    let (unit, now) = (look.unit.unit, ctx.now());
    let form = look.form.as_ref().map(|form| form.id);
    let made = open_report(ctx.tx(), unit, look.period, &look.regime.code, form, now).await?;
    let report = find_report_of(ctx.tx(), unit, look.period, &look.regime.code).await?.ok_or_else(gone)?;
    if made.is_some() {
        ctx.audit(
            event(ReportMove::Begin, &report, look).with(json!({ "before": "open", "after": "draft" })),
        );
    }
    Ok(report)
}

fn event(act: ReportMove, report: &Report, look: &Look) -> Event {
    Event::new(act.audit(), "report", report.id.0, look.unit.unit)
}

/// Moves a report.
///
/// # Errors
/// [`ReportsError::Incomplete`] names every failing cell; [`ReportsError::MoveRefused`] says why it does not move;
/// [`ReportsError::ReportMoved`] when somebody moved it meanwhile.
pub async fn move_report(
    ctx: &mut Ctx,
    (unit, period, regime): (UnitId, ReportPeriod, &str),
    form: &MoveForm,
) -> Outcome<(ReportId, ReportState)> {
    let mut look = look(ctx, unit, period, regime).await?;
    // The first figure or word opens the draft by itself: no act of somebody else's.
    if form.version.is_some_and(|seen| seen.max(1) != look.version().max(1)) {
        return Err(ReportsError::ReportMoved);
    }
    let act = form.act;
    let row = look.state().transition(act).ok_or(ReportsError::MoveRefused(Refusal::NotFromHere))?;
    ctx.require(row.permission)?;
    if !look.is_own && !row.needs.contains(&Need::FromAbove) {
        return Err(ReportsError::ReportNotFound);
    }
    if act == ReportMove::Take {
        return Err(ReportsError::MoveRefused(Refusal::NotFromHere));
    }
    if act == ReportMove::Submit && look.regime.kind == RegimeKind::Paper {
        name_paper(ctx, &mut look, form).await?;
    }
    let remarks = remarks(&look, form)?;
    let has_reason = !form.reason.trim().is_empty() || (act == ReportMove::Return && !remarks.is_empty());
    let after = look.state().after(act, &look.facts(ctx, has_reason)).map_err(|refusal| match refusal {
        Refusal::Incomplete => ReportsError::Incomplete(
            look.findings().into_iter().filter(|one| !one.wrong.is_question()).collect(),
        ),
        refusal => ReportsError::MoveRefused(refusal),
    })?;
    let was = look.state();
    let named = look.report.as_ref().map(|report| (report.paper_kind.clone(), report.paper));
    let mut report = opened(ctx, &look).await?;
    if let Some((kind, paper)) = named {
        (report.paper_kind, report.paper) = (kind, paper);
    }
    let mut accepted = accepted_by(ctx.tx(), report.id).await?;
    let (by, now) = (ctx.actor.account, ctx.now());
    report.state = after;
    match act {
        ReportMove::Take => {}
        ReportMove::Begin => parts::fill(ctx, &look).await?,
        ReportMove::Consolidate => {
            parts::fill(ctx, &look).await?;
            consolidate::take_below(ctx, &look, &mut report).await?;
        }
        ReportMove::Submit => {
            report.first_sent_at = report.first_sent_at.or(Some(now));
            (report.submitted_at, report.submitted_by) = (Some(now), Some(by));
            settle_remarks(ctx.tx(), report.id, now).await?;
            let sent = look.as_sent(ctx).await?;
            put_sent(ctx.tx(), (report.id, report.edition), &sent, now).await?;
        }
        ReportMove::Return => {
            for remark in &remarks {
                insert_remark(ctx.tx(), report.id, report.edition, remark, (by, now)).await?;
            }
        }
        ReportMove::Accept => {
            accept(ctx, &look, &report).await?;
            (report.accepted_at, report.accepted_edition, accepted) = (Some(now), report.edition, Some(by));
        }
        ReportMove::Lock => consolidate::lock_below(ctx, report.id).await?,
        ReportMove::Correct => {
            report.edition += 1;
            form.reason.trim().clone_into(&mut report.reason);
            (report.submitted_by, accepted) = (None, None);
        }
    }
    put_report(ctx.tx(), &report, accepted, now).await?;
    ctx.audit(event(act, &report, &look).with(json!({
        "before": was, "after": after, "edition": report.edition, "period": report.period, "regime": &report.regime,
        "reason": form.reason.trim(), "remarks": remarks,
    })));
    Ok((report.id, after))
}

/// The remarks of a form; fields that the form of the report has not are refused.
fn remarks(look: &Look, form: &MoveForm) -> Outcome<Vec<Remark>> {
    let texts = form.remarks.iter().map(|one| &one.reason).chain([&form.reason]);
    if texts.into_iter().any(|text| is_longer(text, MAX_TEXT)) {
        return Err(ReportsError::WordsTooLong { limit: MAX_TEXT });
    }
    let mut found = Vec::new();
    for one in form.remarks.iter().filter(|one| !one.reason.trim().is_empty()) {
        let asked = look.form.as_ref();
        let known = match FieldRef::parse(&one.kind, &one.field) {
            Some(FieldRef::Indicator(code)) => asked.is_some_and(|form| form.asks_for(&code)),
            Some(FieldRef::Section(code)) => asked.is_some_and(|form| form.section(&code).is_some()),
            Some(FieldRef::Paper) => true,
            None => false,
        };
        if !known {
            return Err(ReportsError::SectionUnknown(one.field.chars().take(40).collect()));
        }
        found.push(Remark {
            kind: one.kind.clone(),
            field: one.field.clone(),
            reason: one.reason.trim().to_owned(),
        });
    }
    if form.act == ReportMove::Return && !form.reason.trim().is_empty() {
        found.push(Remark {
            kind: "report".to_owned(),
            field: String::new(),
            reason: form.reason.trim().to_owned(),
        });
    }
    Ok(found)
}

/// Names the paper that fulfils the regime: a document or plan that this person can see.
async fn name_paper(ctx: &mut Ctx, look: &mut Look, form: &MoveForm) -> Outcome<()> {
    let Some(paper) = form.paper else { return Ok(()) };
    let found = find_paper(ctx.tx(), &form.paper_kind, paper).await?;
    let (title, unit) = found.ok_or(ReportsError::PaperNotFound)?;
    if !ctx.sees(unit).await? {
        return Err(ReportsError::PaperNotFound);
    }
    let mut report = opened(ctx, look).await?;
    (report.paper_kind, report.paper) = (form.paper_kind.clone(), Some(paper));
    look.report = Some(report);
    look.paper = Some(title);
    Ok(())
}

/// Copies the figures into the accepted layer and keeps the edition as it stands.
async fn accept(ctx: &mut Ctx, look: &Look, report: &Report) -> Outcome<()> {
    let now = ctx.now();
    let mut cells = Cells::default();
    if let Some(form) = &look.form {
        let asked = || form.lines().filter_map(|line| look.catalogue.by_code(&line.indicator));
        let figures = asked().map(|one| (one.slot, look.own.get(one.slot))).collect();
        let entry = Entry { unit: look.unit.unit, period: look.period, figures, version: None };
        put(ctx.tx(), &look.catalogue.rules, Layer::Accepted, &[entry], now).await?;
        for one in asked() {
            cells.set(one.slot, look.whole(one));
        }
    }
    let words: serde_json::Map<String, serde_json::Value> =
        look.texts.iter().map(|text| (text.section.clone(), json!(look.drawn(&text.body)))).collect();
    let edition = Edition {
        edition: report.edition,
        reason: report.reason.clone(),
        cells,
        words: serde_json::Value::Object(words).to_string(),
        accepted_at: now,
    };
    let by = ctx.actor.account;
    insert_edition(ctx.tx(), report.id, &edition, by).await?;
    Ok(())
}

impl Look {
    /// Why nothing can be typed now, and what to do.
    pub(crate) fn closed(&self) -> ReportsError {
        ReportsError::ReportClosed {
            unit: self.unit.name.clone(),
            period: self.period,
            is_accepted: self.state().is_accepted(),
        }
    }
}
