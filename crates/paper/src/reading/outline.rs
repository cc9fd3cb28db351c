//! From blocks to the tree of headings, bullets and paragraphs (handbook 2.3).

mod inline;

pub(crate) use inline::{inline_items, period_of_heading};

use inline::{add_inline_items, number};

use super::labels::{Label, Mark};
use super::lines::Block;
use super::model::{SectionKind, Span};
use super::text::Text;

/// One entry of the outline while reading; spans are in the normalised text.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub id: String,
    pub label: Option<Label>,
    pub kind: SectionKind,
    pub level: usize,
    pub parent: Option<usize>,
    pub children: Vec<usize>,
    /// The words after the label; for "Unit: text" the unit only, the text being a paragraph.
    pub span: Span,
    pub paragraphs: Vec<Span>,
    pub quarter: Option<u8>,
    pub year: Option<i32>,
    /// The cells of a table row by role: work, lead, partners, time.
    pub cells: RowCells,
}

#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RowCells {
    pub lead: Option<Span>,
    pub partners: Option<Span>,
    pub time: Option<Span>,
}

#[derive(Debug, Default)]
pub(crate) struct Outline {
    pub nodes: Vec<Node>,
    /// Blocks before the body and after it, by index.
    pub front: std::ops::Range<usize>,
    pub closing: Vec<usize>,
    pub foot: Vec<usize>,
}

impl Outline {
    /// The innermost entry whose words hold `at`.
    pub fn at(&self, at: usize) -> Option<usize> {
        self.nodes.iter().rposition(|n| n.span.holds(at) || n.paragraphs.iter().any(|p| p.holds(at)))
    }

    /// The entry and its ancestors, innermost first.
    pub fn path(&self, node: usize) -> impl Iterator<Item = &Node> {
        std::iter::successors(Some(node), |n| self.nodes[*n].parent).map(|n| &self.nodes[n])
    }

    pub fn quarter(&self, node: usize) -> Option<u8> {
        self.path(node).find_map(|n| n.quarter)
    }

    pub fn year(&self, node: usize) -> Option<i32> {
        self.path(node).find_map(|n| n.year)
    }
}

pub(crate) fn build(text: &Text, blocks: &[Block]) -> Outline {
    let start = body_start(text, blocks);
    let (body, foot) = cut_foot(text, blocks, start);
    let closing = closing(text, blocks, &body);
    let mut tree = Tree { text, nodes: Vec::new(), stack: Vec::new(), columns: None };
    for &i in &body {
        if !closing.contains(&i) {
            tree.add(&blocks[i]);
        }
    }
    let mut nodes = tree.nodes;
    settle_kinds(text, &mut nodes);
    add_inline_items(text, &mut nodes);
    number(&mut nodes);
    Outline { nodes, front: 0..start, closing, foot }
}

fn is_structural(label: &Label) -> bool {
    matches!(
        label.mark,
        Mark::Part
            | Mark::Chapter
            | Mark::Upper
            | Mark::Roman
            | Mark::Section
            | Mark::Article
            | Mark::Decimal(1)
    )
}

/// The first block of the body. Legal bases written as bullets and the addressees of a letter are still the head.
fn body_start(text: &Text, blocks: &[Block]) -> usize {
    let labelled = |b: &Block| b.label.as_ref().is_some_and(is_structural);
    if let Some(first) = blocks.iter().position(labelled) {
        return first;
    }
    let is_basis = |b: &Block| {
        ["căn cứ", "thực hiện", "theo "].iter().any(|w| text.low(b.body).starts_with(w))
            && text.low(b.body).ends_with(';')
    };
    let mut addressed = false;
    for (i, block) in blocks.iter().enumerate() {
        let low = text.low(block.span);
        if low.starts_with("kính gửi") {
            addressed = true;
        } else if block.label.is_none() {
            addressed = false;
        } else if !addressed && !is_basis(block) {
            return i;
        }
    }
    unlabelled_start(text, blocks)
}

/// In a text without any label: after the title, which ends where the first long sentence begins.
fn unlabelled_start(text: &Text, blocks: &[Block]) -> usize {
    blocks
        .iter()
        .position(|b| {
            let s = text.slice(b.span);
            s.chars().count() > 80 && s.ends_with('.') && !text.low(b.span).starts_with("căn cứ")
        })
        .unwrap_or(blocks.len())
}

