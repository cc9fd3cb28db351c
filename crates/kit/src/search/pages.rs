//! The search page and its API.

use std::collections::HashMap;

use axum::Router;
use axum::extract::Query;
use axum::routing::get;
use maud::{Markup, html};
use utoipa::OpenApi;

use super::ended::{Ended, list_ended};
use super::{Hit, Search, find};
use crate::page::Sheet;
use crate::paging::PageOf;
use crate::text::{Lang, Text};
use crate::texts;
use crate::ui::{Empty, Icon, Pager, Tab, paths, tabs};
use crate::web::{App, Json, Reading, WebResult};

/// Results on a page.
const LIMIT: i64 = 20;

/// What can be found, as the tabs name it.
const KINDS: [(&str, Text, Icon); 6] = [
    ("document", texts::SEARCH_KIND_DOCUMENT, Icon::Paper),
    ("clause", texts::SEARCH_KIND_CLAUSE, Icon::List),
    ("plan", texts::SEARCH_KIND_PLAN, Icon::Board),
    ("task", texts::SEARCH_KIND_TASK, Icon::Check),
    ("unit", texts::SEARCH_KIND_UNIT, Icon::Unit),
    ("person", texts::SEARCH_KIND_PERSON, Icon::Person),
];

pub fn routes() -> Router<App> {
    Router::new().route(paths::SEARCH, get(page)).route("/api/v1/search", get(api))
}

#[derive(OpenApi)]
#[openapi(paths(api))]
struct Description;

pub fn openapi() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// What is asked in the address.
#[derive(Debug, Default, serde::Deserialize, utoipa::IntoParams)]
pub struct Asked {
    /// The words, with or without accents.
    #[serde(default)]
    q: String,
    /// `document`, `clause`, `plan`, `task`, `unit` or `person`; all when empty.
    #[serde(default)]
    kind: String,
    /// Only what is older than this id: the next page.
    before: Option<i64>,
}

/// Results, newest first.
#[derive(Debug, serde::Serialize, utoipa::ToSchema)]
pub struct SearchResponse {
    pub hits: Vec<Hit>,
    pub has_more: bool,
}

async fn look_up(Reading(ctx): &mut Reading, asked: &Asked) -> WebResult<PageOf<Hit>> {
    let scope = ctx.scope()?;
    let search = Search { text: &asked.q, kind: &asked.kind, before: asked.before, limit: LIMIT + 1 };
    Ok(PageOf::cut(find(ctx.tx(), scope, &search).await?, LIMIT))
}

/// Searches everything in the scope of the caller's post.
#[utoipa::path(get, path = "/api/v1/search", params(Asked), responses((status = 200, body = SearchResponse)), tag = "search")]
async fn api(mut reading: Reading, Query(asked): Query<Asked>) -> WebResult<Json<SearchResponse>> {
    let found = look_up(&mut reading, &asked).await?;
    Ok(Json(SearchResponse { hits: found.rows, has_more: found.has_more }))
}

async fn page(mut reading: Reading, Query(asked): Query<Asked>) -> WebResult<Markup> {
    let mut found = look_up(&mut reading, &asked).await?;
    let Reading(mut ctx) = reading;
    let today = ctx.today();
    let ended = list_ended(ctx.tx(), &found.rows, today).await?;
    // The next page begins after the oldest; on this one what stands comes before what ended.
    let last = found.rows.last().map(|hit| hit.id);
    found.rows.sort_by_key(|hit| hit.kind == "unit" && ended.contains_key(&hit.subject));
    let lang = ctx.lang();
    let body = html! {
        (kind_tabs(&asked, lang))
        @if asked.q.trim().is_empty() {
            (Empty { icon: Icon::Search, title: texts::SEARCH_START.get(lang), text: texts::SEARCH_HINT.get(lang), next: None })
        } @else if found.rows.is_empty() {
            @let title = texts::search_none(asked.q.trim());
            (Empty { icon: Icon::Search, title: title.get(lang), text: texts::SEARCH_NONE_HINT.get(lang), next: None })
        } @else {
            (results(&found.rows, &ended, &asked, lang))
            @let older = if found.has_more { address(&asked.q, &asked.kind, last) } else { String::new() };
            @let note = texts::search_count(found.rows.len());
            (Pager { lang, newer: "", older: &older, note: note.get(lang) })
        }
    };
    Ok(ctx.draw(Sheet { title: texts::SEARCH_TITLE.get(lang), query: &asked.q, body, ..Sheet::default() }))
}

