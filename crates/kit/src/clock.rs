//! The time of day, as a value: only here is the real clock read.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, TimeDelta};

/// Milliseconds since 1970-01-01T00:00Z.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    utoipa::ToSchema,
)]
#[serde(transparent)]
pub struct Instant(pub i64);

/// Viet Nam keeps UTC+7 all year (handbook 4.1); legal days never follow the machine's own zone (NEV-4.1).
const VIETNAM: FixedOffset = FixedOffset::east_opt(7 * 3600).expect("seven hours is a valid offset");

impl Instant {
    pub fn local(self) -> DateTime<FixedOffset> {
        DateTime::from_timestamp_millis(self.0).unwrap_or_default().with_timezone(&VIETNAM)
    }

    /// The calendar day in Viet Nam.
    pub fn date(self) -> NaiveDate {
        self.local().date_naive()
    }

    /// The first instant of a day in Viet Nam.
    pub fn start_of(date: NaiveDate) -> Self {
        let midnight = date.and_time(chrono::NaiveTime::MIN);
        Self(midnight.and_utc().timestamp_millis() - i64::from(VIETNAM.local_minus_utc()) * 1000)
    }

    #[must_use]
    pub fn plus(self, delta: TimeDelta) -> Self {
        Self(self.0 + delta.num_milliseconds())
    }
}

impl From<Instant> for crate::storage::Value<'_> {
    fn from(value: Instant) -> Self {
        Self::Int(value.0)
    }
}

impl crate::storage::FromColumn for Instant {
    fn from_sqlite(value: rusqlite::types::ValueRef<'_>) -> Option<Self> {
        i64::from_sqlite(value).map(Self)
    }

    fn from_postgres(row: &tokio_postgres::Row, column: usize) -> Result<Self, crate::error::Internal> {
        i64::from_postgres(row, column).map(Self)
    }
}

/// A day that papers and plans of the Front can bear: from 1900 to 2200. Others are slips of the hand.
pub fn is_plausible(date: NaiveDate) -> bool {
    (1900..=2200).contains(&date.year())
}

/// Where the time comes from: the machine, or a test that sets it.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    #[default]
    System,
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    pub fn fixed(at: Instant) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(at.0)))
    }

    pub fn now(&self) -> Instant {
        match self {
            Self::System => Instant(system_now_ms()),
            Self::Fixed(at) => Instant(at.load(Ordering::SeqCst)),
        }
    }

    pub fn today(&self) -> NaiveDate {
        self.now().date()
    }

    /// Moves a fixed clock; the machine's clock does not move for anyone.
    pub fn set(&self, at: Instant) {
        if let Self::Fixed(now) = self {
            now.store(at.0, Ordering::SeqCst);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place where the real clock is read")]
fn system_now_ms() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
