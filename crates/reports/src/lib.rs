//! Reports: indicators, figures by unit and period, totals that are right the moment a figure is saved.
//!
//! `indicator × unit × period → figure`. A unit's total is its own figures and those of everything below it on the period's last
//! day; what lies below is kept ready and changed with every save ([`rollup`]). Invariants: every total equals what a full
//! recomputation gives ([`store::verify`]); blank is not zero; units of measure and periods never mix (handbook NEV-3.4); a unit that
//! was merged is not counted beside its successor (NEV-1.3).

pub mod actions;
mod api;
mod api_office;
mod api_reading;
pub mod catalogue;
pub mod cells;
pub mod error;
pub mod import;
pub mod indicator;
pub mod map;
pub mod matrix;
pub mod narrative;
mod pages;
pub mod period;
pub mod published;
pub mod returns;
pub mod rollup;
mod starter;
pub mod store;
pub mod successor;
pub mod targets;
pub mod value;
mod views;
pub mod words;

#[cfg(test)]
mod tests;

pub use error::ReportsError;
pub use starter::prepare;

/// Pages and API of the module.
pub fn routes() -> axum::Router<kit::web::App> {
    pages::routes()
        .merge(api::routes())
        .merge(api_office::routes())
        .merge(api_reading::routes())
        .merge(returns::pages::routes())
        .merge(returns::api::routes())
        .merge(returns::api_define::routes())
        .merge(narrative::pages::routes())
        .merge(narrative::api::routes())
        .merge(returns::outgoing::routes())
}

/// Who does which kind of job.
pub fn handlers() -> Vec<(&'static str, kit::jobs::Handler)> {
    use returns::reminders::{REMIND, run};
    vec![(REMIND, |app, job| Box::pin(run(app, job)))]
}

/// What the API of [`routes`] looks like.
pub fn openapi() -> utoipa::openapi::OpenApi {
    kit::openapi::join([
        api::openapi(),
        api_office::openapi(),
        api_reading::openapi(),
        returns::api::openapi(),
        returns::api_define::openapi(),
        narrative::api::openapi(),
        returns::outgoing::openapi(),
    ])
}

/// Texts of the module.
pub mod texts {
    use kit::text::Text;
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}
