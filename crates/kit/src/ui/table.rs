//! Tables of data: sort links, aligned numbers, readable at 360 px, fast to write.
//!
//! A cell is written straight into the page's buffer. On a phone every row becomes a small card, with the column's name
//! before each value.

use maud::{Markup, PreEscaped, Render, html};

use super::{Icon, Number};
use crate::text::Lang;
use crate::texts;

/// Which way a list is sorted by a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sorted {
    Up,
    Down,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Main,
    Text,
    Number,
    Actions,
}

/// A column of a [`Table`].
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct Column<'a> {
    label: &'a str,
    kind: Kind,
    sort: &'a str,
    sorted: Option<Sorted>,
}

impl<'a> Column<'a> {
    const fn new(label: &'a str, kind: Kind) -> Self {
        Self { label, kind, sort: "", sorted: None }
    }

    /// The column that names the row: first, sticky, the title of the card on a phone.
    pub const fn main(label: &'a str) -> Self {
        Self::new(label, Kind::Main)
    }

    pub const fn text(label: &'a str) -> Self {
        Self::new(label, Kind::Text)
    }

    /// Numbers and dates, aligned at the right with digits of one width.
    pub const fn number(label: &'a str) -> Self {
        Self::new(label, Kind::Number)
    }

    /// Buttons; the label is for screen readers only.
    pub const fn actions(label: &'a str) -> Self {
        Self::new(label, Kind::Actions)
    }

    /// Makes the heading a link that sorts; `sorted` is how the list is sorted by this column now.
    pub const fn sort(mut self, href: &'a str, sorted: Option<Sorted>) -> Self {
        self.sort = href;
        self.sorted = sorted;
        self
    }
}

/// The frame of a table.
#[derive(Debug, Clone, Copy, Default)]
pub struct Table<'a> {
    /// What the table lists; read out before it, and shown when `caption_is_shown`.
    pub caption: &'a str,
    pub caption_is_shown: bool,
    pub columns: &'a [Column<'a>],
    /// A wide table of figures scrolls sideways under its sticky first column, instead of becoming cards.
    pub is_figures: bool,
}

/// A table; `fill` writes its rows.
///
/// ```
/// use kit::ui::{Column, Table, table};
/// let columns = [Column::main("Việc"), Column::number("Hạn")];
/// let html = table(&Table { caption: "Việc của tôi", columns: &columns, ..Table::default() }, |rows| {
///     rows.row().link("/tasks/1", "Ban hành kế hoạch").text("31/01/2024");
/// });
/// assert!(html.0.contains("<a href=\"/tasks/1\">Ban hành kế hoạch</a>"));
/// ```
pub fn table(table: &Table, fill: impl FnOnce(&mut Rows)) -> Markup {
    let mut rows = Rows::new(table);
    rows.head(table);
    fill(&mut rows);
    rows.buffer.push_str("</tbody></table></div>");
    PreEscaped(rows.buffer)
}

/// Writes the rows of a table.
pub struct Rows {
    buffer: String,
    /// The opening tag of each column's cell, written once.
    cells: Vec<(String, &'static str)>,
}

impl Rows {
    fn new(table: &Table) -> Self {
        let cells = table
            .columns
            .iter()
            .map(|column| match column.kind {
                Kind::Main => ("<th scope=\"row\">".to_owned(), "</th>"),
                Kind::Actions => ("<td class=\"act\">".to_owned(), "</td>"),
                kind => {
                    let mut open = String::from("<td data-l=\"");
                    column.label.render_to(&mut open);
                    open.push_str(if kind == Kind::Number { "\" class=\"n\">" } else { "\">" });
                    (open, "</td>")
                }
            })
            .collect();
        // A page of rows; growing would copy it again and again.
        Self { buffer: String::with_capacity(48 * 1024), cells }
    }

    fn head(&mut self, table: &Table) {
        if table.is_figures {
            // It scrolls sideways: the keyboard must be able to reach it.
            self.buffer.push_str("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
            table.caption.render_to(&mut self.buffer);
            self.buffer.push_str("\"><table class=\"figures\">");
        } else {
            self.buffer.push_str("<div class=\"scroll\"><table class=\"list\">");
        }
        let head = html! {
            caption class=[(!table.caption_is_shown).then_some("vh")] { (table.caption) }
            thead { tr { @for column in table.columns { (heading(column)) } } }
        };
        head.render_to(&mut self.buffer);
        self.buffer.push_str("<tbody>");
    }

    /// Begins a row; it ends when the writer is dropped.
    pub fn row(&mut self) -> RowWriter<'_> {
        self.start("<tr>")
    }

    /// A row that is selected: it stands open beside the list.
    pub fn selected_row(&mut self) -> RowWriter<'_> {
        self.start("<tr aria-current=\"true\" class=\"on\">")
    }

