//! The one place that asks what time it is. It is handed in as a value: a person's reader runs by the
//! system's clock, a test by one wound by hand, and the demo by the system's, set back for a moment.

use crate::model::time::Time;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::sync::watch;

/// Longest sleep before the wall clock is looked at again: a suspended machine's timers stand still
/// while its wall clock runs on.
const GLANCE: Duration = Duration::from_secs(15);

/// Seconds by which the wall clock runs ahead of the timers when the machine has slept.
const ASLEEP: i64 = 60;

/// A clock; clones tell the same time.
#[derive(Debug, Clone)]
pub struct Clock(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// Both clocks as they were when somebody last asked whether the machine slept.
    asleep: Mutex<Option<(i64, Instant)>>,
    /// A sleep that was made up.
    dreamt: AtomicBool,
    /// Runs with the system's; otherwise it stands until it is set.
    runs: bool,
    /// Seconds ahead of the system's clock, or the time itself where it stands.
    set: watch::Sender<i64>,
}

impl Clock {
    pub fn system() -> Self {
        Self(Arc::new(Inner {
            asleep: Mutex::default(),
            dreamt: AtomicBool::new(false),
            runs: true,
            set: watch::Sender::new(0),
        }))
    }

    /// A clock that stands at `at` until it is set.
    pub fn wound(at: Time) -> Self {
        Self(Arc::new(Inner {
            asleep: Mutex::default(),
            dreamt: AtomicBool::new(false),
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

    /// From now on it is `to`, as after a sleep of the machine; for clocks that are wound by hand.
    pub fn sleep_until(&self, to: Time) {
        self.0.dreamt.store(true, Ordering::SeqCst);
        self.set(to);
    }

    /// Whether the machine has slept since somebody last asked: the wall clock went on while all timers
    /// stood still. A wall clock that was put forward looks the same.
    pub fn has_slept(&self) -> bool {
        let dreamt = self.0.dreamt.swap(false, Ordering::SeqCst);
        if !self.0.runs {
            return dreamt;
        }
        let now = (system_seconds(), monotonic());
        let mut last = self.0.asleep.lock().unwrap_or_else(PoisonError::into_inner);
        let slept = last.is_some_and(|(wall, timer)| {
            let counted = now.1.saturating_duration_since(timer);
            let counted = i64::try_from(counted.as_secs()).unwrap_or(i64::MAX);
            now.0 - wall - counted > ASLEEP
        });
        *last = Some(now);
        slept
    }

    /// Returns once it is `moment` or later, or sooner: the time is looked at every so often.
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
                () = tokio::time::sleep(glance), if self.0.runs => return,
            }
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that asks the time"
)]
fn monotonic() -> Instant {
    Instant::now()
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

    #[test]
    fn p31_a_sleep_is_noticed_once() {
        let clock = Clock::wound(Time(100));
        assert!(!clock.has_slept());
        clock.set(Time(40_000));
        assert!(
            !clock.has_slept(),
            "a clock that is set is not a machine that slept"
        );
        clock.sleep_until(Time(80_000));
        assert!(clock.has_slept());
        assert!(!clock.has_slept());
        let system = Clock::system();
        assert!(!system.has_slept());
        let hour_ago = (system_seconds() - 3_600, monotonic());
        *system.0.asleep.lock().unwrap() = Some(hour_ago);
        assert!(system.has_slept());
        assert!(!system.has_slept());
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
