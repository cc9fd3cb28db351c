//! Outgoing papers and the versions of their drafts.

use chrono::NaiveDate;
use documents::DocumentId;
use kit::permission::Scope;
use kit::storage::{Query, Row, Tx, only};
use kit::{AccountId, Instant, Internal, UnitId, params};
use serde::Serialize;
use utoipa::ToSchema;

use super::known;
use crate::OutgoingId;
use crate::content::Content;
use crate::paper::PaperState;

/// An outgoing paper.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Outgoing {
    pub id: OutgoingId,
    #[schema(value_type = i64)]
    pub unit: UnitId,
    pub unit_name: String,
    pub template: String,
    pub template_version: Option<i64>,
    pub issuers_version: Option<i64>,
    pub state: PaperState,
    #[serde(rename = "abstract")]
    pub summary: String,
    pub content: Content,
    /// What it was made from: `report` 12.
    pub source_kind: String,
    pub source: Option<i64>,
    #[schema(value_type = i64)]
    pub drafter: AccountId,
    pub drafter_name: String,
    pub created_at: Instant,
    pub opinions_due: Option<NaiveDate>,
    pub signer_name: String,
    pub signed_at: Option<Instant>,
    /// The paper as signed, as JSON.
    #[serde(skip)]
    pub frozen: Option<String>,
    pub frozen_hash: Option<String>,
    pub signed_file: Option<String>,
    pub series: Option<String>,
    pub year: Option<i64>,
    pub number: Option<i64>,
    /// `12/BC-MTTQ-BTT`; empty until it is numbered.
    pub symbol: String,
    pub dated_on: Option<NaiveDate>,
    pub pdf: Option<String>,
    pub docx: Option<String>,
    #[schema(value_type = Option<i64>)]
    pub document: Option<DocumentId>,
    pub issued_at: Option<Instant>,
    pub copies: i64,
    pub reason: String,
    /// The paper that took its place.
    pub superseded_by: Option<OutgoingId>,
    pub version: i64,
}

const COLUMNS: &str = "o.id, o.unit, u.name, o.template, o.template_version, o.issuers_version, o.state, o.abstract, o.content,
        o.source_kind, o.source, o.drafter, a.name, o.created_at, o.opinions_due, coalesce(s.name, ''), o.signed_at, o.frozen,
        o.frozen_hash, o.signed_file, o.series, o.year, o.number, o.symbol, o.dated_on, o.pdf, o.docx, o.document, o.issued_at,
        o.copies, o.reason, o.superseded_by, o.version";
const FROM: &str = "from outgoing_document o join unit u on u.id = o.unit join account a on a.id = o.drafter
        left join account s on s.id = o.signer";

fn outgoing(row: &mut Row<'_>) -> Result<Outgoing, Internal> {
    Ok(Outgoing {
        id: row.take()?,
        unit: row.take()?,
        unit_name: row.take()?,
        template: row.take()?,
        template_version: row.take()?,
        issuers_version: row.take()?,
        state: known(row, PaperState::from_code)?,
        summary: row.take()?,
        content: serde_json::from_str(&row.take::<String>()?)?,
        source_kind: row.take()?,
        source: row.take()?,
        drafter: row.take()?,
        drafter_name: row.take()?,
        created_at: row.take()?,
        opinions_due: row.take()?,
        signer_name: row.take()?,
        signed_at: row.take()?,
        frozen: row.take()?,
        frozen_hash: row.take()?,
        signed_file: row.take()?,
        series: row.take()?,
        year: row.take()?,
        number: row.take()?,
        symbol: row.take()?,
        dated_on: row.take()?,
        pdf: row.take()?,
        docx: row.take()?,
        document: row.take()?,
        issued_at: row.take()?,
        copies: row.take()?,
        reason: row.take()?,
        superseded_by: row.take()?,
        version: row.take()?,
    })
}

/// A paper of a scope.
pub async fn find_outgoing(tx: &mut Tx, scope: Scope, id: OutgoingId) -> Result<Option<Outgoing>, Internal> {
    let mut query = Query::new(&format!("select {COLUMNS} {FROM} where o.id = "));
    query.bind(id);
    scope.restrict(&mut query, "o.unit");
    tx.optional(query.sql(), query.params(), outgoing).await
}

