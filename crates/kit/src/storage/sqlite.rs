//! The embedded engine: one writer, several readers, write-ahead log, every commit on disk before it is acknowledged.

mod place;
mod writer;

use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use self::place::Place;
use self::writer::Turns;
pub(super) use self::writer::{Manner, Writer};
use super::{Row, Value};
use crate::error::Internal;

/// Readers open at once. Reading is short and CPU-bound, so more than a few only cost memory.
const READERS: usize = 4;
/// How long to wait for others, in this program and beside it.
const TURN: Duration = Duration::from_secs(10);
/// Statements kept prepared on each connection.
const PREPARED: usize = 256;

pub(super) struct Sqlite {
    place: Place,
    turns: Turns,
    idle_readers: Mutex<Vec<Connection>>,
    reader_permits: Arc<Semaphore>,
}

impl Sqlite {
    pub(super) fn open(path: &Path) -> Result<Self, Internal> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|error| {
                Internal::new(format!("cannot create folder {}: {error}", folder.display()))
            })?;
        }
        let writer = Connection::open(path)
            .map_err(|error| Internal::new(format!("cannot open database {}: {error}", path.display())))?;
        writer.busy_timeout(TURN)?;
        let mode: String = writer.query_row("pragma journal_mode = wal", [], |row| row.get(0))?;
        if mode != "wal" {
            return Err(Internal::new(format!(
                "{} does not allow a write-ahead log (mode {mode})",
                path.display()
            )));
        }
        writer.execute_batch(
            "pragma synchronous = full; pragma foreign_keys = on; pragma temp_store = memory;",
        )?;
        keep_prepared(&writer)?;
        let place = Place::of(path)?;
        Ok(Self {
            turns: Turns::new(writer, place.clone()),
            place,
            idle_readers: Mutex::new(Vec::new()),
            reader_permits: Arc::new(Semaphore::new(READERS)),
        })
    }

    pub(super) async fn writer(&self, manner: Manner) -> Result<Writer, Internal> {
        self.turns.begin(manner).await
    }

    pub(super) async fn reader(db: &Arc<Self>) -> Result<Reader, Internal> {
        let permit =
            in_time(Arc::clone(&db.reader_permits).acquire_owned()).await?.map_err(Internal::from_error)?;
        let idle = db.idle_readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let conn = match idle {
            Some(conn) => conn,
            None => Self::open_reader(&db.place)?,
        };
        conn.prepare_cached("begin")?.execute([])?;
        Ok(Reader { conn: Some(conn), db: Arc::clone(db), _permit: permit })
    }

    /// The place is checked by every write; readers that are there already see what they saw.
    pub(super) fn check_place(&self) -> Result<(), Internal> {
        Ok(self.place.check()?)
    }

    fn open_reader(place: &Place) -> Result<Connection, Internal> {
        // Not beside the writer, in another file.
        place.check()?;
        // The cache is shared with nobody, so the flag that serialises calls is not needed.
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(place.path(), flags)?;
        conn.busy_timeout(TURN)?;
        conn.execute_batch(
            "pragma query_only = on; pragma temp_store = memory; pragma mmap_size = 268435456;",
        )?;
        keep_prepared(&conn)?;
        Ok(conn)
    }

    pub(super) async fn copy_to(db: &Arc<Self>, target: &Path) -> Result<(), Internal> {
        let reader = Self::reader(db).await?;
        let target = target.to_str().ok_or_else(|| Internal::new("the target path is not UTF-8"))?.to_owned();
        blocking(|| {
            reader.execute_batch("rollback")?;
            let copied = reader.execute("vacuum into ?1", [&target]);
            reader.execute_batch("begin")?;
            copied?;
            Ok(())
        })
    }
}

/// Lets a prepared statement stay prepared. Without the guarantee of stable plans SQLite looks at the values bound, such as that of a
/// `limit`, and prepares the statement anew for every other one: a third of the time of a list.
fn keep_prepared(conn: &Connection) -> Result<(), Internal> {
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.set_prepared_statement_cache_capacity(PREPARED);
    Ok(())
}

/// Waits for a turn, but not for good: whoever holds it may hang.
async fn in_time<T>(turn: impl Future<Output = T>) -> Result<T, Internal> {
    tokio::time::timeout(TURN, turn).await.map_err(|_| {
        let busy = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY);
        Internal::from(rusqlite::Error::SqliteFailure(busy, Some("others took too long".to_owned())))
    })
}

