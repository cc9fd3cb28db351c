//! What a report lacks before it can be sent, cell by cell; and what is worth a second look.

use kit::text::Phrase;

use super::form::{Check, ReportForm};
use crate::catalogue::Catalogue;
use crate::cells::Slot;
use crate::texts;

/// Which field of a report.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum FieldRef {
    Indicator(String),
    Section(String),
    /// The document that a regime of papers asks for.
    Paper,
}

impl FieldRef {
    /// `indicator`, `section` or `report`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Indicator(_) => "indicator",
            Self::Section(_) => "section",
            Self::Paper => "report",
        }
    }

    pub fn code(&self) -> &str {
        match self {
            Self::Indicator(code) | Self::Section(code) => code,
            Self::Paper => "",
        }
    }

    pub fn parse(kind: &str, code: &str) -> Option<Self> {
        match kind {
            "indicator" => Some(Self::Indicator(code.to_owned())),
            "section" => Some(Self::Section(code.to_owned())),
            "report" => Some(Self::Paper),
            _ => None,
        }
    }
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    Blank,
    NoWords,
    NoPaper,
    /// The parts come to something else; as read.
    Sum(String),
    /// A part is more than its whole; the whole's name in both languages.
    AboveWhole(String, String),
    /// The months' reports come to something else. A question: it does not keep the report.
    Months(String),
    /// Three times more or less than last time. A question.
    Unlike(String),
}

impl Wrong {
    pub const fn is_question(&self) -> bool {
        matches!(self, Self::Months(_) | Self::Unlike(_))
    }

    pub fn phrase(&self) -> Phrase {
        match self {
            Self::Blank => texts::WRONG_BLANK.into(),
            Self::NoWords => texts::WRONG_NO_WORDS.into(),
            Self::NoPaper => texts::WRONG_NO_PAPER.into(),
            Self::Sum(expected) => texts::wrong_sum(expected),
            Self::AboveWhole(vi, en) => {
                let (one, other) = (texts::wrong_above_whole(vi), texts::wrong_above_whole(en));
                Phrase { key: one.key, vi: one.vi, en: other.en }
            }
            Self::Months(expected) => texts::wrong_months(expected),
            Self::Unlike(last) => texts::wrong_unlike(last),
        }
    }
}

/// A field, what it is called, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub field: FieldRef,
    pub name: (String, String),
    pub wrong: Wrong,
}

/// What checks look at: figures by place.
pub struct Figures<'f> {
    /// What the report tells: the unit's own and what was accepted below.
    pub now: &'f dyn Fn(Slot) -> Option<i64>,
    pub last: &'f dyn Fn(Slot) -> Option<i64>,
    pub months: &'f dyn Fn(Slot) -> Option<i64>,
    /// The words of a section.
    pub words: &'f dyn Fn(&str) -> bool,
}

