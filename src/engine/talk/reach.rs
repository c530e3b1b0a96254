//! One address that may have comments: asked once, read by the reader it needs, and proven.

use crate::engine::came::Came;
use crate::engine::discover;
use crate::engine::lane::Desk;
use crate::engine::poll;
use crate::engine::rules;
use crate::feed::discover::talk as discovery;
use crate::feed::talk;
use crate::model::entry::EntryId;
use crate::model::feed::{PollFacts, Wishes};
use crate::model::http::{Answer, Answered, Body, Get, Trace};
use crate::model::talk::{Lead, Post, Reader, TalkPage};
use crate::model::way::Way;
use crate::poll::hosts::host_of;
use crate::poll::verdict;
use crate::store::error::StoreError;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What is needed to look for the comments of one entry.
pub struct Search<'a> {
    pub desk: &'a Desk,
    pub entry: EntryId,
    pub post: Arc<Post>,
    /// How the feed of the entry is reached, on its own host.
    way: Way,
    /// Hosts that want to be left alone.
    resting: Vec<String>,
    /// Somebody who was asked did not answer or may not be asked now: it may be otherwise in a while.
    may_pass: AtomicBool,
}

impl<'a> Search<'a> {
    /// Nothing where there is no such entry.
    pub async fn new(desk: &'a Desk, entry: EntryId) -> Result<Option<Self>, StoreError> {
        let (rules, now) = (desk.rules.clone(), desk.clock.now());
        let read = desk.store.read(move |db| {
            let Some((post, feed)) = db.post(entry)?.zip(db.feed_of(entry)?) else {
                return Ok(None);
            };
            let facts = rules::dressed(db, &rules, vec![db.facts_of(feed)?])?.pop();
            let hosts = db.hosts()?.into_iter();
            let resting = hosts.filter(|host| host.not_before.is_some_and(|at| at > now));
            let resting = resting.map(|host| host.name).collect::<Vec<_>>();
            Ok(Some((post, facts, resting)))
        });
        let Some((post, facts, resting)) = read.await? else {
            return Ok(None);
        };
        Ok(Some(Self {
            desk,
            entry,
            post: Arc::new(post),
            way: facts.map(|facts| facts.preferences.way).unwrap_or_default(),
            resting,
            may_pass: AtomicBool::new(false),
        }))
    }

    /// What the server gives for an address; why not, for a person.
    pub async fn get(&self, url: &str) -> Result<(Body, Trace), String> {
        let host = host_of(url);
        if self.resting.contains(&host) {
            self.may_pass.store(true, Ordering::Relaxed);
            return Err(format!("{host} wants to be left alone for a while"));
        }
        let at_home = host == host_of(&self.post.feed_url);
        let get = Get {
            resting: self.resting.clone(),
            way: if at_home {
                Way {
                    program: None,
                    filter: None,
                    ..self.way.clone()
                }
            } else {
                Way::default()
            },
            ..Get::plain(url)
        };
        let got = discover::get(&self.desk.fetcher, get).await;
        got.map_err(|refusal| {
            self.may_pass.fetch_or(refusal.silent, Ordering::Relaxed);
            refusal.why
        })
    }

    /// Whether what was not found may be there in a while.
    pub fn may_pass(&self) -> bool {
        self.may_pass.load(Ordering::Relaxed)
    }

    /// Reads a lead, and makes sure that it leads to the comments of this entry.
    pub async fn read(&self, lead: &Lead) -> Result<(TalkPage, Answered), String> {
        let (body, trace) = self.get(&lead.url).await?;
        let page = read(lead.reader, body.clone()).await?;
        if lead.reader == Reader::Feed {
            discovery::proven(&self.post, &page.feed)?;
        }
        let answer = Answer::Fresh(body);
        Ok((page, Answered { answer, trace }))
    }

    /// From now on the comments are asked for at this address, which was just read.
    pub async fn adopt(
        &self,
        lead: &Lead,
        page: TalkPage,
        answered: &Answered,
    ) -> Result<poll::Polled, StoreError> {
        let (entry, url, now) = (self.entry, lead.url.clone(), self.desk.clock.now());
        let rules = self.desk.rules.clone();
        let adopted = self.desk.store.write(move |db| {
            let facts = db.adopt(entry, &url, now)?;
            rules::dressed(db, &rules, vec![facts])
        });
        let facts = adopted.await?.pop();
        let facts: PollFacts = facts.ok_or(StoreError::Missing("the comment feed"))?;
        let wishes = verdict::Read::Feed(Wishes::from(&page.feed.hints));
        let came = Came::comments(page.feed, lead.reader);
        let polled = poll::settle(facts, answered, &wishes, Some(came), &self.desk.means).await?;
        self.desk.learn(polled.known()).await;
        Ok(polled)
    }
}

/// Reads comments on a thread of its own: a large body keeps nobody waiting.
pub async fn read(reader: Reader, body: Body) -> Result<TalkPage, String> {
    let work = tokio::task::spawn_blocking(move || talk::read(reader, &body));
    work.await
        .unwrap_or_else(|_| Err("reading it failed in postil itself".to_owned()))
}
