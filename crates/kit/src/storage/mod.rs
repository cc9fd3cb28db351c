//! One database interface over two engines: SQLite inside the program, or PostgreSQL.
//!
//! SQL is written once, in the subset both engines share, with `$1` parameters. Money, counts and instants are `i64`, calendar
//! days are [`NaiveDate`], everything else is text; where the engines truly differ there is a named function in this module.
//! A write transaction is opened with [`Database::write`] and is gone unless [`Tx::commit`] is called.

/// Parameters of a statement: `params![id, name]`, every value convertible into a [`Value`].
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::storage::Value::from($value)),*] };
}

pub mod dump;
mod migrate;
mod postgres;
mod row;
mod sqlite;
mod value;

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

pub use migrate::{Migration, MigrationReport};
pub use row::{FromColumn, Row, only};
/// A column of SQLite, named for [`FromColumn`] in other crates.
pub use rusqlite::types::ValueRef as SqliteValue;
/// A row of PostgreSQL, named for [`FromColumn`] in other crates.
pub use tokio_postgres::Row as PostgresRow;
pub use value::Value;

use crate::error::Internal;

/// Which engine holds the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// Where the data lives, read from a URL: `sqlite:///path/to/file` (or a bare path) or `postgres://…`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    Sqlite(PathBuf),
    Postgres(String),
}

impl Location {
    pub fn parse(url: &str) -> Self {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Self::Postgres(url.to_owned())
        } else {
            let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:")).unwrap_or(url);
            Self::Sqlite(PathBuf::from(path))
        }
    }
}

/// How PostgreSQL opens a view that does not move.
const SNAPSHOT: &str = "begin isolation level repeatable read, read only";

/// A handle to the database; clones share it.
#[derive(Clone)]
pub struct Database {
    inner: Arc<Inner>,
}

enum Inner {
    Sqlite(Arc<sqlite::Sqlite>),
    Postgres(postgres::Postgres),
}

