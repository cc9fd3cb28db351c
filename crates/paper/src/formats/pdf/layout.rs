//! From segments at places to paragraphs.
//!
//! The order of drawing is kept: word processors draw cell by cell and line by line. Segments that go down in one column
//! are a cell; cells beside each other are a row; a row of three or more is data, of two only a placing of text (the head
//! of a paper). Lines of a column become paragraphs by the rule of typesetters: a line ended its paragraph if the next
//! word would still have fitted on it.

use super::super::numbering::label_length;
use super::super::sheet::{Block, Sheet};
use super::content::Segment;
use crate::LineKind;

/// Cells beside each other, each with its lines from the top.
type Row = Vec<Vec<Segment>>;

/// Writes all pages.
pub(super) fn write(pages: Vec<Vec<Segment>>, sheet: &mut Sheet) {
    let mut flow = Flow::default();
    for page in pages {
        let segments = without_page_numbers(join_labels(page));
        let rows = rows(segments);
        let alone = || rows.iter().filter(|row| row.len() == 1).flatten().flatten();
        let page_width = Width::of(alone());
        flow.turn_page();
        for row in rows {
            match row.len() {
                1 => {
                    for line in row.into_iter().flatten() {
                        flow.add(line, page_width, sheet);
                    }
                }
                2 => {
                    flow.end(sheet);
                    let neighbour = row.last().map_or(f32::MAX, |cell| Width::of(cell.iter()).left);
                    for (index, cell) in row.into_iter().enumerate() {
                        let width = Width::of(cell.iter()).grown(index == 0, page_width, neighbour);
                        for line in cell {
                            flow.add(line, width, sheet);
                        }
                        flow.end(sheet);
                    }
                }
                _ => {
                    flow.end(sheet);
                    sheet.push(data_row(&row));
                }
            }
        }
    }
    flow.end(sheet);
}

fn data_row(row: &Row) -> Block {
    let cells: Vec<String> = row
        .iter()
        .map(|cell| cell.iter().map(|line| line.text.trim()).collect::<Vec<_>>().join(" "))
        .collect();
    let is_bold = row.iter().flatten().all(|line| line.is_bold);
    Block { text: cells.join("\t"), kind: LineKind::TableRow, is_bold, is_centred: false }
}

/// A label far from its text, as tabs leave it, belongs to the text; before several texts it is a cell of its own.
fn join_labels(segments: Vec<Segment>) -> Vec<Segment> {
    const FARTHEST: f32 = 8.0;
    let mut joined: Vec<Segment> = Vec::with_capacity(segments.len());
    let mut rest = segments.into_iter().filter(|segment| !segment.text.trim().is_empty()).peekable();
    while let Some(segment) = rest.next() {
        let is_level = |one: &Segment, other: &Segment| (one.base - other.base).abs() < 0.3 * one.size;
        let is_last = rest.peek().is_none_or(|next| !is_level(next, &segment));
        if let Some(last) = joined.last_mut().filter(|last| is_last && is_level(last, &segment)) {
            let gap = segment.left - last.right;
            let label = last.text.trim();
            if gap > 0.0 && gap < FARTHEST * last.size && label_length(label) == Some(label.len()) {
                *last = Segment { text: format!("{label} {}", segment.text), left: last.left, ..segment };
                continue;
            }
        }
        joined.push(segment);
    }
    joined
}

/// Drops a number alone at the top or at the foot.
fn without_page_numbers(mut segments: Vec<Segment>) -> Vec<Segment> {
    let is_number = |text: &str| {
        let text = text.trim().trim_matches(['-', '–', ' ']);
        let text = text.strip_prefix("Trang ").unwrap_or(text);
        (1..=9).contains(&text.len())
            && text.chars().all(|c| c.is_ascii_digit() || c == '/')
            && text.starts_with(|c: char| c.is_ascii_digit())
    };
    let bases = || segments.iter().map(|segment| segment.base);
    let (top, foot) = (bases().fold(f32::MIN, f32::max), bases().fold(f32::MAX, f32::min));
    let alone_on =
        |base: f32| segments.iter().filter(|segment| (segment.base - base).abs() < 2.0).count() == 1;
    let (is_top_alone, is_foot_alone) = (alone_on(top), alone_on(foot));
    if segments.len() > 2 {
        segments.retain(|segment| {
            let is_at_edge = is_top_alone && (segment.base - top).abs() < 2.0
                || is_foot_alone && (segment.base - foot).abs() < 2.0;
            !(is_at_edge && is_number(&segment.text))
        });
    }
    segments
}

