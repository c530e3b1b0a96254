//! How it stands with the feeds, as JSON for other programs: every field always there, absent
//! things null or empty. The shape is a promise; `docs/health.md` tells it.

use crate::cli::feeds::word;
use crate::cli::moment;
use crate::model::feed::{FeedKind, Moving};
use crate::model::health::{Advice, Health, Remedy};
use crate::model::time::Time;
use serde_json::{Value, json};

/// All that is known of these feeds.
pub fn value(feeds: &[Health], now: Time) -> Value {
    json!({ "feeds": feeds.iter().map(|health| feed(health, now)).collect::<Vec<_>>() })
}

fn feed(health: &Health, now: Time) -> Value {
    let headers = health.headers.iter();
    let headers = headers.map(|(name, value)| json!({"name": name, "value": value}));
    let hops = health.hops.iter();
    let hops = hops.map(|hop| json!({"status": hop.status, "to": hop.to}));
    let former = health.former.iter();
    let former = former.map(|(url, until)| json!({"url": url, "until": time(*until)}));
    json!({
        "title": health.title,
        "url": health.url,
        "kind": match health.kind {
            FeedKind::Site => "site comments",
            FeedKind::Articles => "articles",
            FeedKind::Comments { .. } => "comments",
        },
        "state": word(health.state),
        "ok_at": time(health.ok_at),
        "checked_at": time(health.checked_at),
        "changed_at": time(health.changed_at),
        "next": moment::next_utc(health.next, now),
        "reason": health.reason,
        "status": health.status,
        "headers": headers.collect::<Vec<_>>(),
        "redirects": hops.collect::<Vec<_>>(),
        "failures": health.failures,
        "trouble": health.trouble,
        "moving": health.moving.as_ref().map(moving),
        "former": former.collect::<Vec<_>>(),
        "requests": health.tally.requests,
        "unchanged": health.tally.unchanged,
        "received": health.tally.received,
        "saved": health.tally.saved,
        "advice": health.advice.iter().map(advice).collect::<Vec<_>>(),
    })
}

fn moving(moving: &Moving) -> Value {
    json!({
        "to": moving.to,
        "since": moment::utc(moving.since),
        "last": moment::utc(moving.last),
        "looks": moving.sightings,
    })
}

fn advice(advice: &Advice) -> Value {
    json!({
        "text": advice.text,
        "remedy": advice.remedy.map(|remedy| match remedy {
            Remedy::Ask => "ask",
            Remedy::Refetch => "refetch",
            Remedy::UndoMove => "undo-move",
            Remedy::Follow => "follow",
            Remedy::Unite => "unite",
        }),
    })
}

fn time(time: Option<Time>) -> Option<String> {
    time.and_then(moment::utc)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::feeds::tests::{NOW, ill};

    #[test]
    fn a_program_is_told_times_in_utc_and_words_that_stay() {
        let told = &value(&[ill()], NOW)["feeds"][0];
        assert_eq!(told["state"], "failing");
        assert_eq!(told["checked_at"], "2026-03-14T18:00:00Z");
        assert_eq!(
            (&told["ok_at"], &told["next"]),
            (&Value::Null, &Value::Null)
        );
        assert_eq!(told["moving"]["looks"], 2);
        assert_eq!(told["former"][1]["until"], Value::Null);
        assert_eq!(told["advice"][0]["remedy"], "follow");
    }
}
