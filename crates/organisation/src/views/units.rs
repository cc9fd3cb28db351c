//! Markup of units to look at.

use kit::page::Sheet;
use kit::paging::PageOf;
use kit::permission::Role;
use kit::text::{Lang, day};
use kit::ui::{
    Badge, Choice, Column, Crumb, Empty, Field, Form, Icon, LinkButton, Pager, Stat, Tab, Table, Tone, card,
    key_values, stats, table, tabs,
};
use kit::web::Ctx;
use maud::{Markup, html};

use crate::pages::ListQuery;
use crate::store::{AreaFacts, ChainRow, PostRow, RelationRow, VersionRow};
use crate::texts;
use crate::unit::{Level, Unit, UnitKind};
use crate::words;

pub(crate) struct ListPage<'a> {
    pub units: PageOf<Unit>,
    pub query: &'a ListQuery,
    /// Found by name, though not standing on the day.
    pub former: Vec<Unit>,
    pub totals: Vec<(Level, i64)>,
}

/// The ways to look at the organisation.
pub(super) fn views(lang: Lang, current: &str, as_of: &str) -> Markup {
    let hrefs = ["/units", "/units/chart", "/units/history"].map(|href| format!("{href}{as_of}"));
    let tab = |place: usize, label: &'static str, icon| Tab {
        href: &hrefs[place],
        label,
        icon: Some(icon),
        count: None,
        is_current: hrefs[place].split('?').next() == Some(current),
    };
    tabs(
        texts::UNITS_TITLE.get(lang),
        &[
            tab(0, texts::UNITS_LIST.get(lang), Icon::List),
            tab(1, texts::CHART_TITLE.get(lang), Icon::Tree),
            tab(2, texts::HISTORY_TITLE.get(lang), Icon::Timeline),
        ],
    )
}

pub(super) fn as_of(ctx: &Ctx) -> String {
    ctx.facts.as_of.map_or_else(String::new, |date| format!("?as_of={date}"))
}

/// An address with the filters of a list, encoded.
pub(super) fn address(path: &str, query: &ListQuery, ctx: &Ctx, more: &[(&str, String)]) -> String {
    let mut pairs: Vec<(&str, String)> =
        vec![("q", query.q.clone()), ("level", query.level.clone()), ("kind", query.kind.clone())];
    pairs.extend(ctx.facts.as_of.map(|date| ("as_of", date.to_string())));
    pairs.extend(more.iter().cloned());
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
    with_query(path, &pairs)
}

/// A path with the values that are not empty, encoded.
pub(super) fn with_query(path: &str, pairs: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = pairs
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", encoded(value)))
        .collect();
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

fn encoded(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut out, byte| {
        let _ = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => write!(out, "{}", byte as char),
            byte => write!(out, "%{byte:02X}"),
        };
        out
    })
}

