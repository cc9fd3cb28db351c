//! Numbers and registers; who signs what.

use chrono::{Datelike as _, NaiveDate};
use kit::UnitId;
use kit::audit::Event;
use kit::permission::{Permission, Role};
use kit::web::Ctx;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Outcome, day};
use crate::compose;
use crate::error::{DispatchError, FieldFault};
use crate::paper::{Series, USUAL_SIGNERS};
use crate::store::outgoing::{self, Outgoing};
use crate::store::register::{self as store, NewNumber, Taken};

/// Whether the person may sign a kind of paper of a unit today (handbook NEV-2.3). What the unit has set for the kind counts
/// before what it has set for all kinds; without either the usual roles sign.
pub async fn may_sign(ctx: &mut Ctx, unit: UnitId, template: &str) -> Outcome<bool> {
    let seat = ctx.seat()?;
    let (role, seated) = (seat.role, seat.unit);
    if seated != unit || !ctx.actor.can(Permission::SignPapers) {
        return Ok(false);
    }
    let today = ctx.today();
    let all = store::list_authorities(ctx.tx(), unit).await?;
    let holds =
        |one: &&store::Authority| one.valid_from <= today && one.valid_to.is_none_or(|end| end > today);
    for kind in [template, ""] {
        let mut set = all.iter().filter(|one| one.template == kind).filter(holds).peekable();
        if set.peek().is_some() {
            return Ok(set.any(|one| one.role == role));
        }
    }
    Ok(USUAL_SIGNERS.contains(&role))
}

/// Takes a number for a paper: series, year, number. The year's register is held until the transaction ends.
pub(super) async fn give(
    ctx: &mut Ctx,
    paper: &Outgoing,
    on: NaiveDate,
    reserved: Option<i64>,
) -> Outcome<(String, i64, i64)> {
    let year = i64::from(on.year());
    let (unit, account, now) = (paper.unit, ctx.actor.account, ctx.now());
    if store::hold_year(ctx.tx(), unit, year).await?.is_some() {
        return Err(DispatchError::YearClosed(year));
    }
    let series = store::find_series(ctx.tx(), unit).await?.of(&paper.template).to_owned();
    if let Some(number) = reserved {
        if !store::update_reserved(ctx.tx(), unit, year, &series, number, Some(paper.id), "").await? {
            return Err(DispatchError::NotReserved(number));
        }
        return Ok((series, year, number));
    }
    let number = store::next_number(ctx.tx(), unit, year, &series).await?;
    let new = NewNumber {
        unit,
        year,
        series: &series,
        number,
        state: "given",
        outgoing: Some(paper.id),
        reason: "",
        account,
        now,
    };
    store::insert_number(ctx.tx(), &new).await?;
    Ok((series, year, number))
}

/// The series of the unit acted for that papers of a template stand in.
async fn series_of(ctx: &mut Ctx, template: &str) -> Outcome<String> {
    if compose::built_in()?.body(template).is_none() {
        return Err(DispatchError::Form(vec![("template", FieldFault::Unknown)]));
    }
    let unit = ctx.unit()?;
    Ok(store::find_series(ctx.tx(), unit).await?.of(template).to_owned())
}

/// Keeps the next number of this year's series for a paper to come.
pub async fn reserve_number(ctx: &mut Ctx, template: &str, reason: &str) -> Outcome<i64> {
    ctx.require(Permission::NumberPapers)?;
    if reason.trim().is_empty() {
        return Err(DispatchError::ReasonMissing);
    }
    let series = series_of(ctx, template).await?;
    let (unit, year, account, now) =
        (ctx.unit()?, i64::from(ctx.today().year()), ctx.actor.account, ctx.now());
    if store::hold_year(ctx.tx(), unit, year).await?.is_some() {
        return Err(DispatchError::YearClosed(year));
    }
    let number = store::next_number(ctx.tx(), unit, year, &series).await?;
    let new = NewNumber {
        unit,
        year,
        series: &series,
        number,
        state: "reserved",
        outgoing: None,
        reason: reason.trim(),
        account,
        now,
    };
    store::insert_number(ctx.tx(), &new).await?;
    let event = Event::new("number_reserved", "register", number, unit);
    ctx.audit(event.with(
        serde_json::json!({ "year": year, "series": series, "number": number, "reason": reason.trim() }),
    ));
    Ok(number)
}

/// Cancels a reserved number: it stays in the register with the reason, and is never given again.
pub async fn cancel_number(ctx: &mut Ctx, year: i64, series: &str, number: i64, reason: &str) -> Outcome<()> {
    ctx.require(Permission::NumberPapers)?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(DispatchError::ReasonMissing);
    }
    let unit = ctx.unit()?;
    if store::hold_year(ctx.tx(), unit, year).await?.is_some() {
        return Err(DispatchError::YearClosed(year));
    }
    if !store::update_reserved(ctx.tx(), unit, year, series, number, None, reason).await? {
        return Err(DispatchError::NotReserved(number));
    }
    let event = Event::new("number_cancelled", "register", number, unit);
    ctx.audit(event.with(serde_json::json!({ "year": year, "series": series, "reason": reason })));
    Ok(())
}

