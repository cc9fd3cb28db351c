//! Markup: page structs to HTML.

pub mod desk;
pub mod form;
pub mod inbox;
pub mod made;
pub mod paper;
pub mod register;
pub mod retry;
pub mod shared;
pub mod signatures;
pub mod text;

use kit::page::Sheet;
use kit::text::{Lang, Text};
use kit::ui::{
    Badge, Button, ButtonKind, Crumb, Field, Form, Icon, LinkButton, Tab, Tone, inline_form, tabs,
};
use kit::web::Ctx;
use maud::{Markup, html};

use crate::store::outgoing::Outgoing;
use crate::{texts, urls};

/// The tabs of the line of work.
fn desk_tabs(current: &str, lang: Lang) -> Markup {
    let rows: [(&str, Text); 7] = [
        (urls::LIST, texts::TAB_OUTGOING),
        (urls::REGISTER, texts::TAB_REGISTER),
        (urls::INBOX, texts::TAB_INBOX),
        (urls::INCOMING, texts::TAB_INCOMING),
        (urls::ASKED, texts::TAB_ASKED),
        (urls::TEMPLATES, texts::TAB_TEMPLATES),
        (urls::SETTINGS, texts::TAB_SETTINGS),
    ];
    let list: Vec<Tab<'_>> = rows
        .iter()
        .map(|(href, label)| Tab {
            href,
            label: label.get(lang),
            icon: None,
            count: None,
            is_current: *href == current,
        })
        .collect();
    tabs(texts::TITLE.get(lang), &list)
}

/// A page of the desk under one of its tabs.
fn desk_page(ctx: &Ctx, tab: &str, title: &str, actions: Option<Markup>, body: Markup) -> Markup {
    let lang = ctx.lang();
    let crumbs =
        [Crumb { href: urls::LIST, label: texts::TITLE.get(lang) }, Crumb { href: "", label: title }];
    ctx.draw(Sheet {
        title,
        current: urls::LIST,
        crumbs: if tab == urls::LIST && title == texts::TITLE.get(lang) { &[] } else { &crumbs },
        actions,
        body: html! { (desk_tabs(tab, lang)) (body) },
        is_wide: true,
        ..Sheet::default()
    })
}

/// A page of one paper under its own tabs.
fn paper_page(ctx: &Ctx, paper: &Outgoing, part: &str, actions: Option<Markup>, body: Markup) -> Markup {
    let lang = ctx.lang();
    let rows = [
        ("", texts::TAB_PAPER),
        ("versions", texts::TAB_VERSIONS),
        ("opinions", texts::TAB_OPINIONS),
        ("send", texts::TAB_RECEIPTS),
        ("citations", texts::TAB_CITATIONS),
        ("signatures", texts::TAB_SIGNATURES),
    ];
    let hrefs = rows
        .map(|(name, _)| if name.is_empty() { urls::paper(paper.id) } else { urls::part(paper.id, name) });
    let list: Vec<Tab<'_>> = rows
        .iter()
        .zip(&hrefs)
        .map(|((name, label), href)| Tab {
            href,
            label: label.get(lang),
            icon: None,
            count: None,
            is_current: *name == part,
        })
        .collect();
    let title = name_of(paper);
    ctx.draw(Sheet {
        title: &title,
        current: urls::LIST,
        crumbs: &[
            Crumb { href: urls::LIST, label: texts::TITLE.get(lang) },
            Crumb { href: "", label: &title },
        ],
        actions,
        lead: Some(html! { p class="row" { (state(paper, lang)) span { (paper.unit_name) } } }),
        body: html! { (tabs(&title, &list)) (body) },
        ..Sheet::default()
    })
}

/// “01/TB-MTTQ-BTT – Lịch tiếp xúc cử tri”.
pub fn name_of(paper: &Outgoing) -> String {
    if paper.symbol.is_empty() {
        paper.summary.clone()
    } else {
        format!("{} – {}", paper.symbol, paper.summary)
    }
}

pub fn state(paper: &Outgoing, lang: Lang) -> Markup {
    let (word, tone) = crate::words::state(paper.state);
    html! { (Badge { tone, word: word.get(lang) }) }
}

fn badge(tone: Tone, word: &str) -> Markup {
    html! { (Badge { tone, word }) }
}

fn link(href: &str, label: &str, kind: ButtonKind, icon: Icon) -> Markup {
    html! { (LinkButton { href, label, kind, icon: Some(icon) }) }
}

/// A form that is one button.
fn button(action: &str, label: &str, kind: ButtonKind) -> Markup {
    inline_form(action, "", html! { (Button { label, kind, ..Button::default() }) })
}

/// Both files of a register or table, to take along.
fn downloads(path: &str, query: &str, lang: Lang) -> Markup {
    let href = |format: &str| {
        if query.is_empty() {
            format!("{path}?format={format}")
        } else {
            format!("{path}?{query}&format={format}")
        }
    };
    html! {
        (link(&href("csv"), texts::CSV.get(lang), ButtonKind::Quiet, Icon::Download))
        (link(&href("xlsx"), texts::XLSX.get(lang), ButtonKind::Quiet, Icon::Download))
    }
}

/// Units by name, one a line, or all below.
fn units_fields(form: &Form<'_>, kept: &retry::Kept<'_>, lang: Lang) -> Markup {
    html! {
        (form.field(Field::area("units", texts::FIELD_UNITS.get(lang), 3).hint(texts::UNITS_HINT.get(lang)).value(kept.value("units"))))
        (form.field(Field::checkbox("all_below", texts::FIELD_ALL_BELOW.get(lang)).value(kept.value("all_below"))))
    }
}

fn moment(at: Option<kit::Instant>, lang: Lang) -> String {
    at.map_or_else(String::new, |at| kit::text::moment(at, lang))
}

fn date(on: Option<chrono::NaiveDate>, lang: Lang) -> String {
    on.map_or_else(String::new, |on| kit::text::day(on, lang))
}
