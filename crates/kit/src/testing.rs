//! For stories: a fresh database on either engine, a fixed clock, sample units and people, a client that talks to the router
//! without a socket.
//!
//! A story is an `async fn(app: TestApp)`; `on_both_engines! { name }` makes it a test on SQLite and one on PostgreSQL. The
//! latter needs `DOANKET_TEST_POSTGRES` (a URL whose user may create schemas); `cargo xtask ci` starts a server and sets it.

use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{Method, Request, StatusCode, header};
use chrono::NaiveDate;
use tower::ServiceExt as _;

use crate::accounts::{self, store};
use crate::clock::{Clock, Instant};
use crate::id::{AccountId, PostId, UnitId};
use crate::permission::Role;
use crate::storage::{Database, Engine, Location, Tx, Value, only};
use crate::web::{App, AppState, Settings};

/// 2024-01-08 09:00 in Viet Nam, a Monday: stories start here.
pub const START: Instant = Instant(1_704_679_200_000);

/// Runs stories on both engines: `on_both_engines! { one, two }` in a module of its own beside the stories.
#[macro_export]
macro_rules! on_both_engines {
    ($($story:ident),* $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
            async fn $story() {
                super::$story($crate::testing::TestApp::start($crate::storage::Engine::Sqlite, super::routes).await).await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
            async fn $story() {
                super::$story($crate::testing::TestApp::start($crate::storage::Engine::Postgres, super::routes).await).await;
            })*
        }
    };
}

/// An installation for one story.
pub struct TestApp {
    pub app: App,
    router: Router,
    /// The province committee at the top of the tree.
    pub province: UnitId,
    /// Two communes below it.
    pub north: UnitId,
    pub south: UnitId,
    _folder: tempfile::TempDir,
}

impl TestApp {
    /// A fresh installation with a province, two communes and nobody in it.
    ///
    /// # Panics
    /// When the database cannot be made: the message says what is missing.
    pub async fn start(engine: Engine, routes: fn() -> Router<App>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let location = match engine {
            Engine::Sqlite => Location::Sqlite(folder.path().join("test.db")),
            Engine::Postgres => Location::Postgres(fresh_schema().await),
        };
        let db = Database::open(&location).await.expect("the database opens");
        db.migrate(crate::schema::MIGRATIONS).await.expect("migrations apply");
        let app = AppState::new(db, Clock::fixed(START), Settings::in_folder(folder.path()), Vec::new);
        let mut tx = app.db.write().await.expect("a transaction");
        let since = day("2020-01-01");
        let province =
            insert_unit(&mut tx, "14", "Ủy ban MTTQ Việt Nam tỉnh Sơn La", "province", None, since).await;
        let north =
            insert_unit(&mut tx, "n", "Ủy ban MTTQ Việt Nam xã Bắc Mẫu", "commune", Some(province), since)
                .await;
        let south =
            insert_unit(&mut tx, "s", "Ủy ban MTTQ Việt Nam xã Nam Mẫu", "commune", Some(province), since)
                .await;
        tx.commit().await.expect("commits");
        let router = crate::web::finish(routes(), app.clone());
        Self { app, router, province, north, south, _folder: folder }
    }

    /// The same installation, started again with other settings.
    #[must_use]
    pub fn with_settings(self, routes: fn() -> Router<App>, change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = self.app.settings.clone();
        change(&mut settings);
        let app = AppState::new(self.app.db.clone(), self.app.clock.clone(), settings, Vec::new);
        let router = crate::web::finish(routes(), app.clone());
        Self { app, router, ..self }
    }

    /// A person with a post, signed in.
    pub async fn person(&self, login: &str, unit: UnitId, role: Role) -> Client {
        self.person_seated(login, unit, unit, role).await
    }

    /// A person seated in `unit` whose post sees the subtree of `scope`.
    pub async fn person_seated(&self, login: &str, unit: UnitId, scope: UnitId, role: Role) -> Client {
        let now = self.app.clock.now();
        let mut tx = self.app.db.write().await.expect("a transaction");
        // No password fits this hash: stories sign in beside the door, except those about the door.
        let account =
            accounts::actions::create_account(&mut tx, login, &format!("Người Mẫu {login}"), "-", false, now)
                .await
                .expect("a free name");
        let post = store::NewPost {
            unit,
            scope_unit: scope,
            role,
            title: role.code(),
            valid_from: day("2020-01-01"),
        };
        let post = store::insert_post(&mut tx, &post).await.expect("a post");
        store::insert_holding(&mut tx, post, account, None, day("2020-01-01"), None)
            .await
            .expect("a holding");
        let secret = accounts::actions::open_session(&mut tx, account, now).await.expect("a session");
        tx.commit().await.expect("commits");
        Client {
            router: self.router.clone(),
            cookie: crate::web::session_cookie(&self.app, &secret),
            account,
            post,
        }
    }

    /// A visitor who is not signed in.
    pub fn guest(&self) -> Client {
        Client { router: self.router.clone(), cookie: String::new(), account: AccountId(0), post: PostId(0) }
    }

    /// Moves the clock to nine o'clock of a day.
    pub fn travel_to(&self, date: &str) {
        self.app.clock.set(Instant(Instant::start_of(day(date)).0 + 9 * 3_600_000));
    }
}

/// A calendar day from `2024-01-08`.
pub fn day(date: &str) -> NaiveDate {
    date.parse().expect("a date like 2024-01-08")
}

