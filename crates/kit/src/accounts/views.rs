//! Markup of signing in and of one's own account.

use maud::{Markup, html};

use super::store::TokenRow;
use crate::error::Internal;
use crate::page::Sheet;
use crate::text::{Lang, Phrase};
use crate::texts;
use crate::ui::{
    Badge, Button, ButtonKind, Choice, Column, Field, FieldError, Form, LinkButton, Notice, PlainPage, Table,
    Tone, card, copyable, hidden, inline_form, key_values, paths, success_notice, table,
};
use crate::web::{Ctx, Guest, RequestFacts};

#[derive(Debug, Default)]
pub(super) struct SignInPage<'a> {
    pub login: &'a str,
    pub next: &'a str,
    pub error: Option<Phrase>,
}

pub(super) fn sign_in(guest: &Guest, page: &SignInPage<'_>) -> Markup {
    let facts = &guest.facts;
    let lang = facts.lang;
    let form =
        Form { lang, action: paths::SIGN_IN, submit: texts::SIGN_IN_TITLE.get(lang), ..Form::default() };
    let login = Field::text("login", texts::SIGN_IN_LOGIN.get(lang))
        .value(page.login)
        .autocomplete("username")
        .required();
    let body = form.render(html! {
        (hidden("next", page.next))
        (form.field(if page.login.is_empty() { login.focus() } else { login }))
        (form.field(Field::password("password", texts::SIGN_IN_PASSWORD.get(lang)).autocomplete("current-password").required()))
        (form.field(Field::text("code", texts::SIGN_IN_CODE.get(lang)).hint(texts::SIGN_IN_CODE_HINT.get(lang))
            .autocomplete("one-time-code").short()))
    });
    let body = html! {
        (body)
        @if let Some(provider) = &guest.app.openid { (openid_button(lang, &provider.settings.label, page.next)) }
        p class="muted" { (texts::SIGN_IN_HELP.get(lang)) }
    };
    let notices: Vec<Notice<'_>> = page
        .error
        .iter()
        .map(|error| Notice { tone: Tone::Danger, title: error.get(lang), ..Notice::default() })
        .collect();
    let title = texts::SIGN_IN_TITLE.get(lang);
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

/// A link, no form: pages of ours may send forms only to themselves.
fn openid_button(lang: Lang, label: &str, next: &str) -> Markup {
    let label = if label.is_empty() { texts::SIGN_IN_OPENID_LABEL.get(lang) } else { label };
    let title = texts::sign_in_openid(label);
    let query = serde_html_form::to_string([("next", next)]).unwrap_or_default();
    let href = format!("{}?{query}", paths::OPENID);
    html! { p { (LinkButton { href: &href, label: title.get(lang), ..LinkButton::default() }) } }
}

/// The account's own second step after the provider's part.
pub(super) fn openid_code(facts: &RequestFacts, error: Option<Phrase>) -> Markup {
    let lang = facts.lang;
    let form =
        Form { lang, action: paths::OPENID_CODE, submit: texts::SIGN_IN_TITLE.get(lang), ..Form::default() };
    let code = Field::text("code", texts::SIGN_IN_CODE.get(lang))
        .hint(texts::SIGN_IN_OPENID_CODE_HINT.get(lang))
        .autocomplete("one-time-code")
        .short()
        .required()
        .focus();
    let body = html! {
        (form.render(html! { (form.field(code)) }))
        p { a href=(paths::SIGN_IN) { (texts::SIGN_IN_OTHER_WAY.get(lang)) } }
    };
    let notices: Vec<Notice<'_>> = error
        .iter()
        .map(|error| Notice { tone: Tone::Danger, title: error.get(lang), ..Notice::default() })
        .collect();
    let title = texts::SIGN_IN_CODE.get(lang);
    PlainPage {
        lang,
        theme: facts.theme,
        title,
        path: paths::SIGN_IN,
        notices: &notices,
        body,
        csrf: "",
        is_wide: false,
    }
    .render()
}

#[derive(Debug, Default)]
pub(super) struct AccountPage<'a> {
    pub tokens: &'a [TokenRow],
    /// Shown once.
    pub new_token: &'a str,
    pub error: Option<Phrase>,
}

