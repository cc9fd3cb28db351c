//! Markup of accounts as administrators keep them.

use kit::page::Sheet;
use kit::paging::PageOf;
use kit::permission::Role;
use kit::text::{Lang, Phrase};
use kit::ui::{
    Badge, Button, ButtonKind, Choice, Column, Crumb, Empty, Field, FieldError, Form, Icon, LinkButton, Next,
    Notice, Pager, Table, Tone, card, copyable, inline_form, table,
};
use kit::web::Ctx;
use kit::{Fault as _, PostId};
use maud::{Markup, html};

use crate::error::OrganisationError;
use crate::seats::{AccountForm, SeatForm};
use crate::store::{AccountLine, PostRow};
use crate::texts;
use crate::words;

pub(crate) fn list(ctx: &Ctx, page: &PageOf<AccountLine>) -> Markup {
    let lang = ctx.lang();
    let columns = [
        Column::main(texts::ACCOUNT_NAME.get(lang)),
        Column::text(texts::ACCOUNT_LOGIN.get(lang)),
        Column::text(texts::POST_TITLE.get(lang)),
        Column::text(texts::UNIT_NAME.get(lang)),
        Column::text(texts::ACCOUNT_STATE.get(lang)),
    ];
    let frame = Table { caption: texts::ACCOUNTS_TITLE.get(lang), columns: &columns, ..Table::default() };
    let next = match (page.has_more, page.rows.last()) {
        (true, Some(last)) => super::units::with_query("/accounts", &[("after", &last.login)]),
        _ => String::new(),
    };
    let body = html! {
        @if page.rows.is_empty() {
            (Empty { icon: Icon::People, title: texts::ACCOUNTS_NONE.get(lang), text: texts::ACCOUNTS_NONE_TEXT.get(lang),
                next: Some(Next { href: "/accounts/new", label: texts::ACCOUNT_NEW.get(lang) }) })
        } @else {
            (table(&frame, |rows| for line in &page.rows {
                rows.row()
                    .link(&format!("/accounts/{}", line.id), &line.name)
                    .text(&line.login)
                    .text(line.title.as_deref().unwrap_or(""))
                    .text(line.unit_name.as_deref().unwrap_or(""))
                    .cell(state(lang, line));
            }))
            (Pager { lang, newer: "", older: &next, note: "" })
        }
    };
    let add = LinkButton {
        href: "/accounts/new",
        label: texts::ACCOUNT_NEW.get(lang),
        icon: Some(Icon::Plus),
        kind: ButtonKind::Primary,
    };
    let title = texts::ACCOUNTS_TITLE.get(lang);
    ctx.draw(Sheet { title, current: "/accounts", actions: Some(html! { (add) }), body, ..Sheet::default() })
}

fn state(lang: Lang, line: &AccountLine) -> Markup {
    html! {
        @if line.closed_at.is_some() { (Badge { tone: Tone::Neutral, word: texts::ACCOUNT_CLOSED.get(lang) }) }
        @else if line.has_two_step { (Badge { tone: Tone::Approved, word: texts::ACCOUNT_TWO_STEP.get(lang) }) }
        @else { (Badge { tone: Tone::Active, word: texts::ACCOUNT_OPEN.get(lang) }) }
    }
}

pub(crate) struct NewPage<'a> {
    pub form: &'a AccountForm,
    pub units: &'a [String],
    pub error: Option<&'a OrganisationError>,
}

