//! The forms of a task's page, first time or with what was typed and what is wrong.

use kit::UnitId;
use kit::text::Lang;
use kit::ui::{Choice, Field, FieldError, Form, disclosure, hidden};
use maud::{Markup, html};

use super::show::TaskPage;
use crate::task::{Need, TaskMove, TaskTransition};
use crate::tasks::words;
use crate::texts;

/// What somebody typed into one of the forms, and why it was not accepted.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// Which form: the code of a move, `assign`, `note`, `evidence`, `extension`, `decide`, `withdraw`.
    pub form: String,
    pub fields: Vec<(String, String)>,
    pub errors: Vec<(&'static str, kit::text::Phrase)>,
    /// A refusal that belongs to no field.
    pub notice: Option<kit::text::Phrase>,
    /// The version of the task that the form was drawn over; `None` once the person was told that somebody was faster: what they
    /// send next may stand on the newest.
    pub seen: Option<i64>,
}

impl Typed {
    pub fn field(&self, name: &str) -> &str {
        field(&self.fields, name)
    }

    fn is_for(&self, form: &str) -> bool {
        self.form == form
    }

    /// The value to show in a form's field: what was typed, else what stands.
    fn or<'a>(&'a self, form: &str, name: &str, standing: &'a str) -> &'a str {
        if self.is_for(form) { self.field(name) } else { standing }
    }

    /// The version that a form carries: what was seen when it was typed, so that sending it again overwrites nothing unseen.
    fn version(&self, form: &str, newest: i64) -> Markup {
        let seen = self.seen.filter(|_| self.is_for(form));
        hidden("version", &seen.unwrap_or(newest).to_string())
    }

    /// The units ticked in a form: those typed, else those that stand.
    pub fn ticked(&self, form: &str, name: &str, standing: &[UnitId]) -> Vec<UnitId> {
        if self.is_for(form) { units(&self.fields, name) } else { standing.to_vec() }
    }

    fn errors_of(&self, form: &str, lang: Lang) -> Vec<FieldError<'_>> {
        let errors = self.errors.iter().filter(|_| self.is_for(form));
        errors.map(|(field, phrase)| FieldError { field, message: phrase.get(lang) }).collect()
    }
}

/// The first field of a name, or an empty text.
pub fn field<'a>(fields: &'a [(String, String)], name: &str) -> &'a str {
    fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
}

/// The units ticked under a name.
pub fn units(fields: &[(String, String)], name: &str) -> Vec<UnitId> {
    fields.iter().filter(|(key, _)| key == name).filter_map(|(_, value)| value.parse().ok()).collect()
}

/// A box to tick for each unit.
pub fn unit_boxes(name: &str, units: &[(UnitId, String)], ticked: &[UnitId]) -> Markup {
    html! {
        div id={ "f-" (name) } {
            @for (id, label) in units {
                label class="check" {
                    input type="checkbox" name=(name) value=(id) checked[ticked.contains(id)];
                    span { (label) }
                }
            }
        }
    }
}

/// The name of a move in forms and addresses.
pub fn move_code(act: TaskMove) -> &'static str {
    match act {
        TaskMove::Assign => "assign",
        TaskMove::Accept => "accept",
        TaskMove::Start => "start",
        TaskMove::Submit => "submit",
        TaskMove::Verify => "verify",
        TaskMove::Return => "return",
        TaskMove::Suspend => "suspend",
        TaskMove::Resume => "resume",
        TaskMove::Cancel => "cancel",
        TaskMove::CloseNotArisen => "close_not_arisen",
        TaskMove::Reopen => "reopen",
    }
}

/// The move of a name.
pub fn move_from_code(code: &str) -> Option<TaskMove> {
    let mut moves = crate::task::TASK_TRANSITIONS.iter().map(|row| row.act);
    moves.find(|act| move_code(*act) == code)
}

impl TaskPage {
    /// One button a move: those that need words fold a form out.
    pub fn move_forms(&self) -> Markup {
        let action = format!("/tasks/{}/move", self.task.id);
        html! {
            div class="row" {
                @for row in self.offers.moves.iter().filter(|row| !needs_words(row)) {
                    form class="inline" method="post" action=(action) {
                        (hidden("act", move_code(row.act)))
                        (self.typed.version(move_code(row.act), self.task.version))
                        button class=(if is_main(row.act) { "btn primary" } else { "btn" }) { (words::act(row.act).get(self.lang)) }
                    }
                }
            }
            @for row in self.offers.moves.iter().filter(|row| needs_words(row)) { (self.worded_move(row, &action)) }
        }
    }

