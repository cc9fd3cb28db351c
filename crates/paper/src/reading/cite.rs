//! Citations: symbols by the grammar of handbook 2.4, and papers known by name only.

mod symbol;

use symbol::{Symbol, symbol};

use super::cover::Cover;
use super::dates::Mention;
use super::meta::MetaDraft;
use super::model::{CitationKind, DateKind, Span};
use super::rules::{Compiled, NamedPaper};
use super::text::{Text, find, is_word_border, places};

/// A citation at one place; spans are in the normalised text.
#[derive(Debug, Clone)]
pub(crate) struct Cited {
    pub kind: CitationKind,
    pub symbol: Option<String>,
    pub type_name: Option<String>,
    pub type_code: Option<String>,
    pub issuer_code: Option<String>,
    pub issuer: Option<String>,
    pub issuer_by_code: Option<String>,
    pub date: Option<String>,
    /// The type word stands before another symbol of the same row.
    pub inherits_type: bool,
    /// From the type word to the issuer.
    pub span: Span,
}

pub(crate) fn scan(text: &Text, meta: &MetaDraft, dates: &[Mention], words: &Compiled) -> Vec<Cited> {
    let mut found = Vec::new();
    let norm = text.norm.as_str();
    let bytes = norm.as_bytes();
    for at in memchr::memchr2_iter(b'/', b'-', bytes) {
        // A symbol is found once, at the first slash or hyphen after its number.
        let number_end = norm[..at].trim_end_matches(' ').len();
        let len = bytes[..number_end].iter().rev().take_while(|b| b.is_ascii_digit()).count();
        if len == 0 || len > 5 {
            continue;
        }
        let start = number_end - len;
        // A blank before the sign is read over only where the words announce a number: "số 15 /KH-MTTQ".
        let is_announced = || text.lower[..start].trim_end_matches([' ', ':']).ends_with("số");
        if number_end < at && (at - number_end > 1 || !is_announced()) {
            continue;
        }
        let before = norm[..start].chars().next_back();
        if before.is_some_and(|c| crate::reading::text::is_word(c) || matches!(c, '/' | '-' | '.')) {
            continue;
        }
        if !text.watch.goes_on(len) {
            return Vec::new();
        }
        if let Some(symbol) = symbol(norm, start, at) {
            let cited = numbered(text, symbol, found.last(), dates, words);
            found.push(cited);
        }
    }
    share_dates(text, &mut found);
    // The paper's own symbol in its head is no citation.
    let head = meta.title_span.map_or(0, |t| t.start);
    let is_own_number = |c: &Cited| {
        let line = text.lower[..c.span.start].rsplit('\n').next().unwrap_or("");
        c.span.start < head || matches!(line.trim_end_matches([' ', ':']), "số")
    };
    found.retain(|c| c.symbol.is_none() || c.symbol != meta.meta.number || !is_own_number(c));
    named(text, words, &mut found);
    found.sort_by_key(|c| (c.span.start, c.span.end));
    found
}

/// "các Kế hoạch số 12/KH-MTTQ, 13/KH-MTTQ ngày 05/8/2025": papers in a row share the date behind the last of them.
fn share_dates(text: &Text, found: &mut [Cited]) {
    for i in (1..found.len()).rev() {
        let (before, this) = (&found[i - 1], &found[i]);
        // A type word of its own begins another row.
        let is_row = this.inherits_type && before.date.is_none() && before.span.end <= this.span.start;
        if !is_row || this.date.is_none() {
            continue;
        }
        let joint = text.low(Span::new(before.span.end, this.span.start)).trim();
        if matches!(joint, "," | "và" | ", và") || joint.ends_with("số") {
            let date = this.date.clone();
            found[i - 1].date = date;
        }
    }
}

