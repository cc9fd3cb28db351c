//! What the lists inside the program hold, counted (handbook 1.2).

use chrono::NaiveDate;

use crate::areas::AreaLists;
use crate::drafts::{CENTRAL_CODE, Draft, Drafts, Extent};
use crate::unit::Level;

fn drafts(extent: &Extent) -> Drafts {
    Drafts::new(&AreaLists::built_in().expect("unpacks"), extent)
}

fn count(drafts: &Drafts, level: Level, day: &str) -> usize {
    let day: NaiveDate = day.parse().expect("a day");
    let stands = |unit: &&Draft| {
        unit.level == level && unit.valid_from <= day && unit.valid_to.is_none_or(|end| day < end)
    };
    drafts.units.iter().filter(stands).count()
}

/// Handbook 1.2.
#[test]
fn the_country_before_and_after_the_turn() {
    let country = drafts(&Extent::Country);
    assert_eq!(count(&country, Level::Province, "2025-06-30"), 63);
    assert_eq!(count(&country, Level::District, "2025-06-30"), 696);
    assert_eq!(count(&country, Level::Commune, "2025-06-30"), 10_035);
    assert_eq!(count(&country, Level::Province, "2025-07-01"), 34);
    assert_eq!(count(&country, Level::District, "2025-07-01"), 0);
    assert_eq!(count(&country, Level::Commune, "2025-07-01"), 3_321);
    let of_kind = |word: &str| {
        let is_now = |unit: &&Draft| unit.level == Level::Commune && unit.valid_to.is_none();
        country.units.iter().filter(is_now).filter(|unit| unit.short_name.starts_with(word)).count()
    };
    // The law counted 2,636 xã and 672 phường; the list is younger and calls fifteen of those xã phường.
    assert_eq!((of_kind("Xã "), of_kind("Phường "), of_kind("Đặc khu ")), (2_621, 687, 13));
    assert_eq!(country.units[0].code, CENTRAL_CODE);
}

#[test]
fn son_la_is_its_own_top() {
    let son_la = drafts(&Extent::Provinces(vec!["14".to_owned()]));
    assert_eq!((son_la.units[0].code.as_str(), son_la.units[0].parent), ("14", None));
    assert_eq!(count(&son_la, Level::District, "2025-06-30"), 12);
    assert_eq!(count(&son_la, Level::Commune, "2025-06-30"), 200);
    assert_eq!(count(&son_la, Level::Commune, "2025-07-01"), 75);
    let now = |unit: &&Draft| unit.level == Level::Commune && unit.valid_to.is_none();
    let wards = son_la.units.iter().filter(now).filter(|unit| unit.short_name.starts_with("Phường")).count();
    assert_eq!(wards, 8);
    let kept = son_la.units.iter().filter(|unit| unit.versions.len() == 2);
    let mut kept: Vec<&str> = kept.map(|unit| unit.short_name.as_str()).collect();
    kept.sort_unstable();
    let unchanged = [
        "Xã Mường Bám",
        "Xã Mường Lèo",
        "Xã Mường Lạn",
        "Xã Ngọc Chiến",
        "Xã Phiêng Khoài",
        "Xã Suối Tọ",
        "Xã Tân Yên",
    ];
    assert_eq!(kept, unchanged);
    assert_eq!(son_la.warnings, []);
}

#[test]
fn a_merged_province_brings_those_it_was_made_from() {
    let can_tho = drafts(&Extent::Provinces(vec!["93".to_owned()]));
    let provinces: Vec<_> = can_tho.units.iter().filter(|unit| unit.level == Level::Province).collect();
    let codes: Vec<_> = provinces.iter().map(|unit| (unit.code.as_str(), unit.valid_to.is_none())).collect();
    assert_eq!(codes, [("92", false), ("93", false), ("94", false), ("92", true)]);
    assert!(provinces.iter().all(|unit| unit.parent == Some(0)), "the central committee holds them together");
}

#[test]
fn a_commune_is_its_own_top() {
    let lists = AreaLists::built_in().expect("unpacks");
    let to_hieu = Drafts::new(&lists, &Extent::Commune("03646".to_owned()));
    assert_eq!(to_hieu.units[0].versions[0].name, "Ủy ban MTTQ Việt Nam phường Tô Hiệu");
    assert_eq!(to_hieu.successions.len(), to_hieu.units.len() - 1);
    assert!(to_hieu.units.len() > 2);
}
