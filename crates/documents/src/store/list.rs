//! The register as a list.

use kit::paging::PageOf;
use kit::permission::Scope;
use kit::storage::{Engine, Query, Tx};
use kit::{Internal, UnitId};

use super::{COLUMNS, document};
use crate::DocumentId;
use crate::document::{Direction, Document, DocumentState, symbol_key};
use crate::figures::Counted;

/// Which papers a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentFilter {
    pub text: String,
    pub direction: Option<Direction>,
    pub state: Option<DocumentState>,
    pub type_code: String,
    pub year: Option<i64>,
    pub issuer: String,
    pub symbol: String,
    pub has_open_findings: bool,
    pub unit: Option<UnitId>,
    /// Only what a figure of a report counts; the unit is then the one it hung under on that day.
    pub counted: Option<Counted>,
}

/// Which page of a list: older than a paper, newer than one, or the newest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DocumentPage {
    pub before: Option<DocumentId>,
    pub after: Option<DocumentId>,
    pub limit: i64,
}

/// Papers in scope, newest entry first.
pub async fn list_documents(
    tx: &mut Tx,
    scope: Scope,
    filter: &DocumentFilter,
    page: DocumentPage,
) -> Result<PageOf<Document>, Internal> {
    let mut query =
        Query::new(&format!("select {COLUMNS} from document d join unit u on u.id = d.unit where true"));
    scope.restrict(&mut query, "d.unit");
    restrict(&mut query, filter, tx.engine());
    if let Some(before) = page.before {
        query.push(" and d.id < ").bind(before);
    }
    if let Some(after) = page.after {
        query.push(" and d.id > ").bind(after);
    }
    query.push(if page.after.is_some() { " order by d.id limit " } else { " order by d.id desc limit " });
    query.bind(page.limit + 1);
    let mut found = PageOf::cut(tx.all(query.sql(), query.params(), document).await?, page.limit);
    if page.after.is_some() {
        found.rows.reverse();
    }
    Ok(found)
}

fn restrict<'a>(query: &mut Query<'a>, filter: &'a DocumentFilter, engine: Engine) {
    for word in vi::fold::fold(&filter.text).split_whitespace().take(16) {
        query.push(" and d.folded like ").bind(contains(word)).push(" escape '!'");
    }
    if let Some(direction) = filter.direction {
        query.push(" and d.direction = ").bind(direction.code());
    }
    if let Some(state) = filter.state {
        query.push(" and d.state = ").bind(state.code());
    }
    if !filter.type_code.is_empty() {
        query.push(" and d.type_code = ").bind(&filter.type_code);
    }
    if let Some(year) = filter.year {
        query.push(" and d.year = ").bind(year);
    }
    if !filter.issuer.is_empty() {
        // The folded column holds more than the issuer: it only narrows down cheaply, the issuer itself is compared too.
        query.push(" and d.folded like ").bind(contains(&vi::fold::fold(&filter.issuer))).push(" escape '!'");
    }
    if !filter.symbol.is_empty() {
        query.push(" and d.symbol_key like ").bind(contains(&symbol_key(&filter.symbol))).push(" escape '!'");
    }
    if filter.has_open_findings {
        query.push(
            " and exists (select 1 from document_finding f where f.document = d.id and f.state = 'open')",
        );
    }
    if let Some(counted) = filter.counted {
        super::figures::push_counted(query, counted, filter.unit, engine);
    }
    if let Some(unit) = filter.unit {
        query.push(" and d.unit in (select descendant from unit_path where ancestor = ").bind(unit).push(")");
    }
}

/// A pattern that finds a text anywhere; what a person types is never a wildcard.
fn contains(text: &str) -> String {
    format!("%{}%", text.replace('!', "!!").replace('%', "!%").replace('_', "!_"))
}

/// What the filters of a list can offer: types and years that are there.
#[derive(Debug, Clone, Default)]
pub struct FilterChoices {
    pub types: Vec<(String, String)>,
    pub years: Vec<i64>,
    pub units: Vec<(UnitId, String)>,
}

pub async fn list_choices(tx: &mut Tx, scope: Scope) -> Result<FilterChoices, Internal> {
    let mut query =
        Query::new("select d.type_code, min(d.type_name) from document d where d.type_code <> ''");
    scope.restrict(&mut query, "d.unit");
    query.push(" group by d.type_code order by d.type_code");
    let types = tx.all(query.sql(), query.params(), |row| Ok((row.take()?, row.take()?))).await?;
    let mut query = Query::new("select distinct d.year from document d where d.year is not null");
    scope.restrict(&mut query, "d.unit");
    query.push(" order by d.year desc");
    let years = tx.all(query.sql(), query.params(), kit::storage::only).await?;
    let mut query =
        Query::new("select distinct u.id, u.name from document d join unit u on u.id = d.unit where true");
    scope.restrict(&mut query, "d.unit");
    query.push(" order by u.name, u.id limit 300");
    let units = tx.all(query.sql(), query.params(), |row| Ok((row.take()?, row.take()?))).await?;
    Ok(FilterChoices { types, years, units })
}
