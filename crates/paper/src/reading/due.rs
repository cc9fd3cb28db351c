//! By when and how often, from the phrases of handbook 4.1.

use chrono::NaiveDate;

use super::dates::{self, Mention};
use super::model::{DateKind, Due, DueKind, Recurrence, Span};
use super::text::{Text, contains, find, is_word_border, near_end, places};

/// The mentions within a span.
pub(crate) fn within(dates: &[Mention], span: Span) -> &[Mention] {
    let from = dates.partition_point(|d| d.span.start < span.start);
    let to = dates.partition_point(|d| d.span.start < span.end);
    &dates[from..to.max(from)]
}

/// A deadline in so many words: "hoàn thành trước ngày 20/6", "trong tháng 6/2026", "chậm nhất ngày …".
/// `is_taken` tells dates that belong to a citation or a commemoration.
pub(crate) fn deadline(
    text: &Text,
    dates: &[Mention],
    span: Span,
    is_taken: impl Fn(Span) -> bool,
) -> Option<Due> {
    let mut best: Option<(u8, Due)> = None;
    for mention in within(dates, span) {
        if is_taken(mention.span) || mention.value.is_empty() {
            continue;
        }
        let before = text.lower[span.start..mention.span.start].trim_end_matches([' ', ':', '\n']);
        let before = without_week(before);
        // "từ tháng 8 đến tháng 9": the second month ends the work.
        let ends_range = before.ends_with("đến") && find_word(before, "từ ").is_some();
        let strict = ends_with_any(before, &["trước ngày", "trước"]);
        // "Tháng 7: …", "Quý III: …" before the work itself.
        let opens = before.is_empty() && text.lower[mention.span.end..].starts_with(':');
        let to_end = ends_with_any(before, &["đến", "đến hết", "hết", "tới"]);
        let inclusive = ends_with_any(
            before,
            &[
                "chậm nhất ngày",
                "chậm nhất là ngày",
                "chậm nhất",
                "đến hết ngày",
                "hết ngày",
                "đến ngày",
                "hạn",
                "hạn chót",
                "thời hạn",
                "thời gian",
                "xong trong",
                "hoàn thành trong",
                "hoàn thành ngày",
                "hoàn thành",
                "đến hết",
                "hết",
                "dự kiến",
                "trong",
            ],
        );
        let on_day = ends_with_any(before, &["ngày", "vào ngày", "trong ngày", "vào"]);
        let (kind, day) = match mention.kind {
            DateKind::Date | DateKind::DayMonth if strict || inclusive || to_end || on_day => {
                (DueKind::Date, mention.day)
            }
            DateKind::Month if strict || inclusive || opens || ends_range => {
                (DueKind::Month, dates::last_day(&mention.value))
            }
            DateKind::Quarter if strict || inclusive || opens || ends_range => {
                (DueKind::Quarter, dates::last_day(&mention.value))
            }
            DateKind::HalfYear if strict || inclusive || opens => {
                (DueKind::Month, dates::last_day(&mention.value))
            }
            // "đến hết năm 2027" binds, "kế hoạch đến năm 2030" and "trong năm 2026" say what it is about.
            DateKind::Year if ends_with_any(before, &["đến hết", "hết"]) => {
                (DueKind::Year, mention.value.parse().ok().and_then(|y| NaiveDate::from_ymd_opt(y, 12, 31)))
            }
            _ => continue,
        };
        let last = if strict { day.map(|d| before_start(kind, d)) } else { day };
        let rank = if strict {
            3
        } else if inclusive || to_end {
            2
        } else {
            1
        };
        if best.as_ref().is_none_or(|(r, _)| rank > *r) {
            let start = span.start + phrase_start(before);
            let phrase = Span::new(start, mention.span.end);
            let due = Due {
                kind,
                value: match mention.kind {
                    DateKind::HalfYear => day.map_or_else(String::new, |d| d.format("%Y-%m").to_string()),
                    _ => mention.value.clone(),
                },
                last_day: last.map(|d| d.to_string()),
                phrase: Some(text.words(phrase)),
                span: Some(phrase),
            };
            best = Some((rank, due));
        }
    }
    best.map(|(_, due)| due)
}

