//! Files of figures, on both engines.

use std::fmt::Write as _;
use std::io::Cursor;

use axum::Router;
use kit::testing::TestApp;
use kit::web::App;
use vi::period::PeriodKind;

use super::values::prepared;
use crate::catalogue::catalogue;
use crate::import::{ImportError, ImportReport, Wish, import};
use crate::indicator::OverTime;
use crate::store::figures::Layer;
use crate::store::totals::read_totals;
use crate::store::verify::{rebuild, verify};

fn routes() -> Router<App> {
    crate::routes()
}

type Told = Vec<(u64, &'static str)>;

async fn load(app: &TestApp, text: &str, wish: Wish) -> (ImportReport, Told) {
    let mut told = Vec::new();
    let open = || Ok(Cursor::new(text.as_bytes().to_vec()));
    let report = import(&app.app, open, wish, |line, reason| told.push((line, reason.code()))).await;
    (report.expect("reads"), told)
}

async fn houses(app: &TestApp) -> i64 {
    let mut tx = app.app.db.read().await.expect("a view");
    let slot = catalogue(&mut tx).await.expect("a list").by_code("houses_handed_over").expect("there").slot;
    let period = "2023".parse().expect("a period");
    let totals =
        read_totals(&mut tx, Layer::Typed, app.province, period, PeriodKind::Month).await.expect("reads");
    totals.total(slot, OverTime::Sum, period, PeriodKind::Month).all().sum
}

async fn the_same_file_twice_changes_nothing(app: TestApp) {
    prepared(&app).await;
    let file = "\u{feff}unit;indicator;period;value\nn;houses_handed_over;2023-01;1.200\ns;houses_handed_over;2023-02;\"3\"\n\
                #3;works_value;2023-02;1,5\nn;houses_handed_over;2023-03;\n";
    let (checked, _) = load(&app, file, Wish { is_dry_run: true, ..Wish::default() }).await;
    assert_eq!((checked.lines, checked.is_written, houses(&app).await), (4, false, 0));
    let (first, told) = load(&app, file, Wish::default()).await;
    assert_eq!((first.changed, first.same, told), (3, 1, Vec::new()), "a blank stays a blank");
    assert_eq!(houses(&app).await, 1203);
    let (again, _) = load(&app, file, Wish::default()).await;
    assert_eq!((again.changed, again.same), (0, 4));
    let mut tx = app.app.db.read().await.expect("a view");
    let events: i64 = tx
        .one("select count(*) from audit where action = 'figures_saved'", &[], kit::storage::only)
        .await
        .expect("counts");
    assert_eq!(events, 2, "one a unit and period; nothing is told of the second time");
}

async fn a_line_about_a_sent_report_is_that_lines_fault(app: TestApp) {
    prepared(&app).await;
    app.travel_to("2024-03-15");
    let north = app.person("north", app.north, kit::permission::Role::CommuneOfficer).await;
    super::returns::sent(&north, app.north, "2024-02").await;
    // The same figure again is no change, and what the form does not ask for is free.
    let file = "unit,indicator,period,value\nn,houses_handed_over,2024-02,2\nn,houses_handed_over,2024-02,7\n\
                n,poor_households,2024-02,4\ns,houses_handed_over,2024-02,5\n";
    let (kept_out, told) = load(&app, file, Wish::default()).await;
    assert_eq!(
        (kept_out.is_written, &told[..]),
        (false, &[(2, "row_report_closed"), (3, "row_report_closed")][..])
    );
    let file = file.replace("n,houses_handed_over,2024-02,2\n", "");
    let (written, told) = load(&app, &file, Wish { good_rows_only: true, ..Wish::default() }).await;
    assert_eq!((written.changed, written.refused, told), (2, 1, vec![(2, "row_report_closed")]));
    let (again, told) =
        load(&app, "unit,indicator,period,value\nn,houses_handed_over,2024-02,2\n", Wish::default()).await;
    assert_eq!((again.same, again.is_written, told), (1, true, Vec::new()));
}

async fn bad_lines_are_named_and_keep_the_file_out(app: TestApp) {
    prepared(&app).await;
    let mut file = String::from("indicator,unit,value,period\n");
    let mut expected = Vec::new();
    for line in 0..7_000_u64 {
        let (unit, month) = (if line % 2 == 0 { "n" } else { "s" }, line % 12 + 1);
        let _ = match line % 10 {
            3 => {
                expected.push((line + 2, "row_no_number"));
                writeln!(file, "houses_handed_over,{unit},nhiều,2023-{month:02}")
            }
            _ => writeln!(file, "houses_handed_over,{unit},1,2023-{month:02}"),
        };
    }
    file.push_str("houses_handed_over,n\n");
    expected.push((7_002, "row_line_unreadable"));
    let (report, told) = load(&app, &file, Wish::default()).await;
    assert_eq!(told, expected);
    assert_eq!((report.lines, report.refused, report.is_written), (7_001, 701, false));
    assert_eq!(houses(&app).await, 0);
    let (report, _) = load(&app, &file, Wish { good_rows_only: true, ..Wish::default() }).await;
    assert!(report.is_written);
    assert_eq!((houses(&app).await, report.changed), (12, 12), "each unit has a good line for six months");
    let open = || Ok(Cursor::new(b"a,b,c\n1,2,3\n".to_vec()));
    let refused = import(&app.app, open, Wish::default(), |_, _| {}).await;
    assert!(matches!(refused, Err(ImportError::Heading)));
}

async fn wrong_totals_are_put_right(app: TestApp) {
    prepared(&app).await;
    let file = "unit,indicator,period,value\nn,houses_handed_over,2023-01,5\ns,poor_households,2023-06,70\n";
    load(&app, file, Wish::default()).await;
    let mut tx = app.app.db.write().await.expect("a transaction");
    let rules = catalogue(&mut tx).await.expect("a list").rules.clone();
    tx.execute("delete from report_total where basis = 1 and period < 202306", &[]).await.expect("lost");
    let wrong = verify(&mut tx, &rules).await.expect("verifies");
    assert_eq!((wrong.wrong_count, wrong.wrong[0].kept, wrong.wrong[0].computed), (1, 0, 5));
    rebuild(&mut tx, &rules).await.expect("rebuilds");
    let right = verify(&mut tx, &rules).await.expect("verifies");
    assert_eq!((right.wrong_count, right.figures), (0, 2));
    tx.commit().await.expect("commits");
    assert_eq!(houses(&app).await, 5);
}

kit::on_both_engines! {
    a_line_about_a_sent_report_is_that_lines_fault,
    the_same_file_twice_changes_nothing,
    bad_lines_are_named_and_keep_the_file_out,
    wrong_totals_are_put_right,
}
