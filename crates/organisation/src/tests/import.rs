//! Stories about the import of the official lists.

use kit::audit::Author;
use kit::permission::Scope;
use kit::storage::only;
use kit::testing::{TestApp, day};
use kit::web::App;

use crate::store::{
    Filter, find_unit, list_history, list_successions, list_units, list_units_by_name, top_unit,
};
use crate::{AreaLists, Extent, ImportReport, Level, SuccessionKind, import_units};

fn routes() -> axum::Router<App> {
    crate::routes()
}

async fn load(app: &App, extent: Extent) -> ImportReport {
    // The sample units make room: an installation has one top.
    let mut tx = app.db.write().await.expect("a transaction");
    for sql in [
        "delete from unit_path where valid_from = $1",
        "delete from unit_version where valid_from = $1",
        "delete from unit where valid_from = $1",
    ] {
        tx.execute(sql, kit::params![day("2020-01-01")]).await.expect("makes room");
    }
    tx.commit().await.expect("commits");
    let lists = AreaLists::built_in().expect("unpacks");
    import_units(app, Author::default(), &lists, &extent).await.expect("imports")
}

/// The installation's top, seen by its administrator.
async fn top(app: &App, code: &str) -> Scope {
    let mut tx = app.db.read().await.expect("a view");
    let sql = "select id from unit where code = $1 and valid_to is null order by id desc";
    let root = tx.one(sql, kit::params![code], only).await.expect("the top");
    Scope { root, is_everything: false }
}

async fn count(app: &App, scope: Scope, level: Level, date: &str) -> usize {
    let mut tx = app.db.read().await.expect("a view");
    let filter = Filter { level: Some(level), limit: 100_000, ..Filter::all(scope, day(date)) };
    list_units(&mut tx, &filter).await.expect("lists").len()
}

/// Stories start with sample units of another code; the lists take nothing from them.
async fn son_la_before_and_after(test: TestApp) {
    let app = &test.app;
    // The sample province bears the code of Sơn La from a later day: it is another unit.
    let report = load(app, Extent::Provinces(vec!["14".to_owned()])).await;
    assert_eq!((report.new, report.changed, report.same), (1 + 12 + 200 + 75 - 7, 0, 0));
    assert_eq!((report.until.communes, report.from.communes), (200, 75));
    let mut tx = app.db.read().await.expect("a view");
    let sql = "select id from unit where code = '14' and valid_from = '2019-01-01'";
    let scope = Scope { root: tx.one(sql, &[], only).await.expect("the province"), is_everything: false };
    drop(tx);
    assert_eq!(count(app, scope, Level::District, "2025-06-30").await, 12);
    assert_eq!(count(app, scope, Level::Commune, "2025-06-30").await, 200);
    assert_eq!(count(app, scope, Level::District, "2025-07-01").await, 0);
    assert_eq!(count(app, scope, Level::Commune, "2025-07-01").await, 75);
    assert_eq!(count(app, scope, Level::Province, "2025-07-01").await, 1);

    // A district stays, closed, and is found by name with nothing that followed it (NEV-1.1).
    let mut tx = app.db.read().await.expect("a view");
    let found =
        list_units_by_name(&mut tx, scope, "huyen mai son", day("2026-01-05"), 5).await.expect("finds");
    assert_eq!(found[0].name, "Ủy ban MTTQ Việt Nam huyện Mai Sơn");
    assert_eq!(found[0].last_day(), Some(day("2025-06-30")));
    let rows = list_successions(&mut tx, found[0].id).await.expect("lists");
    assert_eq!((rows.len(), rows[0].kind), (1, SuccessionKind::Abolish));

    // An unchanged commune is one unit that moved from its district to the province.
    let kept =
        list_units_by_name(&mut tx, scope, "xã Ngọc Chiến", day("2026-01-05"), 5).await.expect("finds");
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].parent, Some(scope.root));
    let before =
        find_unit(&mut tx, scope, kept[0].id, day("2024-03-01")).await.expect("finds").expect("there");
    let district = find_unit(&mut tx, scope, before.parent.expect("a district"), day("2024-03-01"))
        .await
        .expect("finds");
    assert_eq!(district.expect("there").short_name, "Huyện Mường La");
}

