//! The office makes new versions of forms and regimes; what is there stays for the periods it held in.

use chrono::NaiveDate;
use kit::audit::Event;
use kit::permission::Permission;
use kit::text::MAX_TEXT;
use kit::web::Ctx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Outcome;
use crate::catalogue::catalogue;
use crate::error::{FieldFault, ReportsError};
use crate::period::kind_from_code;
use crate::returns::form::{Check, FormId, ReportForm, Section, parse_lines};
use crate::returns::regime::{Regime, RegimeKind, ReportLine, parse_all, parse_due, parse_owing};
use crate::returns::store::forms::{end_form, form_on, insert_form, list_forms};
use crate::returns::store::regimes::{end_regime, insert_regime, list_regimes, replace_regime};

/// One section as somebody writes it; one without a code is left out.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default)]
pub struct SectionForm {
    pub code: String,
    pub title_vi: String,
    pub title_en: String,
    pub line_of_work: String,
    /// One indicator a line, `*` behind what is required.
    pub lines: String,
    pub prompt_vi: String,
    pub prompt_en: String,
    pub words_required: bool,
}

/// A new version of a form.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default)]
pub struct NewForm {
    pub code: String,
    pub name_vi: String,
    pub name_en: String,
    pub sections: Vec<SectionForm>,
    /// One a line: `a = b + c`, `a <= b`, `a = months`.
    pub checks: String,
    /// The first day on which it holds; reports of periods that end before keep the version before.
    pub valid_from: String,
}

/// A regime as somebody describes it.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default)]
pub struct NewRegime {
    pub code: String,
    pub name_vi: String,
    pub name_en: String,
    /// `form` or `paper`.
    pub kind: String,
    pub form: String,
    /// `month`, `quarter`, `half_year` or `year`.
    pub period_kind: String,
    /// 1 to 28; 0 is the last day of the month.
    pub cutoff_day: String,
    /// `tree` or `own_chain`.
    pub line: String,
    /// A kind and a level a line: `front_committee commune`.
    pub owed_by: String,
    /// A level and a day or working days a line: `commune 18`, `* +2`.
    pub dues: String,
    pub basis: String,
    pub is_confirmed: bool,
    pub valid_from: String,
    /// The last day on which it holds; empty while it goes on.
    pub last_day: String,
    /// The version that was seen, when one is changed.
    pub version: Option<i64>,
}

type Faults = Vec<(&'static str, FieldFault)>;

fn words(field: &'static str, text: &str, is_needed: bool, faults: &mut Faults) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() && is_needed {
        faults.push((field, FieldFault::Missing));
    } else if text.chars().count() > 400 {
        faults.push((field, FieldFault::TooLong));
    }
    text
}

fn code(field: &'static str, text: &str, faults: &mut Faults) -> String {
    let text = words(field, text, true, faults);
    let is_code = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if !text.bytes().all(is_code) || text.len() > 60 {
        faults.push((field, FieldFault::CodeLetters));
    }
    text
}

fn day(field: &'static str, text: &str, faults: &mut Faults) -> Option<NaiveDate> {
    if text.trim().is_empty() {
        return None;
    }
    let day = vi::date::parse(text).filter(|day| kit::clock::is_plausible(*day));
    if day.is_none() {
        faults.push((field, FieldFault::NoDate));
    }
    day
}

/// Only the office at the top of the installation says what is reported by all.
fn require(ctx: &Ctx) -> Outcome<()> {
    ctx.require(Permission::DefineReports)?;
    if ctx.scope()?.is_everything { Ok(()) } else { Err(kit::accounts::AccountError::NotAllowed.into()) }
}

/// Makes a new version of a form, or a new form.
///
/// # Errors
/// [`ReportsError::Form`] with all faults.
pub async fn make_form(ctx: &mut Ctx, new: &NewForm) -> Outcome<ReportForm> {
    require(ctx)?;
    let (today, now) = (ctx.today(), ctx.now());
    let mut faults = Faults::new();
    let list = catalogue(ctx.tx()).await?;
    let form_code = code("code", &new.code, &mut faults);
    let name_vi = words("name_vi", &new.name_vi, true, &mut faults);
    let name_en = words("name_en", &new.name_en, false, &mut faults);
    let mut sections: Vec<Section> = Vec::new();
    let filled = |one: &&SectionForm| !one.code.trim().is_empty() || !one.title_vi.trim().is_empty();
    for one in new.sections.iter().filter(filled) {
        let section = Section {
            code: code("sections", &one.code, &mut faults),
            title_vi: words("sections", &one.title_vi, true, &mut faults),
            title_en: words("sections", &one.title_en, false, &mut faults),
            line_of_work: words("sections", &one.line_of_work, false, &mut faults),
            lines: parse_lines(&one.lines),
            prompt_vi: words("sections", &one.prompt_vi, false, &mut faults),
            prompt_en: words("sections", &one.prompt_en, false, &mut faults),
            words_required: one.words_required,
        };
        let is_known = |line: &crate::returns::form::Line| list.by_code(&line.indicator).is_some();
        if sections.iter().any(|other| other.code == section.code) || !section.lines.iter().all(is_known) {
            faults.push(("sections", FieldFault::Unknown));
        }
        sections.push(section);
    }
    if sections.is_empty() {
        faults.push(("sections", FieldFault::Missing));
    }
    let asks = |code: &str| sections.iter().flat_map(|one| &one.lines).any(|line| line.indicator == code);
    let checks = match parse_all(&new.checks, Check::parse) {
        Ok(checks) if checks.iter().flat_map(Check::codes).all(asks) => checks,
        Ok(_) | Err(_) => {
            faults.push(("checks", FieldFault::Unknown));
            Vec::new()
        }
    };
    if new.checks.len() > MAX_TEXT {
        faults.push(("checks", FieldFault::TooLong));
    }
    let valid_from = day("valid_from", &new.valid_from, &mut faults).unwrap_or(today);
    let versions: Vec<ReportForm> =
        list_forms(ctx.tx()).await?.into_iter().filter(|one| one.code == form_code).collect();
    if versions.iter().any(|one| one.valid_from >= valid_from) {
        // Versions follow each other; what has been sent keeps the one it was sent with.
        faults.push(("valid_from", FieldFault::DateOrder));
    }
    if !faults.is_empty() {
        return Err(ReportsError::Form(faults));
    }
    let mut form = ReportForm {
        id: FormId(0),
        code: form_code,
        name_en: if name_en.is_empty() { name_vi.clone() } else { name_en },
        name_vi,
        sections,
        checks,
        valid_from,
        valid_to: None,
    };
    if let Some(was) = versions.iter().find(|one| one.valid_to.is_none()) {
        end_form(ctx.tx(), was.id, valid_from).await?;
    }
    form.id = insert_form(ctx.tx(), &form, now).await?;
    ctx.audit(Event::new("report_form_made", "report_form", form.id.0, None).with(&form));
    Ok(form)
}

