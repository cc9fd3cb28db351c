//! Results in words.

use kit::text::{Lang, Text};
use kit::ui::Badge;

use super::model::{CauseKind, ResultWord, Verdict};
use crate::texts;

pub const fn verdict(verdict: Verdict) -> Text {
    match verdict {
        Verdict::Done => texts::EVAL_DONE_IN_TIME,
        Verdict::DoneLate => texts::EVAL_DONE_LATE,
        Verdict::Open => texts::EVAL_OPEN,
        Verdict::Overdue => texts::EVAL_OVERDUE,
        Verdict::Failed => texts::EVAL_FAILED,
        Verdict::Carried => texts::EVAL_CARRIED,
        Verdict::Unmapped => texts::EVAL_UNMAPPED,
        Verdict::Moved => texts::EVAL_MOVED,
        Verdict::NotArisen => texts::EVAL_NOT_ARISEN,
        Verdict::Withdrawn => texts::EVAL_WITHDRAWN,
    }
}

/// The word of the evaluation; a dash for what does not count.
pub fn result(result: Option<ResultWord>, lang: Lang) -> &'static str {
    match result {
        Some(ResultWord::Done) => texts::EVAL_RESULT_DONE.get(lang),
        Some(ResultWord::NotYet) => texts::EVAL_RESULT_NOT_YET.get(lang),
        Some(ResultWord::Failed) => texts::EVAL_RESULT_FAILED.get(lang),
        None => "–",
    }
}

pub fn badge(of: Verdict, lang: Lang) -> Badge<'static> {
    Badge { tone: of.tone(), word: verdict(of).get(lang) }
}

pub const fn cause(kind: CauseKind) -> Text {
    match kind {
        CauseKind::Suspended => texts::EVAL_CAUSE_SUSPENDED,
        CauseKind::Returned => texts::EVAL_CAUSE_RETURNED,
        CauseKind::Extended => texts::EVAL_CAUSE_EXTENDED,
        CauseKind::Carried => texts::EVAL_CAUSE_CARRIED,
        CauseKind::Cancelled => texts::EVAL_CAUSE_CANCELLED,
        CauseKind::NotArisen => texts::EVAL_CAUSE_NOT_ARISEN,
        CauseKind::Note => texts::EVAL_CAUSE_NOTE,
        CauseKind::Withdrawn => texts::EVAL_CAUSE_WITHDRAWN,
    }
}