/// NEV-1.3: on any day each commune counts once for its province.
async fn a_merged_commune_counts_once(test: TestApp) {
    let app = &test.app;
    load(app, Extent::Provinces(vec!["14".to_owned()])).await;
    let mut tx = app.db.read().await.expect("a view");
    for date in ["2025-06-30", "2025-07-01"] {
        let twice = tx
            .one(
                "select count(*)
                   from (select descendant from unit_path
                          where ancestor = (select id from unit where code = '14' and valid_from = '2019-01-01')
                            and valid_from <= $1 and (valid_to is null or valid_to > $1)
                          group by descendant having count(*) > 1) twice",
                kit::params![day(date)],
                only::<i64>,
            )
            .await
            .expect("counts");
        assert_eq!(twice, 0, "{date}");
    }
}

async fn importing_again_changes_nothing(test: TestApp) {
    let app = &test.app;
    let first = load(app, Extent::Provinces(vec!["14".to_owned()])).await;
    let again = load(app, Extent::Provinces(vec!["14".to_owned()])).await;
    assert_eq!((again.new, again.changed, again.same), (0, 0, first.new));
}

async fn the_whole_country(test: TestApp) {
    let app = &test.app;
    load(app, Extent::Provinces(vec!["14".to_owned()])).await;
    let report = load(app, Extent::Country).await;
    assert_eq!((report.until.provinces, report.until.districts, report.until.communes), (63, 696, 10_035));
    assert_eq!((report.from.provinces, report.from.districts, report.from.communes), (34, 0, 3_321));
    // Sơn La was the top; now it hangs under the central committee.
    assert_eq!(report.changed, 1);
    assert_eq!(report.warnings.len(), 5, "five island districts: {:?}", report.warnings);
    let scope = top(app, crate::CENTRAL_CODE).await;
    assert_eq!(count(app, scope, Level::Commune, "2025-06-30").await, 10_035);
    assert_eq!(count(app, scope, Level::Commune, "2025-07-01").await, 3_321);

    // A smaller extent afterwards takes nothing away.
    let again = load(app, Extent::Provinces(vec!["14".to_owned()])).await;
    assert_eq!((again.new, again.changed), (0, 0));

    // A successor does not see its predecessor's records, nor a neighbour anything (NEV-1.5).
    let son_la = top(app, "14").await;
    let lao_cai = top(app, "15").await;
    let mut tx = app.db.read().await.expect("a view");
    let found = list_units_by_name(&mut tx, lao_cai, "Mường Bú", day("2026-01-05"), 9).await.expect("finds");
    assert_eq!(found.len(), 0);
    let found =
        list_units_by_name(&mut tx, lao_cai, "tỉnh Yên Bái", day("2026-01-05"), 9).await.expect("finds");
    assert_eq!(found.len(), 0, "the province that Lào Cai took over");
    let found = list_units_by_name(&mut tx, son_la, "Mường Bú", day("2026-01-05"), 9).await.expect("finds");
    assert!(found.iter().any(|unit| unit.valid_to.is_none()), "{found:?}");

    // Four communes became one; one commune was divided.
    let whole = Scope { root: scope.root, is_everything: true };
    let rows = list_history(&mut tx, whole, Some(Level::Commune), None, 100_000).await.expect("lists");
    let merged =
        rows.iter().filter(|row| row.successor.as_ref().is_some_and(|unit| unit.code == "03646")).count();
    assert!(merged > 1);
    assert!(rows.iter().any(|row| row.kind == SuccessionKind::Split && !row.share_note.is_empty()));
    assert!(rows.iter().all(|row| row.kind != SuccessionKind::Abolish), "every commune has a successor");
}

async fn a_commune_installs_on_its_own(test: TestApp) {
    let app = &test.app;
    let report = load(app, Extent::Commune("03646".to_owned())).await;
    assert_eq!(report.warnings, []);
    let scope = top(app, "03646").await;
    assert_eq!(count(app, scope, Level::Commune, "2025-07-01").await, 1);
    let mut tx = app.db.read().await.expect("a view");
    assert!(top_unit(&mut tx).await.expect("finds").is_some());
    assert!(list_successions(&mut tx, scope.root).await.expect("lists").len() > 1);
}

