//! A sample plan for the running year, under way: so that Today, boards and lists have something to show. The two real papers are
//! left to be reviewed.

use chrono::{Datelike as _, Days, NaiveDate};
use documents::{Direction, ImportWish, import_file};
use kit::AccountId;
use kit::web::{App, Caller, Ctx, UploadedFile};
use plans::PlanItemId;
use plans::item::{ItemFields, ItemKind};
use plans::items::actions::{Decision, add_item, create_plan, move_plan, set_allotment};
use plans::items::store::NewPlan;
use plans::plan::{PlanKind, PlanMove};
use plans::task::TaskMove;
use plans::tasks::actions::directives;
use plans::tasks::actions::{Change, Give, NewPiece, add_evidence, add_note, change_state, fan_out, give};
use plans::tasks::store::spread::Selection;
use reports::actions::targets::choose_indicator;

use super::people;
use crate::error::CliError;

/// A line of the sample plan: what, and when from today on.
struct Line {
    title: &'static str,
    line_of_work: &'static str,
    /// Days from today; negative for the past.
    due_in: i64,
    estimate: i64,
}

const fn line(title: &'static str, line_of_work: &'static str, due_in: i64, estimate: i64) -> Line {
    Line { title, line_of_work, due_in, estimate }
}

const LINES: [Line; 6] = [
    line(
        "Hướng dẫn tổ chức Ngày hội Đại đoàn kết toàn dân tộc ở khu dân cư",
        "propaganda_unity",
        -12,
        40_000_000,
    ),
    line("Tổ chức Ngày hội Đại đoàn kết toàn dân tộc ở khu dân cư", "propaganda_unity", 3, 150_000_000),
    line("Khảo sát, nghiệm thu, bàn giao nhà “Đại đoàn kết” đợt cuối năm", "housing", 6, 300_000_000),
    line("Tổng hợp ý kiến, kiến nghị của cử tri gửi trước Kỳ họp", "voter_opinions", -4, 5_000_000),
    line("Tập huấn nghiệp vụ cho cán bộ Mặt trận cơ sở", "training", 15, 60_000_000),
    line("Chấm điểm, bình xét thi đua khen thưởng trong năm", "emulation", 25, 20_000_000),
];

/// Targets of lines: which, how many of what, and the indicator that tells how far it is reached.
const TARGETS: [(usize, i64, &str, &str); 2] =
    [(2, 240, "nhà", "houses_handed_over"), (3, 1_800, "ý kiến", "opinions_received")];

/// Makes the plan, issues it and lets people work on it.
pub async fn begin(app: &App) -> Result<(), CliError> {
    let officer = people::find(app, "chuyenvien").await?;
    let leader = people::find(app, "lanhdao").await?;
    let commune_officer = people::find(app, "muongbu").await?;
    let today = app.clock.today();
    let items = issue(app, officer, leader, today).await?;
    let [guidance, festival, houses, opinions, training, _] = items;
    spread(app, leader, festival, today + Days::new(3)).await?;
    for (item, days) in [(guidance, -12_i64), (houses, 6), (opinions, -4), (training, 15)] {
        assign(app, leader, item, commune_officer, shift(today, days)).await?;
    }
    work(app, commune_officer, leader).await?;
    demand(app, officer, &items).await
}

/// An invented conclusion of the Party committee: some of its demands are answered by the sample plan, one by nothing yet.
async fn demand(app: &App, officer: AccountId, items: &[PlanItemId; LINES.len()]) -> Result<(), CliError> {
    let year = app.clock.today().year();
    let text = format!(
        "TỈNH ỦY SƠN LA\nSố: 01-KL/TU\nSơn La, ngày 05 tháng 01 năm {year}\nKẾT LUẬN\ncủa Ban Thường vụ Tỉnh ủy về chương trình công tác \
         của Ủy ban MTTQ Việt Nam tỉnh năm {year} (văn bản mẫu)\n{DEMANDS}\n"
    );
    let caller = Caller::for_account(app, officer).await?;
    let file = UploadedFile { name: "ket-luan-mau.txt".to_owned(), bytes: text.into_bytes().into() };
    let wish = ImportWish { direction: Direction::Incoming, is_state_secret: Some(false) };
    let paper = import_file(&caller, file, wish).await?.id();
    let mut ctx = Ctx::for_account(app, officer).await?;
    directives::add_lines(&mut ctx, paper.0, DEMANDS).await?;
    let demands = directives::view(&mut ctx, paper.0).await?.demands;
    let [guidance, festival, houses, opinions, training, _] = *items;
    for (place, item) in [(0, guidance), (1, festival), (2, houses), (3, opinions), (4, training)] {
        let Some(demand) = demands.get(place) else { continue };
        directives::link(&mut ctx, paper.0, demand.id, item, true).await?;
    }
    ctx.commit().await?;
    Ok(())
}

const DEMANDS: &str = "1. Hướng dẫn tổ chức Ngày hội Đại đoàn kết toàn dân tộc.
2. Tổ chức Ngày hội Đại đoàn kết toàn dân tộc ở tất cả các khu dân cư.
3. Hoàn thành việc khảo sát, nghiệm thu, bàn giao nhà “Đại đoàn kết” trong năm.
4. Tổng hợp ý kiến, kiến nghị của cử tri trước các kỳ họp.
5. Tập huấn nghiệp vụ cho cán bộ Mặt trận cơ sở.
6. Phản biện xã hội ít nhất hai dự thảo văn bản của tỉnh.";

