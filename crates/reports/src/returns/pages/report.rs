//! One report: its figures, its words, and the buttons of the table of moves.

use std::collections::{BTreeMap, HashMap};

use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use kit::audit::{Entry, list_of};
use kit::text::Phrase;
use kit::web::{Acting, Ctx, Form, Reading, WebResult, status};
use kit::{AccountId, Fault, UnitId};
use maud::Markup;
use print::FileFormat;
use serde::Deserialize;

use crate::actions::comments::may_comment;
use crate::actions::values::{Batch, SeenVersion, ValueRow, save_values};
use crate::api::period;
use crate::error::ReportsError;
use crate::period::ReportPeriod;
use crate::returns::actions::look::{Look, look};
use crate::returns::actions::moves::{MoveForm, RemarkForm, move_report};
use crate::returns::actions::words::save;
use crate::returns::check::FieldRef;
use crate::returns::outgoing;
use crate::returns::paper::download;
use crate::returns::report::ReportMove;
use crate::returns::store::reports::list_account_names;
use crate::returns::views;
use crate::store::comments::{Comment, list_comments};
use crate::store::units::UnitKey;
use crate::value::Raw;

/// What the page of a report shows.
pub struct ReportPage {
    pub look: Look,
    pub tab: String,
    /// What stands in fields where that is not what is kept: by indicator or section code.
    pub typed: HashMap<String, String>,
    pub errors: HashMap<FieldRef, Phrase>,
    pub refusal: Option<Phrase>,
    pub is_saved: bool,
    /// Newest first, with the names of those who acted.
    pub activity: Vec<Entry>,
    pub names: HashMap<AccountId, String>,
    pub may_comment: bool,
    pub comments: Vec<Comment>,
    /// What the modules counted, for the tab that shows it.
    pub published: BTreeMap<String, i64>,
    pub today: chrono::NaiveDate,
    /// Papers made from it.
    pub outgoing: Markup,
}

impl ReportPage {
    pub fn path(&self) -> String {
        path(self.look.unit.unit, self.look.period, &self.look.regime.code)
    }
}