pub(crate) fn list(ctx: &Ctx, page: &ListPage<'_>) -> Markup {
    let lang = ctx.lang();
    let (query, rows) = (page.query, &page.units.rows);
    let level_choices: Vec<Choice<'_>> =
        std::iter::once(Choice { value: "", label: texts::UNITS_ALL.get(lang) })
            .chain(
                Level::ALL.map(|level| Choice { value: level.code(), label: words::level(level).get(lang) }),
            )
            .collect();
    let kind_choices: Vec<Choice<'_>> =
        std::iter::once(Choice { value: "", label: texts::UNITS_ALL.get(lang) })
            .chain(
                UnitKind::ALL.map(|kind| Choice { value: kind.code(), label: words::kind(kind).get(lang) }),
            )
            .collect();
    let form = Form { lang, action: "/units", submit: texts::UNITS_FIND.get(lang), ..Form::default() };
    let as_of_day = ctx.facts.as_of.map_or_else(String::new, |date| date.to_string());
    let figures: Vec<Stat<'_>> = page
        .totals
        .iter()
        .map(|(level, count)| Stat {
            label: words::level(*level).get(lang),
            value: Some(*count),
            ..Stat::default()
        })
        .collect();
    let next = match (page.units.has_more, rows.last()) {
        (true, Some(last)) => address("/units", query, ctx, &[("after", last.id.to_string())]),
        _ => String::new(),
    };
    let body = html! {
        (views(lang, "/units", &as_of(ctx)))
        (stats(lang, &figures))
        (form.render_get(html! {
            @if !as_of_day.is_empty() { input type="hidden" name="as_of" value=(as_of_day); }
            (form.field(Field::search("q", texts::UNITS_SEARCH.get(lang)).value(&query.q).hint(texts::UNITS_SEARCH_HINT.get(lang))))
            (form.field(Field::select("level", texts::UNIT_LEVEL.get(lang), &level_choices).value(&query.level)))
            (form.field(Field::select("kind", texts::UNIT_KIND.get(lang), &kind_choices).value(&query.kind)))
        }))
        @if rows.is_empty() {
            (Empty { icon: Icon::Unit, title: texts::UNITS_NONE.get(lang), text: texts::UNITS_NONE_TEXT.get(lang), next: None })
        } @else {
            (unit_table(lang, texts::UNITS_TITLE.get(lang), rows))
            (Pager { lang, newer: "", older: &next, note: "" })
        }
        @if !page.former.is_empty() {
            (card(texts::UNITS_FORMER.get(lang), unit_table(lang, texts::UNITS_FORMER.get(lang), &page.former)))
        }
    };
    let csv = address("/units/export", query, ctx, &[("format", "csv".to_owned())]);
    let xlsx = address("/units/export", query, ctx, &[("format", "xlsx".to_owned())]);
    ctx.draw(Sheet {
        title: texts::UNITS_TITLE.get(lang),
        current: "/units",
        lead: ctx.facts.as_of.map(|date| html! { (texts::units_as_of(day(date, lang)).get(lang)) }),
        actions: Some(downloads(&xlsx, &csv)),
        has_as_of: true,
        body,
        ..Sheet::default()
    })
}

pub(super) fn downloads(xlsx: &str, csv: &str) -> Markup {
    html! {
        (LinkButton { href: xlsx, label: "Excel", icon: Some(Icon::Download), ..LinkButton::default() })
        (LinkButton { href: csv, label: "CSV", icon: Some(Icon::Download), ..LinkButton::default() })
    }
}

fn unit_table(lang: Lang, caption: &str, units: &[Unit]) -> Markup {
    let columns = [
        Column::main(texts::UNIT_NAME.get(lang)),
        Column::text(texts::UNIT_CODE.get(lang)),
        Column::text(texts::UNIT_LEVEL.get(lang)),
        Column::text(texts::UNIT_KIND.get(lang)),
        Column::number(texts::UNIT_FROM.get(lang)),
        Column::number(texts::UNIT_LAST_DAY.get(lang)),
    ];
    table(&Table { caption, columns: &columns, ..Table::default() }, |rows| {
        for unit in units {
            rows.row()
                .link(&format!("/units/{}", unit.id), &unit.name)
                .text(&unit.code)
                .text(words::level(unit.level).get(lang))
                .cell(html! { (words::kind(unit.kind).get(lang)) @if !unit.is_confirmed { " " (unconfirmed(lang)) } })
                .text(&day(unit.valid_from, lang))
                .text(&unit.last_day().map(|date| day(date, lang)).unwrap_or_default());
        }
    })
}

fn unconfirmed(lang: Lang) -> Markup {
    html! { (Badge { tone: Tone::Warning, word: texts::UNIT_UNCONFIRMED.get(lang) }) }
}

pub(crate) struct UnitPage {
    pub unit: Unit,
    pub parent: Option<Unit>,
    pub children: Vec<Unit>,
    pub versions: Vec<VersionRow>,
    pub successions: Vec<ChainRow>,
    pub relations: Vec<RelationRow>,
    pub posts: Vec<PostRow>,
    pub area: Option<AreaFacts>,
    pub may_manage: bool,
    pub may_seat: bool,
}

