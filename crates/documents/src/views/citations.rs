//! What a paper cites, and what the register says of each (handbook OUT-2.5).

use kit::permission::Permission;
use kit::ui::{ButtonKind, Empty, Icon, LinkButton, hidden};
use kit::web::Ctx;
use maud::{Markup, html};

use super::day;
use crate::actions::Shown;
use crate::document::{Citation, CitationStanding};
use crate::{DocumentId, labels, texts, urls};

pub fn body(ctx: &Ctx, shown: &Shown) -> Markup {
    let lang = ctx.lang();
    let may_change = ctx.actor.can(Permission::ImportDocuments) && !shown.document.is_cancelled();
    html! {
        @if shown.citations.is_empty() {
            (Empty { icon: Icon::Link, title: texts::NO_CITATIONS.get(lang), text: texts::NO_CITATIONS_TEXT.get(lang), next: None })
        } @else {
            p class="hint" { (texts::CITATIONS_HINT.get(lang)) }
            ul class="findings" {
                @for citation in &shown.citations { (row(ctx, shown.document.id, citation, may_change)) }
            }
        }
    }
}

fn row(ctx: &Ctx, document: DocumentId, citation: &Citation, may_change: bool) -> Markup {
    let lang = ctx.lang();
    let badge = labels::standing_badge(citation.standing, lang);
    let action = format!("{}/{}/link", urls::part(document, "citations"), citation.id);
    html! {
        li class=(badge.tone.class()) id={ "citation-" (citation.id) } {
            (Icon::Link)
            div {
                p {
                    b { (citation.raw) } " " (badge)
                    @if citation.is_legal_basis { " " span class="note" { (texts::LEGAL_BASIS.get(lang)) } }
                }
                p class="note" { (texts::cited_times(citation.occurrences.len()).get(lang)) }
                @if let Some(target) = citation.target {
                    p {
                        (Icon::Paper) " " a href=(urls::document(target)) { (citation.target_title) }
                        @if citation.is_linked_by_hand { " " span class="note" { (texts::LINKED_BY_HAND.get(lang)) } }
                    }
                }
                @for candidate in &citation.candidates {
                    p {
                        (texts::CANDIDATE.get(lang)) " "
                        a href=(urls::document(candidate.document)) {
                            (candidate.symbol) " " (day(candidate.issued_on, lang)) " " (candidate.issuer)
                        }
                        @if may_change {
                            form class="inline" method="post" action=(action) {
                                (hidden("target", &candidate.document.to_string()))
                                " " button class="btn" { (texts::IT_IS_THIS.get(lang)) }
                            }
                        }
                    }
                }
                @if may_change && citation.standing == CitationStanding::NotInRegister {
                    (LinkButton { href: urls::NEW, label: texts::BRING_IT_IN.get(lang), kind: ButtonKind::Secondary, icon: Some(Icon::Upload) })
                }
                @if may_change && citation.is_linked_by_hand {
                    form class="inline" method="post" action=(action) {
                        button class="btn quiet" { (texts::UNLINK.get(lang)) }
                    }
                }
            }
        }
    }
}
