//! The one writer, and commits that are made together.
//!
//! Writers take turns on one connection. While others wait, one that writes [`Manner::Together`] leaves its work in the open
//! transaction behind a savepoint, the next ones add theirs, and one `commit`, with its one `fsync`, makes all of it durable. Nobody is
//! told "saved" before that, what one gives up takes only its own savepoint back, and when the commit fails it fails for all of them.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

use super::place::Place;
use super::{TURN, blocking, in_time};
use crate::error::Internal;

/// How a writer commits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::storage) enum Manner {
    /// A transaction of its own: for long work, and for what changes how a transaction behaves.
    Alone,
    /// With those that wait behind it.
    Together,
}

/// Whose turn it is to write.
#[derive(Clone)]
pub(super) struct Turns {
    held: Arc<Mutex<Held>>,
    /// Writers that wait for their turn.
    waiting: Arc<AtomicUsize>,
}

struct Held {
    conn: Connection,
    place: Place,
    /// Those whose work is done but not durable. Invariant: while there are any, their transaction is open and a closer is on its way.
    group: Vec<oneshot::Sender<Result<(), Internal>>>,
}

impl Turns {
    pub(super) fn new(conn: Connection, place: Place) -> Self {
        let held = Held { conn, place, group: Vec::new() };
        Self { held: Arc::new(Mutex::new(held)), waiting: Arc::default() }
    }

    pub(super) async fn begin(&self, manner: Manner) -> Result<Writer, Internal> {
        let waiting = Waiting::of(&self.waiting);
        let mut held = in_time(Arc::clone(&self.held).lock_owned()).await?;
        drop(waiting);
        if manner == Manner::Alone && !held.group.is_empty() {
            // Whoever is in the group was told by this; what comes now begins anew either way.
            let _ = held.close();
        }
        let is_inside = !held.group.is_empty();
        if is_inside {
            held.run("savepoint member")?;
        } else {
            held.begin()?;
        }
        Ok(Writer { held, turns: self.clone(), manner, is_inside, is_open: true })
    }

    /// Commits the group when those who wait now had their turn. Not part of any request: one given up must not leave others waiting.
    fn close_later(&self) {
        let held = Arc::clone(&self.held);
        tokio::spawn(async move {
            let mut held = held.lock_owned().await;
            if !held.group.is_empty() {
                // The members are told, and tell.
                let _ = held.close();
            }
        });
    }
}

/// Counts one writer among those that wait, until it has its turn or gives up.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn of(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Held {
    fn run(&self, sql: &str) -> Result<(), rusqlite::Error> {
        self.conn.prepare_cached(sql)?.execute([]).map(drop)
    }

    fn begin(&self) -> Result<(), Internal> {
        if !self.conn.is_autocommit() {
            // A rollback that failed: nothing of it may become part of what comes.
            self.run("rollback")?;
        }
        // Only another program can be in the way, and seldom is: the runtime is told to expect a wait only then.
        self.conn.busy_timeout(Duration::ZERO)?;
        let begun = self.run("begin immediate");
        self.conn.busy_timeout(TURN)?;
        match begun {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {
                Ok(blocking(|| self.run("begin immediate"))?)
            }
            begun => Ok(begun?),
        }
    }

    /// Makes everything in the open transaction durable and tells the group; on failure nothing of it stays.
    fn close(&mut self) -> Result<(), Internal> {
        // Here and not at the beginning: the file may go while a transaction is open.
        let committed = blocking(|| self.place.check().and_then(|()| self.run("commit")));
        if committed.is_err() {
            self.roll_back();
        }
        self.tell(&committed);
        Ok(committed?)
    }

    /// Tells the group how its transaction ended.
    fn tell(&mut self, ended: &Result<(), rusqlite::Error>) {
        for member in self.group.drain(..) {
            // A request that was given up does not listen any more.
            let _ = member.send(ended.as_ref().copied().map_err(|error| Internal::from(again(error))));
        }
    }

    fn roll_back(&self) {
        if !self.conn.is_autocommit()
            && let Err(error) = self.run("rollback")
        {
            tracing::warn!(%error, "rollback");
        }
    }
}

/// The same error once more, for another member of the group.
fn again(error: &rusqlite::Error) -> rusqlite::Error {
    match error {
        rusqlite::Error::SqliteFailure(code, message) => {
            rusqlite::Error::SqliteFailure(*code, message.clone())
        }
        other => given_up(&other.to_string()),
    }
}

