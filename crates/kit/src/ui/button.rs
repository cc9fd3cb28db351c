//! Buttons, and links that look like them.

use maud::{Markup, Render, html};

use super::Icon;

/// How much a button asks for attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonKind {
    /// The one thing to do here.
    Primary,
    #[default]
    Secondary,
    /// Takes something away.
    Danger,
    /// Beside the point: cancel, show more.
    Quiet,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "btn primary",
            Self::Secondary => "btn",
            Self::Danger => "btn danger",
            Self::Quiet => "btn quiet",
        }
    }
}

/// A button of a form.
#[derive(Debug, Clone, Copy, Default)]
pub struct Button<'a> {
    pub label: &'a str,
    pub kind: ButtonKind,
    pub icon: Option<Icon>,
    /// What the button sends, when a form has several.
    pub name: &'a str,
    pub value: &'a str,
    /// Asked once before sending, where script runs. Without script the act itself must be undoable or have its own page.
    pub confirm: &'a str,
    /// The key that presses it in a review: `a`, `d`, `e` …
    pub key: &'a str,
}

impl Render for Button<'_> {
    fn render(&self) -> Markup {
        html! {
            button type="submit" class=(self.kind.class())
                name=[filled(self.name)] value=[filled(self.value)]
                data-confirm=[filled(self.confirm)] data-key=[filled(self.key)] aria-keyshortcuts=[filled(self.key)] {
                @if let Some(icon) = self.icon { (icon) }
                (self.label)
            }
        }
    }
}

/// A link that looks like a button.
#[derive(Debug, Clone, Copy, Default)]
pub struct LinkButton<'a> {
    pub href: &'a str,
    pub label: &'a str,
    pub kind: ButtonKind,
    pub icon: Option<Icon>,
}

impl Render for LinkButton<'_> {
    fn render(&self) -> Markup {
        html! {
            a href=(self.href) class=(self.kind.class()) {
                @if let Some(icon) = self.icon { (icon) }
                (self.label)
            }
        }
    }
}

/// `None` for an empty text, so that the attribute is left out.
pub(super) fn filled(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}
