//! Papers beside each other: citations found, conflicts, chains.

use kit::permission::Role;
use kit::testing::{Client, TestApp};
use serde_json::Value;

use super::{import, paper};
use crate::routes;

kit::on_both_engines! {
    a_cited_paper_is_found_when_it_comes_in,
    one_directive_under_two_dates_is_a_conflict,
    two_papers_with_one_symbol_are_told_apart,
    a_correction_links_what_cites_it,
    a_chain_runs_from_resolution_to_own_plan,
    a_link_never_leads_out_of_sight,
    findings_go_when_their_reason_goes,
    a_conference_whose_number_does_not_follow_is_noticed,
}

async fn show(client: &Client, id: &Value) -> Value {
    client.get(&format!("/api/v1/documents/{id}")).await.expect(200).json()
}

fn citation<'a>(paper: &'a Value, symbol: &str) -> &'a Value {
    let found = paper["citations"].as_array().into_iter().flatten().find(|row| row["symbol"] == symbol);
    found.unwrap_or_else(|| panic!("{symbol} is not cited in {paper}"))
}

fn directive(day: &str) -> String {
    paper(
        "31-CT/TU",
        day,
        "CHỈ THỊ",
        "Về lãnh đạo Đại hội MTTQ Việt Nam các cấp",
        "Các cấp ủy lãnh đạo Đại hội.",
    )
}

fn citing(number: u8, words: &str) -> String {
    paper(&format!("{number}/KH-MTTQ-BTT"), "10 tháng 01 năm 2024", "KẾ HOẠCH", "Công tác năm 2024", words)
}

const DIRECTIVE_2023: &str = "Thực hiện Chỉ thị số 31-CT/TU ngày 30/6/2023 của Ban Thường vụ Tỉnh ủy.";

async fn a_cited_paper_is_found_when_it_comes_in(app: TestApp) {
    let clerk = app.person("clerk", app.province, Role::Clerk).await;
    let plan = import(&clerk, "a.txt", citing(12, DIRECTIVE_2023).as_bytes()).await;
    assert_eq!(citation(&plan, "31-CT/TU")["standing"], "not_in_register");
    let page = clerk.get(&format!("/documents/{}/citations", plan["id"])).await.expect(200).text();
    assert!(page.contains("Nhập văn bản này"), "{page}");
    let directive = import(&clerk, "b.txt", directive("30 tháng 6 năm 2023").as_bytes()).await;
    let now = show(&clerk, &plan["id"]).await;
    assert_eq!(citation(&now, "31-CT/TU")["standing"], "found");
    assert_eq!(citation(&now, "31-CT/TU")["target"], directive["id"]);
    let relations =
        clerk.get(&format!("/api/v1/documents/{}/relations", directive["id"])).await.expect(200).json();
    assert_eq!(
        (&relations[0]["document"]["id"], &relations[0]["is_cited"]),
        (&plan["id"], &Value::Bool(false))
    );
    // A cancelled paper is no longer found.
    let form = [("version", "1"), ("reason", "Nhầm")];
    clerk.post(&format!("/documents/{}/cancel", directive["id"]), &form).await.expect(303);
    assert_eq!(citation(&show(&clerk, &plan["id"]).await, "31-CT/TU")["standing"], "not_in_register");
}

async fn one_directive_under_two_dates_is_a_conflict(app: TestApp) {
    let clerk = app.person("clerk", app.province, Role::Clerk).await;
    let directive = import(&clerk, "b.txt", directive("30 tháng 6 năm 2023").as_bytes()).await;
    let words = DIRECTIVE_2023.replace("30/6/2023", "30/6/2013");
    let plan = import(&clerk, "a.txt", citing(12, &words).as_bytes()).await;
    let cited = citation(&plan, "31-CT/TU");
    assert_eq!(cited["standing"], "date_conflict");
    assert_eq!(cited["issued_on"], "2013-06-30", "the words stay as written");
    assert_eq!(cited["candidates"][0]["document"], directive["id"]);
    // A person says that it is the same paper; checking again does not undo that.
    let link = format!("/documents/{}/citations/{}/link", plan["id"], cited["id"]);
    clerk.post(&link, &[("target", &directive["id"].to_string())]).await.expect(303);
    clerk.post(&format!("/documents/{}/check", plan["id"]), &[]).await.expect(303);
    clerk.post(&format!("/documents/{}/read-again", plan["id"]), &[]).await.expect(303);
    let now = show(&clerk, &plan["id"]).await;
    assert_eq!(citation(&now, "31-CT/TU")["standing"], "found");
    assert_eq!(citation(&now, "31-CT/TU")["is_linked_by_hand"], true);
    let link = format!("/documents/{}/citations/{}/link", plan["id"], citation(&now, "31-CT/TU")["id"]);
    clerk.post(&link, &[("target", "")]).await.expect(303);
    assert_eq!(citation(&show(&clerk, &plan["id"]).await, "31-CT/TU")["standing"], "date_conflict");
}

