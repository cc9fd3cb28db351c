//! One item of a plan: the paper's words, units, instances, versions, money, what it hangs together with.

use std::collections::HashMap;

use kit::page::Sheet;
use kit::text::Lang;
use kit::ui::{
    ButtonKind, Column, Crumb, Icon, LinkButton, Number, Table, card, disclosure, key_values, menu,
    success_notice, table,
};
use kit::web::Ctx;
use kit::{Instant, UnitId};
use maud::{Markup, html};

use super::due;
use crate::follow::changes::{self, Change};
use crate::follow::filter::Filter;
use crate::follow::model::{ItemRow, PlanCard};
use crate::follow::store::item::{Demand, ItemDetail, ItemVersion, Link, Related, Spending, UnitTask};
use crate::follow::{urls, words};
use crate::items::actions::CarriedTo;
use crate::texts;

/// An item, as its page shows it.
pub struct ItemPage {
    pub lang: Lang,
    /// How many units it was given to a moment ago.
    pub given: Option<u32>,
    pub plan: PlanCard,
    pub is_own: bool,
    pub day: chrono::NaiveDate,
    pub is_past: bool,
    pub item: ItemRow,
    pub detail: ItemDetail,
    pub tasks: Vec<UnitTask>,
    /// The items of the same stream, this one included.
    pub instances: Vec<ItemRow>,
    pub versions: Vec<ItemVersion>,
    pub spending: Vec<Spending>,
    pub related: Vec<Related>,
    /// Where its open tasks went along to.
    pub carried: Option<CarriedTo>,
    pub demands: Vec<Demand>,
    pub units: HashMap<UnitId, String>,
    pub can_edit: bool,
    pub can_assign: bool,
    pub can_spend: bool,
}

impl ItemPage {
    pub fn draw(&self, ctx: &Ctx) -> Markup {
        let lang = self.lang;
        let as_of = self.is_past.then_some(self.day);
        let plan = Filter { as_of, ..Filter::default() }.href(self.plan.id);
        let told = self.given.map(|count| match count {
            0 => texts::TASK_FAN_OUT_NONE.into(),
            count => texts::task_fan_out_done(count),
        });
        let notices: Vec<_> = told.iter().map(|told| success_notice(told.get(lang))).collect();
        ctx.draw(Sheet {
            title: &self.item.title,
            notices: &notices,
            current: urls::PLANS,
            crumbs: &[
                Crumb { href: urls::PLANS, label: texts::FOLLOW_PLANS.get(lang) },
                Crumb { href: &plan, label: &self.plan.title },
                Crumb {
                    href: "",
                    label: if self.item.code.is_empty() { &self.item.title } else { &self.item.code },
                },
            ],
            lead: Some(html! {
                (words::badge(self.item.standing(), lang)) " "
                span { (words::quarter(self.item.quarter, lang)) }
                @if self.is_past { " · " (texts::follow_as_of(vi::date::short(self.day)).get(lang)) }
            }),
            actions: (!self.is_past).then(|| self.acts()),
            body: html! {
                (self.source())
                (card(texts::FOLLOW_ITEM_FACTS.get(lang), self.facts()))
                (self.units())
                @if self.instances.len() > 1 { (self.stream()) }
                @if self.is_own { (self.money()) }
                (self.hangs_together())
                (self.history())
            },
            has_as_of: true,
            ..Sheet::default()
        })
    }

    fn acts(&self) -> Markup {
        let lang = self.lang;
        let item = self.item.id;
        if self.item.is_withdrawn {
            return html! {};
        }
        html! {
            @if self.can_assign {
                (LinkButton { href: &urls::assign(item), label: texts::FOLLOW_ACT_ASSIGN.get(lang), kind: ButtonKind::Primary, icon: Some(Icon::People) })
            }
            @if self.can_edit {
                (LinkButton { href: &urls::edit_item(self.plan.id, item), label: texts::FOLLOW_ACT_EDIT.get(lang), kind: ButtonKind::Secondary, icon: Some(Icon::Edit) })
                (menu(texts::FOLLOW_MORE_ACTS.get(lang), html! {
                    @if self.plan.state.is_in_force() && self.carried.is_none() {
                        @if self.item.quarter.is_some_and(|quarter| quarter < 4) {
                            a href=(urls::carry_item(self.plan.id, item)) { (Icon::Right) (texts::FOLLOW_ACT_CARRY.get(lang)) }
                        } @else {
                            a href=(urls::carry_into_next_year(self.plan.id, item)) { (Icon::Right) (texts::FOLLOW_ACT_CARRY_YEAR.get(lang)) }
                        }
                    }
                    a href=(urls::withdraw_item(self.plan.id, item)) { (Icon::Bin) (texts::FOLLOW_ACT_WITHDRAW.get(lang)) }
                }))
            }
        }
    }

