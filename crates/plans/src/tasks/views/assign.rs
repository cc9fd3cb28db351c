//! Giving an item to a unit, or to many.

use chrono::NaiveDate;
use kit::text::Lang;
use kit::ui::{Badge, Choice, Field, FieldError, Form, Tone, card, disclosure, key_values};
use kit::{AccountId, UnitId};
use maud::{Markup, Render, html};

use super::Day;
use super::forms::{Typed, unit_boxes, units};
use super::relations::rolled_up;
use crate::follow::urls as follow;
use crate::tasks::store::spread::StandingOrder;
use crate::tasks::store::{Item, Rollup};
use crate::texts;

pub struct AssignPage {
    pub lang: Lang,
    pub item: Item,
    pub rollup: Rollup,
    /// The unit whose people are offered.
    pub unit: UnitId,
    pub units: Vec<(UnitId, String)>,
    pub people: Vec<(AccountId, String)>,
    pub orders: Vec<StandingOrder>,
    pub can_end: bool,
    pub today: NaiveDate,
    pub typed: Typed,
}

impl AssignPage {
    pub fn body(&self) -> Markup {
        let (lang, item) = (self.lang, &self.item);
        let mut facts = vec![(
            texts::TASK_PLAN.get(lang),
            html! { a href=(follow::plan(item.plan)) { (item.plan_title) } },
        )];
        if !item.lead_named.is_empty() {
            facts.push((texts::TASK_LEAD_NAMED.get(lang), html! { (item.lead_named) }));
        }
        if !item.coordinating_named.is_empty() {
            facts.push((texts::TASK_COORDINATORS.get(lang), html! { (item.coordinating_named) }));
        }
        if let Some(due) = item.due_on {
            facts.push((
                texts::TASK_DUE.get(lang),
                html! { (Day(due, lang).render()) " " small class="hint" { (item.due_phrase) } },
            ));
        }
        if !item.output.is_empty() {
            facts.push((texts::TASK_OUTPUT.get(lang), html! { (item.output) }));
        }
        html! {
            (key_values(&facts))
            @if self.rollup.total > 0 { (rolled_up(lang, self.rollup, item.id)) }
            div class="cols" {
                (card(texts::TASK_GIVE_ONE.get(lang), self.give_form()))
                (card(texts::TASK_GIVE_MANY.get(lang), self.fan_out_form()))
            }
            @if !self.orders.is_empty() { (card(texts::TASK_ORDERS.get(lang), self.standing_orders())) }
        }
    }

    /// The orders that serve units to come, each with the form that ends it.
    fn standing_orders(&self) -> Markup {
        let lang = self.lang;
        html! {
            p class="hint" { (texts::TASK_ORDERS_TEXT.get(lang)) }
            @for order in &self.orders {
                p {
                    @match order.ended_on {
                        Some(day) => (Badge { tone: Tone::Neutral, word: texts::task_order_ended(vi::date::short(day), &order.ended_reason).get(lang) }),
                        None => (Badge { tone: Tone::Approved, word: texts::TASK_ORDER_STANDS.get(lang) }),
                    }
                    " " (selection_word(&order.selection, lang)) ", "
                    (texts::task_order_given_on(vi::date::short(order.given_at.date())).get(lang))
                    @if let Some(due) = order.due_on { " · " (texts::TASK_DUE.get(lang)) " " (Day(due, lang).render()) }
                }
                @if order.ended_on.is_none() && self.can_end { (self.end_form(order)) }
            }
        }
    }

    fn end_form(&self, order: &StandingOrder) -> Markup {
        let lang = self.lang;
        let name = format!("order-{}", order.id);
        let errors = self.errors(&name);
        let action = format!("/items/{}/orders/{}/end", self.item.id, order.id);
        let submit = texts::TASK_ORDER_END.get(lang);
        let form = Form { lang, action: &action, errors: &errors, submit, ..Default::default() };
        let today = vi::date::short(self.today);
        let body = form.render(html! {
            (form.field(Field::text("reason", texts::TASK_REASON.get(lang)).required().value(self.value(&name, "reason", ""))))
            (form.field(Field::date("last_day", texts::TASK_ORDER_LAST_DAY.get(lang)).value(self.value(&name, "last_day", &today))))
        });
        disclosure(submit, self.typed.form == name, body)
    }

