//! What became of the demands of a paper.

use documents::DocumentId;
use kit::export::{Cell, Sheet as ExportSheet};
use kit::page::Sheet;
use kit::text::Lang;
use kit::ui::{ButtonKind, Column, Crumb, Empty, Icon, LinkButton, Meter, Notice, Table, Tone, card, table};
use kit::web::Ctx;
use maud::{Markup, html};

use super::{causes, causes_in_line, summary};
use crate::evaluation::model::{Chosen, PaperEvaluation, Point, Verdict};
use crate::evaluation::{urls, words};
use crate::follow::views::progress::downloads;
use crate::texts;

pub struct PaperEvaluationPage {
    pub lang: Lang,
    pub found: PaperEvaluation,
    pub chosen: Chosen,
}

impl PaperEvaluationPage {
    pub fn draw(&self, ctx: &Ctx) -> Markup {
        let lang = self.lang;
        let paper = &self.found.paper;
        let document = DocumentId(paper.document);
        let (href, here) = (documents::urls::document(document), texts::EVAL_PAPER.get(lang));
        let symbol = if paper.symbol.is_empty() { &paper.title } else { &paper.symbol };
        let crumbs = [
            Crumb { href: documents::urls::LIST, label: texts::EVAL_PAPERS.get(lang) },
            Crumb { href: &href, label: symbol },
            Crumb { href: "", label: here },
        ];
        let undecided = texts::eval_undecided(self.found.undecided);
        let notices: Vec<Notice<'_>> = (self.found.undecided > 0)
            .then(|| Notice { tone: Tone::Warning, title: undecided.get(lang), ..Notice::default() })
            .into_iter()
            .collect();
        let day = vi::date::short(self.found.day);
        ctx.draw(Sheet {
            title: here,
            current: documents::urls::LIST,
            crumbs: &crumbs,
            notices: &notices,
            lead: Some(html! { (symbol) " " (paper.title) " · " (texts::eval_as_of(day).get(lang)) }),
            actions: Some(self.acts()),
            body: self.body(),
            is_wide: true,
            ..Sheet::default()
        })
    }

    fn acts(&self) -> Markup {
        let lang = self.lang;
        let document = self.found.paper.document;
        let here = format!("{}?result={}", urls::document(DocumentId(document)), self.chosen.code());
        let directive = crate::tasks::urls::directive(document);
        let review = format!("/documents/{document}/review");
        html! {
            (LinkButton { href: &directive, label: texts::EVAL_MAP.get(lang), kind: ButtonKind::Secondary, icon: Some(Icon::Link) })
            @if self.found.undecided > 0 {
                (LinkButton { href: &review, label: texts::EVAL_REVIEW.get(lang), kind: ButtonKind::Secondary, icon: Some(Icon::Check) })
            }
            @if !self.found.points.is_empty() { (downloads(&here)) }
        }
    }

    fn href(&self, chosen: Chosen) -> String {
        let paper = urls::document(DocumentId(self.found.paper.document));
        let code = chosen.code();
        if code.is_empty() { format!("{paper}#rows") } else { format!("{paper}?result={code}#rows") }
    }

    fn points(&self) -> impl Iterator<Item = &Point> {
        self.found.points.iter().filter(|point| self.chosen.fits(point.verdict))
    }

    fn body(&self) -> Markup {
        let (lang, counts) = (self.lang, &self.found.counts);
        if self.found.points.is_empty() {
            return html! {
                (Empty { icon: Icon::List, title: texts::DIRECTIVE_NO_DEMANDS.get(lang), text: texts::EVAL_PAPER_NOTHING.get(lang), next: None })
            };
        }
        let number = |number: i64| u32::try_from(number).unwrap_or(0);
        let unmapped = texts::directive_count_unmapped(counts.unmapped);
        html! {
            (Meter { lang, label: texts::DIRECTIVE_DEMANDS_DONE.get(lang), done: number(counts.done), total: number(counts.total) })
            (summary(counts, lang, |chosen| self.href(chosen)))
            @if counts.unmapped > 0 {
                p { a href=(self.href(Chosen::One(Verdict::Unmapped))) { (unmapped.get(lang)) } }
            }
            div id="rows" {
                (card(super::plan::chosen_word(self.chosen, lang), html! {
                    @if self.chosen != Chosen::All { p { a href=(self.href(Chosen::All)) { (texts::EVAL_SHOW_ALL.get(lang)) } } }
                    @if self.points().next().is_none() { p class="soft" { (texts::EVAL_NO_ROWS.get(lang)) } } @else { (self.table()) }
                }))
            }
        }
    }

