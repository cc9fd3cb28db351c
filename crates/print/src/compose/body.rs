//! The content, with its numbers: I. → 1. → 1.1. → a), articles, lists.
//!
//! Numbers are written as text and not as fields of the word processor: points must go a, b, c, d, đ, which none of them counts, and
//! a number that others cite must not change because a paragraph before it was dropped.

use super::{BETWEEN, BODY, TITLE, base, para, run, runs, table};
use crate::flow::{self, Align, Para, Role, Shape};
use crate::model::{self, Block, ListStyle, Text, clean};

/// Points follow the Vietnamese alphabet: no f, j, w, z, and đ after d (handbook 2.3).
const LETTERS: &str = "abcdđeghiklmnopqrstuvxy";

pub fn body(blocks: &[Block], measure: i32) -> Vec<flow::Block> {
    let mut numbers = Numbers::default();
    let mut out = Vec::with_capacity(blocks.len());
    let para_block = flow::Block::Para;
    for block in blocks {
        match block {
            Block::Heading(heading) => out.push(para_block(numbered_heading(heading, &mut numbers))),
            Block::Paragraph(paragraph) => out.push(para_block(paragraph_of(paragraph))),
            Block::Basis(text) => out.push(para_block(para(Role::Body, runs(text, BODY, false, true)))),
            Block::Declaration(text) => out.push(para_block(declaration(text))),
            Block::Article(article) => {
                let label = article.number.clone().unwrap_or_else(|| numbers.next_article());
                let mut words =
                    vec![run(&format!("Điều {}. ", label.trim_end_matches('.')), BODY, true, false)];
                words.extend(runs(&article.text, BODY, false, false));
                out.push(para_block(para(Role::Body, words)));
            }
            Block::List(list) => {
                for (place, item) in list.items.iter().enumerate() {
                    let mut words = vec![run(&marker(list.style, place), BODY, false, false)];
                    words.extend(runs(item, BODY, false, false));
                    out.push(para_block(para(Role::Body, words)));
                }
            }
            Block::Table(figures) => out.extend(table::table(figures, measure)),
        }
    }
    out
}

fn paragraph_of(paragraph: &model::Paragraph) -> Para {
    let mut body = para(Role::Body, runs(&paragraph.text, BODY, false, false));
    body.shape.align = match paragraph.align {
        None | Some(model::Align::Justify) => Align::Justify,
        Some(model::Align::Left) => Align::Left,
        Some(model::Align::Centre) => Align::Centre,
        Some(model::Align::Right | model::Align::Number) => Align::Right,
    };
    if !paragraph.indent || matches!(body.shape.align, Align::Centre | Align::Right) {
        body.shape.first = 0;
    }
    body
}

fn declaration(text: &Text) -> Para {
    let mut words = para(Role::Body, runs(text, TITLE, true, false));
    words.shape = Shape {
        align: Align::Centre,
        first: 0,
        before: BETWEEN * 3 / 2,
        keep_next: true,
        ..base(Role::Body)
    };
    words
}

fn numbered_heading(heading: &model::Heading, numbers: &mut Numbers) -> Para {
    let level = heading.level.clamp(1, 4);
    let auto = numbers.next_heading(level);
    let number = heading.number.as_deref().map_or(auto, clean);
    let (bold, italic) = (level <= 3, level >= 3);
    let mut words = Vec::new();
    if !number.trim().is_empty() {
        words.push(run(&format!("{} ", number.trim()), BODY, bold, italic));
    }
    words.extend(runs(&heading.text, BODY, bold, italic));
    para(Role::Heading(level), words)
}

/// `- `, `1. `, `a) ` …
fn marker(style: ListStyle, place: usize) -> String {
    match style {
        ListStyle::Dash => "- ".to_owned(),
        ListStyle::Plus => "+ ".to_owned(),
        ListStyle::Number => format!("{}. ", place + 1),
        ListStyle::Bracket => format!("({}) ", place + 1),
        ListStyle::Letter => format!("{}) ", letter(place)),
    }
}

/// a … y, then aa, ab …
fn letter(place: usize) -> String {
    let letters: Vec<char> = LETTERS.chars().collect();
    let (round, at) = (place / letters.len(), place % letters.len());
    let last = letters[at].to_string();
    if round == 0 { last } else { letter(round - 1) + &last }
}

#[derive(Default)]
struct Numbers {
    headings: [usize; 4],
    articles: usize,
}

impl Numbers {
    fn next_heading(&mut self, level: u8) -> String {
        let depth = usize::from(level) - 1;
        self.headings[depth] += 1;
        self.headings[depth + 1..].fill(0);
        let [first, second, third, fourth] = self.headings;
        let roman =
            || u32::try_from(first).ok().and_then(vi::numbers::roman).unwrap_or_else(|| first.to_string());
        match level {
            1 => format!("{}.", roman()),
            2 => format!("{second}."),
            3 if second == 0 => format!("{third}."),
            3 => format!("{second}.{third}."),
            _ => format!("{})", letter(fourth - 1)),
        }
    }

    fn next_article(&mut self) -> String {
        self.articles += 1;
        self.articles.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_follow_the_vietnamese_alphabet() {
        let first: Vec<String> = (0..8).map(letter).collect();
        assert_eq!(first, ["a", "b", "c", "d", "đ", "e", "g", "h"]);
        assert_eq!((letter(22), letter(23)), ("y".to_owned(), "aa".to_owned()));
    }

    #[test]
    fn numbers_restart_below_a_new_heading() {
        let mut numbers = Numbers::default();
        let given: Vec<String> =
            [1, 2, 3, 3, 4, 4, 2, 3, 1, 2].map(|level| numbers.next_heading(level)).to_vec();
        assert_eq!(given, ["I.", "1.", "1.1.", "1.2.", "a)", "b)", "2.", "2.1.", "II.", "1."]);
    }
}