/// Adds a unit to the tree, version and closure included.
pub async fn insert_unit(
    tx: &mut Tx,
    code: &str,
    name: &str,
    level: &str,
    parent: Option<UnitId>,
    valid_from: NaiveDate,
) -> UnitId {
    let id: UnitId = tx
        .one(
            "insert into unit (code, name, short_name, folded_name, level, kind, parent, valid_from)
             values ($1, $2, $2, $3, $4, 'front_committee', $5, $6)
             returning id",
            params![code, name, vi::fold::fold(name), level, parent, valid_from],
            only,
        )
        .await
        .expect("a unit");
    tx.execute(
        "insert into unit_version (unit, name, folded_name, parent, valid_from) values ($1, $2, $3, $4, $5)",
        params![id, name, vi::fold::fold(name), parent, valid_from],
    )
    .await
    .expect("a version");
    let mut paths = tx
        .all("select ancestor, depth + 1 from unit_path where descendant = $1", params![parent], |row| {
            Ok((row.take::<UnitId>()?, row.take::<i64>()?))
        })
        .await
        .expect("the way up");
    paths.push((id, 0));
    // Bound as they are: `cast(… as date)` leaves only the year on SQLite.
    let rows: Vec<Value<'_>> = paths
        .into_iter()
        .flat_map(|(ancestor, depth)| [ancestor.into(), id.into(), depth.into(), valid_from.into()])
        .collect();
    tx.insert_many("unit_path", &["ancestor", "descendant", "depth", "valid_from"], &rows, "")
        .await
        .expect("a path");
    id
}

/// The address of a schema of its own on the test server.
pub async fn fresh_schema() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let url = std::env::var("DOANKET_TEST_POSTGRES").expect(
        "DOANKET_TEST_POSTGRES is not set: run the tests with `cargo xtask test`, which starts a PostgreSQL server",
    );
    let schema = format!("story_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst));
    let db = Database::open(&Location::Postgres(url.clone())).await.expect("the test server answers");
    let mut tx = db.write().await.expect("a transaction");
    tx.script(&format!("drop schema if exists {schema} cascade; create schema {schema}"))
        .await
        .expect("a schema");
    tx.commit().await.expect("commits");
    let sign = if url.contains('?') { '&' } else { '?' };
    format!("{url}{sign}options=-c%20search_path%3D{schema}")
}

/// A browser without a screen: keeps one session, sends forms and JSON as a page of ours would.
#[derive(Clone)]
pub struct Client {
    router: Router,
    cookie: String,
    pub account: AccountId,
    pub post: PostId,
}

/// An answer, read whole.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub body: Bytes,
}

impl Client {
    /// The same browser, with the session cookie that a reply sets.
    ///
    /// # Panics
    /// When it sets none.
    #[must_use]
    pub fn with_session_of(&self, reply: &Reply) -> Self {
        let mut cookies =
            reply.headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
        let cookie =
            cookies.find(|cookie| cookie.starts_with(crate::web::SESSION_COOKIE)).expect("a session cookie");
        Self { cookie: cookie.to_owned(), ..self.clone() }
    }

    /// The same browser, with another session cookie.
    #[must_use]
    pub fn with_cookie(&self, cookie: &str) -> Self {
        Self { cookie: cookie.to_owned(), ..self.clone() }
    }

    /// A program that sends a token instead of a cookie.
    pub async fn get_with_token(&self, path: &str, token: &str) -> Reply {
        let request = Request::builder()
            .uri(path)
            .header(header::HOST, "localhost")
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .body(Body::empty())
            .expect("a valid request");
        self.run(request).await
    }

    /// A program that sends a form with a token.
    pub async fn post_with_token(&self, path: &str, token: &str, fields: &[(String, String)]) -> Reply {
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::HOST, "localhost")
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(serde_html_form::to_string(fields).expect("plain fields")))
            .expect("a valid request");
        self.run(request).await
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path, "", Body::empty()).await
    }

    /// Sends a form; `fields` may repeat a name.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let body = serde_html_form::to_string(fields).expect("plain fields");
        self.send(Method::POST, path, "application/x-www-form-urlencoded", Body::from(body)).await
    }

    pub async fn send_json(&self, method: Method, path: &str, body: serde_json::Value) -> Reply {
        self.send(method, path, "application/json", Body::from(body.to_string())).await
    }

    /// Uploads one file, with form fields.
    pub async fn upload(&self, path: &str, file_name: &str, bytes: &[u8], fields: &[(&str, &str)]) -> Reply {
        const BORDER: &str = "----story";
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!("--{BORDER}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                    .bytes(),
            );
        }
        body.extend(
            format!(
                "--{BORDER}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{file_name}\"\r\ncontent-type: application/octet-stream\r\n\r\n"
            )
            .bytes(),
        );
        body.extend(bytes);
        body.extend(format!("\r\n--{BORDER}--\r\n").bytes());
        self.send(Method::POST, path, &format!("multipart/form-data; boundary={BORDER}"), Body::from(body))
            .await
    }

    pub async fn send(&self, method: Method, path: &str, content_type: &str, body: Body) -> Reply {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "localhost");
        if !self.cookie.is_empty() {
            request = request.header(header::COOKIE, self.cookie.split(';').next().unwrap_or(""));
        }
        if !content_type.is_empty() {
            request =
                request.header(header::CONTENT_TYPE, content_type).header("sec-fetch-site", "same-origin");
        }
        self.run(request.body(body).expect("a valid request")).await
    }

    async fn run(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.expect("the router never fails");
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.expect("the whole body");
        Reply { status: parts.status, headers: parts.headers, body }
    }
}

impl Reply {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The JSON body.
    ///
    /// # Panics
    /// When it is none, showing it.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error} in: {}", self.text()))
    }

    /// Where it leads, or an empty text.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    /// Fails unless the status is the one expected, showing the body.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        self
    }

    /// Status and error code of a refusal by the API: `409 plan_not_draft`.
    pub fn status_and_code(&self) -> String {
        format!("{} {}", self.status.as_u16(), self.json()["code"].as_str().unwrap_or("-"))
    }
}
