//! Markup of forms and regimes.

use kit::page::Sheet;
use kit::permission::Permission;
use kit::text::{Lang, Phrase, Text};
use kit::ui::{
    Badge, ButtonKind, Choice, Column, Crumb, Field, FieldError, Form, Icon, LinkButton, Notice, Table, Tone,
    card, hidden, table,
};
use kit::web::Ctx;
use maud::{Markup, html};

use crate::period::{KINDS, kind_code};
use crate::returns::actions::define::{NewForm, NewRegime};
use crate::returns::form::ReportForm;
use crate::returns::regime::{Regime, RegimeKind, ReportLine};
use crate::returns::words;
use crate::views::CURRENT;
use crate::{texts, words as names};

const FORMS: &str = "/reports/forms";
const REGIMES: &str = "/reports/regimes";

fn days(from: chrono::NaiveDate, to: Option<chrono::NaiveDate>, lang: Lang) -> String {
    let from = kit::text::day(from, lang);
    match to.and_then(|end| end.pred_opt()) {
        Some(last) => format!("{from} – {}", kit::text::day(last, lang)),
        None => from,
    }
}

fn may_define(ctx: &Ctx) -> bool {
    ctx.actor.can(Permission::DefineReports) && ctx.scope().is_ok_and(|scope| scope.is_everything)
}

