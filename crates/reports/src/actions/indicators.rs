//! The office adds, edits and ends indicators.

use chrono::NaiveDate;
use kit::audit::Event;
use kit::permission::Permission;
use kit::web::Ctx;
use serde::Deserialize;
use utoipa::ToSchema;
use vi::numbers::{Decimal, parse_decimal};

use super::Outcome;
use crate::error::{FieldFault, ReportsError};
use crate::indicator::{Indicator, MOST_DECIMALS, MOST_SLOTS, OverTime, OverUnits};
use crate::store::indicators as store;

/// An indicator as somebody describes it; numbers and days as typed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct IndicatorForm {
    /// Letters a–z, digits and `_`; never changes.
    pub code: String,
    pub name_vi: String,
    pub name_en: String,
    pub measure_vi: String,
    /// As the Vietnamese one when left out.
    pub measure_en: String,
    /// Digits after the comma, 0 to 6.
    pub decimals: String,
    /// `sum`, `latest`, `max` or `average`.
    pub over_time: String,
    /// `sum`, `average` or `apart`.
    pub over_units: String,
    pub line_of_work: String,
    /// The code of the indicator of which this is a part.
    pub part_of: String,
    /// The least and the most that one unit can sensibly report, in the unit of measure.
    pub least: String,
    pub most: String,
    pub valid_from: String,
    /// The last day on which it is reported; empty while it goes on.
    pub last_day: String,
    /// The version that was seen, when an indicator is changed.
    pub version: Option<i64>,
}

impl IndicatorForm {
    /// What the form of a known indicator shows.
    pub fn of(indicator: &Indicator, version: i64) -> Self {
        let limit =
            |limit: Option<i64>| limit.map_or_else(String::new, |one| crate::value::typed(one, indicator));
        Self {
            code: indicator.code.clone(),
            name_vi: indicator.name_vi.clone(),
            name_en: indicator.name_en.clone(),
            measure_vi: indicator.measure_vi.clone(),
            measure_en: indicator.measure_en.clone(),
            decimals: indicator.decimals.to_string(),
            over_time: indicator.over_time.code().to_owned(),
            over_units: indicator.over_units.code().to_owned(),
            line_of_work: indicator.line_of_work.clone(),
            part_of: indicator.part_of.clone().unwrap_or_default(),
            least: limit(indicator.least),
            most: limit(indicator.most),
            valid_from: vi::date::short(indicator.valid_from),
            last_day: indicator
                .valid_to
                .and_then(|end| end.pred_opt())
                .map_or_else(String::new, vi::date::short),
            version: Some(version),
        }
    }

    fn check(&self, today: NaiveDate) -> Outcome<Indicator> {
        let mut faults = Vec::new();
        let code = self.code.trim();
        if code.is_empty() {
            faults.push(("code", FieldFault::Missing));
        } else if code.len() > 60 {
            faults.push(("code", FieldFault::TooLong));
        } else if !code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        {
            faults.push(("code", FieldFault::CodeLetters));
        }
        let name_vi = words("name_vi", &self.name_vi, true, &mut faults);
        let name_en = words("name_en", &self.name_en, true, &mut faults);
        let measure_vi = words("measure_vi", &self.measure_vi, true, &mut faults);
        let measure_en = words("measure_en", &self.measure_en, false, &mut faults);
        let line_of_work = words("line_of_work", &self.line_of_work, false, &mut faults);
        let decimals = match self.decimals.trim() {
            "" => 0,
            text => text.parse().ok().filter(|number| *number <= MOST_DECIMALS).unwrap_or_else(|| {
                faults.push(("decimals", FieldFault::NoNumber));
                0
            }),
        };
        let over_time = chosen("over_time", &self.over_time, OverTime::from_code, OverTime::Sum, &mut faults);
        let over_units =
            chosen("over_units", &self.over_units, OverUnits::from_code, OverUnits::Sum, &mut faults);
        let least = limit("least", &self.least, decimals, &mut faults);
        let most = limit("most", &self.most, decimals, &mut faults);
        if least.zip(most).is_some_and(|(least, most)| least > most) {
            faults.push(("most", FieldFault::Order));
        }
        let valid_from = day("valid_from", &self.valid_from, &mut faults).unwrap_or(today);
        let valid_to = day("last_day", &self.last_day, &mut faults).and_then(|last| last.succ_opt());
        if valid_to.is_some_and(|end| end <= valid_from) {
            faults.push(("last_day", FieldFault::DateOrder));
        }
        if !faults.is_empty() {
            return Err(ReportsError::Form(faults));
        }
        Ok(Indicator {
            slot: 0,
            code: code.to_owned(),
            name_vi,
            name_en,
            measure_en: if measure_en.is_empty() { measure_vi.clone() } else { measure_en },
            measure_vi,
            decimals,
            over_time,
            over_units,
            line_of_work,
            source: String::new(),
            part_of: Some(self.part_of.trim().to_owned()).filter(|code| !code.is_empty()),
            least,
            most,
            valid_from,
            valid_to,
        })
    }
}

type Faults = Vec<(&'static str, FieldFault)>;

fn words(field: &'static str, text: &str, is_needed: bool, faults: &mut Faults) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() && is_needed {
        faults.push((field, FieldFault::Missing));
    } else if text.chars().count() > 200 {
        faults.push((field, FieldFault::TooLong));
    }
    text
}

