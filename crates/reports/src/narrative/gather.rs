//! The sentences of the reports below, with what is said more than once brought together.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use kit::web::Ctx;
use kit::{Internal, UnitId};
use serde::Serialize;
use utoipa::ToSchema;

use super::passage::Source;
use super::sentences::{Span, sentences};
use super::similar::{Marks, group, short_name};
use super::store::{list_accepted_words, list_present_words};
use crate::error::ReportsError;
use crate::returns::actions::consolidate::units_below;
use crate::returns::actions::look::{Look, look_by_id};
use crate::returns::form::{FormId, ReportForm};
use crate::returns::report::{ReportId, ReportState};
use crate::returns::store::forms::find_form;
use crate::returns::store::reports::{Report, list_reports_of};

type Outcome<T> = Result<T, ReportsError>;

/// A sentence of a report below.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Sentence {
    #[schema(value_type = i64)]
    pub unit: UnitId,
    pub unit_name: String,
    #[schema(value_type = i64)]
    pub report: ReportId,
    pub section: String,
    pub edition: i64,
    pub state: ReportState,
    /// The unit above has accepted this edition.
    pub is_accepted: bool,
    /// In characters of the section's words, from 0.
    pub start: usize,
    pub end: usize,
    pub text: String,
    /// A passage of the section comes from it.
    pub is_used: bool,
}

/// A unit below and what it wrote for a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Author {
    #[schema(value_type = i64)]
    pub unit: UnitId,
    pub name: String,
    pub state: ReportState,
    pub sentences: usize,
}

/// Sentences that say nearly the same, the first as the unit first in order wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Alike {
    /// How many units say so.
    pub units: usize,
    pub sentences: Vec<Sentence>,
}

/// All that was written below for a section.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub struct Gathered {
    /// What most units say first.
    pub groups: Vec<Alike>,
    pub units: Vec<Author>,
}

impl Gathered {
    pub fn silent(&self) -> impl Iterator<Item = &Author> {
        self.units.iter().filter(|unit| unit.sentences == 0)
    }
}

/// The words of one section of a report below, as they may be cited.
#[derive(Debug, Clone)]
pub struct SourceText {
    pub report: ReportId,
    pub unit: UnitId,
    pub unit_name: String,
    pub section: String,
    pub edition: i64,
    pub state: ReportState,
    pub is_accepted: bool,
    pub text: String,
}

/// Words by report and section: of the accepted edition where there is one, else as they are being written.
pub async fn source_words(
    ctx: &mut Ctx,
    reports: &[(ReportId, i64, i64)],
) -> Outcome<HashMap<(ReportId, String), (i64, bool, String)>> {
    let ids: Vec<ReportId> = reports.iter().map(|(id, ..)| *id).collect();
    let mut found = HashMap::new();
    let mut accepted = list_accepted_words(ctx.tx(), &ids).await?;
    let mut open = Vec::new();
    for (id, edition, _) in reports {
        let Some((of, words)) = accepted.remove(id) else {
            open.push((*id, *edition));
            continue;
        };
        let words: HashMap<String, String> = serde_json::from_str(&words).map_err(Internal::from_error)?;
        found.extend(words.into_iter().map(|(section, body)| ((*id, section), (of, true, body))));
    }
    let editions: HashMap<ReportId, i64> = open.iter().copied().collect();
    let open: Vec<ReportId> = open.into_iter().map(|(id, _)| id).collect();
    let mut looks: HashMap<ReportId, Look> = HashMap::new();
    for (id, section, mut body) in list_present_words(ctx.tx(), &open).await? {
        // Its figures are live in its own words: only such a report is read as a whole.
        if body.contains("{{") {
            let look = match looks.entry(id) {
                Entry::Occupied(there) => there.into_mut(),
                Entry::Vacant(free) => free.insert(Box::pin(look_by_id(ctx, id)).await?),
            };
            body = look.drawn(&body);
        }
        found.insert((id, section), (editions.get(&id).copied().unwrap_or(1), false, body));
    }
    Ok(found)
}

/// The reports below that are there, with the names of all units that owe one.
async fn reports_below(ctx: &mut Ctx, look: &Look) -> Outcome<Vec<(UnitId, String, Option<Report>)>> {
    let below = units_below(ctx, look).await?;
    let ids: Vec<UnitId> = below.iter().map(|one| one.unit).collect();
    let mut reports: HashMap<UnitId, Report> = list_reports_of(ctx.tx(), &ids, look.period)
        .await?
        .into_iter()
        .filter(|one| one.regime == look.regime.code)
        .map(|one| (one.unit, one))
        .collect();
    Ok(below.into_iter().map(|one| (one.unit, one.name, reports.remove(&one.unit))).collect())
}