fn draw(ctx: &Ctx, title: &str, (href, list): (&str, Text), actions: Option<Markup>, body: Markup) -> Markup {
    let lang = ctx.lang();
    let all = [
        Crumb { href: CURRENT, label: texts::REPORTS_TITLE.get(lang) },
        Crumb { href, label: list.get(lang) },
        Crumb { href: "", label: title },
    ];
    let short = [all[0], Crumb { href: "", label: title }];
    let crumbs: &[Crumb<'_>] = if title == list.get(lang) { &short } else { &all };
    ctx.draw(Sheet { title, current: CURRENT, crumbs, actions, body, is_wide: true, ..Sheet::default() })
}

pub fn forms(ctx: &Ctx, list: &[ReportForm]) -> Markup {
    let lang = ctx.lang();
    let columns = [
        Column::main(texts::FORMS_TITLE.get(lang)),
        Column::text(texts::COLUMN_CODE.get(lang)),
        Column::text(texts::COLUMN_DAYS.get(lang)),
        Column::text(texts::REPORT_CONTENT.get(lang)),
    ];
    let frame = Table { caption: texts::FORMS_TITLE.get(lang), columns: &columns, ..Table::default() };
    let body = table(&frame, |rows| {
        for one in list {
            rows.row()
                .link(&format!("{FORMS}/{}?version={}", one.code, one.id), one.name(lang))
                .text(&one.code)
                .text(&days(one.valid_from, one.valid_to, lang))
                .text(texts::forms_counts(one.lines().count(), one.sections.len()).get(lang));
        }
    });
    draw(ctx, texts::FORMS_TITLE.get(lang), (FORMS, texts::FORMS_TITLE), None, body)
}

fn failures<'e>(errors: &'e [(&'static str, Phrase)], lang: Lang) -> Vec<FieldError<'e>> {
    errors.iter().map(|(field, phrase)| FieldError { field, message: phrase.get(lang) }).collect()
}

fn refused(refusal: Option<&Phrase>, lang: Lang) -> Markup {
    html! {
        @if let Some(phrase) = refusal { (Notice { tone: Tone::Danger, title: phrase.get(lang), ..Notice::default() }) }
    }
}

/// A form as it stands, to be changed into its next version.
pub fn form(
    ctx: &Ctx,
    form: &NewForm,
    errors: &[(&'static str, Phrase)],
    refusal: Option<&Phrase>,
) -> Markup {
    let lang = ctx.lang();
    let failures = failures(errors, lang);
    let frame = Form {
        lang,
        action: FORMS,
        errors: &failures,
        submit: texts::FORMS_NEW_VERSION.get(lang),
        cancel: FORMS,
        ..Form::default()
    };
    let lines: Vec<Choice<'_>> = std::iter::once(Choice { value: "", label: "–" })
        .chain(names::LINES.iter().map(|(code, text)| Choice { value: code, label: text.get(lang) }))
        .collect();
    let label = |text: Text| text.get(lang);
    let body = html! {
        (refused(refusal, lang))
        (frame.field(Field::text("code", label(texts::COLUMN_CODE)).value(&form.code).required().short()))
        (frame.field(Field::text("name_vi", label(texts::FIELD_NAME_VI)).value(&form.name_vi).required()))
        (frame.field(Field::text("name_en", label(texts::FIELD_NAME_EN)).value(&form.name_en)))
        (frame.field(Field::date("valid_from", label(texts::FIELD_FROM)).value(&form.valid_from).required()))
        @for (at, section) in form.sections.iter().enumerate() {
            @let name = |field: &str| format!("s{at}-{field}");
            (card(texts::forms_section(at + 1).get(lang), html! {
                (frame.field(Field::text(&name("code"), label(texts::COLUMN_CODE)).value(&section.code).short()))
                (frame.field(Field::text(&name("title_vi"), label(texts::FORMS_TITLE_VI)).value(&section.title_vi)))
                (frame.field(Field::text(&name("title_en"), label(texts::FORMS_TITLE_EN)).value(&section.title_en)))
                (frame.field(Field::select(&name("line_of_work"), label(texts::FIELD_LINE), &lines).value(&section.line_of_work)))
                (frame.field(Field::area(&name("lines"), label(texts::FORMS_LINES), 5).value(&section.lines)))
                (frame.field(Field::text(&name("prompt_vi"), label(texts::FORMS_PROMPT_VI)).value(&section.prompt_vi)))
                (frame.field(Field::text(&name("prompt_en"), label(texts::FORMS_PROMPT_EN)).value(&section.prompt_en)))
                (frame.field(Field::checkbox(&name("words_required"), label(texts::FORMS_WORDS_REQUIRED))
                    .value(if section.words_required { "on" } else { "" })))
            }))
        }
        (frame.field(Field::area("checks", label(texts::FORMS_CHECKS), 6).value(&form.checks)))
    };
    let body = if may_define(ctx) { frame.render(body) } else { body };
    draw(ctx, &form.name_vi, (FORMS, texts::FORMS_TITLE), None, body)
}

pub fn regimes(ctx: &Ctx, list: &[Regime]) -> Markup {
    let lang = ctx.lang();
    let columns = [
        Column::main(texts::REGIMES_TITLE.get(lang)),
        Column::text(texts::REGIMES_PERIOD.get(lang)),
        Column::text(texts::REGIMES_KIND.get(lang)),
        Column::text(texts::REGIMES_LINE.get(lang)),
        Column::text(texts::OWED_DUE.get(lang)),
        Column::text(texts::COLUMN_DAYS.get(lang)),
        Column::text(texts::OWED_STATE.get(lang)),
    ];
    let frame = Table { caption: texts::REGIMES_TITLE.get(lang), columns: &columns, ..Table::default() };
    let body = table(&frame, |rows| {
        for one in list {
            let badge = if one.is_confirmed {
                Badge { tone: Tone::Done, word: texts::REGIMES_CONFIRMED.get(lang) }
            } else {
                Badge { tone: Tone::Warning, word: texts::REGIMES_UNCONFIRMED.get(lang) }
            };
            let mut row = rows.row();
            if may_define(ctx) {
                row.link(&format!("{REGIMES}/{}", one.code), one.name(lang));
            } else {
                row.text(one.name(lang));
            }
            row.text(names::kind(one.period_kind).get(lang))
                .text(words::kind(one.kind).get(lang))
                .text(words::line(one.line).get(lang))
                .text(&one.dues.replace('\n', "; "))
                .text(&days(one.valid_from, one.valid_to, lang))
                .cell(badge);
        }
    });
    let new = LinkButton {
        href: "/reports/regimes/new",
        label: texts::REGIMES_NEW.get(lang),
        kind: ButtonKind::Primary,
        icon: Some(Icon::Plus),
    };
    let actions = may_define(ctx).then(|| html! { (new) });
    draw(ctx, texts::REGIMES_TITLE.get(lang), (REGIMES, texts::REGIMES_TITLE), actions, body)
}

pub fn regime(
    ctx: &Ctx,
    form: &NewRegime,
    errors: &[(&'static str, Phrase)],
    refusal: Option<&Phrase>,
) -> Markup {
    let lang = ctx.lang();
    let failures = failures(errors, lang);
    let frame = Form {
        lang,
        action: REGIMES,
        errors: &failures,
        submit: texts::SAVE.get(lang),
        cancel: REGIMES,
        ..Form::default()
    };
    let label = |text: Text| text.get(lang);
    let kinds: Vec<Choice<'_>> = RegimeKind::ALL
        .into_iter()
        .map(|kind| Choice { value: kind.code(), label: words::kind(kind).get(lang) })
        .collect();
    let lines: Vec<Choice<'_>> = ReportLine::ALL
        .into_iter()
        .map(|line| Choice { value: line.code(), label: words::line(line).get(lang) })
        .collect();
    let periods: Vec<Choice<'_>> = KINDS
        .into_iter()
        .map(|kind| Choice { value: kind_code(kind), label: names::kind(kind).get(lang) })
        .collect();
    let version = form.version.map_or_else(String::new, |version| version.to_string());
    let body = html! {
        (refused(refusal, lang))
        (hidden("version", &version))
        (frame.field(Field::text("code", label(texts::COLUMN_CODE)).value(&form.code).required().short()))
        (frame.field(Field::text("name_vi", label(texts::FIELD_NAME_VI)).value(&form.name_vi).required()))
        (frame.field(Field::text("name_en", label(texts::FIELD_NAME_EN)).value(&form.name_en)))
        (frame.field(Field::select("kind", label(texts::REGIMES_KIND), &kinds).value(&form.kind)))
        (frame.field(Field::text("form", label(texts::FORMS_TITLE)).value(&form.form).short()))
        (frame.field(Field::select("period_kind", label(texts::REGIMES_PERIOD), &periods).value(&form.period_kind)))
        (frame.field(Field::number("cutoff_day", label(texts::REGIMES_CUTOFF)).value(&form.cutoff_day)))
        (frame.field(Field::select("line", label(texts::REGIMES_LINE), &lines).value(&form.line)))
        (frame.field(Field::area("owed_by", label(texts::REGIMES_OWED_BY), 4).value(&form.owed_by)))
        (frame.field(Field::area("dues", label(texts::REGIMES_DUES), 4).value(&form.dues)))
        (frame.field(Field::text("basis", label(texts::REGIMES_BASIS)).value(&form.basis)))
        (frame.field(Field::checkbox("is_confirmed", label(texts::REGIMES_CONFIRMED)).value(if form.is_confirmed { "on" } else { "" })))
        (frame.field(Field::date("valid_from", label(texts::FIELD_FROM)).value(&form.valid_from)))
        (frame.field(Field::date("last_day", label(texts::FIELD_LAST_DAY)).value(&form.last_day)))
    };
    let title = if form.name_vi.is_empty() { texts::REGIMES_NEW.get(lang) } else { form.name_vi.as_str() };
    draw(ctx, title, (REGIMES, texts::REGIMES_TITLE), None, frame.render(body))
}
