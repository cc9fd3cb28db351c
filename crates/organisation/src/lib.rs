//! The organisation: units of the Front with dates, what became of them, their posts and the people who hold them.
//!
//! Every committee, board and member organisation is a unit. A unit is never deleted: it is closed on a day (NEV-1.1), and
//! what followed it is a succession. Names and parents have dates, so every question can be asked for any day.
//!
//! Invariants:
//! - A unit has at least one version; versions do not overlap, the first begins with the unit, the last ends with it.
//! - `unit_path` is the closure of the versions: on any day a unit has one chain of ancestors, itself included.
//! - A successor does not inherit the records of its predecessor (NEV-1.5): it is another unit, never an ancestor.
//! - Codes are unique on any first day; a code of the official lists may have a second life from 2025-07-01.
//!
//! Others use [`Unit`] and its enums, the lookups of [`store`], [`import_units`] and [`Extent`].

pub mod actions;
mod api;
pub mod areas;
mod closure;
mod drafts;
mod error;
mod import;
mod pages;
pub mod seats;
pub mod setup;
pub mod store;
mod unit;
pub mod usual;
mod views;
pub mod watch;
pub mod words;

#[cfg(test)]
mod tests;

pub use areas::AreaLists;
pub use drafts::{CENTRAL_CODE, Extent, RECORDED_FROM, TURN, Warning};
pub use error::{FieldFault, OrganisationError};
pub use import::{ImportReport, LevelCounts, apply_import, import_units, preview_import};
pub use unit::{Level, Relation, SuccessionKind, Unit, UnitKind, committee_name};

/// Pages and API of the module.
pub fn routes() -> axum::Router<kit::web::App> {
    pages::routes().merge(api::routes())
}

/// What the API of [`routes`] looks like.
pub fn openapi() -> utoipa::openapi::OpenApi {
    api::openapi()
}

/// Texts of the module.
pub mod texts {
    use kit::text::Text;
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}
