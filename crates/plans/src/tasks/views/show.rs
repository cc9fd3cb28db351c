//! The page of a task.

use chrono::NaiveDate;
use kit::text::Lang;
use kit::ui::{
    Activity, Badge, Empty, Icon, Next, Notice, Tab, Tone, activities, card, key_values, panel, tabs,
};
use kit::{AccountId, UnitId};
use maud::{Markup, Render, html};

use super::forms::Typed;
use super::{Day, moment};
use crate::PlanItemId;
use crate::task::{TaskMove, TaskTransition, is_overdue};
use crate::tasks::store::records::{Evidence, Extension, Note};
use crate::tasks::store::{Item, Rollup, Task};
use crate::tasks::{urls, words};
use crate::texts;
use crate::words::line_of_work as line_word;

/// Which tab is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TaskTab {
    #[default]
    Content,
    Activity,
    Evidence,
    Relations,
}

impl TaskTab {
    pub const ALL: [Self; 4] = [Self::Content, Self::Activity, Self::Evidence, Self::Relations];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Content => "content",
            Self::Activity => "activity",
            Self::Evidence => "evidence",
            Self::Relations => "relations",
        }
    }

    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|tab| tab.code() == code).unwrap_or_default()
    }
}

/// What a person may do with a task now, and what keeps them from the next step.
#[derive(Debug, Default)]
pub struct Offers {
    pub moves: Vec<&'static TaskTransition>,
    pub is_evidence_missing: bool,
    pub is_own_check: bool,
}

pub struct TaskPage {
    pub lang: Lang,
    pub today: NaiveDate,
    pub me: AccountId,
    pub task: Task,
    pub item: Item,
    pub tab: TaskTab,
    /// Counted over all units, for those who see the plan's unit.
    pub rollup: Option<Rollup>,
    pub siblings: Vec<Task>,
    pub coordinators: Vec<(UnitId, String)>,
    pub notes: Vec<Note>,
    pub evidence: Vec<Evidence>,
    pub extensions: Vec<Extension>,
    pub carried_to: Option<PlanItemId>,
    /// Where the whole item can be carried over, for those with the right.
    pub carry_href: Option<String>,
    pub offers: Offers,
    pub can_work: bool,
    pub can_assign: bool,
    pub people: Vec<(AccountId, String)>,
    pub typed: Typed,
}

impl TaskPage {
    pub fn lead(&self) -> Markup {
        let (lang, task) = (self.lang, &self.task);
        html! {
            (Badge { tone: words::tone(task.state), word: words::state(task.state).get(lang) })
            @if is_overdue(task.state, task.due_on, self.today) {
                " " (Badge { tone: Tone::Danger, word: texts::TASK_LATE.get(lang) })
            }
            " " (task.unit_name)
        }
    }

    pub fn body(&self) -> Markup {
        html! {
            (self.tab_row())
            @match self.tab {
                TaskTab::Content => (self.content()),
                TaskTab::Activity => (self.activity()),
                TaskTab::Evidence => (self.evidence_tab()),
                TaskTab::Relations => (self.relations()),
            }
        }
    }

    /// The same beside a list.
    pub fn beside(&self) -> Markup {
        let (lang, href) = (self.lang, urls::task(self.task.id));
        let body = html! {
            p { (self.lead()) }
            (self.facts())
            (self.hints())
            (self.move_forms())
            p { a class="btn" href=(href) { (texts::TASK_OPEN_PAGE.get(lang)) } }
        };
        html! { aside id="panel" tabindex="-1" { (panel(lang, &self.task.title, "/tasks", body)) } }
    }

