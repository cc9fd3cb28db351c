//! Vietnamese language and calendar, as offices use them.
//!
//! A pure library: no files, no network, no clock and no time zone of the machine. Whatever depends on
//! today takes a date; whatever depends on law is dated data under `data/`, embedded at build time.
//!
//! | Subject | Modules |
//! | --- | --- |
//! | text | [`normalise`] and [`legacy`] on import, [`syllables`] to judge it, [`fold`] for search, [`collate`] for order, [`names`] |
//! | numbers | [`numbers`] in figures, [`words`] in words |
//! | time | [`date`], [`period`], [`lunar`], [`calendar`], [`commemoration`] |

pub mod calendar;
pub mod collate;
pub mod commemoration;
mod csv;
pub mod date;
pub mod fold;
pub mod legacy;
pub mod lunar;
pub mod names;
pub mod normalise;
pub mod numbers;
pub mod period;
pub mod syllables;
pub mod words;
