//! The files that a paper is written to.

use chrono::NaiveDate;

use crate::error::PrintError;
use crate::model::Paper;

/// A kind of file, as it is asked for in an address: `pdf` or `docx`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileFormat {
    #[default]
    Pdf,
    Docx,
}

impl FileFormat {
    /// The ending of a file's name, without the dot.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }

    /// The paper as such a file. `written` is the day in the file's own description.
    ///
    /// # Errors
    /// As of [`crate::pdf()`] and [`crate::docx()`].
    pub fn write(self, paper: &Paper, written: NaiveDate) -> Result<Vec<u8>, PrintError> {
        match self {
            Self::Pdf => crate::pdf(paper, written),
            Self::Docx => crate::docx(paper, written),
        }
    }
}
