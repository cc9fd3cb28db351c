//! The register as a table with its filters.

use kit::page::Sheet;
use kit::paging::PageOf;
use kit::permission::Permission;
use kit::text::Lang;
use kit::ui::{
    Badge, ButtonKind, Chip, Chips, Choice, Column, Empty, Field, Form, Icon, LinkButton, Next, Pager, Table,
    Tone, table,
};
use kit::web::Ctx;
use maud::{Markup, html};

use crate::document::{Direction, Document, DocumentState};
use crate::figures::Figure;
use crate::pages::ListQuery;
use crate::store::FilterChoices;
use crate::{labels, texts, urls};

/// The columns, in the page and in the export.
pub fn columns(lang: Lang) -> [&'static str; 8] {
    [
        texts::COLUMN_PAPER,
        texts::FIELD_ABSTRACT,
        texts::FIELD_ISSUER,
        texts::FIELD_ISSUED_ON,
        texts::COLUMN_DIRECTION,
        texts::COLUMN_UNIT,
        texts::COLUMN_STATE,
        texts::COLUMN_FINDINGS,
    ]
    .map(|text| text.get(lang))
}

/// The filters that are on: name, value in words, and the name to remove it by.
pub fn chips(
    query: &ListQuery,
    choices: &FilterChoices,
    lang: Lang,
) -> Vec<(&'static str, String, &'static str)> {
    let one = |(name, value): (&'static str, &str)| {
        let (label, word) = match name {
            "q" => (texts::FILTER_WORDS, value.to_owned()),
            "direction" => (
                texts::COLUMN_DIRECTION,
                word(Direction::from_code(value).map(labels::direction), value, lang),
            ),
            "state" => {
                (texts::COLUMN_STATE, word(DocumentState::from_code(value).map(labels::state), value, lang))
            }
            "type" => {
                let known = choices.types.iter().find(|(code, _)| code == value);
                (texts::FIELD_TYPE_NAME, known.map_or_else(|| value.to_owned(), |(_, name)| name.clone()))
            }
            "year" => (texts::FIELD_YEAR, value.to_owned()),
            "issuer" => (texts::FIELD_ISSUER, value.to_owned()),
            "symbol" => (texts::FIELD_SYMBOL, value.to_owned()),
            "findings" => (texts::COLUMN_FINDINGS, texts::FILTER_FINDINGS_OPEN.get(lang).to_owned()),
            "figure" => {
                let figure = match Figure::from_code(value) {
                    Some(Figure::In) => texts::COUNTED_IN.get(lang).to_owned(),
                    Some(Figure::Out) => texts::COUNTED_OUT.get(lang).to_owned(),
                    None => value.to_owned(),
                };
                (texts::COUNTED, figure)
            }
            "from" => (texts::COUNTED_FROM, day_word(value)),
            "to" => (texts::COUNTED_TO, day_word(value)),
            _ => {
                let known = choices.units.iter().find(|(id, _)| id.to_string() == value);
                (texts::COLUMN_UNIT, known.map_or_else(|| value.to_owned(), |(_, name)| name.clone()))
            }
        };
        (label.get(lang), word, name)
    };
    query.filters().into_iter().map(one).collect()
}

/// `2024-03-31` as people write it.
fn day_word(value: &str) -> String {
    value.parse().map_or_else(|_| value.to_owned(), vi::date::short)
}

fn word(text: Option<kit::text::Text>, code: &str, lang: Lang) -> String {
    text.map_or_else(|| code.to_owned(), |text| text.get(lang).to_owned())
}

pub fn page(ctx: &Ctx, query: &ListQuery, found: &PageOf<Document>, choices: &FilterChoices) -> Markup {
    let lang = ctx.lang();
    let may_import = ctx.actor.can(Permission::ImportDocuments);
    let is_filtered = !query.filters().is_empty();
    let body = html! {
        (filter_bar(query, choices, lang))
        @if found.rows.is_empty() && !is_filtered { (empty(may_import, lang)) }
        @else if found.rows.is_empty() { (nothing_fits(lang)) }
        @else { (rows(&found.rows, lang)) (pager(query, found, lang)) }
    };
    let csv = format!("/documents/export?{}", query.query("", &[("format", "csv".into())]));
    let xlsx = format!("/documents/export?{}", query.query("", &[("format", "xlsx".into())]));
    let button = |href: &'static str, label, kind, icon| LinkButton { href, label, kind, icon: Some(icon) };
    let actions = html! {
        @if may_import { (button(urls::NEW, texts::IMPORT.get(lang), ButtonKind::Primary, Icon::Upload)) }
        (button(urls::CHAINS, texts::CHAINS.get(lang), ButtonKind::Secondary, Icon::Tree))
        @if !found.rows.is_empty() {
            (LinkButton { href: &xlsx, label: texts::EXPORT_XLSX.get(lang), kind: ButtonKind::Quiet, icon: Some(Icon::Download) })
            (LinkButton { href: &csv, label: texts::EXPORT_CSV.get(lang), kind: ButtonKind::Quiet, icon: Some(Icon::Download) })
        }
    };
    ctx.draw(Sheet {
        title: texts::REGISTER.get(lang),
        current: urls::LIST,
        actions: Some(actions),
        body,
        is_wide: true,
        ..Sheet::default()
    })
}

fn filter_bar(query: &ListQuery, choices: &FilterChoices, lang: Lang) -> Markup {
    let on = chips(query, choices, lang);
    let removals: Vec<String> =
        on.iter().map(|(.., name)| format!("{}?{}", urls::LIST, query.query(name, &[]))).collect();
    let chips: Vec<Chip<'_>> =
        on.iter().zip(&removals).map(|((name, value, _), remove)| Chip { name, value, remove }).collect();
    html! {
        (Chips {
            lang,
            chips: &chips,
            clear: if chips.is_empty() { "" } else { urls::LIST },
            add: Some(filter_fields(query, choices, lang)),
            action: urls::LIST,
            ..Chips::default()
        })
    }
}

