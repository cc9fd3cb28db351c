//! The page of one report.

use kit::page::Sheet;
use kit::text::{Lang, Phrase};
use kit::ui::{
    Activity, Badge, Button, ButtonKind, Choice, Crumb, Field, Form, LinkButton, Notice, Tab, Tone,
    activities, card, hidden, key_values, success_notice, tabs,
};
use kit::web::Ctx;
use maud::{Markup, html};

use super::content::content;
use super::evidence::evidence;
use crate::pages::address;
use crate::returns::check::FieldRef;
use crate::returns::pages::report::ReportPage;
use crate::returns::regime::RegimeKind;
use crate::returns::report::{Need, ReportMove};
use crate::returns::words;
use crate::views::{CURRENT, amount};
use crate::{texts, words as names};

/// The form that sends a report back; the fields for reasons stand beside the figures and words.
pub(super) const RETURN: &str = "return-form";

pub fn page(ctx: &Ctx, page: &ReportPage) -> Markup {
    let lang = ctx.lang();
    let look = &page.look;
    let period = names::period(look.period, lang);
    let title = texts::report_of(look.regime.name(lang), &look.unit.name);
    let title = format!("{} – {period}", title.get(lang));
    let list = address("/reports/owed", &[("period", &look.period.to_string())]);
    let body = html! {
        @if let Some(phrase) = &page.refusal { (Notice { tone: Tone::Danger, title: phrase.get(lang), ..Notice::default() }) }
        @if page.is_saved { (success_notice(texts::SAVED.get(lang))) }
        (head(page, lang))
        (sections_tabs(page, lang))
        @match page.tab.as_str() {
            "activity" => (activity(page, lang)),
            "relations" => (relations(page, lang)),
            "evidence" => (evidence(page, lang)),
            _ => { (buttons(ctx, page)) (page.outgoing) (content(ctx, page)) }
        }
    };
    let file = |format: &str| format!("{}/paper?format={format}", page.path());
    let link = |href: String, label: &str| {
        html! { (LinkButton { href: &href, label, kind: ButtonKind::Secondary, icon: None }) }
    };
    let actions = (look.regime.kind == RegimeKind::Form).then(|| {
        html! {
            (link(file("docx"), texts::REPORT_DOWNLOAD_DOCX.get(lang)))
            (link(file("pdf"), texts::REPORT_DOWNLOAD_PDF.get(lang)))
        }
    });
    ctx.draw(Sheet {
        title: &title,
        current: CURRENT,
        crumbs: &[
            Crumb { href: CURRENT, label: texts::REPORTS_TITLE.get(lang) },
            Crumb { href: &list, label: texts::OWED_TITLE.get(lang) },
            Crumb { href: "", label: &look.unit.name },
        ],
        actions,
        body,
        is_wide: true,
        ..Sheet::default()
    })
}

fn warning(title: &Phrase, lang: Lang) -> Markup {
    html! { (Notice { tone: Tone::Warning, title: title.get(lang), ..Notice::default() }) }
}

/// State, days, who receives it; who is missing, what was restated, why it came back.
fn head(page: &ReportPage, lang: Lang) -> Markup {
    let look = &page.look;
    let (word, tone) = words::state(look.state());
    let (from, to) = look.window();
    let day = |day| kit::text::day(day, lang);
    let mut pairs = vec![
        (texts::OWED_STATE.get(lang), html! { (Badge { tone, word: word.get(lang) }) }),
        (texts::REPORT_DUE.get(lang), html! { (look.due().map_or_else(String::new, day)) }),
    ];
    if let Some((_, name)) = &look.receiver {
        pairs.push((texts::REPORT_RECEIVER.get(lang), html! { (name) }));
    }
    if let Some(report) = look.report.as_ref().filter(|report| report.edition > 1) {
        pairs.push((texts::REPORT_EDITION.get(lang), html! { (report.edition) }));
        pairs.push((texts::REPORT_REASON.get(lang), html! { (report.reason) }));
    }
    let missing = look.missing();
    let missing: Vec<&str> = missing.iter().map(|one| one.name.as_str()).collect();
    html! {
        (key_values(&pairs))
        p class="note" { (texts::owed_window(day(from), day(to)).get(lang)) }
        @if !missing.is_empty() { (warning(&texts::report_missing(missing.join(", ")), lang)) }
        @for (of, name) in &look.restated { (warning(&texts::report_restated(&of.reason, name), lang)) }
        @if let Some(remark) = look.remark("report", "") { (warning(&texts::report_returned_for(&remark.reason), lang)) }
    }
}

fn sections_tabs(page: &ReportPage, lang: Lang) -> Markup {
    let path = page.path();
    let parts = [
        ("", texts::REPORT_CONTENT),
        ("evidence", texts::REPORT_EVIDENCE),
        ("activity", texts::REPORT_ACTIVITY),
        ("relations", texts::REPORT_RELATIONS),
    ];
    // A regime of papers counts nothing.
    let parts = parts
        .into_iter()
        .filter(|(code, _)| *code != "evidence" || page.look.regime.kind == RegimeKind::Form);
    let parts: Vec<(&str, kit::text::Text)> = parts.collect();
    let links: Vec<String> = parts.iter().map(|(code, _)| address(&path, &[("tab", code)])).collect();
    let all: Vec<Tab<'_>> = parts
        .iter()
        .zip(&links)
        .map(|((code, label), href)| Tab {
            href,
            label: label.get(lang),
            icon: None,
            count: None,
            is_current: page.tab == *code,
        })
        .collect();
    tabs(texts::REPORT_TABS.get(lang), &all)
}

