//! Days that do not fit: handbook NEV-4.3, the trap of the Hùng Kings' day in 4.1, impossible dates.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};

use super::{Finding, FindingKind, Reading, Severity, printed};
use crate::reading::model::{Anniversary, DateKind, DueKind};

pub(crate) fn check(reading: &Reading, found: &mut Vec<Finding>) {
    for date in reading.dates.iter().filter(|d| d.kind == DateKind::Impossible) {
        let shown = reading.text.words(date.span);
        found.push(Finding::new(
            FindingKind::ImpossibleDate,
            Severity::Error,
            Some(date.span),
            format!("Ngày không có trên lịch: {shown}"),
            format!("No calendar has this day: {shown}"),
        ));
    }
    for anniversary in reading.anniversaries {
        quarter(anniversary, found);
        days(reading, anniversary, found);
    }
    deadlines(reading, found);
    citations(reading, found);
}

fn day(iso: Option<&String>) -> Option<NaiveDate> {
    iso.and_then(|d| d.parse().ok())
}

fn quarter(a: &Anniversary, found: &mut Vec<Finding>) {
    let (Some(listed), Some(real), Some(target)) = (a.listed_in, a.quarter, day(a.target.as_ref())) else {
        return;
    };
    if listed != real {
        found.push(Finding::new(
            FindingKind::CommemorationInOtherQuarter,
            Severity::Warning,
            Some(a.span),
            format!(
                "“{}” rơi vào ngày {} (quý {real}) nhưng được xếp ở quý {listed}",
                a.event,
                printed(target)
            ),
            format!(
                "“{}” falls on {} (quarter {real}) but is listed in quarter {listed}",
                a.event,
                printed(target)
            ),
        ));
    }
}

fn days(reading: &Reading, a: &Anniversary, found: &mut Vec<Finding>) {
    let (origin, target) = (day(a.origin.as_ref()), day(a.target.as_ref()));
    if let (Some(origin), Some(target)) = (origin, target) {
        if (origin.day(), origin.month()) != (target.day(), target.month()) {
            found.push(Finding::new(
                FindingKind::AnniversaryDaysDiffer,
                Severity::Warning,
                Some(a.span),
                format!("Hai ngày không khớp nhau: {} và {}", printed(origin), printed(target)),
                format!("The two days do not agree: {} and {}", printed(origin), printed(target)),
            ));
        }
        check_count(a, origin.year(), target.year(), found);
        return;
    }
    // Only the count and the name are printed: the list knows the year it began.
    let low = crate::reading::text::key(&a.event);
    let known =
        reading.words.day_names.find_in(&low, &crate::reading::text::tokens(&low)).first().map(|(_, i)| *i);
    let origin = known.and_then(|i| reading.words.days[i].origin);
    if let (Some(origin), Some(target)) = (origin, target) {
        check_count(a, origin, target.year(), found);
    }
}

fn check_count(a: &Anniversary, origin: i32, target: i32, found: &mut Vec<Finding>) {
    let Some(count) = a.count else { return };
    let real = target - origin;
    if count != real {
        found.push(Finding::new(
            FindingKind::AnniversaryCountWrong,
            Severity::Error,
            Some(a.span),
            format!("Ghi {count} năm, nhưng từ {origin} đến {target} là {real} năm"),
            format!("{count} years are printed, but from {origin} to {target} there are {real}"),
        ));
    }
}

fn deadlines(reading: &Reading, found: &mut Vec<Finding>) {
    for task in reading.tasks {
        let Some(due) = task.due.as_ref().filter(|d| d.kind == DueKind::Date && d.span.is_some()) else {
            continue;
        };
        let Some(last) = due.last_day.as_deref().and_then(|d| d.parse::<NaiveDate>().ok()) else {
            continue;
        };
        if let Some(year) = task.year.filter(|y| last.year() > *y) {
            found.push(Finding::new(
                FindingKind::EventAfterPlanYear,
                Severity::Warning,
                due.span,
                format!("Thời hạn {} nằm sau năm {year} của kế hoạch", printed(last)),
                format!("The deadline {} lies after {year}, the year of the plan", printed(last)),
            ));
        }
        let node = reading.outline.at(task.span.start);
        let listed = node.and_then(|n| reading.outline.quarter(n));
        let real = crate::reading::dates::quarter_of(last);
        if let Some(listed) = listed.filter(|q| *q != real && task.year == Some(last.year())) {
            // Commemorations are reported by their own check.
            let is_commemorated = due
                .span
                .is_some_and(|span| reading.anniversaries.binary_search_by_key(&span, |a| a.span).is_ok());
            if is_commemorated {
                continue;
            }
            found.push(Finding::new(
                FindingKind::DeadlineOutsideQuarter,
                Severity::Warning,
                due.span,
                format!("Thời hạn {} (quý {real}) nằm ngoài quý {listed}", printed(last)),
                format!("The deadline {} (quarter {real}) lies outside quarter {listed}", printed(last)),
            ));
        }
    }
}