/// The blocks of the body, and those of recipients and signature after it. An appendix opens the body again.
fn cut_foot(text: &Text, blocks: &[Block], start: usize) -> (Vec<usize>, Vec<usize>) {
    let (mut body, mut foot) = (Vec::new(), Vec::new());
    let mut in_foot = false;
    for (i, block) in blocks.iter().enumerate().skip(start) {
        if in_foot && block.label.as_ref().is_some_and(|l| l.mark == Mark::Appendix) {
            in_foot = false;
        }
        in_foot = in_foot || opens_foot(text, block);
        if in_foot { foot.push(i) } else { body.push(i) }
    }
    (body, foot)
}

fn opens_foot(text: &Text, block: &Block) -> bool {
    let opens = |span: Span| {
        let low = text.low(span);
        low.starts_with("nơi nhận") || is_signing_mark(text.slice(span))
    };
    opens(block.span) || block.cells.iter().any(|c| opens(*c))
}

/// "TM. BAN THƯỜNG TRỰC", "T/M …", "KT. CHỦ TỊCH" (handbook 2.6).
pub(crate) fn is_signing_mark(s: &str) -> bool {
    ["TM.", "TM ", "T/M", "KT.", "K/T", "TL.", "T/L", "TUQ.", "Q. "].iter().any(|m| {
        s.strip_prefix(m)
            .is_some_and(|r| r.trim_start().chars().take(6).filter(|c| c.is_lowercase()).count() == 0)
    })
}

fn closing(text: &Text, blocks: &[Block], body: &[usize]) -> Vec<usize> {
    let tail = body
        .iter()
        .rposition(|&i| blocks[i].label.is_some() || !blocks[i].cells.is_empty())
        .map_or(0, |p| p + 1);
    let opens = |i: &usize| {
        let low = text.low(blocks[*i].span);
        [
            "trên đây là",
            "nghị quyết này",
            "kế hoạch này",
            "quyết định này",
            "kết luận này",
            "chỉ thị này",
            "chương trình này",
            "hướng dẫn này",
            "trong quá trình",
            "quá trình thực hiện",
            "yêu cầu các",
            "đề nghị các",
            "nhận được",
        ]
        .iter()
        .any(|w| low.starts_with(w))
    };
    match body[tail..].iter().position(opens) {
        Some(first) => body[tail + first..].to_vec(),
        None => Vec::new(),
    }
}

fn is_period_line(low: &str) -> bool {
    let words = low.trim_end_matches([':', '.', ' ']);
    let opens = ["tháng ", "quý ", "6 tháng ", "06 tháng "].iter().any(|w| words.starts_with(w));
    let is_short = words.len() < 40 && words.split_whitespace().count() <= 5;
    opens
        && is_short
        && (period_of_heading(words).0.is_some()
            || words.contains("tháng đầu năm")
            || words.contains("tháng cuối năm"))
}

struct Tree<'a> {
    text: &'a Text,
    nodes: Vec<Node>,
    stack: Vec<usize>,
    columns: Option<Columns>,
}

#[derive(Clone, Copy, Default)]
struct Columns {
    work: usize,
    lead: Option<usize>,
    partners: Option<usize>,
    time: Option<usize>,
}

