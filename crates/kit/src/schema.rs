//! The schema's history: one sequence for all modules and both engines. Released steps are never edited.

use crate::storage::Migration;

macro_rules! migrations {
    ($($number:literal $name:literal),* $(,)?) => {
        &[$(Migration {
            number: $number,
            name: $name,
            sql: include_str!(concat!("../../../migrations/", $name, ".sql")),
        }),*]
    };
}

/// All steps, in order.
pub const MIGRATIONS: &[Migration] = migrations![1 "0001_foundations", 2 "0002_documents", 3 "0003_plans", 4 "0004_organisation", 7 "0007_reports"];
