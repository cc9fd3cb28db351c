//! The fields that add a filter to the list.

use kit::ui::{Choice, Field, Form, hidden};
use maud::{Markup, html};

use super::list::ListPage;
use crate::task::TaskState;
use crate::tasks::list::{DueFilter, OnlyFilter, Order, OwnerFilter, StateFilter};
use crate::tasks::words;
use crate::texts;
use crate::words::LINES_OF_WORK;

impl ListPage<'_> {
    pub(super) fn filter_fields(&self) -> Markup {
        let (lang, on) = (self.lang, self.filter);
        let form = Form { lang, ..Default::default() };
        let mut states = vec![
            Choice { value: "", label: texts::TASK_TAB_OPEN.get(lang) },
            Choice { value: "all", label: texts::TASK_TAB_ALL.get(lang) },
        ];
        states.extend(
            TaskState::ALL.map(|state| Choice { value: state.code(), label: words::state(state).get(lang) }),
        );
        let state = match on.state {
            StateFilter::Open => "",
            StateFilter::All => "all",
            StateFilter::One(state) => state.code(),
        };
        let any = Choice { value: "", label: texts::TASK_ANY.get(lang) };
        let dues = [
            any,
            Choice { value: "late", label: texts::TASK_TAB_LATE.get(lang) },
            Choice { value: "7", label: texts::TASK_TAB_SOON.get(lang) },
            Choice { value: "30", label: texts::TASK_DUE_30.get(lang) },
            Choice { value: "none", label: texts::TASK_WITHOUT_DUE.get(lang) },
        ];
        let due = match on.due {
            Some(DueFilter::Late) => "late",
            Some(DueFilter::Within(7)) => "7",
            Some(DueFilter::Within(_)) => "30",
            Some(DueFilter::None) => "none",
            None => "",
        };
        let owners = [
            any,
            Choice { value: "me", label: texts::TASK_ME.get(lang) },
            Choice { value: "none", label: texts::TASK_NOBODY.get(lang) },
        ];
        let owner = match on.owner {
            Some(OwnerFilter::Me) => "me",
            Some(OwnerFilter::Nobody) => "none",
            _ => "",
        };
        let quarters = [
            any,
            Choice { value: "1", label: "I" },
            Choice { value: "2", label: "II" },
            Choice { value: "3", label: "III" },
            Choice { value: "4", label: "IV" },
        ];
        let quarter = on.quarter.map_or_else(String::new, |quarter| quarter.to_string());
        let evidence = [any, Choice { value: "none", label: texts::TASK_NONE.get(lang) }];
        let mut with = vec![any];
        with.extend(
            OnlyFilter::ALL.map(|only| Choice { value: only.code(), label: only_word(only).get(lang) }),
        );
        let waits = on.only.map_or("", OnlyFilter::code);
        let orders = [
            Choice { value: "", label: texts::TASK_ORDER_DUE.get(lang) },
            Choice { value: "-due", label: texts::TASK_ORDER_LATEST.get(lang) },
            Choice { value: "changed", label: texts::TASK_ORDER_CHANGED.get(lang) },
            Choice { value: "unit", label: texts::TASK_ORDER_UNIT.get(lang) },
            Choice { value: "state", label: texts::TASK_ORDER_STATE.get(lang) },
        ];
        let order = match on.order {
            Order::Due => "",
            Order::LatestDue => "-due",
            Order::Changed => "changed",
            Order::Unit => "unit",
            Order::State => "state",
        };
        let lines: Vec<Choice<'_>> = [Choice { value: "", label: "" }]
            .into_iter()
            .chain(LINES_OF_WORK.iter().map(|(value, word)| Choice { value, label: word.get(lang) }))
            .collect();
        html! {
            @for (name, value) in [("plan", on.plan.map(|id| id.0)), ("item", on.item.map(|id| id.0)), ("directive", on.directive)] {
                @if let Some(value) = value { (hidden(name, &value.to_string())) }
            }
            @if let Some(counted) = on.counted {
                (hidden("figure", counted.figure.code()))
                (hidden("from", &counted.first.to_string()))
                (hidden("to", &counted.last.to_string()))
            }
            (form.field(Field::search("q", texts::TASK_WORDS.get(lang)).value(&on.text)))
            (form.field(Field::text("unit", texts::TASK_UNIT.get(lang)).value(self.names.unit.as_deref().unwrap_or_default())
                .hint(texts::TASK_UNIT_HINT.get(lang))))
            (form.field(Field::select("state", texts::TASK_STATE.get(lang), &states).value(state)))
            (form.field(Field::select("due", texts::TASK_DUE.get(lang), &dues).value(due)))
            (form.field(Field::select("owner", texts::TASK_ASSIGNEE.get(lang), &owners).value(owner)))
            (form.field(Field::select("quarter", texts::TASK_QUARTER.get(lang), &quarters).value(&quarter)))
            (form.field(Field::select("line", texts::TASK_LINE.get(lang), &lines).value(&on.line_of_work)))
            (form.field(Field::select("evidence", texts::TASK_EVIDENCE.get(lang), &evidence)
                .value(if on.is_without_evidence { "none" } else { "" })))
            (form.field(Field::select("with", texts::TASK_ONLY.get(lang), &with).value(waits)))
            (form.field(Field::select("order", texts::TASK_ORDER.get(lang), &orders).value(order)))
        }
    }
}

pub(super) const fn only_word(only: OnlyFilter) -> kit::text::Text {
    match only {
        OnlyFilter::MyCheck => texts::TASK_WAITS_CHECK,
        OnlyFilter::Extension => texts::TASK_WAITS_EXTENSION,
        OnlyFilter::Coordinated => texts::TASK_COORDINATED,
        OnlyFilter::Unclaimed => texts::TODAY_UNCLAIMED,
    }
}
