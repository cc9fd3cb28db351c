//! Stories of people who handle papers, on both engines.

mod bad_input;
mod register;
mod together;

use axum::body::Body;
use axum::http::Method;
use kit::testing::{Client, Reply};

pub(crate) const PLAN: &[u8] = include_bytes!("../../paper/tests/fixtures/plan-2024.txt");
pub(crate) const RESOLUTION: &[u8] = include_bytes!("../../paper/tests/fixtures/resolution-10.txt");

/// A small paper with a head, so that stories may choose symbol, day and words.
pub(crate) fn paper(symbol: &str, day: &str, kind: &str, title: &str, words: &str) -> String {
    format!(
        "ỦY BAN MTTQ VIỆT NAM TỈNH SƠN LA\nBAN THƯỜNG TRỰC\nSố: {symbol}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\
         Độc lập - Tự do - Hạnh phúc\nSơn La, ngày {day}\n{kind}\n{title}\n\nI. NỘI DUNG\n1. {words}\n"
    )
}

/// Registers a file through the API and answers with its body.
pub(crate) async fn import(client: &Client, name: &str, bytes: &[u8]) -> serde_json::Value {
    client.upload("/api/v1/documents", name, bytes, &[("secrecy", "no")]).await.expect(201).json()
}

pub(crate) async fn count(client: &Client) -> usize {
    client.get("/api/v1/documents").await.expect(200).json()["documents"].as_array().map_or(0, Vec::len)
}

const BORDER: &str = "----story";

/// A multipart body with several files.
pub(crate) fn multipart(files: &[(&str, &[u8])], fields: &[(&str, &str)]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(
            format!("--{BORDER}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                .bytes(),
        );
    }
    for (name, bytes) in files {
        body.extend(
            format!(
                "--{BORDER}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
            )
            .bytes(),
        );
        body.extend(*bytes);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BORDER}--\r\n").bytes());
    body
}

pub(crate) async fn send(client: &Client, path: &str, body: Vec<u8>) -> Reply {
    client
        .send(Method::POST, path, &format!("multipart/form-data; boundary={BORDER}"), Body::from(body))
        .await
}
