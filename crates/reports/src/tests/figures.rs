//! Any order of saves gives the totals of a full recomputation, on both engines.

use axum::Router;
use kit::testing::{TestApp, day, insert_unit};
use kit::web::App;
use kit::{UnitId, params};
use vi::period::PeriodKind;

use crate::cells::Sum;
use crate::indicator::{Indicator, OverTime};
use crate::period::ReportPeriod;
use crate::rollup::Rules;
use crate::store::figures::{Entry, Layer, PutError, Refused, put, read_cells};
use crate::store::totals::read_totals;
use crate::store::verify::verify;
use crate::store::{indicators, verify};

fn routes() -> Router<App> {
    Router::new()
}

fn sample(slot: usize, over_time: OverTime) -> Indicator {
    Indicator { over_time, ..super::sample(slot) }
}

async fn defined(app: &TestApp) -> Rules {
    let list = [OverTime::Sum, OverTime::Latest, OverTime::Max, OverTime::Average]
        .into_iter()
        .enumerate()
        .map(|(slot, rule)| sample(slot, rule))
        .collect::<Vec<_>>();
    let mut tx = app.app.db.write().await.expect("a transaction");
    indicators::insert_indicators(&mut tx, &list).await.expect("inserted");
    tx.commit().await.expect("commits");
    Rules::of(&list)
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

fn period(text: &str) -> ReportPeriod {
    text.parse().expect("a period")
}

/// A district with two communes until the middle of 2025, and a commune that follows them.
async fn reformed(app: &TestApp) -> Vec<UnitId> {
    let mut tx = app.app.db.write().await.expect("a transaction");
    let since = day("2020-01-01");
    let district = insert_unit(&mut tx, "h", "Huyện Mẫu", "district", Some(app.province), since).await;
    let mut units = vec![app.province, app.north, app.south, district];
    for code in ["h1", "h2"] {
        units.push(
            insert_unit(&mut tx, code, &format!("Xã Mẫu {code}"), "commune", Some(district), since).await,
        );
    }
    let end = day("2025-07-01");
    for unit in &units[3..] {
        tx.execute("update unit set valid_to = $2 where id = $1", params![*unit, end]).await.expect("closed");
        tx.execute(
            "update unit_path set valid_to = $2 where descendant = $1 and ancestor <> $1",
            params![*unit, end],
        )
        .await
        .expect("closed");
    }
    units.push(insert_unit(&mut tx, "hm", "Xã Mẫu mới", "commune", Some(app.province), end).await);
    tx.commit().await.expect("commits");
    units
}

async fn any_order_of_saves_gives_the_recomputed_totals(app: TestApp) {
    let rules = defined(&app).await;
    let units = reformed(&app).await;
    let periods: Vec<ReportPeriod> =
        ["2024-12", "2025-01", "2025-05", "2025-06", "2025-07", "2025-12", "2025-Q2", "2025-Q3", "2025"]
            .into_iter()
            .map(period)
            .collect();
    let mut dice = Dice(7);
    let mut put_some = 0;
    for _ in 0..40 {
        let mut tx = app.app.db.write().await.expect("a transaction");
        let entries: Vec<Entry> = (0..=dice.roll(4))
            .map(|_| Entry {
                unit: units[usize::try_from(dice.roll(units.len() as u64)).expect("small")],
                period: periods[usize::try_from(dice.roll(periods.len() as u64)).expect("small")],
                figures: (0..4)
                    .filter_map(|slot| match dice.roll(5) {
                        0 => None,
                        1 => Some((slot, None)),
                        _ => Some((slot, Some(i64::try_from(dice.roll(1_000)).expect("small") - 100))),
                    })
                    .collect(),
                version: None,
            })
            .collect();
        let layer = Layer::ALL[usize::try_from(dice.roll(2)).expect("small")];
        match put(&mut tx, &rules, layer, &entries, app.app.clock.now()).await {
            Ok(_) => {
                tx.commit().await.expect("commits");
                put_some += 1;
            }
            // A unit that did not exist then: nothing of the batch stays.
            Err(PutError::Refused(Refused::NotThen { .. })) => {}
            Err(error) => panic!("{error}"),
        }
    }
    assert!(put_some > 15, "{put_some}");
    let mut tx = app.app.db.read().await.expect("a transaction");
    let checked = verify(&mut tx, &rules).await.expect("verifies");
    assert_eq!(checked.wrong, []);
    assert!(checked.totals > 40, "{checked:?}");
}

async fn standings_of_a_merged_commune_are_not_counted_twice(app: TestApp) {
    let rules = defined(&app).await;
    let units = reformed(&app).await;
    let (old, new) = (units[4], units[6]);
    let mut tx = app.app.db.write().await.expect("a transaction");
    let entry = |unit, text: &str, value| Entry {
        unit,
        period: period(text),
        figures: vec![(0, Some(value)), (1, Some(value))],
        version: None,
    };
    let entries = [entry(old, "2025-06", 100), entry(new, "2025-12", 90)];
    put(&mut tx, &rules, Layer::Typed, &entries, app.app.clock.now()).await.expect("put");
    tx.commit().await.expect("commits");
    let mut tx = app.app.db.read().await.expect("a transaction");
    let totals = read_totals(&mut tx, Layer::Typed, app.province, period("2025"), PeriodKind::Month)
        .await
        .expect("read");
    let total = |slot| totals.total(slot, rules.over_time(slot), period("2025"), PeriodKind::Month).all();
    assert_eq!(total(0), Sum { count: 2, sum: 190 }, "events of both halves of the year");
    assert_eq!(total(1), Sum { count: 1, sum: 90 }, "households once");
    let half = read_totals(&mut tx, Layer::Typed, app.province, period("2025-H1"), PeriodKind::Month)
        .await
        .expect("read");
    let total = half.total(1, OverTime::Latest, period("2025-H1"), PeriodKind::Month).all();
    assert_eq!(total, Sum { count: 1, sum: 100 });
    // The district has its own total for as long as it stood.
    let district = read_totals(&mut tx, Layer::Typed, units[3], period("2025-06"), PeriodKind::Month)
        .await
        .expect("read");
    assert_eq!(district.total(0, OverTime::Sum, period("2025-06"), PeriodKind::Month).below.sum, 100);
}

async fn a_wrong_total_is_named(app: TestApp) {
    let rules = defined(&app).await;
    let mut tx = app.app.db.write().await.expect("a transaction");
    let entry =
        Entry { unit: app.north, period: period("2024-01"), figures: vec![(0, Some(5))], version: None };
    put(&mut tx, &rules, Layer::Typed, &[entry], app.app.clock.now()).await.expect("put");
    let wrong = [(0, 6)].into_iter().fold(crate::cells::Sums::default(), |mut sums, (slot, sum)| {
        sums.add(slot, Sum { count: 1, sum }).expect("fits");
        sums
    });
    tx.execute("update report_total set cells = $1", params![wrong.pack()]).await.expect("tampered");
    let checked = verify(&mut tx, &rules).await.expect("verifies");
    assert_eq!((checked.wrong_count, checked.wrong[0].kept, checked.wrong[0].computed), (1, 6, 5));
    assert_eq!(checked.wrong[0].unit, app.province);
}

async fn a_unit_reports_only_when_it_exists(app: TestApp) {
    let rules = defined(&app).await;
    let units = reformed(&app).await;
    let mut tx = app.app.db.write().await.expect("a transaction");
    let entry =
        |unit, text: &str| Entry { unit, period: period(text), figures: vec![(0, Some(1))], version: None };
    for (unit, text) in [(units[4], "2025-07"), (units[6], "2025-06")] {
        let refused = put(&mut tx, &rules, Layer::Typed, &[entry(unit, text)], app.app.clock.now()).await;
        assert!(matches!(refused, Err(PutError::Refused(Refused::NotThen { .. }))), "{refused:?}");
    }
    // The quarter that straddles the reform belongs to both.
    let both = [entry(units[4], "2025"), entry(units[6], "2025")];
    put(&mut tx, &rules, Layer::Typed, &both, app.app.clock.now()).await.expect("put");
}

async fn what_is_accepted_stays_while_a_correction_is_typed(app: TestApp) {
    let rules = defined(&app).await;
    let mut tx = app.app.db.write().await.expect("a transaction");
    let now = app.app.clock.now();
    let entry = |value| Entry {
        unit: app.north,
        period: period("2024-01"),
        figures: vec![(0, Some(value))],
        version: None,
    };
    put(&mut tx, &rules, Layer::Typed, &[entry(5)], now).await.expect("put");
    put(&mut tx, &rules, Layer::Accepted, &[entry(5)], now).await.expect("put");
    let saved = put(&mut tx, &rules, Layer::Typed, &[entry(9)], now).await.expect("put");
    assert_eq!(saved[0].version, 2);
    let mut sums = Vec::new();
    for layer in Layer::ALL {
        let totals = read_totals(&mut tx, layer, app.province, period("2024-01"), PeriodKind::Month)
            .await
            .expect("read");
        sums.push(totals.total(0, OverTime::Sum, period("2024-01"), PeriodKind::Month).all().sum);
    }
    assert_eq!(sums, [9, 5]);
    assert_eq!(read_cells(&mut tx, Layer::Accepted, app.north, period("2024-01")).await.expect("read").1, 1);
    assert!(verify::verify(&mut tx, &rules).await.expect("verifies").wrong.is_empty());
}

/// Fifty officers save at once; nobody's figure is lost and the total is right.
async fn many_save_at_once(app: TestApp) {
    let rules = defined(&app).await;
    let mut units = Vec::new();
    let mut tx = app.app.db.write().await.expect("a transaction");
    for number in 0..10 {
        let (code, name) = (format!("x{number}"), format!("Xã Mẫu {number}"));
        units
            .push(insert_unit(&mut tx, &code, &name, "commune", Some(app.province), day("2020-01-01")).await);
    }
    tx.commit().await.expect("commits");
    let savers = (0..50_usize).map(|number| {
        let (db, rules, unit, now) =
            (app.app.db.clone(), rules.clone(), units[number % 10], app.app.clock.now());
        tokio::spawn(async move {
            let mut tx = db.write().await.expect("a transaction");
            let figures = vec![(number / 10 % 4, Some(1 + i64::try_from(number).expect("small")))];
            let entry = Entry { unit, period: period("2024-02"), figures, version: None };
            put(&mut tx, &rules, Layer::Typed, &[entry], now).await.expect("put");
            tx.commit().await.expect("commits");
        })
    });
    for saver in savers.collect::<Vec<_>>() {
        saver.await.expect("saves");
    }
    let mut tx = app.app.db.read().await.expect("a transaction");
    let checked = verify(&mut tx, &rules).await.expect("verifies");
    assert_eq!((checked.wrong, checked.figures), (vec![], 40));
}

kit::on_both_engines! {
    any_order_of_saves_gives_the_recomputed_totals,
    standings_of_a_merged_commune_are_not_counted_twice,
    a_wrong_total_is_named,
    a_unit_reports_only_when_it_exists,
    what_is_accepted_stays_while_a_correction_is_typed,
    many_save_at_once,
}
