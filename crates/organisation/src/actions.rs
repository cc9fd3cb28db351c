//! What people do with units: set up, rename, close, merge.

use chrono::NaiveDate;
use kit::audit::Event;
use kit::clock::Instant;
use kit::permission::Permission;
use kit::search::SearchDoc;
use kit::text::{MAX_NAME, is_longer};
use kit::web::Ctx;
use kit::{UnitId, jobs};
use serde_json::json;

use crate::error::{FieldFault, OrganisationError};
use crate::store::{self, NewUnit};
use crate::unit::{Relation, SuccessionKind, Unit, UnitKind};
use crate::watch;

type Outcome<T> = Result<T, OrganisationError>;

/// The job for whoever has work waiting for newcomers: `{"unit": 7}` on the unit's first day, `{}` after an import of many.
pub const UNIT_OPENED: &str = "unit_opened";

/// A unit as a person describes it; dates as typed.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct UnitForm {
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub short_name: String,
    /// Made from the parent's when empty.
    #[serde(default)]
    pub code: String,
    #[serde(default)]
    pub from: String,
    #[serde(default)]
    pub basis: String,
    /// For member organisations.
    #[serde(default)]
    pub relation: String,
}

/// A unit's checked description.
pub(crate) struct Described {
    pub kind: UnitKind,
    pub name: String,
    pub short_name: String,
    pub from: NaiveDate,
    pub relation: Option<Relation>,
}

impl UnitForm {
    fn check(&self) -> Outcome<Described> {
        let mut faults = Vec::new();
        let kind = UnitKind::from_code(&self.kind);
        if kind.is_none() {
            faults.push(("kind", FieldFault::Unknown));
        }
        let name = check_name("name", &self.name, &mut faults);
        let from = check_date("from", &self.from, &mut faults);
        let relation = Relation::from_code(&self.relation);
        if kind.is_some_and(UnitKind::is_member_organisation) && relation.is_none() {
            faults.push(("relation", FieldFault::Missing));
        }
        let short_name = check_short_name(&self.short_name, &name, &mut faults);
        match (kind, from) {
            (Some(kind), Some(from)) if faults.is_empty() => {
                let relation = relation.filter(|_| kind.is_member_organisation());
                Ok(Described { kind, name, short_name, from, relation })
            }
            _ => Err(OrganisationError::Form(faults)),
        }
    }
}

