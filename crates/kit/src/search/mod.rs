//! One box over everything that a person may see. Modules put their records in with [`put`]; [`find`] looks words up without
//! regard to accents, case, `đ`, tone placement or the form of the letters.

mod ended;
mod pages;

use chrono::NaiveDate;

use crate::error::Internal;
use crate::id::UnitId;
use crate::permission::Scope;
use crate::storage::{Engine, Query, Tx, Value};

pub use pages::{openapi, routes};

/// A record as it can be found.
#[derive(Debug, Clone)]
pub struct SearchDoc<'a> {
    /// `document`, `clause`, `task`, `unit`, `person`.
    pub kind: &'a str,
    pub subject: i64,
    /// A part of the record (a clause's code), or empty.
    pub part: &'a str,
    /// Whose record it is; `None` for what everyone signed in may see.
    pub unit: Option<UnitId>,
    pub title: &'a str,
    /// Shown under the title, with the words found marked.
    pub snippet: &'a str,
    /// Further words it can be found by.
    pub words: &'a str,
    pub url: &'a str,
    pub happened_on: Option<NaiveDate>,
}

/// Puts a record in, or in the place of its former self.
pub async fn put(tx: &mut Tx, doc: &SearchDoc<'_>) -> Result<(), Internal> {
    put_many(tx, std::slice::from_ref(doc)).await
}

/// As [`put`], for many records with few statements.
pub async fn put_many(tx: &mut Tx, docs: &[SearchDoc<'_>]) -> Result<(), Internal> {
    let mut rows = Vec::with_capacity(docs.len() * 9);
    for doc in docs {
        let folded = words(&format!("{} {} {}", doc.title, doc.snippet, doc.words)).join(" ");
        rows.extend([
            Value::from(doc.kind),
            Value::from(doc.subject),
            Value::from(doc.part),
            doc.unit.map_or(Value::Null, Value::from),
            Value::from(doc.title),
            Value::from(doc.snippet),
            Value::from(folded),
            Value::from(doc.url),
            doc.happened_on.map_or(Value::Null, Value::Date),
        ]);
    }
    let columns = ["kind", "subject", "part", "unit", "title", "snippet", "folded", "url", "happened_on"];
    let tail = "on conflict (kind, subject, part) do update
                   set unit = excluded.unit, title = excluded.title, snippet = excluded.snippet,
                       folded = excluded.folded, url = excluded.url, happened_on = excluded.happened_on
                 where search_doc.unit is distinct from excluded.unit or search_doc.title <> excluded.title
                    or search_doc.snippet <> excluded.snippet or search_doc.folded <> excluded.folded
                    or search_doc.url <> excluded.url or search_doc.happened_on is distinct from excluded.happened_on";
    tx.insert_many("search_doc", &columns, &rows, tail).await?;
    Ok(())
}

/// Takes all parts of a record out.
pub async fn remove(tx: &mut Tx, kind: &str, subject: i64) -> Result<(), Internal> {
    tx.execute("delete from search_doc where kind = $1 and subject = $2", params![kind, subject]).await?;
    Ok(())
}

/// What was found.
#[derive(Debug, Clone, serde::Serialize, utoipa::ToSchema)]
pub struct Hit {
    pub id: i64,
    pub kind: String,
    pub subject: i64,
    pub title: String,
    pub snippet: String,
    pub url: String,
    pub unit_name: String,
    pub happened_on: Option<NaiveDate>,
}

/// What is looked for.
#[derive(Debug, Clone, Copy)]
pub struct Search<'a> {
    pub text: &'a str,
    /// One kind only, or all when empty.
    pub kind: &'a str,
    /// Only what is older than this id: the next page.
    pub before: Option<i64>,
    pub limit: i64,
}

