//! The list of outgoing papers and the page of one.

use documents::CitationStanding;
use kit::permission::Permission;
use kit::text::Lang;
use kit::ui::{
    ButtonKind, Choice, Column, Empty, Field, Form, Icon, Notice, Tab, Table, Tone, disclosure, hidden,
    key_values, table, tabs,
};
use kit::web::Ctx;
use maud::{Markup, html};
use print::{Paper, TemplateName};

use super::retry::{Kept, notice};
use super::{button, date, desk_page, link, moment, name_of, paper_page, state, text};
use crate::content::differences;
use crate::pages::PaperPage;
use crate::paper::{PaperMove, PaperState};
use crate::store::outgoing::{Outgoing, Version};
use crate::{texts, urls, words};

pub fn list(ctx: &Ctx, papers: &[Outgoing], now: Option<PaperState>, has_more: bool) -> Markup {
    let lang = ctx.lang();
    let hrefs: Vec<(String, &str, bool)> =
        std::iter::once((urls::LIST.to_owned(), texts::ALL.get(lang), now.is_none()))
            .chain(PaperState::ALL.into_iter().map(|one| {
                (
                    format!("{}?state={}", urls::LIST, one.code()),
                    words::state(one).0.get(lang),
                    now == Some(one),
                )
            }))
            .collect();
    let filters: Vec<Tab<'_>> = hrefs
        .iter()
        .map(|(href, label, is_current)| Tab {
            href,
            label,
            icon: None,
            count: None,
            is_current: *is_current,
        })
        .collect();
    let columns = [
        Column::main(texts::REG_ABSTRACT.get(lang)),
        Column::text(texts::COLUMN_STATE.get(lang)),
        Column::text(texts::REG_SYMBOL.get(lang)),
        Column::number(texts::REG_DATE.get(lang)),
        Column::text(texts::COLUMN_UNIT.get(lang)),
        Column::text(texts::COLUMN_DRAFTER.get(lang)),
    ];
    let frame = Table { caption: texts::TITLE.get(lang), columns: &columns, ..Table::default() };
    let older = papers.last().map(|last| {
        let state = now.map_or_else(String::new, |state| format!("&state={}", state.code()));
        format!("{}?before={}{state}", urls::LIST, last.id)
    });
    let body = html! {
        (tabs(texts::COLUMN_STATE.get(lang), &filters))
        @if papers.is_empty() {
            (Empty { icon: Icon::Paper, title: texts::EMPTY_TITLE.get(lang), text: texts::EMPTY_TEXT.get(lang), next: None })
        } @else {
            (table(&frame, |rows| for paper in papers {
                rows.row().link(&urls::paper(paper.id), &paper.summary).cell(state(paper, lang)).text(&paper.symbol)
                    .text(&date(paper.dated_on, lang)).text(&paper.unit_name).text(&paper.drafter_name);
            }))
        }
        @if let (true, Some(older)) = (has_more, &older) { p { a href=(older) { (texts::OLDER.get(lang)) } } }
    };
    let new = ctx
        .actor
        .can(Permission::DraftPapers)
        .then(|| link(urls::NEW, texts::NEW.get(lang), ButtonKind::Primary, Icon::Plus));
    desk_page(ctx, urls::LIST, texts::TITLE.get(lang), new, body)
}

pub fn template_title(one: &TemplateName, lang: Lang) -> &str {
    if lang == Lang::Vi { &one.title_vi } else { &one.title_en }
}

pub fn choose(ctx: &Ctx, templates: &[TemplateName]) -> Markup {
    let lang = ctx.lang();
    let body = html! {
        p { (texts::CHOOSE_TEMPLATE.get(lang)) }
        ul { @for one in templates { li { a href=(format!("{}?template={}", urls::NEW, one.name)) { (template_title(one, lang)) } } } }
    };
    desk_page(ctx, urls::LIST, texts::NEW.get(lang), None, body)
}

