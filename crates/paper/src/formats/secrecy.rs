//! Marks of secrecy on a paper (handbook NEV-2.4): such a paper must not be here at all.

use crate::{Note, SourceText};

/// Where a mark may stand: the head of the paper.
const FIRST_LINES: usize = 40;

/// Notes a mark of secrecy that stands alone, on a line or in a cell of the head.
pub(crate) fn note(source: &mut SourceText) {
    let marked = source
        .lines
        .iter()
        .map(|line| &source.text[line.span.clone()])
        .filter(|line| !line.trim().is_empty())
        .take(FIRST_LINES)
        .any(holds_mark);
    if marked && !source.notes.contains(&Note::SecrecyMark) {
        source.notes.push(Note::SecrecyMark);
    }
}

/// Whether a line, or a cell of it, is nothing but a mark.
pub(crate) fn holds_mark(line: &str) -> bool {
    line.split('\t').any(is_mark)
}

fn is_mark(cell: &str) -> bool {
    // No frame of brackets, rules or blanks makes a mark longer than this.
    const LONGEST: usize = 120;
    if cell.len() > LONGEST {
        return false;
    }
    // Marks begin with M, T or Đ, in composed letters or not; most lines do not.
    let first = cell.chars().find(|c| c.is_alphabetic());
    if !first.is_some_and(|c| matches!(c, 'm' | 'M' | 't' | 'T' | 'đ' | 'Đ')) {
        return false;
    }
    // Letters only, so that "[TỐI  MẬT]" and "M Ậ T" are marks; accents joined, as NFD is met in real papers.
    let letters: String = cell.chars().filter(|c| c.is_alphabetic() || is_accent(*c)).collect();
    let mut letters = letters.to_lowercase();
    for (apart, joined) in [
        ("a\u{302}\u{323}", "ậ"),
        ("a\u{323}\u{302}", "ậ"),
        ("â\u{323}", "ậ"),
        ("ạ\u{302}", "ậ"),
        ("o\u{302}\u{301}", "ố"),
        ("ô\u{301}", "ố"),
        ("e\u{302}\u{323}", "ệ"),
        ("e\u{323}\u{302}", "ệ"),
        ("ê\u{323}", "ệ"),
        ("ẹ\u{302}", "ệ"),
    ] {
        if letters.contains(apart) {
            letters = letters.replace(apart, joined);
        }
    }
    let mark = letters.strip_prefix("độmật").filter(|rest| !rest.is_empty()).unwrap_or(&letters);
    matches!(mark, "mật" | "tốimật" | "tuyệtmật")
}

fn is_accent(c: char) -> bool {
    ('\u{300}'..='\u{323}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_stands_alone() {
        for line in [
            "MẬT",
            "  TỐI MẬT ",
            "[TUYỆT MẬT]",
            "Số: 12\tMẬT",
            "M Ậ T",
            "A\tTUYỆT  MẬT",
            "MA\u{302}\u{323}T",
            "Độ mật: Tối mật",
        ] {
            assert!(holds_mark(line), "{line}");
        }
    }

    #[test]
    fn running_text_is_no_mark() {
        for line in
            ["bảo vệ bí mật nhà nước", "MẮT", "MẶT TRẬN", "MẬT KHẨU", "MẶT", "BÍ MẬT", "MÁT", "Độ mật:", ""]
        {
            assert!(!holds_mark(line), "{line}");
        }
    }
}
