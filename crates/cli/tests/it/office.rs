//! An installation with a province, a commune, and somebody in every role, on either engine.

use std::future::Future;

use kit::accounts::{self, actions, store};
use kit::clock::Clock;
use kit::permission::Role;
use kit::storage::{Database, Engine, Location, only};
use kit::testing::{day, fresh_schema, insert_unit};
use kit::{UnitId, params};

use crate::http::{self, Reply};
use crate::program::{Place, Server};

pub const PASSWORD: &str = "một câu ngắn dễ nhớ 2024";

/// Runs what talks to a database on its own.
pub fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(work)
}

pub struct Office {
    pub place: Place,
    pub url: String,
    /// A token of somebody in each role, made before anything else happens.
    pub tokens: Vec<(Role, String)>,
    pub province: UnitId,
}

/// A place for data on an engine: nothing is there yet.
pub fn empty(engine: Engine) -> (Place, String) {
    let place = Place::new();
    let url = match engine {
        Engine::Sqlite => place.path("data/doanket.db").to_str().expect("UTF-8").to_owned(),
        Engine::Postgres => block_on(fresh_schema()),
    };
    (place, url)
}

impl Office {
    pub fn new(engine: Engine) -> Self {
        let (place, url) = empty(engine);
        let (tokens, province) = block_on(furnish(&url));
        Self { place, url, tokens, province }
    }

    pub fn token(&self, role: Role) -> &str {
        self.tokens
            .iter()
            .find(|(other, _)| *other == role)
            .map(|(_, token)| token.as_str())
            .expect("every role")
    }

    pub fn serve(&self) -> Server {
        Server::start(&self.place, &["--database", &self.url])
    }

    /// A command on this installation.
    pub fn run(&self, words: &[&str]) -> crate::program::Told {
        self.place.run(&[words, &["--database", &self.url]].concat())
    }

    pub fn database(&self) -> Location {
        Location::parse(&self.url)
    }

    /// One number from the database, read beside the program.
    pub fn count(&self, sql: &str) -> i64 {
        block_on(async {
            let db = Database::open(&self.database()).await.expect("opens");
            db.read().await.expect("a view").one(sql, &[], only).await.expect("a number")
        })
    }

    /// Texts from the database, read beside the program.
    pub fn texts(&self, sql: &str) -> Vec<String> {
        block_on(async {
            let db = Database::open(&self.database()).await.expect("opens");
            db.read().await.expect("a view").all(sql, &[], only).await.expect("texts")
        })
    }

    /// Asks the API as somebody in a role.
    pub fn ask(
        &self,
        server: &Server,
        role: Role,
        method: &str,
        path: &str,
        json: &str,
    ) -> std::io::Result<Reply> {
        ask_as(&server.address, self.token(role), method, path, json)
    }

    #[track_caller]
    pub fn audit_is_whole(&self) {
        let told = self.run(&["audit", "verify"]);
        assert!(told.code == Some(0) && told.out.starts_with("The audit is whole: "), "{told:?}");
    }
}

/// Asks the API with a token.
pub fn ask_as(address: &str, token: &str, method: &str, path: &str, json: &str) -> std::io::Result<Reply> {
    let bearer = format!("Bearer {token}");
    http::ask(
        address,
        method,
        path,
        &[("authorization", &bearer), ("content-type", "application/json")],
        json.as_bytes(),
    )
}

async fn furnish(url: &str) -> (Vec<(Role, String)>, UnitId) {
    let db = Database::open(&Location::parse(url)).await.expect("opens");
    db.migrate(kit::schema::MIGRATIONS).await.expect("migrates");
    let hash = accounts::hash_password(PASSWORD).await.expect("hashes");
    let (now, since) = (Clock::System.now(), day("2020-01-01"));
    let mut tx = db.write().await.expect("a transaction");
    let province = insert_unit(&mut tx, "14", "Ủy ban MTTQ Việt Nam tỉnh Mẫu", "province", None, since).await;
    let commune =
        insert_unit(&mut tx, "03901", "Ủy ban MTTQ Việt Nam xã Mẫu", "commune", Some(province), since).await;
    insert_unit(&mut tx, "03902", "Ủy ban MTTQ Việt Nam xã Mẫu Hai", "commune", Some(province), since).await;
    let mut tokens = Vec::new();
    for role in Role::ALL {
        let unit = if role == Role::CommuneOfficer { commune } else { province };
        let account = actions::create_account(&mut tx, role.code(), "Người Mẫu", &hash, false, now)
            .await
            .expect("a free name");
        let post = store::NewPost { unit, scope_unit: unit, role, title: role.code(), valid_from: since };
        let post = store::insert_post(&mut tx, &post).await.expect("a post");
        store::insert_holding(&mut tx, post, account, None, since, None).await.expect("a holding");
        let actor = store::find_actor(&mut tx, account, now).await.expect("reads").expect("is there");
        if tokens.is_empty() {
            // The lowest numbers are the likeliest to be taken out of force by a story that tries anything.
            for _ in 0..3 {
                actions::create_token(&mut tx, &actor, "first", 30, now).await.expect("a token");
            }
        }
        let (_, secret) = actions::create_token(&mut tx, &actor, "first", 30, now).await.expect("a token");
        tokens.push((role, secret));
    }
    let doc = kit::search::SearchDoc {
        kind: "unit",
        subject: province.0,
        part: "",
        unit: Some(province),
        title: "Nhà Đại đoàn kết ở bản Mẫu",
        snippet: "Hộ nghèo, hộ cận nghèo",
        words: "",
        url: "/units/1",
        happened_on: Some(since),
    };
    kit::search::put(&mut tx, &doc).await.expect("is found from now on");
    tx.execute("update account set lang = 'vi' where login = $1", params!["leader"]).await.expect("runs");
    tx.commit().await.expect("commits");
    (tokens, province)
}
