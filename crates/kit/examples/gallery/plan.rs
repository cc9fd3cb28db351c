//! A plan as outline, quarter board and timeline (the table is the list page).

use kit::text::Lang;
use kit::ui::{Badge, BoardCard, BoardColumn, Mark, Meter, OutlineNode, Page, Timeline, TimelineRow};
use maud::{Markup, html};

use crate::lists::{chips, view_tabs};
use crate::office::{active, approved, done, late, nav, page, soon, waiting};
use crate::say;

fn shown(lang: Lang, view: usize, body: &Markup) -> Markup {
    let nav = nav(lang);
    Page {
        lead: Some(html! {
            (approved(lang)) span { "Số 12/KH-MTTQ, 25/01/2024" }
            (Meter { lang, label: say(lang, "việc đã hoàn thành", "tasks complete"), done: 28, total: 75 })
        }),
        is_wide: true,
        body: html! { (view_tabs(lang, view)) (chips(lang)) (body) },
        ..page(
            lang,
            say(lang, "Kế hoạch công tác Mặt trận năm 2024", "Work plan of the Front, 2024"),
            &nav,
            "/plans",
        )
    }
    .render()
}

fn leaf<'a>(title: &'a str, state: Badge<'a>, note: &'a str) -> OutlineNode<'a> {
    OutlineNode {
        label: "–",
        title,
        href: "/tasks/1",
        state: Some(state),
        note,
        done: None,
        is_open: false,
        children: vec![],
    }
}

fn branch<'a>(
    label: &'a str,
    title: &'a str,
    done: (u32, u32),
    children: Vec<OutlineNode<'a>>,
) -> OutlineNode<'a> {
    OutlineNode {
        label,
        title,
        href: "",
        state: None,
        note: "",
        done: Some(done),
        is_open: !children.is_empty(),
        children,
    }
}

pub fn outline(lang: Lang) -> Markup {
    let first = vec![
        leaf(
            "Ban hành các chương trình, kế hoạch, hướng dẫn triển khai công tác Mặt trận năm 2024",
            approved(lang),
            "Văn phòng · 31/01/2024",
        ),
        leaf(
            "Ban hành Kế hoạch chăm lo và thành lập các Đoàn công tác thăm hỏi, tặng quà cho hộ nghèo, hộ cận nghèo, người có hoàn cảnh khó khăn nhân dịp Tết Nguyên đán Giáp Thìn năm 2024",
            late(lang),
            "Ban Phong trào · 26/01/2024",
        ),
        leaf(
            "Khảo sát, nghiệm thu, bàn giao nhà “Đại đoàn kết”",
            active(lang),
            "Ban Phong trào · 29/02/2024",
        ),
    ];
    let second = vec![
        leaf(
            "Tổ chức Hội nghị Ủy ban MTTQ Việt Nam tỉnh lần thứ mười một, khóa XI",
            waiting(lang),
            "Văn phòng · 30/04/2024",
        ),
        leaf("Tiếp tục kiểm tra công tác chuẩn bị Đại hội cấp huyện", soon(lang), "Ban Tổ chức · 31/05/2024"),
    ];
    let tree = [
        branch("I", "MỤC ĐÍCH, YÊU CẦU", (0, 0), vec![]),
        branch(
            "II",
            "NỘI DUNG",
            (28, 75),
            vec![
                branch("1", "Nhiệm vụ trọng tâm thường xuyên", (10, 24), vec![]),
                branch(
                    "2",
                    "Nhiệm vụ cụ thể",
                    (18, 43),
                    vec![
                        branch("2.1", "Nhiệm vụ trọng tâm quý I/2024", (2, 3), first),
                        branch("2.2", "Nhiệm vụ trọng tâm quý II/2024", (0, 2), second),
                    ],
                ),
            ],
        ),
        branch("III", "TỔ CHỨC THỰC HIỆN", (0, 4), vec![]),
    ];
    shown(lang, 0, &html! { div class="card" { (kit::ui::outline(&tree)) } })
}

