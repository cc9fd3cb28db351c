//! The head and the foot of a paper: type, abstract, issuer, number, date, recipients, signer (handbook 2.2, 2.6).

mod foot;
mod issuer;
mod term;

pub(crate) use issuer::expand;

use foot::read_foot;
use issuer::{read_issuer, sentence_case};
use term::{read_event, read_term, read_year};

use super::dates::Mention;
use super::lines::Block;
use super::model::{DateKind, Meta, Span};
use super::outline::Outline;
use super::rules::Compiled;
use super::text::Text;

/// The metadata with spans in the normalised text.
#[derive(Debug, Default)]
pub(crate) struct MetaDraft {
    pub meta: Meta,
    pub type_span: Option<Span>,
    pub title_span: Option<Span>,
    pub preamble: Option<Span>,
    /// The issuer as the head of the paper prints it.
    pub has_header: bool,
}

pub(crate) fn read(
    text: &Text,
    blocks: &[Block],
    outline: &Outline,
    dates: &[Mention],
    words: &Compiled,
) -> MetaDraft {
    let front = front_spans(blocks, outline);
    let mut draft = MetaDraft::default();
    let type_at = find_type(text, &front, words, &mut draft);
    let head = &front[..type_at.unwrap_or(0).min(front.len())];
    let head = if type_at.is_none() { &front[..front.len().min(14)] } else { head };
    read_number(text, head, &mut draft);
    read_place_and_date(text, head, dates, &mut draft);
    let body_from = match type_at {
        Some(at) => read_title(text, &front, at, &mut draft),
        None => read_letter(text, &front, &mut draft),
    };
    draft.preamble = front.get(body_from..).filter(|p| !p.is_empty()).and_then(|p| {
        let span = Span::new(p.first()?.start, p.last()?.end);
        (!text.trim(span).is_empty()).then(|| text.trim(span))
    });
    draft.meta.legal_basis = legal_basis(text, &front[body_from.min(front.len())..]);
    read_issuer(text, head, &front, body_from, blocks, outline, words, &mut draft);
    read_term(text, &mut draft, dates);
    read_year(text, outline, dates, &mut draft);
    read_foot(text, blocks, outline, &mut draft);
    read_event(text, &front[body_from.min(front.len())..], dates, &mut draft);
    read_secrecy(text, head, &mut draft);
    draft
}

/// The blocks of the head, cells of a table apart.
fn front_spans(blocks: &[Block], outline: &Outline) -> Vec<Span> {
    let mut spans = Vec::new();
    for block in &blocks[outline.front.clone()] {
        if block.cells.is_empty() {
            spans.push(block.span);
        } else {
            spans.extend(block.cells.iter().copied().filter(|c| !c.is_empty()));
        }
    }
    spans
}

fn is_upper(s: &str) -> bool {
    s.chars().any(crate::reading::text::is_letter) && !s.chars().any(char::is_lowercase)
}

/// The line that is the name of a kind of paper in capitals, e.g. "KẾ HOẠCH", "NGHỊ QUYẾT".
fn find_type(text: &Text, front: &[Span], words: &Compiled, draft: &mut MetaDraft) -> Option<usize> {
    for (i, span) in front.iter().enumerate() {
        let (s, low) = (text.slice(*span), text.low(*span));
        let first_line = s.split('\n').next().unwrap_or(s).trim_end();
        if !is_upper(first_line) || first_line.len() > 160 {
            continue;
        }
        let Some((kind, len)) = words.kind_at(low) else {
            continue;
        };
        let rest = low[len..].trim();
        // "KẾ HOẠCH" alone, or with its abstract in capitals on the same line; not "CHƯƠNG TRÌNH …" within an issuer.
        if !rest.is_empty() && rest.starts_with(['-', '/']) {
            continue;
        }
        let span = Span::new(span.start, span.start + len);
        let kind = &words.kinds[kind];
        draft.meta.kind = Some(text.words(span).to_uppercase());
        draft.meta.type_code = Some(kind.code.clone()).filter(|c| !c.is_empty());
        draft.type_span = Some(span);
        return Some(i);
    }
    None
}