/// Runs what waits for the disk without keeping other requests waiting, where the runtime can.
fn blocking<T>(work: impl FnOnce() -> T) -> T {
    match tokio::runtime::Handle::try_current().map(|handle| handle.runtime_flavor()) {
        Ok(tokio::runtime::RuntimeFlavor::MultiThread) => tokio::task::block_in_place(work),
        _ => work(),
    }
}

pub(super) struct Reader {
    conn: Option<Connection>,
    db: Arc<Sqlite>,
    _permit: OwnedSemaphorePermit,
}

impl Deref for Reader {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        self.conn.as_ref().expect("taken only on drop")
    }
}

impl DerefMut for Reader {
    fn deref_mut(&mut self) -> &mut Connection {
        self.conn.as_mut().expect("taken only on drop")
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        let Some(conn) = self.conn.take() else { return };
        let ended = conn.prepare_cached("commit").and_then(|mut commit| commit.execute([])).is_ok();
        if ended {
            self.db.idle_readers.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
        }
    }
}

pub(super) fn all<T>(
    conn: &Connection,
    sql: &str,
    params: &[Value<'_>],
    map: &mut impl FnMut(&mut Row<'_>) -> Result<T, Internal>,
) -> Result<Vec<T>, Internal> {
    let mut out = Vec::new();
    each(conn, sql, params, &mut |row| {
        out.push(map(row)?);
        Ok(())
    })?;
    Ok(out)
}

pub(super) fn each(
    conn: &Connection,
    sql: &str,
    params: &[Value<'_>],
    each: &mut impl FnMut(&mut Row<'_>) -> Result<(), Internal>,
) -> Result<(), Internal> {
    let mut statement = conn.prepare_cached(sql)?;
    bind(&mut statement, sql, params)?;
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next()? {
        each(&mut Row::sqlite(row))?;
    }
    Ok(())
}

pub(super) fn execute(conn: &Connection, sql: &str, params: &[Value<'_>]) -> Result<u64, Internal> {
    let mut statement = conn.prepare_cached(sql)?;
    bind(&mut statement, sql, params)?;
    Ok(statement.raw_execute()? as u64)
}

/// SQLite numbers `$n` by first appearance, so each place is bound by the number in its name. Asking for a name walks all names
/// before it; where the numbers first appear in their order, which is nearly everywhere, nothing needs to be asked.
fn bind(
    statement: &mut rusqlite::CachedStatement<'_>,
    sql: &str,
    params: &[Value<'_>],
) -> Result<(), Internal> {
    let count = statement.parameter_count();
    let is_in_order = numbers_in_order(sql) == Some(count);
    for index in 1..=count {
        let number = if is_in_order {
            Some(index)
        } else {
            statement.parameter_name(index).and_then(|name| name[1..].parse::<usize>().ok())
        };
        let value = number.and_then(|number| params.get(number - 1));
        let Some(value) = value else {
            return Err(Internal::new(format!("parameter {index} of a statement has no value")));
        };
        statement.raw_bind_parameter(index, value)?;
    }
    Ok(())
}

/// How many different `$n` there are, when `$2` never stands before the first `$1` and so on.
fn numbers_in_order(sql: &str) -> Option<usize> {
    let mut seen = 0;
    for after in sql.split('$').skip(1) {
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            continue;
        }
        let number: usize = after[..digits].parse().ok()?;
        if number > seen + 1 {
            return None;
        }
        seen = seen.max(number);
    }
    Some(seen)
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Self::Bool(value) => ToSqlOutput::Borrowed(ValueRef::Integer(i64::from(*value))),
            Self::Int(value) => ToSqlOutput::Borrowed(ValueRef::Integer(*value)),
            Self::Real(value) => ToSqlOutput::Borrowed(ValueRef::Real(*value)),
            Self::Text(value) => ToSqlOutput::Borrowed(ValueRef::Text(value.as_bytes())),
            Self::Date(value) => ToSqlOutput::Owned(value.to_string().into()),
            Self::Bytes(value) => ToSqlOutput::Borrowed(ValueRef::Blob(value)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::numbers_in_order;

    #[test]
    fn numbers_count_by_their_first_appearance() {
        assert_eq!(numbers_in_order("select 1"), Some(0));
        assert_eq!(numbers_in_order("a = $1 and b = $2 and c = $1 and d = $3"), Some(3));
        assert_eq!(numbers_in_order("a = $2 and b = $1"), None);
        // A path in JSON is no parameter.
        assert_eq!(numbers_in_order("json_extract(a, '$.b') = $1"), Some(1));
    }
}