async fn two_papers_with_one_symbol_are_told_apart(app: TestApp) {
    let clerk = app.person("clerk", app.province, Role::Clerk).await;
    let guidance = |day| paper("96/HD-MTTW-BTT", day, "HƯỚNG DẪN", "Hướng dẫn", "Các cấp thực hiện.");
    import(&clerk, "a.txt", guidance("05 tháng 12 năm 2017").as_bytes()).await;
    let right = import(&clerk, "b.txt", guidance("01 tháng 02 năm 2023").as_bytes()).await;
    let words = "Thực hiện Hướng dẫn số 96/HD-MTTW-BTT ngày 01/02/2023 của Ban Thường trực.";
    let dated = import(&clerk, "c.txt", citing(1, words).as_bytes()).await;
    assert_eq!(citation(&dated, "96/HD-MTTW-BTT")["target"], right["id"]);
    let words = "Thực hiện Hướng dẫn số 96/HD-MTTW-BTT của Ban Thường trực.";
    let undated = import(&clerk, "d.txt", citing(2, words).as_bytes()).await;
    let cited = citation(&undated, "96/HD-MTTW-BTT");
    assert_eq!(cited["standing"], "ambiguous");
    assert_eq!(cited["candidates"].as_array().map(Vec::len), Some(2));
}

async fn a_correction_links_what_cites_it(app: TestApp) {
    let clerk = app.person("clerk", app.province, Role::Clerk).await;
    let plan = import(&clerk, "a.txt", citing(12, DIRECTIVE_2023).as_bytes()).await;
    let misread = import(&clerk, "b.txt", directive("30 tháng 6 năm 2022").as_bytes()).await;
    assert_eq!(citation(&show(&clerk, &plan["id"]).await, "31-CT/TU")["standing"], "date_conflict");
    let form = [("version", "1"), ("issued_on", "30/06/2023")];
    clerk.post(&format!("/documents/{}/edit", misread["id"]), &form).await.expect(303);
    assert_eq!(citation(&show(&clerk, &plan["id"]).await, "31-CT/TU")["target"], misread["id"]);
}

async fn a_chain_runs_from_resolution_to_own_plan(app: TestApp) {
    let clerk = app.person("clerk", app.province, Role::Clerk).await;
    let own = citing(
        15,
        "Thực hiện Nghị quyết số 43-NQ/TW ngày 24/11/2023 của Ban Chấp hành Trung ương và Kế hoạch số 197-KH/TU ngày 22/12/2023 của Ban Thường vụ Tỉnh ủy.",
    );
    let own = import(&clerk, "own.txt", own.as_bytes()).await;
    let party = paper(
        "197-KH/TU",
        "22 tháng 12 năm 2023",
        "KẾ HOẠCH",
        "Thực hiện Nghị quyết 43",
        "Thực hiện Nghị quyết số 43-NQ/TW ngày 24/11/2023 của Ban Chấp hành Trung ương.",
    );
    let party = import(&clerk, "party.txt", party.as_bytes()).await;
    let central =
        paper("43-NQ/TW", "24 tháng 11 năm 2023", "NGHỊ QUYẾT", "Về đại đoàn kết", "Phát huy sức mạnh.");
    let central = import(&clerk, "central.txt", central.as_bytes()).await;
    let chains = clerk.get("/api/v1/documents/chains").await.expect(200).json();
    assert_eq!(chains.as_array().map(Vec::len), Some(1), "{chains}");
    assert_eq!(chains[0]["document"]["id"], central["id"]);
    assert_eq!(chains[0]["followed_by"][0]["document"]["id"], party["id"]);
    assert_eq!(chains[0]["followed_by"][0]["followed_by"][0]["document"]["id"], own["id"]);
    assert_eq!(chains[0]["tie"], Value::Null);
    let tie = |chains: &Value| chains[0]["followed_by"][0]["followed_by"][0]["tie"].clone();
    assert_eq!(tie(&chains), "implied", "the plan cites it in passing");
    let page = clerk.get("/documents/chains").await.expect(200).text();
    assert!(
        page.contains("197-KH/TU") && page.contains("Suy ra") && !page.contains("Nêu rõ</span>"),
        "{page}"
    );
    // Who links the two says so.
    let cited = show(&clerk, &own["id"]).await;
    let link = format!("/documents/{}/citations/{}/link", own["id"], citation(&cited, "197-KH/TU")["id"]);
    clerk.post(&link, &[("target", &party["id"].to_string())]).await.expect(303);
    assert_eq!(tie(&clerk.get("/api/v1/documents/chains").await.expect(200).json()), "stated");
}