/// What is wrong: field by field, or in one sentence.
fn faults(error: Option<&OrganisationError>) -> (Vec<(&'static str, Phrase)>, Option<Phrase>) {
    let fields = error.map(OrganisationError::fields).unwrap_or_default();
    let message = error.filter(|_| fields.is_empty()).map(OrganisationError::message);
    (fields, message)
}

pub(crate) fn new(ctx: &Ctx, page: &NewPage<'_>) -> Markup {
    let lang = ctx.lang();
    let (fields, message) = faults(page.error);
    let errors: Vec<FieldError<'_>> =
        fields.iter().map(|(field, phrase)| FieldError { field, message: phrase.get(lang) }).collect();
    let form = Form {
        lang,
        action: "/accounts",
        errors: &errors,
        submit: texts::ACCOUNT_CREATE.get(lang),
        cancel: "/accounts",
        ..Form::default()
    };
    let body = form.render(html! {
        (form.field(Field::text("name", texts::ACCOUNT_NAME.get(lang)).value(&page.form.name).required()))
        (form.field(Field::text("login", texts::ACCOUNT_LOGIN.get(lang)).value(&page.form.login)
            .hint(texts::ACCOUNT_LOGIN_HINT.get(lang)).required()))
        (seat_fields(lang, &form, &page.form.seat, page.units))
    });
    let notices: Vec<Notice<'_>> = message
        .iter()
        .map(|message| Notice { tone: Tone::Danger, title: message.get(lang), ..Notice::default() })
        .collect();
    let title = texts::ACCOUNT_NEW.get(lang);
    let crumbs = [
        Crumb { href: "/accounts", label: texts::ACCOUNTS_TITLE.get(lang) },
        Crumb { href: "", label: title },
    ];
    ctx.draw(Sheet {
        title,
        current: "/accounts",
        crumbs: &crumbs,
        notices: &notices,
        body,
        ..Sheet::default()
    })
}

fn seat_fields(lang: Lang, form: &Form<'_>, typed: &SeatForm, units: &[String]) -> Markup {
    let units: Vec<&str> = units.iter().map(String::as_str).collect();
    let roles: Vec<Choice<'_>> = std::iter::once(Choice { value: "", label: "–" })
        .chain(Role::ALL.map(|role| Choice { value: role.code(), label: words::role(role).get(lang) }))
        .collect();
    html! {
        (form.field(Field::text("unit", texts::UNIT_NAME.get(lang)).value(&typed.unit).suggest(&units)
            .hint(texts::SEAT_UNIT_HINT.get(lang)).required()))
        (form.field(Field::text("title", texts::POST_TITLE.get(lang)).value(&typed.title).required()))
        (form.field(Field::select("role", texts::POST_ROLE.get(lang), &roles).value(&typed.role).required()))
        (form.field(Field::checkbox("for_parent", texts::SEAT_FOR_PARENT.get(lang)).value(&typed.for_parent)))
        (form.field(Field::date("from", texts::UNIT_FROM.get(lang)).value(&typed.from).hint(texts::SEAT_FROM_HINT.get(lang))))
    }
}

pub(crate) struct AccountPage<'a> {
    pub account: AccountLine,
    pub holdings: Vec<PostRow>,
    pub posts: Vec<(PostId, String, String)>,
    pub units: Vec<String>,
    /// Whether people of this installation may sign in through a provider.
    pub has_provider: bool,
    /// The name linked there, and whether its owner has signed in with it.
    pub link: Option<(String, bool)>,
    /// Shown once.
    pub password: &'a str,
    pub error: Option<&'a OrganisationError>,
}

pub(crate) fn show(ctx: &Ctx, page: &AccountPage<'_>) -> Markup {
    let lang = ctx.lang();
    let base = format!("/accounts/{}", page.account.id);
    let (fields, message) = faults(page.error);
    let errors: Vec<FieldError<'_>> =
        fields.iter().map(|(field, phrase)| FieldError { field, message: phrase.get(lang) }).collect();
    let is_open = page.account.closed_at.is_none();
    let body = html! {
        @if !page.password.is_empty() {
            (card(texts::ACCOUNT_PASSWORD.get(lang), html! {
                p { (texts::ACCOUNT_PASSWORD_TEXT.get(lang)) }
                p { (page.account.login) " · " (copyable(lang, page.password)) }
            }))
        }
        (card(texts::ACCOUNT_POSTS.get(lang), holdings(lang, page)))
        // Nobody gives themselves a post.
        @if is_open && page.account.id != ctx.actor.account {
            (card(texts::SEAT_ADD.get(lang), seat_form(lang, page, &base, &errors)))
            (card(texts::STAND_IN_ADD.get(lang), stand_in_form(lang, page, &base, &errors)))
        }
        @if is_open && page.has_provider { (card(texts::OPENID_LINK.get(lang), openid_form(lang, page, &base))) }
    };
    let act = |path: &str, text: kit::text::Text, confirm: kit::text::Text| {
        let button = Button {
            label: text.get(lang),
            kind: ButtonKind::Danger,
            confirm: confirm.get(lang),
            ..Button::default()
        };
        inline_form(&format!("{base}/{path}"), "", html! { (button) })
    };
    let actions = html! {
        @if is_open {
            (act("reset", texts::ACCOUNT_RESET, texts::ACCOUNT_RESET_CONFIRM))
            (act("close", texts::ACCOUNT_CLOSE, texts::ACCOUNT_CLOSE_CONFIRM))
        }
    };
    let crumbs = [
        Crumb { href: "/accounts", label: texts::ACCOUNTS_TITLE.get(lang) },
        Crumb { href: "", label: &page.account.name },
    ];
    let notices: Vec<Notice<'_>> = message
        .iter()
        .map(|message| Notice { tone: Tone::Danger, title: message.get(lang), ..Notice::default() })
        .collect();
    ctx.draw(Sheet {
        title: &page.account.name,
        current: "/accounts",
        crumbs: &crumbs,
        notices: &notices,
        lead: Some(html! { code { (page.account.login) } " " (state(lang, &page.account)) }),
        actions: Some(actions),
        body,
        ..Sheet::default()
    })
}

