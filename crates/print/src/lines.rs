//! Where lines end: as many words as fit, as word processors do it, with widths from the font.

use crate::flow::{Para, Run};
use crate::fonts::{self, points};

/// A paragraph's letters with their widths, and where its lines are.
pub struct Lines {
    pub letters: Vec<Letter>,
    pub lines: Vec<Line>,
}

#[derive(Debug, Clone, Copy)]
pub struct Letter {
    pub letter: char,
    /// Which run it belongs to.
    pub run: usize,
    /// In points.
    pub advance: f32,
}

/// One line, as a range of letters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    pub start: usize,
    /// Where the visible letters end.
    pub end: usize,
    /// Where the next line starts: past the spaces at which the line was broken.
    pub next: usize,
    /// In points.
    pub width: f32,
    /// Ends a paragraph, or was broken by hand: such a line is not stretched.
    pub is_last: bool,
}

/// Breaks a paragraph into lines of `measure` points, the first shorter by `first`.
pub fn break_lines(runs: &[Run], measure: f32, first: f32) -> Lines {
    let letters = letters(runs);
    let mut lines = Vec::new();
    let mut start = 0;
    loop {
        let room = if lines.is_empty() { measure - first } else { measure };
        let line = next_line(&letters, start, room);
        lines.push(line);
        start = line.next;
        let broken_by_hand = line.next > line.start && letters[line.next - 1].letter == '\n';
        if start >= letters.len() && !broken_by_hand {
            break;
        }
    }
    Lines { letters, lines }
}

fn letters(runs: &[Run]) -> Vec<Letter> {
    let mut letters = Vec::with_capacity(runs.iter().map(|run| run.text.len()).sum());
    for (place, run) in runs.iter().enumerate() {
        let face = fonts::face(run.bold, run.italic);
        let size = points(run.half_points);
        for letter in run.text.chars() {
            let advance = if letter == '\n' { 0.0 } else { face.glyph(letter).advance * size };
            letters.push(Letter { letter, run: place, advance });
        }
    }
    letters
}

fn next_line(letters: &[Letter], start: usize, room: f32) -> Line {
    // A thousandth of a point is no reason to break.
    let room = room + 0.01;
    let mut width = 0.0;
    // Where the line may end, how wide it is there, and where the next one would start.
    let mut chance: Option<(usize, f32, usize)> = None;
    let mut at = start;
    while let Some(&Letter { letter, advance, .. }) = letters.get(at) {
        if letter == '\n' {
            return Line { start, end: at, next: at + 1, width, is_last: true };
        }
        if letter == ' ' {
            // Spaces at a line's end hang over.
            let end = at;
            let width_here = width;
            while letters.get(at).is_some_and(|letter| letter.letter == ' ') {
                width += letters[at].advance;
                at += 1;
            }
            if end > start || at > start {
                chance = Some((end, width_here, at));
            }
            continue;
        }
        if width + advance > room && at > start {
            return match chance {
                Some((end, width, next)) if next > start => Line { start, end, next, width, is_last: false },
                // One word longer than the line.
                _ => Line { start, end: at, next: at, width, is_last: false },
            };
        }
        width += advance;
        at += 1;
        if may_break_after(letters, at - 1) {
            chance = Some((at, width, at));
        }
    }
    let end =
        start + letters[start..].iter().rposition(|letter| letter.letter != ' ').map_or(0, |last| last + 1);
    let width = letters[start..end].iter().map(|letter| letter.advance).sum();
    Line { start, end, next: letters.len(), width, is_last: true }
}

/// After a hyphen between letters, as in symbols and double names; years and dates stay whole.
fn may_break_after(letters: &[Letter], at: usize) -> bool {
    matches!(letters[at].letter, '-' | '–' | '—')
        && at > 0
        && letters[at - 1].letter.is_alphabetic()
        && letters.get(at + 1).is_some_and(|next| next.letter.is_alphabetic())
}

impl Line {
    /// What each space must be wider by for the line to fill `room` points.
    pub fn stretch(&self, letters: &[Letter], room: f32) -> f32 {
        let spaces = letters[self.start..self.end].iter().filter(|letter| letter.letter == ' ').count();
        if self.is_last || spaces == 0 || room <= self.width {
            return 0.0;
        }
        #[expect(clippy::cast_precision_loss, reason = "a line has few spaces")]
        let spaces = spaces as f32;
        (room - self.width) / spaces
    }
}

/// Height of a line and of the letters above its base line, in points.
pub fn line_height(para: &Para) -> (f32, f32) {
    let mut pitch = 0.0_f32;
    let mut ascent = 0.0_f32;
    for run in &para.runs {
        let face = fonts::face(run.bold, run.italic);
        pitch = pitch.max(face.pitch * points(run.half_points));
        ascent = ascent.max(face.ascent * points(run.half_points));
    }
    #[expect(clippy::cast_precision_loss, reason = "line pitches are small")]
    let height = pitch * (para.shape.pitch as f32 / 240.0);
    // What a wider pitch adds stands above the letters, as in word processors.
    (height, ascent + height - pitch)
}

/// The smallest measure in twips at which the text takes no more lines than at `measure`: lines of about one length.
pub fn balanced(runs: &[Run], measure: i32) -> i32 {
    let lines_at = |twips: i32| break_lines(runs, crate::flow::to_points(twips), 0.0).lines.len();
    let wanted = lines_at(measure);
    let (mut low, mut high) = (measure / 3, measure);
    while high - low > 20 {
        let middle = i32::midpoint(low, high);
        if lines_at(middle) <= wanted { high = middle } else { low = middle }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(text: &str, measure: f32) -> Vec<String> {
        let runs = [Run { text: text.to_owned(), half_points: 20, bold: false, italic: false }];
        let Lines { letters, lines } = break_lines(&runs, measure, 0.0);
        lines
            .iter()
            .map(|line| letters[line.start..line.end].iter().map(|letter| letter.letter).collect())
            .collect()
    }

    #[test]
    fn lines_end_at_spaces_hyphens_and_by_hand() {
        assert_eq!(broken("aaa bbb  ccc", 35.0), ["aaa bbb", "ccc"]);
        assert_eq!(broken("96/HD-MTTW-BTT", 60.0), ["96/HD-", "MTTW-BTT"]);
        assert_eq!(broken("2019-2024", 30.0), ["2019-2", "024"]);
        assert_eq!(broken("a\n\nb\n", 30.0), ["a", "", "b", ""]);
        assert_eq!(broken("", 30.0), [""]);
        assert_eq!(broken("  ", 3.0), [""]);
    }

    #[test]
    fn a_no_break_space_holds() {
        assert_eq!(broken("aa bb\u{a0}cc", 30.0), ["aa", "bb\u{a0}cc"]);
    }
}
