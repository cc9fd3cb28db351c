//! Conversations with the program as it is shipped, and what it promises: nothing acknowledged is lost, nothing is half done,
//! bad input gets a clear message and changes nothing.

mod extract;
mod program;
mod settings;
mod upkeep;
mod words;