fn numbered(
    text: &Text,
    symbol: Symbol,
    before: Option<&Cited>,
    dates: &[Mention],
    words: &Compiled,
) -> Cited {
    let low = text.lower.as_str();
    let own = type_before(text, symbol.span.start, words).or_else(|| law_before(text, &symbol));
    let shared = if own.is_none() { same_type(text, symbol.span.start, before, words) } else { None };
    let inherits_type = shared.is_some();
    let (start, type_name, type_code) = own.or(shared).unwrap_or((symbol.span.start, None, None));
    let mut end = symbol.span.end;
    // "…, ngày 26/10/2022": the date follows within a comma and the word.
    let mut date = None;
    let tail = low[end..].trim_start_matches([' ', ',', '\n', '\r', '(']);
    let after_word = tail
        .strip_prefix("ngày")
        .map(str::trim_start)
        .or_else(|| tail.starts_with(|c: char| c.is_ascii_digit()).then_some(tail));
    if let Some(rest) = after_word {
        let at = low.len() - rest.len();
        let k = dates.partition_point(|d| d.span.start < at);
        if let Some(d) = dates
            .get(k)
            .filter(|d| d.span.start == at && matches!(d.kind, DateKind::Date | DateKind::Impossible))
        {
            date = (d.kind == DateKind::Date).then(|| d.value.clone());
            end = d.span.end;
        }
    }
    let date = date.or_else(|| date_of_issue(text, start, dates));
    let issuer_span = issuer_after(text, end);
    if let Some(span) = issuer_span {
        end = span.end;
    }
    // An official letter's symbol opens with its issuer ("474/UBND-VP7"), and its type word tells what it is.
    let is_kind = |code: &String| words.kinds.iter().any(|k| k.code.eq_ignore_ascii_case(code));
    let symbol_code = symbol.type_code.filter(|code| type_name.is_none() || is_kind(code));
    let issuer_key = symbol.issuer.to_uppercase();
    Cited {
        kind: CitationKind::Numbered,
        symbol: Some(normal_symbol(&symbol.text)),
        type_name,
        type_code: symbol_code.or(type_code),
        issuer_by_code: words
            .issuers
            .iter()
            .find(|(code, _)| *code == issuer_key)
            .map(|(_, name)| name.clone()),
        issuer_code: Some(symbol.issuer),
        issuer: issuer_span.map(|s| text.words(s)),
        date,
        inherits_type,
        span: Span::new(start, end),
    }
}

/// "Ngày 20/12/2023, Bộ Chính trị ban hành Nghị quyết số …": the date opens the sentence.
fn date_of_issue(text: &Text, start: usize, dates: &[Mention]) -> Option<String> {
    let before = &text.lower[..start];
    let clause = before.rfind([';', '.', '\n']).map_or(0, |i| i + 1);
    let said = before[clause..].trim();
    if !said.starts_with("ngày ") || !(said.ends_with("ban hành") || said.ends_with("đã ký")) {
        return None;
    }
    let k = dates.partition_point(|d| d.span.start < clause);
    let date = dates.get(k).filter(|d| d.kind == DateKind::Date && d.span.end < start)?;
    (text.low(Span::new(clause, date.span.start)).trim() == "ngày").then(|| date.value.clone())
}

