//! Articles or comments: a hint from an address and a name, something surer from the feed itself.

use crate::feed::discover::talk::{sign, subscribed, threads};
use crate::model::found::FoundKind;
use crate::model::parsed::ParsedFeed;

/// What a feed seems to bring, by its address and what it is called.
pub fn of_name(url: &str, title: Option<&str>) -> FoundKind {
    let address = url.to_lowercase();
    let address = address
        .split_once("://")
        .map_or(&*address, |(_, rest)| rest);
    let path = address.split_once('/').map_or("", |(_, path)| path);
    let title = title.unwrap_or_default().to_lowercase();
    let comments = ["comment", "crss/node"].iter().any(|word| has(path, word))
        || WORDS.iter().any(|word| has(&title, word));
    if comments {
        FoundKind::Comments
    } else {
        FoundKind::Articles
    }
}

/// What a feed brings that was read: most comments link to their place under an article, or say what
/// they answer.
pub fn of_feed(url: &str, feed: &ParsedFeed) -> FoundKind {
    let is_one_thread = threads::is_one(url, feed);
    let comments = feed.entries.iter().filter(|entry| {
        sign::is_comment(entry) && (is_one_thread || !threads::is_post_of_forum(entry))
    });
    if comments.count() * 2 > feed.entries.len() || threads::is_of_hacker_news(feed) {
        return FoundKind::Comments;
    }
    of_name(url, feed.title.as_deref())
}

/// Whether the items of a feed that is subscribed to are kept as comments on posts, which makes them
/// conversations, or as entries. To take entries for comments would hide them where nobody looks, so
/// nearly all must be comments and say on what.
pub fn of_subscription(url: &str, feed: &ParsedFeed) -> FoundKind {
    if subscribed::are_comments(url, feed) {
        FoundKind::Comments
    } else {
        FoundKind::Articles
    }
}

/// "Comment" in the languages blogs are written in.
const WORDS: [&str; 18] = [
    "comment",
    "coment",
    "komment",
    "koment",
    "commenti",
    "reactie",
    "yorum",
    "hozzászól",
    "iruzkin",
    "σχόλι",
    "коммент",
    "комент",
    "תגובות",
    "تعليق",
    "コメント",
    "评论",
    "댓글",
    "留言",
];

/// Whether a word stands in a text and is not the beginning of "commentary".
fn has(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let rest = &text[at + word.len()..];
        !["ary", "aries", "ator", "ariat"]
            .iter()
            .any(|end| rest.starts_with(end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parsed::ParsedEntry;
    use FoundKind::{Articles, Comments};

    #[test]
    fn comments_are_told_by_an_address_or_a_name_in_many_languages() {
        let check = |url, title: &str, expect| {
            assert_eq!(of_name(url, Some(title)), expect, "{url} {title}");
        };
        check("https://b.example/feed/", "Loop", Articles);
        check("https://b.example/comments/feed/", "", Comments);
        check("https://b.example/?feed=comments-rss2", "", Comments);
        check("https://b.example/feeds/comments/default", "", Comments);
        check("https://comments.example/feed/", "", Articles);
        check(
            "https://b.example/commentary/feed/",
            "Running commentary",
            Articles,
        );
        check(
            "https://b.example/post/feed/",
            "K » Kommentare zu P",
            Comments,
        );
        check("https://b.example/post/feed/", "Kのコメント", Comments);
    }

    #[test]
    fn a_feed_whose_entries_stand_under_articles_is_one_of_comments() {
        let check = |links: &[&str], expect| {
            let entries = links.iter().map(|link| ParsedEntry {
                link: Some((*link).to_owned()),
                ..ParsedEntry::default()
            });
            let feed = ParsedFeed {
                title: Some("Loop & Kettle".to_owned()),
                entries: entries.collect(),
                ..ParsedFeed::default()
            };
            assert_eq!(
                of_feed("https://b.example/feed/", &feed),
                expect,
                "{links:?}"
            );
        };
        check(
            &["https://b.example/p/#comment-7", "https://b.example/q/#c12"],
            Comments,
        );
        check(
            &["https://b.example/p/", "https://b.example/q/#c12"],
            Articles,
        );
        check(&["https://b.example/p/#content"], Articles);
        check(&[], Articles);
    }
}
