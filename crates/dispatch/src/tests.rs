//! Stories of papers on both engines.

mod incoming;
mod life;
mod numbers;
mod pages;
mod signatures;

use axum::Router;
use axum::http::Method;
use kit::UnitId;
use kit::permission::Role;
use kit::testing::{Client, TestApp};
use kit::web::App;
use serde_json::{Value, json};

pub fn routes() -> Router<App> {
    let file =
        |name: &str| std::fs::read(format!("../print/tests/signing/{name}")).expect("a file of the tests");
    let key = String::from_utf8(file("p256.key")).expect("PEM");
    let key = print::signing::LocalKey::from_pem(&key, &file("p256.pem")).expect("a key");
    let roots = print::signing::Roots::from_bytes(&file("root.pem")).expect("a root");
    let means = crate::signing::SigningMeans { signer: Some(std::sync::Arc::new(key)), roots };
    crate::routes_with(means).merge(documents::routes())
}

/// The people of a unit who bring a paper out.
pub struct Office {
    pub officer: Client,
    pub clerk: Client,
    pub leader: Client,
}

pub async fn office(app: &TestApp, name: &str, unit: UnitId) -> Office {
    Office {
        officer: app.person(&format!("{name}-officer"), unit, Role::Officer).await,
        clerk: app.person(&format!("{name}-clerk"), unit, Role::Clerk).await,
        leader: app.person(&format!("{name}-leader"), unit, Role::Leader).await,
    }
}

pub fn draft(template: &str) -> Value {
    json!({
        "template": template,
        "abstract": "Triển khai Ngày hội Đại đoàn kết toàn dân tộc",
        "body": "Căn cứ Kế hoạch số 12/KH-MTTQ-BTT ngày 04/01/2024, Ban Thường trực thông báo như sau:\n# NỘI DUNG\n- Một\n- Hai\n# TỔ CHỨC THỰC HIỆN\nCác xã thực hiện.",
        "act_to": "Ủy ban MTTQ Việt Nam các xã, phường",
        "report_to": "Thường trực Tỉnh ủy",
    })
}

pub async fn drafted(office: &Office, template: &str) -> i64 {
    let made =
        office.officer.send_json(Method::POST, "/api/v1/outgoing", draft(template)).await.expect(201).json();
    made["id"].as_i64().expect("an id")
}

pub async fn act(client: &Client, id: i64, act: &str) -> kit::testing::Reply {
    let body = json!({ "act": act, "reason": "Lý do mẫu" });
    client.send_json(Method::POST, &format!("/api/v1/outgoing/{id}/move"), body).await
}

/// A draft that the leader has signed.
pub async fn signed(office: &Office, template: &str) -> i64 {
    let id = drafted(office, template).await;
    act(&office.officer, id, "submit").await.expect(200);
    act(&office.clerk, id, "pass_form").await.expect(200);
    act(&office.leader, id, "sign").await.expect(200);
    id
}

pub async fn issued(office: &Office, template: &str) -> i64 {
    let id = signed(office, template).await;
    act(&office.clerk, id, "number").await.expect(200);
    act(&office.clerk, id, "issue").await.expect(200);
    id
}
