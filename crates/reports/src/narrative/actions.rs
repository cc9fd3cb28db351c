//! What authors do with passages.

use std::collections::HashMap;

use kit::UnitId;
use kit::audit::Event;
use kit::permission::Permission;
use kit::web::Ctx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::check::{TypedNumber, typed_numbers};
use super::figures::refuse_unknown;
use super::gather::{SourceText, source_texts, source_words};
use super::passage::{Passage, Source, joined, one_line, reconcile};
use super::sentences::Span;
use super::store::{SourceReport, list_passages, list_source_reports, replace_passages};
use crate::error::ReportsError;
use crate::indicator::Indicator;
use crate::period::ReportPeriod;
use crate::returns::actions::look::{Look, look};
use crate::returns::actions::words::save;
use crate::returns::report::ReportId;
use crate::returns::store::reports::find_report_of;
use crate::returns::store::texts::put_text;
use crate::store::successions::read_names;

type Outcome<T> = Result<T, ReportsError>;

/// A sentence of a report below, as it is named when it is taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SourceKey {
    #[schema(value_type = i64)]
    pub report: ReportId,
    pub section: String,
    pub edition: i64,
    /// In characters of the section's words, from 0.
    pub start: i64,
    pub end: i64,
}

impl SourceKey {
    pub fn of(source: &Source) -> Self {
        Self {
            report: source.report,
            section: source.section.clone(),
            edition: source.edition,
            start: source.start,
            end: source.end,
        }
    }

    fn names(&self, source: &Source) -> bool {
        *self == Self::of(source)
    }
}

/// A passage as it is to be; without sources it is the author's own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Draft {
    /// When empty, the first source as it stands.
    pub body: String,
    pub sources: Vec<SourceKey>,
}

impl Draft {
    pub fn of(passage: &Passage) -> Self {
        Self { body: passage.body.clone(), sources: passage.sources.iter().map(SourceKey::of).collect() }
    }
}

/// The passages of a section as its words stand.
pub async fn passages(ctx: &mut Ctx, look: &Look, section: &str) -> Outcome<Vec<Passage>> {
    let Some(report) = &look.report else { return Ok(Vec::new()) };
    let kept = list_passages(ctx.tx(), report.id).await?.remove(section).unwrap_or_default();
    Ok(reconcile(kept, look.words(section).map_or("", |text| text.body.as_str())))
}

/// Puts passages in the place of a section's words; the new version.
///
/// # Errors
/// [`ReportsError::WordsStale`] when others saved meanwhile, [`ReportsError::SourceMoved`] when a sentence taken now reads
/// otherwise, [`ReportsError::SourceNotFound`] when it is not of a report below.
pub async fn arrange(
    ctx: &mut Ctx,
    (unit, period, regime): (UnitId, ReportPeriod, &str),
    section: &str,
    seen: i64,
    drafts: &[Draft],
) -> Outcome<i64> {
    ctx.require(Permission::EnterReports)?;
    let look = look(ctx, unit, period, regime).await?;
    if !look.is_own {
        return Err(ReportsError::ReportNotFound);
    }
    if !look.state().is_editable() {
        return Err(look.closed());
    }
    // Passages and words are read and written under one version.
    if look.words(section).map_or(0, |text| text.version) != seen {
        return Err(ReportsError::WordsStale);
    }
    let before = passages(ctx, &look, section).await?;
    let kept: Vec<Source> = before.iter().flat_map(|passage| passage.sources.clone()).collect();
    let is_new = |key: &SourceKey| !kept.iter().any(|source| key.names(source));
    let takes = drafts.iter().flat_map(|draft| &draft.sources).any(is_new);
    let readable = if takes { source_texts(ctx, &look, section).await?.0 } else { Vec::new() };
    let mut after = Vec::new();
    for draft in drafts {
        let mut sources: Vec<Source> = Vec::new();
        for key in &draft.sources {
            let source = match kept.iter().find(|source| key.names(source)) {
                Some(source) => source.clone(),
                None => taken(key, &readable)?,
            };
            if !sources.iter().any(|one| one.is_same(&source)) {
                sources.push(source);
            }
        }
        // What is taken without words of its own is taken as it stands.
        let mut body = one_line(&draft.body);
        if body.is_empty() {
            body = sources.first().map_or_else(String::new, |source| source.wording.clone());
        }
        if !body.is_empty() {
            refuse_unknown(ctx, &look, &body).await?;
            after.push(Passage { body, sources });
        }
    }
    if after == before {
        return Ok(seen);
    }
    let body = joined(&after);
    let mut version = save(ctx, &look, section, &body, seen).await?;
    // The first words begin the report.
    let made = find_report_of(ctx.tx(), unit, period, regime).await?;
    let report = made.ok_or(ReportsError::ReportMoved)?.id;
    if version == seen {
        // Only sources changed: who saw the passages before has seen others.
        let (by, now) = (ctx.actor.account, ctx.now());
        let put = put_text(ctx.tx(), report, section, &body, seen, (by, now)).await?;
        version = put.ok_or(ReportsError::WordsStale)?;
    }
    replace_passages(ctx.tx(), report, section, &after).await?;
    ctx.audit(Event::new("report_passages_arranged", "report", report.0, unit).with(serde_json::json!({
        "section": section,
        "version": version,
        "before": told(&before),
        "after": told(&after),
    })));
    Ok(version)
}

