//! Whatever is sent: a clear message, and nothing half done.

use axum::body::Body;
use axum::http::Method;
use kit::permission::Role;
use kit::testing::{Client, TestApp};

use super::{PLAN, RESOLUTION, count, import, multipart};
use crate::routes;

kit::on_both_engines! {
    bad_files_are_refused_by_name,
    files_that_hide_their_text_are_refused,
    every_format_gives_the_same_paper,
    old_fonts_are_converted_and_said_so,
    a_secret_paper_leaves_no_trace,
    the_question_must_be_answered,
    an_upload_cut_half_way_leaves_nothing,
    a_full_or_missing_files_folder_leaves_nothing,
    broken_word_lists_are_said_so,
    the_api_takes_one_file,
}

/// How many rows and files there are, whatever the list shows.
async fn traces(app: &TestApp) -> (i64, i64, usize) {
    let mut tx = app.app.db.read().await.expect("a transaction");
    let documents = tx.one("select count(*) from document", &[], kit::storage::only).await.expect("counts");
    let files = tx.one("select count(*) from file", &[], kit::storage::only).await.expect("counts");
    let folders = std::fs::read_dir(&app.app.settings.files).map_or(0, Iterator::count);
    (documents, files, folders)
}

async fn refused(clerk: &Client, name: &str, bytes: &[u8], expected: &str) {
    let reply = clerk.upload("/api/v1/documents", name, bytes, &[("secrecy", "no")]).await;
    assert_eq!(reply.status_and_code(), expected, "{name}");
    let detail = reply.json()["detail"].as_str().unwrap_or("").to_owned();
    assert!(detail.contains(name), "{detail}");
    let page = clerk.upload("/documents/new", name, bytes, &[("secrecy", "no")]).await;
    assert_eq!(page.status.as_u16().to_string(), expected[..3], "{name}");
    assert!(page.text().contains(&format!("“{name}”")), "{}", page.text());
}

async fn bad_files_are_refused_by_name(app: TestApp) {
    let clerk = app.person("clerk", app.province, Role::Clerk).await;
    refused(&clerk, "trống.txt", b"", "422 file_empty").await;
    refused(&clerk, "chỉ dấu cách.txt", b" \n\t \r\n", "422 file_empty").await;
    refused(&clerk, "ảnh.docx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "422 file_unsupported").await;
    refused(&clerk, "cụt.docx", b"PK\x03\x04\x14\0\0\0\x08\0", "422 file_truncated").await;
    let large = vec![b'a'; 51 * 1024 * 1024];
    refused(&clerk, "to.txt", &large, "413 file_too_large").await;
    assert_eq!(traces(&app).await, (0, 0, 0));
}

async fn a_secret_paper_leaves_no_trace(app: TestApp) {
    let clerk = app.person("clerk", app.province, Role::Clerk).await;
    let secret = "TỈNH ỦY SƠN LA\nTỐI MẬT\nSố: 12-BC/TU\nBÁO CÁO\nvề nhân sự\n";
    let reply = clerk.upload("/api/v1/documents", "mat.txt", secret.as_bytes(), &[("secrecy", "no")]).await;
    assert_eq!(reply.status_and_code(), "422 state_secret");
    let page = clerk
        .upload("/documents/new", "mat.txt", secret.as_bytes(), &[("secrecy", "no")])
        .await
        .expect(422)
        .text();
    assert!(page.contains("sổ văn bản mật") && !page.contains("mat.txt"), "{page}");
    // Said to be secret: refused without a look.
    clerk.upload("/documents/new", "a.txt", PLAN, &[("secrecy", "yes")]).await.expect(422);
    assert_eq!(traces(&app).await, (0, 0, 0));
}

async fn the_question_must_be_answered(app: TestApp) {
    let clerk = app.person("clerk", app.province, Role::Clerk).await;
    let reply = clerk.upload("/api/v1/documents", "a.txt", PLAN, &[]).await;
    assert_eq!(reply.status_and_code(), "422 secrecy_unanswered");
    clerk.upload("/documents/new", "a.txt", PLAN, &[]).await.expect(422);
    let reply =
        clerk.upload("/api/v1/documents", "a.txt", PLAN, &[("secrecy", "no"), ("direction", "up")]).await;
    assert_eq!(reply.status_and_code(), "422 direction_unknown");
    assert_eq!(traces(&app).await, (0, 0, 0));
}

async fn an_upload_cut_half_way_leaves_nothing(app: TestApp) {
    let clerk = app.person("clerk", app.province, Role::Clerk).await;
    let whole = multipart(&[("a.txt", RESOLUTION), ("b.txt", PLAN)], &[("secrecy", "no")]);
    for cut in [whole.len() / 2, whole.len() - 12, 40] {
        for path in ["/documents/new", "/api/v1/documents"] {
            let body = Body::from(whole[..cut].to_vec());
            let reply = clerk.send(Method::POST, path, "multipart/form-data; boundary=----story", body).await;
            let reply = reply.expect(422);
            assert!(reply.text().contains("ngắt giữa chừng"), "{}", reply.text());
        }
    }
    assert_eq!(traces(&app).await, (0, 0, 0));
}

async fn a_full_or_missing_files_folder_leaves_nothing(app: TestApp) {
    let clerk = app.person("clerk", app.province, Role::Clerk).await;
    // A plain file stands where the folder should be: nothing can be written there, whoever runs the test.
    std::fs::write(&app.app.settings.files, b"").expect("writes");
    let reply = clerk.upload("/api/v1/documents", "a.txt", RESOLUTION, &[("secrecy", "no")]).await;
    assert_eq!(reply.status_and_code(), "503 file_not_kept");
    let page =
        clerk.upload("/documents/new", "a.txt", RESOLUTION, &[("secrecy", "no")]).await.expect(503).text();
    assert!(page.contains("quản trị viên"), "{page}");
    assert_eq!(traces(&app).await, (0, 0, 0));
    std::fs::remove_file(&app.app.settings.files).expect("removes");
    import(&clerk, "a.txt", RESOLUTION).await;
    assert_eq!(count(&clerk).await, 1);
}

async fn broken_word_lists_are_said_so(app: TestApp) {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("issuers.toml"), "[[issuer]\ncode = ").expect("writes");
    let settings = kit::web::Settings { rules: Some(folder.path().to_owned()), ..app.app.settings.clone() };
    let broken = kit::web::AppState::new(app.app.db.clone(), app.app.clock.clone(), settings, Vec::new);
    let clerk = app.person("clerk", app.province, Role::Clerk).await;
    let caller = kit::web::Caller::for_account(&broken, clerk.account).await.expect("an account");
    let file = || kit::web::UploadedFile { name: "a.txt".into(), bytes: RESOLUTION.into() };
    let wish = crate::ImportWish { direction: crate::Direction::Incoming, is_state_secret: Some(false) };
    let error = crate::import_file(&caller, file(), wish).await.expect_err("a broken list");
    assert!(matches!(error, crate::DocumentError::Rules(_)), "{error}");
    assert_eq!(traces(&app).await, (0, 0, 0));
    // Mended, the office's list counts at once and marks the paper as read by it.
    std::fs::write(folder.path().join("issuers.toml"), "").expect("writes");
    let id = crate::import_file(&caller, file(), wish).await.expect("imports").id();
    let mut ctx = caller.look().await.expect("a context");
    let document = crate::find_document(&mut ctx, id).await.expect("is there");
    assert!(document.read_by.contains('+'), "{}", document.read_by);
}

