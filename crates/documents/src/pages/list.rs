//! The register and the chains of papers.

use axum::extract::Query;
use axum::response::Response;
use kit::UnitId;
use kit::export::{Cell, ExportFormat, Sheet};
use kit::paging::{MAX_PAGE_SIZE, PAGE_SIZE, PageOf};
use kit::permission::Permission;
use kit::web::{Reading, WebResult};
use maud::Markup;
use serde::{Deserialize, Serialize};

use crate::document::{Direction, Document, DocumentState};
use crate::error::DocumentError;
use crate::figures::{Counted, Figure};
use crate::store::{DocumentFilter, DocumentPage};
use crate::{actions, labels, store, texts, urls, views};

/// The list's address: filters and the place in it. Blank is "all".
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// Words in type, symbol, issuer, abstract, signer or file name; accents do not matter.
    pub q: String,
    /// `incoming`, `outgoing` or `internal`.
    pub direction: String,
    pub state: String,
    /// A type's code: `KH`.
    #[serde(rename = "type")]
    pub type_code: String,
    pub year: String,
    pub issuer: String,
    pub symbol: String,
    /// `open`: only papers with findings that nobody has looked at.
    pub findings: String,
    /// Only papers of this unit and those below it.
    pub unit: String,
    /// What a report counts between `from` and `to`: `papers_in` or `papers_out`.
    pub figure: String,
    /// `2024-01-01`, with `figure`.
    pub from: String,
    /// `2024-03-31`, with `figure`.
    pub to: String,
    /// Only entries before this one: the next page.
    pub before: String,
    /// Only entries after this one: the page before.
    pub after: String,
    /// How many, at most 200; the API only.
    pub limit: String,
}

impl ListQuery {
    pub fn filter(&self) -> DocumentFilter {
        DocumentFilter {
            text: self.q.clone(),
            direction: Direction::from_code(&self.direction),
            state: DocumentState::from_code(&self.state),
            type_code: self.type_code.clone(),
            year: self.year.trim().parse().ok(),
            issuer: self.issuer.trim().to_owned(),
            symbol: self.symbol.trim().to_owned(),
            has_open_findings: self.findings == "open",
            unit: self.unit.parse::<UnitId>().ok(),
            counted: self.counted(),
        }
    }

    /// What a report counts, when figure and days are all there.
    pub fn counted(&self) -> Option<Counted> {
        Some(Counted {
            figure: Figure::from_code(&self.figure)?,
            first: self.from.parse().ok()?,
            last: self.to.parse().ok()?,
        })
    }

    pub fn page(&self) -> DocumentPage {
        DocumentPage {
            before: self.before.parse().ok(),
            after: self.after.parse().ok(),
            limit: self.limit.parse().unwrap_or(PAGE_SIZE).clamp(1, MAX_PAGE_SIZE),
        }
    }

    /// The filters that are on, by name.
    pub fn filters(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("q", &self.q),
            ("direction", &self.direction),
            ("state", &self.state),
            ("type", &self.type_code),
            ("year", &self.year),
            ("issuer", &self.issuer),
            ("symbol", &self.symbol),
            ("findings", &self.findings),
            ("unit", &self.unit),
            ("figure", &self.figure),
            ("from", &self.from),
            ("to", &self.to),
        ];
        all.into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name, value.as_str()))
            .collect()
    }

    /// The list's query with some filters left out and others added.
    pub fn query(&self, without: &str, with: &[(&str, String)]) -> String {
        let mut pairs: Vec<(&str, &str)> =
            self.filters().into_iter().filter(|(name, _)| *name != without).collect();
        pairs.extend(with.iter().map(|(name, value)| (*name, value.as_str())));
        serde_html_form::to_string(pairs).unwrap_or_default()
    }
}

pub async fn list(Reading(mut ctx): Reading, Query(query): Query<ListQuery>) -> WebResult<Markup> {
    ctx.require(Permission::ReadWork).map_err(DocumentError::from)?;
    let scope = ctx.scope().map_err(DocumentError::from)?;
    let found = store::list_documents(ctx.tx(), scope, &query.filter(), query.page()).await?;
    let choices = store::list_choices(ctx.tx(), scope).await?;
    Ok(views::list::page(&ctx, &query, &found, &choices))
}

#[derive(Debug, Deserialize)]
pub struct ExportQuery {
    format: ExportFormat,
}

/// How many rows a file holds at most.
const EXPORT_LIMIT: i64 = 20_000;

/// The list exactly as seen: the same filters, the same columns, all pages.
pub async fn export(
    Reading(mut ctx): Reading,
    Query(query): Query<ListQuery>,
    Query(ExportQuery { format }): Query<ExportQuery>,
) -> WebResult<Response> {
    ctx.require(Permission::ReadWork).map_err(DocumentError::from)?;
    let scope = ctx.scope().map_err(DocumentError::from)?;
    let lang = ctx.lang();
    let page = DocumentPage { limit: EXPORT_LIMIT, ..DocumentPage::default() };
    let found = store::list_documents(ctx.tx(), scope, &query.filter(), page).await?;
    let filters: Vec<String> = views::list::chips(&query, &store::list_choices(ctx.tx(), scope).await?, lang)
        .into_iter()
        .map(|(name, value, _)| format!("{name}: {value}"))
        .collect();
    Ok(sheet(&found, filters, lang).respond(format, lang)?)
}

/// The rows as a sheet, which says so when it holds the first ones only.
fn sheet(found: &PageOf<Document>, mut filters: Vec<String>, lang: kit::text::Lang) -> Sheet {
    if found.has_more {
        filters.push(texts::register_export_cut(EXPORT_LIMIT).get(lang).to_owned());
    }
    Sheet {
        name: texts::REGISTER_FILE.get(lang).to_owned(),
        caption: [texts::REGISTER.get(lang), &filters.join("; ")]
            .join(" – ")
            .trim_end_matches(" – ")
            .to_owned(),
        columns: views::list::columns(lang).iter().map(ToString::to_string).collect(),
        rows: found.rows.iter().map(|document| row(document, lang)).collect(),
    }
}

fn row(document: &Document, lang: kit::text::Lang) -> Vec<Cell> {
    let metadata = &document.metadata;
    vec![
        document.title().into(),
        metadata.abstract_text.as_str().into(),
        metadata.issuer.as_str().into(),
        metadata.issued_on.into(),
        labels::direction(document.direction).get(lang).into(),
        document.unit_name.as_str().into(),
        labels::state(document.state).get(lang).into(),
        document.open_findings.into(),
    ]
}

pub async fn chains(Reading(mut ctx): Reading) -> WebResult<Markup> {
    let chains = actions::chains(&mut ctx).await?;
    Ok(views::relations::chains_page(&ctx, &chains, urls::LIST))
}

#[cfg(test)]
mod tests {
    use kit::text::Lang;

    use super::*;

    #[test]
    fn a_cut_register_says_so() {
        let whole = PageOf { rows: Vec::new(), has_more: false };
        assert_eq!(sheet(&whole, Vec::new(), Lang::Vi).caption, "Sổ văn bản");
        let cut = PageOf { has_more: true, ..whole };
        let caption = sheet(&cut, vec!["Năm: 2024".to_owned()], Lang::Vi).caption;
        assert_eq!(caption, "Sổ văn bản – Năm: 2024; chỉ 20000 dòng đầu");
    }
}
