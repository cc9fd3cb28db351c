//! Layouts of statements, as data.

use std::sync::OnceLock;

use chrono::NaiveDate;
use kit::text::Lang;
use serde::Deserialize;
use vi::fold::fold;

use super::amount::Numbers;

/// How a profile writes days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dates {
    Iso,
    Dmy,
}

impl Dates {
    /// The day of a cell; a time behind it is left out.
    pub fn read(self, text: &str) -> Option<NaiveDate> {
        let day = text.split_whitespace().next()?;
        let day = day.split('T').next()?;
        NaiveDate::parse_from_str(day, if self == Self::Iso { "%Y-%m-%d" } else { "%d/%m/%Y" }).ok()
    }
}

/// One layout. Columns are lists of headings, folded.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    pub code: String,
    name_vi: String,
    name_en: String,
    /// Somebody held it against a real statement.
    pub is_verified: bool,
    pub dates: Dates,
    pub numbers: Numbers,
    pub date: Vec<String>,
    pub doc_no: Vec<String>,
    pub debit: Vec<String>,
    pub credit: Vec<String>,
    pub balance: Vec<String>,
    pub content: Vec<String>,
    #[serde(default)]
    pub serial: Vec<String>,
    #[serde(default)]
    pub page: Vec<String>,
}

impl Profile {
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.name_vi,
            Lang::En => &self.name_en,
        }
    }

    /// Where the columns stand in a heading; the names of those that are missing.
    ///
    /// # Errors
    /// With the first heading of each missing column.
    pub fn columns<'a>(&self, heading: impl Iterator<Item = &'a str>) -> Result<Columns, Vec<String>> {
        let heading: Vec<String> = heading.map(plain).collect();
        let find = |names: &[String]| {
            names.iter().find_map(|name| heading.iter().position(|cell| *cell == plain(name)))
        };
        let mut missing = Vec::new();
        let mut must = |names: &[String]| {
            find(names).unwrap_or_else(|| {
                missing.extend(names.first().cloned());
                0
            })
        };
        let columns = Columns {
            date: must(&self.date),
            doc_no: must(&self.doc_no),
            debit: must(&self.debit),
            credit: must(&self.credit),
            balance: must(&self.balance),
            content: must(&self.content),
            serial: find(&self.serial),
            page: find(&self.page),
        };
        if missing.is_empty() { Ok(columns) } else { Err(missing) }
    }
}

/// A heading without accents, case, signs and doubled spaces.
fn plain(text: &str) -> String {
    let kept: String =
        fold(text).chars().map(|letter| if letter.is_alphanumeric() { letter } else { ' ' }).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Places of columns, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns {
    pub date: usize,
    pub doc_no: usize,
    pub debit: usize,
    pub credit: usize,
    pub balance: usize,
    pub content: usize,
    pub serial: Option<usize>,
    pub page: Option<usize>,
}

#[derive(Deserialize)]
struct ProfileFile {
    profile: Vec<Profile>,
}

/// The layouts that come with the program.
pub fn profiles() -> &'static [Profile] {
    static KEPT: OnceLock<Vec<Profile>> = OnceLock::new();
    KEPT.get_or_init(|| {
        // The file is part of the program; a test reads it.
        let file: Result<ProfileFile, _> = toml::from_str(include_str!("../../data/profiles.toml"));
        file.map(|file| file.profile).unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layouts_are_read_and_headings_found() {
        let file: ProfileFile = toml::from_str(include_str!("../../data/profiles.toml")).expect("reads");
        assert_eq!(file.profile.len(), profiles().len());
        let vn = profiles().iter().find(|one| one.code == "vn").expect("there");
        let heading = ["STT", "Ngày giao dịch", "Số CT", "Ghi nợ", "Ghi có", "Số dư", "Nội dung"];
        let columns = vn.columns(heading.into_iter()).expect("all there");
        assert_eq!((columns.serial, columns.date, columns.content, columns.page), (Some(0), 1, 6, None));
        let lacking = vn.columns(["Ngày", "Ghi có"].into_iter()).expect_err("incomplete");
        assert_eq!(lacking, ["so chung tu", "ghi no", "so du", "noi dung"]);
    }

    #[test]
    fn days_are_read_with_and_without_a_time() {
        let day = NaiveDate::from_ymd_opt(2026, 1, 31);
        assert_eq!(Dates::Dmy.read("31/01/2026 10:11:12"), day);
        assert_eq!(Dates::Iso.read("2026-01-31T10:11"), day);
        assert_eq!((Dates::Dmy.read("01/31/2026"), Dates::Iso.read("")), (None, None));
    }
}
