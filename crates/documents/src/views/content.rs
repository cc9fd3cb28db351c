//! What was read, and the text it was read from with its citations, findings and dates marked.

use kit::text::{Lang, moment};
use kit::ui::{OutlineNode, card, disclosure, key_values, outline};
use maud::{Markup, Render, html};
use paper::LineKind;

use super::{day, or_blank};
use crate::actions::{Shown, ShownText};
use crate::document::{CharSpan, Clause, Field, FindingState, Metadata};
use crate::{labels, texts, urls};

pub fn body(shown: &Shown, lang: Lang) -> Markup {
    html! {
        (card(texts::WHAT_WAS_READ.get(lang), facts(shown, lang)))
        @if !shown.clauses.is_empty() {
            (disclosure(texts::outline_of(shown.clauses.len()).get(lang), false, outline(&nodes(&shown.clauses, ""))))
        }
        section class="card" aria-labelledby="text" {
            h2 id="text" { (texts::TEXT.get(lang)) }
            p class="hint" { (texts::TEXT_HINT.get(lang)) }
            (Text { shown, lang })
        }
    }
}

/// The record, with what was read beside what a person corrected.
fn facts(shown: &Shown, lang: Lang) -> Markup {
    let document = &shown.document;
    let mut pairs: Vec<(&str, Markup)> = Field::ALL
        .into_iter()
        .filter(|field| *field != Field::TypeCode)
        .map(|field| (labels::field(field).get(lang), value(shown, field, lang)))
        .collect();
    pairs.push((
        texts::RECIPIENTS.get(lang),
        list(shown.recipients.iter().map(|one| one.name.as_str()), lang),
    ));
    pairs.push((texts::LEGAL_BASIS.get(lang), list(shown.legal_basis.iter().map(String::as_str), lang)));
    pairs.push((texts::FILE.get(lang), html! { (document.file_name) " (" (document.format) ")" }));
    pairs.push((texts::REGISTERED_AT.get(lang), html! { (moment(document.created_at, lang)) }));
    key_values(&pairs)
}

fn list<'a>(items: impl ExactSizeIterator<Item = &'a str>, lang: Lang) -> Markup {
    html! {
        @if items.len() == 0 { (or_blank("", lang)) } @else { ul { @for item in items { li { (item) } } } }
    }
}

fn value(shown: &Shown, field: Field, lang: Lang) -> Markup {
    let now = written(&shown.document.metadata, field, lang);
    let read = written(&shown.as_read, field, lang);
    let correction = shown.corrections.iter().rev().find(|correction| correction.field == field);
    html! {
        (or_blank(&now, lang))
        @if let Some(correction) = correction.filter(|_| now != read) {
            p class="note" {
                (texts::corrected_by(moment(correction.at, lang), &correction.by).get(lang)) " "
                (texts::read_as(if read.is_empty() { texts::NOT_FOUND.get(lang) } else { read.as_str() }).get(lang))
                @if !correction.reason.is_empty() { " – " (correction.reason) }
            }
        }
    }
}

fn written(metadata: &Metadata, field: Field, lang: Lang) -> String {
    if field == Field::IssuedOn { day(metadata.issued_on, lang) } else { metadata.get(field) }
}

fn nodes<'a>(clauses: &'a [Clause], parent: &str) -> Vec<OutlineNode<'a>> {
    clauses
        .iter()
        .filter(|clause| clause.parent == parent && clause.kind != "paragraph")
        .map(|clause| OutlineNode {
            label: &clause.label,
            title: if clause.title.is_empty() { first_words(&clause.body) } else { &clause.title },
            href: "",
            state: None,
            note: "",
            done: None,
            is_open: clause.level < 3,
            children: nodes(clauses, &clause.code),
        })
        .collect()
}

fn first_words(text: &str) -> &str {
    const LETTERS: usize = 90;
    text.char_indices().nth(LETTERS).map_or(text, |(at, _)| &text[..at])
}

/// A stretch of the text that something is said of.
struct Mark {
    start: usize,
    end: usize,
    what: What,
}

