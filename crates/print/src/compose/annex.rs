//! Annexes: a section each, upright or across.

use super::{BETWEEN, BODY, TITLE, body, head, para, run};
use crate::flow::{Block, Role, Rule, Section};
use crate::model::{Annex, Paper, clean};

pub fn annexes(paper: &Paper) -> Vec<Section> {
    let several = paper.annexes.len() > 1;
    paper
        .annexes
        .iter()
        .enumerate()
        .map(|(place, annex)| {
            let given = u32::try_from(place + 1).ok().and_then(vi::numbers::roman);
            let number = annex.number.as_deref().map(clean).or(given.filter(|_| several));
            section(paper, annex, number)
        })
        .collect()
}

fn section(paper: &Paper, annex: &Annex, number: Option<String>) -> Section {
    let mut section = Section { landscape: annex.landscape, blocks: Vec::new() };
    let label = number.map_or_else(|| "PHỤ LỤC".to_owned(), |number| format!("PHỤ LỤC {}", number.trim()));
    let reference = annex.reference.clone().unwrap_or_else(|| reference(paper));
    let mut blocks = vec![para(Role::Title, vec![run(&label, TITLE, true, false)])];
    blocks.push(head::title_lines(&annex.title, section.measure()).0);
    let mut words = para(Role::Title, vec![run(&reference, BODY, false, true)]);
    words.shape.before = BETWEEN / 2;
    blocks.push(words);
    let measure = section.measure();
    section.blocks = blocks.into_iter().map(Block::Para).collect();
    section.blocks.push(Block::Rule(Rule { width: 1800, measure }));
    section.blocks.extend(body::body(&annex.body, measure));
    section
}

/// `(Kèm theo Báo cáo số 12/BC-MTTQ-BTT ngày 05 tháng 3 năm 2026 của Ban Thường trực …)`.
fn reference(paper: &Paper) -> String {
    let kind = paper.title.type_name.as_deref().map_or_else(|| "Công văn".to_owned(), sentence_case);
    let mut words = format!("(Kèm theo {kind}");
    if let Some(symbol) = &paper.symbol {
        let number = clean(&symbol.number);
        let number = if number.trim().is_empty() { "\u{a0}".repeat(7) } else { number };
        words.push_str(&format!(" số {number}/{}", symbol.code));
    }
    words.push_str(&format!(" {})", paper.date.long()));
    words
}

/// `BÁO CÁO` → `Báo cáo`.
fn sentence_case(text: &str) -> String {
    let lower = clean(text).to_lowercase();
    let mut letters = lower.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
