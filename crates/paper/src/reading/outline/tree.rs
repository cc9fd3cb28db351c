//! Each block finds its place below the headings before it.

use crate::reading::labels::{Label, Mark};
use crate::reading::lines::Block;
use crate::reading::model::{SectionKind, Span};
use crate::reading::text::Text;

use super::table::Columns;
use super::{Node, Period, RowCells, period_of_heading};

pub(super) fn is_period_line(low: &str) -> bool {
    let words = low.trim_end_matches([':', '.', ' ']);
    let opens = ["tháng ", "quý ", "6 tháng ", "06 tháng "].iter().any(|w| words.starts_with(w));
    let is_short = words.len() < 40 && words.split_whitespace().count() <= 5;
    opens
        && is_short
        && (period_of_heading(words).quarter.is_some()
            || words.contains("tháng đầu năm")
            || words.contains("tháng cuối năm"))
}

pub(super) struct Tree<'a> {
    pub text: &'a Text,
    pub nodes: Vec<Node>,
    /// The headings and bullets that are open, outermost first.
    pub stack: Vec<usize>,
    pub columns: Option<Columns>,
    /// The row of the table that heads those below it, "QUÝ I".
    pub group: Option<usize>,
}

impl<'a> Tree<'a> {
    pub fn new(text: &'a Text) -> Self {
        Self { text, nodes: Vec::new(), stack: Vec::new(), columns: None, group: None }
    }

    pub fn add(&mut self, block: &Block) {
        if !block.cells.is_empty() {
            self.add_row(block);
            return;
        }
        self.columns = None;
        self.close_group();
        match &block.label {
            Some(label) => self.add_labelled(block, label),
            None if self.names_part(block) => {}
            None if self.is_period(block) => self.add_period(block),
            None if block.heading.is_some() || self.is_bare_heading(block) => {
                self.stack.clear();
                self.push(block.body, None, SectionKind::Heading, true);
            }
            None => self.add_paragraph(block.span),
        }
    }

    /// Gives "Phần thứ nhất" the heading on the line below it.
    fn names_part(&mut self, block: &Block) -> bool {
        let Some(part) = self.nodes.last_mut() else { return false };
        let is_unnamed =
            part.label.as_ref().is_some_and(|l| l.mark <= Mark::Appendix) && part.span.is_empty();
        let s = self.text.slice(block.span);
        let fits = is_unnamed && s.len() < 300 && !s.ends_with(['.', ';', ':']);
        if fits {
            part.span = block.span;
        }
        fits
    }

    /// "Tháng 7:", "Quý III/2026", "6 tháng cuối năm:" on a line of its own.
    fn is_period(&self, block: &Block) -> bool {
        let low = self.text.low(block.span);
        is_period_line(low)
    }

    fn is_period_node(&self, node: usize) -> bool {
        self.nodes[node].label.is_none() && is_period_line(self.text.low(self.nodes[node].span))
    }

    /// A period without a label stands below the heading that opened the list of periods.
    fn add_period(&mut self, block: &Block) {
        let closes = |&n: &usize| self.is_period_node(n) || self.mark(n).is_some_and(Mark::is_bullet);
        let kept = self.stack.iter().position(closes).unwrap_or(self.stack.len());
        self.stack.truncate(kept);
        self.push(block.body, None, SectionKind::Heading, true);
    }

    pub fn push(&mut self, span: Span, label: Option<Label>, kind: SectionKind, keeps_open: bool) {
        let parent = self.stack.last().copied();
        let index = self.nodes.len();
        self.nodes.push(Node {
            id: String::new(),
            label,
            kind,
            level: self.stack.len() + 1,
            parent,
            children: Vec::new(),
            span,
            paragraphs: Vec::new(),
            period: Period::default(),
            cells: RowCells::default(),
        });
        if let Some(p) = parent {
            self.nodes[p].children.push(index);
        }
        if keeps_open {
            self.stack.push(index);
        }
    }

    pub fn mark(&self, node: usize) -> Option<Mark> {
        self.nodes[node].label.as_ref().map(|l| l.mark)
    }

