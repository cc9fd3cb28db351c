//! Readings of whole papers against what a careful person reads in them.

use std::collections::HashMap;

use paper::SourceText;
use paper::reading::{
    Context, FindingKind, Paper, Reader, Recurrence, Rules, SectionKind, cross_check, diff, to_score_json,
};
use serde_json::Value;

fn read(text: &str) -> Paper {
    Reader::new(Rules::default()).read(&SourceText::from_plain(text.to_owned()))
}

fn words(text: &str) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        *counts.entry(word.to_lowercase()).or_default() += 1;
    }
    counts
}

/// Share of common words, 0 to 1.
fn dice(a: &str, b: &str) -> f64 {
    let (a, b) = (words(a), words(b));
    let total: usize = a.values().chain(b.values()).sum();
    let common: usize = a.iter().map(|(w, n)| n.min(b.get(w).unwrap_or(&0))).sum();
    if total == 0 { 0.0 } else { 2.0 * precise(common) / precise(total) }
}

fn precise(n: usize) -> f64 {
    f64::from(u32::try_from(n).expect("counts are small"))
}

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

fn own_parts(paper: &Paper) -> Vec<String> {
    let mut out = Vec::new();
    for task in &paper.tasks {
        if task.sub_tasks.is_empty() {
            out.push(task.text.clone());
        }
        out.extend(task.sub_tasks.iter().map(|s| s.text.clone()));
    }
    out
}

fn own_texts(paper: &Paper) -> Vec<String> {
    paper.tasks.iter().map(|t| t.text.clone()).collect()
}

fn has(paper: &Paper, kind: FindingKind, words: &str) -> bool {
    paper.findings.iter().any(|f| f.kind == kind && f.message_vi.contains(words))
}

const PLAN: &str = include_str!("gold/plan-2024.txt");
const RESOLUTION: &str = include_str!("gold/resolution-10.txt");

fn gold(text: &str) -> Value {
    serde_json::from_str(text).expect("the gold file has its shape")
}