pub(crate) fn show(ctx: &Ctx, page: &UnitPage) -> Markup {
    let lang = ctx.lang();
    let unit = &page.unit;
    let parts = [(texts::UNIT_PREDECESSORS, true), (texts::UNIT_SUCCESSORS, false)];
    let body = html! {
        (card(texts::UNIT_FACTS.get(lang), facts(lang, page)))
        @for (title, is_before) in parts { (successions(lang, page, title.get(lang), is_before)) }
        (card(texts::UNIT_POSTS.get(lang), posts(lang, page)))
        @if !page.children.is_empty() {
            (card(texts::UNIT_CHILDREN.get(lang), unit_table(lang, texts::UNIT_CHILDREN.get(lang), &page.children)))
        }
        @if page.versions.len() > 1 { (card(texts::UNIT_VERSIONS.get(lang), versions(lang, page))) }
        @if !page.relations.is_empty() { (card(texts::UNIT_RELATIONS.get(lang), relations(lang, page))) }
    };
    let lead = html! {
        (words::kind(unit.kind).get(lang)) " · " (words::level(unit.level).get(lang)) " · " code { (unit.code) } " "
        @match unit.last_day() {
            Some(last) => (Badge { tone: Tone::Neutral, word: texts::unit_ended_on(day(last, lang)).get(lang) }),
            None => (Badge { tone: Tone::Active, word: texts::UNIT_STANDS.get(lang) }),
        }
        @if !unit.is_confirmed { " " (unconfirmed(lang)) }
    };
    let base = format!("/units/{}", unit.id);
    let link = |path: &str, text: kit::text::Text| {
        let href = format!("{base}{path}");
        html! { (LinkButton { href: &href, label: text.get(lang), ..LinkButton::default() }) }
    };
    let actions = html! {
        @if page.may_manage && unit.valid_to.is_none() {
            (link("/new", texts::FORM_NEW)) (link("/rename", texts::FORM_RENAME))
            (link("/merge", texts::FORM_MERGE)) (link("/close", texts::FORM_CLOSE))
        }
    };
    let mut crumbs = vec![Crumb { href: "/units", label: texts::UNITS_TITLE.get(lang) }];
    let parent_href = page.parent.as_ref().map(|parent| format!("/units/{}", parent.id)).unwrap_or_default();
    if let Some(parent) = &page.parent {
        crumbs.push(Crumb { href: &parent_href, label: &parent.short_name });
    }
    crumbs.push(Crumb { href: "", label: &unit.short_name });
    ctx.draw(Sheet {
        title: &unit.name,
        current: "/units",
        crumbs: &crumbs,
        lead: Some(lead),
        actions: Some(actions),
        has_as_of: true,
        body,
        ..Sheet::default()
    })
}

fn facts(lang: Lang, page: &UnitPage) -> Markup {
    let unit = &page.unit;
    let mut pairs = vec![(texts::UNIT_FROM.get(lang), html! { (day(unit.valid_from, lang)) })];
    if let Some(last) = unit.last_day() {
        pairs.push((texts::UNIT_LAST_DAY.get(lang), html! { (day(last, lang)) }));
    }
    if let Some(parent) = &page.parent {
        pairs.push((
            texts::UNIT_PARENT.get(lang),
            html! { a href={ "/units/" (parent.id) } { (parent.name) } },
        ));
    }
    if !unit.basis.is_empty() {
        pairs.push((texts::UNIT_BASIS.get(lang), html! { (unit.basis) }));
    }
    if let Some(area) = &page.area {
        if let Some(km2) = area.area_km2 {
            pairs.push((texts::UNIT_AREA.get(lang), html! { (square_kilometres(km2, lang)) " km²" }));
        }
        if let (Some(lat), Some(lon)) = (area.lat, area.lon) {
            pairs.push((texts::UNIT_PLACE.get(lang), html! { (format!("{lat:.4}, {lon:.4}")) }));
        }
    }
    html! {
        (key_values(&pairs))
        p { a href={ "/units/chart?under=" (unit.id) } { (texts::CHART_TITLE.get(lang)) } }
    }
}

fn square_kilometres(km2: f64, lang: Lang) -> String {
    let text = format!("{km2:.2}");
    if lang == Lang::Vi { text.replace('.', ",") } else { text }
}

