//! Words that open a closer look: found once for the whole paper, so that a task is searched only for what it has.

use std::sync::LazyLock;

use super::model::Span;
use super::rules::Phrases;
use super::text::Text;

/// What a word may be the sign of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cue {
    Partner,
    Between,
    Lead,
    Event,
    Beat,
    Condition,
}

const WORDS: [(&str, Cue); 24] = [
    ("phối hợp", Cue::Partner),
    ("đối ngoại với", Cue::Partner),
    ("hợp tác với", Cue::Partner),
    ("chỉ đạo", Cue::Partner),
    ("mời", Cue::Partner),
    ("giữa", Cue::Between),
    ("chủ trì", Cue::Lead),
    ("giao", Cue::Lead),
    ("đề nghị", Cue::Lead),
    ("yêu cầu", Cue::Lead),
    ("phát huy vai trò của", Cue::Lead),
    ("nhân dịp", Cue::Event),
    ("khi có", Cue::Event),
    ("nếu có", Cue::Condition),
    ("nhiệm vụ phát sinh", Cue::Event),
    ("kỳ họp", Cue::Event),
    ("hàng", Cue::Beat),
    ("hằng", Cue::Beat),
    ("theo", Cue::Beat),
    ("mỗi", Cue::Beat),
    ("từng", Cue::Beat),
    ("thường xuyên", Cue::Beat),
    ("một lần", Cue::Beat),
    ("định kỳ", Cue::Beat),
];

static FINDER: LazyLock<Phrases<Cue>> =
    LazyLock::new(|| Phrases::new(WORDS.map(|(word, cue)| (word.to_owned(), cue))));

/// The cues of a paper in order.
pub(crate) struct Cues(Vec<(Span, Cue)>);

impl Cues {
    pub fn new(text: &Text) -> Self {
        Self(FINDER.find(text))
    }

    pub fn any(&self, span: Span, wanted: &[Cue]) -> bool {
        let from = self.0.partition_point(|(at, _)| at.start < span.start);
        self.0[from..].iter().take_while(|(at, _)| at.start < span.end).any(|(_, cue)| wanted.contains(cue))
    }
}
