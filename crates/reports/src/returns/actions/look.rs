//! One report with everything its page, its checks and its paper need.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use kit::permission::Permission;
use kit::web::Ctx;
use kit::{Internal, UnitId};

use super::Outcome;
use super::parts::of_parts;
use crate::catalogue::{Catalogue, catalogue};
use crate::cells::Cells;
use crate::error::ReportsError;
use crate::indicator::Indicator;
use crate::narrative::figures::named;
use crate::period::ReportPeriod;
use crate::published::{Published, Span};
use crate::returns::check::{FieldRef, Figures, Finding, Wrong, look_through};
use crate::returns::form::ReportForm;
use crate::returns::line::{Standing, Tree};
use crate::returns::regime::{Regime, RegimeKind};
use crate::returns::report::{MoveFacts, Need, REPORT_TRANSITIONS, ReportId, ReportMove, ReportState};
use crate::returns::store::editions::{Edition, Sent, Use, find_sent, list_editions, list_users, list_uses};
use crate::returns::store::forms::{find_form, form_on};
use crate::returns::store::regimes::list_regimes;
use crate::returns::store::reports::{Report, find_paper, find_report, find_report_of};
use crate::returns::store::texts::{Remark, SectionText, list_open_remarks, list_texts};
use crate::returns::store::units::list_around;
use crate::store::figures::{Layer, read_cells};
use crate::store::successions::read_names;
use crate::store::totals::{Totals, read_totals};

/// A report as somebody looks at it.
pub struct Look {
    pub unit: Standing,
    pub period: ReportPeriod,
    pub regime: Regime,
    /// The version of the form that counts: the one it was opened with, else the one that holds.
    pub form: Option<ReportForm>,
    pub report: Option<Report>,
    pub receiver: Option<(UnitId, String)>,
    pub catalogue: Arc<Catalogue>,
    /// The unit's own typed figures, and the version to name when saving.
    pub own: Cells,
    pub own_version: i64,
    /// What the accepted reports below come to.
    pub below: Totals,
    pub last: Cells,
    pub year_before: Cells,
    pub months: Totals,
    pub texts: Vec<SectionText>,
    /// Figures of other units and periods that the words name, by the token as written.
    pub named: HashMap<String, Option<i64>>,
    pub remarks: Vec<Remark>,
    pub editions: Vec<Edition>,
    /// Reports below that this one took in.
    pub uses: Vec<Use>,
    /// Reports below, at any depth, restated after they were taken.
    pub restated: Vec<(Use, String)>,
    /// Units whose reports took this one in, with the edition they took.
    pub users: Vec<(ReportId, String, i64)>,
    pub paper: Option<String>,
    /// What it told when it was sent, while nobody may change it.
    pub sent: Option<Sent>,
    pub is_from_above: bool,
    pub is_own: bool,
}

/// A report in somebody's reach: its unit lies in the seat's scope, or the seat's unit receives it.
pub async fn look(ctx: &mut Ctx, unit: UnitId, period: ReportPeriod, regime: &str) -> Outcome<Look> {
    ctx.require(Permission::ReadWork)?;
    let last = period.period().last_day();
    let regime = regime_for(ctx, regime, period).await?;
    let tree = Tree::of(list_around(ctx.tx(), unit, last).await?);
    let receiver = tree.receiver(unit, &regime);
    let is_own = ctx.sees(unit).await?;
    let is_from_above = match receiver {
        Some(receiver) => ctx.sees(receiver).await?,
        None => is_own,
    };
    let standing = tree.get(unit).filter(|_| is_own || is_from_above).cloned();
    let standing = standing.ok_or(ReportsError::ReportNotFound)?;
    let report = find_report_of(ctx.tx(), unit, period, &regime.code).await?;
    if report.is_none() && !regime.is_owed_by(standing.kind, standing.level) {
        return Err(ReportsError::ReportNotFound);
    }
    let form = match report.as_ref().and_then(|report| report.form) {
        Some(id) => find_form(ctx.tx(), id).await?,
        None if regime.kind == RegimeKind::Form => form_on(ctx.tx(), &regime.form, last).await?,
        None => None,
    };
    let receiver = receiver.map(|id| (id, tree.get(id).map_or_else(String::new, |one| one.name.clone())));
    let (own, own_version) = read_cells(ctx.tx(), Layer::Typed, unit, period).await?;
    let below = read_totals(ctx.tx(), Layer::Accepted, unit, period, period.kind()).await?;
    let mut beside = [Cells::default(), Cells::default()];
    for (cells, other) in beside.iter_mut().zip([period.before(), period.year_before()]) {
        if let Some(other) = other {
            *cells = read_cells(ctx.tx(), Layer::Typed, unit, other).await?.0;
        }
    }
    let [last, year_before] = beside;
    let months = if period.kind() == vi::period::PeriodKind::Month {
        Totals::default()
    } else {
        read_totals(ctx.tx(), Layer::Typed, unit, period, vi::period::PeriodKind::Month).await?
    };
    let mut look = Look {
        unit: standing,
        period,
        form,
        receiver,
        catalogue: catalogue(ctx.tx()).await?,
        own,
        own_version,
        below,
        last,
        year_before,
        months,
        texts: Vec::new(),
        named: HashMap::new(),
        remarks: Vec::new(),
        editions: Vec::new(),
        uses: Vec::new(),
        restated: Vec::new(),
        users: Vec::new(),
        paper: None,
        sent: None,
        is_from_above,
        is_own,
        regime,
        report,
    };
    look.relations(ctx).await?;
    look.named = named(ctx, &look).await?;
    Ok(look)
}

