//! The peer: the same list and the same creation as a bare axum page over SQLite would do them. No sign-in, no permission, no
//! audit, no language: what is left is what any such page must do.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Form, State};
use axum::response::Html;
use axum::routing::{get, post};
use rusqlite::Connection;

struct Peer {
    reader: Mutex<Connection>,
    writer: Mutex<Connection>,
}

pub async fn serve(database: &str) {
    let open = || {
        let conn = Connection::open(database).expect("opens");
        conn.execute_batch(
            "pragma journal_mode = wal; pragma synchronous = full; pragma mmap_size = 268435456;",
        )
        .expect("pragmas");
        conn
    };
    let peer = Arc::new(Peer { reader: Mutex::new(open()), writer: Mutex::new(open()) });
    let table =
        "create table if not exists bare (id integer primary key, task integer, body text, at integer)";
    peer.writer.lock().expect("unshared").execute_batch(table).expect("a table");
    let router = Router::new().route("/list", get(list)).route("/create", post(create)).with_state(peer);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("listens");
    println!("http://{}", listener.local_addr().expect("an address"));
    axum::serve(listener, router).await.expect("serves");
}

async fn list(State(peer): State<Arc<Peer>>) -> Html<String> {
    let conn = peer.reader.lock().expect("not poisoned");
    let mut statement = conn
        .prepare_cached(
            "select t.id, t.title, u.name, t.due_on, t.state from task t join unit u on u.id = t.unit
              order by t.sort_on, t.id limit 50",
        )
        .expect("prepares");
    let mut rows = statement.query([]).expect("queries");
    let mut page = String::with_capacity(16 * 1024);
    page.push_str("<!doctype html><html lang=vi><head><title>Việc</title></head><body><table>");
    while let Some(row) = rows.next().expect("a row") {
        let text = |column| row.get_ref(column).expect("a column").as_str().expect("text");
        let id: i64 = row.get(0).expect("an id");
        let _ = write!(
            page,
            "<tr><td><a href=\"/tasks/{id}\">{}</a></td><td>{}</td><td>{}</td><td>{}</td></tr>",
            escape(text(1)),
            escape(text(2)),
            text(3),
            text(4)
        );
    }
    page.push_str("</table></body></html>");
    Html(page)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[derive(serde::Deserialize)]
struct Create {
    task: i64,
    body: String,
}

async fn create(State(peer): State<Arc<Peer>>, Form(form): Form<Create>) -> String {
    let conn = peer.writer.lock().expect("not poisoned");
    conn.prepare_cached("insert into bare (task, body, at) values (?1, ?2, 0)")
        .expect("prepares")
        .execute((form.task, form.body))
        .expect("inserts");
    conn.last_insert_rowid().to_string()
}
