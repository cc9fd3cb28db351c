//! A unit: its level, its kind, what it is called. Rules over values; no database.

use chrono::NaiveDate;
use kit::UnitId;
use serde::Serialize;
use utoipa::ToSchema;

/// The level of the organisation that a unit belongs to. A residential area is no level of its own (handbook 1.2); its working
/// board hangs under a commune's committee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Central,
    Province,
    /// Until 2025-06-30.
    District,
    Commune,
    ResidentialArea,
}

impl Level {
    pub const ALL: [Self; 5] =
        [Self::Central, Self::Province, Self::District, Self::Commune, Self::ResidentialArea];

    /// The name in the database, addresses and the API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Central => "central",
            Self::Province => "province",
            Self::District => "district",
            Self::Commune => "commune",
            Self::ResidentialArea => "residential_area",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.code() == code)
    }
}

/// What a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// Ủy ban MTTQ of a level.
    FrontCommittee,
    /// Văn phòng.
    Office,
    /// Ban chuyên môn.
    SpecialisedBoard,
    /// Hội đồng tư vấn, Ban tư vấn, Tổ tư vấn.
    AdvisoryCouncil,
    /// One of the five big unions.
    PoliticalSocialOrganisation,
    /// Another organisation belonging to the Front.
    MassAssociation,
    /// Ban Công tác Mặt trận of a residential area.
    FrontWorkingBoard,
}

impl UnitKind {
    pub const ALL: [Self; 7] = [
        Self::FrontCommittee,
        Self::Office,
        Self::SpecialisedBoard,
        Self::AdvisoryCouncil,
        Self::PoliticalSocialOrganisation,
        Self::MassAssociation,
        Self::FrontWorkingBoard,
    ];

    /// The name in the database, addresses and the API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::FrontCommittee => "front_committee",
            Self::Office => "office",
            Self::SpecialisedBoard => "specialised_board",
            Self::AdvisoryCouncil => "advisory_council",
            Self::PoliticalSocialOrganisation => "political_social_organisation",
            Self::MassAssociation => "mass_association",
            Self::FrontWorkingBoard => "front_working_board",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// An organisation that belongs to the Front and has a relation to it.
    pub const fn is_member_organisation(self) -> bool {
        matches!(self, Self::PoliticalSocialOrganisation | Self::MassAssociation)
    }

    /// The level of a unit of this kind under a unit of `parent`'s level.
    pub const fn level_under(self, parent: Level) -> Level {
        match self {
            Self::FrontWorkingBoard => Level::ResidentialArea,
            Self::FrontCommittee => match parent {
                Level::Central => Level::Province,
                Level::Province | Level::District | Level::Commune | Level::ResidentialArea => Level::Commune,
            },
            _ => parent,
        }
    }
}

/// How a member organisation stands to the Front. Since 2025-07-01 the five big unions are under it (law 97/2025/QH15).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Side by side.
    Member,
    /// Trực thuộc.
    AffiliatedUnder,
}

impl Relation {
    pub const ALL: [Self; 2] = [Self::Member, Self::AffiliatedUnder];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::AffiliatedUnder => "affiliated_under",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|relation| relation.code() == code)
    }
}

/// Why one unit follows another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SuccessionKind {
    /// Several became one.
    Merge,
    /// One became several, or gave a part away.
    Split,
    /// The same area under another name or as another kind of area.
    Rename,
    /// The work passed to a unit of another level.
    Transfer,
    /// Nothing follows. Never stored: it is what a dissolved unit without a successor is.
    Abolish,
}

impl SuccessionKind {
    pub const ALL: [Self; 5] = [Self::Merge, Self::Split, Self::Rename, Self::Transfer, Self::Abolish];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Merge => "merge",
            Self::Split => "split",
            Self::Rename => "rename",
            Self::Transfer => "transfer",
            Self::Abolish => "abolish",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A unit as of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Unit {
    pub id: UnitId,
    /// The official area code for committees; unique on any day.
    pub code: String,
    /// The full official name on the day asked for.
    pub name: String,
    pub short_name: String,
    pub level: Level,
    pub kind: UnitKind,
    /// What it hung under on the day asked for.
    pub parent: Option<UnitId>,
    pub area_code: Option<String>,
    pub valid_from: NaiveDate,
    /// The first day on which it is no more.
    pub valid_to: Option<NaiveDate>,
    /// The paper that dissolved it or set it up.
    pub basis: String,
    /// Set-up data that an officer has not confirmed is marked.
    pub is_confirmed: bool,
}

impl Unit {
    pub fn is_valid_on(&self, date: NaiveDate) -> bool {
        self.valid_from <= date && self.valid_to.is_none_or(|end| date < end)
    }

    /// The last day of a dissolved unit: the day before `valid_to`.
    pub fn last_day(&self) -> Option<NaiveDate> {
        self.valid_to.and_then(|end| end.pred_opt())
    }
}

/// The committee's name of an area called `area`: "Xã Mường Bú" gives "Ủy ban MTTQ Việt Nam xã Mường Bú".
pub fn committee_name(area: &str) -> String {
    format!("Ủy ban MTTQ Việt Nam {}", vi::names::lower_first(area))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(area: &str, name: &str) {
        assert_eq!(committee_name(area), name);
    }

    #[test]
    fn a_committee_is_called_after_its_area() {
        check("Xã Chiềng Mung", "Ủy ban MTTQ Việt Nam xã Chiềng Mung");
        check("Tỉnh Sơn La", "Ủy ban MTTQ Việt Nam tỉnh Sơn La");
        check("Đặc khu Côn Đảo", "Ủy ban MTTQ Việt Nam đặc khu Côn Đảo");
    }

    #[test]
    fn codes_lead_back() {
        for level in Level::ALL {
            assert_eq!(Level::from_code(level.code()), Some(level));
        }
        for kind in UnitKind::ALL {
            assert_eq!(UnitKind::from_code(kind.code()), Some(kind));
        }
        for kind in SuccessionKind::ALL {
            assert_eq!(SuccessionKind::from_code(kind.code()), Some(kind));
        }
        for relation in Relation::ALL {
            assert_eq!(Relation::from_code(relation.code()), Some(relation));
        }
    }
}