/// Puts segments into rows of cells.
fn rows(segments: Vec<Segment>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for segment in segments {
        let place = rows.last().map_or(Place::NewRow, |row| place(row, &segment));
        match (place, rows.last_mut()) {
            (Place::Below, Some(row)) => {
                if let Some(cell) = row.last_mut() {
                    cell.push(segment);
                }
            }
            (Place::Beside, Some(row)) => row.push(vec![segment]),
            _ => rows.push(vec![vec![segment]]),
        }
    }
    rows
}

enum Place {
    Below,
    Beside,
    NewRow,
}

fn place(row: &Row, segment: &Segment) -> Place {
    const LINE_GAP: f32 = 3.0;
    let Some((cell, before)) = row.split_last() else {
        return Place::NewRow;
    };
    let Some(last) = cell.last() else {
        return Place::NewRow;
    };
    let width = Width::of(cell.iter());
    let down = last.base - segment.base;
    let size = last.size.max(segment.size);
    let overlaps = segment.left < width.right && segment.right > width.left;
    let is_in_column =
        before.last().is_none_or(|cell| segment.left > Width::of(cell.iter()).right - 0.5 * size);
    if down > 0.3 * size && down < LINE_GAP * size && overlaps && is_in_column {
        return Place::Below;
    }
    let top = row.iter().flatten().map(|line| line.base).fold(f32::MIN, f32::max);
    let foot = row.iter().flatten().map(|line| line.base).fold(f32::MAX, f32::min);
    let is_level = segment.base < top + 1.5 * size && segment.base > foot - 0.3 * size;
    if is_level && segment.left > width.right - 0.3 * size {
        return Place::Beside;
    }
    Place::NewRow
}

/// The column that lines fill.
#[derive(Debug, Clone, Copy)]
struct Width {
    left: f32,
    right: f32,
}

impl Width {
    fn of<'a>(lines: impl Iterator<Item = &'a Segment>) -> Self {
        lines.fold(Self { left: f32::MAX, right: f32::MIN }, |width, line| Self {
            left: width.left.min(line.left),
            right: width.right.max(line.right),
        })
    }

    /// The column of one of two cells beside each other: text in it is mostly centred, so that the room on its outer
    /// side is there on its inner side too.
    fn grown(self, is_first: bool, page: Self, neighbour: f32) -> Self {
        let double = self.left + self.right;
        if is_first {
            let left = self.left.min(page.left);
            Self { left, right: self.right.max((double - left).min(neighbour)) }
        } else {
            let right = self.right.max(page.right);
            Self { left: self.left.min(double - right), right }
        }
    }

    fn centres(self, line: &Segment) -> bool {
        let (before, after) = (line.left - self.left, self.right - line.right);
        before > 1.5 * line.size && (before - after).abs() < 1.5 * line.size
    }
}

/// Whether a line is the post of who signs, or for whom: always a line of its own.
fn begins_signature(text: &str) -> bool {
    const POSTS: [&str; 9] =
        ["CHỦ TỊCH", "PHÓ CHỦ", "TRƯỞNG BAN", "PHÓ TRƯỞNG", "BÍ THƯ", "PHÓ BÍ", "CHÁNH VĂN", "KT.", "TM."];
    let text = text.trim_start();
    is_in_capitals(text) && POSTS.iter().any(|post| text.starts_with(post))
}

