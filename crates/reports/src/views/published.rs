//! What other modules count, beside what people type.

use chrono::NaiveDate;
use kit::text::Lang;
use kit::ui::{Column, Table, card, table};
use maud::{Markup, html};

use crate::indicator::Indicator;
use crate::pages::entry::EntryPage;
use crate::published::{Span, rows_of};
use crate::{texts, words};

/// The unit's published figures of the period, each with the way to the records it counts; nothing when there are none.
pub fn card_of(page: &EntryPage, today: NaiveDate, lang: Lang) -> Markup {
    let span = Span::of(page.period, today);
    let lines: Vec<(&Indicator, i64, String)> = page
        .catalogue
        .reported_in(page.period)
        .filter_map(|one| Some((one, page.published.total(one)?, rows_of(one, page.unit.id, span)?)))
        .collect();
    if lines.is_empty() {
        return html! {};
    }
    let title = texts::COUNTED_TITLE.get(lang);
    let columns =
        [Column::main(texts::COLUMN_INDICATOR.get(lang)), Column::number(texts::COLUMN_FIGURE.get(lang))];
    let rows = table(&Table { caption: title, columns: &columns, ..Table::default() }, |rows| {
        for (one, value, href) in &lines {
            let figure = words::figure(*value, one, lang);
            let label = texts::open_rows_of(one.name(lang), &figure);
            rows.row()
                .text(&format!("{} ({})", one.name(lang), one.measure(lang)))
                .cell(html! { a href=(href) aria-label=(label.get(lang)) { (figure) } });
        }
    });
    card(title, html! { p class="note" { (texts::COUNTED_TEXT.get(lang)) } (rows) })
}
