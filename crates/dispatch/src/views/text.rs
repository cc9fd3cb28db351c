//! A paper as read on the page: its words in order; the files show where they stand on the sheet.

use maud::{Markup, html};
use print::Paper;
use print::model::{Block, List, Text};

fn words(text: &Text) -> Markup {
    html! {
        @for span in &text.0 {
            @if span.bold { strong { (span.text) } } @else if span.italic { em { (span.text) } } @else { (span.text) }
        }
    }
}

fn list(one: &List) -> Markup {
    html! { ul { @for item in &one.items { li { (words(item)) } } } }
}

fn block(one: &Block) -> Markup {
    html! {
        @match one {
            Block::Heading(one) => @if one.level == 1 { h3 { (words(&one.text)) } } @else { h4 { (words(&one.text)) } },
            Block::Paragraph(one) => p { (words(&one.text)) },
            Block::Basis(text) => p { em { (words(text)) } },
            Block::Declaration(text) => p { strong { (words(text)) } },
            Block::Article(one) => p { (words(&one.text)) },
            Block::List(one) => (list(one)),
            Block::Table(one) => {
                div class="scroll" tabindex="0" role="region" aria-label=(one.caption.as_deref().unwrap_or("…")) {
                    table class="figures" {
                        thead { @for row in &one.header { tr { @for cell in row { th scope="col" { (words(&cell.text)) } } } } }
                        tbody { @for row in &one.rows { tr { @for cell in row { td { (words(&cell.text)) } } } } }
                    }
                }
            },
        }
    }
}

/// Header, title, body, signature, recipients.
pub fn paper(made: &Paper) -> Markup {
    let issuer = &made.issuer;
    html! {
        article class="card paper" lang="vi" {
            p { @if let Some(above) = &issuer.superior { (above) br; } strong { (issuer.body) }
                @if let Some(part) = &issuer.part { br; strong { (part) } } }
            p {
                @if let Some(symbol) = &made.symbol { "Số: " (symbol.number) "/" (symbol.code) br; }
                em { (made.place) @if !made.place.is_empty() { ", " } (made.date.long()) }
            }
            @for mark in &made.marks { p { strong { (mark) } } }
            h2 { @if let Some(kind) = &made.title.type_name { (kind) br; } (made.title.summary) }
            @if !made.to.is_empty() { p { "Kính gửi: " (made.to.join("; ")) } }
            @for one in &made.body { (block(one)) }
            @for one in &made.signatures {
                p { @for line in &one.authority { strong { (line) } br; } strong { (one.position) } br; (one.name) }
            }
            @if let Some(recipients) = &made.recipients {
                p { strong { em { "Nơi nhận:" } } }
                ul {
                    @for group in &recipients.groups {
                        @for to in &group.to { li { @if let Some(label) = &group.label { (label) ": " } (to) } }
                    }
                    @if !recipients.file_copy.is_empty() { li { "Lưu: " (recipients.file_copy) } }
                }
            }
        }
    }
}