fn successions(lang: Lang, page: &UnitPage, title: &str, is_before: bool) -> Markup {
    let own = page.unit.id;
    let rows = page.successions.iter().filter(|row| (row.predecessor.id != own) == is_before);
    let rows: Vec<&ChainRow> = rows.collect();
    if rows.is_empty() {
        return html! {};
    }
    let body = html! {
        ul {
            @for row in rows {
                li {
                    @match if is_before { Some(&row.predecessor) } else { row.successor.as_ref() } {
                        Some(unit) => { a href={ "/units/" (unit.id) } { (unit.name) } " – " }
                        None => {}
                    }
                    (words::succession(row.kind).get(lang)) ", " (day(row.effective_on, lang))
                    @if !row.share_note.is_empty() { " – " (row.share_note) }
                    @if !row.basis.is_empty() { " – " (row.basis) }
                }
            }
        }
    };
    card(title, body)
}

fn posts(lang: Lang, page: &UnitPage) -> Markup {
    let columns = [
        Column::main(texts::POST_TITLE.get(lang)),
        Column::text(texts::POST_ROLE.get(lang)),
        Column::text(texts::POST_HOLDER.get(lang)),
        Column::number(texts::UNIT_FROM.get(lang)),
        Column::number(texts::UNIT_LAST_DAY.get(lang)),
    ];
    let frame = Table { caption: texts::UNIT_POSTS.get(lang), columns: &columns, ..Table::default() };
    html! {
        @if page.posts.is_empty() {
            p class="muted" { (texts::POSTS_NONE.get(lang)) }
        } @else {
            (table(&frame, |rows| for post in &page.posts {
                let holder = match (&post.name, post.account) {
                    (Some(name), Some(account)) if page.may_seat => html! { a href={ "/accounts/" (account) } { (name) } },
                    (Some(name), _) => html! { (name) },
                    _ => html! { span class="muted" { (texts::POST_VACANT.get(lang)) } },
                };
                rows.row()
                    .text(&post.title)
                    .text(Role::from_code(&post.role).map_or("", |role| words::role(role).get(lang)))
                    .cell(html! { (holder) @if post.is_stand_in { " " (Badge { tone: Tone::Info, word: texts::POST_STAND_IN.get(lang) }) } })
                    .text(&post.valid_from.map(|date| day(date, lang)).unwrap_or_default())
                    .text(&post.valid_to.and_then(|end| end.pred_opt()).map(|date| day(date, lang)).unwrap_or_default());
            }))
        }
        @if page.may_seat && page.unit.valid_to.is_none() {
            p { (LinkButton { href: &format!("/accounts/new?unit={}", page.unit.id), label: texts::ACCOUNT_NEW.get(lang),
                icon: Some(Icon::Plus), ..LinkButton::default() }) }
        }
    }
}

fn versions(lang: Lang, page: &UnitPage) -> Markup {
    let columns = [
        Column::main(texts::UNIT_NAME.get(lang)),
        Column::text(texts::UNIT_PARENT.get(lang)),
        Column::number(texts::UNIT_FROM.get(lang)),
        Column::number(texts::UNIT_LAST_DAY.get(lang)),
    ];
    table(&Table { caption: texts::UNIT_VERSIONS.get(lang), columns: &columns, ..Table::default() }, |rows| {
        for version in &page.versions {
            rows.row()
                .text(&version.name)
                .text(version.parent_name.as_deref().unwrap_or(""))
                .text(&day(version.valid_from, lang))
                .text(
                    &version
                        .valid_to
                        .and_then(|end| end.pred_opt())
                        .map(|date| day(date, lang))
                        .unwrap_or_default(),
                );
        }
    })
}

fn relations(lang: Lang, page: &UnitPage) -> Markup {
    html! {
        ul {
            @for row in &page.relations {
                li {
                    (words::relation(row.relation).get(lang)) ": " (day(row.valid_from, lang)) " – "
                    @if let Some(last) = row.valid_to.and_then(|end| end.pred_opt()) { (day(last, lang)) }
                    @if !row.basis.is_empty() { " (" (row.basis) ")" }
                }
            }
        }
    }
}
