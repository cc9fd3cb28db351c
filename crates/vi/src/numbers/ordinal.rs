use super::parse_roman;
use crate::fold::fold;
use crate::words;

/// `thứ nhất`, `thứ hai`, `thứ ba`, `thứ tư`, … `thứ mười một`, as in "lần thứ mười một".
pub fn ordinal(n: u32) -> String {
    match n {
        1 => "thứ nhất".to_owned(),
        4 => "thứ tư".to_owned(),
        n => format!("thứ {}", words::number(i64::from(n), words::Style::default())),
    }
}

/// The number of an ordinal: `lần thứ mười một`, `thứ nhì`, `lần thứ XI`, `thứ 11`, with or without accents.
pub fn parse_ordinal(text: &str) -> Option<u32> {
    let folded = fold(text);
    let rest = folded.strip_prefix("lan ").unwrap_or(&folded);
    let word = rest.strip_prefix("thu ")?.trim();
    match word {
        "nhat" => Some(1),
        "nhi" => Some(2),
        _ => word
            .parse()
            .ok()
            .or_else(|| parse_roman(word))
            .or_else(|| u32::try_from(words::parse(word)?).ok())
            .filter(|&n| n > 0),
    }
}