/// Passages as the audit keeps them.
fn told(passages: &[Passage]) -> serde_json::Value {
    let one = |passage: &Passage| {
        let reports: Vec<i64> = passage.sources.iter().map(|source| source.report.0).collect();
        serde_json::json!({ "body": passage.body, "reports": reports, "edited": passage.is_edited() })
    };
    passages.iter().map(one).collect()
}

/// A sentence that is taken now, as it stands below.
fn taken(key: &SourceKey, readable: &[SourceText]) -> Outcome<Source> {
    let of = readable.iter().find(|text| text.report == key.report && text.section == key.section);
    let of = of.ok_or(ReportsError::SourceNotFound)?;
    let at = |place: i64| usize::try_from(place).map_err(|_| ReportsError::SourceMoved);
    let span = Span { start: at(key.start)?, end: at(key.end)? };
    let wording = span.of(&of.text).filter(|_| of.edition == key.edition);
    Ok(Source {
        report: key.report,
        section: key.section.clone(),
        edition: key.edition,
        start: key.start,
        end: key.end,
        wording: one_line(&wording.ok_or(ReportsError::SourceMoved)?),
    })
}

/// Where a passage comes from, and whether that still stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SourceSeen {
    #[schema(value_type = i64)]
    pub unit: UnitId,
    pub unit_name: String,
    #[schema(value_type = i64)]
    pub report: ReportId,
    pub period: ReportPeriod,
    pub regime: String,
    pub section: String,
    pub edition: i64,
    pub start: i64,
    pub end: i64,
    /// As it was when it was taken.
    pub wording: String,
    /// A newer edition of that report has been accepted since.
    pub is_restated: bool,
    /// The sentence stands in the report as it is now.
    pub stands: bool,
}

/// A number typed beside the indicator it speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NumberRemark {
    /// As typed.
    pub typed: String,
    /// The indicator's code.
    pub indicator: String,
    /// In whole numbers of the indicator's last digit.
    pub figure: i64,
    pub agrees: bool,
    /// The passage with the live figure in the number's place.
    pub live: String,
}

/// A passage as somebody looks at it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PassageSeen {
    /// From 0.
    pub place: usize,
    /// As typed, with `{{…}}` for live figures.
    pub body: String,
    /// As it stands on paper.
    pub drawn: String,
    /// The author changed what was taken.
    pub is_edited: bool,
    pub sources: Vec<SourceSeen>,
    /// What somebody should look at; nothing is held up by it.
    pub remarks: Vec<NumberRemark>,
}

