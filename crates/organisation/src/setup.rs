//! The first run: which committee this is, which units to load, who administers. Guarded by a one-time code that only somebody
//! at the server has seen; gone once the first account is made.

use std::sync::atomic::Ordering;

use kit::accounts::{self, AccountError, check_strength, hash_password, new_one_time_code, token_hash};
use kit::audit::{self, Author, Event};
use kit::permission::Role;
use kit::web::App;
use serde::Deserialize;
use serde_json::json;
use vi::fold::fold;

use crate::areas::AreaLists;
use crate::drafts::{CENTRAL_CODE, Extent};
use crate::error::{FieldFault, OrganisationError};
use crate::import::apply_import;
use crate::store;

type Outcome<T> = Result<T, OrganisationError>;

/// Whether the first run is still to come; if so, a fresh code to show at the server. Every page leads to `/setup` from then on.
pub async fn prepare(app: &App) -> Outcome<Option<String>> {
    let mut tx = app.db.write().await?;
    if store::has_accounts(&mut tx).await? {
        return Ok(None);
    }
    let code = new_one_time_code();
    store::keep_setup_code(&mut tx, &token_hash(&code)).await?;
    tx.commit().await?;
    app.needs_setup.store(true, Ordering::Relaxed);
    Ok(Some(code))
}

/// Stops when the first run is over, here or by way of another server on the same database.
pub(crate) async fn check_open(app: &App) -> Outcome<()> {
    if !app.needs_setup.load(Ordering::Relaxed) {
        return Err(OrganisationError::SetupDone);
    }
    if store::has_accounts(&mut app.db.read().await?).await? {
        app.needs_setup.store(false, Ordering::Relaxed);
        return Err(OrganisationError::SetupDone);
    }
    Ok(())
}

/// A committee to choose: `(value, name)`; the value is `TW`, `P:14` or `C:03646`.
pub(crate) fn committees(lists: &AreaLists, search: &str) -> Vec<(String, String)> {
    // One letter finds half the country.
    const AT_MOST: usize = 50;
    let wanted = fold(search);
    let mut provinces: Vec<(&str, &str)> =
        lists.after.iter().map(|row| (row.province_code.as_str(), row.province.as_str())).collect();
    provinces.dedup();
    let found = |name: &str| wanted.is_empty() || fold(name).contains(&wanted);
    let mut choices = Vec::new();
    if wanted.is_empty() {
        choices.push((CENTRAL_CODE.to_owned(), "Trung ương".to_owned()));
    }
    choices.extend(
        provinces
            .iter()
            .filter(|(_, name)| found(name))
            .map(|(code, name)| (format!("P:{code}"), (*name).to_owned())),
    );
    if wanted.chars().count() >= 2 {
        let communes =
            lists.after.iter().filter(|row| found(&row.commune) || row.commune_code == search.trim());
        let communes = communes
            .map(|row| (format!("C:{}", row.commune_code), format!("{} – {}", row.commune, row.province)));
        choices.extend(communes.take(AT_MOST));
    }
    choices
}

/// What the set-up page asks.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct SetupForm {
    #[serde(default)]
    pub code: String,
    #[serde(default)]
    pub committee: String,
    /// `own` or `country`.
    #[serde(default)]
    pub units: String,
    #[serde(default)]
    pub login: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub password: String,
    #[serde(default)]
    pub again: String,
    /// What was searched, to be shown again.
    #[serde(default)]
    pub q: String,
}

impl SetupForm {
    fn faults(&self) -> Vec<(&'static str, FieldFault)> {
        let mut faults = Vec::new();
        if self.committee.is_empty() {
            faults.push(("committee", FieldFault::Missing));
        }
        if self.name.trim().is_empty() {
            faults.push(("name", FieldFault::Missing));
        } else if accounts::actions::check_name(&self.name).is_err() {
            faults.push(("name", FieldFault::TooLong));
        }
        let login = self.login.trim().to_lowercase();
        if accounts::actions::check_login(&login).is_err() {
            faults.push(("login", FieldFault::LoginInvalid));
        }
        if check_strength(&self.password, &login).is_err() {
            faults.push(("password", FieldFault::WeakPassword));
        } else if self.password != self.again {
            faults.push(("again", FieldFault::Differs));
        }
        faults
    }

    /// The code of the committee, and what to load.
    fn extent(&self) -> Option<(&str, Extent)> {
        let is_country = self.units == "country";
        if self.committee == CENTRAL_CODE {
            return Some((CENTRAL_CODE, Extent::Country));
        }
        let (kind, code) = self.committee.split_once(':')?;
        let own = match kind {
            "P" => Extent::Provinces(vec![code.to_owned()]),
            "C" => Extent::Commune(code.to_owned()),
            _ => return None,
        };
        Some((code, if is_country { Extent::Country } else { own }))
    }
}

/// Loads the units, makes the administrator and opens a session; returns its secret.
///
/// # Errors
/// [`OrganisationError::WrongSetupCode`] without the code; [`OrganisationError::Form`] with everything wrong at once; nothing was
/// changed then.
pub async fn set_up(app: &App, form: &SetupForm) -> Outcome<String> {
    check_open(app).await?;
    let now = app.clock.now();
    let expected = store::find_setup_code(&mut app.db.read().await?).await?;
    if expected.as_deref() != Some(token_hash(form.code.trim()).as_str()) {
        return Err(OrganisationError::WrongSetupCode);
    }
    let faults = form.faults();
    let (committee, extent) = match form.extent() {
        Some(found) if faults.is_empty() => found,
        Some(_) => return Err(OrganisationError::Form(faults)),
        None => {
            let unknown =
                [("committee", FieldFault::Unknown)].into_iter().filter(|_| !form.committee.is_empty());
            return Err(OrganisationError::Form(faults.into_iter().chain(unknown).collect()));
        }
    };
    let lists = AreaLists::built_in()?;
    let hash = hash_password(&form.password).await?;
    let mut tx = app.db.write().await?;
    if !store::take_setup_code(&mut tx).await? {
        return Err(OrganisationError::SetupDone);
    }
    let report = apply_import(&mut tx, &lists, &extent).await?;
    let unit = store::find_committee(&mut tx, committee).await?.ok_or(OrganisationError::UnknownExtent)?;
    // The administrator of an installation keeps all of it, the counterparts above and beside the committee too.
    let top = store::find_top_above(&mut tx, unit).await?;
    let login = form.login.trim().to_lowercase();
    let account =
        accounts::actions::create_account(&mut tx, &login, form.name.trim(), &hash, false, now).await?;
    let post = accounts::store::NewPost {
        unit,
        scope_unit: top,
        role: Role::Administrator,
        title: "Quản trị hệ thống",
        valid_from: now.date(),
    };
    let post = accounts::store::insert_post(&mut tx, &post).await?;
    accounts::store::insert_holding(&mut tx, post, account, None, now.date(), None).await?;
    store::keep_installation(&mut tx, unit).await?;
    let author = Author { account: Some(account), post: Some(post) };
    let detail = json!({ "committee": committee, "new_units": report.new, "login": login });
    audit::append(
        &mut tx,
        now,
        author,
        &[Event::new("installation_set_up", "unit", unit.0, unit).with(detail)],
    )
    .await?;
    let secret = accounts::actions::open_session(&mut tx, account, now).await.map_err(AccountError::from)?;
    tx.commit().await?;
    app.needs_setup.store(false, Ordering::Relaxed);
    Ok(secret)
}
