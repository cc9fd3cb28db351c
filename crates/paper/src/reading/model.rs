//! What a paper says, as plain values: the one shape that the command line and the web application use.

use serde::{Deserialize, Serialize};

use super::findings::Finding;

/// A byte range, half-open. In a finished [`Paper`] it points into the raw text of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    pub fn range(self) -> std::ops::Range<usize> {
        self.start..self.end
    }

    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    pub fn holds(self, at: usize) -> bool {
        self.start <= at && at < self.end
    }

    pub fn len(self) -> usize {
        self.end - self.start
    }

    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// Everything that was read from a paper.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Paper {
    pub meta: Meta,
    /// The outline in reading order, flat; the tree is in `parent` and `children`.
    pub sections: Vec<Section>,
    pub tasks: Vec<TaskProposal>,
    pub citations: Vec<Citation>,
    /// Every place where a date, a period or a term is written, in reading order.
    pub dates: Vec<DateMention>,
    pub orgs: Vec<Organisation>,
    pub anniversaries: Vec<Anniversary>,
    pub campaigns: Vec<NamedThing>,
    pub funds: Vec<NamedThing>,
    pub series: Vec<Series>,
    pub standing: Vec<StandingHint>,
    pub findings: Vec<Finding>,
    /// Between the title and the first section: legal bases and the words of issue.
    pub preamble: Option<Span>,
    /// The closing paragraph ("Trên đây là …").
    pub closing: Option<Span>,
}

/// The head and the foot of a paper.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Meta {
    /// The type as printed, in capitals: "KẾ HOẠCH". An official letter has "CÔNG VĂN".
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// The code of the type (decree 30/2020, appendix III): "KH".
    pub type_code: Option<String>,
    /// The abstract (trích yếu) as printed.
    pub title: Option<String>,
    /// The issuer with abbreviations written out.
    pub issuer: Option<String>,
    /// The symbol as printed after "Số:".
    pub number: Option<String>,
    /// ISO date of the place-and-date line.
    pub date: Option<String>,
    /// ISO date of the conference or congress that the paper comes from, where it is printed.
    pub event_date: Option<String>,
    pub place: Option<String>,
    pub province: Option<String>,
    /// "2019-2024".
    pub term: Option<String>,
    /// Term number of the committee in Roman figures.
    pub khoa: Option<String>,
    /// Ordinal of the conference within the term.
    pub lan_thu: Option<u32>,
    pub signer: Option<String>,
    pub signer_position: Option<String>,
    pub recipients: Vec<String>,
    /// The papers that the preamble rests on, as printed.
    pub legal_basis: Vec<String>,
    /// The year that the paper is about.
    pub year: Option<i32>,
    /// Whether "Mật", "Tối mật" or "Tuyệt mật" stands on the paper.
    pub secrecy: Option<String>,
    pub type_span: Option<Span>,
    pub title_span: Option<Span>,
}

/// What kind of entry an outline has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SectionKind {
    Heading,
    /// A numbered entry that is a whole sentence rather than a title.
    Clause,
    Bullet,
    /// A paragraph among bullets whose mark was lost.
    UnmarkedParagraph,
    /// "(1) … (2) …" inside a paragraph.
    InlineEnum,
    TableRow,
}

/// A paragraph under a heading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Paragraph {
    pub id: String,
    pub text: String,
    pub span: Span,
}

/// One entry of the outline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// Path of ordinals, unique in the paper: "II.2.1.7".
    pub id: String,
    /// The label as printed: "I.", "1.1.", "-", "(1)".
    pub label: Option<String>,
    /// Depth from 1.
    pub level: usize,
    pub kind: SectionKind,
    pub title: Option<String>,
    pub text: String,
    pub span: Span,
    pub parent: Option<String>,
    pub children: Vec<String>,
    pub paragraphs: Vec<Paragraph>,
    pub quarter: Option<u8>,
    pub year: Option<i32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DueKind {
    Date,
    Month,
    Quarter,
    Year,
    /// Bound to something that happens: a holiday, a session, a disaster.
    Event,
    Recurring,
}

/// By when, as far as the paper says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Due {
    pub kind: DueKind,
    /// "2024-07-27", "2024-06", "2024-Q1", "2024", or the words of the event.
    pub value: String,
    /// The last day on which the task is in time; for "trước ngày 20/6" that is 19/6 (handbook 4.1).
    pub last_day: Option<String>,
    pub phrase: Option<String>,
    pub span: Option<Span>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recurrence {
    /// All the time, without a fixed beat.
    Regular,
    Weekly,
    Monthly,
    Quarterly,
    HalfYearly,
    Yearly,
}