/// A paper for a unit that was sent it or asked about it; the caller has checked that.
pub async fn find_shared(tx: &mut Tx, id: OutgoingId) -> Result<Option<Outgoing>, Internal> {
    let sql = format!("select {COLUMNS} {FROM} where o.id = $1");
    tx.optional(&sql, params![id], outgoing).await
}

/// Papers of a scope, newest first; of one state, or of all.
pub async fn list_outgoing(
    tx: &mut Tx,
    scope: Scope,
    state: Option<PaperState>,
    before: Option<OutgoingId>,
    limit: i64,
) -> Result<Vec<Outgoing>, Internal> {
    let mut query = Query::new(&format!("select {COLUMNS} {FROM} where true"));
    scope.restrict(&mut query, "o.unit");
    if let Some(state) = state {
        query.push(" and o.state = ").bind(state.code());
    }
    if let Some(before) = before {
        query.push(" and o.id < ").bind(before);
    }
    query.push(" order by o.id desc limit ").bind(limit);
    tx.all(query.sql(), query.params(), outgoing).await
}

/// The numbered papers of a unit's register, by day and number; days half open.
pub async fn list_numbered(
    tx: &mut Tx,
    unit: UnitId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<Outgoing>, Internal> {
    let sql = format!(
        "select {COLUMNS} {FROM} where o.unit = $1 and o.number is not null and o.dated_on >= $2 and o.dated_on < $3
          order by o.dated_on, o.series, o.number, o.id"
    );
    tx.all(&sql, params![unit, from, to], outgoing).await
}

/// The papers of a unit that hold, the newest first: one of them takes the place of another.
pub async fn list_issued(tx: &mut Tx, unit: UnitId, limit: i64) -> Result<Vec<Outgoing>, Internal> {
    let sql = format!(
        "select {COLUMNS} {FROM} where o.unit = $1 and o.state = 'issued' order by o.issued_at desc, o.id desc limit $2"
    );
    tx.all(&sql, params![unit, limit], outgoing).await
}

/// The papers that were made from a record of another module, the newest first.
pub async fn list_from(
    tx: &mut Tx,
    scope: Scope,
    kind: &str,
    source: i64,
) -> Result<Vec<Outgoing>, Internal> {
    let mut query = Query::new(&format!("select {COLUMNS} {FROM} where o.source_kind = "));
    query.bind(kind).push(" and o.source = ").bind(source);
    scope.restrict(&mut query, "o.unit");
    query.push(" order by o.id desc limit 50");
    tx.all(query.sql(), query.params(), outgoing).await
}

/// How many papers of a unit stand signed without a number: they stand in the way of closing a year.
pub async fn count_waiting(tx: &mut Tx, unit: UnitId) -> Result<i64, Internal> {
    let sql = "select count(*) from outgoing_document where unit = $1 and state = 'signed'";
    tx.one(sql, params![unit], only).await
}

/// A draft about to be made.
pub struct NewOutgoing<'a> {
    pub unit: UnitId,
    pub template: &'a str,
    pub template_version: Option<i64>,
    pub issuers_version: Option<i64>,
    pub content: &'a Content,
    pub source: Option<(&'a str, i64)>,
    pub copied_from: Option<OutgoingId>,
    pub account: AccountId,
    pub now: Instant,
}

pub async fn insert_outgoing(tx: &mut Tx, new: &NewOutgoing<'_>) -> Result<OutgoingId, Internal> {
    tx.one(
        "insert into outgoing_document (unit, template, template_version, issuers_version, abstract, content, source_kind,
                source, copied_from, drafter, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning id",
        params![
            new.unit,
            new.template,
            new.template_version,
            new.issuers_version,
            &new.content.summary,
            serde_json::to_string(new.content)?,
            new.source.map_or("", |(kind, _)| kind),
            new.source.map(|(_, id)| id),
            new.copied_from,
            new.account,
            new.now
        ],
        only,
    )
    .await
}

/// A version of a draft, kept for good.
pub async fn insert_version(
    tx: &mut Tx,
    id: OutgoingId,
    number: i64,
    content: &Content,
    note: &str,
    account: AccountId,
    now: Instant,
) -> Result<(), Internal> {
    tx.execute(
        "insert into outgoing_version (outgoing, number, content, note, account, at) values ($1, $2, $3, $4, $5, $6)",
        params![id, number, serde_json::to_string(content)?, note, account, now],
    )
    .await?;
    Ok(())
}

/// A kept version of a draft.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Version {
    pub number: i64,
    pub content: Content,
    pub note: String,
    pub by: String,
    pub at: Instant,
}