fn kind_tabs(asked: &Asked, lang: Lang) -> Markup {
    let all = (String::new(), texts::SEARCH_ALL, None);
    let kinds = KINDS.iter().map(|(kind, label, icon)| ((*kind).to_owned(), *label, Some(*icon)));
    let links: Vec<(String, Text, Option<Icon>, bool)> = [all]
        .into_iter()
        .chain(kinds)
        .map(|(kind, label, icon)| (address(&asked.q, &kind, None), label, icon, kind == asked.kind))
        .collect();
    let drawn: Vec<Tab<'_>> = links
        .iter()
        .map(|(href, label, icon, is_current)| Tab {
            href,
            label: label.get(lang),
            icon: *icon,
            count: None,
            is_current: *is_current,
        })
        .collect();
    tabs(texts::SEARCH_KINDS.get(lang), &drawn)
}

fn results(hits: &[Hit], ended: &HashMap<i64, Ended>, asked: &Asked, lang: Lang) -> Markup {
    let terms = super::words(&asked.q);
    html! {
        ol class="hits" {
            @for hit in hits {
                li {
                    a href=(hit.url) { (marked(&hit.title, &terms)) }
                    @if let Some(ended) = ended.get(&hit.subject).filter(|_| hit.kind == "unit") { p { (ending(ended, lang)) } }
                    @if !hit.snippet.is_empty() && hit.snippet != hit.title { p { (marked(&hit.snippet, &terms)) } }
                    p class="muted" {
                        @if let Some((_, label, icon)) = KINDS.iter().find(|(kind, ..)| *kind == hit.kind) {
                            (icon) " " (label.get(lang))
                        }
                        @if !hit.unit_name.is_empty() && hit.unit_name != hit.title { " · " (hit.unit_name) }
                        @if let Some(date) = hit.happened_on { " · " (crate::text::day(date, lang)) }
                    }
                }
            }
        }
    }
}

/// "đã sáp nhập vào phường Tô Hiệu từ 01/07/2025".
fn ending(ended: &Ended, lang: Lang) -> String {
    let from = crate::text::day(ended.from, lang);
    let words = if ended.successors.is_empty() {
        texts::search_unit_ended(from)
    } else {
        texts::search_unit_followed(from, ended.successors.join(", "))
    };
    words.get(lang).to_owned()
}

/// The text with the words found marked, at most some three hundred letters around the first of them.
fn marked(text: &str, terms: &[String]) -> Markup {
    const AROUND: usize = 160;
    let found = vi::fold::highlight(text, terms);
    let first = found.first().map_or(0, |range| range.start);
    let start = text[..first].char_indices().rev().nth(AROUND).map_or(0, |(at, _)| at);
    let end = text[first..].char_indices().nth(AROUND * 2).map_or(text.len(), |(at, _)| first + at);
    let mut at = start;
    html! {
        @if start > 0 { "… " }
        @for range in found.iter().filter(|range| range.start >= start && range.end <= end) {
            (text[at.min(range.start)..range.start])
            mark { (text[range.start..range.end]) }
            ({ at = range.end; "" })
        }
        (text[at..end])
        @if end < text.len() { " …" }
    }
}

fn address(q: &str, kind: &str, before: Option<i64>) -> String {
    let mut pairs = vec![("q", q.to_owned())];
    if !kind.is_empty() {
        pairs.push(("kind", kind.to_owned()));
    }
    if let Some(before) = before {
        pairs.push(("before", before.to_string()));
    }
    format!("{}?{}", paths::SEARCH, serde_html_form::to_string(&pairs).unwrap_or_default())
}