/// A figure to reach.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Target {
    /// As printed: "10", "1.500", "95%".
    pub amount: String,
    pub unit: String,
    pub span: Span,
}

/// A separately trackable part of a task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SubTask {
    pub id: String,
    pub text: String,
    pub span: Span,
    pub quarter: Option<u8>,
    pub due: Option<Due>,
    pub recurrence: Vec<Recurrence>,
    pub line_of_work: String,
    pub partner_units: Vec<String>,
    pub is_conditional: bool,
}

/// A task that the paper asks for, for a person to accept or change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaskProposal {
    pub id: String,
    pub section_id: String,
    pub text: String,
    pub span: Span,
    pub quarter: Option<u8>,
    pub year: Option<i32>,
    pub due: Option<Due>,
    pub recurrence: Vec<Recurrence>,
    pub line_of_work: String,
    pub line_of_work_secondary: Vec<String>,
    /// Units as the paper names them.
    pub lead_units: Vec<String>,
    pub partner_units: Vec<String>,
    pub campaigns: Vec<String>,
    pub funds: Vec<String>,
    pub cited_symbols: Vec<String>,
    /// The things listed as (1) (2) (3), without their numbers.
    pub sub_items: Vec<String>,
    pub sub_tasks: Vec<SubTask>,
    /// "nếu có": may be closed as not arisen.
    pub is_conditional: bool,
    pub targets: Vec<Target>,
    /// Key of the series that this bullet recurs in.
    pub series: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CitationKind {
    /// Has a symbol.
    Numbered,
    /// Known by its name only.
    Named,
}

/// A paper that this paper cites, once per symbol and date.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Citation {
    pub kind: CitationKind,
    /// Normalised (handbook 2.4): no spaces, plain hyphens.
    pub symbol: Option<String>,
    /// As printed before the symbol: "Kết luận".
    pub type_name: Option<String>,
    pub type_code: Option<String>,
    pub issuer_code: Option<String>,
    /// The body as printed: "Ban Thường vụ Tỉnh ủy".
    pub issuer: Option<String>,
    /// What the code usually stands for; the body as printed wins.
    pub issuer_by_code: Option<String>,
    /// ISO date as printed; never corrected.
    pub date: Option<String>,
    pub raw: String,
    pub occurrences: Vec<Span>,
    /// Why a person should look at it.
    pub flag: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateKind {
    Date,
    /// A day and a month without a year; the value has the year of its surroundings.
    DayMonth,
    LunarDate,
    Holiday,
    Month,
    Quarter,
    HalfYear,
    Year,
    /// A term of office: "nhiệm kỳ 2019-2024".
    Term,
    /// "giai đoạn 2021-2030".
    Phase,
    /// A day that no calendar has.
    Impossible,
}

/// A place where a date is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DateMention {
    pub raw: String,
    pub kind: DateKind,
    /// "2024-05-07", "2024-05", "2024-Q1", "2024", "2019/2024"; empty where it cannot be computed.
    pub value: String,
    pub span: Span,
}

/// An organisation, once, with the forms that the paper uses.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Organisation {
    /// Abbreviations written out.
    pub name: String,
    pub aliases: Vec<String>,
    pub kind: String,
    /// Whether it is a body one can name, not a general word such as "các sở, ban, ngành".
    pub is_core: bool,
    pub spans: Vec<Span>,
}

/// A commemoration that the paper names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Anniversary {
    /// "94 năm": the count as printed.
    pub count: Option<i32>,
    pub event: String,
    pub origin: Option<String>,
    /// ISO date of the day in the paper's year.
    pub target: Option<String>,
    pub quarter: Option<u8>,
    /// The quarter whose list it stands in.
    pub listed_in: Option<u8>,
    pub section_id: Option<String>,
    pub span: Span,
}

/// A campaign or a fund, once, with every place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NamedThing {
    pub name: String,
    pub spans: Vec<Span>,
}

/// Bullets that come back quarter after quarter: one stream of work with instances (handbook 3.2).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Series {
    pub key: String,
    /// Ids of tasks or of their parts.
    pub members: Vec<String>,
}

/// A quarterly bullet and the standing bullet that it belongs to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StandingHint {
    pub task: String,
    pub standing: String,
    /// Share of common words, 0–100.
    pub likeness: u8,
}
