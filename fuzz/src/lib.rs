//! What is asked of each reader for any input: that it comes back, and that what it gives is sound.

use postil::feed::decode::characters::is_legal;
use postil::feed::xml::tree::Parts;
use postil::feed::{dates, discover, json, opml, repair, syndication};
use url::Url;

const BASE: &str = "http://base.example/feed";
/// What a feed begins with.
const ROOTS: [&str; 5] = ["rss", "rdf", "feed", "channel", "entry"];

fn base() -> Url {
    Url::parse(BASE).expect("a constant address")
}

/// Any bytes become text without forbidden characters.
pub fn decode(bytes: &[u8]) {
    let decoded = postil::feed::decode::text(bytes, None);
    assert!(decoded.text.chars().all(is_legal));
}

/// What is repaired can be read to its end, if it begins with a feed: what stands before one is cut off
/// elsewhere.
pub fn repair(bytes: &[u8]) {
    let text = postil::feed::decode::text(bytes, None).text;
    let repaired = repair::repair(&text);
    let mut parts = Parts::new(&repaired.text, &base());
    while let Some(part) = parts.next() {
        let feed = parts.root().is_none_or(|root| ROOTS.contains(&&*root.name));
        assert!(part.is_ok() || !feed, "{part:?}");
    }
    for done in &repaired.done {
        assert!(done.at <= text.len() && done.count > 0);
    }
}

/// A feed's entries have keys and addresses of the web.
pub fn parse(bytes: &[u8]) {
    let Ok(feed) = postil::feed::parse::parse(bytes, None, BASE) else {
        return;
    };
    for entry in feed.entries {
        assert!(!entry.key.is_empty());
        assert!(entry.link.is_none_or(|link| link.starts_with("http")));
    }
}

/// Comment feeds and pages have addresses of the web, and what is answered has a name.
pub fn comments(bytes: &[u8]) {
    let text = postil::feed::decode::text(bytes, None).text;
    for entry in syndication::read(&text, &base()).feed.entries {
        let signals = entry.comments;
        let urls = signals.feeds.iter().map(|feed| &feed.url);
        assert!(urls.chain(&signals.page).all(|url| url.starts_with("http")));
        let answers = entry.in_reply_to;
        assert!(
            answers
                .iter()
                .all(|to| to.id.is_some() || to.href.is_some())
        );
    }
}

/// A date is a moment or none.
pub fn dates(bytes: &[u8]) {
    dates::parse(&String::from_utf8_lossy(bytes));
}

/// The feeds a page names have addresses of the web.
pub fn discover(bytes: &[u8]) {
    let found = discover::named(bytes, None, &[], BASE);
    assert!(found.iter().all(|feed| feed.url.starts_with("http")));
}

/// A list that was read can be written and read again.
pub fn opml(bytes: &[u8]) {
    if let Ok(outline) = opml::parse(bytes) {
        let written = opml::write("T", &outline.subscriptions);
        let again = opml::parse(written.as_bytes()).expect("what is written can be read");
        assert_eq!(again.subscriptions.len(), outline.subscriptions.len());
    }
}

/// JSON of any kind is a feed or none.
pub fn json(bytes: &[u8]) {
    let text = postil::feed::decode::text(bytes, None).text;
    json::read(&text, &base());
}
