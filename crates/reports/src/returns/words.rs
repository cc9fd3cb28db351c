//! Names of states and moves, with their tones.

use kit::text::Text;
use kit::ui::Tone;

use super::regime::{RegimeKind, ReportLine};
use super::report::{ReportMove, ReportState};
use crate::texts;

pub fn state(state: ReportState) -> (Text, Tone) {
    match state {
        ReportState::Open => (texts::STATE_OPEN, Tone::Blank),
        ReportState::Draft => (texts::STATE_DRAFT, Tone::Active),
        ReportState::Submitted => (texts::STATE_SUBMITTED, Tone::Info),
        ReportState::Returned => (texts::STATE_RETURNED, Tone::Warning),
        ReportState::Accepted => (texts::STATE_ACCEPTED, Tone::Done),
        ReportState::Consolidated => (texts::STATE_CONSOLIDATED, Tone::Done),
        ReportState::Locked => (texts::STATE_LOCKED, Tone::Approved),
    }
}

pub fn act(act: ReportMove) -> Text {
    match act {
        ReportMove::Begin => texts::ACT_BEGIN,
        ReportMove::Consolidate => texts::ACT_CONSOLIDATE,
        ReportMove::Submit => texts::ACT_SUBMIT,
        ReportMove::Return => texts::ACT_RETURN,
        ReportMove::Accept => texts::ACT_ACCEPT,
        ReportMove::Take => texts::ACT_TAKE,
        ReportMove::Lock => texts::ACT_LOCK,
        ReportMove::Correct => texts::ACT_CORRECT,
    }
}

pub fn kind(kind: RegimeKind) -> Text {
    match kind {
        RegimeKind::Form => texts::REGIMES_KIND_FORM,
        RegimeKind::Paper => texts::REGIMES_KIND_PAPER,
    }
}

pub fn line(line: ReportLine) -> Text {
    match line {
        ReportLine::Tree => texts::REGIMES_LINE_TREE,
        ReportLine::OwnChain => texts::REGIMES_LINE_OWN_CHAIN,
    }
}