/// Makes a regime, changes it from a day on, or ends it.
///
/// # Errors
/// [`ReportsError::Form`] with all faults; [`ReportsError::RegimeChanged`] when somebody changed it meanwhile.
pub async fn put_regime(ctx: &mut Ctx, new: &NewRegime) -> Outcome<Regime> {
    require(ctx)?;
    let today = ctx.today();
    let mut faults = Faults::new();
    let regime_code = code("code", &new.code, &mut faults);
    let name_vi = words("name_vi", &new.name_vi, true, &mut faults);
    let name_en = words("name_en", &new.name_en, false, &mut faults);
    let basis = words("basis", &new.basis, false, &mut faults);
    let kind = RegimeKind::from_code(&new.kind);
    let line = ReportLine::from_code(&new.line);
    let period_kind = kind_from_code(&new.period_kind);
    let cutoff = match new.cutoff_day.trim() {
        "" => Some(0),
        text => text.parse().ok().filter(|day| *day <= 28),
    };
    for (field, is_known) in [
        ("kind", kind.is_some()),
        ("line", line.is_some()),
        ("period_kind", period_kind.is_some()),
        ("cutoff_day", cutoff.is_some()),
        ("owed_by", parse_all(&new.owed_by, parse_owing).is_ok_and(|list| !list.is_empty())),
        ("dues", parse_all(&new.dues, parse_due).is_ok_and(|list| !list.is_empty())),
    ] {
        if !is_known {
            faults.push((field, FieldFault::Unknown));
        }
    }
    let valid_from = day("valid_from", &new.valid_from, &mut faults).unwrap_or(today);
    let valid_to = day("last_day", &new.last_day, &mut faults).and_then(|last| last.succ_opt());
    if valid_to.is_some_and(|end| end <= valid_from) {
        faults.push(("last_day", FieldFault::DateOrder));
    }
    if kind == Some(RegimeKind::Form) && form_on(ctx.tx(), new.form.trim(), valid_from).await?.is_none() {
        faults.push(("form", FieldFault::Unknown));
    }
    let versions: Vec<Regime> =
        list_regimes(ctx.tx()).await?.into_iter().filter(|one| one.code == regime_code).collect();
    let was = versions.iter().max_by_key(|one| one.valid_from);
    if was.is_some_and(|was| was.valid_from > valid_from) {
        faults.push(("valid_from", FieldFault::DateOrder));
    }
    let (Some(kind), Some(line), Some(period_kind), Some(cutoff_day), true) =
        (kind, line, period_kind, cutoff, faults.is_empty())
    else {
        return Err(ReportsError::Form(faults));
    };
    if was.is_some() && new.version != was.map(|was| was.version) {
        return Err(ReportsError::RegimeChanged);
    }
    let regime = Regime {
        code: regime_code,
        name_en: if name_en.is_empty() { name_vi.clone() } else { name_en },
        name_vi,
        kind,
        form: if kind == RegimeKind::Form { new.form.trim().to_owned() } else { String::new() },
        period_kind,
        cutoff_day,
        line,
        owed_by: tidy(&new.owed_by),
        dues: tidy(&new.dues),
        basis,
        is_confirmed: new.is_confirmed,
        valid_from,
        valid_to,
        version: was.map_or(1, |was| was.version + 1),
    };
    let done = match was {
        None => insert_regime(ctx.tx(), &regime).await.map(|()| true)?,
        Some(was) if was.valid_from == valid_from => replace_regime(ctx.tx(), was, &regime).await?,
        Some(was) => {
            end_regime(ctx.tx(), was, was.valid_to.map_or(valid_from, |end| end.min(valid_from))).await?
                && insert_regime(ctx.tx(), &regime).await.map(|()| true)?
        }
    };
    if !done {
        return Err(ReportsError::RegimeChanged);
    }
    let event = Event::new("reporting_regime_put", "reporting_regime", 0, None);
    ctx.audit(match was {
        Some(was) => event.change(was, &regime),
        None => event.with(&regime),
    });
    Ok(regime)
}

fn tidy(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
