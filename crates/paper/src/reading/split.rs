//! Cutting a bullet into parts that can be tracked on their own (conventions of handbook 3.2: one bullet, 1..n tasks).

use super::model::Span;
use super::rules::Compiled;
use super::text::{Text, contains, near};

/// The end of the first sentence of a span: the place of its stop, or the end of the span.
pub(crate) fn sentence_end(text: &Text, span: Span) -> usize {
    let s = text.slice(span);
    let mut found = span.end;
    walk(text, span, |at, c| {
        if c == '.' && ends_here(s, at) {
            found = span.start + at;
            return false;
        }
        true
    });
    found
}

/// Calls `visit` for every stop, semicolon, comma and blank before "và" outside brackets and quotes, with its place in
/// the span, until it returns false.
fn walk(text: &Text, span: Span, mut visit: impl FnMut(usize, char) -> bool) {
    let s = text.slice(span);
    let mut skip = 0;
    for &(place, c) in text.signs_in(span) {
        let at = place - span.start;
        if at < skip || at >= s.len() {
            continue;
        }
        let closed = match c {
            '(' => closes(s, at, ")"),
            '"' => closes(s, at, "\""),
            '“' => closes(s, at, "”"),
            '.' | ';' | ',' | ' ' => {
                if !visit(at, c) {
                    return;
                }
                continue;
            }
            _ => None,
        };
        skip = closed.unwrap_or(skip);
    }
}

/// The place after the mark that closes what opens at `at`, when it is near.
fn closes(s: &str, at: usize, mark: &str) -> Option<usize> {
    let open = s[at..].chars().next()?.len_utf8();
    let rest = &s[at + open..];
    near(rest, 404).find(mark).filter(|d| *d < 400).map(|d| at + open + d + mark.len())
}

/// Whether the stop at `at` ends a sentence: blanks and a capital follow, or a capital at once after a small letter.
fn ends_here(s: &str, at: usize) -> bool {
    let rest = &s[at + 1..];
    let before = s[..at].chars().next_back();
    let Some(next) = rest.chars().next() else {
        return true;
    };
    if next.is_whitespace() {
        let opens = rest
            .trim_start()
            .chars()
            .next()
            .is_none_or(|c| c.is_uppercase() || matches!(c, '“' | '"' | '(' | '-'));
        // "TP. Hồ Chí Minh", "A. Nguyễn": a capital before the stop is an abbreviation.
        return opens && !before.is_some_and(char::is_uppercase);
    }
    next.is_uppercase()
        && before.is_some_and(|c| c.is_lowercase() || matches!(c, ')' | '”' | '"') || c.is_ascii_digit())
}

/// What a span was cut into.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    pub spans: Vec<Span>,
    /// Clauses between stops and semicolons; cuts at commas are not counted.
    pub clauses: usize,
}

/// The parts of a span, in order. A span without borders gives one part.
pub(crate) fn parts(text: &Text, span: Span, words: &Compiled) -> Parts {
    let mut out = Parts::default();
    let items = super::outline::inline_items(text, span);
    if let (Some(first), Some(last)) = (items.first(), items.last()) {
        // The words that announce the list belong to its items.
        let lead = last_sentence_start(text, span, first.1.start - span.start);
        push_sentences(text, Span::new(span.start, span.start + lead), words, &mut out);
        for (n, item) in &items {
            let open = text.slice(Span::new(span.start, item.start)).rfind(&format!("({n})"));
            out.clauses += 1;
            out.spans.push(Span::new(span.start + open.unwrap_or(0), item.end));
        }
        push_sentences(text, Span::new(last.1.end, span.end), words, &mut out);
    } else {
        push_sentences(text, span, words, &mut out);
    }
    out
}

/// The start, within the span, of the sentence that holds its byte `at`.
pub(crate) fn sentence_start(text: &Text, span: Span, at: usize) -> usize {
    let s = text.slice(span);
    let mut start = 0;
    walk(text, Span::new(span.start, span.start + at), |stop, c| {
        if c == '.' && ends_here(s, stop) {
            start = stop + 1;
        }
        true
    });
    start
}

fn last_sentence_start(text: &Text, span: Span, before: usize) -> usize {
    let s = text.slice(span);
    let mut start = 0;
    walk(text, Span::new(span.start, span.start + before), |at, c| {
        if (c == '.' && ends_here(s, at)) || c == ';' {
            start = at + 1;
        }
        true
    });
    start
}

fn push_sentences(text: &Text, span: Span, words: &Compiled, out: &mut Parts) {
    let s = text.slice(span);
    let mut cuts = Vec::with_capacity(8);
    cuts.push(0);
    walk(text, span, |at, c| {
        if c == '.' && ends_here(s, at) {
            cuts.push(at + 1);
        }
        true
    });
    cuts.push(s.len());
    for pair in cuts.windows(2) {
        let sentence = text.trim(Span::new(span.start + pair[0], span.start + pair[1]));
        if text.slice(sentence).chars().any(crate::reading::text::is_word) {
            push_clauses(text, sentence, words, out);
        }
    }
}

fn push_clauses(text: &Text, sentence: Span, words: &Compiled, out: &mut Parts) {
    let (s, low) = (text.slice(sentence), text.low(sentence));
    let mut start = 0;
    let mut clauses = Vec::new();
    walk(text, sentence, |at, c| {
        if c == ';' && !goes_on(&low[start..at], &low[at + 1..], &s[at + 1..], words, low) {
            clauses.push((start, at));
            start = at + 1;
        }
        true
    });
    clauses.push((start, s.len()));
    for (from, to) in clauses {
        let clause = text.trim_stop(Span::new(sentence.start + from, sentence.start + to));
        if text.slice(clause).chars().any(crate::reading::text::is_word) {
            out.clauses += 1;
            push_actions(text, without_basis(text, clause, words), words, out);
        }
    }
}

