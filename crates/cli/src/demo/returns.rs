//! The reports of the sample months, each where its unit left it: locked, accepted, late, sent back, drafts, none at all.

use chrono::{Datelike as _, Days, NaiveDate, Weekday};
use kit::UnitId;
use kit::web::{App, Ctx};
use organisation::UnitKind;
use organisation::store::list_children;
use plans::items::actions::create_plan;
use plans::items::store::NewPlan;
use plans::plan::PlanKind;
use reports::actions::values::{Batch, ValueRow, save_values};
use reports::period::ReportPeriod;
use reports::returns::actions::look::look;
use reports::returns::actions::moves::{MoveForm, RemarkForm, move_report};
use reports::returns::actions::words::save;
use reports::returns::report::ReportMove;
use reports::store::units::UnitKey;
use reports::value::Raw;
use vi::period::PeriodKind;

use super::figures::{Month, closing};
use super::{at, people};
use crate::error::CliError;

/// What the monthly form requires.
pub const REQUIRED: [&str; 4] =
    ["sessions_held", "families_supported", "houses_handed_over", "opinions_received"];
const MONTHLY: &str = "monthly";

/// What a commune says: some say nearly the same, some have something of their own.
fn words(place: usize) -> Vec<(&'static str, String)> {
    const UNITY: [&str; 5] = [
        "Tuyên truyền các chủ trương của Đảng, chính sách, pháp luật của Nhà nước tới các bản, tiểu khu; tình hình Nhân dân ổn định.",
        "Tuyên truyền chủ trương của Đảng, chính sách, pháp luật của Nhà nước đến các bản, tiểu khu; tình hình Nhân dân ổn định.",
        "Phối hợp với các tổ chức thành viên vận động Nhân dân chấp hành pháp luật về bảo vệ và phát triển rừng.",
        "Vận động người có uy tín tham gia hòa giải, giữ gìn đoàn kết trong cộng đồng dân cư.",
        "Nhân dân một số bản phản ánh việc thiếu nước sinh hoạt trong mùa khô.",
    ];
    const CAMPAIGNS: [&str; 3] = [
        "Nhân dân góp ngày công, hiến đất làm đường giao thông nội bản; xuất hiện mô hình “Tuyến đường Đại đoàn kết” ở các bản vùng cao.",
        "Nhân dân góp ngày công, hiến đất làm đường giao thông nội bản.",
        "Phát động phong trào xây dựng nông thôn mới, đô thị văn minh gắn với bảo vệ môi trường.",
    ];
    const NEXT: [&str; 4] = [
        "Chuẩn bị Ngày hội Đại đoàn kết toàn dân tộc ở khu dân cư.",
        "Rà soát hộ nghèo, hộ cận nghèo khó khăn về nhà ở.",
        "Tổ chức hội nghị tiếp xúc cử tri theo kế hoạch.",
        "Giám sát việc thực hiện dân chủ ở cơ sở.",
    ];
    let of = |list: &[&str], at: usize| list[at % list.len()].to_owned();
    vec![
        ("unity", format!("- {}\n- {}", of(&UNITY, place), of(&UNITY, place / 3 + 2))),
        ("campaigns", format!("- {}", of(&CAMPAIGNS, place))),
        ("next", format!("- {}\n- {}", of(&NEXT, place), of(&NEXT, place / 2 + 1))),
    ]
}

const PROVINCE_WORDS: [(&str, &str); 4] = [
    (
        "unity",
        "- Mặt trận các cấp tổ chức tuyên truyền, vận động Nhân dân thực hiện chủ trương của Đảng, pháp luật của Nhà nước (mẫu).",
    ),
    ("strengths", "Công tác Mặt trận trong tháng được triển khai đúng kế hoạch."),
    (
        "weaknesses",
        "Một số xã gửi báo cáo còn chậm, nguyên nhân do địa bàn rộng, cán bộ kiêm nhiệm nhiều việc.",
    ),
    (
        "next",
        "- Hướng dẫn tổ chức Ngày hội Đại đoàn kết toàn dân tộc.\n- Giám sát việc hỗ trợ nhà ở tại các xã.",
    ),
];

/// Where a commune's report of the last month stands; earlier months are done with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Silent,
    Draft,
    Sent,
    Returned,
    Accepted,
}

/// Places of communes whose reports of the last month were sent back, and begun.
pub const SENT_BACK: usize = 5;
pub const BEGUN: usize = 2;

/// The two communes whose reports of earlier months never came.
const NEVER: [usize; 2] = [20, 40];

fn standing(place: usize, month: &Month) -> Standing {
    match (month.back, place % 11) {
        (0, 7) => Standing::Silent,
        (0, 2) => Standing::Draft,
        (0, 5) => Standing::Returned,
        (0, 3 | 9) => Standing::Sent,
        (0, _) => Standing::Accepted,
        _ if NEVER.contains(&place) => Standing::Silent,
        _ => Standing::Accepted,
    }
}