/// The sections of a form below whose words belong to a section above: the same section, or another of the same line of work that
/// the form above has not.
fn belonging(section: &str, above: &ReportForm, below: &ReportForm) -> HashSet<String> {
    let line = above.section(section).map(|one| one.line_of_work.as_str()).filter(|line| !line.is_empty());
    let belongs =
        |code: &str, of: &str| code == section || (line == Some(of) && above.section(code).is_none());
    let all = below.sections.iter().filter(|one| belongs(&one.code, &one.line_of_work));
    all.map(|one| one.code.clone()).collect()
}

/// The words below that belong to a section, in the order of the units.
pub async fn source_texts(
    ctx: &mut Ctx,
    look: &Look,
    section: &str,
) -> Outcome<(Vec<SourceText>, Vec<(UnitId, String, ReportState)>)> {
    let form = look.form.as_ref().ok_or(ReportsError::ReportNotFound)?;
    if !form.section(section).is_some_and(crate::returns::form::Section::has_words) {
        return Err(ReportsError::SectionUnknown(section.chars().take(40).collect()));
    }
    let below = reports_below(ctx, look).await?;
    let there: Vec<(ReportId, i64, i64)> = below
        .iter()
        .filter_map(|(_, _, report)| report.as_ref())
        .map(|report| (report.id, report.edition, report.accepted_edition))
        .collect();
    let mut words = source_words(ctx, &there).await?;
    let mut sections: HashMap<FormId, HashSet<String>> = HashMap::new();
    let (mut found, mut units) = (Vec::new(), Vec::new());
    for (unit, name, report) in below {
        units.push((unit, name.clone(), report.as_ref().map_or(ReportState::Open, |report| report.state)));
        let Some(report) = report else { continue };
        let Some(id) = report.form else { continue };
        let belongs = match sections.entry(id) {
            Entry::Occupied(there) => there.into_mut(),
            Entry::Vacant(free) => {
                let of = find_form(ctx.tx(), id).await?;
                free.insert(of.map_or_else(HashSet::new, |of| belonging(section, form, &of)))
            }
        };
        let mut codes: Vec<&String> = belongs.iter().collect();
        codes.sort();
        for code in codes {
            let Some((edition, is_accepted, text)) = words.remove(&(report.id, code.clone())) else {
                continue;
            };
            found.push(SourceText {
                report: report.id,
                unit,
                unit_name: name.clone(),
                section: code.clone(),
                edition,
                state: report.state,
                is_accepted,
                text,
            });
        }
    }
    Ok((found, units))
}

/// All sentences below that belong to a section, near-equal ones together. `used` are the sources of the section's passages.
pub async fn gather(ctx: &mut Ctx, look: &Look, section: &str, used: &[Source]) -> Outcome<Gathered> {
    let (all, units) = source_texts(ctx, look, section).await?;
    let used: HashSet<(ReportId, &str, i64, i64)> =
        used.iter().map(|one| (one.report, one.section.as_str(), one.edition, one.start)).collect();
    let mut found = Vec::new();
    let mut marks = Vec::new();
    let mut counts: HashMap<UnitId, usize> = HashMap::new();
    for of in &all {
        let name = short_name(&of.unit_name);
        for Span { start, end } in sentences(&of.text) {
            let Some(text) = Span { start, end }.of(&of.text) else { continue };
            marks.push(Marks::of(&text, &name));
            *counts.entry(of.unit).or_default() += 1;
            let at = i64::try_from(start).map_err(Internal::from_error)?;
            found.push(Some(Sentence {
                unit: of.unit,
                unit_name: of.unit_name.clone(),
                report: of.report,
                section: of.section.clone(),
                edition: of.edition,
                state: of.state,
                is_accepted: of.is_accepted,
                start,
                end,
                text,
                is_used: used.contains(&(of.report, of.section.as_str(), of.edition, at)),
            }));
        }
    }
    let mut groups: Vec<Alike> = group(&marks)
        .into_iter()
        .map(|places| {
            let sentences: Vec<Sentence> = places.into_iter().filter_map(|at| found[at].take()).collect();
            let units: HashSet<UnitId> = sentences.iter().map(|one| one.unit).collect();
            Alike { units: units.len(), sentences }
        })
        .collect();
    groups.sort_by_key(|one| std::cmp::Reverse(one.units));
    let units = units
        .into_iter()
        .map(|(unit, name, state)| Author {
            unit,
            name,
            state,
            sentences: counts.get(&unit).copied().unwrap_or(0),
        })
        .collect();
    Ok(Gathered { groups, units })
}
