//! What a report rests on: what the modules counted in its days, each figure with the way to its records.

use kit::text::Lang;
use kit::ui::{Column, Table, card, table};
use maud::{Markup, html};

use crate::published::rows_of;
use crate::returns::pages::report::ReportPage;
use crate::{texts, words as names};

pub fn evidence(page: &ReportPage, lang: Lang) -> Markup {
    let look = &page.look;
    let span = look.span(page.today);
    let lines: Vec<_> = look
        .catalogue
        .iter()
        .filter_map(|one| Some((one, *page.published.get(&one.code)?, rows_of(one, look.unit.unit, span)?)))
        .collect();
    if lines.is_empty() {
        return html! { p { (texts::REPORT_NOTHING.get(lang)) } };
    }
    let title = texts::COUNTED_TITLE.get(lang);
    let columns =
        [Column::main(texts::COLUMN_INDICATOR.get(lang)), Column::number(texts::COLUMN_FIGURE.get(lang))];
    let rows = table(&Table { caption: title, columns: &columns, ..Table::default() }, |rows| {
        for (one, value, href) in &lines {
            let figure = names::figure(*value, one, lang);
            let label = texts::open_rows_of(one.name(lang), &figure);
            rows.row()
                .text(&format!("{} ({})", one.name(lang), one.measure(lang)))
                .cell(html! { a href=(href) aria-label=(label.get(lang)) { (figure) } });
        }
    });
    let note = if look.sent.is_some() { texts::EVIDENCE_FROZEN } else { texts::EVIDENCE_LIVE };
    card(title, html! { p class="note" { (note.get(lang)) } (rows) })
}
