//! Forms: fields with label, hint, error and the value as it was typed; a summary of what is wrong; drafts that survive.

use maud::{Markup, PreEscaped, html};

use super::button::filled;
use super::field::Kind;
use super::{ButtonKind, Choice, Field, Icon};
use crate::text::Lang;
use crate::texts;

/// What is wrong with one field, in the reader's language.
#[derive(Debug, Clone, Copy)]
pub struct FieldError<'a> {
    pub field: &'a str,
    pub message: &'a str,
}

/// A form as it is drawn: first time or with what was typed and what is wrong.
#[derive(Debug, Clone, Copy, Default)]
pub struct Form<'a> {
    pub lang: Lang,
    pub action: &'a str,
    pub errors: &'a [FieldError<'a>],
    /// The token against forged requests; empty leaves it out.
    pub csrf: &'a str,
    /// Files are sent.
    pub is_multipart: bool,
    /// A name under which a long form is kept in the browser until it is sent; empty keeps nothing.
    pub draft: &'a str,
    /// What the button does: "Ban hành".
    pub submit: &'a str,
    pub submit_kind: ButtonKind,
    /// Where "cancel" leads; empty leaves it out.
    pub cancel: &'a str,
    /// The element that the answer replaces, `#id`; empty loads a page.
    pub swap: &'a str,
}

impl Form<'_> {
    /// The whole form around `body`, which is made of [`Self::field`]s.
    pub fn render(&self, body: Markup) -> Markup {
        self.frame("post", "stack form", body)
    }

    /// A form that asks and changes nothing: its fields go into the address, and stand in one row above what they narrow.
    pub fn render_get(&self, body: Markup) -> Markup {
        self.frame("get", "stack form asks", body)
    }

    fn frame(&self, method: &str, class: &str, body: Markup) -> Markup {
        html! {
            form class=(class) method=(method) action=(self.action)
                enctype=[self.is_multipart.then_some("multipart/form-data")]
                data-draft=[filled(self.draft)] data-swap=[filled(self.swap)] {
                (hidden("csrf", self.csrf))
                (self.summary())
                (body)
                @if !self.submit.is_empty() {
                    div class="row" {
                        button type="submit" class=(if self.submit_kind == ButtonKind::Danger { "btn danger" } else { "btn primary" }) {
                            (self.submit)
                        }
                        @if !self.cancel.is_empty() {
                            a class="btn quiet" href=(self.cancel) { (texts::UI_CANCEL.get(self.lang)) }
                        }
                    }
                }
            }
        }
    }

    /// Everything that is wrong, with links to the fields; nothing when nothing is.
    pub fn summary(&self) -> Markup {
        html! {
            @if !self.errors.is_empty() {
                div class="notice t-danger" role="alert" tabindex="-1" data-focus {
                    (Icon::Stop)
                    div {
                        strong { (texts::ui_errors_count(self.errors.len()).get(self.lang)) }
                        ul {
                            @for error in self.errors {
                                li { a href={ "#f-" (error.field) } { (error.message) } }
                            }
                        }
                    }
                }
            }
        }
    }

    /// One field, with its error if it has one.
    pub fn field(&self, field: Field) -> Markup {
        let error = self.errors.iter().find(|error| error.field == field.name).map(|error| error.message);
        let described = match (field.hint.is_empty(), error) {
            (true, None) => None,
            (false, None) => Some(format!("h-{}", field.name)),
            (true, Some(_)) => Some(format!("e-{}", field.name)),
            (false, Some(_)) => Some(format!("h-{0} e-{0}", field.name)),
        };
        match field.kind {
            Kind::Radio(choices) => self.radio(&field, choices, error, described.as_deref()),
            Kind::Checkbox => self.checkbox(&field, error, described.as_deref()),
            _ => html! {
                div class=(if error.is_some() { "field bad" } else { "field" }) {
                    label for={ "f-" (field.name) } { (field.label) (self.mark(&field)) }
                    (Self::about(&field, error))
                    (self.control(&field, error.is_some(), described.as_deref()))
                }
            },
        }
    }

    fn mark(&self, field: &Field) -> Markup {
        html! {
            @if field.is_required {
                span class="req" aria-hidden="true" title=(texts::UI_REQUIRED.get(self.lang)) { "*" }
            }
        }
    }

    fn about(field: &Field, error: Option<&str>) -> Markup {
        html! {
            @if !field.hint.is_empty() { p class="hint" id={ "h-" (field.name) } { (field.hint) } }
            @if let Some(error) = error { p class="error" id={ "e-" (field.name) } { (Icon::Stop) (error) } }
        }
    }

    fn checkbox(&self, field: &Field, error: Option<&str>, described: Option<&str>) -> Markup {
        html! {
            div class=(if error.is_some() { "field bad" } else { "field" }) {
                label class="check" {
                    input type="checkbox" id={ "f-" (field.name) } name=(field.name) checked[!field.value.is_empty()]
                        required[field.is_required] aria-invalid=[error.map(|_| "true")] aria-describedby=[described];
                    span { (field.label) (self.mark(field)) }
                }
                (Self::about(field, error))
            }
        }
    }

    fn radio(
        &self,
        field: &Field,
        choices: &[Choice],
        error: Option<&str>,
        described: Option<&str>,
    ) -> Markup {
        html! {
            fieldset class=(if error.is_some() { "field bad" } else { "field" }) aria-describedby=[described] {
                legend { (field.label) (self.mark(field)) }
                (Self::about(field, error))
                @for (index, choice) in choices.iter().enumerate() {
                    label class="check" {
                        // The first one carries the id that the summary's link leads to.
                        input type="radio" name=(field.name) value=(choice.value)
                            id=[(index == 0).then(|| PreEscaped(format!("f-{}", field.name)))]
                            checked[choice.value == field.value] required[field.is_required];
                        span { (choice.label) }
                    }
                }
            }
        }
    }

    fn control(&self, field: &Field, is_bad: bool, described: Option<&str>) -> Markup {
        let invalid = is_bad.then_some("true");
        let (kind, mode, class) = match field.kind {
            Kind::Password => ("password", None, ""),
            Kind::Email => ("email", Some("email"), ""),
            Kind::Search => ("search", None, ""),
            Kind::Date => ("text", Some("numeric"), "short"),
            Kind::Number => ("text", Some("decimal"), "short n"),
            Kind::Money => ("text", Some("numeric"), "short n"),
            _ => ("text", None, ""),
        };
        let suffix = match field.kind {
            Kind::Money if field.suffix.is_empty() => texts::UI_DONG.get(self.lang),
            _ => field.suffix,
        };
        let place = matches!(field.kind, Kind::Date).then(|| texts::UI_DATE_SHAPE.get(self.lang));
        let enhance = match field.kind {
            Kind::Date => Some("date"),
            Kind::Money => Some("money"),
            _ => None,
        };
        html! {
            @match field.kind {
                Kind::Area(rows) => textarea id={ "f-" (field.name) } name=(field.name) rows=(rows) required[field.is_required]
                    autofocus[field.is_focused] aria-invalid=[invalid] aria-describedby=[described] { "\n" (field.value) },
                Kind::Select(choices) => select id={ "f-" (field.name) } name=(field.name) required[field.is_required]
                    autofocus[field.is_focused] aria-invalid=[invalid] aria-describedby=[described] {
                    @for choice in choices {
                        option value=(choice.value) selected[choice.value == field.value] { (choice.label) }
                    }
                },
                Kind::File { accept, is_many } => div class="drop" data-drop data-busy=(texts::UI_SENDING.get(self.lang)) {
                    (Icon::Upload)
                    input type="file" id={ "f-" (field.name) } name=(field.name) accept=[filled(accept)] multiple[is_many]
                        required[field.is_required] aria-invalid=[invalid] aria-describedby=[described];
                    span { (if is_many { texts::UI_DROP_MANY } else { texts::UI_DROP_ONE }.get(self.lang)) }
                },
                _ => {
                    span class="input" {
                        input type=(kind) id={ "f-" (field.name) } name=(field.name)
                            value=[(kind != "password").then_some(field.value).and_then(filled)]
                            class=[filled(if field.is_short && class.is_empty() { "short" } else { class })]
                            inputmode=[mode] placeholder=[place] data-as=[enhance]
                            autocomplete=[filled(field.autocomplete)] list=[(!field.list.is_empty()).then(|| format!("l-{}", field.name))]
                            required[field.is_required] autofocus[field.is_focused]
                            aria-invalid=[invalid] aria-describedby=[described];
                        @if !suffix.is_empty() { span class="suffix" { (suffix) } }
                    }
                    @if !field.list.is_empty() {
                        datalist id={ "l-" (field.name) } { @for word in field.list { option value=(word) {} } }
                    }
                }
            }
        }
    }
}

