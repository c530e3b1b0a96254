//! How it stands with every feed, and the few things a person can do about it.

use crate::engine::lane::Desk;
use crate::engine::{rules, words};
use crate::model::feed::{FeedId, FeedKind, PollFacts};
use crate::model::health::Health;
use crate::model::report::{Failure, Note};
use crate::model::request::Reply;
use crate::model::time::Time;
use crate::poll::advice::{self, Addresses};
use crate::poll::policy::Policy;
use crate::poll::{moves, schedule};
use crate::store::addresses::Readdressed;
use crate::store::looks::Look;
use std::collections::HashSet;

/// All that is known of polling, feed by feed.
pub async fn health(desk: &Desk) -> Result<Reply, Failure> {
    let rules = desk.rules.clone();
    let read = desk.store.read(move |db| {
        let (facts, looks): (Vec<_>, Vec<_>) = db.looks()?.into_iter().unzip();
        Ok((rules::dressed(db, &rules, facts)?, looks))
    });
    let read = read.await;
    let (facts, looks) =
        read.map_err(|error| words::store("reading how the feeds stand", &error))?;
    let now = desk.clock.now();
    let urls: HashSet<String> = facts
        .iter()
        .filter(|facts| facts.kind == FeedKind::Articles)
        .map(|facts| facts.url.clone())
        .collect();
    let both = facts.into_iter().zip(looks);
    let told = both.map(|(facts, look)| {
        let moving = facts.moving.as_ref();
        let addresses = Addresses {
            former: !look.former.is_empty(),
            taken: moving.is_some_and(|moving| urls.contains(&moving.to)),
        };
        told(facts, look, addresses, &desk.policy, now)
    });
    Ok(Reply::Health(told.collect()))
}

/// Takes a feed back to the address it had before it moved.
pub async fn undo_move(desk: &Desk, feed: FeedId) -> Result<Reply, Failure> {
    let doing = "taking the feed back to where it was";
    let done = desk.store.write(move |db| db.undo_move(feed)).await;
    let done = done.map_err(|error| words::store(doing, &error))?;
    readdressed(desk, doing, "it has had no other address", done).await
}

/// Follows a feed to where it says it has moved.
pub async fn follow_move(desk: &Desk, feed: FeedId) -> Result<Reply, Failure> {
    let doing = "following the feed to its new address";
    let now = desk.clock.now();
    let done = desk.store.write(move |db| {
        let facts = db.facts_of(feed)?;
        db.follow_move(&moves::followed(facts), now)
    });
    let done = done.await.map_err(|error| words::store(doing, &error))?;
    readdressed(desk, doing, "it does not say that it has moved", done).await
}

/// Makes a feed one with the one that is subscribed where it says it has moved to.
pub async fn unite(desk: &Desk, feed: FeedId) -> Result<Reply, Failure> {
    let doing = "making two feeds one";
    let now = desk.clock.now();
    let done = desk.store.write(move |db| {
        let to = db.facts_of(feed)?.moving.map(|moving| moving.to);
        let into = match to {
            Some(to) => db.subscribed(&to)?,
            None => None,
        };
        let into = into.filter(|into| *into != feed);
        if let Some(into) = into {
            db.unite(feed, into, now)?;
        }
        Ok(into)
    });
    match done.await.map_err(|error| words::store(doing, &error))? {
        Some(into) => {
            desk.forget(feed);
            let feeds = vec![feed, into];
            desk.tell(Note::Changed { feeds }).await;
            Ok(Reply::Done)
        }
        None => Err(Failure::new(
            doing,
            "no other feed is subscribed where it says it has moved to",
        )),
    }
}

async fn readdressed(
    desk: &Desk,
    doing: &str,
    nowhere: &str,
    done: Readdressed,
) -> Result<Reply, Failure> {
    match done {
        Readdressed::Done(facts) => {
            let feed = facts.feed;
            desk.learn(vec![*facts]).await;
            desk.tell(Note::Changed { feeds: vec![feed] }).await;
            Ok(Reply::Done)
        }
        Readdressed::Nowhere => Err(Failure::new(doing, nowhere)),
        Readdressed::Taken => Err(Failure::new(doing, "another feed is subscribed there")),
    }
}

fn told(facts: PollFacts, look: Look, addresses: Addresses, policy: &Policy, now: Time) -> Health {
    let (next, reason) = schedule::told(&facts, policy, now);
    Health {
        state: advice::state(&facts, policy, now),
        advice: advice::advice(&facts, addresses, policy, now),
        feed: facts.feed,
        kind: facts.kind,
        title: look.title,
        url: facts.url,
        ok_at: facts.ok_at,
        checked_at: facts.checked_at,
        changed_at: facts.changed_at,
        status: facts.status,
        headers: look.headers,
        hops: look.hops,
        next,
        reason,
        failures: facts.failures,
        trouble: facts.trouble,
        moving: facts.moving,
        former: look.former,
        tally: look.tally,
    }
}
