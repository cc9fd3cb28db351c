//! Any paper at all: neither writer panics, both files are sound, and all words are in them, in order.

use print::Paper;
use print::model::{
    Align, Annex, Article, Block, Cell, Column, Heading, List, ListStyle, Paragraph, Recipients, Signature,
    Span, Symbol, Table, Text, Title, clean,
};
use proptest::prelude::*;

use crate::ooxml;
use crate::tools::{day, pdf_text};

/// Words as offices write them, and what else turns up in files.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-zđăâêôơưắềộữ ,.;/0-9-]{0,60}",
        1 => Just("Tie\u{302}\u{301}ng Vie\u{323}\u{302}t \u{f0b7}\u{1f600} \u{0} <b>&amp; \u{aa80}\u{627}".to_owned()),
        1 => "\\PC{0,30}",
        1 => ".{0,20}",
        1 => Just("khôngcódấucách".repeat(20)),
        1 => Just("a\nb\n\nc ".to_owned()),
    ]
}

fn text() -> impl Strategy<Value = Text> {
    let span =
        (words(), any::<bool>(), any::<bool>()).prop_map(|(text, bold, italic)| Span { text, bold, italic });
    proptest::collection::vec(span, 0..4).prop_map(Text)
}

fn cell() -> impl Strategy<Value = Cell> {
    (text(), 0_usize..4, 0_usize..4, any::<bool>(), proptest::option::of(Just(Align::Number)))
        .prop_map(|(text, columns, rows, bold, align)| Cell { text, columns, rows, bold, align })
}

fn table() -> impl Strategy<Value = Table> {
    let rows = || proptest::collection::vec(proptest::collection::vec(cell(), 0..5), 0..6);
    let width = prop_oneof![Just(None), (-1.0_f32..9.0).prop_map(Some), Just(Some(f32::NAN))];
    let column =
        (width, proptest::option::of(Just(Align::Number))).prop_map(|(width, align)| Column { width, align });
    (proptest::collection::vec(column, 0..4), rows(), rows(), 0_usize..3, proptest::option::of(words()))
        .prop_map(|(columns, header, rows, total_rows, caption)| Table {
            caption,
            unit: None,
            columns,
            header,
            rows,
            total_rows,
        })
}

fn block() -> impl Strategy<Value = Block> {
    let number = || proptest::option::of(words());
    prop_oneof![
        (0_u8..7, number(), text()).prop_map(|(level, number, text)| Block::Heading(Heading {
            level,
            number,
            text
        })),
        (text(), any::<bool>()).prop_map(|(text, indent)| Block::Paragraph(Paragraph {
            text,
            align: None,
            indent
        })),
        text().prop_map(Block::Basis),
        text().prop_map(Block::Declaration),
        (number(), text()).prop_map(|(number, text)| Block::Article(Article { number, text })),
        proptest::collection::vec(text(), 0..30)
            .prop_map(|items| Block::List(List { style: ListStyle::Letter, items })),
        table().prop_map(Block::Table),
    ]
}

fn paper() -> impl Strategy<Value = Paper> {
    let body = || proptest::collection::vec(block(), 0..8);
    let lines = || proptest::collection::vec(words(), 0..4);
    let annex = (words(), any::<bool>(), body()).prop_map(|(title, landscape, body)| Annex {
        title,
        landscape,
        body,
        ..Annex::default()
    });
    let signature = (lines(), words(), words()).prop_map(|(authority, position, name)| Signature {
        authority,
        position,
        name,
        note: None,
    });
    (
        (words(), words(), proptest::option::of(words()), words()),
        (lines(), lines(), body(), proptest::collection::vec(signature, 0..4)),
        (proptest::collection::vec(annex, 0..3), words()),
    )
        .prop_map(
            |((issuer, code, type_name, summary), (marks, to, body, signatures), (annexes, copy))| {
                let mut paper = Paper {
                    symbol: Some(Symbol { number: String::new(), code }),
                    title: Title { type_name, summary },
                    marks,
                    to,
                    body,
                    signatures,
                    recipients: Some(Recipients { groups: Vec::new(), file_copy: copy }),
                    annexes,
                    ..Paper::default()
                };
                paper.issuer.body = issuer;
                paper
            },
        )
}

/// The words of a body that must be found, in order.
fn said(blocks: &[Block], into: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Heading(Heading { text, .. })
            | Block::Article(Article { text, .. })
            | Block::Basis(text)
            | Block::Declaration(text) => into.extend(spans(text)),
            Block::Paragraph(paragraph) => into.extend(spans(&paragraph.text)),
            Block::List(list) => into.extend(list.items.iter().flat_map(spans)),
            // Merged cells may push others off the grid: what a table must say is tested with plain ones.
            Block::Table(_) => {}
        }
    }
}

fn spans(text: &Text) -> impl Iterator<Item = String> {
    text.0.iter().map(|span| span.text.clone())
}

fn letters(text: &str) -> Vec<char> {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

/// Whether all letters of `wanted` stand in `text`, in order.
fn holds(text: &[char], wanted: &[char]) -> bool {
    let mut rest = text.iter();
    wanted.iter().all(|letter| rest.any(|other| other == letter))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_paper_is_written(paper in paper()) {
        let docx = print::docx(&paper, day()).expect("writes");
        let (faults, text) = ooxml::check(&docx);
        prop_assert_eq!(faults, Vec::<String>::new());
        let mut wanted = Vec::new();
        said(&paper.body, &mut wanted);
        for annex in &paper.annexes {
            said(&annex.body, &mut wanted);
        }
        // Each part of a text is composed by itself, as it is written.
        let wanted = wanted.iter().map(|text| clean(text)).collect::<Vec<_>>().join("\n");
        prop_assert!(holds(&letters(&nfd(&text)), &letters(&nfd(&wanted))), "{} in {}", wanted, text);
        let pdf = print::pdf(&paper, day());
        prop_assert!(pdf.as_ref().is_ok_and(|pdf| pdf.starts_with(b"%PDF-1.7")), "{:?}", pdf.err());
    }
}

fn nfd(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    text.nfd().collect()
}

fn plain_block() -> impl Strategy<Value = Block> {
    let line = || "[A-ZĐa-zđăâêôơưắềộữỵ ,;0-9]{1,160}";
    let row = || proptest::collection::vec(line().prop_map(|text| Cell::from(text.as_str())), 3);
    prop_oneof![
        line().prop_map(|text| Block::Paragraph(text.as_str().into())),
        (1_u8..5, line()).prop_map(|(level, text)| Block::Heading(Heading {
            level,
            number: None,
            text: text.into()
        })),
        proptest::collection::vec(row(), 1..40).prop_map(|rows| Block::Table(Table {
            columns: vec![Column::default(); 3],
            rows,
            ..Table::default()
        })),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn another_program_reads_all_words_in_order(body in proptest::collection::vec(plain_block(), 1..12)) {
        let mut paper = Paper { body, ..Paper::default() };
        paper.title.type_name = Some("BÁO CÁO".to_owned());
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("a.pdf");
        std::fs::write(&file, print::pdf(&paper, day()).expect("writes")).expect("writes");
        let read = letters(&pdf_text(&file, "-raw").join(" "));
        let mut wanted = Vec::new();
        for block in &paper.body {
            match block {
                Block::Table(table) => wanted.extend(table.rows.iter().flatten().map(|cell| cell.text.plain())),
                block => said(std::slice::from_ref(block), &mut wanted),
            }
        }
        prop_assert!(holds(&read, &letters(&wanted.concat())));
    }
}