fn is_in_capitals(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

/// The paragraph being put together.
#[derive(Default)]
struct Flow {
    text: String,
    last: Option<Segment>,
    /// Where the second line began: later ones begin there too.
    second_left: Option<f32>,
    is_bold: bool,
    is_centred: bool,
    is_page_turned: bool,
}

impl Flow {
    fn turn_page(&mut self) {
        self.is_page_turned = true;
        self.second_left = None;
    }

    fn add(&mut self, line: Segment, width: Width, sheet: &mut Sheet) {
        let continues = self.last.as_ref().is_some_and(|last| self.continues(last, &line, width));
        if continues {
            // No word is hyphenated in Vietnamese: a sign that ends in a dash was broken after it.
            let is_broken = self.text.ends_with('-') && !self.text.ends_with(" -");
            if !is_broken || self.text.len() == 1 {
                self.text.push(' ');
            }
            self.second_left.get_or_insert(line.left);
            self.is_bold &= line.is_bold;
        } else {
            self.end(sheet);
            self.is_bold = line.is_bold;
            self.is_centred = width.centres(&line);
        }
        self.text.push_str(line.text.trim());
        self.last = Some(line);
        self.is_page_turned = false;
    }

    fn continues(&self, last: &Segment, line: &Segment, width: Width) -> bool {
        const MOST_LEADING: f32 = 2.4;
        let size = last.size.max(line.size);
        let down = last.base - line.base;
        if !self.is_page_turned && down > MOST_LEADING * size {
            return false;
        }
        if (last.size - line.size).abs() > 0.15 * size || last.is_bold && !line.is_bold {
            return false;
        }
        if is_in_capitals(&last.text) && !is_in_capitals(&line.text) || begins_signature(&line.text) {
            return false;
        }
        let text = line.text.trim();
        let off_centre = (last.left + last.right - line.left - line.right).abs() / 2.0;
        let is_centred = off_centre < size && (last.left - line.left).abs() > size;
        let room = if is_centred {
            (width.right - width.left) - (last.right - last.left)
        } else {
            width.right - last.right
        };
        let letters = text.chars().count().max(1);
        let first = text.split_whitespace().next().map_or(0, |word| word.chars().count());
        #[expect(clippy::cast_precision_loss, reason = "a line has few letters")]
        let first_width = (line.right - line.left) * first as f32 / letters as f32;
        // A sentence that goes on in small letters goes on whatever the room: ragged lines are not measured well.
        let goes_on = text.starts_with(char::is_lowercase)
            && !self.text.ends_with(['.', ';', ':', '!', '?'])
            && room < 0.5 * (width.right - width.left);
        if room > first_width + 0.6 * size && !goes_on {
            return false;
        }
        if let Some(length) = label_length(text) {
            // A line may begin with a dash or a number in the middle of a sentence.
            let ends_sentence = self.text.ends_with(['.', ';', ':', '!', '?', ',']);
            let begins_sentence = text[length..].trim_start().starts_with(char::is_uppercase);
            let is_item = match text.chars().next() {
                Some('(') => false,
                Some(first) if first.is_alphanumeric() => ends_sentence && begins_sentence,
                _ => ends_sentence || begins_sentence,
            };
            if is_item {
                return false;
            }
        }
        if self.is_page_turned || is_centred {
            return true;
        }
        match self.second_left {
            Some(left) => (line.left - left).abs() < size,
            None => line.left < last.left + size || label_length(&self.text).is_some(),
        }
    }

    fn end(&mut self, sheet: &mut Sheet) {
        if !self.text.is_empty() {
            sheet.push(Block {
                text: std::mem::take(&mut self.text),
                kind: LineKind::Paragraph,
                is_bold: self.is_bold,
                is_centred: self.is_centred,
            });
        }
        self.last = None;
        self.second_left = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, left: f32, right: f32, base: f32) -> Segment {
        Segment { text: text.into(), left, right, base, size: 10.0, is_bold: false }
    }

    fn read(lines: Vec<Segment>) -> Vec<String> {
        let mut sheet = Sheet::default();
        write(vec![lines], &mut sheet);
        sheet.finish(crate::Format::Pdf).text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn lines_become_paragraphs() {
        let text = read(vec![
            line("Các tổ chức chính trị", 0.0, 300.0, 100.0),
            line("- xã hội tham gia.", 0.0, 120.0, 88.0),
            line("- Tổ chức Ngày hội ở khu dân cư", 0.0, 299.0, 76.0),
            line("vào quý IV.", 10.0, 60.0, 64.0),
            line("1.1.", 0.0, 15.0, 52.0),
            line("Công tác khác", 40.0, 90.0, 52.0),
            line("3", 150.0, 155.0, 10.0),
        ]);
        assert_eq!(
            text,
            [
                "Các tổ chức chính trị - xã hội tham gia.",
                "- Tổ chức Ngày hội ở khu dân cư vào quý IV.",
                "1.1. Công tác khác"
            ]
        );
    }

    #[test]
    fn a_row_of_data_is_one_line_and_a_head_is_two_columns() {
        let text = read(vec![
            line("MẶT TRẬN", 0.0, 100.0, 200.0),
            line("Số: 1/KH", 20.0, 80.0, 188.0),
            line("CỘNG HÒA", 160.0, 300.0, 200.0),
            line("Sơn La, ngày 1", 180.0, 280.0, 188.0),
            line("1", 0.0, 5.0, 100.0),
            line("Tổ chức Ngày hội", 40.0, 140.0, 100.0),
            line("ở khu dân cư", 40.0, 110.0, 88.0),
            line("Quý IV", 200.0, 240.0, 100.0),
        ]);
        assert_eq!(
            text,
            [
                "MẶT TRẬN",
                "Số: 1/KH",
                "CỘNG HÒA",
                "Sơn La, ngày 1",
                "1\tTổ chức Ngày hội ở khu dân cư\tQuý IV"
            ]
        );
    }
}