/// Most recent first: records in scope that hold every word; the last word may be unfinished. An empty text finds nothing.
pub async fn find(tx: &mut Tx, scope: Scope, search: &Search<'_>) -> Result<Vec<Hit>, Internal> {
    let mut words = words(search.text);
    words.truncate(MAX_WORDS);
    if words.is_empty() {
        return Ok(Vec::new());
    }
    const COLUMNS: &str =
        "select d.id, d.kind, d.subject, d.title, d.snippet, d.url, coalesce(u.name, ''), d.happened_on";
    let few = match tx.engine() {
        Engine::Sqlite if !scope.is_everything => list_few_units(tx, scope).await?,
        Engine::Sqlite | Engine::Postgres => None,
    };
    let mut query = Query::new(COLUMNS);
    match tx.engine() {
        Engine::Sqlite => {
            // The index yields its rows from the newest on, so the walk stops at the limit: no sorting of all hits.
            query.push(
                " from search_fts f
                  cross join search_doc d on d.id = f.rowid
                  left join unit u on u.id = d.unit
                  where f.search_fts match ",
            );
            let owned = few.as_deref().map_or_else(String::new, |units| format!(" AND {}", owned_by(units)));
            query.bind(format!("folded : ({}){owned}", fts5(&words)));
        }
        Engine::Postgres => {
            query.push(
                " from search_doc d
                  left join unit u on u.id = d.unit
                  where to_tsvector('simple', d.folded) @@ to_tsquery('simple', ",
            );
            query.bind(tsquery(&words)).push(")");
        }
    }
    let key = match tx.engine() {
        Engine::Sqlite => "f.rowid",
        Engine::Postgres => "d.id",
    };
    if let Some(before) = search.before {
        query.push(" and ").push(key).push(" < ").bind(before);
    }
    if !search.kind.is_empty() {
        query.push(" and d.kind = ").bind(search.kind);
    }
    if !scope.is_everything {
        query.push(" and (d.unit is null or d.unit in (select descendant from unit_path where ancestor = ");
        query.bind(scope.root).push("))");
    }
    query.push(" order by ").push(key).push(" desc limit ").bind(search.limit);
    tx.all(query.sql(), query.params(), |row| {
        Ok(Hit {
            id: row.take()?,
            kind: row.take()?,
            subject: row.take()?,
            title: row.take()?,
            snippet: row.take()?,
            url: row.take()?,
            unit_name: row.take()?,
            happened_on: row.take()?,
        })
    })
    .await
}

/// Units that a search names one by one; whoever sees more soon meets a record of theirs among everybody's.
const FEW_UNITS: i64 = 200;

/// The units of a scope, dissolved ones with them; `None` when they are more than a few.
async fn list_few_units(tx: &mut Tx, scope: Scope) -> Result<Option<Vec<UnitId>>, Internal> {
    let units: Vec<UnitId> = tx
        .all(
            "select distinct descendant from unit_path where ancestor = $1 limit $2",
            params![scope.root, FEW_UNITS + 1],
            crate::storage::only,
        )
        .await?;
    Ok((i64::try_from(units.len()).unwrap_or(i64::MAX) <= FEW_UNITS).then_some(units))
}

/// The words under which the index of SQLite keeps whose record it is: everyone's, or one of these units'.
fn owned_by(units: &[UnitId]) -> String {
    let owners: Vec<String> = units.iter().map(|unit| format!("\"u{unit}\"")).collect();
    format!("owner : (\"u0\"{}{})", if owners.is_empty() { "" } else { " OR " }, owners.join(" OR "))
}

/// The records of a kind that hold every word of a text, whoever may see them: for lists that narrow by scope themselves. `None` when
/// there are more than `limit`, or no word to look for: then a walk through the list finds its rows soon.
pub async fn list_subjects(
    tx: &mut Tx,
    kind: &str,
    text: &str,
    limit: usize,
) -> Result<Option<Vec<i64>>, Internal> {
    let mut words = words(text);
    words.truncate(MAX_WORDS);
    if words.is_empty() {
        return Ok(None);
    }
    let mut query = Query::new("select d.subject from ");
    match tx.engine() {
        Engine::Sqlite => {
            query.push("search_fts f cross join search_doc d on d.id = f.rowid where f.folded match ");
            query.bind(fts5(&words));
        }
        Engine::Postgres => {
            query.push("search_doc d where to_tsvector('simple', d.folded) @@ to_tsquery('simple', ");
            query.bind(tsquery(&words)).push(")");
        }
    }
    query
        .push(" and d.kind = ")
        .bind(kind)
        .push(" limit ")
        .bind(i64::try_from(limit).unwrap_or(i64::MAX - 1) + 1);
    let found: Vec<i64> = tx.all(query.sql(), query.params(), crate::storage::only).await?;
    Ok((found.len() <= limit).then_some(found))
}

/// Words of a search that are looked at.
const MAX_WORDS: usize = 16;

/// The folded words of a text: letters and digits; everything else parts words. The index holds them with single blanks, so that
/// neither engine's own idea of a word (a path, an address, a number with a sign) comes into it.
fn words(text: &str) -> Vec<String> {
    vi::fold::fold(text)
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Every word quoted, so that nothing a person types is an operator; the last one may go on.
fn fts5(words: &[String]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    format!("{}*", quoted.join(" "))
}

fn tsquery(words: &[String]) -> String {
    format!("{}:*", words.join(" & "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_are_words_like_others() {
        assert_eq!(words("  Hòa \"NOT* (giải) 976-KL/TU "), ["hoa", "not", "giai", "976", "kl", "tu"]);
        assert_eq!(fts5(&words("hoà gi")), "\"hoa\" \"gi\"*");
        assert_eq!(tsquery(&words("đại & hội")), "dai & hoi:*");
    }
}
