//! The head and the foot of a paper: type, abstract, issuer, number, date, recipients, signer (handbook 2.2, 2.6).

use super::dates::Mention;
use super::labels::roman_text;
use super::lines::Block;
use super::model::{DateKind, Meta, Span};
use super::names::leading_ordinal;
use super::outline::{Outline, is_signing_mark};
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
    let head = if type_at.is_none() {
        &front[..front.len().min(14)]
    } else {
        head
    };
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
        let raw = s[start..].split(['\n', '\t', ',']).next().unwrap_or("").trim();
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
        if low.len() > 120 || !low.contains("tháng") && !low.contains('/') {
            continue;
        }
        if at > 0 && at < 60 {
            let place = text.words(text.trim_stop(Span::new(span.start, span.start + at)));
            draft.meta.place = Some(place).filter(|p| !p.is_empty());
        }
        let day = dates
            .iter()
            .find(|d| span.contains(d.span) && d.kind == DateKind::Date);
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
        let opens_text = [
            "căn cứ",
            "thực hiện ",
            "theo ",
            "xét ",
            "kính gửi",
            "nhằm ",
            "trên cơ sở",
        ]
        .iter()
        .any(|w| low.starts_with(w))
            || s.ends_with([';', ':', '.'])
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
    draft.meta.title = draft
        .title_span
        .map(|s| text.words(s).trim_matches(['-', '*', ' ']).to_owned());
    at
}

/// "ỦY BAN MẶT TRẬN TỔ QUỐC …" under the title of a decision: who decides, not the abstract.
fn is_committee_line(text: &Text, span: Span) -> bool {
    let s = text.slice(span);
    is_upper(s)
        && [
            "ỦY BAN",
            "UỶ BAN",
            "BAN ",
            "HỘI NGHỊ",
            "CHỦ TỊCH",
            "ĐOÀN CHỦ TỊCH",
            "ĐẠI HỘI",
        ]
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
    let Some(at) = front
        .iter()
        .position(|s| text.low(*s).starts_with("v/v") || text.low(*s).starts_with("về việc"))
    else {
        return front
            .iter()
            .position(|s| text.slice(*s).chars().count() > 80)
            .unwrap_or(0);
    };
    let span = front[at];
    let skip = if text.low(span).starts_with("v/v") {
        "v/v".len()
    } else {
        0
    };
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
        let Some(skip) = [
            "- căn cứ ",
            "căn cứ ",
            "thực hiện ",
            "theo ",
            "- theo ",
            "- thực hiện ",
            "xét ",
        ]
        .iter()
        .find(|w| low.starts_with(**w))
        .map(|w| w.len()) else {
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

#[expect(
    clippy::too_many_arguments,
    reason = "the issuer is gathered from every part of the head and the end"
)]
fn read_issuer(
    text: &Text,
    head: &[Span],
    front: &[Span],
    body_from: usize,
    blocks: &[Block],
    outline: &Outline,
    words: &Compiled,
    draft: &mut MetaDraft,
) {
    // The province: where the paper names it most.
    draft.meta.province = province(text, words);
    if let Some(issuer) = draft.meta.issuer.take() {
        draft.meta.issuer = Some(with_province(&issuer, draft.meta.province.as_deref()));
        draft.has_header = true;
        return;
    }
    let header: Vec<Span> = head
        .iter()
        .copied()
        .filter(|s| {
            let (n, low) = (text.slice(*s), text.low(*s));
            is_upper(n)
                && !low.starts_with("cộng h")
                && !low.starts_with("độc lập")
                && !low.starts_with("đảng cộng sản")
                && !low.starts_with("số")
                && n.chars().filter(|c| crate::reading::text::is_letter(*c)).count() > 3
                && !matches!(low, "mật" | "tối mật" | "tuyệt mật" | "hỏa tốc" | "dự thảo")
        })
        .collect();
    if let Some(issuer) = header_issuer(text, &header) {
        draft.has_header = true;
        draft.meta.issuer = Some(with_province(&issuer, draft.meta.province.as_deref()));
        return;
    }
    // Without a header: the fullest name of the committee in the title, the words of issue or the close.
    let mut places: Vec<Span> = outline.closing.iter().map(|i| blocks[*i].span).collect();
    places.extend(front.iter().skip(body_from).rev().copied());
    places.extend(draft.title_span);
    for span in places {
        let low = text.low(span);
        for needle in [
            "ủy ban mttq việt nam",
            "ủy ban mặt trận tổ quốc việt nam",
            "ủy ban mặt trận tổ quốc (mttq) việt nam",
        ] {
            let Some(at) = low.rfind(needle) else { continue };
            let tail = low[at + needle.len()..].trim_start();
            let place = place_words(tail, words);
            if place.is_none() && !tail.starts_with("tỉnh") && !tail.starts_with("thành phố") {
                continue;
            }
            let name = match place {
                Some(p) => format!("Ủy ban Mặt trận Tổ quốc Việt Nam {p}"),
                None => with_province(
                    "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh",
                    draft.meta.province.as_deref(),
                ),
            };
            draft.meta.issuer = Some(name);
            if draft.meta.place.is_none() {
                draft.meta.place.clone_from(&draft.meta.province);
            }
            return;
        }
    }
    // "Hội nghị Ủy ban … tỉnh" in the title of a resolution, with the place left out.
    let everywhere = text.lower.contains("ủy ban mttq việt nam tỉnh")
        || text.lower.contains("ủy ban mặt trận tổ quốc việt nam tỉnh");
    if everywhere && let Some(p) = &draft.meta.province {
        draft.meta.issuer = Some(format!("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh {p}"));
    }
    // Last: "Ủy ban xã A ban hành kế hoạch".
    if draft.meta.issuer.is_none() {
        for span in front.iter().skip(body_from) {
            let low = text.low(*span);
            if let Some(end) = low.find(" ban hành kế hoạch")
                && let Some(at) = low[..end]
                    .rfind("ủy ban ")
                    .or_else(|| low[..end].rfind("ban thường trực "))
            {
                draft.meta.issuer = Some(expand(&text.words(Span::new(span.start + at, span.start + end))));
                return;
            }
        }
    }
}

