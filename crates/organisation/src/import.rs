//! Importing the units: preview, counts, then all at once or not at all. Running it again changes nothing; running it after a
//! failure starts where nothing had been kept.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use kit::audit::{self, Author, Event};
use kit::search::SearchDoc;
use kit::storage::{Tx, Value};
use kit::web::App;
use kit::{Internal, UnitId, jobs};
use serde::Serialize;

use crate::actions::UNIT_OPENED;
use crate::areas::{AreaLists, Problem};
use crate::drafts::{Draft, Drafts, Extent, TURN, Warning};
use crate::error::OrganisationError;
use crate::store::{self, Held, HeldVersion, NewUnitRow};
use crate::unit::Level;

/// What an import would do, or did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ImportReport {
    pub new: usize,
    pub changed: usize,
    pub same: usize,
    pub successions: usize,
    /// Committees by level that stand until 2025-06-30, and from 2025-07-01.
    pub until: LevelCounts,
    pub from: LevelCounts,
    pub warnings: Vec<Warning>,
    /// Lines that cannot be used. An import with errors is refused whole.
    pub errors: Vec<Problem>,
    pub is_applied: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct LevelCounts {
    pub provinces: usize,
    pub districts: usize,
    pub communes: usize,
}

/// What is to be done with one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Changed,
    Same,
}

/// Counts what an import would do; writes nothing.
pub async fn preview_import(
    tx: &mut Tx,
    lists: &AreaLists,
    extent: &Extent,
) -> Result<ImportReport, OrganisationError> {
    let drafts = Drafts::new(lists, extent);
    let held = store::list_held(tx).await?;
    if lists.problems.is_empty() {
        refuse_second_top(&drafts, &held)?;
    }
    Ok(report(lists, &drafts, &states(&drafts, &held)))
}

/// An installation has one top: whoever keeps it keeps everything below, and nothing stands beside it.
fn refuse_second_top(drafts: &Drafts, held: &HashMap<Key, Held>) -> Result<(), OrganisationError> {
    let keys: HashSet<Key> = drafts.units.iter().map(key).collect();
    let stays_top =
        |(key, unit): (&Key, &Held)| unit.parent.is_none() && unit.valid_to.is_none() && !keys.contains(key);
    if !held.iter().any(stays_top) {
        return Ok(());
    }
    let is_new_top = |draft: &&Draft| {
        draft.parent.is_none() && draft.valid_to.is_none() && !held.contains_key(&key(draft))
    };
    match drafts.units.iter().find(is_new_top) {
        Some(draft) => Err(OrganisationError::SecondTop(draft.short_name.clone())),
        None => Ok(()),
    }
}

/// Imports within a transaction of the caller, who writes the audit and commits.
///
/// # Errors
/// [`OrganisationError::ListsHaveErrors`] when a line cannot be used, [`OrganisationError::UnknownExtent`] when there is nothing
/// of that code: nothing was changed then.
pub async fn apply_import(
    tx: &mut Tx,
    lists: &AreaLists,
    extent: &Extent,
) -> Result<ImportReport, OrganisationError> {
    let drafts = Drafts::new(lists, extent);
    let held = store::list_held(tx).await?;
    let states = states(&drafts, &held);
    let mut report = report(lists, &drafts, &states);
    if !report.errors.is_empty() {
        return Err(OrganisationError::ListsHaveErrors { count: report.errors.len() });
    }
    if drafts.units.is_empty() {
        return Err(OrganisationError::UnknownExtent);
    }
    if states.iter().all(|state| *state == State::Same) {
        report.is_applied = true;
        return Ok(report);
    }
    let ids = write_units(tx, &drafts, &held, &states).await?;
    write_versions(tx, &drafts, &held, &states, &ids).await?;
    let mut successions = Vec::with_capacity(drafts.successions.len() * 6);
    for row in &drafts.successions {
        successions.extend([
            Value::from(ids[row.predecessor]),
            Value::from(ids[row.successor]),
            Value::from(row.kind.code()),
            Value::from(TURN),
            Value::from(row.share_note),
            Value::from(row.basis),
        ]);
    }
    store::insert_successions(tx, &successions).await?;
    store::insert_areas(tx, &drafts.areas).await?;
    store::rebuild_paths(tx).await?;
    put_into_search(tx, &drafts, &states, &ids).await?;
    report.is_applied = true;
    Ok(report)
}

