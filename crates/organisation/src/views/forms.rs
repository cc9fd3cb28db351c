//! Markup of the forms that change units.

use kit::Fault as _;
use kit::page::Sheet;
use kit::text::{Lang, Phrase};
use kit::ui::{ButtonKind, Choice, Crumb, Field, FieldError, Form, Notice, Tone};
use kit::web::Ctx;
use maud::{Markup, html};

use crate::actions::{CloseForm, RenameForm, UnitForm};
use crate::error::OrganisationError;
use crate::pages::MergeForm;
use crate::texts;
use crate::unit::{Relation, Unit, UnitKind};
use crate::words;

/// A form of one unit: title, where it is sent, what is wrong, its fields.
struct UnitFormPage<'a> {
    unit: &'a Unit,
    title: &'a str,
    action: &'a str,
    kind: ButtonKind,
    error: Option<&'a OrganisationError>,
}

impl UnitFormPage<'_> {
    fn draw(&self, ctx: &Ctx, fields: impl FnOnce(&Form<'_>) -> Markup) -> Markup {
        let lang = ctx.lang();
        let faults: Vec<(&'static str, Phrase)> =
            self.error.map(OrganisationError::fields).unwrap_or_default();
        let errors: Vec<FieldError<'_>> =
            faults.iter().map(|(field, phrase)| FieldError { field, message: phrase.get(lang) }).collect();
        let base = format!("/units/{}", self.unit.id);
        let form = Form {
            lang,
            action: &format!("{base}/{}", self.action),
            errors: &errors,
            submit: self.title,
            submit_kind: self.kind,
            cancel: &base,
            ..Form::default()
        };
        let message = self.error.filter(|_| errors.is_empty()).map(OrganisationError::message);
        let notices: Vec<Notice<'_>> = message
            .iter()
            .map(|message| Notice { tone: Tone::Danger, title: message.get(lang), ..Notice::default() })
            .collect();
        let crumbs = [
            Crumb { href: "/units", label: texts::UNITS_TITLE.get(lang) },
            Crumb { href: &base, label: &self.unit.short_name },
            Crumb { href: "", label: self.title },
        ];
        let body = form.render(fields(&form));
        let title = self.title;
        ctx.draw(Sheet {
            title,
            current: "/units",
            crumbs: &crumbs,
            notices: &notices,
            body,
            ..Sheet::default()
        })
    }
}

fn kinds(lang: Lang) -> Vec<Choice<'static>> {
    UnitKind::ALL
        .iter()
        .map(|kind| Choice { value: kind.code(), label: words::kind(*kind).get(lang) })
        .collect()
}

fn relations(lang: Lang) -> Vec<Choice<'static>> {
    std::iter::once(Choice { value: "", label: texts::RELATION_NONE.get(lang) })
        .chain(
            Relation::ALL.map(|relation| Choice {
                value: relation.code(),
                label: words::relation(relation).get(lang),
            }),
        )
        .collect()
}

fn unit_fields(lang: Lang, form: &Form<'_>, typed: &UnitForm) -> Markup {
    html! {
        (form.field(Field::select("kind", texts::UNIT_KIND.get(lang), &kinds(lang)).value(&typed.kind).required()))
        (form.field(Field::text("name", texts::UNIT_NAME.get(lang)).value(&typed.name).required()))
        (form.field(Field::text("short_name", texts::UNIT_SHORT_NAME.get(lang)).value(&typed.short_name)))
        (form.field(Field::text("code", texts::UNIT_CODE.get(lang)).value(&typed.code).hint(texts::FORM_CODE_HINT.get(lang)).short()))
        (form.field(Field::date("from", texts::UNIT_FROM.get(lang)).value(&typed.from).required()))
        (form.field(Field::text("basis", texts::UNIT_BASIS.get(lang)).value(&typed.basis)))
        (form.field(Field::select("relation", texts::UNIT_RELATIONS.get(lang), &relations(lang)).value(&typed.relation)
            .hint(texts::FORM_RELATION_HINT.get(lang))))
    }
}

pub(crate) fn new(ctx: &Ctx, parent: &Unit, typed: &UnitForm, error: Option<&OrganisationError>) -> Markup {
    let lang = ctx.lang();
    let title = texts::FORM_NEW.get(lang);
    let page = UnitFormPage { unit: parent, title, action: "new", kind: ButtonKind::Primary, error };
    page.draw(ctx, |form| unit_fields(lang, form, typed))
}

pub(crate) fn merge(
    ctx: &Ctx,
    parent: &Unit,
    typed: &MergeForm,
    error: Option<&OrganisationError>,
) -> Markup {
    let lang = ctx.lang();
    let title = texts::FORM_MERGE.get(lang);
    let page = UnitFormPage { unit: parent, title, action: "merge", kind: ButtonKind::Primary, error };
    page.draw(ctx, |form| {
        html! {
            (form.field(Field::area("predecessors", texts::UNIT_PREDECESSORS.get(lang), 4).value(&typed.predecessors)
                .hint(texts::FORM_MERGE_HINT.get(lang)).required()))
            (unit_fields(lang, form, &typed.unit))
        }
    })
}

pub(crate) fn rename(
    ctx: &Ctx,
    unit: &Unit,
    typed: &RenameForm,
    error: Option<&OrganisationError>,
) -> Markup {
    let lang = ctx.lang();
    let title = texts::FORM_RENAME.get(lang);
    let page = UnitFormPage { unit, title, action: "rename", kind: ButtonKind::Primary, error };
    page.draw(ctx, |form| {
        html! {
            (form.field(Field::text("name", texts::UNIT_NAME.get(lang)).value(&typed.name).required()))
            (form.field(Field::text("short_name", texts::UNIT_SHORT_NAME.get(lang)).value(&typed.short_name)))
            (form.field(Field::date("from", texts::UNIT_FROM.get(lang)).value(&typed.from).required()))
            (form.field(Field::text("basis", texts::UNIT_BASIS.get(lang)).value(&typed.basis)))
            @if unit.kind.is_member_organisation() {
                (form.field(Field::select("relation", texts::UNIT_RELATIONS.get(lang), &relations(lang)).value(&typed.relation)))
            }
        }
    })
}

pub(crate) fn close(ctx: &Ctx, unit: &Unit, typed: &CloseForm, error: Option<&OrganisationError>) -> Markup {
    let lang = ctx.lang();
    let title = texts::FORM_CLOSE.get(lang);
    let page = UnitFormPage { unit, title, action: "close", kind: ButtonKind::Danger, error };
    page.draw(ctx, |form| {
        html! {
            p { (texts::FORM_CLOSE_TEXT.get(lang)) }
            (form.field(Field::date("last_day", texts::UNIT_LAST_DAY.get(lang)).value(&typed.last_day).required()))
            (form.field(Field::text("basis", texts::UNIT_BASIS.get(lang)).value(&typed.basis).required()))
            (form.field(Field::text("successor", texts::UNIT_SUCCESSORS.get(lang)).value(&typed.successor)
                .hint(texts::FORM_SUCCESSOR_HINT.get(lang))))
        }
    })
}
