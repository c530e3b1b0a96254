//! Which feed a person means by an address.

use crate::cli::asking::{Asking, astray};
use crate::model::feed::FeedId;
use crate::model::report::Failure;
use crate::model::request::{Reply, Request};
use crate::model::time::Time;
use crate::ui::nearest::nearest;

/// A feed that can be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub feed: FeedId,
    pub title: String,
    pub url: String,
    /// Addresses it had before.
    pub former: Vec<String>,
}

/// All feeds that can be meant: subscriptions first, then conversations.
///
/// # Errors
/// When the database fails.
pub async fn all(asking: &mut Asking<'_>) -> Result<Vec<Known>, Failure> {
    let doing = "reading the list of feeds";
    let Reply::Health(health) = asking.ask(Request::Health).await? else {
        return Err(astray(doing));
    };
    // Nothing is asked of today.
    let day_start = Time(0);
    let Reply::Feeds(library) = asking.ask(Request::Feeds { day_start }).await? else {
        return Err(astray(doing));
    };
    let subscribed = library.feeds.into_iter().map(|row| Known {
        feed: row.id,
        title: row.title,
        url: row.url,
        former: Vec::new(),
    });
    let looked_at = health.into_iter().map(|health| Known {
        feed: health.feed,
        title: health.title,
        url: health.url,
        former: health.former.into_iter().map(|(url, _)| url).collect(),
    });
    Ok(subscribed.chain(looked_at).collect())
}

/// The feed with this address: to the letter, else as it was once, else without what people leave
/// out when they type.
///
/// # Errors
/// When there is none, with the one that was probably meant.
pub fn one<'k>(typed: &str, known: &'k [Known]) -> Result<&'k Known, Failure> {
    let by = |matches: &dyn Fn(&str) -> bool| {
        let now = known.iter().find(|one| matches(&one.url));
        now.or_else(|| {
            let once = |one: &&Known| one.former.iter().any(|url| matches(url));
            known.iter().find(once)
        })
    };
    by(&|url| url == typed)
        .or_else(|| by(&|url| bare(url) == bare(typed)))
        .ok_or_else(|| unknown(typed, known))
}

fn unknown(typed: &str, known: &[Known]) -> Failure {
    let failure = Failure::new(
        format!("looking for {typed}"),
        "no subscription has this address",
    );
    match meant(typed, known) {
        Some(url) => failure.hint(format!("did you mean {url}?")),
        None => failure.hint("postil list shows them all"),
    }
}

/// The nearest address; failing one, one of the same host.
fn meant<'k>(typed: &str, known: &'k [Known]) -> Option<&'k str> {
    let urls = || known.iter().map(|one| one.url.as_str());
    near(typed, urls()).or_else(|| {
        let typed = host(bare(typed));
        urls().find(|url| !typed.is_empty() && host(bare(url)) == typed)
    })
}

/// The address that differs from what was typed by a slip only.
pub fn near<'k>(typed: &str, urls: impl Iterator<Item = &'k str> + Clone) -> Option<&'k str> {
    let near = nearest(bare(typed), urls.clone().map(bare))?;
    let mut urls = urls;
    urls.find(|url| bare(url) == near)
}

/// An address without what people leave out when they type it.
fn bare(url: &str) -> &str {
    let url = url.trim();
    let url = ["https://", "http://"]
        .iter()
        .find_map(|scheme| url.strip_prefix(scheme))
        .unwrap_or(url);
    url.strip_prefix("www.")
        .unwrap_or(url)
        .trim_end_matches('/')
}

fn host(bare: &str) -> &str {
    bare.split(['/', '?', '#']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Vec<Known> {
        let one = |id, url: &str, former: &[&str]| Known {
            feed: FeedId(id),
            title: String::new(),
            url: url.to_owned(),
            former: former.iter().map(|&url| url.to_owned()).collect(),
        };
        vec![
            one(1, "https://a.example/feed", &["http://old.example/feed"]),
            one(2, "https://www.b.example/", &[]),
            one(3, "exec:made-here", &[]),
            one(4, "http://old.example/feed", &[]),
        ]
    }

    #[test]
    fn a_feed_is_found_by_its_address_old_or_new_and_as_people_type_it() {
        let check = |typed: &str, expect| {
            let known = known();
            let found = one(typed, &known).expect(typed);
            assert_eq!(found.feed, FeedId(expect), "{typed}");
        };
        check("https://a.example/feed", 1);
        check("http://old.example/feed", 4);
        check("a.example/feed/", 1);
        check("http://b.example", 2);
        check("exec:made-here", 3);
        let moved = &known()[..3];
        let found = one("old.example/feed", moved).expect("it was there once");
        assert_eq!(found.feed, FeedId(1));
    }

    #[test]
    fn an_address_nobody_has_is_told_with_the_one_that_was_meant() {
        let check = |typed: &str, word: &str| {
            let why = one(typed, &known()).expect_err(typed).to_string();
            assert!(why.contains(word), "{why}");
        };
        check(
            "https://a.example/fed",
            "did you mean https://a.example/feed?",
        );
        check("b.example/atom.xml", "did you mean https://www.b.example/?");
        check("https://nowhere.invalid/", "postil list");
        check("", "postil list");
    }
}
