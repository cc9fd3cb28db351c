//! What states, moves and happenings are called.

use kit::text::{Phrase, Text};

use super::store::records::Note;
use crate::task::{TaskMove, TaskState};
use crate::texts;
pub use crate::words::{task_state as state, task_tone as tone};

/// The word on the button.
pub fn act(act: TaskMove) -> Text {
    match act {
        TaskMove::Assign => texts::TASK_MOVE_ASSIGN,
        TaskMove::Accept => texts::TASK_MOVE_ACCEPT,
        TaskMove::Start => texts::TASK_MOVE_START,
        TaskMove::Submit => texts::TASK_MOVE_SUBMIT,
        TaskMove::Verify => texts::TASK_MOVE_VERIFY,
        TaskMove::Return => texts::TASK_MOVE_RETURN,
        TaskMove::Suspend => texts::TASK_MOVE_SUSPEND,
        TaskMove::Resume => texts::TASK_MOVE_RESUME,
        TaskMove::Cancel => texts::TASK_MOVE_CANCEL,
        TaskMove::CloseNotArisen => texts::TASK_MOVE_NOT_ARISEN,
        TaskMove::Reopen => texts::TASK_MOVE_REOPEN,
    }
}

/// What is said after an act of a task's page, by the name of its form.
pub fn done(form: &str) -> Text {
    match form {
        "give" => texts::TASK_DONE_GIVE,
        "accept" => texts::TASK_DONE_ACCEPT,
        "start" => texts::TASK_DONE_START,
        "submit" => texts::TASK_DONE_SUBMIT,
        "verify" => texts::TASK_DONE_VERIFY,
        "return" => texts::TASK_DONE_RETURN,
        "suspend" => texts::TASK_DONE_SUSPEND,
        "resume" => texts::TASK_DONE_RESUME,
        "cancel" => texts::TASK_DONE_CANCEL,
        "close_not_arisen" => texts::TASK_DONE_NOT_ARISEN,
        "reopen" => texts::TASK_DONE_REOPEN,
        "assign" => texts::TASK_DONE_ASSIGN,
        "note" => texts::TASK_DONE_NOTE,
        "evidence" => texts::TASK_DONE_EVIDENCE,
        "withdraw" => texts::TASK_DONE_WITHDRAW,
        "extension" => texts::TASK_DONE_EXTENSION,
        "decide" => texts::TASK_DONE_DECIDE,
        _ => texts::TASK_SAVED,
    }
}

/// What happened, in a few words; what was said about it stands beside it.
pub fn note(note: &Note) -> Phrase {
    match note.kind.as_str() {
        "moved" => {
            let (from, to) = (TaskState::from_code(&note.from_state), TaskState::from_code(&note.to_state));
            let name = |found: Option<TaskState>| found.map_or(texts::TASK_STATE_PLANNED, state);
            let (from, to) = (name(from), name(to));
            Phrase {
                key: "task_note_moved",
                vi: texts::task_note_moved(from.vi, to.vi).vi,
                en: texts::task_note_moved(from.en, to.en).en,
            }
        }
        "assigned" => texts::task_note_assigned(&note.body),
        "carried" => {
            let way = note.body.split_once(": ").map_or("", |(way, _)| way);
            let (from, to) = way.split_once(" → ").unwrap_or((way, ""));
            texts::task_note_carried(from, to)
        }
        "given" => texts::TASK_NOTE_GIVEN.into(),
        "evidence_added" => texts::task_note_evidence_added(&note.body),
        "evidence_withdrawn" => texts::TASK_NOTE_EVIDENCE_WITHDRAWN.into(),
        "extension_asked" => texts::TASK_NOTE_EXTENSION_ASKED.into(),
        "extension_granted" => texts::TASK_NOTE_EXTENSION_GRANTED.into(),
        "extension_refused" => texts::TASK_NOTE_EXTENSION_REFUSED.into(),
        _ => match note.progress_percent {
            Some(percent) => texts::task_note_progress(percent),
            None => texts::TASK_NOTE_NOTED.into(),
        },
    }
}

/// What people wrote themselves about a happening.
pub fn said(note: &Note) -> &str {
    if note.kind == "carried" {
        return note.body.split_once(": ").map_or("", |(_, reason)| reason);
    }
    if matches!(note.kind.as_str(), "assigned" | "evidence_added" | "given") { "" } else { &note.body }
}