impl Database {
    /// Opens the database and checks that it answers. Migrations are not applied: see [`Database::migrate`].
    ///
    /// # Errors
    /// When the file cannot be created or is no database, or the server cannot be reached with the given URL.
    pub async fn open(location: &Location) -> Result<Self, Internal> {
        let inner = match location {
            Location::Sqlite(path) => Inner::Sqlite(Arc::new(sqlite::Sqlite::open(path)?)),
            Location::Postgres(url) => Inner::Postgres(postgres::Postgres::open(url).await?),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    pub fn engine(&self) -> Engine {
        match &*self.inner {
            Inner::Sqlite(_) => Engine::Sqlite,
            Inner::Postgres(_) => Engine::Postgres,
        }
    }

    /// For reading. On SQLite it is one view that never waits for a writer; on PostgreSQL each statement sees what was committed
    /// before it began: where several must agree, see [`Database::read_consistently`].
    pub async fn read(&self) -> Result<Tx, Internal> {
        let conn = match &*self.inner {
            Inner::Sqlite(db) => Conn::SqliteReader(sqlite::Sqlite::reader(db).await?),
            Inner::Postgres(db) => Conn::Postgres(db.connection(None).await?),
        };
        Ok(Tx { conn })
    }

    /// A view of the data that does not move while several statements read it: for the check of the audit and for backups.
    pub async fn read_consistently(&self) -> Result<Tx, Internal> {
        match &*self.inner {
            Inner::Sqlite(_) => self.read().await,
            Inner::Postgres(db) => Ok(Tx { conn: Conn::Postgres(db.connection(Some(SNAPSHOT)).await?) }),
        }
    }

    /// A transaction that may write. On SQLite writers queue here, so keep it short: never render, mail or wait on a
    /// network while holding one.
    pub async fn write(&self) -> Result<Tx, Internal> {
        self.begin(sqlite::Manner::Alone).await
    }

    /// As [`Database::write`], for the short acts of requests: on SQLite those that wait at the same time are committed together, with
    /// one wait for the disk. [`Tx::commit`] still returns only when the work is durable, and giving up takes back only one's own.
    pub async fn write_together(&self) -> Result<Tx, Internal> {
        self.begin(sqlite::Manner::Together).await
    }

    async fn begin(&self, manner: sqlite::Manner) -> Result<Tx, Internal> {
        let conn = match &*self.inner {
            Inner::Sqlite(db) => Conn::SqliteWriter(db.writer(manner).await?),
            Inner::Postgres(db) => Conn::Postgres(db.connection(Some("begin")).await?),
        };
        Ok(Tx { conn })
    }

    /// Whether the data is still where it was opened: an SQLite file can be removed or replaced under a running program.
    ///
    /// # Errors
    /// When it is not. Writes are refused as well then; only starting the program again helps.
    pub fn check_place(&self) -> Result<(), Internal> {
        match &*self.inner {
            Inner::Sqlite(db) => db.check_place(),
            Inner::Postgres(_) => Ok(()),
        }
    }

    /// Applies the migrations that are missing, in order, each in its own transaction.
    pub async fn migrate(&self, migrations: &[Migration]) -> Result<MigrationReport, Internal> {
        migrate::run(self, migrations).await
    }

    /// The number of the newest migration that the data has seen, or `None` where there is no schema yet.
    ///
    /// # Errors
    /// When a newer version of the program wrote the data.
    pub async fn schema(&self, migrations: &[Migration]) -> Result<Option<i64>, Internal> {
        migrate::newest(self, migrations).await
    }

    /// Writes a complete, consistent copy of an SQLite database to `target`, while others go on working.
    ///
    /// # Errors
    /// On PostgreSQL (its own tools copy it), or when the copy cannot be written.
    pub async fn copy_to(&self, target: &std::path::Path) -> Result<(), Internal> {
        match &*self.inner {
            Inner::Sqlite(db) => sqlite::Sqlite::copy_to(db, target).await,
            Inner::Postgres(_) => Err(Internal::new("only an embedded database is copied as a file")),
        }
    }
}

/// A transaction. Dropping it without [`Tx::commit`] leaves no trace.
pub struct Tx {
    conn: Conn,
}

enum Conn {
    SqliteReader(sqlite::Reader),
    SqliteWriter(sqlite::Writer),
    Postgres(postgres::Connection),
}

impl Tx {
    pub fn engine(&self) -> Engine {
        match &self.conn {
            Conn::SqliteReader(_) | Conn::SqliteWriter(_) => Engine::Sqlite,
            Conn::Postgres(_) => Engine::Postgres,
        }
    }

    /// All rows of a query. `map` takes the columns in the order of the select list.
    pub async fn all<T>(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
        mut map: impl FnMut(&mut Row<'_>) -> Result<T, Internal>,
    ) -> Result<Vec<T>, Internal> {
        match &mut self.conn {
            Conn::SqliteReader(conn) => sqlite::all(conn, sql, params, &mut map),
            Conn::SqliteWriter(conn) => sqlite::all(conn, sql, params, &mut map),
            Conn::Postgres(conn) => {
                let rows = conn.query(sql, params).await?;
                rows.iter().map(|row| map(&mut Row::postgres(row))).collect()
            }
        }
    }

    /// Hands the rows of a query to `each`, one after another: for more rows than fit into memory.
    pub async fn each(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
        mut each: impl FnMut(&mut Row<'_>) -> Result<(), Internal>,
    ) -> Result<(), Internal> {
        match &mut self.conn {
            Conn::SqliteReader(conn) => sqlite::each(conn, sql, params, &mut each),
            Conn::SqliteWriter(conn) => sqlite::each(conn, sql, params, &mut each),
            Conn::Postgres(conn) => conn.each(sql, params, |row| each(&mut Row::postgres(row))).await,
        }
    }

    /// The first row of a query, if there is one.
    pub async fn optional<T>(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
        map: impl FnMut(&mut Row<'_>) -> Result<T, Internal>,
    ) -> Result<Option<T>, Internal> {
        Ok(self.all(sql, params, map).await?.into_iter().next())
    }

    /// The one row of a query that always has one, such as a count or `insert … returning`.
    ///
    /// # Errors
    /// When there is no row.
    pub async fn one<T>(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
        map: impl FnMut(&mut Row<'_>) -> Result<T, Internal>,
    ) -> Result<T, Internal> {
        self.optional(sql, params, map)
            .await?
            .ok_or_else(|| Internal::new(format!("no row came back from: {sql}")))
    }

    /// Runs a statement and says how many rows it touched.
    pub async fn execute(&mut self, sql: &str, params: &[Value<'_>]) -> Result<u64, Internal> {
        match &mut self.conn {
            Conn::SqliteReader(_) => Err(Internal::new("a reading transaction cannot write")),
            Conn::SqliteWriter(conn) => sqlite::execute(conn, sql, params),
            Conn::Postgres(conn) => conn.execute(sql, params).await,
        }
    }

    /// Runs a script of statements without parameters.
    pub async fn script(&mut self, sql: &str) -> Result<(), Internal> {
        match &mut self.conn {
            Conn::SqliteReader(_) => Err(Internal::new("a reading transaction cannot write")),
            Conn::SqliteWriter(conn) => Ok(conn.execute_batch(sql)?),
            Conn::Postgres(conn) => conn.script(sql).await,
        }
    }

    /// Inserts many rows with few statements. `rows` holds `columns.len()` values a row, row after row.
    ///
    /// `tail` ends each statement (`on conflict do nothing`, or nothing).
    pub async fn insert_many(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: &[Value<'_>],
        tail: &str,
    ) -> Result<u64, Internal> {
        // Both engines take more, but long statements cost more to parse than they save.
        const VALUES_PER_STATEMENT: usize = 2_000;
        let width = columns.len();
        debug_assert_eq!(rows.len() % width, 0, "a whole number of rows");
        let mut touched = 0;
        for chunk in rows.chunks((VALUES_PER_STATEMENT / width).max(1) * width) {
            let mut sql = format!("insert into {table} ({}) values ", columns.join(", "));
            for row in 0..chunk.len() / width {
                sql.push_str(if row == 0 { "(" } else { ", (" });
                for column in 0..width {
                    let _ =
                        write!(sql, "{}${}", if column == 0 { "" } else { ", " }, row * width + column + 1);
                }
                sql.push(')');
            }
            sql.push(' ');
            sql.push_str(tail);
            touched += self.execute(&sql, chunk).await?;
        }
        Ok(touched)
    }

    /// Makes the changes durable: when this returns, they survive a power cut.
    pub async fn commit(self) -> Result<(), Internal> {
        match self.conn {
            Conn::SqliteReader(_) => Ok(()),
            Conn::SqliteWriter(writer) => writer.commit().await,
            Conn::Postgres(conn) => conn.commit().await,
        }
    }
}

/// A statement put together piece by piece, for lists with filters.
///
/// ```
/// use kit::storage::Query;
/// let mut query = Query::new("select id from task where true");
/// query.push(" and state = ").bind("done").push(" order by id");
/// assert_eq!(query.sql(), "select id from task where true and state = $1 order by id");
/// ```
#[derive(Debug, Clone, Default)]
pub struct Query<'a> {
    sql: String,
    params: Vec<Value<'a>>,
}

impl<'a> Query<'a> {
    pub fn new(sql: &str) -> Self {
        Self { sql: sql.to_owned(), params: Vec::new() }
    }

    /// Adds text of the statement: never a value that came from outside.
    pub fn push(&mut self, sql: &str) -> &mut Self {
        self.sql.push_str(sql);
        self
    }

    /// Adds a parameter and its place.
    pub fn bind(&mut self, value: impl Into<Value<'a>>) -> &mut Self {
        self.params.push(value.into());
        let _ = write!(self.sql, "${}", self.params.len());
        self
    }

    pub fn sql(&self) -> &str {
        &self.sql
    }

    pub fn params(&self) -> &[Value<'a>] {
        &self.params
    }
}