/// Nothing was typed.
pub fn is_silent(place: usize, month: &Month) -> bool {
    standing(place, month) == Standing::Silent
}

/// A few days after the data are closed, when most have sent.
fn after(month: &Month, days: u64) -> NaiveDate {
    closing(month) + Days::new(days)
}

/// The officer sends what the communes brought, some late; others check; the province takes in what was accepted.
pub async fn send(app: &App, communes: &[UnitId], month: &Month) -> Result<(), CliError> {
    let (officer, checker) =
        (people::find(app, "chuyenvien").await?, people::find(app, "chuyenvien2").await?);
    let leader = people::find(app, "lanhdao").await?;
    let of = |place: usize| (communes[place], month.period, MONTHLY);
    let places = |wanted: &[Standing]| -> Vec<usize> {
        (0..communes.len()).filter(|place| wanted.contains(&standing(*place, month))).collect()
    };
    let going = places(&[Standing::Sent, Standing::Returned, Standing::Accepted]);
    // The 18th is the last day, or the Monday after it.
    for (is_late, days) in [(false, 2), (true, 6)] {
        let mut ctx = Ctx::for_account(&at(app, after(month, days)), officer).await?;
        for place in going.iter().filter(|place| (**place % 7 == 1) == is_late) {
            write(&mut ctx, of(*place), &words(*place)).await?;
            move_report(&mut ctx, of(*place), &MoveForm::of(ReportMove::Submit)).await?;
        }
        ctx.commit().await?;
    }
    let mut ctx = Ctx::for_account(&at(app, after(month, 7)), checker).await?;
    for place in places(&[Standing::Returned]) {
        let remarks = vec![RemarkForm {
            kind: "indicator".to_owned(),
            field: "houses_handed_over".to_owned(),
            reason: "Chưa khớp với biên bản bàn giao nhà.".to_owned(),
        }];
        let form = MoveForm { remarks, ..MoveForm::of(ReportMove::Return) };
        move_report(&mut ctx, of(place), &form).await?;
    }
    ctx.commit().await?;
    let mut ctx = Ctx::for_account(&at(app, after(month, 7)), leader).await?;
    for place in places(&[Standing::Accepted]) {
        move_report(&mut ctx, of(place), &MoveForm::of(ReportMove::Accept)).await?;
    }
    ctx.commit().await?;
    if month.back == 0 { Ok(()) } else { take_in(app, month).await }
}

/// The province's own report: the two who never answered are named in it. It is locked, and with it what it took in.
async fn take_in(app: &App, month: &Month) -> Result<(), CliError> {
    let (officer, leader) = (people::find(app, "chuyenvien").await?, people::find(app, "lanhdao").await?);
    let then = at(app, after(month, 7));
    let mut ctx = Ctx::for_account(&then, officer).await?;
    let of = (ctx.unit()?, month.period, MONTHLY);
    let values = REQUIRED.map(|indicator| ValueRow {
        unit: UnitKey::Id(of.0.0),
        indicator: indicator.to_owned(),
        period: month.period.to_string(),
        value: Some(Raw::Number(if indicator == "sessions_held" { 2 } else { 0 }.into())),
    });
    save_values(&mut ctx, &Batch { values: values.into(), ..Batch::default() }).await?;
    move_report(&mut ctx, of, &MoveForm::of(ReportMove::Consolidate)).await?;
    write(&mut ctx, of, &PROVINCE_WORDS.map(|(section, body)| (section, body.to_owned()))).await?;
    move_report(&mut ctx, of, &MoveForm::of(ReportMove::Submit)).await?;
    ctx.commit().await?;
    let mut ctx = Ctx::for_account(&then, leader).await?;
    for act in [ReportMove::Accept, ReportMove::Lock] {
        move_report(&mut ctx, of, &MoveForm::of(act)).await?;
    }
    ctx.commit().await?;
    Ok(())
}

async fn write(
    ctx: &mut Ctx,
    of: (UnitId, ReportPeriod, &str),
    words: &[(&str, String)],
) -> Result<(), CliError> {
    let look = look(ctx, of.0, of.1, of.2).await?;
    for (section, body) in words {
        save(ctx, &look, section, body, 0).await?;
    }
    Ok(())
}