pub(super) fn account(ctx: &Ctx, page: &AccountPage<'_>) -> Markup {
    let lang = ctx.lang();
    let body = html! {
        (card(texts::ACCOUNT_TITLE.get(lang), profile(ctx)))
        (card(texts::ACCOUNT_DISPLAY.get(lang), display(ctx)))
        (card(texts::ACCOUNT_TWO_STEP.get(lang), two_step_card(ctx)))
        (card(texts::ACCOUNT_TOKENS.get(lang), tokens(ctx, page)))
    };
    let title = texts::ACCOUNT_TITLE.get(lang);
    ctx.draw(Sheet { title, current: paths::ACCOUNT, body, ..Sheet::default() })
}

fn profile(ctx: &Ctx) -> Markup {
    let lang = ctx.lang();
    let here = ctx.actor.seat.as_ref().map(|seat| seat.post);
    let seats = html! {
        @if ctx.actor.seats.is_empty() { (texts::ACCOUNT_NO_SEAT.get(lang)) }
        ul {
            @for seat in &ctx.actor.seats {
                li {
                    (seat.title) " – " (seat.unit_name) " "
                    @if seat.is_stand_in { (Badge { tone: Tone::Info, word: texts::ACCOUNT_STAND_IN.get(lang) }) " " }
                    @if Some(seat.post) == here {
                        (Badge { tone: Tone::Active, word: texts::ACCOUNT_SEAT_NOW.get(lang) })
                    } @else {
                        (inline_form(paths::PREFERENCES, "", html! {
                            (hidden("back", paths::ACCOUNT))
                            (Button { label: texts::ACCOUNT_SWITCH.get(lang), name: "unit", value: &seat.post.to_string(), ..Button::default() })
                        }))
                    }
                }
            }
        }
    };
    html! {
        (key_values(&[
            (texts::ACCOUNT_NAME.get(lang), html! { (ctx.actor.name) }),
            (texts::SIGN_IN_LOGIN.get(lang), html! { code { (ctx.actor.login) } }),
            (texts::ACCOUNT_SEATS.get(lang), seats),
        ]))
        p { (LinkButton { href: paths::PASSWORD, label: texts::ACCOUNT_PASSWORD_TITLE.get(lang), ..LinkButton::default() }) }
    }
}

fn display(ctx: &Ctx) -> Markup {
    let lang = ctx.lang();
    let langs = [
        Choice { value: "vi", label: texts::UI_IN_VIETNAMESE.vi },
        Choice { value: "en", label: texts::UI_IN_ENGLISH.en },
    ];
    let themes = [
        Choice { value: "auto", label: texts::UI_THEME_AUTO.get(lang) },
        Choice { value: "light", label: texts::UI_THEME_LIGHT.get(lang) },
        Choice { value: "dark", label: texts::UI_THEME_DARK.get(lang) },
    ];
    let form =
        Form { lang, action: paths::PREFERENCES, submit: texts::ACCOUNT_SAVE.get(lang), ..Form::default() };
    form.render(html! {
        (hidden("back", paths::ACCOUNT))
        (form.field(Field::radio("lang", texts::ACCOUNT_LANG.get(lang), &langs).value(lang.tag())))
        (form.field(Field::radio("theme", texts::UI_THEME.get(lang), &themes).value(ctx.facts.theme.tag().unwrap_or("auto"))))
    })
}

fn two_step_card(ctx: &Ctx) -> Markup {
    let lang = ctx.lang();
    if !ctx.actor.has_totp {
        let label = texts::ACCOUNT_TWO_STEP_START.get(lang);
        return html! {
            p { (texts::ACCOUNT_TWO_STEP_OFF.get(lang)) }
            p { (LinkButton { href: "/account/two-step", label, ..LinkButton::default() }) }
        };
    }
    let form = Form {
        lang,
        action: "/account/two-step/off",
        submit: texts::ACCOUNT_TWO_STEP_STOP.get(lang),
        submit_kind: ButtonKind::Danger,
        ..Form::default()
    };
    let password = Field::password("password", texts::ACCOUNT_PASSWORD_OLD.get(lang))
        .autocomplete("current-password")
        .required();
    html! {
        p { (texts::ACCOUNT_TWO_STEP_ON.get(lang)) }
        (form.render(form.field(password)))
    }
}