/// The whole transaction is gone, by no fault of this member: trying again can help.
fn given_up(why: &str) -> rusqlite::Error {
    let busy = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY);
    rusqlite::Error::SqliteFailure(busy, Some(why.to_owned()))
}

pub(in crate::storage) struct Writer {
    held: OwnedMutexGuard<Held>,
    turns: Turns,
    manner: Manner,
    /// Behind a savepoint, in a transaction that others began.
    is_inside: bool,
    is_open: bool,
}

impl Writer {
    /// Returns when the work is durable.
    pub(in crate::storage) async fn commit(mut self) -> Result<(), Internal> {
        if self.held.conn.is_autocommit() {
            return Err(given_up("the transaction was given up").into());
        }
        if self.is_inside {
            self.held.run("release member")?;
        }
        self.is_open = false;
        if self.manner == Manner::Alone || self.turns.waiting.load(Ordering::SeqCst) == 0 {
            return self.held.close();
        }
        let (member, told) = oneshot::channel();
        self.held.group.push(member);
        if self.held.group.len() == 1 {
            self.turns.close_later();
        }
        drop(self);
        told.await.unwrap_or_else(|_| Err(given_up("the program is stopping").into()))
    }
}

impl Deref for Writer {
    type Target = Connection;
    fn deref(&self) -> &Connection {
        &self.held.conn
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        if !self.is_open {
            return;
        }
        // On a full disk SQLite takes the whole transaction back by itself, and the group's work with it.
        let is_gone = self.held.conn.is_autocommit();
        let stays = !is_gone
            && self.is_inside
            && self.held.run("rollback to member").and_then(|()| self.held.run("release member")).is_ok();
        if !stays {
            self.held.roll_back();
            self.held.tell(&Err(given_up("the transaction was given up with another's")));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::{Database, Location};

    struct Desk {
        turns: Turns,
        path: std::path::PathBuf,
        _folder: tempfile::TempDir,
    }

    fn desk() -> Desk {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.db");
        let conn = Connection::open(&path).expect("opens");
        conn.execute_batch(
            "pragma journal_mode = wal; pragma foreign_keys = on;
             create table a (id integer primary key, parent integer references a (id))",
        )
        .expect("a table");
        let place = Place::of(&path).expect("is there");
        Desk { turns: Turns::new(conn, place), path, _folder: folder }
    }

    impl Desk {
        async fn begin(&self) -> Writer {
            self.turns.begin(Manner::Together).await.expect("a turn")
        }

        /// A writer that waits: it inserts a row when its turn comes, and then does as it is told.
        async fn queue(&self, id: i64, then: Then) -> tokio::task::JoinHandle<Result<(), Internal>> {
            let (turns, before) = (self.turns.clone(), self.turns.waiting.load(Ordering::SeqCst));
            let waits = tokio::spawn(async move {
                let manner = if then == Then::CommitAlone { Manner::Alone } else { Manner::Together };
                let writer = turns.begin(manner).await?;
                match then {
                    Then::Dangle => writer.execute_batch(&format!(
                        "pragma defer_foreign_keys = on; insert into a values ({id}, 999)"
                    ))?,
                    _ => insert(&writer, id),
                }
                match then {
                    Then::GiveUp => Ok(()),
                    Then::LoseAll => {
                        // As SQLite does by itself when the disk is full.
                        writer.execute_batch("rollback")?;
                        writer.commit().await
                    }
                    Then::Commit | Then::CommitAlone | Then::Dangle => writer.commit().await,
                }
            });
            while self.turns.waiting.load(Ordering::SeqCst) == before {
                tokio::task::yield_now().await;
            }
            waits
        }

        /// What others see.
        fn rows(&self) -> Vec<i64> {
            let conn = Connection::open(&self.path).expect("opens");
            let mut rows = conn.prepare("select id from a order by id").expect("prepares");
            rows.query_map([], |row| row.get(0)).expect("runs").map(|id| id.expect("an id")).collect()
        }
    }

    #[derive(Clone, Copy, PartialEq, Eq)]
    enum Then {
        Commit,
        CommitAlone,
        GiveUp,
        Dangle,
        LoseAll,
    }

    fn insert(writer: &Writer, id: i64) {
        writer.execute("insert into a values (?1, null)", [id]).expect("inserts");
    }

    #[tokio::test]
    async fn one_gives_up_and_the_others_stay() {
        let desk = desk();
        let first = desk.begin().await;
        insert(&first, 1);
        let gives_up = desk.queue(2, Then::GiveUp).await;
        let third = desk.queue(3, Then::Commit).await;
        first.commit().await.expect("commits");
        third.await.expect("ends").expect("commits");
        gives_up.await.expect("ends").expect("nothing to commit");
        assert_eq!(desk.rows(), [1, 3]);
    }

    #[tokio::test]
    async fn nobody_is_told_before_it_is_durable() {
        let desk = desk();
        let first = desk.begin().await;
        insert(&first, 1);
        let turns = desk.turns.clone();
        let (has_turn, is_held) = oneshot::channel();
        let second = tokio::spawn(async move {
            let writer = turns.begin(Manner::Together).await.expect("a turn");
            has_turn.send(writer).map_err(drop).expect("listens");
        });
        while desk.turns.waiting.load(Ordering::SeqCst) == 0 {
            tokio::task::yield_now().await;
        }
        let first = tokio::spawn(first.commit());
        let writer = is_held.await.expect("has its turn");
        second.await.expect("ends");
        assert!(writer.is_inside, "in the same transaction");
        assert!(!first.is_finished(), "told too early");
        assert_eq!(desk.rows(), [0; 0]);
        insert(&writer, 2);
        writer.commit().await.expect("commits");
        first.await.expect("ends").expect("commits");
        assert_eq!(desk.rows(), [1, 2]);
    }

    #[tokio::test]
    async fn a_commit_that_fails_fails_for_all_and_the_next_begins_anew() {
        let desk = desk();
        let first = desk.begin().await;
        insert(&first, 1);
        let dangles = desk.queue(2, Then::Dangle).await;
        first.commit().await.expect_err("is told");
        dangles.await.expect("ends").expect_err("is told");
        assert_eq!(desk.rows(), [0; 0]);
        let next = desk.begin().await;
        insert(&next, 3);
        next.commit().await.expect("commits");
        assert_eq!(desk.rows(), [3]);
    }

    #[tokio::test]
    async fn a_transaction_lost_under_one_is_lost_for_all_before_it() {
        let desk = desk();
        let first = desk.begin().await;
        insert(&first, 1);
        let loses = desk.queue(2, Then::LoseAll).await;
        let third = desk.queue(3, Then::Commit).await;
        let error = first.commit().await.expect_err("is told");
        assert!(error.is_unavailable(), "{error}");
        loses.await.expect("ends").expect_err("is told");
        third.await.expect("ends").expect("commits");
        assert_eq!(desk.rows(), [3]);
    }

    #[tokio::test]
    async fn who_writes_alone_commits_the_others_first() {
        let desk = desk();
        let first = desk.begin().await;
        insert(&first, 1);
        let alone = desk.queue(2, Then::CommitAlone).await;
        let third = desk.queue(3, Then::Commit).await;
        first.commit().await.expect("commits");
        alone.await.expect("ends").expect("commits");
        third.await.expect("ends").expect("commits");
        assert_eq!(desk.rows(), [1, 2, 3]);
    }

    #[tokio::test]
    async fn a_request_given_up_while_it_waits_to_be_told_leaves_nobody_waiting() {
        let desk = desk();
        let first = desk.begin().await;
        insert(&first, 1);
        let second = desk.queue(2, Then::Commit).await;
        let first = tokio::spawn(first.commit());
        first.abort();
        second.await.expect("ends").expect("commits");
        let next = desk.begin().await;
        assert!(!next.is_inside);
        drop(next);
        assert!(desk.rows().contains(&2));
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn many_at_once_lose_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let db = Database::open(&Location::Sqlite(folder.path().join("a.db"))).await.expect("opens");
        let mut tx = db.write().await.expect("a turn");
        tx.script("create table a (id integer primary key)").await.expect("a table");
        tx.commit().await.expect("commits");
        let writers: Vec<_> = (0..200_i64)
            .map(|id| {
                let db = db.clone();
                tokio::spawn(async move {
                    let mut tx = if id % 10 == 0 { db.write().await } else { db.write_together().await }?;
                    tx.execute("insert into a (id) values ($1)", params![id]).await?;
                    if id % 7 == 0 { Ok(()) } else { tx.commit().await }
                })
            })
            .collect();
        for writer in writers {
            writer.await.expect("ends").expect("commits");
        }
        let kept: Vec<i64> = db
            .read()
            .await
            .expect("reads")
            .all("select id from a order by id", &[], crate::storage::only)
            .await
            .expect("rows");
        assert_eq!(kept, (0..200).filter(|id| id % 7 != 0).collect::<Vec<i64>>());
    }
}
