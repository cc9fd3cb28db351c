//! From what was read in a paper to proposals. No database.

use std::collections::HashMap;

use paper::reading::{Due, Paper, Recurrence, Section, TaskProposal};

use super::proposal::{NewProposal, Origin, Part, Points, ProposalData};
use crate::item::{ItemFields, ItemKind};

/// The proposals of a reading, in the order of the paper.
pub fn from_paper(paper: &Paper, source: &str) -> Vec<NewProposal> {
    let points = Points::new(source);
    let sections: HashMap<&str, &Section> =
        paper.sections.iter().map(|section| (section.id.as_str(), section)).collect();
    let series: HashMap<&str, &str> = paper
        .series
        .iter()
        .flat_map(|series| series.members.iter().map(|member| (member.as_str(), series.key.as_str())))
        .collect();
    let standing: HashMap<&str, &str> =
        paper.standing.iter().map(|hint| (hint.task.as_str(), hint.standing.as_str())).collect();
    paper.tasks.iter().map(|task| from_task(task, &points, &sections, &series, &standing)).collect()
}

fn from_task(
    task: &TaskProposal,
    points: &Points,
    sections: &HashMap<&str, &Section>,
    series: &HashMap<&str, &str>,
    standing: &HashMap<&str, &str>,
) -> NewProposal {
    let heading = heading_of(&task.section_id, sections);
    let (title, detail) = title_and_detail(&task.text);
    let target = task.targets.first();
    let fields = ItemFields {
        title,
        detail,
        kind: kind_of(&task.section_id, task.quarter, sections),
        quarter: task.quarter,
        start_on: None,
        due_on: due_day(task.due.as_ref()),
        due_phrase: due_phrase(task.due.as_ref()),
        recurrence: beats(&task.recurrence),
        line_of_work: task.line_of_work.clone(),
        lead_unit: None,
        lead_named: task.lead_units.join("; "),
        coordinators: Vec::new(),
        coordinating_named: task.partner_units.join("; "),
        campaigns: task.campaigns.iter().chain(&task.funds).cloned().collect::<Vec<_>>().join("; "),
        output: String::new(),
        target_value: target.and_then(|target| whole(&target.amount)),
        unit_of_measure: target.map_or_else(String::new, |target| {
            if target.amount.ends_with('%') { "%".to_owned() } else { target.unit.clone() }
        }),
        estimate: None,
        is_conditional: task.is_conditional,
    };
    let key = |id: &str| series.get(id).map_or_else(String::new, |key| (*key).to_owned());
    let parts = task
        .sub_tasks
        .iter()
        .map(|part| {
            let (title, detail) = title_and_detail(&part.text);
            let (span_start, span_end) = points.span(part.span);
            Part {
                code: code(&part.id),
                span_start,
                span_end,
                series: key(&part.id),
                fields: ItemFields {
                    title,
                    detail,
                    quarter: part.quarter,
                    due_on: due_day(part.due.as_ref()),
                    due_phrase: due_phrase(part.due.as_ref()),
                    recurrence: beats(&part.recurrence),
                    line_of_work: part.line_of_work.clone(),
                    coordinating_named: part.partner_units.join("; "),
                    target_value: None,
                    unit_of_measure: String::new(),
                    is_conditional: part.is_conditional,
                    ..fields.clone()
                },
            }
        })
        .collect();
    let (span_start, span_end) = points.span(task.span);
    NewProposal {
        code: code(&task.id),
        origin: Origin::Read,
        span_start,
        span_end,
        data: ProposalData {
            clause: task.section_id.clone(),
            section_code: heading.map_or_else(String::new, |section| section.id.clone()),
            section_title: heading.and_then(|section| section.title.clone()).unwrap_or_default(),
            series: task.series.clone().unwrap_or_else(|| key(&task.id)),
            standing: standing.get(task.id.as_str()).map_or_else(String::new, |id| code(id)),
            parts,
            cited_symbols: task.cited_symbols.clone(),
            fields,
        },
    }
}

/// What the outline says of a place (a byte of the raw text) that a person selected: clause, heading, quarter, kind.
pub fn place_of(paper: &Paper, at: usize) -> ProposalData {
    let sections: HashMap<&str, &Section> =
        paper.sections.iter().map(|section| (section.id.as_str(), section)).collect();
    let Some(entry) = paper
        .sections
        .iter()
        .filter(|section| section.span.start <= at)
        .max_by_key(|section| section.span.start)
    else {
        return ProposalData::default();
    };
    let heading = if entry.title.is_some() { Some(entry) } else { heading_of(&entry.id, &sections) };
    ProposalData {
        fields: ItemFields {
            kind: kind_of(&entry.id, entry.quarter, &sections),
            quarter: entry.quarter,
            ..ItemFields::default()
        },
        clause: entry.id.clone(),
        section_code: heading.map_or_else(String::new, |section| section.id.clone()),
        section_title: heading.and_then(|section| section.title.clone()).unwrap_or_default(),
        ..ProposalData::default()
    }
}