/// All versions of a draft, the oldest first.
pub async fn list_versions(tx: &mut Tx, id: OutgoingId) -> Result<Vec<Version>, Internal> {
    tx.all(
        "select v.number, v.content, v.note, a.name, v.at from outgoing_version v join account a on a.id = v.account
          where v.outgoing = $1 order by v.number",
        params![id],
        |row| {
            Ok(Version {
                number: row.take()?,
                content: serde_json::from_str(&row.take::<String>()?)?,
                note: row.take()?,
                by: row.take()?,
                at: row.take()?,
            })
        },
    )
    .await
}

/// Writes a draft's words; false when it is another version by now, or was signed.
pub async fn update_content(tx: &mut Tx, was: &Outgoing, content: &Content) -> Result<bool, Internal> {
    let touched = tx
        .execute(
            "update outgoing_document set content = $3, abstract = $4, version = version + 1
              where id = $1 and version = $2 and signed_at is null",
            params![was.id, was.version, serde_json::to_string(content)?, &content.summary],
        )
        .await?;
    Ok(touched == 1)
}

/// What a move writes beside the state.
#[derive(Debug, Default)]
pub struct Moved<'a> {
    pub reason: &'a str,
    pub superseded_by: Option<OutgoingId>,
    pub opinions_due: Option<NaiveDate>,
    pub signed: Option<(AccountId, Instant, &'a str, &'a str)>,
    /// Series, year, number, symbol, day.
    pub numbered: Option<(&'a str, i64, i64, &'a str, NaiveDate)>,
    /// PDF, .docx, paper of the register, instant.
    pub issued: Option<(&'a str, &'a str, DocumentId, Instant)>,
}

/// Moves a paper on; false when it is another version by now.
pub async fn update_state(
    tx: &mut Tx,
    was: &Outgoing,
    to: PaperState,
    moved: &Moved<'_>,
) -> Result<bool, Internal> {
    let mut query = Query::new("update outgoing_document set version = version + 1, state = ");
    query.bind(to.code()).push(", reason = ").bind(moved.reason);
    if let Some(next) = moved.superseded_by {
        query.push(", superseded_by = ").bind(next);
    }
    if let Some(due) = moved.opinions_due {
        query.push(", opinions_due = ").bind(due);
    }
    if let Some((signer, at, frozen, hash)) = moved.signed {
        query.push(", signer = ").bind(signer).push(", signed_at = ").bind(at);
        query.push(", frozen = ").bind(frozen).push(", frozen_hash = ").bind(hash);
    }
    if let Some((series, year, number, symbol, day)) = moved.numbered {
        query.push(", series = ").bind(series).push(", year = ").bind(year).push(", number = ").bind(number);
        query.push(", symbol = ").bind(symbol).push(", dated_on = ").bind(day);
    }
    if let Some((pdf, docx, document, at)) = moved.issued {
        query.push(", pdf = ").bind(pdf).push(", docx = ").bind(docx);
        query.push(", document = ").bind(document).push(", issued_at = ").bind(at);
    }
    query.push(" where id = ").bind(was.id).push(" and version = ").bind(was.version);
    Ok(tx.execute(query.sql(), query.params()).await? == 1)
}

/// Attaches the copy signed elsewhere; false when it is another version by now or went out.
pub async fn update_signed_file(tx: &mut Tx, was: &Outgoing, file: &str) -> Result<bool, Internal> {
    let touched = tx
        .execute(
            "update outgoing_document set signed_file = $3, version = version + 1
              where id = $1 and version = $2 and state in ('signed', 'numbered_dated')",
            params![was.id, was.version, file],
        )
        .await?;
    Ok(touched == 1)
}
