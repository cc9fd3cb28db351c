//! Organisations: names from the list with the words of place behind them, and families such as "Sở …" by their form.

use std::collections::HashMap;

use super::meta::expand;
use super::model::{Organisation, Span};
use super::rules::Compiled;
use super::text::{Text, is_word_border, near, places};

/// One place where a body is named; the span is in the normalised text.
#[derive(Debug, Clone)]
pub(crate) struct Named<'a> {
    pub span: Span,
    /// The name with abbreviations written out and with its place.
    pub name: String,
    pub kind: &'a str,
    pub core: bool,
}

pub(crate) fn scan<'a>(text: &Text, words: &'a Compiled) -> Vec<Named<'a>> {
    let low = text.lower.as_str();
    let mut found: Vec<Named> = Vec::new();
    for (span, body) in words.body_forms.find(text) {
        if !text.watch.goes_on(span.len()) {
            return Vec::new();
        }
        let body = &words.bodies[body];
        // Common words in small letters are no names: "quốc hội" is, "văn phòng" may be furniture.
        let mut end = span.end;
        let mut place = String::new();
        if body.terms
            && let Some((term, to)) = term_after(low, end)
        {
            place = term;
            end = to;
        } else if body.place
            && let Some((p, to)) = place_after(text, end, words)
        {
            place = p;
            end = to;
        }
        if body.needs_place && place.is_empty() || text.norm[..span.start].ends_with(['-', '/']) {
            continue;
        }
        // "MTTQ Việt Nam tỉnh", "… cấp xã" before a congress: the Front itself, at one level.
        if body.kind == "front" && (place.starts_with("tỉnh") || place.starts_with("cấp ")) {
            place.clear();
        }
        let more = (body.kind == "foreign").then(|| second_place(text, end, words)).flatten();
        if let Some((place, span)) = more {
            found.push(Named {
                span,
                name: format!("{} {place}", body.full),
                kind: &body.kind,
                core: body.core,
            });
        }
        let name = if place.is_empty() { body.full.clone() } else { format!("{} {place}", body.full) };
        found.push(Named { span: Span::new(span.start, end), name, kind: &body.kind, core: body.core });
    }
    families(text, words, &mut found);
    found.sort_by_key(|n| (n.span.start, std::cmp::Reverse(n.span.end)));
    let mut last_end = 0;
    found.retain(|n| {
        let keep = n.span.start >= last_end;
        if keep {
            last_end = n.span.end;
        }
        keep
    });
    join_offices(text, &mut found);
    found
}

/// "khóa XIII" behind a body that has terms.
fn term_after(low: &str, at: usize) -> Option<(String, usize)> {
    let rest = low.get(at..)?;
    let tail = rest.trim_start().strip_prefix(',').unwrap_or(rest.trim_start()).trim_start();
    let number = tail.strip_prefix("khóa ")?;
    let (n, len) = super::names::leading_ordinal(number)?;
    Some((format!("khóa {}", super::labels::roman_text(n)), low.len() - number.len() + len))
}

/// Words of place: "tỉnh", "tỉnh Sơn La", "các cấp", "cấp huyện, cấp xã", "các huyện, thành phố", "xã Chiềng Ân".
fn place_after(text: &Text, at: usize, words: &Compiled) -> Option<(String, usize)> {
    let low = &text.lower[at..];
    let gap = low.len() - low.trim_start_matches(' ').len();
    if gap == 0 || gap > 2 {
        return None;
    }
    let rest = &low[gap..];
    let start = at + gap;
    let fixed = [
        "các huyện, thành phố",
        "các huyện, thị xã, thành phố",
        "các huyện thành phố",
        "các xã, phường, đặc khu",
        "các xã, phường, thị trấn",
        "các xã, phường",
        "các cấp ở địa phương",
        "các cấp",
        "cấp huyện, cấp xã",
        "cấp tỉnh",
        "cấp huyện",
        "cấp xã",
        "huyện, thành phố",
        "các tỉnh bắc lào",
        "ở cơ sở",
        "cơ sở",
        "xã, phường, đặc khu",
        "xã, phường",
    ];
    if let Some(f) = fixed.iter().find(|f| rest.starts_with(**f) && is_word_border(rest, f.len())) {
        return Some(((*f).to_owned(), start + f.len()));
    }
    for kind in ["các tỉnh", "tỉnh", "thành phố", "huyện", "xã", "phường", "đặc khu", "thị xã", "thị trấn"]
    {
        let Some(tail) = rest.strip_prefix(kind).filter(|_| is_word_border(rest, kind.len())) else {
            continue;
        };
        let name_at = start + kind.len();
        let blank = tail.len() - tail.trim_start_matches(' ').len();
        if let Some((name, len)) = words.province_at(tail.trim_start_matches(' ')).filter(|_| blank > 0) {
            let of_province = matches!(kind, "tỉnh" | "thành phố" | "các tỉnh");
            if of_province {
                return Some((format!("{kind} {name}"), name_at + blank + len));
            }
        }
        let proper = proper_name(&text.norm[name_at..]);
        // One syllable before a small letter is a word with a capital by chance: "tỉnh Thông báo".
        let is_name = text.norm[name_at..name_at + proper].trim().contains(' ')
            || !text.norm[name_at + proper..].trim_start().starts_with(char::is_lowercase);
        if proper > 0 && is_name {
            let name = text.words(Span::new(start, name_at + proper));
            return Some((name, name_at + proper));
        }
        return (kind != "các tỉnh").then(|| (kind.to_owned(), name_at));
    }
    // "Mặt trận … tỉnh Hủa Phăn và tỉnh Luông Pha Bang" is found at its first place; "Công an" alone has none.
    None
}

