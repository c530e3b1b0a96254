//! The one place that asks what time it is. It is handed in as a value: a person's reader runs by the
//! system's clock, a test by one wound by hand, and the demo by the system's, set back for a moment.

use crate::model::time::Time;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::sync::watch;

/// Longest sleep before the wall clock is looked at again: a suspended machine's timers stand still
/// while its wall clock runs on.
const GLANCE: Duration = Duration::from_secs(15);

/// A clock; clones tell the same time.
#[derive(Debug, Clone)]
pub struct Clock(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// Runs with the system's; otherwise it stands until it is set.
    runs: bool,
    /// Seconds ahead of the system's clock, or the time itself where it stands.
    set: watch::Sender<i64>,
}

impl Clock {
    pub fn system() -> Self {
        Self(Arc::new(Inner {
            runs: true,
            set: watch::Sender::new(0),
        }))
    }

    /// A clock that stands at `at` until it is set.
    pub fn wound(at: Time) -> Self {
        Self(Arc::new(Inner {
            runs: false,
            set: watch::Sender::new(at.0),
        }))
    }

    pub fn now(&self) -> Time {
        let set = *self.0.set.borrow();
        Time(if self.0.runs {
            system_seconds() + set
        } else {
            set
        })
    }

    /// From now on it is `to`; a running clock runs on from there.
    pub fn set(&self, to: Time) {
        let set = if self.0.runs {
            to.0 - system_seconds()
        } else {
            to.0
        };
        self.0.set.send_replace(set);
    }

    /// Returns once it is `moment` or later.
    pub async fn until(&self, moment: Time) {
        let mut set = self.0.set.subscribe();
        loop {
            let now = self.now();
            if now >= moment {
                return;
            }
            let glance = moment.since(now).min(GLANCE);
            tokio::select! {
                // The sender lives in `self`, so that it cannot be gone.
                _ = set.changed() => {}
                () = tokio::time::sleep(glance), if self.0.runs => {}
            }
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that asks the time"
)]
fn system_seconds() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_wound_clock_stands_until_it_is_set_and_wakes_who_waits() {
        let clock = Clock::wound(Time(100));
        assert_eq!(clock.now(), Time(100));
        let waiting = clock.clone();
        let waiter = tokio::spawn(async move { waiting.until(Time(200)).await });
        clock.set(Time(150));
        clock.set(Time(200));
        waiter.await.unwrap();
        assert_eq!(clock.now(), Time(200));
    }

    #[tokio::test]
    async fn a_running_clock_can_be_set_and_runs_on() {
        let clock = Clock::system();
        clock.set(Time(1_000_000));
        let now = clock.now();
        assert!(now >= Time(1_000_000) && now < Time(1_000_100));
        clock.until(Time(999_999)).await;
    }
}
