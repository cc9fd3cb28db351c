//! Invented people, one for each role at least. Their names say that they are no real persons.

use chrono::NaiveDate;
use kit::accounts::{AccountError, actions, hash_password, store};
use kit::clock::Instant;
use kit::permission::{Role, Scope};
use kit::search::{self, SearchDoc};
use kit::storage::{Tx, only};
use kit::web::App;
use kit::{AccountId, UnitId, params};
use organisation::store::{Filter, list_units};

use crate::error::CliError;
use crate::serve::say;
use crate::texts;

/// The one password of all sample people: long enough, and plainly for trying out.
pub const PASSWORD: &str = "dung-thu-doan-ket";

/// Where a sample person sits.
#[derive(Clone, Copy)]
enum Seat {
    Province,
    /// A commune of today, by its folded name.
    Commune(&'static str),
}

struct Person {
    login: &'static str,
    name: &'static str,
    role: Role,
    title: &'static str,
    seat: Seat,
}

const fn person(
    login: &'static str,
    name: &'static str,
    role: Role,
    title: &'static str,
    seat: Seat,
) -> Person {
    Person { login, name, role, title, seat }
}

const PEOPLE: [Person; 10] = [
    person("lanhdao", "Nguyễn Văn Mẫu", Role::Leader, "Phó Chủ tịch", Seat::Province),
    person("chuyenvien", "Lò Thị Ví Dụ", Role::Officer, "Chuyên viên", Seat::Province),
    person("chuyenvien2", "Hoàng Minh Họa", Role::Officer, "Chuyên viên", Seat::Province),
    person("vanthu", "Trần Thị Thử", Role::Clerk, "Văn thư", Seat::Province),
    person("ketoan", "Cà Văn Giả Định", Role::Accountant, "Kế toán", Seat::Province),
    person("thanhtra", "Quàng Thị Tưởng Tượng", Role::Inspector, "Kiểm tra", Seat::Province),
    person("quantri", "Quản Trị Mẫu", Role::Administrator, "Quản trị hệ thống", Seat::Province),
    person("muongbu", "Lường Văn Mẫu", Role::CommuneOfficer, "Cán bộ Mặt trận", Seat::Commune("muong bu")),
    person("tohieu", "Đinh Thị Mẫu", Role::CommuneOfficer, "Cán bộ Mặt trận", Seat::Commune("to hieu")),
    person(
        "truongban",
        "Vì Văn Mẫu",
        Role::WorkingBoardHead,
        "Trưởng Ban Công tác Mặt trận",
        Seat::Commune("muong bu"),
    ),
];

/// Gives everyone an account and a post.
pub async fn settle(app: &App) -> Result<(), CliError> {
    let hash = hash_password(PASSWORD).await?;
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let province = organisation::store::top_unit(&mut tx).await?.ok_or(CliError::NoUnits)?;
    for person in &PEOPLE {
        let unit = match person.seat {
            Seat::Province => province,
            Seat::Commune(name) => commune(&mut tx, province, name, now.date()).await?,
        };
        let account = actions::create_account(&mut tx, person.login, person.name, &hash, false, now).await?;
        seat(&mut tx, account, unit, person, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn commune(tx: &mut Tx, province: UnitId, name: &str, today: NaiveDate) -> Result<UnitId, CliError> {
    let scope = Scope { root: province, is_everything: true };
    let filter = Filter { text: name.to_owned(), limit: 1, ..Filter::all(scope, today) };
    let found = list_units(tx, &filter).await?;
    Ok(found.first().ok_or(CliError::NoUnits)?.id)
}

async fn seat(
    tx: &mut Tx,
    account: AccountId,
    unit: UnitId,
    person: &Person,
    now: Instant,
) -> Result<(), CliError> {
    // The sample plan is of 2024: its people have held their posts since before it.
    let since = NaiveDate::from_ymd_opt(2023, 1, 1).unwrap_or_default();
    let post =
        store::NewPost { unit, scope_unit: unit, role: person.role, title: person.title, valid_from: since };
    let post = store::insert_post(tx, &post).await?;
    store::insert_holding(tx, post, account, None, since, None).await?;
    let doc = SearchDoc {
        kind: "person",
        subject: account.0,
        part: "",
        unit: Some(unit),
        title: person.name,
        snippet: person.title,
        words: person.login,
        url: &format!("/units/{unit}"),
        happened_on: Some(now.date()),
    };
    search::put(tx, &doc).await?;
    Ok(())
}

/// Whether all sample people are here, under their invented names.
pub async fn are_there(app: &App) -> Result<bool, CliError> {
    let mut tx = app.db.read().await?;
    for person in &PEOPLE {
        let found: i64 = tx
            .one(
                "select count(*) from account where login = $1 and name = $2",
                params![person.login, person.name],
                only,
            )
            .await?;
        if found == 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The account of a sample person.
pub async fn find(app: &App, login: &str) -> Result<AccountId, CliError> {
    let mut tx = app.db.read().await?;
    let found = store::find_credentials(&mut tx, login).await?;
    Ok(found.ok_or(AccountError::AccountNotFound)?.account)
}

/// The open tasks given to a person, in the order they were given.
pub async fn tasks_of(app: &App, account: AccountId) -> Result<Vec<plans::TaskId>, CliError> {
    let mut tx = app.db.read().await?;
    Ok(tx.all("select id from task where assignee = $1 order by id", params![account], only).await?)
}

/// Prints who can sign in, with what they do.
pub fn introduce() {
    println!();
    for person in &PEOPLE {
        println!("  {:<12} {} – {}", person.login, person.title, person.name);
    }
    println!();
    say(texts::demo_password(PASSWORD));
}