    /// A row that sums up the others.
    pub fn total_row(&mut self) -> RowWriter<'_> {
        self.start("<tr class=\"sum\">")
    }

    /// A heading over the rows that follow: lists that are grouped.
    pub fn group(&mut self, label: &str) {
        self.buffer.push_str("<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"");
        self.cells.len().render_to(&mut self.buffer);
        self.buffer.push_str("\">");
        label.render_to(&mut self.buffer);
        self.buffer.push_str("</th></tr>");
    }

    fn start(&mut self, tag: &str) -> RowWriter<'_> {
        self.buffer.push_str(tag);
        RowWriter { rows: self, column: 0 }
    }
}

fn heading(column: &Column) -> Markup {
    let (order, icon) = match column.sorted {
        Some(Sorted::Up) => (Some("ascending"), Some(Icon::Up)),
        Some(Sorted::Down) => (Some("descending"), Some(Icon::Down)),
        None => (None, None),
    };
    html! {
        th scope="col" class=[(column.kind == Kind::Number).then_some("n")] aria-sort=[order] {
            @if column.kind == Kind::Actions {
                span class="vh" { (column.label) }
            } @else if column.sort.is_empty() {
                (column.label)
            } @else {
                a href=(column.sort) { (column.label) @if let Some(icon) = icon { (icon) } }
            }
        }
    }
}

/// Writes the cells of one row, from left to right.
pub struct RowWriter<'r> {
    rows: &'r mut Rows,
    column: usize,
}

impl RowWriter<'_> {
    /// A cell with any markup: a badge, a date, a small form.
    pub fn cell(&mut self, content: impl Render) -> &mut Self {
        self.open();
        content.render_to(&mut self.rows.buffer);
        self.close();
        self
    }

    /// A cell with plain words.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.cell(Words(text))
    }

    /// A cell with a link.
    pub fn link(&mut self, href: &str, label: &str) -> &mut Self {
        self.open();
        let buffer = &mut self.rows.buffer;
        buffer.push_str("<a href=\"");
        Words(href).render_to(buffer);
        buffer.push_str("\">");
        Words(label).render_to(buffer);
        buffer.push_str("</a>");
        self.close();
        self
    }

    /// A link that opens beside the list (into the element `panel`), or as a page without script.
    pub fn panel_link(&mut self, href: &str, label: &str) -> &mut Self {
        self.open();
        let buffer = &mut self.rows.buffer;
        buffer.push_str("<a data-swap=\"#panel\" href=\"");
        Words(href).render_to(buffer);
        buffer.push_str("\">");
        Words(label).render_to(buffer);
        buffer.push_str("</a>");
        self.close();
        self
    }

    /// A cell with a figure. `None` is "not reported", which is not zero.
    pub fn figure(&mut self, value: Option<i64>, lang: Lang) -> &mut Self {
        match value {
            Some(value) => self.cell(Number(value, lang)),
            None => self.cell(html! { span class="blank" title=(texts::UI_NOT_REPORTED.get(lang)) { "–" span class="vh" { (texts::UI_NOT_REPORTED.get(lang)) } } }),
        }
    }

    fn open(&mut self) {
        let (open, _) = &self.rows.cells[self.column];
        self.rows.buffer.push_str(open);
    }

    fn close(&mut self) {
        let (_, close) = self.rows.cells[self.column];
        self.rows.buffer.push_str(close);
        self.column += 1;
    }
}

/// Text of a cell, escaped as maud does it, but copied in pieces instead of byte by byte: lists are mostly text.
struct Words<'a>(&'a str);

impl Render for Words<'_> {
    fn render_to(&self, buffer: &mut String) {
        let mut rest = self.0;
        while let Some(place) = rest.bytes().position(|byte| matches!(byte, b'&' | b'<' | b'>' | b'"')) {
            let (plain, special) = rest.split_at(place);
            buffer.push_str(plain);
            let (special, after) = special.split_at(1);
            special.render_to(buffer);
            rest = after;
        }
        buffer.push_str(rest);
    }
}

impl Drop for RowWriter<'_> {
    fn drop(&mut self) {
        self.rows.buffer.push_str("</tr>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_escaped_as_everywhere() {
        for text in ["", "<", "a&b", "\"Đại <đoàn> kết\" & \"thi đua\"", "&&", "ệ>", "không có gì"]
        {
            assert_eq!(Words(text).render().0, text.render().0);
        }
    }

    #[test]
    fn a_row_names_its_columns_and_tells_blank_from_zero() {
        let columns = [Column::main("Đơn vị"), Column::number("Suất quà"), Column::number("Số tiền")];
        let html = table(&Table { columns: &columns, ..Table::default() }, |rows| {
            rows.row().text("Xã <Mẫu>").figure(Some(0), Lang::Vi).figure(None, Lang::Vi);
        })
        .0;
        assert!(html.contains("<th scope=\"row\">Xã &lt;Mẫu&gt;</th>"), "{html}");
        assert!(html.contains("<td data-l=\"Suất quà\" class=\"n\">0</td>"), "{html}");
        assert!(html.contains("Chưa báo cáo"), "{html}");
        assert!(html.ends_with("</td></tr></tbody></table></div>"), "{html}");
    }
}