fn shift(day: NaiveDate, days: i64) -> NaiveDate {
    day + chrono::TimeDelta::days(days)
}

async fn issue(
    app: &App,
    officer: AccountId,
    leader: AccountId,
    today: NaiveDate,
) -> Result<[PlanItemId; LINES.len()], CliError> {
    let mut ctx = Ctx::for_account(app, officer).await?;
    let new = NewPlan {
        unit: ctx.unit()?,
        year: today.year(),
        kind: PlanKind::Yearly,
        title: format!("Kế hoạch mẫu công tác Mặt trận năm {}", today.year()),
        document: None,
        parent: None,
        allotment: None,
    };
    let plan = create_plan(&mut ctx, new).await?;
    let mut items = [PlanItemId(0); LINES.len()];
    for (number, (place, line)) in items.iter_mut().zip(&LINES).enumerate() {
        let target = TARGETS.iter().find(|(of, ..)| *of == number);
        let due_on = shift(today, line.due_in);
        let fields = ItemFields {
            title: line.title.to_owned(),
            kind: ItemKind::Focus,
            quarter: u8::try_from(due_on.month0() / 3 + 1).ok().filter(|_| due_on.year() == today.year()),
            due_on: Some(due_on),
            line_of_work: line.line_of_work.to_owned(),
            estimate: Some(line.estimate),
            target_value: target.map(|(_, value, ..)| *value),
            unit_of_measure: target.map_or_else(String::new, |(_, _, measure, _)| (*measure).to_owned()),
            ..ItemFields::default()
        };
        *place = add_item(&mut ctx, plan.id, fields, None, &Decision::default()).await?.id;
    }
    ctx.commit().await?;

    let mut version = plan.version;
    for (account, act) in [
        (officer, PlanMove::Review),
        (officer, PlanMove::Submit),
        (leader, PlanMove::Approve),
        (leader, PlanMove::Issue),
    ] {
        let mut ctx = Ctx::for_account(app, account).await?;
        version = move_plan(&mut ctx, plan.id, version, act, &Decision::default()).await?.version;
        ctx.commit().await?;
    }
    let mut ctx = Ctx::for_account(app, officer).await?;
    for (number, _, _, indicator) in TARGETS {
        choose_indicator(&mut ctx, items[number].0, indicator).await?;
    }
    ctx.commit().await?;
    let mut ctx = Ctx::for_account(app, leader).await?;
    set_allotment(&mut ctx, plan.id, version, Some(650_000_000)).await?;
    ctx.commit().await?;
    Ok(items)
}

/// Every commune gets its own task.
async fn spread(app: &App, leader: AccountId, item: PlanItemId, due_on: NaiveDate) -> Result<(), CliError> {
    let mut ctx = Ctx::for_account(app, leader).await?;
    fan_out(&mut ctx, item, &Selection::Level("commune"), Some(due_on)).await?;
    ctx.commit().await?;
    Ok(())
}

async fn assign(
    app: &App,
    leader: AccountId,
    item: PlanItemId,
    assignee: AccountId,
    due_on: NaiveDate,
) -> Result<(), CliError> {
    let unit = Ctx::for_account(app, assignee).await?.unit()?;
    let mut ctx = Ctx::for_account(app, leader).await?;
    let task = Give {
        unit,
        assignee: Some(assignee),
        coordinators: Vec::new(),
        start_on: None,
        due_on: Some(due_on),
    };
    give(&mut ctx, item, &task).await?;
    ctx.commit().await?;
    Ok(())
}

/// One task done and checked, one waiting to be checked, one begun; the rest as they fall.
async fn work(app: &App, worker: AccountId, leader: AccountId) -> Result<(), CliError> {
    let tasks = people::tasks_of(app, worker).await?;
    let finished = tasks.first().copied();
    for (place, task) in tasks.iter().enumerate().take(3) {
        let mut ctx = Ctx::for_account(app, worker).await?;
        add_note(&mut ctx, *task, "Đã họp với các bản, tiểu khu và thống nhất cách làm.", Some(40), None)
            .await?;
        if place < 2 {
            let piece = NewPiece {
                kind: "link".to_owned(),
                title: "Biên bản cuộc họp (mẫu)".to_owned(),
                link: "https://example.invalid/bien-ban".to_owned(),
                dated_on: Some(app.clock.today()),
                file: None,
            };
            add_evidence(&mut ctx, *task, &piece).await?;
            change_state(
                &mut ctx,
                *task,
                TaskMove::Submit,
                &Change { reason: "", document: "", version: None },
            )
            .await?;
        }
        ctx.commit().await?;
    }
    // One waits for money, as things do.
    if let Some(task) = tasks.get(3) {
        let mut ctx = Ctx::for_account(app, leader).await?;
        let reason = "Chờ kinh phí được phân bổ";
        change_state(&mut ctx, *task, TaskMove::Suspend, &Change { reason, document: "", version: None })
            .await?;
        ctx.commit().await?;
    }
    if let Some(task) = finished {
        let mut ctx = Ctx::for_account(app, leader).await?;
        change_state(&mut ctx, task, TaskMove::Verify, &Change { reason: "", document: "", version: None })
            .await?;
        ctx.commit().await?;
    }
    Ok(())
}
