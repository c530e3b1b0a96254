//! Many followed conversations of one site are looked at by one request: that for the comments of the
//! whole site.

use crate::feed::discover::talk::{site_feed, twin};
use crate::model::feed::{FeedId, PollFacts};
use crate::model::talk::Post;
use crate::model::time::Time;
use crate::store::db::Db;
use crate::store::error::StoreError;
use std::collections::BTreeMap;

/// From so many conversations on one request for the whole site is fewer than one for each.
const ENOUGH: usize = 3;

/// Has the comment feeds of sites vouch for those of conversations that are followed there: one that the
/// person has subscribed to, or one that is asked from now on. What is known of the latter.
pub fn arrange(db: &Db, now: Time) -> Result<Vec<PollFacts>, StoreError> {
    let (followed, subscribed) = (db.followed()?, db.gathering()?);
    let mut rest = Vec::new();
    for (post, facts) in followed {
        match subscribed.iter().find(|(_, url)| shows(url, &post, &facts)) {
            Some((site, _)) => db.set_vouched_by(&[facts.feed], *site)?,
            None => rest.push((post, facts)),
        }
    }
    let mut sites = Vec::new();
    for (url, feeds) in grouped(rest) {
        let mut unvouched = false;
        for feed in &feeds {
            unvouched |= db.vouched_by(*feed)?.is_none();
        }
        if unvouched {
            sites.push(db.set_vouching(&url, &feeds, now)?);
        }
    }
    Ok(sites)
}

/// Whether a feed of comments at this address shows what is said in a conversation: it is that of its site,
/// or the very one that is asked for it.
fn shows(url: &str, post: &Post, facts: &PollFacts) -> bool {
    let twin = twin(url);
    let is_it = |other: &str| other == url || Some(other) == twin.as_deref();
    let named = post.comment_feed.as_deref();
    is_it(&facts.url)
        || named.is_some_and(is_it)
        || site_feed(post).is_some_and(|site| is_it(&site))
}

/// Comment feeds by the feed of their whole site, where there are enough of them.
fn grouped(followed: Vec<(Post, PollFacts)>) -> BTreeMap<String, Vec<FeedId>> {
    let mut by_site: BTreeMap<String, Vec<FeedId>> = BTreeMap::new();
    for (post, facts) in followed {
        if let Some(url) = site_feed(&post) {
            by_site.entry(url).or_default().push(facts.feed);
        }
    }
    by_site.retain(|_, feeds| feeds.len() >= ENOUGH);
    by_site
}
