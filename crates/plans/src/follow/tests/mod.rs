//! Stories of people who follow a plan.

pub(crate) mod fixture;
mod history;
mod marks;
mod plans;
mod progress;
