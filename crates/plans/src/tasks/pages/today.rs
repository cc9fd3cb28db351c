//! What a person owes today, what waits for them, what is late below them, what is coming.

use chrono::{Datelike, Days, NaiveDate};
use kit::page::Sheet;
use kit::permission::Permission;
use kit::text::Lang;
use kit::web::{Ctx, Reading, WebResult};
use maud::Markup;

use super::asker;
use crate::tasks::list::{DueFilter, Filter, OnlyFilter, OwnerFilter};
use crate::tasks::store::today as store;
use crate::tasks::views::today::{Block, TodayPage};
use crate::{PlanError, texts};

/// Lines of a block; the list behind it has them all.
const ROWS: i64 = 5;
/// Days ahead in which commemorations are told.
const COMMEMORATION_DAYS: u64 = 45;

pub async fn show(Reading(mut ctx): Reading) -> WebResult<Markup> {
    ctx.require(Permission::ReadWork)?;
    let page = load(&mut ctx).await?;
    let title = format!("{}, {}", texts::TODAY_TITLE.get(ctx.lang()), day_in_words(ctx.today(), ctx.lang()));
    Ok(ctx.draw(Sheet { title: &title, current: "/", body: page.body(), ..Default::default() }))
}

fn day_in_words(day: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::Vi => format!("{} {}", vi::date::weekday(day), vi::date::short(day)),
        Lang::En => day.format("%A %-d %B %Y").to_string(),
    }
}

async fn load(ctx: &mut Ctx) -> Result<TodayPage, PlanError> {
    let (lang, today, scope, unit) = (ctx.lang(), ctx.today(), ctx.scope()?, ctx.unit()?);
    let (can_check, can_assign) =
        (ctx.actor.can(Permission::VerifyTasks), ctx.actor.can(Permission::AssignTasks));
    let open = Filter::default();
    let mine = block(ctx, Filter { owner: Some(OwnerFilter::Me), ..open.clone() }).await?;
    let unclaimed = if ctx.actor.can(Permission::WorkOnTasks) {
        Some(block(ctx, Filter { only: Some(OnlyFilter::Unclaimed), ..open.clone() }).await?)
    } else {
        None
    };
    let of_unit = block(ctx, Filter { unit: Some(unit), ..open.clone() }).await?;
    let checks = if can_check {
        Some(block(ctx, Filter { only: Some(OnlyFilter::MyCheck), ..open.clone() }).await?)
    } else {
        None
    };
    let extensions = if can_assign {
        Some(block(ctx, Filter { only: Some(OnlyFilter::Extension), ..open.clone() }).await?)
    } else {
        None
    };
    let plans = if ctx.actor.can(Permission::ApprovePlans) {
        store::list_submitted_plans(ctx.tx(), scope).await?
    } else {
        Vec::new()
    };
    Ok(TodayPage {
        lang,
        today,
        unclaimed,
        mine,
        unit: of_unit,
        checks,
        extensions,
        plans,
        late_units: store::list_late_units(ctx.tx(), scope, today, 10).await?,
        late: block(ctx, Filter { due: Some(DueFilter::Late), ..open.clone() }).await?,
        week: block(ctx, Filter { due: Some(DueFilter::Within(7)), ..open.clone() }).await?,
        month: block(ctx, Filter { due: Some(DueFilter::Within(30)), ..open }).await?,
        commemorations: commemorations(today, lang),
        brought: crate::tasks::brought::gather(ctx).await?,
    })
}

async fn block(ctx: &mut Ctx, filter: Filter) -> Result<Block, PlanError> {
    let who = asker(ctx)?;
    let (rows, count) = store::gather_tasks(ctx.tx(), &who, &filter, ROWS).await?;
    Ok(Block { filter, rows, count })
}

/// The days of the table that come soon, with the number of years.
fn commemorations(today: NaiveDate, lang: Lang) -> Vec<(NaiveDate, String, Option<u32>)> {
    let last = today.checked_add_days(Days::new(COMMEMORATION_DAYS)).unwrap_or(today);
    let years = today.year()..=last.year();
    years
        .flat_map(|year| vi::commemoration::table().occurrences(year))
        .filter(|(date, ..)| *date >= today && *date <= last)
        .map(|(date, row, years)| {
            let name = match lang {
                Lang::Vi => row.name_vi.clone(),
                Lang::En => row.name_en.clone(),
            };
            (date, name, years)
        })
        .collect()
}
