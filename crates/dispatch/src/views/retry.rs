//! A small form that was refused, shown again: what was typed stays, each fault stands beside its field.

use kit::Fault;
use kit::text::{Lang, Phrase};
use kit::ui::{FieldError, Notice, Tone};
use maud::{Markup, html};

use crate::error::DispatchError;

/// One form of a page with what was typed and what is wrong.
pub struct Retry {
    form: String,
    typed: Vec<(String, String)>,
    faults: Vec<(String, Phrase)>,
    message: Phrase,
}

impl Retry {
    pub fn new(form: impl Into<String>, typed: &[(&str, &str)], error: &DispatchError) -> Self {
        Self {
            form: form.into(),
            typed: typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            faults: error.fields().into_iter().map(|(field, phrase)| (field.to_owned(), phrase)).collect(),
            message: error.message(),
        }
    }

    /// Faults of fields whose names are counted, such as `words-3`.
    pub fn with_faults(mut self, faults: Vec<(String, Phrase)>) -> Self {
        self.faults = faults;
        self
    }
}

/// What a person can mend on the form itself.
pub fn stays(error: &DispatchError) -> bool {
    use DispatchError as E;
    matches!(
        error,
        E::Form(_)
            | E::ReasonMissing
            | E::UnitUnknown(_)
            | E::NoUnits
            | E::NotPdf
            | E::NotSigned
            | E::NotScan
            | E::OtherPaper
            | E::SignatureBroken
            | E::NotNumbered
            | E::NoSigner
            | E::Signing(_)
            | E::Secret(_)
            | E::YearOpen(_)
            | E::NotReserved(_)
            | E::EndedBody(_)
    )
}

/// The refusal at the head of the page, unless the form itself tells what is wrong in its fields.
pub fn notice(retry: Option<&Retry>, lang: Lang) -> Markup {
    html! {
        @if let Some(retry) = retry.filter(|retry| retry.faults.is_empty()) { (Notice { tone: Tone::Danger, title: retry.message.get(lang), ..Notice::default() }) }
    }
}

/// What a form of the page has to show of a refusal: nothing when another form was refused.
pub struct Kept<'a>(Option<&'a Retry>);

impl<'a> Kept<'a> {
    pub fn of(retry: Option<&'a Retry>, form: &str) -> Self {
        Self(retry.filter(|retry| retry.form == form))
    }

    pub fn is_open(&self) -> bool {
        self.0.is_some()
    }

    pub fn errors(&self, lang: Lang) -> Vec<FieldError<'a>> {
        let faults = self.0.map(|retry| retry.faults.as_slice()).unwrap_or_default();
        faults.iter().map(|(field, phrase)| FieldError { field, message: phrase.get(lang) }).collect()
    }

    pub fn value(&self, name: &str) -> &'a str {
        self.value_or(name, "")
    }

    pub fn value_or(&self, name: &str, usual: &'a str) -> &'a str {
        let Some(retry) = self.0 else { return usual };
        retry.typed.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    }
}
