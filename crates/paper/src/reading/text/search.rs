//! The many short searches of a reading. They prepare far less than [`str::find`] does.

use memchr::memmem;

/// A paragraph is read through sooner than a searcher is prepared for it.
const LONG: usize = 2048;

/// The first place of `needle` in `hay`.
pub(crate) fn find(hay: &str, needle: &str) -> Option<usize> {
    if hay.len() < LONG { find_near(hay, needle) } else { memmem::find(hay.as_bytes(), needle.as_bytes()) }
}

/// The first bytes of `text`, `most` of them or a few less: what is looked for must stand near.
pub(crate) fn near(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

/// The last bytes of `text`, `most` of them or a few more.
pub(crate) fn near_end(text: &str, most: usize) -> &str {
    &text[text.floor_char_boundary(text.len().saturating_sub(most))..]
}

pub(crate) fn contains(hay: &str, needle: &str) -> bool {
    find(hay, needle).is_some()
}

/// Every place of `needle` in `hay`, left to right, without overlaps.
pub(crate) fn places<'a>(hay: &'a str, needle: &'a str) -> impl Iterator<Item = usize> + 'a {
    let searcher = (hay.len() >= LONG).then(|| memmem::Finder::new(needle));
    let mut from = 0;
    std::iter::from_fn(move || {
        let rest = hay.get(from..)?;
        let found = match &searcher {
            Some(searcher) => searcher.find(rest.as_bytes()),
            None => find_near(rest, needle),
        };
        let at = from + found?;
        from = at + needle.len().max(1);
        Some(at)
    })
}

/// Looks for the rarest byte of the needle and compares around it.
fn find_near(hay: &str, needle: &str) -> Option<usize> {
    let (hay, needle) = (hay.as_bytes(), needle.as_bytes());
    let Some((offset, rarest)) = needle.iter().enumerate().min_by_key(|(_, b)| COMMONNESS[usize::from(**b)])
    else {
        return Some(0);
    };
    let last = (hay.len() + 1).checked_sub(needle.len())? + offset;
    memchr::memchr_iter(*rarest, &hay[..last])
        .filter_map(|at| at.checked_sub(offset))
        .find(|start| hay[*start..].starts_with(needle))
}

/// How often a byte stands in Vietnamese papers, roughly; bytes not named here are rare.
const COMMONNESS: [u8; 256] = {
    const COMMON: &[u8] = b" \xe1nht\xc3\xbb\xbacigoua\xc4\x91\xa1mpv\xb0\xadl\xa0bdqyr";
    let mut table = [0u8; 256];
    let mut rest = COMMON;
    let mut common = 255;
    while let [byte, others @ ..] = rest {
        table[*byte as usize] = common;
        common -= 1;
        rest = others;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_the_standard_library() {
        let short = "phối hợp với các ban, phối hợp các hội; phối";
        let long = short.repeat(60);
        for hay in ["", short, &long] {
            for needle in [" ", "phối", "phối hợp", "; phối", "ban", "khác", " và "] {
                let expected: Vec<usize> = hay.match_indices(needle).map(|(at, _)| at).collect();
                assert_eq!(places(hay, needle).collect::<Vec<_>>(), expected, "{needle}");
                assert_eq!(find(hay, needle), expected.first().copied(), "{needle}");
            }
        }
    }
}