/// The last day of a holding; one that was ended on its first day keeps that day on paper.
fn last_day(row: &PostRow) -> Option<chrono::NaiveDate> {
    let last = row.valid_to.and_then(|end| end.pred_opt())?;
    Some(row.valid_from.map_or(last, |from| from.max(last)))
}

fn holdings(lang: Lang, page: &AccountPage<'_>) -> Markup {
    let columns = [
        Column::main(texts::POST_TITLE.get(lang)),
        Column::text(texts::UNIT_NAME.get(lang)),
        Column::text(texts::POST_ROLE.get(lang)),
        Column::number(texts::UNIT_FROM.get(lang)),
        Column::number(texts::UNIT_LAST_DAY.get(lang)),
        Column::actions(texts::HOLDING_END.get(lang)),
    ];
    let day = |date: chrono::NaiveDate| kit::text::day(date, lang);
    if page.holdings.is_empty() {
        return html! { p class="muted" { (texts::POSTS_NONE.get(lang)) } };
    }
    table(&Table { caption: texts::ACCOUNT_POSTS.get(lang), columns: &columns, ..Table::default() }, |rows| {
        for row in &page.holdings {
            let may_end = row.valid_to.is_none() || row.is_stand_in;
            let end = row.holding.filter(|_| may_end).map(|holding| {
                let label = texts::HOLDING_END.get(lang);
                let button =
                    Button { label, confirm: texts::HOLDING_END_CONFIRM.get(lang), ..Button::default() };
                inline_form(&format!("/holdings/{holding}/end"), "", html! { (button) })
            });
            rows.row()
                .cell(html! { (row.title) @if row.is_stand_in { " " (Badge { tone: Tone::Info, word: texts::POST_STAND_IN.get(lang) }) " " (row.reason) } })
                .link(&format!("/units/{}", row.unit), &row.unit_name)
                .text(Role::from_code(&row.role).map_or("", |role| words::role(role).get(lang)))
                .text(&row.valid_from.map(day).unwrap_or_default())
                .text(&last_day(row).map(day).unwrap_or_default())
                .cell(html! { @if let Some(end) = end { (end) } });
        }
    })
}

fn seat_form(lang: Lang, page: &AccountPage<'_>, base: &str, errors: &[FieldError<'_>]) -> Markup {
    let action = format!("{base}/seats");
    let form = Form { lang, action: &action, errors, submit: texts::SEAT_ADD.get(lang), ..Form::default() };
    form.render(seat_fields(lang, &form, &SeatForm::default(), &page.units))
}

fn openid_form(lang: Lang, page: &AccountPage<'_>, base: &str) -> Markup {
    let action = format!("{base}/openid");
    let form = Form { lang, action: &action, submit: texts::OPENID_SAVE.get(lang), ..Form::default() };
    let name = page.link.as_ref().map_or("", |(name, _)| name.as_str());
    let state = match &page.link {
        None => texts::OPENID_NONE,
        Some((_, false)) => texts::OPENID_WAITING,
        Some((_, true)) => texts::OPENID_BOUND,
    };
    html! {
        p { (state.get(lang)) }
        (form.render(form.field(
            Field::text("external_name", texts::OPENID_NAME.get(lang)).value(name).hint(texts::OPENID_NAME_HINT.get(lang))
        )))
    }
}

fn stand_in_form(lang: Lang, page: &AccountPage<'_>, base: &str, errors: &[FieldError<'_>]) -> Markup {
    let labels: Vec<(String, String)> = page
        .posts
        .iter()
        .map(|(post, title, unit)| (post.to_string(), format!("{title} – {unit}")))
        .collect();
    let posts: Vec<Choice<'_>> = labels.iter().map(|(value, label)| Choice { value, label }).collect();
    let action = format!("{base}/stand-ins");
    let form =
        Form { lang, action: &action, errors, submit: texts::STAND_IN_ADD.get(lang), ..Form::default() };
    form.render(html! {
        (form.field(Field::select("post", texts::POST_TITLE.get(lang), &posts).required()))
        (form.field(Field::text("reason", texts::STAND_IN_REASON.get(lang)).required()))
        (form.field(Field::date("stand_from", texts::UNIT_FROM.get(lang)).required()))
        (form.field(Field::date("last_day", texts::UNIT_LAST_DAY.get(lang)).required()))
    })
}
