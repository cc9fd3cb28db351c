//! Work that repeats within a plan's year, laid out as instances. Pure.

use chrono::{Datelike as _, Months, NaiveDate};

use crate::item::{ItemFields, quarter_of};

/// How often work repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Repeat {
    Monthly,
    Quarterly,
    HalfYearly,
}

impl Repeat {
    pub const ALL: [Self; 3] = [Self::Monthly, Self::Quarterly, Self::HalfYearly];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Monthly => "monthly",
            Self::Quarterly => "quarterly",
            Self::HalfYearly => "half_yearly",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|repeat| repeat.code() == code)
    }

    const fn months(self) -> u32 {
        match self {
            Self::Monthly => 1,
            Self::Quarterly => 3,
            Self::HalfYearly => 6,
        }
    }

    /// The instances until the end of the plan's year, each with its quarter and its days. The first is due on the due date given,
    /// else at the end of the period in which the quarter given begins, else of the year's first period. None when the due date
    /// lies outside the year.
    pub fn instances(self, fields: &ItemFields, year: i32) -> Vec<ItemFields> {
        let step = self.months();
        let first = fields.due_on.or_else(|| {
            let month = fields.quarter.map_or(0, |quarter| (u32::from(quarter) - 1) * 3);
            month_end(year, (month / step + 1) * step)
        });
        let Some(first) = first.filter(|day| day.year() == year) else { return Vec::new() };
        let mut found = Vec::new();
        for count in 0.. {
            let Some(due_on) = later(first, count * step).filter(|day| day.year() == year) else { break };
            let start_on = fields.start_on.and_then(|day| later(day, count * step));
            found.push(ItemFields {
                quarter: Some(quarter_of(due_on)),
                start_on: start_on.map(|start| start.min(due_on)),
                due_on: Some(due_on),
                recurrence: self.code().to_owned(),
                ..fields.clone()
            });
        }
        found
    }
}

/// The same day some months later; the last day of a month stays the last.
fn later(day: NaiveDate, months: u32) -> Option<NaiveDate> {
    let moved = day.checked_add_months(Months::new(months))?;
    let is_last = day.succ_opt()?.day() == 1;
    if is_last { month_end(moved.year(), moved.month()) } else { Some(moved) }
}

fn month_end(year: i32, month: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, 1)?.checked_add_months(Months::new(1))?.pred_opt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dues(repeat: Repeat, fields: &ItemFields) -> Vec<String> {
        let found = repeat.instances(fields, 2024);
        found.iter().filter_map(|fields| fields.due_on).map(vi::date::short).collect()
    }

    #[test]
    fn instances_end_their_periods() {
        let whole = ItemFields::default();
        assert_eq!(dues(Repeat::Quarterly, &whole), ["31/03/2024", "30/06/2024", "30/09/2024", "31/12/2024"]);
        assert_eq!(dues(Repeat::HalfYearly, &whole), ["30/06/2024", "31/12/2024"]);
        assert_eq!(dues(Repeat::Monthly, &whole)[1], "29/02/2024");
        let third = ItemFields { quarter: Some(3), ..ItemFields::default() };
        assert_eq!(dues(Repeat::Quarterly, &third), ["30/09/2024", "31/12/2024"]);
        assert_eq!(dues(Repeat::HalfYearly, &third), ["31/12/2024"]);
    }

    #[test]
    fn a_due_date_sets_the_day() {
        let due = |day: &str| ItemFields { due_on: day.parse().ok(), ..ItemFields::default() };
        assert_eq!(
            dues(Repeat::Quarterly, &due("2024-02-15")),
            ["15/02/2024", "15/05/2024", "15/08/2024", "15/11/2024"]
        );
        assert_eq!(dues(Repeat::Monthly, &due("2024-10-31")), ["31/10/2024", "30/11/2024", "31/12/2024"]);
        assert!(dues(Repeat::Monthly, &due("2025-01-31")).is_empty(), "another year's");
    }

    #[test]
    fn work_begins_before_it_is_due_in_each_instance() {
        let day = |day: &str| day.parse::<NaiveDate>().ok();
        let fields =
            ItemFields { start_on: day("2024-01-20"), due_on: day("2024-01-31"), ..ItemFields::default() };
        let found = Repeat::HalfYearly.instances(&fields, 2024);
        assert_eq!((found[1].start_on, found[1].quarter), (day("2024-07-20"), Some(3)));
    }
}