/// "trong tuần 2 tháng 3", "trong nửa đầu tháng 3": the month is what can be told. "ngày 15 - 16/5" lasts to the 16th.
fn without_week(before: &str) -> &str {
    if let Some(first) = before.strip_suffix(['-', ',']).map(str::trim_end) {
        let day = first.trim_end_matches(|c: char| c.is_ascii_digit() || c == '/');
        if day.len() < first.len() && day.trim_end().ends_with("ngày") {
            return day.trim_end();
        }
    }
    let end = near_end(before, 24);
    if let Some(head) = end.rfind("tuần ").filter(|at| end.len() - at < 24) {
        return before[..before.len() - end.len() + head].trim_end();
    }
    ["đầu", "giữa", "cuối", "nửa đầu", "nửa cuối"]
        .iter()
        .find_map(|w| before.strip_suffix(w)?.strip_suffix(' '))
        .map_or(before, |b| b.trim_end().trim_end_matches(" nửa"))
}

/// The last day strictly before a day, a month or a quarter.
fn before_start(kind: DueKind, last: NaiveDate) -> NaiveDate {
    use chrono::Datelike;
    let start = match kind {
        DueKind::Month => last.with_day(1),
        DueKind::Quarter => {
            last.with_day(1).and_then(|d| d.with_month(last.month().saturating_sub(2).max(1)))
        }
        _ => Some(last),
    };
    start.and_then(|d| d.pred_opt()).unwrap_or(last)
}

fn ends_with_any(s: &str, endings: &[&str]) -> bool {
    endings.iter().any(|e| s.ends_with(e) && is_word_border(s, s.len() - e.len()))
}

/// The start of "hoàn thành trước ngày" before a date.
fn phrase_start(before: &str) -> usize {
    let tail = before.rfind([',', ';', '(', '.']).map_or(0, |i| i + 1);
    let words = &before[tail..];
    let skip = words.len() - words.trim_start().len();
    if words.split_whitespace().count() <= 6 {
        return tail + skip;
    }
    ["hoàn thành", "xong", "trước", "chậm nhất", "trong", "đến hết", "hạn"]
        .iter()
        .filter_map(|w| before.rfind(w))
        .max()
        .unwrap_or(before.len())
}

/// Something that must happen first: "khi có thiên tai …", "nếu có phát sinh …", "do … mời", "nhân dịp …".
pub(crate) fn event(text: &Text, dates: &[Mention], span: Span, tells_sessions: bool) -> Option<Due> {
    let low = text.low(span);
    let made = |start: usize, end: usize, value: Option<String>| {
        let phrase = text.trim_stop(Span::new(span.start + start, span.start + end));
        let words = text.words(phrase);
        Some(Due {
            kind: DueKind::Event,
            value: value.unwrap_or_else(|| words.clone()),
            last_day: None,
            phrase: Some(words),
            span: Some(phrase),
        })
    };
    let stop = |from: usize| low[from..].find([';', '.', ')']).map_or(low.len(), |e| from + e);
    if let Some(i) = find(low, "nhân dịp ") {
        let start = i + "nhân dịp ".len();
        let end = stop(start).min(low[start..].find(" cho ").map_or(low.len(), |e| start + e));
        let inside = Span::new(span.start + start, span.start + end);
        let day = within(dates, inside).iter().find_map(|d| d.day.filter(|_| d.kind != DateKind::Year));
        let words = text.words(text.trim_stop(inside));
        let value = day.map_or(words.clone(), |d| format!("{words} {d}"));
        return made(start, end, Some(value));
    }
    if let Some(i) = find_word(low, "khi có ") {
        return made(i, stop(i), None);
    }
    if let Some(i) = find_word(low, "nếu có ").filter(|i| !low[..*i].ends_with('(')) {
        let comma = low[i..].find(", đề nghị").or_else(|| low[i..].find(", kịp thời"));
        return made(i, comma.map_or_else(|| stop(i), |c| i + c), None);
    }
    if let Some(i) = find(low, "nhiệm vụ phát sinh") {
        let start = i + "nhiệm vụ ".len();
        return made(start, start + "phát sinh".len(), None);
    }
    if let (Some(i), Some(e)) = (find(low, " do "), find(low, " mời"))
        && i < e
    {
        return made(i + 1, e + " mời".len(), None);
    }
    if tells_sessions
        && let Some(i) =
            ["trước, trong và sau", "trước, sau", "trước và sau"].iter().find_map(|w| find(low, w))
    {
        let tail = &low[i..];
        if contains(tail, "kỳ họp") {
            return made(i, stop(i), None);
        }
    }
    None
}

