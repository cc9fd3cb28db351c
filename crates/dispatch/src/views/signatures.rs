//! The signatures under a file, in words.

use kit::text::{Lang, Phrase};
use kit::ui::{Notice, Tone, key_values};
use kit::web::Ctx;
use maud::{Markup, html};
use print::signing::{Coverage, SignatureResult, SigningTime, Trust, Verdict};

use super::{badge, desk_page, paper_page};
use crate::signing::{Checked, is_intact};
use crate::store::outgoing::Outgoing;
use crate::{texts, urls};

fn words(phrase: print::Phrase) -> Phrase {
    let print::Phrase { vi, en } = phrase;
    Phrase { key: "signature", vi, en }
}

fn moment(time: SigningTime, lang: Lang) -> String {
    let (at, said) = match time {
        SigningTime::Unknown => return texts::SIGNATURE_NO_TIME.get(lang).to_owned(),
        SigningTime::Claimed(at) => (at, texts::SIGNATURE_CLAIMED),
        SigningTime::Stamped(at) => (at, texts::SIGNATURE_STAMPED),
    };
    let at = kit::Instant(at.timestamp_millis());
    format!("{} ({})", kit::text::moment(at, lang), said.get(lang))
}

fn signature(one: &SignatureResult, lang: Lang) -> Markup {
    let (tone, word) = match one.verdict() {
        Verdict::Good => (Tone::Approved, texts::SIGNATURE_GOOD),
        Verdict::NotTrusted => (Tone::Warning, texts::SIGNATURE_UNKNOWN),
        Verdict::ChangedAfter => (Tone::Info, texts::SIGNATURE_EARLIER),
        Verdict::Bad => (Tone::Danger, texts::SIGNATURE_BAD),
    };
    let name = one.signer.as_ref().map_or(texts::SIGNATURE_NOBODY.get(lang), |signer| signer.name.as_str());
    let coverage = match one.coverage {
        Coverage::Whole => texts::COVERS_WHOLE,
        Coverage::ChangedAfter => texts::COVERS_PART,
        Coverage::Broken => texts::COVERS_BROKEN,
    };
    let is_trusted = matches!(one.trust, Trust::Trusted(_));
    let mut pairs = vec![
        (texts::SIGNATURE_VERDICT.get(lang), badge(tone, word.get(lang))),
        (texts::SIGNATURE_TIME.get(lang), html! { (moment(one.time, lang)) }),
        (texts::SIGNATURE_COVERS.get(lang), html! { (coverage.get(lang)) }),
        (
            texts::SIGNATURE_TRUST.get(lang),
            html! { (if is_trusted { texts::TRUSTED } else { texts::NOT_TRUSTED }.get(lang)) },
        ),
    ];
    if let Some(signer) = &one.signer {
        pairs.push((texts::SIGNATURE_ISSUER.get(lang), html! { (signer.issuer) }));
    }
    if let Some(reason) = &one.reason {
        pairs.push((texts::SIGNATURE_REASON.get(lang), html! { (reason) }));
    }
    html! {
        section class="card" {
            h2 { (name) }
            (key_values(&pairs))
            ul class="note" { @for said in one.sentences() { li { (words(said).get(lang)) } } }
        }
    }
}

/// What is known about a file's signatures; `None` when there is no PDF.
pub fn body(found: Option<&Checked>, is_scan_possible: bool, lang: Lang) -> Markup {
    let Some(found) = found else { return html! { p { (texts::SIGNATURES_NO_PDF.get(lang)) } } };
    let (tone, title) = match found {
        found if found.signatures.is_empty() && is_scan_possible => (Tone::Info, texts::SIGNATURES_SCAN),
        found if found.signatures.is_empty() => (Tone::Info, texts::SIGNATURES_NONE),
        found if found.is_good() => (Tone::Approved, texts::SIGNATURES_GOOD),
        found if is_intact(found) => (Tone::Warning, texts::SIGNATURES_UNKNOWN),
        _ => (Tone::Danger, texts::SIGNATURES_BAD),
    };
    html! {
        (Notice { tone, title: title.get(lang), ..Notice::default() })
        @for one in &found.signatures { (signature(one, lang)) }
    }
}

pub fn of_paper(ctx: &Ctx, paper: &Outgoing, found: Option<&Checked>) -> Markup {
    let body = body(found, paper.signed_file.is_some(), ctx.lang());
    paper_page(ctx, paper, "signatures", None, body)
}

pub fn of_receipt(ctx: &Ctx, paper: &Outgoing, found: Option<&Checked>) -> Markup {
    let lang = ctx.lang();
    let title = format!("{} – {}", texts::TAB_SIGNATURES.get(lang), super::name_of(paper));
    desk_page(ctx, urls::INBOX, &title, None, body(found, paper.signed_file.is_some(), lang))
}

pub fn of_document(ctx: &Ctx, document: &documents::Document, found: Option<&Checked>) -> Markup {
    let lang = ctx.lang();
    let title = format!("{} – {}", texts::TAB_SIGNATURES.get(lang), document.title());
    let body = html! {
        p { a href=(documents::urls::document(document.id)) { (document.title()) } }
        (body(found, false, lang))
    };
    desk_page(ctx, "", &title, None, body)
}