/// Whether what follows a semicolon belongs to the list before it.
fn goes_on(before: &str, after: &str, after_norm: &str, words: &Compiled, sentence: &str) -> bool {
    let next = after.trim_start();
    if next.is_empty() || words.lists.list_goes_on.len_at(next).is_some() {
        return true;
    }
    let end = next.find([';', '.']).unwrap_or(next.len());
    let clause = &next[..end];
    let is_short = clause.split_whitespace().nth(14).is_none();
    // "; Văn phòng chủ trì." tells who does it.
    let names_who = || {
        clause.ends_with("chủ trì")
            || clause.ends_with("chủ trì thực hiện")
            || clause.ends_with("tham mưu")
            || clause.ends_with("thực hiện") && clause.starts_with("giao ")
            || contains(clause, " chủ trì, phối hợp")
    };
    if is_short && names_who() && words.lists.actions.len_at(next).is_none() {
        return true;
    }
    if let Some((_, len)) = words.kind_at(next) {
        let tail = next[len..].trim_start();
        // One more paper that the action rests on.
        let is_cited = tail.starts_with("số ") || tail.starts_with(|c: char| c.is_ascii_digit());
        let is_capital = after_norm.trim_start().starts_with(char::is_uppercase);
        if is_cited || (is_capital && words.lists.rests_on.len_at(sentence).is_some()) {
            return true;
        }
        // "Luật A; Luật B": papers in a row.
        if is_capital && before.contains("luật ") && next.starts_with("luật ") {
            return true;
        }
    }
    false
}

/// "Căn cứ kế hoạch này …, xây dựng …" without the words it rests on.
fn without_basis(text: &Text, clause: Span, words: &Compiled) -> Span {
    let low = text.low(clause);
    if !(low.starts_with("căn cứ") || low.starts_with("trên cơ sở")) {
        return clause;
    }
    let mut found = None;
    walk(text, clause, |at, c| {
        let rest = if c == ',' {
            low[at + 1..].trim_start()
        } else {
            return true;
        };
        if words.lists.actions.len_at(rest).is_some() {
            found = Some(low.len() - rest.len());
            return false;
        }
        true
    });
    found.map_or(clause, |at| Span::new(clause.start + at, clause.end))
}

/// Cuts at commas and at "và" where a new action or a new paper begins.
fn push_actions(text: &Text, clause: Span, words: &Compiled, out: &mut Parts) {
    let (s, low) = (text.slice(clause), text.low(clause));
    let mut start = 0;
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    let lists_papers = makes_papers(low, s, words);
    walk(text, clause, |at, c| {
        let (left, left_norm) = (&low[start..at], &s[start..at]);
        let rest = &low[at + 1..];
        let next = rest.trim_start();
        let cuts_here = match c {
            ',' => {
                let gap = rest.len() - next.len();
                left.split_whitespace().nth(3).is_some()
                    && words.lists.opens_after_comma.len_at(next).is_some()
                    || ends_commemorations(left, next)
                    || lists_papers && is_capital_kind(next, &s[at + 1 + gap..], words)
                    || next.starts_with("việc ") && contains(left, " việc ")
            }
            ' ' if rest.starts_with("và ") => {
                let second = &rest["và ".len()..];
                words.lists.opens_after_and.len_at(second).is_some()
                    && words.lists.makes_papers.len_at(left).is_some()
                    || second.starts_with("dự thảo ") && left.contains("dự thảo ")
            }
            _ => false,
        };
        if cuts_here && !left_norm.trim().is_empty() {
            cuts.push((start, at));
            start = if c == ' ' { at + " và".len() } else { at + 1 };
        }
        true
    });
    cuts.push((start, s.len()));
    out.spans.extend(
        cuts.into_iter()
            .map(|(from, to)| text.trim_stop(Span::new(clause.start + from, clause.start + to)))
            .filter(|p| !p.is_empty()),
    );
}

/// Whether a clause makes papers named with a capital: "Xây dựng Quy chế làm việc, Chương trình …".
fn makes_papers(low: &str, s: &str, words: &Compiled) -> bool {
    words.lists.makes_papers.len_at(low).is_some_and(|len| {
        let gap = low[len..].len() - low[len..].trim_start().len();
        is_capital_kind(&low[len + gap..], &s[len + gap..], words)
    })
}

fn is_capital_kind(low: &str, s: &str, words: &Compiled) -> bool {
    s.starts_with(char::is_uppercase) && words.kind_at(low).is_some()
}

/// After the last commemoration of a list — "(18/11/1930-18/11/2024), kết quả …" — something else begins.
fn ends_commemorations(left: &str, next: &str) -> bool {
    let Some(inside) = left.trim_end().strip_suffix(')').and_then(|l| l.rfind('(').map(|i| &l[i + 1..]))
    else {
        return false;
    };
    let is_day =
        (inside.contains('/') && inside.bytes().any(|b| b.is_ascii_digit())) || inside.contains("âm lịch");
    let is_day = is_day
        && inside.len() < 60
        && (left.contains("kỷ niệm") || left.contains(" năm ") || left.contains("ngày "));
    let goes_on = ["ngày ", "kỷ niệm", "quốc khánh", "tết", "lễ", "giỗ", "năm ", "đại lễ", "cách mạng"];
    is_day && !next.starts_with(|c: char| c.is_ascii_digit()) && !goes_on.iter().any(|w| next.starts_with(w))
}