/// Dates of cited papers that contradict each other, the symbol or the papers beside them.
fn citations(reading: &Reading, found: &mut Vec<Finding>) {
    let dated: Vec<_> = reading
        .citations
        .iter()
        .filter_map(|c| Some((c, c.symbol.as_ref()?, c.date.as_deref()?.parse::<NaiveDate>().ok()?)))
        .collect();
    // For each symbol the first date that it was given, and the first that differs from that.
    let mut given: HashMap<&str, (usize, Option<usize>)> = HashMap::new();
    for (i, (cited, symbol, date)) in dated.iter().enumerate() {
        if !reading.text.watch.goes_on(cited.span.len()) {
            return;
        }
        let (earliest, differing) = given.entry(symbol.as_str()).or_insert((i, None));
        let clash = if dated[*earliest].2 == *date { *differing } else { Some(*earliest) };
        if clash.is_some() && differing.is_none() {
            *differing = Some(i);
        }
        if let Some((other, _, first)) = clash.map(|k| &dated[k]) {
            found.push(
                Finding::new(
                    FindingKind::CitationDatesDiffer,
                    Severity::Error,
                    Some(cited.span),
                    format!(
                        "{symbol} được ghi hai ngày khác nhau: {} và {}",
                        printed(*first),
                        printed(*date)
                    ),
                    format!("{symbol} is given two dates: {} and {}", printed(*first), printed(*date)),
                )
                .with_related(other.span),
            );
        }
        let in_symbol = symbol.split('/').nth(1).filter(|y| y.len() == 4).and_then(|y| y.parse::<i32>().ok());
        if let Some(year) = in_symbol.filter(|y| *y != date.year()) {
            found.push(Finding::new(
                FindingKind::CitationDateUnlikely,
                Severity::Warning,
                Some(cited.span),
                format!("Ký hiệu {symbol} mang năm {year} nhưng ngày ghi là {}", printed(*date)),
                format!("The symbol {symbol} bears {year} but the date is {}", printed(*date)),
            ));
        }
        if let Some(own) = day(reading.meta.meta.date.as_ref()).filter(|own| date > own) {
            found.push(Finding::new(
                FindingKind::CitationDateUnlikely,
                Severity::Warning,
                Some(cited.span),
                format!("{symbol} ghi ngày {} sau ngày của văn bản ({})", printed(*date), printed(own)),
                format!("{symbol} is dated {}, after the paper itself ({})", printed(*date), printed(own)),
            ));
        }
        // Papers cited in one breath are of one time: one that is years older than all beside it is likely a slip.
        let sentence = |at: usize| {
            reading
                .text
                .low(crate::reading::model::Span::new(cited.span.start.min(at), cited.span.start.max(at)))
                .matches(". ")
                .count()
                == 0
        };
        let from = dated.partition_point(|(o, ..)| o.span.start + 600 <= cited.span.start);
        let beside: Vec<NaiveDate> = dated[from..]
            .iter()
            .take_while(|(o, ..)| o.span.start < cited.span.start + 600)
            .filter(|(o, s, _)| {
                s != symbol && o.span.start.abs_diff(cited.span.start) < 600 && sentence(o.span.start)
            })
            .map(|(_, _, d)| *d)
            .collect();
        let spread = beside.iter().max().zip(beside.iter().min()).map(|(a, b)| a.year() - b.year());
        let far = beside.iter().all(|d| (d.year() - date.year()).abs() >= 5);
        if beside.len() >= 2 && far && spread.is_some_and(|s| s <= 2) {
            found.push(Finding::new(
                FindingKind::CitationDateUnlikely,
                Severity::Warning,
                Some(cited.span),
                format!(
                    "{symbol} ghi ngày {}, cách xa các văn bản dẫn cùng chỗ; cần kiểm tra năm",
                    printed(*date)
                ),
                format!(
                    "{symbol} is dated {}, far from the papers cited beside it; check the year",
                    printed(*date)
                ),
            ));
        }
    }
}