/// Everything that keeps a report from being sent, and the questions, in the order of the form.
pub fn look_through(form: &ReportForm, catalogue: &Catalogue, figures: &Figures<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut tell = |code: &str, wrong: Wrong| {
        if let Some(one) = catalogue.by_code(code) {
            let name = (one.name_vi.clone(), one.name_en.clone());
            found.push(Finding { field: FieldRef::Indicator(code.to_owned()), name, wrong });
        }
    };
    let value = |of: &dyn Fn(Slot) -> Option<i64>, code: &str| of(catalogue.by_code(code)?.slot);
    let read = |code: &str, value: i64| {
        catalogue
            .by_code(code)
            .map_or_else(String::new, |one| vi::numbers::decimal(one.decimal(value).normalised()))
    };
    for line in form.lines() {
        let now = value(figures.now, &line.indicator);
        if line.is_required && now.is_none() {
            tell(&line.indicator, Wrong::Blank);
        }
        if let (Some(now), Some(last)) = (now, value(figures.last, &line.indicator))
            && last > 0
            && (now > last.saturating_mul(3) || now < last / 3)
        {
            tell(&line.indicator, Wrong::Unlike(read(&line.indicator, last)));
        }
    }
    for check in &form.checks {
        match check {
            Check::Sum { whole, parts } => {
                let given: Option<Vec<i64>> = parts.iter().map(|part| value(figures.now, part)).collect();
                if let (Some(stands), Some(given)) = (value(figures.now, whole), given) {
                    let sum = given.into_iter().fold(0_i64, i64::saturating_add);
                    if sum != stands {
                        tell(whole, Wrong::Sum(read(whole, sum)));
                    }
                }
            }
            Check::AtMost { part, whole } => {
                if let (Some(part_is), Some(whole_is)) = (value(figures.now, part), value(figures.now, whole))
                    && part_is > whole_is
                    && let Some(of) = catalogue.by_code(whole)
                {
                    tell(part, Wrong::AboveWhole(of.name_vi.clone(), of.name_en.clone()));
                }
            }
            Check::Months { indicator } => {
                if let (Some(now), Some(months)) =
                    (value(figures.now, indicator), value(figures.months, indicator))
                    && now != months
                {
                    tell(indicator, Wrong::Months(read(indicator, months)));
                }
            }
        }
    }
    for section in form.sections.iter().filter(|section| section.words_required) {
        if !(figures.words)(&section.code) {
            let name = (section.title_vi.clone(), section.title_en.clone());
            found.push(Finding {
                field: FieldRef::Section(section.code.clone()),
                name,
                wrong: Wrong::NoWords,
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::returns::form::{FormId, Section, parse_lines};
    use crate::tests::sample;
    use kit::testing::day;

    fn found(now: &[Option<i64>], last: &[Option<i64>], words: bool) -> Vec<(String, Wrong)> {
        let catalogue = Catalogue::of((0..4).map(sample).collect());
        let section = Section {
            code: "one".to_owned(),
            lines: parse_lines("m0 *, m1, m2, m3"),
            prompt_vi: "Nêu".to_owned(),
            words_required: true,
            ..Section::default()
        };
        let checks = ["m0 = m1 + m2", "m3 <= m0", "m3 = months"];
        let form = ReportForm {
            id: FormId(1),
            code: "f".to_owned(),
            name_vi: String::new(),
            name_en: String::new(),
            sections: vec![section],
            checks: checks.iter().filter_map(|check| Check::parse(check)).collect(),
            valid_from: day("2024-01-01"),
            valid_to: None,
        };
        let at = |row: &[Option<i64>], slot: Slot| row.get(slot).copied().flatten();
        let figures = Figures {
            now: &|slot| at(now, slot),
            last: &|slot| at(last, slot),
            months: &|slot| (slot == 3).then_some(5),
            words: &|_| words,
        };
        let list = look_through(&form, &catalogue, &figures);
        list.into_iter().map(|one| (one.field.code().to_owned(), one.wrong)).collect()
    }

    #[test]
    fn every_failing_cell_is_named() {
        assert_eq!(found(&[Some(7), Some(3), Some(4), Some(5)], &[], true), []);
        assert_eq!(
            found(&[None, None, None, None], &[], false),
            [("m0".to_owned(), Wrong::Blank), ("one".to_owned(), Wrong::NoWords)]
        );
        let wrong = found(&[Some(7), Some(3), Some(3), Some(8)], &[None, Some(1)], true);
        let expected = [
            ("m0".to_owned(), Wrong::Sum("6".to_owned())),
            ("m3".to_owned(), Wrong::AboveWhole("Chỉ tiêu mẫu 0".to_owned(), "Sample 0".to_owned())),
            ("m3".to_owned(), Wrong::Months("5".to_owned())),
        ];
        assert_eq!(wrong, expected, "three times is no surprise yet");
        let unlike = found(&[Some(70), None, None, None], &[Some(7)], true);
        assert_eq!(unlike, [("m0".to_owned(), Wrong::Unlike("7".to_owned()))]);
        assert!(unlike[0].1.is_question() && !Wrong::Blank.is_question());
    }
}
