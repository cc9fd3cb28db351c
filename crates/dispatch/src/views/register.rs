//! The registers.

use kit::export::{Cell, Sheet};
use kit::text::{Lang, day};

use crate::actions::Register;
use crate::store::incoming::Entry;
use crate::store::outgoing::Outgoing;
use crate::store::register::Taken;
use crate::{texts, words};

/// The ten columns of the register of outgoing papers (handbook 2.7).
pub const OUTGOING: [kit::text::Text; 10] = [
    texts::REG_SYMBOL,
    texts::REG_DATE,
    texts::REG_ABSTRACT,
    texts::REG_SIGNER,
    texts::REG_RECIPIENTS,
    texts::REG_KEPT_BY,
    texts::REG_COPIES,
    texts::REG_TRANSFERRED,
    texts::REG_RECEIPT,
    texts::REG_NOTES,
];

/// The nine columns of the register of incoming papers.
pub const INCOMING: [kit::text::Text; 9] = [
    texts::REG_RECEIVED,
    texts::REG_NUMBER_IN,
    texts::REG_AUTHOR,
    texts::REG_SYMBOL,
    texts::REG_DATE,
    texts::REG_ABSTRACT,
    texts::REG_ASSIGNED,
    texts::REG_RECEIPT,
    texts::REG_NOTES,
];

/// A line of the outgoing register, after symbol and day.
pub fn outgoing_line(paper: &Outgoing, lang: Lang) -> [String; 8] {
    let content = &paper.content;
    let recipients: Vec<&str> = [&content.to, &content.report_to, &content.act_to]
        .into_iter()
        .flat_map(|text| crate::content::lines(text))
        .collect();
    let transferred = paper.issued_at.map_or_else(String::new, |at| day(at.date(), lang));
    let (word, _) = words::state(paper.state);
    let mut notes = if paper.state.went_out() && paper.reason.is_empty() {
        String::new()
    } else {
        word.get(lang).to_owned()
    };
    if !paper.reason.is_empty() {
        notes.push_str(": ");
        notes.push_str(&paper.reason);
    }
    let kind = kind_of(&paper.template, lang);
    [
        format!("{}: {}", kind.unwrap_or_default(), paper.summary),
        if content.signer.is_empty() { paper.signer_name.clone() } else { content.signer.clone() },
        recipients.join("; "),
        content.file_copy.clone(),
        paper.copies.to_string(),
        transferred,
        String::new(),
        notes,
    ]
}

/// The register of outgoing papers as seen, cancelled and reserved numbers included.
pub fn sheet(register: &Register, lang: Lang) -> Sheet {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for paper in &register.papers {
        let mut row: Vec<Cell> = vec![paper.symbol.as_str().into(), paper.dated_on.into()];
        row.extend(outgoing_line(paper, lang).map(Cell::from));
        rows.push(row);
    }
    for one in register.numbers.iter().filter(|one| one.outgoing.is_none() && one.series != "incoming") {
        let mut row: Vec<Cell> = vec![number_name(one, lang).into()];
        row.extend(std::iter::repeat_n(Cell::Empty, 8));
        row.push(format!("{}: {}", number_state(&one.state).get(lang), one.reason).into());
        rows.push(row);
    }
    let name = texts::register_name(register.year);
    Sheet {
        name: name.get(lang).to_owned(),
        caption: format!("{} – {}", name.get(lang), register.unit_name),
        columns: OUTGOING.iter().map(|text| text.get(lang).to_owned()).collect(),
        rows,
    }
}

/// What papers of a template are called.
fn kind_of(template: &str, lang: Lang) -> Option<String> {
    let one = crate::compose::built_in().ok()?.names().into_iter().find(|one| one.name == template)?;
    Some(if lang == Lang::Vi { one.title_vi } else { one.title_en })
}

/// `02 (Báo cáo)`; the number alone where all kinds share one series.
pub fn number_name(one: &Taken, lang: Lang) -> String {
    let number = format!("{:02}", one.number);
    kind_of(&one.series, lang).map_or_else(|| number.clone(), |kind| format!("{number} ({kind})"))
}

pub fn number_state(code: &str) -> kit::text::Text {
    match code {
        "given" => texts::NUMBER_GIVEN,
        "reserved" => texts::NUMBER_RESERVED,
        _ => texts::NUMBER_CANCELLED,
    }
}

/// A line of the incoming register.
pub fn incoming_notes(entry: &Entry, lang: Lang) -> String {
    let (word, _) = words::incoming(entry.state);
    let parts = [word.get(lang), entry.routing.as_str(), entry.note.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

/// The register of incoming papers as seen.
pub fn incoming_sheet(unit_name: &str, year: i64, entries: &[Entry], lang: Lang) -> Sheet {
    let rows = entries.iter().map(|entry| {
        vec![
            entry.received_on.into(),
            entry.number.into(),
            entry.author.as_str().into(),
            entry.symbol.as_str().into(),
            entry.dated_on.into(),
            entry.summary.as_str().into(),
            entry.assigned_name.as_str().into(),
            Cell::Empty,
            incoming_notes(entry, lang).into(),
        ]
    });
    let name = texts::incoming_name(year);
    Sheet {
        name: name.get(lang).to_owned(),
        caption: format!("{} – {unit_name}", name.get(lang)),
        columns: INCOMING.iter().map(|text| text.get(lang).to_owned()).collect(),
        rows: rows.collect(),
    }
}
