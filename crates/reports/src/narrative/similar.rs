//! Sentences that say nearly the same are brought together, without comparing each with each.
//!
//! A sentence is the set of its words and word pairs; numbers count as one word, and the name of the unit that wrote it is left out.
//! Min-hashes cut into bands find the groups it could belong to; the sets themselves decide (Broder 1997; Leskovec, Rajaraman and
//! Ullman, "Mining of Massive Datasets", chapter 3).

use std::collections::{HashMap, HashSet};

/// Sets that share at least half of what they have together are one group.
const ALIKE: f64 = 0.5;
/// 20 bands of 2: two sets at the border of [`ALIKE`] meet in a band with a probability of 1 − (1 − 0.5²)²⁰ = 99.7 %.
const BANDS: usize = 20;
const ROWS: usize = 2;

/// Words and word pairs of a sentence, as sorted hashes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks(Vec<u64>);

/// FNV-1a: the same on every machine.
fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The finaliser of `SplitMix64`.
fn mixed(mut value: u64) -> u64 {
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// The name of a unit without what all of them begin with.
pub fn short_name(name: &str) -> String {
    let folded = vi::fold::fold(name);
    let short = ["uy ban mttq viet nam ", "uy ban mat tran to quoc viet nam ", "mttq "]
        .iter()
        .find_map(|lead| folded.strip_prefix(lead));
    short.unwrap_or(&folded).to_owned()
}

impl Marks {
    /// `unit` is the short name of the unit that wrote it, folded.
    pub fn of(text: &str, unit: &str) -> Self {
        let mut folded = vi::fold::fold(text);
        if !unit.is_empty() {
            folded = folded.replace(unit, " ");
        }
        let words: Vec<&str> = folded
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(|word| if word.bytes().all(|byte| byte.is_ascii_digit()) { "#" } else { word })
            .collect();
        let single = words.iter().map(|word| hash(word.bytes()));
        let pairs = words.windows(2).map(|pair| hash(pair[0].bytes().chain([b' ']).chain(pair[1].bytes())));
        let mut marks: Vec<u64> = single.chain(pairs).collect();
        marks.sort_unstable();
        marks.dedup();
        Self(marks)
    }

    /// How much of what two have together they share, 0 to 1 (Jaccard).
    pub fn likeness(&self, other: &Self) -> f64 {
        let (mut left, mut right, mut shared) = (self.0.iter().peekable(), other.0.iter().peekable(), 0_u32);
        while let (Some(one), Some(two)) = (left.peek(), right.peek()) {
            match one.cmp(two) {
                std::cmp::Ordering::Less => drop(left.next()),
                std::cmp::Ordering::Greater => drop(right.next()),
                std::cmp::Ordering::Equal => {
                    shared += 1;
                    left.next();
                    right.next();
                }
            }
        }
        let count = |marks: &Self| u32::try_from(marks.0.len()).unwrap_or(u32::MAX);
        let all = count(self).saturating_add(count(other)) - shared;
        if all == 0 { 0.0 } else { f64::from(shared) / f64::from(all) }
    }

    pub fn is_alike(&self, other: &Self) -> bool {
        self.likeness(other) >= ALIKE
    }

    fn bands(&self) -> [u64; BANDS] {
        std::array::from_fn(|band| {
            let least = |row: usize| {
                let seed = mixed((band * ROWS + row) as u64 + 1);
                self.0.iter().map(|mark| mixed(mark ^ seed)).min().unwrap_or(0)
            };
            (0..ROWS).fold(band as u64, |key, row| mixed(key ^ least(row)))
        })
    }
}

/// Groups of places in `marks`, in the order of their first members. A group is what is like its first member: chains of small
/// changes do not pull unlike sentences together.
pub fn group(marks: &[Marks]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut found_by: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, one) in marks.iter().enumerate() {
        let bands = one.bands();
        let near: HashSet<usize> =
            bands.iter().filter_map(|band| found_by.get(band)).flatten().copied().collect();
        let best = near
            .into_iter()
            .map(|group| (one.likeness(&marks[groups[group][0]]), group))
            .filter(|(likeness, _)| *likeness >= ALIKE)
            .max_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1)));
        if let Some((_, group)) = best {
            groups[group].push(at);
        } else {
            for band in bands {
                found_by.entry(band).or_default().push(groups.len());
            }
            groups.push(vec![at]);
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grouped(texts: &[(&str, &str)]) -> Vec<Vec<usize>> {
        let marks: Vec<Marks> = texts.iter().map(|(text, unit)| Marks::of(text, &short_name(unit))).collect();
        group(&marks)
    }

    #[test]
    fn the_same_with_other_numbers_and_names_is_one_group() {
        let found = grouped(&[
            (
                "Xã Bắc Yên tổ chức 12 buổi tuyên truyền, có 340 lượt người nghe.",
                "Ủy ban MTTQ Việt Nam xã Bắc Yên",
            ),
            ("Vận động Quỹ “Vì người nghèo” được 15 triệu đồng.", "Xã Nam Sơn"),
            ("Xã Nam Sơn đã tổ chức 9 buổi tuyên truyền, có 1.120 lượt người nghe.", "Xã Nam Sơn"),
            ("xã hua la tổ chức được 5 buổi tuyên truyền với 80 lượt người nghe", "Xã Hua La"),
            ("Tổ chức hội nghị tiếp xúc cử tri trước kỳ họp.", "Xã Hua La"),
        ]);
        assert_eq!(found, [vec![0, 2, 3], vec![1], vec![4]]);
    }

    #[test]
    fn many_are_grouped_as_comparing_each_with_each_would() {
        let verbs = ["Tổ chức", "Vận động", "Giám sát", "Trao tặng", "Hỗ trợ"];
        let whats =
            ["nhà đại đoàn kết cho hộ nghèo", "quỹ vì người nghèo trên địa bàn", "ngày hội toàn dân ở bản"];
        let mut marks = Vec::new();
        for number in 0..40 {
            for verb in verbs {
                for what in whats {
                    marks.push(Marks::of(&format!("{verb} {number} {what} trong tháng"), ""));
                }
            }
        }
        let groups = group(&marks);
        assert_eq!(groups.iter().map(Vec::len).sum::<usize>(), marks.len());
        for group in &groups {
            assert!(group.iter().all(|at| marks[*at].is_alike(&marks[group[0]])));
        }
        for (at, one) in groups.iter().enumerate() {
            for other in &groups[at + 1..] {
                assert!(!marks[one[0]].is_alike(&marks[other[0]]));
            }
        }
    }

    #[test]
    fn nothing_is_like_nothing() {
        assert!(!Marks::of("", "").is_alike(&Marks::default()));
        assert!(Marks::of("Đã làm", "").is_alike(&Marks::of("ĐÃ LÀM.", "")));
    }
}