    fn tab_row(&self) -> Markup {
        let lang = self.lang;
        let count = |count: usize| Some(u32::try_from(count).unwrap_or(u32::MAX)).filter(|count| *count > 0);
        let hrefs = TaskTab::ALL.map(|tab| format!("/tasks/{}?tab={}", self.task.id, tab.code()));
        let facts = [
            (texts::TASK_TAB_CONTENT, Icon::File, None),
            (texts::TASK_TAB_ACTIVITY, Icon::Clock, count(self.notes.len())),
            (
                texts::TASK_TAB_EVIDENCE,
                Icon::Folder,
                u32::try_from(self.task.evidence_count).ok().filter(|count| *count > 0),
            ),
            (texts::TASK_TAB_RELATIONS, Icon::Link, None),
        ];
        let shown: Vec<Tab<'_>> = facts
            .into_iter()
            .zip(TaskTab::ALL)
            .zip(&hrefs)
            .map(|(((label, icon, count), tab), href)| Tab {
                href,
                label: label.get(lang),
                icon: Some(icon),
                count,
                is_current: tab == self.tab,
            })
            .collect();
        tabs(texts::TASK_PARTS.get(lang), &shown)
    }

    fn content(&self) -> Markup {
        let lang = self.lang;
        html! {
            div class="cols next-first" {
                (card(texts::TASK_FACTS.get(lang), self.facts()))
                div class="stack" {
                    @if !self.offers.moves.is_empty() || self.can_assign || self.offers.is_evidence_missing || self.offers.is_own_check {
                        (card(texts::TASK_NEXT.get(lang), html! {
                            (self.hints())
                            @if self.offers.moves.iter().any(|row| row.act == TaskMove::Verify) { (self.to_check()) }
                            (self.move_forms())
                            @if self.can_work && self.task.state.is_open() && !self.is_extension_waiting() { (self.extension_form()) }
                            @if self.can_assign { (self.assign_form()) }
                        }))
                    }
                    @if let Some(href) = &self.carry_href {
                        p { a href=(href) {
                            (Icon::Right)
                            (if self.item.quarter.is_some_and(|quarter| quarter < 4) { texts::ITEM_CARRY } else { texts::FOLLOW_ACT_CARRY_YEAR }.get(lang))
                        } }
                    }
                    @if !self.extensions.is_empty() { (self.extension_list()) }
                    @if self.can_work && self.task.state.is_open() {
                        (card(texts::TASK_NOTE_TITLE.get(lang), self.note_form()))
                    }
                }
            }
        }
    }

    fn is_extension_waiting(&self) -> bool {
        self.extensions.iter().any(|extension| extension.state == "asked")
    }

    /// What stands in the way of the next step.
    fn hints(&self) -> Markup {
        let lang = self.lang;
        let href = format!("/tasks/{}?tab=evidence", self.task.id);
        html! {
            @if self.offers.is_evidence_missing {
                (Notice {
                    tone: Tone::Info,
                    title: texts::TASK_HINT_EVIDENCE.get(lang),
                    text: "",
                    next: Some(Next { href: &href, label: texts::TASK_EVIDENCE_ADD.get(lang) }),
                })
            }
            @if self.offers.is_own_check {
                (Notice { tone: Tone::Info, title: texts::TASK_HINT_OWN_CHECK.get(lang), ..Notice::default() })
            }
        }
    }

