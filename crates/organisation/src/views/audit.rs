//! Markup of the audit.

use kit::audit::Verdict;
use kit::page::Sheet;
use kit::paging::PageOf;
use kit::ui::{Column, Field, Form, Icon, LinkButton, Notice, Pager, Table, Tone, table};
use kit::web::Ctx;
use maud::{Markup, html};

use crate::pages::AuditQuery;
use crate::store::AuditLine;
use crate::texts;

pub(crate) struct AuditPage<'a> {
    pub rows: PageOf<AuditLine>,
    /// When the chain was checked.
    pub verdict: Option<Verdict>,
    pub query: &'a AuditQuery,
}

pub(crate) fn show(ctx: &Ctx, page: &AuditPage<'_>) -> Markup {
    let (lang, query) = (ctx.lang(), page.query);
    let columns = [
        Column::main(texts::AUDIT_ACTION.get(lang)),
        Column::text(texts::AUDIT_WHO.get(lang)),
        Column::text(texts::AUDIT_UNIT.get(lang)),
        Column::number(texts::AUDIT_WHEN.get(lang)),
        Column::text(texts::AUDIT_DETAIL.get(lang)),
    ];
    let frame = Table { caption: texts::AUDIT_TITLE.get(lang), columns: &columns, ..Table::default() };
    let form = Form { lang, action: "/audit", submit: texts::UNITS_FIND.get(lang), ..Form::default() };
    let next = match (page.rows.has_more, page.rows.rows.last()) {
        (true, Some(last)) => super::units::with_query(
            "/audit",
            &[
                ("subject_kind", &query.subject_kind),
                ("subject", &query.subject),
                ("unit", &query.unit),
                ("account", &query.account),
                ("before", &last.id.to_string()),
            ],
        ),
        _ => String::new(),
    };
    let body = html! {
        (form.render_get(html! {
            (form.field(Field::text("subject_kind", texts::AUDIT_KIND.get(lang)).value(&query.subject_kind)
                .suggest(&["unit", "account", "post", "document", "plan", "task"]).short()))
            (form.field(Field::number("subject", texts::AUDIT_SUBJECT.get(lang)).value(&query.subject)))
            (form.field(Field::number("unit", texts::AUDIT_UNIT_ID.get(lang)).value(&query.unit)))
            (form.field(Field::number("account", texts::AUDIT_ACCOUNT_ID.get(lang)).value(&query.account)))
        }))
        @if page.rows.rows.is_empty() {
            p class="muted" { (texts::AUDIT_NONE.get(lang)) }
        } @else {
            (table(&frame, |rows| for line in &page.rows.rows {
                rows.row()
                    .cell(html! { code { (line.action) } " " (line.subject_kind) " " (line.subject) })
                    .text(line.who.as_deref().unwrap_or(""))
                    .text(line.unit_name.as_deref().unwrap_or(""))
                    .text(&line.at.local().format("%d/%m/%Y %H:%M:%S").to_string())
                    .cell(html! { @if !line.detail.is_empty() { code { (line.detail) } } });
            }))
            (Pager { lang, newer: "", older: &next, note: "" })
        }
    };
    let verdict = page.verdict.as_ref().map(|verdict| match verdict {
        Verdict::Whole { rows, head } => (Tone::Done, texts::audit_whole(head, rows)),
        Verdict::Broken { at_row } => (Tone::Danger, texts::audit_broken(at_row)),
    });
    let notices: Vec<Notice<'_>> = verdict
        .iter()
        .map(|(tone, phrase)| Notice { tone: *tone, title: phrase.get(lang), ..Notice::default() })
        .collect();
    let sees_all = ctx.scope().is_ok_and(|scope| scope.is_everything);
    let check = LinkButton {
        href: "/audit?verify=1",
        label: texts::AUDIT_VERIFY.get(lang),
        icon: Some(Icon::Seal),
        ..LinkButton::default()
    };
    ctx.draw(Sheet {
        title: texts::AUDIT_TITLE.get(lang),
        current: "/audit",
        notices: &notices,
        actions: sees_all.then(|| html! { (check) }),
        body,
        is_wide: true,
        ..Sheet::default()
    })
}