/// "ỦY BAN MTTQ VIỆT NAM / TỈNH SƠN LA / BAN THƯỜNG TRỰC" in ordinary letters; superiors above it are left out.
fn header_issuer(text: &Text, header: &[Span]) -> Option<String> {
    let joined: Vec<String> = header.iter().map(|s| sentence_case(&text.words(*s))).collect();
    let at = joined.iter().position(|l| {
        let low = l.to_lowercase();
        [
            "ủy ban",
            "uỷ ban",
            "ubmttq",
            "mttq",
            "mặt trận",
            "ban ",
            "hội ",
            "tỉnh ủy",
            "đảng ủy",
            "đoàn ",
            "liên đoàn",
        ]
        .iter()
        .any(|w| low.starts_with(w))
    })?;
    let mut name = joined[at].clone();
    let mut part = None;
    for line in &joined[at + 1..] {
        let low = line.to_lowercase();
        if low.starts_with("ban thường trực") || low.starts_with("đoàn chủ tịch") {
            part = Some(line.clone());
        } else if [
            "tỉnh",
            "thành phố",
            "xã",
            "phường",
            "đặc khu",
            "huyện",
            "thị xã",
            "việt nam",
            "tổ quốc",
        ]
        .iter()
        .any(|w| low.starts_with(w))
        {
            name.push(' ');
            let mut letters = line.chars();
            let is_place = !low.starts_with("việt nam");
            name.extend(letters.next().map(|c| {
                if is_place {
                    c.to_lowercase().next().unwrap_or(c)
                } else {
                    c
                }
            }));
            name.push_str(letters.as_str());
        } else {
            break;
        }
    }
    let name = expand(&name);
    Some(match part {
        Some(p) => format!("{p} {name}"),
        None => name,
    })
}

/// Capitals to ordinary letters: proper names keep their capitals.
fn sentence_case(s: &str) -> String {
    let mut out = String::new();
    let small = [
        "BAN:Ban",
        "TRẬN:trận",
        "QUỐC:quốc",
        "THƯỜNG:Thường",
        "TRỰC:trực",
        "TỈNH:tỉnh",
        "XÃ:xã",
        "PHƯỜNG:phường",
        "HUYỆN:huyện",
        "THÀNH:thành",
        "PHỐ:phố",
        "CHỦ:Chủ",
        "TỊCH:tịch",
        "ƯƠNG:ương",
        "VỤ:vụ",
        "ỦY:ủy",
        "UỶ:ủy",
        "VẬN:vận",
        "ĐẶC:đặc",
        "KHU:khu",
        "THỊ:thị",
    ];
    let words: Vec<&str> = s.split_whitespace().collect();
    for (i, word) in words.iter().copied().enumerate() {
        if i > 0 {
            out.push(' ');
        }
        // "Tỉnh ủy" is a name, "tỉnh Sơn La" a place.
        let is_party = matches!(words.get(i + 1), Some(&("ỦY" | "UỶ")));
        let known = small
            .iter()
            .find_map(|p| p.split_once(':').filter(|(up, _)| *up == word))
            .map(|(_, l)| l);
        if word == "MTTQ" || word == "UBMTTQ" || word == "TNCS" || word == "HĐND" || word == "UBND" {
            out.push_str(word);
        } else if let Some(known) = known {
            // "ỦY BAN" opens a name; "TỈNH ỦY" does not.
            if i == 0 || is_party || (known == "Ban" && out.ends_with("Ủy ")) {
                let mut c = known.chars();
                let first = c.next().map(|f| {
                    if known == "Ban" && i > 0 {
                        'b'
                    } else {
                        f.to_uppercase().next().unwrap_or(f)
                    }
                });
                out.extend(first);
                out.push_str(c.as_str());
            } else {
                out.push_str(known);
            }
        } else {
            let mut c = word.chars();
            out.extend(c.next());
            out.extend(c.flat_map(char::to_lowercase));
        }
    }
    out
}