/// Imports, writes the audit row and commits.
///
/// # Errors
/// As [`apply_import`], and [`OrganisationError::SecondTop`].
pub async fn import_units(
    app: &App,
    author: Author,
    lists: &AreaLists,
    extent: &Extent,
) -> Result<ImportReport, OrganisationError> {
    let mut tx = app.db.write().await?;
    if lists.problems.is_empty() {
        let held = store::list_held(&mut tx).await?;
        refuse_second_top(&Drafts::new(lists, extent), &held)?;
    }
    let report = apply_import(&mut tx, lists, extent).await?;
    if report.new + report.changed > 0 {
        let counts = serde_json::json!({ "new": report.new, "changed": report.changed, "same": report.same });
        let event = Event::new("units_imported", "unit", 0, None).with(counts);
        audit::append(&mut tx, app.clock.now(), author, &[event]).await?;
    }
    // Before set-up there is no work that could wait for newcomers.
    if report.new > 0 && store::has_accounts(&mut tx).await? {
        let now = app.clock.now();
        jobs::enqueue(&mut tx, UNIT_OPENED, &serde_json::json!({}), author.account, now, now).await?;
    }
    tx.commit().await?;
    Ok(report)
}

/// Units are found from the search box by name, code and what they were called before.
async fn put_into_search(
    tx: &mut Tx,
    drafts: &Drafts,
    states: &[State],
    ids: &[UnitId],
) -> Result<(), Internal> {
    let touched: Vec<(&Draft, UnitId, String)> = (0..ids.len())
        .filter(|place| states[*place] != State::Same)
        .map(|place| (&drafts.units[place], ids[place], format!("/units/{}", ids[place])))
        .collect();
    let docs: Vec<SearchDoc<'_>> = touched
        .iter()
        .map(|(draft, id, url)| SearchDoc {
            kind: "unit",
            subject: id.0,
            part: "",
            unit: Some(*id),
            title: &draft.versions[draft.versions.len() - 1].name,
            snippet: &draft.code,
            words: &draft.versions[0].name,
            url,
            happened_on: None,
        })
        .collect();
    kit::search::put_many(tx, &docs).await
}

type Key = (String, NaiveDate);

fn key(draft: &Draft) -> Key {
    (draft.code.clone(), draft.valid_from)
}

fn states(drafts: &Drafts, held: &HashMap<Key, Held>) -> Vec<State> {
    let held: Vec<Option<&Held>> = drafts.units.iter().map(|draft| held.get(&key(draft))).collect();
    let parent_of = |parent: Option<usize>| parent.map(|place| held[place].map(|held| held.id));
    let state = |(draft, own): (&Draft, Option<&Held>)| {
        let Some(own) = own else { return State::New };
        let is_ended = draft.valid_to.is_none() || draft.valid_to == own.valid_to;
        let is_known = draft.versions.iter().all(|version| {
            let same_day = own.versions.iter().find(|held| held.valid_from == version.valid_from);
            same_day.is_some_and(|held| {
                // The top of a smaller extent keeps what it hangs under here.
                let same_parent = match parent_of(version.parent) {
                    None => true,
                    Some(parent) => parent.is_some() && held.parent == parent,
                };
                same_parent
                    && held.name == version.name
                    && (version.valid_to.is_none() || version.valid_to == held.valid_to)
            })
        });
        if is_ended && is_known { State::Same } else { State::Changed }
    };
    drafts.units.iter().zip(held.iter().copied()).map(state).collect()
}

