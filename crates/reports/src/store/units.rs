//! Units by code or number, with their days: whom a row of figures is about.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use kit::permission::Scope;
use kit::storage::{Query, Tx};
use kit::{Internal, UnitId};
use serde::Deserialize;
use utoipa::ToSchema;

use super::tree::meets;
use crate::error::Reason;
use crate::period::ReportPeriod;

/// A unit as a row names it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum UnitKey {
    /// Its number in this installation.
    Id(i64),
    /// Its code, such as the official `03646`; a text `#12` is the number 12. A code that two units have borne is the one that
    /// stood last in the period.
    Code(String),
}

/// Units that rows may name.
#[derive(Debug, Default)]
pub struct Units {
    days: HashMap<UnitId, (NaiveDate, Option<NaiveDate>)>,
    by_code: HashMap<String, Vec<UnitId>>,
}

impl Units {
    /// The unit of a row, which must exist in the row's period.
    pub fn find(&self, key: &UnitKey, period: ReportPeriod) -> Result<UnitId, Reason> {
        let known = |id: i64| Some(UnitId(id)).filter(|id| self.days.contains_key(id));
        let candidates: Vec<UnitId> = match key {
            UnitKey::Id(id) => known(*id).into_iter().collect(),
            UnitKey::Code(code) => {
                let code = code.trim();
                match (code.strip_prefix('#'), self.by_code.get(code)) {
                    (Some(id), _) => id.parse().ok().and_then(known).into_iter().collect(),
                    (None, Some(ids)) => ids.clone(),
                    (None, None) => code.parse().ok().and_then(known).into_iter().collect(),
                }
            }
        };
        if candidates.is_empty() {
            return Err(Reason::UnitNotFound);
        }
        candidates
            .into_iter()
            .filter(|unit| meets(self.days[unit], period))
            .max_by_key(|unit| self.days[unit].0)
            .ok_or(Reason::UnitNotThen)
    }
}

/// The units in a scope that rows name.
pub async fn read_units<'k>(
    tx: &mut Tx,
    scope: Scope,
    keys: impl Iterator<Item = &'k UnitKey>,
) -> Result<Units, Internal> {
    let (mut ids, mut codes) = (BTreeSet::new(), BTreeSet::new());
    for key in keys {
        match key {
            UnitKey::Id(id) => {
                ids.insert(*id);
            }
            UnitKey::Code(code) => {
                let code = code.trim();
                ids.extend(code.trim_start_matches('#').parse::<i64>().ok());
                codes.insert(code);
            }
        }
    }
    let mut units = Units::default();
    // A statement takes only so many parameters.
    let ids: Vec<i64> = ids.into_iter().collect();
    for some in ids.chunks(1_000) {
        let mut query = Query::new("select id, code, valid_from, valid_to from unit where id in (");
        for (at, id) in some.iter().enumerate() {
            query.push(if at == 0 { "" } else { ", " }).bind(*id);
        }
        query.push(")");
        scope.restrict(&mut query, "id");
        add(tx, &query, &mut units).await?;
    }
    let codes: Vec<&str> = codes.into_iter().collect();
    for some in codes.chunks(1_000) {
        let mut query = Query::new("select id, code, valid_from, valid_to from unit where code in (");
        for (at, code) in some.iter().enumerate() {
            query.push(if at == 0 { "" } else { ", " }).bind(*code);
        }
        query.push(")");
        scope.restrict(&mut query, "id");
        add(tx, &query, &mut units).await?;
    }
    Ok(units)
}

/// Every unit of the installation: for files of many lines.
pub async fn read_all_units(tx: &mut Tx) -> Result<Units, Internal> {
    let mut units = Units::default();
    let query = Query::new("select id, code, valid_from, valid_to from unit");
    add(tx, &query, &mut units).await?;
    Ok(units)
}

async fn add(tx: &mut Tx, query: &Query<'_>, units: &mut Units) -> Result<(), Internal> {
    tx.each(query.sql(), query.params(), |row| {
        let (id, code): (UnitId, String) = (row.take()?, row.take()?);
        if units.days.insert(id, (row.take()?, row.take()?)).is_none() {
            units.by_code.entry(code).or_default().push(id);
        }
        Ok(())
    })
    .await
}
