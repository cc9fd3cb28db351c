//! Blocks with their heights: paragraphs broken into lines, table rows as high as their highest cell.

use crate::flow::{Block, Cell, Merge, Para, Row, Rule, Table, to_points};
use crate::lines::{Lines, break_lines, line_height};

/// A paragraph broken into lines. All lengths are points.
pub struct LaidPara<'a> {
    pub para: &'a Para,
    pub text: Lines,
    pub height: f32,
    pub ascent: f32,
    pub before: f32,
    /// From the left of what it stands in.
    pub left: f32,
    pub first: f32,
    pub measure: f32,
}

/// A step down the page: what must not be torn apart.
pub struct Step {
    /// Air above, dropped at the head of a page.
    pub before: f32,
    pub height: f32,
    pub content: Content,
    /// Whether a page may end below.
    pub may_break: bool,
    /// The table whose header is to be repeated above, when a page starts here.
    pub repeats: Option<usize>,
}

pub enum Content {
    Line { para: usize, line: usize },
    Rule(Rule),
    Row { cells: Vec<PlacedCell>, is_bordered: bool, is_header: bool },
}

/// A cell in its row.
pub struct PlacedCell {
    pub left: f32,
    pub width: f32,
    /// Whether a line is drawn above: not inside a cell of several rows.
    pub has_top: bool,
    /// Whether a line is drawn below.
    pub has_bottom: bool,
    /// Base lines from the row's top, and rules.
    pub items: Vec<CellItem>,
}

pub enum CellItem {
    Line { para: usize, line: usize, top: f32 },
    Rule { rule: Rule, top: f32 },
}

/// Everything of one section, top to bottom, and the paragraphs that it is made of.
pub struct Laid<'a> {
    pub paras: Vec<LaidPara<'a>>,
    pub steps: Vec<Step>,
    /// The header rows of each table, as ranges of steps.
    pub headers: Vec<std::ops::Range<usize>>,
    /// Height of a page between the margins.
    page: f32,
}

/// Thickness of a table's lines in points.
pub const TABLE_LINE: f32 = 0.5;

/// Lines kept together at a paragraph's start and end.
const TOGETHER: usize = 2;

/// Lays a section's blocks out, for pages of a height between the margins.
pub fn lay(blocks: &[Block], measure: i32, page: f32) -> Laid<'_> {
    let mut laid = Laid { paras: Vec::new(), steps: Vec::new(), headers: Vec::new(), page };
    for block in blocks {
        match block {
            Block::Para(para) => laid.paragraph(para, to_points(measure)),
            Block::Rule(rule) => laid.steps.push(Step {
                before: 0.0,
                height: to_points(Rule::BEFORE + Rule::AFTER),
                content: Content::Rule(*rule),
                may_break: false,
                repeats: None,
            }),
            Block::Table(table) => laid.table(table),
        }
    }
    laid
}

impl<'a> Laid<'a> {
    fn break_para(&mut self, para: &'a Para, measure: f32) -> usize {
        let left = to_points(para.shape.left);
        let first = to_points(para.shape.first);
        let measure = (measure - left - to_points(para.shape.right)).max(1.0);
        let (height, ascent) = line_height(para);
        self.paras.push(LaidPara {
            para,
            text: break_lines(&para.runs, measure, first),
            height,
            ascent,
            before: to_points(para.shape.before),
            left,
            first,
            measure,
        });
        self.paras.len() - 1
    }

    fn paragraph(&mut self, para: &'a Para, measure: f32) {
        let id = self.break_para(para, measure);
        let laid = &self.paras[id];
        let (height, before, count) = (laid.height, laid.before, laid.text.lines.len());
        for line in 0..count {
            let is_last = line + 1 == count;
            let may_break =
                if is_last { !para.shape.keep_next } else { line + 1 >= TOGETHER && count - line > TOGETHER };
            self.steps.push(Step {
                before: if line == 0 { before } else { 0.0 },
                height,
                content: Content::Line { para: id, line },
                may_break,
                repeats: None,
            });
        }
    }

    fn table(&mut self, table: &'a Table) {
        let id = self.headers.len();
        let first = self.steps.len();
        let mut rows = Vec::with_capacity(table.rows.len());
        for row in &table.rows {
            rows.push(self.row(table, row));
        }
        let heights = heights(table, &rows);
        for (place, cells) in rows.into_iter().enumerate() {
            let row = &table.rows[place];
            let is_header = place < table.header_rows;
            let parts = if heights[place] > self.page {
                split(cells, table, self.page)
            } else {
                vec![(heights[place], cells)]
            };
            let last = parts.len().saturating_sub(1);
            for (part, (height, cells)) in parts.into_iter().enumerate() {
                let cells = place_cells(cells, table, place, &heights, height);
                self.steps.push(Step {
                    before: 0.0,
                    height,
                    content: Content::Row { cells, is_bordered: table.is_bordered, is_header },
                    may_break: part < last || !row.keep_next,
                    repeats: (!is_header && table.header_rows > 0).then_some(id),
                });
            }
        }
        let header = self.steps[first..]
            .iter()
            .take_while(|step| matches!(step.content, Content::Row { is_header: true, .. }))
            .count();
        self.headers.push(first..first + header);
    }

    /// A row's cells, each with its lines.
    fn row(&mut self, table: &Table, row: &'a Row) -> Vec<OpenCell> {
        let mut column = 0;
        let mut cells = Vec::with_capacity(row.cells.len());
        for cell in &row.cells {
            let left: i32 = table.widths.iter().take(column).sum();
            let width: i32 = table.widths.iter().skip(column).take(cell.span).sum();
            column += cell.span;
            let inner = to_points(width - 2 * table.side());
            let items = self.cell_items(cell, inner);
            cells.push(OpenCell { left: to_points(left), width: to_points(width), items });
        }
        cells
    }