/// The communes' reports of the last whole quarter and of the year, made from their months and accepted: the province's own are
/// still to be drawn up. Two communes are missing.
pub async fn longer(app: &App, communes: &[UnitId], months: &[ReportPeriod]) -> Result<(), CliError> {
    let Some(last) = months.first() else { return Ok(()) };
    let within = |month: &ReportPeriod, kind| month.within().find(|longer| longer.kind() == kind);
    let is_whole =
        |longer: &ReportPeriod| longer.parts(PeriodKind::Month).iter().all(|month| months.contains(month));
    let quarter = months.iter().filter_map(|month| within(month, PeriodKind::Quarter)).find(is_whole);
    let year = within(last, PeriodKind::Year);
    let (officer, leader) = (people::find(app, "chuyenvien").await?, people::find(app, "lanhdao").await?);
    for (period, regime) in [(quarter, "quarterly"), (year, "yearly")] {
        let Some(period) = period else { continue };
        let sending = (0..communes.len()).filter(|place| !NEVER.contains(place));
        let mut ctx = Ctx::for_account(app, officer).await?;
        for place in sending.clone() {
            let of = (communes[place], period, regime);
            move_report(&mut ctx, of, &MoveForm::of(ReportMove::Begin)).await?;
            if regime == "yearly" {
                let value = ValueRow {
                    unit: UnitKey::Id(of.0.0),
                    indicator: "unity_festivals".to_owned(),
                    period: period.to_string(),
                    value: Some(Raw::Number((8 + place % 15).into())),
                };
                save_values(&mut ctx, &Batch { values: vec![value], ..Batch::default() }).await?;
            }
            write(&mut ctx, of, &words(place)).await?;
            move_report(&mut ctx, of, &MoveForm::of(ReportMove::Submit)).await?;
        }
        ctx.commit().await?;
        let mut ctx = Ctx::for_account(app, leader).await?;
        for place in sending {
            let of = (communes[place], period, regime);
            move_report(&mut ctx, of, &MoveForm::of(ReportMove::Accept)).await?;
        }
        ctx.commit().await?;
    }
    Ok(())
}

/// One commune finds a mistake in what is locked: the province sees that it was restated since.
pub async fn restate(app: &App, communes: &[UnitId], period: Option<&ReportPeriod>) -> Result<(), CliError> {
    let (Some(commune), Some(period)) = (communes.get(4), period) else { return Ok(()) };
    let of = (*commune, *period, MONTHLY);
    let mut ctx = Ctx::for_account(app, people::find(app, "chuyenvien").await?).await?;
    let reason = "Một nhà đã bàn giao nhưng chưa được thống kê (mẫu)".to_owned();
    move_report(&mut ctx, of, &MoveForm { reason, ..MoveForm::of(ReportMove::Correct) }).await?;
    let value = ValueRow {
        unit: UnitKey::Id(commune.0),
        indicator: "houses_handed_over".to_owned(),
        period: period.to_string(),
        value: Some(Raw::Number(9.into())),
    };
    save_values(&mut ctx, &Batch { values: vec![value], ..Batch::default() }).await?;
    move_report(&mut ctx, of, &MoveForm::of(ReportMove::Submit)).await?;
    ctx.commit().await?;
    let mut ctx = Ctx::for_account(app, people::find(app, "lanhdao").await?).await?;
    move_report(&mut ctx, of, &MoveForm::of(ReportMove::Accept)).await?;
    ctx.commit().await?;
    Ok(())
}

/// The member organisations beside the province's committee owe their own plans of the year; some have brought them.
pub async fn members(app: &App) -> Result<(), CliError> {
    let mut ctx = Ctx::for_account(app, people::find(app, "quantri").await?).await?;
    let province = ctx.unit()?;
    organisation::usual::add_usual_units(&mut ctx, province).await?;
    ctx.commit().await?;

    let officer = people::find(app, "chuyenvien").await?;
    let mut ctx = Ctx::for_account(app, officer).await?;
    let (scope, today) = (ctx.scope()?, ctx.today());
    let children = list_children(ctx.tx(), scope, province, today).await?;
    drop(ctx);
    let members = children.iter().filter(|unit| unit.kind == UnitKind::PoliticalSocialOrganisation);
    let Ok(year) = today.year().to_string().parse::<ReportPeriod>() else { return Ok(()) };
    let january = |day: u32| NaiveDate::from_ymd_opt(today.year(), 1, day).unwrap_or(today);
    // Two in time, one late, the others not at all.
    let days = [january(20), january(25), january(31) + Days::new(12)];
    for (member, day) in members.zip(days) {
        let day = if day.weekday() == Weekday::Sun { day - Days::new(1) } else { day };
        let mut ctx = Ctx::for_account(&at(app, day), officer).await?;
        let new = NewPlan {
            unit: member.id,
            year: today.year(),
            kind: PlanKind::Yearly,
            title: format!("Chương trình công tác năm {} của {} (mẫu)", today.year(), member.name),
            document: None,
            parent: None,
            allotment: None,
        };
        let plan = create_plan(&mut ctx, new).await?;
        let form = MoveForm {
            paper_kind: "plan".to_owned(),
            paper: Some(plan.id.0),
            ..MoveForm::of(ReportMove::Submit)
        };
        move_report(&mut ctx, (member.id, year, "own_plan"), &MoveForm::of(ReportMove::Begin)).await?;
        move_report(&mut ctx, (member.id, year, "own_plan"), &form).await?;
        ctx.commit().await?;
    }
    Ok(())
}