/// " và tỉnh Luông Pha Bang" after a body with its first place: the same body at another place.
fn second_place(text: &Text, at: usize, words: &Compiled) -> Option<(String, Span)> {
    let rest = text.lower.get(at..)?.strip_prefix(" và tỉnh ")?;
    let start = text.lower.len() - rest.len() - "tỉnh ".len();
    let (place, end) = place_after(text, start - 1, words)?;
    Some((place, Span::new(start, end)))
}

/// The length of " Chiềng Ân": words with a capital, at most five, no punctuation between.
fn proper_name(s: &str) -> usize {
    let mut len = 0;
    for (count, word) in s.split_inclusive(' ').enumerate().skip(usize::from(s.starts_with(' '))) {
        let bare = word.trim_end_matches([' ', ',', '.', ';', ':', ')', '\n']);
        let first = bare.chars().next();
        let is_name = first.is_some_and(char::is_uppercase)
            && bare.chars().all(crate::reading::text::is_letter)
            && bare.chars().skip(1).all(char::is_lowercase);
        if !is_name || count > 4 {
            break;
        }
        let start = if len == 0 && s.starts_with(' ') { 1 } else { len };
        len = start + bare.len();
        if bare.len() + 1 != word.len() || !word.ends_with(' ') {
            break;
        }
        len += 1;
    }
    s[..len].trim_end().len()
}

/// "Sở Lao động - Thương binh và Xã hội", "Cục …", "Hội …": a head word and words with capitals, joined by "-", "và", ",".
fn families(text: &Text, words: &Compiled, found: &mut Vec<Named>) {
    /// In bytes; no body has a longer name.
    const LONGEST_NAME: usize = 1024;
    const HEADS: [(&str, &str); 9] = [
        ("Sở ", "state/province"),
        ("Cục ", "state"),
        ("Bộ ", "state/central"),
        ("Hội ", "member_org"),
        ("Liên minh ", "member_org"),
        ("Trường ", "school"),
        ("Báo ", "media"),
        ("Ban ", "board"),
        ("Viện ", "justice"),
    ];
    for (head, kind) in HEADS {
        for at in places(&text.norm, head) {
            if !is_word_border(&text.norm, at) {
                continue;
            }
            let from = at + head.len();
            let line = &text.norm[from..];
            let line = near(line, LONGEST_NAME);
            let line = &line[..line.find(['\t', '\n']).unwrap_or(line.len())];
            let name_len = department(line);
            let count = text.norm[from..from + name_len].split_whitespace().count();
            if name_len == 0 || (matches!(head, "Hội " | "Ban " | "Bộ ") && count < 2) {
                continue;
            }
            let first = text.lower[from..].split_whitespace().next().unwrap_or("");
            // "Hội Nghị", "Ban Hành" in titles with capitals are no bodies; party terms stand in the list.
            let is_word = matches!(head, "Hội " | "Ban " | "Bộ " | "Viện ");
            if is_word
                && matches!(
                    first,
                    "nghị"
                        | "hành"
                        | "đồng"
                        | "thảo"
                        | "chấp"
                        | "thường"
                        | "bí"
                        | "chính"
                        | "cáo"
                        | "công"
                        | "dân"
                        | "tư"
                        | "chủ"
                        | "giám"
                        | "thanh"
                )
            {
                continue;
            }
            let mut end = from + name_len;
            if let Some((_, to)) = place_after(text, end, words) {
                end = to;
            }
            let span = Span::new(at, end);
            let name = expand(&text.words(span));
            found.push(Named { span, name, kind, core: true });
        }
    }
}