fn read_number(text: &Text, head: &[Span], draft: &mut MetaDraft) {
    for span in head {
        let (s, low) = (text.slice(*span), text.low(*span));
        let Some(rest) = ["số:", "số :", "số "].iter().find_map(|w| low.strip_prefix(w)) else {
            continue;
        };
        let start = low.len() - rest.len();
        // In two columns, the date line stands on the same line behind many blanks.
        let rest = s[start..].trim_start();
        let raw =
            rest.split(['\n', '\t', ',']).next().and_then(|r| r.split("   ").next()).unwrap_or("").trim();
        let number: String = raw.chars().filter(|c| !c.is_whitespace()).collect();
        // "Số: /KH-MTTQ-BTT" and "Số:     -KL/TU": the number is still to be given.
        if number.starts_with(|c: char| c.is_ascii_digit()) && number.contains(['/', '-']) {
            draft.meta.number = Some(number);
        }
        return;
    }
}

/// "Sơn La, ngày 04 tháng 01 năm 2024".
fn read_place_and_date(text: &Text, head: &[Span], dates: &[Mention], draft: &mut MetaDraft) {
    for span in head {
        let low = text.low(*span);
        let Some(at) = low.find(", ngày").or_else(|| low.find("ngày ")) else {
            continue;
        };
        // "ngày … tháng … năm 2026" is not dated yet; "V/v tổ chức Ngày hội" is no date at all.
        let day = dates.iter().find(|d| span.contains(d.span) && d.kind == DateKind::Date);
        if low.len() > 120 || day.is_none() && !low.contains("tháng") {
            continue;
        }
        if at > 0 && at < 60 {
            let place = text.words(text.trim_stop(Span::new(span.start, span.start + at)));
            draft.meta.place = Some(place).filter(|p| !p.is_empty());
        }
        draft.meta.date = day.map(|d| d.value.clone());
        return;
    }
}

/// The abstract: the lines under the type, up to the first sentence of the preamble. Returns where the preamble begins.
fn read_title(text: &Text, front: &[Span], type_at: usize, draft: &mut MetaDraft) -> usize {
    let mut at = type_at;
    let mut span: Option<Span> = None;
    // Words after the type on its own line.
    if let Some(kind) = draft.type_span {
        let rest = text.trim_stop(Span::new(kind.end, front[type_at].end));
        if !rest.is_empty() {
            span = Some(rest);
        }
    }
    at += 1;
    while let Some(next) = front.get(at) {
        let (s, low) = (text.slice(*next), text.low(*next));
        if !s.chars().any(crate::reading::text::is_word) {
            at += 1;
            if span.is_some() {
                break;
            }
            continue;
        }
        let opens_text = ["căn cứ", "thực hiện ", "theo ", "xét ", "kính gửi", "nhằm ", "trên cơ sở"]
            .iter()
            .any(|w| low.starts_with(w))
            || s.ends_with([';', ':', '.', ','])
            || low.starts_with('-')
            || s.chars().count() > 260;
        let is_first = span.is_none();
        // An abstract may begin with "Thực hiện …" when it is short and no sentence.
        let is_short_title = is_first
            && !s.ends_with([';', ':', '.', ','])
            && s.chars().count() < 200
            && !low.starts_with("căn cứ");
        if opens_text && !is_short_title {
            break;
        }
        if !is_first && is_committee_line(text, *next) && span.is_some_and(|t| t.len() > 20) {
            break;
        }
        span = Some(Span::new(span.map_or(next.start, |t| t.start), next.end));
        at += 1;
        if at - type_at > 5 {
            break;
        }
    }
    draft.title_span = span.map(|s| without_body(text, text.trim(s), draft));
    draft.meta.title = draft.title_span.map(|s| text.words(s).trim_matches(['-', '*', ' ']).to_owned());
    at
}

