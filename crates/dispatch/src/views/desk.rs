//! The register of outgoing papers, templates, settings.

use kit::Fault;
use kit::permission::{Permission, Role};
use kit::text::Phrase;
use kit::ui::{
    Button, ButtonKind, Choice, Column, Field, FieldError, Form, Notice, Table, Tone, disclosure, hidden,
    table,
};
use kit::web::Ctx;
use maud::{Markup, html};
use print::{Paper, TemplateName};

use super::paper::template_title;
use super::retry::{Kept, Retry, notice};
use super::{button, date, desk_page, downloads, moment, text};
use crate::actions::Register;
use crate::error::DispatchError;
use crate::pages::{RegisterQuery, TemplateForm};
use crate::paper::Series;
use crate::store::register::Authority;
use crate::store::templates::TemplateVersion;
use crate::{compose, texts, urls};

pub fn register(ctx: &Ctx, register: &Register, query: &RegisterQuery, retry: Option<&Retry>) -> Markup {
    let lang = ctx.lang();
    let titles = super::register::OUTGOING.map(|text| text.get(lang));
    let columns: Vec<Column<'_>> = titles
        .iter()
        .enumerate()
        .map(|(at, title)| if at == 0 { Column::main(title) } else { Column::text(title) })
        .collect();
    let name = texts::register_name(register.year);
    let frame =
        Table { caption: name.get(lang), caption_is_shown: true, columns: &columns, ..Table::default() };
    let may = ctx.actor.can(Permission::NumberPapers) && ctx.unit().is_ok_and(|unit| unit == register.unit);
    let asked = format!(
        "unit={}&year={}&from={}&to={}&template={}",
        register.unit, register.year, query.from, query.to, query.template
    );
    let names = compose::built_in().map(print::Templates::names).unwrap_or_default();
    let mut kinds = vec![Choice { value: "", label: texts::EVERY_KIND.get(lang) }];
    kinds.extend(template_choices(&names, lang));
    let choose = Form { lang, ..Form::default() };
    let choose = choose
        .field(Field::select("template", texts::FIELD_TEMPLATE.get(lang), &kinds).value(&query.template));
    let body = html! {
        (notice(retry, lang))
        p { (register.unit_name) }
        @if register.is_closed { (Notice { tone: Tone::Info, title: texts::CLOSED.get(lang), ..Notice::default() }) }
        @if !register.gaps.is_empty() {
            @let gaps: Vec<String> = register.gaps.iter().map(|(series, number)| format!("{number} ({series})")).collect();
            (Notice { tone: Tone::Danger, title: texts::GAPS.get(lang), text: &gaps.join(", "), next: None })
        } @else { p { (texts::NO_GAPS.get(lang)) } }
        (super::inbox::period_form(urls::REGISTER, (register.year, &query.from, &query.to), choose, lang))
        p class="row noprint" { (downloads("/dispatch/register/export", &asked, lang)) }
        (table(&frame, |rows| for paper in &register.papers {
            let mut row = rows.row();
            row.link(&urls::paper(paper.id), &paper.symbol).text(&date(paper.dated_on, lang));
            for cell in super::register::outgoing_line(paper, lang) {
                row.text(&cell);
            }
        }))
        (numbers(register, may, retry, lang))
        @if may && !register.is_closed { (clerk(register, retry, lang)) }
    };
    desk_page(ctx, urls::REGISTER, name.get(lang), None, body)
}

