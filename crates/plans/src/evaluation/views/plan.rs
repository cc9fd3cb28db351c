//! The yearly evaluation of a plan.

use kit::export::{Cell, Sheet as ExportSheet};
use kit::page::Sheet;
use kit::text::Lang;
use kit::ui::{Chip, Chips, Column, Crumb, Empty, Icon, Meter, Table, card, menu, table};
use kit::web::Ctx;
use maud::{Markup, html};

use super::{causes, causes_in_line, columns, figures, fill, summary};
use crate::evaluation::actions::Evaluation;
use crate::evaluation::model::{Chosen, Counts, CountsOf, JudgedItem, section_of};
use crate::evaluation::{urls, words};
use crate::follow::filter::When;
use crate::follow::urls as plans;
use crate::follow::views::progress::downloads;
use crate::follow::words as follow;
use crate::texts;

/// Which rows are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shown {
    /// The number of a section, from 1; 0 for all.
    pub section: usize,
    pub when: Option<When>,
    pub chosen: Chosen,
}

impl Shown {
    fn query(self) -> String {
        let mut parts = Vec::new();
        if self.section > 0 {
            parts.push(format!("section={}", self.section));
        }
        match self.when {
            None => {}
            Some(When::Year) => parts.push("quarter=year".to_owned()),
            Some(When::Quarter(quarter)) => parts.push(format!("quarter={quarter}")),
        }
        if self.chosen != Chosen::All {
            parts.push(format!("result={}", self.chosen.code()));
        }
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }
}

pub struct PlanEvaluationPage {
    pub lang: Lang,
    pub found: Evaluation,
    pub shown: Shown,
}

impl PlanEvaluationPage {
    pub fn draw(&self, ctx: &Ctx) -> Markup {
        let lang = self.lang;
        let plan = &self.found.opened.plan;
        let (href, here) = (plans::plan(plan.id), texts::EVAL_PLAN.get(lang));
        let crumbs = [
            Crumb { href: plans::PLANS, label: texts::FOLLOW_PLANS.get(lang) },
            Crumb { href: &href, label: &plan.title },
            Crumb { href: "", label: here },
        ];
        let day = vi::date::short(self.found.day());
        let body = if self.found.items.is_empty() {
            html! { (Empty { icon: Icon::Chart, title: texts::EVAL_NOTHING.get(lang), text: "", next: None }) }
        } else {
            self.body()
        };
        ctx.draw(Sheet {
            title: here,
            current: plans::PLANS,
            crumbs: &crumbs,
            lead: Some(html! { (follow::plan_badge(plan.state, lang)) " " (plan.title) " · " (texts::eval_as_of(day).get(lang)) }),
            actions: Some(self.acts()),
            body,
            is_wide: true,
            ..Sheet::default()
        })
    }

    fn acts(&self) -> Markup {
        let plan = self.found.opened.plan.id;
        let report = urls::plan_report(plan);
        html! {
            (downloads(&format!("{}{}", urls::plan(plan), self.shown.query())))
            @if self.found.opened.is_own { (papers(texts::EVAL_REPORT.get(self.lang), &report)) }
        }
    }

    fn body(&self) -> Markup {
        let (lang, counts) = (self.lang, &self.found.counts);
        let number = |number: i64| u32::try_from(number).unwrap_or(0);
        html! {
            (Meter { lang, label: texts::EVAL_DONE_OF.get(lang), done: number(counts.done), total: number(counts.total) })
            (summary(counts, lang, |chosen| self.rows_href(Shown { chosen, ..Shown::default() })))
            (card(texts::EVAL_BY_SECTION.get(lang), self.counts_table(
                texts::FOLLOW_COL_SECTION.get(lang),
                self.found.sections.iter().enumerate().map(|(place, line)| {
                    (self.section_name(line), line, Shown { section: place + 1, ..Shown::default() })
                }),
            )))
            (card(texts::EVAL_BY_QUARTER.get(lang), self.counts_table(
                texts::FOLLOW_COL_QUARTER.get(lang),
                self.found.quarters.iter().map(|line| {
                    let when = Some(line.quarter.map_or(When::Year, When::Quarter));
                    (follow::quarter(line.quarter, lang), line, Shown { when, ..Shown::default() })
                }),
            )))
            div id="rows" { (card(texts::EVAL_ROWS.get(lang), html! { (self.chips()) (self.rows_table()) })) }
            (self.obstacles())
        }
    }

    fn rows_href(&self, shown: Shown) -> String {
        format!("{}{}#rows", urls::plan(self.found.opened.plan.id), shown.query())
    }

    fn section_name(&self, line: &CountsOf) -> String {
        if line.name.is_empty() {
            texts::EVAL_NO_SECTION.get(self.lang).to_owned()
        } else {
            line.name.clone()
        }
    }

