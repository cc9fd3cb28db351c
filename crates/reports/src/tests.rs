mod comments;
mod figures;
mod import;
mod narrative;
mod pages;
mod reading;
mod returns;
mod returns_pages;
mod values;

use crate::indicator::{Indicator, OverTime, OverUnits};

/// An indicator at a place, without limits.
pub fn sample(slot: usize) -> Indicator {
    Indicator {
        slot,
        code: format!("m{slot}"),
        name_vi: format!("Chỉ tiêu mẫu {slot}"),
        name_en: format!("Sample {slot}"),
        measure_vi: "lượt".to_owned(),
        measure_en: "times".to_owned(),
        decimals: 0,
        over_time: OverTime::Sum,
        over_units: OverUnits::Sum,
        line_of_work: String::new(),
        source: String::new(),
        part_of: None,
        least: None,
        most: None,
        valid_from: kit::testing::day("2020-01-01"),
        valid_to: None,
    }
}