/// The address of a report.
pub fn path(unit: UnitId, period: ReportPeriod, regime: &str) -> String {
    format!("/reports/of/{unit}/{period}/{regime}")
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Shown {
    tab: String,
    saved: String,
    format: String,
}

type Of = Path<(UnitId, String, String)>;

async fn read(
    ctx: &mut Ctx,
    unit: UnitId,
    period: ReportPeriod,
    regime: &str,
) -> Result<ReportPage, ReportsError> {
    let look = look(ctx, unit, period, regime).await?;
    let mut activity = Vec::new();
    if let Some(report) = &look.report {
        activity = list_of(ctx.tx(), "report", report.id.0, 200).await?;
    }
    let accounts: Vec<AccountId> = activity.iter().filter_map(|entry| entry.account).collect();
    let names = list_account_names(ctx.tx(), &accounts).await?;
    let comments = list_comments(ctx.tx(), unit, period).await?;
    Ok(ReportPage {
        look,
        tab: String::new(),
        typed: HashMap::new(),
        errors: HashMap::new(),
        refusal: None,
        is_saved: false,
        activity,
        names,
        may_comment: may_comment(ctx),
        comments,
        published: BTreeMap::new(),
        today: ctx.today(),
        outgoing: Markup::default(),
    })
}

pub async fn show(Reading(mut ctx): Reading, Path(of): Of, Query(shown): Query<Shown>) -> WebResult<Markup> {
    let mut page = read(&mut ctx, of.0, period(&of.1)?, &of.2).await?;
    page.tab = shown.tab;
    if page.tab == "evidence" {
        page.published = page.look.published(&mut ctx).await.map_err(ReportsError::from)?;
    }
    page.is_saved = !shown.saved.is_empty();
    page.outgoing = outgoing::section(&mut ctx, &page.look).await?;
    Ok(views::report::page(&ctx, &page))
}

/// The page again, with what was typed and what is wrong.
async fn refused(
    ctx: Ctx,
    (unit, period, regime): (UnitId, ReportPeriod, &str),
    typed: HashMap<String, String>,
    errors: HashMap<FieldRef, Phrase>,
    error: &ReportsError,
) -> WebResult<Response> {
    let mut ctx = ctx.roll_back_and_read().await?;
    let mut page = read(&mut ctx, unit, period, regime).await?;
    (page.typed, page.errors, page.refusal) = (typed, errors, Some(error.message()));
    Ok((status(error.kind()), views::report::page(&ctx, &page)).into_response())
}

fn back(unit: UnitId, period: ReportPeriod, regime: &str) -> Response {
    Redirect::to(&format!("{}?saved=1", path(unit, period, regime))).into_response()
}

pub async fn figures(
    Path(of): Of,
    Acting(mut ctx, Form(form)): Acting<Form<Vec<(String, String)>>>,
) -> WebResult<Response> {
    let of = (of.0, period(&of.1)?, of.2);
    // Whoever only receives the report does not type into it.
    let seen = look(&mut ctx, of.0, of.1, &of.2).await?;
    if !seen.is_own {
        return Err(ReportsError::ReportNotFound.into());
    }
    let values: Vec<(&str, &str)> =
        form.iter().filter_map(|(name, value)| Some((name.strip_prefix("v-")?, value.as_str()))).collect();
    let version = form.iter().find(|(name, _)| name == "version").and_then(|(_, text)| text.parse().ok());
    let row = |(code, text): &(&str, &str)| ValueRow {
        unit: UnitKey::Id(of.0.0),
        indicator: (*code).to_owned(),
        period: of.1.to_string(),
        value: Some(Raw::Typed((*text).to_owned())),
    };
    let batch = Batch {
        values: values.iter().map(row).collect(),
        versions: version
            .map(|version| SeenVersion { unit: of.0, period: of.1, version })
            .into_iter()
            .collect(),
        good_rows_only: false,
    };
    match save_values(&mut ctx, &batch).await {
        Ok(_) => {
            ctx.commit().await?;
            Ok(back(of.0, of.1, &of.2))
        }
        Err(error @ (ReportsError::Rows(_) | ReportsError::Stale(_) | ReportsError::ReportClosed { .. })) => {
            let typed = values.iter().map(|(code, text)| ((*code).to_owned(), (*text).to_owned())).collect();
            let mut errors = HashMap::new();
            if let ReportsError::Rows(faults) = &error {
                for fault in faults {
                    let code = values.get(fault.row - 1).map_or("", |(code, _)| *code);
                    errors.insert(FieldRef::Indicator(code.to_owned()), fault.reason.phrase());
                }
            }
            refused(ctx, (of.0, of.1, &of.2), typed, errors, &error).await
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn words(
    Path(of): Of,
    Acting(mut ctx, Form(form)): Acting<Form<HashMap<String, String>>>,
) -> WebResult<Response> {
    let of = (of.0, period(&of.1)?, of.2);
    let mut seen = look(&mut ctx, of.0, of.1, &of.2).await?;
    let sections: Vec<String> =
        form.keys().filter_map(|name| name.strip_prefix("w-")).map(str::to_owned).collect();
    for section in &sections {
        let body = form.get(&format!("w-{section}")).map_or("", String::as_str);
        let version = form.get(&format!("wv-{section}")).and_then(|text| text.parse().ok()).unwrap_or(0);
        match save(&mut ctx, &seen, section, body, version).await {
            Ok(_) if seen.report.is_none() => seen = look(&mut ctx, of.0, of.1, &of.2).await?,
            Ok(_) => {}
            Err(error @ (ReportsError::WordsStale | ReportsError::WordsTooLong { .. })) => {
                let errors = HashMap::from([(FieldRef::Section(section.clone()), error.message())]);
                let typed = sections
                    .iter()
                    .map(|one| (one.clone(), form.get(&format!("w-{one}")).cloned().unwrap_or_default()))
                    .collect();
                return refused(ctx, (of.0, of.1, &of.2), typed, errors, &error).await;
            }
            Err(error) => return Err(error.into()),
        }
    }
    ctx.commit().await?;
    Ok(back(of.0, of.1, &of.2))
}

pub async fn act(
    Path(of): Of,
    Acting(mut ctx, Form(form)): Acting<Form<HashMap<String, String>>>,
) -> WebResult<Response> {
    let of = (of.0, period(&of.1)?, of.2);
    let field = |name: &str| form.get(name).map_or("", String::as_str);
    let act = ReportMove::from_code(field("act"))
        .ok_or(ReportsError::MoveRefused(crate::returns::report::Refusal::NotFromHere))?;
    let remarks = form.iter().filter_map(|(name, reason)| {
        let (kind, code) = name.strip_prefix("r-")?.split_once('-')?;
        Some(RemarkForm { kind: kind.to_owned(), field: code.to_owned(), reason: reason.clone() })
    });
    let mut remarks: Vec<RemarkForm> = remarks.collect();
    remarks.sort_by(|one, other| (&one.kind, &one.field).cmp(&(&other.kind, &other.field)));
    let asked = MoveForm {
        version: field("version").parse().ok(),
        reason: field("reason").to_owned(),
        remarks,
        paper_kind: field("paper_kind").to_owned(),
        paper: field("paper").trim().parse().ok(),
        ..MoveForm::of(act)
    };
    match move_report(&mut ctx, (of.0, of.1, &of.2), &asked).await {
        Ok(_) => {
            ctx.commit().await?;
            Ok(back(of.0, of.1, &of.2))
        }
        Err(ReportsError::Incomplete(found)) => {
            let errors: HashMap<FieldRef, Phrase> =
                found.iter().map(|one| (one.field.clone(), one.wrong.phrase())).collect();
            let error = ReportsError::Incomplete(found);
            refused(ctx, (of.0, of.1, &of.2), HashMap::new(), errors, &error).await
        }
        Err(
            error @ (ReportsError::MoveRefused(_) | ReportsError::ReportMoved | ReportsError::PaperNotFound),
        ) => refused(ctx, (of.0, of.1, &of.2), HashMap::new(), HashMap::new(), &error).await,
        Err(error) => Err(error.into()),
    }
}

/// The report as an official paper.
pub async fn paper(
    Reading(mut ctx): Reading,
    Path(of): Of,
    Query(shown): Query<Shown>,
) -> WebResult<Response> {
    let look = look(&mut ctx, of.0, period(&of.1)?, &of.2).await?;
    let format = if shown.format == "docx" { FileFormat::Docx } else { FileFormat::Pdf };
    Ok(download(&mut ctx, &look, format).await?)
}
