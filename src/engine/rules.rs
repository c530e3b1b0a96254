//! What the configuration says, put beside what is known of each feed.
//!
//! The database keeps nothing of it, so that a change of the configuration holds from the next start on.

use crate::model::feed::{FeedId, FolderId, PollFacts, Preferences};
use crate::model::opml::Subscription;
use crate::model::rules::{FeedRule, Rules};
use crate::model::setting::{self, Holder, Key, Origin, Setting};
use crate::model::time::Time;
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::feeds::OwnRules;
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
    let own = db.own_rules()?;
    if rules.feeds.is_empty() && rules.folders.is_empty() && own.is_empty() {
        return Ok(facts);
    }
    let mut former: HashMap<FeedId, Vec<String>> = HashMap::new();
    for (feed, url) in db.former_urls()? {
        former.entry(feed).or_default().push(url);
    }
    let paths = db.folder_paths()?;
    for facts in &mut facts {
        let former = former.get(&facts.feed).map_or(&[][..], Vec::as_slice);
        let around = facts
            .folder
            .map_or_else(Vec::new, |folder| around(&paths, folder));
        let set = layers(rules, &own, Some((facts.feed, &facts.url, former)), &around)
            .into_iter()
            .fold(Preferences::default(), |inner, (_, outer)| {
                over(inner, outer)
            });
        facts.preferences = over(set, std::mem::take(&mut facts.preferences));
    }
    Ok(facts)
}

/// What is set for a feed or a folder, key by key, and from where.
pub fn settings(
    db: &Db,
    rules: &Rules,
    usual: &Preferences,
    holder: Holder,
) -> Result<Vec<Setting>, StoreError> {
    let (own, paths) = (db.own_rules()?, db.folder_paths()?);
    let layers = match holder {
        Holder::Feed(feed) => {
            let facts = db.facts_of(feed)?;
            let former = db.former_urls()?.into_iter();
            let former = former.filter(|(of, _)| *of == feed).map(|(_, url)| url);
            let former: Vec<String> = former.collect();
            let around = facts.folder.map_or_else(Vec::new, |it| around(&paths, it));
            layers(rules, &own, Some((feed, &facts.url, &former)), &around)
        }
        Holder::Folder(folder) => layers(rules, &own, None, &around(&paths, folder)),
    };
    let setting = |key: &Key| {
        let found = layers.iter().find_map(|(origin, layer)| {
            let value = setting::value(layer, key.name)?;
            Some((value, origin.clone()))
        });
        let usually = || setting::value(usual, key.name).unwrap_or_else(|| "no".to_owned());
        let (value, from) = found.unwrap_or_else(|| (usually(), Origin::Usual));
        Setting {
            key: key.name,
            value,
            from,
        }
    };
    Ok(setting::KEYS.iter().map(setting).collect())
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

/// A feed with its addresses, those of before too.
type Addressed<'a> = (FeedId, &'a str, &'a [String]);

/// The folders around something with their names from the outermost in, the innermost first.
fn around(
    paths: &HashMap<FolderId, Vec<String>>,
    folder: FolderId,
) -> Vec<(FolderId, Vec<String>)> {
    let Some(path) = paths.get(&folder) else {
        return Vec::new();
    };
    let above = |long: usize| {
        let outer = paths.iter().find(|(_, other)| **other == path[..long]);
        outer.map(|(id, path)| (*id, path.clone()))
    };
    (1..=path.len()).rev().filter_map(above).collect()
}

/// What is set, the nearest first: for the feed itself, then for the folder it lies in, then for those around
/// that. What was set in the reader goes before the configuration.
fn layers(
    rules: &Rules,
    own: &OwnRules,
    feed: Option<Addressed<'_>>,
    around: &[(FolderId, Vec<String>)],
) -> Vec<(Origin, Preferences)> {
    let mut layers = Vec::new();
    if let Some((id, url, former)) = feed {
        let here = own.feeds.get(&id).map(|lines| setting::preferences(lines));
        layers.extend(here.map(|set| (Origin::Here, set)));
        let is_it = |rule: &&FeedRule| rule.url == url || former.contains(&rule.url);
        let file = rules.feeds.iter().find(is_it);
        layers.extend(file.map(|rule| (Origin::File, rule.preferences.clone())));
    }
    for (at, (folder, path)) in around.iter().enumerate() {
        let itself = feed.is_none() && at == 0;
        let name = path.join("/");
        let (here, file) = if itself {
            (Origin::Here, Origin::File)
        } else {
            (Origin::Folder(name.clone()), Origin::FolderOfFile(name))
        };
        let set = own
            .folders
            .get(folder)
            .map(|lines| setting::preferences(lines));
        layers.extend(set.map(|set| (here, set)));
        let rule = rules.folders.iter().find(|rule| rule.path == *path);
        layers.extend(rule.map(|rule| (file, rule.preferences.clone())));
    }
    layers
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
            let path = owned(path);
            let around: Vec<_> = (1..=path.len())
                .rev()
                .zip(1..)
                .map(|(long, id)| (FolderId(id), path[..long].to_vec()))
                .collect();
            let former = owned(former);
            let feed = Some((FeedId(1), url, &former[..]));
            let set = layers(&rules(), &OwnRules::default(), feed, &around)
                .into_iter()
                .fold(Preferences::default(), |inner, (_, outer)| {
                    over(inner, outer)
                });
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
