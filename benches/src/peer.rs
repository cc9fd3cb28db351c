//! The peer: the same list and the same creation as a bare axum page over SQLite would do them. No sign-in, no permission, no
//! audit, no language, no filter: what is left is what any such page must do. `/list` writes plain rows; `/same` writes our own list,
//! byte for byte where the two agree, its frame a constant.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Form, State};
use axum::response::Html;
use axum::routing::{get, post};
use kit::ui::{Badge, Tone};
use maud::Render as _;
use rusqlite::Connection;

struct Peer {
    reader: Mutex<Connection>,
    writer: Mutex<Connection>,
    /// Our page before and after its rows.
    head: String,
    tail: String,
    /// Our page for the public.
    public: String,
}

/// Serves a database. `frame` is a file with our page, its table empty; `public` one with our page for the public.
pub async fn serve(database: &str, frame: Option<&str>, public: Option<&str>) {
    let open = || {
        let conn = Connection::open(database).expect("opens");
        conn.execute_batch(
            "pragma journal_mode = wal; pragma synchronous = full; pragma mmap_size = 268435456;",
        )
        .expect("pragmas");
        conn
    };
    let read = |file: Option<&str>| {
        file.map_or_else(String::new, |file| std::fs::read_to_string(file).expect("a frame"))
    };
    let (frame, public) = (read(frame), read(public));
    let (head, tail) = frame.split_once("</tbody>").unwrap_or_default();
    let (head, tail) = (head.to_owned(), format!("</tbody>{tail}"));
    let peer = Arc::new(Peer { reader: Mutex::new(open()), writer: Mutex::new(open()), head, tail, public });
    let table =
        "create table if not exists bare (id integer primary key, task integer, body text, at integer)";
    peer.writer.lock().expect("unshared").execute_batch(table).expect("a table");
    let router = Router::new()
        .route("/list", get(list))
        .route("/same", get(same))
        .route("/public", get(public_plan))
        .route("/create", post(create))
        .with_state(peer);
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

/// Our list as one statement and one loop: the same rows, the same columns, the same bytes.
async fn same(State(peer): State<Arc<Peer>>) -> Html<String> {
    let today = kit::clock::Clock::System.now().date().to_string();
    let conn = peer.reader.lock().expect("not poisoned");
    let mut statement = conn
        .prepare_cached(
            "select t.id, t.unit, u.short_name, t.title, a.name, t.due_on, t.state, t.progress_percent, t.evidence_count
               from task t indexed by task_open_due
               left join unit u on u.id = t.unit
               left join account a on a.id = t.assignee
              where t.state not in ('done', 'cancelled', 'not_arisen')
              order by t.sort_on, t.id
              limit 50",
        )
        .expect("prepares");
    let mut rows = statement.query([]).expect("queries");
    let mut page = String::with_capacity(64 * 1024);
    page.push_str(&peer.head);
    while let Some(row) = rows.next().expect("a row") {
        let text = |column| row.get_ref(column).expect("a column").as_str().expect("text");
        let number = |column| row.get_ref(column).expect("a column").as_i64().expect("a number");
        let (due, state) = (text(5), text(6));
        // Nobody is assigned in this data; a name would be in column 4.
        let _ = write!(
            page,
            "<tr><th scope=\"row\"><a data-swap=\"#panel\" href=\"/tasks/{}\">{}</a></th>\
             <td data-l=\"Đơn vị\"><a href=\"/tasks?unit={}\">{}</a></td>\
             <td data-l=\"Người phụ trách\">–</td>\
             <td data-l=\"Hạn\" class=\"n\">{}/{}/{}",
            number(0),
            escape(text(3)),
            number(1),
            escape(text(2)),
            &due[8..],
            &due[5..7],
            &due[..4],
        );
        if due < today.as_str() && state != "suspended" {
            page.push(' ');
            Badge { tone: Tone::Danger, word: "Trễ" }.render_to(&mut page);
        }
        page.push_str("</td><td data-l=\"Trạng thái\">");
        badge(state).render_to(&mut page);
        let _ = write!(
            page,
            "</td><td data-l=\"Tiến độ\" class=\"n\">{}%</td><td data-l=\"Minh chứng\" class=\"n\">{}</td></tr>",
            number(7),
            number(8),
        );
    }
    page.push_str(&peer.tail);
    Html(page)
}

/// The items of a plan as plain rows, and the rest of our page behind them: as many bytes as ours, and every one of them written anew.
async fn public_plan(State(peer): State<Arc<Peer>>) -> Html<String> {
    let conn = peer.reader.lock().expect("not poisoned");
    let mut statement = conn
        .prepare_cached("select code, title from plan_item where plan = 1 order by position, id")
        .expect("prepares");
    let mut rows = statement.query([]).expect("queries");
    let mut page = String::with_capacity(peer.public.len() + 1024);
    while let Some(row) = rows.next().expect("a row") {
        let text = |column| row.get_ref(column).expect("a column").as_str().expect("text");
        let _ = write!(page, "<tr><td>{}</td><td>{}</td></tr>", escape(text(0)), escape(text(1)));
    }
    let mut rest = page.len().min(peer.public.len());
    while !peer.public.is_char_boundary(rest) {
        rest += 1;
    }
    page.push_str(&peer.public[rest..]);
    Html(page)
}

/// The states that the data has.
fn badge(state: &str) -> Badge<'static> {
    let (tone, word) = match state {
        "planned" => (Tone::Neutral, "Dự kiến"),
        "assigned" => (Tone::Info, "Đã giao"),
        "in_progress" => (Tone::Active, "Đang làm"),
        "suspended" => (Tone::Warning, "Tạm dừng"),
        other => panic!("the data has no tasks that are {other}"),
    };
    Badge { tone, word }
}
