//! Bodies of requests that act: read whole before a transaction is opened.

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::response::Response;
use serde::de::DeserializeOwned;

use super::ctx::Caller;
use super::ctx::identify;
use super::error::{RequestFault, WebError};
use super::unreadable::{self, Unreadable};
use super::{App, Ctx};
use crate::text::{MAX_TEXT, is_longer};

/// What no visitor may send more of at once, uploads aside.
pub(super) const BODY_LIMIT: usize = 2 * 1024 * 1024;

/// A request that acts: the context with a writing transaction, and the body.
pub struct Acting<B>(pub Ctx, pub B);

/// A request that acts after long work: who calls, and the body; [`Caller::begin`] opens the transaction when the work is done.
pub struct Calling<B>(pub Caller, pub B);

impl<B: BodyKind> FromRequest<App> for Calling<B> {
    type Rejection = WebError;

    async fn from_request(request: Request, app: &App) -> Result<Self, WebError> {
        let (parts, body) = request.into_parts();
        let found = identify(&parts, app, &mut app.db.read().await?).await?;
        let body = B::read(Request::from_parts(parts, body), app).await?;
        Ok(Self(Caller { app: app.clone(), actor: found.actor, facts: found.facts }, body))
    }
}

/// A kind of body.
pub trait BodyKind: Sized + Send {
    fn read(request: Request, app: &App) -> impl Future<Output = Result<Self, WebError>> + Send;
}

impl<B: BodyKind> FromRequest<App> for Acting<B> {
    type Rejection = WebError;

    async fn from_request(request: Request, app: &App) -> Result<Self, WebError> {
        let (parts, body) = request.into_parts();
        let found = identify(&parts, app, &mut app.db.read().await?).await?;
        let body = B::read(Request::from_parts(parts, body), app).await?;
        Ok(Self(Ctx::begin(app, found).await?, body))
    }
}

/// No body is looked at.
pub struct Empty;

impl BodyKind for Empty {
    async fn read(_: Request, _: &App) -> Result<Self, WebError> {
        Ok(Self)
    }
}

/// A form's fields, `application/x-www-form-urlencoded`; a field may stand several times for a `Vec`.
pub struct Form<T>(pub T);

impl<T: DeserializeOwned + Send> BodyKind for Form<T> {
    async fn read(request: Request, app: &App) -> Result<Self, WebError> {
        let bytes = bytes(request, app).await?;
        refuse_null(bytes.windows(3).any(|part| part == b"%00") || bytes.contains(&0))?;
        refuse_long_field(&bytes)?;
        Ok(Self(unreadable::form(&bytes).map_err(RequestFault::Unreadable)?))
    }
}

impl<T: DeserializeOwned + Send> FromRequest<App> for Form<T> {
    type Rejection = WebError;

    async fn from_request(request: Request, app: &App) -> Result<Self, WebError> {
        Self::read(request, app).await
    }
}

/// A JSON document; as an answer too.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned + Send> BodyKind for Json<T> {
    async fn read(request: Request, app: &App) -> Result<Self, WebError> {
        let bytes = bytes(request, app).await?;
        refuse_null(has_escaped_null(&bytes))?;
        refuse_long_value(&bytes)?;
        Ok(Self(unreadable::json(&bytes).map_err(RequestFault::Unreadable)?))
    }
}

impl<T: serde::Serialize> axum::response::IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

async fn bytes(request: Request, app: &App) -> Result<Bytes, WebError> {
    Bytes::from_request(request, app)
        .await
        .map_err(|rejection| body_failure(BODY_LIMIT as u64, rejection.status(), rejection.body_text()))
}

fn body_failure(limit_bytes: u64, status: axum::http::StatusCode, detail: String) -> WebError {
    if status == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        RequestFault::TooLarge { limit_bytes }.into()
    } else {
        tracing::debug!(detail, "body not read");
        RequestFault::UploadCut.into()
    }
}

/// PostgreSQL keeps no text with a null character, and nobody types one.
fn refuse_null(is_there: bool) -> Result<(), RequestFault> {
    if is_there { Err(RequestFault::Unreadable(Unreadable::Null)) } else { Ok(()) }
}

/// One rule for every field of every form and every request: no text longer than [`MAX_TEXT`].
fn refuse_long(field: &str, text: &str) -> Result<(), RequestFault> {
    if is_longer(text, MAX_TEXT) {
        // The name comes from outside too.
        let field = field.chars().take(40).collect();
        return Err(RequestFault::TextTooLong { field, limit: MAX_TEXT });
    }
    Ok(())
}

