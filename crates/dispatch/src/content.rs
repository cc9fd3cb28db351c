//! What a drafter writes: the words of a paper beside its template, their clauses, their differences.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use crate::error::FieldFault;

/// The marks of signing authority (handbook 2.6).
pub const CAPACITIES: [&str; 5] = ["TM.", "KT.", "TL.", "TUQ.", "Q."];

/// The words of a draft. Lists hold one entry a line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Content {
    /// Trích yếu.
    #[serde(rename = "abstract")]
    pub summary: String,
    /// In the light markup of templates: `# ` headings, `- ` lists, a paragraph a line.
    pub body: String,
    /// Kính gửi, one a line.
    pub to: String,
    /// Nơi nhận, to report to.
    pub report_to: String,
    /// Nơi nhận, to carry out.
    pub act_to: String,
    /// After “Lưu:”, such as `VT, (Tu)`.
    pub file_copy: String,
    pub place: String,
    /// `tỉnh Sơn La`: what the header's lines are filled with.
    pub unit_words: String,
    /// A header block of `issuers`; the template's when empty.
    pub issuer: String,
    /// `TM. BAN THƯỜNG TRỰC`, `KT. CHỦ TỊCH`: one a line; the header block's when empty.
    pub authority: String,
    pub position: String,
    pub signer: String,
    /// Tables and blocks that the body names (`@bảng t1`), and other fields of the template.
    #[schema(value_type = Object)]
    pub extra: Map<String, Value>,
}

/// The entries of a text with one a line.
pub fn lines(text: &str) -> Vec<&str> {
    text.lines()
        .map(|line| line.trim().trim_start_matches("- ").trim_end_matches([';', '.']))
        .filter(|line| !line.is_empty())
        .collect()
}

impl Content {
    /// What is wrong with it, by field.
    pub fn faults(&self) -> Vec<(&'static str, FieldFault)> {
        let mut faults = Vec::new();
        if self.summary.trim().is_empty() {
            faults.push(("abstract", FieldFault::Missing));
        } else if kit::text::is_longer(&self.summary, kit::text::MAX_TITLE) {
            faults.push(("abstract", FieldFault::TooLong));
        }
        if self.body.trim().is_empty() {
            faults.push(("body", FieldFault::Missing));
        }
        if lines(&self.authority).iter().any(|line| !CAPACITIES.iter().any(|mark| line.starts_with(mark))) {
            faults.push(("authority", FieldFault::Capacity));
        }
        if !self.authority.trim().is_empty() && self.position.trim().is_empty() {
            faults.push(("position", FieldFault::Missing));
        }
        faults
    }

    /// The fields as a template takes them.
    pub fn data(&self) -> Value {
        let mut data = self.extra.clone();
        let mut put = |name: &str, value: Value| {
            data.insert(name.to_owned(), value);
        };
        put("abstract", json!(self.summary));
        put("unit", json!(self.unit_words));
        put("place", json!(self.place));
        if !self.issuer.is_empty() {
            put("issuer", json!(self.issuer));
        }
        let authority = lines_kept(&self.authority);
        if authority.is_empty() && self.position.trim().is_empty() {
            put("signer", json!(self.signer));
        } else {
            put("signer", json!({ "authority": authority, "position": self.position, "name": self.signer }));
        }
        put("to", json!(lines(&self.to)));
        let mut groups = Vec::new();
        for (label, to) in [("Để báo cáo", &self.report_to), ("Để thực hiện", &self.act_to)] {
            if !lines(to).is_empty() {
                groups.push(json!({ "label": label, "to": lines(to) }));
            }
        }
        put("recipients", json!({ "groups": groups, "file_copy": self.file_copy }));
        Value::Object(data)
    }

    /// Everything that a reader would see, a line each: for the search for marks of secrecy.
    pub fn all_words(&self) -> String {
        let extra = serde_json::to_string_pretty(&self.extra).unwrap_or_default();
        [&self.summary, &self.body, &self.to, &self.report_to, &self.act_to, &self.position, &extra]
            .map(String::as_str)
            .join("\n")
    }
}

fn lines_kept(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

/// A mark of state secrecy that stands in a text: alone on a line, or written in capitals (handbook NEV-2.4).
pub fn secrecy_mark(text: &str) -> Option<&'static str> {
    const MARKS: [&str; 3] = ["TUYỆT MẬT", "TỐI MẬT", "MẬT"];
    let text = vi::normalise::clean(text);
    for line in text.lines() {
        let upper = line.to_uppercase();
        let bare = upper.trim().trim_matches(|letter: char| !letter.is_alphanumeric());
        let bare = bare
            .strip_prefix("ĐỘ MẬT")
            .unwrap_or(bare)
            .trim_matches(|letter: char| !letter.is_alphanumeric());
        for mark in MARKS {
            if bare == mark || (mark != "MẬT" && line.contains(mark)) {
                return Some(mark);
            }
        }
    }
    None
}

