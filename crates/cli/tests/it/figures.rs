//! `reports import`, `matrix` and `verify`.

use kit::storage::{Database, Location};

use crate::program::Place;

const FILE: &str = "unit,indicator,period,value\n03646,houses_handed_over,2025-08,4\n03646,works_value,2025-08,\"1.234,5\"\n";

#[test]
fn a_file_of_figures_goes_in_and_comes_out_as_a_table() {
    let place = Place::new();
    let loaded = place.run(&["units", "import", "--province", "14"]);
    assert_eq!(loaded.code, Some(0), "{loaded:?}");
    place.write("f.csv", FILE);
    place
        .run(&["reports", "import", "f.csv", "--dry-run"])
        .says("2 lines checked: 0 are bad. Nothing was written.\n");
    place
        .run(&["reports", "import", "f.csv"])
        .says("2 lines loaded: 2 figures changed, 0 as before, 0 lines left out.\n");
    place
        .run(&["reports", "import", "f.csv"])
        .says("2 lines loaded: 0 figures changed, 2 as before, 0 lines left out.\n");
    let table = place.run(&["reports", "matrix", "--unit", "14", "--period", "2025-Q3"]);
    let line = table.out.lines().find(|line| line.starts_with("03646,")).expect("the commune's line");
    assert!(line.contains(",1234.5,") && line.contains(",4,"), "{line}");
    let total = table.out.lines().last().expect("a line of totals");
    assert!(total.contains(",1234.5,"), "{total}");
    assert_eq!(table.out.lines().count(), 1 + 75 + 1, "75 communes of today: {}", table.out);
    let sheet = place.run(&[
        "reports", "matrix", "--unit", "14", "--period", "2025", "--format", "xlsx", "--out", "t.xlsx",
    ]);
    assert_eq!(sheet.code, Some(0), "{sheet:?}");
    assert!(std::fs::read(place.path("t.xlsx")).expect("the file").starts_with(b"PK"));
    place.run(&["reports", "verify"]).says("Every total is right: 2 totals of 2 figures.\n");
}

#[test]
fn bad_lines_are_named_with_their_numbers() {
    let place = Place::new();
    place.run(&["units", "import", "--province", "14"]);
    place.write("f.csv", format!("{FILE}03646,chickens,2025-08,1\n03646,houses_accepted,2025-08,ten\n"));
    let told = place.run(&["reports", "import", "f.csv"]);
    assert_eq!(told.code, Some(1));
    assert!(
        told.err.contains("f.csv:4: No indicator has this code.")
            && told.err.contains("f.csv:5: Not a number."),
        "{told:?}"
    );
    place.run(&["reports", "verify"]).says("Every total is right: 0 totals of 0 figures.\n");
    let told = place.run(&["reports", "import", "f.csv", "--good-rows"]);
    assert!(
        told.out.ends_with("4 lines loaded: 2 figures changed, 0 as before, 2 lines left out.\n"),
        "{told:?}"
    );
    place.write("g.csv", "a,b\n1,2\n");
    let told = place.run(&["reports", "import", "g.csv"]);
    assert!(told.code == Some(1) && told.err.contains("unit,indicator,period,value"), "{told:?}");
}

#[test]
fn a_wrong_total_is_named_and_put_right() {
    let place = Place::new();
    place.run(&["units", "import", "--province", "14"]);
    place.write("f.csv", FILE);
    place.run(&["reports", "import", "f.csv"]);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let db = Database::open(&Location::Sqlite(place.path("data/doanket.db"))).await.expect("opens");
        let mut tx = db.write().await.expect("a transaction");
        tx.script("delete from report_total").await.expect("lost");
        tx.commit().await.expect("commits");
    });
    let told = place.run(&["reports", "verify"]);
    assert_eq!(told.code, Some(1));
    assert!(told.out.contains("houses_handed_over 2025-08 (typed): 0 ≠ 4"), "{told:?}");
    let told = place.run(&["reports", "verify", "--repair"]);
    assert!(told.out.ends_with("Recomputed: 2 totals put right.\n"), "{told:?}");
    place.run(&["reports", "verify"]).says("Every total is right: 2 totals of 2 figures.\n");
}
