//! Every statement about proposals and their steps. The paper itself is asked of [`documents`].

use documents::DocumentId;
use kit::storage::{Row, Tx};
use kit::{AccountId, Instant, Internal, params};

use super::proposal::{NewProposal, Origin, Proposal, ProposalData, ProposalState};
use super::steps::{ReviewAct, Step};
use crate::ProposalId;

/// The reading that a review was made from; `None` while nobody opened it.
pub async fn find_review(tx: &mut Tx, document: DocumentId) -> Result<Option<String>, Internal> {
    tx.optional("select reading from review where document = $1", params![document], kit::storage::only).await
}

/// Whether this call opened the review: of two at once only one does.
pub async fn insert_review(
    tx: &mut Tx,
    document: DocumentId,
    reading: &str,
    account: AccountId,
    at: Instant,
) -> Result<bool, Internal> {
    let opened = tx
        .execute(
            "insert into review (document, reading, opened_at, account)
             values ($1, $2, $3, $4)
             on conflict (document) do nothing",
            params![document, reading, at, account],
        )
        .await?;
    Ok(opened == 1)
}

/// Whether the review still stood at `before` and now stands at `reading`.
pub async fn update_review(
    tx: &mut Tx,
    document: DocumentId,
    before: &str,
    reading: &str,
) -> Result<bool, Internal> {
    let changed = tx
        .execute(
            "update review set reading = $3 where document = $1 and reading = $2",
            params![document, before, reading],
        )
        .await?;
    Ok(changed == 1)
}

const COLUMNS: &str =
    "id, document, code, origin, state, title, span_start, span_end, data, drop_reason, version";

fn proposal(row: &mut Row<'_>) -> Result<Proposal, Internal> {
    let (id, document, code) = (row.take()?, row.take()?, row.take()?);
    let (origin, state): (String, String) = (row.take()?, row.take()?);
    let title = row.take()?;
    let (span_start, span_end) = (row.take()?, row.take()?);
    let mut data: ProposalData = serde_json::from_str(&row.take::<String>()?)?;
    data.fields.title = title;
    Ok(Proposal {
        id,
        document,
        code,
        origin: Origin::from_code(&origin)
            .ok_or_else(|| Internal::new(format!("proposal origin {origin}")))?,
        state: ProposalState::from_code(&state)
            .ok_or_else(|| Internal::new(format!("proposal state {state}")))?,
        span_start,
        span_end,
        data,
        drop_reason: row.take()?,
        version: row.take()?,
    })
}

/// All proposals of a paper in its order, replaced ones included.
pub async fn list_proposals(tx: &mut Tx, document: DocumentId) -> Result<Vec<Proposal>, Internal> {
    tx.all(
        &format!("select {COLUMNS} from proposal where document = $1 order by position, id"),
        params![document],
        proposal,
    )
    .await
}

pub async fn find_proposal(
    tx: &mut Tx,
    document: DocumentId,
    id: ProposalId,
) -> Result<Option<Proposal>, Internal> {
    tx.optional(
        &format!("select {COLUMNS} from proposal where document = $1 and id = $2"),
        params![document, id],
        proposal,
    )
    .await
}

/// Stores a proposal; its place in the paper is where its words begin.
pub async fn insert_proposal(
    tx: &mut Tx,
    document: DocumentId,
    new: &NewProposal,
) -> Result<Proposal, Internal> {
    let data = serde_json::to_string(&new.data)?;
    tx.one(
        &format!(
            "insert into proposal (document, position, code, origin, title, span_start, span_end, data)
             values ($1, $2, $3, $4, $5, $6, $7, $8)
             returning {COLUMNS}"
        ),
        params![
            document,
            new.span_start,
            &new.code,
            new.origin.code(),
            &new.data.fields.title,
            new.span_start,
            new.span_end,
            data
        ],
        proposal,
    )
    .await
}

/// Writes a proposal over the version it was read at and returns it with the next version; `None` when somebody was faster.
pub async fn update_proposal(tx: &mut Tx, proposal: &Proposal) -> Result<Option<Proposal>, Internal> {
    let data = serde_json::to_string(&proposal.data)?;
    let touched = tx
        .execute(
            "update proposal
                set state = $3, title = $4, span_start = $5, span_end = $6, position = $5, data = $7,
                    drop_reason = $8, version = version + 1
              where id = $1 and version = $2",
            params![
                proposal.id,
                proposal.version,
                proposal.state.code(),
                &proposal.data.fields.title,
                proposal.span_start,
                proposal.span_end,
                data,
                &proposal.drop_reason
            ],
        )
        .await?;
    Ok((touched == 1).then(|| Proposal { version: proposal.version + 1, ..proposal.clone() }))
}

/// Notes an act with the rows before and after it.
pub async fn insert_step(
    tx: &mut Tx,
    document: DocumentId,
    step: &Step,
    account: AccountId,
    at: Instant,
) -> Result<(), Internal> {
    tx.execute(
        "insert into proposal_step (document, label, before, after, account, at)
         values ($1, $2, $3, $4, $5, $6)",
        params![
            document,
            step.act.code(),
            serde_json::to_string(&step.before)?,
            serde_json::to_string(&step.after)?,
            account,
            at
        ],
    )
    .await?;
    Ok(())
}

/// An act as it was noted.
#[derive(Debug, Clone)]
pub struct StepRow {
    pub id: i64,
    pub step: Step,
    pub account: AccountId,
    pub who: String,
    pub at: Instant,
    pub is_undone: bool,
}

/// The acts on a paper's proposals, newest first.
pub async fn list_steps(tx: &mut Tx, document: DocumentId, limit: i64) -> Result<Vec<StepRow>, Internal> {
    tx.all(
        "select proposal_step.id, label, before, after, account, account.name, at, undone
           from proposal_step
           join account on account.id = proposal_step.account
          where document = $1
          order by proposal_step.id desc
          limit $2",
        params![document, limit],
        |row| {
            let id = row.take()?;
            let act: String = row.take()?;
            Ok(StepRow {
                id,
                step: Step {
                    act: ReviewAct::from_code(&act)
                        .ok_or_else(|| Internal::new(format!("review act {act}")))?,
                    before: serde_json::from_str(&row.take::<String>()?)?,
                    after: serde_json::from_str(&row.take::<String>()?)?,
                },
                account: row.take()?,
                who: row.take()?,
                at: row.take()?,
                is_undone: row.take()?,
            })
        },
    )
    .await
}

pub async fn update_step(tx: &mut Tx, id: i64, is_undone: bool) -> Result<(), Internal> {
    tx.execute("update proposal_step set undone = $2 where id = $1", params![id, is_undone]).await?;
    Ok(())
}
