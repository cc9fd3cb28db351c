//! The right side of the review: a card for each proposal and each thing to check.

use kit::text::Lang;
use kit::ui::{Badge, Button, ButtonKind, Icon, ReviewCard, Tone, hidden};
use maud::{Markup, Render as _, html};

use super::{Entry, ReviewPage, roman, state_word, tone, touches};
use crate::review::proposal::{Proposal, ProposalState};
use crate::texts;
use documents::FindingRow;

pub(super) fn cards(page: &ReviewPage, entries: &[Entry<'_>], ids: &[String], lang: Lang) -> Markup {
    let mut above = None;
    html! {
        @for (index, entry) in entries.iter().enumerate() {
            @match entry {
                Entry::Proposal(proposal, next) => {
                    @let section = proposal.data.section_code.as_str();
                    @if above.replace(section) != Some(section) { (section_head(page, proposal, lang)) }
                    (proposal_card(page, proposal, *next, index + 1, &ids[index], lang))
                },
                Entry::Finding(finding, ..) => (finding_card(finding, index + 1, &ids[index], lang)),
            }
        }
        @if entries.is_empty() {
            @let text = if page.paper.reading.is_empty() { texts::REVIEW_DOCUMENT_NOT_READ } else { texts::REVIEW_NONE_TEXT };
            (kit::ui::Empty { icon: Icon::Filter, title: texts::REVIEW_NONE_TITLE.get(lang), text: text.get(lang), next: None })
        }
    }
}

/// A heading of the paper among the cards, with all that waits below it as one act.
fn section_head(page: &ReviewPage, first: &Proposal, lang: Lang) -> Markup {
    let (code, title) = (&first.data.section_code, &first.data.section_title);
    let waiting = page.sections().iter().find(|(known, ..)| known == code).map_or(0, |(.., count)| *count);
    html! {
        // An answer that replaces one card brings the count along.
        div class="row between" id={ "of-" (first.id) } data-oob {
            h3 { (code) ". " (title) }
            @if page.may_act && waiting > 0 {
                form class="inline" method="post" action={ "/documents/" (page.paper.id) "/review/accept-section" (page.filters.query()) } {
                    (hidden("section", code))
                    (Button { label: texts::review_accept_section(waiting).get(lang), icon: Some(Icon::Check), ..Button::default() })
                }
            }
        }
    }
}

fn proposal_card(
    page: &ReviewPage,
    proposal: &Proposal,
    next: Option<&Proposal>,
    number: usize,
    id: &str,
    lang: Lang,
) -> Markup {
    let fields = &proposal.data.fields;
    let quarter = fields.quarter.map_or_else(String::new, |quarter| {
        texts::item_quarter(roman(&quarter.to_string())).get(lang).to_owned()
    });
    let due = match (fields.due_on, fields.due_phrase.is_empty()) {
        // The paper's words only where they say more than the day.
        (Some(day), is_bare) if is_bare || fields.due_phrase.contains(&vi::date::short(day)) => {
            vi::date::short(day)
        }
        (Some(day), _) => format!("{} ({})", vi::date::short(day), fields.due_phrase),
        (None, _) => fields.due_phrase.clone(),
    };
    let chosen = fields.lead_unit.and_then(|unit| page.units.get(&unit)).map(|unit| unit.name.as_str());
    let target = fields.target_value.map_or_else(String::new, |value| {
        format!("{} {}", vi::numbers::integer(value), fields.unit_of_measure)
    });
    let mut facts: Vec<(&str, &str)> = vec![
        (texts::ITEM_KIND.get(lang), crate::items::views::kind_word(fields.kind).get(lang)),
        (texts::ITEM_QUARTER_NAME.get(lang), &quarter),
        (texts::ITEM_DUE.get(lang), &due),
        (texts::ITEM_LEAD.get(lang), chosen.unwrap_or(&fields.lead_named)),
        (texts::ITEM_LINE.get(lang), crate::words::line_of_work(&fields.line_of_work, lang)),
    ];
    let optional = [
        (texts::ITEM_COORDINATING.get(lang), fields.coordinating_named.as_str()),
        (texts::ITEM_CAMPAIGNS.get(lang), fields.campaigns.as_str()),
        (texts::ITEM_TARGET.get(lang), target.as_str()),
        (texts::REVIEW_DROP_REASON.get(lang), proposal.drop_reason.as_str()),
    ];
    facts.extend(optional);
    facts.retain(|(_, value)| !value.is_empty());
    let doubt: Vec<&str> = page
        .findings
        .iter()
        .filter(|finding| touches(finding, proposal))
        .map(|finding| finding.message(lang))
        .collect();
    let title = format!("{} {}", proposal.code, fields.title);
    let action = format!("/documents/{}/proposals/{}", proposal.document, proposal.id);
    let query = page.filters.query();
    ReviewCard {
        lang,
        id,
        number,
        state: Badge { tone: tone(proposal.state), word: state_word(proposal.state).get(lang) },
        title: &title,
        facts: &facts,
        doubt: &doubt.join(" · "),
        action: &format!("{action}{query}"),
        csrf: "",
        buttons: if page.may_act {
            buttons(proposal, next, &action, &query, lang)
        } else {
            html! {}
        },
    }
    .render()
}

fn buttons(proposal: &Proposal, next: Option<&Proposal>, action: &str, query: &str, lang: Lang) -> Markup {
    let button =
        |value: &'static str, label: &'static str| Button { label, name: "act", value, ..Button::default() };
    let swap = format!("#c-{}", proposal.id);
    let version = proposal.version.to_string();
    let parts = proposal.data.parts.len();
    html! {
        (hidden("version", &version))
        @if proposal.state == ProposalState::Proposed {
            (Button { kind: ButtonKind::Primary, icon: Some(Icon::Check), key: "a", ..button("accept", texts::REVIEW_ACCEPT.get(lang)) })
            @if parts > 1 {
                @let label = texts::review_accept_parts(parts);
                button type="submit" class="btn" name="act" value="accept_parts" title=(texts::REVIEW_ACCEPT_PARTS_HINT.get(lang)) { (label.get(lang)) }
            }
            a class="btn" href={ (action) "/edit" } data-swap=(swap) data-key="e" { (Icon::Edit) (texts::REVIEW_EDIT.get(lang)) }
            a class="btn" href={ (action) "/drop" (query) } data-swap=(swap) data-key="d" { (Icon::Bin) (texts::REVIEW_DROP.get(lang)) }
            details class="menu" {
                summary class="btn quiet" { (Icon::More) (texts::REVIEW_MORE.get(lang)) }
                div class="pop" {
                    @if parts > 1 { (Button { kind: ButtonKind::Quiet, ..button("split", texts::REVIEW_SPLIT_PARTS.get(lang)) }) }
                    a class="btn quiet" href={ (action) "/split" (query) } { (texts::REVIEW_SPLIT_AT.get(lang)) }
                    @if let Some(next) = next {
                        input type="hidden" name="next" value=(next.id);
                        input type="hidden" name="next_version" value=(next.version);
                        (Button { kind: ButtonKind::Quiet, ..button("merge", texts::REVIEW_MERGE_NEXT.get(lang)) })
                    }
                }
            }
        } @else {
            (Button { icon: Some(Icon::Undo), key: "u", ..button("restore", texts::REVIEW_RESTORE.get(lang)) })
        }
    }
}

fn finding_card(finding: &FindingRow, number: usize, id: &str, lang: Lang) -> Markup {
    let tone = if finding.severity == "error" { Tone::Danger } else { Tone::Warning };
    ReviewCard {
        lang,
        id,
        number,
        state: Badge { tone, word: texts::REVIEW_FINDING.get(lang) },
        title: finding.message(lang),
        facts: &[],
        doubt: "",
        action: "",
        csrf: "",
        buttons: html! {},
    }
    .render()
}
