//! From the lists of areas to the units of an installation: pure, in memory, parents before children.

mod build;

use chrono::NaiveDate;

use crate::areas::AreaLists;
use crate::unit::{Level, SuccessionKind};

/// The day on which the new areas began; districts and old communes ended the day before (handbook 1.6).
pub const TURN: NaiveDate = NaiveDate::from_ymd_opt(2025, 7, 1).expect("a day of the calendar");
/// The lists tell how units stood on 2025-06-30, not since when. We record them from the start of the 2019–2024 term on.
pub const RECORDED_FROM: NaiveDate = NaiveDate::from_ymd_opt(2019, 1, 1).expect("a day of the calendar");
/// The code of the central committee, which has no area code.
pub const CENTRAL_CODE: &str = "TW";

/// Which units an installation holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Extent {
    Country,
    /// Provinces by code, of either side of the turn: each brings the provinces it was made from.
    Provinces(Vec<String>),
    /// One commune of today, and those it was made from.
    Commune(String),
}

/// A unit to be.
#[derive(Debug, Clone)]
pub struct Draft {
    pub code: String,
    pub short_name: String,
    pub level: Level,
    pub area_code: Option<String>,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
    pub basis: &'static str,
    /// Never empty; the first begins with the unit, the last ends with it.
    pub versions: Vec<DraftVersion>,
    /// Where it hangs last; an index below its own.
    pub parent: Option<usize>,
}

#[derive(Debug, Clone)]
pub struct DraftVersion {
    pub name: String,
    pub parent: Option<usize>,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
}

#[derive(Debug, Clone)]
pub struct DraftSuccession {
    pub predecessor: usize,
    pub successor: usize,
    pub kind: SuccessionKind,
    pub share_note: &'static str,
    pub basis: &'static str,
}

/// A state area (not a body of the Front).
#[derive(Debug, Clone, PartialEq)]
pub struct DraftArea {
    pub code: String,
    pub name: String,
    pub level: Level,
    pub parent_code: Option<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub area_km2: Option<f64>,
    pub valid_from: NaiveDate,
    pub valid_to: Option<NaiveDate>,
}

/// What an officer should look at; nothing of it stops an import.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case", tag = "what", content = "name")]
pub enum Warning {
    /// The lists do not say what became of it; the successor was found by its name.
    SuccessorByName(String),
    /// The lists do not say what became of it.
    NoSuccessor(String),
    /// The lists do not say what it was made from.
    NoPredecessor(String),
    /// The code is in neither list.
    UnknownExtent(String),
}

/// Everything an import would hold.
#[derive(Debug, Clone, Default)]
pub struct Drafts {
    pub units: Vec<Draft>,
    pub successions: Vec<DraftSuccession>,
    pub areas: Vec<DraftArea>,
    pub warnings: Vec<Warning>,
}

impl Drafts {
    pub fn new(lists: &AreaLists, extent: &Extent) -> Self {
        build::Builder::new(lists).build(extent)
    }

    fn add(&mut self, draft: Draft) -> usize {
        self.units.push(draft);
        self.units.len() - 1
    }
}
