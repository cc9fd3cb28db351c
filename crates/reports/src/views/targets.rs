//! Targets of plans beside what has been reported so far.

use kit::page::Sheet;
use kit::permission::Permission;
use kit::text::{Lang, Phrase};
use kit::ui::{
    Badge, Choice, Column, Crumb, Empty, Field, Form, Icon, Notice, Number, Table, Tone, key_values, table,
};
use kit::web::Ctx;
use kit::{export, ui::ButtonKind, ui::LinkButton};
use maud::{Markup, html};

use super::{CURRENT, amount, choose_layer};
use crate::actions::targets::{Compared, Comparison};
use crate::actions::totals::Asked;
use crate::catalogue::Catalogue;
use crate::indicator::Indicator;
use crate::matrix::cell;
use crate::pages::{PageQuery, address, kept};
use crate::period::ReportPeriod;
use crate::targets::Target;
use crate::{texts, words};

pub const PATH: &str = "/reports/targets";

/// Ahead, behind, or nothing to say yet.
fn standing(one: &Compared, lang: Lang) -> Markup {
    let (tone, text) = match (one.percent, one.keeps_pace()) {
        (Some(100..), _) => (Tone::Done, texts::TARGET_REACHED),
        (_, Some(true)) => (Tone::Info, texts::TARGET_ON_PACE),
        (_, Some(false)) => (Tone::Warning, texts::TARGET_BEHIND),
        (_, None) => return html! {},
    };
    html! { (Badge { tone, word: text.get(lang) }) }
}

pub fn page(ctx: &Ctx, query: &PageQuery, asked: &Asked, found: &Comparison) -> Markup {
    let lang = ctx.lang();
    let (unit, period) = (found.unit.id.to_string(), asked.period.to_string());
    let mut pairs = kept(query, asked, &period);
    pairs.push(("unit", &unit));
    let year = |year: Option<ReportPeriod>| {
        let text = year?.to_string();
        let others = pairs.iter().copied().filter(|(name, _)| *name != "period");
        let all: Vec<(&str, &str)> = others.chain([("period", text.as_str())]).collect();
        Some((address(PATH, &all), text))
    };
    let body = html! {
        (super::reading::views(PATH, &pairs, lang))
        p class="row noprint" {
            @if let Some((href, text)) = year(found.year.before()) { a class="btn quiet" rel="prev" href=(href) { (texts::TARGET_YEAR.get(lang)) " " (text) } }
            b { (texts::TARGET_YEAR.get(lang)) " " (found.year.year()) }
            @if let Some((href, text)) = year(found.year.after()) { a class="btn quiet" rel="next" href=(href) { (texts::TARGET_YEAR.get(lang)) " " (text) } }
        }
        (choose_layer(PATH, query, &pairs, lang))
        @if found.rows.is_empty() {
            (Empty { icon: Icon::Board, title: texts::NO_TARGETS.get(lang), text: texts::NO_TARGETS_TEXT.get(lang), next: None })
        } @else {
            p class="note" { (texts::TARGETS_HINT.get(lang)) }
            (rows(ctx, found, &pairs, lang))
        }
    };
    let export = |format| {
        let all: Vec<(&str, &str)> = pairs.iter().copied().chain([("format", format)]).collect();
        address("/reports/targets/export", &all)
    };
    let (xlsx, csv) = (export("xlsx"), export("csv"));
    let button =
        |href, label| LinkButton { href, label, kind: ButtonKind::Quiet, icon: Some(Icon::Download) };
    let title = format!("{} {} – {}", texts::TARGETS.get(lang), found.year.year(), found.unit.name);
    let matrix = address(CURRENT, &[("unit", &unit), ("period", &period)]);
    ctx.draw(Sheet {
        title: &title,
        current: CURRENT,
        crumbs: &[
            Crumb { href: CURRENT, label: texts::REPORTS_TITLE.get(lang) },
            Crumb { href: &matrix, label: &found.unit.name },
            Crumb { href: "", label: texts::TARGETS.get(lang) },
        ],
        actions: Some(html! {
            (button(&xlsx, texts::EXPORT_XLSX.get(lang)))
            (button(&csv, texts::EXPORT_CSV.get(lang)))
        }),
        body,
        is_wide: true,
        ..Sheet::default()
    })
}

fn columns(lang: Lang) -> [&'static str; 7] {
    [
        texts::COLUMN_ITEM,
        texts::COLUMN_PERIOD,
        texts::COLUMN_INDICATOR,
        texts::COLUMN_TARGET,
        texts::COLUMN_SO_FAR,
        texts::COLUMN_PERCENT,
        texts::COLUMN_PACE,
    ]
    .map(|text| text.get(lang))
}

