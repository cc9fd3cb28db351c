//! A real plan beside proposals read from it.

use kit::text::Lang;
use kit::ui::{
    Badge, Button, Crumb, LineStyle, Meter, Page, Review, ReviewCard, SourceLine, SourceSpan, Tone,
};
use maud::{Markup, Render as _, html};

use crate::office::{nav, page};
use crate::say;

const PLAN: &str = include_str!("plan.txt");

pub fn review(lang: Lang) -> Markup {
    let nav = nav(lang);
    let mut start = 0;
    let mut lines = Vec::new();
    let mut items = Vec::new();
    for (number, text) in PLAN.lines().enumerate() {
        let first = text.trim_start().chars().next().unwrap_or(' ');
        let style = match first {
            _ if number < 3 => LineStyle::Centred,
            '0'..='9' | 'I' => LineStyle::Heading,
            '-' => LineStyle::Item,
            _ => LineStyle::Body,
        };
        lines.push(SourceLine { start, text, style });
        if style == LineStyle::Item {
            // Without the dash: the proposal is the sentence.
            let skip = text.chars().take_while(|letter| "- ".contains(*letter)).count();
            items.push((
                start + skip,
                start + text.trim_end().chars().count(),
                text.trim_start_matches([' ', '-']).trim_end(),
            ));
        }
        start += text.chars().count() + 1;
    }
    let ids: Vec<_> = (1..=items.len()).map(|number| number.to_string()).collect();
    let states = [
        Badge { tone: Tone::Done, word: say(lang, "Đã nhận", "Accepted") },
        Badge { tone: Tone::Blank, word: say(lang, "Đã bỏ", "Dropped") },
        Badge { tone: Tone::Neutral, word: say(lang, "Chờ soát", "To review") },
    ];
    let state = |at: usize| {
        states[if at == 1 {
            1
        } else if at < 4 {
            0
        } else {
            2
        }]
    };
    let spans: Vec<_> = items
        .iter()
        .enumerate()
        .map(|(at, (start, end, _))| SourceSpan {
            id: &ids[at],
            number: at + 1,
            start: *start,
            end: *end,
            tone: state(at).tone,
        })
        .collect();
    let cards = html! {
        @for (at, (_, _, title)) in items.iter().enumerate() {
            (ReviewCard {
                lang,
                id: &ids[at],
                number: at + 1,
                state: state(at),
                title,
                facts: &[
                    (say(lang, "Thời gian", "When"), if at < 7 { "Quý I/2024" } else { "Quý II/2024" }),
                    (say(lang, "Đơn vị", "Unit"), if at % 3 == 0 { "Ban Tuyên giáo" } else { "" }),
                ],
                doubt: if at == 5 { say(lang, "Có 3 dự thảo trong một ý: có thể tách thành 3 việc.", "Three drafts in one item: it may be three tasks.") } else { "" },
                action: "/review/1",
                csrf: "",
                buttons: html! {
                    @if state(at).tone == Tone::Neutral {
                        (Button { label: say(lang, "Nhận", "Accept"), name: "act", value: "accept", key: "a", icon: Some(kit::ui::Icon::Check), ..Button::default() })
                        (Button { label: say(lang, "Bỏ", "Drop"), name: "act", value: "drop", key: "d", icon: Some(kit::ui::Icon::Close), ..Button::default() })
                        a class="btn quiet" href="/review/1/edit" data-key="e" { (say(lang, "Sửa", "Edit")) }
                    } @else {
                        (Button { label: say(lang, "Hoàn tác", "Undo"), name: "act", value: "undo", key: "u", icon: Some(kit::ui::Icon::Undo), ..Button::default() })
                    }
                },
            })
        }
    };
    let total = u32::try_from(items.len()).unwrap_or(u32::MAX);
    Page {
        crumbs: &[Crumb { href: "/documents", label: say(lang, "Văn bản", "Papers") }, Crumb { href: "", label: "12/KH-MTTQ" }],
        actions: Some(html! {
            (Button { label: say(lang, "Ban hành kế hoạch", "Issue the plan"), kind: kit::ui::ButtonKind::Primary, ..Button::default() }.render())
        }),
        is_wide: true,
        body: Review {
            lang,
            lines: &lines,
            spans: &spans,
            cards,
            meter: Some(Meter { lang, label: say(lang, "ý đã xử lý", "clauses handled"), done: 4, total }),
            add: "/review/1/add",
            add_page: "/review/1/new",
            csrf: "",
        }
        .render(),
        ..page(lang, say(lang, "Soát kế hoạch công tác Mặt trận năm 2024", "Review the work plan of 2024"), &nav, "/documents")
    }
    .render()
}
