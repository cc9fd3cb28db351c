//! Building the drafts, from the top down.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use vi::fold::fold;

use super::{
    CENTRAL_CODE, Draft, DraftArea, DraftSuccession, DraftVersion, Drafts, Extent, RECORDED_FROM, TURN,
    Warning,
};
use crate::areas::{AreaAfter, AreaBefore, AreaLists, AreaSuccession, Share};
use crate::unit::{Level, SuccessionKind, committee_name};

const CENTRAL_NAME: &str = "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam";
/// The district level ended with the amendment of the Constitution (handbook 1.1).
const DISTRICT_BASIS: &str = "Nghị quyết số 203/2025/QH15";
/// Handbook 1.2. Other provinces' resolutions are to be added by those who know them.
const COMMUNE_BASIS: [(&str, &str); 1] = [("14", "Nghị quyết số 1681/NQ-UBTVQH15")];

pub(super) struct Builder<'a> {
    lists: &'a AreaLists,
    province_after: HashMap<&'a str, &'a str>,
    by_old: HashMap<&'a str, Vec<&'a AreaSuccession>>,
    by_new: HashMap<&'a str, Vec<&'a AreaSuccession>>,
    drafts: Drafts,
    provinces_before: HashMap<&'a str, usize>,
    provinces_now: HashMap<&'a str, usize>,
    communes_before: HashMap<&'a str, usize>,
    communes_now: HashMap<&'a str, usize>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(lists: &'a AreaLists) -> Self {
        let mut by_old: HashMap<&str, Vec<&AreaSuccession>> = HashMap::new();
        let mut by_new: HashMap<&str, Vec<&AreaSuccession>> = HashMap::new();
        for row in lists.succession.iter().filter(|row| row.level == "commune") {
            by_old.entry(&row.old_code).or_default().push(row);
            by_new.entry(&row.new_code).or_default().push(row);
        }
        Self {
            lists,
            province_after: lists.province_after(),
            by_old,
            by_new,
            drafts: Drafts::default(),
            provinces_before: HashMap::new(),
            provinces_now: HashMap::new(),
            communes_before: HashMap::new(),
            communes_now: HashMap::new(),
        }
    }

    pub(super) fn build(mut self, extent: &Extent) -> Drafts {
        match extent {
            Extent::Country => self.provinces(None),
            Extent::Provinces(codes) => {
                let mut chosen = HashSet::new();
                for code in codes {
                    match self.today(code) {
                        Some(now) => drop(chosen.insert(now)),
                        None => self.drafts.warnings.push(Warning::UnknownExtent(code.clone())),
                    }
                }
                self.provinces(Some(&chosen));
            }
            Extent::Commune(code) => self.one_commune(code),
        }
        self.drafts
    }

    /// The code today of a province code of either side. Codes were kept by one of the merged provinces: today's meaning wins.
    fn today(&self, code: &str) -> Option<&'a str> {
        let now = self
            .lists
            .after
            .iter()
            .find(|row| row.province_code == code)
            .map(|row| row.province_code.as_str());
        now.or_else(|| self.province_after.get(code).copied())
    }

    fn provinces(&mut self, chosen: Option<&HashSet<&str>>) {
        let lists = self.lists;
        let is_chosen = |code: &str| chosen.is_none_or(|chosen| chosen.contains(code));
        let before: Vec<&AreaBefore> = lists
            .before
            .iter()
            .filter(|row| {
                self.province_after.get(row.province_code.as_str()).is_some_and(|now| is_chosen(now))
            })
            .collect();
        let after: Vec<&AreaAfter> = lists.after.iter().filter(|row| is_chosen(&row.province_code)).collect();
        let old: Vec<(&str, &str)> =
            distinct(before.iter().map(|row| (row.province_code.as_str(), row.province.as_str())));
        let new: Vec<(&str, &str)> =
            distinct(after.iter().map(|row| (row.province_code.as_str(), row.province.as_str())));
        let is_one = old.len() == 1 && new.len() == 1 && old[0].0 == new[0].0;
        let root = (!is_one).then(|| self.central());
        self.add_provinces(&old, &new, root);
        self.add_districts(&before);
        self.add_old_communes(&before);
        self.add_new_communes(&after);
        self.add_commune_successions();
        self.add_island_successions(&before);
    }

    fn central(&mut self) -> usize {
        self.drafts.add(Draft {
            code: CENTRAL_CODE.to_owned(),
            short_name: "Trung ương".to_owned(),
            level: Level::Central,
            area_code: None,
            valid_from: RECORDED_FROM,
            valid_to: None,
            basis: "",
            versions: vec![DraftVersion {
                name: CENTRAL_NAME.to_owned(),
                parent: None,
                valid_from: RECORDED_FROM,
                valid_to: None,
            }],
            parent: None,
        })
    }

    fn add_provinces(&mut self, old: &[(&'a str, &'a str)], new: &[(&'a str, &'a str)], root: Option<usize>) {
        for (code, name) in old {
            let heir = self.province_after[code];
            // Where several became one, a new committee began, even when it kept a code or a name.
            let is_kept =
                self.province_after.values().filter(|now| **now == heir).count() == 1 && heir == *code;
            let end = (!is_kept).then_some(TURN);
            let draft =
                self.drafts.add(one_version(code, name, Level::Province, root, RECORDED_FROM, end, ""));
            self.area(code, name, Level::Province, None, (None, None, None), RECORDED_FROM, end);
            self.provinces_before.insert(code, draft);
            if is_kept {
                self.provinces_now.insert(code, draft);
            }
        }
        for (code, name) in new {
            if self.provinces_now.contains_key(code) {
                continue;
            }
            let draft = self.drafts.add(one_version(code, name, Level::Province, root, TURN, None, ""));
            self.area(code, name, Level::Province, None, (None, None, None), TURN, None);
            self.provinces_now.insert(code, draft);
            for (old_code, _) in old.iter().filter(|(old, _)| self.province_after[old] == *code) {
                self.drafts.successions.push(DraftSuccession {
                    predecessor: self.provinces_before[old_code],
                    successor: draft,
                    kind: SuccessionKind::Merge,
                    share_note: "",
                    basis: "",
                });
            }
        }
    }

    fn add_districts(&mut self, before: &[&'a AreaBefore]) {
        let mut seen = HashSet::new();
        for row in before.iter().filter(|row| seen.insert(row.district_code.as_str())) {
            let parent = self.provinces_before.get(row.province_code.as_str()).copied();
            let (code, name) = (&row.district_code, &row.district);
            let district =
                one_version(code, name, Level::District, parent, RECORDED_FROM, Some(TURN), DISTRICT_BASIS);
            self.drafts.add(district);
            let parent_code = Some(row.province_code.clone());
            self.area(
                code,
                name,
                Level::District,
                parent_code,
                (None, None, None),
                RECORDED_FROM,
                Some(TURN),
            );
        }
    }

    fn add_old_communes(&mut self, before: &[&'a AreaBefore]) {
        let districts: HashMap<String, usize> = self
            .drafts
            .units
            .iter()
            .enumerate()
            .filter(|(_, unit)| unit.level == Level::District)
            .map(|(index, unit)| (unit.code.clone(), index))
            .collect();
        for row in before.iter().filter(|row| !row.commune_code.is_empty()) {
            let (code, name) = (row.commune_code.as_str(), row.commune.as_str());
            let district = Some(districts[&row.district_code]);
            let province = self.province_after[row.province_code.as_str()];
            let basis = basis_of(province);
            let mut draft =
                one_version(code, name, Level::Commune, district, RECORDED_FROM, Some(TURN), basis);
            if let Some(heir) = self.kept(code) {
                // The committee goes on: only what it hangs under, and perhaps the spelling, changed.
                let parent = self.provinces_now.get(province).copied();
                draft.valid_to = None;
                draft.basis = "";
                draft.parent = parent;
                draft.short_name.clone_from(&heir.new_name);
                let name = committee_name(&heir.new_name);
                draft.versions.push(DraftVersion { name, parent, valid_from: TURN, valid_to: None });
                self.communes_now.insert(code, self.drafts.units.len());
            }
            let index = self.drafts.add(draft);
            self.communes_before.insert(code, index);
            let parent_code = Some(row.district_code.clone());
            self.area(
                code,
                name,
                Level::Commune,
                parent_code,
                (row.lat, row.lon, None),
                RECORDED_FROM,
                Some(TURN),
            );
        }
    }

    /// The succession of a commune that stayed what it was: one whole area, alone, same code, same name.
    fn kept(&self, code: &str) -> Option<&'a AreaSuccession> {
        let [heir] = self.by_old.get(code)?.as_slice() else {
            return None;
        };
        let is_alone = self.by_new.get(heir.new_code.as_str()).is_some_and(|rows| rows.len() == 1);
        let old_name = heir.old_name.split(", ").next().unwrap_or("");
        let is_same =
            heir.kind == Share::Whole && heir.new_code == code && fold(old_name) == fold(&heir.new_name);
        (is_alone && is_same).then_some(*heir)
    }

    fn add_new_communes(&mut self, after: &[&'a AreaAfter]) {
        for row in after {
            let (code, name) = (row.commune_code.as_str(), row.commune.as_str());
            let parent_code = Some(row.province_code.clone());
            self.area(code, name, Level::Commune, parent_code, (row.lat, row.lon, row.area_km2), TURN, None);
            if self.communes_now.contains_key(code) {
                continue;
            }
            let parent = self.provinces_now.get(row.province_code.as_str()).copied();
            let basis = basis_of(&row.province_code);
            let index = self.drafts.add(one_version(code, name, Level::Commune, parent, TURN, None, basis));
            self.communes_now.insert(code, index);
        }
    }

    fn add_commune_successions(&mut self) {
        for row in self.lists.succession.iter().filter(|row| row.level == "commune") {
            let ends = (
                self.communes_before.get(row.old_code.as_str()),
                self.communes_now.get(row.new_code.as_str()),
            );
            let (Some(&predecessor), Some(&successor)) = ends else {
                continue;
            };
            if predecessor == successor {
                continue;
            }
            let is_only_one = self.by_new[row.new_code.as_str()].len() == 1;
            let (kind, share_note) = match row.kind {
                Share::PartMain => {
                    (SuccessionKind::Split, "Phần chính của địa bàn; số liệu phải tách theo phần")
                }
                Share::Part => (SuccessionKind::Split, "Một phần địa bàn; số liệu phải tách theo phần"),
                Share::Whole if is_only_one => (SuccessionKind::Rename, ""),
                Share::Whole => (SuccessionKind::Merge, ""),
            };
            let basis = self.drafts.units[predecessor].basis;
            self.drafts.successions.push(DraftSuccession { predecessor, successor, kind, share_note, basis });
        }
    }

    /// Five island districts without communes became special zones of the same name; the list of successions leaves them out.
    fn add_island_successions(&mut self, before: &[&'a AreaBefore]) {
        for row in before.iter().filter(|row| row.commune_code.is_empty()) {
            let bare = row.district.strip_prefix("Huyện ").unwrap_or(&row.district);
            let zone = format!("Đặc khu {bare}");
            let units = &self.drafts.units;
            let district =
                units.iter().position(|unit| unit.code == row.district_code && unit.level == Level::District);
            let heir = units.iter().position(|unit| unit.short_name == zone);
            let warning = match (district, heir) {
                (Some(predecessor), Some(successor)) => {
                    self.drafts.successions.push(DraftSuccession {
                        predecessor,
                        successor,
                        kind: SuccessionKind::Transfer,
                        share_note: "Xác định theo tên, cần xác nhận",
                        basis: "",
                    });
                    Warning::SuccessorByName(row.district.clone())
                }
                _ => Warning::NoSuccessor(row.district.clone()),
            };
            self.drafts.warnings.push(warning);
        }
        let (mut left, mut come): (HashSet<usize>, HashSet<usize>) = (HashSet::new(), HashSet::new());
        for row in &self.drafts.successions {
            left.insert(row.predecessor);
            come.insert(row.successor);
        }
        for (index, unit) in self.drafts.units.iter().enumerate() {
            if unit.level == Level::Commune && unit.valid_to.is_some() && !left.contains(&index) {
                self.drafts.warnings.push(Warning::NoSuccessor(unit.short_name.clone()));
            }
            if unit.level == Level::Commune && unit.valid_from == TURN && !come.contains(&index) {
                self.drafts.warnings.push(Warning::NoPredecessor(unit.short_name.clone()));
            }
        }
    }

    /// A commune's own installation: it is the top. Those it was made from are kept under it, though they never worked under
    /// it, so that their records have a keeper.
    fn one_commune(&mut self, code: &str) {
        let Some(row) = self.lists.after.iter().find(|row| row.commune_code == code) else {
            self.drafts.warnings.push(Warning::UnknownExtent(code.to_owned()));
            return;
        };
        let (code, name) = (row.commune_code.as_str(), row.commune.as_str());
        let kept = self.kept(code);
        let start = if kept.is_some() { RECORDED_FROM } else { TURN };
        let root = self.drafts.add(one_version(
            code,
            name,
            Level::Commune,
            None,
            start,
            None,
            basis_of(&row.province_code),
        ));
        let parent_code = Some(row.province_code.clone());
        self.area(code, name, Level::Commune, parent_code, (row.lat, row.lon, row.area_km2), TURN, None);
        self.communes_now.insert(code, root);
        if kept.is_some() {
            return;
        }
        let made_from: HashSet<&str> =
            self.by_new.get(code).into_iter().flatten().map(|row| row.old_code.as_str()).collect();
        for old in self.lists.before.iter().filter(|old| made_from.contains(old.commune_code.as_str())) {
            let (code, name) = (old.commune_code.as_str(), old.commune.as_str());
            let basis = basis_of(&row.province_code);
            let mut draft = one_version(code, name, Level::Commune, None, RECORDED_FROM, Some(TURN), basis);
            draft.parent = Some(root);
            let index = self.drafts.add(draft);
            self.communes_before.insert(code, index);
        }
        self.add_commune_successions();
    }

    #[expect(clippy::too_many_arguments, reason = "the columns of one row")]
    fn area(
        &mut self,
        code: &str,
        name: &str,
        level: Level,
        parent_code: Option<String>,
        (lat, lon, area_km2): (Option<f64>, Option<f64>, Option<f64>),
        valid_from: NaiveDate,
        valid_to: Option<NaiveDate>,
    ) {
        let (code, name) = (code.to_owned(), name.to_owned());
        self.drafts.areas.push(DraftArea {
            code,
            name,
            level,
            parent_code,
            lat,
            lon,
            area_km2,
            valid_from,
            valid_to,
        });
    }
}

fn basis_of(province: &str) -> &'static str {
    COMMUNE_BASIS.iter().find(|(code, _)| *code == province).map_or("", |(_, basis)| basis)
}

fn one_version(
    code: &str,
    area: &str,
    level: Level,
    parent: Option<usize>,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
    basis: &'static str,
) -> Draft {
    Draft {
        code: code.to_owned(),
        short_name: area.to_owned(),
        level,
        area_code: Some(code.to_owned()),
        valid_from,
        valid_to,
        basis,
        versions: vec![DraftVersion { name: committee_name(area), parent, valid_from, valid_to }],
        parent,
    }
}

/// The first of each code, in the order of the list.
fn distinct<'a>(rows: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<(&'a str, &'a str)> {
    let mut seen = HashSet::new();
    rows.filter(|(code, _)| seen.insert(*code)).collect()
}
