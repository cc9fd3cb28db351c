//! The lists of administrative areas on either side of 2025-07-01, and what became of what: three CSV files, read and checked.

use std::collections::{HashMap, HashSet};
use std::io::Read as _;

use kit::Internal;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// One line of the list until 2025-06-30. Five island districts had no communes: theirs is empty.
#[derive(Debug, Clone, Deserialize)]
pub struct AreaBefore {
    pub province_code: String,
    pub province: String,
    pub district_code: String,
    pub district: String,
    pub commune_code: String,
    pub commune: String,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
}

/// One line of the list from 2025-07-01.
#[derive(Debug, Clone, Deserialize)]
pub struct AreaAfter {
    pub province_code: String,
    pub province: String,
    pub commune_code: String,
    pub commune: String,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub area_km2: Option<f64>,
}

/// How much of an old area went to a new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Share {
    Whole,
    /// The larger share of an area that was divided.
    PartMain,
    Part,
}

/// One line of the list of what became of what.
#[derive(Debug, Clone, Deserialize)]
pub struct AreaSuccession {
    pub level: String,
    pub old_code: String,
    pub old_name: String,
    pub new_code: String,
    pub new_name: String,
    pub kind: Share,
}

/// What is wrong with one line.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    pub file: File,
    /// Counted from 1, the heading included; 0 for the whole file.
    pub line: u64,
    pub what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum File {
    Before,
    After,
    Succession,
}

#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Not a line of such a file.
    Unreadable(String),
    /// A code or a name is missing.
    Incomplete,
    /// A code that stands on another line too.
    CodeTwice(String),
    /// A succession names a code that is in neither list.
    UnknownCode(String),
}

/// The three lists, as far as they can be read, and what is wrong with the rest.
#[derive(Debug, Clone, Default)]
pub struct AreaLists {
    pub before: Vec<AreaBefore>,
    pub after: Vec<AreaAfter>,
    pub succession: Vec<AreaSuccession>,
    pub problems: Vec<Problem>,
}

impl AreaLists {
    /// The lists inside the program.
    pub fn built_in() -> Result<Self, Internal> {
        let unpack = |packed: &[u8]| -> Result<Vec<u8>, Internal> {
            let mut csv = Vec::new();
            flate2::read::GzDecoder::new(packed).read_to_end(&mut csv)?;
            Ok(csv)
        };
        Ok(Self::read(
            &unpack(include_bytes!(concat!(env!("OUT_DIR"), "/units-until-2025-06-30.csv.gz")))?,
            &unpack(include_bytes!(concat!(env!("OUT_DIR"), "/units-from-2025-07-01.csv.gz")))?,
            &unpack(include_bytes!(concat!(env!("OUT_DIR"), "/succession-2025-07-01.csv.gz")))?,
        ))
    }

    /// Reads three CSV files. Lines that cannot be used are left out and named in `problems`.
    pub fn read(before: &[u8], after: &[u8], succession: &[u8]) -> Self {
        let mut lists = Self::default();
        lists.read_before(before);
        lists.read_after(after);
        lists.read_succession(succession);
        lists
    }

    fn read_before(&mut self, csv: &[u8]) {
        let mut seen = HashSet::new();
        for (line, row) in rows::<AreaBefore>(csv, File::Before, &mut self.problems) {
            let is_complete = [&row.province_code, &row.province, &row.district_code, &row.district]
                .iter()
                .all(|text| !text.is_empty())
                && row.commune_code.is_empty() == row.commune.is_empty();
            let problem = if !is_complete {
                What::Incomplete
            } else if !row.commune_code.is_empty() && !seen.insert(row.commune_code.clone()) {
                What::CodeTwice(row.commune_code)
            } else {
                self.before.push(row);
                continue;
            };
            self.problems.push(Problem { file: File::Before, line, what: problem });
        }
    }

    fn read_after(&mut self, csv: &[u8]) {
        let mut seen = HashSet::new();
        for (line, row) in rows::<AreaAfter>(csv, File::After, &mut self.problems) {
            let is_complete = [&row.province_code, &row.province, &row.commune_code, &row.commune]
                .iter()
                .all(|text| !text.is_empty());
            let problem = if !is_complete {
                What::Incomplete
            } else if seen.insert(row.commune_code.clone()) {
                self.after.push(row);
                continue;
            } else {
                What::CodeTwice(row.commune_code)
            };
            self.problems.push(Problem { file: File::After, line, what: problem });
        }
    }

