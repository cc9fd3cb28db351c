//! The look: page shell and components. Markup only, no database type: every component is plain values that render to HTML.
//!
//! A page is a struct ([`Page`], [`PlainPage`]) whose body is markup; a component is a struct with [`maud::Render`], so that it
//! writes into the page's buffer, or a function to [`maud::Markup`]. Words that the look itself needs (required, next, sort
//! by …) come from kit's texts in the language given; all other words come from the caller.
//!
//! Everything works without script. `app.js` improves it; `app.css` is the one style sheet. No inline style or script, so a
//! strict content security policy holds.

mod assets;
mod board;
mod button;
mod chips;
mod field;
mod form;
mod icon;
mod notice;
mod number;
mod parts;
mod record;
mod review;
mod shell;
mod table;
mod tone;

pub use assets::{Asset, asset, files};
pub use board::{Bar, BarChart, BoardCard, BoardColumn, OutlineNode, Timeline, TimelineRow, board, outline};
pub use button::{Button, ButtonKind, LinkButton};
pub use chips::{Chip, Chips, Tab, tabs};
pub use field::{Choice, Field};
pub use form::{FieldError, Form, hidden};
pub use icon::Icon;
pub use notice::{Next, Notice, error_notice, success_notice};
pub use number::Number;
pub use parts::{Crumb, Empty, Meter, Pager, Progress, Stat, breadcrumb, card, key_values, stats};
pub use record::{
    Activity, Finding, PersonChip, activities, beside, copyable, dialog, disclosure, findings, inline_form,
    menu, panel,
};
pub use review::{LineStyle, Review, ReviewCard, SourceLine, SourceSpan};
pub use shell::{Account, AsOf, NavItem, Page, PlainPage, Theme, UnitChoice, paths};
pub use table::{Column, RowWriter, Rows, Sorted, Table, table};
pub use tone::{Badge, Tone};
