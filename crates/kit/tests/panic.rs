//! A mistake of ours that stops a request half way has an answer that can be read, and leaves no trace in the data.

use axum::http::Method;
use axum::routing::{get, post};
use kit::permission::Role;
use kit::storage::only;
use kit::testing::TestApp;
use kit::web::{Acting, App, Empty};

async fn breaks() {
    panic!("bảng trống");
}

async fn breaks_while_writing(Acting(mut ctx, Empty): Acting<Empty>) {
    ctx.tx().execute("insert into setting (name, value) values ('half', 'way')", &[]).await.expect("inserts");
    panic!("half way");
}

fn routes() -> axum::Router<App> {
    axum::Router::new()
        .route("/breaks", get(breaks))
        .route("/api/v1/breaks", get(breaks))
        .route("/api/v1/half", post(breaks_while_writing))
}

async fn it_is_answered_in_both_languages(test: TestApp) {
    let guest = test.guest();
    for (cookie, said, label) in [
        ("lang=vi", "Chương trình gặp lỗi", "Mã thao tác"),
        ("lang=en", "The program made a mistake", "Operation id"),
    ] {
        let guest = guest.with_cookie(cookie);
        let page = guest.get("/breaks").await.expect(500).text();
        assert!(page.contains("<!DOCTYPE html>") && page.contains(said), "{page}");
        let (_, operation) = page.split_once(label).expect("an operation id");
        let (_, operation) = operation.split_once("<code>").expect("an operation id");
        assert_eq!(operation.find("</code>"), Some(9), "{page}");
        assert!(!page.contains("bảng trống"), "the cause is for the log: {page}");

        let problem = guest.get("/api/v1/breaks").await.expect(500);
        assert_eq!(problem.headers["content-type"], "application/problem+json");
        let problem = problem.json();
        assert_eq!(problem["code"], "internal");
        assert!(problem["detail"].as_str().is_some_and(|detail| detail.starts_with(said)), "{problem}");
        assert_eq!(problem["operation"].as_str().map(str::len), Some(9), "{problem}");
    }
}

async fn what_it_had_written_is_gone_and_the_next_can_write(test: TestApp) {
    let person = test.person("canbo", test.north, Role::CommuneOfficer).await;
    for _ in 0..3 {
        person.send_json(Method::POST, "/api/v1/half", serde_json::json!({})).await.expect(500);
    }
    let mut tx = test.app.db.write_together().await.expect("a transaction");
    let count = "select count(*) from setting where name = 'half'";
    assert_eq!(tx.one(count, &[], only::<i64>).await.expect("counts"), 0);
}

kit::on_both_engines! { it_is_answered_in_both_languages, what_it_had_written_is_gone_and_the_next_can_write }
