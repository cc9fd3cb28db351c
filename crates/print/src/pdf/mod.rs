//! .pdf: tagged, with the letters in it, PDF/A-2a and PDF/UA-1 as the writing library checks them.

mod draw;
mod laid;
mod pages;
mod tags;

use chrono::{Datelike as _, NaiveDate};
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::metadata::{DateTime, Metadata};
use krilla::{Document, SerializeSettings};

use crate::compose::compose;
use crate::flow::{BOTTOM, TOP, to_points};
use crate::{Paper, PrintError};

/// Writes a paper as .pdf. `written` goes into the file's properties, which PDF/A asks for; equal input gives equal bytes.
///
/// Letters that the font does not have (other scripts, pictures) are drawn as an empty box; copied and searched they are still
/// themselves.
///
/// # Errors
/// [`PrintError::Secret`] for a mark of state secrecy.
pub fn pdf(paper: &Paper, written: NaiveDate) -> Result<Vec<u8>, PrintError> {
    let flow = compose(paper)?;
    let mut document = Document::new_with(settings()?);
    let mut drawing = draw::Drawing::default();
    for section in &flow.sections {
        let (width, height) = section.page();
        let room = to_points(height - TOP - BOTTOM);
        let laid = laid::lay(&section.blocks, section.measure(), room);
        let pages = pages::paginate(&laid, room);
        drawing.section(&mut document, (to_points(width), to_points(height)), &laid, &pages, &section.blocks);
    }
    let (tree, outline) = drawing.finish(&flow.title);
    document.set_tag_tree(tree);
    document.set_outline(outline);
    document.set_metadata(metadata(&flow.title, &flow.author, written));
    document.finish().map_err(|error| PrintError::Write(format!("{error:?}")))
}

fn settings() -> Result<SerializeSettings, PrintError> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| PrintError::Write(format!("{error:?}")))?;
    Ok(SerializeSettings { configuration, enable_tagging: true, ..SerializeSettings::default() })
}

fn metadata(title: &str, author: &str, written: NaiveDate) -> Metadata {
    let part = |value: u32| u8::try_from(value).unwrap_or(1);
    let year = u16::try_from(written.year()).unwrap_or(2000);
    let date =
        DateTime::new(year).month(part(written.month())).day(part(written.day())).hour(0).minute(0).second(0);
    Metadata::new()
        .title(title.to_owned())
        .authors(vec![author.to_owned()])
        .creator("Đoàn Kết".to_owned())
        .language("vi-VN".to_owned())
        .creation_date(date.utc_offset_hour(7))
}
