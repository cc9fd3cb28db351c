//! The shape of a finding.

use serde::{Deserialize, Serialize};

use crate::reading::model::Span;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Info,
    Warning,
    Error,
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    DoubledWords,
    MissingBlank,
    StrayBlank,
    UnbalancedMarks,
    LettersNotComposed,
    LookalikeLetters,
    CommemorationInOtherQuarter,
    AnniversaryCountWrong,
    AnniversaryDaysDiffer,
    ImpossibleDate,
    EventAfterPlanYear,
    DeadlineOutsideQuarter,
    CitationDatesDiffer,
    CitationDateUnlikely,
    NumberingGap,
    NumberDoesNotFollow,
    PresentedNotAdopted,
    DistrictAfterReform,
    NotNumbered,
    NotDated,
    NotSigned,
    SecrecyMark,
    DoubtfulText,
    UnknownPaper,
}

impl FindingKind {
    /// The name that JSON uses.
    pub fn key(self) -> &'static str {
        match self {
            Self::DoubledWords => "doubled_words",
            Self::MissingBlank => "missing_blank",
            Self::StrayBlank => "stray_blank",
            Self::UnbalancedMarks => "unbalanced_marks",
            Self::LettersNotComposed => "letters_not_composed",
            Self::LookalikeLetters => "lookalike_letters",
            Self::CommemorationInOtherQuarter => "commemoration_in_other_quarter",
            Self::AnniversaryCountWrong => "anniversary_count_wrong",
            Self::AnniversaryDaysDiffer => "anniversary_days_differ",
            Self::ImpossibleDate => "impossible_date",
            Self::EventAfterPlanYear => "event_after_plan_year",
            Self::DeadlineOutsideQuarter => "deadline_outside_quarter",
            Self::CitationDatesDiffer => "citation_dates_differ",
            Self::CitationDateUnlikely => "citation_date_unlikely",
            Self::NumberingGap => "numbering_gap",
            Self::NumberDoesNotFollow => "number_does_not_follow",
            Self::PresentedNotAdopted => "presented_not_adopted",
            Self::DistrictAfterReform => "district_after_reform",
            Self::NotNumbered => "not_numbered",
            Self::NotDated => "not_dated",
            Self::NotSigned => "not_signed",
            Self::SecrecyMark => "secrecy_mark",
            Self::DoubtfulText => "doubtful_text",
            Self::UnknownPaper => "unknown_paper",
        }
    }

    /// Whether the finding says something of a citation rather than of the text around it.
    pub(crate) fn concerns_citation(self) -> bool {
        matches!(
            self,
            Self::CitationDatesDiffer
                | Self::CitationDateUnlikely
                | Self::ImpossibleDate
                | Self::UnknownPaper
        )
    }
}

/// One thing that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub kind: FindingKind,
    pub severity: Severity,
    pub message_vi: String,
    pub message_en: String,
    /// The place; none where something is missing from the paper.
    pub span: Option<Span>,
    /// Another place that it conflicts with.
    pub related: Option<Span>,
}

impl Finding {
    pub(crate) fn new(
        kind: FindingKind,
        severity: Severity,
        span: Option<Span>,
        vi: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        Self { kind, severity, message_vi: vi.into(), message_en: en.into(), span, related: None }
    }

    pub(crate) fn with_related(mut self, related: Span) -> Self {
        self.related = Some(related);
        self
    }
}