/// NEV-1.5: who sat in a district sees nothing any more once it is dissolved, and what it was is still found.
async fn a_dissolved_unit_seats_nobody(test: TestApp) {
    let app = &test.app;
    load(app, Extent::Provinces(vec!["14".to_owned()])).await;
    let district = {
        let mut tx = app.db.read().await.expect("a view");
        tx.one("select id from unit where code = '125'", &[], only).await.expect("Mai Sơn")
    };
    let officer = test.person("maison", district, kit::permission::Role::Officer).await;
    let own = officer.get("/api/v1/units?level=commune&limit=200").await.expect(200).json();
    assert_eq!(own["units"].as_array().map(Vec::len), Some(22));
    test.travel_to("2025-07-01");
    let session = {
        let mut tx = app.db.write().await.expect("a transaction");
        let now = app.clock.now();
        let session =
            kit::accounts::actions::open_session(&mut tx, officer.account, now).await.expect("a session");
        tx.commit().await.expect("commits");
        session
    };
    let officer = officer.with_cookie(&kit::web::session_cookie(app, &session));
    officer.get("/api/v1/units").await.expect(403);

    let mut tx = app.db.read().await.expect("a view");
    let everything = Scope { root: district, is_everything: true };
    let search = kit::search::Search { text: "huyện Mai Sơn", kind: "unit", before: None, limit: 9 };
    let hits = kit::search::find(&mut tx, everything, &search).await.expect("finds");
    assert_eq!(hits.iter().map(|hit| hit.subject).collect::<Vec<_>>(), [district.0]);
}

async fn a_second_top_is_refused(test: TestApp) {
    let app = &test.app;
    load(app, Extent::Provinces(vec!["14".to_owned()])).await;
    let lists = AreaLists::built_in().expect("unpacks");
    let alone = Extent::Provinces(vec!["11".to_owned()]);
    let refused = import_units(app, Author::default(), &lists, &alone).await.expect_err("refused");
    assert_eq!(refused.to_string(), "Tỉnh Điện Biên would be a second top");
    let mut tx = app.db.read().await.expect("a view");
    crate::preview_import(&mut tx, &lists, &alone).await.expect_err("refused before, too");
    drop(tx);
    load(app, Extent::Provinces(vec!["14".to_owned(), "11".to_owned()])).await;
    let scope = top(app, crate::CENTRAL_CODE).await;
    assert_eq!(count(app, scope, Level::Province, "2025-07-01").await, 2);
}

async fn work_waits_for_units_imported_after_set_up(test: TestApp) {
    let waiting = async || {
        let mut tx = test.app.db.read().await.expect("a view");
        let sql = "select payload from job where kind = 'unit_opened'";
        tx.all(sql, &[], only::<String>).await.expect("lists")
    };
    load(&test.app, Extent::Commune("03646".to_owned())).await;
    assert_eq!(waiting().await, Vec::<String>::new(), "nobody is there yet");
    let commune = top(&test.app, "03646").await.root;
    test.person("quantri", commune, kit::permission::Role::Administrator).await;
    load(&test.app, Extent::Provinces(vec!["14".to_owned()])).await;
    assert_eq!(waiting().await, ["{}"]);
    load(&test.app, Extent::Provinces(vec!["14".to_owned()])).await;
    assert_eq!(waiting().await, ["{}"], "nothing was new");
}

async fn a_wrong_list_changes_nothing(test: TestApp) {
    let lists = AreaLists::read(b"province_code,x\n14,y\n", b"province_code,x\n14,y\n", b"level,x\na,b\n");
    let refused =
        import_units(&test.app, Author::default(), &lists, &Extent::Country).await.expect_err("refused");
    assert_eq!(refused.to_string(), "3 lines of the lists cannot be used");
    let mut tx = test.app.db.read().await.expect("a view");
    assert_eq!(tx.one("select count(*) from unit", &[], only::<i64>).await.expect("counts"), 3);
}

kit::on_both_engines! {
    son_la_before_and_after,
    a_merged_commune_counts_once,
    importing_again_changes_nothing,
    the_whole_country,
    a_commune_installs_on_its_own,
    a_dissolved_unit_seats_nobody,
    a_second_top_is_refused,
    work_waits_for_units_imported_after_set_up,
    a_wrong_list_changes_nothing,
}