#[test]
fn the_plan_is_read_as_a_person_reads_it() {
    let gold = gold(include_str!("gold/plan-2024.json"));
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
    let gold = gold(include_str!("gold/plan-2024.json"));
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
    let gold = gold(include_str!("gold/resolution-10.json"));
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

#[test]
fn a_plan_of_another_province_after_the_reform() {
    let paper = read(include_str!("papers/plan-2026-after-reform.txt"));
    let meta = &paper.meta;
    assert_eq!(
        meta.issuer.as_deref(),
        Some("Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Tuyên Quang")
    );
    assert_eq!(meta.number.as_deref(), Some("12/KH-MTTQ-BTT"));
    assert_eq!(meta.date.as_deref(), Some("2026-01-15"));
    assert_eq!(meta.signer.as_deref(), Some("Nguyễn Văn Minh"));
    assert_eq!((meta.term.as_deref(), meta.khoa.as_deref()), (Some("2025-2030"), Some("I")));
    assert_eq!(meta.recipients.len(), 4);
    assert_eq!(meta.legal_basis.len(), 3);
    let of_quarter = |q| paper.tasks.iter().filter(|t| t.quarter == Some(q)).count();
    assert_eq!([1, 2, 3, 4].map(of_quarter), [5, 2, 2, 2]);
    let task = |id: &str| paper.tasks.iter().find(|t| t.id == id).unwrap();
    let due = |id: &str| task(id).due.clone().unwrap();
    assert_eq!(
        (due("T-II.1.a").value.as_str(), due("T-II.1.a").last_day.as_deref()),
        ("2026-01-30", Some("2026-01-29"))
    );
    assert_eq!(due("T-II.3.2").last_day.as_deref(), Some("2026-09-15"));
    assert!(due("T-II.1.c").value.ends_with("2026-02-17"));
    let criticism = task("T-II.2.a");
    assert_eq!(criticism.lead_units, ["Ban Dân chủ - Pháp luật"]);
    assert_eq!(criticism.partner_units, ["Sở Tư pháp", "Hội Luật gia tỉnh"]);
    assert_eq!(task("T-II.1.d").targets[0].amount, "1.500");
    assert_eq!(task("T-III.1").recurrence, [Recurrence::Quarterly]);
    assert_eq!(task("T-III.2").lead_units, ["Ủy ban MTTQ Việt Nam các xã, phường"]);
    assert_eq!(paper.citations.iter().filter(|c| c.symbol.is_some()).count(), 3);
}

#[test]
fn a_resolution_of_a_congress_in_articles() {
    let paper = read(include_str!("papers/resolution-congress.txt"));
    assert_eq!(own_texts(&paper).len(), 4);
    assert_eq!(paper.tasks[3].lead_units, ["Ban Thường trực Ủy ban MTTQ Việt Nam tỉnh"]);
    assert_eq!(paper.tasks[3].due.as_ref().unwrap().last_day.as_deref(), Some("2025-12-30"));
    assert!(has(&paper, FindingKind::PresentedNotAdopted, "Quy chế hoạt động"));
    assert!(!has(&paper, FindingKind::PresentedNotAdopted, "Đề án nhân sự"));
    assert_eq!(paper.meta.signer.as_deref(), Some("Phạm Thị Hoa"));
}

#[test]
fn a_conclusion_in_party_style() {
    let paper = read(include_str!("papers/conclusion-party.txt"));
    assert_eq!(paper.meta.number.as_deref(), Some("215-KL/TU"));
    assert_eq!(paper.meta.issuer.as_deref(), Some("Ban Thường vụ Tỉnh ủy Phú Thọ"));
    assert_eq!(paper.meta.date.as_deref(), Some("2025-12-08"));
    assert_eq!(paper.meta.signer.as_deref(), Some("Trần Quốc Bảo"));
    let ids: Vec<&str> = paper.sections.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(ids, ["1", "2", "2.1", "2.2", "3", "4"]);
    let budget = paper.tasks.iter().find(|t| t.section_id == "3").unwrap();
    assert_eq!(budget.due.as_ref().unwrap().value, "2026-Q1");
    let symbols: Vec<&str> = paper.citations.iter().filter_map(|c| c.symbol.as_deref()).collect();
    assert_eq!(symbols, ["31/TTr-MTTQ-BTT", "46-CT/TW"]);
}

#[test]
fn a_plan_with_every_kind_of_label() {
    let paper = read(include_str!("papers/plan-deep.txt"));
    let ids: Vec<&str> = paper.tasks.iter().map(|t| t.section_id.as_str()).collect();
    assert_eq!(ids, ["II.1.1.1", "II.1.1.2", "II.1.2.1", "II.2.b", "III.1", "III.2", "III.3"]);
    let fund = &paper.tasks[3];
    assert_eq!(fund.targets.iter().map(|t| t.unit.as_str()).collect::<Vec<_>>(), ["triệu đồng", "nhà"]);
    let board = &paper.tasks[4];
    assert_eq!(board.sub_items.len(), 3);
    assert_eq!(board.lead_units, ["Ban Thường trực Ủy ban MTTQ Việt Nam xã"]);
    assert_eq!(
        paper.meta.issuer.as_deref(),
        Some("Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam xã Chiềng Ân")
    );
}

#[test]
fn an_official_letter() {
    let paper = read(include_str!("papers/letter.txt"));
    assert_eq!(paper.meta.kind.as_deref(), Some("CÔNG VĂN"));
    assert_eq!(paper.meta.title.as_deref(), Some("triển khai tháng cao điểm “Vì người nghèo” năm 2026"));
    let asked: Vec<&str> = paper.tasks.iter().map(|t| t.section_id.as_str()).collect();
    assert_eq!(asked, ["1", "2", "3"]);
    assert_eq!(paper.tasks[2].due.as_ref().unwrap().last_day.as_deref(), Some("2026-11-24"));
    assert_eq!(paper.meta.signer.as_deref(), Some("Hồ Thị Lan"));
}

/// The last days of a paper's tasks, `None` where a task has no day, month or quarter of its own.
fn last_days(paper: &Paper) -> Vec<Option<&str>> {
    let own = |t: &paper::reading::TaskProposal| t.due.as_ref().is_some_and(|d| d.phrase.is_some());
    paper.tasks.iter().map(|t| if own(t) { t.due.as_ref()?.last_day.as_deref() } else { None }).collect()
}

#[track_caller]
fn check_citation(paper: &Paper, symbol: &str, kind: &str, date: Option<&str>) {
    let cited = paper.citations.iter().find(|c| c.symbol.as_deref() == Some(symbol));
    let cited = cited.unwrap_or_else(|| panic!("{symbol} is cited"));
    assert_eq!(cited.type_name.as_deref(), Some(kind), "{symbol}");
    assert_eq!(cited.date.as_deref(), date, "{symbol}");
}

#[test]
fn a_plan_in_parts_with_a_table_of_assignments() {
    let paper = read(include_str!("papers/plan-city-parts.txt"));
    let parts: Vec<_> = paper.sections.iter().filter(|s| s.level == 1).map(|s| s.title.as_deref()).collect();
    assert_eq!(parts, [Some("MỤC ĐÍCH, YÊU CẦU"), Some("NHIỆM VỤ TRỌNG TÂM"), Some("TỔ CHỨC THỰC HIỆN")]);
    assert_eq!(
        last_days(&paper),
        [
            None,
            Some("2026-03-04"),
            Some("2026-11-15"),
            None,
            None,
            Some("2026-01-31"),
            Some("2026-11-18"),
            Some("2026-09-30")
        ]
    );
    assert_eq!(paper.tasks[7].lead_units, ["Ban Dân chủ - Pháp luật"]);
    check_citation(&paper, "97/2025/QH15", "Luật", Some("2025-06-27"));
    check_citation(
        &paper,
        "403/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN",
        "Nghị quyết liên tịch",
        Some("2017-06-15"),
    );
    check_citation(&paper, "474/UBND-VP7", "Công văn", Some("2025-10-20"));
    check_citation(&paper, "43-CV/BCĐ", "Công văn", Some("2025-11-05"));
    check_citation(&paper, "11-QĐi/TW", "Quy định", Some("2019-02-18"));
    check_citation(&paper, "124-QĐ/TW", "Quy định", Some("2018-02-02"));
    check_citation(&paper, "12/KH-MTTQ", "Kế hoạch", Some("2025-01-10"));
    check_citation(&paper, "13/KH-MTTQ", "Kế hoạch", Some("2025-01-10"));
    assert!(!paper.findings.iter().any(|f| f.kind == FindingKind::NumberingGap));
}

#[test]
fn a_resolution_with_targets_to_reach() {
    let paper = read(include_str!("papers/resolution-targets.txt"));
    assert_eq!(paper.meta.year, Some(2025));
    assert_eq!(
        paper.meta.title.as_deref(),
        Some("Đại hội đại biểu Mặt trận Tổ quốc Việt Nam xã Đại Lộc lần thứ I, nhiệm kỳ 2025-2030")
    );
    let days = last_days(&paper);
    assert_eq!(days.len(), 8);
    assert_eq!((days[3], days[7]), (Some("2027-12-31"), Some("2025-09-29")));
    assert_eq!(paper.tasks[0].recurrence, [Recurrence::Yearly]);
    assert_eq!((paper.tasks[0].targets[0].amount.as_str(), paper.tasks[3].quarter), ("100", None));
}

#[test]
fn a_programme_by_months_read_by_a_machine() {
    let paper = read(include_str!("papers/programme-months.txt"));
    assert_eq!(paper.tasks.len(), 7);
    assert!(paper.tasks[..6].iter().all(|t| t.quarter == Some(3)));
    assert_eq!(last_days(&paper)[..4], [Some("2026-07-27"), Some("2026-07-19"), None, Some("2026-08-25")]);
    assert_eq!(paper.tasks[1].partner_units, ["Hội Liên hiệp Phụ nữ xã"]);
    assert_eq!(paper.tasks[2].lead_units, ["Ban Thanh tra nhân dân"]);
    check_citation(&paper, "15/KH-MTTQ-BTT", "Kế hoạch", Some("2026-01-12"));
    check_citation(&paper, "27-HD/MTTW", "Hướng dẫn", Some("2026-06-03"));
}

#[test]
fn a_conclusion_with_twelve_tasks() {
    let paper = read(include_str!("papers/conclusion-twelve.txt"));
    assert_eq!(paper.tasks.len(), 12);
    assert_eq!(
        last_days(&paper)[..8],
        [
            None,
            Some("2026-09-20"),
            Some("2026-09-30"),
            Some("2026-10-14"),
            Some("2026-11-30"),
            None,
            None,
            Some("2026-08-31")
        ]
    );
    assert_eq!(paper.tasks[5].recurrence, [Recurrence::Monthly]);
    assert_eq!(paper.tasks[7].lead_units, ["Ban Tổ chức Tỉnh ủy"]);
    assert!(paper.tasks[7].sub_tasks.is_empty());
    check_citation(&paper, "124-QĐ/TW", "Quy định", None);
    check_citation(&paper, "126-KL/TW", "Kết luận", Some("2025-02-14"));
}

#[test]
fn a_letter_that_asks_for_a_report() {
    let paper = read(include_str!("papers/letter-report.txt"));
    assert_eq!(paper.meta.date.as_deref(), Some("2026-11-01"));
    assert_eq!(last_days(&paper)[..3], [Some("2026-11-18"), None, Some("2026-11-24")]);
    check_citation(&paper, "04/TTr-MTTW-BTT", "Thông tri", Some("2026-09-10"));
}

#[test]
fn hard_wraps_are_read_over() {
    let paper = read(include_str!("papers/plan-wrapped.txt"));
    assert_eq!(paper.tasks.len(), 4);
    assert!(paper.tasks[0].text.ends_with("ở Mường La và các xã biên giới."));
    assert_eq!(paper.citations[0].issuer.as_deref(), Some("Ban Thường vụ Tỉnh ủy"));
}

#[test]
fn items_run_together_are_parted() {
    let paper = read(include_str!("papers/plan-run-together.txt"));
    assert_eq!(paper.sections.iter().filter(|s| s.kind == SectionKind::Bullet).count(), 5);
    assert_eq!(paper.tasks[0].sub_tasks.len(), 2);
    assert_eq!(paper.tasks[5].lead_units, ["Ban Phong trào"]);
}

#[test]
fn a_table_of_assignments() {
    let paper = read(include_str!("papers/plan-table.txt"));
    assert_eq!(paper.tasks.len(), 2);
    assert_eq!(paper.tasks[0].lead_units, ["Ban Dân chủ - Pháp luật"]);
    assert_eq!(paper.tasks[0].partner_units, ["Thanh tra tỉnh", "Hội Luật gia"]);
    assert_eq!(paper.tasks[0].due.as_ref().unwrap().last_day.as_deref(), Some("2026-06-19"));
    assert_eq!(paper.tasks[1].quarter, Some(3));
}

#[test]
fn what_does_not_fit_is_reported() {
    let paper = read(include_str!("papers/plan-with-slips.txt"));
    for (kind, words) in [
        (FindingKind::ImpossibleDate, "31/02/2026"),
        (FindingKind::AnniversaryCountWrong, "Ghi 95 năm"),
        (FindingKind::AnniversaryDaysDiffer, "28/07/2026"),
        (FindingKind::CommemorationInOtherQuarter, "quý 1"),
        (FindingKind::DeadlineOutsideQuarter, "15/07/2026"),
        (FindingKind::EventAfterPlanYear, "năm 2026"),
        (FindingKind::NumberingGap, "4."),
        (FindingKind::CitationDatesDiffer, "12-CT/TU"),
        (FindingKind::CitationDateUnlikely, "34/2017/NQ-HĐND"),
        (FindingKind::DistrictAfterReform, "cấp huyện"),
        (FindingKind::UnbalancedMarks, "“"),
        (FindingKind::NumberDoesNotFollow, "lần thứ 3"),
        (FindingKind::SecrecyMark, "MẬT"),
        (FindingKind::DoubledWords, "các cấp các cấp"),
    ] {
        assert!(has(&paper, kind, words), "{kind:?} {words}: {:#?}", paper.findings);
    }
    assert!(!has(&paper, FindingKind::DoubledWords, "luôn luôn"));
}

#[test]
fn a_changed_plan_shows_its_clauses() {
    use diff::ClauseChange;
    let old = read(include_str!("papers/plan-run-together.txt"));
    let text = include_str!("papers/plan-run-together.txt")
        .replace("15 nhà", "20 nhà")
        .replace("- Kiểm tra công tác hòa giải ở cơ sở tại các xã, phường.", "")
        .replace("-Tiếp tục thực hiện", "- Tuyên truyền Luật Phòng, chống ma túy.\n-Tiếp tục thực hiện");
    let changes = diff::clauses(&old, &read(&text));
    let edited: Vec<_> = changes.iter().filter(|c| matches!(c, ClauseChange::Changed { .. })).collect();
    assert_eq!(edited.len(), 1);
    assert!(
        matches!(edited[0], ClauseChange::Changed { words, .. } if words.contains(&diff::WordOp::Add("20".into())))
    );
    assert_eq!(changes.iter().filter(|c| matches!(c, ClauseChange::Removed { .. })).count(), 1);
    assert_eq!(changes.iter().filter(|c| matches!(c, ClauseChange::Added { .. })).count(), 1);
    assert!(diff::clauses(&old, &old).iter().all(|c| matches!(c, ClauseChange::Same { .. })));
}

#[test]
fn an_office_may_add_words() {
    let folder = std::env::temp_dir().join(format!("doanket-rules-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let body =
        "[[body]]\nfull = \"Câu lạc bộ Hưu trí\"\nkind = \"member_org\"\nforms = [\"câu lạc bộ hưu trí\"]\n";
    std::fs::write(folder.join("organisations.toml"), body).unwrap();
    let rules = Rules::load(&folder).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let source =
        SourceText::from_plain("I. NỘI DUNG\n- Phối hợp với Câu lạc bộ Hưu trí tổ chức gặp mặt.".to_owned());
    let paper = Reader::new(rules).read(&source);
    assert_eq!(paper.tasks[0].partner_units, ["Câu lạc bộ Hưu trí"]);
    assert_eq!(to_score_json(&paper, &source)["orgs"][0]["name"], "Câu lạc bộ Hưu trí");
}