/// The short name, or the whole one where none was typed.
fn check_short_name(text: &str, name: &str, faults: &mut Vec<(&'static str, FieldFault)>) -> String {
    if text.trim().is_empty() { name.to_owned() } else { check_name("short_name", text, faults) }
}

/// A name as it counts: single blanks, not empty, at most [`MAX_NAME`] characters.
pub(crate) fn check_name(
    field: &'static str,
    text: &str,
    faults: &mut Vec<(&'static str, FieldFault)>,
) -> String {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        faults.push((field, FieldFault::Missing));
    } else if is_longer(&name, MAX_NAME) {
        faults.push((field, FieldFault::TooLong));
    }
    name
}

/// A day as people type it.
pub(crate) fn check_date(
    field: &'static str,
    text: &str,
    faults: &mut Vec<(&'static str, FieldFault)>,
) -> Option<NaiveDate> {
    let date = vi::date::parse(text.trim()).filter(|date| kit::clock::is_plausible(*date));
    if date.is_none() {
        faults.push((field, if text.trim().is_empty() { FieldFault::Missing } else { FieldFault::NoDate }));
    }
    date
}

/// A unit in the actor's scope; one outside does not exist.
pub async fn visible_unit(ctx: &mut Ctx, id: UnitId) -> Outcome<Unit> {
    let (scope, on) = (ctx.scope()?, ctx.as_of());
    store::find_unit(ctx.tx(), scope, id, on).await?.ok_or(OrganisationError::UnitNotFound)
}

/// A unit that the actor may change and that is not dissolved.
pub(crate) async fn own_unit(ctx: &mut Ctx, id: UnitId) -> Outcome<Unit> {
    ctx.require(Permission::ManageUnits)?;
    let (scope, today) = (ctx.scope()?, ctx.today());
    let unit = store::find_unit(ctx.tx(), scope, id, today).await?.ok_or(OrganisationError::UnitNotFound)?;
    match unit.last_day() {
        Some(day) => Err(OrganisationError::UnitClosed(day)),
        None => Ok(unit),
    }
}

/// Sets a unit up under another one.
pub async fn create_unit(ctx: &mut Ctx, parent: UnitId, form: &UnitForm) -> Outcome<UnitId> {
    let parent = own_unit(ctx, parent).await?;
    let new = form.check()?;
    if new.from < parent.valid_from {
        return Err(OrganisationError::Form(vec![("from", FieldFault::OutOfTime)]));
    }
    insert(ctx, &parent, &new, &form.code, form.basis.trim(), true).await
}

pub(crate) async fn insert(
    ctx: &mut Ctx,
    parent: &Unit,
    new: &Described,
    code: &str,
    basis: &str,
    is_confirmed: bool,
) -> Outcome<UnitId> {
    let code = match code.trim() {
        "" => format!("{}.{:02}", parent.code, store::count_children(ctx.tx(), parent.id).await? + 1),
        code => code.to_owned(),
    };
    let row = NewUnit {
        code: &code,
        name: &new.name,
        short_name: &new.short_name,
        level: new.kind.level_under(parent.level),
        kind: new.kind,
        parent: parent.id,
        valid_from: new.from,
        basis,
        is_confirmed,
    };
    let id = store::insert_unit(ctx.tx(), &row)
        .await?
        .ok_or_else(|| OrganisationError::CodeTaken(code.clone()))?;
    if let Some(relation) = new.relation {
        store::set_relation(ctx.tx(), id, relation, new.from, basis).await?;
    }
    put_into_search(ctx, id, &new.name, &code).await?;
    let (account, now) = (ctx.actor.account, ctx.now());
    let opens_at = now.max(Instant::start_of(new.from));
    jobs::enqueue(ctx.tx(), UNIT_OPENED, &json!({ "unit": id }), Some(account), now, opens_at).await?;
    let detail =
        json!({ "code": code, "name": new.name, "kind": new.kind, "from": new.from, "basis": basis });
    ctx.audit(Event::new("unit_created", "unit", id.0, id).with(detail));
    Ok(id)
}

async fn put_into_search(ctx: &mut Ctx, id: UnitId, name: &str, code: &str) -> Outcome<()> {
    let url = format!("/units/{id}");
    let doc = SearchDoc {
        kind: "unit",
        subject: id.0,
        part: "",
        unit: Some(id),
        title: name,
        snippet: code,
        words: "",
        url: &url,
        happened_on: None,
    };
    Ok(kit::search::put(ctx.tx(), &doc).await?)
}

/// What a rename needs.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct RenameForm {
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub short_name: String,
    #[serde(default)]
    pub from: String,
    #[serde(default)]
    pub basis: String,
    /// For member organisations: what they are to the Front from that day on; empty when it stays.
    #[serde(default)]
    pub relation: String,
}

/// Gives a unit another name from a day on; what it was called before stays known.
pub async fn rename_unit(ctx: &mut Ctx, id: UnitId, form: &RenameForm) -> Outcome<()> {
    let unit = own_unit(ctx, id).await?;
    let mut faults = Vec::new();
    let name = check_name("name", &form.name, &mut faults);
    let short_name = check_short_name(&form.short_name, &name, &mut faults);
    let from = check_date("from", &form.from, &mut faults);
    let newest = store::newest_version_from(ctx.tx(), id).await?;
    let (Some(from), true) = (from, faults.is_empty()) else { return Err(OrganisationError::Form(faults)) };
    if from < newest {
        return Err(OrganisationError::Form(vec![("from", FieldFault::OutOfTime)]));
    }
    store::end_version(ctx.tx(), id, from).await?;
    store::insert_version(ctx.tx(), id, &name, unit.parent, from).await?;
    store::update_name(ctx.tx(), id, &name, &short_name).await?;
    if let (Some(relation), true) = (Relation::from_code(&form.relation), unit.kind.is_member_organisation())
    {
        store::set_relation(ctx.tx(), id, relation, from, form.basis.trim()).await?;
    }
    put_into_search(ctx, id, &name, &unit.code).await?;
    let after = json!({ "name": name, "from": from, "basis": form.basis.trim(), "relation": form.relation });
    ctx.audit(Event::new("unit_renamed", "unit", id.0, id).change(&unit.name, after));
    Ok(())
}

/// What closing and merging need.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct CloseForm {
    /// The last day on which it stands.
    #[serde(default)]
    pub last_day: String,
    #[serde(default)]
    pub basis: String,
    /// The unit that follows it, by code or `code – name`; empty when none does.
    #[serde(default)]
    pub successor: String,
}

