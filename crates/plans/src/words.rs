//! What the states, kinds and moves of plans and tasks and the lines of work are called: on every page, in every file, in one place.

use kit::text::{Lang, Text};
use kit::ui::Tone;

use crate::plan::{PlanKind, PlanMove, PlanState};
use crate::task::TaskState;
use crate::texts;

pub const fn plan_state(state: PlanState) -> Text {
    match state {
        PlanState::Draft => texts::PLAN_STATE_DRAFT,
        PlanState::Reviewed => texts::PLAN_STATE_REVIEWED,
        PlanState::Submitted => texts::PLAN_STATE_SUBMITTED,
        PlanState::Approved => texts::PLAN_STATE_APPROVED,
        PlanState::Issued => texts::PLAN_STATE_ISSUED,
        PlanState::Adjusted => texts::PLAN_STATE_ADJUSTED,
        PlanState::Closed => texts::PLAN_STATE_CLOSED,
    }
}

pub const fn plan_kind(kind: PlanKind) -> Text {
    match kind {
        PlanKind::Yearly => texts::PLAN_KIND_YEARLY,
        PlanKind::Quarterly => texts::PLAN_KIND_QUARTERLY,
        PlanKind::Thematic => texts::PLAN_KIND_THEMATIC,
        PlanKind::Term => texts::PLAN_KIND_TERM,
    }
}

pub const fn plan_move(act: PlanMove) -> Text {
    match act {
        PlanMove::Review => texts::FOLLOW_MOVE_REVIEW,
        PlanMove::Submit => texts::FOLLOW_MOVE_SUBMIT,
        PlanMove::Approve => texts::FOLLOW_MOVE_APPROVE,
        PlanMove::Return => texts::FOLLOW_MOVE_RETURN,
        PlanMove::Issue => texts::FOLLOW_MOVE_ISSUE,
        PlanMove::Adjust => texts::FOLLOW_MOVE_ADJUST,
        PlanMove::Close => texts::FOLLOW_MOVE_CLOSE,
    }
}

pub const fn task_state(state: TaskState) -> Text {
    match state {
        TaskState::Planned => texts::TASK_STATE_PLANNED,
        TaskState::Assigned => texts::TASK_STATE_ASSIGNED,
        TaskState::Accepted => texts::TASK_STATE_ACCEPTED,
        TaskState::InProgress => texts::TASK_STATE_IN_PROGRESS,
        TaskState::Submitted => texts::TASK_STATE_SUBMITTED,
        TaskState::Verified => texts::TASK_STATE_VERIFIED,
        TaskState::Done => texts::TASK_STATE_DONE,
        TaskState::Returned => texts::TASK_STATE_RETURNED,
        TaskState::Suspended => texts::TASK_STATE_SUSPENDED,
        TaskState::Cancelled => texts::TASK_STATE_CANCELLED,
        TaskState::NotArisen => texts::TASK_STATE_NOT_ARISEN,
    }
}

pub const fn task_tone(state: TaskState) -> Tone {
    match state {
        TaskState::Planned | TaskState::Cancelled | TaskState::NotArisen => Tone::Neutral,
        TaskState::Assigned | TaskState::Accepted => Tone::Info,
        TaskState::InProgress => Tone::Active,
        TaskState::Submitted | TaskState::Verified => Tone::Done,
        TaskState::Done => Tone::Approved,
        TaskState::Returned | TaskState::Suspended => Tone::Warning,
    }
}

/// The lines of work that the reader tells apart (handbook 13), in the order of a plan.
pub const LINES_OF_WORK: &[(&str, Text)] = &[
    ("conference_documents", texts::ITEM_LINE_CONFERENCE_DOCUMENTS),
    ("congress", texts::ITEM_LINE_CONGRESS),
    ("propaganda_unity", texts::ITEM_LINE_PROPAGANDA_UNITY),
    ("communication_portal", texts::ITEM_LINE_COMMUNICATION_PORTAL),
    ("campaigns", texts::ITEM_LINE_CAMPAIGNS),
    ("relief_funds", texts::ITEM_LINE_RELIEF_FUNDS),
    ("housing", texts::ITEM_LINE_HOUSING),
    ("allowances_visits", texts::ITEM_LINE_ALLOWANCES_VISITS),
    ("democracy_party_building", texts::ITEM_LINE_DEMOCRACY_PARTY_BUILDING),
    ("supervision_criticism", texts::ITEM_LINE_SUPERVISION_CRITICISM),
    ("voter_opinions", texts::ITEM_LINE_VOTER_OPINIONS),
    ("grassroots_democracy", texts::ITEM_LINE_GRASSROOTS_DEMOCRACY),
    ("complaints_reception", texts::ITEM_LINE_COMPLAINTS_RECEPTION),
    ("external_relations", texts::ITEM_LINE_EXTERNAL_RELATIONS),
    ("organisation_cadres", texts::ITEM_LINE_ORGANISATION_CADRES),
    ("training", texts::ITEM_LINE_TRAINING),
    ("emulation", texts::ITEM_LINE_EMULATION),
    ("advisory_councils", texts::ITEM_LINE_ADVISORY_COUNCILS),
    ("coordination_programs", texts::ITEM_LINE_COORDINATION_PROGRAMS),
    ("other", texts::ITEM_LINE_OTHER),
];

/// A line of work in words; an unknown one as it is.
pub fn line_of_work(code: &str, lang: Lang) -> &str {
    LINES_OF_WORK.iter().find(|(known, _)| *known == code).map_or(code, |(_, word)| word.get(lang))
}
