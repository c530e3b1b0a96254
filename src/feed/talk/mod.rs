//! Talk that is no feed: what the interfaces of blogs and forums give, and the page people comment on.
//!
//! A comment feed holds the newest comments only, and much talk has no feed at all. `ways` says where the
//! whole of it may be had; `read` makes entries of whatever comes back, in the shape that comment feeds give,
//! so that a comment is the same whichever way it came: by its id where that is known, else by its link.
//!
//! Each platform is one small file that knows the names of its fields. They share `answer` (JSON, and what a
//! server says when it refuses), `said` (whom a comment answers, past comments that were taken back) and
//! `shape` (which address is what).

mod answer;
mod said;
mod shape;

mod discourse;
mod hacker_news;
mod lemmy;
mod lobsters;
mod mastodon;
mod reddit;
mod wordpress;

mod page;
mod pages;
mod ways;

#[cfg(test)]
mod properties;

use url::Url;

use crate::feed::decode;
use crate::feed::talk::answer::Answer;
use crate::model::http::Body;
use crate::model::talk::{Reader, TalkPage};

pub use crate::feed::talk::shape::reader_of;
pub use crate::feed::talk::ways::{ways, ways_in};

/// More comments than this are not read of one answer.
const MOST_COMMENTS: usize = 20_000;

/// What a body says that came from an address of this reader; why nothing could be read of it, for people.
pub fn read(reader: Reader, body: &Body) -> Result<TalkPage, String> {
    let base = Url::parse(&body.url).map_err(|_| "the answer came from no address".to_owned())?;
    if reader == Reader::Feed {
        return pages::read(body, &base);
    }
    let text = decode::text(&body.bytes, body.content_type.as_deref()).text;
    if reader == Reader::Page {
        return page::read(&text, &base);
    }
    let answer = Answer::open(&text, &base, &body.links);
    match reader {
        Reader::WordPress => wordpress::read(&answer),
        Reader::Discourse => discourse::read(&answer),
        Reader::HackerNews => hacker_news::read(answer),
        Reader::Lobsters => lobsters::read(&answer),
        Reader::Reddit => reddit::read(answer),
        Reader::Lemmy => lemmy::read(&answer),
        Reader::Mastodon => mastodon::read(&answer),
        Reader::Feed | Reader::Page => unreachable!("both were read above"),
    }
}
