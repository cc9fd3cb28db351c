//! Words that open a closer look: found once for the whole paper, so that a task is searched only for what it has.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::model::Span;

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

const WORDS: [(&str, Cue); 23] = [
    ("phối hợp", Cue::Partner),
    ("đối ngoại với", Cue::Partner),
    ("hợp tác với", Cue::Partner),
    ("chỉ đạo ", Cue::Partner),
    (" mời", Cue::Partner),
    ("giữa ", Cue::Between),
    ("chủ trì", Cue::Lead),
    ("giao ", Cue::Lead),
    ("đề nghị ", Cue::Lead),
    ("yêu cầu ", Cue::Lead),
    ("phát huy vai trò của ", Cue::Lead),
    ("nhân dịp ", Cue::Event),
    ("khi có ", Cue::Event),
    ("nếu có", Cue::Condition),
    ("nhiệm vụ phát sinh", Cue::Event),
    ("kỳ họp", Cue::Event),
    ("hàng ", Cue::Beat),
    ("hằng ", Cue::Beat),
    ("theo ", Cue::Beat),
    ("mỗi ", Cue::Beat),
    ("từng ", Cue::Beat),
    ("thường xuyên", Cue::Beat),
    ("định kỳ", Cue::Beat),
];

static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .kind(Some(AhoCorasickKind::DFA))
        .build(WORDS.iter().map(|(w, _)| *w))
        .ok()
});

/// The cues of a paper in order.
pub(crate) struct Cues(Vec<(usize, Cue)>);

impl Cues {
    pub fn new(lower: &str) -> Self {
        let Some(finder) = FINDER.as_ref() else {
            return Self(Vec::new());
        };
        Self(finder.find_iter(lower).map(|m| (m.start(), WORDS[m.pattern().as_usize()].1)).collect())
    }

    pub fn any(&self, span: Span, wanted: &[Cue]) -> bool {
        let from = self.0.partition_point(|(at, _)| *at < span.start);
        self.0[from..].iter().take_while(|(at, _)| *at < span.end).any(|(_, cue)| wanted.contains(cue))
    }
}
