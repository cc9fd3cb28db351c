//! What does not fit in a paper, with the place, the reason and what somebody made of it.

use kit::permission::Permission;
use kit::text::{Lang, moment};
use kit::ui::{Empty, Icon, disclosure};
use kit::web::Ctx;
use maud::{Markup, html};

use crate::actions::{Shown, ShownText};
use crate::document::{CharSpan, FindingRow};
use crate::{labels, texts, urls};

pub fn body(ctx: &Ctx, shown: &Shown) -> Markup {
    let lang = ctx.lang();
    let may_note = ctx.actor.can(Permission::ImportDocuments) && !shown.document.is_cancelled();
    html! {
        @if shown.findings.is_empty() {
            (Empty { icon: Icon::Check, title: texts::NO_FINDINGS.get(lang), text: texts::NO_FINDINGS_TEXT.get(lang), next: None })
        } @else {
            p class="hint" { (texts::FINDINGS_HINT.get(lang)) }
            @let (unknown, others): (Vec<_>, Vec<_>) = shown.findings.iter().partition(|finding| finding.is_unknown_paper());
            @if unknown.len() > FOLDED_FROM {
                (rows(shown, &others, may_note, lang))
                (disclosure(texts::findings_unknown_papers(unknown.len()).get(lang), false, rows(shown, &unknown, may_note, lang)))
            } @else { (rows(shown, &shown.findings.iter().collect::<Vec<_>>(), may_note, lang)) }
        }
    }
}

/// More cited papers that the register does not have than this are folded into one line: they must not bury the rest.
const FOLDED_FROM: usize = 3;

fn rows(shown: &Shown, findings: &[&FindingRow], may_note: bool, lang: Lang) -> Markup {
    html! {
        @if !findings.is_empty() {
            ul class="findings" { @for finding in findings { (row(shown, finding, may_note, lang)) } }
        }
    }
}

fn row(shown: &Shown, finding: &FindingRow, may_note: bool, lang: Lang) -> Markup {
    let tone = labels::severity_tone(&finding.severity);
    let id = shown.document.id;
    html! {
        li class=(tone.class()) id={ "finding-" (finding.id) } {
            (tone.icon())
            div {
                p { b { (finding.message(lang)) } " " (labels::finding_badge(finding.state, lang)) }
                @if let Some(span) = finding.span { blockquote { (quote(&shown.text, span)) } }
                @if let Some(code) = clause_of(shown, finding.span) {
                    p { a href=(urls::clause(id, code)) { (texts::at_clause(code).get(lang)) } }
                }
                @if !finding.note.is_empty() {
                    p {
                        (finding.note) " "
                        span class="note" {
                            (finding.noted_by) @if let Some(at) = finding.noted_at { ", " (moment(at, lang)) }
                        }
                    }
                }
                @if may_note {
                    form class="row note-on" method="post" action={ (urls::part(id, "findings")) "/" (finding.id) "/note" } {
                        label class="vh" for={ "note-" (finding.id) } { (texts::NOTE.get(lang)) }
                        input id={ "note-" (finding.id) } name="note" required placeholder=(texts::NOTE.get(lang));
                        button class="btn" { (texts::NOTE_SUBMIT.get(lang)) }
                    }
                }
            }
        }
    }
}

/// The words it is about, with a few around them.
fn quote(text: &ShownText, span: CharSpan) -> Markup {
    const AROUND: i64 = 40;
    let length = text.source.text.len();
    let at = |point: i64| text.points.byte(point.max(0), length);
    let (start, end) = (at(span.start), at(span.end));
    let piece = |range: std::ops::Range<usize>| text.source.text.get(range).unwrap_or("");
    let before = whole_words_at_end(piece(0..start), piece(at(span.start - AROUND)..start));
    let after = whole_words_at_start(piece(end..length), piece(end..at(span.end + AROUND)));
    html! { (before) mark { (piece(start..end)) } (after) }
}

/// The end of a text, begun at a word; "…" stands for what is left out.
fn whole_words_at_end(all: &str, end: &str) -> String {
    if end.len() == all.len() {
        return end.to_owned();
    }
    // A single long word is not quoted in part.
    format!("… {}", end.split_once(char::is_whitespace).map_or("", |(_, words)| words))
}

/// The start of a text, ended after a word; "…" stands for what is left out.
fn whole_words_at_start(all: &str, start: &str) -> String {
    if start.len() == all.len() {
        return start.to_owned();
    }
    format!("{} …", start.rsplit_once(char::is_whitespace).map_or("", |(words, _)| words))
}

/// The innermost clause that holds a place.
fn clause_of(shown: &Shown, span: Option<CharSpan>) -> Option<&str> {
    let span = span?;
    shown
        .clauses
        .iter()
        .filter(|clause| clause.span.start <= span.start && span.start < clause.span.end)
        .max_by_key(|clause| clause.span.start)
        .map(|clause| clause.code.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_are_cut_between_words() {
        assert_eq!(whole_words_at_end("Ban Thường trực Ủy ban ", "hường trực Ủy ban "), "… trực Ủy ban ");
        assert_eq!(whole_words_at_end("Ủy ban ", "Ủy ban "), "Ủy ban ");
        assert_eq!(whole_words_at_start(" năm 2024 của tỉnh", " năm 2024 củ"), " năm 2024 …");
        assert_eq!(whole_words_at_start(" của tỉnh", " của tỉnh"), " của tỉnh");
    }
}