    fn worded_move(&self, row: &TaskTransition, action: &str) -> Markup {
        let (lang, code) = (self.lang, move_code(row.act));
        let errors = self.typed.errors_of(code, lang);
        let word = words::act(row.act).get(lang);
        let form = Form { lang, action, errors: &errors, submit: word, draft: "", ..Default::default() };
        let body = html! {
            (hidden("act", code))
            (self.typed.version(code, self.task.version))
            @if row.needs.contains(&Need::Reason) {
                (form.field(Field::area("reason", texts::TASK_REASON.get(lang), 3).required().value(self.typed.or(code, "reason", ""))))
            }
            @if row.needs.contains(&Need::Document) {
                (form.field(Field::text("document", texts::TASK_PAPER.get(lang)).required()
                    .hint(texts::TASK_PAPER_HINT.get(lang)).value(self.typed.or(code, "document", ""))))
            }
        };
        disclosure(word, self.typed.is_for(code), form.render(body))
    }

    pub fn note_form(&self) -> Markup {
        let lang = self.lang;
        let errors = self.typed.errors_of("note", lang);
        let action = format!("/tasks/{}/note", self.task.id);
        let draft = format!("task-note-{}", self.task.id);
        let form = Form {
            lang,
            action: &action,
            errors: &errors,
            submit: texts::TASK_NOTE_SAVE.get(lang),
            draft: &draft,
            ..Default::default()
        };
        let percent = self.task.progress_percent.to_string();
        form.render(html! {
            (self.typed.version("note", self.task.version))
            (form.field(Field::area("body", texts::TASK_NOTE_BODY.get(lang), 4).required()
                .hint(texts::TASK_NOTE_HINT.get(lang)).value(self.typed.or("note", "body", ""))))
            (form.field(Field::number("percent", texts::TASK_PERCENT.get(lang)).suffix("%")
                .value(self.typed.or("note", "percent", &percent))))
        })
    }

    pub fn evidence_form(&self) -> Markup {
        let lang = self.lang;
        let errors = self.typed.errors_of("evidence", lang);
        let action = format!("/tasks/{}/evidence", self.task.id);
        let form = Form {
            lang,
            action: &action,
            errors: &errors,
            is_multipart: true,
            submit: texts::TASK_EVIDENCE_ADD.get(lang),
            ..Default::default()
        };
        let kinds = [
            Choice { value: "document", label: texts::TASK_EVIDENCE_DOCUMENT.get(lang) },
            Choice { value: "minutes", label: texts::TASK_EVIDENCE_MINUTES.get(lang) },
            Choice { value: "photo", label: texts::TASK_EVIDENCE_PHOTO.get(lang) },
            Choice { value: "link", label: texts::TASK_EVIDENCE_LINK.get(lang) },
        ];
        let answers = [
            Choice { value: "no", label: texts::TASK_EVIDENCE_SECRECY_NO.get(lang) },
            Choice { value: "yes", label: texts::TASK_EVIDENCE_SECRECY_YES.get(lang) },
        ];
        form.render(html! {
            (form.field(Field::radio("kind", texts::TASK_EVIDENCE_KIND.get(lang), &kinds).value(self.typed.or("evidence", "kind", "document"))))
            (form.field(Field::text("title", texts::TASK_EVIDENCE_TITLE.get(lang)).value(self.typed.or("evidence", "title", ""))))
            (form.field(Field::file("file", texts::TASK_EVIDENCE_FILE.get(lang), ".docx,.doc,.pdf,.xlsx,.jpg,.jpeg,.png,.webp,.heic")))
            (form.field(Field::radio("secrecy", texts::TASK_EVIDENCE_SECRECY.get(lang), &answers)
                .hint(texts::TASK_EVIDENCE_SECRECY_HINT.get(lang)).value(self.typed.or("evidence", "secrecy", ""))))
            (form.field(Field::text("link", texts::TASK_EVIDENCE_LINK.get(lang)).hint(texts::TASK_EVIDENCE_LINK_HINT.get(lang))
                .value(self.typed.or("evidence", "link", ""))))
            (form.field(Field::date("dated_on", texts::TASK_EVIDENCE_DATE.get(lang)).value(self.typed.or("evidence", "dated_on", ""))))
        })
    }