pub fn show(ctx: &Ctx, page: &PaperPage, made: &Paper) -> Markup {
    let lang = ctx.lang();
    let paper = &page.paper;
    let is_own = ctx.unit().is_ok_and(|unit| unit == paper.unit);
    let may = |permission| is_own && ctx.actor.can(permission);
    let mut pairs = vec![(
        texts::COLUMN_DRAFTER.get(lang),
        html! { (paper.drafter_name) ", " (moment(Some(paper.created_at), lang)) },
    )];
    if paper.signed_at.is_some() {
        pairs.push((
            texts::REG_SIGNER.get(lang),
            html! { (paper.signer_name) ", " (moment(paper.signed_at, lang)) },
        ));
    }
    if let Some(hash) = &paper.frozen_hash {
        pairs.push((texts::FROZEN_HASH.get(lang), html! { code { (hash[..16.min(hash.len())]) "…" } }));
    }
    if let Some(document) = paper.document {
        pairs.push((
            texts::IN_DOCUMENTS.get(lang),
            html! { a href=(documents::urls::document(document)) { (paper.symbol) } },
        ));
    }
    if let Some(href) = crate::source::href(&paper.source_kind, paper.source) {
        let word = crate::source::word(&paper.source_kind);
        pairs.push((texts::MADE_FROM.get(lang), html! { a href=(href) { (word.get(lang)) } }));
    }
    if let Some(next) = &page.successor {
        let name = name_of(next);
        pairs
            .push((texts::FIELD_SUPERSEDED_BY.get(lang), html! { a href=(urls::paper(next.id)) { (name) } }));
    }
    if paper.signed_file.is_some() {
        let href = urls::part(paper.id, "signatures");
        pairs.push((
            texts::SIGNED_COPY.get(lang),
            html! { a href=(href) { (texts::LOOK_AT_SIGNATURES.get(lang)) } },
        ));
    }
    if !paper.reason.is_empty() {
        pairs.push((texts::FIELD_REASON.get(lang), html! { (paper.reason) }));
    }
    let body = html! {
        (notice(page.retry.as_ref(), lang))
        @if let Some(words) = crate::compose::ended_body(made, ctx.today()).filter(|_| paper.state.is_draft()) {
            (Notice { tone: Tone::Warning, title: texts::error_ended_body(&words).get(lang), ..Notice::default() })
        }
        (key_values(&pairs))
        @if is_own { (moves(ctx, page)) }
        @if may(Permission::NumberPapers) && matches!(paper.state, PaperState::Signed | PaperState::NumberedDated) {
            (attach(page, lang))
        }
        @if is_own && page.has_signer && page.may_sign && paper.state == PaperState::NumberedDated {
            p { (button(&urls::part(paper.id, "sign-here"), texts::SIGN_HERE.get(lang), ButtonKind::Primary)) }
        }
        (text::paper(made))
    };
    let (pdf, docx) = (urls::part(paper.id, "pdf"), urls::part(paper.id, "docx"));
    let actions = html! {
        (link(&docx, texts::WORD.get(lang), ButtonKind::Secondary, Icon::Download))
        (link(&pdf, texts::PDF.get(lang), ButtonKind::Secondary, Icon::Download))
        @if paper.state.is_draft() && may(Permission::DraftPapers) {
            (link(&urls::part(paper.id, "edit"), texts::EDIT.get(lang), ButtonKind::Secondary, Icon::Edit))
        }
        @if ctx.actor.can(Permission::DraftPapers) { (button(&urls::part(paper.id, "copy"), texts::COPY.get(lang), ButtonKind::Quiet)) }
    };
    paper_page(ctx, paper, "", Some(actions), body)
}

/// One form for each move that this person can make from here.
fn moves(ctx: &Ctx, page: &PaperPage) -> Markup {
    let lang = ctx.lang();
    let (paper, retry) = (&page.paper, page.retry.as_ref());
    let others: Vec<(String, String)> =
        page.successors.iter().map(|one| (one.id.to_string(), name_of(one))).collect();
    let successors: Vec<Choice<'_>> = std::iter::once(Choice { value: "", label: "–" })
        .chain(others.iter().map(|(value, label)| Choice { value, label }))
        .collect();
    let action = urls::part(paper.id, "move");
    let rows = paper.state.moves().filter(|row| {
        ctx.actor.can(row.permission)
            && row.act != PaperMove::AskOpinions
            && (row.act != PaperMove::Sign || page.may_sign)
    });
    html! {
        @for row in rows {
            @let kept = Kept::of(retry, row.act.code());
            @let errors = kept.errors(lang);
            @let form = Form { lang, action: &action, errors: &errors, submit: words::act(row.act).get(lang), ..Form::default() };
            @let fields = html! {
                (hidden("act", row.act.code()))
                (hidden("version", &paper.version.to_string()))
                @if row.act == PaperMove::Number {
                    (form.field(Field::date("dated_on", texts::FIELD_DATED_ON.get(lang)).hint(texts::DATED_ON_HINT.get(lang)).value(kept.value("dated_on"))))
                    (form.field(Field::number("number", texts::FIELD_RESERVED.get(lang)).hint(texts::RESERVED_HINT.get(lang)).value(kept.value("number")).short()))
                }
                @if row.act == PaperMove::Supersede {
                    (form.field(Field::select("superseded_by", texts::FIELD_SUPERSEDED_BY.get(lang), &successors).value(kept.value("superseded_by"))))
                }
                @if row.needs_reason { (form.field(Field::text("reason", texts::FIELD_REASON.get(lang)).value(kept.value("reason")).required())) }
            };
            @if row.needs_reason { (disclosure(words::act(row.act).get(lang), kept.is_open(), form.render(fields))) } @else { (form.render(fields)) }
        }
    }
}

