//! A plan with its present state, and its evaluation, as official papers. They are in Vietnamese, as papers are.

use axum::response::Response;
use dispatch::DispatchError;
use kit::files::attachment;
use kit::text::Lang;
use kit::web::{Ctx, WebResult};
use print::FileFormat;
use serde_json::{Value, json};

use super::actions::{Evaluation, evaluate_plan};
use super::model::{Counts, JudgedItem, Verdict, section_name};
use super::words;
use crate::follow::words as follow;
use crate::{PlanError, PlanId};

const VI: Lang = Lang::Vi;

/// The plan: its items by section, and an annex of how each stands, by quarter.
///
/// # Errors
/// [`PlanError::PlanNotFound`] also for plans that do not exist for this person, and for those of another unit: the paper is the
/// issuing unit's.
pub async fn plan(ctx: &mut Ctx, id: PlanId, format: FileFormat) -> WebResult<Response> {
    let found = own(ctx, id).await?;
    let mut data = dispatch::actions::frame(ctx, found.opened.plan.unit, found.day()).await?;
    put(
        &mut data,
        "marks",
        if found.opened.plan.state.was_issued() { json!([]) } else { json!(["DỰ THẢO"]) },
    );
    put(&mut data, "content", Value::Array(content(&found)));
    put(&mut data, "annexes", json!([annex(&found)]));
    let title = &found.opened.plan.title;
    let summary = title.strip_prefix("Kế hoạch ").map_or_else(|| title.clone(), vi::names::capitalise_first);
    let body = "# NỘI DUNG\n@khối content\n# TỔ CHỨC THỰC HIỆN\nHiện trạng thực hiện từng nội dung tại Phụ lục kèm theo./.";
    made(ctx, Kind { template: "plan", file: "ke-hoach" }, data, &summary, body, &found, format).await
}

/// The evaluation: what was done of what, by section and quarter, what was not and why.
///
/// # Errors
/// As [`plan`].
pub async fn report(ctx: &mut Ctx, id: PlanId, format: FileFormat) -> WebResult<Response> {
    let found = own(ctx, id).await?;
    let mut data = dispatch::actions::frame(ctx, found.opened.plan.unit, found.day()).await?;
    put(&mut data, "marks", json!(["DỰ THẢO"]));
    put(&mut data, "results", json!([{ "paragraph": opening(&found) }]));
    let sections: Vec<(String, Counts)> = found
        .sections
        .iter()
        .map(|line| {
            (if line.name.is_empty() { "Nội dung khác".to_owned() } else { line.name.clone() }, line.counts)
        })
        .collect();
    let quarters: Vec<(String, Counts)> =
        found.quarters.iter().map(|line| (follow::quarter(line.quarter, VI), line.counts)).collect();
    put(
        &mut data,
        "by_section",
        counts_table("Kết quả theo mục của kế hoạch", "Mục", &sections, &found.counts),
    );
    put(&mut data, "by_quarter", counts_table("Kết quả theo quý", "Thời gian", &quarters, &found.counts));
    put(&mut data, "undone", Value::Array(undone(&found)));
    put(&mut data, "obstacles", Value::Array(obstacles(&found)));
    put(&mut data, "annexes", json!([annex(&found)]));
    let year = found.opened.plan.year;
    let summary = format!("Đánh giá kết quả thực hiện {}", vi::names::lower_first(&found.opened.plan.title));
    let body = format!(
        "# KẾT QUẢ THỰC HIỆN\n@khối results\n@bảng by_section\n@bảng by_quarter\n# NỘI DUNG CHƯA HOÀN THÀNH, KHÔNG HOÀN THÀNH\n\
         @khối undone\n# KHÓ KHĂN, VƯỚNG MẮC\n@khối obstacles\nKết quả từng nội dung của năm {year} tại Phụ lục kèm theo./."
    );
    made(ctx, Kind { template: "report", file: "danh-gia" }, data, &summary, &body, &found, format).await
}

async fn own(ctx: &mut Ctx, id: PlanId) -> Result<Evaluation, PlanError> {
    let found = evaluate_plan(ctx, id).await?;
    if found.opened.is_own { Ok(found) } else { Err(PlanError::PlanNotFound(id)) }
}

struct Kind {
    template: &'static str,
    file: &'static str,
}

/// Fills the template with the office's own words, and writes the file away from the threads that answer requests.
async fn made(
    ctx: &mut Ctx,
    kind: Kind,
    data: Value,
    summary: &str,
    body: &str,
    found: &Evaluation,
    format: FileFormat,
) -> WebResult<Response> {
    let templates = dispatch::actions::templates_for(ctx, kind.template).await?;
    let paper = templates.paper_in_words(kind.template, &data, summary, body).map_err(DispatchError::from)?;
    let bytes = dispatch::file(paper, format, found.day()).await?;
    let plan = &found.opened.plan;
    let name = format!("{}-{}-{}.{}", kind.file, plan.year, plan.id, format.ending());
    Ok(attachment(bytes, format.media_type(), &name))
}

fn put(data: &mut Value, name: &str, value: Value) {
    data[name] = value;
}

/// The items of the plan under the headings of its sections.
fn content(found: &Evaluation) -> Vec<Value> {
    let mut blocks = Vec::new();
    for line in &found.sections {
        let items: Vec<String> = found
            .items
            .iter()
            .filter(|item| section_name(&item.row) == line.name && item.verdict != Verdict::Withdrawn)
            .map(|item| ended(&item.row.title))
            .collect();
        if items.is_empty() {
            continue;
        }
        if !line.name.is_empty() {
            blocks.push(json!({ "heading": { "level": 2, "number": "", "text": line.name } }));
        }
        blocks.push(json!({ "list": { "items": items } }));
    }
    blocks
}

