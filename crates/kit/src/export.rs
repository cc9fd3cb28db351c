//! Lists as they are seen, to take along: `.csv` and `.xlsx`.
//!
//! A cell that a spreadsheet would run as a formula (`=`, `+`, `-`, `@`, tab, return at its start) is neutralised: in `.csv` by an
//! apostrophe before it, in `.xlsx` because every text is written as text.

use axum::response::Response;
use chrono::{Datelike as _, NaiveDate};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use crate::error::Internal;
use crate::files::attachment;
use crate::text::Lang;

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Number(i64),
    Decimal(f64),
    Date(NaiveDate),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<NaiveDate> for Cell {
    fn from(date: NaiveDate) -> Self {
        Self::Date(date)
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// A list ready to be taken along.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// The name of the file, without ending, and of the sheet.
    pub name: String,
    /// What the list is and which filters were on, above the table in `.xlsx`.
    pub caption: String,
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

/// The two kinds of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExportFormat {
    Csv,
    Xlsx,
}

impl Sheet {
    /// The download.
    pub fn respond(&self, format: ExportFormat, lang: Lang) -> Result<Response, Internal> {
        Ok(match format {
            ExportFormat::Csv => {
                attachment(self.csv()?, "text/csv; charset=utf-8", &format!("{}.csv", self.name))
            }
            ExportFormat::Xlsx => attachment(
                self.xlsx(lang)?,
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                &format!("{}.xlsx", self.name),
            ),
        })
    }

    /// UTF-8 with a byte-order mark, which Excel needs to read Vietnamese; dates as 2024-01-31.
    pub fn csv(&self) -> Result<Vec<u8>, Internal> {
        let mut writer = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
        writer.write_record(&self.columns)?;
        for row in &self.rows {
            writer.write_record(row.iter().map(|cell| match cell {
                Cell::Empty => String::new(),
                Cell::Text(text) => neutral(text),
                Cell::Number(number) => number.to_string(),
                Cell::Decimal(number) => number.to_string(),
                Cell::Date(date) => date.to_string(),
            }))?;
        }
        writer.into_inner().map_err(|error| Internal::new(error.to_string()))
    }

    /// One sheet with a frozen, filterable heading and real dates and numbers.
    pub fn xlsx(&self, lang: Lang) -> Result<Vec<u8>, Internal> {
        let mut book = Workbook::new();
        let bold = Format::new().set_bold().set_text_wrap();
        let text = Format::new().set_text_wrap();
        let number = Format::new().set_num_format("#,##0");
        let date = Format::new().set_num_format(match lang {
            Lang::Vi => "dd/mm/yyyy",
            Lang::En => "yyyy-mm-dd",
        });
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(&self.name))?;
        let first = if self.caption.is_empty() {
            0
        } else {
            sheet.write_string_with_format(0, 0, &self.caption, &Format::new().set_bold())?;
            2
        };
        for (column, title) in (0_u16..).zip(&self.columns) {
            sheet.write_string_with_format(first, column, title, &bold)?;
            sheet.set_column_width(column, width(&self.rows, usize::from(column), title))?;
        }
        for (row, cells) in (first + 1..).zip(&self.rows) {
            for (column, cell) in (0_u16..).zip(cells) {
                match cell {
                    Cell::Empty => {}
                    Cell::Text(value) => {
                        sheet.write_string_with_format(row, column, clip(value), &text)?;
                    }
                    #[expect(clippy::cast_precision_loss, reason = "a spreadsheet has no other number")]
                    Cell::Number(value) => {
                        sheet.write_number_with_format(row, column, *value as f64, &number)?;
                    }
                    Cell::Decimal(value) => {
                        sheet.write_number(row, column, *value)?;
                    }
                    // A spreadsheet's calendar begins in 1900 and has years of four digits.
                    Cell::Date(value) if !(1900..=9999).contains(&value.year()) => {
                        sheet.write_string_with_format(row, column, value.to_string(), &text)?;
                    }
                    Cell::Date(value) => {
                        let value = ExcelDateTime::parse_from_str(&value.to_string())?;
                        sheet.write_datetime_with_format(row, column, &value, &date)?;
                    }
                }
            }
        }
        sheet.set_freeze_panes(first + 1, 0)?;
        if let (Some(last_column), false) = (self.columns.len().checked_sub(1), self.rows.is_empty()) {
            let last_row = first + u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
            sheet.autofilter(first, 0, last_row, u16::try_from(last_column).unwrap_or(u16::MAX))?;
        }
        Ok(book.save_to_buffer()?)
    }
}

fn neutral(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

/// A sheet's name has at most 31 letters and none of `[]:*?/\`.
fn sheet_name(name: &str) -> String {
    let name: String = name.chars().map(|c| if "[]:*?/\\'".contains(c) { '-' } else { c }).take(31).collect();
    if name.is_empty() { "1".to_owned() } else { name }
}

/// A cell takes at most 32,767 letters.
fn clip(text: &str) -> String {
    text.chars().take(32_767).collect()
}

fn width(rows: &[Vec<Cell>], column: usize, title: &str) -> f64 {
    let longest = rows.iter().take(200).filter_map(|row| row.get(column)).map(|cell| match cell {
        Cell::Text(text) => text.chars().count(),
        _ => 11,
    });
    let letters = longest.chain([title.chars().count()]).max().unwrap_or(8).clamp(6, 60);
    f64::from(u32::try_from(letters).unwrap_or(60)) + 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_outside_a_spreadsheets_calendar_is_written_as_text() {
        let days = [(1, 1, 1), (1899, 12, 31), (1900, 1, 1), (9999, 12, 31), (10_000, 1, 1)];
        let days = days.map(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day));
        let rows = days.map(|day| vec![Cell::from(day)]).to_vec();
        let sheet = Sheet { name: "Ngày".into(), columns: vec!["Ngày".into()], rows, ..Default::default() };
        assert!(sheet.xlsx(Lang::Vi).expect("writes").starts_with(b"PK"));
    }

    #[test]
    fn a_formula_becomes_text() {
        let sheet = Sheet {
            name: "Việc".into(),
            columns: vec!["Tên".into(), "Số".into()],
            rows: vec![vec!["=HYPERLINK(1)".into(), 5_i64.into()], vec!["- thường".into(), Cell::Empty]],
            ..Default::default()
        };
        let csv = String::from_utf8(sheet.csv().expect("writes")).expect("is UTF-8");
        assert_eq!(csv, "\u{feff}Tên,Số\n'=HYPERLINK(1),5\n'- thường,\n");
        let xlsx = sheet.xlsx(Lang::Vi).expect("writes");
        assert!(xlsx.starts_with(b"PK"));
    }
}
