//! Invented figures of the last months for some communes, a few of them missing: so that totals, gaps and comparisons show.

use kit::UnitId;
use kit::permission::Scope;
use kit::web::{App, Ctx};
use organisation::store::list_children;
use organisation::{Level, UnitKind};
use reports::actions::comments::{NewComment, add_comment};
use reports::actions::values::{Batch, ValueRow, save_values};
use reports::period::ReportPeriod;
use reports::store::units::UnitKey;
use reports::value::Raw;

use super::people;
use crate::error::CliError;

/// How many communes report, and for how many months.
const COMMUNES: usize = 24;
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

/// Types the figures in as an officer would.
pub async fn report(app: &App) -> Result<(), CliError> {
    let officer = people::find(app, "chuyenvien").await?;
    let mut ctx = Ctx::for_account(app, officer).await?;
    let (province, today) = (ctx.unit()?, ctx.today());
    let scope = Scope { root: province, is_everything: true };
    let communes = list_children(ctx.tx(), scope, province, today).await?;
    let communes = communes
        .iter()
        .filter(|unit| unit.level == Level::Commune && unit.kind == UnitKind::FrontCommittee)
        .take(COMMUNES);
    let months: Vec<ReportPeriod> =
        std::iter::successors(ReportPeriod::month_of(today).before(), |month| month.before())
            .take(MONTHS)
            .collect();
    let mut batch = Batch::default();
    for (place, commune) in communes.enumerate() {
        for (back, month) in months.iter().enumerate() {
            // Two never answer, some are late with the last month.
            if place % 11 == 7 || (back == 0 && place % 4 == 1) {
                continue;
            }
            for (at, (indicator, size)) in REPORTED.iter().enumerate() {
                let seed = (place * 31 + back * 17 + at * 7) as u64;
                // A figure is left out here and there: blank, not zero.
                if seed % 19 == 3 {
                    continue;
                }
                batch.values.push(ValueRow {
                    unit: UnitKey::Id(commune.id.0),
                    indicator: (*indicator).to_owned(),
                    period: month.to_string(),
                    value: Some(Raw::Number((size / 2 + seed * 2_654_435_761 % (size + 1)).into())),
                });
            }
        }
    }
    save_values(&mut ctx, &batch).await?;
    if let (Some(first), Some(month)) = (batch.values.first(), months.first())
        && let UnitKey::Id(unit) = first.unit
    {
        let body = "Đề nghị kiểm tra lại: kèm biên bản bàn giao của từng nhà.".to_owned();
        let indicator = "houses_handed_over".to_owned();
        add_comment(&mut ctx, &NewComment { unit: UnitId(unit), period: *month, indicator, body }).await?;
    }
    ctx.commit().await?;
    Ok(())
}