/// As [`look`], by the report's number.
pub async fn look_by_id(ctx: &mut Ctx, id: ReportId) -> Outcome<Look> {
    let found = find_report(ctx.tx(), id).await?.ok_or(ReportsError::ReportNotFound)?;
    look(ctx, found.unit, found.period, &found.regime).await
}

/// The version of a regime that counts for a period.
pub async fn regime_for(ctx: &mut Ctx, code: &str, period: ReportPeriod) -> Outcome<Regime> {
    let all = list_regimes(ctx.tx()).await?;
    let found = all.into_iter().find(|one| one.code == code && one.holds_for(period));
    found.ok_or(ReportsError::ReportNotFound)
}

impl Look {
    async fn relations(&mut self, ctx: &mut Ctx) -> Outcome<()> {
        let Some(report) = &self.report else { return Ok(()) };
        self.texts = list_texts(ctx.tx(), report.id).await?;
        self.remarks = list_open_remarks(ctx.tx(), report.id).await?;
        self.editions = list_editions(ctx.tx(), report.id).await?;
        self.uses = list_uses(ctx.tx(), &[report.id]).await?;
        if !report.state.is_editable() {
            self.sent = find_sent(ctx.tx(), report.id, report.edition).await?;
        }
        let restated = restated(ctx, report.id).await?;
        let users = list_users(ctx.tx(), report.id).await?;
        let ids: Vec<UnitId> =
            restated.iter().map(|one| one.unit).chain(users.iter().map(|(_, unit, _)| *unit)).collect();
        let names = read_names(ctx.tx(), &ids).await?;
        let name = |unit: UnitId| names.get(&unit).map_or_else(String::new, |(_, name)| name.clone());
        self.restated = restated.into_iter().map(|one| (one.clone(), name(one.unit))).collect();
        self.users = users.into_iter().map(|(id, unit, edition)| (id, name(unit), edition)).collect();
        if let Some(paper) = report.paper {
            self.paper = find_paper(ctx.tx(), &report.paper_kind, paper).await?.map(|(title, _)| title);
        }
        Ok(())
    }

    pub fn state(&self) -> ReportState {
        self.report.as_ref().map_or(ReportState::Open, |report| report.state)
    }

    pub fn version(&self) -> i64 {
        self.report.as_ref().map_or(0, |report| report.version)
    }

    pub fn window(&self) -> (NaiveDate, NaiveDate) {
        self.regime.window(self.period)
    }

    pub fn due(&self) -> Option<NaiveDate> {
        self.regime.due(self.period, self.unit.level, vi::calendar::vietnam())
    }

    /// What the accepted reports below come to: now, or when it was sent.
    pub fn below(&self, indicator: &Indicator) -> Option<i64> {
        if let Some(sent) = &self.sent {
            return sent.below.get(indicator.slot);
        }
        let mut total =
            self.below.total(indicator.slot, indicator.over_time, self.period, self.period.kind());
        total.own = None;
        indicator.value_of(total, total.all(), 1)
    }

    /// What the report tells: the unit's own figure with the accepted ones below; once it is sent, as it was sent.
    pub fn whole(&self, indicator: &Indicator) -> Option<i64> {
        if let Some(sent) = &self.sent {
            return sent.whole.get(indicator.slot);
        }
        let mut total =
            self.below.total(indicator.slot, indicator.over_time, self.period, self.period.kind());
        total.own = self.own.get(indicator.slot);
        indicator.value_of(total, total.all(), 1)
    }

