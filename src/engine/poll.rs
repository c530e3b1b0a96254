//! One feed, once: fetch, parse, judge, commit. A straight line; every decision is made elsewhere.

use crate::engine::clock::Clock;
use crate::feed::parse;
use crate::fetch::client::Fetcher;
use crate::model::feed::PollFacts;
use crate::model::http::{Answer, Body};
use crate::model::parsed::ParsedFeed;
use crate::model::report::Outcome;
use crate::poll::policy::Policy;
use crate::poll::schedule::request;
use crate::poll::verdict::{Read, is_known, verdict};
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
            Ok(parsed) => (Read::Changed, Some(parsed)),
            Err(why) => (Read::Unreadable(why), None),
        },
        _ => (Read::Same, None),
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
    let ttl = parsed.as_ref().and_then(|parsed| parsed.hints.ttl_minutes);
    let facts = verdict(facts, answer, read, ttl, policy, now);
    let kept = facts.clone();
    let (delta, title) = store
        .write(move |db| {
            let delta = db.commit_poll(&kept, parsed.as_ref(), now)?;
            Ok((delta, db.title_of(kept.feed)?))
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
    })
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