/// The clauses of a body: a heading, article or paragraph each, with the list below it.
pub fn clauses(body: &str) -> Vec<String> {
    let mut clauses: Vec<String> = Vec::new();
    for line in body.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let is_item = line.starts_with("- ") || line.starts_with("+ ");
        match clauses.last_mut() {
            Some(last) if is_item || line.starts_with("@bảng") || line.starts_with("@khối") => {
                last.push('\n');
                last.push_str(line);
            }
            _ => clauses.push(line.to_owned()),
        }
    }
    clauses
}

/// A skeleton to begin from: the template's own words, with `…` where it asks for a field.
pub fn skeleton(body: &str) -> String {
    let mut out = String::new();
    for line in body.lines() {
        let mut kept = String::new();
        let mut rest = line;
        while let Some(start) = rest.find(['{']) {
            let (before, from) = rest.split_at(start);
            kept.push_str(before);
            let (end, fills) = if from.starts_with("{{") { ("}}", "…") } else { ("%}", "") };
            match from.find(end) {
                Some(at) => {
                    kept.push_str(fills);
                    rest = &from[at + 2..];
                }
                None => {
                    rest = "";
                }
            }
        }
        kept.push_str(rest);
        let kept = kept.trim();
        if !kept.is_empty() && !kept.starts_with("@khối") && !kept.starts_with("@bảng") {
            out.push_str(kept);
            out.push('\n');
        }
    }
    out
}

/// A line that only one of two versions has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Difference {
    /// True for a line that came, false for one that went.
    pub is_new: bool,
    pub words: String,
}

/// What changed between two texts, line by line, in the order of reading.
pub fn differences(before: &str, after: &str) -> Vec<Difference> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    // Longest common lines from every pair of places on; drafts have hundreds of lines, not millions.
    let width = new.len() + 1;
    let mut common = vec![0_u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i * width + j] = if old[i] == new[j] {
                common[(i + 1) * width + j + 1] + 1
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut found) = (0, 0, Vec::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
        } else if i < old.len()
            && (j == new.len() || common[(i + 1) * width + j] >= common[i * width + j + 1])
        {
            found.push(Difference { is_new: false, words: old[i].to_owned() });
            i += 1;
        } else {
            found.push(Difference { is_new: true, words: new[j].to_owned() });
            j += 1;
        }
    }
    found.retain(|one| !one.words.trim().is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_of_secrecy_is_seen_and_a_word_is_not() {
        assert_eq!(secrecy_mark("Kế hoạch\n(Tối mật)\nnội dung"), Some("TỐI MẬT"));
        assert_eq!(secrecy_mark("Độ mật: Mật"), Some("MẬT"));
        assert_eq!(secrecy_mark("đóng dấu TUYỆT MẬT trên bìa"), Some("TUYỆT MẬT"));
        assert_eq!(secrecy_mark("quan hệ mật thiết với Nhân dân; bỏ phiếu kín, bảo mật"), None);
    }

    #[test]
    fn a_list_belongs_to_the_clause_above_it() {
        assert_eq!(clauses("# A\n\nMột\n- x\n- y\nHai"), ["# A", "Một\n- x\n- y", "Hai"]);
    }

    #[test]
    fn differences_name_what_went_and_what_came() {
        let found = differences("a\nb\nc", "a\nd\nc");
        assert_eq!(
            found.iter().map(|one| (one.is_new, one.words.as_str())).collect::<Vec<_>>(),
            [(false, "b"), (true, "d")]
        );
    }

    #[test]
    fn a_skeleton_keeps_words_and_leaves_gaps() {
        assert_eq!(
            skeleton("{% if a %}Thực hiện {{ a }};{% endif %}\n# MỤC\n@khối x\n{{ b }}"),
            "Thực hiện …;\n# MỤC\n…\n"
        );
    }

    #[test]
    fn an_authority_bears_one_of_the_known_marks() {
        let content = Content {
            summary: "x".into(),
            body: "y".into(),
            authority: "THAY MẶT A".into(),
            position: "z".into(),
            ..Content::default()
        };
        assert_eq!(content.faults(), [("authority", FieldFault::Capacity)]);
    }
}
