//! The paper as it stands on the sheet, before either format: one description of every line, indent and column, from which
//! both writers draw. What is not here cannot differ between the two.
//!
//! Lengths are twentieths of a point ("twips", as in .docx), letter sizes are half points.

/// A whole paper, ready to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    /// Type and abstract, for the file's properties and the window's title.
    pub title: String,
    pub author: String,
    pub sections: Vec<Section>,
}

/// Pages of one orientation that count from 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    pub landscape: bool,
    pub blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    Para(Para),
    Rule(Rule),
    Table(Table),
}

/// What a paragraph is; each has a style in .docx and a tag in .pdf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Body,
    /// 1 (I.) to 5.
    Heading(u8),
    /// Type name and abstract.
    Title,
    /// Header block, signature, recipients, annex lines.
    Plain,
    /// Text in a table of figures.
    Cell,
    /// The words above a table.
    Caption,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Centre,
    Right,
    Justify,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Para {
    pub role: Role,
    pub shape: Shape,
    /// A frame around the words, as of an urgency mark.
    pub framed: bool,
    pub runs: Vec<Run>,
}

/// Where a paragraph's lines stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    pub align: Align,
    /// Indent of the first line, added to `left`.
    pub first: i32,
    pub left: i32,
    pub right: i32,
    /// Space above. There is none below any paragraph: readers of .docx disagree on how the two add up.
    pub before: i32,
    /// Line pitch in 240ths of the font's own.
    pub pitch: i32,
    pub keep_next: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// NFC, without control characters but `\n`, which ends a line.
    pub text: String,
    pub half_points: i32,
    pub bold: bool,
    pub italic: bool,
}

/// A centred line under words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    pub width: i32,
    /// The width of what it is centred in.
    pub measure: i32,
}

impl Rule {
    /// From the words above, which may reach below their line, to the rule.
    pub const BEFORE: i32 = 60;
    /// From the rule to what follows.
    pub const AFTER: i32 = 90;
    /// Thickness in eighths of a point.
    pub const EIGHTHS: i32 = 6;
}

#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub widths: Vec<i32>,
    /// Rows repeated on each page.
    pub header_rows: usize,
    /// A table of figures has lines; the header block and the signature block have none.
    pub is_bordered: bool,
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub cells: Vec<Cell>,
    pub keep_next: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Columns covered, at least 1.
    pub span: usize,
    pub merge: Merge,
    pub is_header: bool,
    pub is_middle: bool,
    /// Paragraphs and rules.
    pub blocks: Vec<Block>,
}

/// A cell's part in a cell of several rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merge {
    None,
    /// The first of so many rows.
    Start(usize),
    /// Continues the cell above.
    Continue,
}

/// A4 in twips, upright.
pub const PAGE: (i32, i32) = (11906, 16838);
/// Decree 30/2020, appendix I: top and bottom 20–25 mm, left 30–35, right 15–20.
pub const TOP: i32 = 1134;
pub const BOTTOM: i32 = 1134;
pub const LEFT: i32 = 1701;
pub const RIGHT: i32 = 851;
/// From the sheet's edge to the page number.
pub const HEADER: i32 = 510;
/// Letter size of the page number.
pub const PAGE_NUMBER_HALF_POINTS: i32 = 28;
/// Space at the sides of a cell with lines.
pub const CELL_SIDE: i32 = 85;
/// Space above and below the words of a cell with lines.
pub const CELL_EDGE: i32 = 40;

impl Section {
    /// Width and height of the sheet.
    pub fn page(&self) -> (i32, i32) {
        if self.landscape { (PAGE.1, PAGE.0) } else { PAGE }
    }

    /// Width between the margins.
    pub fn measure(&self) -> i32 {
        self.page().0 - LEFT - RIGHT
    }
}

impl Para {
    /// The words alone.
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }
}

impl Table {
    /// Space at the sides of each cell.
    pub fn side(&self) -> i32 {
        if self.is_bordered { CELL_SIDE } else { 0 }
    }

    /// Space above and below the words of each cell.
    pub fn edge(&self) -> i32 {
        if self.is_bordered { CELL_EDGE } else { 0 }
    }
}

/// Twips to points.
#[expect(clippy::cast_precision_loss, reason = "a sheet is some ten thousand twips wide")]
pub fn to_points(twips: i32) -> f32 {
    twips as f32 / 20.0
}
