//! Every SQL statement of the module.

mod import;
mod lookup;
mod paths;

pub(crate) use import::{
    Held, HeldVersion, insert_areas, insert_successions, insert_units, list_held, upsert_versions,
};
pub(crate) use import::{NewUnitRow, update_unit_from_draft};
pub use lookup::{
    ChainRow, Filter, UnitFact, VersionRow, find_unit, list_children, list_history, list_successions,
    list_units, list_units_by_name, list_versions, top_unit,
};
pub(crate) use paths::rebuild_paths;
