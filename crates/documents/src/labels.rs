//! The words for the module's states and fields.

use kit::text::{Lang, Text};
use kit::ui::{Badge, Tone};

use crate::document::{CitationStanding, Direction, DocumentState, Field, FindingState};
use crate::texts;

pub const fn direction(direction: Direction) -> Text {
    match direction {
        Direction::Incoming => texts::DIRECTION_INCOMING,
        Direction::Outgoing => texts::DIRECTION_OUTGOING,
        Direction::Internal => texts::DIRECTION_INTERNAL,
    }
}

pub const fn state(state: DocumentState) -> Text {
    match state {
        DocumentState::Draft => texts::STATE_DRAFT,
        DocumentState::Registered => texts::STATE_REGISTERED,
        DocumentState::Issued => texts::STATE_ISSUED,
        DocumentState::Superseded => texts::STATE_SUPERSEDED,
        DocumentState::Cancelled => texts::STATE_CANCELLED,
    }
}

pub const fn state_badge(state_of: DocumentState, lang: Lang) -> Badge<'static> {
    let tone = match state_of {
        DocumentState::Draft => Tone::Neutral,
        DocumentState::Registered => Tone::Info,
        DocumentState::Issued => Tone::Approved,
        DocumentState::Superseded => Tone::Blank,
        DocumentState::Cancelled => Tone::Danger,
    };
    Badge { tone, word: state(state_of).get(lang) }
}

pub const fn field(field: Field) -> Text {
    match field {
        Field::TypeName => texts::FIELD_TYPE_NAME,
        Field::TypeCode => texts::FIELD_TYPE_CODE,
        Field::Symbol => texts::FIELD_SYMBOL,
        Field::Issuer => texts::FIELD_ISSUER,
        Field::IssuedOn => texts::FIELD_ISSUED_ON,
        Field::Place => texts::FIELD_PLACE,
        Field::Abstract => texts::FIELD_ABSTRACT,
        Field::Term => texts::FIELD_TERM,
        Field::Signer => texts::FIELD_SIGNER,
        Field::SignerPosition => texts::FIELD_SIGNER_POSITION,
        Field::Year => texts::FIELD_YEAR,
    }
}

pub const fn standing_badge(standing: CitationStanding, lang: Lang) -> Badge<'static> {
    let (tone, word) = match standing {
        CitationStanding::Found => (Tone::Done, texts::STANDING_FOUND),
        CitationStanding::NotInRegister => (Tone::Blank, texts::STANDING_NOT_IN_REGISTER),
        CitationStanding::DateConflict => (Tone::Danger, texts::STANDING_DATE_CONFLICT),
        CitationStanding::Ambiguous => (Tone::Warning, texts::STANDING_AMBIGUOUS),
        CitationStanding::NamedOnly => (Tone::Neutral, texts::STANDING_NAMED_ONLY),
    };
    Badge { tone, word: word.get(lang) }
}

pub const fn finding_badge(state: FindingState, lang: Lang) -> Badge<'static> {
    let (tone, word) = match state {
        FindingState::Open => (Tone::Warning, texts::FINDING_OPEN),
        FindingState::Noted => (Tone::Done, texts::FINDING_NOTED),
        FindingState::Resolved => (Tone::Approved, texts::FINDING_RESOLVED),
    };
    Badge { tone, word: word.get(lang) }
}

/// How grave a finding is.
pub fn severity_tone(severity: &str) -> Tone {
    match severity {
        "error" => Tone::Danger,
        "warning" => Tone::Warning,
        _ => Tone::Info,
    }
}
