//! The document around a page: head, language and theme.

use maud::{Markup, PreEscaped, Render, html};

use super::{Icon, files, hidden, paths};
use crate::text::Lang;
use crate::texts;

/// Light or dark, as the person chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the device is set.
    #[default]
    Auto,
    Light,
    Dark,
}

impl Theme {
    /// The value of the cookie and the form; `None` when the device decides.
    pub const fn tag(self) -> Option<&'static str> {
        match self {
            Self::Auto => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    /// Reads the cookie `theme`; anything else is [`Self::Auto`].
    pub fn from_tag(tag: &str) -> Self {
        match tag {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::Auto,
        }
    }
}

/// The document around the content of a page.
pub(super) struct Frame<'a> {
    pub lang: Lang,
    pub theme: Theme,
    pub title: &'a str,
    pub class: &'a str,
    pub account: &'a str,
}

impl Frame<'_> {
    /// Writes the page into one buffer, the content straight into it: a list is long, and every layer of markup around it would
    /// copy it once more. `length` is about how much the body is, in bytes.
    pub fn around(&self, length: usize, content: impl FnOnce(&mut String)) -> Markup {
        /// What stands around the body: head, header, navigation.
        const FRAME_BYTES: usize = 12 * 1024;
        let mut page = String::with_capacity(length + FRAME_BYTES);
        page.push_str("<!DOCTYPE html><html lang=\"");
        page.push_str(self.lang.tag());
        if let Some(theme) = self.theme.tag() {
            page.push_str("\" data-theme=\"");
            page.push_str(theme);
        }
        page.push_str("\">");
        self.head().render_to(&mut page);
        page.push_str("<body class=\"");
        page.push_str(self.class);
        if !self.account.is_empty() {
            page.push_str("\" data-account=\"");
            self.account.render_to(&mut page);
        }
        // The words that the script needs.
        for (name, word) in [
            ("offline", texts::UI_OFFLINE),
            ("draft", texts::UI_DRAFT_RESTORED),
            ("discard", texts::UI_DRAFT_DISCARD),
            ("pick", texts::UI_PICK_DATE),
        ] {
            page.extend(["\" data-", name, "=\""]);
            word.get(self.lang).render_to(&mut page);
        }
        page.push_str("\">");
        content(&mut page);
        page.push_str("</body></html>");
        PreEscaped(page)
    }

    fn head(&self) -> Markup {
        html! {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (self.title) " · " (texts::PRODUCT.get(self.lang)) }
                link rel="preload" as="font" type="font/woff2" crossorigin href=(files::FONTS_BE_VIETNAM_PRO_LATIN_400_WOFF2);
                link rel="preload" as="font" type="font/woff2" crossorigin href=(files::FONTS_BE_VIETNAM_PRO_VIETNAMESE_400_WOFF2);
                link rel="stylesheet" href=(files::APP_CSS);
                link rel="icon" type="image/svg+xml" href=(files::EMBLEM_SVG);
                link rel="manifest" href="/manifest.webmanifest";
                meta name="theme-color" content="#a3201a";
                script src=(files::APP_JS) defer {}
            }
        }
    }
}

/// Language and theme: buttons of one form, so that they work without script.
pub(super) fn preferences(lang: Lang, theme: Theme, back: &str, csrf: &str) -> Markup {
    let (other, word) = match lang {
        Lang::Vi => (Lang::En, texts::UI_IN_ENGLISH.en),
        Lang::En => (Lang::Vi, texts::UI_IN_VIETNAMESE.vi),
    };
    let themes = [
        (Theme::Auto, "auto", texts::UI_THEME_AUTO),
        (Theme::Light, "light", texts::UI_THEME_LIGHT),
        (Theme::Dark, "dark", texts::UI_THEME_DARK),
    ];
    html! {
        form class="prefs" method="post" action=(paths::PREFERENCES) {
            (hidden("csrf", csrf))
            (hidden("back", back))
            button class="item" name="lang" value=(other.tag()) lang=(other.tag()) { (Icon::Globe) (word) }
            div class="segments" role="group" aria-label=(texts::UI_THEME.get(lang)) {
                @for (choice, tag, word) in themes {
                    button name="theme" value=(tag) aria-pressed=(if choice == theme { "true" } else { "false" }) { (word.get(lang)) }
                }
            }
        }
    }
}

pub(super) fn emblem() -> Markup {
    html! { img src=(files::EMBLEM_SVG) width="32" height="32" alt=""; }
}
