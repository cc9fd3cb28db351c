//! What reports have for a seat today: what its unit owes soon or late, what came back to it, what waits for it to be checked.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use kit::UnitId;
use kit::permission::Permission;
use kit::text::Lang;
use kit::ui::Tone;
use kit::web::Ctx;

use super::line::Standing;
use super::pages::report::path;
use super::regime::Regime;
use super::report::ReportState;
use super::store::regimes::list_regimes;
use super::store::reports::{Report, list_reminders_of, list_reports_since, list_waiting};
use super::store::units::list_around;
use crate::error::ReportsError;
use crate::period::{KINDS, ReportPeriod};
use crate::{texts, words};

/// Days ahead from which an obligation is told, and days behind after which it is left to the list of what is owed.
const AHEAD: i64 = 10;
const BEHIND: i64 = 60;
/// Lines of a group; the list behind it has them all.
const LINES: usize = 5;

/// One report, and why it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matter {
    pub title: String,
    pub href: String,
    pub note: String,
    pub badge: Option<(Tone, String)>,
}

/// Matters of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub title: String,
    pub matters: Vec<Matter>,
    /// How many there are, and the list of them.
    pub count: usize,
    pub all: String,
}

/// The period of a kind that a day lies in, and the one before it.
fn recent(kind: vi::period::PeriodKind, today: NaiveDate) -> impl Iterator<Item = ReportPeriod> {
    let now = ReportPeriod::of_kind(kind, today);
    std::iter::successors(now, |period| period.before()).take(2)
}

/// Periods that may be due about a day.
pub(super) fn about(today: NaiveDate) -> impl Iterator<Item = ReportPeriod> {
    KINDS.into_iter().flat_map(move |kind| recent(kind, today))
}

/// The groups of a seat; empty ones are left out.
pub async fn groups(ctx: &mut Ctx) -> Result<Vec<Group>, ReportsError> {
    let (lang, today, unit) = (ctx.lang(), ctx.today(), ctx.unit()?);
    let regimes = list_regimes(ctx.tx()).await?;
    let mut groups = Vec::new();
    if ctx.actor.can(Permission::EnterReports) {
        groups.extend(own(ctx, unit, &regimes).await?);
    }
    if ctx.actor.can(Permission::CheckReports) || ctx.actor.can(Permission::ApproveReports) {
        let (waiting, count) = list_waiting(ctx.tx(), unit, today, LINES).await?;
        let matters = waiting.iter().map(|(report, name)| {
            let title = title(&regimes, &report.regime, report.period, lang);
            matter(report.unit, report.period, &report.regime, title, name.clone(), None)
        });
        let period = waiting.first().map_or_else(String::new, |(report, _)| report.period.to_string());
        groups.push(group(texts::TODAY_REPORTS_WAITING.get(lang), matters.collect(), count, &period));
    }
    groups.retain(|one| !one.matters.is_empty());
    Ok(groups)
}

fn title(regimes: &[Regime], code: &str, period: ReportPeriod, lang: Lang) -> String {
    let name = regimes.iter().find(|one| one.code == code).map_or(code, |one| one.name(lang));
    format!("{name} – {}", words::period(period, lang))
}

fn matter(
    unit: UnitId,
    period: ReportPeriod,
    regime: &str,
    title: String,
    note: String,
    badge: Option<(Tone, String)>,
) -> Matter {
    Matter { title, href: path(unit, period, regime), note, badge }
}

fn group(title: &str, matters: Vec<Matter>, count: usize, period: &str) -> Group {
    let all = crate::pages::address("/reports/owed", &[("period", period)]);
    Group { title: title.to_owned(), matters, count, all }
}

/// What the unit itself owes and has not sent, and what came back to it.
async fn own(ctx: &mut Ctx, unit: UnitId, regimes: &[Regime]) -> Result<[Group; 2], ReportsError> {
    let (lang, today) = (ctx.lang(), ctx.today());
    let around = list_around(ctx.tx(), unit, today).await?;
    let standing = around.into_iter().find(|one| one.unit == unit);
    let since = today.checked_sub_days(Days::new(800)).unwrap_or(today);
    let reports = list_reports_since(ctx.tx(), unit, ReportPeriod::month_of(since)).await?;
    let reminded: HashMap<(i64, String), NaiveDate> = list_reminders_of(ctx.tx(), unit)
        .await?
        .into_iter()
        .map(|(period, regime, at)| ((period, regime), at.date()))
        .collect();
    let mut due = standing.map_or_else(Vec::new, |standing| due(&standing, regimes, &reports, today));
    due.sort_by_key(|(_, _, day)| *day);
    let day = |day| kit::text::day(day, lang);
    let lines = due.iter().take(LINES).map(|(regime, period, on)| {
        let mut note = format!("{} {}", texts::REPORT_DUE.get(lang), day(*on));
        if let Some(at) = reminded.get(&(period.key(), regime.code.clone())) {
            note.push_str(" · ");
            note.push_str(texts::owed_reminded_on(day(*at)).get(lang));
        }
        let late = (*on < today)
            .then(|| (Tone::Danger, texts::today_days_late((today - *on).num_days()).get(lang).to_owned()));
        let title = title(regimes, &regime.code, *period, lang);
        matter(unit, *period, &regime.code, title, note, late)
    });
    let period = due.first().map_or_else(String::new, |(_, period, _)| period.to_string());
    let owed = group(texts::TODAY_REPORTS_DUE.get(lang), lines.collect(), due.len(), &period);
    let returned: Vec<&Report> = reports.iter().filter(|one| one.state == ReportState::Returned).collect();
    let lines = returned.iter().take(LINES).map(|one| {
        let (word, tone) = super::words::state(one.state);
        let title = title(regimes, &one.regime, one.period, lang);
        let badge = Some((tone, word.get(lang).to_owned()));
        matter(unit, one.period, &one.regime, title, texts::TODAY_REPORTS_MEND.get(lang).to_owned(), badge)
    });
    let period = returned.first().map_or_else(String::new, |one| one.period.to_string());
    let back = group(texts::TODAY_REPORTS_RETURNED.get(lang), lines.collect(), returned.len(), &period);
    Ok([back, owed])
}

/// What a unit has not sent, with its day: from [`BEHIND`] days ago to [`AHEAD`] days from now.
fn due<'r>(
    standing: &Standing,
    regimes: &'r [Regime],
    reports: &[Report],
    today: NaiveDate,
) -> Vec<(&'r Regime, ReportPeriod, NaiveDate)> {
    let mut found = Vec::new();
    for period in about(today) {
        for regime in regimes.iter().filter(|one| one.holds_for(period)) {
            let is_sent = |one: &Report| {
                one.period == period
                    && one.regime == regime.code
                    && (one.first_sent_at.is_some() || one.state.is_sent())
            };
            if !regime.is_owed_by(standing.kind, standing.level) || reports.iter().any(is_sent) {
                continue;
            }
            let due = regime.due(period, standing.level, vi::calendar::vietnam());
            if let Some(due) = due.filter(|due| (-BEHIND..=AHEAD).contains(&(*due - today).num_days())) {
                found.push((regime, period, due));
            }
        }
    }
    found
}