/// "ỦY BAN MẶT TRẬN TỔ QUỐC …" under the title of a decision: who decides, not the abstract.
fn is_committee_line(text: &Text, span: Span) -> bool {
    let s = text.slice(span);
    is_upper(s)
        && ["ỦY BAN", "UỶ BAN", "BAN ", "HỘI NGHỊ", "CHỦ TỊCH", "ĐOÀN CHỦ TỊCH", "ĐẠI HỘI"]
            .iter()
            .any(|w| s.starts_with(w))
}

/// "CỦA BAN THƯỜNG VỤ TỈNH ỦY" above the abstract of a Party paper tells the issuer.
fn without_body(text: &Text, title: Span, draft: &mut MetaDraft) -> Span {
    let s = text.slice(title);
    let Some(rest) = s.strip_prefix("CỦA ") else {
        return title;
    };
    let end = rest
        .char_indices()
        .find(|(i, c)| c.is_lowercase() && *i > 0)
        .map(|(i, _)| rest[..i].rfind(char::is_whitespace).unwrap_or(i));
    let Some(end) = end.filter(|e| *e > 3) else {
        return title;
    };
    draft.meta.issuer = Some(sentence_case(rest[..end].trim()));
    text.trim(Span::new(title.end - rest.len() + end, title.end))
}

/// An official letter has no type: "V/v …" is its abstract.
fn read_letter(text: &Text, front: &[Span], draft: &mut MetaDraft) -> usize {
    let Some(at) =
        front.iter().position(|s| text.low(*s).starts_with("v/v") || text.low(*s).starts_with("về việc"))
    else {
        return front.iter().position(|s| text.slice(*s).chars().count() > 80).unwrap_or(0);
    };
    let span = front[at];
    let skip = if text.low(span).starts_with("v/v") { "v/v".len() } else { 0 };
    let title = text.trim_stop(Span::new(span.start + skip, span.end));
    draft.meta.kind = Some("CÔNG VĂN".to_owned());
    draft.meta.title = Some(text.words(title));
    draft.title_span = Some(title);
    front
        .iter()
        .enumerate()
        .skip(at + 1)
        .find(|(_, s)| {
            let low = text.low(**s);
            text.slice(**s).chars().count() > 60 && !low.starts_with("kính gửi") && !low.starts_with('-')
        })
        .map_or(at + 1, |(i, _)| i)
}

/// The papers that the preamble names before the words of issue.
fn legal_basis(text: &Text, preamble: &[Span]) -> Vec<String> {
    let mut out = Vec::new();
    for span in preamble {
        let low = text.low(*span);
        let Some(skip) = ["- căn cứ ", "căn cứ ", "thực hiện ", "theo ", "- theo ", "- thực hiện ", "xét "]
            .iter()
            .find(|w| low.starts_with(**w))
            .map(|w| w.len())
        else {
            continue;
        };
        let mut start = skip;
        for part in low[skip..].split(';') {
            let end = start + part.len();
            let trimmed = text.trim_stop(Span::new(span.start + start, span.start + end));
            let part_low = text.low(trimmed);
            start = end + 1;
            let issues = part_low.contains("ban hành kế hoạch")
                || part_low.contains("như sau")
                || part_low.contains("xây dựng kế hoạch")
                || part_low.contains("nội dung sau")
                || part_low.contains("đề nghị các");
            if !issues && part_low.split_whitespace().count() > 2 {
                out.push(text.words(trimmed));
            } else if issues
                && let Some(comma) = part_low
                    .rfind(", ủy ban")
                    .or_else(|| part_low.rfind(", ban thường trực"))
                    .filter(|c| *c > 10)
            {
                out.push(text.words(text.trim_stop(Span::new(trimmed.start, trimmed.start + comma))));
            }
        }
    }
    out
}

fn read_secrecy(text: &Text, head: &[Span], draft: &mut MetaDraft) {
    draft.meta.secrecy = head
        .iter()
        .map(|s| text.words(*s))
        .find(|s| {
            matches!(
                s.to_uppercase().trim_matches(['*', ' ', '.', '[', ']']),
                "MẬT" | "TỐI MẬT" | "TUYỆT MẬT"
            )
        })
        .map(|s| s.trim_matches(['*', ' ', '.']).to_owned());
}
