//! What does not fit, what changed between versions, and the words of an office.

use paper::SourceText;
use paper::reading::{FindingKind, Reader, Rules, diff, to_score_json};

use super::{has, read};

#[test]
fn what_does_not_fit_is_reported() {
    let paper = read(include_str!("../papers/plan-with-slips.txt"));
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
fn words_that_meet_in_one_syllable_are_no_doubling() {
    let paper = read(
        "KẾ HOẠCH\nTuyên truyền truyền thống của Mặt trận; phát triển triển khai chậm chậm; thực hiện hiện trường.\n",
    );
    let doubled = paper.findings.iter().filter(|finding| finding.kind == FindingKind::DoubledWords).count();
    assert!(!has(&paper, FindingKind::DoubledWords, "truyền truyền"), "{:#?}", paper.findings);
    assert!(!has(&paper, FindingKind::DoubledWords, "triển triển"), "{:#?}", paper.findings);
    // "hiện trường" is not among the words known to follow so, and "chậm chậm" is one word twice.
    assert_eq!(doubled, 2, "{:#?}", paper.findings);
}

#[test]
fn a_changed_plan_shows_its_clauses() {
    use diff::ClauseChange;
    let old = read(include_str!("../papers/plan-run-together.txt"));
    let text = include_str!("../papers/plan-run-together.txt")
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
