//! What waits in this browser to be sent, and the pages that it opens without a line.

use kit::permission::Permission;
use kit::web::{Reading, WebResult};
use maud::Markup;
use vi::period::PeriodKind;

use super::address;
use crate::period::ReportPeriod;
use crate::{views, words};

/// A page that the browser keeps: its address and its name.
pub struct Kept {
    pub href: String,
    pub name: String,
}

/// The page is the same for every state of the browser: its script fills in what lies there.
pub async fn show(Reading(ctx): Reading) -> WebResult<Markup> {
    ctx.require(Permission::EnterReports)?;
    let (unit, today, lang) = (ctx.unit()?.to_string(), ctx.today(), ctx.lang());
    let month = ReportPeriod::month_of(today);
    let longer =
        [PeriodKind::Quarter, PeriodKind::Year].map(|kind| ReportPeriod::new(kind.containing(today)));
    let periods = [month.before(), Some(month)].into_iter().chain(longer).flatten();
    let kept: Vec<Kept> = periods
        .map(|period| Kept {
            href: address("/reports/entry", &[("unit", &unit), ("period", &period.to_string())]),
            name: words::period(period, lang),
        })
        .collect();
    Ok(views::waiting::page(&ctx, &kept))
}