fn tokens(ctx: &Ctx, page: &AccountPage<'_>) -> Markup {
    let (lang, now) = (ctx.lang(), ctx.now());
    let errors: Vec<FieldError<'_>> =
        page.error.iter().map(|error| FieldError { field: "name", message: error.get(lang) }).collect();
    let form = Form {
        lang,
        action: "/account/tokens",
        errors: &errors,
        submit: texts::ACCOUNT_TOKEN_CREATE.get(lang),
        ..Form::default()
    };
    let columns = [
        Column::main(texts::ACCOUNT_TOKEN_NAME.get(lang)),
        Column::number(texts::ACCOUNT_TOKEN_MADE.get(lang)),
        Column::number(texts::ACCOUNT_TOKEN_EXPIRES.get(lang)),
        Column::actions(texts::ACCOUNT_TOKEN_REVOKE.get(lang)),
    ];
    let frame = Table { caption: texts::ACCOUNT_TOKENS.get(lang), columns: &columns, ..Table::default() };
    html! {
        p { (texts::ACCOUNT_TOKENS_TEXT.get(lang)) }
        @if !page.new_token.is_empty() {
            (success_notice(texts::ACCOUNT_TOKEN_CREATED.get(lang)))
            p { (copyable(lang, page.new_token)) }
        }
        @if page.tokens.is_empty() {
            p class="muted" { (texts::ACCOUNT_TOKENS_NONE.get(lang)) }
        } @else {
            (table(&frame, |rows| for token in page.tokens {
                let state = if token.revoked_at.is_some() {
                    html! { (Badge { tone: Tone::Neutral, word: texts::ACCOUNT_TOKEN_REVOKED.get(lang) }) }
                } else if token.expires_at <= now {
                    html! { (Badge { tone: Tone::Neutral, word: texts::ACCOUNT_TOKEN_EXPIRED.get(lang) }) }
                } else {
                    let label = texts::ACCOUNT_TOKEN_REVOKE.get(lang);
                    let button = Button { label, kind: ButtonKind::Danger, confirm: label, ..Button::default() };
                    inline_form(&format!("/account/tokens/{}/revoke", token.id), "", html! { (button) })
                };
                rows.row()
                    .text(&token.name)
                    .text(&crate::text::day(token.created_at.date(), lang))
                    .text(&crate::text::day(token.expires_at.date(), lang))
                    .cell(state);
            }))
        }
        (form.render(html! {
            (form.field(Field::text("name", texts::ACCOUNT_TOKEN_NAME.get(lang)).required()))
            (form.field(Field::number("days", texts::ACCOUNT_TOKEN_DAYS.get(lang)).value("90")))
        }))
    }
}

