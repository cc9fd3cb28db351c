//! Codes in the words of people.

use kit::text::{Lang, Text};
use kit::ui::{Badge, Tone};

use super::changes::Field;
use super::filter::View;
use super::model::Standing;
use crate::plan::{PlanKind, PlanMove, PlanState};
use crate::task::TaskState;
use crate::texts;

pub fn plan_state(state: PlanState) -> Text {
    match state {
        PlanState::Draft => texts::FOLLOW_STATE_DRAFT,
        PlanState::Reviewed => texts::FOLLOW_STATE_REVIEWED,
        PlanState::Submitted => texts::FOLLOW_STATE_SUBMITTED,
        PlanState::Approved => texts::FOLLOW_STATE_APPROVED,
        PlanState::Issued => texts::FOLLOW_STATE_ISSUED,
        PlanState::Adjusted => texts::FOLLOW_STATE_ADJUSTED,
        PlanState::Closed => texts::FOLLOW_STATE_CLOSED,
    }
}

pub fn plan_badge(state: PlanState, lang: Lang) -> Badge<'static> {
    let tone = match state {
        PlanState::Draft => Tone::Neutral,
        PlanState::Reviewed | PlanState::Submitted => Tone::Active,
        PlanState::Approved | PlanState::Issued | PlanState::Adjusted => Tone::Approved,
        PlanState::Closed => Tone::Blank,
    };
    Badge { tone, word: plan_state(state).get(lang) }
}

pub fn plan_kind(kind: PlanKind) -> Text {
    match kind {
        PlanKind::Yearly => texts::FOLLOW_KIND_YEARLY,
        PlanKind::Quarterly => texts::FOLLOW_KIND_QUARTERLY,
        PlanKind::Thematic => texts::FOLLOW_KIND_THEMATIC,
        PlanKind::Term => texts::FOLLOW_KIND_TERM,
    }
}

pub fn plan_move(act: PlanMove) -> Text {
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

pub fn task_state(state: TaskState) -> Text {
    match state {
        TaskState::Planned => texts::FOLLOW_TASK_PLANNED,
        TaskState::Assigned => texts::FOLLOW_TASK_ASSIGNED,
        TaskState::Accepted => texts::FOLLOW_TASK_ACCEPTED,
        TaskState::InProgress => texts::FOLLOW_TASK_IN_PROGRESS,
        TaskState::Submitted => texts::FOLLOW_TASK_SUBMITTED,
        TaskState::Verified => texts::FOLLOW_TASK_VERIFIED,
        TaskState::Done => texts::FOLLOW_TASK_DONE,
        TaskState::Returned => texts::FOLLOW_TASK_RETURNED,
        TaskState::Suspended => texts::FOLLOW_TASK_SUSPENDED,
        TaskState::Cancelled => texts::FOLLOW_TASK_CANCELLED,
        TaskState::NotArisen => texts::FOLLOW_TASK_NOT_ARISEN,
    }
}

pub fn standing(standing: Standing) -> Text {
    match standing {
        Standing::Ungiven => texts::FOLLOW_STANDING_UNGIVEN,
        Standing::Given => texts::FOLLOW_STANDING_GIVEN,
        Standing::Working => texts::FOLLOW_STANDING_WORKING,
        Standing::Submitted => texts::FOLLOW_STANDING_SUBMITTED,
        Standing::Done => texts::FOLLOW_STANDING_DONE,
        Standing::Late => texts::FOLLOW_STANDING_LATE,
        Standing::NotArisen => texts::FOLLOW_STANDING_NOT_ARISEN,
        Standing::Withdrawn => texts::FOLLOW_STANDING_WITHDRAWN,
    }
}

pub fn badge(of: Standing, lang: Lang) -> Badge<'static> {
    Badge { tone: of.tone(), word: standing(of).get(lang) }
}

pub fn view(view: View) -> Text {
    match view {
        View::Outline => texts::FOLLOW_VIEW_OUTLINE,
        View::Table => texts::FOLLOW_VIEW_TABLE,
        View::Board => texts::FOLLOW_VIEW_BOARD,
        View::Timeline => texts::FOLLOW_VIEW_TIMELINE,
    }
}

/// "Quý II", or "Cả năm".
pub fn quarter(quarter: Option<u8>, lang: Lang) -> String {
    match quarter
        .and_then(|number| ["I", "II", "III", "IV"].get(usize::from(number).wrapping_sub(1)).copied())
    {
        Some(roman) => texts::follow_quarter(roman).get(lang).to_owned(),
        None => texts::FOLLOW_WHOLE_YEAR.get(lang).to_owned(),
    }
}

