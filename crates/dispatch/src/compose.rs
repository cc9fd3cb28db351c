//! From a draft to a paper, and from a paper to files.

use std::sync::OnceLock;

use kit::Internal;
use print::model::{Block, ListStyle, Text};
use print::{Paper, PrintError, Templates, markup};
use serde_json::{Map, Value, json};

use crate::content::Content;
use crate::error::DispatchError;

/// The templates that come with the program, read once.
pub fn built_in() -> Result<&'static Templates, Internal> {
    static KEPT: OnceLock<Result<Templates, String>> = OnceLock::new();
    KEPT.get_or_init(|| Templates::built_in().map_err(|error| error.to_string()))
        .as_ref()
        .map_err(|error| Internal::new(error.clone()))
}

/// Templates with the office's versions put over those of the program: `(name, text)`.
pub fn with_versions(versions: &[(String, String)]) -> Result<Templates, DispatchError> {
    let mut templates = built_in()?.clone();
    for (name, text) in versions {
        if name == "issuers" {
            templates.add_issuers(text)?;
        } else {
            templates.add(name, text)?;
        }
    }
    Ok(templates)
}

/// The paper that a draft makes: without number and date.
pub fn paper(templates: &Templates, template: &str, content: &Content) -> Result<Paper, PrintError> {
    templates.paper_in_words(template, &content.data(), &content.summary, &content.body)
}

/// Both files of a paper, away from the threads that answer requests.
pub async fn files(paper: Paper, written: chrono::NaiveDate) -> Result<(Vec<u8>, Vec<u8>), DispatchError> {
    let done = tokio::task::spawn_blocking(move || {
        let pdf = print::pdf(&paper, written)?;
        Ok::<_, PrintError>((pdf, print::docx(&paper, written)?))
    });
    Ok(done.await.map_err(Internal::from)??)
}

/// A paper as one file, away from the threads that answer requests.
///
/// # Errors
/// [`DispatchError::Print`].
pub async fn file(
    paper: Paper,
    format: print::FileFormat,
    written: chrono::NaiveDate,
) -> Result<Vec<u8>, DispatchError> {
    let done = tokio::task::spawn_blocking(move || format.write(&paper, written));
    Ok(done.await.map_err(Internal::from)??)
}

/// The body of a paper in light markup; what the markup cannot say stands in the map, named by the body.
pub fn words_of(paper: &Paper) -> (String, Map<String, Value>) {
    let (mut body, mut kept) = (String::new(), Map::new());
    for block in &paper.body {
        let line = match block {
            Block::Heading(one) if one.number.is_none() => {
                format!("{} {}", "#".repeat(usize::from(one.level)), marked(&one.text))
            }
            Block::Paragraph(one) if one.align.is_none() && one.indent => paragraph(&marked(&one.text)),
            Block::Paragraph(one) if one.align.is_none() => format!("@trái {}", marked(&one.text)),
            Block::Basis(text) => format!("@căn_cứ {}", marked(text)),
            Block::Declaration(text) => format!("@giữa {}", marked(text)),
            Block::Article(one) if one.number.is_none() => format!("@điều {}", marked(&one.text)),
            Block::List(one) if matches!(one.style, ListStyle::Dash | ListStyle::Plus) => {
                let mark = if one.style == ListStyle::Dash { '-' } else { '+' };
                one.items.iter().map(|item| format!("{mark} {}", marked(item))).collect::<Vec<_>>().join("\n")
            }
            other => {
                let name = format!("phan_{}", kept.len() + 1);
                kept.insert(name.clone(), json!([other]));
                format!("@khối {name}")
            }
        };
        body.push_str(&line);
        body.push('\n');
    }
    (body, kept)
}

/// A paragraph that begins like a list is none.
fn paragraph(line: &str) -> String {
    if line.starts_with("- ") || line.starts_with("+ ") { format!("\\{line}") } else { line.to_owned() }
}

fn marked(text: &Text) -> String {
    let mut out = String::new();
    for span in &text.0 {
        let mark = match (span.bold, span.italic) {
            (false, false) => "",
            (true, false) => "**",
            (false, true) => "*",
            (true, true) => "***",
        };
        let words = markup::escape(&span.text).replace('\n', " ");
        let back: String = mark.chars().rev().collect();
        out.push_str(&format!("{mark}{words}{back}"));
    }
    out
}

/// A body that no longer exists on a day stands in a paper's header or above its signature (handbook NEV-2.6): the words found.
pub fn ended_body(paper: &Paper, on: chrono::NaiveDate) -> Option<String> {
    let ended = chrono::NaiveDate::from_ymd_opt(2025, 7, 1)?;
    if on < ended {
        return None;
    }
    let issuer = &paper.issuer;
    let mut lines: Vec<&str> = vec![&issuer.body];
    lines.extend(issuer.superior.as_deref());
    lines.extend(issuer.part.as_deref());
    for one in &paper.signatures {
        lines.push(&one.position);
        lines.extend(one.authority.iter().map(String::as_str));
    }
    let is_ended = |line: &str| {
        let words: Vec<String> =
            line.to_lowercase().split(|letter: char| !letter.is_alphanumeric()).map(str::to_owned).collect();
        words.iter().any(|word| word == "huyện" || word == "quận")
            || words.windows(2).any(|pair| pair[0] == "thị" && pair[1] == "xã")
    };
    lines.into_iter().find(|line| is_ended(line)).map(|line| line.replace('\n', " "))
}

/// “tỉnh Sơn La” and “Sơn La” out of a unit's name.
pub fn names_of_unit(name: &str) -> (String, String) {
    let words = ["Ủy ban Mặt trận Tổ quốc Việt Nam ", "Ủy ban MTTQ Việt Nam ", "Uỷ ban MTTQ Việt Nam "]
        .iter()
        .find_map(|start| name.strip_prefix(start))
        .unwrap_or(name);
    let lower = words.to_lowercase();
    let place = ["tỉnh ", "thành phố ", "xã ", "phường ", "đặc khu "]
        .iter()
        .find(|start| lower.starts_with(*start))
        .map_or(words, |start| words.get(start.len()..).unwrap_or(words));
    (words.to_owned(), place.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_taken_apart_and_put_together_again_is_the_same() {
        let templates = built_in().expect("reads");
        for name in ["report", "plan", "notice", "decision", "resolution"] {
            let data =
                std::fs::read_to_string(format!("../print/tests/samples/{name}.json")).expect("a sample");
            let data: Value = serde_json::from_str(&data).expect("json");
            let paper = templates.paper(name, &data).expect("a paper");
            let (body, kept) = words_of(&paper);
            let mut again = data.clone();
            again.as_object_mut().expect("an object").extend(kept);
            let made = templates.paper_in_words(name, &again, &paper.title.summary, &body).expect("a paper");
            assert_eq!(made.body, paper.body, "{name}");
        }
    }

    #[test]
    fn a_district_is_no_issuer_after_june_2025() {
        let mut paper = Paper::default();
        paper.issuer.superior = Some("ỦY BAN MTTQ VIỆT NAM\nHUYỆN MƯỜNG LA".to_owned());
        let day = |text: &str| text.parse().expect("a day");
        assert_eq!(ended_body(&paper, day("2025-06-30")), None);
        assert!(ended_body(&paper, day("2025-07-01")).is_some());
    }

    #[test]
    fn units_name_their_place() {
        let names = names_of_unit("Ủy ban MTTQ Việt Nam xã Bắc Mẫu");
        assert_eq!(names, ("xã Bắc Mẫu".to_owned(), "Bắc Mẫu".to_owned()));
    }
}