pub fn board(lang: Lang) -> Markup {
    let card = |title, state, note| BoardCard { href: "/tasks/1", title, state, note };
    let first = [
        card(
            "Ban hành các chương trình, kế hoạch, hướng dẫn triển khai công tác Mặt trận năm 2024",
            approved(lang),
            "Văn phòng · 31/01",
        ),
        card(
            "Ban hành Kế hoạch chăm lo và thành lập các Đoàn công tác thăm hỏi, tặng quà cho hộ nghèo, hộ cận nghèo, người có hoàn cảnh khó khăn nhân dịp Tết Nguyên đán Giáp Thìn năm 2024",
            late(lang),
            "Ban Phong trào · 26/01",
        ),
        card("Khảo sát, nghiệm thu, bàn giao nhà “Đại đoàn kết”", active(lang), "Ban Phong trào · 29/02"),
    ];
    let second = [
        card(
            "Tổ chức Hội nghị Ủy ban MTTQ Việt Nam tỉnh lần thứ mười một, khóa XI, nhiệm kỳ 2019-2024",
            waiting(lang),
            "Văn phòng · 30/04",
        ),
        card(
            "Phân bổ số lượng Đoàn đại biểu các huyện, thành phố dự Đại hội",
            waiting(lang),
            "Ban Tổ chức · 31/05",
        ),
    ];
    let third = [card(
        "Tổ chức Đại hội đại biểu MTTQ Việt Nam tỉnh lần thứ XII, nhiệm kỳ 2024-2029",
        waiting(lang),
        "Văn phòng · 30/09",
    )];
    let empty = say(lang, "Không có việc nào khớp bộ lọc.", "No task matches the filters.");
    let meter = |done, total| Some(Meter { lang, label: say(lang, "việc", "tasks"), done, total });
    let columns = [
        BoardColumn {
            title: say(lang, "Quý I", "Quarter I"),
            is_now: true,
            meter: meter(1, 3),
            cards: &first,
            empty,
        },
        BoardColumn {
            title: say(lang, "Quý II", "Quarter II"),
            is_now: false,
            meter: meter(0, 2),
            cards: &second,
            empty,
        },
        BoardColumn {
            title: say(lang, "Quý III", "Quarter III"),
            is_now: false,
            meter: meter(0, 1),
            cards: &third,
            empty,
        },
        BoardColumn {
            title: say(lang, "Quý IV", "Quarter IV"),
            is_now: false,
            meter: None,
            cards: &[],
            empty,
        },
    ];
    shown(lang, 2, &kit::ui::board(&columns))
}

pub fn timeline(lang: Lang) -> Markup {
    let row = |label, from, to, dates, state| TimelineRow { href: "/tasks/1", label, from, to, dates, state };
    let rows = [
        row(
            "Ban hành các chương trình, kế hoạch, hướng dẫn triển khai công tác Mặt trận năm 2024",
            1,
            31,
            "01/01 – 31/01",
            approved(lang),
        ),
        row(
            "Ban hành Kế hoạch chăm lo nhân dịp Tết Nguyên đán Giáp Thìn năm 2024",
            8,
            26,
            "08/01 – 26/01",
            late(lang),
        ),
        row("Kỷ niệm 94 năm Ngày thành lập Đảng Cộng sản Việt Nam", 34, 34, "03/02", done(lang)),
        row("Khảo sát, nghiệm thu, bàn giao nhà “Đại đoàn kết”", 15, 91, "15/01 – 31/03", active(lang)),
        row(
            "Tổ chức Hội nghị Ủy ban MTTQ Việt Nam tỉnh lần thứ mười một",
            92,
            121,
            "01/04 – 30/04",
            waiting(lang),
        ),
        row(
            "Tổ chức Đại hội đại biểu MTTQ Việt Nam tỉnh lần thứ XII",
            183,
            274,
            "01/07 – 30/09",
            waiting(lang),
        ),
        row("Ngày hội Đại đoàn kết toàn dân tộc", 323, 323, "18/11", soon(lang)),
    ];
    let marks = [
        Mark {
            day: 34,
            date: "03/02",
            name: say(lang, "94 năm Ngày thành lập Đảng", "94 years of the Party"),
            lunar: "",
            is_special: false,
        },
        Mark {
            day: 109,
            date: "18/04",
            name: say(lang, "Giỗ Tổ Hùng Vương", "The Hùng kings' day"),
            lunar: "10/3",
            is_special: false,
        },
        Mark {
            day: 128,
            date: "07/05",
            name: say(lang, "70 năm Chiến thắng Điện Biên Phủ", "70 years of Điện Biên Phủ"),
            lunar: "",
            is_special: true,
        },
    ];
    shown(
        lang,
        3,
        &html! {
            (Timeline { lang, title: say(lang, "Việc theo tháng trong năm 2024", "Tasks by month, 2024"), is_leap: true, today: Some(29), rows: &rows, marks: &marks })
        },
    )
}
