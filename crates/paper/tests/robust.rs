//! Any text gives a reading, and every span of it lies in the text on letter borders.

use paper::SourceText;
use paper::reading::{Paper, Reader, Rules, Span, diff, to_score_json};
use proptest::prelude::*;

const PLAN: &str = include_str!("gold/plan-2024.txt");

thread_local! {
    static READER: Reader = Reader::new(Rules::default());
}

fn check(text: &str) -> Paper {
    let source = SourceText::from_plain(text.to_owned());
    let paper = READER.with(|r| r.read(&source));
    let fits = |span: Span| {
        assert!(span.start <= span.end && span.end <= text.len(), "{span:?}");
        assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end), "{span:?}");
    };
    for section in &paper.sections {
        fits(section.span);
        section.paragraphs.iter().for_each(|p| fits(p.span));
    }
    for task in &paper.tasks {
        fits(task.span);
        for sub in &task.sub_tasks {
            fits(sub.span);
            assert!(task.span.contains(sub.span), "{} {:?} {:?}", sub.id, task.span, sub.span);
        }
        task.targets.iter().for_each(|t| fits(t.span));
        task.due.iter().filter_map(|d| d.span).for_each(fits);
    }
    paper.citations.iter().flat_map(|c| c.occurrences.iter().copied()).for_each(fits);
    paper.dates.iter().for_each(|d| fits(d.span));
    paper.orgs.iter().flat_map(|o| o.spans.iter().copied()).for_each(fits);
    paper.anniversaries.iter().for_each(|a| fits(a.span));
    paper.findings.iter().filter_map(|f| f.span).for_each(fits);
    paper.campaigns.iter().chain(&paper.funds).flat_map(|c| c.spans.iter().copied()).for_each(fits);
    let _ = to_score_json(&paper, &source);
    paper
}

/// Pieces that papers are made of, so that the scanners get far into their branches.
fn piece() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "I. ",
        "1. ",
        "1.1. ",
        "- ",
        "+ ",
        "a) ",
        "đ) ",
        "(1) ",
        "(2) ",
        "Điều 1. ",
        "\n",
        "\n\n",
        "\t",
        "\r\n",
        " ",
        "; ",
        ". ",
        ", ",
        "Số: 12/KH-MTTQ-BTT",
        "Chỉ thị số 22-CT/TW ngày 25/5/2023 của Ban Bí thư",
        "34/2017/NQ-HĐND",
        "(18/11/1930-18/11/2024)",
        "31/02/2026",
        "quý I/2024",
        "quý",
        "tháng 6",
        "năm 2024",
        "nhiệm kỳ 2024-2029",
        "mùng 10 tháng 3 âm lịch",
        "94 năm Ngày",
        "Tết Nguyên đán",
        "Giáp Thìn",
        "trước ngày 20/6",
        "hằng tháng, quý, năm",
        "KẾ HOẠCH\n",
        "NGHỊ QUYẾT\n",
        "QUYẾT NGHỊ:\n",
        "Nơi nhận:\n",
        "TM. BAN THƯỜNG TRỰC",
        "Trên đây là",
        "đề nghị",
        "Ủy ban MTTQ Việt Nam tỉnh",
        "các huyện, thành phố",
        "phối hợp với",
        "Sở Tư pháp",
        "chủ trì",
        "giữa",
        "và",
        "nhân dịp",
        "nếu có",
        "khi có",
        "“",
        "”",
        "(",
        ")",
        "\"",
        "hoà",
        "uỷ",
        "Uy\u{309}",
        "o\u{300}a",
        "\u{a0}",
        "\u{200b}",
        "–",
        "Ð",
        "ð",
        "\u{301}",
        "ß",
        "İ",
        "lần thứ mười một",
        "khóa XI",
        "/",
        "-",
        "…",
        "Phụ lục",
        "Chương",
        "Mục",
        "Phần thứ",
        "căn cứ",
        "Căn cứ Kế hoạch này, xây dựng",
        "Xây dựng Quy chế làm việc, Chương trình",
        "đại hội đại hội",
        "Cuộc vận động “A”, “B”",
        "Quỹ",
        "5%",
        "1.500 suất",
        "V/v",
        "Kính gửi:",
        "Báo",
        "Ban ",
        "ngày 5 tháng 13 năm 2024",
        "TT\tNội dung\tĐơn vị chủ trì\tThời gian\n",
        "I\tQUÝ I\t\t\n",
        "1\tThăm hộ nghèo\t\t02/3\n",
        "THÁNG 4, 5/2026\n",
        "6 tháng cuối năm:\n",
        "tuần 2 tháng 3",
        "ngày 15 - 16/5",
        "1 . ",
        "I . ",
        "A- ",
        "các Kế hoạch số 12/KH-MTTQ, 13-KH/TU ngày 5/8/2025",
        "Ngày 20/12/2023, Bộ Chính trị ban hành Nghị quyết số 46-NQ/TW",
        "sáu tháng một lần",
        "đề nghị các đơn vị quan tâm, thực hiện./.",
        "xã Mẫu\nSố",
    ]);
    prop_oneof![4 => known.prop_map(str::to_owned), 1 => "\\PC{0,6}", 1 => "[a-zđăâêôơưáàảãạ]{1,7} "]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_string_is_read(text in "\\PC{0,200}") {
        check(&text);
    }

    #[test]
    fn any_heap_of_pieces_is_read(pieces in prop::collection::vec(piece(), 0..60)) {
        check(&pieces.concat());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_damaged_plan_is_read(cuts in prop::collection::vec((0usize..PLAN.len(), 0usize..40, piece()), 1..12), from in 0usize..PLAN.len(), len in 0usize..6000) {
        let border = |mut at: usize, text: &str| {
            at = at.min(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let (start, end) = (border(from, PLAN), border(from + len, PLAN));
        let mut text = PLAN[start..end].to_owned();
        for (at, width, piece) in cuts {
            let (a, b) = (border(at % (text.len() + 1), &text), border(at % (text.len() + 1) + width, &text));
            text.replace_range(a..b, &piece);
        }
        let paper = check(&text);
        diff::clauses(&paper, &paper);
    }
}
