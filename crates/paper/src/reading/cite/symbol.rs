//! The grammar of symbols (handbook 2.4).

use crate::reading::model::Span;
use crate::reading::text::is_word;

pub(super) struct Symbol {
    pub span: Span,
    pub text: String,
    pub type_code: Option<String>,
    pub issuer: String,
}

/// Reads "976-KL/TU", "104/HD-MTTW-BTT", "34/2017/NQ-HĐND", "97/2025/QH15", "474/UBND-VP7" from its number on.
pub(super) fn symbol(norm: &str, start: usize, sep: usize) -> Option<Symbol> {
    let number = norm[start..sep].trim_end();
    let after = blank(norm, sep + 1);
    let is_party = norm.as_bytes()[sep] == b'-';
    if is_party {
        let (code, end) = code(norm, after)?;
        let slash = blank(norm, end);
        if norm.as_bytes().get(slash) != Some(&b'/') {
            return None;
        }
        let (issuer, end) = issuer(norm, blank(norm, slash + 1))?;
        if !code.chars().any(char::is_uppercase) {
            return None;
        }
        let text = format!("{number}-{code}/{issuer}");
        return Some(Symbol { span: Span::new(start, end), text, type_code: Some(code), issuer });
    }
    // A year in the middle, or none.
    let digits = norm.as_bytes()[after..].iter().take_while(|b| b.is_ascii_digit()).count();
    let (year, rest) = if digits == 4 && norm.as_bytes().get(after + 4) == Some(&b'/') {
        (Some(&norm[after..after + 4]), blank(norm, after + 5))
    } else if digits == 0 {
        (None, after)
    } else {
        return None;
    };
    let (first, end) = code(norm, rest)?;
    if !first.chars().any(char::is_uppercase) || first.chars().count() > 24 {
        return None;
    }
    let mut all = first.clone();
    let mut end = end;
    let mut parts = 0;
    while parts < 6 {
        let sep = blank(norm, end);
        let joint = norm.as_bytes().get(sep) == Some(&b'/') && first.ends_with("LT");
        if norm.as_bytes().get(sep) != Some(&b'-') && !joint {
            break;
        }
        // "26/NQ-MTTW - ĐCT" is one symbol; "15/KH-UBND - Kế hoạch …" is not.
        let Some((part, part_end)) = code(norm, blank(norm, sep + 1)) else {
            break;
        };
        let spaced = sep != end || blank(norm, sep + 1) != sep + 1;
        if !is_code(&part) || (spaced && part.chars().count() > 5) {
            break;
        }
        all.push(if joint { '/' } else { '-' });
        all.push_str(&part);
        end = part_end;
        parts += 1;
    }
    let text = match year {
        Some(y) => format!("{number}/{y}/{all}"),
        None => format!("{number}/{all}"),
    };
    let is_law = year.is_some() && (first.starts_with("QH") || first.starts_with("UBTVQH"));
    if parts == 0 && !is_law {
        return None;
    }
    let (type_code, issuer) = if is_law {
        (None, first)
    } else {
        all.split_once(['-', '/']).map_or((None, all.clone()), |(t, i)| (Some(t.to_owned()), i.to_owned()))
    };
    Some(Symbol { span: Span::new(start, end), text, type_code, issuer })
}

fn blank(norm: &str, at: usize) -> usize {
    match norm.as_bytes().get(at) {
        Some(b' ') => at + 1,
        _ => at.min(norm.len()),
    }
}

/// A run of letters and figures that begins with a capital.
fn code(norm: &str, at: usize) -> Option<(String, usize)> {
    let rest = norm.get(at..)?;
    let len: usize = rest.chars().take_while(|c| is_word(*c) || *c == '&').map(char::len_utf8).sum();
    let word = rest.get(..len)?;
    (word.starts_with(char::is_uppercase)).then(|| (word.to_owned(), at + len))
}

/// Codes have more capitals than small letters: `HĐND`, `TTg`, `QĐi`, `VP7`.
fn is_code(word: &str) -> bool {
    let upper = word.chars().filter(|c| c.is_uppercase() || c.is_ascii_digit()).count();
    upper * 2 > word.chars().count()
}

fn issuer(norm: &str, at: usize) -> Option<(String, usize)> {
    let (mut all, mut end) = code(norm, at)?;
    if !is_code(&all) && all.chars().count() > 4 {
        return None;
    }
    while norm.as_bytes().get(end) == Some(&b'-') {
        let Some((part, part_end)) = code(norm, end + 1) else {
            break;
        };
        if !is_code(&part) {
            break;
        }
        all.push('-');
        all.push_str(&part);
        end = part_end;
    }
    Some((all, end))
}
