//! Units × indicators for one period, as a table to look at or to take along.

use kit::UnitId;
use kit::export::{Cell, Sheet};
use kit::text::Lang;

use crate::actions::totals::{Amount, Standing};
use crate::indicator::Indicator;
use crate::{texts, words};

/// One line: a unit and its amounts, in the order of the columns.
#[derive(Debug, Clone)]
pub struct MatrixRow {
    pub unit: UnitId,
    pub code: String,
    pub name: String,
    pub amounts: Vec<Amount>,
}

/// The table, with its line of totals.
pub struct Matrix<'s> {
    pub columns: Vec<&'s Indicator>,
    pub rows: Vec<MatrixRow>,
    /// What the unit itself gave, where it gave anything.
    pub own: Vec<Option<i64>>,
    pub totals: Vec<Amount>,
}

impl<'s> Matrix<'s> {
    /// The table of what is reported in the period, of one line of work or of all.
    pub fn of(standing: &'s Standing, line_of_work: &str) -> Self {
        let columns: Vec<&Indicator> = standing
            .catalogue
            .reported_in(standing.asked.period)
            .filter(|one| line_of_work.is_empty() || one.line_of_work == line_of_work)
            .collect();
        let rows = standing
            .children
            .iter()
            .map(|child| MatrixRow {
                unit: child.unit,
                code: child.code.clone(),
                name: child.name.clone(),
                amounts: columns.iter().map(|one| standing.of_child(child, one)).collect(),
            })
            .collect();
        let own = columns.iter().map(|one| standing.own(one)).collect();
        let totals = columns.iter().map(|one| standing.amount(one)).collect();
        Self { columns, rows, own, totals }
    }

    /// The table as a sheet: the same lines and columns.
    pub fn sheet(&self, standing: &Standing, lang: Lang) -> Sheet {
        let title = format!("{} – {}", standing.unit.name, words::period(standing.asked.period, lang));
        let mut columns =
            vec![texts::COLUMN_CODE.get(lang).to_owned(), texts::COLUMN_UNIT.get(lang).to_owned()];
        columns.extend(self.columns.iter().map(|one| format!("{} ({})", one.name(lang), one.measure(lang))));
        let line = |code: &str, name: &str, amounts: &mut dyn Iterator<Item = Option<i64>>| {
            let mut cells = vec![Cell::from(code), Cell::from(name)];
            cells.extend(amounts.zip(&self.columns).map(|(value, one)| cell(value, one)));
            cells
        };
        let mut rows: Vec<Vec<Cell>> = self
            .rows
            .iter()
            .map(|row| line(&row.code, &row.name, &mut row.amounts.iter().map(|amount| amount.value)))
            .collect();
        if self.own.iter().any(Option::is_some) {
            let own = &mut self.own.iter().copied();
            rows.push(line(&standing.unit.code, &words::own(&standing.unit.name, lang), own));
        }
        let totals = &mut self.totals.iter().map(|amount| amount.value);
        rows.push(line("", texts::TOTAL.get(lang), totals));
        let caption = format!("{}. {}", title, words::layer(standing.asked.layer).get(lang));
        Sheet { name: title, caption, columns, rows }
    }
}

/// A figure in a sheet; blank is an empty cell, never a zero.
pub fn cell(value: Option<i64>, indicator: &Indicator) -> Cell {
    match value {
        None => Cell::Empty,
        Some(value) if indicator.decimals == 0 => Cell::Number(value),
        #[expect(clippy::cast_precision_loss, reason = "a spreadsheet has no other number")]
        Some(value) => Cell::Decimal(value as f64 / 10_f64.powi(i32::from(indicator.decimals))),
    }
}
