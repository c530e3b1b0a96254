//! One feed, once: fetch, parse, judge, commit. A straight line; every decision is made elsewhere.

use crate::engine::came::{self, Came};
use crate::engine::clock::Clock;
use crate::engine::rules;
use crate::engine::talk::site;
use crate::feed::parse;
use crate::fetch::client::Fetcher;
use crate::model::comment::Following;
use crate::model::entry::EntryId;
use crate::model::feed::{FeedKind, HostFacts, PollFacts, Wishes};
use crate::model::http::{Answer, Answered, Body, Get, Trace};
use crate::model::parsed::ParsedFeed;
use crate::model::report::{MoveFate, Moved, Outcome};
use crate::model::rules::Rules;
use crate::model::time::Time;
use crate::poll::hosts::host_of;
use crate::poll::moves;
use crate::poll::network::Reach;
use crate::poll::policy::Policy;
use crate::poll::request::request;
use crate::poll::rhythm;
use crate::poll::verdict::{Read, is_known, reach, verdict};
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::handle::Store;
use crate::store::hosts::{Claim, Holder};
use crate::store::looks::Cost;
use crate::store::polls::Delta;
use std::sync::Arc;

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
    /// What it says of the network here.
    pub reach: Reach,
    /// Another host, to which redirects led, that wants to be left alone.
    pub resting: Option<HostFacts>,
    /// What is known of other feeds now, of which this answer tells something.
    pub stirred: Vec<PollFacts>,
    /// Conversations that are over from now on, with what is talked about.
    pub over: Vec<(EntryId, String)>,
}

impl Polled {
    /// What is known now of the feed and of others of which it tells something.
    pub fn known(&self) -> Vec<PollFacts> {
        let own = std::iter::once(&self.facts);
        own.chain(&self.stirred).cloned().collect()
    }
}

/// What came of a plan to ask a feed.
#[derive(Debug)]
pub enum Looked {
    Polled(Box<Polled>),
    /// It was not asked: another process has just done so, and this is known now, or asks its host and
    /// will do so until then.
    NotOurs {
        facts: Option<Box<PollFacts>>,
        until: Option<Time>,
    },
}

/// What a poll is done with.
#[derive(Clone)]
pub struct Means {
    pub policy: Policy,
    pub fetcher: Fetcher,
    pub store: Store,
    pub clock: Clock,
    pub rules: Arc<Rules>,
    /// This process.
    pub holder: Holder,
}

/// Asks the feed's server, unless another process does, and keeps what it says, in one transaction.
pub async fn one(facts: PollFacts, means: &Means) -> Result<Looked, StoreError> {
    let resting = match claim(&facts, means).await? {
        Ok(resting) => resting,
        Err(not_ours) => return Ok(not_ours),
    };
    let get = Get {
        resting,
        ..request(&facts, &means.policy, means.clock.now())
    };
    let answered = means.fetcher.ask(&get).await;
    let (read, came) = match &answered.answer {
        Answer::Fresh(body) if body.is_partial || !is_known(&facts, body) => {
            match came::read(&facts, body).await {
                Ok(came) => (Read::Feed(Wishes::from(&came.parsed.hints)), Some(came)),
                Err(why) => (Read::Unreadable(why), None),
            }
        }
        _ => (Read::Known, None),
    };
    let polled = settle(facts, &answered, &read, came, means).await?;
    Ok(Looked::Polled(Box::new(polled)))
}

/// Makes sure that nobody else asks this host, or has asked for this feed since we know of it; gives the
/// hosts that want to be left alone.
async fn claim(
    facts: &PollFacts,
    means: &Means,
) -> Result<Result<Vec<String>, Looked>, StoreError> {
    let (known, holder, now) = (facts.clone(), means.holder, means.clock.now());
    let gap = means.policy.gap(&facts.url);
    let rules = means.rules.clone();
    let claimed = means.store.write(move |db| {
        let claim = db.claim(&known, &host_of(&known.url), holder, gap, now)?;
        Ok(match claim {
            Claim::Ours(resting) => Ok(resting),
            Claim::Busy(until) => Err(Looked::NotOurs {
                facts: None,
                until: Some(until),
            }),
            Claim::Changed(facts) => {
                let facts = rules::dressed(db, &rules, vec![*facts])?.pop();
                Err(Looked::NotOurs {
                    facts: facts.map(Box::new),
                    until: None,
                })
            }
        })
    });
    claimed.await
}

