//! Reminders by the calendar: a week and a day before a report is due. They stand where those made by hand stand; no letter is sent.

use chrono::{Days, TimeDelta};
use kit::Internal;
use kit::clock::Instant;
use kit::jobs::{self, Job};
use kit::permission::Scope;
use kit::storage::Tx;
use kit::web::App;

use super::actions::owed::list_owed;
use super::store::reports::insert_reminder;
use super::today::about;

/// The kind of the daily job.
pub const REMIND: &str = "report_reminders";
/// Days before the due day.
const DAYS: [i64; 2] = [7, 1];

/// Makes sure that the daily job waits in the queue.
///
/// # Errors
/// When the database fails.
pub async fn schedule(tx: &mut Tx, now: Instant) -> Result<(), Internal> {
    jobs::enqueue_unless_waiting(tx, REMIND, Instant(0), now, now).await
}

/// Reminds every unit whose report is due in [`DAYS`] and was not sent, once a day, and waits for the next morning.
///
/// # Errors
/// When the database fails; the job is then tried again.
pub async fn run(app: App, _: Job) -> Result<String, Internal> {
    let (now, today) = (app.clock.now(), app.clock.today());
    let mut tx = app.db.write().await?;
    let mut count = 0;
    if let Some(root) = organisation::store::top_unit(&mut tx).await? {
        let scope = Scope { root, is_everything: true };
        for period in about(today) {
            let list = list_owed(&mut tx, scope, period, today).await?;
            for one in &list.rows {
                let is_day = one.days_left(today).is_some_and(|left| DAYS.contains(&left));
                if is_day && one.reminded_on != Some(today) {
                    insert_reminder(&mut tx, (one.unit.unit, period, &list.regime(one).code), None, now)
                        .await?;
                    count += 1;
                }
            }
        }
    }
    // Six in the morning, Viet Nam's time.
    let next = today.checked_add_days(Days::new(1)).unwrap_or(today);
    let next = Instant::start_of(next).plus(TimeDelta::hours(6));
    jobs::enqueue_unless_waiting(&mut tx, REMIND, next, now, next).await?;
    tx.commit().await?;
    Ok(count.to_string())
}