fn ended(words: &str) -> String {
    format!("{}.", words.trim_end_matches(['.', ';', ' ']))
}

fn due(item: &JudgedItem) -> String {
    item.row.due_on.map_or_else(|| item.row.due_phrase.clone(), vi::date::short)
}

/// How each item stands, by quarter.
fn annex(found: &Evaluation) -> Value {
    let mut rows: Vec<Value> = Vec::new();
    for line in &found.quarters {
        let of_quarter = found.items.iter().filter(|item| item.row.quarter == line.quarter);
        if of_quarter.clone().next().is_none() {
            continue;
        }
        let Counts { done, total, .. } = line.counts;
        rows.push(json!([
            { "text": follow::quarter(line.quarter, VI), "columns": 5, "bold": true },
            { "text": format!("{done}/{total}"), "bold": true }
        ]));
        for (place, item) in of_quarter.enumerate() {
            let tally = &item.row.tally;
            rows.push(json!([
                (place + 1).to_string(),
                item.row.title,
                item.row.lead,
                due(item),
                words::verdict(item.verdict).get(VI),
                format!("{}/{}", tally.done, tally.total)
            ]));
        }
    }
    let Counts { done, total, .. } = found.counts;
    rows.push(json!([{ "text": "Cộng", "columns": 5 }, format!("{done}/{total}")]));
    json!({
        "title": format!("Hiện trạng thực hiện {} (tính đến ngày {})", vi::names::lower_first(&found.opened.plan.title), vi::date::short(found.day())),
        "landscape": true,
        "body": [{ "table": {
            "columns": [
                { "width": 5, "align": "centre" }, { "width": 45 }, { "width": 20 },
                { "width": 12, "align": "centre" }, { "width": 15 }, { "width": 8, "align": "centre" }
            ],
            "header": [["TT", "Nội dung", "Chủ trì", "Thời hạn", "Kết quả", "Xong/giao"]],
            "rows": rows,
            "total_rows": 1,
        } }],
    })
}

fn opening(found: &Evaluation) -> String {
    let Counts { total, done, done_late, not_yet, overdue, carried, failed, out, .. } = found.counts;
    let late = if done_late > 0 {
        format!(" (trong đó {done_late} nội dung hoàn thành chậm)")
    } else {
        String::new()
    };
    let mut words = format!(
        "Tính đến ngày {}, đã hoàn thành {done}/{total} nội dung{late}",
        vi::date::short(found.day())
    );
    let mut add = |number: i64, what: &str| {
        if number > 0 {
            words.push_str(&format!("; {number} nội dung {what}"));
        }
    };
    add(not_yet - overdue - carried, "chưa hoàn thành, còn trong hạn");
    add(overdue, "chưa hoàn thành, quá hạn");
    add(carried, "chuyển sang kế hoạch sau");
    add(failed, "không hoàn thành");
    add(out, "không tính (đưa ra bằng văn bản, không phát sinh hoặc tính ở quý sau)");
    words.push('.');
    words
}

fn counts_table(caption: &str, first: &str, lines: &[(String, Counts)], all: &Counts) -> Value {
    let row = |name: &str, counts: &Counts| {
        let Counts { total, done, done_late, not_yet, failed, .. } = *counts;
        json!([name, total, done, done_late, not_yet, failed])
    };
    let mut rows: Vec<Value> = lines.iter().map(|(name, counts)| row(name, counts)).collect();
    rows.push(row("Cộng", all));
    json!({
        "caption": caption,
        "columns": [
            { "width": 40 }, { "width": 12, "align": "number" }, { "width": 12, "align": "number" }, { "width": 12, "align": "number" },
            { "width": 12, "align": "number" }, { "width": 12, "align": "number" }
        ],
        "header": [[first, "Tổng số", "Hoàn thành", "Trong đó chậm", "Chưa hoàn thành", "Không hoàn thành"]],
        "rows": rows,
        "total_rows": 1,
    })
}

fn undone(found: &Evaluation) -> Vec<Value> {
    let items: Vec<String> = found
        .items
        .iter()
        .filter(|item| item.verdict.is_undone())
        .map(|item| {
            let result = vi::names::lower_first(words::verdict(item.verdict).get(VI));
            let day = due(item);
            let day = if day.is_empty() { day } else { format!(", thời hạn {day}") };
            format!("{} ({result}{day}).", item.row.title.trim_end_matches(['.', ';', ' ']))
        })
        .collect();
    list_or(items, "Không có.")
}

fn obstacles(found: &Evaluation) -> Vec<Value> {
    let items: Vec<String> = found
        .obstacles()
        .map(|(item, cause)| {
            let unit = if cause.unit.is_empty() { String::new() } else { format!("{}: ", cause.unit) };
            let title = item.row.title.trim_end_matches(['.', ';', ' ']);
            format!("{unit}{} ({title}).", cause.words.trim_end_matches(['.', ';', ' ']))
        })
        .collect();
    list_or(items, "Không ghi nhận khó khăn, vướng mắc.")
}

fn list_or(items: Vec<String>, nothing: &str) -> Vec<Value> {
    vec![if items.is_empty() {
        json!({ "paragraph": nothing })
    } else {
        json!({ "list": { "items": items } })
    }]
}
