//! The list of what is owed.

use kit::page::Sheet;
use kit::permission::Permission;
use kit::text::Lang;
use kit::ui::{
    Badge, Button, ButtonKind, Choice, Column, Crumb, Field, Form, Icon, LinkButton, Table, card, hidden,
    success_notice, table,
};
use kit::web::Ctx;
use maud::{Markup, html};

use crate::pages::address;
use crate::returns::actions::owed::{Owed, OwedList, Shares};
use crate::returns::pages::owed::OwedFilter;
use crate::returns::pages::report::path;
use crate::returns::report::ReportState;
use crate::returns::words;
use crate::texts;
use crate::views::{CURRENT, choose_period};

const PATH: &str = "/reports/owed";
/// A page lists so many lines; the file has all.
const MOST: usize = 400;

pub fn page(ctx: &Ctx, list: &OwedList, filter: &OwedFilter) -> Markup {
    let lang = ctx.lang();
    let period = list.period.to_string();
    let kept = [("regime", filter.regime.as_str()), ("state", filter.state.as_str())];
    let rows: Vec<&Owed> = list.rows.iter().filter(|one| filter.takes(list, one)).collect();
    let export = address("/reports/owed/export", &[("period", period.as_str()), kept[0], kept[1]]);
    let body = html! {
        (choose_period(PATH, &kept, list.period, lang))
        @if let Ok(count) = filter.reminded.parse::<usize>() {
            (success_notice(texts::owed_reminded(count).get(lang)))
        }
        @if list.rows.is_empty() { p { (texts::OWED_NONE.get(lang)) } } @else {
            @for (at, _) in list.regimes.iter().enumerate() { (regime(ctx, list, at)) }
            (narrow(list, filter, &period, lang))
            (lines(ctx, list, &rows))
            @if rows.len() > MOST { p class="note" { (texts::owed_more(rows.len() - MOST).get(lang)) } }
        }
    };
    let link = LinkButton {
        href: &export,
        label: texts::OWED_EXPORT.get(lang),
        kind: ButtonKind::Secondary,
        icon: Some(Icon::Down),
    };
    ctx.draw(Sheet {
        title: texts::OWED_TITLE.get(lang),
        current: CURRENT,
        crumbs: &[
            Crumb { href: CURRENT, label: texts::REPORTS_TITLE.get(lang) },
            Crumb { href: "", label: texts::OWED_TITLE.get(lang) },
        ],
        actions: Some(html! { (link) }),
        body,
        is_wide: true,
        ..Sheet::default()
    })
}

/// How much of one regime has come in.
fn regime(ctx: &Ctx, list: &OwedList, at: usize) -> Markup {
    let lang = ctx.lang();
    let (shares, regime) = (list.shares(at), &list.regimes[at]);
    let Shares { owed, begun, sent, on_time, accepted } = shares;
    if owed == 0 {
        return html! {};
    }
    let (from, to) = regime.window(list.period);
    let percent = |part: usize| Shares::percent(part, owed).unwrap_or(0);
    card(
        regime.name(lang),
        html! {
            p { (texts::owed_counts(accepted, begun, on_time, owed, sent).get(lang)) }
            p { b { (texts::owed_shares(percent(sent), percent(on_time)).get(lang)) } }
            p class="note" { (texts::owed_window(kit::text::day(from, lang), kit::text::day(to, lang)).get(lang)) }
            @if sent < owed && ctx.actor.can(Permission::CheckReports) {
                form method="post" action="/reports/owed/remind" {
                    (hidden("period", &list.period.to_string()))
                    (hidden("regime", &regime.code))
                    (Button { label: texts::OWED_REMIND.get(lang), kind: ButtonKind::Secondary, ..Button::default() })
                }
            }
        },
    )
}

fn narrow(list: &OwedList, filter: &OwedFilter, period: &str, lang: Lang) -> Markup {
    let any = Choice { value: "", label: texts::OWED_ALL.get(lang) };
    let regimes: Vec<Choice<'_>> = std::iter::once(any)
        .chain(list.regimes.iter().map(|one| Choice { value: &one.code, label: one.name(lang) }))
        .collect();
    let any = Choice { value: "", label: texts::OWED_ALL.get(lang) };
    let states: Vec<Choice<'_>> = [any, Choice { value: "missing", label: texts::OWED_MISSING.get(lang) }]
        .into_iter()
        .chain(
            ReportState::ALL
                .into_iter()
                .map(|state| Choice { value: state.code(), label: words::state(state).0.get(lang) }),
        )
        .collect();
    let form = Form { lang, action: PATH, submit: texts::OWED_ONLY.get(lang), ..Form::default() };
    form.render_get(html! {
        (hidden("period", period))
        (form.field(Field::select("regime", texts::OWED_REGIME.get(lang), &regimes).value(&filter.regime)))
        (form.field(Field::select("state", texts::OWED_STATE.get(lang), &states).value(&filter.state)))
    })
}

fn lines(ctx: &Ctx, list: &OwedList, rows: &[&Owed]) -> Markup {
    let (lang, today) = (ctx.lang(), ctx.today());
    let columns = [
        Column::main(texts::COLUMN_UNIT.get(lang)),
        Column::text(texts::OWED_REGIME.get(lang)),
        Column::text(texts::OWED_STATE.get(lang)),
        Column::text(texts::OWED_DUE.get(lang)),
        Column::text(texts::OWED_SENT.get(lang)),
    ];
    let frame = Table { caption: texts::OWED_TITLE.get(lang), columns: &columns, ..Table::default() };
    table(&frame, |lines| {
        for one in rows.iter().take(MOST) {
            let regime = list.regime(one);
            let (word, tone) = words::state(one.state);
            lines
                .row()
                .link(&path(one.unit.unit, list.period, &regime.code), &one.unit.name)
                .text(regime.name(lang))
                .cell(Badge { tone, word: word.get(lang) })
                .text(&due(one, today, lang))
                .text(&sent(one, lang));
        }
    })
}

fn due(one: &Owed, today: chrono::NaiveDate, lang: Lang) -> String {
    let Some(due) = one.due else { return String::new() };
    let day = kit::text::day(due, lang);
    let mut told = match one.days_left(today) {
        Some(0) => format!("{day}, {}", texts::OWED_TODAY.get(lang)),
        // A month, a week and a day before are the days to be reminded on.
        Some(left @ 1..=30) => format!("{day}, {}", texts::owed_left(left).get(lang)),
        Some(left) if left < 0 => {
            format!("{day}, {} {}", texts::OWED_LATE.get(lang), texts::owed_days(-left).get(lang))
        }
        _ => day,
    };
    if let Some(on) = one.reminded_on.filter(|_| !one.is_sent()) {
        told.push_str(" – ");
        told.push_str(texts::owed_reminded_on(kit::text::day(on, lang)).get(lang));
    }
    told
}

fn sent(one: &Owed, lang: Lang) -> String {
    let Some(on) = one.sent_on else { return String::new() };
    let day = kit::text::day(on, lang);
    if one.days_late == 0 {
        return day;
    }
    format!("{day}, {} {}", texts::OWED_LATE.get(lang), texts::owed_days(one.days_late).get(lang))
}