    fn source(&self) -> Markup {
        let lang = self.lang;
        let Some(document) = self.item.document else { return html! {} };
        let symbol = if self.detail.document_symbol.is_empty() {
            document.to_string()
        } else {
            self.detail.document_symbol.clone()
        };
        html! {
            section class="card" {
                h2 { (texts::FOLLOW_ITEM_SOURCE.get(lang)) }
                @if !self.detail.source.is_empty() { blockquote { (self.detail.source) } }
                p { a href=(urls::clause(document, &self.item.clause)) { (Icon::Paper) (texts::follow_item_in_paper(symbol).get(lang)) } }
            }
        }
    }

    fn facts(&self) -> Markup {
        let lang = self.lang;
        let item = &self.item;
        let detail = &self.detail;
        let target =
            detail.target_value.map(|value| html! { (Number(value, lang)) " " (detail.unit_of_measure) });
        let section = format!("{} {}", item.section_code, item.section_title);
        let pairs = [
            (texts::FOLLOW_COL_SECTION, html! { (section.trim()) }),
            (texts::FOLLOW_COL_LEAD, html! { (item.lead) }),
            (texts::FOLLOW_COL_COORDINATING, html! { (item.coordinating) }),
            (texts::FOLLOW_COL_DUE, html! { (due(item.due_on, &item.due_phrase)) }),
            (texts::FOLLOW_ITEM_PHRASE, html! { @if item.due_on.is_some() { (item.due_phrase) } }),
            (texts::FOLLOW_COL_LINE, html! { (words::line_of_work(&item.line_of_work, lang)) }),
            (texts::FOLLOW_ITEM_CAMPAIGNS, html! { (detail.campaigns) }),
            (texts::FOLLOW_ITEM_OUTPUT, html! { (detail.output) }),
            (texts::FOLLOW_ITEM_TARGET, target.unwrap_or_default()),
        ];
        let pairs: Vec<(&str, Markup)> = pairs
            .into_iter()
            .filter(|(_, value)| !value.0.is_empty())
            .map(|(name, value)| (name.get(lang), value))
            .collect();
        key_values(&pairs)
    }

    fn stream(&self) -> Markup {
        let lang = self.lang;
        html! {
            section class="card" {
                h2 { (texts::FOLLOW_ITEM_STREAM.get(lang)) }
                @if !self.item.stream_title.is_empty() { p { (self.item.stream_title) } }
                ul class="plain" {
                    @for instance in &self.instances {
                        li {
                            @if instance.id == self.item.id { b { (words::quarter(instance.quarter, lang)) } }
                            @else { a href=(urls::item(self.plan.id, instance.id)) { (words::quarter(instance.quarter, lang)) } }
                            " " span class="tally" { (instance.tally.done) "/" (instance.tally.total) } " "
                            (words::badge(instance.standing(), lang))
                        }
                    }
                }
            }
        }
    }

    fn money(&self) -> Markup {
        let lang = self.lang;
        let columns = [
            Column::main(texts::FOLLOW_COL_DAY.get(lang)),
            Column::text(texts::FOLLOW_COL_NOTE.get(lang)),
            Column::text(texts::FOLLOW_COL_BY.get(lang)),
            Column::number(texts::FOLLOW_COL_SPENT.get(lang)),
        ];
        let frame =
            Table { caption: texts::FOLLOW_ITEM_MONEY.get(lang), columns: &columns, ..Table::default() };
        let list = table(&frame, |rows| {
            for row in &self.spending {
                rows.row()
                    .text(&vi::date::short(row.spent_on))
                    .text(&row.note)
                    .text(&row.by)
                    .figure(Some(row.amount), lang);
            }
        });
        html! {
            section class="card" {
                h2 { (texts::FOLLOW_ITEM_MONEY.get(lang)) }
                p {
                    (texts::FOLLOW_STAT_ESTIMATE.get(lang)) ": "
                    @match self.item.estimate { Some(amount) => { (Number(amount, lang)) " " (texts::FOLLOW_MONEY.get(lang)) }, None => "–" }
                    " · " (texts::FOLLOW_STAT_SPENT.get(lang)) ": " (Number(self.item.spent, lang)) " " (texts::FOLLOW_MONEY.get(lang))
                }
                @if !self.spending.is_empty() { (list) }
                @if self.can_spend && !self.is_past { p { a href=(urls::spend(self.plan.id, self.item.id)) { (texts::FOLLOW_ACT_SPEND.get(lang)) } } }
            }
        }
    }

