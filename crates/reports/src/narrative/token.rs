//! Live figures in words: `{{houses_handed_over}}`, `{{houses_handed_over|unit=north|period=2024-Q1}}`.

use std::fmt;
use std::ops::Range;

use crate::period::ReportPeriod;

/// A figure that words name; without unit or period it is that of the report itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Token {
    /// The indicator's code.
    pub code: String,
    /// The unit's code.
    pub unit: Option<String>,
    pub period: Option<ReportPeriod>,
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{{{}", self.code)?;
        if let Some(unit) = &self.unit {
            write!(f, "|unit={unit}")?;
        }
        if let Some(period) = self.period {
            write!(f, "|period={period}")?;
        }
        f.write_str("}}")
    }
}

impl Token {
    /// What stands between the braces.
    fn parse(inner: &str) -> Option<Self> {
        let mut parts = inner.split('|').map(str::trim);
        let code = parts.next().filter(|code| !code.is_empty())?;
        let is_code = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        if !code.bytes().all(is_code) {
            return None;
        }
        let mut token = Self { code: code.to_owned(), unit: None, period: None };
        for part in parts {
            match part.split_once('=')? {
                ("unit", unit) if !unit.trim().is_empty() => token.unit = Some(unit.trim().to_owned()),
                ("period", period) => token.period = Some(period.trim().parse().ok()?),
                _ => return None,
            }
        }
        Some(token)
    }

    /// It needs nothing beyond the report.
    pub const fn is_own(&self) -> bool {
        self.unit.is_none() && self.period.is_none()
    }
}

/// All that stands in double braces, with its place in bytes; `None` where it cannot be read.
pub fn tokens(text: &str) -> Vec<(Range<usize>, Option<Token>)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find("{{").map(|at| from + at) {
        let Some(close) = text[open + 2..].find("}}").map(|at| open + 2 + at) else { break };
        found.push((open..close + 2, Token::parse(&text[open + 2..close])));
        from = close + 2;
    }
    found
}

/// The text with its figures; what `figure` does not know stands as it was typed.
pub fn draw(text: &str, figure: impl Fn(&Token) -> Option<String>) -> String {
    let mut drawn = String::with_capacity(text.len());
    let mut from = 0;
    for (range, token) in tokens(text) {
        drawn.push_str(&text[from..range.start]);
        match token.as_ref().and_then(&figure) {
            Some(figure) => drawn.push_str(&figure),
            None => drawn.push_str(&text[range.clone()]),
        }
        from = range.end;
    }
    drawn.push_str(&text[from..]);
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_read_as_they_are_written() {
        for text in ["{{a}}", "{{a_1|unit=north}}", "{{a|period=2024-Q1}}", "{{a|unit=x|period=2024-03}}"] {
            let found = tokens(text);
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].1.as_ref().map(ToString::to_string).as_deref(), Some(text));
        }
        for text in ["{{}}", "{{A b}}", "{{a|b}}", "{{a|unit=}}", "{{a|period=never}}"] {
            assert_eq!(tokens(text)[0].1, None, "{text}");
        }
        assert_eq!(tokens("{{a} b}} {{"), [(0..8, None)]);
    }

    #[test]
    fn figures_are_put_in_and_the_unknown_stays() {
        let figure = |token: &Token| (token.code == "a").then(|| "1.234".to_owned());
        assert_eq!(draw("Bàn giao {{a}} nhà, {{b}} quà {{", figure), "Bàn giao 1.234 nhà, {{b}} quà {{");
        assert_eq!(draw("không có", figure), "không có");
    }
}
