//! Every component once.

use kit::text::Lang;
use kit::ui::{
    Badge, Button, ButtonKind, Finding, Icon, LinkButton, Meter, Next, Notice, Page, Progress, Tone, card,
    dialog, disclosure, findings, inline_form,
};
use maud::{Markup, html};

use crate::office::{approved, done, nav, page};
use crate::say;

pub fn all(lang: Lang) -> Markup {
    let nav = nav(lang);
    let word = |tone| match tone {
        Tone::Neutral => say(lang, "Chưa bắt đầu", "Not started"),
        Tone::Blank => say(lang, "Chưa báo cáo", "Not reported"),
        Tone::Info => say(lang, "Thông tin", "Information"),
        Tone::Active => say(lang, "Đang làm", "Under way"),
        Tone::Done => say(lang, "Đã hoàn thành", "Complete"),
        Tone::Approved => say(lang, "Đã duyệt", "Approved"),
        Tone::Warning => say(lang, "Sắp đến hạn", "Due soon"),
        Tone::Danger => say(lang, "Quá hạn", "Late"),
    };
    let notice = |tone, title, text| Notice {
        tone,
        title,
        text,
        next: Some(Next { href: "/x", label: say(lang, "Làm tiếp", "Next step") }),
    };
    Page {
        body: html! {
            (card(say(lang, "Trạng thái", "States"), html! {
                div class="row" { @for tone in Tone::ALL { (Badge { tone, word: word(tone) }) } }
                p class="soft" { (done(lang)) " ≠ " (approved(lang)) }
            }))
            (card(say(lang, "Nút", "Buttons"), html! {
                div class="row" {
                    @for (kind, label) in [
                        (ButtonKind::Primary, say(lang, "Ban hành", "Issue")),
                        (ButtonKind::Secondary, say(lang, "Lưu nháp", "Save draft")),
                        (ButtonKind::Danger, say(lang, "Thu hồi", "Withdraw")),
                        (ButtonKind::Quiet, say(lang, "Thôi", "Cancel")),
                    ] { (Button { label, kind, ..Button::default() }) }
                    (LinkButton { href: "#d", label: say(lang, "Liên kết", "Link"), icon: Some(Icon::Link), ..LinkButton::default() })
                    (inline_form("", "", html! { (Button { label: say(lang, "Hỏi một lần", "Asks once"), kind: ButtonKind::Danger, confirm: say(lang, "Thu hồi kế hoạch này?", "Withdraw this plan?"), ..Button::default() }) }))
                    a class="btn" href="error.vi.html" data-dialog="#d" { (say(lang, "Mở hộp thoại", "Open a dialog")) }
                }
            }))
            (dialog(lang, "d", say(lang, "Thu hồi kế hoạch?", "Withdraw the plan?"), html! {
                p { (say(lang, "14 việc đã giao sẽ dừng. Việc này hoàn tác được trong 30 ngày.", "14 tasks stop. It can be undone for 30 days.")) }
                (inline_form("", "", html! { (Button { label: say(lang, "Thu hồi", "Withdraw"), kind: ButtonKind::Danger, ..Button::default() }) }))
            }))
            (card(say(lang, "Thông báo", "Notices"), html! {
                (notice(Tone::Info, say(lang, "Số liệu tính đến hôm qua.", "Figures are as of yesterday."), ""))
                (notice(Tone::Done, say(lang, "Đã ban hành kế hoạch.", "The plan was issued."), ""))
                (notice(Tone::Warning, say(lang, "Còn 6 ý chưa soát.", "Six clauses are not reviewed."), say(lang, "Kế hoạch vẫn ban hành được.", "The plan may still be issued.")))
                (notice(Tone::Danger, say(lang, "Không đọc được tệp: đây là bản quét ảnh.", "The file is a scan."), say(lang, "Hãy tải bản .docx hoặc .pdf có chữ.", "Upload a .docx or a text .pdf.")))
            }))
            (card(say(lang, "Phát hiện", "Findings"), findings(&[
                Finding { tone: Tone::Danger, title: say(lang, "Ghi 94 năm nhưng từ 03/02/1930 đến 03/02/2025 là 95 năm", "It says 94 years, but from 03/02/1930 to 03/02/2025 it is 95"), quote: "kỷ niệm 94 năm Ngày thành lập Đảng Cộng sản Việt Nam (03/02/1930 - 03/02/2025)", next: Some(Next { href: "/x", label: say(lang, "Xem trong văn bản", "Show in the paper") }) },
                Finding { tone: Tone::Warning, title: say(lang, "Việc không có thời hạn", "A task without a deadline"), quote: "Tiếp tục triển khai thực hiện phong trào “Đoàn kết sáng tạo”.", next: None },
            ])))
            (card(say(lang, "Thước đo", "Meters"), html! {
                (Meter { lang, label: say(lang, "ý đã xử lý", "clauses handled"), done: 52, total: 75 })
                (Progress { label: say(lang, "Đang đọc văn bản…", "Reading the paper…"), done: None, total: 1 })
                (disclosure(say(lang, "Hạn được tính thế nào", "How the deadline was computed"), false, html! { p { "25/01 + 3 ngày làm việc = 30/01/2024" } }))
            }))
            (card(say(lang, "Biểu tượng", "Icons"), html! {
                div class="row" { @for (name, icon) in Icon::ALL { span class="badge" title=(name) { (icon) (name) } } }
            }))
        },
        ..page(lang, say(lang, "Thành phần", "Components"), &nav, "/settings")
    }
    .render()
}
