//! What a paper is tied to, and what happened to it.

use kit::audit::Entry;
use kit::page::Sheet;
use kit::text::{Lang, Phrase, moment};
use kit::ui::{Activity, Badge, Crumb, Empty, Icon, OutlineNode, Tone, activities, card, outline};
use kit::web::Ctx;
use maud::{Markup, html};

use super::day;
use crate::actions::{ChainNode, Relation, Tie};
use crate::hanging::Hanging;
use crate::{texts, urls};

pub fn body(relations: &[Relation], hanging: &[Hanging], lang: Lang) -> Markup {
    let group = |title: &str, is_cited: bool, nothing: &str| {
        let rows: Vec<&Relation> =
            relations.iter().filter(|relation| relation.is_cited == is_cited).collect();
        card(
            title,
            html! {
                @if rows.is_empty() { p class="soft" { (nothing) } } @else {
                    ul {
                        @for Relation { document, .. } in rows {
                            li {
                                a href=(urls::document(document.id)) { (document.title()) } " "
                                span class="note" { (day(document.metadata.issued_on, lang)) " " (document.metadata.abstract_text) }
                            }
                        }
                    }
                }
            },
        )
    };
    html! {
        (group(texts::CITED_BY.get(lang), false, texts::CITED_BY_NOBODY.get(lang)))
        (group(texts::CITES.get(lang), true, texts::CITES_NOTHING.get(lang)))
        (card(texts::MADE_FROM_IT.get(lang), html! {
            @if hanging.is_empty() { p class="soft" { (texts::MADE_NOTHING.get(lang)) } } @else {
                ul { @for one in hanging { li { (one.kind) ": " a href=(one.href) { (one.title) } @if one.tasks > 0 { " " span class="note" { (texts::made_done(one.done, one.tasks).get(lang)) } } } } }
            }
        }))
        p { a href=(urls::CHAINS) { (texts::CHAINS.get(lang)) } }
    }
}

/// Chains of papers, each under the one it follows from.
pub fn chains_page(ctx: &Ctx, chains: &[ChainNode], current: &str) -> Markup {
    let lang = ctx.lang();
    let labels = written(chains, lang);
    let body = html! {
        p class="hint" { (texts::CHAINS_HINT.get(lang)) }
        @if chains.is_empty() {
            (Empty { icon: Icon::Tree, title: texts::NO_CHAINS.get(lang), text: texts::NO_CHAINS_TEXT.get(lang), next: None })
        } @else { (outline(&nodes(&labels))) }
    };
    let crumbs = [
        Crumb { href: urls::LIST, label: texts::DOCUMENTS.get(lang) },
        Crumb { href: "", label: texts::CHAINS.get(lang) },
    ];
    ctx.draw(Sheet { title: texts::CHAINS.get(lang), current, crumbs: &crumbs, body, ..Sheet::default() })
}

/// A chain in words.
struct Written {
    title: String,
    href: String,
    note: String,
    tie: Option<Badge<'static>>,
    done: Option<(u32, u32)>,
    below: Vec<Written>,
}

fn written(chains: &[ChainNode], lang: Lang) -> Vec<Written> {
    let count = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
    let made = |one: &Hanging| Written {
        title: one.title.clone(),
        href: one.href.clone(),
        note: one.kind.clone(),
        tie: None,
        done: Some((count(one.done), count(one.tasks))),
        below: Vec::new(),
    };
    let one = |node: &ChainNode| Written {
        title: node.document.title(),
        href: urls::document(node.document.id),
        note: format!(
            "{} {}",
            day(node.document.metadata.issued_on, lang),
            node.document.metadata.abstract_text
        ),
        tie: node.tie.map(|tie| tie_badge(tie, lang)),
        done: None,
        below: node.made.iter().map(made).chain(written(&node.followed_by, lang)).collect(),
    };
    chains.iter().map(one).collect()
}

fn tie_badge(tie: Tie, lang: Lang) -> Badge<'static> {
    let (tone, word) = match tie {
        Tie::Stated => (Tone::Info, texts::CHAIN_STATED),
        Tie::Implied => (Tone::Neutral, texts::CHAIN_IMPLIED),
    };
    Badge { tone, word: word.get(lang) }
}

fn nodes(chains: &[Written]) -> Vec<OutlineNode<'_>> {
    chains
        .iter()
        .map(|one| OutlineNode {
            label: "",
            title: &one.title,
            href: &one.href,
            state: one.tie,
            note: one.note.trim(),
            done: one.done,
            is_open: true,
            children: nodes(&one.below),
        })
        .collect()
}

/// Who did what, newest first.
pub fn activity(entries: &[(Entry, String)], lang: Lang) -> Markup {
    let rows: Vec<(String, String, String, Phrase)> = entries
        .iter()
        .map(|(entry, _)| {
            let detail: serde_json::Value = serde_json::from_str(&entry.detail).unwrap_or_default();
            let words =
                ["reason", "note", "citation"].iter().find_map(|name| detail[*name].as_str()).unwrap_or("");
            let iso = entry.at.local().format("%Y-%m-%dT%H:%M").to_string();
            (moment(entry.at, lang), iso, words.to_owned(), kit::acts::words(&entry.action))
        })
        .collect();
    let events: Vec<Activity<'_>> = entries
        .iter()
        .zip(&rows)
        .map(|((_, who), (when, when_iso, text, what))| Activity {
            tone: Tone::Info,
            who,
            what: what.get(lang),
            when,
            when_iso,
            text,
        })
        .collect();
    activities(lang, &events)
}
