//! Digital signatures: put under a paper, brought along with it, checked.

use documents::DocumentId;
use kit::audit::Event;
use kit::files;
use kit::permission::Permission;
use kit::web::{Caller, Ctx, UploadedFile};

use super::draft::preview;
use super::register::may_sign;
use super::{Outcome, own, receipts};
use crate::compose;
use crate::error::DispatchError;
use crate::paper::PaperState;
use crate::signing::{self, Checked, SigningMeans};
use crate::store::outgoing::{self as store, Outgoing};
use crate::{OutgoingId, ReceiptId};
use print::FileFormat;

/// The PDF of a numbered paper as it is made here, before anybody signs it. The same words give the same bytes.
async fn made_pdf(ctx: &mut Ctx, paper: &Outgoing) -> Outcome<Vec<u8>> {
    let made = preview(ctx, paper).await?;
    let written = paper.dated_on.unwrap_or_else(|| ctx.today());
    Ok(compose::files(made, written).await?.0)
}

/// Keeps a file as the paper's signed copy.
async fn keep(caller: &Caller, was: &Outgoing, pdf: &[u8], event: Event) -> Outcome<Outgoing> {
    let kept = files::put(&caller.app, pdf).await?;
    let mut ctx = caller.begin().await?;
    let now = ctx.now();
    files::register(ctx.tx(), &kept, FileFormat::Pdf.media_type(), now).await?;
    if !store::update_signed_file(ctx.tx(), was, &kept.sha256).await? {
        return Err(DispatchError::Changed);
    }
    ctx.audit(event);
    ctx.commit().await?;
    super::find(&mut caller.look().await?, was.id).await
}

/// Keeps the copy that was signed elsewhere: it goes out instead of the one made here. A digitally signed one must be the paper
/// with number and date as it is given out here, with nothing but signatures added and unchanged since; `is_scan` says that it is
/// a picture of the paper signed by hand, which nobody here can check.
///
/// # Errors
/// [`DispatchError::NotPdf`]; [`DispatchError::Secret`]; [`DispatchError::NotFromHere`] before signing and after issuing;
/// [`DispatchError::NotNumbered`]; those of [`signing::check_paper`].
pub async fn attach_signed(
    caller: &Caller,
    means: &SigningMeans,
    id: OutgoingId,
    file: UploadedFile,
    is_scan: bool,
) -> Outcome<Outgoing> {
    let mut ctx = caller.look().await?;
    let was = own(&mut ctx, id, Permission::NumberPapers).await?;
    if !matches!(was.state, PaperState::Signed | PaperState::NumberedDated) {
        return Err(DispatchError::NotFromHere);
    }
    if !file.bytes.starts_with(b"%PDF-") {
        return Err(DispatchError::NotPdf);
    }
    if !is_scan && was.state != PaperState::NumberedDated {
        return Err(DispatchError::NotNumbered);
    }
    let base = if is_scan { Vec::new() } else { made_pdf(&mut ctx, &was).await? };
    let now = ctx.now();
    drop(ctx);
    if documents::bears_secrecy_mark(&caller.app, &file.name, file.bytes.clone()).await? {
        return Err(DispatchError::Secret("MẬT"));
    }
    let pdf = file.bytes.to_vec();
    let signers = if is_scan {
        // A file that bears a signature is checked, whatever somebody says of it.
        let found = signing::check(pdf.clone(), means, now).await?;
        if !found.signatures.is_empty() {
            return Err(DispatchError::NotScan);
        }
        Vec::new()
    } else {
        names(&signing::check_paper(base, pdf.clone(), means, now).await?)
    };
    let event = Event::new("outgoing_attached", "outgoing", id.0, was.unit).with(serde_json::json!({
        "name": file.name, "is_scan": is_scan, "signers": signers,
    }));
    keep(caller, &was, &pdf, event).await
}

fn names(found: &Checked) -> Vec<String> {
    found.signatures.iter().filter_map(|one| one.signer.as_ref()).map(|signer| signer.name.clone()).collect()
}

/// Signs a numbered paper with the installation's signer; what was signed before stays under it.
///
/// # Errors
/// [`DispatchError::NoSigner`], [`DispatchError::NoAuthority`], [`DispatchError::NotNumbered`], [`DispatchError::Signing`].
pub async fn sign_here(caller: &Caller, means: &SigningMeans, id: OutgoingId) -> Outcome<Outgoing> {
    let mut ctx = caller.look().await?;
    let was = own(&mut ctx, id, Permission::SignPapers).await?;
    if was.state != PaperState::NumberedDated {
        return Err(DispatchError::NotNumbered);
    }
    if !may_sign(&mut ctx, was.unit, &was.template).await? {
        return Err(DispatchError::NoAuthority);
    }
    let made = made_pdf(&mut ctx, &was).await?;
    let (now, by) = (ctx.now(), ctx.actor.name.clone());
    drop(ctx);
    let base = match &was.signed_file {
        Some(there) => {
            let there = files::read(&caller.app, there).await?;
            signing::check_paper(made, there.clone(), means, now).await?;
            there
        }
        None => made,
    };
    let words = (format!("{} – {by}", was.symbol), was.content.place.clone());
    let pdf = signing::sign(base, means, now, words).await?;
    let event = Event::new("outgoing_signed_digitally", "outgoing", id.0, was.unit);
    keep(caller, &was, &pdf, event.with(serde_json::json!({ "symbol": was.symbol }))).await
}

/// The signatures of a kept file, checked now; `None` when there is no PDF.
async fn checked(caller: &Caller, means: &SigningMeans, file: Option<&str>) -> Outcome<Option<Checked>> {
    let Some(file) = file else { return Ok(None) };
    let pdf = files::read(&caller.app, file).await?;
    Ok(Some(signing::check(pdf, means, caller.app.clock.now()).await?))
}

/// The signatures under an outgoing paper.
pub async fn outgoing_signatures(
    caller: &Caller,
    means: &SigningMeans,
    id: OutgoingId,
) -> Outcome<(Outgoing, Option<Checked>)> {
    let paper = super::find(&mut caller.look().await?, id).await?;
    let found = checked(caller, means, paper.signed_file.as_deref().or(paper.pdf.as_deref())).await?;
    Ok((paper, found))
}

/// The signatures under a paper that was sent to the unit acted for.
pub async fn receipt_signatures(
    caller: &Caller,
    means: &SigningMeans,
    id: ReceiptId,
) -> Outcome<(Outgoing, Option<Checked>)> {
    let (_, paper) = receipts::receipt_file(&mut caller.look().await?, id).await?;
    let found = checked(caller, means, paper.pdf.as_deref()).await?;
    Ok((paper, found))
}

/// The signatures under a paper of the register of documents; `None` when its file is no PDF.
pub async fn document_signatures(
    caller: &Caller,
    means: &SigningMeans,
    id: DocumentId,
) -> Outcome<(documents::Document, Option<Checked>)> {
    let document = documents::find_document(&mut caller.look().await?, id).await?;
    let file = (document.format == "pdf").then_some(document.file.as_str());
    let found = checked(caller, means, file).await?;
    Ok((document, found))
}