/// Reserved and cancelled numbers, with their reasons.
fn numbers(register: &Register, may: bool, retry: Option<&Retry>, lang: kit::text::Lang) -> Markup {
    let others: Vec<_> = register.numbers.iter().filter(|one| one.state != "given").collect();
    let columns = [
        Column::main(texts::FIELD_RESERVED.get(lang)),
        Column::text(texts::COLUMN_STATE.get(lang)),
        Column::text(texts::FIELD_REASON.get(lang)),
        Column::text(texts::COLUMN_DRAFTER.get(lang)),
        Column::actions(texts::CANCEL_NUMBER.get(lang)),
    ];
    let frame = Table {
        caption: texts::OTHER_NUMBERS.get(lang),
        caption_is_shown: true,
        columns: &columns,
        ..Table::default()
    };
    html! {
        @if !others.is_empty() {
            (table(&frame, |rows| for one in others {
                let name = super::register::number_name(one, lang);
                let kept = Kept::of(retry, &format!("cancel-{}-{}", one.series, one.number));
                let errors = kept.errors(lang);
                let form = Form {
                    lang,
                    action: "/dispatch/register/cancel",
                    errors: &errors,
                    submit: texts::CANCEL_NUMBER.get(lang),
                    ..Form::default()
                };
                let act = html! {
                    @if may && one.state == "reserved" {
                        (disclosure(&format!("{} {name}", texts::CANCEL_NUMBER.get(lang)), kept.is_open(), form.render(html! {
                            (hidden("year", &register.year.to_string())) (hidden("series", &one.series)) (hidden("number", &one.number.to_string()))
                            (form.field(Field::text("reason", texts::FIELD_REASON.get(lang)).value(kept.value("reason")).required()))
                        })))
                    }
                };
                rows.row().text(&name).text(super::register::number_state(&one.state).get(lang)).text(&one.reason)
                    .text(&format!("{}, {}", one.by, moment(Some(one.at), lang))).cell(act);
            }))
        }
    }
}

fn template_choices(names: &[TemplateName], lang: kit::text::Lang) -> Vec<Choice<'_>> {
    names.iter().map(|one| Choice { value: &one.name, label: template_title(one, lang) }).collect()
}

/// Reserving a number, closing the year.
fn clerk(register: &Register, retry: Option<&Retry>, lang: kit::text::Lang) -> Markup {
    let kept = Kept::of(retry, "reserve");
    let errors = kept.errors(lang);
    let names = compose::built_in().map(print::Templates::names).unwrap_or_default();
    let choices = template_choices(&names, lang);
    let form = Form {
        lang,
        action: "/dispatch/register/reserve",
        errors: &errors,
        submit: texts::RESERVE.get(lang),
        ..Form::default()
    };
    let close = Form {
        lang,
        action: "/dispatch/register/close",
        submit: texts::CLOSE_YEAR.get(lang),
        submit_kind: ButtonKind::Danger,
        ..Form::default()
    };
    html! {
        (disclosure(texts::RESERVE.get(lang), kept.is_open(), form.render(html! {
            (form.field(Field::select("template", texts::FIELD_TEMPLATE.get(lang), &choices).value(kept.value("template"))))
            (form.field(Field::text("reason", texts::FIELD_REASON.get(lang)).value(kept.value("reason")).required()))
        })))
        (disclosure(texts::CLOSE_YEAR.get(lang), false, close.render(html! {
            p { (texts::CLOSE_HINT.get(lang)) } (hidden("year", &register.year.to_string()))
        })))
    }
}

pub fn templates(ctx: &Ctx, names: &[TemplateName]) -> Markup {
    let lang = ctx.lang();
    let body = html! {
        p { (texts::TEMPLATES_HINT.get(lang)) }
        ul {
            li { a href=(format!("{}/issuers", urls::TEMPLATES)) { (texts::ISSUERS.get(lang)) } }
            @for one in names { li { a href=(format!("{}/{}", urls::TEMPLATES, one.name)) { (template_title(one, lang)) } } }
        }
    };
    desk_page(ctx, urls::TEMPLATES, texts::TAB_TEMPLATES.get(lang), None, body)
}

