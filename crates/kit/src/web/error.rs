//! One error drawn twice: a page with a way out, or `application/problem+json`.

use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;

use super::headers::{cookie, lang};
use super::unreadable::Unreadable;
use crate::error::{Fault, Internal, Kind};
use crate::text::{Lang, Phrase};
use crate::texts;
use crate::ui;

/// The result of a handler.
pub type WebResult<T> = Result<T, WebError>;

/// Any module's error on its way to a visitor.
pub struct WebError(Box<dyn Fault>);

impl<F: Fault> From<F> for WebError {
    fn from(fault: F) -> Self {
        Self(Box::new(fault))
    }
}

impl WebError {
    pub fn fault(&self) -> &dyn Fault {
        &*self.0
    }
}

impl std::fmt::Debug for WebError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

// `Internal` is the cause inside a fault and, alone, a fault itself.
impl Fault for Internal {
    fn kind(&self) -> Kind {
        if self.is_unavailable() || self.is_disk_full() { Kind::Unavailable } else { Kind::Internal }
    }

    fn code(&self) -> &'static str {
        if self.is_disk_full() {
            "disk_full"
        } else if self.is_unavailable() {
            "unavailable"
        } else {
            "internal"
        }
    }

    fn message(&self) -> Phrase {
        if self.is_disk_full() {
            texts::ERROR_DISK_FULL.into()
        } else if self.is_unavailable() {
            texts::ERROR_UNAVAILABLE.into()
        } else {
            texts::ERROR_INTERNAL.into()
        }
    }

    fn message_for_program(&self) -> Phrase {
        if self.is_unavailable() && !self.is_disk_full() {
            texts::ERROR_UNAVAILABLE_PROGRAM.into()
        } else {
            self.message()
        }
    }

    fn internal(&self) -> Option<&Internal> {
        Some(self)
    }
}

/// What can be wrong with a request before any module sees it.
#[derive(Debug, thiserror::Error)]
pub enum RequestFault {
    #[error("no such page")]
    NotFound,
    #[error("method not allowed")]
    Method,
    #[error("unreadable: {}", .0.reason().en)]
    Unreadable(Unreadable),
    #[error("larger than {limit_bytes} bytes")]
    TooLarge { limit_bytes: u64 },
    #[error("{field} is longer than {limit} characters")]
    TextTooLong { field: String, limit: usize },
    #[error("cut off half way")]
    UploadCut,
    #[error("the installation is not set up yet")]
    SetupNeeded,
}

impl Fault for RequestFault {
    fn kind(&self) -> Kind {
        match self {
            Self::NotFound => Kind::NotFound,
            Self::SetupNeeded => Kind::Unavailable,
            Self::Method => Kind::Method,
            Self::Unreadable(_) | Self::TextTooLong { .. } | Self::UploadCut => Kind::Invalid,
            Self::TooLarge { .. } => Kind::TooLarge,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "page_not_found",
            Self::Method => "method_not_allowed",
            Self::SetupNeeded => "setup_needed",
            Self::Unreadable(_) => "unreadable",
            Self::TextTooLong { .. } => "text_too_long",
            Self::TooLarge { .. } => "too_large",
            Self::UploadCut => "upload_cut",
        }
    }

    fn message(&self) -> Phrase {
        match self {
            Self::NotFound => texts::ERROR_PAGE_NOT_FOUND.into(),
            Self::Method => texts::ERROR_METHOD.into(),
            Self::SetupNeeded => texts::ERROR_SETUP_NEEDED.into(),
            Self::Unreadable(why) => why.within(texts::error_form_unreadable),
            Self::TooLarge { limit_bytes } => {
                texts::error_body_too_large(format!("{} MB", limit_bytes / 1024 / 1024))
            }
            Self::TextTooLong { field, limit } => texts::error_text_too_long(field, limit),
            Self::UploadCut => texts::ERROR_UPLOAD_CUT.into(),
        }
    }

    fn message_for_program(&self) -> Phrase {
        match self {
            Self::Unreadable(why) => why.within(texts::error_request_unreadable),
            _ => self.message(),
        }
    }

    fn sent_field(&self) -> Option<(String, Phrase)> {
        match self {
            Self::Unreadable(why) => Some((why.field()?.to_owned(), why.reason())),
            Self::TextTooLong { field, .. } => Some((field.clone(), self.message())),
            _ => None,
        }
    }
}

