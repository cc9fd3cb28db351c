//! The frame of a paper's page: its name, what can be done, its tabs.

use kit::page::Sheet;
use kit::permission::Permission;
use kit::text::Lang;
use kit::ui::{self, ButtonKind, Crumb, Icon, LinkButton, Notice, Tone, inline_form, tabs};
use kit::web::Ctx;
use maud::{Markup, html};

use crate::actions::Shown;
use crate::document::{CitationStanding, FindingRow};
use crate::reading::FileNote;
use crate::{labels, texts, urls};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    Content,
    Citations,
    Findings,
    Relations,
    Activity,
}

pub fn page(ctx: &Ctx, shown: &Shown, tab: Tab, is_already_there: bool, body: Markup) -> Markup {
    let lang = ctx.lang();
    let document = &shown.document;
    let title = document.title();
    let mut notices: Vec<Notice<'_>> = Vec::new();
    if is_already_there {
        notices.push(Notice {
            tone: Tone::Info,
            title: texts::ALREADY_THERE.get(lang),
            text: texts::ALREADY_THERE_TEXT.get(lang),
            next: None,
        });
    }
    let cancelled = texts::cancelled_because(&document.cancel_reason);
    if document.is_cancelled() {
        notices.push(Notice { tone: Tone::Danger, title: cancelled.get(lang), ..Notice::default() });
    }
    let remarks: Vec<String> = shown.notes.iter().map(|note| file_note(note, lang)).collect();
    if tab == Tab::Content {
        notices.extend(remarks.iter().map(|remark| Notice {
            tone: Tone::Warning,
            title: remark,
            ..Notice::default()
        }));
    }
    let lead = html! {
        (labels::state_badge(document.state, lang)) " "
        (labels::direction(document.direction).get(lang)) " · " (document.unit_name)
        @if !document.metadata.abstract_text.is_empty() && !title.contains(&document.metadata.abstract_text) {
            p { (document.metadata.abstract_text) }
        }
    };
    let crumbs =
        [Crumb { href: urls::LIST, label: texts::DOCUMENTS.get(lang) }, Crumb { href: "", label: &title }];
    ctx.draw(Sheet {
        title: &title,
        current: urls::LIST,
        crumbs: &crumbs,
        notices: &notices,
        lead: Some(lead),
        actions: Some(actions(ctx, shown)),
        body: html! { (tab_bar(shown, tab, lang)) (body) },
        ..Sheet::default()
    })
}

fn actions(ctx: &Ctx, shown: &Shown) -> Markup {
    let lang = ctx.lang();
    let id = shown.document.id;
    let is_live = !shown.document.is_cancelled();
    let may_change = ctx.actor.can(Permission::ImportDocuments) && is_live;
    let (review, original) = (urls::review(id), urls::part(id, "original"));
    let (edit, cancel) = (urls::part(id, "edit"), urls::part(id, "cancel"));
    let item = |label: &str, icon: Icon| html! { button class="item" { (icon) (label) } };
    html! {
        @if is_live {
            (LinkButton { href: &review, label: texts::REVIEW.get(lang), kind: ButtonKind::Primary, icon: Some(Icon::List) })
        }
        (LinkButton { href: &original, label: texts::ORIGINAL.get(lang), kind: ButtonKind::Secondary, icon: Some(Icon::Download) })
        @if may_change {
            (ui::menu(texts::MORE.get(lang), html! {
                a href=(edit) { (Icon::Edit) (texts::EDIT.get(lang)) }
                (inline_form(&urls::part(id, "check"), "", item(texts::CHECK.get(lang), Icon::Search)))
                @if shown.can_read_again {
                    (inline_form(&urls::part(id, "read-again"), "", item(texts::READ_AGAIN.get(lang), Icon::Undo)))
                }
                a href=(cancel) { (Icon::Bin) (texts::CANCEL.get(lang)) }
            }))
        }
    }
}

fn tab_bar(shown: &Shown, current: Tab, lang: Lang) -> Markup {
    let id = shown.document.id;
    let count = |number: usize| u32::try_from(number).ok().filter(|number| *number > 0);
    let doubtful = |standing: CitationStanding| {
        matches!(
            standing,
            CitationStanding::DateConflict | CitationStanding::Ambiguous | CitationStanding::NotInRegister
        )
    };
    let open_citations = shown.citations.iter().filter(|citation| doubtful(citation.standing)).count();
    // Cited papers that are not here are one line of the list, and one of the count.
    let is_open = |finding: &&FindingRow| finding.is_open();
    let open_findings =
        shown.findings.iter().filter(is_open).filter(|finding| !finding.is_unknown_paper()).count()
            + usize::from(shown.findings.iter().filter(is_open).any(FindingRow::is_unknown_paper));
    let rows = [
        (Tab::Content, urls::document(id), texts::TAB_CONTENT, None),
        (Tab::Citations, urls::part(id, "citations"), texts::TAB_CITATIONS, count(open_citations)),
        (Tab::Findings, urls::part(id, "findings"), texts::TAB_FINDINGS, count(open_findings)),
        (Tab::Relations, urls::part(id, "relations"), texts::TAB_RELATIONS, None),
        (Tab::Activity, urls::part(id, "activity"), texts::TAB_ACTIVITY, None),
    ];
    let list: Vec<ui::Tab<'_>> = rows
        .iter()
        .map(|(tab, href, label, count)| ui::Tab {
            href,
            label: label.get(lang),
            icon: None,
            count: *count,
            is_current: *tab == current,
        })
        .collect();
    tabs(texts::TABS.get(lang), &list)
}

fn file_note(note: &FileNote, lang: Lang) -> String {
    match note {
        FileNote::ConvertedFrom(encoding) => texts::note_converted(encoding),
        FileNote::DoubtfulText(percent) => texts::note_doubtful(percent),
        FileNote::LeftOut(what) => texts::note_left_out(what),
    }
    .get(lang)
    .to_owned()
}
