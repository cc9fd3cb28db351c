//! Tables of figures: columns measured from their content, merged cells brought to a grid.

use super::{BETWEEN, CELL, para, run, runs};
use crate::flow::{self, Align, Block, Merge, Para, Role, Row};
use crate::fonts;
use crate::model::{self, Cell, Table, Text};

pub fn table(table: &Table, measure: i32) -> Vec<Block> {
    let columns = columns_of(table);
    let mut blocks = Vec::new();
    if let Some(caption) = &table.caption {
        blocks.push(Block::Para(para(Role::Caption, vec![run(caption, CELL + 2, true, false)])));
    }
    if let Some(unit) = &table.unit {
        let mut line = para(Role::Plain, vec![run(unit, CELL, false, true)]);
        line.shape.align = Align::Right;
        line.shape.before = if table.caption.is_some() { 40 } else { BETWEEN };
        line.shape.keep_next = true;
        blocks.push(Block::Para(line));
    }
    if blocks.is_empty() {
        // Air between the text and the first line of the table.
        let mut gap = para(Role::Plain, vec![run("", 12, false, false)]);
        gap.shape.keep_next = true;
        blocks.push(Block::Para(gap));
    }
    if columns == 0 {
        return Vec::new();
    }
    let header = grid(&table.header, columns);
    let body = grid(&table.rows, columns);
    let totals_from = body.len().saturating_sub(table.total_rows);
    let aligns: Vec<Option<model::Align>> =
        (0..columns).map(|column| table.columns.get(column).and_then(|column| column.align)).collect();
    let mut rows = Vec::with_capacity(header.len() + body.len());
    for slots in &header {
        rows.push(row(slots, true, |_, _| (Align::Centre, true)));
    }
    for (place, slots) in body.iter().enumerate() {
        rows.push(row(slots, false, |column, cell| {
            let align = match cell.align.or(aligns[column]) {
                None | Some(model::Align::Left | model::Align::Justify) => Align::Left,
                Some(model::Align::Centre) => Align::Centre,
                Some(model::Align::Right | model::Align::Number) => Align::Right,
            };
            (align, cell.bold || place >= totals_from)
        }));
    }
    if rows.is_empty() {
        return Vec::new();
    }
    keep_merged_rows(&mut rows);
    // Totals do not stand alone on a page.
    if table.total_rows > 0 && rows.len() > table.total_rows + header.len() {
        let before = rows.len() - table.total_rows - 1;
        rows[before].keep_next = true;
    }
    let widths = widths(table, &rows, &aligns, measure);
    blocks.push(Block::Table(flow::Table { widths, header_rows: header.len(), is_bordered: true, rows }));
    blocks
}

/// As many as the widest row has.
fn columns_of(table: &Table) -> usize {
    let widest = |rows: &[Vec<Cell>]| {
        rows.iter()
            .map(|row| row.iter().map(|cell| cell.columns.clamp(1, MOST)).sum::<usize>())
            .max()
            .unwrap_or_default()
    };
    table.columns.len().max(widest(&table.rows)).max(widest(&table.header)).min(MOST)
}

/// Word knows 63 columns.
const MOST: usize = 63;

/// A place of the grid.
enum Slot<'a> {
    /// A cell begins here: columns, rows.
    Cell(&'a Cell, usize, usize),
    /// The cell above reaches down here, so many columns wide.
    Below(usize),
    Blank,
}

/// Brings rows with merged cells to a grid in which each row fills all columns.
fn grid(rows: &[Vec<Cell>], columns: usize) -> Vec<Vec<Slot<'_>>> {
    // For each column: how many further rows are covered, and by how wide a cell.
    let mut covered = vec![(0_usize, 1_usize); columns];
    let mut out = Vec::with_capacity(rows.len());
    for (place, cells) in rows.iter().enumerate() {
        let mut slots = Vec::with_capacity(columns);
        let mut cells = cells.iter();
        let mut column = 0;
        while column < columns {
            let (left, width) = covered[column];
            if left > 0 {
                covered[column].0 = left - 1;
                slots.push(Slot::Below(width));
                column += width;
                continue;
            }
            let Some(cell) = cells.next() else {
                slots.push(Slot::Blank);
                column += 1;
                continue;
            };
            // A cell ends where the table ends, or where one from above stands in the way.
            let free = (column..columns).take_while(|at| covered[*at].0 == 0).count();
            let width = cell.columns.clamp(1, free);
            let height = cell.rows.clamp(1, rows.len() - place);
            covered[column] = (height - 1, width);
            slots.push(Slot::Cell(cell, width, height));
            column += width;
        }
        out.push(slots);
    }
    out
}

