//! The forms and regimes that an installation begins with, from `data/forms.toml` and `data/regimes.toml`.

use chrono::NaiveDate;
use kit::Internal;
use kit::clock::Instant;
use kit::storage::Tx;
use serde::Deserialize;

use super::form::{Check, FormId, ReportForm, Section, parse_lines};
use super::regime::{Regime, RegimeKind, ReportLine};
use super::store::{forms, regimes};
use crate::period::kind_from_code;

const FORMS: &str = include_str!("../../data/forms.toml");
const REGIMES: &str = include_str!("../../data/regimes.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FormFile {
    form: Vec<FormEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FormEntry {
    code: String,
    name_vi: String,
    name_en: String,
    /// All sections of this form come first, its last two words-only sections last.
    inherits: Option<String>,
    #[serde(default)]
    checks: String,
    #[serde(default)]
    section: Vec<SectionEntry>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct SectionEntry {
    code: String,
    title_vi: String,
    title_en: String,
    line_of_work: String,
    lines: String,
    prompt_vi: String,
    prompt_en: String,
    words_required: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RegimeFile {
    regime: Vec<RegimeEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RegimeEntry {
    code: String,
    name_vi: String,
    name_en: String,
    #[serde(default = "filled_in")]
    kind: RegimeKind,
    #[serde(default)]
    form: String,
    period_kind: String,
    #[serde(default)]
    cutoff_day: u32,
    #[serde(default = "up_the_tree")]
    line: ReportLine,
    owed_by: String,
    dues: String,
}

const fn filled_in() -> RegimeKind {
    RegimeKind::Form
}

const fn up_the_tree() -> ReportLine {
    ReportLine::Tree
}

fn wrong(file: &str, what: impl std::fmt::Display) -> Internal {
    Internal::new(format!("{file}: {what}"))
}

/// Figures stand before the assessment and what follows it.
const CLOSING: &str = "strengths";

fn starter_forms(since: NaiveDate) -> Result<Vec<ReportForm>, Internal> {
    let file: FormFile = toml::from_str(FORMS).map_err(|error| wrong("forms.toml", error))?;
    let mut forms: Vec<ReportForm> = Vec::new();
    for entry in file.form {
        let (mut sections, mut checks) = match &entry.inherits {
            None => (Vec::new(), Vec::new()),
            Some(code) => {
                let base = forms.iter().find(|form| form.code == *code);
                let base = base.ok_or_else(|| wrong("forms.toml", code))?;
                (base.sections.clone(), base.checks.clone())
            }
        };
        let place = sections.iter().position(|one: &Section| one.code == CLOSING).unwrap_or(sections.len());
        let own = entry.section.into_iter().map(|one| Section {
            code: one.code,
            title_vi: one.title_vi,
            title_en: one.title_en,
            line_of_work: one.line_of_work,
            lines: parse_lines(&one.lines),
            prompt_vi: one.prompt_vi,
            prompt_en: one.prompt_en,
            words_required: one.words_required,
        });
        sections.splice(place..place, own);
        for line in entry.checks.lines().filter(|line| !line.trim().is_empty()) {
            checks.push(Check::parse(line).ok_or_else(|| wrong("forms.toml", line))?);
        }
        forms.push(ReportForm {
            id: FormId(0),
            code: entry.code,
            name_vi: entry.name_vi,
            name_en: entry.name_en,
            sections,
            checks,
            valid_from: since,
            valid_to: None,
        });
    }
    Ok(forms)
}

fn starter_regimes(since: NaiveDate) -> Result<Vec<Regime>, Internal> {
    let file: RegimeFile = toml::from_str(REGIMES).map_err(|error| wrong("regimes.toml", error))?;
    file.regime
        .into_iter()
        .map(|entry| {
            let kind = kind_from_code(&entry.period_kind)
                .ok_or_else(|| wrong("regimes.toml", &entry.period_kind))?;
            Ok(Regime {
                code: entry.code,
                name_vi: entry.name_vi,
                name_en: entry.name_en,
                kind: entry.kind,
                form: entry.form,
                period_kind: kind,
                cutoff_day: entry.cutoff_day,
                line: entry.line,
                owed_by: entry.owed_by,
                dues: entry.dues,
                basis: String::new(),
                is_confirmed: false,
                valid_from: since,
                valid_to: None,
                version: 1,
            })
        })
        .collect()
}

/// Whether a form or regime of the starter set is not there.
pub async fn lacks(tx: &mut Tx) -> Result<bool, Internal> {
    let since = NaiveDate::default();
    let (forms, regimes) = (forms::list_forms(tx).await?, regimes::list_regimes(tx).await?);
    Ok(starter_forms(since)?.iter().any(|one| forms.iter().all(|known| known.code != one.code))
        || starter_regimes(since)?.iter().any(|one| regimes.iter().all(|known| known.code != one.code)))
}

/// Adds the forms and regimes of which no version is there. Returns how many were added.
pub async fn prepare(tx: &mut Tx, since: NaiveDate, now: Instant) -> Result<usize, Internal> {
    let mut added = 0;
    let known = forms::list_forms(tx).await?;
    for form in starter_forms(since)? {
        if known.iter().all(|one| one.code != form.code) {
            forms::insert_form(tx, &form, now).await?;
            added += 1;
        }
    }
    let known = regimes::list_regimes(tx).await?;
    for regime in starter_regimes(since)? {
        if known.iter().all(|one| one.code != regime.code) {
            regimes::insert_regime(tx, &regime).await?;
            added += 1;
        }
    }
    Ok(added)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::returns::regime::{parse_all, parse_due, parse_owing};
    use kit::testing::day;

    #[test]
    fn the_starter_set_holds_together() {
        let forms = starter_forms(day("2020-01-01")).expect("forms");
        let known: Vec<String> = crate::starter::codes().expect("indicators").into_iter().collect();
        for form in &forms {
            for line in form.lines() {
                assert!(known.contains(&line.indicator), "{}: {}", form.code, line.indicator);
            }
            for code in form.checks.iter().flat_map(Check::codes) {
                assert!(form.asks_for(code), "{}: a check of {code}, which is not asked for", form.code);
            }
            let mut codes: Vec<&str> = form.sections.iter().map(|one| one.code.as_str()).collect();
            codes.sort_unstable();
            codes.dedup();
            assert_eq!(codes.len(), form.sections.len(), "{}", form.code);
        }
        for regime in starter_regimes(day("2020-01-01")).expect("regimes") {
            assert!(regime.kind == RegimeKind::Paper || forms.iter().any(|form| form.code == regime.form));
            assert!(
                !parse_all(&regime.owed_by, parse_owing).expect("who owes").is_empty(),
                "{}",
                regime.code
            );
            assert!(!parse_all(&regime.dues, parse_due).expect("due rules").is_empty(), "{}", regime.code);
        }
    }
}
