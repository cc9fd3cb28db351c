//! What is sent and cannot be taken: the answer names the field, the limit that was met, and a way on that fits who asked.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use axum::routing::post;
use kit::permission::Role;
use kit::testing::{Client, Reply, TestApp};
use kit::web::{Acting, App, Form, Json, Upload};

#[derive(serde::Deserialize)]
struct Note {
    body: String,
    #[serde(default)]
    parts: Vec<Part>,
}

#[derive(serde::Deserialize)]
struct Part {
    weight: i64,
}

async fn keep(Acting(_, Json(note)): Acting<Json<Note>>) -> StatusCode {
    assert!(!note.body.is_empty() && note.parts.iter().all(|part| part.weight > 0));
    StatusCode::NO_CONTENT
}

async fn enter(Acting(_, Form(note)): Acting<Form<Note>>) -> StatusCode {
    assert!(!note.body.is_empty());
    StatusCode::NO_CONTENT
}

async fn upload(Acting(_, Upload { .. }): Acting<Upload>) -> StatusCode {
    StatusCode::NO_CONTENT
}

fn routes() -> axum::Router<App> {
    axum::Router::new()
        .route("/api/v1/notes", post(keep))
        .route("/api/v1/files", post(upload))
        .route("/notes", post(enter))
}

async fn send(person: &Client, path: &str, kind: &str, body: impl Into<Body>) -> Reply {
    person.send(Method::POST, path, kind, body.into()).await
}

async fn a_program_is_told_the_field(test: TestApp) {
    let person = test.person("canbo", test.north, Role::CommuneOfficer).await;
    let end = "; chưa có gì thay đổi. Hãy sửa theo mô tả tại /api/v1/openapi.json rồi gửi lại.";
    for (body, field, reason) in [
        ("{}", "body", "thiếu trường “body”"),
        (r#"{"body":7}"#, "body", "giá trị của trường “body” không đúng kiểu hoặc không được phép"),
        (r#"{"body":"a","parts":[{}]}"#, "parts[0].weight", "thiếu trường “parts[0].weight”"),
        ("{", "", "JSON sai cú pháp ở dòng 1, cột 1"),
        ("\"a\"", "", "cấu trúc không đúng"),
        (r#"{"body":"\u0000"}"#, "", "có ký tự rỗng (U+0000)"),
    ] {
        let reply = send(&person, "/api/v1/notes", "application/json", body).await.expect(422);
        let problem = reply.json();
        assert_eq!(reply.status_and_code(), "422 unreadable");
        assert_eq!(problem["detail"], format!("Không đọc được nội dung gửi lên: {reason}{end}"), "{body}");
        let told = if field.is_empty() { "" } else { reason };
        assert_eq!(problem["errors"][0]["field"].as_str().unwrap_or(""), field, "{problem}");
        assert_eq!(problem["errors"][0]["message"].as_str().unwrap_or(""), told, "{problem}");
    }
    let reply = send(&person, "/api/v1/files", "multipart/form-data", "x").await.expect(422).json();
    let detail = format!("Không đọc được nội dung gửi lên: không đúng dạng multipart/form-data{end}");
    assert_eq!(reply["detail"], detail);
}

async fn a_person_is_told_to_reload(test: TestApp) {
    let person = test.person("canbo", test.north, Role::CommuneOfficer).await;
    let page = person.post("/notes", &[("year", "7")]).await.expect(422).text();
    let told = "Không đọc được nội dung gửi lên: thiếu trường “body”. Hãy tải lại trang và nhập lại.";
    assert!(page.contains(told), "{page}");
}

async fn the_limit_told_is_the_limit_met(test: TestApp) {
    let person = test.person("canbo", test.north, Role::CommuneOfficer).await;
    let long = vec![b' '; 2 * 1024 * 1024 + 1];
    let reply = send(&person, "/api/v1/notes", "application/json", long).await;
    assert_eq!(reply.status_and_code(), "413 too_large");
    let detail = reply.json()["detail"].as_str().unwrap_or_default().to_owned();
    assert!(detail.contains("(tối đa 2 MB)"), "{detail}");

    let test = test.with_settings(routes, |settings| settings.max_upload_bytes = 3 * 1024 * 1024);
    let person = test.person("vanthu", test.north, Role::CommuneOfficer).await;
    let reply = person.upload("/api/v1/files", "a.txt", &vec![b'x'; 8 * 1024 * 1024], &[]).await;
    assert_eq!(reply.status_and_code(), "413 too_large");
    let detail = reply.json()["detail"].as_str().unwrap_or_default().to_owned();
    assert!(detail.contains("(tối đa 3 MB)"), "{detail}");
}

kit::on_both_engines! { a_program_is_told_the_field, a_person_is_told_to_reload, the_limit_told_is_the_limit_met }