    /// What the modules count for the unit and all below it in the report's days, by indicator: when it was sent, or as of now.
    pub async fn published(&self, ctx: &mut Ctx) -> Result<BTreeMap<String, i64>, Internal> {
        if let Some(sent) = &self.sent {
            return Ok(sent.published.clone());
        }
        let span = self.span(ctx.today());
        let counted = Published::below(ctx.tx(), self.unit.unit, span).await?;
        let asked = self.catalogue.reported_in(self.period);
        Ok(asked.filter_map(|one| Some((one.code.clone(), counted.total(one)?))).collect())
    }

    /// The days of its data, for what modules count.
    pub fn span(&self, today: NaiveDate) -> Span {
        let (first, last) = self.window();
        Span { first, last, today }
    }

    /// What the unit's own figures of the months come to, for a longer period.
    pub fn of_months(&self, one: &Indicator) -> Option<i64> {
        of_parts(one, &self.months, self, vi::period::PeriodKind::Month)
    }

    /// What it tells at this moment, to be kept as it is sent.
    pub(super) async fn as_sent(&self, ctx: &mut Ctx) -> Result<Sent, Internal> {
        let (published, named) = (self.published(ctx).await?, self.named.clone());
        let mut sent = Sent { published, named, ..Sent::default() };
        for one in self.catalogue.iter() {
            sent.whole.set(one.slot, self.whole(one));
            sent.below.set(one.slot, self.below(one));
        }
        Ok(sent)
    }

    pub fn words(&self, section: &str) -> Option<&SectionText> {
        self.texts.iter().find(|text| text.section == section)
    }

    pub fn remark(&self, kind: &str, field: &str) -> Option<&Remark> {
        self.remarks.iter().find(|remark| remark.kind == kind && remark.field == field)
    }

    /// What keeps it from being sent, and questions.
    pub fn findings(&self) -> Vec<Finding> {
        if self.regime.kind == RegimeKind::Paper {
            let has_paper = self.report.as_ref().is_some_and(|report| report.paper.is_some());
            let name = (self.regime.name_vi.clone(), self.regime.name_en.clone());
            let missing = Finding { field: FieldRef::Paper, name, wrong: Wrong::NoPaper };
            return if has_paper { Vec::new() } else { vec![missing] };
        }
        let Some(form) = &self.form else { return Vec::new() };
        let now = |slot| self.catalogue.at(slot).and_then(|one| self.whole(one));
        let months = |slot| {
            let one = self.catalogue.at(slot)?;
            self.months.total(slot, one.over_time, self.period, vi::period::PeriodKind::Month).own
        };
        let figures = Figures {
            now: &now,
            last: &|slot| self.last.get(slot),
            months: &months,
            words: &|section| self.words(section).is_some_and(|text| !text.body.trim().is_empty()),
        };
        look_through(form, &self.catalogue, &figures)
    }

    pub fn facts(&self, ctx: &Ctx, has_reason: bool) -> MoveFacts {
        MoveFacts {
            by: ctx.actor.account,
            submitted_by: self.report.as_ref().and_then(|report| report.submitted_by),
            has_reason,
            is_complete: self.findings().iter().all(|one| one.wrong.is_question()),
            is_from_above: self.is_from_above,
        }
    }

    /// The moves that this person may make from here, in the order of the table. What the report still lacks does not hide the
    /// button: pressing it names what is missing.
    pub fn moves(&self, ctx: &Ctx) -> Vec<ReportMove> {
        let mut facts = self.facts(ctx, true);
        facts.is_complete = true;
        let may = |row: &&crate::returns::report::ReportTransition| {
            let is_place = row.needs.contains(&Need::FromAbove) || self.is_own;
            let is_for_people = row.act != ReportMove::Take
                && (row.act != ReportMove::Consolidate || self.regime.kind == RegimeKind::Form)
                && (row.act != ReportMove::Begin || self.report.is_none());
            is_place && is_for_people && ctx.actor.can(row.permission)
        };
        REPORT_TRANSITIONS
            .iter()
            .filter(may)
            .filter(|row| self.state().after(row.act, &facts).is_ok())
            .map(|row| row.act)
            .collect()
    }

    /// Figures and words may be typed here by this person.
    pub fn may_type(&self, ctx: &Ctx) -> bool {
        self.is_own && self.state().is_editable() && ctx.actor.can(Permission::EnterReports)
    }
}

/// Everything a report took in, at any depth, that has been restated since it was taken.
async fn restated(ctx: &mut Ctx, report: ReportId) -> Outcome<Vec<Use>> {
    let (mut found, mut uppers, mut seen) = (Vec::new(), vec![report], std::collections::HashSet::new());
    while !uppers.is_empty() {
        let uses = list_uses(ctx.tx(), &uppers).await?;
        uppers = uses.iter().map(|one| one.lower).filter(|lower| seen.insert(*lower)).collect();
        found.extend(uses.into_iter().filter(Use::is_restated));
    }
    Ok(found)
}