fn refuse_long_field(form: &[u8]) -> Result<(), RequestFault> {
    if form.len() <= MAX_TEXT {
        return Ok(());
    }
    // What cannot be read is told by whoever reads it.
    let fields: Vec<(String, String)> = serde_html_form::from_bytes(form).unwrap_or_default();
    fields.iter().try_for_each(|(field, text)| refuse_long(field, text))
}

fn refuse_long_value(json: &[u8]) -> Result<(), RequestFault> {
    fn look(field: &str, value: &serde_json::Value) -> Result<(), RequestFault> {
        match value {
            serde_json::Value::String(text) => refuse_long(field, text),
            serde_json::Value::Array(list) => list.iter().try_for_each(|value| look(field, value)),
            serde_json::Value::Object(map) => map.iter().try_for_each(|(field, value)| look(field, value)),
            _ => Ok(()),
        }
    }
    if json.len() <= MAX_TEXT {
        return Ok(());
    }
    serde_json::from_slice(json).map_or(Ok(()), |value| look("", &value))
}

/// Whether JSON spells a null character: `\u0000` whose backslash is not itself escaped.
fn has_escaped_null(json: &[u8]) -> bool {
    json.windows(6).enumerate().any(|(start, part)| {
        part == b"\\u0000" && json[..start].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 0
    })
}

/// A file as it was uploaded.
#[derive(Debug, Clone)]
pub struct UploadedFile {
    /// The name the sender gave it; never used as a path.
    pub name: String,
    pub bytes: Bytes,
}

/// A `multipart/form-data` body: files and fields, in order. A body cut off half way is an error, and nothing of it is kept.
#[derive(Debug, Clone, Default)]
pub struct Upload {
    pub files: Vec<UploadedFile>,
    pub fields: Vec<(String, String)>,
}

impl Upload {
    /// The first field of a name, or an empty text.
    pub fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }
}

impl BodyKind for Upload {
    async fn read(mut request: Request, app: &App) -> Result<Self, WebError> {
        // Room for one file that is too large beside others, so that it is refused by name and the others are not lost.
        let limit = app.settings.max_upload_bytes.saturating_mul(2).saturating_add(1024 * 1024);
        DefaultBodyLimit::max(usize::try_from(limit).unwrap_or(usize::MAX)).apply(&mut request);
        let mut parts = Multipart::from_request(request, app)
            .await
            .map_err(|_| RequestFault::Unreadable(Unreadable::NotMultipart))?;
        let failure = |error: axum::extract::multipart::MultipartError| {
            body_failure(app.settings.max_upload_bytes, error.status(), error.body_text())
        };
        let mut upload = Self::default();
        while let Some(part) = parts.next_field().await.map_err(failure)? {
            let field = part.name().unwrap_or("").to_owned();
            let file_name = part.file_name().map(str::to_owned);
            let bytes = part.bytes().await.map_err(failure)?;
            refuse_null(file_name.as_deref().map_or(bytes.contains(&0), |name| name.contains('\0')))?;
            match file_name {
                // A file field left empty arrives as a part without name and bytes.
                Some(name) if name.is_empty() && bytes.is_empty() => {}
                Some(name) => upload.files.push(UploadedFile { name, bytes }),
                None => {
                    let text = String::from_utf8_lossy(&bytes).into_owned();
                    refuse_long(&field, &text)?;
                    upload.fields.push((field, text));
                }
            }
        }
        Ok(upload)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_longer_than_allowed_is_found_in_forms_and_documents() {
        let (fits, long) = ("ệ".repeat(MAX_TEXT), "ệ".repeat(MAX_TEXT + 1));
        let form = |text: &str| serde_html_form::to_string([("a", "b"), ("note", text)]).expect("a form");
        let json = |text: &str| serde_json::json!({ "list": [{ "note": text }] }).to_string();
        assert!(refuse_long_field(form(&fits).as_bytes()).is_ok());
        assert!(refuse_long_value(json(&fits).as_bytes()).is_ok());
        for refused in [refuse_long_field(form(&long).as_bytes()), refuse_long_value(json(&long).as_bytes())]
        {
            let fault = refused.expect_err("is told");
            assert_eq!(fault.to_string(), "note is longer than 20000 characters");
        }
    }

    #[test]
    fn a_null_character_is_found_however_it_is_escaped() {
        assert!(has_escaped_null(br#""a\u0000b""#));
        assert!(has_escaped_null(br#""\\\u0000""#));
        assert!(!has_escaped_null(br#""\\u0000""#));
        assert!(!has_escaped_null(br#""\u0001 u0000""#));
    }
}
