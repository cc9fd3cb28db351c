//! States, moves and kinds in words.

use kit::text::Text;
use kit::ui::Tone;

use crate::incoming::IncomingState;
use crate::paper::{PaperMove, PaperState};
use crate::texts;

pub fn state(state: PaperState) -> (Text, Tone) {
    match state {
        PaperState::Drafting => (texts::STATE_DRAFTING, Tone::Neutral),
        PaperState::UnitReview => (texts::STATE_UNIT_REVIEW, Tone::Active),
        PaperState::FormCheck => (texts::STATE_FORM_CHECK, Tone::Active),
        PaperState::LeaderReview => (texts::STATE_LEADER_REVIEW, Tone::Active),
        PaperState::Signed => (texts::STATE_SIGNED, Tone::Done),
        PaperState::NumberedDated => (texts::STATE_NUMBERED, Tone::Done),
        PaperState::Issued => (texts::STATE_ISSUED, Tone::Approved),
        PaperState::Recalled => (texts::STATE_RECALLED, Tone::Danger),
        PaperState::Superseded => (texts::STATE_SUPERSEDED, Tone::Warning),
        PaperState::Cancelled => (texts::STATE_CANCELLED, Tone::Danger),
    }
}

pub fn act(act: PaperMove) -> Text {
    match act {
        PaperMove::AskOpinions => texts::MOVE_ASK_OPINIONS,
        PaperMove::CloseOpinions => texts::MOVE_CLOSE_OPINIONS,
        PaperMove::Submit => texts::MOVE_SUBMIT,
        PaperMove::PassForm => texts::MOVE_PASS_FORM,
        PaperMove::Return => texts::MOVE_RETURN,
        PaperMove::Sign => texts::MOVE_SIGN,
        PaperMove::Number => texts::MOVE_NUMBER,
        PaperMove::Issue => texts::MOVE_ISSUE,
        PaperMove::Recall => texts::MOVE_RECALL,
        PaperMove::Supersede => texts::MOVE_SUPERSEDE,
        PaperMove::Cancel => texts::MOVE_CANCEL,
    }
}

pub fn incoming(state: IncomingState) -> (Text, Tone) {
    match state {
        IncomingState::Registered => (texts::IN_REGISTERED, Tone::Neutral),
        IncomingState::Routed => (texts::IN_ROUTED, Tone::Active),
        IncomingState::Assigned => (texts::IN_ASSIGNED, Tone::Active),
        IncomingState::InWork => (texts::IN_IN_WORK, Tone::Active),
        IncomingState::Answered => (texts::IN_ANSWERED, Tone::Approved),
        IncomingState::Filed => (texts::IN_FILED, Tone::Approved),
        IncomingState::Cancelled => (texts::IN_CANCELLED, Tone::Danger),
    }
}

/// What a unit says of a clause, or what became of it.
pub fn opinion(code: &str) -> Option<Text> {
    Some(match code {
        "agree" => texts::OPINION_AGREE,
        "change" => texts::OPINION_CHANGE,
        "remark" => texts::OPINION_REMARK,
        "taken" => texts::ANSWER_TAKEN,
        "partly" => texts::ANSWER_PARTLY,
        "not_taken" => texts::ANSWER_NOT_TAKEN,
        _ => return None,
    })
}