    fn counts_table<'a>(
        &self,
        first: &'static str,
        lines: impl Iterator<Item = (String, &'a CountsOf, Shown)>,
    ) -> Markup {
        let lang = self.lang;
        let columns = columns(first, lang);
        let frame = Table { caption: first, columns: &columns, is_figures: true, ..Table::default() };
        table(&frame, |rows| {
            for (name, line, shown) in lines {
                let mut row = rows.row();
                row.link(&self.rows_href(shown), &name);
                fill(&mut row, &line.counts, lang, |chosen| self.rows_href(Shown { chosen, ..shown }));
            }
            let mut total = rows.total_row();
            total.text(texts::FOLLOW_SUM.get(lang));
            fill(&mut total, &self.found.counts, lang, |chosen| {
                self.rows_href(Shown { chosen, ..Shown::default() })
            });
        })
    }

    /// What narrows the rows, each to be taken away.
    fn chips(&self) -> Markup {
        let lang = self.lang;
        let mut chips: Vec<(&str, String, String)> = Vec::new();
        if let Some(line) = self.shown.section.checked_sub(1).and_then(|place| self.found.sections.get(place))
        {
            let without = self.rows_href(Shown { section: 0, ..self.shown });
            chips.push((texts::FOLLOW_COL_SECTION.get(lang), self.section_name(line), without));
        }
        if let Some(when) = self.shown.when {
            let quarter = match when {
                When::Quarter(quarter) => Some(quarter),
                When::Year => None,
            };
            let without = self.rows_href(Shown { when: None, ..self.shown });
            chips.push((texts::FOLLOW_COL_QUARTER.get(lang), follow::quarter(quarter, lang), without));
        }
        if self.shown.chosen != Chosen::All {
            let without = self.rows_href(Shown { chosen: Chosen::All, ..self.shown });
            chips.push((
                texts::EVAL_COL_RESULT.get(lang),
                chosen_word(self.shown.chosen, lang).to_owned(),
                without,
            ));
        }
        let chips: Vec<Chip<'_>> =
            chips.iter().map(|(label, value, href)| Chip { name: label, value, remove: href }).collect();
        let clear = self.rows_href(Shown::default());
        html! { @if !chips.is_empty() { (Chips { lang, chips: &chips, clear: &clear, ..Chips::default() }) } }
    }

    fn rows(&self) -> impl Iterator<Item = &JudgedItem> {
        self.found.items.iter().filter(|item| {
            let Shown { section, when, chosen } = self.shown;
            let when = match when {
                None => true,
                Some(When::Year) => item.row.quarter.is_none(),
                Some(When::Quarter(quarter)) => item.row.quarter == Some(quarter),
            };
            when && chosen.fits(item.verdict)
                && (section == 0 || section_of(&self.found.sections, &item.row) == section)
        })
    }

    fn rows_table(&self) -> Markup {
        let lang = self.lang;
        let columns = [
            Column::main(texts::FOLLOW_COL_TITLE.get(lang)),
            Column::text(texts::FOLLOW_COL_QUARTER.get(lang)),
            Column::text(texts::FOLLOW_COL_LEAD.get(lang)),
            Column::number(texts::FOLLOW_COL_DUE.get(lang)),
            Column::number(texts::EVAL_COL_TASKS.get(lang)),
            Column::text(texts::EVAL_COL_RESULT.get(lang)),
            Column::text(texts::EVAL_COL_CAUSES.get(lang)),
        ];
        let frame = Table { caption: texts::EVAL_ROWS.get(lang), columns: &columns, ..Table::default() };
        let plan = self.found.opened.plan.id;
        if self.rows().next().is_none() {
            return html! { p class="soft" { (texts::EVAL_NO_ROWS.get(lang)) } };
        }
        table(&frame, |rows| {
            for item in self.rows() {
                let title = format!("{} {}", item.row.code, item.row.title);
                let tasks = format!("{}/{}", item.row.tally.done, item.row.tally.total);
                rows.row()
                    .link(&plans::item(plan, item.row.id), title.trim())
                    .text(&follow::quarter(item.row.quarter, lang))
                    .text(&item.row.lead)
                    .text(&due(item))
                    .cell(html! { a href=(crate::tasks::urls::tasks_of_item(item.row.id)) { (tasks) } })
                    .cell(words::badge(item.verdict, lang))
                    .cell(causes(&item.causes, lang));
            }
        })
    }

