//! Damaged files: whatever happens to bytes, the answer is a text or an error.

use super::{fixture, read};

/// A small generator, so that a failure can be repeated.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).unwrap()
    }
}

#[track_caller]
fn check(name: &str, rounds: u64) {
    let original = fixture(name);
    for seed in 1..=rounds {
        let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut bytes = original.clone();
        for _ in 0..=random.below(12) {
            let at = random.below(bytes.len());
            match random.below(4) {
                0 => bytes[at] ^= 1 << random.below(8),
                1 => bytes[at] = u8::try_from(random.below(256)).unwrap(),
                2 => bytes.truncate(at.max(16)),
                _ => {
                    let end = (at + random.below(64)).min(bytes.len());
                    bytes[at..end].fill(0xFF);
                }
            }
        }
        if let Ok(source) = read(&bytes) {
            for line in &source.lines {
                assert!(source.text.get(line.span.clone()).is_some(), "{name} with seed {seed}");
            }
        }
    }
}

#[test]
fn damaged_docx() {
    check("plan-auto.docx", 60);
}

#[test]
fn damaged_doc() {
    check("plan-auto.doc", 60);
}

#[test]
fn damaged_html() {
    check("plan-auto.html", 20);
}

#[test]
fn damaged_rtf() {
    check("plan-auto.rtf", 20);
}

#[test]
fn damaged_pdf() {
    check("locked.pdf", 40);
}