fn rows(ctx: &Ctx, found: &Comparison, pairs: &[(&str, &str)], lang: Lang) -> Markup {
    let [item, period, indicator, target, so_far, percent, pace] = columns(lang);
    let columns = [
        Column::main(item),
        Column::text(period),
        Column::text(indicator),
        Column::number(target),
        Column::number(so_far),
        Column::number(percent),
        Column::number(pace),
        Column::text(texts::COLUMN_STANDING.get(lang)),
    ];
    let may_choose = ctx.actor.can(Permission::EnterReports);
    table(&Table { caption: texts::TARGETS.get(lang), columns: &columns, ..Table::default() }, |rows| {
        for one in &found.rows {
            let (target, period) = (&one.target, one.period.to_string());
            let choose = format!("{PATH}/{}", target.item);
            let total = one.indicator.as_ref().map(|indicator| {
                let others = pairs.iter().copied().filter(|(name, _)| *name != "period");
                let more = [("indicator", indicator.code.as_str()), ("period", period.as_str())];
                address("/reports/total", &others.chain(more).collect::<Vec<_>>())
            });
            rows.row()
                .link(&target.href, &target.title)
                .text(&words::period(one.period, lang))
                .cell(html! {
                    @if let Some(indicator) = &one.indicator { (indicator.name(lang)) " " }
                    @else { span class="blank" { (texts::TARGET_UNCHOSEN.get(lang)) } " " }
                    @if may_choose {
                        a href=(choose) aria-label={ (texts::TARGET_CHOOSE.get(lang)) ": " (target.title) } { (texts::TARGET_CHOOSE.get(lang)) }
                    }
                })
                .cell(html! { (Number(target.value, lang)) " " (target.measure) })
                .cell(html! {
                    @if let (Some(indicator), Some(href)) = (&one.indicator, &total) {
                        a href=(href) { (amount(one.so_far, indicator, lang)) }
                    }
                })
                .text(&one.percent.map_or_else(String::new, |percent| format!("{percent}%")))
                .text(&format!("{}%", one.pace))
                .cell(standing(one, lang));
        }
    })
}

/// The page on which somebody chooses the indicator of a target.
pub fn choose(
    ctx: &Ctx,
    target: &Target,
    chosen: Option<&Indicator>,
    catalogue: &Catalogue,
    refusal: Option<&Phrase>,
) -> Markup {
    let lang = ctx.lang();
    let fitting: Vec<&Indicator> = target.period().map_or_else(Vec::new, |period| {
        catalogue.reported_in(period).filter(|one| target.is_measured_by(one)).collect()
    });
    let choices: Vec<Choice<'_>> = std::iter::once(Choice { value: "", label: texts::TARGET_NONE.get(lang) })
        .chain(fitting.iter().map(|one| Choice { value: &one.code, label: one.name(lang) }))
        .collect();
    let (unit, year) = (target.unit.to_string(), target.year.to_string());
    let list = address(PATH, &[("unit", &unit), ("period", &year)]);
    let action = format!("{PATH}/{}", target.item);
    let frame =
        Form { lang, action: &action, submit: texts::SAVE.get(lang), cancel: &list, ..Form::default() };
    let now = chosen.filter(|one| target.is_measured_by(one)).map_or("", |one| one.code.as_str());
    let hint = texts::target_choose_hint(&target.measure);
    let body = html! {
        @if let Some(phrase) = refusal { (Notice { tone: Tone::Danger, title: phrase.get(lang), ..Notice::default() }) }
        (key_values(&[
            (texts::COLUMN_ITEM.get(lang), html! { a href=(target.href) { (target.title) } }),
            (texts::TARGET_PLAN.get(lang), html! { (target.plan) }),
            (texts::COLUMN_TARGET.get(lang), html! { (Number(target.value, lang)) " " (target.measure) }),
        ]))
        @if fitting.is_empty() {
            @let none = texts::target_no_indicator(&target.measure);
            (Notice { tone: Tone::Warning, title: none.get(lang), ..Notice::default() })
        }
        (frame.render(frame.field(Field::select("indicator", texts::COLUMN_INDICATOR.get(lang), &choices).value(now).hint(hint.get(lang)))))
    };
    ctx.draw(Sheet {
        title: texts::TARGET_CHOOSE.get(lang),
        current: CURRENT,
        crumbs: &[
            Crumb { href: CURRENT, label: texts::REPORTS_TITLE.get(lang) },
            Crumb { href: &list, label: texts::TARGETS.get(lang) },
            Crumb { href: "", label: texts::TARGET_CHOOSE.get(lang) },
        ],
        body,
        ..Sheet::default()
    })
}

/// The same rows to take along.
pub fn sheet(found: &Comparison, lang: Lang) -> export::Sheet {
    let name = format!("{} {}", texts::TARGETS.get(lang), found.year.year());
    let row = |one: &Compared| {
        vec![
            one.target.title.as_str().into(),
            words::period(one.period, lang).into(),
            one.indicator.as_ref().map_or("", |indicator| indicator.name(lang)).into(),
            one.target.value.into(),
            one.indicator.as_ref().map_or(export::Cell::Empty, |indicator| cell(one.so_far, indicator)),
            one.percent.into(),
            one.pace.into(),
            one.target.measure.as_str().into(),
        ]
    };
    let heads = columns(lang).into_iter().chain([texts::FIELD_MEASURE.get(lang)]);
    export::Sheet {
        caption: format!("{name}. {}", found.unit.name),
        name,
        columns: heads.map(str::to_owned).collect(),
        rows: found.rows.iter().map(row).collect(),
    }
}
