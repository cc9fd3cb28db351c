//! Live figures in words: what they are now, and what they were when the report was sent. Tables and words read the same.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use kit::permission::Scope;
use kit::text::Lang;
use kit::web::Ctx;
use kit::{Internal, UnitId};

use super::token::{Token, draw, tokens};
use crate::error::ReportsError;
use crate::indicator::Indicator;
use crate::period::ReportPeriod;
use crate::returns::actions::look::Look;
use crate::returns::store::units::list_standing;
use crate::store::figures::Layer;
use crate::store::totals::{Totals, read_totals};
use crate::{texts, words};

/// Figures of other units and periods that the words of a report name, by the token as written: as they are now, or as they were
/// when the report was sent.
pub async fn named(ctx: &mut Ctx, look: &Look) -> Result<HashMap<String, Option<i64>>, Internal> {
    if let Some(sent) = &look.sent {
        return Ok(sent.named.clone());
    }
    let wanted = look.texts.iter().flat_map(|text| tokens(&text.body)).filter_map(|(_, token)| token);
    let wanted: Vec<Token> = wanted.filter(|token| !token.is_own()).collect();
    others(ctx, look, &wanted).await
}

/// Figures of other units and periods, as far as they are accepted. Units beyond those below the report's have none.
async fn others(
    ctx: &mut Ctx,
    look: &Look,
    wanted: &[Token],
) -> Result<HashMap<String, Option<i64>>, Internal> {
    let mut found = HashMap::new();
    if wanted.is_empty() {
        return Ok(found);
    }
    let units = units_below(ctx, look).await?;
    let mut read: HashMap<(UnitId, ReportPeriod), Totals> = HashMap::new();
    for token in wanted {
        let unit = match &token.unit {
            None => Some(look.unit.unit),
            Some(code) => units.iter().find(|(of, ..)| of == code).map(|(_, unit, _)| *unit),
        };
        let period = token.period.unwrap_or(look.period);
        let (Some(unit), Some(one)) = (unit, look.catalogue.by_code(&token.code)) else { continue };
        // Months add up to a quarter; a shorter period than the report's is as it was reported itself.
        let parts =
            if look.period.kind().months() <= period.kind().months() { look.period } else { period }.kind();
        let totals = match read.entry((unit, period)) {
            Entry::Occupied(there) => there.into_mut(),
            Entry::Vacant(free) => {
                free.insert(read_totals(ctx.tx(), Layer::Accepted, unit, period, parts).await?)
            }
        };
        let total = totals.total(one.slot, one.over_time, period, parts);
        let value = one.value_of(total, total.all(), totals.parts_with(one.slot, period, parts).max(1));
        found.insert(token.to_string(), value);
    }
    Ok(found)
}

/// The report's unit and all below it on the period's last day: code, number, name.
pub async fn units_below(ctx: &mut Ctx, look: &Look) -> Result<Vec<(String, UnitId, String)>, Internal> {
    let scope = Scope { root: look.unit.unit, is_everything: false };
    let units = list_standing(ctx.tx(), scope, look.period.period().last_day()).await?;
    Ok(units.into_iter().map(|one| (one.code, one.unit, one.name)).collect())
}

/// Refuses tokens that name no indicator, no unit here or below, or cannot be read.
pub async fn refuse_unknown(ctx: &mut Ctx, look: &Look, body: &str) -> Result<(), ReportsError> {
    let found = tokens(body);
    let names_units = found.iter().any(|(_, token)| token.as_ref().is_some_and(|token| token.unit.is_some()));
    let units = if names_units { units_below(ctx, look).await? } else { Vec::new() };
    let known = |token: &Token| {
        look.catalogue.by_code(&token.code).is_some()
            && token.unit.as_ref().is_none_or(|code| units.iter().any(|(of, ..)| of == code))
    };
    match found.iter().find(|(_, token)| !token.as_ref().is_some_and(known)) {
        Some((range, _)) => Err(ReportsError::FigureUnknown(body[range.clone()].chars().take(60).collect())),
        None => Ok(()),
    }
}

impl Look {
    /// The figure of a token now, or as it was sent; `None` where the token names nothing known.
    pub fn figure(&self, token: &Token) -> Option<(&Indicator, Option<i64>)> {
        let one = self.catalogue.by_code(&token.code)?;
        let value = if token.is_own() { self.whole(one) } else { *self.named.get(&token.to_string())? };
        Some((one, value))
    }

    /// Words with their figures, as they stand on paper.
    pub fn drawn(&self, text: &str) -> String {
        draw(text, |token| {
            let (one, value) = self.figure(token)?;
            let blank = || texts::PASSAGE_NO_FIGURE.get(Lang::Vi).to_owned();
            Some(value.map_or_else(blank, |value| words::figure(value, one, Lang::Vi)))
        })
    }
}
