//! A reading as JSON with spans in code points, for people, browsers and measurement.

use serde_json::{Value, json};

use crate::SourceText;

use super::model::{Due, Paper, Recurrence, Span};

/// Spans as code points of the raw text; one pass over the text, then a search per span.
struct Points<'a> {
    text: &'a str,
    /// Code points before every 256th byte or the letter that holds it.
    steps: Vec<(usize, usize)>,
}

impl<'a> Points<'a> {
    fn new(text: &'a str) -> Self {
        let mut steps = Vec::new();
        for (count, (at, _)) in text.char_indices().enumerate() {
            if count % 128 == 0 {
                steps.push((at, count));
            }
        }
        Self { text, steps }
    }

    fn at(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let k = self.steps.partition_point(|(at, _)| *at <= byte);
        let (at, count) = if k == 0 { (0, 0) } else { self.steps[k - 1] };
        count + self.text.get(at..byte).map_or(0, |s| s.chars().count())
    }

    fn span(&self, span: Span) -> Value {
        json!([self.at(span.start), self.at(span.end)])
    }
}

/// The reading in the shape that the measuring program expects, with the findings. Spans are `[start, end]` in code
/// points of the raw text.
pub fn to_score_json(paper: &Paper, source: &SourceText) -> Value {
    let points = Points::new(&source.text);
    let sections: Vec<Value> = paper
        .sections
        .iter()
        .map(|s| {
            json!({
                "id": s.id, "label": s.label, "level": s.level, "kind": s.kind, "title": s.title, "text": s.text,
                "parent": s.parent, "children": s.children, "quarter": s.quarter, "year": s.year, "char": points.span(s.span),
                "paragraphs": s.paragraphs.iter().map(|p| json!({"id": p.id, "text": p.text, "char": points.span(p.span)})).collect::<Vec<_>>(),
            })
        })
        .collect();
    let citations: Vec<Value> = paper
        .citations
        .iter()
        .map(|c| {
            json!({
                "kind": c.kind, "symbol": c.symbol, "date": c.date, "type": c.type_name, "type_code": c.type_code,
                "issuer_code": c.issuer_code, "issuer": c.issuer, "count": c.occurrences.len(), "raw": c.raw, "flag": c.flag,
                "occurrences": c.occurrences.iter().map(|s| json!({"char": points.span(*s)})).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({
        "meta": paper.meta,
        "sections": sections,
        "tasks": paper.tasks.iter().map(|t| task(t, &points)).collect::<Vec<_>>(),
        "citations": citations,
        "dates": paper.dates.iter().map(|d| json!({"raw": d.raw, "value": d.value, "kind": d.kind, "char": points.span(d.span)})).collect::<Vec<_>>(),
        "orgs": paper.orgs.iter().filter(|o| o.is_core).map(|o| json!({"name": o.name, "aliases": o.aliases, "kind": o.kind, "count": o.spans.len()})).collect::<Vec<_>>(),
        "anniversaries": paper.anniversaries.iter().map(|a| json!({
            "n": a.count, "event": a.event, "origin_date": a.origin, "target_date": a.target, "target_quarter": a.quarter,
            "quarter_listed": a.listed_in, "section_id": a.section_id, "char": points.span(a.span),
        })).collect::<Vec<_>>(),
        "campaigns": paper.campaigns.iter().map(|c| json!({"name": c.name, "count": c.spans.len()})).collect::<Vec<_>>(),
        "funds": paper.funds.iter().map(|c| json!({"name": c.name, "count": c.spans.len()})).collect::<Vec<_>>(),
        "series": paper.series,
        "standing": paper.standing,
        "findings": paper.findings.iter().map(|f| json!({
            "kind": f.kind, "severity": f.severity, "message": f.message_vi, "message_en": f.message_en,
            "span": f.span.map(|s| points.span(s)), "related": f.related.map(|s| points.span(s)),
        })).collect::<Vec<_>>(),
    })
}

/// One beat as a word, several as a list, none as null.
fn beats(recurrence: &[Recurrence]) -> Value {
    match recurrence {
        [] => Value::Null,
        [one] => json!(one),
        many => json!(many),
    }
}

fn due(due: Option<&Due>) -> Value {
    due.map_or(
        Value::Null,
        |d| json!({"kind": d.kind, "value": d.value, "last_day": d.last_day, "phrase": d.phrase}),
    )
}

fn task(t: &super::model::TaskProposal, points: &Points) -> Value {
    json!({
        "id": t.id, "section_id": t.section_id, "text": t.text, "char": points.span(t.span), "quarter": t.quarter,
        "year": t.year, "due": due(t.due.as_ref()), "recurrence": beats(&t.recurrence), "line_of_work": t.line_of_work,
        "line_of_work_secondary": t.line_of_work_secondary, "lead_units": t.lead_units, "partner_units": t.partner_units,
        "campaigns": t.campaigns, "funds": t.funds, "cited_symbols": t.cited_symbols, "sub_items": t.sub_items,
        "conditional": t.is_conditional, "series": t.series,
        "targets": t.targets.iter().map(|x| json!({"amount": x.amount, "unit": x.unit})).collect::<Vec<_>>(),
        "sub_tasks": t.sub_tasks.iter().map(|s| json!({
            "id": s.id, "text": s.text, "char": points.span(s.span), "quarter": s.quarter, "due": due(s.due.as_ref()),
            "recurrence": beats(&s.recurrence), "line_of_work": s.line_of_work, "partner_units": s.partner_units,
            "conditional": s.is_conditional,
        })).collect::<Vec<_>>(),
    })
}
