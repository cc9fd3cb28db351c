//! A report as data of the official paper's template (`crates/print/templates/report.toml`).

use kit::text::Lang;
use serde_json::{Value, json};

use super::actions::look::Look;
use super::report::ReportState;
use crate::words;

/// The words of a section as lines; leading dashes are the template's business.
fn lines(look: &Look, section: &str) -> Vec<String> {
    let body = look.words(section).map_or_else(String::new, |text| look.drawn(&text.body));
    body.lines()
        .map(|line| line.trim().trim_start_matches(['-', '+', '•']).trim())
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Sections with words but without a place of their own in the template.
const APART: [&str; 3] = ["assessment", "next", "proposals"];

/// What the `report` template asks for: figures as the whole report tells them, words by section, and who was missing.
pub fn data(look: &Look) -> Value {
    let lang = Lang::Vi;
    let period = words::period(look.period, lang);
    let next = look.period.after().map_or_else(String::new, |next| words::period(next, lang));
    let form = look.form.as_ref();
    let mut results = Vec::new();
    let mut rows = Vec::new();
    for section in form.map(|form| form.sections.as_slice()).unwrap_or_default() {
        if APART.contains(&section.code.as_str()) {
            continue;
        }
        let body = lines(look, &section.code);
        if !body.is_empty() {
            results.push(json!({ "heading": { "level": 2, "text": section.title_vi } }));
            results.push(json!({ "list": { "items": body } }));
        }
        for line in &section.lines {
            let Some(one) = look.catalogue.by_code(&line.indicator) else { continue };
            if let Some(value) = look.whole(one) {
                rows.push(json!([
                    (rows.len() + 1).to_string(),
                    one.name_vi,
                    one.measure_vi,
                    words::figure(value, one, lang)
                ]));
            }
        }
    }
    let missing = look.missing();
    let mut assessment = lines(look, "assessment");
    if !missing.is_empty() {
        let names: Vec<&str> = missing.iter().map(|one| one.name.as_str()).collect();
        assessment.push(format!("Chưa có báo cáo của: {}.", names.join(", ")));
    }
    let (strengths, weaknesses) = assessment.split_at(assessment.len().min(1));
    let figures = (!rows.is_empty()).then(|| {
        json!({
            "caption": "Kết quả theo chỉ tiêu",
            "columns": [{ "align": "centre" }, {}, { "align": "centre" }, { "align": "number" }],
            "header": [["TT", "Chỉ tiêu", "Đơn vị tính", "Kết quả"]],
            "rows": rows,
        })
    });
    let name = &look.unit.name;
    let unit = name.strip_prefix("Ủy ban MTTQ Việt Nam ").unwrap_or(name);
    json!({
        "unit": unit,
        // What a person fills in before it is signed; until it is locked it is a draft.
        "place": unit,
        "date": look.window().1.format("%Y-%m").to_string(),
        "signer": { "authority": ["TM. BAN THƯỜNG TRỰC"], "position": "CHỦ TỊCH", "name": "" },
        "marks": if look.state() == ReportState::Locked { json!([]) } else { json!(["DỰ THẢO"]) },
        "period": period.to_lowercase(),
        "next_period": next,
        "results": results,
        "figures": figures,
        "strengths": strengths.join(" "),
        "weaknesses": weaknesses.join(" "),
        "next_tasks": lines(look, "next"),
        "proposals": lines(look, "proposals"),
        "edition": look.report.as_ref().map_or(1, |report| report.edition),
    })
}
