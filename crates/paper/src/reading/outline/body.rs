//! Where the body of a paper begins and ends.

use crate::reading::labels::{Label, Mark};
use crate::reading::lines::Block;
use crate::reading::model::Span;
use crate::reading::text::Text;

use super::table::Columns;

fn is_structural(label: &Label) -> bool {
    matches!(
        label.mark,
        Mark::Part
            | Mark::Chapter
            | Mark::Upper
            | Mark::Roman
            | Mark::Section
            | Mark::Article
            | Mark::Decimal(1)
    )
}

/// The first block of the body. Legal bases written as bullets and the addressees of a letter are still the head.
pub(super) fn body_start(text: &Text, blocks: &[Block]) -> usize {
    // The recipients are a list too.
    let foot = blocks.iter().position(|b| opens_foot(text, b)).filter(|at| at * 2 > blocks.len());
    let blocks = &blocks[..foot.unwrap_or(blocks.len())];
    let opens = |b: &Block| {
        b.label.as_ref().is_some_and(is_structural) || (!b.cells.is_empty() && Columns::of(text, b).is_some())
    };
    if let Some(first) = blocks.iter().position(opens) {
        return first;
    }
    let is_basis = |b: &Block| {
        ["căn cứ", "thực hiện", "theo "].iter().any(|w| text.low(b.body).starts_with(w))
            && text.low(b.body).ends_with(';')
    };
    let mut addressed = false;
    for (i, block) in blocks.iter().enumerate() {
        let low = text.low(block.span);
        if low.starts_with("kính gửi") {
            addressed = true;
        } else if block.label.is_none() {
            addressed = false;
        } else if !addressed && !is_basis(block) {
            return i;
        }
    }
    unlabelled_start(text, blocks)
}

/// In a text without any label: after the title, which ends where the first long sentence begins.
fn unlabelled_start(text: &Text, blocks: &[Block]) -> usize {
    blocks
        .iter()
        .position(|b| {
            let s = text.slice(b.span);
            s.chars().count() > 80 && s.ends_with('.') && !text.low(b.span).starts_with("căn cứ")
        })
        .unwrap_or(blocks.len())
}

/// The blocks of the body, and those of recipients and signature after it. An appendix opens the body again.
pub(super) fn cut_foot(text: &Text, blocks: &[Block], start: usize) -> (Vec<usize>, Vec<usize>) {
    let (mut body, mut foot) = (Vec::new(), Vec::new());
    let mut in_foot = false;
    for (i, block) in blocks.iter().enumerate().skip(start) {
        if in_foot && block.label.as_ref().is_some_and(|l| l.mark == Mark::Appendix) {
            in_foot = false;
        }
        in_foot = in_foot || opens_foot(text, block);
        if in_foot { foot.push(i) } else { body.push(i) }
    }
    (body, foot)
}

fn opens_foot(text: &Text, block: &Block) -> bool {
    let opens = |span: Span| {
        let low = text.low(span);
        low.starts_with("nơi nhận") || is_signing_mark(text.slice(span))
    };
    opens(block.span) || block.cells.iter().any(|c| opens(*c))
}

/// "TM. BAN THƯỜNG TRỰC", "T/M …", "KT. CHỦ TỊCH" (handbook 2.6).
pub(crate) fn is_signing_mark(s: &str) -> bool {
    ["TM.", "TM ", "T/M", "KT.", "K/T", "TL.", "T/L", "TUQ.", "Q. "].iter().any(|m| {
        s.strip_prefix(m)
            .is_some_and(|r| r.trim_start().chars().take(6).filter(|c| c.is_lowercase()).count() == 0)
    })
}

pub(super) fn closing(text: &Text, blocks: &[Block], body: &[usize]) -> Vec<usize> {
    let tail = body
        .iter()
        .rposition(|&i| blocks[i].label.is_some() || !blocks[i].cells.is_empty())
        .map_or(0, |p| p + 1);
    let opens = |i: &usize| {
        let low = text.low(blocks[*i].span);
        [
            "trên đây là",
            "nghị quyết này",
            "kế hoạch này",
            "quyết định này",
            "kết luận này",
            "chỉ thị này",
            "chương trình này",
            "hướng dẫn này",
            "trong quá trình",
            "quá trình thực hiện",
            "yêu cầu các",
            "đề nghị các",
            "nhận được",
        ]
        .iter()
        .any(|w| low.starts_with(w))
    };
    match body[tail..].iter().position(opens) {
        Some(first) => body[tail + first..].to_vec(),
        None => Vec::new(),
    }
}
