//! Vietnamese personal names.

use crate::collate;

/// A key that sorts names as Vietnamese lists do: by given name (the last word), then family name, then the
/// words between.
pub fn sort_key(name: &str) -> Vec<u8> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let ordered: Vec<&str> = match words.as_slice() {
        [] => Vec::new(),
        [only] => vec![only],
        [family, middle @ .., given] => [&[*given, *family], middle].concat(),
    };
    collate::key(&ordered.join(" "))
}

/// The given name: the last word, by which a person is called.
pub fn given_name(name: &str) -> Option<&str> {
    name.split_whitespace().next_back()
}

/// `NGUYỄN  VĂN ÁNH` or `nguyễn văn ánh` as `Nguyễn Văn Ánh`. Hyphenated parts are capitalised too; spaces collapse.
pub fn title_case(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !text.is_empty() {
            text.push(' ');
        }
        for (index, part) in word.split('-').enumerate() {
            if index > 0 {
                text.push('-');
            }
            text.push_str(&capitalise_first(&part.to_lowercase()));
        }
    }
    text
}

/// The text with its first letter in upper case and the rest as it is.
pub fn capitalise_first(text: &str) -> String {
    let mut rest = text.chars();
    match rest.next() {
        Some(first) => first.to_uppercase().chain(rest).collect(),
        None => String::new(),
    }
}

/// The text with its first letter in lower case and the rest as it is: “Tỉnh Sơn La” inside a sentence.
pub fn lower_first(text: &str) -> String {
    let mut rest = text.chars();
    match rest.next() {
        Some(first) => first.to_lowercase().chain(rest).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_letter_changes_alone() {
        assert_eq!(lower_first("Ủy ban MTTQ"), "ủy ban MTTQ");
        assert_eq!(capitalise_first("đơn, thư"), "Đơn, thư");
        assert_eq!((lower_first(""), capitalise_first("")), (String::new(), String::new()));
    }

    #[track_caller]
    fn check(sorted: &[&str]) {
        let mut by_key = sorted.to_vec();
        by_key.reverse();
        by_key.sort_by_key(|name| sort_key(name));
        assert_eq!(by_key, sorted);
    }

    #[test]
    fn given_names_come_first() {
        check(&["Lê Thị An", "Nguyễn Văn An", "Đỗ Thị Ánh", "Nguyễn Ánh", "Trần Ân", "Phạm Bình"]);
        check(&["Nguyễn Văn Dũng", "Nguyễn Văn Đạt"]);
        check(&["", "An", "Lê An"]);
        check(&["Lê Thị An", "Lê Văn An"]);
    }

    #[test]
    fn title_case_keeps_diacritics() {
        assert_eq!(title_case("NGUYỄN  VĂN ÁNH"), "Nguyễn Văn Ánh");
        assert_eq!(title_case("đỗ thị ỷ"), "Đỗ Thị Ỷ");
        assert_eq!(title_case("nguyen\u{303} h-lan"), "Nguyen\u{303} H-Lan");
        assert_eq!(title_case("  "), "");
        assert_eq!(given_name("Nguyễn Văn Ánh "), Some("Ánh"));
    }
}