/// The length of a department's name: every word has a capital or is small in the second place of a pair ("Lao động").
fn department(s: &str) -> usize {
    let mut end = 0;
    let mut at = 0;
    let mut small = 0;
    let mut joiner = false;
    let mut last = "";
    for word in s.split_inclusive(' ') {
        let bare = word.trim_end_matches([' ', ',', '.', ';', ':', ')', '\n']);
        let first = bare.chars().next();
        // "Ban Xây dựng Đảng Đảng ủy xã": the second begins another name.
        if bare == std::mem::replace(&mut last, bare) {
            break;
        }
        if matches!(bare, "-" | "và") && end > 0 {
            // "Sở Tư pháp và Hội Luật gia" is two bodies.
            let after = s[at + word.len()..].split_whitespace().next().unwrap_or("");
            if bare == "và"
                && matches!(
                    after,
                    "Sở" | "Hội" | "Ban" | "Cục" | "Đoàn" | "Liên" | "Ủy" | "Công" | "Viện" | "Đài" | "Báo"
                )
            {
                break;
            }
            joiner = true;
        } else if first.is_some_and(char::is_uppercase) && bare.chars().all(crate::reading::text::is_letter) {
            end = at + bare.len();
            small = 0;
            joiner = false;
        } else if first.is_some_and(char::is_lowercase)
            && small == 0
            && !joiner
            && end > 0
            && is_second_syllable(bare)
        {
            end = at + bare.len();
            small += 1;
        } else {
            break;
        }
        at += word.len();
        if bare.len() + 1 < word.len() || (!word.ends_with(' ')) || word.ends_with([',', '.']) {
            break;
        }
        if bare.len() != word.trim_end().len() {
            break;
        }
    }
    end
}

fn is_second_syllable(word: &str) -> bool {
    [
        "động",
        "binh",
        "hội",
        "vụ",
        "chính",
        "tạo",
        "tế",
        "nghệ",
        "tư",
        "dục",
        "thao",
        "lịch",
        "trường",
        "nghiệp",
        "thôn",
        "thông",
        "pháp",
        "tộc",
        "giáo",
        "thuật",
        "nữ",
        "dân",
        "sát",
        "toán",
        "vận",
        "hóa",
        "hoá",
        "dựng",
        "thương",
        "tin",
        "ngoại",
        "án",
        "gia",
        "kho",
        "quan",
        "xã",
        "lý",
    ]
    .contains(&word)
}

/// "các Ban chuyên môn, Văn phòng cơ quan chuyên trách của …" is named as one office; the pieces are kept as one.
fn join_offices(text: &Text, found: &mut Vec<Named>) {
    let mut joined: Vec<Named> = Vec::with_capacity(found.len());
    for named in found.drain(..) {
        match joined.last_mut() {
            Some(before)
                if before.kind == "front_office"
                    && named.kind == "front_office"
                    && named.core
                    && matches!(text.low(Span::new(before.span.end, named.span.start)).trim(), "" | ",") =>
            {
                *before = Named { span: Span::new(before.span.start, named.span.end), ..named };
            }
            _ => joined.push(named),
        }
    }
    *found = joined;
}

/// One entry for each body, with the forms that the paper uses.
pub(crate) fn gather(text: &Text, found: &[Named], province: Option<&str>) -> Vec<Organisation> {
    let mut out: Vec<Organisation> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for named in found {
        let name = match province {
            Some(p) if named.name.ends_with(" tỉnh") => format!("{} {p}", named.name),
            _ => named.name.clone(),
        };
        let form = text.words(named.span);
        let span = text.to_raw(named.span);
        if let Some(&i) = known.get(&name) {
            let org = &mut out[i];
            if !org.aliases.contains(&form) {
                org.aliases.push(form);
            }
            org.spans.push(span);
        } else {
            known.insert(name.clone(), out.len());
            out.push(Organisation {
                name,
                aliases: vec![form],
                kind: named.kind.to_owned(),
                is_core: named.core,
                spans: vec![span],
            });
        }
    }
    out
}