    fn ends_open(&self, node: usize) -> bool {
        self.text.slice(self.nodes[node].span).ends_with(':')
    }

    fn add_labelled(&mut self, block: &Block, label: &Label) {
        let mark = label.mark;
        if mark.is_bullet() {
            self.make_room_for_bullet(mark);
        } else {
            let nests = matches!(mark, Mark::DigitParen | Mark::Letter | Mark::Paren);
            while let Some(&top) = self.stack.last() {
                let higher = match self.mark(top) {
                    // A heading without a label holds what follows it, but no part of the whole paper, nor does
                    // "Tháng 7:" hold the next chapter.
                    None => {
                        mark > Mark::Appendix && (!self.is_period_node(top) || self.fits_period(top, mark))
                    }
                    Some(m) if m.is_bullet() => {
                        nests && self.ends_open(top) && self.is_first_or_follows(top, label)
                    }
                    Some(m) => m < mark,
                };
                if higher {
                    break;
                }
                self.stack.pop();
            }
        }
        let kind = if mark.is_bullet() { SectionKind::Bullet } else { SectionKind::Heading };
        self.push(block.body, Some(label.clone()), kind, true);
    }

    /// "1." belongs under "Tháng 7:" where no heading of its rank is open above, and no bullets were listed before it.
    fn fits_period(&self, period: usize, mark: Mark) -> bool {
        let above = self.stack.iter().rev().find_map(|&n| self.mark(n));
        let listed = self.nodes[period].children.last().and_then(|&c| self.mark(c));
        above.map_or(mark > Mark::Article, |m| m < mark) && listed.is_none_or(|m| !m.is_bullet())
    }

    /// "1)" or "a)" belongs under a bullet only as the list that the bullet's colon announces.
    fn is_first_or_follows(&self, bullet: usize, label: &Label) -> bool {
        match self.nodes[bullet].children.last() {
            None => label.numbers.first() == Some(&1),
            Some(&last) => self.mark(last) == Some(label.mark),
        }
    }

    fn make_room_for_bullet(&mut self, mark: Mark) {
        if let Some(at) = self.stack.iter().position(|&n| self.mark(n) == Some(mark)) {
            self.stack.truncate(at);
            return;
        }
        while let Some(&top) = self.stack.last() {
            let is_bullet = self.mark(top).is_some_and(Mark::is_bullet);
            let span = self.nodes[top].span;
            let is_short = span.len() < 120 && !self.text.slice(span).ends_with(['.', ';']);
            if !is_bullet || self.ends_open(top) || is_short {
                break;
            }
            self.stack.pop();
        }
    }

    fn is_bare_heading(&self, block: &Block) -> bool {
        let s = self.text.slice(block.span);
        let words = s.split_whitespace().count();
        if block.is_bold && words >= 2 && s.len() < 200 && !s.ends_with([':', '.', ';']) {
            return true;
        }
        // "QUYẾT NGHỊ:" opens the operative part; it is no heading of its own.
        words >= 3 && s.len() < 200 && !s.ends_with(':') && !s.chars().any(char::is_lowercase)
    }

    pub fn add_paragraph(&mut self, span: Span) {
        let low = self.text.low(span);
        if low.trim_end_matches(':').split_whitespace().count() <= 2
            && !self.text.slice(span).chars().any(char::is_lowercase)
        {
            return;
        }
        let in_bullets = self.stack.iter().position(|&n| self.mark(n).is_some_and(Mark::is_bullet));
        match (self.stack.last(), in_bullets) {
            (_, Some(at)) => {
                self.stack.truncate(at);
                self.push(span, None, SectionKind::UnmarkedParagraph, false);
            }
            (Some(&top), None) => {
                let has_bullets = self.nodes[top].children.last().is_some_and(|&c| {
                    matches!(self.nodes[c].kind, SectionKind::Bullet | SectionKind::UnmarkedParagraph)
                });
                if has_bullets {
                    self.push(span, None, SectionKind::UnmarkedParagraph, false);
                } else {
                    self.nodes[top].paragraphs.push(span);
                }
            }
            (None, None) => self.push(span, None, SectionKind::UnmarkedParagraph, false),
        }
    }
}
