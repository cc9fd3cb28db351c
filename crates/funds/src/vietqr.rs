//! The text of a `VietQR` code: the merchant-presented code of `EMVCo` with a Vietnamese account in it (handbook 5.7).

/// Where money is to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer<'a> {
    /// BIN of the bank: six digits.
    pub bank: &'a str,
    /// The account: up to 19 letters and digits.
    pub account: &'a str,
    /// Whole đồng; `None` lets the donor say how much.
    pub amount: Option<i64>,
    /// What the transfer is for, so that it is found again: letters, digits and spaces without accents, at most 25. Empty for none.
    pub purpose: &'a str,
}

/// Why no code can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QrFault {
    #[error("the bank is not six digits")]
    Bank,
    #[error("the account is not 1 to 19 letters and digits")]
    Account,
    #[error("the amount is not 1 to 9,999,999,999,999 đồng")]
    Amount,
    #[error("the purpose is more than 25 letters, digits and spaces without accents")]
    Purpose,
}

/// The most that fits in the field of 13 places.
const MOST_AMOUNT: i64 = 9_999_999_999_999;
const MOST_PURPOSE: usize = 25;

impl Transfer<'_> {
    /// The text that the picture stands for, with its check sum.
    ///
    /// # Errors
    /// The first field that does not fit: a code that a bank's program refuses must never be printed.
    pub fn text(&self) -> Result<String, QrFault> {
        let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if self.bank.len() != 6 || !self.bank.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(QrFault::Bank);
        }
        if !(1..=19).contains(&self.account.len()) || !is_plain(self.account) {
            return Err(QrFault::Account);
        }
        if self.amount.is_some_and(|amount| !(1..=MOST_AMOUNT).contains(&amount)) {
            return Err(QrFault::Amount);
        }
        let is_purpose = |byte: u8| byte.is_ascii_alphanumeric() || byte == b' ';
        if self.purpose.len() > MOST_PURPOSE || !self.purpose.bytes().all(is_purpose) {
            return Err(QrFault::Purpose);
        }
        let whom = field("00", self.bank) + &field("01", self.account);
        let account = field("00", "A000000727") + &field("01", &whom) + &field("02", "QRIBFTTA");
        // A code with an amount is for one transfer, one without for any number.
        let kind = if self.amount.is_some() { "12" } else { "11" };
        let mut text = field("00", "01") + &field("01", kind) + &field("38", &account) + &field("53", "704");
        if let Some(amount) = self.amount {
            text += &field("54", &amount.to_string());
        }
        text += &field("58", "VN");
        if !self.purpose.is_empty() {
            text += &field("62", &field("08", self.purpose));
        }
        text += "6304";
        Ok(format!("{text}{:04X}", crc(text.as_bytes())))
    }
}

/// Tag, length in two digits, value. Values here are ASCII and shorter than 100.
fn field(tag: &str, value: &str) -> String {
    format!("{tag}{:02}{value}", value.len())
}

/// CRC-16/CCITT-FALSE: polynomial 1021, beginning with FFFF.
fn crc(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xFFFF, |crc: u16, byte| {
        (0..8).fold(crc ^ (u16::from(*byte) << 8), |crc, _| {
            if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 }
        })
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PLAIN: Transfer<'_> = Transfer { bank: "970416", account: "257678859", amount: None, purpose: "" };

    /// The vectors of the handbook, section 5.7.
    #[test]
    fn known_codes_come_out_letter_by_letter() {
        assert_eq!(
            PLAIN.text().expect("fits"),
            "00020101021138530010A0000007270123000697041601092576788590208QRIBFTTA53037045802VN6304AE9F"
        );
        assert_eq!(
            Transfer { amount: Some(10_000), purpose: "Chuyen tien", ..PLAIN }.text().expect("fits"),
            "00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA53037045405100005802VN62150811Chuyen tien630453E6"
        );
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for (wrong, fault) in [
            (Transfer { bank: "97041", ..PLAIN }, QrFault::Bank),
            (Transfer { bank: "97041x", ..PLAIN }, QrFault::Bank),
            (Transfer { account: "", ..PLAIN }, QrFault::Account),
            (Transfer { account: "12 34", ..PLAIN }, QrFault::Account),
            (Transfer { account: "01234567890123456789", ..PLAIN }, QrFault::Account),
            (Transfer { amount: Some(0), ..PLAIN }, QrFault::Amount),
            (Transfer { amount: Some(10_000_000_000_000), ..PLAIN }, QrFault::Amount),
            (Transfer { purpose: "Ủng hộ", ..PLAIN }, QrFault::Purpose),
            (Transfer { purpose: "UH26Q4 SL0001234 va nhieu nua", ..PLAIN }, QrFault::Purpose),
        ] {
            assert_eq!(wrong.text(), Err(fault), "{wrong:?}");
        }
    }

    proptest! {
        /// A code can be taken apart again, field by field, to its very end.
        #[test]
        fn fields_follow_each_other(account in "[0-9A-Z]{1,19}", amount in proptest::option::of(1_i64..MOST_AMOUNT), purpose in "[A-Z0-9 ]{0,25}") {
            let text = Transfer { bank: "970416", account: &account, amount, purpose: &purpose }.text().expect("fits");
            let (mut at, mut tags) = (0, Vec::new());
            while at < text.len() {
                let length: usize = text[at + 2..at + 4].parse().expect("a length");
                tags.push(&text[at..at + 2]);
                at += 4 + length;
            }
            prop_assert_eq!(at, text.len());
            prop_assert_eq!((tags.first(), tags.last()), (Some(&"00"), Some(&"63")));
            let (body, sum) = text.split_at(text.len() - 4);
            prop_assert_eq!(format!("{:04X}", crc(body.as_bytes())), sum);
        }
    }
}
