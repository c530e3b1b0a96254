//! The search for the comments of an entry: only when a person opens or follows its conversation, one
//! request after another, and nothing is believed that was not read.

use crate::engine::lane::Desk;
use crate::engine::poll::Polled;
use crate::engine::talk::reach::Search;
use crate::feed::discover::talk as discovery;
use crate::model::entry::EntryId;
use crate::model::feed::PollFacts;
use crate::model::http::Body;
use crate::model::talk::{Lead, Post, Reader};
use crate::model::time::Time;
use crate::store::error::StoreError;
use crate::store::follow::Sought;
use std::sync::Arc;
use std::time::Duration;

/// A verdict that there is nothing holds so long …
const HOLDS: Duration = Duration::from_hours(3 * 24);
/// … or so long, where somebody who was asked did not answer.
const SOON: Duration = Duration::from_mins(10);
/// Leads that are read; after as many failures nothing better is to be hoped for.
const MOST_READ: usize = 4;

/// Where the comments of an entry are.
#[derive(Debug)]
pub enum Whereabouts {
    /// They are asked for here, and can be asked for now.
    Known(Box<PollFacts>),
    /// They were found, and what was read is kept.
    Found {
        polled: Box<Polled>,
        reader: Reader,
        /// There are no others.
        whole: bool,
    },
    /// There is no such entry, or nothing was found; the verdict is kept.
    Nowhere(Sought),
}

/// Finds out where the comments of an entry are, unless that is known. With `agreed` a third party may be
/// asked.
pub async fn seek(desk: &Desk, entry: EntryId, agreed: bool) -> Result<Whereabouts, StoreError> {
    let _turn = desk.searches.of(entry).await;
    let now = desk.clock.now();
    let known = desk.store.write(move |db| {
        let facts = db.open_conversation(entry, now)?;
        Ok((facts, db.search(entry)?))
    });
    let (facts, search) = known.await?;
    if let Some(facts) = facts.clone()
        && (search.is_some() || discovery::twin(&facts.url).is_none())
    {
        return Ok(Whereabouts::Known(Box::new(facts)));
    }
    if let Some((sought, until)) = search.clone()
        && holds(&sought, until, agreed, now)
    {
        return Ok(Whereabouts::Nowhere(sought));
    }
    let before = search;
    let Some(search) = Search::new(desk, entry).await? else {
        return Ok(Whereabouts::Nowhere(Sought::Nothing(
            "there is no such entry".to_owned(),
        )));
    };
    let found = look(&search, agreed).await?;
    let passing = search.may_pass();
    let sought = match (&found, before) {
        // A third party that did not answer can be asked again.
        (Whereabouts::Nowhere(_), Some((Sought::Agreement(host), _))) if passing => {
            Sought::Agreement(host)
        }
        (Whereabouts::Nowhere(sought), _) => sought.clone(),
        _ => Sought::Found,
    };
    let until = now.after(if passing { SOON } else { HOLDS });
    let noted = desk
        .store
        .write(move |db| db.note_search(entry, &sought, now, until));
    noted.await?;
    Ok(match (found, facts) {
        // The feed is there; only no better one is.
        (Whereabouts::Nowhere(_), Some(facts)) => Whereabouts::Known(Box::new(facts)),
        (found, _) => found,
    })
}

fn holds(sought: &Sought, until: Time, agreed: bool, now: Time) -> bool {
    match sought {
        Sought::Found => false,
        Sought::Agreement(_) => !agreed,
        // A time that a running clock could not have noted is not believed.
        Sought::Nothing(_) => until > now && until <= now.after(HOLDS),
    }
}

/// First what needs no request to be known, then the page of the entry, then what its program is known for.
async fn look(search: &Search<'_>, agreed: bool) -> Result<Whereabouts, StoreError> {
    let post = &*search.post;
    let mut trail = Trail::default();
    let named = trail.allowed(discovery::named(post), agreed);
    if let Some(found) = trail.follow(search, named).await? {
        return Ok(found);
    }
    let Some(page) = page_of(post) else {
        return Ok(Whereabouts::Nowhere(
            trail.verdict("the entry has no page to look at"),
        ));
    };
    let (leads, why) = match search.get(&page).await {
        Ok((body, _)) => {
            let why = "its page names no feed of its comments".to_owned();
            (in_page(search.post.clone(), body).await, why)
        }
        Err(why) => (
            discovery::guessed(post),
            format!("its page could not be had: {why}"),
        ),
    };
    let leads = trail.allowed(leads, agreed);
    match trail.follow(search, leads).await? {
        Some(found) => Ok(found),
        None => Ok(Whereabouts::Nowhere(trail.verdict(&why))),
    }
}

/// What a search has come by so far.
#[derive(Debug, Default)]
struct Trail {
    read: Vec<String>,
    /// A third party that would have to be asked.
    host: Option<String>,
    /// What the last lead came to.
    why: Option<String>,
}

impl Trail {
    /// The leads that may be followed.
    fn allowed(&mut self, leads: Vec<Lead>, agreed: bool) -> Vec<Lead> {
        let (theirs, ours): (Vec<Lead>, Vec<Lead>) = leads
            .into_iter()
            .partition(|lead| lead.third_party.is_some() && !agreed);
        let host = theirs.into_iter().find_map(|lead| lead.third_party);
        self.host = self.host.take().or(host);
        ours
    }

    async fn follow(
        &mut self,
        search: &Search<'_>,
        leads: Vec<Lead>,
    ) -> Result<Option<Whereabouts>, StoreError> {
        for lead in leads {
            if self.read.contains(&lead.url) || self.read.len() >= MOST_READ {
                continue;
            }
            self.read.push(lead.url.clone());
            match search.read(&lead).await {
                Ok((page, answered)) => {
                    let whole = page.whole && page.next.is_none();
                    let polled = search.adopt(&lead, page, &answered).await?;
                    return Ok(Some(Whereabouts::Found {
                        polled: Box::new(polled),
                        reader: lead.reader,
                        whole,
                    }));
                }
                // What the entry's own feed names is asked again later, as any feed is.
                Err(_) if search.post.comment_feed.as_deref() == Some(&lead.url) => {
                    let facts = search.named().await?;
                    return Ok(facts.map(|facts| Whereabouts::Known(Box::new(facts))));
                }
                Err(why) => self.why = Some(why),
            }
        }
        Ok(None)
    }

    fn verdict(self, otherwise: &str) -> Sought {
        match (self.host, self.why) {
            (Some(host), _) => Sought::Agreement(host),
            (None, Some(why)) => Sought::Nothing(format!("{otherwise}; a feed was tried: {why}")),
            (None, None) => Sought::Nothing(otherwise.to_owned()),
        }
    }
}

impl Search<'_> {
    /// The comment feed that the entry's own feed names, as it is known.
    async fn named(&self) -> Result<Option<PollFacts>, StoreError> {
        let (entry, now) = (self.entry, self.desk.clock.now());
        let facts = self
            .desk
            .store
            .write(move |db| db.open_conversation(entry, now));
        facts.await
    }
}

/// The page people comment on, else the entry's own.
pub fn page_of(post: &Post) -> Option<String> {
    let pages = [&post.comments_page, &post.link];
    let page = pages
        .into_iter()
        .flatten()
        .find(|page| page.starts_with("http"))?;
    Some(page.split('#').next().unwrap_or(page).to_owned())
}

async fn in_page(post: Arc<Post>, body: Body) -> Vec<Lead> {
    let work = tokio::task::spawn_blocking(move || discovery::in_page(&post, &body));
    work.await.unwrap_or_default()
}
