//! Paper and proposals side by side: the source's spans on the left, what was read from them on the right.
//!
//! Without script the marks and the cards link to each other and every decision is an ordinary form. With script both
//! sides scroll together, light each other up, obey the keyboard, and words selected in the paper become a task.

use maud::{Markup, Render, html};

use super::button::filled;
use super::{Badge, Icon, Meter, Tone, files, hidden};
use crate::text::Lang;
use crate::texts;

/// How a line of the paper is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LineStyle {
    #[default]
    Body,
    Heading,
    Item,
    Centred,
    TableRow,
}

/// One line (paragraph) of the paper.
#[derive(Debug, Clone, Copy)]
pub struct SourceLine<'a> {
    /// Where the line begins in the raw text, in code points.
    pub start: usize,
    /// The raw text of the line, unchanged: offsets count on it.
    pub text: &'a str,
    pub style: LineStyle,
}

/// A stretch of the paper that something was read from.
#[derive(Debug, Clone, Copy)]
pub struct SourceSpan<'a> {
    /// The id of its [`ReviewCard`].
    pub id: &'a str,
    /// The number that its card shows.
    pub number: usize,
    /// Code points of the raw text, half open. Spans are sorted by `start` and may overlap.
    pub start: usize,
    pub end: usize,
    /// The state of what was read: `Neutral` is undecided, `Done` accepted, `Blank` dropped.
    pub tone: Tone,
}

/// The review of one paper.
#[derive(Debug, Clone, Default)]
pub struct Review<'a> {
    pub lang: Lang,
    pub lines: &'a [SourceLine<'a>],
    pub spans: &'a [SourceSpan<'a>],
    /// The proposals: [`ReviewCard`]s in the order of the paper.
    pub cards: Markup,
    /// How many clauses are handled; give it the id `meter` so that an answer may replace it.
    pub meter: Option<Meter<'a>>,
    /// Where selected words are posted as `start` and `end` (code points); empty for a paper that is only read.
    pub add: &'a str,
    /// The page that adds a task by hand, for those without script.
    pub add_page: &'a str,
    pub csrf: &'a str,
}

impl Render for Review<'_> {
    fn render(&self) -> Markup {
        let lang = self.lang;
        html! {
            link rel="stylesheet" href=(files::REVIEW_CSS);
            div class="review" data-review {
                section class="side-by" aria-labelledby="review-paper" {
                    div class="row between" {
                        h2 id="review-paper" { (texts::UI_REVIEW_PAPER.get(lang)) }
                        @if !self.add_page.is_empty() { a class="noprint" href=(self.add_page) { (texts::UI_REVIEW_ADD_BY_HAND.get(lang)) } }
                    }
                    div class="pane paper" tabindex="0" role="group" aria-labelledby="review-paper" {
                        (PaperText { lang, lines: self.lines, spans: self.spans })
                    }
                    @if !self.add.is_empty() {
                        form class="pick-task" method="post" action=(self.add) hidden {
                            (hidden("csrf", self.csrf))
                            input type="hidden" name="start";
                            input type="hidden" name="end";
                            button class="btn primary" { (Icon::Plus) (texts::UI_REVIEW_ADD_SELECTED.get(lang)) }
                        }
                    }
                }
                section class="side-by" aria-labelledby="review-cards" {
                    div class="row between" {
                        h2 id="review-cards" { (texts::UI_REVIEW_PROPOSALS.get(lang)) }
                        (self.meter_box())
                    }
                    div class="pane cards" tabindex="0" role="group" aria-labelledby="review-cards" { (self.cards) }
                }
                (keys(lang))
                script src=(files::REVIEW_JS) defer {}
            }
        }
    }
}

impl Review<'_> {
    /// The meter alone, to send along with an answer that replaces one card.
    pub fn meter_box(&self) -> Markup {
        html! { div id="meter" data-oob { @if let Some(meter) = self.meter { (meter) } } }
    }
}