enum What {
    Finding { class: &'static str, why: String, href: String },
    Citation { class: &'static str, why: String, href: String },
    Date { value: String },
}

impl What {
    /// Of marks that overlap the gravest is drawn.
    fn weight(&self) -> u8 {
        match self {
            Self::Finding { .. } => 2,
            Self::Citation { .. } => 1,
            Self::Date { .. } => 0,
        }
    }
}

/// The raw text, every letter of it: hard spaces and misprints stay as they came.
struct Text<'a> {
    shown: &'a Shown,
    lang: Lang,
}

impl Text<'_> {
    fn marks(&self) -> Vec<Mark> {
        let ShownText { source, paper, points } = &self.shown.text;
        let bytes = |span: CharSpan| {
            (points.byte(span.start, source.text.len()), points.byte(span.end, source.text.len()))
        };
        let id = self.shown.document.id;
        let mut marks = Vec::new();
        for finding in self.shown.findings.iter().filter(|finding| finding.state != FindingState::Resolved) {
            let Some(span) = finding.span else { continue };
            let (start, end) = bytes(span);
            let why = match self.lang {
                Lang::Vi => &finding.message_vi,
                Lang::En => &finding.message_en,
            };
            let class = labels::severity_tone(&finding.severity).class();
            let href = format!("{}#finding-{}", urls::part(id, "findings"), finding.id);
            marks.push(Mark { start, end, what: What::Finding { class, why: why.clone(), href } });
        }
        for citation in &self.shown.citations {
            let badge = labels::standing_badge(citation.standing, self.lang);
            let href = match citation.target {
                Some(target) => urls::document(target),
                None => format!("{}#citation-{}", urls::part(id, "citations"), citation.id),
            };
            for span in &citation.occurrences {
                let (start, end) = bytes(*span);
                let what = What::Citation {
                    class: badge.tone.class(),
                    why: badge.word.to_owned(),
                    href: href.clone(),
                };
                marks.push(Mark { start, end, what });
            }
        }
        for date in &paper.dates {
            marks.push(Mark {
                start: date.span.start,
                end: date.span.end,
                what: What::Date { value: date.value.clone() },
            });
        }
        marks.retain(|mark| mark.start < mark.end && source.text.get(mark.start..mark.end).is_some());
        marks
    }
}

impl Render for Text<'_> {
    fn render_to(&self, buffer: &mut String) {
        let ShownText { source, points, .. } = &self.shown.text;
        let marks = self.marks();
        let anchors: Vec<(usize, &str)> = self
            .shown
            .clauses
            .iter()
            .map(|clause| (points.byte(clause.span.start, source.text.len()), clause.code.as_str()))
            .collect();
        buffer.push_str("<div class=\"paper\">");
        for line in &source.lines {
            let range = line.span.clone();
            let class = match line.kind {
                LineKind::Heading(_) => Some("h"),
                LineKind::ListItem(_) => Some("li"),
                LineKind::TableRow => Some("tr"),
                LineKind::Paragraph if line.is_centred => Some("c"),
                LineKind::Paragraph if line.is_bold => Some("h"),
                LineKind::Paragraph => None,
            };
            buffer.push_str(class.map_or("<p>", |class| match class {
                "h" => "<p class=\"h\">",
                "li" => "<p class=\"li\">",
                "tr" => "<p class=\"tr\">",
                _ => "<p class=\"c\">",
            }));
            for (_, code) in anchors.iter().filter(|(at, _)| {
                range.start <= *at && *at <= range.end && *at < range.end.max(range.start + 1)
            }) {
                html! { span id=(code) {} }.render_to(buffer);
            }
            line_pieces(&source.text, range, &marks, buffer);
            buffer.push_str("</p>");
        }
        buffer.push_str("</div>");
    }
}

/// Cuts a line where marks begin and end, and draws each piece under its gravest mark.
fn line_pieces(text: &str, range: std::ops::Range<usize>, marks: &[Mark], buffer: &mut String) {
    let touching: Vec<&Mark> =
        marks.iter().filter(|mark| mark.start < range.end && mark.end > range.start).collect();
    let mut cuts: Vec<usize> = touching
        .iter()
        .flat_map(|mark| [mark.start, mark.end])
        .map(|cut| cut.clamp(range.start, range.end))
        .chain([range.start, range.end])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    for pair in cuts.windows(2) {
        let piece = &text[pair[0]..pair[1]];
        let covering = touching.iter().filter(|mark| mark.start <= pair[0] && mark.end >= pair[1]);
        match covering.max_by_key(|mark| mark.what.weight()).map(|mark| &mark.what) {
            None => piece.render_to(buffer),
            Some(What::Date { value }) => html! { time title=(value) { (piece) } }.render_to(buffer),
            Some(What::Finding { class, why, href } | What::Citation { class, why, href }) => {
                html! { a href=(href) title=(why) { mark class=(class) { (piece) } } }.render_to(buffer);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_put_together_are_the_text() {
        let text = "Số 31-CT/TU ngày 30/6/2013";
        let citation = What::Citation { class: "t-blank", why: "?".into(), href: "#".into() };
        let start = text.find("31").expect("is there");
        let marks = [
            Mark { start, end: text.len(), what: citation },
            Mark {
                start: text.find("30/").expect("is there"),
                end: text.len(),
                what: What::Date { value: "2013-06-30".into() },
            },
        ];
        let mut html = String::new();
        line_pieces(text, 0..text.len(), &marks, &mut html);
        let mut plain = String::new();
        for part in html.split('<') {
            plain.push_str(part.split_once('>').map_or(part, |(_, words)| words));
        }
        assert_eq!(plain, text);
    }
}