/// The name of a line of work; a line of the installation's own stands as it is.
pub fn line_of_work(code: &str, lang: Lang) -> String {
    let known = [
        ("congress", texts::FOLLOW_LINE_CONGRESS),
        ("conference_documents", texts::FOLLOW_LINE_CONFERENCE_DOCUMENTS),
        ("propaganda_unity", texts::FOLLOW_LINE_PROPAGANDA_UNITY),
        ("communication_portal", texts::FOLLOW_LINE_COMMUNICATION_PORTAL),
        ("campaigns", texts::FOLLOW_LINE_CAMPAIGNS),
        ("relief_funds", texts::FOLLOW_LINE_RELIEF_FUNDS),
        ("housing", texts::FOLLOW_LINE_HOUSING),
        ("allowances_visits", texts::FOLLOW_LINE_ALLOWANCES_VISITS),
        ("democracy_party_building", texts::FOLLOW_LINE_DEMOCRACY_PARTY_BUILDING),
        ("supervision_criticism", texts::FOLLOW_LINE_SUPERVISION_CRITICISM),
        ("voter_opinions", texts::FOLLOW_LINE_VOTER_OPINIONS),
        ("grassroots_democracy", texts::FOLLOW_LINE_GRASSROOTS_DEMOCRACY),
        ("complaints_reception", texts::FOLLOW_LINE_COMPLAINTS_RECEPTION),
        ("external_relations", texts::FOLLOW_LINE_EXTERNAL_RELATIONS),
        ("organisation_cadres", texts::FOLLOW_LINE_ORGANISATION_CADRES),
        ("training", texts::FOLLOW_LINE_TRAINING),
        ("emulation", texts::FOLLOW_LINE_EMULATION),
        ("advisory_councils", texts::FOLLOW_LINE_ADVISORY_COUNCILS),
        ("coordination_programs", texts::FOLLOW_LINE_COORDINATION_PROGRAMS),
        ("other", texts::FOLLOW_LINE_OTHER),
    ];
    known
        .into_iter()
        .find(|(key, _)| *key == code)
        .map_or_else(|| code.to_owned(), |(_, text)| text.get(lang).to_owned())
}

/// The name of a move in forms.
pub const fn move_code(act: PlanMove) -> &'static str {
    match act {
        PlanMove::Review => "review",
        PlanMove::Submit => "submit",
        PlanMove::Approve => "approve",
        PlanMove::Return => "return",
        PlanMove::Issue => "issue",
        PlanMove::Adjust => "adjust",
        PlanMove::Close => "close",
    }
}

pub const fn task_tone(state: TaskState) -> Tone {
    match state {
        TaskState::Planned | TaskState::Assigned | TaskState::Accepted => Tone::Neutral,
        TaskState::InProgress => Tone::Active,
        TaskState::Submitted | TaskState::Verified => Tone::Done,
        TaskState::Done => Tone::Approved,
        TaskState::Returned | TaskState::Suspended => Tone::Warning,
        TaskState::Cancelled | TaskState::NotArisen => Tone::Blank,
    }
}

/// The state of a task; being late shows before it.
pub fn task_badge(state: TaskState, is_late: bool, lang: Lang) -> Badge<'static> {
    if is_late {
        return badge(Standing::Late, lang);
    }
    Badge { tone: task_tone(state), word: task_state(state).get(lang) }
}

pub const fn field(field: Field) -> Text {
    match field {
        Field::Title => texts::FOLLOW_COL_TITLE,
        Field::Detail => texts::FOLLOW_FIELD_DETAIL,
        Field::Section => texts::FOLLOW_COL_SECTION,
        Field::Quarter => texts::FOLLOW_COL_QUARTER,
        Field::StartOn => texts::FOLLOW_FIELD_START,
        Field::DueOn => texts::FOLLOW_COL_DUE,
        Field::DuePhrase => texts::FOLLOW_ITEM_PHRASE,
        Field::Recurrence => texts::FOLLOW_FIELD_RECURRENCE,
        Field::LineOfWork => texts::FOLLOW_COL_LINE,
        Field::Lead => texts::FOLLOW_COL_LEAD,
        Field::Coordinating => texts::FOLLOW_COL_COORDINATING,
        Field::Campaigns => texts::FOLLOW_ITEM_CAMPAIGNS,
        Field::Output => texts::FOLLOW_ITEM_OUTPUT,
        Field::Target => texts::FOLLOW_ITEM_TARGET,
        Field::Estimate => texts::FOLLOW_COL_ESTIMATE,
    }
}
