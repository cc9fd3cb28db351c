//! Who issues a paper, and where.

use crate::reading::lines::Block;
use crate::reading::model::Span;
use crate::reading::outline::Outline;
use crate::reading::rules::Compiled;
use crate::reading::text::{Text, key, places, tokens};

use super::{MetaDraft, is_upper};

#[expect(
    clippy::too_many_arguments,
    reason = "the issuer is gathered from every part of the head and the end"
)]
pub(super) fn read_issuer(
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
    let header = if header.is_empty() { small_header(text, head) } else { header };
    if let Some(issuer) = header_issuer(text, &header, words) {
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
                None => {
                    with_province("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", draft.meta.province.as_deref())
                }
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
                && let Some(at) = low[..end].rfind("ủy ban ").or_else(|| low[..end].rfind("ban thường trực "))
            {
                draft.meta.issuer = Some(expand(&text.words(Span::new(span.start + at, span.start + end))));
                return;
            }
        }
    }
}

/// A header in ordinary letters: the short lines above the number.
fn small_header(text: &Text, head: &[Span]) -> Vec<Span> {
    let number = head.iter().position(|s| text.low(*s).starts_with("số")).unwrap_or(0);
    let is_name = |s: &&Span| {
        let low = text.low(**s);
        s.len() < 100
            && !low.ends_with(['.', ';', ':', ','])
            && !["cộng h", "độc lập", "kính gửi"].iter().any(|w| low.starts_with(w))
    };
    head[..number].iter().filter(is_name).copied().collect()
}

/// "ỦY BAN MTTQ VIỆT NAM / TỈNH SƠN LA / BAN THƯỜNG TRỰC" in ordinary letters; superiors above it are left out.
fn header_issuer(text: &Text, header: &[Span], words: &Compiled) -> Option<String> {
    let ordinary = |span: &Span| {
        let line = text.words(*span);
        if is_upper(&line) { with_listed_names(sentence_case(&line), words) } else { line }
    };
    let joined: Vec<String> = header.iter().map(ordinary).collect();
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
        if ["ban thường trực", "đoàn chủ tịch", "ban thường vụ"].iter().any(|w| low.starts_with(w))
        {
            part = Some(line.clone());
        } else if ["tỉnh", "thành phố", "xã", "phường", "đặc khu", "huyện", "thị xã", "việt nam", "tổ quốc"]
            .iter()
            .any(|w| low.starts_with(w))
        {
            name.push(' ');
            let mut letters = line.chars();
            let is_place = !low.starts_with("việt nam");
            name.extend(letters.next().map(
                |c| {
                    if is_place { c.to_lowercase().next().unwrap_or(c) } else { c }
                },
            ));
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

/// Bodies of the list as the list writes them: "Liên Đoàn Lao Động" is "Liên đoàn Lao động".
fn with_listed_names(line: String, words: &Compiled) -> String {
    let low = key(&line);
    let mut named = line;
    for (span, body) in words.body_forms.find_in(&low, &tokens(&low)) {
        let full = &words.bodies[body].full;
        if key(full) == low[span.range()] && named.get(span.range()).is_some() {
            named.replace_range(span.range(), full);
        }
    }
    named
}

/// Capitals to ordinary letters: proper names keep their capitals.
pub(super) fn sentence_case(s: &str) -> String {
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
        let known =
            small.iter().find_map(|p| p.split_once(':').filter(|(up, _)| *up == word)).map(|(_, l)| l);
        if word == "MTTQ" || word == "UBMTTQ" || word == "TNCS" || word == "HĐND" || word == "UBND" {
            out.push_str(word);
        } else if let Some(known) = known {
            // "ỦY BAN" opens a name; "TỈNH ỦY" does not.
            if i == 0 || is_party || (known == "Ban" && out.ends_with("Ủy ")) {
                let mut c = known.chars();
                let first = c.next().map(|f| {
                    if known == "Ban" && i > 0 { 'b' } else { f.to_uppercase().next().unwrap_or(f) }
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

pub(super) fn with_province(name: &str, province: Option<&str>) -> String {
    match province {
        Some(p) if name.ends_with(" tỉnh") || name.ends_with("Tỉnh ủy") => format!("{name} {p}"),
        _ => name.to_owned(),
    }
}

/// "tỉnh Sơn La", "xã Chiềng Ân", "thành phố Đà Nẵng" at the start of lower-case words, with capitals.
pub(super) fn place_words(low: &str, words: &Compiled) -> Option<String> {
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
pub(super) fn province(text: &Text, words: &Compiled) -> Option<String> {
    let mut counts: Vec<(&str, u32, usize)> = Vec::new();
    for kind in ["tỉnh ", "tỉnh\n", "thành phố ", "đảng bộ tỉnh "] {
        for i in places(&text.lower, kind) {
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
        .map(|(k, name)| (places(&text.lower, k).count(), std::cmp::Reverse(k.len()), name))
        .filter(|(n, _, _)| *n >= 1)
        .max_by_key(|(n, shorter, _)| (*n, *shorter))
        .map(|(_, _, name)| name.clone())
}
