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
#[rustfmt::skip]
pub const MIGRATIONS: &[Migration] = migrations![
    1 "0001_foundations",
    2 "0002_documents",
    3 "0003_plans",
    4 "0004_organisation",
    5 "0005_plan_publication",
    6 "0006_openid",
    8 "0008_speed",
    9 "0009_carry",
    10 "0010_reports",
    11 "0011_returns",
    12 "0012_dispatch",
    13 "0013_figure_comments",
    14 "0014_report_sent",
    15 "0015_plan_target",
    16 "0016_narrative",
    17 "0017_opinion_rounds",
];
