//! The editor of gathered words, and where each sentence comes from.

use axum::Router;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use kit::permission::Permission;
use kit::text::Phrase;
use kit::web::{Acting, App, Ctx, Form, Reading, WebResult, status};
use kit::{Fault, UnitId};
use maud::Markup;
use serde::Deserialize;

use super::actions::{Draft, PassageSeen, SourceKey, arrange, moved, passages, see, see_all};
use super::figures::units_below;
use super::gather::{Gathered, gather};
use super::passage::{Source, one_line};
use super::token::Token;
use super::views;
use crate::api::period;
use crate::error::ReportsError;
use crate::period::ReportPeriod;
use crate::returns::actions::look::{Look, look};
use crate::returns::form::Section;
use crate::returns::pages::report::path;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/reports/of/{unit}/{period}/{regime}/gather", get(show).post(act))
        .route("/reports/of/{unit}/{period}/{regime}/sources", get(sources))
}

/// What the editor shows.
pub struct GatherPage {
    pub look: Look,
    pub section: Section,
    pub version: i64,
    pub gathered: Gathered,
    pub passages: Vec<PassageSeen>,
    pub query: GatherQuery,
    /// Code and name of the units whose figures may stand in the words.
    pub units: Vec<(String, String)>,
    /// What was typed where it was refused.
    pub typed: String,
    pub refusal: Option<Phrase>,
}

impl GatherPage {
    pub fn report(&self) -> String {
        path(self.look.unit.unit, self.look.period, &self.look.regime.code)
    }

    /// The address of another view of the editor.
    pub fn at(&self, section: &str, from: &str, edit: &str) -> String {
        let pairs = [("section", section), ("from", from), ("edit", edit)];
        crate::pages::address(&format!("{}/gather", self.report()), &pairs)
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct GatherQuery {
    section: String,
    /// The number of the unit whose sentences are shown; all when empty.
    pub from: String,
    /// The place of the passage that is being edited.
    pub edit: String,
    pub saved: String,
}

type Of = Path<(UnitId, String, String)>;

async fn read(
    ctx: &mut Ctx,
    (unit, period, regime): (UnitId, ReportPeriod, &str),
    query: GatherQuery,
) -> Result<GatherPage, ReportsError> {
    ctx.require(Permission::EnterReports)?;
    let look = look(ctx, unit, period, regime).await?;
    if !look.is_own {
        return Err(ReportsError::ReportNotFound);
    }
    let form = look.form.as_ref().ok_or(ReportsError::ReportNotFound)?;
    let mut with_words = form.sections.iter().filter(|section| section.has_words());
    let section = if query.section.is_empty() {
        with_words.next()
    } else {
        with_words.find(|section| section.code == query.section)
    };
    let section = section.cloned().ok_or_else(|| ReportsError::SectionUnknown(query.section.clone()))?;
    let passages = see(ctx, &look, &section.code).await?;
    let used = used(ctx, &look, &section.code).await?;
    let gathered = gather(ctx, &look, &section.code, &used).await?;
    // The list is long: it is read only where a figure can be chosen.
    let units = if query.edit.is_empty() {
        Vec::new()
    } else {
        units_below(ctx, &look).await?.into_iter().map(|(code, _, name)| (code, name)).collect()
    };
    let version = look.words(&section.code).map_or(0, |text| text.version);
    Ok(GatherPage {
        look,
        section,
        version,
        gathered,
        passages,
        query,
        units,
        typed: String::new(),
        refusal: None,
    })
}

async fn used(ctx: &mut Ctx, look: &Look, section: &str) -> Result<Vec<Source>, ReportsError> {
    Ok(passages(ctx, look, section).await?.into_iter().flat_map(|passage| passage.sources).collect())
}

pub async fn show(
    Reading(mut ctx): Reading,
    Path(of): Of,
    Query(query): Query<GatherQuery>,
) -> WebResult<Markup> {
    let page = read(&mut ctx, (of.0, period(&of.1)?, &of.2), query).await?;
    Ok(views::editor(&ctx, &page))
}

/// One field of the form; the last where it comes more than once.
fn field<'f>(form: &'f [(String, String)], name: &str) -> &'f str {
    form.iter().rev().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
}

/// `report|section|edition|start|end`, as the fields of sentences carry it.
pub fn key_text(of: &super::gather::Sentence) -> String {
    format!("{}|{}|{}|{}|{}", of.report, of.section, of.edition, of.start, of.end)
}