    fn obstacles(&self) -> Markup {
        let lang = self.lang;
        let plan = self.found.opened.plan.id;
        let columns = [
            Column::main(texts::EVAL_COL_WORDS.get(lang)),
            Column::text(texts::EVAL_COL_CAUSE.get(lang)),
            Column::text(texts::FOLLOW_COL_UNIT.get(lang)),
            Column::text(texts::FOLLOW_COL_TITLE.get(lang)),
            Column::number(texts::EVAL_COL_ON.get(lang)),
        ];
        let frame = Table { caption: texts::EVAL_OBSTACLES.get(lang), columns: &columns, ..Table::default() };
        card(
            texts::EVAL_OBSTACLES.get(lang),
            if self.found.obstacles().next().is_none() {
                html! { p class="soft" { (texts::EVAL_NO_OBSTACLES.get(lang)) } }
            } else {
                table(&frame, |rows| {
                    for (item, cause) in self.found.obstacles() {
                        let href = cause
                            .task
                            .map_or_else(|| plans::item(plan, cause.item), crate::tasks::urls::task);
                        rows.row()
                            .link(&href, &cause.words)
                            .text(words::cause(cause.kind).get(lang))
                            .text(&cause.unit)
                            .text(format!("{} {}", item.row.code, item.row.title).trim())
                            .text(&vi::date::short(cause.on));
                    }
                })
            },
        )
    }

    /// What is seen, to take along: the counts by section and quarter, then the rows shown.
    pub fn sheet(&self) -> ExportSheet {
        let lang = self.lang;
        let counted = |kind: &str, name: String, counts: &Counts| {
            let mut cells: Vec<Cell> = vec![kind.into(), name.into()];
            cells.extend([Cell::Empty, Cell::Empty, Cell::Empty]);
            cells.extend(figures(counts).map(Cell::from));
            cells.push(counts.percent().into());
            cells.extend(std::iter::repeat_n(Cell::Empty, 4));
            cells
        };
        let section = texts::FOLLOW_COL_SECTION.get(lang);
        let quarter = texts::FOLLOW_COL_QUARTER.get(lang);
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        rows.extend(
            self.found.sections.iter().map(|line| counted(section, self.section_name(line), &line.counts)),
        );
        rows.extend(
            self.found
                .quarters
                .iter()
                .map(|line| counted(quarter, follow::quarter(line.quarter, lang), &line.counts)),
        );
        rows.push(counted(texts::FOLLOW_SUM.get(lang), String::new(), &self.found.counts));
        rows.extend(self.rows().map(|item| {
            let mut cells: Vec<Cell> = vec![
                texts::EVAL_KIND_ITEM.get(lang).into(),
                format!("{} {}", item.row.code, item.row.title).trim().into(),
                follow::quarter(item.row.quarter, lang).into(),
                item.row.lead.clone().into(),
                due(item).into(),
            ];
            // One where it counts, so that the columns add up to the table above.
            cells.extend(figures(&Counts::of(std::iter::once(item.verdict))).map(Cell::from));
            cells.extend([Cell::Empty, item.row.tally.total.into(), item.row.tally.done.into()]);
            cells.push(words::verdict(item.verdict).get(lang).into());
            cells.push(causes_in_line(&item.causes, lang).into());
            cells
        }));
        let mut columns: Vec<String> = [
            texts::EVAL_COL_KIND,
            texts::FOLLOW_COL_TITLE,
            texts::FOLLOW_COL_QUARTER,
            texts::FOLLOW_COL_LEAD,
            texts::FOLLOW_COL_DUE,
        ]
        .map(|text| text.get(lang).to_owned())
        .to_vec();
        columns.extend(super::FIGURES.map(|(text, _)| text.get(lang).to_owned()));
        columns.push("%".to_owned());
        let behind = [
            texts::EVAL_COL_TASKS_TOTAL,
            texts::EVAL_COL_TASKS_DONE,
            texts::EVAL_COL_RESULT,
            texts::EVAL_COL_CAUSES,
        ];
        columns.extend(behind.map(|text| text.get(lang).to_owned()));
        let name = texts::EVAL_PLAN.get(lang).to_owned();
        let day = vi::date::short(self.found.day());
        ExportSheet {
            caption: format!("{name} – {} ({day})", self.found.opened.plan.title),
            name,
            columns,
            rows,
        }
    }
}

fn due(item: &JudgedItem) -> String {
    item.row.due_on.map_or_else(|| item.row.due_phrase.clone(), vi::date::short)
}

/// The rows that a figure counts, in words.
pub fn chosen_word(chosen: Chosen, lang: Lang) -> &'static str {
    let text = match chosen {
        Chosen::All => texts::EVAL_ROWS,
        Chosen::Counting => texts::EVAL_COL_TOTAL,
        Chosen::Done => texts::EVAL_RESULT_DONE,
        Chosen::NotYet => texts::EVAL_RESULT_NOT_YET,
        Chosen::Out => texts::EVAL_COL_OUT,
        Chosen::One(verdict) => words::verdict(verdict),
    };
    text.get(lang)
}

/// A paper in both forms.
pub fn papers(label: &str, href: &str) -> Markup {
    let (docx, pdf) = (format!("{href}?format=docx"), format!("{href}?format=pdf"));
    menu(
        label,
        html! {
            a href=(docx) { (Icon::Download) ".docx" }
            a href=(pdf) { (Icon::Download) ".pdf" }
        },
    )
}