    fn facts(&self) -> Markup {
        let (lang, task, item) = (self.lang, &self.task, &self.item);
        let mut pairs: Vec<(&str, Markup)> = vec![
            (
                texts::TASK_UNIT.get(lang),
                html! { a href=(urls::tasks_of_unit(task.unit)) { (task.unit_name) } },
            ),
            (
                texts::TASK_ASSIGNEE.get(lang),
                html! { @if let Some(name) = &task.assignee_name { (kit::ui::PersonChip { name }) } @else { (texts::TASK_NOBODY.get(lang)) } },
            ),
            (texts::TASK_DUE.get(lang), self.due()),
            (texts::TASK_PERCENT.get(lang), html! { (task.progress_percent) "%" }),
        ];
        let mut add = |name: kit::text::Text, value: Markup| pairs.push((name.get(lang), value));
        if let Some(start) = task.start_on {
            add(texts::TASK_START, Day(start, lang).render());
        }
        if let Some(quarter) = task.quarter {
            add(texts::TASK_QUARTER, html! { (super::list::roman(quarter)) });
        }
        if !self.coordinators.is_empty() {
            add(
                texts::TASK_COORDINATORS,
                html! { (self.coordinators.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ")) },
            );
        }
        if !item.output.is_empty() {
            add(texts::TASK_OUTPUT, html! { (item.output) });
        }
        if let Some(target) = item.target_value {
            add(texts::TASK_TARGET, html! { (kit::ui::Number(target, lang)) " " (item.unit_of_measure) });
        }
        if !task.line_of_work.is_empty() {
            add(texts::TASK_LINE, html! { (line_word(&task.line_of_work, lang)) });
        }
        if !task.state_reason.is_empty() {
            add(texts::TASK_REASON, html! { (task.state_reason) });
        }
        if let Some(document) = item.document {
            let clause = if item.clause.is_empty() { String::new() } else { format!("#{}", item.clause) };
            add(
                texts::TASK_SOURCE,
                html! {
                    a href={ "/documents/" (document) (clause) } {
                        (if item.document_symbol.is_empty() { texts::TASK_SOURCE_PAPER.get(lang) } else { &item.document_symbol })
                        @if !item.code.is_empty() { ", " (texts::TASK_CLAUSE.get(lang)) " " (item.code) }
                    }
                },
            );
        }
        if let Some(done) = task.done_on {
            add(texts::TASK_DONE_ON, Day(done, lang).render());
        }
        key_values(&pairs)
    }

    /// The date, where it came from, and how far away it is.
    fn due(&self) -> Markup {
        let (lang, task) = (self.lang, &self.task);
        let Some(due_on) = task.due_on else {
            return html! { (texts::TASK_WITHOUT_DUE.get(lang)) };
        };
        let days = (due_on - self.today).num_days();
        let distance = if !task.state.is_open() {
            None
        } else if days < 0 {
            Some(texts::task_days_late(-days))
        } else if days == 0 {
            Some(texts::TASK_DUE_TODAY.into())
        } else {
            Some(texts::task_days_left(days))
        };
        let is_moved = self.item.due_on.is_some_and(|planned| planned != due_on);
        html! {
            (Day(due_on, lang))
            @if let Some(distance) = distance { " (" (distance.get(lang)) ")" }
            @if !self.item.due_phrase.is_empty() && !is_moved {
                br; small class="hint" { (texts::task_due_from_phrase(&self.item.due_phrase).get(lang)) }
            }
            @if let (true, Some(planned)) = (is_moved, self.item.due_on) {
                br; small class="hint" { (texts::TASK_DUE_PLANNED.get(lang)) " " (Day(planned, lang)) }
            }
        }
    }

    fn extension_list(&self) -> Markup {
        let lang = self.lang;
        card(
            texts::TASK_EXTENSIONS.get(lang),
            html! {
                @for asked in &self.extensions {
                    @let word = match asked.state.as_str() {
                        "granted" => texts::TASK_EXTENSION_GRANTED,
                        "refused" => texts::TASK_EXTENSION_REFUSED,
                        _ => texts::TASK_EXTENSION_WAITS,
                    };
                    @let tone = match asked.state.as_str() { "granted" => Tone::Approved, "refused" => Tone::Danger, _ => Tone::Warning };
                    p {
                        (Badge { tone, word: word.get(lang) }) " "
                        @if let Some(old) = asked.old_due_on { (Day(old, lang)) } @else { "–" }
                        " → " (Day(asked.asked_due_on, lang)) " · " (asked.asked_by_name)
                    }
                    blockquote { (asked.reason) }
                    @if !asked.remark.is_empty() { blockquote { (asked.decided_by_name.as_deref().unwrap_or("")) ": " (asked.remark) } }
                    @if asked.state == "asked" && self.can_assign && asked.asked_by != self.me { (self.decide_form(asked.id)) }
                }
            },
        )
    }

    fn activity(&self) -> Markup {
        let lang = self.lang;
        let told: Vec<(kit::text::Phrase, (String, String), &Note)> =
            self.notes.iter().rev().map(|note| (words::note(note), moment(note.at, lang), note)).collect();
        let events: Vec<Activity<'_>> = told
            .iter()
            .map(|(what, (when, when_iso), note)| Activity {
                tone: crate::task::TaskState::from_code(&note.to_state).map_or(Tone::Info, words::tone),
                who: &note.account_name,
                what: what.get(lang),
                when,
                when_iso,
                text: words::said(note),
            })
            .collect();
        html! {
            @if events.is_empty() {
                (Empty { icon: Icon::Clock, title: texts::TASK_NO_ACTIVITY.get(lang), text: texts::TASK_NO_ACTIVITY_TEXT.get(lang), next: None })
            } @else { (activities(lang, &events)) }
        }
    }

    fn evidence_tab(&self) -> Markup {
        let lang = self.lang;
        html! {
            @if self.evidence.is_empty() {
                (Empty { icon: Icon::Folder, title: texts::TASK_NO_EVIDENCE.get(lang), text: texts::TASK_NO_EVIDENCE_TEXT.get(lang), next: None })
            }
            @for piece in &self.evidence { (self.piece(piece)) }
            @if self.can_work && self.task.state.is_open() {
                (card(texts::TASK_EVIDENCE_ADD.get(lang), self.evidence_form()))
            }
        }
    }

    fn piece(&self, piece: &Evidence) -> Markup {
        let lang = self.lang;
        let kind = match piece.kind.as_str() {
            "photo" => texts::TASK_EVIDENCE_PHOTO,
            "minutes" => texts::TASK_EVIDENCE_MINUTES,
            "link" => texts::TASK_EVIDENCE_LINK,
            _ => texts::TASK_EVIDENCE_DOCUMENT,
        };
        let (when, _) = moment(piece.at, lang);
        let can_withdraw = self.can_work
            && piece.withdrawn_at.is_none()
            && self.task.state.moves().any(|row| row.act == crate::task::TaskMove::Submit);
        card(
            &piece.title,
            html! {
                p {
                    @if piece.withdrawn_at.is_some() {
                        (Badge { tone: Tone::Neutral, word: texts::TASK_EVIDENCE_WITHDRAWN.get(lang) }) " "
                    } @else if piece.checked_by_name.is_some() {
                        (Badge { tone: Tone::Approved, word: texts::TASK_EVIDENCE_CHECKED.get(lang) }) " "
                    }
                    (kind.get(lang)) " · " (piece.account_name) " · " (when)
                    @if let Some(dated) = piece.dated_on { " · " (texts::TASK_EVIDENCE_DATE.get(lang)) " " (Day(dated, lang)) }
                }
                @if !piece.withdrawn_reason.is_empty() { blockquote { (piece.withdrawn_reason) } }
                @if piece.file.is_some() {
                    p { a class="btn" href={ "/tasks/" (self.task.id) "/evidence/" (piece.id) } { (Icon::Download) (piece.file_name) } }
                }
                @if !piece.link.is_empty() { p { a href=(piece.link) rel="noopener noreferrer external" { (piece.link) } } }
                @if can_withdraw {
                    (kit::ui::disclosure(texts::TASK_EVIDENCE_WITHDRAW.get(lang), false, html! {
                        form class="stack" method="post" action={ "/tasks/" (self.task.id) "/evidence/" (piece.id) "/withdraw" } {
                            label class="field" { span { (texts::TASK_REASON.get(lang)) } input name="reason" required; }
                            button class="btn danger" { (texts::TASK_EVIDENCE_WITHDRAW.get(lang)) }
                        }
                    }))
                }
            },
        )
    }
}