/// Abbreviations written out.
pub(crate) fn expand(name: &str) -> String {
    name.replace("UBMTTQ", "Ủy ban MTTQ")
        .replace("Mặt trận Tổ quốc (MTTQ)", "MTTQ")
        .replace("MTTQ", "Mặt trận Tổ quốc")
        .replace("UBND", "Ủy ban nhân dân")
        .replace("HĐND", "Hội đồng nhân dân")
        .replace("Uỷ", "Ủy")
        .replace("uỷ", "ủy")
        .replace("BTT ", "Ban Thường trực ")
}

fn with_province(name: &str, province: Option<&str>) -> String {
    match province {
        Some(p) if name.ends_with(" tỉnh") || name.ends_with("Tỉnh ủy") => format!("{name} {p}"),
        _ => name.to_owned(),
    }
}

/// "tỉnh Sơn La", "xã Chiềng Ân", "thành phố Đà Nẵng" at the start of lower-case words, with capitals.
fn place_words(low: &str, words: &Compiled) -> Option<String> {
    for kind in ["tỉnh ", "thành phố "] {
        if let Some(rest) = low.strip_prefix(kind)
            && let Some((name, _)) = words.province_at(rest)
        {
            return Some(format!("{kind}{name}"));
        }
    }
    None
}

/// The province named most often after "tỉnh" or in the place of the date line, former names included.
fn province(text: &Text, words: &Compiled) -> Option<String> {
    let mut counts: Vec<(&str, u32, usize)> = Vec::new();
    for kind in ["tỉnh ", "tỉnh\n", "thành phố ", "đảng bộ tỉnh "] {
        for i in super::text::places(&text.lower, kind) {
            let rest = text.lower[i + kind.len()..].trim_start();
            if let Some((name, _)) = words.province_at(rest) {
                match counts.iter_mut().find(|c| c.0 == name) {
                    Some(c) => c.1 += 1,
                    None => counts.push((name, 1, i)),
                }
            }
        }
    }
    counts.sort_by_key(|(_, n, at)| (std::cmp::Reverse(*n), *at));
    if let Some((name, _, _)) = counts.first() {
        return Some((*name).to_owned());
    }
    // "Báo Sơn La", "Đảng bộ Sơn La": a name by itself, twice at least or in the head.
    words
        .provinces
        .iter()
        .map(|(k, name)| (text.lower.matches(k.as_str()).count(), name))
        .filter(|(n, _)| *n >= 1)
        .max_by_key(|(n, _)| *n)
        .map(|(_, name)| name.clone())
}

fn read_term(text: &Text, draft: &mut MetaDraft, dates: &[Mention]) {
    // The title and the first lines decide; else the first term that the paper names.
    let place = draft.title_span.map_or(0, |t| t.start);
    let end = draft.title_span.map_or(0, |t| t.end);
    let own = dates
        .iter()
        .find(|d| d.kind == DateKind::Term && d.span.start >= place && d.span.end <= end);
    let is_own = |d: &&Mention| {
        let before = context_before(text, d.span.start);
        d.kind == DateKind::Term
            && ![
                "toàn quốc",
                "quốc hội",
                "hđnd",
                "hội đồng nhân dân",
                "đảng bộ",
                "ban công tác",
                "khu dân cư",
            ]
            .iter()
            .any(|w| before.contains(w))
    };
    let first = own
        .or_else(|| dates.iter().find(is_own))
        .or_else(|| dates.iter().find(|d| d.kind == DateKind::Term));
    draft.meta.term = first.map(|d| d.value.replace('/', "-"));
    let title = text.low(Span::new(place, end));
    draft.meta.khoa = khoa_in(title).or_else(|| khoa_of_term(text, first));
    if let Some(at) = title.find("lần thứ ").filter(|_| title.contains("hội nghị")) {
        draft.meta.lan_thu = leading_ordinal(&title[at + "lần thứ ".len()..]).map(|(n, _)| n);
    }
}

/// The words before `at` in its clause, ninety bytes at most.
fn context_before(text: &Text, at: usize) -> &str {
    let mut from = at.saturating_sub(90);
    while !text.lower.is_char_boundary(from) {
        from += 1;
    }
    let before = &text.lower[from..at];
    before.rsplit([';', '.']).next().unwrap_or(before)
}