impl Tree<'_> {
    fn add(&mut self, block: &Block) {
        if !block.cells.is_empty() {
            self.add_row(block);
            return;
        }
        self.columns = None;
        match &block.label {
            Some(label) => self.add_labelled(block, label),
            None if self.names_part(block) => {}
            None if self.is_period(block) => self.add_period(block),
            None if block.heading.is_some() || self.is_bare_heading(block) => {
                self.stack.clear();
                self.push(block.body, None, SectionKind::Heading, true);
            }
            None => self.add_paragraph(block.span),
        }
    }

    /// Gives "Phần thứ nhất" the heading on the line below it.
    fn names_part(&mut self, block: &Block) -> bool {
        let Some(part) = self.nodes.last_mut() else { return false };
        let is_unnamed =
            part.label.as_ref().is_some_and(|l| l.mark <= Mark::Appendix) && part.span.is_empty();
        let s = self.text.slice(block.span);
        let fits = is_unnamed && s.len() < 300 && !s.ends_with(['.', ';', ':']);
        if fits {
            part.span = block.span;
        }
        fits
    }

    /// "Tháng 7:", "Quý III/2026", "6 tháng cuối năm:" on a line of its own.
    fn is_period(&self, block: &Block) -> bool {
        let low = self.text.low(block.span);
        is_period_line(low)
    }

    fn is_period_node(&self, node: usize) -> bool {
        self.nodes[node].label.is_none() && is_period_line(self.text.low(self.nodes[node].span))
    }

    /// A period without a label stands below the heading that opened the list of periods.
    fn add_period(&mut self, block: &Block) {
        while let Some(&top) = self.stack.last() {
            if !self.is_period_node(top) && !self.mark(top).is_some_and(Mark::is_bullet) {
                break;
            }
            self.stack.pop();
        }
        self.push(block.body, None, SectionKind::Heading, true);
    }

    fn push(&mut self, span: Span, label: Option<Label>, kind: SectionKind, keeps_open: bool) {
        let parent = self.stack.last().copied();
        let index = self.nodes.len();
        self.nodes.push(Node {
            id: String::new(),
            label,
            kind,
            level: self.stack.len() + 1,
            parent,
            children: Vec::new(),
            span,
            paragraphs: Vec::new(),
            quarter: None,
            year: None,
            cells: RowCells::default(),
        });
        if let Some(p) = parent {
            self.nodes[p].children.push(index);
        }
        if keeps_open {
            self.stack.push(index);
        }
    }

    fn mark(&self, node: usize) -> Option<Mark> {
        self.nodes[node].label.as_ref().map(|l| l.mark)
    }

    fn ends_open(&self, node: usize) -> bool {
        self.text.slice(self.nodes[node].span).ends_with(':')
    }

    fn add_labelled(&mut self, block: &Block, label: &Label) {
        let mark = label.mark;
        if mark.is_bullet() {
            self.make_room_for_bullet(mark);
        } else {
            let nests = matches!(mark, Mark::DigitParen | Mark::Letter | Mark::Paren);
            while let Some(&top) = self.stack.last() {
                let higher = match self.mark(top) {
                    // A heading without a label holds what follows it, but no part of the whole paper, nor does
                    // "Tháng 7:" hold the next chapter.
                    None => mark > Mark::Appendix && !self.is_period_node(top),
                    Some(m) if m.is_bullet() => {
                        nests && self.ends_open(top) && self.is_first_or_follows(top, label)
                    }
                    Some(m) => m < mark,
                };
                if higher {
                    break;
                }
                self.stack.pop();
            }
        }
        let kind = if mark.is_bullet() { SectionKind::Bullet } else { SectionKind::Heading };
        self.push(block.body, Some(label.clone()), kind, true);
    }

    /// "1)" or "a)" belongs under a bullet only as the list that the bullet's colon announces.
    fn is_first_or_follows(&self, bullet: usize, label: &Label) -> bool {
        match self.nodes[bullet].children.last() {
            None => label.numbers.first() == Some(&1),
            Some(&last) => self.mark(last) == Some(label.mark),
        }
    }

    fn make_room_for_bullet(&mut self, mark: Mark) {
        if let Some(at) = self.stack.iter().position(|&n| self.mark(n) == Some(mark)) {
            self.stack.truncate(at);
            return;
        }
        while let Some(&top) = self.stack.last() {
            let is_bullet = self.mark(top).is_some_and(Mark::is_bullet);
            let span = self.nodes[top].span;
            let is_short = span.len() < 120 && !self.text.slice(span).ends_with(['.', ';']);
            if !is_bullet || self.ends_open(top) || is_short {
                break;
            }
            self.stack.pop();
        }
    }

    fn is_bare_heading(&self, block: &Block) -> bool {
        let s = self.text.slice(block.span);
        let words = s.split_whitespace().count();
        if block.is_bold && words >= 2 && s.len() < 200 && !s.ends_with([':', '.', ';']) {
            return true;
        }
        // "QUYẾT NGHỊ:" opens the operative part; it is no heading of its own.
        words >= 3 && s.len() < 200 && !s.ends_with(':') && !s.chars().any(char::is_lowercase)
    }

    fn add_paragraph(&mut self, span: Span) {
        let low = self.text.low(span);
        if low.trim_end_matches(':').split_whitespace().count() <= 2
            && !self.text.slice(span).chars().any(char::is_lowercase)
        {
            return;
        }
        let in_bullets = self.stack.iter().position(|&n| self.mark(n).is_some_and(Mark::is_bullet));
        match (self.stack.last(), in_bullets) {
            (_, Some(at)) => {
                self.stack.truncate(at);
                self.push(span, None, SectionKind::UnmarkedParagraph, false);
            }
            (Some(&top), None) => {
                let has_bullets = self.nodes[top].children.last().is_some_and(|&c| {
                    matches!(self.nodes[c].kind, SectionKind::Bullet | SectionKind::UnmarkedParagraph)
                });
                if has_bullets {
                    self.push(span, None, SectionKind::UnmarkedParagraph, false);
                } else {
                    self.nodes[top].paragraphs.push(span);
                }
            }
            (None, None) => self.push(span, None, SectionKind::UnmarkedParagraph, false),
        }
    }

    /// Rows of a table of assignments: the header names the columns, each row is a piece of work.
    fn add_row(&mut self, block: &Block) {
        if let Some(columns) = self.header(block) {
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
        let cell = |at: Option<usize>| at.and_then(|i| block.cells.get(i)).copied().filter(|c| !c.is_empty());
        let Some(work) = cell(Some(columns.work)) else {
            return;
        };
        if cell(columns.lead).is_none() && cell(columns.time).is_none() && cell(columns.partners).is_none() {
            return;
        }
        while self.stack.last().is_some_and(|&n| self.mark(n).is_some_and(Mark::is_bullet)) {
            self.stack.pop();
        }
        let label = super::labels::parse(self.text.slice(work));
        let body = Span::new(work.start + label.as_ref().map_or(0, |l| l.len), work.end);
        self.push(body, None, SectionKind::TableRow, false);
        if let Some(node) = self.nodes.last_mut() {
            node.cells = RowCells {
                lead: cell(columns.lead),
                partners: cell(columns.partners),
                time: cell(columns.time),
            };
        }
    }

    fn header(&self, block: &Block) -> Option<Columns> {
        let find = |words: &[&str]| {
            block.cells.iter().position(|c| {
                let low = self.text.low(*c);
                low.len() < 60 && words.iter().any(|w| low.contains(w))
            })
        };
        let work = find(&["nội dung", "nhiệm vụ", "công việc"])?;
        let lead = find(&["chủ trì", "đơn vị thực hiện", "cơ quan thực hiện", "phụ trách", "tham mưu"]);
        let partners = find(&["phối hợp"]);
        let time = find(&["thời gian", "thời hạn", "hoàn thành", "tiến độ"]);
        (lead.is_some() || time.is_some()).then_some(Columns { work, lead, partners, time })
    }
}