/// The keys of a review, shown by `?` and by a button.
fn keys(lang: Lang) -> Markup {
    let rows = [
        ("j · k", texts::UI_KEY_MOVE),
        ("a", texts::UI_KEY_ACCEPT),
        ("d", texts::UI_KEY_DROP),
        ("u", texts::UI_KEY_UNDO),
        ("e", texts::UI_KEY_EDIT),
        ("?", texts::UI_KEY_HELP),
    ];
    html! {
        details class="keys noprint" {
            summary { (texts::UI_KEYS.get(lang)) }
            dl class="row" { @for (key, what) in rows { div { dt { kbd { (key) } } dd { (what.get(lang)) } } } }
        }
    }
}

/// The lines of a paper with their spans marked.
struct PaperText<'a> {
    lang: Lang,
    lines: &'a [SourceLine<'a>],
    spans: &'a [SourceSpan<'a>],
}

impl Render for PaperText<'_> {
    fn render_to(&self, buffer: &mut String) {
        let mut seen = vec![false; self.spans.len()];
        for line in self.lines {
            let class = match line.style {
                LineStyle::Body => "",
                LineStyle::Heading => " class=\"h\"",
                LineStyle::Item => " class=\"li\"",
                LineStyle::Centred => " class=\"c\"",
                LineStyle::TableRow => " class=\"tr\"",
            };
            buffer.push_str("<p data-start=\"");
            line.start.render_to(buffer);
            buffer.push('"');
            buffer.push_str(class);
            buffer.push('>');
            self.line(line, &mut seen, buffer);
            buffer.push_str("</p>");
        }
    }
}

impl PaperText<'_> {
    /// Cuts the line where a span begins or ends; every piece names all spans that cover it.
    fn line(&self, line: &SourceLine, seen: &mut [bool], buffer: &mut String) {
        let length = line.text.chars().count();
        let end = line.start + length;
        let touching: Vec<usize> = (0..self.spans.len())
            .filter(|at| self.spans[*at].start < end && self.spans[*at].end > line.start)
            .collect();
        if touching.is_empty() {
            line.text.render_to(buffer);
            return;
        }
        let mut cuts: Vec<usize> = touching
            .iter()
            .flat_map(|at| [self.spans[*at].start, self.spans[*at].end])
            .map(|cut| cut.clamp(line.start, end) - line.start)
            .chain([0, length])
            .collect();
        cuts.sort_unstable();
        cuts.dedup();
        let mut rest = line.text;
        for pair in cuts.windows(2) {
            let bytes = rest.char_indices().nth(pair[1] - pair[0]).map_or(rest.len(), |(at, _)| at);
            let (piece, after) = rest.split_at(bytes);
            rest = after;
            let from = line.start + pair[0];
            let covering: Vec<usize> = touching
                .iter()
                .copied()
                .filter(|at| self.spans[*at].start <= from && self.spans[*at].end > from)
                .collect();
            self.piece(piece, &covering, seen, buffer);
        }
    }

    fn piece(&self, text: &str, covering: &[usize], seen: &mut [bool], buffer: &mut String) {
        let Some(inmost) = covering.last() else {
            text.render_to(buffer);
            return;
        };
        // A span over several lines is several marks; only its first carries the id and the number.
        for at in covering {
            if !seen[*at] {
                seen[*at] = true;
                let span = &self.spans[*at];
                let label = texts::ui_review_proposal(span.number);
                html! {
                    // The number is drawn by the style sheet: it must not count as text of the paper.
                    a class="ref" id={ "s-" (span.id) } href={ "#c-" (span.id) } data-n=(span.number) aria-label=(label.get(self.lang)) {}
                }
                .render_to(buffer);
            }
        }
        buffer.push_str("<mark class=\"");
        buffer.push_str(self.spans[*inmost].tone.class());
        buffer.push_str("\" data-span=\"");
        for (index, at) in covering.iter().enumerate() {
            if index > 0 {
                buffer.push(' ');
            }
            self.spans[*at].id.render_to(buffer);
        }
        buffer.push_str("\">");
        text.render_to(buffer);
        buffer.push_str("</mark>");
    }
}