pub fn template(
    ctx: &Ctx,
    name: &str,
    typed: &TemplateForm,
    versions: &[TemplateVersion],
    sample: Option<&Paper>,
    error: Option<&DispatchError>,
) -> Markup {
    let lang = ctx.lang();
    let may = ctx.actor.can(Permission::EditTemplates) && ctx.scope().is_ok_and(|scope| scope.is_everything);
    let faults: Vec<(&'static str, Phrase)> = error.map(Fault::fields).unwrap_or_default();
    let errors: Vec<FieldError<'_>> =
        faults.iter().map(|(field, phrase)| FieldError { field, message: phrase.get(lang) }).collect();
    let refusal = error.map(Fault::message);
    let action = format!("{}/{name}", urls::TEMPLATES);
    let form = Form {
        lang,
        action: &action,
        errors: &errors,
        submit: texts::SAVE.get(lang),
        cancel: urls::TEMPLATES,
        ..Form::default()
    };
    let look = Button {
        label: texts::LOOK_SAMPLE.get(lang),
        kind: ButtonKind::Secondary,
        name: "act",
        value: "look",
        ..Button::default()
    };
    let body = html! {
        @if let Some(phrase) = &refusal { (Notice { tone: Tone::Danger, title: phrase.get(lang), ..Notice::default() }) }
        @if let Some(made) = sample { (text::paper(made)) }
        @if may {
            (form.render(html! {
                (form.field(Field::area("text", texts::FIELD_TEMPLATE_TEXT.get(lang), 24).value(&typed.text).required()))
                (form.field(Field::date("valid_from", texts::FIELD_FROM.get(lang)).value(&typed.valid_from)))
                (form.field(Field::text("note", texts::FIELD_CHANGE_NOTE.get(lang)).value(&typed.note)))
                p { (look) }
            }))
        } @else { pre class="card" tabindex="0" lang="vi" { (typed.text) } }
        @if !versions.is_empty() {
            h2 { (texts::TAB_VERSIONS.get(lang)) }
            ul { @for one in versions { li { (date(Some(one.valid_from), lang)) " – " (one.by) ", " (moment(Some(one.at), lang)) @if !one.note.is_empty() { ": " (one.note) } } } }
        }
    };
    desk_page(ctx, urls::TEMPLATES, name, None, body)
}

pub fn settings(
    ctx: &Ctx,
    series: Series,
    authorities: &[Authority],
    names: &[TemplateName],
    retry: Option<&Retry>,
) -> Markup {
    let lang = ctx.lang();
    let kept = Kept::of(retry, "authority");
    let errors = kept.errors(lang);
    let ways = [
        Choice { value: "type", label: texts::SERIES_TYPE.get(lang) },
        Choice { value: "common", label: texts::SERIES_COMMON.get(lang) },
    ];
    let roles = Role::ALL.into_iter().filter(|role| role.allows(Permission::SignPapers));
    let roles: Vec<Choice<'_>> =
        roles.map(|role| Choice { value: role.code(), label: role_word(role).get(lang) }).collect();
    let mut kinds = vec![Choice { value: "", label: texts::EVERY_KIND.get(lang) }];
    kinds.extend(template_choices(names, lang));
    let form = Form { lang, action: urls::SETTINGS, submit: texts::SAVE.get(lang), ..Form::default() };
    let rule = Form {
        lang,
        action: "/dispatch/settings/authority",
        errors: &errors,
        submit: texts::ADD.get(lang),
        ..Form::default()
    };
    let title_of = |template: &str| {
        names
            .iter()
            .find(|one| one.name == template)
            .map_or(texts::EVERY_KIND.get(lang), |one| template_title(one, lang))
    };
    let body = html! {
        (notice(retry, lang))
        h2 { (texts::NUMBERING.get(lang)) }
        @let field = Field::select("series", texts::NUMBERING.get(lang), &ways).value(series.code());
        @if ctx.actor.can(Permission::NumberPapers) { (form.render(form.field(field))) } @else {
            p { (if series == Series::Type { texts::SERIES_TYPE } else { texts::SERIES_COMMON }.get(lang)) }
        }
        h2 { (texts::AUTHORITIES.get(lang)) }
        p { (texts::AUTHORITIES_HINT.get(lang)) }
        ul {
            @for one in authorities {
                li {
                    (title_of(&one.template)) ": " (role_word(one.role).get(lang)) ", " (texts::FIELD_FROM.get(lang)) " " (date(Some(one.valid_from), lang))
                    @if let Some(end) = one.valid_to { " – " (texts::ended(kit::text::day(end, lang)).get(lang)) }
                    @else if ctx.actor.can(Permission::SignPapers) {
                        " " (button(&format!("{}/authority/{}/end", urls::SETTINGS, one.id), texts::END.get(lang), ButtonKind::Quiet))
                    }
                }
            }
        }
        @if ctx.actor.can(Permission::SignPapers) {
            (rule.render(html! {
                (rule.field(Field::select("template", texts::FIELD_TEMPLATE.get(lang), &kinds).value(kept.value("template"))))
                (rule.field(Field::select("role", texts::FIELD_ROLE.get(lang), &roles).value(kept.value("role"))))
                (rule.field(Field::date("valid_from", texts::FIELD_FROM.get(lang)).value(kept.value("valid_from"))))
            }))
        }
    };
    desk_page(ctx, urls::SETTINGS, texts::TAB_SETTINGS.get(lang), None, body)
}

fn role_word(role: Role) -> kit::text::Text {
    if role == Role::CommuneOfficer { texts::ROLE_COMMUNE } else { texts::ROLE_LEADER }
}