/// Judges an answer that was read, and keeps what it says; one to a question asked elsewhere may come
/// in here too.
pub async fn settle(
    facts: PollFacts,
    answered: &Answered,
    read: &Read,
    came: Option<Came>,
    means: &Means,
) -> Result<Polled, StoreError> {
    let now = means.clock.now();
    let before = facts.clone();
    let reach = reach(&before, &answered.answer, read);
    let judged = verdict(facts, answered, read, &means.policy, now);
    let (policy, trace) = (means.policy.clone(), answered.trace.clone());
    let rules = means.rules.clone();
    let cost = cost(&answered.answer, judged.failures);
    let resting = resting(&answered.trace, &judged);
    let also_rests = resting.clone();
    let kept = means.store.write(move |db| {
        db.note_look(judged.feed, &trace, cost)?;
        db.let_go(&HostFacts {
            name: host_of(&before.url),
            refusals: judged.refusals,
            not_before: judged.not_before,
            asked_at: None,
        })?;
        if let Some(host) = also_rests {
            db.let_go(&host)?;
        }
        let (facts, fate) = follow(db, judged, &policy)?;
        let delta = came::keep(db, &facts, came.as_ref(), now)?;
        let facts = note_news(db, facts, &delta, now)?;
        let stirred = stir(db, &rules, &before, &facts, came.as_ref(), &delta, now)?;
        let known = std::iter::once(&facts).chain(&stirred);
        let over = end_talks(db, known, &policy, now)?;
        let title = db.title_of(facts.feed)?;
        let told = before.kind != FeedKind::Articles || moves::proven(&before, &policy).is_some();
        let moved = fate.filter(|_| !told);
        let moved = moved.map(|(to, fate)| Moved {
            feed: facts.feed,
            title: title.clone(),
            from: before.url,
            to,
            fate,
        });
        Ok((facts, delta, title, moved, stirred, over))
    });
    let (facts, delta, title, moved, stirred, over) = kept.await?;
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
        reach,
        resting,
        stirred,
        over,
    })
}

/// The host that answered, where redirects led to another one and it wants to be left alone.
fn resting(trace: &Trace, judged: &PollFacts) -> Option<HostFacts> {
    let name = host_of(&trace.hops.last()?.to);
    judged.not_before?;
    (name != host_of(&judged.url)).then_some(HostFacts {
        name,
        refusals: judged.refusals,
        not_before: judged.not_before,
        asked_at: None,
    })
}

fn cost(answer: &Answer, failures: u32) -> Cost {
    match answer {
        Answer::NotModified { .. } if failures == 0 => Cost::Unchanged,
        Answer::Fresh(body) if failures == 0 && !body.is_partial => Cost::Whole,
        _ => Cost::Other,
    }
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

/// What an answer tells of other feeds: those for which that of a whole site vouches, conversations of which
/// more is told than before, and those under new entries that a rule has followed.
fn stir(
    db: &Db,
    rules: &Rules,
    before: &PollFacts,
    facts: &PollFacts,
    came: Option<&Came>,
    delta: &Delta,
    now: Time,
) -> Result<Vec<PollFacts>, StoreError> {
    let mut stirred = Vec::new();
    let gathers = facts.kind == FeedKind::Site || db.gathers(facts.feed)?;
    if gathers && facts.failures == 0 {
        let parsed = came.map(|came| &came.parsed);
        stirred.extend(db.vouch(before, parsed, &delta.threads, now)?);
    }
    let mut talks = delta.told_more.clone();
    if facts.preferences.follow == Some(true) {
        let named = db.follow(&delta.lively, Following::Yes, now)?;
        for entry in &named {
            db.open_conversation(*entry, now)?;
        }
        if !named.is_empty() {
            stirred.extend(site::arrange(db, now)?);
        }
        talks.extend(named);
    }
    for entry in talks {
        stirred.extend(db.asked_for(entry)?);
    }
    rules::dressed(db, rules, stirred)
}

/// Notes which of these conversations are over from now on, and gives them with what is talked about: nobody
/// has said anything in them for so long that they are not asked any more.
pub fn end_talks<'a>(
    db: &Db,
    facts: impl Iterator<Item = &'a PollFacts>,
    policy: &Policy,
    now: Time,
) -> Result<Vec<(EntryId, String)>, StoreError> {
    let mut over = Vec::new();
    for facts in facts {
        if let FeedKind::Comments { of } = facts.kind
            && rhythm::is_over(facts, policy, now)
            && db.end_talk(of, true)?
        {
            over.push((of, db.title_of(facts.feed)?));
        }
    }
    Ok(over)
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
