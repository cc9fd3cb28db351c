//! A numbered paper goes out: its files are made and kept, and it stands in the register of documents.

use axum::body::Bytes;
use documents::{Direction, ImportWish, import_file};
use kit::audit::Event;
use kit::files;
use kit::permission::Permission;
use kit::web::{Caller, UploadedFile};
use print::FileFormat;

use super::draft::preview;
use super::moves::{hash, put};
use super::{Outcome, own};
use crate::OutgoingId;
use crate::compose;
use crate::error::DispatchError;
use crate::paper::{PaperMove, PaperState};
use crate::store::outgoing::{Moved, Outgoing};

/// Issues a paper. Done again after a break in the middle, it goes on where it stopped: equal words give equal files.
///
/// # Errors
/// [`DispatchError::Frozen`] when the kept text is not the one that was signed; [`DispatchError::NotFromHere`].
pub async fn issue_paper(caller: &Caller, id: OutgoingId, seen: Option<i64>) -> Outcome<Outgoing> {
    let mut ctx = caller.look().await?;
    let was = own(&mut ctx, id, Permission::NumberPapers).await?;
    was.state.find_move(PaperMove::Issue).ok_or(DispatchError::NotFromHere)?;
    if seen.is_some_and(|seen| seen != was.version) {
        return Err(DispatchError::Changed);
    }
    let frozen = was.frozen.as_deref().unwrap_or_default();
    if was.frozen_hash.as_deref() != Some(hash(frozen).as_str()) {
        return Err(DispatchError::Frozen);
    }
    let paper = preview(&mut ctx, &was).await?;
    let signed = was.signed_file.clone();
    drop(ctx);
    let written = was.dated_on.unwrap_or_else(|| caller.app.clock.today());
    let (made_pdf, docx) = compose::files(paper, written).await?;
    let pdf = match &signed {
        Some(sha256) => files::read(&caller.app, sha256).await?,
        None => made_pdf,
    };
    let kept_pdf = files::put(&caller.app, &pdf).await?;
    let kept_docx = files::put(&caller.app, &docx).await?;
    // The .docx is read better than the .pdf: headings and lists are said in it. What was signed elsewhere is the paper itself.
    let (name, bytes) = match signed {
        Some(_) => (file_name(&was, "pdf"), pdf),
        None => (file_name(&was, "docx"), docx),
    };
    let wish = ImportWish { direction: Direction::Outgoing, is_state_secret: Some(false) };
    let document = import_file(caller, UploadedFile { name, bytes: Bytes::from(bytes) }, wish).await?.id();
    let mut ctx = caller.begin().await?;
    let now = ctx.now();
    files::register(ctx.tx(), &kept_pdf, FileFormat::Pdf.media_type(), now).await?;
    files::register(ctx.tx(), &kept_docx, FileFormat::Docx.media_type(), now).await?;
    let moved =
        Moved { issued: Some((&kept_pdf.sha256, &kept_docx.sha256, document, now)), ..Moved::default() };
    put(&mut ctx, &was, PaperState::Issued, &moved).await?;
    let event = Event::new("outgoing_issued", "outgoing", id.0, was.unit);
    ctx.audit(
        event.with(serde_json::json!({ "symbol": was.symbol, "pdf": kept_pdf.sha256, "document": document })),
    );
    ctx.commit().await?;
    super::find(&mut caller.look().await?, id).await
}

/// `12-BC-MTTQ-BTT.pdf`.
pub(crate) fn file_name(paper: &Outgoing, ending: &str) -> String {
    if paper.symbol.is_empty() {
        return format!("du-thao-{}.{ending}", paper.id);
    }
    format!("{}.{ending}", paper.symbol.replace(['/', '\\', ' '], "-"))
}
