//! The fields that a form can have, as values.

/// One choice of a select or radio field.
#[derive(Debug, Clone, Copy)]
pub struct Choice<'a> {
    pub value: &'a str,
    pub label: &'a str,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Kind<'a> {
    Text,
    Password,
    Email,
    Search,
    Area(u8),
    Date,
    Number,
    Money,
    Select(&'a [Choice<'a>]),
    Radio(&'a [Choice<'a>]),
    Checkbox,
    File { accept: &'a str, is_many: bool },
}

/// A field of a form. It is drawn by [`Form::field`](super::Form::field), which knows the language and the errors.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct Field<'a> {
    pub(super) name: &'a str,
    pub(super) label: &'a str,
    pub(super) kind: Kind<'a>,
    pub(super) value: &'a str,
    pub(super) hint: &'a str,
    pub(super) suffix: &'a str,
    pub(super) autocomplete: &'a str,
    pub(super) list: &'a [&'a str],
    pub(super) is_required: bool,
    pub(super) is_short: bool,
    pub(super) is_focused: bool,
}

impl<'a> Field<'a> {
    const fn new(name: &'a str, label: &'a str, kind: Kind<'a>) -> Self {
        Self {
            name,
            label,
            kind,
            value: "",
            hint: "",
            suffix: "",
            autocomplete: "",
            list: &[],
            is_required: false,
            is_short: false,
            is_focused: false,
        }
    }

    pub const fn text(name: &'a str, label: &'a str) -> Self {
        Self::new(name, label, Kind::Text)
    }

    /// Never keeps its value.
    pub const fn password(name: &'a str, label: &'a str) -> Self {
        Self::new(name, label, Kind::Password)
    }

    pub const fn email(name: &'a str, label: &'a str) -> Self {
        Self::new(name, label, Kind::Email)
    }

    pub const fn search(name: &'a str, label: &'a str) -> Self {
        Self::new(name, label, Kind::Search)
    }

    /// Several lines; `rows` is the height at first.
    pub const fn area(name: &'a str, label: &'a str, rows: u8) -> Self {
        Self::new(name, label, Kind::Area(rows))
    }

    /// A date typed as day/month/year, as on paper; script adds a calendar.
    ///
    /// It is a text field: a browser's own date field follows the browser's language, and many office machines would show
    /// month/day. The server reads `27/7/2024` and `2024-07-27`.
    pub const fn date(name: &'a str, label: &'a str) -> Self {
        Self::new(name, label, Kind::Date)
    }

    /// A whole number or a decimal with comma; kept as typed.
    pub const fn number(name: &'a str, label: &'a str) -> Self {
        Self::new(name, label, Kind::Number)
    }

    /// Whole đồng. Script sets thousands apart while typing; the server drops dots and spaces.
    pub const fn money(name: &'a str, label: &'a str) -> Self {
        Self::new(name, label, Kind::Money)
    }

    /// One of a list. Begin `choices` with an empty value when nothing may be chosen.
    pub const fn select(name: &'a str, label: &'a str, choices: &'a [Choice<'a>]) -> Self {
        Self::new(name, label, Kind::Select(choices))
    }

    /// One of a few, all in sight.
    pub const fn radio(name: &'a str, label: &'a str, choices: &'a [Choice<'a>]) -> Self {
        Self::new(name, label, Kind::Radio(choices))
    }

    /// Yes or no; sends `on`. Checked when its value is not empty.
    pub const fn checkbox(name: &'a str, label: &'a str) -> Self {
        Self::new(name, label, Kind::Checkbox)
    }

    /// A file; `accept` lists extensions, `.docx,.pdf`.
    pub const fn file(name: &'a str, label: &'a str, accept: &'a str) -> Self {
        Self::new(name, label, Kind::File { accept, is_many: false })
    }

    /// Several files at once.
    pub const fn files(name: &'a str, label: &'a str, accept: &'a str) -> Self {
        Self::new(name, label, Kind::File { accept, is_many: true })
    }

    /// What stands in the field: as it was typed, right or wrong.
    pub const fn value(mut self, value: &'a str) -> Self {
        self.value = value;
        self
    }

    /// Help under the label, before one types.
    pub const fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// A unit behind the field: "hộ", "triệu đồng".
    pub const fn suffix(mut self, suffix: &'a str) -> Self {
        self.suffix = suffix;
        self
    }

    /// The HTML `autocomplete` token: `name`, `username`, `current-password`, `one-time-code` …
    pub const fn autocomplete(mut self, token: &'a str) -> Self {
        self.autocomplete = token;
        self
    }

    /// Words offered while typing; others may be typed too.
    pub const fn suggest(mut self, words: &'a [&'a str]) -> Self {
        self.list = words;
        self
    }

    pub const fn required(mut self) -> Self {
        self.is_required = true;
        self
    }

    /// As narrow as a number or a code.
    pub const fn short(mut self) -> Self {
        self.is_short = true;
        self
    }

    /// Takes the focus when the page opens; one field a page.
    pub const fn focus(mut self) -> Self {
        self.is_focused = true;
        self
    }
}
