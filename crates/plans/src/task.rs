//! One unit's work on a plan item: its states, who may move it, when it is late. No database, no clock of its own.

use chrono::NaiveDate;
use kit::AccountId;
use kit::permission::Permission;

/// Where a task stands (handbook 3.4). Being late is computed, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    Planned,
    Assigned,
    Accepted,
    InProgress,
    /// Marked done by who did it; somebody else has to check.
    Submitted,
    /// Checked: the evidence stands. The next move closes it.
    Verified,
    Done,
    Returned,
    Suspended,
    /// Taken out of the plan by a paper.
    Cancelled,
    /// A task asked for "if any" (nếu có), and there was none.
    NotArisen,
}

/// What can be done with a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaskMove {
    Assign,
    Accept,
    Start,
    Submit,
    /// Check and close: done, by somebody other than who submitted.
    Verify,
    Return,
    Suspend,
    Resume,
    Cancel,
    CloseNotArisen,
    /// Open a closed task again, with a reason.
    Reopen,
}

/// What a move needs besides the right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Need {
    Reason,
    /// At least one piece of evidence that is not withdrawn (NEV-3.1).
    Evidence,
    /// Somebody other than who submitted it and who it is assigned to (NEV-3.1).
    AnotherPerson,
    /// A paper that orders it.
    Document,
}

/// One row of the table of moves.
#[derive(Debug, Clone, Copy)]
pub struct TaskTransition {
    pub act: TaskMove,
    pub from: &'static [TaskState],
    pub to: TaskState,
    pub permission: Permission,
    pub needs: &'static [Need],
}

/// Who may move a task from where to where; buttons, API, audit and notices all come from here.
pub const TASK_TRANSITIONS: &[TaskTransition] = {
    use Permission as P;
    use TaskMove as M;
    use TaskState as S;
    &[
        row(
            M::Assign,
            &[S::Planned, S::Assigned, S::Accepted, S::InProgress, S::Returned],
            S::Assigned,
            P::AssignTasks,
            &[],
        ),
        row(M::Accept, &[S::Assigned], S::Accepted, P::WorkOnTasks, &[]),
        row(
            M::Start,
            &[S::Planned, S::Assigned, S::Accepted, S::Returned],
            S::InProgress,
            P::WorkOnTasks,
            &[],
        ),
        row(
            M::Submit,
            &[S::Assigned, S::Accepted, S::InProgress, S::Returned],
            S::Submitted,
            P::WorkOnTasks,
            &[Need::Evidence],
        ),
        row(
            M::Verify,
            &[S::Submitted, S::Verified],
            S::Done,
            P::VerifyTasks,
            &[Need::Evidence, Need::AnotherPerson],
        ),
        row(M::Return, &[S::Submitted, S::Verified], S::Returned, P::VerifyTasks, &[Need::Reason]),
        row(
            M::Suspend,
            &[S::Planned, S::Assigned, S::Accepted, S::InProgress, S::Returned],
            S::Suspended,
            P::AssignTasks,
            &[Need::Reason],
        ),
        row(M::Resume, &[S::Suspended], S::InProgress, P::AssignTasks, &[]),
        row(
            M::Cancel,
            &[
                S::Planned,
                S::Assigned,
                S::Accepted,
                S::InProgress,
                S::Submitted,
                S::Verified,
                S::Returned,
                S::Suspended,
            ],
            S::Cancelled,
            P::AssignTasks,
            &[Need::Reason, Need::Document],
        ),
        row(
            M::CloseNotArisen,
            &[S::Planned, S::Assigned, S::Accepted, S::InProgress, S::Returned],
            S::NotArisen,
            P::VerifyTasks,
            &[Need::Reason],
        ),
        row(M::Reopen, &[S::Done, S::NotArisen], S::InProgress, P::VerifyTasks, &[Need::Reason]),
    ]
};

const fn row(
    act: TaskMove,
    from: &'static [TaskState],
    to: TaskState,
    permission: Permission,
    needs: &'static [Need],
) -> TaskTransition {
    TaskTransition { act, from, to, permission, needs }
}

/// Why a move is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    NotFromHere,
    ReasonMissing,
    EvidenceMissing,
    /// NEV-3.1: assignee = verifier.
    SamePerson,
    DocumentMissing,
}

/// What is known when somebody wants to move a task.
#[derive(Debug, Clone, Copy)]
pub struct MoveFacts {
    pub by: AccountId,
    pub assignee: Option<AccountId>,
    pub submitted_by: Option<AccountId>,
    pub evidence_count: i64,
    pub has_reason: bool,
    pub has_document: bool,
}

