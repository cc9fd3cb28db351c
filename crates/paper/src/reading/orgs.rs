//! Organisations: names from the list with the words of place behind them, and families such as "Sở …" by their form.

use super::meta::expand;
use super::model::{Organisation, Span};
use super::rules::Compiled;
use super::text::{Text, is_word_border};

/// One place where a body is named; the span is in the normalised text.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub span: Span,
    /// The name with abbreviations written out and with its place.
    pub name: String,
    pub kind: String,
    pub core: bool,
}

pub(crate) fn scan(text: &Text, words: &Compiled) -> Vec<Named> {
    let low = text.lower.as_str();
    let mut found: Vec<Named> = Vec::new();
    for (span, body) in words.body_forms.find(low) {
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
        if body.needs_place && place.is_empty() {
            continue;
        }
        let name = if place.is_empty() {
            body.full.clone()
        } else {
            format!("{} {place}", body.full)
        };
        found.push(Named {
            span: Span::new(span.start, end),
            name,
            kind: body.kind.clone(),
            core: body.core,
        });
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
    let tail = rest
        .trim_start()
        .strip_prefix(',')
        .unwrap_or(rest.trim_start())
        .trim_start();
    let number = tail.strip_prefix("khóa ")?;
    let (n, len) = super::names::leading_ordinal(number)?;
    Some((
        format!("khóa {}", super::labels::roman_text(n)),
        low.len() - number.len() + len,
    ))
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
    if let Some(f) = fixed
        .iter()
        .find(|f| rest.starts_with(**f) && is_word_border(rest, f.len()))
    {
        return Some(((*f).to_owned(), start + f.len()));
    }
    for kind in [
        "các tỉnh",
        "tỉnh",
        "thành phố",
        "huyện",
        "xã",
        "phường",
        "đặc khu",
        "thị xã",
        "thị trấn",
    ] {
        let Some(tail) = rest
            .strip_prefix(kind)
            .filter(|_| is_word_border(rest, kind.len()))
        else {
            continue;
        };
        let name_at = start + kind.len();
        let blank = tail.len() - tail.trim_start_matches(' ').len();
        if let Some((name, len)) = words
            .province_at(tail.trim_start_matches(' '))
            .filter(|_| blank > 0)
        {
            let of_province = matches!(kind, "tỉnh" | "thành phố" | "các tỉnh");
            if of_province {
                return Some((format!("{kind} {name}"), name_at + blank + len));
            }
        }
        let proper = proper_name(&text.norm[name_at..]);
        if proper > 0 {
            let name = text.words(Span::new(start, name_at + proper));
            return Some((name, name_at + proper));
        }
        return (kind != "các tỉnh").then(|| (kind.to_owned(), name_at));
    }
    // "Mặt trận … tỉnh Hủa Phăn và tỉnh Luông Pha Bang" is found at its first place; "Công an" alone has none.
    None
}

/// The length of " Chiềng Ân": words with a capital, at most five, no punctuation between.
fn proper_name(s: &str) -> usize {
    let mut len = 0;
    for (count, word) in s
        .split_inclusive(' ')
        .enumerate()
        .skip(usize::from(s.starts_with(' ')))
    {
        let bare = word.trim_end_matches([' ', ',', '.', ';', ':', ')', '\n']);
        let first = bare.chars().next();
        let is_name = first.is_some_and(char::is_uppercase)
            && bare.chars().all(char::is_alphabetic)
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
    const HEADS: [(&str, &str); 9] = [
        ("sở ", "state/province"),
        ("cục ", "state"),
        ("bộ ", "state/central"),
        ("hội ", "member_org"),
        ("liên minh ", "member_org"),
        ("trường ", "school"),
        ("báo ", "media"),
        ("ban ", "board"),
        ("viện ", "justice"),
    ];
    for (head, kind) in HEADS {
        for (at, _) in text.lower.match_indices(head) {
            if !is_word_border(&text.lower, at) || !text.norm[at..].starts_with(char::is_uppercase) {
                continue;
            }
            let from = at + head.len();
            let name_len = department(&text.norm[from..]);
            let count = text.norm[from..from + name_len].split_whitespace().count();
            if name_len == 0 || (matches!(head, "hội " | "ban " | "bộ ") && count < 2) {
                continue;
            }
            let first = text.lower[from..].split_whitespace().next().unwrap_or("");
            // "Hội Nghị", "Ban Hành" in titles with capitals are no bodies; party terms stand in the list.
            if matches!(
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
            ) {
                continue;
            }
            let mut end = from + name_len;
            if let Some((_, to)) = place_after(text, end, words) {
                end = to;
            }
            let span = Span::new(at, end);
            let name = expand(&text.words(span));
            found.push(Named {
                span,
                name,
                kind: kind.to_owned(),
                core: true,
            });
        }
    }
}

/// The length of a department's name: every word has a capital or is small in the second place of a pair ("Lao động").
fn department(s: &str) -> usize {
    let mut end = 0;
    let mut at = 0;
    let mut small = 0;
    let mut joiner = false;
    for word in s.split_inclusive(' ') {
        let bare = word.trim_end_matches([' ', ',', '.', ';', ':', ')', '\n']);
        let first = bare.chars().next();
        if matches!(bare, "-" | "và") && end > 0 {
            joiner = true;
        } else if first.is_some_and(char::is_uppercase) && bare.chars().all(char::is_alphabetic) {
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
    let mut i = 0;
    while i + 1 < found.len() {
        let (a, b) = (&found[i], &found[i + 1]);
        let between = text.low(Span::new(a.span.end, b.span.start));
        if a.kind == "front_office"
            && b.kind == "front_office"
            && b.core
            && matches!(between.trim(), "" | ",")
        {
            let span = Span::new(a.span.start, b.span.end);
            let merged = Named {
                span,
                ..found[i + 1].clone()
            };
            found[i] = merged;
            found.remove(i + 1);
        } else {
            i += 1;
        }
    }
}

/// One entry for each body, with the forms that the paper uses.
pub(crate) fn gather(text: &Text, found: &[Named], province: Option<&str>) -> Vec<Organisation> {
    let mut out: Vec<Organisation> = Vec::new();
    let full = |n: &Named| match province {
        Some(p) if n.name.ends_with(" tỉnh") => format!("{} {p}", n.name),
        _ => n.name.clone(),
    };
    for named in found {
        let name = full(named);
        let key = super::text::key(&name);
        let form = text.words(named.span);
        let span = text.to_raw(named.span);
        match out.iter_mut().find(|o| super::text::key(&o.name) == key) {
            Some(o) => {
                if !o.aliases.contains(&form) {
                    o.aliases.push(form);
                }
                o.spans.push(span);
            }
            None => out.push(Organisation {
                name,
                aliases: vec![form],
                kind: named.kind.clone(),
                is_core: named.core,
                spans: vec![span],
            }),
        }
    }
    out
}
