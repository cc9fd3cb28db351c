//! Sample papers on their way out: one sent to the communes, others at earlier steps.

use dispatch::OutgoingId;
use dispatch::actions::{
    Ask, PaperMoveRequest, ask_opinions, create_paper, issue_paper, move_paper, open_receipt,
    register_receipt, send, starting_content,
};
use dispatch::paper::PaperMove;
use dispatch::store::receipts::list_inbox;
use kit::AccountId;
use kit::web::{App, Caller, Ctx};

use super::people;
use crate::error::CliError;

/// Makes the papers and lets people work on them.
pub async fn send_out(app: &App) -> Result<(), CliError> {
    let officer = people::find(app, "chuyenvien").await?;
    let clerk = people::find(app, "vanthu").await?;
    let leader = people::find(app, "lanhdao").await?;
    let festival = "Ban Thường trực thông báo về việc tổ chức Ngày hội Đại đoàn kết toàn dân tộc như sau:\n# THỜI GIAN\nTừ \
        ngày 10/11 đến ngày 18/11.\n# NỘI DUNG\n- Phần lễ trang trọng, tiết kiệm.\n- Phần hội vui tươi, có bữa cơm đoàn kết.";
    let sent =
        draft(app, officer, "notice", "Tổ chức Ngày hội Đại đoàn kết toàn dân tộc ở khu dân cư", festival)
            .await?;
    for (who, act) in [
        (officer, PaperMove::Submit),
        (clerk, PaperMove::PassForm),
        (leader, PaperMove::Sign),
        (clerk, PaperMove::Number),
    ] {
        step(app, who, sent, act).await?;
    }
    issue_paper(&Caller::for_account(app, clerk).await?, sent, None).await?;
    let mut ctx = Ctx::for_account(app, clerk).await?;
    send(&mut ctx, sent, "", true).await?;
    ctx.commit().await?;
    receive(app).await?;

    let support = "Đề nghị Ủy ban MTTQ Việt Nam các xã, phường rà soát hộ nghèo có khó khăn về nhà ở, gửi danh sách trước ngày 20.";
    let signed = draft(app, officer, "letter", "V/v rà soát hộ nghèo có khó khăn về nhà ở", support).await?;
    for (who, act) in [(officer, PaperMove::Submit), (clerk, PaperMove::PassForm), (leader, PaperMove::Sign)]
    {
        step(app, who, signed, act).await?;
    }
    let plan = "# MỤC ĐÍCH, YÊU CẦU\nTập huấn thiết thực, sát cơ sở.\n# NỘI DUNG\n- Nghiệp vụ giám sát.\n- Kỹ năng vận động.\n\
        # TỔ CHỨC THỰC HIỆN\nCác xã, phường cử cán bộ tham dự.";
    let asked = draft(app, officer, "plan", "Tập huấn nghiệp vụ công tác Mặt trận năm tới", plan).await?;
    let mut ctx = Ctx::for_account(app, officer).await?;
    let due_on = vi::date::short(app.clock.today() + chrono::Days::new(7));
    ask_opinions(&mut ctx, asked, &Ask { units: String::new(), all_below: true, due_on }).await?;
    ctx.commit().await?;
    draft(
        app,
        officer,
        "report",
        "Kết quả công tác Mặt trận tháng này",
        "# KẾT QUẢ THỰC HIỆN\nĐang tổng hợp.",
    )
    .await?;
    Ok(())
}

async fn draft(
    app: &App,
    officer: AccountId,
    template: &str,
    summary: &str,
    body: &str,
) -> Result<OutgoingId, CliError> {
    let mut ctx = Ctx::for_account(app, officer).await?;
    let mut content = starting_content(&mut ctx, template).await?;
    summary.clone_into(&mut content.summary);
    body.clone_into(&mut content.body);
    "Thường trực Tỉnh ủy".clone_into(&mut content.report_to);
    "Ủy ban MTTQ Việt Nam các xã, phường".clone_into(&mut content.act_to);
    let made = create_paper(&mut ctx, template, &content).await?;
    ctx.commit().await?;
    Ok(made.id)
}

async fn step(app: &App, who: AccountId, id: OutgoingId, act: PaperMove) -> Result<(), CliError> {
    let mut ctx = Ctx::for_account(app, who).await?;
    let asked = PaperMoveRequest {
        act,
        version: None,
        reason: String::new(),
        dated_on: String::new(),
        superseded_by: None,
        number: String::new(),
    };
    move_paper(&mut ctx, id, &asked).await?;
    ctx.commit().await?;
    Ok(())
}

/// One commune has registered the paper, another has only opened it.
async fn receive(app: &App) -> Result<(), CliError> {
    for (login, registers) in [("muongbu", true), ("tohieu", false)] {
        let account = people::find(app, login).await?;
        let mut ctx = Ctx::for_account(app, account).await?;
        let unit = ctx.unit()?;
        let inbox = list_inbox(ctx.tx(), unit, 1).await?;
        let Some(receipt) = inbox.first() else { continue };
        open_receipt(&mut ctx, receipt.id).await?;
        ctx.commit().await?;
        if registers {
            register_receipt(&Caller::for_account(app, account).await?, receipt.id).await?;
        }
    }
    Ok(())
}
