//! Invented figures of the last months for the communes, some of them missing: so that totals, gaps and comparisons show.

use chrono::{Datelike as _, Days, NaiveDate};
use kit::UnitId;
use kit::permission::Scope;
use kit::web::{App, Ctx};
use organisation::store::list_children;
use organisation::{Level, Unit, UnitKind};
use reports::actions::comments::{NewComment, add_comment};
use reports::actions::values::{Batch, ValueRow, save_values};
use reports::period::ReportPeriod;
use reports::store::units::UnitKey;
use reports::value::Raw;

use super::{at, people, returns};
use crate::error::CliError;

/// For how many months they report.
const MONTHS: usize = 6;

/// What they report, each with the size of its sample figures.
const REPORTED: [(&str, u64); 16] = [
    ("sessions_held", 9),
    ("people_reached", 700),
    ("works_done", 4),
    ("labour_days", 260),
    ("land_given", 900),
    ("families_supported", 40),
    ("poor_households", 180),
    ("gifts_given", 60),
    ("houses_surveyed", 5),
    ("houses_accepted", 4),
    ("houses_handed_over", 3),
    ("voter_meetings", 3),
    ("opinions_received", 25),
    ("opinions_answered", 20),
    ("supervisions", 2),
    ("conciliations", 7),
];

/// A month that was reported.
pub struct Month {
    pub period: ReportPeriod,
    /// 0 is the month before this one.
    pub back: usize,
}

/// Types the figures in as an officer would, month by month, and lets the reports take their way.
pub async fn report(app: &App) -> Result<(), CliError> {
    let communes = communes(app).await?;
    let today = app.clock.today();
    let months: Vec<ReportPeriod> =
        std::iter::successors(ReportPeriod::month_of(today).before(), |month| month.before())
            .take(MONTHS)
            .collect();
    for (back, period) in months.iter().enumerate().rev() {
        let month = Month { period: *period, back };
        type_in(app, &communes, &month).await?;
        returns::send(app, &communes, &month).await?;
    }
    if let (Some(unit), Some(period)) = (communes.get(returns::SENT_BACK), months.first()) {
        let mut ctx = Ctx::for_account(app, people::find(app, "chuyenvien").await?).await?;
        let body = "Đề nghị kiểm tra lại: kèm biên bản bàn giao của từng nhà.".to_owned();
        let indicator = "houses_handed_over".to_owned();
        add_comment(&mut ctx, &NewComment { unit: *unit, period: *period, indicator, body }).await?;
        ctx.commit().await?;
    }
    returns::longer(app, &communes, &months).await?;
    returns::restate(app, &communes, months.get(1)).await?;
    returns::members(app).await
}

/// The communes of today. Those with sample people of their own have something to do.
async fn communes(app: &App) -> Result<Vec<UnitId>, CliError> {
    let mut ctx = Ctx::for_account(app, people::find(app, "chuyenvien").await?).await?;
    let (province, today) = (ctx.unit()?, ctx.today());
    let scope = Scope { root: province, is_everything: true };
    let children = list_children(ctx.tx(), scope, province, today).await?;
    let is_commune = |unit: &&Unit| unit.level == Level::Commune && unit.kind == UnitKind::FrontCommittee;
    let mut communes: Vec<UnitId> = children.iter().filter(is_commune).map(|unit| unit.id).collect();
    drop(ctx);
    for (login, place) in [("muongbu", returns::SENT_BACK), ("tohieu", returns::BEGUN)] {
        let unit = Ctx::for_account(app, people::find(app, login).await?).await?.unit()?;
        let there = communes.iter().position(|commune| *commune == unit);
        if let Some(there) = there.filter(|_| place < communes.len()) {
            communes.swap(there, place);
        }
    }
    Ok(communes)
}

/// The day of a month on which figures are typed: when the data are closed.
pub fn closing(month: &Month) -> NaiveDate {
    month.period.period().last_day().with_day(15).unwrap_or_default()
}

async fn type_in(app: &App, communes: &[UnitId], month: &Month) -> Result<(), CliError> {
    let then = at(app, closing(month) + Days::new(1));
    let mut ctx = Ctx::for_account(&then, people::find(app, "chuyenvien").await?).await?;
    let mut batch = Batch::default();
    for (place, commune) in communes.iter().enumerate() {
        if returns::is_silent(place, month) {
            continue;
        }
        for (at, (indicator, size)) in REPORTED.iter().enumerate() {
            let seed = (place * 31 + month.back * 17 + at * 7) as u64;
            // A figure is left out here and there: blank, not zero.
            if seed % 19 == 3 && !returns::REQUIRED.contains(indicator) {
                continue;
            }
            batch.values.push(ValueRow {
                unit: UnitKey::Id(commune.0),
                indicator: (*indicator).to_owned(),
                period: month.period.to_string(),
                value: Some(Raw::Number((size / 2 + seed * 2_654_435_761 % (size + 1)).into())),
            });
        }
    }
    save_values(&mut ctx, &batch).await?;
    ctx.commit().await?;
    Ok(())
}