fn row(slots: &[Slot<'_>], is_header: bool, style: impl Fn(usize, &Cell) -> (Align, bool)) -> Row {
    let mut cells = Vec::with_capacity(slots.len());
    let mut column = 0;
    for slot in slots {
        let (span, merge, words) = match slot {
            Slot::Cell(cell, span, rows) => {
                let (align, bold) = style(column, cell);
                let merge = if *rows > 1 { Merge::Start(*rows) } else { Merge::None };
                (*span, merge, words(&cell.text, align, bold))
            }
            Slot::Below(span) => (*span, Merge::Continue, words(&Text::default(), Align::Left, false)),
            Slot::Blank => (1, Merge::None, words(&Text::default(), Align::Left, false)),
        };
        column += span;
        cells.push(flow::Cell { span, merge, is_header, is_middle: true, blocks: vec![Block::Para(words)] });
    }
    Row { cells, keep_next: is_header }
}

fn words(text: &Text, align: Align, bold: bool) -> Para {
    let mut runs = runs(text, CELL, bold, false);
    if runs.is_empty() {
        runs.push(run("", CELL, false, false));
    }
    let mut para = para(Role::Cell, runs);
    para.shape.align = align;
    para
}

/// Rows that share a cell stay together.
fn keep_merged_rows(rows: &mut [Row]) {
    for place in 1..rows.len() {
        if rows[place].cells.iter().any(|cell| cell.merge == Merge::Continue) {
            rows[place - 1].keep_next = true;
        }
    }
}

/// Column widths that fill the measure: as given, or as the content asks.
fn widths(table: &Table, rows: &[Row], aligns: &[Option<model::Align>], measure: i32) -> Vec<i32> {
    let count = aligns.len();
    let given: Vec<f32> = (0..count)
        .map(|column| table.columns.get(column).and_then(|column| column.width).unwrap_or(0.0))
        .collect();
    if given.iter().any(|width| *width > 0.0 && width.is_finite()) {
        let valid: Vec<f32> =
            given.iter().copied().filter(|width| *width > 0.0 && width.is_finite()).collect();
        let middle = valid.iter().sum::<f32>() / shares(valid.len());
        let given: Vec<f32> = given
            .iter()
            .map(|width| if *width > 0.0 && width.is_finite() { *width } else { middle })
            .collect();
        return share(&given, measure);
    }
    // The least a column needs (its longest word, or number) and what it would like (its longest cell).
    let mut least = vec![300.0_f32; count];
    let mut wish = vec![300.0_f32; count];
    for row in rows {
        let mut column = 0;
        for cell in &row.cells {
            if cell.span == 1
                && let [Block::Para(para)] = cell.blocks.as_slice()
            {
                let bold = para.runs.iter().any(|run| run.bold);
                let text = para.text();
                let pad = flow::CELL_SIDE * 2 + 40;
                let longest = |words: &mut dyn Iterator<Item = &str>| {
                    words.map(|word| fonts::width(word, CELL, bold, false)).max().unwrap_or_default() + pad
                };
                let word = twips(longest(&mut text.split_whitespace()));
                let line = twips(longest(&mut text.lines()));
                let is_number = aligns[column] == Some(model::Align::Number) && !cell.is_header;
                least[column] = least[column].max(if is_number { line } else { word });
                wish[column] = wish[column].max(line.min(4500.0)).max(least[column]);
            }
            column += cell.span;
        }
    }
    let (all_least, all_wish): (f32, f32) = (least.iter().sum(), wish.iter().sum());
    let room = twips(measure) - all_least;
    if room <= 0.0 {
        return share(&least, measure);
    }
    let longing = (all_wish - all_least).max(1.0);
    let widths: Vec<f32> = least
        .iter()
        .zip(&wish)
        .map(
            |(least, wish)| {
                if all_wish <= twips(measure) { *wish } else { least + (wish - least) / longing * room }
            },
        )
        .collect();
    share(&widths, measure)
}

/// Parts of the measure in proportion, together exactly the measure.
#[expect(clippy::cast_possible_truncation, reason = "a sheet is some ten thousand twips wide")]
fn share(parts: &[f32], measure: i32) -> Vec<i32> {
    let all: f32 = parts.iter().sum();
    let mut widths: Vec<i32> =
        parts.iter().map(|part| (part / all * twips(measure)) as i32).map(|w| w.max(60)).collect();
    let others: i32 = widths.iter().skip(1).sum();
    if let Some(first) = widths.first_mut() {
        *first = (measure - others).max(60);
    }
    widths
}

#[expect(clippy::cast_precision_loss, reason = "a sheet is some ten thousand twips wide")]
fn twips(width: i32) -> f32 {
    width as f32
}

#[expect(clippy::cast_precision_loss, reason = "a table has at most 63 columns")]
fn shares(count: usize) -> f32 {
    count as f32
}
