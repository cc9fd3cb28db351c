//! The form of an item: what was typed, and what it means. Shared by the review and the plan record.

use chrono::NaiveDate;
use kit::UnitId;
use kit::web::Ctx;

use super::error::{FieldFault, FieldReason, ItemError};
use super::store::{self, UnitRow};
use super::units;
use crate::item::{ItemFields, ItemKind};

/// An item as it was typed; kept as it is until it can be accepted.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct ItemForm {
    pub title: String,
    pub detail: String,
    pub kind: String,
    pub quarter: String,
    pub start_on: String,
    pub due_on: String,
    pub due_phrase: String,
    pub recurrence: String,
    pub line_of_work: String,
    /// A unit of the register, by name.
    pub lead: String,
    pub lead_named: String,
    /// Units of the register, one a line.
    pub coordinators: String,
    pub coordinating_named: String,
    pub campaigns: String,
    pub output: String,
    pub target_value: String,
    pub unit_of_measure: String,
    pub estimate: String,
    pub is_conditional: String,
    /// For a new item: how often it repeats, by [`super::series::Repeat::code`].
    pub repeat: String,
    /// For an instance of a series: the others that are not begun are changed as well.
    pub with_series: String,
    /// What the record was when the form was drawn.
    #[serde(deserialize_with = "number")]
    pub version: i64,
    /// For a plan that was issued: why, and by which paper.
    pub reason: String,
    pub decision: String,
}

/// A number sent as text: within another form (`flatten`), serde does not read it as a number by itself.
fn number<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let text = <String as serde::Deserialize>::deserialize(deserializer)?;
    text.trim().parse().map_err(serde::de::Error::custom)
}

impl ItemForm {
    /// A form filled from an item.
    pub async fn of(ctx: &mut Ctx, fields: &ItemFields, version: i64) -> Result<Self, ItemError> {
        let mut ids = fields.coordinators.clone();
        ids.extend(fields.lead_unit);
        let names = store::list_unit_names(ctx.tx(), &ids).await?;
        let name = |id: &UnitId| names.get(id).map(UnitRow::label);
        let date = |day: Option<NaiveDate>| day.map_or_else(String::new, vi::date::short);
        Ok(Self {
            title: fields.title.clone(),
            detail: fields.detail.clone(),
            kind: fields.kind.code().to_owned(),
            quarter: fields.quarter.map_or_else(String::new, |quarter| quarter.to_string()),
            start_on: date(fields.start_on),
            due_on: date(fields.due_on),
            due_phrase: fields.due_phrase.clone(),
            recurrence: fields.recurrence.clone(),
            line_of_work: fields.line_of_work.clone(),
            lead: fields.lead_unit.as_ref().and_then(name).unwrap_or_default(),
            lead_named: fields.lead_named.clone(),
            coordinators: fields.coordinators.iter().filter_map(name).collect::<Vec<_>>().join("\n"),
            coordinating_named: fields.coordinating_named.clone(),
            campaigns: fields.campaigns.clone(),
            output: fields.output.clone(),
            target_value: fields.target_value.map_or_else(String::new, vi::numbers::integer),
            unit_of_measure: fields.unit_of_measure.clone(),
            estimate: fields.estimate.map_or_else(String::new, vi::numbers::integer),
            is_conditional: if fields.is_conditional { "on".to_owned() } else { String::new() },
            repeat: String::new(),
            with_series: String::new(),
            version,
            reason: String::new(),
            decision: String::new(),
        })
    }

    /// What was typed, read; every fault at once.
    pub async fn read(&self, ctx: &mut Ctx, year: i32) -> Result<ItemFields, ItemError> {
        let (mut fields, mut faults) = self.plain();
        if let Some(day) = fields.unit_day(year) {
            if !self.lead.trim().is_empty() {
                match units::find(ctx, "lead", &self.lead, day).await? {
                    Ok(unit) => fields.lead_unit = Some(unit),
                    Err(fault) => faults.push(fault),
                }
            }
            for line in self.coordinators.lines().map(str::trim).filter(|line| !line.is_empty()) {
                match units::find(ctx, "coordinators", line, day).await? {
                    Ok(unit) if fields.coordinators.contains(&unit) => {}
                    Ok(unit) => fields.coordinators.push(unit),
                    Err(fault) => faults.push(fault),
                }
            }
        }
        if faults.is_empty() { Ok(fields) } else { Err(ItemError::Fields(faults)) }
    }

