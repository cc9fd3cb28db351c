//! What can go wrong with papers, in the words of an office.

use documents::DocumentError;
use kit::accounts::AccountError;
use kit::text::Phrase;
use kit::{Fault, Internal, Kind};
use print::PrintError;
use print::signing::SigningError;

use crate::texts;

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldFault {
    Missing,
    TooLong,
    /// A line of authority without TM., KT., TL., TUQ. or Q.
    Capacity,
    NoDate,
    NoNumber,
    Unknown,
    DateOrder,
}

impl FieldFault {
    pub fn phrase(self) -> Phrase {
        match self {
            Self::Missing => texts::FIELD_MISSING,
            Self::TooLong => texts::FIELD_TOO_LONG,
            Self::Capacity => texts::FIELD_CAPACITY,
            Self::NoDate => texts::FIELD_NO_DATE,
            Self::NoNumber => texts::FIELD_NO_NUMBER,
            Self::Unknown => texts::FIELD_UNKNOWN,
            Self::DateOrder => texts::FIELD_DATE_ORDER,
        }
        .into()
    }
}

#[derive(Debug, thiserror::Error)]
pub enum DispatchError {
    #[error("paper not found")]
    NotFound,
    #[error("the paper cannot do this from where it stands")]
    NotFromHere,
    #[error("a reason is missing")]
    ReasonMissing,
    /// NEV-2.3.
    #[error("no authority to sign this kind")]
    NoAuthority,
    #[error("the paper was changed meanwhile")]
    Changed,
    /// NEV-2.2.
    #[error("what was signed does not change")]
    Frozen,
    /// NEV-2.4.
    #[error("the text bears {0}")]
    Secret(&'static str),
    /// NEV-2.6.
    #[error("the body {0} no longer exists")]
    EndedBody(String),
    #[error("the register of {0} is closed")]
    YearClosed(i64),
    #[error("the register of {0} cannot be closed")]
    YearOpen(i64),
    #[error("number {0} is not reserved")]
    NotReserved(i64),
    #[error("unit {0} unknown")]
    UnitUnknown(String),
    #[error("no units named")]
    NoUnits,
    #[error("not a PDF")]
    NotPdf,
    /// Neither a digital signature nor said to be a scan.
    #[error("the .pdf is not signed")]
    NotSigned,
    #[error("a signed .pdf is no scan")]
    NotScan,
    #[error("the .pdf is another paper")]
    OtherPaper,
    #[error("a signature is wrong, or the file was changed after it")]
    SignatureBroken,
    #[error("the paper has no number yet")]
    NotNumbered,
    #[error("the installation has no signer")]
    NoSigner,
    #[error(transparent)]
    Signing(#[from] SigningError),
    #[error("a form has mistakes")]
    Form(Vec<(&'static str, FieldFault)>),
    #[error(transparent)]
    Print(#[from] PrintError),
    #[error(transparent)]
    Documents(#[from] DocumentError),
    #[error(transparent)]
    Account(#[from] AccountError),
    #[error(transparent)]
    Internal(#[from] Internal),
}

impl Fault for DispatchError {
    fn kind(&self) -> Kind {
        match self {
            Self::NotFound => Kind::NotFound,
            Self::NoAuthority => Kind::Forbidden,
            Self::NotFromHere
            | Self::Changed
            | Self::Frozen
            | Self::YearClosed(_)
            | Self::YearOpen(_)
            | Self::NotReserved(_)
            | Self::NotNumbered
            | Self::NoSigner => Kind::Conflict,
            Self::ReasonMissing
            | Self::Secret(_)
            | Self::EndedBody(_)
            | Self::UnitUnknown(_)
            | Self::NoUnits
            | Self::NotPdf
            | Self::NotSigned
            | Self::NotScan
            | Self::OtherPaper
            | Self::SignatureBroken
            | Self::Signing(_)
            | Self::Form(_)
            | Self::Print(_) => Kind::Invalid,
            Self::Documents(error) => error.kind(),
            Self::Account(error) => error.kind(),
            Self::Internal(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "paper_not_found",
            Self::NotFromHere => "paper_move_refused",
            Self::ReasonMissing => "reason_missing",
            Self::NoAuthority => "no_authority_to_sign",
            Self::Changed => "paper_changed",
            Self::Frozen => "paper_frozen",
            Self::Secret(_) => "state_secret",
            Self::EndedBody(_) => "body_ended",
            Self::YearClosed(_) => "register_closed",
            Self::YearOpen(_) => "register_has_open_papers",
            Self::NotReserved(_) => "number_not_reserved",
            Self::UnitUnknown(_) => "unit_unknown",
            Self::NoUnits => "no_units",
            Self::NotPdf => "not_pdf",
            Self::NotSigned => "not_signed",
            Self::NotScan => "not_a_scan",
            Self::OtherPaper => "other_paper",
            Self::SignatureBroken => "signature_broken",
            Self::NotNumbered => "not_numbered",
            Self::NoSigner => "no_signer",
            Self::Signing(_) => "signing",
            Self::Form(_) => "form_invalid",
            Self::Print(_) => "paper_not_made",
            Self::Documents(error) => error.code(),
            Self::Account(error) => error.code(),
            Self::Internal(error) => error.code(),
        }
    }

    fn message(&self) -> Phrase {
        match self {
            Self::NotFound => texts::ERROR_NOT_FOUND.into(),
            Self::NotFromHere => texts::ERROR_NOT_FROM_HERE.into(),
            Self::ReasonMissing => texts::ERROR_REASON_MISSING.into(),
            Self::NoAuthority => texts::ERROR_NO_AUTHORITY.into(),
            Self::Changed => texts::ERROR_CHANGED.into(),
            Self::Frozen => texts::ERROR_FROZEN.into(),
            Self::Secret(mark) => texts::error_secret(mark),
            Self::EndedBody(words) => texts::error_ended_body(words),
            Self::YearClosed(year) => texts::error_year_closed(year),
            Self::YearOpen(year) => texts::error_year_open(year),
            Self::NotReserved(number) => texts::error_not_reserved(number),
            Self::UnitUnknown(name) => texts::error_unit_unknown(name),
            Self::NoUnits => texts::ERROR_NO_UNITS.into(),
            Self::NotPdf => texts::ERROR_NOT_PDF.into(),
            Self::NotSigned => texts::ERROR_NOT_SIGNED.into(),
            Self::NotScan => texts::ERROR_NOT_SCAN.into(),
            Self::OtherPaper => texts::ERROR_OTHER_PAPER.into(),
            Self::SignatureBroken => texts::ERROR_SIGNATURE_BROKEN.into(),
            Self::NotNumbered => texts::ERROR_NOT_NUMBERED.into(),
            Self::NoSigner => texts::ERROR_NO_SIGNER.into(),
            Self::Signing(error) => {
                let print::Phrase { vi, en } = error.phrase();
                Phrase { key: "signing", vi, en }
            }
            Self::Form(_) => texts::ERROR_FORM.into(),
            Self::Print(error) => {
                let print::Phrase { vi, en } = error.phrase();
                Phrase { key: "paper_not_made", vi, en }
            }
            Self::Documents(error) => error.message(),
            Self::Account(error) => error.message(),
            Self::Internal(error) => error.message(),
        }
    }

    fn fields(&self) -> Vec<(&'static str, Phrase)> {
        match self {
            Self::Form(faults) => faults.iter().map(|(field, fault)| (*field, fault.phrase())).collect(),
            Self::NotPdf
            | Self::NotSigned
            | Self::NotScan
            | Self::OtherPaper
            | Self::SignatureBroken
            | Self::Signing(_) => vec![("file", self.message())],
            Self::ReasonMissing => vec![("reason", FieldFault::Missing.phrase())],
            Self::NotReserved(_) => vec![("number", self.message())],
            Self::UnitUnknown(_) | Self::NoUnits => vec![("units", self.message())],
            Self::Documents(error) => error.fields(),
            _ => Vec::new(),
        }
    }

    fn internal(&self) -> Option<&Internal> {
        match self {
            Self::Internal(internal) => Some(internal),
            Self::Account(error) => error.internal(),
            Self::Documents(error) => error.internal(),
            _ => None,
        }
    }
}
