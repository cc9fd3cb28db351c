//! Every SQL statement of the module.

mod audit;
mod import;
mod lookup;
mod paths;
mod posts;
mod setup;
mod write;

pub use audit::{AuditFilter, AuditLine, list_audit};
pub(crate) use import::{
    Held, HeldVersion, insert_areas, insert_successions, insert_units, list_held, upsert_versions,
};
pub(crate) use import::{NewUnitRow, update_unit_from_draft};
pub use lookup::{
    AreaFacts, ChainRow, Filter, UnitFact, VersionRow, count_units, find_area, find_unit, find_unit_by_code,
    list_children, list_history, list_successions, list_units, list_units_by_name, list_versions, top_unit,
};
pub(crate) use paths::rebuild_paths;
pub use posts::{
    AccountLine, PostRow, find_account, find_holding, find_post_unit, list_accounts, list_holdings,
    list_posts, list_posts_in,
};
pub use setup::installation_unit;
pub(crate) use setup::{
    find_committee, find_setup_code, find_top_above, has_accounts, keep_installation, keep_setup_code,
    take_setup_code,
};
pub(crate) use write::{
    NewUnit, close_unit, count_children, end_version, has_children_from, insert_succession, insert_unit,
    insert_version, newest_version_from, set_relation, update_name,
};
pub use write::{RelationRow, list_relations};
