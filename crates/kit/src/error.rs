//! Failures: what every module's error type says of itself, and the one type for causes that only we can mend.

use std::error::Error as StdError;
use std::fmt;
use std::panic::Location;

use crate::text::Phrase;

/// What kind of failure it is; `kit::web` alone turns kinds into HTTP statuses, the command line into exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The thing is not there, or not for this person to see: the two are told apart to nobody.
    NotFound,
    /// Nobody is signed in.
    Unauthenticated,
    /// The person may see the thing but not do this to it.
    Forbidden,
    /// The address takes other kinds of requests.
    Method,
    /// The thing has changed, or is in a state that does not allow this.
    Conflict,
    /// What was entered cannot be accepted; nothing was changed.
    Invalid,
    /// Larger than the installation accepts.
    TooLarge,
    /// Too many attempts; try again later.
    TooMany,
    /// Something the program needs does not answer; trying again later can help.
    Unavailable,
    /// A mistake of ours.
    Internal,
}

/// A module's error: situations that a user recognises, phrased in both languages, with a way out.
pub trait Fault: StdError + Send + Sync + 'static {
    fn kind(&self) -> Kind;

    /// A stable name for programs: `task_not_found`.
    fn code(&self) -> &'static str;

    /// What happened, and what to do next, for the person who met it.
    fn message(&self) -> Phrase;

    /// As [`Fault::message`], for a program or the command line, where there is no page to reload or go back to.
    fn message_for_program(&self) -> Phrase {
        self.message()
    }

    /// The one field of a request that it is about, by the name that was sent; beside [`Fault::fields`].
    fn sent_field(&self) -> Option<(String, Phrase)> {
        None
    }

    /// Field errors of a form, `(field, message)`.
    fn fields(&self) -> Vec<(&'static str, Phrase)> {
        Vec::new()
    }

    /// The internal cause, when this only wraps one.
    fn internal(&self) -> Option<&Internal> {
        None
    }
}

/// A cause that a person can do nothing about: a lost database, a full disk, a mistake in the program. It remembers the line that
/// raised it and is logged once, at the boundary; visitors see only an operation id.
pub struct Internal {
    cause: Box<dyn StdError + Send + Sync>,
    raised_at: &'static Location<'static>,
}

impl Internal {
    #[track_caller]
    pub fn new(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { cause: cause.into(), raised_at: Location::caller() }
    }

    #[track_caller]
    pub fn from_error(cause: impl StdError + Send + Sync + 'static) -> Self {
        Self::new(Box::new(cause) as Box<dyn StdError + Send + Sync>)
    }

    /// The named constraint that a statement broke. SQLite names only the columns of a unique constraint: they are put
    /// together the way PostgreSQL names it, `table_column_key`.
    pub fn constraint(&self) -> Option<String> {
        if let Some(error) = self.cause.downcast_ref::<tokio_postgres::Error>() {
            return error.as_db_error()?.constraint().map(str::to_owned);
        }
        let rusqlite::Error::SqliteFailure(failure, Some(message)) =
            self.cause.downcast_ref::<rusqlite::Error>()?
        else {
            return None;
        };
        if failure.code != rusqlite::ErrorCode::ConstraintViolation {
            return None;
        }
        if let Some(columns) = message.strip_prefix("UNIQUE constraint failed: ") {
            let mut columns =
                columns.split(", ").map(|column| column.split_once('.').unwrap_or(("", column)));
            let (table, first) = columns.next()?;
            let names = columns.fold(first.to_owned(), |names, (_, column)| format!("{names}_{column}"));
            return Some(format!("{table}_{names}_key"));
        }
        message.strip_prefix("CHECK constraint failed: ").map(str::to_owned)
    }

    /// The database does not answer or is too busy: trying again can help.
    pub fn is_unavailable(&self) -> bool {
        if let Some(error) = self.cause.downcast_ref::<rusqlite::Error>() {
            return matches!(
                error.sqlite_error_code(),
                Some(
                    rusqlite::ErrorCode::DatabaseBusy
                        | rusqlite::ErrorCode::DatabaseLocked
                        | rusqlite::ErrorCode::CannotOpen
                        | rusqlite::ErrorCode::SystemIoFailure
                )
            );
        }
        if let Some(error) = self.cause.downcast_ref::<tokio_postgres::Error>() {
            // Stopped by the operator, out of connections or memory, a deadlock or a lock held too long.
            let passes = error.code().is_some_and(|code| {
                ["57P", "53", "40", "55P03"].iter().any(|class| code.code().starts_with(class))
            });
            // Without a word of the server the line broke; but a value of the wrong type is a mistake of ours.
            let broke = error.source().is_some_and(<dyn StdError>::is::<std::io::Error>);
            return error.is_closed() || broke || passes;
        }
        self.cause.is::<deadpool_postgres::PoolError>()
    }

    /// Others hold the database: whoever waits longer gets a turn.
    pub fn is_busy(&self) -> bool {
        if let Some(error) = self.cause.downcast_ref::<tokio_postgres::Error>() {
            // A lock held too long, a deadlock.
            return error
                .code()
                .is_some_and(|code| ["40", "55P03"].iter().any(|c| code.code().starts_with(c)));
        }
        self.cause.downcast_ref::<rusqlite::Error>().is_some_and(|error| {
            use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked};
            matches!(error.sqlite_error_code(), Some(DatabaseBusy | DatabaseLocked))
        })
    }

    /// The disk is full: nothing more can be saved until there is room.
    pub fn is_disk_full(&self) -> bool {
        if let Some(error) = self.cause.downcast_ref::<rusqlite::Error>() {
            return error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull);
        }
        if let Some(error) = self.cause.downcast_ref::<tokio_postgres::Error>() {
            return error.code() == Some(&tokio_postgres::error::SqlState::DISK_FULL);
        }
        self.cause
            .downcast_ref::<std::io::Error>()
            .is_some_and(|error| error.kind() == std::io::ErrorKind::StorageFull)
    }

    /// The file and line that raised it.
    pub fn raised_at(&self) -> &'static Location<'static> {
        self.raised_at
    }
}

impl fmt::Display for Internal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut told = self.cause.to_string();
        f.write_str(&told)?;
        let mut source = self.cause.source();
        while let Some(cause) = source {
            let next = cause.to_string();
            // Some errors repeat their cause in their own words.
            match next.strip_prefix(&told) {
                Some(rest) => f.write_str(rest)?,
                None if told.ends_with(&next) => {}
                None => write!(f, ": {next}")?,
            }
            told = next;
            source = cause.source();
        }
        Ok(())
    }
}

impl fmt::Debug for Internal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self} (at {})", self.raised_at)
    }
}

impl StdError for Internal {}

macro_rules! internal_from {
    ($($cause:ty),* $(,)?) => { $(
        impl From<$cause> for Internal {
            #[track_caller]
            fn from(cause: $cause) -> Self { Self::from_error(cause) }
        }
    )* };
}
internal_from!(
    rusqlite::Error,
    tokio_postgres::Error,
    deadpool_postgres::PoolError,
    std::io::Error,
    serde_json::Error,
    tokio::task::JoinError,
    csv::Error,
    rust_xlsxwriter::XlsxError,
);
