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
    /// Its items seem to be comments on many posts.
    gathers: bool,
    reader: Reader,
}

impl Came {
    /// A feed that was read; a subscription may turn out to bring comments.
    pub fn subscription(url: &str, parsed: ParsedFeed) -> Self {
        Self {
            gathers: kind::of_subscription(url, &parsed) == FoundKind::Comments,
            parsed,
            reader: Reader::Feed,
        }
    }

    /// Comments on one entry.
    pub fn comments(parsed: ParsedFeed, reader: Reader) -> Self {
        Self {
            parsed,
            gathers: false,
            reader,
        }
    }
}

/// Reads a body as what this feed brings; why it cannot be read, for a person.
pub async fn read(facts: &PollFacts, body: &Body) -> Result<Came, String> {
    match facts.kind {
        FeedKind::Articles => Ok(Came::subscription(&facts.url, parse(body).await?)),
        FeedKind::Site => Ok(Came {
            gathers: true,
            ..Came::comments(parse(body).await?, Reader::Feed)
        }),
        FeedKind::Comments { .. } => {
            let reader = talk::reader_of(&facts.url);
            let page = reach::read(reader, body.clone()).await?;
            Ok(Came::comments(page.feed, reader))
        }
    }
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
    match facts.kind {
        FeedKind::Comments { of } if came.reader != Reader::Feed => {
            db.commit_poll(facts, None, now)?;
            let by = came.reader.provenance();
            let source = CommentSource {
                provenance: by,
                written: by.name(),
            };
            db.commit_comments(of, &came.parsed, source, now)
        }
        // One that brought comments once does so for good, whatever a single body looks like.
        FeedKind::Articles | FeedKind::Site if came.gathers || db.gathers(facts.feed)? => {
            let told = db.commit_poll(facts, None, now)?;
            if facts.kind == FeedKind::Articles {
                db.set_gathers(facts.feed)?;
            }
            let posts = came.parsed.entries.iter().map(discovery::posts_of);
            let posts: Vec<Posts> = posts.collect();
            let mut gathered = db.gather(facts, &came.parsed, &posts, now)?;
            for feed in told.entries_touched {
                if !gathered.entries_touched.contains(&feed) {
                    gathered.entries_touched.push(feed);
                }
            }
            Ok(gathered)
        }
        _ => db.commit_poll(facts, Some(&came.parsed), now),
    }
}
