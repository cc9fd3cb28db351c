//! The office page of a signed-in person: what [`ui::Page`](crate::ui::Page) draws, filled in from the request's context.

use maud::Markup;

use crate::permission::Permission;
use crate::text::Text;
use crate::texts;
use crate::ui::{self, Crumb, Icon, NavItem, Notice};
use crate::web::{Ctx, asked_day};

/// One line of work in the navigation, for those whose post may use it.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    pub href: &'static str,
    pub label: Text,
    pub icon: Icon,
    /// A heading above this line, if a group starts here.
    pub group: Option<Text>,
    /// Shown only to posts with this right; to everyone signed in when `None`.
    pub permission: Option<Permission>,
}

/// A page as a module describes it; the shell around it comes from the context.
#[derive(Debug, Default)]
pub struct Sheet<'a> {
    pub title: &'a str,
    /// The `href` of the line of work that this page belongs to.
    pub current: &'a str,
    pub crumbs: &'a [Crumb<'a>],
    pub notices: &'a [Notice<'a>],
    /// What was searched.
    pub query: &'a str,
    pub lead: Option<Markup>,
    pub actions: Option<Markup>,
    pub body: Markup,
    pub is_wide: bool,
    /// The page can answer for another day: the switch is shown.
    pub has_as_of: bool,
}

impl Ctx {
    /// Draws a page of the office for the person behind this request.
    pub fn draw(&self, sheet: Sheet<'_>) -> Markup {
        let lang = self.lang();
        let lines = (self.app.nav)();
        let nav: Vec<NavItem<'_>> = lines
            .iter()
            .filter(|line| line.permission.is_none_or(|permission| self.actor.can(permission)))
            .map(|line| NavItem {
                href: line.href,
                label: line.label.get(lang),
                icon: line.icon,
                group: line.group.map_or("", |group| group.get(lang)),
                count: None,
            })
            .collect();
        let seat = self.actor.seat.as_ref();
        let others: Vec<(String, String)> = self
            .actor
            .seats
            .iter()
            .filter(|other| Some(other.post) != seat.map(|seat| seat.post))
            .map(|seat| (seat.post.to_string(), format!("{} – {}", seat.title, seat.unit_name)))
            .collect();
        let units: Vec<ui::UnitChoice<'_>> =
            others.iter().map(|(id, name)| ui::UnitChoice { id, name }).collect();
        // Written as it is typed: what the switch shows can be changed and sent again.
        let as_of = self.facts.as_of.map_or_else(String::new, vi::date::short);
        let (path, query) = self.facts.path.split_once('?').unwrap_or((&self.facts.path, ""));
        let unread = asked_day(query).filter(|_| sheet.has_as_of && self.facts.as_of.is_none());
        let unread = unread.map(texts::ui_as_of_unread);
        let unread = unread.iter().map(|title| Notice {
            tone: ui::Tone::Warning,
            title: title.get(lang),
            text: texts::UI_AS_OF_UNREAD_TEXT.get(lang),
            next: None,
        });
        let notices: Vec<Notice<'_>> = unread.chain(sheet.notices.iter().copied()).collect();
        let keep: Vec<(String, String)> = serde_html_form::from_str::<Vec<(String, String)>>(query)
            .unwrap_or_default()
            .into_iter()
            .filter(|(name, _)| name != "as_of")
            .collect();
        let keep: Vec<(&str, &str)> =
            keep.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let account = self.actor.account.to_string();
        let office = seat.map_or("", |seat| &seat.unit_name);
        let printed = texts::ui_printed(crate::text::day(self.today(), lang), office);
        ui::Page {
            lang,
            printed: printed.get(lang),
            theme: self.facts.theme,
            title: sheet.title,
            nav: &nav,
            current: sheet.current,
            path: &self.facts.path,
            account: Some(ui::Account {
                id: &account,
                name: &self.actor.name,
                post: seat.map_or("", |seat| &seat.title),
                unit: seat.map_or("", |seat| &seat.unit_short_name),
                units: &units,
            }),
            as_of: sheet.has_as_of.then_some(ui::AsOf { date: &as_of, action: path, keep: &keep }),
            crumbs: sheet.crumbs,
            notices: &notices,
            query: sheet.query,
            csrf: "",
            lead: sheet.lead,
            actions: sheet.actions,
            body: sheet.body,
            is_wide: sheet.is_wide,
        }
        .render()
    }
}