    fn cell_items(&mut self, cell: &'a Cell, inner: f32) -> Vec<OpenItem> {
        let mut items = Vec::new();
        for block in &cell.blocks {
            match block {
                Block::Para(para) => {
                    let id = self.break_para(para, inner);
                    let laid = &self.paras[id];
                    for line in 0..laid.text.lines.len() {
                        let before = if line == 0 { laid.before } else { 0.0 };
                        items.push(OpenItem {
                            before,
                            height: laid.height,
                            what: Open::Line { para: id, line },
                        });
                    }
                }
                Block::Rule(rule) => items.push(OpenItem {
                    before: 0.0,
                    height: to_points(Rule::BEFORE + Rule::AFTER),
                    what: Open::Rule(*rule),
                }),
                // A table inside a table is never composed.
                Block::Table(_) => {}
            }
        }
        items
    }
}

/// Each row's height. A cell of several rows makes the last of them higher when it must.
fn heights(table: &Table, rows: &[Vec<OpenCell>]) -> Vec<f32> {
    let edges = edges(table);
    let mut heights = Vec::with_capacity(rows.len());
    for (row, cells) in table.rows.iter().zip(rows) {
        let alone = cells.iter().zip(&row.cells).filter(|(_, cell)| rows_of(cell) == 1);
        heights.push(alone.map(|(open, _)| open.height()).fold(0.0, f32::max) + edges);
    }
    for (place, (row, cells)) in table.rows.iter().zip(rows).enumerate() {
        for (open, cell) in cells.iter().zip(&row.cells) {
            let last = (place + rows_of(cell)).min(heights.len()) - 1;
            let short = open.height() + edges - heights[place..=last].iter().sum::<f32>();
            heights[last] += short.max(0.0);
        }
    }
    heights
}

/// What a row is higher than its words by: air above and below, and a line.
fn edges(table: &Table) -> f32 {
    2.0 * to_points(table.edge()) + if table.is_bordered { TABLE_LINE } else { 0.0 }
}

fn rows_of(cell: &Cell) -> usize {
    if let Merge::Start(count) = cell.merge { count.max(1) } else { 1 }
}

/// Cuts a row higher than a page into parts that are not.
fn split(cells: Vec<OpenCell>, table: &Table, page: f32) -> Vec<(f32, Vec<OpenCell>)> {
    let edges = edges(table);
    // A repeated header wants room too.
    let room = (page * 0.7 - edges).max(20.0);
    let mut parts: Vec<Vec<OpenCell>> = Vec::new();
    for (place, cell) in cells.iter().enumerate() {
        let mut part = 0;
        let mut filled = 0.0;
        for item in &cell.items {
            if filled > 0.0 && filled + item.before + item.height > room {
                part += 1;
                filled = 0.0;
            }
            filled += item.before + item.height;
            while parts.len() <= part {
                parts.push(cells.iter().map(OpenCell::emptied).collect());
            }
            parts[part][place].items.push(item.clone());
        }
    }
    let height = |cells: &[OpenCell]| cells.iter().map(OpenCell::height).fold(0.0, f32::max) + edges;
    parts.into_iter().map(|cells| (height(&cells), cells)).collect()
}

/// Puts the lines of a row's cells in their places, from the row's top.
fn place_cells(
    cells: Vec<OpenCell>,
    table: &Table,
    row: usize,
    heights: &[f32],
    height: f32,
) -> Vec<PlacedCell> {
    let edge = to_points(table.edge());
    let below = table.rows.get(row + 1);
    let mut column = 0;
    let mut placed = Vec::with_capacity(cells.len());
    for (open, cell) in cells.into_iter().zip(&table.rows[row].cells) {
        let has_bottom = !below.is_some_and(|below| continues_at(below, column));
        column += cell.span;
        let last = (row + rows_of(cell)).min(heights.len());
        let whole = if rows_of(cell) > 1 { heights[row..last].iter().sum() } else { height };
        let free = (whole - 2.0 * edge - open.height()).max(0.0);
        let mut top = edge + if cell.is_middle { free / 2.0 } else { 0.0 };
        let mut items = Vec::with_capacity(open.items.len());
        for item in open.items {
            top += item.before;
            items.push(match item.what {
                Open::Line { para, line } => CellItem::Line { para, line, top },
                Open::Rule(rule) => CellItem::Rule { rule, top },
            });
            top += item.height;
        }
        let has_top = cell.merge != Merge::Continue;
        placed.push(PlacedCell { left: open.left, width: open.width, has_top, has_bottom, items });
    }
    placed
}

fn continues_at(row: &Row, column: usize) -> bool {
    let mut at = 0;
    for cell in &row.cells {
        if at == column {
            return cell.merge == Merge::Continue;
        }
        at += cell.span;
    }
    false
}

struct OpenCell {
    left: f32,
    width: f32,
    items: Vec<OpenItem>,
}

#[derive(Clone)]
struct OpenItem {
    before: f32,
    height: f32,
    what: Open,
}

#[derive(Clone)]
enum Open {
    Line { para: usize, line: usize },
    Rule(Rule),
}

impl OpenCell {
    fn height(&self) -> f32 {
        self.items.iter().map(|item| item.before + item.height).sum()
    }

    fn emptied(&self) -> Self {
        Self { left: self.left, width: self.width, items: Vec::new() }
    }
}
