//! The list of plans.

use kit::page::Sheet;
use kit::paging::PAGE_SIZE;
use kit::text::Lang;
use kit::ui::{
    ButtonKind, Chip, Chips, Choice, Column, Empty, Field, Form, Icon, LinkButton, Meter, Next, Pager, Table,
    table,
};
use kit::web::Ctx;
use maud::{Markup, html};

use super::count;
use crate::follow::model::PlanCard;
use crate::follow::store::plans::PlansFilter;
use crate::follow::{urls, words};
use crate::plan::{PlanKind, PlanState};
use crate::texts;

/// The list of plans, as asked for.
pub struct PlansPage {
    pub lang: Lang,
    pub filter: PlansFilter,
    pub plans: Vec<PlanCard>,
    pub has_more: bool,
    pub years: Vec<i32>,
    pub can_edit: bool,
}

impl PlansPage {
    pub fn draw(&self, ctx: &Ctx) -> Markup {
        let lang = self.lang;
        ctx.draw(Sheet {
            title: texts::FOLLOW_PLANS.get(lang),
            current: urls::PLANS,
            actions: self.can_edit.then(|| {
                html! { (LinkButton { href: urls::NEW, label: texts::FOLLOW_NEW_PLAN.get(lang), kind: ButtonKind::Primary, icon: Some(Icon::Plus) }) }
            }),
            body: html! {
                (self.chips())
                @if self.plans.is_empty() { (self.empty()) } @else { (self.table()) (self.pager()) }
            },
            ..Sheet::default()
        })
    }

    fn href(filter: &PlansFilter) -> String {
        let mut parts = Vec::new();
        if let Some(year) = filter.year {
            parts.push(format!("year={year}"));
        }
        if let Some(unit) = filter.unit {
            parts.push(format!("unit={unit}"));
        }
        if let Some(kind) = filter.kind {
            parts.push(format!("kind={}", kind.code()));
        }
        if let Some(state) = filter.state {
            parts.push(format!("state={}", state.code()));
        }
        if let Some((year, id)) = filter.after {
            parts.push(format!("after={year}-{id}"));
        }
        if parts.is_empty() { urls::PLANS.to_owned() } else { format!("{}?{}", urls::PLANS, parts.join("&")) }
    }

