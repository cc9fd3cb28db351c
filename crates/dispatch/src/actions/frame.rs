//! What every paper of a unit begins and ends with.

use chrono::NaiveDate;
use kit::web::Ctx;
use kit::{Internal, UnitId};
use serde_json::{Value, json};

use crate::compose::names_of_unit;
use crate::store::units;

/// Header block, place, month and the blank lines of number, day and signature of a unit's paper (handbook 2.2), as data of any
/// template.
///
/// # Errors
/// Only of the database.
pub async fn frame(ctx: &mut Ctx, unit: UnitId, day: NaiveDate) -> Result<Value, Internal> {
    let unit = units::find_issuing(ctx.tx(), unit).await?;
    let (words, place) = names_of_unit(&unit.name);
    let (parent, _) = names_of_unit(&unit.parent);
    let mut data = json!({
        "unit": words, "parent": parent, "place": place, "date": day.format("%Y-%m").to_string(), "signer": "",
        "file_copy": "VT",
    });
    match (unit.kind.as_str(), unit.level.as_str()) {
        ("front_committee", "central") => data["issuer"] = json!("central"),
        ("front_committee", "residential_area") | ("front_working_board", _) => {
            data["issuer"] = json!("board");
        }
        ("front_committee", _) => {}
        // A board, an office or a member organisation issues under its own name, below the body it belongs to.
        _ => {
            let superior = (!unit.parent.is_empty()).then(|| unit.parent.to_uppercase());
            data["issuer"] = json!({ "superior": superior, "body": unit.name.to_uppercase() });
            data["signer"] = json!({ "position": "THỦ TRƯỞNG ĐƠN VỊ", "name": "" });
        }
    }
    Ok(data)
}
