//! Who may do what: a role on a post, over the subtree of a unit.
//!
//! A question to one place. The rule is a pure function of the role ([`Role::allows`]) and of the tree ([`Scope`]); lists ask the
//! same question as an SQL condition. What lies outside a post's subtree does not exist for it.

use crate::id::UnitId;
use crate::storage::Query;

/// What a post entitles to; rights belong to posts, never to accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Keeps units, accounts and settings; has no say in the work itself.
    Administrator,
    /// Approves, issues, checks (lãnh đạo, Ban Thường trực).
    Leader,
    /// Registers papers in and out (văn thư).
    Clerk,
    /// Prepares plans, assigns, follows up (chuyên viên).
    Officer,
    /// Does everything alone in a commune (cán bộ Mặt trận cấp xã).
    CommuneOfficer,
    /// Reports from a residential area (Trưởng Ban Công tác Mặt trận).
    WorkingBoardHead,
    /// Keeps the books (kế toán).
    Accountant,
    /// Reads everything, audit included, and changes nothing (thanh tra, kiểm tra).
    Inspector,
}

/// One act that needs a right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    ManageUnits,
    ManageAccounts,
    Configure,
    ReadAudit,
    ReadWork,
    ImportDocuments,
    ReviewProposals,
    EditPlans,
    /// Confirm that a plan is ready to be put to the leader.
    ReviewPlans,
    ApprovePlans,
    IssuePlans,
    AssignTasks,
    WorkOnTasks,
    VerifyTasks,
    RecordSpending,
    /// Type figures and words of a report.
    EnterReports,
    /// Look a report through and send it back or on.
    CheckReports,
    /// Accept and lock a report.
    ApproveReports,
    /// Say what is reported: indicators, forms, who owes what.
    DefineReports,
    /// Write outgoing papers, ask for opinions on them.
    DraftPapers,
    /// Sign outgoing papers, recall them; which kinds is dated data of each unit.
    SignPapers,
    /// Check the form of outgoing papers, give numbers, issue and send (văn thư).
    NumberPapers,
    /// Keep the register of incoming papers.
    RegisterPapers,
    /// Change the office's templates of papers.
    EditTemplates,
}

impl Role {
    pub const ALL: [Self; 8] = [
        Self::Administrator,
        Self::Leader,
        Self::Clerk,
        Self::Officer,
        Self::CommuneOfficer,
        Self::WorkingBoardHead,
        Self::Accountant,
        Self::Inspector,
    ];

    /// The table of rights.
    pub fn allows(self, permission: Permission) -> bool {
        use Permission as P;
        match self {
            Self::Administrator => {
                matches!(
                    permission,
                    P::ManageUnits | P::ManageAccounts | P::Configure | P::ReadAudit | P::ReadWork
                )
            }
            Self::Leader => !matches!(permission, P::ManageUnits | P::ManageAccounts | P::Configure),
            Self::Clerk => {
                matches!(
                    permission,
                    P::ReadWork
                        | P::ImportDocuments
                        | P::IssuePlans
                        | P::WorkOnTasks
                        | P::EnterReports
                        | P::DraftPapers
                        | P::NumberPapers
                        | P::RegisterPapers
                )
            }
            Self::Officer => matches!(
                permission,
                P::ReadWork
                    | P::ImportDocuments
                    | P::ReviewProposals
                    | P::EditPlans
                    | P::ReviewPlans
                    | P::AssignTasks
                    | P::WorkOnTasks
                    | P::VerifyTasks
                    | P::RecordSpending
                    | P::EnterReports
                    | P::CheckReports
                    | P::DefineReports
                    | P::DraftPapers
                    | P::EditTemplates
            ),
            Self::CommuneOfficer => !matches!(
                permission,
                P::ManageUnits
                    | P::ManageAccounts
                    | P::Configure
                    | P::ReadAudit
                    | P::DefineReports
                    | P::EditTemplates
            ),
            Self::WorkingBoardHead => {
                matches!(permission, P::ReadWork | P::WorkOnTasks | P::EnterReports)
            }
            Self::Accountant => matches!(permission, P::ReadWork | P::RecordSpending | P::WorkOnTasks),
            Self::Inspector => matches!(permission, P::ReadWork | P::ReadAudit),
        }
    }

    /// The name in the database and the API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Leader => "leader",
            Self::Clerk => "clerk",
            Self::Officer => "officer",
            Self::CommuneOfficer => "commune_officer",
            Self::WorkingBoardHead => "working_board_head",
            Self::Accountant => "accountant",
            Self::Inspector => "inspector",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// The units that a post can see: a subtree, or the whole installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    pub root: UnitId,
    /// The root is the top of the tree, so no condition is needed.
    pub is_everything: bool,
}

impl Scope {
    /// Adds `and <column> …` to a query, so that it lists only rows of these units. Units that are dissolved stay in the scope of
    /// those above them; the successor of a unit does not inherit its records (handbook NEV-1.5).
    pub fn restrict(self, query: &mut Query<'_>, column: &str) {
        if !self.is_everything {
            query.push(" and ").push(column).push(" in (select descendant from unit_path where ancestor = ");
            query.bind(self.root).push(")");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_administrator_has_no_say_in_the_work() {
        assert!(!Role::Administrator.allows(Permission::ApprovePlans));
        assert!(!Role::Administrator.allows(Permission::VerifyTasks));
        assert!(!Role::Leader.allows(Permission::ManageAccounts));
    }

    #[test]
    fn an_inspector_changes_nothing() {
        for permission in [Permission::EditPlans, Permission::WorkOnTasks, Permission::ImportDocuments] {
            assert!(!Role::Inspector.allows(permission), "{permission:?}");
        }
    }

    #[test]
    fn codes_lead_back_to_their_roles() {
        for role in Role::ALL {
            assert_eq!(Role::from_code(role.code()), Some(role));
        }
    }

    #[test]
    fn the_top_needs_no_condition() {
        let mut query = Query::new("select 1 where true");
        Scope { root: UnitId(1), is_everything: true }.restrict(&mut query, "unit");
        assert_eq!(query.sql(), "select 1 where true");
        Scope { root: UnitId(7), is_everything: false }.restrict(&mut query, "unit");
        assert!(query.sql().ends_with("unit in (select descendant from unit_path where ancestor = $1)"));
    }
}