/// Decides for each numbered entry whether its words are a title or a clause, and parts "Unit: text".
fn settle_kinds(text: &Text, nodes: &mut [Node]) {
    for node in nodes.iter_mut() {
        if node.kind != SectionKind::Heading || node.label.is_none() {
            continue;
        }
        let s = text.slice(node.span);
        let is_bare = node.children.is_empty() && node.paragraphs.is_empty();
        if let Some(colon) = s.find(": ").filter(|c| *c < 160) {
            let (head, rest) = (&s[..colon], s[colon + 2..].trim_start());
            let is_unit = head.split_whitespace().count() <= 12 && !head.contains([';', '.', '(', '“']);
            if is_unit && !rest.starts_with('(') && rest.split_whitespace().count() >= 5 {
                let rest_start = node.span.end - rest.len();
                node.paragraphs.insert(0, Span::new(rest_start, node.span.end));
                node.span = text.trim_stop(Span::new(node.span.start, node.span.start + colon));
                continue;
            }
        }
        let words = s.split_whitespace().count();
        let is_sentence = s.ends_with(['.', ';']);
        if (is_bare && is_sentence && words > 5) || words > 60 || (is_sentence && words > 25) {
            node.kind = SectionKind::Clause;
        }
        if node.kind == SectionKind::Heading {
            read_period(text, node);
        }
    }
    for node in nodes.iter_mut().filter(|n| n.label.is_none() && n.kind == SectionKind::Heading) {
        read_period(text, node);
    }
    for node in nodes.iter_mut().filter(|n| n.kind == SectionKind::Bullet && !n.children.is_empty()) {
        if node.span.len() < 100 {
            read_period(text, node);
        }
    }
}

/// The quarter (or the quarter of the month) and the year that a heading names.
fn read_period(text: &Text, node: &mut Node) {
    let low = text.low(node.span);
    let (quarter, year) = period_of_heading(low);
    node.quarter = quarter;
    node.year = year;
}
