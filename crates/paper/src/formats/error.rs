//! What can go wrong with a file, and how much of it we are ready to read.

use std::time::Duration;

use crate::watch::{Stopped, Watch};

/// How much a file may cost before it is refused.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Largest file, in bytes.
    pub max_bytes: u64,
    /// Largest sum of unpacked parts, in bytes.
    pub max_unpacked: u64,
    /// Largest unpacked size as a multiple of the packed size, once a part passes 1 MiB.
    pub max_ratio: u64,
    /// Most pages read from a PDF.
    pub max_pages: usize,
    /// Longest time for a file whose cost cannot be known beforehand (PDF).
    pub max_time: Duration,
    /// Whether the reading may go on, whatever the format.
    pub watch: Watch,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_bytes: 50 * 1024 * 1024,
            max_unpacked: 256 * 1024 * 1024,
            max_ratio: 200,
            max_pages: 2_000,
            max_time: Duration::from_secs(20),
            watch: Watch::default(),
        }
    }
}

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// No bytes, or no text in a file that should have some.
    #[error("the file is empty")]
    Empty,
    /// Sizes in bytes.
    #[error("the file has {size} bytes, more than {limit}")]
    TooLarge { size: u64, limit: u64 },
    /// A password protects the content.
    #[error("the file is protected by a password")]
    Encrypted,
    /// Pages are pictures: there is no text layer.
    #[error("the {pages} pages are pictures without text")]
    ScannedOnly { pages: usize },
    /// The end of the file is missing, as after a broken transfer.
    #[error("the end of the file is missing")]
    Truncated,
    /// Unpacking would take more room than any honest paper needs.
    #[error("the file unpacks to an unreasonable size")]
    Bomb,
    /// Reading took longer than allowed.
    #[error("reading the file took too long")]
    TooSlow,
    /// A known or unknown type without a reader, as a short name: `xlsx`, `jpeg`, `zip`, `binary` …
    #[error("files of type {found} are not read")]
    Unsupported { found: &'static str },
    /// A text with bytes in it that no text has.
    #[error("the text is damaged")]
    TextDamaged,
    /// The type is right and the content is broken; `detail` is for the log.
    #[error("the file is damaged: {detail}")]
    Damaged { detail: String },
}

impl From<Stopped> for FormatError {
    fn from(_: Stopped) -> Self {
        Self::TooSlow
    }
}

impl FormatError {
    /// The key of the situation, for texts and for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLarge { .. } => "too_large",
            Self::Encrypted => "encrypted",
            Self::ScannedOnly { .. } => "scanned_only",
            Self::Truncated => "truncated",
            Self::Bomb => "bomb",
            Self::TooSlow => "too_slow",
            Self::Unsupported { .. } => "unsupported",
            Self::TextDamaged | Self::Damaged { .. } => "damaged",
        }
    }

    /// Damage described for the log.
    pub(crate) fn damaged(detail: impl std::fmt::Display) -> Self {
        Self::Damaged { detail: detail.to_string() }
    }
}