/// Closes a year's registers for good: no number is given in it any more.
///
/// # Errors
/// [`DispatchError::YearOpen`] for a year to come, and while a signed paper waits for a number or a number is reserved.
pub async fn close_year(ctx: &mut Ctx, year: i64) -> Outcome<()> {
    ctx.require(Permission::NumberPapers)?;
    let (unit, account, now) = (ctx.unit()?, ctx.actor.account, ctx.now());
    if !(2000..=i64::from(ctx.today().year())).contains(&year) {
        return Err(DispatchError::YearOpen(year));
    }
    if store::hold_year(ctx.tx(), unit, year).await?.is_some() {
        return Err(DispatchError::YearClosed(year));
    }
    let is_reserved =
        store::list_numbers(ctx.tx(), unit, year).await?.iter().any(|one| one.state == "reserved");
    let waits = year == i64::from(ctx.today().year()) && outgoing::count_waiting(ctx.tx(), unit).await? > 0;
    if is_reserved || waits {
        return Err(DispatchError::YearOpen(year));
    }
    store::update_closed(ctx.tx(), unit, year, account, now).await?;
    ctx.audit(Event::new("register_closed", "register", year, unit));
    Ok(())
}

pub async fn set_series(ctx: &mut Ctx, series: Series) -> Outcome<()> {
    ctx.require(Permission::NumberPapers)?;
    let unit = ctx.unit()?;
    store::put_series(ctx.tx(), unit, series).await?;
    ctx.audit(Event::new("register_set", "register", unit.0, unit).with(series));
    Ok(())
}

/// Says that a role signs a kind of paper from a day on.
pub async fn set_authority(ctx: &mut Ctx, template: &str, role: &str, from: &str) -> Outcome<i64> {
    ctx.require(Permission::SignPapers)?;
    if !template.is_empty() && compose::built_in()?.body(template).is_none() {
        return Err(DispatchError::Form(vec![("template", FieldFault::Unknown)]));
    }
    let role = Role::from_code(role).filter(|role| role.allows(Permission::SignPapers));
    let role = role.ok_or(DispatchError::Form(vec![("role", FieldFault::Unknown)]))?;
    let from = day("valid_from", from)?.unwrap_or_else(|| ctx.today());
    let (unit, account, now) = (ctx.unit()?, ctx.actor.account, ctx.now());
    let id = store::insert_authority(ctx.tx(), unit, template, role, from, account, now).await?;
    let event = Event::new("authority_set", "sign_authority", id, unit);
    ctx.audit(event.with(serde_json::json!({ "template": template, "role": role.code(), "from": from })));
    Ok(id)
}

pub async fn end_authority(ctx: &mut Ctx, id: i64) -> Outcome<()> {
    ctx.require(Permission::SignPapers)?;
    let (unit, today) = (ctx.unit()?, ctx.today());
    if !store::update_authority_end(ctx.tx(), unit, id, today).await? {
        return Err(DispatchError::NotFound);
    }
    ctx.audit(Event::new("authority_ended", "sign_authority", id, unit));
    Ok(())
}

/// A unit's register of outgoing papers.
#[derive(Debug, Serialize, ToSchema)]
pub struct Register {
    #[schema(value_type = i64)]
    pub unit: UnitId,
    pub unit_name: String,
    pub year: i64,
    pub from: NaiveDate,
    /// The first day after the period.
    pub to: NaiveDate,
    pub papers: Vec<Outgoing>,
    /// Every number of the year, with what became of it.
    pub numbers: Vec<Taken>,
    /// Numbers that were counted and stand nowhere; always empty unless somebody wrote past the program.
    pub gaps: Vec<(String, i64)>,
    pub is_closed: bool,
}

impl Register {
    /// Only papers of one kind; all when `template` is empty.
    pub fn only(mut self, template: &str) -> Self {
        if !template.is_empty() {
            self.papers.retain(|one| one.template == template);
        }
        self
    }
}

/// The register of a unit in scope. `from` and `to` lie in the year; the whole year when left out.
pub async fn register_of(
    ctx: &mut Ctx,
    unit: Option<UnitId>,
    year: Option<i64>,
    from: &str,
    to: &str,
) -> Outcome<Register> {
    ctx.require(Permission::ReadWork)?;
    let unit = unit.map_or_else(|| ctx.unit(), Ok)?;
    if !ctx.sees(unit).await? {
        return Err(DispatchError::NotFound);
    }
    let year = year.unwrap_or_else(|| i64::from(ctx.today().year()));
    read_register(ctx.tx(), unit, year, day("from", from)?, day("to", to)?).await
}

/// As [`register_of`], for the command line. `to` is the last day.
pub async fn read_register(
    tx: &mut kit::storage::Tx,
    unit: UnitId,
    year: i64,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
) -> Outcome<Register> {
    let first = |year: i64| i32::try_from(year).ok().and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1));
    let wrong = || DispatchError::Form(vec![("year", FieldFault::NoNumber)]);
    let (begin, end) =
        first(year).zip(first(year + 1)).filter(|_| (1900..2200).contains(&year)).ok_or_else(wrong)?;
    let from = from.unwrap_or(begin);
    let to = to.and_then(|last| last.succ_opt()).unwrap_or(end);
    let numbers = store::list_numbers(tx, unit, year).await?;
    let mut gaps = Vec::new();
    for (series, last) in store::list_counters(tx, unit, year).await? {
        let there: std::collections::HashSet<i64> =
            numbers.iter().filter(|one| one.series == series).map(|one| one.number).collect();
        gaps.extend(
            (1..=last).filter(|number| !there.contains(number)).map(|number| (series.clone(), number)),
        );
    }
    Ok(Register {
        unit,
        unit_name: crate::store::units::find_name(tx, unit).await?,
        year,
        from,
        to,
        papers: outgoing::list_numbered(tx, unit, from, to).await?,
        numbers,
        gaps,
        is_closed: store::find_closed(tx, unit, year).await?.is_some(),
    })
}