/// The reader marks its task ids; people know the clause by its number.
fn code(id: &str) -> String {
    id.strip_prefix("T-").unwrap_or(id).to_owned()
}

/// The nearest heading above an entry.
fn heading_of<'a>(id: &str, sections: &HashMap<&str, &'a Section>) -> Option<&'a Section> {
    ancestors(id, sections).find(|section| section.title.is_some() && section.id != id)
}

fn ancestors<'a, 'm>(
    id: &str,
    sections: &'m HashMap<&str, &'a Section>,
) -> impl Iterator<Item = &'a Section> + use<'a, 'm> {
    std::iter::successors(sections.get(id).copied(), |section| {
        sections.get(section.parent.as_deref()?).copied()
    })
}

/// Standing and arising work is named so in the headings above (handbook 3.2); what stands under a quarter is focus work.
fn kind_of(id: &str, quarter: Option<u8>, sections: &HashMap<&str, &Section>) -> ItemKind {
    let says = |word: &str| {
        ancestors(id, sections)
            .filter_map(|section| section.title.as_deref())
            .any(|title| vi::fold::fold(title).contains(word))
    };
    if quarter.is_some() {
        ItemKind::Focus
    } else if says("thuong xuyen") {
        ItemKind::Standing
    } else if says("phat sinh") {
        ItemKind::AdHoc
    } else {
        ItemKind::Focus
    }
}

/// A title of one line, and the whole words where the title is shorter than they are.
pub fn title_and_detail(text: &str) -> (String, String) {
    const TITLE: usize = 160;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.trim_end_matches([';', '.', ',']).to_owned();
    if text.chars().count() <= TITLE {
        return (text, String::new());
    }
    let cut = text.char_indices().nth(TITLE).map_or(text.len(), |(at, _)| at);
    let head = &text[..cut];
    // A sentence or an enumeration ends well; else the last whole word does.
    let end =
        head.rfind([';', ':']).or_else(|| head.rfind(". ")).filter(|end| head[..*end].chars().count() >= 40);
    let title = match end {
        Some(end) => head[..end].trim_end().to_owned(),
        None => format!("{}…", head[..head.rfind(' ').unwrap_or(cut)].trim_end_matches([',', ' '])),
    };
    (title, text)
}

fn due_day(due: Option<&Due>) -> Option<chrono::NaiveDate> {
    due?.last_day.as_deref()?.parse().ok()
}

/// The printed words; an event that gives no day is kept in its words.
fn due_phrase(due: Option<&Due>) -> String {
    let Some(due) = due else { return String::new() };
    match (&due.phrase, due.kind) {
        (Some(phrase), _) => phrase.clone(),
        (None, paper::reading::DueKind::Event) => due.value.clone(),
        (None, _) => String::new(),
    }
}

fn beats(recurrence: &[Recurrence]) -> String {
    let code = |beat: &Recurrence| match beat {
        Recurrence::Regular => "regular",
        Recurrence::Weekly => "weekly",
        Recurrence::Monthly => "monthly",
        Recurrence::Quarterly => "quarterly",
        Recurrence::HalfYearly => "half_yearly",
        Recurrence::Yearly => "yearly",
    };
    recurrence.iter().map(code).collect::<Vec<_>>().join(",")
}

/// "1.500" and "95%" as printed; a decimal is no whole number and stays in the text.
fn whole(amount: &str) -> Option<i64> {
    let digits = amount.trim_end_matches('%').trim();
    if digits.contains(',') {
        return None;
    }
    digits.replace(['.', ' '], "").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_bullet_gets_a_short_title_and_keeps_its_words() {
        let (title, detail) = title_and_detail("Tổ chức hội nghị.");
        assert_eq!((title.as_str(), detail.as_str()), ("Tổ chức hội nghị", ""));
        let long =
            format!("Triển khai xây dựng các dự thảo văn kiện trình Đại hội: {}", "báo cáo ".repeat(40));
        let (title, detail) = title_and_detail(&long);
        assert_eq!(title, "Triển khai xây dựng các dự thảo văn kiện trình Đại hội");
        assert!(detail.starts_with(&title) && detail.ends_with("báo cáo"));
    }

    #[test]
    fn figures_are_read_as_printed() {
        assert_eq!(whole("1.500"), Some(1500));
        assert_eq!(whole("95%"), Some(95));
        assert_eq!(whole("2,5"), None);
    }
}
