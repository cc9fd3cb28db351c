//! The plan record as markup.

use kit::page::Sheet;
use kit::text::Lang;
use kit::ui::{
    Activity, ButtonKind, Choice, Crumb, Field, FieldError, Form, Notice, Tone, activities, card, disclosure,
    hidden,
};
use kit::web::Ctx;
use maud::{Markup, html};

use super::actions::IssueSummary;
use super::error::ItemError;
use super::form::ItemForm;
use super::pages::refused;
use super::store::{SpendingRow, UnitRow, VersionRow};
use super::views::item_fields;
use crate::follow::urls;
use crate::item::{ItemState, PlanItem, quarter_end};
use crate::plan::{Plan, PlanKind, PlanMove, PlanState};
use crate::{texts, words};

/// A new plan as it was typed.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct PlanForm {
    pub title: String,
    pub year: String,
    pub kind: String,
    pub allotment: String,
    /// The symbol of the paper it comes from.
    pub document: String,
}

pub(super) fn sheet(
    ctx: &Ctx,
    title: &str,
    plan: Option<&Plan>,
    error: Option<&ItemError>,
    body: Markup,
) -> Markup {
    let lang = ctx.lang();
    let message = refused(error, lang).0;
    let url = plan.map(|plan| urls::plan(plan.id)).unwrap_or_default();
    let mut crumbs = vec![Crumb { href: urls::PLANS, label: texts::PLAN_PLANS.get(lang) }];
    crumbs.extend(plan.map(|plan| Crumb { href: &url, label: &plan.title }));
    crumbs.push(Crumb { href: "", label: title });
    let notice = Notice { tone: Tone::Warning, title: &message, ..Notice::default() };
    let notices = if message.is_empty() { &[][..] } else { &[notice][..] };
    ctx.draw(Sheet { title, current: urls::PLANS, crumbs: &crumbs, notices, body, ..Sheet::default() })
}

pub(super) fn errors<'a>(faults: &'a [(&'static str, String)]) -> Vec<FieldError<'a>> {
    faults.iter().map(|(field, message)| FieldError { field, message }).collect()
}

/// The form of a plan without a paper.
pub fn new_plan(ctx: &Ctx, typed: &PlanForm, error: Option<&ItemError>) -> Markup {
    let lang = ctx.lang();
    let (_, faults) = refused(error, lang);
    let errors = errors(&faults);
    let kinds =
        PlanKind::ALL.map(|kind| Choice { value: kind.code(), label: words::plan_kind(kind).get(lang) });
    let form = Form {
        lang,
        action: urls::NEW,
        errors: &errors,
        draft: "plan",
        submit: texts::PLAN_CREATE.get(lang),
        cancel: urls::PLANS,
        ..Form::default()
    };
    let body = form.render(html! {
        (form.field(Field::text("title", texts::PLAN_TITLE.get(lang)).value(&typed.title).required().focus()))
        (form.field(Field::number("year", texts::PLAN_YEAR.get(lang)).value(&typed.year).required()))
        (form.field(Field::radio("kind", texts::PLAN_KIND.get(lang), &kinds).value(&typed.kind)))
        (form.field(Field::money("allotment", texts::PLAN_ALLOTMENT.get(lang)).value(&typed.allotment)))
        (form.field(Field::text("document", texts::PLAN_DOCUMENT.get(lang)).value(&typed.document).hint(texts::PLAN_SYMBOL_HINT.get(lang))))
    });
    sheet(ctx, texts::PLAN_NEW.get(lang), None, error, body)
}

/// The form of a move that needs words or a paper.
pub struct MovePage<'a> {
    pub plan: &'a Plan,
    pub act: PlanMove,
    /// The version of the plan that the person saw.
    pub version: i64,
    /// What would be issued.
    pub summary: Option<IssueSummary>,
    pub reason: &'a str,
    pub decision: &'a str,
    pub error: Option<&'a ItemError>,
}

pub fn move_plan(ctx: &Ctx, page: &MovePage<'_>) -> Markup {
    let lang = ctx.lang();
    let (_, faults) = refused(page.error, lang);
    let errors = errors(&faults);
    let (action, cancel) = (urls::plan_move(page.plan.id), urls::plan(page.plan.id));
    let is_recall = page.act == PlanMove::Return
        && page.plan.state == PlanState::Submitted
        && !ctx.actor.can(kit::permission::Permission::ApprovePlans);
    let word = if is_recall { texts::FOLLOW_MOVE_RECALL } else { words::plan_move(page.act) }.get(lang);
    let form =
        Form { lang, action: &action, errors: &errors, submit: word, cancel: &cancel, ..Form::default() };
    let body = form.render(html! {
        @if let Some(summary) = &page.summary { (issue_summary(summary, lang)) }
        (hidden("act", page.act.code()))
        (hidden("version", &page.version.to_string()))
        (because(&form, page.reason, page.decision, lang))
    });
    sheet(ctx, word, Some(page.plan), page.error, body)
}

fn issue_summary(summary: &IssueSummary, lang: Lang) -> Markup {
    let rows = [
        (texts::PLAN_ISSUE_ITEMS, summary.items),
        (texts::PLAN_ISSUE_UNGIVEN, summary.ungiven),
        (texts::PLAN_ISSUE_UNLED, summary.unled),
        (texts::PLAN_ISSUE_LATE, summary.late),
    ];
    html! {
        p { (texts::PLAN_ISSUE_TEXT.get(lang)) }
        ul { @for (text, number) in rows { li { (text.get(lang)) ": " b { (number) } } } }
    }
}

/// Why, and by which paper.
fn because(form: &Form<'_>, reason: &str, decision: &str, lang: Lang) -> Markup {
    html! {
        (form.field(Field::text("reason", texts::PLAN_REASON.get(lang)).value(reason)))
        (form.field(Field::text("decision", texts::PLAN_DECISION.get(lang)).value(decision).hint(texts::PLAN_SYMBOL_HINT.get(lang))))
    }
}

/// The form of an item without a paper's words.
pub struct NewItemPage<'a> {
    pub plan: &'a Plan,
    pub form: &'a ItemForm,
    pub order: &'a str,
    pub units: &'a [UnitRow],
    pub error: Option<&'a ItemError>,
}

