//! The page around the content: header, navigation by line of work, breadcrumbs, notices, footer.

use maud::{Markup, Render, html};

use super::button::filled;
use super::frame::{Frame, Theme, emblem, preferences};
use super::{Crumb, Icon, Notice, breadcrumb, hidden};
use crate::text::Lang;
use crate::texts;

/// Addresses that the shell itself links to.
pub mod paths {
    pub const HOME: &str = "/";
    /// `GET ?q=`.
    pub const SEARCH: &str = "/search";
    /// `POST` with `lang`, `theme` or `unit`, and `back`: kept in cookies, then back.
    pub const PREFERENCES: &str = "/preferences";
    pub const ACCOUNT: &str = "/account";
    pub const PASSWORD: &str = "/account/password";
    pub const SIGN_IN: &str = "/sign-in";
    pub const OPENID: &str = "/sign-in/openid";
    pub const OPENID_CALLBACK: &str = "/sign-in/openid/callback";
    pub const OPENID_CODE: &str = "/sign-in/openid/code";
    /// Before the first account is made, and never after.
    pub const SETUP: &str = "/setup";
    pub const HELP: &str = "/help";
    /// `POST`.
    pub const SIGN_OUT: &str = "/sign-out";
}

/// One line of work in the navigation.
#[derive(Debug, Clone, Copy)]
pub struct NavItem<'a> {
    pub href: &'a str,
    pub label: &'a str,
    pub icon: Icon,
    /// A heading that stands above this item; empty for none.
    pub group: &'a str,
    /// How many things wait there.
    pub count: Option<u32>,
}

/// A unit that the person may act for.
#[derive(Debug, Clone, Copy)]
pub struct UnitChoice<'a> {
    pub id: &'a str,
    pub name: &'a str,
}

/// Who is signed in, and for whom they act.
#[derive(Debug, Clone, Copy, Default)]
pub struct Account<'a> {
    /// Under which the browser keeps what this person has typed and not sent; empty keeps nothing.
    pub id: &'a str,
    pub name: &'a str,
    /// Post or role: "Chuyên viên Văn phòng".
    pub post: &'a str,
    /// The unit they act for now, by its short name.
    pub unit: &'a str,
    /// The other units they may act for.
    pub units: &'a [UnitChoice<'a>],
}

/// The day for which the page answers.
#[derive(Debug, Clone, Copy, Default)]
pub struct AsOf<'a> {
    /// The chosen day as written, or empty for today.
    pub date: &'a str,
    /// Where the question is asked again, and what else it carries.
    pub action: &'a str,
    pub keep: &'a [(&'a str, &'a str)],
}

/// A page of the office.
#[derive(Debug, Clone, Default)]
pub struct Page<'a> {
    pub lang: Lang,
    pub theme: Theme,
    /// The heading of the page and, with the product's name, the window's title.
    pub title: &'a str,
    pub nav: &'a [NavItem<'a>],
    /// The `href` of the navigation item that this page belongs to.
    pub current: &'a str,
    /// This page's path and query: where changing the language leads back to.
    pub path: &'a str,
    pub account: Option<Account<'a>>,
    pub as_of: Option<AsOf<'a>>,
    pub crumbs: &'a [Crumb<'a>],
    pub notices: &'a [Notice<'a>],
    /// What was searched, in the search box.
    pub query: &'a str,
    pub csrf: &'a str,
    /// On paper only, at the top: whose print it is and of which day.
    pub printed: &'a str,
    /// Under the title: state badges, a number, a date.
    pub lead: Option<Markup>,
    /// Beside the title: what can be done with this record.
    pub actions: Option<Markup>,
    pub body: Markup,
    /// The body takes the whole width: boards, reviews, wide tables.
    pub is_wide: bool,
}

