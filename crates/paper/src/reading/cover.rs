//! Which of many spans hold a place, without asking each of them.

use super::model::Span;

/// Spans by their starts, each with a number of its owner.
#[derive(Debug, Default)]
pub(crate) struct Cover {
    spans: Vec<(Span, usize)>,
    /// The furthest end of a span and of all before it.
    reach: Vec<usize>,
}

impl Cover {
    pub fn new(spans: impl IntoIterator<Item = (Span, usize)>) -> Self {
        let mut spans: Vec<(Span, usize)> = spans.into_iter().collect();
        spans.sort_unstable_by_key(|(span, owner)| (span.start, *owner));
        let mut furthest = 0;
        let reach = spans
            .iter()
            .map(|(span, _)| {
                furthest = furthest.max(span.end);
                furthest
            })
            .collect();
        Self { spans, reach }
    }

    /// The owners of the spans that hold `at`, in no order that means anything.
    pub fn holders(&self, at: usize) -> impl Iterator<Item = usize> {
        let started = self.spans.partition_point(|(span, _)| span.start <= at);
        let may_reach = move |(k, _): &(usize, &(Span, usize))| self.reach[*k] > at;
        let near = self.spans[..started].iter().enumerate().rev().take_while(may_reach);
        near.filter(move |(_, (span, _))| span.holds(at)).map(|(_, (_, owner))| *owner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_span_around_a_place_is_found() {
        let spans =
            [(0, 40), (5, 8), (5, 20), (12, 15), (30, 31), (35, 35), (50, 60)].map(|(a, b)| Span::new(a, b));
        let cover = Cover::new(spans.into_iter().enumerate().map(|(i, span)| (span, i)));
        for at in 0..70 {
            let mut found: Vec<usize> = cover.holders(at).collect();
            found.sort_unstable();
            let asked: Vec<usize> = (0..spans.len()).filter(|i| spans[*i].holds(at)).collect();
            assert_eq!(found, asked, "{at}");
        }
    }
}
