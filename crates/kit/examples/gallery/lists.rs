//! Lists: filters as chips, cards on a phone, figures that scroll, an empty list that teaches.

use kit::text::Lang;
use kit::ui::{
    Bar, BarChart, Chip, Chips, Column, Empty, Field, Form, Icon, LinkButton, Next, Page, Pager, PersonChip,
    Sorted, Tab, Table, Tone, table, tabs,
};
use maud::{Markup, html};

use crate::office::{active, approved, done, late, nav, page, soon, waiting};
use crate::say;

pub fn view_tabs(lang: Lang, current: usize) -> Markup {
    let names = [
        ("?view=outline", Icon::List, say(lang, "Dàn ý", "Outline")),
        ("?view=table", Icon::Table, say(lang, "Bảng", "Table")),
        ("?view=board", Icon::Board, say(lang, "Theo quý", "By quarter")),
        ("?view=timeline", Icon::Timeline, say(lang, "Dòng thời gian", "Timeline")),
    ];
    let list: Vec<_> = names
        .iter()
        .enumerate()
        .map(|(at, (href, icon, label))| Tab {
            href,
            label,
            icon: Some(*icon),
            count: None,
            is_current: at == current,
        })
        .collect();
    tabs(say(lang, "Cách xem", "Views"), &list)
}

pub fn chips(lang: Lang) -> Markup {
    let form = Form { lang, ..Form::default() };
    html! {
        (Chips {
            lang,
            chips: &[
                Chip { name: say(lang, "Đơn vị", "Unit"), value: "Ban Phong trào", remove: "?q=1" },
                Chip { name: say(lang, "Quý", "Quarter"), value: "I/2024", remove: "?q=2" },
            ],
            clear: "?",
            add: Some(html! {
                (form.field(Field::text("unit", say(lang, "Đơn vị", "Unit"))))
                (form.field(Field::date("before", say(lang, "Hạn trước ngày", "Due before"))))
            }),
            action: "",
            views: &[Next { href: "?v=1", label: say(lang, "Việc trễ của tôi", "My late tasks") }],
            save: "/views",
            query: "unit=2&quarter=1",
            csrf: "",
        })
    }
}

pub fn list(lang: Lang) -> Markup {
    let nav = nav(lang);
    let columns = [
        Column::main(say(lang, "Việc", "Task")).sort("?sort=title", None),
        Column::text(say(lang, "Trạng thái", "State")),
        Column::text(say(lang, "Đơn vị", "Unit")).sort("?sort=unit", None),
        Column::text(say(lang, "Người làm", "Person")),
        Column::number(say(lang, "Hạn", "Due")).sort("?sort=-due", Some(Sorted::Up)),
        Column::number(say(lang, "Báo cáo", "Reports")),
        Column::actions(say(lang, "Thao tác", "Actions")),
    ];
    let tasks = [
        (
            "Ban hành các chương trình, kế hoạch, hướng dẫn triển khai công tác Mặt trận năm 2024",
            approved(lang),
            "Văn phòng",
            "Nguyễn Văn Mẫu",
            "31/01/2024",
            Some(75),
        ),
        (
            "Ban hành Kế hoạch chăm lo và thành lập các Đoàn công tác thăm hỏi, tặng quà cho hộ nghèo, hộ cận nghèo nhân dịp Tết Nguyên đán Giáp Thìn năm 2024",
            late(lang),
            "Ban Phong trào",
            "Lò Thị Ví Dụ",
            "26/01/2024",
            Some(0),
        ),
        (
            "Triển khai xây dựng các dự thảo: (1) Báo cáo chính trị trình Đại hội MTTQ Việt Nam tỉnh khóa XII",
            active(lang),
            "Ban Tổ chức",
            "Trần Thị Thử",
            "15/02/2024",
            None,
        ),
        (
            "Khảo sát, nghiệm thu, bàn giao nhà “Đại đoàn kết”",
            done(lang),
            "Ban Phong trào",
            "Cà Văn Thí",
            "29/02/2024",
            Some(1204),
        ),
        (
            "Hướng dẫn tổ chức tuyên truyền, kỷ niệm 94 năm Ngày thành lập Đảng Cộng sản Việt Nam",
            soon(lang),
            "Ban Tuyên giáo",
            "Nguyễn Văn Mẫu",
            "31/01/2024",
            Some(12),
        ),
        (
            "Tiếp tục hướng dẫn, kiểm tra công tác tổ chức Đại hội",
            waiting(lang),
            "Ban Tổ chức",
            "Trần Thị Thử",
            "31/03/2024",
            None,
        ),
    ];
    let body = table(
        &Table {
            caption: say(lang, "Việc của kế hoạch", "Tasks of the plan"),
            columns: &columns,
            ..Table::default()
        },
        |rows| {
            rows.group(say(lang, "2.1. Nhiệm vụ trọng tâm quý I/2024", "2.1. Main tasks of quarter I/2024"));
            for (title, state, unit, person, due, reports) in tasks {
                rows.row()
                    .panel_link("/tasks/1", title)
                    .cell(state)
                    .text(unit)
                    .cell(PersonChip { name: person })
                    .text(due)
                    .figure(reports, lang)
                    .cell(
                        html! { a class="btn small" href="/tasks/1/edit" { (say(lang, "Giao", "Assign")) } },
                    );
            }
        },
    );
    Page {
        actions: Some(html! {
            (LinkButton { href: "/tasks/new", label: say(lang, "Thêm việc", "Add a task"), kind: kit::ui::ButtonKind::Primary, icon: Some(Icon::Plus) })
            (LinkButton { href: "?as=xlsx", label: say(lang, "Tải .xlsx", "Download .xlsx"), icon: Some(Icon::Download), ..LinkButton::default() })
        }),
        is_wide: true,
        body: html! {
            (view_tabs(lang, 1))
            (chips(lang))
            (kit::ui::beside(say(lang, "Chi tiết", "Details"), html! {
                (body)
                (Pager { lang, newer: "?before=1", older: "?after=9", note: say(lang, "6 trong 75 việc", "6 of 75 tasks") })
            }, None))
        },
        ..page(lang, say(lang, "Kế hoạch công tác Mặt trận năm 2024", "Work plan of the Front, 2024"), &nav, "/plans")
    }
    .render()
}