impl Page<'_> {
    /// The whole HTML document.
    pub fn render(&self) -> Markup {
        let frame = Frame {
            lang: self.lang,
            theme: self.theme,
            title: self.title,
            class: "office",
            account: self.account.map_or("", |account| account.id),
        };
        frame.around(self.body.0.len(), |page| {
            self.before_main().render_to(page);
            page.push_str("<main id=\"main\" tabindex=\"-1\"");
            page.push_str(if self.is_wide { " class=\"wide\">" } else { ">" });
            self.head().render_to(page);
            self.body.render_to(page);
            page.push_str("</main>");
            self.footer().render_to(page);
        })
    }

    fn before_main(&self) -> Markup {
        let lang = self.lang;
        html! {
            a class="skip" href="#main" { (texts::UI_SKIP.get(lang)) }
            (self.header())
            nav class="side" aria-label=(texts::UI_NAVIGATION.get(lang)) {
                details class="burger" { summary { (Icon::Menu) span { (texts::UI_MENU.get(lang)) } } }
                ul {
                    @for item in self.nav {
                        @if !item.group.is_empty() { li class="group" { (item.group) } }
                        li {
                            a href=(item.href) aria-current=[(item.href == self.current).then_some("page")] {
                                (item.icon) span { (item.label) }
                                @if let Some(count) = item.count { span class="count" { (count) } }
                            }
                        }
                    }
                }
            }
        }
    }

    fn head(&self) -> Markup {
        html! {
            @if !self.printed.is_empty() { p class="printed" { (self.printed) } }
            @if !self.crumbs.is_empty() { (breadcrumb(self.lang, self.crumbs)) }
            div class="head" {
                div {
                    h1 { (self.title) }
                    @if let Some(lead) = &self.lead { div class="lead" { (lead) } }
                }
                @if let Some(actions) = &self.actions { div class="row" { (actions) } }
            }
            div id="notices" { @for notice in self.notices { (notice) } }
        }
    }

    fn footer(&self) -> Markup {
        let lang = self.lang;
        html! {
            footer {
                span { (texts::PRODUCT.get(lang)) " — " (texts::UI_TAGLINE.get(lang)) }
                a href=(paths::HELP) { (texts::UI_HELP.get(lang)) }
            }
        }
    }

    fn header(&self) -> Markup {
        let lang = self.lang;
        html! {
            header {
                a class="brand" href=(paths::HOME) { (emblem()) span { (texts::PRODUCT.get(lang)) } }
                form class="search" role="search" action=(paths::SEARCH) {
                    label class="vh" for="q" { (texts::UI_SEARCH.get(lang)) }
                    (Icon::Search)
                    input id="q" name="q" type="search" value=[filled(self.query)] placeholder=(texts::UI_SEARCH_PLACE.get(lang))
                        aria-keyshortcuts="Control+K" autocomplete="off";
                    kbd aria-hidden="true" { "Ctrl K" }
                }
                @if let Some(account) = &self.account { (self.unit(account)) }
                @if let Some(as_of) = &self.as_of { (self.as_of(as_of)) }
                @if let Some(account) = &self.account {
                    details class="menu right" {
                        summary aria-label={ (texts::UI_ACCOUNT.get(lang)) ": " (account.name) } { (Icon::Person) span { (account.name) } (Icon::Down) }
                        div class="pop" {
                            p { strong { (account.name) } br; (account.post) }
                            a href=(paths::ACCOUNT) { (Icon::Gear) (texts::UI_ACCOUNT.get(lang)) }
                            (preferences(lang, self.theme, self.path, self.csrf))
                            form method="post" action=(paths::SIGN_OUT) data-unsent=(texts::ui_unsent("{count}").get(lang)) {
                                (hidden("csrf", self.csrf))
                                button class="item" { (Icon::Out) (texts::UI_SIGN_OUT.get(lang)) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn unit(&self, account: &Account) -> Markup {
        html! {
            @if account.units.is_empty() {
                @if !account.unit.is_empty() { span class="unit" { (Icon::Unit) span { (account.unit) } } }
            } @else {
                details class="menu unit" {
                    summary aria-label={ (texts::UI_ACTING_FOR.get(self.lang)) ": " (account.unit) } {
                        (Icon::Unit) span { (account.unit) } (Icon::Down)
                    }
                    form class="pop" method="post" action=(paths::PREFERENCES) {
                        p { (texts::UI_ACT_FOR.get(self.lang)) }
                        (hidden("csrf", self.csrf))
                        (hidden("back", self.path))
                        @for unit in account.units {
                            button class="item" name="unit" value=(unit.id) { (Icon::Unit) (unit.name) }
                        }
                    }
                }
            }
        }
    }

    fn as_of(&self, as_of: &AsOf) -> Markup {
        let lang = self.lang;
        let day = if as_of.date.is_empty() { texts::UI_AS_OF_TODAY.get(lang) } else { as_of.date };
        let shown = texts::ui_as_of_at(day);
        html! {
            details class={ "menu asof" (if as_of.date.is_empty() { "" } else { " past" }) } {
                summary { (Icon::Calendar) span { (shown.get(lang)) } (Icon::Down) }
                form class="pop stack" action=(as_of.action) {
                    @for (name, value) in as_of.keep { (hidden(name, value)) }
                    label class="field" {
                        span { (texts::UI_AS_OF.get(lang)) }
                        input name="as_of" value=(as_of.date) inputmode="numeric" placeholder=(texts::UI_DATE_SHAPE.get(lang)) data-as="date";
                    }
                    p class="hint" { (texts::UI_AS_OF_HINT.get(lang)) }
                    button class="btn" { (texts::UI_SHOW.get(lang)) }
                }
            }
        }
    }
}

/// A page without navigation: sign-in, set-up, errors, the public's forms.
#[derive(Debug, Clone, Default)]
pub struct PlainPage<'a> {
    pub lang: Lang,
    pub theme: Theme,
    pub title: &'a str,
    pub path: &'a str,
    pub csrf: &'a str,
    pub notices: &'a [Notice<'a>],
    pub body: Markup,
    /// A list for the public takes more room than a form.
    pub is_wide: bool,
}

impl PlainPage<'_> {
    /// The whole HTML document.
    pub fn render(&self) -> Markup {
        let lang = self.lang;
        let content = html! {
            a class="skip" href="#main" { (texts::UI_SKIP.get(lang)) }
            header { a class="brand" href=(paths::HOME) { (emblem()) span { (texts::PRODUCT.get(lang)) } } }
            main id="main" tabindex="-1" {
                h1 { (self.title) }
                @for notice in self.notices { (notice) }
                (self.body)
            }
            footer {
                span { (texts::UI_TAGLINE.get(lang)) }
                (preferences(lang, self.theme, self.path, self.csrf))
            }
        };
        let frame = Frame {
            lang,
            theme: self.theme,
            title: self.title,
            class: if self.is_wide { "plain wide" } else { "plain" },
            account: "",
        };
        frame.around(content.0.len(), |page| content.render_to(page))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> String {
        Page {
            title: "Hôm nay",
            path: "/",
            account: Some(Account {
                id: "1", name: "Nguyễn Văn Mẫu", post: "", unit: "Xã Mẫu", units: &[]
            }),
            as_of: Some(AsOf::default()),
            ..Page::default()
        }
        .render()
        .0
    }

    #[test]
    fn the_frame_is_light() {
        let length = page().len();
        assert!(length < 6_000, "{length} bytes before navigation and content");
    }

    #[test]
    fn the_switch_of_days_is_no_second_link_home() {
        assert!(page().contains("<span>Xem tại ngày: hôm nay</span>"));
    }

    #[test]
    fn a_strict_content_policy_holds() {
        let html = page();
        assert!(!html.contains("style=") && !html.contains("<style"), "no inline style");
        assert!(!html.contains("onclick") && !html.contains("<script>"), "no inline script");
    }

    #[test]
    fn every_file_that_the_frame_names_is_served() {
        for piece in page().split("/assets/").skip(1) {
            let file = piece.split('"').next().unwrap();
            assert!(crate::ui::asset(file).is_some(), "{file}");
        }
    }

    #[test]
    fn the_chosen_theme_is_on_the_document() {
        let html = PlainPage { theme: Theme::Dark, ..PlainPage::default() }.render().0;
        assert!(html.contains("<html lang=\"vi\" data-theme=\"dark\">"), "{html}");
        assert_eq!(Theme::from_tag("auto"), Theme::Auto);
    }
}
