//! A report as data of the official paper's template (`crates/print/templates/report.toml`).

use std::collections::HashSet;

use axum::response::Response;
use dispatch::DispatchError;
use kit::Internal;
use kit::files::attachment;
use kit::text::Lang;
use kit::web::Ctx;
use print::FileFormat;
use serde_json::{Value, json};
use vi::names::lower_first;

use super::actions::look::Look;
use super::form::Section;
use super::report::ReportState;
use crate::indicator::Indicator;
use crate::narrative::token::tokens;
use crate::period::ReportPeriod;
use crate::store::figures::Layer;
use crate::store::totals::{Totals, read_totals};
use crate::words;

const VI: Lang = Lang::Vi;

/// Sections with a place of their own in the template.
const APART: [&str; 4] = ["strengths", "weaknesses", "next", "proposals"];

/// The words of a section as lines with their figures; leading dashes are the template's business.
fn lines(look: &Look, section: &str) -> Vec<String> {
    let body = look.words(section).map_or_else(String::new, |text| look.drawn(&text.body));
    body.lines()
        .map(|line| line.trim().trim_start_matches(['-', '+', '•']).trim())
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

/// `quý III năm 2026`, as papers write it.
fn in_words(period: ReportPeriod) -> String {
    lower_first(&words::period(period, VI)).replace('/', " năm ")
}

/// The figures of a section that its words do not name themselves, as one sentence.
fn sentence(look: &Look, section: &Section) -> Option<String> {
    let words = look.words(&section.code).map_or("", |text| text.body.as_str());
    let named: HashSet<String> =
        tokens(words).into_iter().filter_map(|(_, token)| Some(token?.code)).collect();
    let told = |one: &Indicator| {
        let value = look.whole(one)?;
        let figure = words::figure(value, one, VI);
        Some(format!("{}: {figure} {}", lower_first(&one.name_vi), one.measure_vi))
    };
    let all: Vec<String> = section
        .lines
        .iter()
        .filter(|line| !named.contains(&line.indicator))
        .filter_map(|line| told(look.catalogue.by_code(&line.indicator)?))
        .collect();
    (!all.is_empty()).then(|| format!("Kết quả trong kỳ: {}.", all.join("; ")))
}

/// What the unit and those below it told for another period: the same period a year ago, the one before.
struct Beside {
    period: ReportPeriod,
    totals: Totals,
}

impl Beside {
    async fn read(
        ctx: &mut Ctx,
        look: &Look,
        period: Option<ReportPeriod>,
    ) -> Result<Option<Self>, Internal> {
        let Some(period) = period else { return Ok(None) };
        let totals =
            read_totals(ctx.tx(), Layer::Accepted, look.unit.unit, period, look.period.kind()).await?;
        Ok(Some(Self { period, totals }))
    }

    fn figure(&self, one: &Indicator) -> Option<String> {
        let kind = self.period.kind();
        let total = self.totals.total(one.slot, one.over_time, self.period, kind);
        Some(words::figure(one.value_of(total, total.all(), 1)?, one, VI))
    }
}

/// Every figure of the form, by section; beside the period before and the same period a year ago where those have figures.
fn annex(look: &Look, beside: &[(&str, Option<Beside>)]) -> Option<Value> {
    let asked: Vec<(&Section, Vec<&Indicator>)> = look
        .form
        .iter()
        .flat_map(|form| &form.sections)
        .map(|section| {
            let known = section.lines.iter().filter_map(|line| look.catalogue.by_code(&line.indicator));
            (section, known.filter(|one| look.whole(one).is_some()).collect())
        })
        .filter(|(_, told): &(_, Vec<_>)| !told.is_empty())
        .collect();
    let all = || asked.iter().flat_map(|(_, told)| told);
    all().next()?;
    let beside: Vec<(&str, &Beside)> = beside
        .iter()
        .filter_map(|(name, other)| Some((*name, other.as_ref()?)))
        .filter(|(_, other)| all().any(|one| other.figure(one).is_some()))
        .collect();
    let mut rows = Vec::new();
    let mut number = 0;
    for (section, told) in &asked {
        rows.push(json!([{ "text": section.title_vi, "columns": 4 + beside.len(), "bold": true }]));
        for one in told {
            number += 1;
            let figure = look.whole(one).map_or_else(String::new, |value| words::figure(value, one, VI));
            let mut row = vec![number.to_string(), one.name_vi.clone(), one.measure_vi.clone(), figure];
            row.extend(beside.iter().map(|(_, other)| other.figure(one).unwrap_or_default()));
            rows.push(json!(row));
        }
    }
    let number_column = json!({ "width": 12, "align": "number" });
    let mut columns = vec![
        json!({ "width": 6, "align": "centre" }),
        json!({ "width": 44 }),
        json!({ "width": 14, "align": "centre" }),
        number_column.clone(),
    ];
    columns.extend(beside.iter().map(|_| number_column.clone()));
    let mut header = vec!["TT", "Chỉ tiêu", "Đơn vị tính", "Trong kỳ"];
    header.extend(beside.iter().map(|(name, _)| *name));
    Some(json!({
        "title": format!("SỐ LIỆU {}", in_words(look.period).to_uppercase()),
        "body": [{ "table": { "columns": columns, "header": [header], "rows": rows } }],
    }))
}

/// Who had not reported when the report took in those below (handbook NEV-3.4).
fn missing(look: &Look) -> Option<String> {
    let missing = look.missing();
    let names: Vec<&str> = missing.iter().map(|one| one.name.as_str()).collect();
    (!names.is_empty()).then(|| {
        format!(
            "Đến thời điểm báo cáo, còn {} đơn vị chưa có báo cáo, số liệu trên chưa gồm các đơn vị này: {}.",
            names.len(),
            names.join("; ")
        )
    })
}

/// What the `report` template asks for: words by section with the figures that they do not name, who was missing, and every figure
/// as an annex.
///
/// # Errors
/// Only of the database.
pub async fn data(ctx: &mut Ctx, look: &Look) -> Result<Value, Internal> {
    let period = in_words(look.period);
    let next = look.period.after().map_or_else(String::new, in_words);
    let mut results = Vec::new();
    for section in look.form.iter().flat_map(|form| &form.sections) {
        let body = lines(look, &section.code);
        let figures = sentence(look, section);
        if APART.contains(&section.code.as_str()) || (body.is_empty() && figures.is_none()) {
            continue;
        }
        results.push(json!({ "heading": { "level": 2, "text": section.title_vi } }));
        results.push(json!({ "list": { "items": body.into_iter().chain(figures).collect::<Vec<_>>() } }));
    }
    results.extend(missing(look).map(|words| json!({ "paragraph": words })));
    let beside = [
        ("Kỳ trước", Beside::read(ctx, look, look.period.before()).await?),
        ("Cùng kỳ năm trước", Beside::read(ctx, look, look.period.year_before()).await?),
    ];
    let mut data = dispatch::actions::frame(ctx, look.unit.unit, look.window().1).await?;
    let mut put = |name: &str, value: Value| data[name] = value;
    let receiver = look.receiver.as_ref().map(|(_, name)| name.as_str());
    put("to", json!(receiver.as_slice()));
    put("recipients", json!(receiver.as_slice()));
    // Until it is locked it is a draft.
    put("marks", if look.state() == ReportState::Locked { json!([]) } else { json!(["DỰ THẢO"]) });
    put("abstract", json!(format!("Kết quả công tác Mặt trận {period}, nhiệm vụ trọng tâm {next}")));
    put("period", json!(period));
    put("next_period", json!(next));
    put("results", json!(results));
    put("strengths", json!(lines(look, "strengths").join("\n")));
    put("weaknesses", json!(lines(look, "weaknesses").join("\n")));
    put("next_tasks", json!(lines(look, "next")));
    put("proposals", json!(lines(look, "proposals")));
    put("annexes", json!(annex(look, &beside).as_slice()));
    put("edition", json!(look.report.as_ref().map_or(1, |report| report.edition)));
    Ok(data)
}

/// The report as an official paper, with the office's own templates.
///
/// # Errors
/// [`DispatchError::Print`] names what the office's template cannot make a paper of.
async fn file(ctx: &mut Ctx, look: &Look, format: FileFormat) -> Result<Vec<u8>, DispatchError> {
    let data = data(ctx, look).await?;
    let paper = dispatch::actions::templates_for(ctx, "report").await?.paper("report", &data)?;
    dispatch::file(paper, format, ctx.today()).await
}

/// As [`file`], named by regime, unit and period, to be taken along.
pub async fn download(ctx: &mut Ctx, look: &Look, format: FileFormat) -> Result<Response, DispatchError> {
    let bytes = file(ctx, look, format).await?;
    let name = format!("{}-{}-{}.{}", look.regime.code, look.unit.unit, look.period, format.ending());
    Ok(attachment(bytes, format.media_type(), &name))
}
