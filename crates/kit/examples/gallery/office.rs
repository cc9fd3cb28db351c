//! The frame that sample pages share, and the pages that open an office day.

use kit::text::Lang;
use kit::ui::{
    Account, Activity, AsOf, Badge, Column, Crumb, Icon, NavItem, Notice, Page, Stat, Tab, Table, Tone,
    UnitChoice, activities, beside, card, key_values, stats, success_notice, table, tabs,
};
use maud::{Markup, html};

use crate::say;

/// A page of the office with everything in its frame.
pub fn page<'a>(lang: Lang, title: &'a str, nav: &'a [NavItem<'a>], current: &'a str) -> Page<'a> {
    Page {
        lang,
        title,
        nav,
        current,
        path: "/today.vi.html",
        account: Some(Account {
            id: "",
            name: "Nguyễn Văn Mẫu",
            post: say(lang, "Chuyên viên Văn phòng", "Officer, Office"),
            unit: say(lang, "UB MTTQ Việt Nam tỉnh", "Provincial committee"),
            units: &[
                UnitChoice { id: "2", name: "Ban Phong trào" },
                UnitChoice { id: "3", name: "UB MTTQ Việt Nam xã Mường Mẫu" },
            ],
        }),
        as_of: Some(AsOf { date: "", action: "", keep: &[] }),
        ..Page::default()
    }
}

pub fn nav(lang: Lang) -> Vec<NavItem<'static>> {
    let item = |href, icon, vi, en, count| NavItem { href, label: say(lang, vi, en), icon, group: "", count };
    let mut nav = vec![
        item("/today", Icon::Home, "Hôm nay", "Today", Some(7)),
        item("/documents", Icon::Paper, "Văn bản", "Papers", Some(3)),
        item("/plans", Icon::Timeline, "Kế hoạch", "Plans", None),
        item("/tasks", Icon::Check, "Công việc", "Tasks", Some(12)),
        item("/reports", Icon::Chart, "Báo cáo", "Reports", None),
        item("/funds", Icon::Money, "Quỹ và cứu trợ", "Funds and relief", None),
        item("/houses", Icon::House, "Nhà Đại đoàn kết", "Houses", None),
        item("/voices", Icon::Voice, "Ý kiến Nhân dân", "Voices", None),
        item("/supervision", Icon::Eye, "Giám sát, phản biện", "Supervision", None),
        item("/assemblies", Icon::People, "Hội nghị, Đại hội", "Assemblies", None),
        item("/emulation", Icon::Star, "Thi đua", "Emulation", None),
        item("/units", Icon::Tree, "Tổ chức, cán bộ", "Units and people", None),
        item("/settings", Icon::Gear, "Thiết lập", "Settings", None),
    ];
    nav[5].group = say(lang, "Mảng công việc", "Lines of work");
    nav[11].group = say(lang, "Hệ thống", "System");
    nav
}

pub fn late(lang: Lang) -> Badge<'static> {
    Badge { tone: Tone::Danger, word: say(lang, "Quá hạn 3 ngày", "3 days late") }
}
pub fn active(lang: Lang) -> Badge<'static> {
    Badge { tone: Tone::Active, word: say(lang, "Đang làm", "Under way") }
}
pub fn done(lang: Lang) -> Badge<'static> {
    Badge { tone: Tone::Done, word: say(lang, "Đã hoàn thành", "Complete") }
}
pub fn approved(lang: Lang) -> Badge<'static> {
    Badge { tone: Tone::Approved, word: say(lang, "Đã duyệt", "Approved") }
}
pub fn waiting(lang: Lang) -> Badge<'static> {
    Badge { tone: Tone::Neutral, word: say(lang, "Chưa bắt đầu", "Not started") }
}
pub fn soon(lang: Lang) -> Badge<'static> {
    Badge { tone: Tone::Warning, word: say(lang, "Còn 2 ngày", "2 days left") }
}

