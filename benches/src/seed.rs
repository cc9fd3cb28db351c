//! The data under measurement: 3,321 communes, 100,000 tasks, 10,000 papers; and a person who sees them.

use std::path::Path;

use kit::accounts::{actions, store};
use kit::clock::{Clock, Instant};
use kit::permission::Role;
use kit::storage::{Database, Location, Value, only};
use kit::testing::{day, insert_unit};
use kit::web::SESSION_COOKIE;
use kit::{UnitId, params};

/// What the measurement needs to know of the data.
pub struct Seeded {
    /// A session of a leader who sees everything.
    pub leader: String,
    /// A session of an officer of one commune.
    pub commune: String,
}

/// Sizes of a data set.
#[derive(Clone, Copy)]
pub struct Size {
    pub communes: usize,
    pub tasks: usize,
    pub papers: usize,
}

/// Fills a database, or goes on with one that was filled before.
pub async fn seed(database: &Path, size: Size) -> Seeded {
    let db = Database::open(&Location::Sqlite(database.to_owned())).await.expect("opens");
    db.migrate(kit::schema::MIGRATIONS).await.expect("migrates");
    let now = Clock::System.now();
    let since = day("2020-01-01");
    let mut tx = db.write().await.expect("a transaction");
    let is_filled: bool =
        tx.one("select exists (select 1 from task)", &[], only::<i64>).await.expect("a table") == 1;
    if is_filled {
        let leader = session(&mut tx, "lanhdao", now).await;
        let commune = session(&mut tx, "canbo", now).await;
        publish(&mut tx, now).await;
        tx.commit().await.expect("commits");
        return Seeded { leader, commune };
    }
    println!("seeding {} communes, {} tasks, {} papers", size.communes, size.tasks, size.papers);
    let root = insert_unit(&mut tx, "0", "Ủy ban MTTQ Việt Nam tỉnh Mẫu", "province", None, since).await;
    let mut units = Vec::new();
    for number in 0..size.communes {
        let name = format!("Ủy ban MTTQ Việt Nam xã Mẫu {number}");
        units.push(insert_unit(&mut tx, &format!("x{number}"), &name, "commune", Some(root), since).await);
    }
    let leader = person(&mut tx, "lanhdao", root, Role::Leader, now).await;
    let commune = person(&mut tx, "canbo", units[0], Role::CommuneOfficer, now).await;
    let account: i64 = tx.one("select min(id) from account", &[], only).await.expect("an account");
    tx.execute(
        "insert into plan (id, unit, year, kind, title, state, account, created_at, issued_at)
         values (1, $1, 2026, 'yearly', 'Kế hoạch mẫu', 'issued', $2, $3, $3)",
        params![root, account, now],
    )
    .await
    .expect("a plan");
    tasks(&mut tx, &units, size.tasks, now).await;
    papers(&mut tx, root, size.papers, account, now).await;
    publish(&mut tx, now).await;
    tx.commit().await.expect("commits");
    Seeded { leader, commune }
}

/// Shows the plan to everybody, unless it is shown already.
async fn publish(tx: &mut kit::storage::Tx, now: Instant) {
    tx.execute(
        "insert into plan_publication (plan, published_at, account, reason)
         select id, $1, account, 'Công khai' from plan
          where id = 1 and not exists (select 1 from plan_publication where plan = 1 and withdrawn_at is null)",
        params![now],
    )
    .await
    .expect("a publication");
}

async fn person(tx: &mut kit::storage::Tx, login: &str, unit: UnitId, role: Role, now: Instant) -> String {
    let account = actions::create_account(tx, login, &format!("Người Mẫu {login}"), "-", false, now)
        .await
        .expect("free");
    let post =
        store::NewPost { unit, scope_unit: unit, role, title: role.code(), valid_from: day("2020-01-01") };
    let post = store::insert_post(tx, &post).await.expect("a post");
    store::insert_holding(tx, post, account, None, day("2020-01-01"), None).await.expect("a holding");
    session(tx, login, now).await
}

async fn session(tx: &mut kit::storage::Tx, login: &str, now: Instant) -> String {
    let account =
        tx.one("select id from account where login = $1", params![login], only).await.expect("an account");
    let secret = actions::open_session(tx, account, now).await.expect("a session");
    format!("{SESSION_COOKIE}={secret}")
}