pub fn new_item(ctx: &Ctx, page: &NewItemPage<'_>) -> Markup {
    let lang = ctx.lang();
    let (_, faults) = refused(page.error, lang);
    let errors = errors(&faults);
    let (action, cancel) = (urls::new_item(page.plan.id), urls::plan(page.plan.id));
    let draft = format!("item-of-{}", page.plan.id);
    let repeats = [
        Choice { value: "", label: texts::ITEM_REPEAT_NEVER.get(lang) },
        Choice { value: "monthly", label: texts::ITEM_REPEAT_MONTHLY.get(lang) },
        Choice { value: "quarterly", label: texts::ITEM_REPEAT_QUARTERLY.get(lang) },
        Choice { value: "half_yearly", label: texts::ITEM_REPEAT_HALF_YEARLY.get(lang) },
    ];
    let form = Form {
        lang,
        action: &action,
        errors: &errors,
        draft: &draft,
        submit: texts::ITEM_ADD.get(lang),
        cancel: &cancel,
        ..Form::default()
    };
    let body = form.render(html! {
        (form.field(Field::text("order", texts::ITEM_ORDER.get(lang)).value(page.order).hint(texts::PLAN_SYMBOL_HINT.get(lang))))
        (item_fields(&form, page.form, page.units))
        (form.field(Field::select("repeat", texts::ITEM_REPEAT.get(lang), &repeats).value(&page.form.repeat)
            .hint(texts::ITEM_REPEAT_HINT.get(lang))))
        @if page.plan.state.is_in_force() {
            p { (texts::ITEM_DECISION_NEEDED.get(lang)) }
            (because(&form, &page.form.reason, &page.form.decision, lang))
        }
    });
    sheet(ctx, texts::ITEM_NEW.get(lang), Some(page.plan), page.error, body)
}

/// The form of an item's page that was wanted or refused, and what was typed into it beside the item's own fields.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tried<'a> {
    pub form: &'a str,
    pub reason: &'a str,
    pub decision: &'a str,
    pub amount: &'a str,
    pub spent_on: &'a str,
    pub note: &'a str,
    pub due_on: &'a str,
}

impl<'a> Tried<'a> {
    /// Why and by which paper, as typed into one of the forms.
    fn because(&self, form: &str) -> (&'a str, &'a str) {
        if self.form == form { (self.reason, self.decision) } else { ("", "") }
    }
}

/// One item: its form, its money, its versions.
pub struct ItemPage<'a> {
    pub plan: Plan,
    pub item: PlanItem,
    pub form: ItemForm,
    pub units: Vec<UnitRow>,
    pub versions: Vec<VersionRow>,
    pub spendings: Vec<SpendingRow>,
    pub tried: Tried<'a>,
    /// Other instances of its series that are not begun.
    pub not_begun: usize,
    /// It went over to a later quarter or year already.
    pub is_carried: bool,
    pub error: Option<&'a ItemError>,
}

