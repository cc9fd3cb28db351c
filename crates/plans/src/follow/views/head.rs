//! What stands above every view of a plan: state, moves, figures.

use kit::text::Lang;
use kit::ui::{Button, ButtonKind, Icon, LinkButton, Meter, Number, Stat, Tone, inline_form, menu, stats};
use maud::{Markup, Render as _, html};

use super::count;
use super::show::PlanPage;
use crate::follow::filter::{Filter, StateFilter, View};
use crate::follow::{urls, words};
use crate::plan::{PlanKind, PlanMove, PlanState, PlanTransition};
use crate::public::urls as public;
use crate::texts;

impl PlanPage {
    pub(super) fn lead(&self) -> Markup {
        let lang = self.lang;
        let plan = &self.seen.opened.plan;
        html! {
            (words::plan_badge(plan.state, lang)) " "
            @if self.waits { b { (texts::FOLLOW_WAITS_APPROVAL.get(lang)) } " · " }
            span { (words::plan_kind(plan.kind).get(lang)) " " (plan.year) } " ·\u{a0}"
            span { (plan.unit_name) }
            @if let Some(document) = plan.document {
                " ·\u{a0}" a href=(urls::paper(document)) {
                    (texts::FOLLOW_SOURCE.get(lang))
                    @if !plan.document_symbol.is_empty() { ": " (plan.document_symbol) }
                }
            }
            @if self.is_public {
                " ·\u{a0}" a href=(public::plan(plan.id)) { (texts::PUBLIC_ADDRESS.get(lang)) }
            }
        }
    }

    /// The moves allowed now, and what else can be done with the plan. On a day of the past nothing is done.
    pub(super) fn acts(&self) -> Markup {
        let lang = self.lang;
        let plan = &self.seen.opened.plan;
        if self.seen.opened.eye.before.is_some() {
            return html! {};
        }
        html! {
            @if self.can_assign && self.seen.all.ungiven > 0 {
                @let label = texts::follow_act_assign_ungiven(self.seen.all.ungiven);
                (LinkButton { href: &self.ungiven_href(), label: label.get(lang), kind: ButtonKind::Primary, icon: Some(Icon::People) })
            }
            @for row in &self.moves { (self.move_button(row)) }
            (menu(texts::FOLLOW_MORE_ACTS.get(lang), html! {
                a href=(urls::compare(plan.id)) { (Icon::Clock) (texts::FOLLOW_COMPARE.get(lang)) }
                a href=(urls::progress(plan.id)) { (Icon::Chart) (texts::FOLLOW_PROGRESS.get(lang)) }
                a href=(urls::overdue(plan.id)) { (Icon::Warning) (texts::FOLLOW_OVERDUE.get(lang)) }
                a href=(crate::evaluation::urls::plan(plan.id)) { (Icon::Check) (texts::EVAL_PLAN.get(lang)) }
                @if self.seen.opened.is_own {
                    @let paper = crate::evaluation::urls::plan_paper(plan.id);
                    a href={ (paper) "?format=docx" } { (Icon::Download) (texts::EVAL_PLAN_PAPER.get(lang)) " (.docx)" }
                    a href={ (paper) "?format=pdf" } { (Icon::Download) (texts::EVAL_PLAN_PAPER.get(lang)) " (.pdf)" }
                }
                a href=(urls::plan_calendar(plan.id)) { (Icon::Calendar) (texts::CALENDAR_SUBSCRIBE.get(lang)) }
                @if self.can_allot {
                    a href=(urls::allotment(plan.id)) { (Icon::Edit) (texts::PLAN_ALLOTMENT_EDIT.get(lang)) }
                }
                a href=(crate::feed::urls::addresses_for(plan.id)) { (Icon::Link) (texts::FEED_TITLE.get(lang)) }
                @if self.seen.opened.is_own && plan.state.was_issued() {
                    a href=(public::publication(plan.id)) { (Icon::Globe) (texts::PUBLIC_MANAGE.get(lang)) }
                }
                @if self.can_edit {
                    a href=(urls::new_item(plan.id)) { (Icon::Plus) (texts::FOLLOW_NEW_ITEM.get(lang)) }
                    @if plan.kind == PlanKind::Yearly && plan.state != PlanState::Draft {
                        a href=(urls::next_year(plan.id)) { (Icon::Right) (texts::FOLLOW_NEXT_YEAR.get(lang)) }
                    }
                }
            }))
        }
    }

