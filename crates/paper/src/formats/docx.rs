//! `.docx` (Office Open XML) as Word shows it: list labels are counted, deletions are gone, fields show their results.

mod body;
mod lists;
mod package;
mod paragraph;
mod styles;
mod xml;

use super::sheet::{Block, Sheet};
use super::{FormatError, Limits, Sniffed, legacy, secrecy};
use crate::watch::Watch;
use crate::{Format, Note, SourceText};
use body::Body;
use lists::Lists;
use package::Package;
use styles::Styles;

/// What kind of package a zip file is, by the parts it holds.
pub(crate) fn identify(bytes: &[u8]) -> Sniffed {
    match Package::open(bytes, &Limits::default()) {
        Ok(package) if package.document_part().is_some() => Sniffed::Docx,
        Ok(package) => Sniffed::Other(package.other_kind()),
        Err(FormatError::Encrypted) => Sniffed::Encrypted,
        Err(_) => Sniffed::Other("zip"),
    }
}

/// Reads the main story, then the notes under it.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<SourceText, FormatError> {
    let mut package = Package::open(bytes, limits)?;
    let Some(document) = package.document_part() else {
        return Err(FormatError::Unsupported { found: package.other_kind() });
    };
    let folder = document.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let main = package.read(&document)?.ok_or_else(|| FormatError::damaged("no main part"))?;
    let styles = match package.read(&format!("{folder}styles.xml"))? {
        Some(xml) => Styles::parse(&xml),
        None => Styles::default(),
    };
    let lists = match package.read(&format!("{folder}numbering.xml"))? {
        Some(xml) => Lists::parse(&xml, &styles),
        None => Lists::default(),
    };

    let mut sheet = Sheet::with_capacity(main.len() / 4);
    let mut body = Body::new(&styles, &lists, &mut sheet);
    body.run(&main, &limits.watch)?;
    let used_notes = body.used_notes();
    for (part, ids) in [("footnotes.xml", used_notes.footnotes), ("endnotes.xml", used_notes.endnotes)] {
        if ids.is_empty() {
            continue;
        }
        if let Some(xml) = package.read(&format!("{folder}{part}"))? {
            write_notes(&xml, &ids, &styles, &lists, &mut sheet, &limits.watch)?;
        }
    }
    for name in package.page_parts(&folder) {
        sheet.note(Note::LeftOut("headers"));
        // A mark of secrecy is often stamped in the page header, and must not be missed.
        if let Some(xml) = package.read(&name)? {
            let mut header = Sheet::default();
            Body::new(&styles, &lists, &mut header).run(&xml, &limits.watch)?;
            if header.finish(Format::Docx).text.lines().any(secrecy::holds_mark) {
                sheet.note(Note::SecrecyMark);
            }
        }
    }
    let mut source = sheet.finish(Format::Docx);
    legacy::convert_source(&mut source);
    Ok(source)
}

/// Writes the notes in the order in which the text calls them, numbered as Word numbers them.
fn write_notes(
    xml: &str,
    ids: &[i64],
    styles: &Styles,
    lists: &Lists,
    sheet: &mut Sheet,
    watch: &Watch,
) -> Result<(), FormatError> {
    let mut notes = Sheet::default();
    let mut reader = Body::new(styles, lists, &mut notes);
    reader.run(xml, watch)?;
    let starts = reader.note_starts();
    let notes = notes.finish(Format::Docx);
    for (number, id) in ids.iter().enumerate() {
        let Some(place) = starts.iter().position(|(found, _)| found == id) else {
            continue;
        };
        let end = starts.get(place + 1).map_or(notes.lines.len(), |(_, line)| *line);
        let lines = notes.lines.get(starts[place].1..end).unwrap_or_default();
        for (index, line) in lines.iter().enumerate() {
            let text = notes.text[line.span.clone()].trim();
            let text = if index == 0 { format!("[{}] {text}", number + 1) } else { text.to_owned() };
            sheet.push(Block::plain(text));
        }
    }
    Ok(())
}
