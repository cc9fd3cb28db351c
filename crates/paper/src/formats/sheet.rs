//! The sheet that readers write on: lines in order, tables, notes.

use crate::{Format, Line, LineKind, Note, SourceText};

/// A paragraph before it has a place in the text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Block {
    pub text: String,
    pub kind: LineKind,
    pub is_bold: bool,
    pub is_centred: bool,
}

impl Block {
    /// A paragraph with nothing to say beside its words.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// What a file says of the lines around the cells of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Borders {
    /// The format cannot say.
    #[default]
    Unknown,
    Drawn,
    None,
}

/// A table being read: the row at hand.
#[derive(Debug, Default)]
pub(crate) struct Table {
    pub borders: Borders,
    pub row: Vec<Vec<Block>>,
    /// The row at hand was deleted by a tracked change.
    pub is_row_deleted: bool,
}

/// Collects lines into one text.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    text: String,
    lines: Vec<Line>,
    notes: Vec<Note>,
    tables: Vec<Table>,
}

impl Sheet {
    /// With room for about `bytes` of text.
    pub fn with_capacity(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes), ..Self::default() }
    }

    /// Adds a paragraph; a line end inside it starts another line of the same paragraph.
    pub fn push(&mut self, block: Block) {
        if let Some(table) = self.tables.last_mut() {
            match table.row.last_mut() {
                Some(cell) => cell.push(block),
                None => table.row.push(vec![block]),
            }
            return;
        }
        self.write(&block);
    }

    /// Adds a note once.
    pub fn note(&mut self, note: Note) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// Begins a table, inside the cell at hand if there is one.
    pub fn open_table(&mut self) {
        self.tables.push(Table::default());
    }

    /// The innermost table.
    pub fn table(&mut self) -> Option<&mut Table> {
        self.tables.last_mut()
    }

    /// Begins a cell, passing over `skipped` columns which an earlier cell of the row spans.
    pub fn open_cell(&mut self, skipped: usize) {
        if let Some(table) = self.tables.last_mut() {
            for _ in 0..=skipped.min(64) {
                table.row.push(Vec::new());
            }
        }
    }

    /// Ends the row: as one line, or cell by cell when the table only places text.
    pub fn close_row(&mut self) {
        let Some(table) = self.tables.last_mut() else {
            return;
        };
        let row = std::mem::take(&mut table.row);
        if std::mem::take(&mut table.is_row_deleted) || row.is_empty() {
            return;
        }
        let blocks = if places_text(&row, table.borders) {
            row.into_iter().flatten().collect()
        } else {
            vec![join_row(row)]
        };
        let Some(outer) = self.tables.pop() else { return };
        for block in blocks {
            self.push(block);
        }
        self.tables.push(outer);
    }

    /// Ends the innermost table, with its last row if that was left open.
    pub fn close_table(&mut self) {
        self.close_row();
        self.tables.pop();
    }

    /// How many lines are written.
    pub fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// The finished text.
    pub fn finish(mut self, format: Format) -> SourceText {
        while !self.tables.is_empty() {
            self.close_table();
        }
        if self.text.ends_with('\n') {
            self.text.pop();
        }
        SourceText { format, text: self.text, lines: self.lines, notes: self.notes }
    }

    fn write(&mut self, block: &Block) {
        let mut kind = block.kind;
        for piece in block.text.split('\n') {
            let start = self.text.len();
            self.text.push_str(piece);
            let span = start..self.text.len();
            self.text.push('\n');
            self.lines.push(Line { span, kind, is_bold: block.is_bold, is_centred: block.is_centred });
            if let LineKind::ListItem(_) = kind {
                kind = LineKind::Paragraph;
            }
        }
    }
}

/// Whether a row only places paragraphs side by side: the head of a paper, the block of signatures, a frame.
fn places_text(row: &[Vec<Block>], borders: Borders) -> bool {
    // A cell longer than this is a page of text in a frame, not a value.
    const LONGEST_CELL: usize = 12;
    let filled = row.iter().filter(|cell| cell.iter().any(|block| !block.text.trim().is_empty())).count();
    let paragraphs = row.iter().map(Vec::len).max().unwrap_or(0);
    if row.len() == 1 || paragraphs > LONGEST_CELL {
        return true;
    }
    match borders {
        Borders::Drawn => false,
        Borders::None => filled <= 2,
        Borders::Unknown => row.len() <= 3 && filled <= 2 && (paragraphs > 1 || heads_paper(row)),
    }
}

/// Whether one of the cells holds what only the head of an official paper holds.
fn heads_paper(row: &[Vec<Block>]) -> bool {
    row.iter().flatten().any(|block| {
        let text = block.text.trim_start();
        text.starts_with("Số:") || text.starts_with("CỘNG H") || text.starts_with("ĐẢNG CỘNG SẢN")
    })
}

fn join_row(row: Vec<Vec<Block>>) -> Block {
    let mut text = String::new();
    let mut is_bold = true;
    for (column, cell) in row.iter().enumerate() {
        if column > 0 {
            text.push('\t');
        }
        let mut is_first = true;
        for block in cell.iter().filter(|block| !block.text.trim().is_empty()) {
            if !is_first {
                text.push(' ');
            }
            is_first = false;
            is_bold &= block.is_bold;
            text.extend(block.text.trim().chars().map(|c| if matches!(c, '\n' | '\t') { ' ' } else { c }));
        }
    }
    is_bold &= !text.trim().is_empty();
    Block { text, kind: LineKind::TableRow, is_bold, is_centred: false }
}