/// A field that people do not see; nothing when `value` is empty.
pub fn hidden(name: &str, value: &str) -> Markup {
    html! { @if !value.is_empty() { input type="hidden" name=(name) value=(value); } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_tied_to_its_field_and_keeps_what_was_typed() {
        let errors = [FieldError { field: "due", message: "Hạn đã qua." }];
        let form = Form { errors: &errors, ..Form::default() };
        let html = form.field(Field::date("due", "Hạn").value("31/02/2024").hint("Ngày làm việc")).0;
        assert!(html.contains("value=\"31/02/2024\""), "{html}");
        assert!(html.contains("aria-invalid=\"true\" aria-describedby=\"h-due e-due\""), "{html}");
        assert!(form.summary().0.contains("<a href=\"#f-due\">Hạn đã qua.</a>"));
    }

    #[test]
    fn a_password_is_never_sent_back() {
        let html = Form::default().field(Field::password("password", "Mật khẩu").value("secret")).0;
        assert!(!html.contains("secret"), "{html}");
    }

    #[test]
    fn typed_markup_stays_text() {
        let html = Form::default().field(Field::area("note", "Ghi chú", 3).value("</textarea><script>")).0;
        assert!(html.contains("&lt;/textarea&gt;&lt;script&gt;"), "{html}");
    }

    #[test]
    fn the_first_line_break_of_a_long_text_survives() {
        // HTML drops one line break after the opening tag; the field writes one of its own.
        let html = Form::default().field(Field::area("note", "Ghi chú", 3).value("\nA")).0;
        assert!(html.contains(">\n\nA</textarea>"), "{html}");
    }
}
