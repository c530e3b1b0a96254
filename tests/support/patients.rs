//! Feeds in every state a person may meet, made by hand.

use crate::reader::EPOCH;
use postil::model::entry::EntryId;
use postil::model::feed::{FeedId, FeedKind, Moving};
use postil::model::health::{Advice, Health, Next, Remedy, State, Tally};
use postil::model::http::Hop;
use postil::model::time::Time;
use std::time::Duration;

/// One of each that a person may meet.
pub(crate) fn feeds() -> Vec<Health> {
    let long = "A weblog whose author could not decide on a title and therefore kept all of them";
    let mut feeds = vec![
        well(1, "Small Hours", "small.example"),
        well(2, long, "long.example"),
        well(
            3,
            "夜更けの湯呑みと、それを見ている猫の日記",
            "kana.example",
        ),
        unasked(),
    ];
    feeds.extend(out_of_reach());
    feeds.push(gone());
    feeds.extend(shut());
    feeds.push(moved());
    feeds.extend(costly());
    feeds.push(Health {
        kind: FeedKind::Comments { of: EntryId(3) },
        state: State::Over,
        next: Next::Never,
        reason: "nobody has said anything for 7 days".to_owned(),
        ..well(13, "The kettle that talks", "small.example")
    });
    feeds
}

fn unasked() -> Health {
    Health {
        tally: Tally::default(),
        state: State::Unasked,
        ok_at: None,
        checked_at: None,
        changed_at: None,
        status: None,
        headers: Vec::new(),
        next: Next::Now,
        reason: "it has not been looked at yet".to_owned(),
        ..well(4, "Null Island Dispatch", "null.example")
    }
}

fn out_of_reach() -> [Health; 2] {
    let nobody = "there is no server named ledger.example, or no network to find it with";
    let missing = "the server has no feed at this address (404)";
    let spelled = "See whether the host is spelled right; if the site is gone, unsubscribe";
    [
        Health {
            advice: vec![
                advice(spelled, None),
                advice("Ask once more when it is back", Remedy::Ask),
            ],
            ..failing(5, "Ledger of Small Things", "ledger.example", nobody, 3)
        },
        Health {
            status: Some(404),
            ..failing(6, "Rimhatten", "hut.example", missing, 23)
        },
    ]
}

/// Locked, and blocked by a challenge.
fn shut() -> [Health; 2] {
    let login = "the server wants a name and a password";
    let browser = "a page that wants to see a browser came";
    [
        Health {
            state: State::Locked,
            status: Some(401),
            next: Next::Never,
            reason: login.to_owned(),
            advice: vec![advice("Set its login in the configuration", None)],
            ..failing(
                8,
                "Members only",
                "club.example",
                &format!("{login} (401)"),
                2,
            )
        },
        Health {
            state: State::Blocked,
            status: Some(403),
            headers: vec![
                header("cf-mitigated", "challenge"),
                header("server", "cloudflare"),
            ],
            advice: vec![advice("Ask its author to let feed readers in", None)],
            ..failing(9, "Behind a wall", "wall.example", browser, 6)
        },
    ]
}

fn costly() -> [Health; 2] {
    let nothing = "Its server gives nothing to ask with; its author may like to know";
    let ignores = "Its server ignores the tags it gives (a known fault of mod_deflate)";
    let whole = "looked at every 2 hours, as its server sends the whole of it each time";
    [
        Health {
            state: State::Costly,
            status: Some(200),
            headers: Vec::new(),
            reason: whole.to_owned(),
            tally: Tally {
                requests: 310,
                unchanged: 0,
                received: 88_000_000,
                saved: 0,
            },
            advice: vec![advice(nothing, None)],
            ..well(11, "No validators", "whole.example")
        },
        Health {
            state: State::Costly,
            status: Some(200),
            advice: vec![advice(ignores, Remedy::Refetch)],
            ..well(12, "Ignores tags", "tags.example")
        },
    ]
}

fn minutes_ago(minutes: u64) -> Time {
    EPOCH.before(Duration::from_mins(minutes))
}

fn days_ago(days: u64) -> Time {
    minutes_ago(days * 24 * 60)
}

pub(crate) fn in_minutes(minutes: u64) -> Next {
    Next::At(EPOCH.after(Duration::from_mins(minutes)))
}

fn advice(text: &str, remedy: impl Into<Option<Remedy>>) -> Advice {
    Advice {
        text: text.to_owned(),
        remedy: remedy.into(),
    }
}

pub(crate) fn header(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

pub(crate) fn well(id: i64, title: &str, host: &str) -> Health {
    Health {
        feed: FeedId(id),
        kind: FeedKind::Articles,
        title: title.to_owned(),
        url: format!("http://{host}/feed"),
        state: State::Well,
        ok_at: Some(minutes_ago(17)),
        checked_at: Some(minutes_ago(17)),
        changed_at: Some(minutes_ago(300)),
        status: Some(304),
        headers: vec![
            header("etag", "W/\"5f3a-9c\""),
            header("cache-control", "max-age=3600"),
        ],
        hops: Vec::new(),
        next: in_minutes(43),
        reason: "looked at every 60 minutes".to_owned(),
        failures: 0,
        trouble: None,
        moving: None,
        former: Vec::new(),
        tally: Tally {
            requests: 840,
            unchanged: 700,
            received: 11_300_000,
            saved: 57_000_000,
        },
        advice: Vec::new(),
    }
}

/// A feed at which looks fail.
fn failing(id: i64, title: &str, host: &str, trouble: &str, days: u64) -> Health {
    Health {
        state: State::Failing,
        ok_at: Some(days_ago(days)),
        status: None,
        headers: Vec::new(),
        next: in_minutes(11 * 60),
        reason: "the last 5 looks failed".to_owned(),
        failures: 5,
        trouble: Some(trouble.to_owned()),
        ..well(id, title, host)
    }
}

fn gone() -> Health {
    Health {
        state: State::Gone,
        status: Some(410),
        next: Next::Never,
        reason: "the server says the feed is gone for good".to_owned(),
        failures: 1,
        trouble: Some("the server says the feed is gone for good (410)".to_owned()),
        advice: vec![
            advice("Ask once more, in case that was a mistake", Remedy::Ask),
            advice(
                "What was read is kept; unsubscribe when you are done with it",
                None,
            ),
        ],
        ..failing(7, "Kiln & Quarry", "kiln.example", "", 12)
    }
}

fn moved() -> Health {
    let to = "https://www.long-ascent.example/blog/feeds/all/posts/by/everyone/and/in/every/language/atom.xml";
    Health {
        state: State::Moved,
        moving: Some(Moving {
            to: to.to_owned(),
            since: days_ago(4),
            last: minutes_ago(17),
            sightings: 9,
        }),
        hops: vec![
            Hop {
                status: 301,
                to: "https://ascent.example/feed".to_owned(),
            },
            Hop {
                status: 301,
                to: to.to_owned(),
            },
        ],
        former: vec![
            ("http://ascent.example/rss".to_owned(), Some(days_ago(40))),
            ("http://feeds.example/ascent".to_owned(), None),
        ],
        advice: vec![
            advice("Follow it to where it has moved", Remedy::Follow),
            advice("Take it back to where it was", Remedy::UndoMove),
        ],
        ..well(10, "The Long Ascent", "ascent.example")
    }
}
