use crate::fold::fold;

/// The number that words stand for, with or without `đồng`, `đồng chẵn` and accents.
///
/// Accepts every style of [`super::number`] and the spoken variants (`bốn` for `tư`, `ngàn`, `tỉ`, `lẻ`). `None` when a word is
/// no number word, words stand in an impossible order, or the number does not fit. Serves the check that
/// figures and words agree.
pub fn parse(text: &str) -> Option<i64> {
    let folded = fold(text);
    let mut rest = folded.trim_end_matches(['.', ')']).trim_start_matches('(');
    for ending in ["./", " chan", " dong"] {
        rest = rest.strip_suffix(ending).unwrap_or(rest).trim_end();
    }
    let (negative, rest) = match rest.strip_prefix("am ") {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let mut reader = Reader::default();
    let mut any = false;
    for word in rest.split([' ', ',']).filter(|word| !word.is_empty()) {
        reader.read(word)?;
        any = true;
    }
    let value = reader.finish()?;
    any.then_some(())?;
    i64::try_from(if negative { -value } else { value }).ok()
}

/// Reads from left to right: digits gather in a group below a thousand, groups in a section below 10⁹,
/// and `tỷ` lifts everything so far.
#[derive(Default)]
struct Reader {
    billions: i128,
    section: i128,
    /// The scale last named in this section; a later one must be smaller.
    scale: Option<i128>,
    group: i128,
    /// Whether the group holds anything, be it a zero.
    spoken: bool,
    /// The value of the place last filled in the group: 1000 is none.
    place: Option<i128>,
    digit: Option<i128>,
    linh: bool,
}

impl Reader {
    fn read(&mut self, word: &str) -> Option<()> {
        let digit = match word {
            "khong" => 0,
            "mot" => 1,
            "hai" => 2,
            "ba" => 3,
            "bon" | "tu" => 4,
            "nam" | "lam" => 5,
            "sau" => 6,
            "bay" => 7,
            "tam" => 8,
            "chin" => 9,
            _ => return self.read_scale(word),
        };
        if self.digit.is_some() {
            return None;
        }
        self.digit = Some(digit);
        Some(())
    }

    fn read_scale(&mut self, word: &str) -> Option<()> {
        match word {
            "tram" => {
                let digit = self.digit.take()?;
                self.fill(100, digit)
            }
            // Without accents mười (ten) and mươi (tens) look alike: a digit before tells them apart.
            "muoi" => {
                let digit = self.digit.take().unwrap_or(1);
                self.fill(10, digit)
            }
            "linh" | "le" => {
                let fits = self.digit.is_none() && !self.linh && self.place.is_none_or(|place| place == 100);
                fits.then(|| self.linh = true)
            }
            "nghin" | "ngan" => self.close_group(1000),
            "trieu" => self.close_group(1_000_000),
            "ty" | "ti" => {
                self.take_units()?;
                if !self.spoken && self.section == 0 && self.billions == 0 {
                    return None;
                }
                self.billions = (self.billions + self.section + self.group).checked_mul(1_000_000_000)?;
                (self.billions <= i128::from(u64::MAX)).then_some(())?;
                *self = Self { billions: self.billions, ..Self::default() };
                Some(())
            }
            _ => None,
        }
    }

    fn fill(&mut self, place: i128, digit: i128) -> Option<()> {
        (self.place.is_none_or(|last| place < last) && !self.linh).then_some(())?;
        self.group += place * digit;
        self.place = Some(place);
        self.spoken = true;
        Some(())
    }

    fn take_units(&mut self) -> Option<()> {
        if let Some(digit) = self.digit.take() {
            (self.place.is_none_or(|place| place > 1)).then_some(())?;
            self.group += digit;
            self.spoken = true;
        } else if self.linh {
            return None;
        }
        self.linh = false;
        Some(())
    }

    fn close_group(&mut self, scale: i128) -> Option<()> {
        self.take_units()?;
        (self.spoken && self.scale.is_none_or(|last| scale < last)).then_some(())?;
        self.section += self.group * scale;
        self.scale = Some(scale);
        self.group = 0;
        self.spoken = false;
        self.place = None;
        Some(())
    }

    fn finish(mut self) -> Option<i128> {
        self.take_units()?;
        Some(self.billions + self.section + self.group)
    }
}
