//! What binds the work of a span: its beat, its deadline, the event it waits for, the papers it cites.

use crate::reading::cues::Cue;
use crate::reading::due;
use crate::reading::model::{Due, DueKind, Recurrence, Span};

use super::Maker;

impl Maker<'_> {
    pub(super) fn beats(&self, span: Span) -> Vec<Recurrence> {
        if self.cues.any(span, &[Cue::Beat]) {
            due::recurrence(self.draft.text.low(span))
        } else {
            Vec::new()
        }
    }

    pub(super) fn event(&self, span: Span, tells_sessions: bool) -> Option<Due> {
        let may = self.cues.any(span, &[Cue::Event, Cue::Condition, Cue::Partner]);
        may.then(|| due::event(self.draft.text, self.draft.dates, span, tells_sessions)).flatten()
    }

    pub(super) fn deadline(&self, span: Span) -> Option<Due> {
        let draft = self.draft;
        due::deadline(draft.text, draft.dates, span, |date| {
            let near = draft.citations.partition_point(|c| c.span.start <= date.start);
            draft.citations[near.saturating_sub(4)..near].iter().any(|c| c.span.contains(date))
                || self.commemorated.holders(date.start).any(|i| self.anniversaries[i].span.contains(date))
        })
    }

    pub(super) fn anniversary_due(&self, span: Span) -> Option<Due> {
        let from = self.anniversaries.partition_point(|a| a.span.start < span.start);
        let mut started = self.anniversaries[from..].iter().take_while(|a| a.span.start <= span.end);
        let first = started.find(|a| span.contains(a.span) && a.target.is_some())?;
        Some(Due {
            kind: DueKind::Date,
            value: first.target.clone()?,
            last_day: first.target.clone(),
            phrase: Some(self.draft.text.words(first.span)),
            span: Some(first.span),
        })
    }

    pub(super) fn symbols(&self, span: Span) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        let from = self.draft.citations.partition_point(|c| c.span.start < span.start);
        for c in self.draft.citations[from..].iter().take_while(|c| c.span.start < span.end) {
            if let Some(symbol) = c.symbol.as_ref().filter(|s| !out.contains(s)) {
                out.push(symbol.clone());
            }
        }
        out
    }
}
