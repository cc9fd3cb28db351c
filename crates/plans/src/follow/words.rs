//! Codes in the words of people.

use kit::text::{Lang, Text};
use kit::ui::{Badge, Tone};

use super::changes::Field;
use super::filter::View;
use super::model::Standing;
use crate::plan::PlanState;
use crate::task::TaskState;
use crate::texts;
pub use crate::words::{plan_kind, plan_move, plan_state, task_state, task_tone};

pub fn plan_badge(state: PlanState, lang: Lang) -> Badge<'static> {
    let tone = match state {
        PlanState::Draft => Tone::Neutral,
        PlanState::Reviewed | PlanState::Submitted => Tone::Active,
        PlanState::Approved | PlanState::Issued | PlanState::Adjusted => Tone::Approved,
        PlanState::Closed => Tone::Blank,
    };
    Badge { tone, word: plan_state(state).get(lang) }
}

pub fn standing(standing: Standing) -> Text {
    match standing {
        Standing::Ungiven => texts::FOLLOW_STANDING_UNGIVEN,
        Standing::LateUngiven => texts::FOLLOW_STANDING_LATE_UNGIVEN,
        Standing::Given => texts::FOLLOW_STANDING_GIVEN,
        Standing::Working => texts::FOLLOW_STANDING_WORKING,
        Standing::Submitted => texts::FOLLOW_STANDING_SUBMITTED,
        Standing::Done => texts::FOLLOW_STANDING_DONE,
        Standing::Late => texts::FOLLOW_STANDING_LATE,
        Standing::NotArisen => texts::FOLLOW_STANDING_NOT_ARISEN,
        Standing::Carried => texts::FOLLOW_STANDING_CARRIED,
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

/// The state of a task; being late shows before it.
pub fn task_badge(state: TaskState, is_late: bool, lang: Lang) -> Badge<'static> {
    if is_late {
        return badge(Standing::Late, lang);
    }
    Badge { tone: task_tone(state), word: task_state(state).get(lang) }
}

/// A line of work in words; a line of the installation's own stands as it is.
pub fn line_of_work(code: &str, lang: Lang) -> String {
    crate::words::line_of_work(code, lang).to_owned()
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
