//! The words of a section as passages, each with the sentences it comes from.

use std::collections::{HashMap, VecDeque};

use super::similar::Marks;
use crate::returns::report::ReportId;

/// A sentence of a report below, as it was when it was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub report: ReportId,
    pub section: String,
    pub edition: i64,
    /// In characters of that section's words.
    pub start: i64,
    pub end: i64,
    pub wording: String,
}

impl Source {
    /// The same sentence of the same edition.
    pub fn is_same(&self, other: &Self) -> bool {
        (self.report, self.edition, self.start, self.end)
            == (other.report, other.edition, other.start, other.end)
            && self.section == other.section
    }
}

/// One line of a section's words; without sources it is the author's own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Passage {
    pub body: String,
    pub sources: Vec<Source>,
}

impl Passage {
    /// The author changed what was taken; it stays linked.
    pub fn is_edited(&self) -> bool {
        !self.sources.is_empty() && self.sources.iter().all(|source| source.wording != self.body)
    }
}

/// One line without blanks around it.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The passages of a section whose words may have been typed over as a whole meanwhile: a line that still stands keeps its
/// sources, a line that is like one keeps them as edited, the rest is the author's own.
pub fn reconcile(kept: Vec<Passage>, body: &str) -> Vec<Passage> {
    let lines: Vec<&str> = body.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if lines.len() == kept.len() && lines.iter().zip(&kept).all(|(line, passage)| *line == passage.body) {
        return kept;
    }
    let mut by_body: HashMap<String, VecDeque<Passage>> = HashMap::new();
    for passage in kept {
        by_body.entry(passage.body.clone()).or_default().push_back(passage);
    }
    let mut found: Vec<Option<Passage>> =
        lines.iter().map(|line| by_body.get_mut(*line).and_then(VecDeque::pop_front)).collect();
    let mut left: Vec<(Marks, Passage)> =
        by_body.into_values().flatten().map(|passage| (Marks::of(&passage.body, ""), passage)).collect();
    left.sort_by(|one, other| one.1.body.cmp(&other.1.body));
    for (place, line) in found.iter_mut().zip(&lines) {
        if place.is_some() {
            continue;
        }
        let marks = Marks::of(line, "");
        let like = left.iter().position(|(other, _)| marks.is_alike(other));
        let sources = like.map_or_else(Vec::new, |at| left.remove(at).1.sources);
        *place = Some(Passage { body: (*line).to_owned(), sources });
    }
    found.into_iter().flatten().collect()
}

/// Passages as the words of a section.
pub fn joined(passages: &[Passage]) -> String {
    passages.iter().map(|passage| passage.body.as_str()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(body: &str, report: i64) -> Passage {
        let source = Source {
            report: ReportId(report),
            section: "unity".to_owned(),
            edition: 1,
            start: 0,
            end: 9,
            wording: body.to_owned(),
        };
        Passage { body: body.to_owned(), sources: vec![source] }
    }

    #[test]
    fn words_typed_over_keep_the_sources_of_what_still_stands() {
        let kept = vec![
            taken("Đã bàn giao 12 nhà cho hộ nghèo.", 1),
            taken("Đã mở 3 lớp tập huấn.", 2),
            taken("Họp dân.", 3),
        ];
        assert_eq!(reconcile(kept.clone(), &joined(&kept)), kept);
        let now =
            reconcile(kept, "Câu của mình.\nĐã mở 3 lớp tập huấn.\n\nĐã bàn giao 15 nhà mới cho hộ nghèo.");
        let sources: Vec<(Vec<i64>, bool)> = now
            .iter()
            .map(|one| (one.sources.iter().map(|source| source.report.0).collect(), one.is_edited()))
            .collect();
        assert_eq!(sources, [(vec![], false), (vec![2], false), (vec![1], true)]);
    }

    #[test]
    fn own_words_have_no_source() {
        let own = reconcile(Vec::new(), "Một\n\n  Hai ");
        assert_eq!(joined(&own), "Một\nHai");
        assert!(own.iter().all(|one| one.sources.is_empty() && !one.is_edited()));
    }
}