fn filter_fields(query: &ListQuery, choices: &FilterChoices, lang: Lang) -> Markup {
    let all = Choice { value: "", label: texts::FILTER_ALL.get(lang) };
    let directions: Vec<Choice<'_>> = std::iter::once(all)
        .chain(
            Direction::ALL.map(|one| Choice { value: one.code(), label: labels::direction(one).get(lang) }),
        )
        .collect();
    let states: Vec<Choice<'_>> = std::iter::once(all)
        .chain(
            DocumentState::ALL.map(|one| Choice { value: one.code(), label: labels::state(one).get(lang) }),
        )
        .collect();
    let types: Vec<Choice<'_>> = std::iter::once(all)
        .chain(choices.types.iter().map(|(code, name)| Choice { value: code, label: name }))
        .collect();
    let years: Vec<String> = choices.years.iter().map(ToString::to_string).collect();
    let years: Vec<Choice<'_>> =
        std::iter::once(all).chain(years.iter().map(|year| Choice { value: year, label: year })).collect();
    let units: Vec<(String, &str)> =
        choices.units.iter().map(|(id, name)| (id.to_string(), name.as_str())).collect();
    let units: Vec<Choice<'_>> = std::iter::once(all)
        .chain(units.iter().map(|(id, name)| Choice { value: id, label: name }))
        .collect();
    let open = [all, Choice { value: "open", label: texts::FILTER_FINDINGS_OPEN.get(lang) }];
    let form = Form { lang, ..Form::default() };
    html! {
        (form.field(Field::search("q", texts::FILTER_WORDS.get(lang)).value(&query.q)))
        (form.field(Field::select("direction", texts::COLUMN_DIRECTION.get(lang), &directions).value(&query.direction)))
        (form.field(Field::select("type", texts::FIELD_TYPE_NAME.get(lang), &types).value(&query.type_code)))
        (form.field(Field::select("year", texts::FIELD_YEAR.get(lang), &years).value(&query.year)))
        (form.field(Field::text("symbol", texts::FIELD_SYMBOL.get(lang)).value(&query.symbol)))
        (form.field(Field::text("issuer", texts::FIELD_ISSUER.get(lang)).value(&query.issuer)))
        (form.field(Field::select("findings", texts::COLUMN_FINDINGS.get(lang), &open).value(&query.findings)))
        (form.field(Field::select("state", texts::COLUMN_STATE.get(lang), &states).value(&query.state)))
        @if choices.units.len() > 1 {
            (form.field(Field::select("unit", texts::COLUMN_UNIT.get(lang), &units).value(&query.unit)))
        }
    }
}

fn rows(documents: &[Document], lang: Lang) -> Markup {
    let labels = columns(lang);
    let columns: Vec<Column<'_>> = labels
        .iter()
        .enumerate()
        // On the page the abstract stands under the paper's name.
        .filter(|(at, _)| *at != 1)
        .map(|(at, label)| match at {
            0 => Column::main(label),
            7 => Column::number(label),
            _ => Column::text(label),
        })
        .collect();
    table(&Table { caption: texts::REGISTER.get(lang), columns: &columns, ..Table::default() }, |rows| {
        for document in documents {
            let (metadata, title) = (&document.metadata, document.title());
            rows.row()
                .cell(html! {
                    a href=(urls::document(document.id)) { (title) }
                    @if !title.contains(&metadata.abstract_text) { p class="note" { (metadata.abstract_text) } }
                })
                .text(&metadata.issuer)
                .text(&super::day(metadata.issued_on, lang))
                .text(labels::direction(document.direction).get(lang))
                .text(&document.unit_name)
                .cell(labels::state_badge(document.state, lang))
                .cell(html! {
                    @if document.open_findings > 0 {
                        a href=(urls::part(document.id, "findings")) {
                            (Badge { tone: Tone::Warning, word: &document.open_findings.to_string() })
                        }
                    } @else { "0" }
                });
        }
    })
}

fn pager(query: &ListQuery, found: &PageOf<Document>, lang: Lang) -> Markup {
    let backwards = !query.after.is_empty();
    let has_older = if backwards { true } else { found.has_more };
    let has_newer = if backwards { found.has_more } else { !query.before.is_empty() };
    let link = |name: &'static str, document: Option<&Document>| {
        document.map_or_else(String::new, |document| {
            format!("{}?{}", urls::LIST, query.query("", &[(name, document.id.to_string())]))
        })
    };
    let older = if has_older { link("before", found.rows.last()) } else { String::new() };
    let newer = if has_newer { link("after", found.rows.first()) } else { String::new() };
    html! { (Pager { lang, newer: &newer, older: &older, note: texts::papers_shown(found.rows.len()).get(lang) }) }
}

fn empty(may_import: bool, lang: Lang) -> Markup {
    let next = Next { href: urls::NEW, label: texts::EMPTY_NEXT.get(lang) };
    html! {
        (Empty {
            icon: Icon::Paper,
            title: texts::EMPTY_TITLE.get(lang),
            text: texts::EMPTY_TEXT.get(lang),
            next: may_import.then_some(next),
        })
    }
}

fn nothing_fits(lang: Lang) -> Markup {
    html! {
        (Empty {
            icon: Icon::Search,
            title: texts::NOTHING_FITS.get(lang),
            text: texts::NOTHING_FITS_TEXT.get(lang),
            next: Some(Next { href: urls::LIST, label: texts::NOTHING_FITS_NEXT.get(lang) }),
        })
    }
}
