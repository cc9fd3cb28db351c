//! Everything that can go wrong with figures and indicators, in the words of the people who meet it.

use kit::accounts::AccountError;
use kit::text::Phrase;
use kit::{Fault, Internal, Kind, UnitId};
use organisation::OrganisationError;

use crate::period::ReportPeriod;
use crate::store::figures::{PutError, Refused};
use crate::texts;
use crate::value::ValueFault;

/// Why a row of a batch is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Not there, or not for this person to see.
    UnitNotFound,
    /// A closed unit, or one not yet founded.
    UnitNotThen,
    IndicatorUnknown,
    /// It ended before the period, or begins after it.
    IndicatorNotThen,
    /// A module publishes it: nobody types it.
    IndicatorComputed,
    PeriodUnknown,
    /// By the server's clock, whatever a phone's clock says.
    PeriodFuture,
    /// With the limits as text, and how many decimals there may be.
    Value {
        fault: ValueFault,
        least: String,
        most: String,
        decimals: u8,
    },
    /// It belongs to a report that has been sent.
    ReportClosed,
    /// A line of a file that has not the four columns, or is no text.
    LineUnreadable,
}

impl Reason {
    /// A stable name for programs.
    pub fn code(&self) -> &'static str {
        self.phrase().key
    }

    /// Which of the four columns is meant.
    pub fn field(&self) -> &'static str {
        match self {
            Self::UnitNotFound | Self::UnitNotThen => "unit",
            Self::IndicatorUnknown | Self::IndicatorNotThen | Self::IndicatorComputed => "indicator",
            Self::PeriodUnknown | Self::PeriodFuture => "period",
            Self::Value { .. } | Self::ReportClosed => "value",
            Self::LineUnreadable => "line",
        }
    }

    pub fn phrase(&self) -> Phrase {
        match self {
            Self::UnitNotFound => texts::ROW_UNIT_NOT_FOUND.into(),
            Self::UnitNotThen => texts::ROW_UNIT_NOT_THEN.into(),
            Self::IndicatorUnknown => texts::ROW_INDICATOR_UNKNOWN.into(),
            Self::IndicatorNotThen => texts::ROW_INDICATOR_NOT_THEN.into(),
            Self::IndicatorComputed => texts::ROW_INDICATOR_COMPUTED.into(),
            Self::PeriodUnknown => texts::ROW_PERIOD_UNKNOWN.into(),
            Self::PeriodFuture => texts::ROW_PERIOD_FUTURE.into(),
            Self::ReportClosed => texts::ROW_REPORT_CLOSED.into(),
            Self::LineUnreadable => texts::ROW_LINE_UNREADABLE.into(),
            Self::Value { fault, least, most, decimals } => match fault {
                ValueFault::NoNumber => texts::ROW_NO_NUMBER.into(),
                ValueFault::TooManyDecimals if *decimals == 0 => texts::ROW_WHOLE_NUMBER.into(),
                ValueFault::TooManyDecimals => texts::row_decimals(decimals),
                ValueFault::TooSmall => texts::row_too_small(least),
                ValueFault::TooLarge if most.is_empty() => texts::ROW_BEYOND_REASON.into(),
                ValueFault::TooLarge => texts::row_too_large(most),
            },
        }
    }
}

/// A row that is refused; rows count from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    pub row: usize,
    pub reason: Reason,
}

/// What stands now where somebody else saved meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stale {
    pub unit: UnitId,
    pub period: ReportPeriod,
    pub version: i64,
    /// Indicator codes and what stands there, as written in fields.
    pub figures: Vec<(String, i64)>,
}

/// What is wrong with a field of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldFault {
    Missing,
    TooLong,
    /// A code of other letters than a–z, 0–9 and _.
    CodeLetters,
    Unknown,
    NoNumber,
    /// The most is below the least.
    Order,
    NoDate,
    /// It would end before it begins.
    DateOrder,
    /// The whole has another unit of measure or other rules.
    PartDiffers,
}

