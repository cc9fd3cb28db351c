//! What stands beside the act of checking.

use maud::{Markup, html};

use super::show::TaskPage;
use crate::tasks::words;
use crate::texts;

impl TaskPage {
    /// What a checker reads before they confirm: the evidence that stands, and what was said last.
    pub(super) fn to_check(&self) -> Markup {
        let lang = self.lang;
        let said = self.notes.iter().rev().find(|note| !words::said(note).is_empty());
        html! {
            h3 { (texts::TASK_EVIDENCE.get(lang)) }
            ul {
                @for piece in self.evidence.iter().filter(|piece| piece.withdrawn_at.is_none()) {
                    li {
                        @if piece.file.is_some() {
                            a href={ "/tasks/" (self.task.id) "/evidence/" (piece.id) } { (piece.title) }
                        } @else if piece.link.is_empty() { (piece.title) } @else {
                            a href=(piece.link) rel="noopener noreferrer external" { (piece.title) }
                        }
                    }
                }
            }
            @if let Some(note) = said { blockquote { (note.account_name) ": " (words::said(note)) } }
        }
    }
}
