//! Conversations with the program as it is shipped, and what it promises: nothing acknowledged is lost, nothing is half done,
//! bad input gets a clear message and changes nothing.

mod backup;
mod demo;
mod durability;
mod everything;
mod extract;
mod figures;
mod fuzz;
mod http;
mod office;
mod outage;
mod papers;
mod program;
mod refusals;
mod settings;
mod statements;
mod upkeep;
mod web;
mod words;
