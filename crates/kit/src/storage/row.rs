//! A row on its way out of a query.

use chrono::NaiveDate;
use rusqlite::types::ValueRef;

use crate::error::Internal;

/// One row; [`Row::take`] reads its columns from left to right.
pub struct Row<'a> {
    source: Source<'a>,
    next: usize,
}

enum Source<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a tokio_postgres::Row),
}

impl<'a> Row<'a> {
    pub(super) fn sqlite(row: &'a rusqlite::Row<'a>) -> Self {
        Self { source: Source::Sqlite(row), next: 0 }
    }

    pub(super) fn postgres(row: &'a tokio_postgres::Row) -> Self {
        Self { source: Source::Postgres(row), next: 0 }
    }

    /// The next column.
    ///
    /// # Errors
    /// When the column holds another type than asked for, or is null and `T` is not an `Option`.
    pub fn take<T: FromColumn>(&mut self) -> Result<T, Internal> {
        let column = self.next;
        self.next += 1;
        match self.source {
            Source::Sqlite(row) => {
                let value = row.get_ref(column)?;
                T::from_sqlite(value)
                    .ok_or_else(|| wrong_type::<T>(column, &format!("{:?}", value.data_type())))
            }
            Source::Postgres(row) => T::from_postgres(row, column),
        }
    }
}

/// The first column of a row: for queries that select just one.
pub fn only<T: FromColumn>(row: &mut Row<'_>) -> Result<T, Internal> {
    row.take()
}

fn wrong_type<T>(column: usize, found: &str) -> Internal {
    Internal::new(format!("column {column} is {found}, not {}", std::any::type_name::<T>()))
}

/// A type that a column can be read as, on both engines.
pub trait FromColumn: Sized {
    fn from_sqlite(value: ValueRef<'_>) -> Option<Self>;
    fn from_postgres(row: &tokio_postgres::Row, column: usize) -> Result<Self, Internal>;
}

impl FromColumn for i64 {
    fn from_sqlite(value: ValueRef<'_>) -> Option<Self> {
        match value {
            ValueRef::Integer(value) => Some(value),
            _ => None,
        }
    }

    fn from_postgres(row: &tokio_postgres::Row, column: usize) -> Result<Self, Internal> {
        use tokio_postgres::types::Type;
        match *row.columns()[column].type_() {
            Type::INT4 => Ok(i64::from(row.try_get::<_, i32>(column)?)),
            Type::INT2 => Ok(i64::from(row.try_get::<_, i16>(column)?)),
            _ => Ok(row.try_get(column)?),
        }
    }
}

macro_rules! from_small_integer {
    ($($integer:ty),*) => { $(
        impl FromColumn for $integer {
            fn from_sqlite(value: ValueRef<'_>) -> Option<Self> {
                i64::from_sqlite(value)?.try_into().ok()
            }
            fn from_postgres(row: &tokio_postgres::Row, column: usize) -> Result<Self, Internal> {
                i64::from_postgres(row, column)?.try_into().map_err(|_| wrong_type::<Self>(column, "too large"))
            }
        }
    )* };
}
from_small_integer!(i32, i16, u32, u16, u8);

impl FromColumn for f64 {
    fn from_sqlite(value: ValueRef<'_>) -> Option<Self> {
        match value {
            ValueRef::Real(value) => Some(value),
            #[expect(clippy::cast_precision_loss, reason = "SQLite stores whole reals as integers")]
            ValueRef::Integer(value) => Some(value as f64),
            _ => None,
        }
    }

    fn from_postgres(row: &tokio_postgres::Row, column: usize) -> Result<Self, Internal> {
        Ok(row.try_get(column)?)
    }
}

impl FromColumn for bool {
    fn from_sqlite(value: ValueRef<'_>) -> Option<Self> {
        i64::from_sqlite(value).map(|value| value != 0)
    }

    fn from_postgres(row: &tokio_postgres::Row, column: usize) -> Result<Self, Internal> {
        Ok(row.try_get(column)?)
    }
}

impl FromColumn for String {
    fn from_sqlite(value: ValueRef<'_>) -> Option<Self> {
        match value {
            ValueRef::Text(text) => std::str::from_utf8(text).ok().map(str::to_owned),
            _ => None,
        }
    }

    fn from_postgres(row: &tokio_postgres::Row, column: usize) -> Result<Self, Internal> {
        Ok(row.try_get(column)?)
    }
}

impl FromColumn for Vec<u8> {
    fn from_sqlite(value: ValueRef<'_>) -> Option<Self> {
        match value {
            ValueRef::Blob(bytes) => Some(bytes.to_vec()),
            _ => None,
        }
    }

    fn from_postgres(row: &tokio_postgres::Row, column: usize) -> Result<Self, Internal> {
        Ok(row.try_get(column)?)
    }
}

impl FromColumn for NaiveDate {
    fn from_sqlite(value: ValueRef<'_>) -> Option<Self> {
        match value {
            ValueRef::Text(text) => std::str::from_utf8(text).ok()?.parse().ok(),
            _ => None,
        }
    }

    fn from_postgres(row: &tokio_postgres::Row, column: usize) -> Result<Self, Internal> {
        Ok(row.try_get(column)?)
    }
}

impl<T: FromColumn> FromColumn for Option<T> {
    fn from_sqlite(value: ValueRef<'_>) -> Option<Self> {
        match value {
            ValueRef::Null => Some(None),
            value => T::from_sqlite(value).map(Some),
        }
    }

    fn from_postgres(row: &tokio_postgres::Row, column: usize) -> Result<Self, Internal> {
        match row.try_get::<_, Option<Present>>(column)? {
            None => Ok(None),
            Some(Present) => T::from_postgres(row, column).map(Some),
        }
    }
}

/// Accepts any column type: only asks whether the value is there.
struct Present;

impl tokio_postgres::types::FromSql<'_> for Present {
    fn from_sql(
        _: &tokio_postgres::types::Type,
        _: &[u8],
    ) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self)
    }

    fn accepts(_: &tokio_postgres::types::Type) -> bool {
        true
    }
}