/// One button a move that this person may make; from the table of moves.
fn buttons(ctx: &Ctx, page: &ReportPage) -> Markup {
    let lang = ctx.lang();
    let look = &page.look;
    let moves = look.moves(ctx);
    let action = format!("{}/move", page.path());
    let kinds = [
        Choice { value: "document", label: texts::REPORT_PAPER_DOCUMENT.get(lang) },
        Choice { value: "plan", label: texts::REPORT_PAPER_PLAN.get(lang) },
    ];
    let form = Form { lang, ..Form::default() };
    html! {
        div class="row noprint" {
            @for act in moves {
                @let has_reason = look.state().transition(act).is_some_and(|row| row.needs.contains(&Need::Reason));
                @let id = (act == ReportMove::Return).then_some(RETURN);
                form method="post" action=(action) class="stack" id=[id] {
                    (hidden("act", act.code()))
                    (hidden("version", &look.version().to_string()))
                    @if act == ReportMove::Submit && look.regime.kind == RegimeKind::Paper {
                        (form.field(Field::select("paper_kind", texts::REPORT_PAPER_KIND.get(lang), &kinds)))
                        (form.field(Field::number("paper", texts::REPORT_PAPER_NUMBER.get(lang))))
                        @if let Some(error) = page.errors.get(&FieldRef::Paper) { p class="error" { (error.get(lang)) } }
                    }
                    @if has_reason {
                        @let label = if act == ReportMove::Return { texts::REPORT_RETURN_WHY } else { texts::REPORT_REASON };
                        (form.field(Field::text("reason", label.get(lang))))
                        @if act == ReportMove::Return { p class="note" { (texts::REPORT_RETURN_HINT.get(lang)) } }
                    }
                    @let kind = if matches!(act, ReportMove::Submit | ReportMove::Accept) { ButtonKind::Primary } else { ButtonKind::Secondary };
                    (Button { label: words::act(act).get(lang), kind, ..Button::default() })
                }
            }
        }
    }
}

fn activity(page: &ReportPage, lang: Lang) -> Markup {
    let rows: Vec<(String, Phrase, String, String, String)> = page
        .activity
        .iter()
        .map(|entry| {
            let who = entry.account.and_then(|account| page.names.get(&account)).cloned();
            let detail: serde_json::Value = serde_json::from_str(&entry.detail).unwrap_or_default();
            let text = detail["reason"].as_str().unwrap_or_default().to_owned();
            let iso = entry.at.local().format("%Y-%m-%dT%H:%M").to_string();
            (
                who.unwrap_or_default(),
                kit::acts::words(&entry.action),
                kit::text::moment(entry.at, lang),
                iso,
                text,
            )
        })
        .collect();
    let events: Vec<Activity<'_>> = rows
        .iter()
        .map(|(who, what, when, iso, text)| Activity {
            tone: Tone::Neutral,
            who,
            what: what.get(lang),
            when,
            when_iso: iso,
            text,
        })
        .collect();
    html! {
        @if events.is_empty() { p { (texts::REPORT_NOTHING.get(lang)) } } @else { (activities(lang, &events)) }
    }
}

/// Editions with what changed, and which reports went into which.
fn relations(page: &ReportPage, lang: Lang) -> Markup {
    let look = &page.look;
    html! {
        @if look.editions.is_empty() && look.users.is_empty() && look.uses.is_empty() { p { (texts::REPORT_NOTHING.get(lang)) } }
        @for pair in look.editions.windows(2) {
            @let head = texts::report_was(pair[1].edition);
            (card(head.get(lang), html! {
                p { (texts::REPORT_REASON.get(lang)) ": " (pair[1].reason) }
                table {
                    caption class="vh" { (texts::REPORT_CHANGE.get(lang)) }
                    thead { tr {
                        th scope="col" { (texts::COLUMN_INDICATOR.get(lang)) }
                        th scope="col" class="n" { (texts::report_was(pair[0].edition).get(lang)) }
                        th scope="col" class="n" { (texts::report_was(pair[1].edition).get(lang)) }
                    } }
                    tbody {
                        @for one in look.catalogue.iter().filter(|one| pair[0].cells.get(one.slot) != pair[1].cells.get(one.slot)) {
                            tr {
                                th scope="row" { (one.name(lang)) }
                                td class="n" { (amount(pair[0].cells.get(one.slot), one, lang)) }
                                td class="n" { (amount(pair[1].cells.get(one.slot), one, lang)) }
                            }
                        }
                    }
                }
            }))
        }
        @if !look.users.is_empty() {
            (card(texts::REPORT_USERS.get(lang), html! { ul { @for (_, name, edition) in &look.users {
                li { (name) " – " (texts::report_was(edition).get(lang)) }
            } } }))
        }
        @if !look.uses.is_empty() {
            (card(texts::REPORT_USES.get(lang), html! { ul { @for one in &look.uses {
                li { a href=(crate::returns::pages::report::path(one.unit, one.period, &one.regime)) { "#" (one.lower) } " – " (texts::report_was(one.taken).get(lang)) }
            } } }))
        }
    }
}
