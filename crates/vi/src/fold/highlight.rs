use std::ops::Range;

use super::fold_with_offsets;

/// The byte ranges of `raw` that match any of `folded_terms`, in order and without overlap.
///
/// Terms must be folded already. A match starts at the start of a word and may end inside one, as prefix
/// search does. Empty terms match nothing.
///
/// ```
/// let raw = "Mặt trận Tổ quốc";
/// let found = vi::fold::highlight(raw, &["to quoc"]);
/// assert_eq!(&raw[found[0].clone()], "Tổ quốc");
/// ```
pub fn highlight<T: AsRef<str>>(raw: &str, folded_terms: &[T]) -> Vec<Range<usize>> {
    let (folded, offsets) = fold_with_offsets(raw);
    let mut found: Vec<Range<usize>> = Vec::new();
    for term in folded_terms.iter().map(AsRef::as_ref).filter(|term| !term.is_empty()) {
        for (start, _) in folded.match_indices(term) {
            if !starts_word(&folded, start) {
                continue;
            }
            let raw_start = offsets[start] as usize;
            found.push(raw_start..raw_end(&offsets, start + term.len()));
        }
    }
    merge(found)
}

fn starts_word(folded: &str, at: usize) -> bool {
    !folded[..at].chars().next_back().is_some_and(char::is_alphanumeric)
        || !folded[at..].chars().next().is_some_and(char::is_alphanumeric)
}

/// Where a match that ends at folded byte `end` stops in the raw text. One raw character may give several
/// folded bytes (`…`); it is never cut.
fn raw_end(offsets: &[u32], end: usize) -> usize {
    let last = offsets[end - 1];
    offsets[end..].iter().copied().find(|&offset| offset > last).unwrap_or(last) as usize
}

fn merge(mut found: Vec<Range<usize>>) -> Vec<Range<usize>> {
    found.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(found.len());
    for range in found {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}
