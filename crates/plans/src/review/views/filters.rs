//! What of a review is shown.

use kit::text::Lang;
use kit::ui::{Chip, Chips, Choice, Field, Form, Next};
use maud::{Markup, Render as _, html};

use super::{ReviewPage, roman, touches};
use crate::review::actions::is_below;
use crate::review::proposal::{Proposal, ProposalState};
use crate::texts;
use documents::FindingRow;

/// What of the review is shown.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct Filters {
    /// `open`, `accepted`, `dropped`, or everything.
    pub state: String,
    pub section: String,
    pub quarter: String,
    pub finding: String,
}

impl Filters {
    fn pairs(&self) -> [(&'static str, &str); 4] {
        [
            ("state", &self.state),
            ("section", &self.section),
            ("quarter", &self.quarter),
            ("finding", &self.finding),
        ]
    }

    /// As the query of an address, with its `?`; empty when nothing is filtered.
    pub fn query(&self) -> String {
        self.without("")
    }

    fn without(&self, name: &str) -> String {
        let kept: Vec<String> = self
            .pairs()
            .iter()
            .filter(|(key, value)| *key != name && !value.is_empty())
            .map(|(key, value)| format!("{key}={}", value.replace(['&', '#', '%', '+', ' '], "")))
            .collect();
        if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) }
    }

    pub(super) fn shows(&self, proposal: &Proposal, findings: &[FindingRow]) -> bool {
        let state = match self.state.as_str() {
            "open" => proposal.state == ProposalState::Proposed,
            "accepted" => proposal.state == ProposalState::Accepted,
            "dropped" => proposal.state == ProposalState::Dropped,
            _ => true,
        };
        let quarter = match self.quarter.as_str() {
            "" => true,
            "none" => proposal.data.fields.quarter.is_none(),
            wanted => proposal.data.fields.quarter.is_some_and(|quarter| quarter.to_string() == wanted),
        };
        proposal.is_live()
            && state
            && quarter
            && is_below(proposal, &self.section)
            && (self.finding.is_empty() || findings.iter().any(|finding| touches(finding, proposal)))
    }
}

pub(super) fn chips(page: &ReviewPage, lang: Lang) -> Markup {
    let filters = &page.filters;
    let base = crate::review::review_url(page.paper.id);
    let value = |name: &str, value: &str| -> String {
        match name {
            "state" => states(lang)
                .iter()
                .find(|(code, _)| *code == value)
                .map_or(value, |(_, word)| word)
                .to_owned(),
            "quarter" if value == "none" => texts::REVIEW_QUARTER_NONE.get(lang).to_owned(),
            "quarter" => texts::item_quarter(roman(value)).get(lang).to_owned(),
            "finding" => texts::REVIEW_FILTER_FINDING_YES.get(lang).to_owned(),
            _ => value.to_owned(),
        }
    };
    let on: Vec<(&str, String, String)> = filters
        .pairs()
        .into_iter()
        .filter(|(_, typed)| !typed.is_empty())
        .map(|(name, typed)| {
            (filter_name(name, lang), value(name, typed), format!("{base}{}", filters.without(name)))
        })
        .collect();
    let chips: Vec<Chip<'_>> = on.iter().map(|(name, value, remove)| Chip { name, value, remove }).collect();
    let any = Choice { value: "", label: texts::REVIEW_FILTER_ANY.get(lang) };
    let state: Vec<Choice<'_>> = std::iter::once(any)
        .chain(states(lang).into_iter().map(|(value, label)| Choice { value, label }))
        .collect();
    let names: Vec<(String, &str)> =
        page.sections().into_iter().map(|(code, title, _)| (format!("{code}. {title}"), code)).collect();
    let section: Vec<Choice<'_>> =
        std::iter::once(any).chain(names.iter().map(|(label, value)| Choice { value, label })).collect();
    let quarters = ["1", "2", "3", "4", "none"].map(|code| (code, value("quarter", code)));
    let quarter: Vec<Choice<'_>> =
        std::iter::once(any).chain(quarters.iter().map(|(value, label)| Choice { value, label })).collect();
    let form = Form { lang, ..Form::default() };
    let add = html! {
        (form.field(Field::select("state", filter_name("state", lang), &state).value(&filters.state)))
        (form.field(Field::select("section", filter_name("section", lang), &section).value(&filters.section)))
        (form.field(Field::select("quarter", filter_name("quarter", lang), &quarter).value(&filters.quarter)))
        (form.field(Field::checkbox("finding", texts::REVIEW_FILTER_FINDING.get(lang)).value(&filters.finding)))
    };
    let clear = if chips.is_empty() { "" } else { &base };
    let waiting = format!("{base}?state=open");
    let views = [Next { href: &waiting, label: texts::REVIEW_VIEW_OPEN.get(lang) }];
    Chips { lang, chips: &chips, clear, add: Some(add), action: &base, views: &views, ..Chips::default() }
        .render()
}

fn states(lang: Lang) -> [(&'static str, &'static str); 3] {
    [
        ("open", texts::REVIEW_STATE_PROPOSED.get(lang)),
        ("accepted", texts::REVIEW_STATE_ACCEPTED.get(lang)),
        ("dropped", texts::REVIEW_STATE_DROPPED.get(lang)),
    ]
}

fn filter_name(name: &str, lang: Lang) -> &'static str {
    match name {
        "state" => texts::REVIEW_FILTER_STATE,
        "section" => texts::REVIEW_FILTER_SECTION,
        "quarter" => texts::REVIEW_FILTER_QUARTER,
        _ => texts::REVIEW_FILTER_FINDING,
    }
    .get(lang)
}