    fn read_succession(&mut self, csv: &[u8]) {
        let old: HashSet<&str> = self
            .before
            .iter()
            .flat_map(|row| [row.province_code.as_str(), row.commune_code.as_str()])
            .collect();
        let new: HashSet<&str> = self
            .after
            .iter()
            .flat_map(|row| [row.province_code.as_str(), row.commune_code.as_str()])
            .collect();
        let mut known = Vec::new();
        for (line, row) in rows::<AreaSuccession>(csv, File::Succession, &mut self.problems) {
            let unknown = if old.contains(row.old_code.as_str()) {
                (!new.contains(row.new_code.as_str())).then_some(&row.new_code)
            } else {
                Some(&row.old_code)
            };
            match unknown {
                Some(code) => {
                    let what = What::UnknownCode(code.clone());
                    self.problems.push(Problem { file: File::Succession, line, what });
                }
                None => known.push(row),
            }
        }
        self.succession = known;
    }

    /// The province of each code until 2025-06-30, and the one it became.
    pub fn province_after(&self) -> HashMap<&str, &str> {
        let rows = self.succession.iter().filter(|row| row.level == "province");
        rows.map(|row| (row.old_code.as_str(), row.new_code.as_str())).collect()
    }
}

/// The lines of a file that have the right shape, with their numbers.
fn rows<T: DeserializeOwned>(csv: &[u8], file: File, problems: &mut Vec<Problem>) -> Vec<(u64, T)> {
    let mut good = Vec::new();
    // Spreadsheets put a mark before the first heading.
    let csv = csv.strip_prefix("\u{feff}".as_bytes()).unwrap_or(csv);
    for (index, row) in
        csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(csv).into_deserialize().enumerate()
    {
        let line = index as u64 + 2;
        match row {
            Ok(row) => good.push((line, row)),
            Err(error) => problems.push(Problem { file, line, what: What::Unreadable(error.to_string()) }),
        }
    }
    if good.is_empty() && problems.is_empty() {
        problems.push(Problem { file, line: 0, what: What::Incomplete });
    }
    good
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_inside_have_no_problems() {
        let lists = AreaLists::built_in().expect("unpacks");
        assert_eq!(lists.problems, []);
        assert_eq!((lists.before.len(), lists.after.len(), lists.succession.len()), (10_040, 3_321, 10_660));
    }

    #[test]
    fn a_wrong_line_is_named_and_the_others_are_read() {
        let before = "province_code,province,district_code,district,commune_code,commune,lat,lon\n\
            14,Tỉnh Sơn La,116,Thành phố Sơn La,1,Phường A,21.3,103.9\n\
            14,Tỉnh Sơn La,116,Thành phố Sơn La,1,Phường A,21.3,103.9\n\
            14,,116,Thành phố Sơn La,2,Phường B,,\n\
            14,Tỉnh Sơn La,116,Thành phố Sơn La,3,Phường C,north,\n";
        let after = "province_code,province,commune_code,commune,lat,lon,area_km2\n14,Tỉnh Sơn La,1,Phường A,21.3,103.9,7\n";
        let succession =
            "level,old_code,old_name,new_code,new_name,kind\ncommune,1,Phường A,9,Phường Z,whole\n";
        let lists = AreaLists::read(before.as_bytes(), after.as_bytes(), succession.as_bytes());
        assert_eq!((lists.before.len(), lists.after.len(), lists.succession.len()), (1, 1, 0));
        let mut found: Vec<_> = lists.problems.iter().map(|problem| (problem.file, problem.line)).collect();
        found.sort_by_key(|(_, line)| *line);
        assert_eq!(found, [(File::Succession, 2), (File::Before, 3), (File::Before, 4), (File::Before, 5)]);
    }

    #[test]
    fn another_file_is_refused() {
        let lists = AreaLists::read(b"a,b\n1,2\n", b"", b"");
        assert!(matches!(
            lists.problems[0],
            Problem { file: File::Before, line: 2, what: What::Unreadable(_) }
        ));
    }
}
