//! One feed, once: fetch, parse, judge, commit. A straight line; every decision is made elsewhere.

use crate::engine::clock::Clock;
use crate::feed::parse;
use crate::fetch::client::Fetcher;
use crate::model::feed::{FeedKind, PollFacts, Wishes};
use crate::model::http::{Answer, Body};
use crate::model::parsed::ParsedFeed;
use crate::model::report::{MoveFate, Moved, Outcome};
use crate::model::time::Time;
use crate::poll::moves;
use crate::poll::policy::Policy;
use crate::poll::rhythm;
use crate::poll::schedule::request;
use crate::poll::verdict::{Read, is_known, verdict};
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::handle::Store;
use crate::store::polls::Delta;

/// What one poll came to.
#[derive(Debug)]
pub struct Polled {
    pub facts: PollFacts,
    pub outcome: Outcome,
    pub delta: Delta,
    /// What the feed is called.
    pub title: String,
    /// Its server says for the first time in earnest that it has moved for good.
    pub moved: Option<Moved>,
}

/// Asks the feed's server and keeps what it says, in one transaction.
pub async fn one(
    facts: PollFacts,
    policy: &Policy,
    fetcher: &Fetcher,
    store: &Store,
    clock: &Clock,
) -> Result<Polled, StoreError> {
    let answer = fetcher.get(&request(&facts, clock.now())).await;
    let (read, parsed) = match &answer {
        Answer::Fresh(body) if !is_known(&facts, body) => match parse(body).await {
            Ok(parsed) => (Read::Feed(Wishes::from(&parsed.hints)), Some(parsed)),
            Err(why) => (Read::Unreadable(why), None),
        },
        _ => (Read::Known, None),
    };
    settle(facts, policy, &answer, &read, parsed, store, clock).await
}

/// Judges an answer that was read, and keeps what it says; one to a question asked elsewhere may come
/// in here too.
pub async fn settle(
    facts: PollFacts,
    policy: &Policy,
    answer: &Answer,
    read: &Read,
    parsed: Option<ParsedFeed>,
    store: &Store,
    clock: &Clock,
) -> Result<Polled, StoreError> {
    let now = clock.now();
    let before = facts.clone();
    let judged = verdict(facts, answer, read, policy, now);
    let policy = policy.clone();
    let (facts, delta, title, moved) = store
        .write(move |db| {
            let (facts, fate) = follow(db, judged, &policy)?;
            let delta = db.commit_poll(&facts, parsed.as_ref(), now)?;
            let facts = note_news(db, facts, &delta, now)?;
            let title = db.title_of(facts.feed)?;
            let told =
                before.kind != FeedKind::Articles || moves::proven(&before, &policy).is_some();
            let moved = fate.filter(|_| !told);
            let moved = moved.map(|(to, fate)| Moved {
                feed: facts.feed,
                title: title.clone(),
                from: before.url,
                to,
                fate,
            });
            Ok((facts, delta, title, moved))
        })
        .await?;
    let outcome = match (&facts.trouble, delta.new, delta.changed) {
        (Some(why), ..) => Outcome::Failed { why: why.clone() },
        (None, 0, 0) => Outcome::Unchanged,
        (None, new, changed) => Outcome::Updated { new, changed },
    };
    Ok(Polled {
        facts,
        outcome,
        delta,
        title,
        moved,
    })
}

/// Notes that a feed brought something, and the rhythm it has by now.
fn note_news(db: &Db, facts: PollFacts, delta: &Delta, now: Time) -> Result<PollFacts, StoreError> {
    if delta.new == 0 {
        return Ok(facts);
    }
    let times = db.newest_times(facts.feed)?;
    let facts = rhythm::brought(facts, &times, now);
    db.keep_facts(&facts)?;
    Ok(facts)
}

/// Takes a feed to where it has moved for good, once that is proven and nothing speaks against it;
/// where that is, and what became of it.
fn follow(
    db: &Db,
    facts: PollFacts,
    policy: &Policy,
) -> Result<(PollFacts, Option<(String, MoveFate)>), StoreError> {
    let Some(to) = moves::proven(&facts, policy).map(|moving| moving.to.clone()) else {
        return Ok((facts, None));
    };
    let fate = moves::fate(&facts, db.subscribed(&to)?, &db.facts()?, policy);
    let facts = match fate {
        MoveFate::Followed => moves::followed(facts),
        MoveFate::Taken | MoveFate::Suspect => facts,
    };
    Ok((facts, Some((to, fate))))
}

/// Parses on a thread of its own: a large body keeps nobody waiting, and a fault in a parser is that
/// feed's failure, not the program's.
pub async fn parse(body: &Body) -> Result<ParsedFeed, String> {
    let Body {
        bytes,
        content_type,
        url,
        ..
    } = body.clone();
    let work = tokio::task::spawn_blocking(move || {
        parse::parse(&bytes, content_type.as_deref(), &url).map_err(|error| error.to_string())
    });
    work.await
        .unwrap_or_else(|_| Err("reading it failed in postil itself".to_owned()))
}
