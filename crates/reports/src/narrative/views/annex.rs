//! Where each sentence of a report comes from.

use kit::page::Sheet;
use kit::text::Lang;
use kit::ui::{Badge, Crumb, Tone, card};
use kit::web::Ctx;
use maud::{Markup, html};

use super::passages::marks;
use crate::narrative::actions::PassageSeen;
use crate::returns::actions::look::Look;
use crate::returns::pages::report::path;
use crate::views::CURRENT;
use crate::{texts, words};

pub fn annex(ctx: &Ctx, look: &Look, sections: &[(String, Vec<PassageSeen>)]) -> Markup {
    let lang = ctx.lang();
    let report = path(look.unit.unit, look.period, &look.regime.code);
    let title = texts::sources_of(words::period(look.period, lang), &look.unit.name);
    let heading = |code: &str| {
        let section = look.form.as_ref().and_then(|form| form.section(code));
        section.map_or_else(|| code.to_owned(), |section| section.title(lang).to_owned())
    };
    let body = html! {
        p class="note" { (texts::SOURCES_HINT.get(lang)) }
        @if sections.is_empty() { p { (texts::SOURCES_NONE.get(lang)) } }
        @for (code, passages) in sections {
            (card(&heading(code), html! {
                ol class="stack" {
                    @for passage in passages {
                        li { p { (passage.drawn) } (marks(passage, lang)) (sources(passage, lang)) }
                    }
                }
            }))
        }
    };
    ctx.draw(Sheet {
        title: title.get(lang),
        current: CURRENT,
        crumbs: &[
            Crumb { href: CURRENT, label: texts::REPORTS_TITLE.get(lang) },
            Crumb { href: &report, label: &look.unit.name },
            Crumb { href: "", label: texts::SOURCES_TITLE.get(lang) },
        ],
        body,
        ..Sheet::default()
    })
}

/// The sentences a passage comes from: each leads to the section of its report.
pub fn sources(passage: &PassageSeen, lang: Lang) -> Markup {
    html! {
        @if !passage.sources.is_empty() {
            ul {
                @for source in &passage.sources {
                    li {
                        a href={ (path(source.unit, source.period, &source.regime)) "#w-" (source.section) } {
                            (texts::source_of(source.edition, &source.unit_name).get(lang))
                        }
                        @if source.wording != passage.body { ": “" (source.wording) "”" }
                        " "
                        @if source.is_restated && source.stands {
                            (Badge { tone: Tone::Info, word: texts::SOURCE_RESTATED_STANDS.get(lang) })
                        } @else if source.is_restated {
                            (Badge { tone: Tone::Warning, word: texts::SOURCE_RESTATED.get(lang) })
                        } @else if !source.stands {
                            (Badge { tone: Tone::Warning, word: texts::SOURCE_MOVED.get(lang) })
                        }
                    }
                }
            }
        }
    }
}
