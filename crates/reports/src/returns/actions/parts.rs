//! A longer period's own figures begin as what its shorter ones came to, so that nobody types them twice.

use kit::web::Ctx;
use vi::period::PeriodKind;

use super::Outcome;
use super::look::Look;
use crate::actions::values::save;
use crate::cells::Slot;
use crate::indicator::Indicator;
use crate::period::KINDS;
use crate::store::figures::{Entry, Layer};
use crate::store::totals::{Totals, read_totals};

/// What a unit's own figures of shorter periods come to; blank where it reported none.
pub(super) fn of_parts(one: &Indicator, totals: &Totals, look: &Look, parts: PeriodKind) -> Option<i64> {
    let mut total = totals.total(one.slot, one.over_time, look.period, parts);
    total.below = crate::cells::Sum::default();
    one.value_of(total, total.all(), totals.own_parts_with(one.slot, look.period, parts))
}

/// Fills the blanks of a report that nobody has typed into: from the months, else from the quarters, else from the half-years.
/// Figures that modules count are nobody's to type.
pub(super) async fn fill(ctx: &mut Ctx, look: &Look) -> Outcome<()> {
    let Some(form) = look.form.as_ref().filter(|_| look.own.is_empty()) else { return Ok(()) };
    let mut figures: Vec<(Slot, Option<i64>)> = Vec::new();
    for kind in KINDS.into_iter().filter(|kind| kind.months() < look.period.kind().months()) {
        let totals = read_totals(ctx.tx(), Layer::Typed, look.unit.unit, look.period, kind).await?;
        for line in form.lines() {
            let Some(one) = look.catalogue.by_code(&line.indicator) else { continue };
            if one.is_published() || figures.iter().any(|(slot, _)| *slot == one.slot) {
                continue;
            }
            let value = of_parts(one, &totals, look, kind);
            figures.extend(value.map(|value| (one.slot, Some(value))));
        }
    }
    if figures.is_empty() {
        return Ok(());
    }
    let entry = Entry { unit: look.unit.unit, period: look.period, figures, version: None };
    let now = ctx.now();
    let (_, events) = save(ctx.tx(), &look.catalogue, &[entry], now).await?;
    for event in events {
        ctx.audit(event);
    }
    Ok(())
}