/// The status of each kind: the one table.
pub const fn status(kind: Kind) -> StatusCode {
    match kind {
        Kind::NotFound => StatusCode::NOT_FOUND,
        Kind::Unauthenticated => StatusCode::UNAUTHORIZED,
        Kind::Forbidden => StatusCode::FORBIDDEN,
        Kind::Method => StatusCode::METHOD_NOT_ALLOWED,
        Kind::Conflict => StatusCode::CONFLICT,
        Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Kind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        Kind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// An error on its way through the layers; the outermost one draws it for whoever asked.
#[derive(Debug, Clone)]
pub struct ErrorCard {
    pub kind: Kind,
    pub code: &'static str,
    pub message: Phrase,
    pub message_for_program: Phrase,
    pub fields: Vec<(&'static str, Phrase)>,
    /// The field that was sent and is wrong: told to programs, on a page the message names it.
    sent_field: Option<(String, Phrase)>,
    /// Names this failure in the log and on the page: only failures have one.
    operation: String,
}

impl ErrorCard {
    fn of(fault: &dyn Fault) -> Self {
        Self {
            kind: fault.kind(),
            code: fault.code(),
            message: fault.message(),
            message_for_program: fault.message_for_program(),
            fields: fault.fields(),
            sent_field: fault.sent_field(),
            operation: crate::accounts::new_one_time_code()[..9].to_owned(),
        }
    }
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        // A fault that only wraps an internal cause speaks as that cause: busy, full, or our mistake.
        let fault: &dyn Fault = match self.0.internal() {
            Some(internal) => internal,
            None => &*self.0,
        };
        let card = ErrorCard::of(fault);
        if let Some(internal) = self.0.internal() {
            let operation = &card.operation;
            tracing::error!(operation, error = %internal, raised_at = %internal.raised_at(), "request failed");
        }
        let mut response = status(card.kind).into_response();
        response.extensions_mut().insert(card);
        response
    }
}

/// The outermost layer: draws error cards, as JSON for the API and as a page for people.
pub(super) async fn draw_errors(request: Request, next: Next) -> Response {
    let path = request.uri().path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
    let is_api = path.starts_with("/api/");
    let lang = lang(request.headers());
    let theme = cookie(request.headers(), "theme").map_or(ui::Theme::Auto, ui::Theme::from_tag);
    let response = next.run(request).await;
    let card = response.extensions().get::<ErrorCard>().cloned().or_else(|| bare(&response));
    let Some(card) = card else { return response };
    let mut drawn = if is_api { problem(&card, lang) } else { page(&card, lang, theme, &path) };
    if let Some(allowed) = response.headers().get(header::ALLOW) {
        drawn.headers_mut().insert(header::ALLOW, allowed.clone());
    }
    drawn
}

/// Errors that the router itself answers, without a card.
fn bare(response: &Response) -> Option<ErrorCard> {
    let fault = match response.status() {
        StatusCode::NOT_FOUND if response.headers().get(header::CONTENT_TYPE).is_none() => {
            RequestFault::NotFound
        }
        StatusCode::METHOD_NOT_ALLOWED => RequestFault::Method,
        _ => return bare_text(response),
    };
    Some(ErrorCard::of(&fault))
}

/// The framework's own refusals of paths and queries are plain text: a wrong number in an address is a page that is not there.
fn bare_text(response: &Response) -> Option<ErrorCard> {
    let is_plain = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"text/plain"));
    let is_refusal = matches!(response.status(), StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY);
    (is_plain && is_refusal).then(|| ErrorCard::of(&RequestFault::NotFound))
}

fn problem(card: &ErrorCard, lang: Lang) -> Response {
    let own = card.fields.iter().map(|(field, phrase)| (*field, phrase));
    let sent = card.sent_field.iter().map(|(field, phrase)| (field.as_str(), phrase));
    let errors: Vec<_> = own
        .chain(sent)
        .map(|(field, phrase)| serde_json::json!({ "field": field, "code": phrase.key, "message": phrase.get(lang) }))
        .collect();
    let body = serde_json::json!({
        "type": "about:blank",
        "title": status(card.kind).canonical_reason().unwrap_or(""),
        "status": status(card.kind).as_u16(),
        "code": card.code,
        "detail": card.message_for_program.get(lang),
        "errors": errors,
        "operation": card.operation,
    });
    let mut response = (status(card.kind), body.to_string()).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

fn page(card: &ErrorCard, lang: Lang, theme: ui::Theme, path: &str) -> Response {
    if card.kind == Kind::Unauthenticated {
        let next: String = path.bytes().fold(String::new(), |mut next, byte| {
            use std::fmt::Write as _;
            let _ = match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => {
                    write!(next, "{}", byte as char)
                }
                byte => write!(next, "%{byte:02X}"),
            };
            next
        });
        return Redirect::to(&format!("/sign-in?next={next}")).into_response();
    }
    if card.code == "must_change_password" {
        return Redirect::to(ui::paths::PASSWORD).into_response();
    }
    let body = html! {
        p { (card.message.get(lang)) }
        @if !card.fields.is_empty() {
            ul { @for (_, phrase) in &card.fields { li { (phrase.get(lang)) } } }
        }
        p { a class="button" href="/" { (texts::GO_HOME.get(lang)) } }
        p class="muted" { (texts::ERROR_ID.get(lang)) ": " code { (card.operation) } }
    };
    let title = texts::ERROR_TITLE.get(lang);
    let page = ui::PlainPage { lang, theme, title, path, body, ..Default::default() };
    (status(card.kind), page.render()).into_response()
}
