//! What levels, kinds and roles are called.

use kit::permission::Role;
use kit::text::Text;

use crate::texts;
use crate::unit::{Level, Relation, SuccessionKind, UnitKind};

pub fn level(level: Level) -> Text {
    match level {
        Level::Central => texts::LEVEL_CENTRAL,
        Level::Province => texts::LEVEL_PROVINCE,
        Level::District => texts::LEVEL_DISTRICT,
        Level::Commune => texts::LEVEL_COMMUNE,
        Level::ResidentialArea => texts::LEVEL_RESIDENTIAL_AREA,
    }
}

pub fn kind(kind: UnitKind) -> Text {
    match kind {
        UnitKind::FrontCommittee => texts::KIND_FRONT_COMMITTEE,
        UnitKind::Office => texts::KIND_OFFICE,
        UnitKind::SpecialisedBoard => texts::KIND_SPECIALISED_BOARD,
        UnitKind::AdvisoryCouncil => texts::KIND_ADVISORY_COUNCIL,
        UnitKind::PoliticalSocialOrganisation => texts::KIND_POLITICAL_SOCIAL_ORGANISATION,
        UnitKind::MassAssociation => texts::KIND_MASS_ASSOCIATION,
        UnitKind::FrontWorkingBoard => texts::KIND_FRONT_WORKING_BOARD,
    }
}

pub fn relation(relation: Relation) -> Text {
    match relation {
        Relation::Member => texts::RELATION_MEMBER,
        Relation::AffiliatedUnder => texts::RELATION_AFFILIATED_UNDER,
    }
}

pub fn succession(kind: SuccessionKind) -> Text {
    match kind {
        SuccessionKind::Merge => texts::SUCCESSION_MERGE,
        SuccessionKind::Split => texts::SUCCESSION_SPLIT,
        SuccessionKind::Rename => texts::SUCCESSION_RENAME,
        SuccessionKind::Transfer => texts::SUCCESSION_TRANSFER,
        SuccessionKind::Abolish => texts::SUCCESSION_ABOLISH,
    }
}

pub fn role(role: Role) -> Text {
    match role {
        Role::Administrator => texts::ROLE_ADMINISTRATOR,
        Role::Leader => texts::ROLE_LEADER,
        Role::Clerk => texts::ROLE_CLERK,
        Role::Officer => texts::ROLE_OFFICER,
        Role::CommuneOfficer => texts::ROLE_COMMUNE_OFFICER,
        Role::WorkingBoardHead => texts::ROLE_WORKING_BOARD_HEAD,
        Role::Accountant => texts::ROLE_ACCOUNTANT,
        Role::Inspector => texts::ROLE_INSPECTOR,
    }
}