#[derive(Debug, Default)]
pub(super) struct PasswordPage {
    pub error: Option<(&'static str, Phrase)>,
    pub is_done: bool,
}

pub(super) fn password(ctx: &Ctx, page: &PasswordPage) -> Markup {
    let lang = ctx.lang();
    let errors: Vec<FieldError<'_>> =
        page.error.iter().map(|(field, message)| FieldError { field, message: message.get(lang) }).collect();
    let form = Form {
        lang,
        action: paths::PASSWORD,
        errors: &errors,
        submit: texts::ACCOUNT_PASSWORD_SUBMIT.get(lang),
        ..Form::default()
    };
    let must = ctx.actor.must_change_password && !page.is_done;
    let body = html! {
        @if page.is_done {
            p { a class="btn primary" href=(paths::HOME) { (texts::GO_HOME.get(lang)) } }
        } @else {
            (form.render(html! {
                (form.field(Field::password("old", texts::ACCOUNT_PASSWORD_OLD.get(lang)).autocomplete("current-password").required()))
                (form.field(Field::password("new", texts::ACCOUNT_PASSWORD_NEW.get(lang))
                    .hint(texts::ACCOUNT_PASSWORD_HINT.get(lang)).autocomplete("new-password").required()))
                (form.field(Field::password("again", texts::ACCOUNT_PASSWORD_AGAIN.get(lang)).autocomplete("new-password").required()))
            }))
            @if !must { p { a href=(paths::ACCOUNT) { (texts::ACCOUNT_TITLE.get(lang)) } } }
        }
    };
    let mut notices = Vec::new();
    if page.is_done {
        notices.push(success_notice(texts::ACCOUNT_PASSWORD_DONE.get(lang)));
    } else if must {
        let title = texts::ERROR_MUST_CHANGE_PASSWORD.get(lang);
        notices.push(Notice { tone: Tone::Warning, title, ..Notice::default() });
    }
    let title = texts::ACCOUNT_PASSWORD_TITLE.get(lang);
    PlainPage {
        lang,
        theme: ctx.facts.theme,
        title,
        path: paths::PASSWORD,
        notices: &notices,
        body,
        csrf: "",
        is_wide: false,
    }
    .render()
}

#[derive(Debug)]
pub(super) struct TwoStepPage<'a> {
    pub secret: &'a str,
    pub error: Option<(&'static str, Phrase)>,
}

pub(super) fn two_step(ctx: &Ctx, page: &TwoStepPage<'_>) -> Result<Markup, Internal> {
    let lang = ctx.lang();
    let address = otpauth(&ctx.actor.login, page.secret);
    let picture = qr(&address, texts::ACCOUNT_TWO_STEP_PICTURE.get(lang))?;
    let errors: Vec<FieldError<'_>> =
        page.error.iter().map(|(field, message)| FieldError { field, message: message.get(lang) }).collect();
    let form = Form {
        lang,
        action: "/account/two-step",
        errors: &errors,
        submit: texts::ACCOUNT_TWO_STEP_CONFIRM.get(lang),
        cancel: paths::ACCOUNT,
        ..Form::default()
    };
    let code = Field::text("code", texts::ACCOUNT_TWO_STEP_CODE.get(lang))
        .autocomplete("one-time-code")
        .short()
        .required();
    let body = html! {
        p { (texts::ACCOUNT_TWO_STEP_SCAN.get(lang)) }
        p { a href=(address) { (picture) } }
        p { (texts::ACCOUNT_TWO_STEP_SECRET.get(lang)) ": " (copyable(lang, page.secret)) }
        (form.render(html! {
            (hidden("secret", page.secret))
            (form.field(code))
            @if ctx.actor.has_totp {
                (form.field(Field::password("password", texts::ACCOUNT_PASSWORD_OLD.get(lang))
                    .autocomplete("current-password").required()))
            }
        }))
    };
    let title = texts::ACCOUNT_TWO_STEP_START.get(lang);
    Ok(ctx.draw(Sheet { title, current: paths::ACCOUNT, body, ..Sheet::default() }))
}

pub(super) fn recovery_codes(ctx: &Ctx, codes: &[String]) -> Markup {
    let lang = ctx.lang();
    let body = html! {
        p { (texts::ACCOUNT_CODES_TEXT.get(lang)) }
        ol { @for code in codes { li { code { (code) } } } }
        p { (LinkButton { href: paths::ACCOUNT, label: texts::ACCOUNT_CODES_DONE.get(lang), kind: ButtonKind::Primary, icon: None }) }
    };
    let title = texts::ACCOUNT_CODES_TITLE.get(lang);
    ctx.draw(Sheet { title, current: paths::ACCOUNT, body, ..Sheet::default() })
}

/// The address that authenticator apps read. Sign-in names hold only letters, digits and `._-`, so nothing needs encoding.
fn otpauth(login: &str, secret: &str) -> String {
    format!("otpauth://totp/DoanKet:{login}?secret={secret}&issuer=DoanKet")
}

/// A QR code as a drawing: one path, dark on light whatever the theme, because cameras expect it so.
fn qr(text: &str, label: &str) -> Result<Markup, Internal> {
    use std::fmt::Write as _;
    // The border that the standard asks for.
    const QUIET: usize = 4;
    let code = qrcode::QrCode::new(text).map_err(Internal::from_error)?;
    let width = code.width();
    let mut path = String::new();
    for (place, color) in code.to_colors().into_iter().enumerate() {
        if color == qrcode::Color::Dark {
            let _ = write!(path, "M{} {}h1v1h-1z", place % width + QUIET, place / width + QUIET);
        }
    }
    let side = width + 2 * QUIET;
    Ok(html! {
        svg width="240" height="240" viewBox={ "0 0 " (side) " " (side) } role="img" aria-label=(label) shape-rendering="crispEdges" {
            rect width=(side) height=(side) fill="#fff" {}
            path d=(path) fill="#000" {}
        }
    })
}