    fn errors(&self, form: &str) -> Vec<FieldError<'_>> {
        let errors = self.typed.errors.iter().filter(|_| self.typed.form == form);
        errors.map(|(field, phrase)| FieldError { field, message: phrase.get(self.lang) }).collect()
    }

    fn value<'a>(&'a self, form: &str, name: &str, standing: &'a str) -> &'a str {
        if self.typed.form == form { self.typed.field(name) } else { standing }
    }

    fn give_form(&self) -> Markup {
        let lang = self.lang;
        let errors = self.errors("give");
        let action = format!("/items/{}/assign", self.item.id);
        let form = Form {
            lang,
            action: &action,
            errors: &errors,
            submit: texts::TASK_GIVE.get(lang),
            ..Default::default()
        };
        let day = |day: Option<chrono::NaiveDate>| day.map_or_else(String::new, vi::date::short);
        let (start, due) = (day(self.item.start_on), day(self.item.due_on));
        let unit = self.unit.to_string();
        let unit_ids: Vec<String> = self.units.iter().map(|(id, _)| id.to_string()).collect();
        let units: Vec<Choice<'_>> =
            unit_ids.iter().zip(&self.units).map(|(value, (_, label))| Choice { value, label }).collect();
        let person_ids: Vec<String> = self.people.iter().map(|(id, _)| id.to_string()).collect();
        let mut people = vec![Choice { value: "", label: texts::TASK_NOBODY.get(lang) }];
        people.extend(person_ids.iter().zip(&self.people).map(|(value, (_, label))| Choice { value, label }));
        html! {
            (form.render(html! {
                (form.field(Field::select("unit", texts::TASK_LEAD_UNIT.get(lang), &units).required().value(self.value("give", "unit", &unit))))
                // Other people belong to another unit: the page asks again without script.
                button class="btn quiet" formmethod="get" formnovalidate { (texts::TASK_SHOW_PEOPLE.get(lang)) }
                (form.field(Field::select("assignee", texts::TASK_ASSIGNEE.get(lang), &people)
                    .hint(texts::TASK_ASSIGNEE_HINT.get(lang)).value(self.value("give", "assignee", ""))))
                (form.field(Field::date("start_on", texts::TASK_START.get(lang)).value(self.value("give", "start_on", &start))))
                (form.field(Field::date("due_on", texts::TASK_DUE.get(lang)).value(self.value("give", "due_on", &due))))
                (self.past_due("give"))
                (disclosure(texts::TASK_COORDINATORS.get(lang), false, self.unit_boxes("coordinators")))
            }))
        }
    }

    /// The box that says a past due date is meant; it stands where the date in the form is past.
    fn past_due(&self, form: &str) -> Markup {
        let planned = self.item.due_on.map_or_else(String::new, vi::date::short);
        let due_on = vi::date::parse(self.value(form, "due_on", &planned));
        html! {
            @if due_on.is_some_and(|due| due < self.today) {
                label class="check" {
                    input type="checkbox" name="past_due" value="yes" checked[!self.value(form, "past_due", "").is_empty()];
                    span { (texts::TASK_PAST_DUE.get(self.lang)) }
                }
            }
        }
    }

    fn unit_boxes(&self, name: &str) -> Markup {
        unit_boxes(name, &self.units, &units(&self.typed.fields, name))
    }

    fn fan_out_form(&self) -> Markup {
        let lang = self.lang;
        let errors = self.errors("fan_out");
        let action = format!("/items/{}/fan-out", self.item.id);
        let form = Form {
            lang,
            action: &action,
            errors: &errors,
            submit: texts::TASK_GIVE_ALL.get(lang),
            ..Default::default()
        };
        let due = self.item.due_on.map_or_else(String::new, vi::date::short);
        let selections = [
            Choice { value: "level:commune", label: texts::TASK_ALL_COMMUNES.get(lang) },
            Choice { value: "level:residential_area", label: texts::TASK_ALL_AREAS.get(lang) },
            Choice { value: "kind:member_organisation", label: texts::TASK_ALL_MEMBERS.get(lang) },
            Choice { value: "chosen", label: texts::TASK_CHOSEN.get(lang) },
        ];
        form.render(html! {
            (form.field(Field::radio("selection", texts::TASK_UNITS.get(lang), &selections).required()
                .hint(texts::TASK_GIVE_MANY_HINT.get(lang)).value(self.value("fan_out", "selection", "level:commune"))))
            (disclosure(texts::TASK_CHOSEN.get(lang), self.value("fan_out", "selection", "") == "chosen", self.unit_boxes("units")))
            (form.field(Field::date("due_on", texts::TASK_DUE.get(lang)).value(self.value("fan_out", "due_on", &due))))
            (self.past_due("fan_out"))
        })
    }
}

fn selection_word(selection: &str, lang: Lang) -> &str {
    match selection {
        "level:commune" => texts::TASK_ALL_COMMUNES.get(lang),
        "level:residential_area" => texts::TASK_ALL_AREAS.get(lang),
        "kind:member_organisation" => texts::TASK_ALL_MEMBERS.get(lang),
        other => other,
    }
}