impl PassageSeen {
    /// What it comes from has been restated, or reads otherwise now.
    pub fn is_moved(&self) -> bool {
        self.sources.iter().any(|source| source.is_restated || !source.stands)
    }
}

/// The passages of a section with their sources and remarks.
pub async fn see(ctx: &mut Ctx, look: &Look, section: &str) -> Outcome<Vec<PassageSeen>> {
    let known = look.form.as_ref().and_then(|form| form.section(section));
    known.ok_or_else(|| ReportsError::SectionUnknown(section.chars().take(40).collect()))?;
    let list = passages(ctx, look, section).await?;
    let mut ids: Vec<ReportId> =
        list.iter().flat_map(|passage| &passage.sources).map(|source| source.report).collect();
    ids.sort_unstable();
    ids.dedup();
    let reports = list_source_reports(ctx.tx(), &ids).await?;
    let asked: Vec<(ReportId, i64, i64)> =
        reports.iter().map(|one| (one.id, one.edition, one.accepted_edition)).collect();
    let words = source_words(ctx, &asked).await?;
    let units: Vec<UnitId> = reports.iter().map(|one| one.unit).collect();
    let names = read_names(ctx.tx(), &units).await?;
    let by_id: HashMap<ReportId, &SourceReport> = reports.iter().map(|one| (one.id, one)).collect();
    let source = |source: &Source| {
        let of = by_id.get(&source.report)?;
        let now = words.get(&(source.report, source.section.clone()));
        Some(SourceSeen {
            unit: of.unit,
            unit_name: names.get(&of.unit).map_or_else(String::new, |(_, name)| name.clone()),
            report: source.report,
            period: of.period,
            regime: of.regime.clone(),
            section: source.section.clone(),
            edition: source.edition,
            start: source.start,
            end: source.end,
            wording: source.wording.clone(),
            is_restated: of.accepted_edition > source.edition,
            stands: now.is_some_and(|(_, _, text)| one_line(text).contains(&source.wording)),
        })
    };
    let seen = list.iter().enumerate().map(|(place, passage)| PassageSeen {
        place,
        body: passage.body.clone(),
        drawn: look.drawn(&passage.body),
        is_edited: passage.is_edited(),
        sources: passage.sources.iter().filter_map(source).collect(),
        remarks: remarks(look, &passage.body),
    });
    Ok(seen.collect())
}

/// Numbers of a passage that a table of the report tells too.
fn remarks(look: &Look, body: &str) -> Vec<NumberRemark> {
    let form = look.form.iter().flat_map(crate::returns::form::ReportForm::lines);
    let asked: Vec<&str> = form.map(|line| line.indicator.as_str()).collect();
    let live = |one: &TypedNumber| format!("{}{{{{{}}}}}{}", &body[..one.start], one.code, &body[one.end..]);
    typed_numbers(body, &look.catalogue, &asked, |one: &Indicator| look.whole(one))
        .into_iter()
        .map(|one| NumberRemark {
            live: live(&one),
            agrees: one.agrees(),
            typed: one.text,
            indicator: one.code,
            figure: one.figure,
        })
        .collect()
}

/// One passage's place among those of a section.
pub fn moved(drafts: &mut [Draft], place: usize, is_up: bool) {
    let other = if is_up { place.checked_sub(1) } else { place.checked_add(1) };
    if let Some(other) = other.filter(|other| place < drafts.len() && *other < drafts.len()) {
        drafts.swap(place, other);
    }
}

/// Where each sentence of a report comes from, section by section.
pub async fn see_all(ctx: &mut Ctx, look: &Look) -> Outcome<Vec<(String, Vec<PassageSeen>)>> {
    let sections = look.form.iter().flat_map(|form| &form.sections).filter(|section| section.has_words());
    let codes: Vec<String> = sections.map(|section| section.code.clone()).collect();
    let mut found = Vec::new();
    for code in codes {
        let seen = see(ctx, look, &code).await?;
        if !seen.is_empty() {
            found.push((code, seen));
        }
    }
    Ok(found)
}