pub fn today(lang: Lang) -> Markup {
    let nav = nav(lang);
    let columns = [
        Column::main(say(lang, "Việc", "Task")),
        Column::text(say(lang, "Trạng thái", "State")),
        Column::number(say(lang, "Hạn", "Due")),
    ];
    let owed = table(
        &Table {
            caption: say(lang, "Việc tôi phải làm", "What I owe"),
            columns: &columns,
            ..Table::default()
        },
        |rows| {
            rows.row()
            .link("/tasks/1", "Ban hành Kế hoạch chăm lo và thành lập các Đoàn công tác thăm hỏi, tặng quà cho hộ nghèo nhân dịp Tết Nguyên đán Giáp Thìn năm 2024")
            .cell(late(lang))
            .text("26/01/2024");
            rows.row()
                .link("/tasks/2", "Tổ chức Hội nghị Ủy ban MTTQ Việt Nam tỉnh góp ý các dự thảo (lần 1)")
                .cell(soon(lang))
                .text("31/01/2024");
            rows.row()
                .link("/tasks/3", "Khảo sát, nghiệm thu, bàn giao nhà “Đại đoàn kết” quý I")
                .cell(active(lang))
                .text("29/02/2024");
        },
    );
    let approve = table(
        &Table {
            caption: say(lang, "Chờ tôi duyệt", "Waiting for my approval"),
            columns: &columns,
            ..Table::default()
        },
        |rows| {
            rows.row()
                .link("/reports/8", "Báo cáo quý I – UB MTTQ xã Mường Mẫu")
                .cell(done(lang))
                .text("30/01/2024");
            rows.row()
                .link("/reports/9", "Báo cáo quý I – UB MTTQ phường Bản Mẫu")
                .cell(done(lang))
                .text("30/01/2024");
        },
    );
    let notices = [success_notice(say(
        lang,
        "Đã giao 14 việc cho 75 xã, phường.",
        "14 tasks assigned to 75 communes.",
    ))];
    Page {
        notices: &notices,
        lead: Some(html! { (say(lang, "Thứ Hai, 29/01/2024 · 19 tháng Chạp năm Quý Mão", "Monday, 29 January 2024")) }),
        actions: Some(html! { a class="btn primary" href="/documents/new" { (Icon::Upload) (say(lang, "Tải văn bản lên", "Upload a paper")) } }),
        body: html! {
            (stats(lang, &[
                Stat { label: say(lang, "Việc tôi phải làm", "What I owe"), value: Some(3), href: "/tasks?mine=1", ..Stat::default() },
                Stat { label: say(lang, "Chờ tôi duyệt", "Waiting for me"), value: Some(2), href: "/approvals", ..Stat::default() },
                Stat { label: say(lang, "Trễ ở cấp dưới", "Late below me"), value: Some(5), href: "/tasks?late=1", tone: Tone::Danger, note: say(lang, "4 xã, phường", "4 communes") },
                Stat { label: say(lang, "Báo cáo quý I", "Reports, quarter I"), value: None, href: "/reports", ..Stat::default() },
            ]))
            div class="cols" {
                (card(say(lang, "Việc tôi phải làm", "What I owe"), owed))
                div class="stack" {
                    (card(say(lang, "Chờ tôi duyệt", "Waiting for my approval"), approve))
                    (card(say(lang, "Sắp tới", "Coming"), key_values(&[
                        ("03/02", html! { "94 năm Ngày thành lập Đảng Cộng sản Việt Nam" }),
                        ("10/02", html! { "Tết Nguyên đán Giáp Thìn" }),
                        ("15/03", html! { (say(lang, "Hạn báo cáo quý I của 75 xã, phường", "Quarterly reports due")) }),
                    ])))
                }
            }
        },
        ..page(lang, say(lang, "Hôm nay", "Today"), &nav, "/today")
    }
    .render()
}

pub fn search(lang: Lang) -> Markup {
    let nav = nav(lang);
    let hits = [
        (
            Icon::Timeline,
            say(lang, "Việc", "Task"),
            "Tổ chức Đại hội đại biểu MTTQ Việt Nam tỉnh lần thứ XII",
            "II.2.3 · Quý III/2024 · ",
        ),
        (
            Icon::Paper,
            say(lang, "Văn bản", "Paper"),
            "Kế hoạch triển khai công tác Mặt trận năm 2024",
            "Số 12/KH-MTTQ · 25/01/2024 · ",
        ),
        (Icon::Unit, say(lang, "Đơn vị", "Unit"), "UB MTTQ Việt Nam xã Mường Mẫu", "… chuẩn bị "),
    ];
    Page {
        query: "dai hoi",
        body: html! {
            (tabs(say(lang, "Loại", "Kind"), &[
                Tab { href: "?q=dai+hoi", label: say(lang, "Tất cả", "All"), icon: None, count: Some(42), is_current: true },
                Tab { href: "?in=tasks", label: say(lang, "Công việc", "Tasks"), icon: Some(Icon::Check), count: Some(18), is_current: false },
                Tab { href: "?in=papers", label: say(lang, "Văn bản", "Papers"), icon: Some(Icon::Paper), count: Some(21), is_current: false },
                Tab { href: "?in=units", label: say(lang, "Đơn vị", "Units"), icon: Some(Icon::Unit), count: Some(3), is_current: false },
            ]))
            ol class="hits" {
                @for (icon, kind, title, about) in hits {
                    li {
                        a href="/x" { (title) }
                        p class="soft small" { (icon) " " (kind) " · " (about) mark { "Đại hội" } " đại biểu các cấp, nhiệm kỳ 2024-2029" }
                    }
                }
            }
        },
        lead: Some(html! { (say(lang, "42 kết quả cho “dai hoi”, gõ không dấu vẫn tìm được có dấu", "42 results for “dai hoi”; typed without accents, found with them")) }),
        ..page(lang, say(lang, "Tìm kiếm", "Search"), &nav, "")
    }
    .render()
}