    fn hangs_together(&self) -> Markup {
        let lang = self.lang;
        html! {
            @if !self.related.is_empty() || !self.demands.is_empty() {
                section class="card" {
                    h2 { (texts::FOLLOW_ITEM_RELATED.get(lang)) }
                    ul class="plain" {
                        @for other in &self.related {
                            li {
                                (match other.link {
                                    Link::CarriedFrom => texts::FOLLOW_LINK_FROM,
                                    Link::CarriedTo => texts::FOLLOW_LINK_TO,
                                    Link::Serves => texts::FOLLOW_LINK_SERVES,
                                    Link::ServedBy => texts::FOLLOW_LINK_SERVED,
                                }.get(lang)) ": "
                                a href=(urls::item(other.plan, other.item)) { (other.title) }
                                @if other.plan != self.plan.id { " (" (other.plan_title) ")" }
                            }
                        }
                        @for demand in &self.demands {
                            li {
                                a href=(urls::directive(demand.document)) { (texts::follow_link_demand(demand.number, &demand.symbol).get(lang)) }
                                ": " (demand.body)
                            }
                        }
                    }
                }
            }
        }
    }

    /// The versions, the latest first, each with what it changed.
    fn history(&self) -> Markup {
        let lang = self.lang;
        let steps: Vec<(&ItemVersion, Vec<Change>)> = self
            .versions
            .iter()
            .enumerate()
            .map(|(index, version)| {
                let before = index.checked_sub(1).and_then(|before| self.versions.get(before));
                let mut found = before
                    .map(|before| changes::changes(&before.data, &version.data, &self.units))
                    .unwrap_or_default();
                if !self.is_own {
                    found.retain(|change| change.field != changes::Field::Estimate);
                }
                (version, found)
            })
            .collect();
        html! {
            @if !steps.is_empty() {
                (disclosure(texts::FOLLOW_ITEM_HISTORY.get(lang), steps.len() > 1, html! {
                    ol class="activity" {
                        @for (version, found) in steps.iter().rev() {
                            li {
                                (Icon::Edit)
                                div {
                                    p {
                                        b { (version.by) } " "
                                        time class="note" datetime=(version.at.local().format("%Y-%m-%dT%H:%M")) { (moment(version.at)) }
                                        @if version.data.is_withdrawn() { " · " (texts::FOLLOW_STANDING_WITHDRAWN.get(lang)) }
                                    }
                                    @if !version.reason.is_empty() { blockquote { (version.reason) } }
                                    @if let Some(document) = version.document {
                                        p { a href=(urls::paper(document)) { (texts::follow_by_decision(&version.document_symbol).get(lang)) } }
                                    }
                                    (change_list(found, lang))
                                }
                            }
                        }
                    }
                }))
            }
        }
    }
}

/// "08:30 ngày 31/03/2024".
pub fn moment(at: Instant) -> String {
    format!("{} {}", at.local().format("%H:%M"), vi::date::short(at.date()))
}

/// What changed, field by field and word by word: words out are struck, words in are underlined.
pub fn change_list(found: &[Change], lang: Lang) -> Markup {
    use paper::reading::diff::WordOp;
    html! {
        @if !found.is_empty() {
            dl class="kv" {
                @for change in found {
                    div {
                        dt { (words::field(change.field).get(lang)) }
                        dd {
                            @for op in &change.words {
                                @match op {
                                    WordOp::Keep(text) => (text),
                                    WordOp::Remove(text) => del { (text) },
                                    WordOp::Add(text) => ins { (text) },
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