fn normal_symbol(s: &str) -> String {
    s.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Where a citation begins, and the type of the paper as printed and by its code.
type TypeWords = (usize, Option<String>, Option<String>);

/// "Luật Mặt trận Tổ quốc Việt Nam số 97/2025/QH15": the type stands before the name of the law.
fn law_before(text: &Text, symbol: &Symbol) -> Option<TypeWords> {
    if symbol.type_code.is_some() {
        return None;
    }
    let low = &text.lower[..symbol.span.start];
    let name = low.rfind([';', '.', ':', ',', '\n']).map_or(0, |i| i + 1);
    let kind = ["bộ luật ", "luật ", "pháp lệnh ", "nghị quyết "]
        .iter()
        .filter_map(|kind| low[name..].rfind(kind).map(|i| Span::new(name + i, name + i + kind.len() - 1)))
        .find(|kind| is_word_border(low, kind.start) && low.len() - kind.end < 200)?;
    Some((kind.start, Some(text.words(kind)), None))
}

/// "các Kế hoạch số 12/KH-MTTQ, 13/KH-MTTQ": the second paper is of the type of the first.
fn same_type(text: &Text, at: usize, before: Option<&Cited>, words: &Compiled) -> Option<TypeWords> {
    let before = before.filter(|b| b.type_name.is_some() && b.span.end <= at)?;
    let joint = text.low(Span::new(before.span.end, at)).trim();
    // Behind a date, only "số" shows that the row goes on.
    if before.date.is_some() && !joint.ends_with("số") {
        return None;
    }
    let code = before.type_code.clone().filter(|code| words.kinds.iter().any(|k| k.code == *code));
    matches!(joint, "," | "và" | ", số" | "và số" | ", và").then(|| (at, before.type_name.clone(), code))
}

/// The type word before a symbol: "Kết luận số", "Quy định".
fn type_before(text: &Text, at: usize, words: &Compiled) -> Option<TypeWords> {
    let low = &text.lower[..at];
    let trimmed = low.trim_end_matches([' ', ':', '\n', '\r']);
    let trimmed = trimmed.strip_suffix("số").unwrap_or(trimmed).trim_end();
    for (name, i) in &words.kind_starts {
        if trimmed.ends_with(name.as_str()) {
            let start = trimmed.len() - name.len();
            if is_word_border(&text.lower, start) {
                let span = Span::new(start, trimmed.len());
                let code = Some(words.kinds[*i].code.clone()).filter(|c| !c.is_empty());
                return Some((start, Some(text.words(span)), code));
            }
        }
    }
    None
}

/// Words that begin what a paper is about, behind the name of its issuer.
const ENDS_ISSUER: [&str; 33] = [
    "về ",
    "quy định",
    "ban hành",
    "hướng dẫn",
    "phê duyệt",
    "quy ",
    "triển khai",
    "để ",
    "nhân dịp",
    "nhân kỷ niệm",
    "trong ",
    "thực hiện",
    "gắn ",
    "và hướng",
    "và kế",
    "và nghị",
    "và chỉ thị",
    "và kết luận",
    "và quyết",
    "và thông",
    "và đề án",
    "và công văn",
    "năm ",
    "giai đoạn",
    "sửa đổi",
    "đến ",
    "là ",
    "cho ",
    "trên ",
    "tới ",
    "với ",
    "theo ",
    "tại ",
];

/// "của Ban Bí thư Trung ương Đảng" after the date, up to the subject; or a body with no "của" before it.
fn issuer_after(text: &Text, at: usize) -> Option<Span> {
    let low = &text.lower[at..];
    let lead = low.len() - low.trim_start_matches([' ', ',', '\n', '\r']).len();
    let rest = &low[lead..];
    let start = match rest.strip_prefix("của ") {
        Some(_) => at + lead + "của ".len(),
        None if rest.starts_with("hội nghị lần thứ") || rest.starts_with("hội nghị trung ương") => {
            at + lead
        }
        None => return None,
    };
    let body = &text.lower[start..];
    let mut end = body.find([';', ':', '.', '\n', '”', '(', ')', '“', ',']).unwrap_or(body.len());
    let stops = |at: &usize| ENDS_ISSUER.iter().any(|stop| body[at + 1..end].starts_with(stop));
    if let Some(stop) = memchr::memchr_iter(b' ', &body.as_bytes()[..end]).find(stops) {
        end = stop;
    }
    let end = body[..end].strip_suffix(" và").map_or(end, str::len);
    let span = text.trim(Span::new(start, start + end));
    // A body has few words and begins with a capital.
    let s = text.slice(span);
    let count = s.split_whitespace().count();
    (s.starts_with(char::is_uppercase) && (1..=18).contains(&count)).then_some(span)
}

/// Papers cited by name: resolutions of congresses, programmes and schemes in quotes, the Statute, regulations.
fn named(text: &Text, words: &Compiled, found: &mut Vec<Cited>) {
    let low = text.lower.as_str();
    let numbered = Cover::new(found.iter().map(|cited| (cited.span, 0)));
    for paper in &words.named {
        for at in places(low, &paper.opening) {
            let is_capital = text.norm[at..].starts_with(char::is_uppercase);
            if !is_word_border(low, at) || (paper.capital && !is_capital) {
                continue;
            }
            let opened = at + paper.opening.len();
            let end = name_end(text, opened, paper);
            if paper.more && end <= opened + 1 {
                continue;
            }
            let start = if low[..at].ends_with("các ") { at - "các ".len() } else { at };
            let span = text.trim_stop(Span::new(start, end));
            if span.is_empty() || numbered.holders(span.start).next().is_some() {
                continue;
            }
            found.push(Cited {
                kind: CitationKind::Named,
                symbol: None,
                type_name: Some(text.words(Span::new(start, start + paper.kind.len()))),
                type_code: Some(paper.code.clone()),
                issuer_code: None,
                issuer: None,
                issuer_by_code: None,
                date: None,
                inherits_type: false,
                span,
            });
        }
    }
}

/// The end of a name whose opening words end at `from`.
fn name_end(text: &Text, from: usize, paper: &NamedPaper) -> usize {
    let low = &text.lower[from..];
    if let Some(mark) = &paper.until {
        return find(low, mark).filter(|e| *e < 300).map_or(from, |e| from + e + mark.len());
    }
    if paper.bare && low.starts_with(',') {
        return from;
    }
    let mut end = low.find([';', ':', '.', '\n', '”', '(', ')', '“']).unwrap_or(low.len());
    for stop in &paper.stops {
        if let Some(i) = find(&low[..end], stop) {
            end = i;
        }
    }
    if paper.term && low[end..].starts_with(" nhiệm kỳ") {
        end = low[end..].find([';', '.']).map_or(low.len(), |e| end + e);
    }
    from + end
}