/// What was read from one span, and what a person may decide about it.
#[derive(Debug, Clone)]
pub struct ReviewCard<'a> {
    pub lang: Lang,
    /// The id of its [`SourceSpan`].
    pub id: &'a str,
    pub number: usize,
    pub state: Badge<'a>,
    pub title: &'a str,
    /// What else was read: period, unit, figure. An empty value is shown as not found.
    pub facts: &'a [(&'a str, &'a str)],
    /// What is doubtful about it, in one line; empty when nothing is.
    pub doubt: &'a str,
    /// Where the decision is posted.
    pub action: &'a str,
    pub csrf: &'a str,
    /// The buttons: [`Button`](super::Button)s with `key` `a`, `d`, `u`, and a link with `data-key="e"`.
    pub buttons: Markup,
}

impl Render for ReviewCard<'_> {
    fn render(&self) -> Markup {
        html! {
            article class={ "rcard " (self.state.tone.class()) } id={ "c-" (self.id) } data-for=(self.id) tabindex="-1"
                aria-labelledby={ "ct-" (self.id) } {
                div class="row between" {
                    a class="ref" href={ "#s-" (self.id) } data-n=(self.number) title=(texts::UI_REVIEW_SHOW_SOURCE.get(self.lang))
                        aria-label=(texts::ui_review_source(self.number).get(self.lang)) {}
                    (self.state)
                }
                h3 id={ "ct-" (self.id) } { (self.title) }
                @if !self.doubt.is_empty() { p class="doubt" { (Icon::Warning) (self.doubt) } }
                @if !self.facts.is_empty() {
                    dl class="facts" {
                        @for (name, value) in self.facts {
                            div {
                                dt { (name) }
                                dd { @if value.is_empty() { span class="blank" { (texts::UI_REVIEW_NOT_FOUND.get(self.lang)) } } @else { (value) } }
                            }
                        }
                    }
                }
                form class="row" method="post" action=[filled(self.action)] data-swap={ "#c-" (self.id) } {
                    (hidden("csrf", self.csrf))
                    (self.buttons)
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str, spans: &[(&str, usize, usize)]) -> String {
        let spans: Vec<_> = spans
            .iter()
            .enumerate()
            .map(|(at, (id, start, end))| SourceSpan {
                id,
                number: at + 1,
                start: *start,
                end: *end,
                tone: Tone::Neutral,
            })
            .collect();
        let lines = [SourceLine { start: 10, text, style: LineStyle::Body }];
        let html = PaperText { lang: Lang::En, lines: &lines, spans: &spans }.render().0;
        let mut plain = String::new();
        // Leave the marks, drop the numbers.
        for part in html.split("<a ") {
            plain.push_str(part.split_once("</a>").map_or(part, |(_, rest)| rest));
        }
        plain.replace(" class=\"t-neutral\"", "").replace("data-span=", "")
    }

    #[test]
    fn a_span_counts_letters_not_bytes() {
        assert_eq!(
            drawn("Đại hội điểm", &[("a", 14, 17)]),
            "<p data-start=\"10\">Đại <mark \"a\">hội</mark> điểm</p>"
        );
    }

    #[test]
    fn overlapping_spans_are_cut_into_pieces() {
        assert_eq!(
            drawn("abcdef", &[("a", 10, 14), ("b", 12, 99)]),
            "<p data-start=\"10\"><mark \"a\">ab</mark><mark \"a b\">cd</mark><mark \"b\">ef</mark></p>"
        );
    }

    #[test]
    fn a_span_elsewhere_leaves_the_line_alone() {
        assert_eq!(drawn("a < b", &[("a", 0, 10)]), "<p data-start=\"10\">a &lt; b</p>");
    }
}
