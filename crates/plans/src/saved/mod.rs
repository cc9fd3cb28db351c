//! Views that a person saved: the filter of a page under a name of theirs. One piece for the list of tasks and for plans; a plan's
//! view is the same for every plan.

pub mod actions;
mod api;
pub mod store;
pub mod views;

#[cfg(test)]
mod tests;

use axum::Router;
use axum::extract::Query;
use kit::web::App;

pub use api::openapi;
pub use store::View;

use crate::{follow, tasks};

/// A page whose views are saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The list of tasks.
    Tasks,
    /// A plan as outline, table, board or timeline.
    Plan,
}

impl Kind {
    pub const ALL: [Self; 2] = [Self::Tasks, Self::Plan];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Tasks => "tasks",
            Self::Plan => "plan",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Only what the page's filter understands of a query is kept, without a question mark.
    pub fn clean(self, query: &str) -> String {
        let query = query.trim_start_matches('?');
        let uri: axum::http::Uri = format!("/?{query}").parse().unwrap_or_default();
        match self {
            Self::Tasks => {
                let asked = Query::try_from_uri(&uri).map(|Query(asked)| asked).unwrap_or_default();
                tasks::list::Filter::from_asked(&asked).query()
            }
            Self::Plan => {
                let asked = Query::try_from_uri(&uri).map(|Query(asked)| asked).unwrap_or_default();
                // A day of the past belongs to one look, not to a view that is used again and again.
                let filter =
                    follow::filter::Filter { as_of: None, ..follow::filter::Filter::from_asked(&asked) };
                filter.query().trim_start_matches('?').to_owned()
            }
        }
    }
}

/// The API of this part; the pages stand with the lists they belong to.
pub fn routes() -> Router<App> {
    api::routes()
}
