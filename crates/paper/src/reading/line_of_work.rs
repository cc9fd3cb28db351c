//! Which line of work a task belongs to, by the words that speak for it.

use super::model::Span;
use super::rules::Compiled;
use super::text::Text;

/// The words of a whole paper that speak for a line of work, in order.
pub(crate) struct Hints<'a> {
    found: Vec<(Span, usize)>,
    words: &'a Compiled,
}

pub(crate) const OTHER: &str = "other";

impl<'a> Hints<'a> {
    pub fn new(text: &Text, words: &'a Compiled) -> Self {
        Self { found: words.line_words.find(text), words }
    }

    /// The lines that the words of a span speak for, strongest first. Early words count double, since the verb and
    /// its object stand first; `heading` counts a little.
    pub fn of(&self, span: Span, heading: Option<Span>) -> Vec<(&'a str, u32)> {
        let mut scores = vec![0u32; self.words.line_keys.len()];
        let mut add = |range: Span, early: usize, late: usize, first: usize| {
            let from = self.found.partition_point(|(s, _)| s.start < range.start);
            let inside = self.found[from..].iter().take_while(|(s, _)| s.end <= range.end);
            for (seen, (at, line)) in inside.enumerate() {
                let weight = self.words.line_keys[*line].1;
                let distance = at.start - range.start;
                let factor = if distance < 40 || seen == 0 && distance < 120 {
                    first
                } else if distance < 120 {
                    early
                } else {
                    late
                };
                // Longer phrases say more.
                let length = u32::try_from((at.len() / 8).clamp(1, 3)).unwrap_or(1);
                scores[*line] += weight * u32::try_from(factor).unwrap_or(1) * length;
            }
        };
        add(span, 4, 2, 8);
        if let Some(heading) = heading {
            add(heading, 1, 1, 1);
        }
        let mut ranked: Vec<(&str, u32)> = Vec::new();
        for (i, score) in scores.into_iter().enumerate().filter(|(_, s)| *s > 0) {
            let key = self.words.line_keys[i].0.as_str();
            // An office may list a line again to add words to it.
            match ranked.iter_mut().find(|(k, _)| *k == key) {
                Some(r) => r.1 += score,
                None => ranked.push((key, score)),
            }
        }
        ranked.sort_by_key(|(_, s)| std::cmp::Reverse(*s));
        ranked
    }
}
