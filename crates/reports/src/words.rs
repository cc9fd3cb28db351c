//! Names of periods, layers, rules and lines of work.

use kit::text::{Lang, Text};
use vi::period::{Period, PeriodKind};

use crate::indicator::{Indicator, OverTime, OverUnits};
use crate::period::ReportPeriod;
use crate::store::figures::Layer;
use crate::texts;

/// `Quý I/2026`, `Quarter 1 of 2026`.
pub fn period(period: ReportPeriod, lang: Lang) -> String {
    if lang == Lang::Vi {
        return vi::names::capitalise_first(&period.period().label());
    }
    match period.period() {
        Period::Month { year, month } => texts::period_month(month, year).en,
        Period::Quarter { year, quarter } => texts::period_quarter(quarter, year).en,
        Period::HalfYear { year, half } => texts::period_half(half, year).en,
        Period::Year { year } => year.to_string(),
        Period::Custom { .. } => period.to_string(),
    }
}

pub fn kind(kind: PeriodKind) -> Text {
    match kind {
        PeriodKind::Month => texts::KIND_MONTH,
        PeriodKind::Quarter => texts::KIND_QUARTER,
        PeriodKind::HalfYear => texts::KIND_HALF_YEAR,
        PeriodKind::Year => texts::KIND_YEAR,
    }
}

pub fn layer(layer: Layer) -> Text {
    match layer {
        Layer::Typed => texts::LAYER_TYPED,
        Layer::Accepted => texts::LAYER_ACCEPTED,
    }
}

pub fn over_time(rule: OverTime) -> Text {
    match rule {
        OverTime::Sum => texts::RULE_SUM,
        OverTime::Latest => texts::RULE_LATEST,
        OverTime::Max => texts::RULE_MAX,
        OverTime::Average => texts::RULE_AVERAGE,
    }
}

pub fn over_units(rule: OverUnits) -> Text {
    match rule {
        OverUnits::Sum => texts::RULE_SUM,
        OverUnits::Average => texts::RULE_AVERAGE,
        OverUnits::Apart => texts::RULE_APART,
    }
}

/// "(chính đơn vị)": the line of what a unit gave itself.
pub fn own(unit: &str, lang: Lang) -> String {
    texts::own_figures(unit).get(lang).to_owned()
}

/// A figure as read: `1.234,5`; in English `1,234.5`.
pub fn figure(value: i64, indicator: &Indicator, lang: Lang) -> String {
    let text = vi::numbers::decimal(indicator.decimal(value));
    match lang {
        Lang::Vi => text,
        Lang::En => text
            .chars()
            .map(|letter| match letter {
                '.' => ',',
                ',' => '.',
                letter => letter,
            })
            .collect(),
    }
}

/// The lines of work that figures are grouped by.
pub const LINES: [(&str, Text); 16] = [
    ("propaganda_unity", texts::LINE_PROPAGANDA_UNITY),
    ("communication_portal", texts::LINE_COMMUNICATION_PORTAL),
    ("campaigns", texts::LINE_CAMPAIGNS),
    ("relief_funds", texts::LINE_RELIEF_FUNDS),
    ("housing", texts::LINE_HOUSING),
    ("allowances_visits", texts::LINE_ALLOWANCES_VISITS),
    ("voter_opinions", texts::LINE_VOTER_OPINIONS),
    ("complaints_reception", texts::LINE_COMPLAINTS_RECEPTION),
    ("supervision_criticism", texts::LINE_SUPERVISION_CRITICISM),
    ("democracy_party_building", texts::LINE_DEMOCRACY_PARTY_BUILDING),
    ("grassroots_democracy", texts::LINE_GRASSROOTS_DEMOCRACY),
    ("organisation_cadres", texts::LINE_ORGANISATION_CADRES),
    ("training", texts::LINE_TRAINING),
    ("external_relations", texts::LINE_EXTERNAL_RELATIONS),
    ("emulation", texts::LINE_EMULATION),
    ("office_work", texts::LINE_OFFICE_WORK),
];

/// The name of a line of work; a line of the installation's own stands as it is.
pub fn line_of_work(code: &str, lang: Lang) -> String {
    LINES
        .into_iter()
        .find(|(key, _)| *key == code)
        .map_or_else(|| code.to_owned(), |(_, text)| text.get(lang).to_owned())
}

/// As [`figure`], with a dash for what is not reported.
pub fn figure_or_blank(value: Option<i64>, indicator: &Indicator, lang: Lang) -> String {
    value.map_or_else(|| "–".to_owned(), |value| figure(value, indicator, lang))
}

/// `+12` or `−3`; nothing where there is nothing to compare.
pub fn change(change: Option<i64>, indicator: &Indicator, lang: Lang) -> String {
    change.map_or_else(String::new, |change| {
        let sign = if change > 0 { "+" } else { "" };
        format!("{sign}{}", figure(change, indicator, lang))
    })
}
