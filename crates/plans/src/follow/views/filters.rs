//! The filters of a plan's page: chips that are on, and the form that adds one.

use kit::UnitId;
use kit::text::Lang;
use kit::ui::{Chip, Chips, Choice, Field, Form, Next, hidden};
use maud::{Markup, html};

use super::show::PlanPage;
use crate::follow::filter::{Filter, Group, Sort, StateFilter, View, When};
use crate::follow::{urls, words};
use crate::saved::Kind;
use crate::task::TaskState;
use crate::tasks::list::address;
use crate::texts;

impl PlanPage {
    pub(super) fn filters(&self) -> Markup {
        let lang = self.lang;
        let plan = self.seen.opened.plan.id;
        let on: Vec<(&str, String, String)> = chips(&self.filter, lang, &self.units)
            .into_iter()
            .map(|(name, value, without)| (name, value, without.href(plan)))
            .collect();
        let on: Vec<Chip<'_>> = on.iter().map(|(name, value, remove)| Chip { name, value, remove }).collect();
        let clear = if on.is_empty() { String::new() } else { self.filter.cleared().href(plan) };
        let hrefs: Vec<String> =
            self.views.iter().map(|view| address(&urls::plan(plan), &view.query)).collect();
        let views: Vec<Next<'_>> =
            self.views.iter().zip(&hrefs).map(|(view, href)| Next { href, label: &view.name }).collect();
        html! {
            (Chips {
                lang,
                chips: &on,
                clear: &clear,
                add: Some(self.filter_form()),
                action: &urls::plan(plan),
                views: &views,
                save: &urls::views(plan),
                query: Kind::Plan.clean(&self.filter.query()).as_str(),
                ..Chips::default()
            })
        }
    }

    fn filter_form(&self) -> Markup {
        let lang = self.lang;
        let filter = &self.filter;
        let form = Form { lang, ..Form::default() };
        let all = Choice { value: "", label: texts::FOLLOW_ALL.get(lang) };
        let quarters = [1, 2, 3, 4].map(|number| (number.to_string(), words::quarter(Some(number), lang)));
        let quarters: Vec<Choice<'_>> = std::iter::once(all)
            .chain(quarters.iter().map(|(value, label)| Choice { value, label }))
            .chain([Choice { value: "year", label: texts::FOLLOW_WHOLE_YEAR.get(lang) }])
            .collect();
        let units: Vec<(String, &str)> =
            self.units.iter().map(|(id, name)| (id.to_string(), name.as_str())).collect();
        let units: Vec<Choice<'_>> =
            std::iter::once(all).chain(units.iter().map(|(value, label)| Choice { value, label })).collect();
        let lines: Vec<(&str, String)> =
            self.seen.lines.iter().map(|line| (line.as_str(), words::line_of_work(line, lang))).collect();
        let lines: Vec<Choice<'_>> =
            std::iter::once(all).chain(lines.iter().map(|(value, label)| Choice { value, label })).collect();
        let states: Vec<Choice<'_>> = std::iter::once(all)
            .chain([
                Choice { value: "ungiven", label: texts::FOLLOW_STANDING_UNGIVEN.get(lang) },
                Choice { value: "withdrawn", label: texts::FOLLOW_STANDING_WITHDRAWN.get(lang) },
            ])
            .chain(
                TaskState::ALL
                    .map(|state| Choice { value: state.code(), label: words::task_state(state).get(lang) }),
            )
            .collect();
        let groups = Group::ALL.map(|group| Choice { value: group.code(), label: group_name(group, lang) });
        html! {
            (form.field(Field::select("quarter", texts::FOLLOW_FILTER_QUARTER.get(lang), &quarters).value(&when_code(filter))))
            @if units.len() > 1 {
                (form.field(Field::select("unit", texts::FOLLOW_FILTER_UNIT.get(lang), &units)
                    .value(&filter.unit.map(|unit| unit.to_string()).unwrap_or_default())))
            }
            @if lines.len() > 1 {
                (form.field(Field::select("line", texts::FOLLOW_FILTER_LINE.get(lang), &lines).value(&filter.line)))
            }
            (form.field(Field::select("state", texts::FOLLOW_FILTER_STATE.get(lang), &states)
                .value(filter.state.map_or("", StateFilter::code))))
            (check("due", "late", texts::FOLLOW_FILTER_LATE.get(lang), filter.is_late))
            (check("owner", "none", texts::FOLLOW_FILTER_OWNER.get(lang), filter.is_unowned))
            (check("evidence", "none", texts::FOLLOW_FILTER_EVIDENCE.get(lang), filter.is_without_evidence))
            (form.field(Field::search("q", texts::FOLLOW_FILTER_TEXT.get(lang)).value(&filter.text)
                .hint(texts::FOLLOW_FILTER_TEXT_HINT.get(lang))))
            @if filter.view == View::Table {
                (form.field(Field::select("group", texts::FOLLOW_FILTER_GROUP.get(lang), &groups).value(filter.group.code())))
            }
            @if filter.view != View::default() { (hidden("view", filter.view.code())) }
            @if filter.sort != Sort::Place {
                (hidden("order", &format!("{}{}", if filter.is_descending { "-" } else { "" }, filter.sort.code())))
            }
            @if let Some(day) = filter.as_of { (hidden("as_of", &day.to_string())) }
        }
    }
}

