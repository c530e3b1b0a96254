//! What the configuration says, put beside what is known of each feed.
//!
//! The database keeps nothing of it, so that a change of the configuration holds from the next start on.

use crate::model::feed::{FeedId, PollFacts, Preferences};
use crate::model::opml::Subscription;
use crate::model::rules::{FeedRule, Rules};
use crate::model::time::Time;
use crate::store::db::Db;
use crate::store::error::StoreError;
use std::collections::HashMap;

/// What is known of every feed, with what the person set for it.
pub fn facts(db: &Db, rules: &Rules) -> Result<Vec<PollFacts>, StoreError> {
    let facts = db.facts()?;
    dressed(db, rules, facts)
}

/// These facts with what the person set for each feed.
pub fn dressed(
    db: &Db,
    rules: &Rules,
    mut facts: Vec<PollFacts>,
) -> Result<Vec<PollFacts>, StoreError> {
    if rules.feeds.is_empty() && rules.folders.is_empty() {
        return Ok(facts);
    }
    let mut former: HashMap<FeedId, Vec<String>> = HashMap::new();
    for (feed, url) in db.former_urls()? {
        former.entry(feed).or_default().push(url);
    }
    let paths = db.folder_paths()?;
    for facts in &mut facts {
        let former = former.get(&facts.feed).map_or(&[][..], Vec::as_slice);
        let path = facts.folder.and_then(|folder| paths.get(&folder));
        let set = preferences(
            rules,
            &facts.url,
            former,
            path.map_or(&[][..], Vec::as_slice),
        );
        facts.preferences = over(set, std::mem::take(&mut facts.preferences));
    }
    Ok(facts)
}

/// Subscribes to the feeds that are made by programs of the configuration; those that are new.
pub fn subscribe(db: &Db, rules: &Rules, now: Time) -> Result<Vec<PollFacts>, StoreError> {
    let wanted = |rule: &FeedRule| Subscription {
        url: rule.url.clone(),
        title: rule.title.clone(),
        site: None,
        folder: rule.folder.clone(),
    };
    let wanted: Vec<Subscription> = rules
        .feeds
        .iter()
        .filter(|rule| rule.subscribes)
        .map(wanted)
        .collect();
    let new = db.subscribe_all(&wanted, now)?.new;
    dressed(db, rules, new)
}

/// What is set for a feed itself, then for the folder it lies in, then for those around that.
fn preferences(rules: &Rules, url: &str, former: &[String], path: &[String]) -> Preferences {
    let is_it = |rule: &&FeedRule| rule.url == url || former.contains(&rule.url);
    let own = rules.feeds.iter().find(is_it);
    let own = own.map(|rule| rule.preferences.clone()).unwrap_or_default();
    let mut around: Vec<_> = rules
        .folders
        .iter()
        .filter(|rule| !rule.path.is_empty() && path.starts_with(&rule.path))
        .collect();
    around.sort_by_key(|rule| std::cmp::Reverse(rule.path.len()));
    around
        .into_iter()
        .fold(own, |inner, rule| over(inner, rule.preferences.clone()))
}

/// The inner preferences, and where they say nothing the outer ones.
fn over(inner: Preferences, outer: Preferences) -> Preferences {
    let mut way = inner.way;
    way.login = way.login.or(outer.way.login);
    way.user_agent = way.user_agent.or(outer.way.user_agent);
    way.proxy = way.proxy.or(outer.way.proxy);
    way.program = way.program.or(outer.way.program);
    way.filter = way.filter.or(outer.way.filter);
    Preferences {
        interval: inner.interval.or(outer.interval),
        quiet: inner.quiet.or(outer.quiet),
        follow: inner.follow.or(outer.follow),
        complete: inner.complete.or(outer.complete),
        full_text: inner.full_text.or(outer.full_text),
        pictures: inner.pictures.or(outer.pictures),
        way,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rules::FolderRule;
    use std::time::Duration;

    fn hours(hours: u64) -> Preferences {
        Preferences {
            interval: Some(Duration::from_hours(hours)),
            ..Preferences::default()
        }
    }

    fn rules() -> Rules {
        let folder = |path: &[&str], hours| FolderRule {
            path: path.iter().map(ToString::to_string).collect(),
            preferences: self::hours(hours),
        };
        Rules {
            feeds: vec![FeedRule {
                url: "http://a.example/feed".into(),
                preferences: hours(1),
                ..FeedRule::default()
            }],
            folders: vec![folder(&["Comics"], 12), folder(&["Comics", "Daily"], 6)],
            ..Rules::default()
        }
    }

    #[test]
    fn what_is_nearest_to_a_feed_holds() {
        let check = |url: &str, former: &[&str], path: &[&str], expect: Option<u64>| {
            let owned = |texts: &[&str]| texts.iter().map(ToString::to_string).collect::<Vec<_>>();
            let set = preferences(&rules(), url, &owned(former), &owned(path));
            assert_eq!(set.interval, expect.map(Duration::from_hours), "{url}");
        };
        let (a, b) = ("http://a.example/feed", "http://b.example/feed");
        check(a, &[], &["Comics"], Some(1));
        check(b, &[a], &[], Some(1));
        check(b, &[], &["Comics", "Daily", "Old"], Some(6));
        check(b, &[], &["Comics", "Weekly"], Some(12));
        check(b, &[], &["Daily"], None);
        check(b, &[], &[], None);
    }
}
