//! Interface texts in two languages. Every module has its own `texts/vi.txt` and `texts/en.txt`; the `texts` crate turns them
//! into constants of the types here.

/// Longest name that people give to a person, a post, a unit, a plan's line or a program's key, in characters.
pub const MAX_NAME: usize = 200;
/// Longest title of a paper or a plan, in characters: papers give themselves long ones.
pub const MAX_TITLE: usize = 2_000;
/// Longest text of a field that is no file, in characters: anything longer belongs into a paper that is attached.
pub const MAX_TEXT: usize = 20_000;

/// Whether a text has more characters than allowed.
pub fn is_longer(text: &str, limit: usize) -> bool {
    // A character has at least one byte, so that most texts need no count.
    text.len() > limit && text.chars().count() > limit
}

/// A day as people write it: 05/09/2026, in English 5 Sep 2026.
pub fn day(date: chrono::NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::Vi => vi::date::short(date),
        Lang::En => date.format("%-d %b %Y").to_string(),
    }
}

/// An instant as people write it, in Viet Nam's time: the day, then hour and minute.
pub fn moment(at: crate::Instant, lang: Lang) -> String {
    format!("{} {}", day(at.date(), lang), at.local().format("%H:%M"))
}

/// The language of a page, a message or an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Lang {
    #[default]
    Vi,
    En,
}

impl Lang {
    /// The BCP 47 tag: `vi` or `en`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// `vi` or `en`, or `None` for any other tag.
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag {
            "vi" => Some(Self::Vi),
            "en" => Some(Self::En),
            _ => None,
        }
    }
}

/// One text in both languages, without places to fill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    pub key: &'static str,
    pub vi: &'static str,
    pub en: &'static str,
}

impl Text {
    pub const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Vi => self.vi,
            Lang::En => self.en,
        }
    }

    /// The text with its `{places}` filled in both languages.
    pub fn fill(self, values: &[(&str, String)]) -> Phrase {
        let filled = |text: &str| {
            values
                .iter()
                .fold(text.to_owned(), |text, (place, value)| text.replace(&format!("{{{place}}}"), value))
        };
        Phrase { key: self.key, vi: filled(self.vi), en: filled(self.en) }
    }
}

/// A text whose places are filled, in both languages: what an error or a notice carries until someone reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    pub key: &'static str,
    pub vi: String,
    pub en: String,
}

impl Phrase {
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        }
    }
}

impl From<Text> for Phrase {
    fn from(text: Text) -> Self {
        Self { key: text.key, vi: text.vi.to_owned(), en: text.en.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_come_before_hours_in_both_languages() {
        let date = chrono::NaiveDate::from_ymd_opt(2026, 9, 5).expect("a date");
        let at = crate::Instant(crate::Instant::start_of(date).0 + 3_900_000);
        assert_eq!(moment(at, Lang::Vi), "05/09/2026 01:05");
        assert_eq!(moment(at, Lang::En), "5 Sep 2026 01:05");
    }
}
