//! Everything that can go wrong with papers, in the words of those who handle them.

use kit::accounts::AccountError;
use kit::text::Phrase;
use kit::{Fault, Internal, Kind};
use paper::formats::FormatError;

use crate::document::{Field, FieldFault};
use crate::{DocumentId, labels, texts};

/// What can go wrong with papers.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    #[error("document {0} does not exist")]
    NotFound(DocumentId),
    #[error("no file was sent")]
    NoFile,
    #[error("one file at a time")]
    OneFileOnly,
    /// Nobody said whether the papers are secret.
    #[error("the question about state secrets was not answered")]
    SecrecyUnanswered,
    #[error("unknown direction")]
    DirectionUnknown,
    /// Said to be secret, or marked so: nothing of it is kept, not even its name (handbook NEV-2.4).
    #[error("a state secret")]
    StateSecret { name: String },
    #[error("file refused: {cause}")]
    Refused { name: String, cause: FormatError },
    /// Somebody else changed the record since it was shown.
    #[error("the document was changed by {by}")]
    Changed { by: String, changes: Vec<(Field, String)> },
    #[error("invalid fields")]
    Fields(Vec<(Field, FieldFault)>),
    #[error("a reason is missing")]
    ReasonMissing,
    #[error("a note is missing")]
    NoteMissing,
    #[error("document is cancelled")]
    Cancelled,
    #[error("finding does not exist")]
    FindingNotFound,
    #[error("citation does not exist")]
    CitationNotFound,
    /// The files folder cannot be written: full, read-only or gone.
    #[error("file not kept: {0}")]
    FileNotKept(Internal),
    #[error("word lists of the office: {0}")]
    Rules(String),
    #[error(transparent)]
    Account(#[from] AccountError),
    #[error(transparent)]
    Internal(#[from] Internal),
}

impl Fault for DocumentError {
    fn kind(&self) -> Kind {
        match self {
            Self::NotFound(_) | Self::FindingNotFound | Self::CitationNotFound => Kind::NotFound,
            Self::Refused { cause: FormatError::TooLarge { .. }, .. } => Kind::TooLarge,
            Self::NoFile
            | Self::OneFileOnly
            | Self::SecrecyUnanswered
            | Self::DirectionUnknown
            | Self::StateSecret { .. }
            | Self::Refused { .. }
            | Self::Fields(_)
            | Self::ReasonMissing
            | Self::NoteMissing => Kind::Invalid,
            Self::Changed { .. } | Self::Cancelled => Kind::Conflict,
            Self::FileNotKept(_) | Self::Rules(_) => Kind::Unavailable,
            Self::Account(error) => error.kind(),
            Self::Internal(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound(_) => "document_not_found",
            Self::NoFile => "no_file",
            Self::OneFileOnly => "one_file_only",
            Self::SecrecyUnanswered => "secrecy_unanswered",
            Self::DirectionUnknown => "direction_unknown",
            Self::StateSecret { .. } => "state_secret",
            Self::Refused { cause, .. } => match cause {
                FormatError::Empty => "file_empty",
                FormatError::TooLarge { .. } => "file_too_large",
                FormatError::Encrypted => "file_encrypted",
                FormatError::ScannedOnly { .. } => "file_scanned_only",
                FormatError::Truncated => "file_truncated",
                FormatError::Bomb => "file_bomb",
                FormatError::TooSlow => "file_too_slow",
                FormatError::Unsupported { .. } => "file_unsupported",
                FormatError::TextDamaged | FormatError::Damaged { .. } => "file_damaged",
            },
            Self::Changed { .. } => "document_changed",
            Self::Fields(_) => "invalid_fields",
            Self::ReasonMissing => "reason_missing",
            Self::NoteMissing => "note_missing",
            Self::Cancelled => "document_cancelled",
            Self::FindingNotFound => "finding_not_found",
            Self::CitationNotFound => "citation_not_found",
            Self::FileNotKept(_) => "file_not_kept",
            Self::Rules(_) => "rules_unreadable",
            Self::Account(error) => error.code(),
            Self::Internal(error) => error.code(),
        }
    }

    fn message(&self) -> Phrase {
        match self {
            Self::NotFound(_) => texts::ERROR_NOT_FOUND.into(),
            Self::NoFile => texts::ERROR_NO_FILE.into(),
            Self::OneFileOnly => texts::ERROR_ONE_FILE_ONLY.into(),
            Self::SecrecyUnanswered => texts::ERROR_SECRECY_UNANSWERED.into(),
            Self::DirectionUnknown => texts::ERROR_DIRECTION_UNKNOWN.into(),
            Self::StateSecret { .. } => texts::ERROR_STATE_SECRET.into(),
            Self::Refused { name, cause } => refusal(name, cause),
            Self::Changed { by, changes } => changed(by, changes),
            Self::Fields(_) => texts::ERROR_FIELDS.into(),
            Self::ReasonMissing => texts::ERROR_REASON_MISSING.into(),
            Self::NoteMissing => texts::ERROR_NOTE_MISSING.into(),
            Self::Cancelled => texts::ERROR_CANCELLED.into(),
            Self::FindingNotFound => texts::ERROR_FINDING_NOT_FOUND.into(),
            Self::CitationNotFound => texts::ERROR_CITATION_NOT_FOUND.into(),
            Self::FileNotKept(cause) if cause.is_disk_full() => cause.message(),
            Self::FileNotKept(_) => texts::ERROR_FILE_NOT_KEPT.into(),
            Self::Rules(detail) => texts::error_rules(detail),
            Self::Account(error) => error.message(),
            Self::Internal(error) => error.message(),
        }
    }

    fn fields(&self) -> Vec<(&'static str, Phrase)> {
        match self {
            Self::Fields(faults) => {
                faults.iter().map(|(field, fault)| (field.code(), field_fault(*fault))).collect()
            }
            Self::SecrecyUnanswered => vec![("secrecy", texts::ERROR_SECRECY_UNANSWERED.into())],
            Self::NoFile => vec![("file", texts::ERROR_NO_FILE.into())],
            Self::ReasonMissing => vec![("reason", texts::ERROR_REASON_MISSING.into())],
            Self::NoteMissing => vec![("note", texts::ERROR_NOTE_MISSING.into())],
            Self::DirectionUnknown => vec![("direction", texts::ERROR_DIRECTION_UNKNOWN.into())],
            _ => Vec::new(),
        }
    }

    fn internal(&self) -> Option<&Internal> {
        match self {
            Self::Internal(internal) => Some(internal),
            Self::Account(error) => error.internal(),
            _ => None,
        }
    }
}

pub(crate) fn field_fault(fault: FieldFault) -> Phrase {
    match fault {
        FieldFault::NotADate => texts::FAULT_NOT_A_DATE.into(),
        FieldFault::NotAYear => texts::FAULT_NOT_A_YEAR.into(),
        FieldFault::TooLong => texts::FAULT_TOO_LONG.into(),
    }
}

/// Every refusal of a file says what happened and what to do next.
fn refusal(name: &str, cause: &FormatError) -> Phrase {
    let megabytes = |bytes: u64| bytes.div_ceil(1024 * 1024);
    match cause {
        FormatError::Empty => texts::refused_empty(name),
        FormatError::TooLarge { size, limit } => {
            texts::refused_too_large(megabytes(*limit), name, megabytes(*size))
        }
        FormatError::Encrypted => texts::refused_encrypted(name),
        FormatError::ScannedOnly { pages } => texts::refused_scanned_only(name, pages),
        FormatError::Truncated => texts::refused_truncated(name),
        FormatError::Bomb => texts::refused_bomb(name),
        FormatError::TooSlow => texts::refused_too_slow(name),
        FormatError::Unsupported { found } => texts::refused_unsupported(found, name),
        FormatError::TextDamaged => texts::refused_text_damaged(name),
        FormatError::Damaged { .. } => texts::refused_damaged(name),
    }
}

fn changed(by: &str, changes: &[(Field, String)]) -> Phrase {
    if changes.is_empty() {
        return texts::error_changed_otherwise(by);
    }
    let list = |lang| {
        let parts: Vec<String> = changes
            .iter()
            .map(|(field, value)| format!("{}: “{value}”", labels::field(*field).get(lang)))
            .collect();
        parts.join("; ")
    };
    let mut phrase = texts::error_changed(by, "{changes}");
    phrase.vi = phrase.vi.replace("{changes}", &list(kit::text::Lang::Vi));
    phrase.en = phrase.en.replace("{changes}", &list(kit::text::Lang::En));
    phrase
}