fn chosen<T>(
    field: &'static str,
    code: &str,
    from_code: fn(&str) -> Option<T>,
    usual: T,
    faults: &mut Faults,
) -> T {
    if code.trim().is_empty() {
        return usual;
    }
    from_code(code.trim()).unwrap_or_else(|| {
        faults.push((field, FieldFault::Unknown));
        usual
    })
}

fn limit(field: &'static str, text: &str, decimals: u8, faults: &mut Faults) -> Option<i64> {
    if text.trim().is_empty() {
        return None;
    }
    let limit = parse_decimal(text)
        .map(Decimal::normalised)
        .filter(|limit| limit.scale <= decimals)
        .and_then(|limit| limit.times(10_i64.pow(u32::from(decimals))));
    if limit.is_none() {
        faults.push((field, FieldFault::NoNumber));
    }
    limit
}

fn day(field: &'static str, text: &str, faults: &mut Faults) -> Option<NaiveDate> {
    if text.trim().is_empty() {
        return None;
    }
    let day = vi::date::parse(text).filter(|day| kit::clock::is_plausible(*day));
    if day.is_none() {
        faults.push((field, FieldFault::NoDate));
    }
    day
}

/// Adds an indicator at a place that no other ever had.
///
/// # Errors
/// [`ReportsError::Form`] with all faults, [`ReportsError::CodeTaken`], [`ReportsError::Full`].
pub async fn add_indicator(ctx: &mut Ctx, form: &IndicatorForm) -> Outcome<Indicator> {
    require(ctx)?;
    let today = ctx.today();
    let mut indicator = form.check(today)?;
    if indicator.least.is_none() && form.least.trim().is_empty() {
        // Counts do not go below nothing unless somebody says so afterwards.
        indicator.least = Some(0);
    }
    store::hold_list(ctx.tx()).await?;
    if store::find_indicator(ctx.tx(), &indicator.code).await?.is_some() {
        return Err(ReportsError::CodeTaken(indicator.code));
    }
    check_whole(ctx, &indicator).await?;
    indicator.slot = store::next_slot(ctx.tx()).await?;
    if indicator.slot >= MOST_SLOTS {
        return Err(ReportsError::Full);
    }
    store::insert_indicators(ctx.tx(), std::slice::from_ref(&indicator)).await?;
    ctx.audit(event("indicator_added", &indicator).with(&indicator));
    Ok(indicator)
}

/// Changes words, limits and days; rules only while nobody has given a figure.
///
/// # Errors
/// [`ReportsError::HasFigures`] when the rules would change under figures; [`ReportsError::IndicatorChanged`].
pub async fn change_indicator(ctx: &mut Ctx, form: &IndicatorForm) -> Outcome<Indicator> {
    require(ctx)?;
    let today = ctx.today();
    store::hold_list(ctx.tx()).await?;
    let found = store::hold_indicator(ctx.tx(), form.code.trim()).await?;
    let (was, version) = found.ok_or(ReportsError::IndicatorNotFound)?;
    let described = form.check(today)?;
    if form.version.is_some_and(|seen| seen != version) {
        return Err(ReportsError::IndicatorChanged);
    }
    let indicator = Indicator { slot: was.slot, source: was.source.clone(), ..described };
    if indicator == was {
        return Ok(was);
    }
    if indicator.rules() != was.rules() && store::has_figures(ctx.tx(), was.slot).await? {
        return Err(ReportsError::HasFigures);
    }
    check_whole(ctx, &indicator).await?;
    store::update_indicator(ctx.tx(), &indicator).await?;
    ctx.audit(event("indicator_changed", &indicator).change(&was, &indicator));
    Ok(indicator)
}

/// Only the office at the top of the installation says what is reported by all.
fn require(ctx: &Ctx) -> Outcome<()> {
    ctx.require(Permission::DefineReports)?;
    if ctx.scope()?.is_everything { Ok(()) } else { Err(kit::accounts::AccountError::NotAllowed.into()) }
}

/// A part is measured and added up as its whole, and is no part of itself.
async fn check_whole(ctx: &mut Ctx, indicator: &Indicator) -> Outcome<()> {
    let Some(code) = &indicator.part_of else { return Ok(()) };
    let fault = |fault| Err(ReportsError::Form(vec![("part_of", fault)]));
    if *code == indicator.code {
        return fault(FieldFault::Unknown);
    }
    let Some((whole, _)) = store::find_indicator(ctx.tx(), code).await? else {
        return fault(FieldFault::Unknown);
    };
    // One step only: a part has no parts, and a whole is no part.
    let is_a_whole = !store::list_parts(ctx.tx(), &indicator.code).await?.is_empty();
    let differs = whole.rules() != indicator.rules() || whole.measure_vi != indicator.measure_vi;
    if is_a_whole || whole.part_of.is_some() || differs {
        return fault(FieldFault::PartDiffers);
    }
    Ok(())
}

fn event(action: &'static str, indicator: &Indicator) -> Event {
    Event::new(action, "indicator", i64::try_from(indicator.slot).unwrap_or(0), None)
}
