//! Interface texts: `texts/vi.txt` and `texts/en.txt` of a module become constants, at build time.
//!
//! A text file has one text a line, `key = text`; `#` starts a comment line; `\n` in a text is a line break; `{name}` is a
//! place to fill. Keys are `snake_case`, the same in both files, with the same places: otherwise the build fails and says
//! where. `build.rs` calls [`generate`]; the module includes the result with `include!(concat!(env!("OUT_DIR"), "/texts.rs"))`,
//! which needs [`kit::text::Text`] in scope.
//!
//! A text with places becomes a function with one argument a place (alphabetical order), so a forgotten argument does not
//! compile; a text without becomes a constant.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

/// Reads `texts/vi.txt` and `texts/en.txt` beside the calling crate's manifest and writes `$OUT_DIR/texts.rs`.
///
/// # Panics
/// When a file cannot be read, a line is not `key = text`, a key stands twice, or the files differ in keys or places.
pub fn generate() {
    let root = std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let out = std::env::var("OUT_DIR").expect("cargo sets it");
    println!("cargo::rerun-if-changed={root}/texts");
    let vi = read(&Path::new(&root).join("texts/vi.txt"));
    let en = read(&Path::new(&root).join("texts/en.txt"));
    let code = catalogue(&vi, &en).unwrap_or_else(|problem| panic!("texts of {root}: {problem}"));
    std::fs::write(Path::new(&out).join("texts.rs"), code).expect("OUT_DIR is writable");
}

fn read(path: &Path) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    parse(&text).unwrap_or_else(|problem| panic!("{}: {problem}", path.display()))
}

fn parse(text: &str) -> Result<BTreeMap<String, String>, String> {
    let mut texts = BTreeMap::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let Some((key, value)) = line.split_once('=') else {
            return Err(format!("line {}: expected `key = text`", number + 1));
        };
        let (key, value) = (key.trim(), value.trim().replace("\\n", "\n"));
        if key.is_empty() || !key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_') {
            return Err(format!("line {}: `{key}` is not a snake_case key", number + 1));
        }
        if texts.insert(key.to_owned(), value).is_some() {
            return Err(format!("line {}: `{key}` stands twice", number + 1));
        }
    }
    Ok(texts)
}

/// The places `{name}` of a text.
fn places(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

fn catalogue(vi: &BTreeMap<String, String>, en: &BTreeMap<String, String>) -> Result<String, String> {
    if let Some(key) = vi.keys().find(|key| !en.contains_key(*key)) {
        return Err(format!("`{key}` has no English"));
    }
    if let Some(key) = en.keys().find(|key| !vi.contains_key(*key)) {
        return Err(format!("`{key}` has no Vietnamese"));
    }
    let mut code = String::from("// Generated from the two text files.\n");
    for (key, vi_text) in vi {
        let en_text = &en[key];
        let names = places(vi_text);
        if names != places(en_text) {
            return Err(format!("`{key}`: the places differ between the languages"));
        }
        let name = key.to_uppercase();
        if names.is_empty() {
            let _ = writeln!(
                code,
                "pub const {name}: Text = Text {{ key: {key:?}, vi: {vi_text:?}, en: {en_text:?} }};"
            );
            continue;
        }
        let arguments: Vec<_> =
            names.iter().map(|place| format!("{place}: impl std::fmt::Display")).collect();
        let filled: Vec<_> = names.iter().map(|place| format!("({place:?}, {place}.to_string())")).collect();
        let _ = writeln!(
            code,
            "pub fn {key}({}) -> kit::text::Phrase {{ Text {{ key: {key:?}, vi: {vi_text:?}, en: {en_text:?} }}.fill(&[{}]) }}",
            arguments.join(", "),
            filled.join(", ")
        );
    }
    Ok(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(lines: &str) -> BTreeMap<String, String> {
        parse(lines).expect("valid lines")
    }

    #[test]
    fn a_text_missing_in_one_language_is_refused() {
        let problem = catalogue(&texts("a = Một\nb = Hai"), &texts("a = One")).expect_err("b is missing");
        assert_eq!(problem, "`b` has no English");
    }

    #[test]
    fn places_must_agree() {
        let problem = catalogue(&texts("a = {n} việc"), &texts("a = tasks")).expect_err("no place");
        assert_eq!(problem, "`a`: the places differ between the languages");
    }

    #[test]
    fn a_place_becomes_an_argument() {
        let code =
            catalogue(&texts("late = trễ {days} ngày"), &texts("late = {days} days late")).expect("agrees");
        assert!(code.contains("pub fn late(days: impl std::fmt::Display)"), "{code}");
    }

    #[test]
    fn a_key_twice_is_refused() {
        assert!(parse("a = 1\na = 2").is_err());
        assert!(parse("A key = 1").is_err());
        assert!(parse("no equals sign").is_err());
    }
}
