//! The editor of gathered words, and the annex of sources.

mod annex;
mod gathered;
mod passages;

pub use annex::annex;

use kit::page::Sheet;
use kit::text::Lang;
use kit::ui::{ButtonKind, Crumb, LinkButton, Notice, Tab, Tone, success_notice, tabs};
use kit::web::Ctx;
use maud::{Markup, html};
use organisation::{Level, UnitKind};

use super::pages::GatherPage;
use crate::pages::address;
use crate::returns::actions::look::Look;
use crate::returns::pages::report::path;
use crate::views::CURRENT;
use crate::{texts, words};

/// From a section of the report to its editor, and to where its sentences come from.
pub fn links(look: &Look, section: &str, is_open: bool, lang: Lang) -> Markup {
    let report = path(look.unit.unit, look.period, &look.regime.code);
    let has_below = look.unit.level != Level::ResidentialArea && look.unit.kind == UnitKind::FrontCommittee;
    html! {
        @if has_below && (is_open || look.words(section).is_some()) {
            p class="row noprint" {
                @if is_open { a href=(address(&format!("{report}/gather"), &[("section", section)])) { (texts::GATHER.get(lang)) } }
                a href={ (report) "/sources" } { (texts::SOURCES_TITLE.get(lang)) }
            }
        }
    }
}

pub fn editor(ctx: &Ctx, page: &GatherPage) -> Markup {
    let lang = ctx.lang();
    let look = &page.look;
    let report = page.report();
    let title = texts::gather_title(words::period(look.period, lang), &look.unit.name);
    let form = look.form.iter().flat_map(|form| &form.sections).filter(|section| section.has_words());
    let sections: Vec<(String, &str, bool)> = form
        .map(|one| (page.at(&one.code, "", ""), one.title(lang), one.code == page.section.code))
        .collect();
    let sections: Vec<Tab<'_>> = sections
        .iter()
        .map(|(href, label, is_current)| Tab {
            href,
            label,
            icon: None,
            count: None,
            is_current: *is_current,
        })
        .collect();
    let body = html! {
        @if let Some(refusal) = &page.refusal { (Notice { tone: Tone::Danger, title: refusal.get(lang), ..Notice::default() }) }
        @if !page.query.saved.is_empty() { (success_notice(texts::GATHER_SAVED.get(lang))) }
        (tabs(texts::GATHER_SECTIONS.get(lang), &sections))
        p class="note" { (page.section.prompt(lang)) }
        div class="cols" {
            section class="stack" id="gathered" aria-labelledby="gathered-title" { (gathered::draw(ctx, page)) }
            section class="stack" id="passages" aria-labelledby="passages-title" { (passages::draw(ctx, page)) }
        }
    };
    let annex = format!("{report}/sources");
    let link = |href: &str, label: &str| html! { (LinkButton { href, label, kind: ButtonKind::Secondary, icon: None }) };
    ctx.draw(Sheet {
        title: title.get(lang),
        current: CURRENT,
        crumbs: &[
            Crumb { href: CURRENT, label: texts::REPORTS_TITLE.get(lang) },
            Crumb { href: &report, label: &look.unit.name },
            Crumb { href: "", label: texts::GATHER.get(lang) },
        ],
        actions: Some(link(&annex, texts::SOURCES_TITLE.get(lang))),
        body,
        is_wide: true,
        ..Sheet::default()
    })
}