    /// The table of what nobody was given yet.
    fn ungiven_href(&self) -> String {
        let ungiven = Filter { view: View::Table, state: Some(StateFilter::Ungiven), ..Filter::default() };
        ungiven.href(self.seen.opened.plan.id)
    }

    /// A move that needs words or a paper has a page of its own; the others are one button.
    fn move_button(&self, row: &PlanTransition) -> Markup {
        let plan = &self.seen.opened.plan;
        // Who drafted the plan takes it back; who approves sends it back.
        let word = match row.act {
            PlanMove::Return if self.waits => texts::FOLLOW_MOVE_RECALL,
            act => words::plan_move(act),
        };
        let label = word.get(self.lang);
        let kind = match row.act {
            PlanMove::Return | PlanMove::Close => ButtonKind::Quiet,
            PlanMove::Adjust => ButtonKind::Secondary,
            PlanMove::Review | PlanMove::Submit | PlanMove::Approve | PlanMove::Issue => ButtonKind::Primary,
        };
        // What binds every unit is confirmed on a page that sums the plan up.
        if row.needs_reason || row.needs_document || row.act == PlanMove::Issue {
            let href = format!("{}?act={}", urls::plan_move(plan.id), row.act.code());
            return LinkButton { href: &href, label, kind, icon: None }.render();
        }
        inline_form(
            &urls::plan_move(plan.id),
            "",
            html! {
                (kit::ui::hidden("version", &plan.version.to_string()))
                (Button { label, kind, name: "act", value: row.act.code(), ..Button::default() })
            },
        )
    }

    pub(super) fn figures(&self) -> Markup {
        let lang = self.lang;
        let plan = &self.seen.opened.plan;
        let sums = &self.seen.sums;
        let late = Filter { is_late: true, ..self.filter.clone() }.href(plan.id);
        let evidence = Filter { is_without_evidence: true, ..self.filter.clone() }.href(plan.id);
        let owner = Filter { is_unowned: true, ..self.filter.clone() }.href(plan.id);
        let ungiven = Filter { state: Some(StateFilter::Ungiven), ..self.filter.clone() }.href(plan.id);
        let left =
            plan.allotment.map(|allotment| against(allotment, sums.estimate, lang)).unwrap_or_default();
        let forgotten = texts::follow_stat_late_ungiven(sums.late_ungiven);
        let money = texts::FOLLOW_MONEY.get(lang);
        let warn = |number: i64, tone: Tone| if number > 0 { tone } else { Tone::Neutral };
        let mut list = vec![
            Stat {
                label: texts::FOLLOW_STAT_LATE.get(lang),
                value: Some(sums.late()),
                href: &late,
                tone: warn(sums.late(), Tone::Danger),
                note: if sums.late_ungiven > 0 { forgotten.get(lang) } else { "" },
            },
            Stat {
                label: texts::FOLLOW_STAT_EVIDENCE.get(lang),
                value: Some(sums.tally.without_evidence),
                href: &evidence,
                ..Stat::default()
            },
            Stat {
                label: texts::FOLLOW_STAT_OWNER.get(lang),
                value: Some(sums.tally.without_owner),
                href: &owner,
                tone: warn(sums.tally.without_owner, Tone::Warning),
                note: "",
            },
            Stat {
                label: texts::FOLLOW_STAT_UNGIVEN.get(lang),
                value: Some(sums.ungiven),
                href: &ungiven,
                tone: warn(sums.ungiven, Tone::Warning),
                note: "",
            },
        ];
        if self.seen.opened.is_own {
            list.extend([
                Stat {
                    label: texts::FOLLOW_STAT_ESTIMATE.get(lang),
                    value: Some(sums.estimate),
                    note: if left.is_empty() { money } else { &left },
                    ..Stat::default()
                },
                Stat {
                    label: texts::FOLLOW_STAT_SPENT.get(lang),
                    value: Some(sums.spent),
                    note: money,
                    ..Stat::default()
                },
            ]);
        }
        html! {
            (Meter {
                lang,
                label: texts::FOLLOW_DONE_OF.get(lang),
                done: count(sums.tally.done),
                total: count(sums.tally.total),
            })
            (stats(lang, &list))
        }
    }
}

fn against(allotment: i64, estimate: i64, lang: Lang) -> String {
    let left = allotment.saturating_sub(estimate);
    let (amount, given) =
        (Number(left.saturating_abs(), lang).render().0, Number(allotment, lang).render().0);
    let phrase = if left >= 0 {
        texts::follow_stat_left(amount, given)
    } else {
        texts::follow_stat_over(amount, given)
    };
    phrase.get(lang).to_owned()
}