fn report(lists: &AreaLists, drafts: &Drafts, states: &[State]) -> ImportReport {
    let count = |wanted: State| states.iter().filter(|state| **state == wanted).count();
    let on = |day: NaiveDate| {
        let of = |level: Level| {
            let stands = |unit: &&Draft| {
                unit.level == level && unit.valid_from <= day && unit.valid_to.is_none_or(|end| day < end)
            };
            drafts.units.iter().filter(stands).count()
        };
        LevelCounts {
            provinces: of(Level::Province),
            districts: of(Level::District),
            communes: of(Level::Commune),
        }
    };
    ImportReport {
        new: count(State::New),
        changed: count(State::Changed),
        same: count(State::Same),
        successions: drafts.successions.len(),
        until: on(TURN.pred_opt().unwrap_or(TURN)),
        from: on(TURN),
        warnings: drafts.warnings.clone(),
        errors: lists.problems.clone(),
        is_applied: false,
    }
}

/// Writes new and changed units level by level, so that parents have their ids first; returns the id of every draft.
async fn write_units(
    tx: &mut Tx,
    drafts: &Drafts,
    held: &HashMap<Key, Held>,
    states: &[State],
) -> Result<Vec<UnitId>, Internal> {
    let mut ids: Vec<UnitId> =
        drafts.units.iter().map(|draft| held.get(&key(draft)).map_or(UnitId(0), |held| held.id)).collect();
    for level in Level::ALL {
        let places: Vec<usize> = (0..drafts.units.len())
            .filter(|place| drafts.units[*place].level == level && states[*place] == State::New)
            .collect();
        // Within a level a unit may hang under another one only when the top is of that level: it comes first, alone.
        let (tops, others): (Vec<usize>, Vec<usize>) =
            places.into_iter().partition(|place| drafts.units[*place].parent.is_none());
        for places in [tops, others] {
            let rows: Vec<NewUnitRow<'_>> = places
                .iter()
                .map(|place| {
                    let draft = &drafts.units[*place];
                    NewUnitRow { draft, parent: draft.parent.map(|parent| ids[parent]) }
                })
                .collect();
            let inserted = store::insert_units(tx, &rows).await?;
            for place in places {
                ids[place] = inserted
                    .get(&key(&drafts.units[place]))
                    .copied()
                    .ok_or_else(|| Internal::new("a unit just inserted is not there"))?;
            }
        }
    }
    for (place, draft) in
        drafts.units.iter().enumerate().filter(|(place, _)| states[*place] == State::Changed)
    {
        if let Some(own) = held.get(&key(draft)) {
            store::update_unit_from_draft(tx, own.id, draft, draft.parent.map(|parent| ids[parent]), own)
                .await?;
        }
        debug_assert_ne!(ids[place], UnitId(0));
    }
    Ok(ids)
}

async fn write_versions(
    tx: &mut Tx,
    drafts: &Drafts,
    held: &HashMap<Key, Held>,
    states: &[State],
    ids: &[UnitId],
) -> Result<(), Internal> {
    let mut rows = Vec::new();
    for (place, draft) in drafts.units.iter().enumerate().filter(|(place, _)| states[*place] != State::Same) {
        let own = held.get(&key(draft));
        for version in &draft.versions {
            // What was decided here after the lists were made stays: a later version's start ends the lists' last one.
            let before =
                own.and_then(|own| own.versions.iter().find(|held| held.valid_from == version.valid_from));
            rows.push((
                ids[place],
                HeldVersion {
                    name: version.name.clone(),
                    parent: version.parent.map(|parent| ids[parent]).or(before.and_then(|held| held.parent)),
                    valid_from: version.valid_from,
                    valid_to: version.valid_to.or(before.and_then(|held| held.valid_to)),
                },
            ));
        }
    }
    store::upsert_versions(tx, &rows).await
}
