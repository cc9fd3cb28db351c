//! Regimes and their versions.

use chrono::NaiveDate;
use kit::storage::{Row, Tx};
use kit::{Internal, params};

use crate::period::{kind_code, kind_from_code};
use crate::returns::regime::{Regime, RegimeKind, ReportLine};

fn regime(row: &mut Row<'_>) -> Result<Regime, Internal> {
    let unknown = |what: &str| Internal::new(format!("regime: {what} is not known"));
    Ok(Regime {
        code: row.take()?,
        name_vi: row.take()?,
        name_en: row.take()?,
        kind: RegimeKind::from_code(&row.take::<String>()?).ok_or_else(|| unknown("the kind"))?,
        form: row.take()?,
        period_kind: kind_from_code(&row.take::<String>()?).ok_or_else(|| unknown("the period"))?,
        cutoff_day: row.take()?,
        line: ReportLine::from_code(&row.take::<String>()?).ok_or_else(|| unknown("the line"))?,
        owed_by: row.take()?,
        dues: row.take()?,
        basis: row.take()?,
        is_confirmed: row.take()?,
        valid_from: row.take()?,
        valid_to: row.take()?,
        version: row.take()?,
    })
}

/// All versions, newest first within a code.
pub async fn list_regimes(tx: &mut Tx) -> Result<Vec<Regime>, Internal> {
    tx.all(
        "select code, name_vi, name_en, kind, form, period_kind, cutoff_day, line, owed_by, dues, basis, is_confirmed,
                valid_from, valid_to, version
           from reporting_regime order by id, valid_from desc",
        &[],
        regime,
    )
    .await
}

pub async fn insert_regime(tx: &mut Tx, regime: &Regime) -> Result<(), Internal> {
    tx.execute(
        "insert into reporting_regime (code, name_vi, name_en, kind, form, period_kind, cutoff_day, line, owed_by, dues,
                                       basis, is_confirmed, valid_from, valid_to, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        params![
            &regime.code,
            &regime.name_vi,
            &regime.name_en,
            regime.kind.code(),
            &regime.form,
            kind_code(regime.period_kind),
            regime.cutoff_day,
            regime.line.code(),
            &regime.owed_by,
            &regime.dues,
            &regime.basis,
            regime.is_confirmed,
            regime.valid_from,
            regime.valid_to,
            regime.version
        ],
    )
    .await?;
    Ok(())
}

/// Ends a version on a day, if nobody changed it meanwhile; says whether it did.
pub async fn end_regime(tx: &mut Tx, regime: &Regime, day: NaiveDate) -> Result<bool, Internal> {
    let rows = tx
        .execute(
            "update reporting_regime set valid_to = $3, version = version + 1
              where code = $1 and valid_from = $2 and version = $4",
            params![&regime.code, regime.valid_from, day, regime.version],
        )
        .await?;
    Ok(rows == 1)
}

/// Puts a version in place of one that begins on the same day, if nobody changed it meanwhile; says whether it did.
pub async fn replace_regime(tx: &mut Tx, was: &Regime, regime: &Regime) -> Result<bool, Internal> {
    let rows = tx
        .execute(
            "delete from reporting_regime where code = $1 and valid_from = $2 and version = $3",
            params![&was.code, was.valid_from, was.version],
        )
        .await?;
    if rows == 1 {
        insert_regime(tx, regime).await?;
    }
    Ok(rows == 1)
}