/// The filters that are on: what, by what, and the filter without it.
pub fn chips<'a>(filter: &Filter, lang: Lang, units: &[(UnitId, String)]) -> Vec<(&'a str, String, Filter)> {
    let yes = texts::FOLLOW_FILTER_YES.get(lang).to_owned();
    let mut on = Vec::new();
    if let Some(when) = filter.when {
        let quarter = match when {
            When::Quarter(quarter) => Some(quarter),
            When::Year => None,
        };
        let without = Filter { when: None, ..filter.clone() };
        on.push((texts::FOLLOW_FILTER_QUARTER.get(lang), words::quarter(quarter, lang), without));
    }
    if let Some(unit) = filter.unit {
        let name = units
            .iter()
            .find(|(id, _)| *id == unit)
            .map_or_else(|| unit.to_string(), |(_, name)| name.clone());
        on.push((texts::FOLLOW_FILTER_UNIT.get(lang), name, Filter { unit: None, ..filter.clone() }));
    }
    if !filter.line.is_empty() {
        let without = Filter { line: String::new(), ..filter.clone() };
        on.push((texts::FOLLOW_FILTER_LINE.get(lang), words::line_of_work(&filter.line, lang), without));
    }
    if let Some(state) = filter.state {
        let name = match state {
            StateFilter::Task(state) => words::task_state(state),
            StateFilter::Ungiven => texts::FOLLOW_STANDING_UNGIVEN,
            StateFilter::Withdrawn => texts::FOLLOW_STANDING_WITHDRAWN,
        };
        let without = Filter { state: None, ..filter.clone() };
        on.push((texts::FOLLOW_FILTER_STATE.get(lang), name.get(lang).to_owned(), without));
    }
    if filter.is_late {
        on.push((
            texts::FOLLOW_FILTER_LATE.get(lang),
            yes.clone(),
            Filter { is_late: false, ..filter.clone() },
        ));
    }
    if filter.is_unowned {
        on.push((
            texts::FOLLOW_FILTER_OWNER.get(lang),
            yes.clone(),
            Filter { is_unowned: false, ..filter.clone() },
        ));
    }
    if filter.is_without_evidence {
        let without = Filter { is_without_evidence: false, ..filter.clone() };
        on.push((texts::FOLLOW_FILTER_EVIDENCE.get(lang), yes, without));
    }
    if !filter.text.is_empty() {
        let without = Filter { text: String::new(), ..filter.clone() };
        on.push((texts::FOLLOW_FILTER_TEXT.get(lang), filter.text.clone(), without));
    }
    on
}

fn when_code(filter: &Filter) -> String {
    match filter.when {
        Some(When::Quarter(quarter)) => quarter.to_string(),
        Some(When::Year) => "year".to_owned(),
        None => String::new(),
    }
}

fn group_name(group: Group, lang: Lang) -> &'static str {
    match group {
        Group::None => texts::FOLLOW_GROUP_NONE,
        Group::Section => texts::FOLLOW_COL_SECTION,
        Group::Quarter => texts::FOLLOW_COL_QUARTER,
        Group::Unit => texts::FOLLOW_COL_LEAD,
        Group::Line => texts::FOLLOW_COL_LINE,
    }
    .get(lang)
}

/// A box to tick that sends a word of ours.
fn check(name: &str, value: &str, label: &str, is_on: bool) -> Markup {
    html! {
        label class="check" { input type="checkbox" name=(name) value=(value) checked[is_on]; span { (label) } }
    }
}