impl FieldFault {
    pub fn phrase(self) -> Phrase {
        match self {
            Self::Missing => texts::FIELD_MISSING,
            Self::TooLong => texts::FIELD_TOO_LONG,
            Self::CodeLetters => texts::FIELD_CODE_LETTERS,
            Self::Unknown => texts::FIELD_UNKNOWN,
            Self::NoNumber => texts::FIELD_NO_NUMBER,
            Self::Order => texts::FIELD_ORDER,
            Self::NoDate => texts::FIELD_NO_DATE,
            Self::DateOrder => texts::FIELD_DATE_ORDER,
            Self::PartDiffers => texts::FIELD_PART_DIFFERS,
        }
        .into()
    }
}

#[derive(Debug, thiserror::Error)]
pub enum ReportsError {
    #[error("unit not found")]
    UnitNotFound,
    #[error("indicator not found")]
    IndicatorNotFound,
    /// Not there, without a target, or not for this person to see.
    #[error("target not found")]
    TargetNotFound,
    /// A target in one unit of measure, an indicator in another.
    #[error("a target in {target}, an indicator in {indicator}")]
    MeasureDiffers { target: String, indicator: String },
    #[error("comment not found")]
    CommentNotFound,
    #[error("no period is written {0}")]
    PeriodUnknown(String),
    /// The kind of period that units report is longer than the period asked for.
    #[error("the basis is longer than the period")]
    BasisTooLong,
    #[error("{} rows are refused", .0.len())]
    Rows(Vec<RowFault>),
    #[error("more than {limit} rows at once")]
    TooManyRows { limit: usize },
    #[error("unit {} was saved meanwhile", .0.unit)]
    Stale(Box<Stale>),
    #[error("the totals above unit {0} would be too large")]
    TotalTooLarge(UnitId),
    #[error("a form has mistakes")]
    Form(Vec<(&'static str, FieldFault)>),
    #[error("code {0} is taken")]
    CodeTaken(String),
    /// Figures were put under these rules.
    #[error("the indicator has figures")]
    HasFigures,
    #[error("the indicator was changed meanwhile")]
    IndicatorChanged,
    #[error("no more indicators fit")]
    Full,
    /// Not there, not owed, or not for this person to see.
    #[error("report not found")]
    ReportNotFound,
    /// Only what was accepted goes out as a paper, and the unit itself sends it.
    #[error("the report is not accepted, or another unit's")]
    ReportNotReady,
    #[error("the report does not move: {0:?}")]
    MoveRefused(crate::returns::report::Refusal),
    /// Everything that keeps a report from being sent.
    #[error("{} fields keep the report from being sent", .0.len())]
    Incomplete(Vec<crate::returns::check::Finding>),
    #[error("the report was moved meanwhile")]
    ReportMoved,
    /// Its figures and words are fixed: it has been sent, or accepted.
    #[error("the report of {unit} for {period} has been sent")]
    ReportClosed { unit: String, period: ReportPeriod, is_accepted: bool },
    #[error("the words were saved meanwhile")]
    WordsStale,
    #[error("words longer than {limit}")]
    WordsTooLong { limit: usize },
    #[error("the form has no field {0}")]
    SectionUnknown(String),
    /// The words name a figure that is not known.
    #[error("no figure is called {0}")]
    FigureUnknown(String),
    /// It is of no report that comes in here.
    #[error("source not found")]
    SourceNotFound,
    #[error("the sentence reads otherwise now")]
    SourceMoved,
    #[error("paper not found")]
    PaperNotFound,
    #[error("the regime was changed meanwhile")]
    RegimeChanged,
    #[error(transparent)]
    Account(#[from] AccountError),
    #[error(transparent)]
    Internal(#[from] Internal),
}

impl From<PutError> for ReportsError {
    fn from(error: PutError) -> Self {
        match error {
            PutError::Refused(Refused::TooLarge(unit)) => Self::TotalTooLarge(unit),
            PutError::Refused(Refused::NoUnit(_) | Refused::NotThen { .. }) => Self::UnitNotFound,
            PutError::Refused(Refused::Stale { unit, period, version }) => {
                Self::Stale(Box::new(Stale { unit, period, version, figures: Vec::new() }))
            }
            PutError::Internal(internal) => Self::Internal(internal),
        }
    }
}

impl From<OrganisationError> for ReportsError {
    fn from(error: OrganisationError) -> Self {
        match error {
            OrganisationError::Account(error) => Self::Account(error),
            OrganisationError::Internal(error) => Self::Internal(error),
            _ => Self::UnitNotFound,
        }
    }
}

/// A refusal's code and words.
fn refused(refusal: crate::returns::report::Refusal) -> (&'static str, kit::text::Text) {
    use crate::returns::report::Refusal;
    match refusal {
        Refusal::NotFromHere => ("report_not_from_here", texts::REFUSED_NOT_FROM_HERE),
        Refusal::ReasonMissing => ("report_reason_missing", texts::REFUSED_REASON_MISSING),
        Refusal::Incomplete => ("report_incomplete", texts::REFUSED_INCOMPLETE),
        Refusal::SamePerson => ("report_same_person", texts::REFUSED_SAME_PERSON),
        Refusal::NotFromAbove => ("report_not_from_above", texts::REFUSED_NOT_FROM_ABOVE),
    }
}

impl Fault for ReportsError {
    fn kind(&self) -> Kind {
        match self {
            Self::UnitNotFound
            | Self::IndicatorNotFound
            | Self::CommentNotFound
            | Self::TargetNotFound
            | Self::ReportNotFound
            | Self::SourceNotFound
            | Self::PaperNotFound => Kind::NotFound,
            Self::PeriodUnknown(_)
            | Self::BasisTooLong
            | Self::MeasureDiffers { .. }
            | Self::Rows(_)
            | Self::TotalTooLarge(_)
            | Self::Form(_)
            | Self::Incomplete(_)
            | Self::WordsTooLong { .. }
            | Self::FigureUnknown(_)
            | Self::SectionUnknown(_) => Kind::Invalid,
            Self::TooManyRows { .. } => Kind::TooLarge,
            Self::Stale(_)
            | Self::CodeTaken(_)
            | Self::HasFigures
            | Self::IndicatorChanged
            | Self::Full
            | Self::MoveRefused(_)
            | Self::ReportMoved
            | Self::ReportNotReady
            | Self::ReportClosed { .. }
            | Self::WordsStale
            | Self::SourceMoved
            | Self::RegimeChanged => Kind::Conflict,
            Self::Account(error) => error.kind(),
            Self::Internal(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::UnitNotFound => "unit_not_found",
            Self::IndicatorNotFound => "indicator_not_found",
            Self::CommentNotFound => "comment_not_found",
            Self::TargetNotFound => "target_not_found",
            Self::MeasureDiffers { .. } => "measure_differs",
            Self::PeriodUnknown(_) => "period_unknown",
            Self::BasisTooLong => "basis_too_long",
            Self::Rows(_) => "rows_refused",
            Self::TooManyRows { .. } => "too_many_rows",
            Self::Stale(_) => "saved_meanwhile",
            Self::TotalTooLarge(_) => "total_too_large",
            Self::Form(_) => "form_invalid",
            Self::CodeTaken(_) => "code_taken",
            Self::HasFigures => "indicator_has_figures",
            Self::IndicatorChanged => "indicator_changed",
            Self::Full => "indicators_full",
            Self::ReportNotFound => "report_not_found",
            Self::ReportNotReady => "report_not_ready",
            Self::MoveRefused(refusal) => refused(*refusal).0,
            Self::Incomplete(_) => "report_incomplete",
            Self::ReportMoved => "report_moved",
            Self::ReportClosed { .. } => "report_closed",
            Self::WordsStale => "words_stale",
            Self::WordsTooLong { .. } => "words_too_long",
            Self::SectionUnknown(_) => "field_unknown",
            Self::FigureUnknown(_) => "figure_unknown",
            Self::SourceNotFound => "source_not_found",
            Self::SourceMoved => "source_moved",
            Self::PaperNotFound => "paper_not_found",
            Self::RegimeChanged => "regime_changed",
            Self::Account(error) => error.code(),
            Self::Internal(error) => error.code(),
        }
    }

    fn message(&self) -> Phrase {
        match self {
            Self::UnitNotFound => texts::ERROR_UNIT_NOT_FOUND.into(),
            Self::IndicatorNotFound => texts::ERROR_INDICATOR_NOT_FOUND.into(),
            Self::CommentNotFound => texts::ERROR_COMMENT_NOT_FOUND.into(),
            Self::TargetNotFound => texts::ERROR_TARGET_NOT_FOUND.into(),
            Self::MeasureDiffers { target, indicator } => texts::error_measure_differs(indicator, target),
            Self::PeriodUnknown(text) => texts::error_period_unknown(text),
            Self::BasisTooLong => texts::ERROR_BASIS_TOO_LONG.into(),
            Self::Rows(faults) => texts::error_rows(faults.len()),
            Self::TooManyRows { limit } => texts::error_too_many_rows(limit),
            Self::Stale(_) => texts::ERROR_STALE.into(),
            Self::TotalTooLarge(_) => texts::ERROR_TOTAL_TOO_LARGE.into(),
            Self::Form(_) => texts::ERROR_FORM.into(),
            Self::CodeTaken(code) => texts::error_code_taken(code),
            Self::HasFigures => texts::ERROR_HAS_FIGURES.into(),
            Self::IndicatorChanged => texts::ERROR_INDICATOR_CHANGED.into(),
            Self::Full => texts::ERROR_FULL.into(),
            Self::ReportNotFound => texts::ERROR_REPORT_NOT_FOUND.into(),
            Self::ReportNotReady => texts::ERROR_REPORT_NOT_READY.into(),
            Self::MoveRefused(refusal) => refused(*refusal).1.into(),
            Self::Incomplete(found) => texts::error_incomplete(found.len()),
            Self::ReportMoved => texts::ERROR_REPORT_MOVED.into(),
            Self::ReportClosed { unit, period, is_accepted: false } => texts::error_report_sent(period, unit),
            Self::ReportClosed { unit, period, is_accepted: true } => {
                texts::error_report_accepted(period, unit)
            }
            Self::WordsStale => texts::ERROR_WORDS_STALE.into(),
            Self::WordsTooLong { limit } => texts::error_words_too_long(limit),
            Self::SectionUnknown(code) => texts::error_section_unknown(code),
            Self::FigureUnknown(text) => texts::error_figure_unknown(text),
            Self::SourceNotFound => texts::ERROR_SOURCE_NOT_FOUND.into(),
            Self::SourceMoved => texts::ERROR_SOURCE_MOVED.into(),
            Self::PaperNotFound => texts::ERROR_PAPER_NOT_FOUND.into(),
            Self::RegimeChanged => texts::ERROR_REGIME_CHANGED.into(),
            Self::Account(error) => error.message(),
            Self::Internal(error) => error.message(),
        }
    }

    fn fields(&self) -> Vec<(&'static str, Phrase)> {
        match self {
            Self::Form(faults) => faults.iter().map(|(field, fault)| (*field, fault.phrase())).collect(),
            Self::Rows(faults) => faults
                .iter()
                .map(|fault| {
                    let phrase = fault.reason.phrase();
                    let at = texts::row_at(fault.row);
                    let vi = format!("{}: {}", at.vi, phrase.vi);
                    let en = format!("{}: {}", at.en, phrase.en);
                    (fault.reason.field(), Phrase { key: phrase.key, vi, en })
                })
                .collect(),
            Self::Incomplete(found) => found
                .iter()
                .map(|one| {
                    let phrase = one.wrong.phrase();
                    let vi = format!("{}: {}", one.name.0, phrase.vi);
                    let en = format!("{}: {}", one.name.1, phrase.en);
                    (one.field.kind(), Phrase { key: phrase.key, vi, en })
                })
                .collect(),
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
