//! The look: page shell and components. Markup only, no database type: every component is plain values that render to HTML.
//!
//! A page is a struct ([`Page`], [`PlainPage`]) whose body is markup; a component is a struct with [`maud::Render`], so that it
//! writes into the page's buffer, or a function to [`maud::Markup`]. Words that the look itself needs (required, next, sort
//! by …) come from kit's texts in the language given; all other words come from the caller.
//!
//! Everything works without script. `app.js` improves it; `app.css` is the one style sheet. No inline style or script, so a
//! strict content security policy holds.
//!
//! What a server should know:
//! - `/assets/{file}` answers from [`asset`]; a file's address changes with its content, so it may be kept for a year.
//! - A request with the header `X-Fragment: id` wants only the element with that id; a whole page is fine too. Elements with
//!   `data-oob` and an id are replaced along with it (the meter of a review, for one). Without the header: the page, or a redirect.
//! - Dates arrive as typed (`27/7/2024`, or `2024-07-27`), money with dots or spaces between thousands.
//! - [`paths`] lists the few addresses that the frame itself links to.

mod assets;
mod board;
mod button;
mod chips;
mod field;
mod form;
mod frame;
mod icon;
mod marks;
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
pub use frame::Theme;
pub use icon::Icon;
pub use marks::Mark;
pub use notice::{Next, Notice, error_notice, success_notice};
pub use number::Number;
pub use parts::{Crumb, Empty, Meter, Pager, Progress, Stat, breadcrumb, card, key_values, stats};
pub use record::{
    Activity, Finding, PersonChip, activities, beside, copyable, dialog, disclosure, findings, inline_form,
    menu, panel,
};
pub use review::{LineStyle, Review, ReviewCard, SourceLine, SourceSpan};
pub use shell::{Account, AsOf, NavItem, Page, PlainPage, UnitChoice, paths};
pub use table::{Column, RowWriter, Rows, Sorted, Table, table};
pub use tone::{Badge, Tone};
