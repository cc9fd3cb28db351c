//! One unit's figures of one period, typed in.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use axum::extract::Query;
use axum::response::{IntoResponse, Redirect, Response};
use kit::UnitId;
use kit::permission::Permission;
use kit::web::{Acting, Ctx, Form, Reading, WebResult, status};
use kit::{Fault, text::Phrase};
use maud::Markup;
use organisation::Unit;

use super::{PageQuery, address};
use crate::actions::comments::may_comment;
use crate::actions::totals::visible_unit;
use crate::actions::values::{Batch, SeenVersion, ValueRow, save_values};
use crate::catalogue::{Catalogue, catalogue};
use crate::cells::{Cells, Slot};
use crate::error::ReportsError;
use crate::period::ReportPeriod;
use crate::published::{Published, Span};
use crate::returns::actions::guard::closed_slots;
use crate::store::comments::{Comment, list_comments};
use crate::store::figures::{Layer, read_cells};
use crate::store::units::UnitKey;
use crate::value::{Raw, typed};
use crate::views;

/// What a page of one unit's figures shows.
pub struct EntryPage {
    pub unit: Unit,
    pub period: ReportPeriod,
    pub catalogue: Arc<Catalogue>,
    pub now: Cells,
    pub version: i64,
    pub last: Cells,
    pub year_before: Cells,
    /// What stands in the fields where that is not what is kept.
    pub typed: HashMap<String, String>,
    pub errors: HashMap<String, Phrase>,
    /// What to say above the form.
    pub refusal: Option<Phrase>,
    pub is_saved: bool,
    pub may_enter: bool,
    /// Figures of reports that have been sent.
    pub closed: HashSet<(UnitId, Slot)>,
    /// What other modules count.
    pub published: Published,
    pub may_comment: bool,
    pub comments: Vec<Comment>,
}

impl EntryPage {
    /// What a field shows.
    pub fn field(&self, code: &str) -> String {
        if let Some(text) = self.typed.get(code) {
            return text.clone();
        }
        let Some(indicator) = self.catalogue.by_code(code) else { return String::new() };
        self.now.get(indicator.slot).map_or_else(String::new, |value| typed(value, indicator))
    }
}

async fn read(ctx: &mut Ctx, unit: UnitId, period: ReportPeriod) -> Result<EntryPage, ReportsError> {
    let unit = visible_unit(ctx, unit, period).await?;
    let catalogue = catalogue(ctx.tx()).await?;
    let (now, version) = read_cells(ctx.tx(), Layer::Typed, unit.id, period).await?;
    let mut beside = [Cells::default(), Cells::default()];
    for (cells, other) in beside.iter_mut().zip([period.before(), period.year_before()]) {
        if let Some(other) = other {
            *cells = read_cells(ctx.tx(), Layer::Typed, unit.id, other).await?.0;
        }
    }
    let [last, year_before] = beside;
    let span = Span::of(period, ctx.today());
    Ok(EntryPage {
        closed: closed_slots(ctx.tx(), &catalogue, &[unit.id], period).await?,
        published: Published::below(ctx.tx(), unit.id, span).await?,
        last,
        year_before,
        comments: list_comments(ctx.tx(), unit.id, period).await?,
        may_comment: may_comment(ctx),
        may_enter: ctx.actor.can(Permission::EnterReports),
        unit,
        period,
        catalogue,
        now,
        version,
        typed: HashMap::new(),
        errors: HashMap::new(),
        refusal: None,
        is_saved: false,
    })
}

#[derive(Debug, Default, serde::Deserialize)]
pub struct Done {
    #[serde(default)]
    saved: String,
}

pub async fn show(
    Reading(mut ctx): Reading,
    Query(query): Query<PageQuery>,
    Query(done): Query<Done>,
) -> WebResult<Markup> {
    let (unit, period) = (query.unit(&ctx)?, query.period(&ctx)?);
    let mut page = read(&mut ctx, unit, period).await?;
    page.is_saved = !done.saved.is_empty();
    Ok(views::entry::page(&ctx, &page))
}

/// The fields `v-…` of a form, and others by name.
fn fields(form: &[(String, String)]) -> (Vec<(&str, &str)>, HashMap<&str, &str>) {
    let values = form.iter().filter_map(|(name, value)| Some((name.strip_prefix("v-")?, value.as_str())));
    let others = form.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    (values.collect(), others.collect())
}

pub async fn save(
    Query(query): Query<PageQuery>,
    Acting(mut ctx, Form(form)): Acting<Form<Vec<(String, String)>>>,
) -> WebResult<Response> {
    let (unit, period) = (query.unit(&ctx)?, query.period(&ctx)?);
    let unit = visible_unit(&mut ctx, unit, period).await?.id;
    let (values, others) = fields(&form);
    let version = others.get("version").and_then(|text| text.parse().ok());
    let row = |(code, text): &(&str, &str)| ValueRow {
        unit: UnitKey::Id(unit.0),
        indicator: (*code).to_owned(),
        period: period.to_string(),
        value: Some(Raw::Typed((*text).to_owned())),
    };
    let batch = Batch {
        values: values.iter().map(row).collect(),
        versions: version.map(|version| SeenVersion { unit, period, version }).into_iter().collect(),
        good_rows_only: false,
    };
    let error = match save_values(&mut ctx, &batch).await {
        Ok(_) => {
            ctx.commit().await?;
            let to = address(
                "/reports/entry",
                &[("unit", &unit.to_string()), ("period", &period.to_string()), ("saved", "1")],
            );
            return Ok(Redirect::to(&to).into_response());
        }
        Err(error @ (ReportsError::Rows(_) | ReportsError::Stale(_))) => error,
        Err(error) => return Err(error.into()),
    };
    let mut ctx = ctx.roll_back_and_read().await?;
    let mut page = read(&mut ctx, unit, period).await?;
    page.typed = values.iter().map(|(code, text)| ((*code).to_owned(), (*text).to_owned())).collect();
    if let ReportsError::Rows(faults) = &error {
        for fault in faults {
            let code = values.get(fault.row - 1).map_or("", |(code, _)| *code);
            page.errors.insert(code.to_owned(), fault.reason.phrase());
        }
    }
    page.refusal = Some(error.message());
    Ok((status(error.kind()), views::entry::page(&ctx, &page)).into_response())
}
