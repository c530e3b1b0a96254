//! What a body is read as: entries, comments on one, or comments on many.

use crate::engine::poll::parse;
use crate::engine::talk::reach;
use crate::feed::discover::{kind, talk as discovery};
use crate::feed::talk;
use crate::model::feed::{FeedKind, PollFacts};
use crate::model::found::FoundKind;
use crate::model::http::Body;
use crate::model::parsed::ParsedFeed;
use crate::model::talk::Reader;
use crate::model::time::Time;
use crate::store::comment_intake::CommentSource;
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::gather::Posts;
use crate::store::polls::Delta;

/// A body that was read.
#[derive(Debug)]
pub struct Came {
    pub parsed: ParsedFeed,
    /// Where its items are comments on many posts: what the posts may be, item by item.
    pub posts: Option<Vec<Posts>>,
    pub reader: Reader,
}

impl Came {
    /// A feed that was read; a subscription may turn out to bring comments.
    pub fn subscription(url: &str, parsed: ParsedFeed) -> Self {
        let gathers = kind::of_subscription(url, &parsed) == FoundKind::Comments;
        Self {
            posts: gathers.then(|| posts(&parsed)),
            parsed,
            reader: Reader::Feed,
        }
    }
}

/// Reads a body as what this feed brings; why it cannot be read, for a person.
pub async fn read(facts: &PollFacts, body: &Body) -> Result<Came, String> {
    let reader = match facts.kind {
        FeedKind::Comments { .. } => talk::reader_of(&facts.url),
        FeedKind::Articles | FeedKind::Site => Reader::Feed,
    };
    if reader != Reader::Feed {
        let page = reach::read(reader, body.clone()).await?;
        return Ok(Came {
            parsed: page.feed,
            posts: None,
            reader,
        });
    }
    let parsed = parse(body).await?;
    Ok(match facts.kind {
        FeedKind::Articles => Came::subscription(&facts.url, parsed),
        FeedKind::Site => Came {
            posts: Some(posts(&parsed)),
            parsed,
            reader,
        },
        FeedKind::Comments { .. } => Came {
            parsed,
            posts: None,
            reader,
        },
    })
}

fn posts(parsed: &ParsedFeed) -> Vec<Posts> {
    parsed.entries.iter().map(discovery::posts_of).collect()
}

/// Keeps the facts of a feed, and what came with them, in one transaction.
pub fn keep(
    db: &Db,
    facts: &PollFacts,
    came: Option<&Came>,
    now: Time,
) -> Result<Delta, StoreError> {
    let Some(came) = came else {
        return db.commit_poll(facts, None, now);
    };
    match (facts.kind, &came.posts) {
        (FeedKind::Comments { of }, _) if came.reader != Reader::Feed => {
            db.commit_poll(facts, None, now)?;
            let by = came.reader.provenance();
            let source = CommentSource {
                provenance: by,
                written: by.name(),
            };
            db.commit_comments(of, &came.parsed, source, now)
        }
        (FeedKind::Articles | FeedKind::Site, Some(posts)) => {
            let mut delta = db.commit_poll(facts, None, now)?;
            if facts.kind == FeedKind::Articles {
                db.set_gathers(facts.feed)?;
            }
            let gathered = db.gather(facts, &came.parsed, posts, now)?;
            delta
                .entries_touched
                .retain(|feed| !gathered.entries_touched.contains(feed));
            delta.entries_touched.extend(gathered.entries_touched);
            Ok(Delta {
                entries_touched: delta.entries_touched,
                ..gathered
            })
        }
        _ => db.commit_poll(facts, Some(&came.parsed), now),
    }
}
