//! Recipients, position and name of the signer (handbook 2.6).

use crate::reading::lines::Block;
use crate::reading::model::Span;
use crate::reading::outline::{Outline, is_signing_mark};
use crate::reading::text::Text;

use super::MetaDraft;

/// Recipients and signer.
pub(super) fn read_foot(text: &Text, blocks: &[Block], outline: &Outline, draft: &mut MetaDraft) {
    let mut lines: Vec<Span> = Vec::new();
    for &i in &outline.foot {
        let block = &blocks[i];
        if block.cells.is_empty() {
            lines.push(block.span);
        } else {
            lines.extend(block.cells.iter().copied().filter(|c| !c.is_empty()));
        }
    }
    let mut in_list = false;
    let mut position: Vec<String> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for span in lines {
        let (s, low) = (text.slice(span), text.low(span));
        if low.starts_with("nơi nhận") {
            in_list = true;
            continue;
        }
        if let Some(rest) = s.strip_prefix(['-', '+']).filter(|_| in_list || s.ends_with([';', '.'])) {
            let item = text.trim(Span::new(span.end - rest.len(), span.end));
            let words = text.words(item);
            draft.meta.recipients.push(words.trim_end_matches([';', '.', ',', ' ']).to_owned());
            continue;
        }
        if is_signing_mark(s) || is_position(low) {
            position.push(text.words(span));
            in_list = false;
            continue;
        }
        if is_person(s) {
            names.push(text.words(span));
        }
    }
    draft.meta.signer = names.pop();
    draft.meta.signer_position = (!position.is_empty()).then(|| position.join(" "));
}

pub(super) fn is_position(low: &str) -> bool {
    let low = low.trim_matches(['(', ')', ' ']);
    [
        "chủ tịch",
        "phó chủ tịch",
        "phó chủ tịch thường trực",
        "bí thư",
        "phó bí thư",
        "phó bí thư thường trực",
        "trưởng ban",
        "chánh văn phòng",
        "phó chánh văn phòng",
        "phó trưởng ban",
    ]
    .contains(&low)
}

/// Two to five words, each with a capital, no other signs.
pub(super) fn is_person(s: &str) -> bool {
    let words: Vec<&str> = s.split_whitespace().collect();
    (2..=6).contains(&words.len())
        && words
            .iter()
            .all(|w| w.starts_with(char::is_uppercase) && w.chars().all(crate::reading::text::is_letter))
        && (s.chars().any(char::is_lowercase) || words.len() >= 3)
        && !s.starts_with("Nơi ")
}
