use kit::text::Lang;
use proptest::prelude::*;

use super::*;
use crate::statement::proof::BreakKind;
use crate::statement::words;

fn profile(code: &str) -> &'static Profile {
    crate::statement::profiles().iter().find(|one| one.code == code).expect("there")
}

fn proof(text: &str) -> Proof {
    check(text.as_bytes(), profile("plain"), |_| {}).expect("reads")
}

/// A statement of the plain layout that is right: amounts above zero are credits.
fn statement(opening: i64, amounts: &[i64]) -> Vec<String> {
    let mut balance = opening;
    let lines = amounts.iter().enumerate().map(|(at, amount)| {
        balance += amount;
        let (debit, credit) = if *amount < 0 { (-amount, 0) } else { (0, *amount) };
        format!(
            "2026-01-{:02},D{at},{debit},{credit},{balance},Ủng hộ {at}",
            1 + at * 27 / amounts.len().max(1)
        )
    });
    std::iter::once("date,doc_no,debit,credit,balance,content".to_owned()).chain(lines).collect()
}

fn whole(lines: &[String]) -> String {
    lines.join("\n") + "\n"
}

#[test]
fn a_right_statement_proves_itself() {
    let found = proof(&whole(&statement(1_000, &[500, -200, 24_417_104_400, 1])));
    assert!(found.is_sound());
    assert_eq!((found.opening, found.closing, found.lines), (Some(1_000), Some(24_417_105_701), 4));
    assert_eq!((found.credit, found.debit), (24_417_104_901, 200));
    let told = words::summary(&found, Lang::Vi);
    assert!(told.contains("4 dòng") && told.contains("24.417.105.701"), "{told}");
}

#[test]
fn look_alike_lines_that_are_all_real_stand_each_for_itself() {
    let amounts = vec![1_000; 10_148];
    let mut lines = 0;
    let text = whole(&statement(0, &amounts));
    let found = check(text.as_bytes(), profile("plain"), |_| lines += 1).expect("reads");
    assert_eq!((lines, found.closing, found.is_sound()), (10_148, Some(10_148_000), true));
}

#[test]
fn a_wrong_balance_is_told_apart_from_a_wrong_amount() {
    let right = statement(0, &[100, 200, 300, 400]);
    let mut wrong = right.clone();
    wrong[2] = wrong[2].replace(",300,", ",900,");
    assert!(wrong[2].contains(",900,"), "{}", wrong[2]);
    let found = proof(&whole(&wrong));
    assert_eq!(found.breaks.len(), 1);
    assert_eq!(found.breaks[0].kind, BreakKind::Balance { expected: 300, found: 900 });
    let mut wrong = right.clone();
    wrong[2] = wrong[2].replace(",200,", ",250,");
    let found = proof(&whole(&wrong));
    assert_eq!(found.breaks.len(), 1);
    assert_eq!(
        (found.breaks[0].line, &found.breaks[0].kind),
        (3, &BreakKind::Chain { expected: 350, found: 300 })
    );
    let told = words::sentence(&found.breaks[0], Lang::Vi);
    assert!(told.starts_with("Dòng 3, ngày 07/01/2026, số D1:") && told.contains("lệch -50 đồng"), "{told}");
}

#[test]
fn the_banks_own_layout_with_heading_pages_serials_and_totals() {
    let text = "NGÂN HÀNG MẪU,,,,,,,\nSố tài khoản: 0000,,,,,,,\nSTT,Trang,Ngày giao dịch,Số CT,Ghi nợ,Ghi có,Số dư,Nội dung\n\
        1,1,31/12/2025 23:59:59,A1,,1.000.000,1.500.000,\"Ủng hộ\nđồng bào\"\n2,1,01/01/2026,A2,500.000,,1.000.000,Phí\n\
        3,2,01/01/2026,A3,,\"2,000,000\",\"3,000,000.00\",Ủng hộ\n,,,,500.000,3.000.000,,\n";
    let vn = profile("vn");
    let found = check(text.as_bytes(), vn, |_| {}).expect("reads");
    assert!(found.is_sound(), "{found:?}");
    assert_eq!((found.opening, found.closing), (Some(500_000), Some(3_000_000)));
    for (from, to, kind) in [
        ("3,2,01/01", "5,2,01/01", "serial"),
        ("3,2,01/01", "3,4,01/01", "page"),
        ("2,1,01/01/2026", "2,1,30/12/2025", "day_back"),
        (",,,,500.000,3.000.000,,", ",,,,500.000,3.000.001,,", "total"),
        ("1.000.000,1.500.000", "1.00.000,1.500.000", "cell"),
        ("A1,,1.000.000", "A1,,\"1.000.000 31/12\"", "cell"),
    ] {
        let broken = text.replacen(from, to, 1);
        assert_ne!(broken, text);
        let found = check(broken.as_bytes(), vn, |_| {}).expect("reads");
        let kinds = format!("{:?}", found.breaks).to_lowercase().replace("dayback", "day_back");
        assert!(!found.is_sound() && kinds.contains(kind), "{kind}: {kinds}");
    }
}

