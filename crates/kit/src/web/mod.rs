//! The web's side of the kit: the request's context, bodies, errors drawn twice (HTML and JSON), the server.
//!
//! A handler is a translation: an extractor gives it a [`Ctx`], it calls an action, commits on its last lines and answers.
//! [`Reading`] is for pages and `GET`; [`Acting`] checks where a request comes from, reads the body whole, and only then opens
//! the transaction that may write.

mod app;
mod attempts;
mod body;
mod cache;
mod ctx;
mod error;
mod headers;
mod health;
mod metrics;
mod offline;
mod server;
mod unreadable;

pub use app::{App, AppState, Settings};
pub use body::{Acting, BodyKind, Calling, Empty, Form, Json, Upload, UploadedFile};
pub use cache::{Drawn, PageCache};
pub use ctx::{Caller, Ctx, Guest, Reading, RequestFacts};
pub use error::{ErrorCard, WebError, WebResult, status};
pub(crate) use headers::asked_day;
pub use headers::{SESSION_COOKIE, cookie, session_cookie};
pub use server::{finish, serve};
pub use unreadable::Unreadable;