pub fn item(ctx: &Ctx, page: &ItemPage<'_>) -> Markup {
    use kit::permission::Permission as P;
    let lang = ctx.lang();
    let (_, faults) = refused(page.error, lang);
    let errors = errors(&faults);
    let base = urls::item(page.plan.id, page.item.id);
    let in_force = page.plan.state.is_in_force();
    let right = if in_force { P::ApprovePlans } else { P::EditPlans };
    let is_active = page.item.state == ItemState::Active;
    let may_edit = is_active && ctx.actor.can(right) && (in_force || page.plan.state.is_open_to_edits());
    let version = page.form.version.to_string();
    let form = |action: &'static str,
                submit: &'static str,
                kind: ButtonKind,
                body: &dyn Fn(&Form<'_>) -> Markup| {
        // What is wrong belongs to the form that was sent.
        let errors = if page.tried.form == action { errors.as_slice() } else { &[] };
        let path = format!("{base}/{action}");
        let form = Form { lang, action: &path, errors, submit, submit_kind: kind, ..Form::default() };
        // The fields of an item bring their version along.
        html! {
            div id=(action) { (form.render(html! { @if action != "edit" { (hidden("version", &version)) } (body(&form)) })) }
        }
    };
    let body = html! {
        @if !is_active { p { strong { (texts::ITEM_WITHDRAWN.get(lang)) } } }
        @if may_edit {
            (disclosure(texts::ITEM_EDIT.get(lang), page.tried.form == "edit", form("edit", texts::ITEM_SAVE.get(lang), ButtonKind::Primary, &|form| html! {
                (item_fields(form, &page.form, &page.units))
                @if page.not_begun > 0 {
                    (form.field(Field::checkbox("with_series", texts::item_with_series(page.not_begun).get(lang))
                        .value(&page.form.with_series).hint(texts::ITEM_WITH_SERIES_HINT.get(lang))))
                }
                @if in_force { (because(form, &page.form.reason, &page.form.decision, lang)) }
            })))
            (disclosure(texts::ITEM_WITHDRAW.get(lang), page.tried.form == "withdraw", form("withdraw", texts::ITEM_WITHDRAW.get(lang), ButtonKind::Danger, &|form| {
                let (reason, decision) = page.tried.because("withdraw");
                because(form, reason, decision, lang)
            })))
        }
        @if is_active && in_force && ctx.actor.can(P::EditPlans) && !page.is_carried {
            @match page.item.fields.quarter.filter(|quarter| *quarter < 4) {
                Some(quarter) => (disclosure(texts::ITEM_CARRY.get(lang), page.tried.form == "carry", form("carry", texts::ITEM_CARRY.get(lang), ButtonKind::Primary, &|form| {
                    let standing = quarter_end(page.plan.year, quarter + 1).map(vi::date::short).unwrap_or_default();
                    let due = if page.tried.form == "carry" && page.error.is_some() { page.tried.due_on } else { &standing };
                    html! {
                        p class="hint" { (texts::item_carry_text(crate::tasks::roman(i64::from(quarter) + 1)).get(lang)) }
                        (form.field(Field::text("reason", texts::PLAN_REASON.get(lang)).value(page.tried.because("carry").0).required()))
                        (form.field(Field::date("due_on", texts::ITEM_DUE.get(lang)).value(due)))
                    }
                }))),
                None => p { a href=(urls::carry_into_next_year(page.plan.id, page.item.id)) { (texts::FOLLOW_ACT_CARRY_YEAR.get(lang)) } },
            }
        }
        (card(texts::ITEM_MONEY.get(lang), html! {
            (entries(&page.spendings, lang))
            @if ctx.actor.can(P::RecordSpending) {
                (form("spending", texts::ITEM_RECORD_SPENDING.get(lang), ButtonKind::Primary, &|form| html! {
                    (form.field(Field::money("amount", texts::ITEM_AMOUNT.get(lang)).value(page.tried.amount).hint(texts::ITEM_AMOUNT_HINT.get(lang)).required()))
                    (form.field(Field::date("spent_on", texts::ITEM_SPENT_ON.get(lang)).value(page.tried.spent_on).required()))
                    (form.field(Field::text("note", texts::ITEM_SPENDING_NOTE.get(lang)).value(page.tried.note).required()))
                }))
            }
        }))
        (card(texts::ITEM_VERSIONS.get(lang), versions(&page.versions, lang)))
    };
    sheet(ctx, &page.item.fields.title, Some(&page.plan), page.error, body)
}

fn entries(spendings: &[SpendingRow], lang: Lang) -> Markup {
    let rows: Vec<(String, String)> =
        spendings.iter().map(|row| (vi::numbers::money(row.amount), vi::date::short(row.spent_on))).collect();
    let events: Vec<Activity<'_>> = spendings
        .iter()
        .zip(&rows)
        .map(|(row, (amount, day))| Activity {
            who: &row.who,
            what: amount,
            when: day,
            text: &row.note,
            ..Activity::default()
        })
        .collect();
    activities(lang, &events)
}

fn versions(versions: &[VersionRow], lang: Lang) -> Markup {
    let rows: Vec<(String, String)> = versions
        .iter()
        .map(|row| {
            (
                row.at.local().format("%H:%M %d/%m/%Y").to_string(),
                row.at.local().format("%Y-%m-%dT%H:%M").to_string(),
            )
        })
        .collect();
    let events: Vec<Activity<'_>> = versions
        .iter()
        .zip(&rows)
        .rev()
        .map(|(row, (when, when_iso))| Activity {
            who: &row.who,
            what: &row.item.fields.title,
            when,
            when_iso,
            text: &row.reason,
            ..Activity::default()
        })
        .collect();
    activities(lang, &events)
}
