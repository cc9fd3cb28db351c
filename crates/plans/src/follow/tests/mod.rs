//! Stories of people who follow a plan.

pub(crate) mod fixture;
mod history;
mod plans;
mod progress;