    fn chips(&self) -> Markup {
        let lang = self.lang;
        let bare = PlansFilter { after: None, ..self.filter };
        let year = bare.year.map(|year| (year.to_string(), Self::href(&PlansFilter { year: None, ..bare })));
        let unit = bare.unit.map(|unit| {
            let name = self.plans.iter().find(|plan| plan.unit == unit).map(|plan| plan.unit_name.clone());
            (name.unwrap_or_else(|| unit.to_string()), Self::href(&PlansFilter { unit: None, ..bare }))
        });
        let kind = bare.kind.map(|kind| {
            (words::plan_kind(kind).get(lang).to_owned(), Self::href(&PlansFilter { kind: None, ..bare }))
        });
        let state = bare.state.map(|state| {
            (words::plan_state(state).get(lang).to_owned(), Self::href(&PlansFilter { state: None, ..bare }))
        });
        let on: Vec<Chip<'_>> = [
            (texts::FOLLOW_COL_YEAR, &year),
            (texts::FOLLOW_COL_UNIT, &unit),
            (texts::FOLLOW_COL_KIND, &kind),
            (texts::FOLLOW_COL_STATE, &state),
        ]
        .into_iter()
        .filter_map(|(name, found)| {
            found.as_ref().map(|(value, remove)| Chip { name: name.get(lang), value, remove })
        })
        .collect();
        let clear = if on.is_empty() { "" } else { urls::PLANS };
        html! { (Chips { lang, chips: &on, clear, add: Some(self.form()), action: urls::PLANS, ..Chips::default() }) }
    }

    fn form(&self) -> Markup {
        let lang = self.lang;
        let form = Form { lang, ..Form::default() };
        let all = Choice { value: "", label: texts::FOLLOW_ALL.get(lang) };
        let years: Vec<String> = self.years.iter().map(ToString::to_string).collect();
        let years: Vec<Choice<'_>> = std::iter::once(all)
            .chain(years.iter().map(|year| Choice { value: year, label: year }))
            .collect();
        let kinds = [PlanKind::Yearly, PlanKind::Quarterly, PlanKind::Thematic, PlanKind::Term];
        let kinds: Vec<Choice<'_>> = std::iter::once(all)
            .chain(kinds.map(|kind| Choice { value: kind.code(), label: words::plan_kind(kind).get(lang) }))
            .collect();
        let states: Vec<Choice<'_>> = std::iter::once(all)
            .chain(
                PlanState::ALL
                    .map(|state| Choice { value: state.code(), label: words::plan_state(state).get(lang) }),
            )
            .collect();
        let year = self.filter.year.map(|year| year.to_string()).unwrap_or_default();
        html! {
            (form.field(Field::select("year", texts::FOLLOW_COL_YEAR.get(lang), &years).value(&year)))
            (form.field(Field::select("kind", texts::FOLLOW_COL_KIND.get(lang), &kinds)
                .value(self.filter.kind.map_or("", PlanKind::code))))
            (form.field(Field::select("state", texts::FOLLOW_COL_STATE.get(lang), &states)
                .value(self.filter.state.map_or("", PlanState::code))))
            @if let Some(unit) = self.filter.unit { (kit::ui::hidden("unit", &unit.to_string())) }
        }
    }

    fn table(&self) -> Markup {
        let lang = self.lang;
        let columns = [
            Column::main(texts::FOLLOW_COL_PLAN.get(lang)),
            Column::number(texts::FOLLOW_COL_YEAR.get(lang)),
            Column::text(texts::FOLLOW_COL_KIND.get(lang)),
            Column::text(texts::FOLLOW_COL_UNIT.get(lang)),
            Column::text(texts::FOLLOW_COL_STATE.get(lang)),
            Column::number(texts::FOLLOW_COL_ITEMS.get(lang)),
            Column::text(texts::FOLLOW_COL_DONE.get(lang)),
            Column::number(texts::FOLLOW_COL_LATE.get(lang)),
            Column::actions(texts::FOLLOW_NEXT_YEAR.get(lang)),
        ];
        let frame = Table { caption: texts::FOLLOW_PLANS.get(lang), columns: &columns, ..Table::default() };
        table(&frame, |rows| {
            for plan in &self.plans {
                let unit = Self::href(&PlansFilter { unit: Some(plan.unit), after: None, ..self.filter });
                let meter = Meter {
                    lang,
                    label: texts::FOLLOW_DONE_OF.get(lang),
                    done: count(plan.tally.done),
                    total: count(plan.tally.total),
                };
                let goes_on =
                    self.can_edit && plan.kind == PlanKind::Yearly && plan.state != PlanState::Draft;
                rows.row()
                    .link(&urls::plan(plan.id), &plan.title)
                    .text(&plan.year.to_string())
                    .text(words::plan_kind(plan.kind).get(lang))
                    .link(&unit, &plan.unit_name)
                    .cell(words::plan_badge(plan.state, lang))
                    .figure(Some(plan.item_count), lang)
                    .cell(html! { @if plan.tally.total > 0 { (meter) } })
                    .figure(Some(plan.tally.late + plan.late_ungiven), lang)
                    .cell(html! {
                        @if goes_on { a href=(urls::next_year(plan.id)) { (texts::FOLLOW_NEXT_YEAR.get(lang)) } }
                    });
            }
        })
    }

    fn pager(&self) -> Markup {
        let older = match self.plans.last() {
            Some(last) if self.has_more => {
                Self::href(&PlansFilter { after: Some((last.year, last.id)), ..self.filter })
            }
            _ => String::new(),
        };
        let newer = self
            .filter
            .after
            .map(|_| Self::href(&PlansFilter { after: None, ..self.filter }))
            .unwrap_or_default();
        debug_assert!(self.plans.len() <= usize::try_from(PAGE_SIZE).unwrap_or(usize::MAX));
        html! {
            @if !older.is_empty() || !newer.is_empty() {
                (Pager { lang: self.lang, newer: &newer, older: &older, note: "" })
            }
        }
    }

    fn empty(&self) -> Markup {
        let lang = self.lang;
        let is_bare = self.filter == PlansFilter::default();
        let next = if !is_bare {
            Some(Next { href: urls::PLANS, label: texts::FOLLOW_CLEAR.get(lang) })
        } else if self.can_edit {
            Some(Next { href: urls::NEW, label: texts::FOLLOW_NEW_PLAN.get(lang) })
        } else {
            None
        };
        let (title, text) = if is_bare {
            (texts::FOLLOW_PLANS_EMPTY.get(lang), texts::FOLLOW_PLANS_EMPTY_TEXT.get(lang))
        } else {
            (texts::FOLLOW_PLANS_EMPTY_FILTERED.get(lang), "")
        };
        html! { (Empty { icon: Icon::Paper, title, text, next }) }
    }
}