async fn the_api_takes_one_file(app: TestApp) {
    let clerk = app.person("clerk", app.province, Role::Clerk).await;
    let body = multipart(&[("a.txt", RESOLUTION), ("b.txt", PLAN)], &[("secrecy", "no")]);
    let reply = super::send(&clerk, "/api/v1/documents", body).await;
    assert_eq!(reply.status_and_code(), "422 one_file_only");
    let body = multipart(&[], &[("secrecy", "no")]);
    assert_eq!(super::send(&clerk, "/api/v1/documents", body).await.status_and_code(), "422 no_file");
    assert_eq!(traces(&app).await, (0, 0, 0));
}

fn fixture(name: &str) -> Vec<u8> {
    let path = format!("{}/../paper/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

async fn files_that_hide_their_text_are_refused(app: TestApp) {
    let clerk = app.person("clerk", app.province, Role::Clerk).await;
    refused(&clerk, "khóa.docx", &fixture("encrypted.docx"), "422 file_encrypted").await;
    refused(&clerk, "khóa.pdf", &fixture("encrypted.pdf"), "422 file_encrypted").await;
    refused(&clerk, "chụp.pdf", &fixture("scanned.pdf"), "422 file_scanned_only").await;
    refused(&clerk, "khác.odt", &fixture("plan-auto.odt"), "422 file_unsupported").await;
    let docx = fixture("plan-auto.docx");
    refused(&clerk, "dở.docx", &docx[..docx.len() / 2], "422 file_truncated").await;
    let pdf = fixture("plan-auto.pdf");
    refused(&clerk, "dở.pdf", &pdf[..pdf.len() / 2], "422 file_truncated").await;
    assert_eq!(traces(&app).await, (0, 0, 0));
}

async fn every_format_gives_the_same_paper(app: TestApp) {
    let clerk = app.person("clerk", app.province, Role::Clerk).await;
    for ending in ["docx", "doc", "pdf", "html", "txt"] {
        // The name lies about the content: it does not matter.
        let paper = import(&clerk, "kế hoạch.txt", &fixture(&format!("plan-auto.{ending}"))).await;
        let format = if ending == "txt" { "text" } else { ending };
        assert_eq!((paper["format"].as_str(), paper["type_code"].as_str()), (Some(format), Some("KH")));
        let codes: Vec<&str> = paper["sections"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|row| row["code"].as_str())
            .collect();
        assert!(codes.contains(&"I") && codes.contains(&"II"), "{ending}: {codes:?}");
        let page = clerk.get(&format!("/documents/{}", paper["id"])).await.expect(200).text();
        assert!(page.contains("id=\"II\""), "{ending}");
    }
}

async fn old_fonts_are_converted_and_said_so(app: TestApp) {
    let clerk = app.person("clerk", app.province, Role::Clerk).await;
    let paper = import(&clerk, "cũ.docx", &fixture("tcvn3.docx")).await;
    assert_eq!(paper["notes"][0]["converted_from"], "TCVN3", "{}", paper["notes"]);
    let page = clerk.get(&format!("/documents/{}", paper["id"])).await.expect(200).text();
    assert!(page.contains("phông chữ cũ TCVN3"), "{page}");
}