fn key(text: &str) -> Option<SourceKey> {
    let mut parts = text.split('|');
    let mut next = || parts.next();
    Some(SourceKey {
        report: next()?.parse().ok()?,
        section: next()?.to_owned(),
        edition: next()?.parse().ok()?,
        start: next()?.parse().ok()?,
        end: next()?.parse().ok()?,
    })
}

/// The words typed, with the figure that was chosen: in the place of `##`, else at the end.
fn with_figure(form: &[(String, String)]) -> String {
    let body = one_line(field(form, "body"));
    let code = field(form, "figure").trim();
    if code.is_empty() {
        return body;
    }
    let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let token = Token {
        code: code.to_owned(),
        unit: some(field(form, "figure_unit")),
        period: field(form, "figure_period").trim().parse().ok(),
    };
    if body.contains("##") { body.replacen("##", &token.to_string(), 1) } else { format!("{body} {token}") }
}

/// The passages after an act of the page; `None` where the act or its place is unknown.
fn changed(mut drafts: Vec<Draft>, form: &[(String, String)]) -> Option<Vec<Draft>> {
    let keys = || -> Option<Vec<SourceKey>> {
        form.iter().filter(|(name, _)| name == "source").map(|(_, value)| key(value)).collect()
    };
    let place = || field(form, "place").parse::<usize>().ok().filter(|place| *place < drafts.len());
    match field(form, "act") {
        "take" => {
            // The button's own sentence comes first: its words are the ones taken.
            let mut sources = vec![key(field(form, "taken"))?];
            sources.extend(keys()?);
            drafts.push(Draft { body: String::new(), sources });
        }
        "cite" => {
            let place = place()?;
            drafts[place].sources.extend(keys()?);
        }
        "add" => drafts.push(Draft { body: with_figure(form), sources: Vec::new() }),
        "edit" | "live" => {
            let place = place()?;
            drafts[place].body = with_figure(form);
        }
        "drop" => drop(drafts.remove(place()?)),
        act @ ("up" | "down") => {
            let place = place()?;
            moved(&mut drafts, place, act == "up");
        }
        _ => return None,
    }
    Some(drafts)
}

pub async fn act(
    Path(of): Of,
    Acting(mut ctx, Form(form)): Acting<Form<Vec<(String, String)>>>,
) -> WebResult<Response> {
    ctx.require(Permission::EnterReports)?;
    let of = (of.0, period(&of.1)?, of.2.as_str());
    let section = field(&form, "section").to_owned();
    let seen = look(&mut ctx, of.0, of.1, of.2).await?;
    let before = passages(&mut ctx, &seen, &section).await?;
    let version = field(&form, "version").parse().unwrap_or(0);
    let drafts = changed(before.iter().map(Draft::of).collect(), &form);
    let outcome = match drafts {
        Some(drafts) => arrange(&mut ctx, of, &section, version, &drafts).await,
        None => Err(ReportsError::WordsStale),
    };
    let from = field(&form, "from").to_owned();
    match outcome {
        Ok(_) => {
            ctx.commit().await?;
            let base = format!("{}/gather", path(of.0, of.1, of.2));
            let to = crate::pages::address(&base, &[("section", &section), ("from", &from), ("saved", "1")]);
            Ok(Redirect::to(&format!("{to}#passages")).into_response())
        }
        Err(
            error @ (ReportsError::WordsStale
            | ReportsError::SourceMoved
            | ReportsError::FigureUnknown(_)
            | ReportsError::WordsTooLong { .. }),
        ) => {
            let mut ctx = ctx.roll_back_and_read().await?;
            let edit =
                if field(&form, "act") == "edit" { field(&form, "place").to_owned() } else { String::new() };
            let query = GatherQuery { section, from, edit, saved: String::new() };
            let mut page = read(&mut ctx, of, query).await?;
            field(&form, "body").clone_into(&mut page.typed);
            page.refusal = Some(error.message());
            Ok((status(error.kind()), views::editor(&ctx, &page)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// Where each sentence of a report comes from.
pub async fn sources(Reading(mut ctx): Reading, Path(of): Of) -> WebResult<Markup> {
    let look = look(&mut ctx, of.0, period(&of.1)?, &of.2).await?;
    let sections = see_all(&mut ctx, &look).await?;
    Ok(views::annex(&ctx, &look, &sections))
}