fn attach(page: &PaperPage, lang: Lang) -> Markup {
    let paper = &page.paper;
    let kept = Kept::of(page.retry.as_ref(), "attach");
    let errors = kept.errors(lang);
    let action = urls::part(paper.id, "signed-copy");
    let form = Form {
        lang,
        action: &action,
        is_multipart: true,
        errors: &errors,
        submit: texts::ATTACH.get(lang),
        ..Form::default()
    };
    let body = html! {
        @if paper.signed_file.is_some() { p { (texts::ATTACHED.get(lang)) } }
        @if paper.state == PaperState::Signed { p { (texts::ATTACH_LATER.get(lang)) } }
        (form.field(Field::file("file", texts::FIELD_SIGNED_FILE.get(lang), ".pdf").hint(texts::ATTACH_HINT.get(lang))))
        (form.field(Field::checkbox("is_scan", texts::FIELD_IS_SCAN.get(lang)).value(kept.value("is_scan"))))
    };
    disclosure(texts::ATTACH.get(lang), kept.is_open(), form.render(body))
}

pub fn versions(ctx: &Ctx, paper: &Outgoing, versions: &[Version]) -> Markup {
    let lang = ctx.lang();
    let pairs = versions.iter().enumerate().rev();
    let body = html! {
        @for (at, version) in pairs {
            section class="card" {
                h2 { (texts::version(version.number).get(lang)) }
                p { (version.by) ", " (moment(Some(version.at), lang)) @if !version.note.is_empty() { " – " (version.note) } }
                @let before = at.checked_sub(1).and_then(|at| versions.get(at));
                @let found = differences(
                    &before.map_or_else(String::new, |one| format!("{}\n{}", one.content.summary, one.content.body)),
                    &format!("{}\n{}", version.content.summary, version.content.body),
                );
                ul lang="vi" {
                    @for one in &found {
                        li { @if one.is_new { ins { (one.words) } } @else { del { (one.words) } } }
                    }
                }
            }
        }
    };
    paper_page(ctx, paper, "versions", None, body)
}

pub fn citations(
    ctx: &Ctx,
    paper: &Outgoing,
    found: &[(String, Option<chrono::NaiveDate>, CitationStanding)],
) -> Markup {
    let lang = ctx.lang();
    let columns = [
        Column::main(texts::REG_SYMBOL.get(lang)),
        Column::number(texts::REG_DATE.get(lang)),
        Column::text(texts::COLUMN_STANDING.get(lang)),
    ];
    let title = name_of(paper);
    let frame = Table { caption: &title, columns: &columns, ..Table::default() };
    let word = |standing: CitationStanding| match standing {
        CitationStanding::Found => (texts::CITED_FOUND, Tone::Done),
        CitationStanding::NotInRegister => (texts::CITED_MISSING, Tone::Warning),
        CitationStanding::DateConflict => (texts::CITED_DATE, Tone::Danger),
        CitationStanding::Ambiguous => (texts::CITED_AMBIGUOUS, Tone::Warning),
        CitationStanding::NamedOnly => (texts::CITED_NAMED, Tone::Neutral),
    };
    let body = html! {
        @if found.is_empty() { p { (texts::CITED_NONE.get(lang)) } } @else {
            (table(&frame, |rows| for (symbol, day, standing) in found {
                let (word, tone) = word(*standing);
                rows.row().text(symbol).text(&date(*day, lang)).cell(super::badge(tone, word.get(lang)));
            }))
        }
    };
    paper_page(ctx, paper, "citations", None, body)
}