    /// What can be read without the register.
    fn plain(&self) -> (ItemFields, Vec<FieldFault>) {
        let mut faults = Vec::new();
        let mut refuse = |field, reason| faults.push(FieldFault::new(field, reason));
        let text = |typed: &str| typed.trim().replace("\r\n", "\n");
        if self.title.trim().is_empty() {
            refuse("title", FieldReason::Required);
        }
        let quarter = match self.quarter.trim() {
            "" => None,
            typed => match typed.parse() {
                Ok(quarter) if (1..=4).contains(&quarter) => Some(quarter),
                _ => {
                    refuse("quarter", FieldReason::QuarterUnknown);
                    None
                }
            },
        };
        let mut date = |field, typed: &str| {
            let day = read_date(typed);
            if day.is_none() && !typed.trim().is_empty() {
                refuse(field, FieldReason::DateUnreadable);
            }
            day
        };
        let (start_on, due_on) = (date("start_on", &self.start_on), date("due_on", &self.due_on));
        if let (Some(start), Some(due)) = (start_on, due_on)
            && due < start
        {
            refuse("due_on", FieldReason::DateOrder);
        }
        let mut whole = |field, typed: &str| {
            let number = read_whole(typed);
            if number.is_none() && !typed.trim().is_empty() {
                refuse(field, FieldReason::NumberUnreadable);
            }
            if number.is_some_and(|number| !is_amount(number)) {
                refuse(field, FieldReason::NumberOutOfRange);
            }
            number
        };
        let target_value = whole("target_value", &self.target_value);
        let estimate = whole("estimate", &self.estimate);
        let fields = ItemFields {
            title: text(&self.title),
            detail: text(&self.detail),
            kind: ItemKind::from_code(&self.kind).unwrap_or_default(),
            quarter,
            start_on,
            due_on,
            due_phrase: text(&self.due_phrase),
            recurrence: text(&self.recurrence),
            line_of_work: text(&self.line_of_work),
            lead_unit: None,
            lead_named: text(&self.lead_named),
            coordinators: Vec::new(),
            coordinating_named: text(&self.coordinating_named),
            campaigns: text(&self.campaigns),
            output: text(&self.output),
            target_value,
            unit_of_measure: text(&self.unit_of_measure),
            estimate,
            is_conditional: !self.is_conditional.is_empty(),
        };
        (fields, faults)
    }
}

/// The most that is entered as one amount of money or one target: a thousand times what a country spends in a year, and so far
/// below what a number holds that sums of thousands of them fit.
pub const MAX_AMOUNT: i64 = 1_000_000_000_000_000;

/// Whether a number can be an amount of money or a target.
pub const fn is_amount(number: i64) -> bool {
    0 <= number && number <= MAX_AMOUNT
}

/// Checks fields that did not come through the form: from the API.
pub async fn check(ctx: &mut Ctx, fields: &ItemFields, year: i32) -> Result<(), ItemError> {
    let mut faults = Vec::new();
    if fields.title.trim().is_empty() {
        faults.push(FieldFault::new("title", FieldReason::Required));
    }
    if fields.quarter.is_some_and(|quarter| !(1..=4).contains(&quarter)) {
        faults.push(FieldFault::new("quarter", FieldReason::QuarterUnknown));
    }
    if let (Some(start), Some(due)) = (fields.start_on, fields.due_on)
        && due < start
    {
        faults.push(FieldFault::new("due_on", FieldReason::DateOrder));
    }
    for (field, number) in [("target_value", fields.target_value), ("estimate", fields.estimate)] {
        if number.is_some_and(|number| !is_amount(number)) {
            faults.push(FieldFault::new(field, FieldReason::NumberOutOfRange));
        }
    }
    if let Some(day) = fields.unit_day(year) {
        if let Some(lead) = fields.lead_unit {
            faults.extend(units::check(ctx, "lead_unit", lead, day).await?);
        }
        for unit in &fields.coordinators {
            faults.extend(units::check(ctx, "coordinators", *unit, day).await?);
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(ItemError::Fields(faults)) }
}

/// `27/7/2024` as on paper, or `2024-07-27`.
pub fn read_date(typed: &str) -> Option<NaiveDate> {
    let typed = typed.trim();
    typed.parse().ok().or_else(|| vi::date::parse(typed))
}

/// Whole numbers as people write them: `1.500`, `1 500 000`, `-20.000`.
pub fn read_whole(typed: &str) -> Option<i64> {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_wrong_is_said_at_once() {
        let form = ItemForm {
            quarter: "5".into(),
            start_on: "1/3/2024".into(),
            due_on: "29/2/2024".into(),
            estimate: "mười triệu".into(),
            ..ItemForm::default()
        };
        let fields: Vec<_> = form.plain().1.iter().map(|fault| fault.field).collect();
        assert_eq!(fields, ["title", "quarter", "due_on", "estimate"]);
    }

    #[test]
    fn numbers_and_dates_are_read_as_people_write_them() {
        assert_eq!(read_whole(" 1.500.000 "), Some(1_500_000));
        assert_eq!(read_whole("1,5"), None);
        assert_eq!(read_date("27/7/2024"), "2024-07-27".parse().ok());
        assert_eq!(read_date("2024-07-27"), "2024-07-27".parse().ok());
        assert_eq!(read_date("31/2/2024"), None);
    }
}
