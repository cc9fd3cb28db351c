//! What is asked for in paragraphs: in letters without sections, and in the closing of a paper.

use crate::reading::line_of_work::OTHER;
use crate::reading::model::{Span, TaskProposal};
use crate::reading::split;
use crate::reading::text::find;

use super::{Maker, Zone};

/// Words with which a letter asks.
const ASKING: [&str; 4] = ["đề nghị", "yêu cầu", "giao ", "chỉ đạo"];

impl Maker<'_> {
    /// A paper without sections: a paragraph asks from the sentence with "đề nghị" on, or as a whole where it goes on
    /// with what was asked before it.
    pub(super) fn asked_in_letter(&self, span: Span, is_first: bool) -> Option<Span> {
        let text = self.draft.text;
        if text.slice(span).ends_with(':') {
            return None;
        }
        let low = text.low(span);
        if let Some(at) = ASKING.iter().filter_map(|w| find(low, w)).min() {
            let sentence = split::sentence_start(text, span, at);
            let asked = text.trim(Span::new(span.start + sentence, span.end));
            return (!self.is_courtesy(text.low(asked))).then_some(asked);
        }
        let is_announced = !is_first
            || self.draft.meta.preamble.is_some_and(|p| {
                let words = text.low(p);
                words.ends_with(':') && ASKING.iter().any(|w| words.contains(w))
            });
        (is_announced && self.draft.words.lists.actions.len_at(low).is_some()).then_some(span)
    }

    /// "Đề nghị các đơn vị quan tâm, thực hiện": words of closing that name no work.
    fn is_courtesy(&self, sentence: &str) -> bool {
        let lists = &self.draft.words.lists;
        let Some((_, tail)) = ["đề nghị ", "yêu cầu "].iter().find_map(|w| sentence.split_once(w))
        else {
            return false;
        };
        let is_all_courtesy = |mut rest: &str| loop {
            rest = rest.trim_start_matches([' ', ',', ';', '.', '/']);
            match lists.courtesy.len_at(rest) {
                Some(len) => rest = &rest[len..],
                None => return rest.is_empty(),
            }
        };
        let first = tail.match_indices(' ').map(|(i, _)| i).find(|i| is_all_courtesy(&tail[*i..]));
        first.is_some_and(|at| {
            let whom = &tail[..at];
            whom.split_whitespace().count() <= 20
                && !whom.bytes().any(|b| b.is_ascii_digit())
                && !lists.actions.any_in(whom)
        })
    }

    /// The closing paragraph asks for something in the sentence with "đề nghị" or "yêu cầu".
    pub(super) fn add_closing(&self, span: Span, tasks: &mut Vec<TaskProposal>) {
        let text = self.draft.text;
        let s = text.slice(span);
        let mut start = 0;
        while start < s.len() {
            let end = split::sentence_end(text, Span::new(span.start + start, span.end)) - span.start;
            let stop = (end + 1).min(s.len());
            let sentence = text.trim(Span::new(span.start + start, span.start + stop));
            let low = text.low(sentence);
            let asks = (low.contains("đề nghị ") || low.contains("yêu cầu "))
                && low.split_whitespace().count() > 6
                && !self.is_courtesy(low);
            if asks {
                let mut task = self.make(
                    "CLOSING".to_owned(),
                    "CLOSING".to_owned(),
                    sentence,
                    None,
                    Zone::Assignment,
                    None,
                );
                OTHER.clone_into(&mut task.line_of_work);
                task.sub_tasks.clear();
                tasks.push(task);
                return;
            }
            start = stop.max(start + 1);
            while !s.is_char_boundary(start) {
                start += 1;
            }
        }
    }
}
