//! From blocks to the tree of headings, bullets and paragraphs (handbook 2.3).

mod body;
mod inline;
mod table;
mod tree;

pub(crate) use body::is_signing_mark;
pub(crate) use inline::{Period, inline_items, period_of_heading};

use body::{body_start, closing, cut_foot};
use inline::{add_inline_items, number};
use tree::Tree;

use super::cover::Cover;
use super::labels::Label;
use super::lines::Block;
use super::model::{SectionKind, Span};
use super::text::Text;

/// One entry of the outline while reading; spans are in the normalised text.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub id: String,
    pub label: Option<Label>,
    pub kind: SectionKind,
    pub level: usize,
    pub parent: Option<usize>,
    pub children: Vec<usize>,
    /// The words after the label; for "Unit: text" the unit only, the text being a paragraph.
    pub span: Span,
    pub paragraphs: Vec<Span>,
    pub period: Period,
    /// The cells of a table row by role: work, lead, partners, time.
    pub cells: RowCells,
}

#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RowCells {
    pub lead: Option<Span>,
    pub partners: Option<Span>,
    pub time: Option<Span>,
}

#[derive(Debug, Default)]
pub(crate) struct Outline {
    pub nodes: Vec<Node>,
    /// Blocks before the body and after it, by index.
    pub front: std::ops::Range<usize>,
    pub closing: Vec<usize>,
    pub foot: Vec<usize>,
    /// The words and paragraphs of the entries, by place.
    cover: Cover,
}

impl Outline {
    /// The innermost entry whose words hold `at`.
    pub fn at(&self, at: usize) -> Option<usize> {
        self.cover.holders(at).max()
    }

    /// The entry and its ancestors, innermost first.
    pub fn path(&self, node: usize) -> impl Iterator<Item = &Node> {
        std::iter::successors(Some(node), |n| self.nodes[*n].parent).map(|n| &self.nodes[n])
    }

    pub fn quarter(&self, node: usize) -> Option<u8> {
        self.path(node).find_map(|n| n.period.quarter)
    }

    /// The last month of the months or of the half-year that the nearest heading with a period names.
    pub fn last_month(&self, node: usize) -> Option<u8> {
        self.path(node).map(|n| n.period).find(|p| p.quarter.is_some() || p.last_month.is_some())?.last_month
    }

    pub fn year(&self, node: usize) -> Option<i32> {
        self.path(node).find_map(|n| n.period.year)
    }
}

pub(crate) fn build(text: &Text, blocks: &[Block]) -> Outline {
    let start = body_start(text, blocks);
    let (body, foot) = cut_foot(text, blocks, start);
    let closing = closing(text, blocks, &body);
    let mut tree = Tree::new(text);
    for &i in &body {
        // The closing is the end of the body.
        if closing.first().is_none_or(|first| i < *first) && text.watch.goes_on(blocks[i].span.len()) {
            tree.add(&blocks[i]);
        }
    }
    let mut nodes = tree.nodes;
    settle_kinds(text, &mut nodes);
    add_inline_items(text, &mut nodes);
    number(&mut nodes);
    let places = nodes.iter().enumerate().flat_map(|(i, node)| {
        std::iter::once(&node.span).chain(&node.paragraphs).map(move |span| (*span, i))
    });
    let cover = Cover::new(places);
    Outline { nodes, front: 0..start, closing, foot, cover }
}

/// Decides for each numbered entry whether its words are a title or a clause, and parts "Unit: text".
fn settle_kinds(text: &Text, nodes: &mut [Node]) {
    for node in nodes.iter_mut() {
        if node.kind != SectionKind::Heading || node.label.is_none() {
            continue;
        }
        let s = text.slice(node.span);
        let is_bare = node.children.is_empty() && node.paragraphs.is_empty();
        if let Some(colon) = s.find(": ").filter(|c| *c < 160) {
            let (head, rest) = (&s[..colon], s[colon + 2..].trim_start());
            let is_unit = head.split_whitespace().count() <= 12 && !head.contains([';', '.', '(', '“']);
            if is_unit && !rest.starts_with('(') && rest.split_whitespace().count() >= 5 {
                let rest_start = node.span.end - rest.len();
                node.paragraphs.insert(0, Span::new(rest_start, node.span.end));
                node.span = text.trim_stop(Span::new(node.span.start, node.span.start + colon));
                continue;
            }
        }
        let words = s.split_whitespace().count();
        let is_sentence = s.ends_with(['.', ';']);
        if (is_bare && is_sentence && words > 5) || words > 60 || (is_sentence && words > 25) {
            node.kind = SectionKind::Clause;
        }
        if node.kind == SectionKind::Heading {
            read_period(text, node);
        }
    }
    for node in nodes.iter_mut().filter(|n| n.label.is_none() && n.kind == SectionKind::Heading) {
        read_period(text, node);
    }
    for node in nodes.iter_mut().filter(|n| n.kind == SectionKind::Bullet && !n.children.is_empty()) {
        if node.span.len() < 100 {
            read_period(text, node);
        }
    }
}

fn read_period(text: &Text, node: &mut Node) {
    node.period = period_of_heading(text.low(node.span));
}