fn khoa_in(low: &str) -> Option<String> {
    low.match_indices("khóa ")
        .find_map(|(i, w)| leading_ordinal(&low[i + w.len()..]).map(|(n, _)| roman_text(n)))
}

/// "… lần thứ XI, nhiệm kỳ 2019-2024" or "khóa XI, nhiệm kỳ 2019-2024": the congress of a term elects its committee, so
/// the numbers are equal (handbook 1.4). Only where the words speak of the committee's own level.
fn khoa_of_term(text: &Text, term: Option<&Mention>) -> Option<String> {
    let span = term?.span;
    let value = text.low(span);
    let mut seen: Option<String> = None;
    for i in super::text::places(&text.lower, value) {
        let before = context_before(text, i);
        if before.contains("toàn quốc") || before.contains("quốc hội") || before.contains("đảng bộ")
        {
            continue;
        }
        let number = ["khóa ", "lần thứ "].iter().find_map(|w| {
            let at = before.rfind(w)? + w.len();
            leading_ordinal(&before[at..]).map(|(n, _)| n)
        });
        let by_term = before.contains("khóa ");
        match number {
            Some(n) if by_term => return Some(roman_text(n)),
            Some(n) if seen.is_none() && before.contains("đại hội") => seen = Some(roman_text(n)),
            _ => {}
        }
    }
    seen
}

fn read_year(text: &Text, outline: &Outline, dates: &[Mention], draft: &mut MetaDraft) {
    let in_title = draft.title_span.and_then(|t| {
        dates
            .iter()
            .filter(|d| d.kind == DateKind::Year && t.contains(d.span))
            .find_map(|d| d.value.parse().ok())
    });
    let by_date = || {
        draft
            .meta
            .date
            .as_deref()
            .and_then(|d| d.get(..4))
            .and_then(|y| y.parse().ok())
    };
    let most_named = || {
        let mut counts: Vec<(i32, usize)> = Vec::new();
        for y in dates
            .iter()
            .filter(|d| matches!(d.kind, DateKind::Year | DateKind::Quarter))
            .filter_map(|d| d.value.get(..4)?.parse::<i32>().ok())
        {
            match counts.iter_mut().find(|c| c.0 == y) {
                Some(c) => c.1 += 1,
                None => counts.push((y, 1)),
            }
        }
        counts.into_iter().max_by_key(|(y, n)| (*n, *y)).map(|(y, _)| y)
    };
    // A resolution looks back before it looks ahead: the heading of the work tells its year.
    let by_heading = || {
        outline.nodes.iter().find_map(|n| {
            let low = text.low(n.span);
            let looks_ahead = n.label.is_some()
                && n.span.len() < 400
                && ["nhiệm vụ", "phương hướng", "chương trình"]
                    .iter()
                    .any(|w| low.contains(w));
            looks_ahead
                .then(|| super::outline::period_of_heading(low).1)
                .flatten()
                .filter(|_| !low.starts_with("kết quả"))
        })
    };
    draft.meta.year = in_title.or_else(by_heading).or_else(most_named).or_else(by_date);
}

fn read_event(text: &Text, preamble: &[Span], dates: &[Mention], draft: &mut MetaDraft) {
    for span in preamble {
        let low = text.low(*span);
        let Some(at) = [
            "tổ chức ngày ",
            "họp ngày ",
            "họp trong ngày ",
            "tổ chức vào ngày ",
        ]
        .iter()
        .find_map(|w| low.find(w).map(|i| i + w.len())) else {
            continue;
        };
        let from = span.start + at;
        draft.meta.event_date = dates
            .iter()
            .find(|d| d.kind == DateKind::Date && d.span.start >= from && d.span.start < from + 8)
            .map(|d| d.value.clone());
        if draft.meta.event_date.is_some() {
            return;
        }
    }
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

/// Recipients and signer.
fn read_foot(text: &Text, blocks: &[Block], outline: &Outline, draft: &mut MetaDraft) {
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
        if let Some(rest) = s
            .strip_prefix(['-', '+'])
            .filter(|_| in_list || s.ends_with([';', '.']))
        {
            let item = text.trim(Span::new(span.end - rest.len(), span.end));
            let words = text.words(item);
            draft
                .meta
                .recipients
                .push(words.trim_end_matches([';', '.', ',', ' ']).to_owned());
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

fn is_position(low: &str) -> bool {
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
fn is_person(s: &str) -> bool {
    let words: Vec<&str> = s.split_whitespace().collect();
    (2..=6).contains(&words.len())
        && words
            .iter()
            .all(|w| w.starts_with(char::is_uppercase) && w.chars().all(crate::reading::text::is_letter))
        && (s.chars().any(char::is_lowercase) || words.len() >= 3)
        && !s.starts_with("Nơi ")
}
