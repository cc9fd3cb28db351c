//! The two papers that were read by hand, beside that reading.

use std::collections::HashMap;

use paper::reading::{Context, FindingKind, cross_check};
use serde_json::Value;

use super::{PLAN, RESOLUTION, dice, has, own_parts, own_texts, precise, read, words};

/// F1 of two lists in reading order: each gold text takes the first free likeness of at least 0.8.
fn f1(gold: &[String], read: &[String]) -> f64 {
    let mut used = vec![false; read.len()];
    let mut hits = 0;
    for text in gold {
        let best = (0..read.len())
            .filter(|j| !used[*j])
            .map(|j| (dice(text, &read[j]), j))
            .filter(|(d, _)| *d >= 0.8)
            .fold(
                None,
                |best: Option<(f64, usize)>, x| {
                    if best.is_some_and(|b| b.0 >= x.0) { best } else { Some(x) }
                },
            );
        if let Some((_, j)) = best {
            used[j] = true;
            hits += 1;
        }
    }
    2.0 * precise(hits) / precise(gold.len() + read.len())
}

fn texts(gold: &Value) -> Vec<String> {
    gold["tasks"]
        .as_array()
        .expect("the gold file has its shape")
        .iter()
        .map(|t| t["text"].as_str().expect("the gold file has its shape").to_owned())
        .collect()
}

fn parts(gold: &Value) -> Vec<String> {
    let mut out = Vec::new();
    for task in gold["tasks"].as_array().expect("the gold file has its shape") {
        let subs = task["sub_tasks"].as_array().expect("the gold file has its shape");
        if subs.is_empty() {
            out.push(task["text"].as_str().expect("the gold file has its shape").to_owned());
        }
        out.extend(subs.iter().map(|s| s["text"].as_str().expect("the gold file has its shape").to_owned()));
    }
    out
}

fn gold(text: &str) -> Value {
    serde_json::from_str(text).expect("the gold file has its shape")
}

#[test]
fn the_plan_is_read_as_a_person_reads_it() {
    let gold = gold(include_str!("../gold/plan-2024.json"));
    let paper = read(PLAN);
    assert!(f1(&texts(&gold), &own_texts(&paper)) >= 0.98);
    assert!(f1(&parts(&gold), &own_parts(&paper)) >= 0.95);
    // Handbook 3.2: quarters of 7, 10, 12 and 10 bullets.
    let of_quarter = |q| paper.tasks.iter().filter(|t| t.quarter == Some(q)).count();
    assert_eq!([1, 2, 3, 4].map(of_quarter), [7, 10, 12, 10]);
    assert_eq!(paper.tasks.iter().filter(|t| t.section_id.starts_with("II.3.")).count(), 8);
    assert_eq!(paper.sections.len(), gold["sections"].as_array().unwrap().len());
    let by_id: HashMap<&str, &Value> =
        gold["tasks"].as_array().unwrap().iter().map(|t| (t["id"].as_str().unwrap(), t)).collect();
    let mut lines = 0;
    for task in &paper.tasks {
        let expected = by_id[task.id.as_str()];
        assert_eq!(task.quarter.map(u64::from), expected["quarter"].as_u64(), "{}", task.id);
        lines += usize::from(expected["line_of_work"] == task.line_of_work.as_str());
    }
    assert!(lines * 100 >= paper.tasks.len() * 90, "{lines}");
}

#[test]
fn the_citations_of_the_plan_are_complete() {
    let gold = gold(include_str!("../gold/plan-2024.json"));
    let mut expected: Vec<(String, String)> = gold["citations"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|c| Some((c["symbol"].as_str()?.to_owned(), c["date"].as_str()?.to_owned())))
        .collect();
    let paper = read(PLAN);
    let mut got: Vec<(String, String)> =
        paper.citations.iter().filter_map(|c| Some((c.symbol.clone()?, c.date.clone()?))).collect();
    expected.sort();
    got.sort();
    assert_eq!(got, expected);
    let directive = paper.citations.iter().find(|c| c.symbol.as_deref() == Some("31-CT/TU")).unwrap();
    assert_eq!(directive.flag.as_deref(), Some("citation_date_unlikely"));
    assert_eq!(directive.issuer.as_deref(), Some("Ban Thường vụ Tỉnh ủy"));
}

