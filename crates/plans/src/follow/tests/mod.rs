//! Stories of people who follow a plan.

mod fixture;
mod history;
mod plans;
mod progress;
