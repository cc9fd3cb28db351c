//! One box over everything a person may see, however it is typed.

use kit::permission::Role;
use kit::search::{self, SearchDoc};
use kit::testing::{TestApp, day, insert_unit};
use kit::web::App;

fn routes() -> axum::Router<App> {
    search::routes()
}

async fn fill(test: &TestApp) {
    let mut tx = test.app.db.write().await.expect("a transaction");
    let docs = [
        ("task", 1, Some(test.north), "Hòa giải ở cơ sở", "Tổ chức hoà giải tại bản"),
        ("task", 2, Some(test.south), "Hòa giải ở cơ sở", "Việc của xã khác"),
        ("document", 3, Some(test.province), "Kết luận số 976-KL/TU", "Về chương trình công tác năm 2024"),
        ("unit", 4, None, "Ủy ban MTTQ Việt Nam xã Chiềng Đông", "Đã sáp nhập"),
    ];
    for (kind, subject, unit, title, snippet) in docs {
        let doc = SearchDoc {
            kind,
            subject,
            part: "",
            unit,
            title,
            snippet,
            words: "",
            url: "/x",
            happened_on: None,
        };
        search::put(&mut tx, &doc).await.expect("puts");
    }
    tx.commit().await.expect("commits");
}

async fn found(person: &kit::testing::Client, text: &str) -> Vec<i64> {
    let query: String = text.bytes().fold(String::new(), |query, byte| query + &format!("%{byte:02X}"));
    let reply = person.get(&format!("/api/v1/search?q={query}")).await.expect(200).json();
    reply["hits"]
        .as_array()
        .expect("hits")
        .iter()
        .map(|hit| hit["subject"].as_i64().expect("a number"))
        .collect()
}

async fn typed_any_way_it_is_found(test: TestApp) {
    fill(&test).await;
    let leader = test.person("lanhdao", test.province, Role::Leader).await;
    for text in [
        "hoà giải",
        "hòa giải",
        "hoa giai",
        "HOA  GIAI",
        "ho\u{0061}\u{0300} gia\u{0309}i",
        "hoa\u{a0}giai",
        "giai hoa",
        "hoa gi",
    ] {
        assert_eq!(found(&leader, text).await, [2, 1], "{text}");
    }
    assert_eq!(found(&leader, "chieng dong").await, [4]);
    assert_eq!(found(&leader, "Chiềng Đông").await, [4]);
    assert_eq!(found(&leader, "976-KL/TU").await, [3]);
    assert_eq!(found(&leader, "976 kl tu").await, [3]);
}

async fn a_neighbour_finds_nothing(test: TestApp) {
    fill(&test).await;
    let officer = test.person("canbo", test.north, Role::CommuneOfficer).await;
    assert_eq!(found(&officer, "hoa giai").await, [1]);
    assert_eq!(found(&officer, "976").await, Vec::<i64>::new());
    assert_eq!(found(&officer, "chieng dong").await, [4], "names of units are for everyone signed in");
}

/// Who sees a few units asks the index for them by name, who sees many walks through everybody's: both find the same.
async fn a_few_units_and_many_find_the_same(test: TestApp) {
    fill(&test).await;
    let mut tx = test.app.db.write().await.expect("a transaction");
    let area = Some(test.north);
    let mut below = Vec::new();
    for number in 0..3 {
        let (code, name) = (format!("n{number}"), format!("Ban công tác {number}"));
        below.push(insert_unit(&mut tx, &code, &name, "residential_area", area, day("2020-01-01")).await);
    }
    put(&mut tx, 11, Some(below[1])).await;
    put(&mut tx, 12, None).await;
    put(&mut tx, 13, Some(test.south)).await;
    tx.commit().await.expect("commits");
    let officer = test.person("canbo", test.north, Role::CommuneOfficer).await;
    let few = found(&officer, "hoa giai").await;
    assert_eq!(few, [12, 11, 1]);
    assert_eq!(found(&officer, "u0").await, Vec::<i64>::new(), "whose it is cannot be typed");

    let mut tx = test.app.db.write().await.expect("a transaction");
    for number in 3..250 {
        let (code, name) = (format!("n{number}"), format!("Ban công tác {number}"));
        insert_unit(&mut tx, &code, &name, "residential_area", area, day("2020-01-01")).await;
    }
    tx.commit().await.expect("commits");
    assert_eq!(found(&officer, "hoa giai").await, few);

    // A record that goes to another unit is found there, and no longer here.
    let mut tx = test.app.db.write().await.expect("a transaction");
    put(&mut tx, 11, Some(test.south)).await;
    tx.commit().await.expect("commits");
    assert_eq!(found(&officer, "hoa giai").await, [12, 1]);
    let neighbour = test.person("canbonam", test.south, Role::CommuneOfficer).await;
    assert_eq!(found(&neighbour, "hoa giai").await, [13, 12, 11, 2]);
}

async fn put(tx: &mut kit::storage::Tx, subject: i64, unit: Option<kit::UnitId>) {
    let title = "Hòa giải";
    let doc = SearchDoc {
        kind: "task",
        subject,
        part: "",
        unit,
        title,
        snippet: "",
        words: "",
        url: "/x",
        happened_on: None,
    };
    search::put(tx, &doc).await.expect("puts");
}

async fn operators_and_nonsense_are_harmless(test: TestApp) {
    fill(&test).await;
    let leader = test.person("lanhdao", test.province, Role::Leader).await;
    for text in ["\"", "a OR b", "NEAR(", "*", "hoa\" OR \"1", "' or 1=1 --", "hoa & !giai", "()"] {
        let _ = found(&leader, text).await;
    }
    // No address has a null character.
    leader.get("/api/v1/search?q=%00").await.expect(404);
    leader.get("/search?q=%22").await.expect(200);
    let page = leader.get("/search?q=hoa+giai").await.expect(200).text();
    assert!(page.contains("<mark>Hòa</mark>"), "{page}");
}

kit::on_both_engines! { typed_any_way_it_is_found, a_neighbour_finds_nothing, a_few_units_and_many_find_the_same, operators_and_nonsense_are_harmless }
