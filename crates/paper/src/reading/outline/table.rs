//! Tables of assignments: the header names the columns, each row is a piece of work, some rows head those below them.

use crate::reading::labels::{self, Mark};
use crate::reading::lines::Block;
use crate::reading::model::{SectionKind, Span};
use crate::reading::text::Text;

use super::RowCells;
use super::tree::{Tree, is_period_line};

/// Which column holds what.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    work: usize,
    lead: Option<usize>,
    partners: Option<usize>,
    time: Option<usize>,
}

impl Columns {
    /// The columns, where a row is the header of such a table.
    pub fn of(text: &Text, block: &Block) -> Option<Self> {
        let find = |words: &[&str]| {
            block.cells.iter().position(|c| {
                let low = text.low(*c);
                low.len() < 60 && words.iter().any(|w| low.contains(w))
            })
        };
        let work = find(&["nội dung", "nhiệm vụ", "công việc", "hoạt động"])?;
        let lead = find(&[
            "chủ trì",
            "đơn vị thực hiện",
            "cơ quan thực hiện",
            "người thực hiện",
            "phụ trách",
            "tham mưu",
            "phân công",
        ]);
        let partners = find(&["phối hợp"]).filter(|p| Some(*p) != lead);
        let time = find(&["thời gian", "thời hạn", "thời điểm", "hoàn thành", "tiến độ"])
            .or_else(|| block.cells.iter().position(|c| text.low(*c).starts_with("ngày")));
        (lead.is_some() || time.is_some()).then_some(Self { work, lead, partners, time })
    }
}

impl Tree<'_> {
    pub fn add_row(&mut self, block: &Block) {
        if let Some(columns) = Columns::of(self.text, block) {
            self.columns = Some(columns);
            return;
        }
        let filled: Vec<Span> = block.cells.iter().copied().filter(|c| !c.is_empty()).collect();
        let Some(columns) = self.columns else {
            for cell in filled {
                if self.text.slice(cell).split_whitespace().count() > 5 {
                    self.add_paragraph(cell);
                }
            }
            return;
        };
        while self.stack.last().is_some_and(|&n| self.mark(n).is_some_and(Mark::is_bullet)) {
            self.stack.pop();
        }
        if self.add_group(&filled) {
            return;
        }
        let cell = |at: Option<usize>| at.and_then(|i| block.cells.get(i)).copied().filter(|c| !c.is_empty());
        let Some(work) = cell(Some(columns.work)) else {
            return;
        };
        let cells =
            RowCells { lead: cell(columns.lead), partners: cell(columns.partners), time: cell(columns.time) };
        // A row with a number is work even where its other cells belong to the row above.
        if filled.len() < 2 || filled[0] == work && cells.lead.or(cells.partners).or(cells.time).is_none() {
            return;
        }
        let label = labels::parse(self.text.slice(work));
        let body = Span::new(work.start + label.as_ref().map_or(0, |l| l.len), work.end);
        self.push(body, None, SectionKind::TableRow, false);
        if let Some(node) = self.nodes.last_mut() {
            node.cells = cells;
        }
    }

    /// "I | QUÝ I", "A | Công tác tuyên truyền", or one cell across all columns.
    fn add_group(&mut self, filled: &[Span]) -> bool {
        let (number, title) = match *filled {
            [title] => (None, title),
            [number, title] => (Some(number), title),
            _ => return false,
        };
        let s = self.text.slice(title);
        let label = number.and_then(|n| {
            let printed = self.text.slice(n);
            labels::parse(&format!("{} x", printed.trim_end_matches('.').to_owned() + "."))
                .filter(|l| l.printed.len() <= printed.len() + 1)
        });
        let is_high = label.as_ref().is_some_and(|l| matches!(l.mark, Mark::Roman | Mark::Upper));
        let is_loud = !s.chars().any(char::is_lowercase) || is_period_line(self.text.low(title));
        let is_group = is_high || (is_loud && (number.is_none() || label.is_some())) || number.is_none();
        if !is_group || s.split_whitespace().count() > 25 || s.ends_with('.') {
            return false;
        }
        self.close_group();
        self.group = Some(self.nodes.len());
        self.push(title, label, SectionKind::Heading, true);
        true
    }

    /// The rows that follow, or the text behind the table, no longer stand below the group.
    pub fn close_group(&mut self) {
        if let Some(at) = self.group.take().and_then(|g| self.stack.iter().position(|n| *n == g)) {
            self.stack.truncate(at);
        }
    }
}