pub fn empty(lang: Lang) -> Markup {
    let nav = nav(lang);
    Page {
        body: html! {
            (Empty {
                icon: Icon::Paper,
                title: say(lang, "Chưa có kế hoạch nào", "No plan yet"),
                text: say(lang, "Tải lên một kế hoạch (.docx, .pdf). Hệ thống đọc ra các việc, bạn soát lại từng việc bên cạnh nguyên văn rồi ban hành.", "Upload a plan (.docx, .pdf). The program reads the tasks; you review each beside its source and issue it."),
                next: Some(Next { href: "/documents/new", label: say(lang, "Tải văn bản lên", "Upload a paper") }),
            })
        },
        ..page(lang, say(lang, "Kế hoạch", "Plans"), &nav, "/plans")
    }
    .render()
}

pub fn figures(lang: Lang) -> Markup {
    let nav = nav(lang);
    let columns = [
        Column::main(say(lang, "Đơn vị", "Unit")),
        Column::number(say(lang, "Số hộ được thăm", "Households visited")),
        Column::number(say(lang, "Suất quà", "Gifts")),
        Column::number(say(lang, "Số tiền (đồng)", "Money (đồng)")),
        Column::number(say(lang, "Nhà bàn giao", "Houses handed over")),
        Column::text(say(lang, "Tình trạng", "State")),
    ];
    let units = [
        ("Xã Mường Mẫu", Some(412), Some(412), Some(206_000_000), Some(3), approved(lang)),
        ("Xã Bản Thử", Some(380), Some(401), Some(190_500_000), Some(0), done(lang)),
        ("Phường Ví Dụ", None, None, None, None, late(lang)),
    ];
    let figures = table(
        &Table {
            caption: say(lang, "Báo cáo quý I theo xã, phường", "Quarter I by commune"),
            caption_is_shown: true,
            columns: &columns,
            is_figures: true,
        },
        |rows| {
            for (unit, a, b, c, d, state) in units {
                rows.row()
                    .link("/units/1", unit)
                    .figure(a, lang)
                    .figure(b, lang)
                    .figure(c, lang)
                    .figure(d, lang)
                    .cell(state);
            }
            rows.total_row()
                .text(say(lang, "Toàn tỉnh (2/3 đơn vị)", "Province (2 of 3)"))
                .figure(Some(792), lang)
                .figure(Some(813), lang)
                .figure(Some(396_500_000), lang)
                .figure(Some(3), lang)
                .text("");
        },
    );
    Page {
        body: html! {
            (figures)
            div class="card" {
                (BarChart {
                    lang,
                    title: say(lang, "Tiến độ theo đơn vị", "Progress by unit"),
                    legend: &[approved(lang), active(lang), late(lang)],
                    bars: &[
                        Bar { label: "Xã Mường Mẫu", href: "/units/1", parts: &[(Tone::Approved, 9), (Tone::Active, 4), (Tone::Danger, 1)], value: "9/14" },
                        Bar { label: "Xã Bản Thử", href: "/units/2", parts: &[(Tone::Approved, 6), (Tone::Active, 8)], value: "6/14" },
                        Bar { label: "Phường Ví Dụ", href: "/units/3", parts: &[], value: "" },
                    ],
                })
            }
        },
        ..page(lang, say(lang, "Báo cáo quý I/2024", "Report of quarter I/2024"), &nav, "/reports")
    }
    .render()
}