const WORDS: [&str; 12] = [
    "Tổ chức hội nghị",
    "Khảo sát nhà Đại đoàn kết",
    "Tuyên truyền pháp luật",
    "Giám sát việc thực hiện",
    "Thăm hỏi, tặng quà hộ nghèo",
    "Tập huấn cán bộ",
    "Tiếp xúc cử tri",
    "Vận động Quỹ Vì người nghèo",
    "Sơ kết chương trình phối hợp",
    "Kiểm tra công tác cứu trợ",
    "Góp ý dự thảo văn bản",
    "Phát hành bản tin",
];

async fn tasks(tx: &mut kit::storage::Tx, units: &[UnitId], count: usize, now: Instant) {
    let items = count.div_ceil(units.len());
    for item in 1..=items {
        tx.execute(
            "insert into plan_item (id, plan, position, code, title, kind, quarter) values ($1, 1, $1, $2, $3, 'focus', 1)",
            params![i64::try_from(item).expect("small"), item.to_string(), WORDS[item % WORDS.len()]],
        )
        .await
        .expect("an item");
    }
    let columns = [
        "plan_item",
        "plan",
        "unit",
        "title",
        "quarter",
        "line_of_work",
        "due_on",
        "state",
        "created_at",
        "updated_at",
    ];
    let mut rows: Vec<Value<'_>> = Vec::new();
    let mut docs: Vec<Value<'_>> = Vec::new();
    for number in 0..count {
        let unit = units[number % units.len()];
        let title = format!("{} đợt {number} tại cơ sở", WORDS[number % WORDS.len()]);
        let due = day("2026-01-01") + chrono_days(number * 7919 % 365);
        docs.extend(search_row("task", number, unit, &title, &title, &format!("/tasks/{}", number + 1)));
        rows.extend([
            Value::from(i64::try_from(number / units.len() + 1).expect("small")),
            1_i64.into(),
            unit.into(),
            title.into(),
            i64::try_from(number % 4 + 1).expect("small").into(),
            "propaganda_unity".into(),
            due.into(),
            ["planned", "assigned", "in_progress", "suspended"][number % 4].into(),
            now.into(),
            now.into(),
        ]);
    }
    tx.insert_many("task", &columns, &rows, "").await.expect("tasks");
    insert_docs(tx, &docs).await;
}

async fn papers(tx: &mut kit::storage::Tx, root: UnitId, count: usize, account: i64, now: Instant) {
    let columns = ["unit", "direction", "type_code", "symbol", "abstract", "source", "account", "created_at"];
    let (mut rows, mut docs): (Vec<Value<'_>>, Vec<Value<'_>>) = (Vec::new(), Vec::new());
    for number in 0..count {
        let subject = format!("{} năm {}", WORDS[number % WORDS.len()], 2000 + number % 27);
        let body = format!("{subject}. {}", WORDS.join(", ")).repeat(3);
        docs.extend(search_row(
            "document",
            number,
            root,
            &subject,
            &body,
            &format!("/documents/{}", number + 1),
        ));
        rows.extend([
            Value::from(root),
            "incoming".into(),
            "KH".into(),
            format!("{number}/KH-MTTQ").into(),
            subject.into(),
            body.into(),
            account.into(),
            now.into(),
        ]);
    }
    tx.insert_many("document", &columns, &rows, "").await.expect("papers");
    insert_docs(tx, &docs).await;
}

fn search_row(
    kind: &'static str,
    subject: usize,
    unit: UnitId,
    title: &str,
    body: &str,
    url: &str,
) -> [Value<'static>; 7] {
    [
        kind.into(),
        i64::try_from(subject + 1).expect("small").into(),
        unit.into(),
        title.to_owned().into(),
        body.chars().take(160).collect::<String>().into(),
        vi::fold::fold(body).into(),
        url.to_owned().into(),
    ]
}

async fn insert_docs(tx: &mut kit::storage::Tx, docs: &[Value<'_>]) {
    let columns = ["kind", "subject", "unit", "title", "snippet", "folded", "url"];
    tx.insert_many("search_doc", &columns, docs, "").await.expect("search");
}

fn chrono_days(days: usize) -> chrono::Days {
    chrono::Days::new(days as u64)
}
