//! What is owed for a period.

use axum::extract::Query;
use axum::response::{IntoResponse, Redirect, Response};
use kit::export::{Cell, ExportFormat, Sheet};
use kit::web::{Acting, Form, Reading, WebResult};
use maud::Markup;
use serde::Deserialize;

use crate::api::period;
use crate::pages::{PageQuery, address};
use crate::returns::actions::owed::{Owed, OwedList, owed, remind as remind_all};
use crate::returns::report::ReportState;
use crate::returns::{views, words};
use crate::texts;

/// Which lines are shown.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct OwedFilter {
    pub regime: String,
    /// A state's code, or `missing`.
    pub state: String,
    /// How many were reminded just now.
    pub reminded: String,
}

impl OwedFilter {
    pub fn takes(&self, list: &OwedList, one: &Owed) -> bool {
        let state = match self.state.as_str() {
            "" => true,
            "missing" => !one.is_sent(),
            code => ReportState::from_code(code) == Some(one.state),
        };
        state && (self.regime.is_empty() || list.regime(one).code == self.regime)
    }
}

pub async fn show(
    Reading(mut ctx): Reading,
    Query(query): Query<PageQuery>,
    Query(filter): Query<OwedFilter>,
) -> WebResult<Markup> {
    let period = query.period(&ctx)?;
    let list = owed(&mut ctx, period).await?;
    Ok(views::owed::page(&ctx, &list, &filter))
}

/// The list as it is filtered; what has not been sent when nothing is asked for (OUT-3.6).
pub async fn export(
    Reading(mut ctx): Reading,
    Query(query): Query<PageQuery>,
    Query(mut filter): Query<OwedFilter>,
) -> WebResult<Response> {
    let (period, lang) = (query.period(&ctx)?, ctx.lang());
    let list = owed(&mut ctx, period).await?;
    if filter.state.is_empty() {
        "missing".clone_into(&mut filter.state);
    }
    Ok(sheet(&list, &filter, lang).respond(ExportFormat::Csv, lang)?)
}

/// The list as a table to take along.
pub fn sheet(list: &OwedList, filter: &OwedFilter, lang: kit::text::Lang) -> Sheet {
    let heads = [
        texts::COLUMN_CODE,
        texts::COLUMN_UNIT,
        texts::OWED_REGIME,
        texts::OWED_STATE,
        texts::OWED_DUE,
        texts::OWED_SENT,
        texts::OWED_LATE,
    ];
    let rows = list.rows.iter().filter(|one| filter.takes(list, one)).map(|one| {
        let day = |day: Option<chrono::NaiveDate>| day.map_or_else(String::new, vi::date::short);
        vec![
            Cell::Text(one.unit.code.clone()),
            Cell::Text(one.unit.name.clone()),
            Cell::Text(list.regime(one).name(lang).to_owned()),
            Cell::Text(words::state(one.state).0.get(lang).to_owned()),
            Cell::Text(day(one.due)),
            Cell::Text(day(one.sent_on)),
            Cell::Text(one.days_late.to_string()),
        ]
    });
    Sheet {
        name: format!("bao-cao-phai-nop-{}", list.period),
        caption: format!("{} – {}", texts::OWED_TITLE.get(lang), crate::words::period(list.period, lang)),
        columns: heads.iter().map(|head| head.get(lang).to_owned()).collect(),
        rows: rows.collect(),
    }
}

#[derive(Debug, Deserialize)]
pub struct RemindForm {
    period: String,
    regime: String,
}

pub async fn remind(Acting(mut ctx, Form(form)): Acting<Form<RemindForm>>) -> WebResult<Response> {
    let period = period(&form.period)?;
    let count = remind_all(&mut ctx, period, &form.regime).await?;
    ctx.commit().await?;
    let (period, count) = (period.to_string(), count.to_string());
    let pairs = [("period", period.as_str()), ("regime", &form.regime), ("reminded", &count)];
    Ok(Redirect::to(&address("/reports/owed", &pairs)).into_response())
}
