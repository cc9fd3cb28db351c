//! Figures that other modules publish: counted from their own records when they are read, never typed and never kept.
//!
//! A module is made known once with [`publish`] by the program that puts the modules together; nothing here depends on it. An
//! indicator whose `source` names a module takes its figures from there. They are right at once, because they are the records.
//! A record counts where its unit hung on the record's own day, so a total of the past keeps the tree of the past.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;
use kit::permission::Scope;
use kit::storage::Tx;
use kit::{Internal, UnitId};

use crate::actions::totals::{Amount, Standing};
use crate::indicator::Indicator;
use crate::period::ReportPeriod;

/// The days that are counted, and the day on which somebody asks: what is late depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub first: NaiveDate,
    /// The last day, which belongs to it.
    pub last: NaiveDate,
    pub today: NaiveDate,
}

impl Span {
    pub fn of(period: ReportPeriod, today: NaiveDate) -> Self {
        Self { first: period.period().start(), last: period.period().last_day(), today }
    }
}

/// What one unit comes to, by indicator code. A unit without records is left out.
pub type Given = (UnitId, Vec<(&'static str, i64)>);

/// Figures on their way.
pub type Counting<'a> = Pin<Box<dyn Future<Output = Result<Vec<Given>, Internal>> + Send + 'a>>;

/// A module that counts its records for reports.
pub trait Publisher: Send + Sync {
    /// The module's name, as indicators bear it in `source`.
    fn source(&self) -> &'static str;

    /// The figures of a unit itself, under its own number, and those of each subtree directly below it, under the child's: one
    /// statement, whatever the number of units.
    fn count_below<'a>(&'a self, tx: &'a mut Tx, unit: UnitId, span: Span) -> Counting<'a>;

    /// The figures of each unit in scope by itself: one statement.
    fn count_by_unit<'a>(&'a self, tx: &'a mut Tx, scope: Scope, span: Span) -> Counting<'a>;

    /// The address of the list of exactly those records that a unit's figure counts, its subtree included.
    fn rows(&self, code: &str, unit: UnitId, span: Span) -> String;
}

static PUBLISHERS: Mutex<Vec<Arc<dyn Publisher>>> = Mutex::new(Vec::new());

/// Makes a module known; a second one of the same name takes the first one's place.
pub fn publish(publisher: Arc<dyn Publisher>) {
    let mut known = PUBLISHERS.lock().unwrap_or_else(PoisonError::into_inner);
    known.retain(|one| one.source() != publisher.source());
    known.push(publisher);
}

fn publishers() -> Vec<Arc<dyn Publisher>> {
    PUBLISHERS.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// The address of the records behind a unit's figure; `None` for an indicator that people type.
pub fn rows_of(indicator: &Indicator, unit: UnitId, span: Span) -> Option<String> {
    let publisher = publishers().into_iter().find(|one| one.source() == indicator.source)?;
    Some(publisher.rows(&indicator.code, unit, span))
}

/// The published figures of a page.
#[derive(Debug, Clone, Default)]
pub struct Published {
    /// The modules that were asked.
    sources: Vec<&'static str>,
    given: HashMap<UnitId, Vec<(&'static str, i64)>>,
}

impl Published {
    /// Asks every module once for a unit and what lies directly below it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn below(tx: &mut Tx, unit: UnitId, span: Span) -> Result<Self, Internal> {
        let mut all = Self::default();
        for publisher in publishers() {
            all.take(publisher.source(), publisher.count_below(tx, unit, span).await?);
        }
        Ok(all)
    }

    fn take(&mut self, source: &'static str, given: Vec<Given>) {
        self.sources.push(source);
        for (unit, figures) in given {
            self.given.entry(unit).or_default().extend(figures);
        }
    }

    /// A unit's line: `None` when its module was not asked, zero when there are no records.
    pub fn of(&self, indicator: &Indicator, unit: UnitId) -> Option<i64> {
        self.is_asked(indicator).then(|| self.line(indicator, unit).unwrap_or(0))
    }

    /// As [`Published::of`], with `None` for a unit without records.
    pub fn line(&self, indicator: &Indicator, unit: UnitId) -> Option<i64> {
        let figures = self.given.get(&unit)?;
        figures.iter().find(|(code, _)| *code == indicator.code).map(|(_, value)| *value)
    }

    /// All lines together.
    pub fn total(&self, indicator: &Indicator) -> Option<i64> {
        let all = || self.given.keys().filter_map(|unit| self.line(indicator, *unit)).sum();
        self.is_asked(indicator).then(all)
    }

    fn is_asked(&self, indicator: &Indicator) -> bool {
        self.sources.contains(&indicator.source.as_str())
    }
}

/// Each unit's own figure of one published indicator.
pub(crate) async fn by_unit(
    tx: &mut Tx,
    indicator: &Indicator,
    scope: Scope,
    span: Span,
) -> Result<Vec<(UnitId, i64)>, Internal> {
    let Some(publisher) = publishers().into_iter().find(|one| one.source() == indicator.source) else {
        return Ok(Vec::new());
    };
    let given = publisher.count_by_unit(tx, scope, span).await?;
    let figure =
        |figures: Vec<(&'static str, i64)>| figures.into_iter().find(|(code, _)| *code == indicator.code);
    Ok(given.into_iter().filter_map(|(unit, figures)| Some((unit, figure(figures)?.1))).collect())
}

impl Standing {
    /// Adds what other modules publish, one statement a module.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn read_published(&mut self, tx: &mut Tx, today: NaiveDate) -> Result<(), Internal> {
        let span = Span::of(self.asked.period, today);
        self.published = Published::below(tx, self.unit.id, span).await?;
        Ok(())
    }

    /// A published figure as an amount: every unit has one, so it is always complete.
    pub(crate) fn published_amount(&self, value: Option<i64>, unit: UnitId) -> Amount {
        let possible = self.possible.get(&unit).copied().unwrap_or(0);
        Amount { value, figures: if value.is_some() { possible } else { 0 }, possible }
    }
}