pub fn record(lang: Lang) -> Markup {
    let nav = nav(lang);
    let events = [
        Activity {
            tone: Tone::Danger,
            who: "Lò Thị Ví Dụ",
            what: say(lang, "trả lại báo cáo hoàn thành", "sent the completion back"),
            when: "29/01/2024 08:15",
            when_iso: "2024-01-29T08:15",
            text: say(
                lang,
                "Thiếu biên bản bàn giao của 2 hộ ở bản Na Mẫu.",
                "Two handover minutes are missing.",
            ),
        },
        Activity {
            tone: Tone::Done,
            who: "Nguyễn Văn Mẫu",
            what: say(lang, "báo hoàn thành", "reported completion"),
            when: "27/01/2024 16:40",
            when_iso: "2024-01-27T16:40",
            text: "",
        },
        Activity {
            tone: Tone::Neutral,
            who: "Trần Thị Thử",
            what: say(lang, "giao việc cho Ban Phong trào", "assigned the task"),
            when: "25/01/2024 10:00",
            when_iso: "2024-01-25T10:00",
            text: "",
        },
    ];
    let tabs_of = |at: usize| {
        let names = [
            (Icon::List, say(lang, "Nội dung", "Content"), None),
            (Icon::Clock, say(lang, "Diễn biến", "Activity"), Some(3)),
            (Icon::File, say(lang, "Minh chứng và tệp", "Evidence and files"), Some(4)),
            (Icon::Link, say(lang, "Liên quan", "Relations"), Some(2)),
        ];
        let tabs_: Vec<_> = names
            .iter()
            .enumerate()
            .map(|(index, (icon, label, count))| Tab {
                href: "?tab=x",
                label,
                icon: Some(*icon),
                count: *count,
                is_current: index == at,
            })
            .collect();
        tabs(say(lang, "Hồ sơ", "Record"), &tabs_)
    };
    let crumbs = [
        Crumb { href: "/plans", label: say(lang, "Kế hoạch", "Plans") },
        Crumb { href: "/plans/1", label: say(lang, "Công tác Mặt trận năm 2024", "Work plan 2024") },
        Crumb { href: "", label: "II.2.1, ý 3" },
    ];
    let notices = [Notice {
        tone: Tone::Warning,
        title: say(lang, "Bị trả lại: thiếu minh chứng.", "Sent back: evidence is missing."),
        text: say(
            lang,
            "Bổ sung biên bản bàn giao rồi báo hoàn thành lại.",
            "Add the handover minutes and report again.",
        ),
        next: Some(kit::ui::Next {
            href: "?tab=files",
            label: say(lang, "Tải minh chứng lên", "Upload evidence"),
        }),
    }];
    Page {
        crumbs: &crumbs,
        notices: &notices,
        lead: Some(html! { (active(lang)) (soon(lang)) span { "Ban Phong trào" } }),
        actions: Some(html! {
            a class="btn primary" href="/x" { (Icon::Check) (say(lang, "Báo hoàn thành", "Report completion")) }
            (kit::ui::menu(say(lang, "Thêm", "More"), html! {
                a href="/x" { (Icon::Edit) (say(lang, "Sửa", "Edit")) }
                a href="/x" { (Icon::Print) (say(lang, "In", "Print")) }
                a href="/x" { (Icon::Bin) (say(lang, "Bỏ việc này", "Withdraw")) }
            }))
        }),
        body: html! {
            (tabs_of(1))
            (beside(say(lang, "Chi tiết", "Details"),
                html! {
                    (card(say(lang, "Việc", "Task"), key_values(&[
                        (say(lang, "Đơn vị làm", "Unit"), html! { "Ban Phong trào" }),
                        (say(lang, "Phối hợp", "With"), html! { "75 xã, phường" }),
                        (say(lang, "Thời gian", "When"), html! { "Quý I/2024 (01/01 – 31/03)" }),
                        (say(lang, "Kinh phí", "Money"), html! { span class="blank" { (say(lang, "Chưa báo cáo", "Not reported")) } }),
                    ])))
                    (card(say(lang, "Diễn biến", "Activity"), activities(lang, &events)))
                },
                Some(kit::ui::panel(lang, say(lang, "Nguồn trong văn bản", "Source in the paper"), "/tasks/3", html! {
                    p class="paper-quote" { "… khảo sát tiếp nhận, quản lý và sử dụng Quỹ “Cứu trợ”, Quỹ “Vì người nghèo”; " mark { "khảo sát, nghiệm thu, bàn giao nhà “Đại đoàn kết”" } "." }
                    (kit::ui::copyable(lang, "sha256:3f2a9c"))
                }))
            ))
        },
        ..page(lang, "Khảo sát, nghiệm thu, bàn giao nhà “Đại đoàn kết”", &nav, "/plans")
    }
    .render()
}