impl TaskState {
    pub const ALL: [Self; 11] = [
        Self::Planned,
        Self::Assigned,
        Self::Accepted,
        Self::InProgress,
        Self::Submitted,
        Self::Verified,
        Self::Done,
        Self::Returned,
        Self::Suspended,
        Self::Cancelled,
        Self::NotArisen,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Assigned => "assigned",
            Self::Accepted => "accepted",
            Self::InProgress => "in_progress",
            Self::Submitted => "submitted",
            Self::Verified => "verified",
            Self::Done => "done",
            Self::Returned => "returned",
            Self::Suspended => "suspended",
            Self::Cancelled => "cancelled",
            Self::NotArisen => "not_arisen",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Still to be worked on or checked.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Done | Self::Cancelled | Self::NotArisen)
    }

    /// The moves that start here.
    pub fn moves(self) -> impl Iterator<Item = &'static TaskTransition> {
        TASK_TRANSITIONS.iter().filter(move |row| row.from.contains(&self))
    }

    /// Where a move leads.
    ///
    /// # Errors
    /// The first thing that the move needs and that is missing.
    pub fn after(self, act: TaskMove, facts: &MoveFacts) -> Result<Self, Refusal> {
        let row = self.moves().find(|row| row.act == act).ok_or(Refusal::NotFromHere)?;
        for need in row.needs {
            match need {
                Need::Reason if !facts.has_reason => return Err(Refusal::ReasonMissing),
                Need::Evidence if facts.evidence_count == 0 => return Err(Refusal::EvidenceMissing),
                Need::AnotherPerson
                    if facts.submitted_by == Some(facts.by) || facts.assignee == Some(facts.by) =>
                {
                    return Err(Refusal::SamePerson);
                }
                Need::Document if !facts.has_document => return Err(Refusal::DocumentMissing),
                Need::Reason | Need::Evidence | Need::AnotherPerson | Need::Document => {}
            }
        }
        Ok(row.to)
    }
}

/// Whether a task is late on `today`. A task due today is not late; a closed one never is; one that is submitted waits for
/// somebody else and is not late either.
pub fn is_overdue(state: TaskState, due_on: Option<NaiveDate>, today: NaiveDate) -> bool {
    state.is_open()
        && !matches!(state, TaskState::Submitted | TaskState::Verified | TaskState::Suspended)
        && due_on.is_some_and(|due| due < today)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORKER: AccountId = AccountId(1);
    const LEADER: AccountId = AccountId(2);

    fn facts(by: AccountId) -> MoveFacts {
        MoveFacts {
            by,
            assignee: Some(WORKER),
            submitted_by: Some(WORKER),
            evidence_count: 1,
            has_reason: false,
            has_document: false,
        }
    }

    #[test]
    fn who_did_it_does_not_check_it() {
        assert_eq!(TaskState::Submitted.after(TaskMove::Verify, &facts(WORKER)), Err(Refusal::SamePerson));
        assert_eq!(TaskState::Submitted.after(TaskMove::Verify, &facts(LEADER)), Ok(TaskState::Done));
    }

    #[test]
    fn nothing_is_done_without_evidence() {
        let bare = MoveFacts { evidence_count: 0, ..facts(WORKER) };
        assert_eq!(TaskState::InProgress.after(TaskMove::Submit, &bare), Err(Refusal::EvidenceMissing));
        let bare = MoveFacts { evidence_count: 0, ..facts(LEADER) };
        assert_eq!(TaskState::Submitted.after(TaskMove::Verify, &bare), Err(Refusal::EvidenceMissing));
        let reaching_done = TASK_TRANSITIONS.iter().filter(|row| row.to == TaskState::Done);
        for row in reaching_done {
            assert!(
                row.needs.contains(&Need::Evidence) && row.needs.contains(&Need::AnotherPerson),
                "{row:?}"
            );
        }
    }

    #[test]
    fn a_task_leaves_the_plan_only_by_a_paper() {
        let asked = MoveFacts { has_reason: true, ..facts(LEADER) };
        assert_eq!(TaskState::Assigned.after(TaskMove::Cancel, &asked), Err(Refusal::DocumentMissing));
        assert_eq!(TaskState::Done.after(TaskMove::Cancel, &asked), Err(Refusal::NotFromHere));
    }

    #[test]
    fn due_today_is_not_late() {
        let day = |date: &str| date.parse().expect("a date");
        let due = Some(day("2024-03-31"));
        assert!(!is_overdue(TaskState::InProgress, due, day("2024-03-31")));
        assert!(is_overdue(TaskState::InProgress, due, day("2024-04-01")));
        assert!(!is_overdue(TaskState::Done, due, day("2024-04-01")));
        assert!(!is_overdue(TaskState::Submitted, due, day("2024-04-01")));
        assert!(!is_overdue(TaskState::InProgress, None, day("2024-04-01")));
    }

    #[test]
    fn codes_lead_back_to_their_states() {
        for state in TaskState::ALL {
            assert_eq!(TaskState::from_code(state.code()), Some(state));
        }
    }
}