#[test]
fn the_slips_of_the_plan_are_found_and_nothing_else_is_called_doubled() {
    let paper = read(PLAN);
    let doubled = paper.findings.iter().filter(|f| f.kind == FindingKind::DoubledWords).count();
    assert_eq!(doubled, 4);
    for words in ["Đại hội Đại hội", "đại biểu đại biểu", "thực hiện thực hiện", "tổ chức tổ chức"]
    {
        assert!(has(&paper, FindingKind::DoubledWords, words), "{words}");
    }
    assert!(has(&paper, FindingKind::MissingBlank, "hộivà"));
    assert!(has(&paper, FindingKind::CommemorationInOtherQuarter, "18/04/2024"));
    assert!(!paper.findings.iter().any(|f| f.kind == FindingKind::AnniversaryCountWrong));
    assert!(has(&paper, FindingKind::NotNumbered, ""));
}

#[test]
fn recurring_bullets_are_one_stream_and_know_their_standing_work() {
    let paper = read(PLAN);
    let of =
        |id: &str| paper.series.iter().find(|s| s.members.iter().any(|m| m == id)).map(|s| s.members.len());
    assert_eq!(of("T-II.2.1.1.a"), Some(4));
    assert!(of("T-II.2.2.10").is_some_and(|n| n >= 4));
    assert!(paper.standing.iter().any(|h| h.task == "T-II.2.2.10" && h.standing.starts_with("T-II.1.2.")));
}

#[test]
fn the_resolution_is_read_as_a_person_reads_it() {
    let gold = gold(include_str!("../gold/resolution-10.json"));
    let paper = read(RESOLUTION);
    assert!(f1(&texts(&gold), &own_texts(&paper)) >= 0.98);
    assert!(f1(&parts(&gold), &own_parts(&paper)) >= 0.90);
    let mut cited: Vec<(String, String, u64)> = paper
        .citations
        .iter()
        .filter_map(|c| {
            Some((c.symbol.clone()?, c.date.clone()?, u64::try_from(c.occurrences.len()).unwrap()))
        })
        .collect();
    let mut expected: Vec<(String, String, u64)> = gold["citations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| {
            let text = |k: &str| c[k].as_str().unwrap().to_owned();
            (text("symbol"), text("date"), c["count"].as_u64().unwrap())
        })
        .collect();
    cited.sort();
    expected.sort();
    assert_eq!(cited, expected);
    assert_eq!(paper.meta.recipients.len(), 14);
    assert_eq!(paper.meta.signer.as_deref(), Some("Vi Đức Thọ"));
    assert_eq!((paper.meta.khoa.as_deref(), paper.meta.lan_thu), (Some("XI"), Some(10)));
    assert_eq!(paper.meta.event_date.as_deref(), Some("2024-01-04"));
    assert_eq!(paper.meta.year, Some(2024));
}

#[test]
fn a_paper_put_to_the_meeting_and_not_adopted_is_reported() {
    let paper = read(RESOLUTION);
    let open: Vec<&str> = paper
        .findings
        .iter()
        .filter(|f| f.kind == FindingKind::PresentedNotAdopted)
        .map(|f| f.message_vi.as_str())
        .collect();
    assert_eq!(open.len(), 1, "{open:?}");
    assert!(open[0].contains("Kế hoạch công tác Mặt trận năm 2024"));
}

#[test]
fn one_directive_with_two_dates_in_two_papers_is_reported() {
    let (plan, resolution) = (read(PLAN), read(RESOLUTION));
    let mut context = Context::default();
    context.remember(&plan);
    let found = cross_check(&resolution, &context);
    let clash: Vec<_> = found.iter().filter(|f| f.kind == FindingKind::CitationDatesDiffer).collect();
    assert_eq!(clash.len(), 1);
    assert_eq!(clash[0].message_vi, "31-CT/TU ở đây ghi ngày 30/06/2023, nơi khác ghi 30/06/2013");
    assert!(found.iter().any(|f| f.kind == FindingKind::UnknownPaper && f.message_vi.contains("721-KL/TU")));
    context.last_conference = Some(("XI".to_owned(), 8));
    assert!(cross_check(&resolution, &context).iter().any(|f| f.kind == FindingKind::NumberDoesNotFollow));
}

#[test]
fn letters_typed_apart_and_hard_blanks_change_nothing() {
    use unicode_normalization::UnicodeNormalization;
    let apart: String = PLAN.nfd().collect();
    let (one, two) = (read(PLAN), read(&apart));
    assert_eq!(own_texts(&one), own_texts(&two));
    assert_eq!(own_parts(&one), own_parts(&two));
    let at = two.tasks[20].span;
    let raw: String = apart[at.range()].nfc().collect();
    assert_eq!(words(&raw), words(&two.tasks[20].text));
}
