//! Units as an item names them: found in the register by name, as of the day they are needed (handbook NEV-3.5).

use chrono::NaiveDate;
use kit::UnitId;
use kit::web::Ctx;

use super::error::{FieldFault, FieldReason, ItemError};
use super::store::{self, UnitRow};

/// How many names a refusal offers.
const OFFERED: usize = 8;

/// The unit that a person named, by name or by `name (code)`, as of a day; or why there is none.
pub async fn find(
    ctx: &mut Ctx,
    field: &'static str,
    typed: &str,
    day: NaiveDate,
) -> Result<Result<UnitId, FieldFault>, ItemError> {
    let folded = vi::fold::fold(typed);
    let code = folded.rsplit_once('(').and_then(|(_, code)| code.strip_suffix(')')).map(str::trim);
    let scope = ctx.scope()?;
    let mut found = match code {
        Some(code) => store::list_units_of_code(ctx.tx(), scope, code).await?,
        None => Vec::new(),
    };
    if found.is_empty() {
        found = store::list_units_like(ctx.tx(), scope, &folded).await?;
        let exact: Vec<UnitRow> = found.iter().filter(|unit| unit.is_called(&folded)).cloned().collect();
        if !exact.is_empty() {
            found = exact;
        }
    }
    let refuse = |reason| Ok(Err(FieldFault::new(field, reason)));
    let name = || typed.trim().to_owned();
    let open: Vec<&UnitRow> = found.iter().filter(|unit| unit.exists_on(day)).collect();
    match (open.as_slice(), found.as_slice()) {
        ([one], _) => Ok(Ok(one.id)),
        ([], []) => refuse(FieldReason::UnitUnknown { name: name() }),
        ([], [one]) => refuse(why_not(ctx, one, day).await?),
        ([], [first, ..]) => {
            let first = first.clone();
            refuse(why_not(ctx, &first, day).await?)
        }
        (many, _) => {
            let candidates = many.iter().take(OFFERED).map(|unit| unit.label()).collect();
            refuse(FieldReason::UnitAmbiguous { name: name(), candidates })
        }
    }
}

/// Checks a unit that was chosen by its id.
pub async fn check(
    ctx: &mut Ctx,
    field: &'static str,
    unit: UnitId,
    day: NaiveDate,
) -> Result<Option<FieldFault>, ItemError> {
    let unknown = || Ok(Some(FieldFault::new(field, FieldReason::UnitUnknown { name: unit.to_string() })));
    let scope = ctx.scope()?;
    let Some(row) = store::find_unit(ctx.tx(), scope, unit).await? else {
        return unknown();
    };
    if row.exists_on(day) {
        return Ok(None);
    }
    Ok(Some(FieldFault::new(field, why_not(ctx, &row, day).await?)))
}

/// Why a unit cannot be asked on a day, with those who took over from it.
async fn why_not(ctx: &mut Ctx, unit: &UnitRow, day: NaiveDate) -> Result<FieldReason, ItemError> {
    Ok(match unit.valid_to {
        Some(closed_on) if closed_on <= day => FieldReason::UnitClosed {
            name: unit.name.clone(),
            closed_on,
            needed_on: day,
            successors: store::list_successors(ctx.tx(), unit.id).await?.iter().map(UnitRow::label).collect(),
        },
        _ => FieldReason::UnitNotYet { name: unit.name.clone(), opened_on: unit.valid_from },
    })
}