    fn table(&self) -> Markup {
        let lang = self.lang;
        let columns = [
            Column::main(texts::EVAL_COL_DEMAND.get(lang)),
            Column::text(texts::EVAL_COL_ANSWERS.get(lang)),
            Column::number(texts::EVAL_COL_TASKS.get(lang)),
            Column::text(texts::EVAL_COL_RESULT.get(lang)),
            Column::text(texts::EVAL_COL_CAUSES.get(lang)),
        ];
        let frame = Table { caption: texts::EVAL_PAPER.get(lang), columns: &columns, ..Table::default() };
        let directive = crate::tasks::urls::directive(self.found.paper.document);
        table(&frame, |rows| {
            for point in self.points() {
                let demand = &point.demand;
                let title = format!("{}. {}", demand.number, demand.body);
                rows.row()
                    .text(&title)
                    .cell(html! {
                        @if point.verdict == Verdict::Unmapped {
                            a href=(directive) { (texts::EVAL_MAP_ONE.get(lang)) }
                        }
                        @if !point.answers.is_empty() {
                            ul class="keeps" {
                                @for answer in &point.answers {
                                    li {
                                        a href=(crate::tasks::urls::tasks_of_item(answer.item)) { (answer.code) " " (answer.title) }
                                        " " (answer.tasks_done) "/" (answer.tasks)
                                    }
                                }
                            }
                        }
                    })
                    .text(&format!("{}/{}", demand.tasks_done, demand.tasks))
                    .cell(html! {
                        (words::badge(point.verdict, lang))
                        @if let Some(symbol) = &demand.withdrawn_symbol { " " (symbol) }
                    })
                    .cell(causes(&point.causes, lang));
            }
        })
    }

    /// The demands as they are seen.
    pub fn sheet(&self) -> ExportSheet {
        let lang = self.lang;
        let columns = [
            texts::EVAL_COL_NUMBER,
            texts::EVAL_COL_DEMAND,
            texts::EVAL_COL_ANSWERS,
            texts::EVAL_COL_TASKS_TOTAL,
            texts::EVAL_COL_TASKS_DONE,
            texts::EVAL_COL_RESULT,
            texts::EVAL_COL_WORD,
            texts::EVAL_COL_CAUSES,
        ];
        let row = |point: &Point| -> Vec<Cell> {
            let answers: Vec<String> = point
                .answers
                .iter()
                .map(|answer| format!("{} {}", answer.code, answer.title).trim().to_owned())
                .collect();
            vec![
                point.demand.number.into(),
                point.demand.body.clone().into(),
                answers.join("; ").into(),
                point.demand.tasks.into(),
                point.demand.tasks_done.into(),
                words::verdict(point.verdict).get(lang).into(),
                words::result(point.result, lang).into(),
                causes_in_line(&point.causes, lang).into(),
            ]
        };
        let (name, counts) = (texts::EVAL_PAPER.get(lang), &self.found.counts);
        let paper = &self.found.paper;
        let caption = texts::eval_caption(
            vi::date::short(self.found.day),
            counts.done,
            format!("{} {}", paper.symbol, paper.title).trim(),
            counts.total,
        );
        ExportSheet {
            name: name.to_owned(),
            caption: caption.get(lang).to_owned(),
            columns: columns.map(|text| text.get(lang).to_owned()).to_vec(),
            rows: self.points().map(row).collect(),
        }
    }
}