/// Closes a unit on a day, and says what follows it. Its records stay its own; its posts end with it.
pub async fn close_unit(ctx: &mut Ctx, id: UnitId, form: &CloseForm) -> Outcome<()> {
    let unit = own_unit(ctx, id).await?;
    let mut faults = Vec::new();
    let last_day = check_date("last_day", &form.last_day, &mut faults);
    if form.basis.trim().is_empty() {
        faults.push(("basis", FieldFault::Missing));
    }
    let newest = store::newest_version_from(ctx.tx(), id).await?;
    let end = last_day.and_then(|day| day.succ_opt());
    if end.is_some_and(|end| end <= newest) {
        faults.push(("last_day", FieldFault::OutOfTime));
    }
    let successor = match form.successor.trim() {
        "" => None,
        typed => match find_typed(ctx, typed, end.unwrap_or(newest)).await? {
            Some(found) if found.id != id => Some(found),
            _ => {
                faults.push(("successor", FieldFault::Unknown));
                None
            }
        },
    };
    let (Some(end), true) = (end, faults.is_empty()) else { return Err(OrganisationError::Form(faults)) };
    if store::has_children_from(ctx.tx(), id, end).await? {
        return Err(OrganisationError::HasChildren);
    }
    let basis = form.basis.trim();
    store::close_unit(ctx.tx(), id, end, basis).await?;
    if let Some(successor) = &successor {
        let kind =
            if successor.level == unit.level { SuccessionKind::Merge } else { SuccessionKind::Transfer };
        store::insert_succession(ctx.tx(), id, successor.id, kind.code(), end, basis).await?;
    }
    watch::changed(ctx, end).await?;
    let detail =
        json!({ "last_day": form.last_day, "basis": basis, "successor": successor.map(|unit| unit.id) });
    ctx.audit(Event::new("unit_closed", "unit", id.0, id).with(detail));
    Ok(())
}

/// Several units become a new one: `codes` are those that end the day before it begins.
pub async fn merge_units(ctx: &mut Ctx, parent: UnitId, codes: &[&str], form: &UnitForm) -> Outcome<UnitId> {
    let parent = own_unit(ctx, parent).await?;
    let new = form.check()?;
    let mut predecessors = Vec::new();
    for code in codes {
        let day_before = new.from.pred_opt().unwrap_or(new.from);
        match find_typed(ctx, code, day_before).await? {
            Some(unit) if unit.valid_to.is_none() && unit.id != parent.id => predecessors.push(unit),
            _ => return Err(OrganisationError::Form(vec![("predecessors", FieldFault::Unknown)])),
        }
    }
    if predecessors.is_empty() {
        return Err(OrganisationError::Form(vec![("predecessors", FieldFault::Missing)]));
    }
    let successor = insert(ctx, &parent, &new, &form.code, form.basis.trim(), true).await?;
    for unit in predecessors {
        if store::has_children_from(ctx.tx(), unit.id, new.from).await? {
            return Err(OrganisationError::HasChildren);
        }
        if store::newest_version_from(ctx.tx(), unit.id).await? >= new.from {
            return Err(OrganisationError::Form(vec![("from", FieldFault::OutOfTime)]));
        }
        store::close_unit(ctx.tx(), unit.id, new.from, form.basis.trim()).await?;
        store::insert_succession(
            ctx.tx(),
            unit.id,
            successor,
            SuccessionKind::Merge.code(),
            new.from,
            form.basis.trim(),
        )
        .await?;
        let detail = json!({ "successor": successor, "from": new.from });
        ctx.audit(Event::new("unit_merged", "unit", unit.id.0, unit.id).with(detail));
    }
    watch::changed(ctx, new.from).await?;
    Ok(successor)
}

/// A unit as people type or choose it: its code, `code – name`, or a name that only one unit of the day bears.
pub async fn find_typed(ctx: &mut Ctx, typed: &str, on: NaiveDate) -> Outcome<Option<Unit>> {
    let scope = ctx.scope()?;
    let text = typed.split(" – ").next().unwrap_or(typed).trim();
    if text.is_empty() {
        return Ok(None);
    }
    if let Some(unit) = store::find_unit_by_code(ctx.tx(), scope, text, on).await? {
        return Ok(Some(unit));
    }
    let filter = store::Filter { text: text.to_owned(), limit: 2, ..store::Filter::all(scope, on) };
    let found = store::list_units(ctx.tx(), &filter).await?;
    Ok(if found.len() == 1 { found.into_iter().next() } else { None })
}
