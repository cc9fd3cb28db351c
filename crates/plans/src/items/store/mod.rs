//! Every statement about plans and plan items.

mod carry;
mod items;
mod money;
mod plans;
mod targets;
mod units;

pub use carry::*;
pub use items::*;
pub use money::*;
pub use plans::*;
pub use targets::*;
pub use units::*;
