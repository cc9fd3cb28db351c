//! What people do with papers: permission → load → rule → store → audit.

mod draft;
mod frame;
mod incoming;
mod issue;
mod moves;
mod opinions;
mod receipts;
mod register;
mod signatures;
mod templates;

pub use draft::{
    DraftFrom, copy_paper, create_paper, draft_from, edit_paper, preview, show_paper, starting_content,
    templates_for,
};
pub use frame::frame;
pub use incoming::{Change, Registration, change_incoming, register_incoming, register_receipt};
pub(crate) use issue::file_name;
pub use issue::issue_paper;
pub use moves::{PaperMoveRequest, move_paper};
pub use opinions::{Ask, Saying, answer_opinion, ask_opinions, asked, say, silent};
pub use receipts::{
    ToOutside, acknowledge, open_receipt, receipt_file, remind, send, send_outside, units_named,
};
pub use register::{
    Register, cancel_number, close_year, end_authority, may_sign, read_register, register_of, reserve_number,
    set_authority, set_series,
};
pub use signatures::{
    attach_signed, document_signatures, outgoing_signatures, receipt_signatures, sign_here,
};
pub use templates::{check as check_template, edit_template, template_text};

use kit::permission::Permission;
use kit::web::Ctx;

use crate::OutgoingId;
use crate::error::DispatchError;
use crate::store::outgoing::{Outgoing, find_outgoing};

pub type Outcome<T> = Result<T, DispatchError>;

/// A paper that the person may see.
pub async fn find(ctx: &mut Ctx, id: OutgoingId) -> Outcome<Outgoing> {
    ctx.require(Permission::ReadWork)?;
    let scope = ctx.scope()?;
    find_outgoing(ctx.tx(), scope, id).await?.ok_or(DispatchError::NotFound)
}

/// A paper of the unit acted for, with a right: those above read, the unit itself acts.
async fn own(ctx: &mut Ctx, id: OutgoingId, permission: Permission) -> Outcome<Outgoing> {
    let paper = find(ctx, id).await?;
    ctx.require(permission)?;
    if paper.unit != ctx.unit()? {
        return Err(kit::accounts::AccountError::NotAllowed.into());
    }
    Ok(paper)
}

/// A day as somebody typed it; `field` bears the fault.
fn day(field: &'static str, text: &str) -> Outcome<Option<chrono::NaiveDate>> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let day = vi::date::parse(text).filter(|day| kit::clock::is_plausible(*day));
    day.map(Some).ok_or_else(|| DispatchError::Form(vec![(field, crate::error::FieldFault::NoDate)]))
}
