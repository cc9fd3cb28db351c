//! From a paper in domain words to lines on a sheet: the layout of decree 30/2020, appendix I.

mod annex;
mod body;
mod foot;
mod head;
mod table;

use crate::PrintError;
use crate::flow::{Align, Block, Cell, Flow, Merge, PAGE, Para, Role, Row, Run, Section, Shape, Table};
use crate::model::{Paper, Text, clean};

/// Letter sizes in half points (handbook 2.2).
pub const BODY: i32 = 28;
pub const NATION: i32 = 26;
pub const MOTTO: i32 = 28;
pub const ISSUER: i32 = 26;
pub const NUMBER: i32 = 26;
pub const PLACE: i32 = 28;
pub const TITLE: i32 = 28;
pub const LETTER_ABSTRACT: i32 = 24;
pub const SIGNATURE: i32 = 28;
pub const RECIPIENTS_HEAD: i32 = 24;
pub const RECIPIENTS: i32 = 22;
pub const CELL: i32 = 24;

/// First lines stand 1.27 cm in.
const FIRST_LINE: i32 = 720;
/// Between paragraphs at least 6 points.
const BETWEEN: i32 = 120;
/// Lines of the body stand a tenth apart more than the font's own pitch.
const BODY_PITCH: i32 = 264;
const SINGLE: i32 = 240;

/// What a role's style says; a paragraph may differ from it.
pub fn base(role: Role) -> Shape {
    let plain =
        Shape { align: Align::Left, first: 0, left: 0, right: 0, before: 0, pitch: SINGLE, keep_next: false };
    match role {
        Role::Body => {
            Shape { align: Align::Justify, first: FIRST_LINE, before: BETWEEN, pitch: BODY_PITCH, ..plain }
        }
        Role::Heading(_) => Shape {
            align: Align::Justify,
            first: FIRST_LINE,
            before: BETWEEN,
            pitch: BODY_PITCH,
            keep_next: true,
            ..plain
        },
        Role::Title => Shape { align: Align::Centre, keep_next: true, ..plain },
        Role::Caption => Shape { align: Align::Centre, before: BETWEEN, keep_next: true, ..plain },
        Role::Plain | Role::Cell => plain,
    }
}

/// Sets a paper.
///
/// # Errors
/// [`PrintError::Secret`] for a mark of state secrecy: such a paper must not be in this system (handbook 12.5).
pub fn compose(paper: &Paper) -> Result<Flow, PrintError> {
    for mark in &paper.marks {
        let bare = clean(mark).to_lowercase();
        if matches!(bare.trim(), "mật" | "tối mật" | "tuyệt mật") {
            return Err(PrintError::Secret { mark: clean(mark) });
        }
    }
    let measure = PAGE.0 - crate::flow::LEFT - crate::flow::RIGHT;
    let mut blocks = head::head(paper, measure);
    let mut content = body::body(&paper.body, measure);
    let foot = foot::foot(paper, measure);
    if !foot.is_empty() {
        hold_to_next(&mut content);
    }
    blocks.extend(content);
    blocks.extend(foot);
    let mut sections = vec![Section { landscape: false, blocks }];
    sections.extend(annex::annexes(paper));
    Ok(Flow { title: paper.heading(), author: clean(&paper.issuer.body).replace('\n', " "), sections })
}

/// A signature does not stand alone on a page.
fn hold_to_next(blocks: &mut [Block]) {
    match blocks.last_mut() {
        Some(Block::Para(para)) => para.shape.keep_next = true,
        Some(Block::Table(table)) => {
            if let Some(row) = table.rows.last_mut() {
                row.keep_next = true;
            }
        }
        Some(Block::Rule(_)) | None => {}
    }
}

fn run(text: &str, half_points: i32, bold: bool, italic: bool) -> Run {
    Run { text: clean(text), half_points, bold, italic }
}

/// A text's parts in one size, with a style that all share.
fn runs(text: &Text, half_points: i32, bold: bool, italic: bool) -> Vec<Run> {
    text.0
        .iter()
        .map(|span| run(&span.text, half_points, bold || span.bold, italic || span.italic))
        .filter(|run| !run.text.is_empty())
        .collect()
}

fn para(role: Role, runs: Vec<Run>) -> Para {
    Para { role, shape: base(role), framed: false, runs }
}

/// A centred line of the header or the signature block.
fn centred(text: &str, half_points: i32, bold: bool, italic: bool) -> Para {
    let mut para = para(Role::Plain, vec![run(text, half_points, bold, italic)]);
    para.shape.align = Align::Centre;
    para
}

/// A table without lines that sets blocks side by side.
fn side_by_side(widths: Vec<i32>, rows: Vec<Vec<Vec<Block>>>, keep: bool) -> Table {
    let rows = rows
        .into_iter()
        .map(|cells| Row {
            cells: cells
                .into_iter()
                .map(|blocks| Cell {
                    span: 1,
                    merge: Merge::None,
                    is_header: false,
                    is_middle: false,
                    blocks,
                })
                .collect(),
            keep_next: keep,
        })
        .collect();
    Table { widths, header_rows: 0, is_bordered: false, rows }
}
