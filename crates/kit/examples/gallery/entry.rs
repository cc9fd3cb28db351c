//! Forms: with errors, sign-in, set-up; and a page for when something failed.

use kit::text::Lang;
use kit::ui::{Choice, Empty, Field, FieldError, Form, Icon, Next, Notice, Page, PlainPage, Tone};
use maud::{Markup, html};

use crate::office::{nav, page};
use crate::say;

pub fn form(lang: Lang) -> Markup {
    let nav = nav(lang);
    let form = Form {
        lang,
        action: "",
        errors: &[
            FieldError {
                field: "due",
                message: say(
                    lang,
                    "Hạn phải sau ngày giao (25/01/2024).",
                    "The deadline must be after the assignment (25/01/2024).",
                ),
            },
            FieldError { field: "unit", message: say(lang, "Chọn đơn vị làm.", "Choose a unit.") },
        ],
        draft: "task-new",
        submit: say(lang, "Giao việc", "Assign"),
        cancel: "/tasks",
        is_multipart: true,
        ..Form::default()
    };
    let units = [
        Choice { value: "", label: say(lang, "— chọn —", "— choose —") },
        Choice { value: "1", label: "Văn phòng" },
        Choice { value: "2", label: "Ban Phong trào" },
    ];
    let kinds = [
        Choice { value: "one", label: say(lang, "Một đơn vị làm", "One unit does it") },
        Choice {
            value: "each",
            label: say(lang, "Mỗi xã, phường làm phần mình", "Every commune does its part"),
        },
    ];
    Page {
        body: form.render(html! {
            (form.field(Field::text("title", say(lang, "Tên việc", "Title")).value("Khảo sát, nghiệm thu, bàn giao nhà “Đại đoàn kết”").required()))
            (form.field(Field::select("unit", say(lang, "Đơn vị làm", "Unit"), &units).required()))
            (form.field(Field::radio("kind", say(lang, "Cách giao", "How"), &kinds).value("one")))
            (form.field(Field::date("due", say(lang, "Hạn hoàn thành", "Deadline")).value("20/01/2024").required().hint(say(lang, "Ngày làm việc; ngày nghỉ lễ tự lùi sang ngày sau.", "A working day."))))
            (form.field(Field::number("houses", say(lang, "Chỉ tiêu", "Target")).suffix(say(lang, "nhà", "houses")).value("12")))
            (form.field(Field::money("budget", say(lang, "Kinh phí dự kiến", "Budget")).value("600.000.000").hint(say(lang, "Để trống nếu chưa có; 0 là không dùng tiền.", "Blank if unknown; 0 means none."))))
            (form.field(Field::area("note", say(lang, "Yêu cầu", "Instructions"), 4).value("Chụp ảnh trước và sau khi bàn giao.")))
            (form.field(Field::files("files", say(lang, "Tệp kèm theo", "Files"), ".docx,.pdf,.jpg")))
            (form.field(Field::checkbox("notify", say(lang, "Báo ngay cho người nhận việc", "Notify the person at once")).value("on")))
        }),
        ..page(lang, say(lang, "Giao việc", "Assign a task"), &nav, "/tasks")
    }
    .render()
}

pub fn sign_in(lang: Lang) -> Markup {
    let form = Form { lang, action: "", submit: say(lang, "Đăng nhập", "Sign in"), ..Form::default() };
    PlainPage {
        lang,
        title: say(lang, "Đăng nhập", "Sign in"),
        body: html! {
            (form.render(html! {
                (form.field(Field::text("name", say(lang, "Tên đăng nhập", "User name")).autocomplete("username").required().focus()))
                (form.field(Field::password("password", say(lang, "Mật khẩu", "Password")).autocomplete("current-password").required()))
            }))
            p { a href="/forgotten" { (say(lang, "Quên mật khẩu: nhờ người quản trị của đơn vị", "Forgotten: ask your unit's administrator")) } }
        },
        ..PlainPage::default()
    }
    .render()
}

pub fn set_up(lang: Lang) -> Markup {
    let form = Form { lang, action: "", submit: say(lang, "Bắt đầu dùng", "Begin"), ..Form::default() };
    PlainPage {
        lang,
        title: say(lang, "Thiết lập lần đầu", "First set-up"),
        notices: &[Notice {
            tone: Tone::Info,
            title: say(lang, "Dữ liệu nằm trên máy này.", "Data stay on this machine."),
            text: say(lang, "Chưa có gì được gửi đi đâu. Sao lưu bằng một lệnh, xem Hướng dẫn.", "Nothing is sent anywhere."),
            next: None,
        }],
        body: form.render(html! {
            (form.field(Field::text("unit", say(lang, "Tên Ủy ban", "Committee")).hint(say(lang, "Như trên con dấu, ví dụ: Ủy ban MTTQ Việt Nam tỉnh Mẫu", "As on the seal")).required()))
            (form.field(Field::text("name", say(lang, "Họ và tên người quản trị", "Administrator")).autocomplete("name").required()))
            (form.field(Field::password("password", say(lang, "Mật khẩu", "Password")).autocomplete("new-password").hint(say(lang, "Ít nhất 12 ký tự; một câu dễ nhớ là tốt.", "At least 12 characters; a sentence is good.")).required()))
        }),
        ..PlainPage::default()
    }
    .render()
}

pub fn error(lang: Lang) -> Markup {
    PlainPage {
        lang,
        title: say(lang, "Không tìm thấy", "Not found"),
        body: html! {
            (Empty {
                icon: Icon::Search,
                title: say(lang, "Trang này không có, hoặc không thuộc đơn vị của bạn.", "There is no such page, or it is not your unit's."),
                text: say(lang, "Địa chỉ có thể gõ nhầm, hoặc hồ sơ đã chuyển cho đơn vị khác. Mã thao tác: 7F3K-20", "Operation: 7F3K-20"),
                next: Some(Next { href: "/", label: say(lang, "Về trang Hôm nay", "Back to Today") }),
            })
        },
        ..PlainPage::default()
    }
    .render()
}
