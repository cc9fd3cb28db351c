//! The list of indicators as it is kept in memory: every save and every page asks it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use kit::Internal;
use kit::storage::Tx;

use crate::cells::Slot;
use crate::indicator::Indicator;
use crate::period::ReportPeriod;
use crate::rollup::Rules;
use crate::store::indicators;

/// All indicators ever defined, by place, with their rules.
#[derive(Debug, Default)]
pub struct Catalogue {
    list: Vec<Indicator>,
    by_code: HashMap<String, usize>,
    pub rules: Rules,
}

impl Catalogue {
    pub fn of(list: Vec<Indicator>) -> Self {
        let by_code = list.iter().enumerate().map(|(at, one)| (one.code.clone(), at)).collect();
        Self { rules: Rules::of(&list), by_code, list }
    }

    pub fn by_code(&self, code: &str) -> Option<&Indicator> {
        self.by_code.get(code).map(|at| &self.list[*at])
    }

    pub fn at(&self, slot: Slot) -> Option<&Indicator> {
        self.list.binary_search_by_key(&slot, |one| one.slot).ok().map(|at| &self.list[at])
    }

    pub fn iter(&self) -> impl Iterator<Item = &Indicator> {
        self.list.iter()
    }

    /// What is reported for a period, in the order of the list.
    pub fn reported_in(&self, period: ReportPeriod) -> impl Iterator<Item = &Indicator> {
        self.list.iter().filter(move |one| one.is_reported_in(period))
    }
}

/// Lists by their stamp. A stamp is random, so lists of several databases in one program never mix; few are ever alive.
static KEPT: Mutex<Vec<(String, Arc<Catalogue>)>> = Mutex::new(Vec::new());
const KEPT_AT_MOST: usize = 8;

/// The list as this transaction sees it. Reading it costs one small row unless it has changed.
pub async fn catalogue(tx: &mut Tx) -> Result<Arc<Catalogue>, Internal> {
    let Some(stamp) = indicators::read_stamp(tx).await? else { return Ok(Arc::default()) };
    let kept = |list: &[(String, Arc<Catalogue>)]| {
        list.iter().find(|(of, _)| *of == stamp).map(|(_, catalogue)| Arc::clone(catalogue))
    };
    if let Some(found) = kept(&KEPT.lock().unwrap_or_else(PoisonError::into_inner)) {
        return Ok(found);
    }
    let read = Arc::new(Catalogue::of(indicators::list_indicators(tx).await?));
    // On PostgreSQL somebody may have changed the list between the two statements.
    if indicators::read_stamp(tx).await?.as_deref() == Some(&stamp) {
        let mut list = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
        if list.len() == KEPT_AT_MOST {
            list.remove(0);
        }
        list.push((stamp, Arc::clone(&read)));
    }
    Ok(read)
}
