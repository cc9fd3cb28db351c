//! Numbers in Vietnamese words, as receipts and vouchers must show them beside the figures.
//!
//! Groups of three digits: `nghìn`, `triệu`, `tỷ`; from 10¹² on `nghìn tỷ`, `triệu tỷ`, `tỷ tỷ`, where the last
//! `tỷ` multiplies everything said before it.

mod parse;
#[cfg(test)]
mod tests;

pub use parse::parse;

/// The word between hundreds and a lone unit: 101 is `một trăm linh một` or `một trăm lẻ một`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ZeroTens {
    /// `linh`, usual in the North.
    #[default]
    Linh,
    /// `lẻ`, usual in the South.
    Le,
}

/// The word for a thousand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Thousand {
    #[default]
    Nghin,
    Ngan,
}

/// How an amount of money ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ending {
    /// `… đồng`.
    #[default]
    Dong,
    /// `… đồng chẵn`: nothing may be added after it.
    DongChan,
}

/// One style for a whole document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    pub zero_tens: ZeroTens,
    pub thousand: Thousand,
    pub ending: Ending,
    /// Whether the first letter is a capital, as on a receipt.
    pub capital: bool,
}

/// An amount of whole đồng in words: `sáu mươi triệu đồng`. Negative amounts begin with `âm`.
pub fn amount(dong: i64, style: Style) -> String {
    let ending = match style.ending {
        Ending::Dong => "đồng",
        Ending::DongChan => "đồng chẵn",
    };
    format!("{} {ending}", number(dong, style))
}

/// A number in words: `một nghìn không trăm linh một`. The ending of the style is not used.
pub fn number(n: i64, style: Style) -> String {
    let mut words = Words { style, list: Vec::with_capacity(24) };
    if n < 0 {
        words.list.push("âm");
    }
    match n.unsigned_abs() {
        0 => words.list.push("không"),
        n => words.say(n, true),
    }
    let text = words.list.join(" ");
    if style.capital { crate::names::capitalise_first(&text) } else { text }
}

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

struct Words {
    style: Style,
    list: Vec<&'static str>,
}

impl Words {
    /// Says `n`, which is not zero. `leading` tells that nothing was said before, so no `không trăm` is due.
    fn say(&mut self, n: u64, mut leading: bool) {
        let billions = n / 1_000_000_000;
        if billions > 0 {
            self.say(billions, leading);
            self.list.push("tỷ");
            leading = false;
        }
        let thousand = match self.style.thousand {
            Thousand::Nghin => "nghìn",
            Thousand::Ngan => "ngàn",
        };
        for (scale, name) in [(1_000_000, Some("triệu")), (1000, Some(thousand)), (1, None)] {
            let group = n % 1_000_000_000 / scale % 1000;
            if group > 0 {
                self.say_group(group, leading);
                self.list.extend(name);
                leading = false;
            }
        }
    }

    /// Says 1 to 999.
    fn say_group(&mut self, group: u64, leading: bool) {
        let digit = |place: u64| usize::try_from(group / place % 10).unwrap_or(0);
        let (hundreds, tens, units) = (digit(100), digit(10), digit(1));
        let with_hundreds = hundreds > 0 || !leading;
        if with_hundreds {
            self.list.extend([DIGITS[hundreds], "trăm"]);
        }
        match tens {
            0 if units > 0 && with_hundreds => self.list.push(match self.style.zero_tens {
                ZeroTens::Linh => "linh",
                ZeroTens::Le => "lẻ",
            }),
            0 => {}
            1 => self.list.push("mười"),
            _ => self.list.extend([DIGITS[tens], "mươi"]),
        }
        match (tens, units) {
            (_, 0) => {}
            (2.., 1) => self.list.push("mốt"),
            (2.., 4) => self.list.push("tư"),
            (1.., 5) => self.list.push("lăm"),
            _ => self.list.push(DIGITS[units]),
        }
    }
}
