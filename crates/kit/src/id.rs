//! Typed identifiers: two integers must not be swappable.

/// Defines identifier types over `i64`: shown and parsed as the number, stored as one, described as one in the API.
#[macro_export]
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }
        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> { text.parse().map(Self) }
        }
        impl From<$name> for $crate::storage::Value<'_> {
            fn from(id: $name) -> Self { Self::Int(id.0) }
        }
        impl $crate::storage::FromColumn for $name {
            fn from_sqlite(value: $crate::storage::SqliteValue<'_>) -> Option<Self> {
                <i64 as $crate::storage::FromColumn>::from_sqlite(value).map(Self)
            }
            fn from_postgres(row: &$crate::storage::PostgresRow, column: usize) -> Result<Self, $crate::error::Internal> {
                <i64 as $crate::storage::FromColumn>::from_postgres(row, column).map(Self)
            }
        }
    )* };
}

ids! {
    /// A unit of the tree: a committee, a board, a member organisation. What it is called is the organisation module's business.
    UnitId,
    /// A sign-in.
    AccountId,
    /// A seat that holds rights.
    PostId,
}
