//! The structure for those who listen to a paper or copy from it: headings, paragraphs, tables with their header cells.

use std::num::{NonZeroU16, NonZeroU32};

use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::outline::{Outline, OutlineNode};
use krilla::tagging::{Identifier, Node, TableHeaderScope, Tag, TagGroup, TagTree};

use crate::flow::{Block, Cell, Merge, Para, Role, Row, Table};

#[derive(Default)]
pub struct Tags {
    nodes: Vec<Node>,
    /// The level of the last heading: levels go down one at a time.
    level: u16,
    entries: Vec<(u8, String, XyzDestination)>,
}

/// A walk over a section's paragraphs, in the order in which they were laid out.
struct Walk<'a> {
    marks: &'a [Vec<Identifier>],
    at: usize,
}

impl Walk<'_> {
    fn next(&mut self) -> Vec<Node> {
        let marks = self.marks.get(self.at).cloned().unwrap_or_default();
        self.at += 1;
        marks.into_iter().map(Node::Leaf).collect()
    }
}

impl Tags {
    /// Where a heading stands, for the outline.
    pub fn remember_place(&mut self, para: &Para, at: XyzDestination) {
        let level = if let Role::Heading(level) = para.role { level } else { 0 };
        let text = para.text().replace('\n', " ");
        if !text.trim().is_empty() {
            self.entries.push((level, text, at));
        }
    }

    /// Adds a section; `marks` are those of its paragraphs.
    pub fn section(&mut self, blocks: &[Block], marks: &[Vec<Identifier>]) {
        let mut walk = Walk { marks, at: 0 };
        let mut is_first_title = true;
        for block in blocks {
            match block {
                Block::Para(para) => {
                    let children = walk.next();
                    let is_heading = match para.role {
                        Role::Heading(_) => true,
                        // The type name is the heading; the abstract and the like belong to it.
                        Role::Title => std::mem::take(&mut is_first_title),
                        Role::Body | Role::Plain | Role::Cell | Role::Caption => false,
                    };
                    if !children.is_empty() {
                        self.paragraph(para, is_heading, children);
                    }
                }
                Block::Rule(_) => {}
                Block::Table(table) if table.is_bordered => {
                    self.nodes.push(figures(table, &mut walk).into());
                }
                Block::Table(table) => self.side_by_side(table, &mut walk),
            }
        }
    }

    fn paragraph(&mut self, para: &Para, is_heading: bool, children: Vec<Node>) {
        let text = para.text();
        if !is_heading || text.trim().is_empty() {
            self.nodes.push(TagGroup::with_children(Tag::P, children).into());
            return;
        }
        let wanted = if let Role::Heading(level) = para.role { u16::from(level) + 1 } else { 1 };
        self.level = wanted.min(self.level + 1);
        let level = NonZeroU16::new(self.level).unwrap_or(NonZeroU16::MIN);
        self.nodes.push(TagGroup::with_children(Tag::Hn(level, Some(text)), children).into());
    }

    /// The header and the signature block only look like tables: their cells are read one after the other.
    fn side_by_side(&mut self, table: &Table, walk: &mut Walk<'_>) {
        for cell in table.rows.iter().flat_map(|row| &row.cells) {
            self.nodes.extend(paragraphs(cell, walk));
        }
    }

    pub fn finish(self, title: &str) -> (TagTree, Outline) {
        let mut outline = Outline::new();
        let mut entries = self.entries.into_iter().peekable();
        if entries.peek().is_none() {
            let top = XyzDestination::new(0, Point::from_xy(0.0, 0.0));
            outline.push_child(OutlineNode::new(title.to_owned(), top));
        }
        while let Some(node) = node(&mut entries, 0) {
            outline.push_child(node);
        }
        (TagTree::from(self.nodes).with_lang(Some("vi-VN".to_owned())), outline)
    }
}

type Entries = std::iter::Peekable<std::vec::IntoIter<(u8, String, XyzDestination)>>;

/// The next entry with those below it.
fn node(entries: &mut Entries, least: u8) -> Option<OutlineNode> {
    let (level, text, at) = entries.next_if(|(level, ..)| *level >= least)?;
    let mut node = OutlineNode::new(text, at).with_open(level == 0);
    while let Some(child) = self::node(entries, level + 1) {
        node.push_child(child);
    }
    Some(node)
}

fn paragraphs(cell: &Cell, walk: &mut Walk<'_>) -> Vec<Node> {
    let mut nodes = Vec::new();
    for block in &cell.blocks {
        if let Block::Para(_) = block {
            let children = walk.next();
            if !children.is_empty() {
                nodes.push(TagGroup::with_children(Tag::P, children).into());
            }
        }
    }
    nodes
}

fn figures(table: &Table, walk: &mut Walk<'_>) -> TagGroup {
    let mut group = TagGroup::new(Tag::Table);
    let (header, body) = table.rows.split_at(table.header_rows.min(table.rows.len()));
    if !header.is_empty() {
        let rows = header.iter().map(|line| row(line, walk).into()).collect();
        group.push(TagGroup::with_children(Tag::THead, rows));
    }
    if !body.is_empty() {
        let rows = body.iter().map(|line| row(line, walk).into()).collect();
        group.push(TagGroup::with_children(Tag::TBody, rows));
    }
    group
}

fn row(row: &Row, walk: &mut Walk<'_>) -> TagGroup {
    let mut group = TagGroup::new(Tag::TR);
    for cell in &row.cells {
        let children = paragraphs(cell, walk);
        let span = |count: usize| {
            u32::try_from(count).ok().and_then(NonZeroU32::new).filter(|count| count.get() > 1)
        };
        let columns = span(cell.span);
        let rows = match cell.merge {
            // Said by the cell that reaches down here.
            Merge::Continue => continue,
            Merge::Start(count) => span(count),
            Merge::None => None,
        };
        group.push(if cell.is_header {
            let tag = Tag::TH(TableHeaderScope::Column).with_col_span(columns).with_row_span(rows);
            TagGroup::with_children(tag, children)
        } else {
            TagGroup::with_children(Tag::TD.with_col_span(columns).with_row_span(rows), children)
        });
    }
    group
}
