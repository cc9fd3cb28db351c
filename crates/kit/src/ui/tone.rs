//! What a state means, apart from what it is called: colour and shape together, never colour alone.

use maud::Render;

use super::Icon;

/// The meaning of a state, a notice or a bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Nothing has happened yet.
    #[default]
    Neutral,
    /// Not reported: an absence, which is not a zero.
    Blank,
    Info,
    /// Under way.
    Active,
    /// The doer says it is complete.
    Done,
    /// Someone who may has approved it.
    Approved,
    Warning,
    /// Late, refused, failed.
    Danger,
}

impl Tone {
    /// Every tone, for the gallery.
    pub const ALL: [Self; 8] = [
        Self::Neutral,
        Self::Blank,
        Self::Info,
        Self::Active,
        Self::Done,
        Self::Approved,
        Self::Warning,
        Self::Danger,
    ];

    /// The suffix of the style sheet's `t-…` classes.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "t-neutral",
            Self::Blank => "t-blank",
            Self::Info => "t-info",
            Self::Active => "t-active",
            Self::Done => "t-done",
            Self::Approved => "t-approved",
            Self::Warning => "t-warning",
            Self::Danger => "t-danger",
        }
    }

    /// The shape that says the same without colour.
    pub const fn icon(self) -> Icon {
        match self {
            Self::Neutral => Icon::Circle,
            Self::Blank => Icon::Dash,
            Self::Info => Icon::Info,
            Self::Active => Icon::Half,
            Self::Done => Icon::Check,
            Self::Approved => Icon::Seal,
            Self::Warning => Icon::Warning,
            Self::Danger => Icon::Stop,
        }
    }
}

/// A state in a word, with its colour and shape.
///
/// ```
/// use kit::ui::{Badge, Tone};
/// use maud::Render;
/// assert!(Badge { tone: Tone::Done, word: "Đã xong" }.render().0.contains("Đã xong"));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Badge<'a> {
    pub tone: Tone,
    pub word: &'a str,
}

impl Render for Badge<'_> {
    fn render_to(&self, buffer: &mut String) {
        buffer.push_str("<span class=\"badge ");
        buffer.push_str(self.tone.class());
        buffer.push_str("\">");
        self.tone.icon().render_to(buffer);
        self.word.render_to(buffer);
        buffer.push_str("</span>");
    }
}
