//! Feeds for tests.

use crate::model::feed::{FeedId, FeedKind};
use crate::model::health::{Health, Next, State, Tally};
use crate::model::time::Time;
use std::time::Duration;

/// 2026-03-14T18:00:00Z, a Saturday.
pub(super) const NOW: Time = Time(1_773_511_200);

/// A feed with which all is well.
pub(super) fn well(id: i64, title: &str) -> Health {
    Health {
        feed: FeedId(id),
        kind: FeedKind::Articles,
        title: title.to_owned(),
        url: format!("http://{id}.example/feed"),
        state: State::Well,
        ok_at: Some(NOW.before(Duration::from_mins(17))),
        checked_at: Some(NOW.before(Duration::from_mins(17))),
        changed_at: Some(NOW.before(Duration::from_hours(5))),
        status: Some(304),
        headers: Vec::new(),
        hops: Vec::new(),
        next: Next::At(NOW.after(Duration::from_mins(43))),
        reason: "looked at every 60 minutes".to_owned(),
        failures: 0,
        trouble: None,
        moving: None,
        former: Vec::new(),
        tally: Tally {
            requests: 40,
            unchanged: 36,
            received: 120_000,
            saved: 1_080_000,
        },
        advice: Vec::new(),
    }
}
