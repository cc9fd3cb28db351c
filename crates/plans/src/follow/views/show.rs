//! One plan: its head, and one of four views of it.

use kit::UnitId;
use kit::page::Sheet;
use kit::text::Lang;
use kit::ui::{Crumb, Empty, Icon, Next, Notice, Tab, Tone, tabs};
use kit::web::Ctx;
use maud::{Markup, html};

use super::progress::downloads;
use crate::follow::actions::Seen;
use crate::follow::filter::{Filter, View};
use crate::follow::{urls, words};
use crate::plan::PlanTransition;
use crate::saved::View as SavedView;
use crate::saved::views::manage;
use crate::texts;

/// A plan, seen.
pub struct PlanPage {
    pub lang: Lang,
    pub filter: Filter,
    pub seen: Seen,
    /// The moves that this person may make now.
    /// Papers made from it.
    pub outgoing: maud::Markup,
    pub moves: Vec<&'static PlanTransition>,
    pub can_edit: bool,
    /// May give work of the plan to units now.
    pub can_assign: bool,
    /// The plan waits for the approval of somebody else.
    pub waits: bool,
    /// May say how much money the plan has.
    pub can_allot: bool,
    /// The public sees how far it is.
    pub is_public: bool,
    /// What this person saved.
    pub views: Vec<SavedView>,
    /// Units with tasks in the plan.
    pub units: Vec<(UnitId, String)>,
}

impl PlanPage {
    pub fn draw(&self, ctx: &Ctx) -> Markup {
        let lang = self.lang;
        let plan = &self.seen.opened.plan;
        let back = Filter { as_of: None, ..self.filter.clone() }.href(plan.id);
        let past = self
            .seen
            .opened
            .eye
            .before
            .map(|_| texts::follow_as_of(vi::date::short(self.seen.opened.eye.day)));
        let notices: Vec<Notice<'_>> = past
            .iter()
            .map(|title| Notice {
                tone: Tone::Info,
                title: title.get(lang),
                text: texts::FOLLOW_AS_OF_TEXT.get(lang),
                next: Some(Next { href: &back, label: texts::FOLLOW_AS_OF_BACK.get(lang) }),
            })
            .collect();
        ctx.draw(Sheet {
            title: &plan.title,
            current: urls::PLANS,
            crumbs: &[
                Crumb { href: urls::PLANS, label: texts::FOLLOW_PLANS.get(lang) },
                Crumb { href: "", label: &plan.title },
            ],
            notices: &notices,
            lead: Some(self.lead()),
            actions: Some(self.acts()),
            body: html! { (self.figures()) (self.tabs()) (self.filters()) (self.view()) (self.outgoing) (self.files()) (manage(lang, &self.views, &urls::plan(plan.id), &urls::views(plan.id))) },
            is_wide: matches!(self.filter.view, View::Board | View::Table | View::Timeline),
            has_as_of: true,
            ..Sheet::default()
        })
    }

    fn tabs(&self) -> Markup {
        let plan = self.seen.opened.plan.id;
        let views = View::ALL.map(|view| (view, self.filter.seen_as(view).href(plan)));
        let list: Vec<Tab<'_>> = views
            .iter()
            .map(|(view, href)| Tab {
                href,
                label: words::view(*view).get(self.lang),
                icon: None,
                count: None,
                is_current: *view == self.filter.view,
            })
            .collect();
        tabs(texts::FOLLOW_VIEWS.get(self.lang), &list)
    }

    fn view(&self) -> Markup {
        if self.seen.items.is_empty() {
            return self.empty();
        }
        match self.filter.view {
            View::Outline => self.outline(),
            View::Table => self.table(),
            View::Board => self.board(),
            View::Timeline => self.timeline(),
        }
    }

    /// What is seen, as files.
    fn files(&self) -> Markup {
        let href = format!("{}{}", urls::export(self.seen.opened.plan.id), self.filter.query());
        html! { @if !self.seen.items.is_empty() { div class="row noprint" { (downloads(&href)) } } }
    }

    fn empty(&self) -> Markup {
        let lang = self.lang;
        let plan = self.seen.opened.plan.id;
        let clear = self.filter.cleared().href(plan);
        let new_item = urls::new_item(plan);
        if self.filter.narrows() {
            return html! {
                (Empty {
                    icon: Icon::Filter,
                    title: texts::FOLLOW_ITEMS_FILTERED.get(lang),
                    text: texts::FOLLOW_ITEMS_FILTERED_TEXT.get(lang),
                    next: Some(Next { href: &clear, label: texts::FOLLOW_CLEAR.get(lang) }),
                })
            };
        }
        let next = self.can_edit.then_some(Next { href: &new_item, label: texts::FOLLOW_NEW_ITEM.get(lang) });
        let (title, text) = (texts::FOLLOW_ITEMS_EMPTY.get(lang), texts::FOLLOW_ITEMS_EMPTY_TEXT.get(lang));
        html! { (Empty { icon: Icon::Paper, title, text, next }) }
    }

    /// The address of an item on the day that is shown.
    pub(super) fn item_href(&self, item: crate::PlanItemId) -> String {
        let href = urls::item(self.seen.opened.plan.id, item);
        match self.filter.as_of {
            Some(day) => format!("{href}?as_of={day}"),
            None => href,
        }
    }
}
