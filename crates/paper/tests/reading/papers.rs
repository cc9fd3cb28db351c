//! Papers of other kinds and other hands.

use paper::reading::{FindingKind, Paper, Recurrence, SectionKind};

use super::{has, own_texts, read};

#[test]
fn a_plan_of_another_province_after_the_reform() {
    let paper = read(include_str!("../papers/plan-2026-after-reform.txt"));
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
    let paper = read(include_str!("../papers/resolution-congress.txt"));
    assert_eq!(own_texts(&paper).len(), 4);
    assert_eq!(paper.tasks[3].lead_units, ["Ban Thường trực Ủy ban MTTQ Việt Nam tỉnh"]);
    assert_eq!(paper.tasks[3].due.as_ref().unwrap().last_day.as_deref(), Some("2025-12-30"));
    assert!(has(&paper, FindingKind::PresentedNotAdopted, "Quy chế hoạt động"));
    assert!(!has(&paper, FindingKind::PresentedNotAdopted, "Đề án nhân sự"));
    assert_eq!(paper.meta.signer.as_deref(), Some("Phạm Thị Hoa"));
}

#[test]
fn a_conclusion_in_party_style() {
    let paper = read(include_str!("../papers/conclusion-party.txt"));
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
    let paper = read(include_str!("../papers/plan-deep.txt"));
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
    let paper = read(include_str!("../papers/letter.txt"));
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
    let paper = read(include_str!("../papers/plan-city-parts.txt"));
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
    let paper = read(include_str!("../papers/resolution-targets.txt"));
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
    let paper = read(include_str!("../papers/programme-months.txt"));
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
    let paper = read(include_str!("../papers/conclusion-twelve.txt"));
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
    let paper = read(include_str!("../papers/letter-report.txt"));
    assert_eq!(paper.meta.date.as_deref(), Some("2026-11-01"));
    assert_eq!(last_days(&paper)[..3], [Some("2026-11-18"), None, Some("2026-11-24")]);
    check_citation(&paper, "04/TTr-MTTW-BTT", "Thông tri", Some("2026-09-10"));
}

#[test]
fn hard_wraps_are_read_over() {
    let paper = read(include_str!("../papers/plan-wrapped.txt"));
    assert_eq!(paper.tasks.len(), 4);
    assert!(paper.tasks[0].text.ends_with("ở Mường La và các xã biên giới."));
    assert_eq!(paper.citations[0].issuer.as_deref(), Some("Ban Thường vụ Tỉnh ủy"));
}

#[test]
fn items_run_together_are_parted() {
    let paper = read(include_str!("../papers/plan-run-together.txt"));
    assert_eq!(paper.sections.iter().filter(|s| s.kind == SectionKind::Bullet).count(), 5);
    assert_eq!(paper.tasks[0].sub_tasks.len(), 2);
    assert_eq!(paper.tasks[5].lead_units, ["Ban Phong trào"]);
}

#[test]
fn a_table_of_assignments() {
    let paper = read(include_str!("../papers/plan-table.txt"));
    assert_eq!(paper.tasks.len(), 2);
    assert_eq!(paper.tasks[0].lead_units, ["Ban Dân chủ - Pháp luật"]);
    assert_eq!(paper.tasks[0].partner_units, ["Thanh tra tỉnh", "Hội Luật gia"]);
    assert_eq!(paper.tasks[0].due.as_ref().unwrap().last_day.as_deref(), Some("2026-06-19"));
    assert_eq!(paper.tasks[1].quarter, Some(3));
}