#[test]
fn what_is_no_statement_is_told() {
    let refused = |bytes: &[u8]| check(bytes, profile("plain"), |_| {}).expect_err("refused").message().en;
    assert!(refused(b"date,doc_no,credit,content\n").contains("missing: debit, balance"));
    assert!(refused(b"").contains("no line"));
    assert!(refused(b"date,doc_no,debit,credit,balance,content\n").contains("no line"));
    assert!(
        refused(b"date,doc_no,debit,credit,balance,content\n2026-01-01,a,0,1,1,\xff\n")
            .contains("Line 2 is not UTF-8")
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// No single line can be taken out of the middle, and no digit of an amount or balance changed, without a break.
    #[test]
    fn nothing_is_taken_out_or_changed_unseen(
        opening in 0_i64..1_000_000_000,
        amounts in proptest::collection::vec(prop_oneof![1_i64..100_000_000, -1_000_000_i64..0], 3..30),
        at in 0_usize..1_000,
        digit in 0_usize..1_000,
        other in 1_u8..10,
    ) {
        let right = statement(opening, &amounts);
        prop_assert!(proof(&whole(&right)).is_sound());
        let mut without = right.clone();
        without.remove(2 + at % (right.len() - 3));
        prop_assert!(!proof(&whole(&without)).is_sound(), "a line was taken out");
        let mut changed = right.clone();
        let line = 1 + at % (right.len() - 1);
        let cells: Vec<&str> = right[line].split(',').collect();
        let place = 2 + digit % 3;
        let mut bytes = cells[place].as_bytes().to_vec();
        let which = digit / 3 % bytes.len();
        prop_assume!(bytes[which].is_ascii_digit());
        bytes[which] = b'0' + (bytes[which] - b'0' + other) % 10;
        let mut cells: Vec<String> = cells.into_iter().map(str::to_owned).collect();
        cells[place] = String::from_utf8(bytes).expect("digits");
        changed[line] = cells.join(",");
        let found = proof(&whole(&changed));
        // In the first line amount and opening balance are one statement: nothing stands before it.
        prop_assert!(!found.is_sound() || (line == 1 && place < 4), "{:?}", changed[line]);
    }

    /// Whatever a file holds, it is read to its end or refused with words.
    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..400), is_headed in any::<bool>(), layout in 0_usize..2) {
        let mut file = Vec::new();
        if is_headed {
            file.extend_from_slice("date,doc_no,debit,credit,balance,content\nngày,số ct,ghi nợ,ghi có,số dư,nội dung\n".as_bytes());
        }
        file.extend(bytes);
        match check(&file[..], &crate::statement::profiles()[layout], |_| {}) {
            Ok(proof) => for one in &proof.breaks { prop_assert!(!words::sentence(one, Lang::En).is_empty()); },
            Err(error) => prop_assert!(!error.message().vi.is_empty()),
        }
    }

    #[test]
    fn any_cells_are_answered(cells in proptest::collection::vec("[0-9.,/ -]{0,24}", 6..60)) {
        let rows: Vec<String> = cells.chunks(6).map(|row| row.iter().map(|cell| format!("\"{cell}\"")).collect::<Vec<_>>().join(",")).collect();
        let text = format!("ngày,số ct,ghi nợ,ghi có,số dư,nội dung\n{}\n", rows.join("\n"));
        let _ = check(text.as_bytes(), profile("vn"), |_| {});
    }
}
