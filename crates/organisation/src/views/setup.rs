//! Markup of the first run.

use kit::Fault as _;
use kit::ui::{Choice, Field, FieldError, Form, Notice, PlainPage, Tone, card, hidden};
use kit::web::RequestFacts;
use maud::{Markup, html};

use crate::error::OrganisationError;
use crate::setup::SetupForm;
use crate::texts;

pub(crate) struct SetupPage<'a> {
    pub form: &'a SetupForm,
    /// `(value, name)`.
    pub choices: &'a [(String, String)],
    pub error: Option<&'a OrganisationError>,
}

pub(crate) fn show(facts: &RequestFacts, page: &SetupPage<'_>) -> Markup {
    let lang = facts.lang;
    let typed = page.form;
    let faults = page.error.map(OrganisationError::fields).unwrap_or_default();
    let errors: Vec<FieldError<'_>> =
        faults.iter().map(|(field, phrase)| FieldError { field, message: phrase.get(lang) }).collect();
    let message = page.error.filter(|_| errors.is_empty()).map(OrganisationError::message);
    let notices: Vec<Notice<'_>> = message
        .iter()
        .map(|message| Notice { tone: Tone::Danger, title: message.get(lang), ..Notice::default() })
        .collect();
    let search = Form { lang, action: "/setup", submit: texts::UNITS_FIND.get(lang), ..Form::default() };
    let committees: Vec<Choice<'_>> = std::iter::once(Choice { value: "", label: "–" })
        .chain(page.choices.iter().map(|(value, label)| Choice { value, label }))
        .collect();
    let units = [
        Choice { value: "own", label: texts::SETUP_UNITS_OWN.get(lang) },
        Choice { value: "country", label: texts::SETUP_UNITS_COUNTRY.get(lang) },
    ];
    let chosen = if typed.units.is_empty() { "own" } else { &typed.units };
    let form = Form {
        lang,
        action: "/setup",
        errors: &errors,
        submit: texts::SETUP_SUBMIT.get(lang),
        ..Form::default()
    };
    let body = html! {
        p { (texts::SETUP_TEXT.get(lang)) }
        (card(texts::SETUP_SEARCH.get(lang), search.render_get(html! {
            (search.field(Field::search("q", texts::SETUP_SEARCH_LABEL.get(lang)).value(&typed.q).hint(texts::SETUP_SEARCH_HINT.get(lang))))
        })))
        (card(texts::SETUP_TITLE.get(lang), form.render(html! {
            (hidden("q", &typed.q))
            (form.field(Field::select("committee", texts::SETUP_COMMITTEE.get(lang), &committees).value(&typed.committee).required()))
            (form.field(Field::radio("units", texts::SETUP_UNITS.get(lang), &units).value(chosen)))
            (form.field(Field::text("name", texts::SETUP_NAME.get(lang)).value(&typed.name).autocomplete("name").required()))
            (form.field(Field::text("login", texts::ACCOUNT_LOGIN.get(lang)).value(&typed.login)
                .hint(texts::ACCOUNT_LOGIN_HINT.get(lang)).autocomplete("username").required()))
            (form.field(Field::password("password", texts::SETUP_PASSWORD.get(lang)).hint(texts::SETUP_PASSWORD_HINT.get(lang))
                .autocomplete("new-password").required()))
            (form.field(Field::password("again", texts::SETUP_AGAIN.get(lang)).autocomplete("new-password").required()))
            (form.field(Field::text("code", texts::SETUP_CODE.get(lang)).value(&typed.code).hint(texts::SETUP_CODE_HINT.get(lang)).required()))
        })))
    };
    let title = texts::SETUP_TITLE.get(lang);
    PlainPage {
        lang,
        theme: facts.theme,
        title,
        path: &facts.path,
        notices: &notices,
        body,
        csrf: "",
        is_wide: false,
    }
    .render()
}