    pub fn extension_form(&self) -> Markup {
        let lang = self.lang;
        let errors = self.typed.errors_of("extension", lang);
        let action = format!("/tasks/{}/extension", self.task.id);
        let form = Form {
            lang,
            action: &action,
            errors: &errors,
            submit: texts::TASK_EXTENSION_ASK.get(lang),
            ..Default::default()
        };
        let body = form.render(html! {
            (form.field(Field::date("due_on", texts::TASK_EXTENSION_DUE.get(lang)).required().value(self.typed.or("extension", "due_on", ""))))
            (form.field(Field::area("reason", texts::TASK_REASON.get(lang), 3).required().value(self.typed.or("extension", "reason", ""))))
        });
        disclosure(texts::TASK_EXTENSION_ASK.get(lang), self.typed.is_for("extension"), body)
    }

    pub fn decide_form(&self, extension: i64) -> Markup {
        let lang = self.lang;
        let errors = self.typed.errors_of("decide", lang);
        let action = format!("/tasks/{}/extension/{extension}", self.task.id);
        let form = Form { lang, action: &action, errors: &errors, ..Default::default() };
        form.render(html! {
            (form.field(Field::area("remark", texts::TASK_EXTENSION_REMARK.get(lang), 2).value(self.typed.or("decide", "remark", ""))))
            div class="row" {
                button class="btn primary" name="decision" value="grant" { (texts::TASK_EXTENSION_GRANT.get(lang)) }
                button class="btn" name="decision" value="refuse" { (texts::TASK_EXTENSION_REFUSE.get(lang)) }
            }
        })
    }

    pub fn assign_form(&self) -> Markup {
        let lang = self.lang;
        let errors = self.typed.errors_of("assign", lang);
        let action = format!("/tasks/{}/assign", self.task.id);
        let word = words::act(TaskMove::Assign).get(lang);
        let form = Form { lang, action: &action, errors: &errors, submit: word, ..Default::default() };
        let ids: Vec<String> = self.people.iter().map(|(id, _)| id.to_string()).collect();
        let mut people = vec![Choice { value: "", label: texts::TASK_NOBODY.get(lang) }];
        people.extend(ids.iter().zip(&self.people).map(|(value, (_, label))| Choice { value, label }));
        let assignee = self.task.assignee.map_or_else(String::new, |id| id.to_string());
        let day = |day: Option<chrono::NaiveDate>| day.map_or_else(String::new, vi::date::short);
        let (start, due) = (day(self.task.start_on), day(self.task.due_on));
        let standing: Vec<UnitId> = self.coordinators.iter().map(|(id, _)| *id).collect();
        let ticked = self.typed.ticked("assign", "coordinators", &standing);
        let (is_helped, more) = (!standing.is_empty(), self.typed.or("assign", "more_coordinators", ""));
        let body = form.render(html! {
            (self.typed.version("assign", self.task.version))
            (form.field(Field::select("assignee", texts::TASK_ASSIGNEE.get(lang), &people).value(self.typed.or("assign", "assignee", &assignee))))
            (form.field(Field::date("start_on", texts::TASK_START.get(lang)).value(self.typed.or("assign", "start_on", &start))))
            (form.field(Field::date("due_on", texts::TASK_DUE.get(lang)).value(self.typed.or("assign", "due_on", &due))))
            // Boxes left empty are not sent: the name alone says that they were shown.
            (hidden("coordinators", "none"))
            (disclosure(texts::TASK_COORDINATORS.get(lang), is_helped || !more.is_empty(), html! {
                (unit_boxes("coordinators", &self.coordinators, &ticked))
                (form.field(Field::area("more_coordinators", texts::TASK_COORDINATORS_ADD.get(lang), 2)
                    .hint(texts::TASK_COORDINATORS_ADD_HINT.get(lang)).value(more)))
            }))
        });
        disclosure(word, self.typed.is_for("assign"), body)
    }
}

fn needs_words(row: &TaskTransition) -> bool {
    row.needs.contains(&Need::Reason) || row.needs.contains(&Need::Document)
}

const fn is_main(act: TaskMove) -> bool {
    matches!(act, TaskMove::Submit | TaskMove::Verify | TaskMove::Accept | TaskMove::Resume)
}
