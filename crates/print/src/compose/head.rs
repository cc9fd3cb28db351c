//! The header block, the title and the addressees.

use super::{
    BETWEEN, ISSUER, LETTER_ABSTRACT, MOTTO, NATION, NUMBER, PLACE, TITLE, base, centred, para, run,
    side_by_side,
};
use crate::flow::{Align, Block, Para, Role, Rule};
use crate::fonts;
use crate::lines;
use crate::model::{Paper, clean};

/// Room for the national title in one line, and some air.
const NATION_COLUMN: i32 = 5640;

pub fn head(paper: &Paper, measure: i32) -> Vec<Block> {
    let widths = vec![measure - NATION_COLUMN, NATION_COLUMN];
    let rows = vec![
        vec![issuer(paper, widths[0]), nation(paper, widths[1])],
        vec![number(paper, widths[0]), place_and_date(paper)],
    ];
    let mut blocks = vec![Block::Table(side_by_side(widths, rows, true))];
    blocks.extend(title(paper, measure));
    blocks.extend(addressees(paper, measure));
    blocks
}

fn issuer(paper: &Paper, width: i32) -> Vec<Block> {
    let issuer = &paper.issuer;
    let mut lines = Vec::new();
    if let Some(superior) = &issuer.superior {
        lines.push(centred(superior, ISSUER, false, false));
    }
    lines.push(centred(&issuer.body, ISSUER, true, false));
    if let Some(part) = &issuer.part {
        lines.push(centred(part, ISSUER, true, false));
    }
    // The short rule is a third to a half of the line above it.
    let under = lines.last().map_or(0, last_line_width).min(width);
    let mut blocks: Vec<Block> = lines.into_iter().map(Block::Para).collect();
    blocks.push(Block::Rule(Rule { width: (under * 2 / 5).max(600), measure: width }));
    blocks
}

fn last_line_width(line: &Para) -> i32 {
    let Some(run) = line.runs.last() else { return 0 };
    let words = run.text.lines().last().unwrap_or_default();
    fonts::width(words, run.half_points, run.bold, run.italic)
}

fn nation(paper: &Paper, width: i32) -> Vec<Block> {
    let nation = &paper.nation;
    let mut blocks = vec![Block::Para(centred(&nation.title, NATION, true, false))];
    let motto = clean(&nation.motto);
    let ruled = if motto.trim().is_empty() {
        fonts::width(&clean(&nation.title), NATION, true, false)
    } else {
        blocks.push(Block::Para(centred(&motto, MOTTO, true, false)));
        fonts::width(&motto, MOTTO, true, false)
    };
    blocks.push(Block::Rule(Rule { width: ruled.min(width), measure: width }));
    blocks
}

fn number(paper: &Paper, width: i32) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some(symbol) = &paper.symbol {
        let number = clean(&symbol.number);
        let number = if number.trim().is_empty() { "\u{a0}".repeat(7) } else { number };
        let mut line = centred(&format!("Số: {number}/{}", symbol.code), NUMBER, false, false);
        line.shape.before = BETWEEN / 2;
        blocks.push(Block::Para(line));
    }
    if paper.title.type_name.is_none() && !paper.title.summary.trim().is_empty() {
        let mut line = centred(&letter_abstract(&paper.title.summary), LETTER_ABSTRACT, false, false);
        line.shape.before = BETWEEN / 2;
        blocks.push(Block::Para(line));
    }
    for mark in &paper.marks {
        let mut line = centred(mark, NUMBER, true, false);
        let inner = fonts::width(&clean(mark), NUMBER, true, false) + 240;
        let side = ((width - inner) / 2).max(0);
        line.shape.left = side;
        line.shape.right = side;
        line.shape.before = BETWEEN * 3 / 2;
        line.framed = true;
        blocks.push(Block::Para(line));
    }
    if blocks.is_empty() { vec![Block::Para(centred("", NUMBER, false, false))] } else { blocks }
}

fn letter_abstract(summary: &str) -> String {
    let summary = summary.trim();
    if summary.to_lowercase().starts_with("v/v") { summary.to_owned() } else { format!("V/v {summary}") }
}

fn place_and_date(paper: &Paper) -> Vec<Block> {
    let place = clean(&paper.place);
    let date = paper.date.long();
    let words = if place.trim().is_empty() { date } else { format!("{}, {date}", place.trim()) };
    let mut line = centred(&words, PLACE, false, true);
    line.shape.before = BETWEEN / 2;
    vec![Block::Para(line)]
}

fn title(paper: &Paper, measure: i32) -> Vec<Block> {
    let Some(type_name) = &paper.title.type_name else { return Vec::new() };
    let mut name = para(Role::Title, vec![run(type_name, TITLE, true, false)]);
    name.shape.before = BETWEEN * 3;
    let mut blocks = vec![Block::Para(name)];
    let summary = clean(&paper.title.summary);
    if summary.trim().is_empty() {
        return blocks;
    }
    let (words, width) = title_lines(&summary, measure);
    blocks.push(Block::Para(words));
    blocks.push(Block::Rule(Rule { width: (width * 2 / 5).clamp(900, 2600), measure }));
    blocks
}

/// Bold words in the middle, in lines of about one length and away from the margins; with the width they take.
pub fn title_lines(text: &str, measure: i32) -> (Para, i32) {
    const ASIDE: i32 = 500;
    let mut words = para(Role::Title, vec![run(text, TITLE, true, false)]);
    let inner = measure - 2 * ASIDE;
    // Word processors round widths their own way: a hair's breadth more keeps the lines where they are.
    let width = (lines::balanced(&words.runs, inner) + 60).min(inner);
    let side = (measure - width) / 2;
    (words.shape.left, words.shape.right) = (side, side);
    (words, width)
}

/// One addressee on the line of the words, several in a list below them.
fn addressees(paper: &Paper, measure: i32) -> Vec<Block> {
    let line = |text: &str, left: i32| {
        let mut line = para(Role::Body, vec![run(text, super::BODY, false, false)]);
        line.shape = crate::flow::Shape { align: Align::Left, first: 0, left, ..base(Role::Body) };
        line
    };
    let mut blocks = match paper.to.as_slice() {
        [] => return Vec::new(),
        [one] => {
            let mut only = line(&format!("Kính gửi: {one}"), 0);
            only.shape.align = Align::Centre;
            vec![only]
        }
        many => {
            // The list as a whole stands in the middle.
            let widest = many.iter().map(|to| fonts::width(&clean(to), super::BODY, false, false)).max();
            let left = ((measure - widest.unwrap_or_default()) / 2 - 400).clamp(FIRST, measure / 3);
            let mut lines = vec![line("Kính gửi:", left)];
            let last = many.len() - 1;
            for (place, to) in many.iter().enumerate() {
                let end = if place == last { '.' } else { ';' };
                let to = clean(to);
                let to = to.trim().trim_end_matches([';', '.']);
                let mut item = line(&format!("- {to}{end}"), left + 560);
                item.shape.before = 40;
                lines.push(item);
            }
            lines
        }
    };
    blocks[0].shape.before = BETWEEN * 3;
    blocks.into_iter().map(Block::Para).collect()
}

/// Addressees begin no further left than a first line.
const FIRST: i32 = 720;