fn find_word(low: &str, word: &str) -> Option<usize> {
    places(low, word).find(|i| is_word_border(low, *i))
}

/// The beat that the words tell: "định kỳ hàng tháng, quý, năm" has three.
pub(crate) fn recurrence(low: &str) -> Vec<Recurrence> {
    let mut out = Vec::new();
    for (at, opener) in openers(low) {
        let mut rest = &low[at + opener.len()..];
        while let Some((beat, len)) = beat(rest) {
            if !out.contains(&beat) {
                out.push(beat);
            }
            rest = rest[len..].trim_start_matches([' ', ',']);
            rest = rest.strip_prefix("và ").unwrap_or(rest);
            rest = rest.strip_prefix("hằng ").or_else(|| rest.strip_prefix("hàng ")).unwrap_or(rest);
        }
    }
    let once_in = [
        ("tháng một lần", Recurrence::Monthly),
        ("quý một lần", Recurrence::Quarterly),
        ("6 tháng một lần", Recurrence::HalfYearly),
        ("sáu tháng một lần", Recurrence::HalfYearly),
        ("năm một lần", Recurrence::Yearly),
    ];
    if let Some(at) = find(low, "một lần") {
        let said = &low[..at + "một lần".len()];
        // The longest of them: "sáu tháng một lần" ends in "tháng một lần" too.
        let beat = once_in.iter().filter(|(w, _)| said.ends_with(w)).max_by_key(|(w, _)| w.len());
        out.extend(beat.map(|(_, beat)| *beat).filter(|_| out.is_empty()));
    }
    // "định kỳ 6 tháng, năm"
    if contains(low, "định kỳ 6 tháng") || contains(low, "định kỳ 06 tháng") {
        out.push(Recurrence::HalfYearly);
    }
    if out.is_empty() && contains(low, "thường xuyên") {
        out.push(Recurrence::Regular);
    }
    out.sort();
    out.dedup();
    out
}

/// The words before a beat, with their places.
fn openers(low: &str) -> impl Iterator<Item = (usize, &'static str)> {
    const OPENERS: [&str; 6] = ["hàng ", "hằng ", "theo từng ", "theo ", "mỗi ", "từng "];
    memchr::memchr3_iter(b'h', b't', b'm', low.as_bytes()).filter_map(|at| {
        let opener = OPENERS.into_iter().find(|o| low[at..].starts_with(o))?;
        is_word_border(low, at).then_some((at, opener))
    })
}

fn beat(rest: &str) -> Option<(Recurrence, usize)> {
    [
        ("tuần", Recurrence::Weekly),
        ("tháng", Recurrence::Monthly),
        ("quý", Recurrence::Quarterly),
        ("6 tháng", Recurrence::HalfYearly),
        ("06 tháng", Recurrence::HalfYearly),
        ("năm", Recurrence::Yearly),
    ]
    .into_iter()
    .find(|(w, _)| {
        // "theo quý I" names a quarter, no beat.
        let tail = rest.get(w.len()..).unwrap_or("").trim_start();
        rest.starts_with(w)
            && is_word_border(rest, w.len())
            && !tail.starts_with(|c: char| c.is_ascii_digit())
            && !(w == &"quý" && (tail.starts_with(['i', 'v'])))
    })
    .map(|(w, b)| (b, w.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beats_of_reports() {
        use Recurrence::{Monthly, Quarterly, Regular, Yearly};
        assert_eq!(recurrence("định kỳ hàng tháng, quý, năm báo cáo"), [Monthly, Quarterly, Yearly]);
        assert_eq!(recurrence("duy trì thường xuyên việc phát hành bản tin theo quý"), [Quarterly]);
        assert_eq!(recurrence("báo cáo trước ngày 20 hằng tháng"), [Monthly]);
        assert_eq!(recurrence("thực hiện thường xuyên"), [Regular]);
        assert_eq!(recurrence("theo quý i/2024"), []);
    }
}