async fn a_link_never_leads_out_of_sight(app: TestApp) {
    let commune = app.person("commune", app.north, Role::CommuneOfficer).await;
    let neighbour = app.person("neighbour", app.south, Role::CommuneOfficer).await;
    let province = app.person("province", app.province, Role::Clerk).await;
    let directive = directive("30 tháng 6 năm 2023");
    import(&neighbour, "a.txt", directive.as_bytes()).await;
    import(&province, "a.txt", directive.as_bytes()).await;
    let plan = import(&commune, "b.txt", citing(3, DIRECTIVE_2023).as_bytes()).await;
    assert_eq!(citation(&plan, "31-CT/TU")["standing"], "not_in_register");
    assert_eq!(citation(&plan, "31-CT/TU")["candidates"].as_array().map(Vec::len), Some(0));
    // The province sees the commune's paper, and the commune's register is what counts for it.
    assert_eq!(citation(&show(&province, &plan["id"]).await, "31-CT/TU")["standing"], "not_in_register");
    let own = import(&commune, "a.txt", directive.as_bytes()).await;
    assert_eq!(citation(&show(&commune, &plan["id"]).await, "31-CT/TU")["target"], own["id"]);
}

fn finding<'a>(paper: &'a Value, kind: &str) -> Option<&'a Value> {
    paper["findings"].as_array().into_iter().flatten().find(|row| row["kind"] == kind)
}

async fn findings_go_when_their_reason_goes(app: TestApp) {
    let clerk = app.person("clerk", app.province, Role::Clerk).await;
    let plan = import(&clerk, "a.txt", citing(12, DIRECTIVE_2023).as_bytes()).await;
    assert_eq!(
        finding(&plan, "unknown_paper").map(|row| &row["state"]),
        Some(&Value::from("open")),
        "{plan}"
    );
    // Another paper of the register dates the directive otherwise: both are told.
    let words = DIRECTIVE_2023.replace("30/6/2023", "30/6/2013");
    let other = import(&clerk, "b.txt", citing(13, &words).as_bytes()).await;
    assert!(finding(&other, "citation_dates_differ").is_some(), "{other}");
    let now = show(&clerk, &plan["id"]).await;
    assert!(finding(&now, "citation_dates_differ").is_some(), "{now}");
    // The directive itself comes in: it settles which date is right.
    import(&clerk, "c.txt", directive("30 tháng 6 năm 2023").as_bytes()).await;
    let now = show(&clerk, &plan["id"]).await;
    for kind in ["unknown_paper", "citation_dates_differ"] {
        assert_eq!(
            finding(&now, kind).map(|row| &row["state"]),
            Some(&Value::from("resolved")),
            "{kind} {now}"
        );
    }
    let other = show(&clerk, &other["id"]).await;
    assert_eq!(finding(&other, "citation_dates_differ").map(|row| &row["state"]), Some(&Value::from("open")));
    let open = clerk.get("/api/v1/documents?findings=open").await.expect(200).json();
    let numbers: Vec<&Value> =
        open["documents"].as_array().into_iter().flatten().map(|row| &row["id"]).collect();
    assert!(numbers.contains(&&other["id"]), "{open}");
}

async fn a_conference_whose_number_does_not_follow_is_noticed(app: TestApp) {
    let clerk = app.person("clerk", app.province, Role::Clerk).await;
    import(&clerk, "10.txt", super::RESOLUTION).await;
    let tenth = std::str::from_utf8(super::RESOLUTION).expect("UTF-8");
    let twelfth = tenth.replace("lần thứ mười", "lần thứ mười hai").replace("04/01/2024", "04/07/2024");
    let paper = import(&clerk, "12.txt", twelfth.as_bytes()).await;
    assert!(finding(&paper, "number_does_not_follow").is_some(), "{}", paper["findings"]);
}
