//! How it stands with a feed: what came of asking it, when it is asked next and why then, and what a
//! person can do about it.

use crate::model::feed::{FeedId, FeedKind, Moving};
use crate::model::http::Hop;
use crate::model::time::Time;

/// All that is known of polling one feed, for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    pub feed: FeedId,
    pub kind: FeedKind,
    /// What it is called; for a feed of comments, the title of the entry they are under.
    pub title: String,
    pub url: String,
    pub state: State,
    /// The last time an answer could be used.
    pub ok_at: Option<Time>,
    /// The last time it was asked, whatever came of it.
    pub checked_at: Option<Time>,
    /// The last time it brought something new.
    pub changed_at: Option<Time>,
    /// The last status, if there was an answer.
    pub status: Option<u16>,
    /// Headers of the last answer that decided something, as they came.
    pub headers: Vec<(String, String)>,
    /// Redirects on the last way to it.
    pub hops: Vec<Hop>,
    pub next: Next,
    /// Why it is asked then: `looked at every 60 minutes`.
    pub reason: String,
    /// Failures in a row.
    pub failures: u32,
    /// What last went wrong.
    pub trouble: Option<String>,
    /// Where it says it has moved for good, while that is not proven or not followed.
    pub moving: Option<Moving>,
    /// Addresses it had before, the last one first, and when it left them.
    pub former: Vec<(String, Option<Time>)>,
    pub tally: Tally,
    /// What to do, the most urgent first; empty where all is well.
    pub advice: Vec<Advice>,
}

impl Health {
    /// Whether something is wrong that will not come right without somebody seeing to it. A talk that
    /// fails is told where it is read.
    pub fn needs_person(&self) -> bool {
        self.kind == FeedKind::Articles
            && match self.state {
                State::Gone | State::Locked | State::Blocked | State::Moved => true,
                // Once or twice is nothing; it is tried again by itself.
                State::Failing => self.failures >= 3,
                State::Unasked | State::Costly | State::Well | State::Over => false,
            }
    }
}

/// In one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// 410, or asked for without success for a month.
    Gone,
    /// It wants a name and a password, or other ones.
    Locked,
    /// Something between here and the server lets no reader pass.
    Blocked,
    /// The last look failed.
    Failing,
    /// It says it has moved for good and was not followed.
    Moved,
    /// It has never been asked.
    Unasked,
    /// It is answered, at a cost that its server could spare itself.
    Costly,
    Well,
    /// A conversation that is over.
    Over,
}

/// When a feed is asked next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    Now,
    At(Time),
    /// Only by hand.
    Never,
}

/// Requests and bytes since the feed was taken up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Requests, redirects not counted.
    pub requests: u64,
    /// Answers "not modified" among them.
    pub unchanged: u64,
    /// Bytes of bodies, unpacked.
    pub received: u64,
    /// Bytes that answers "not modified" spared: each the size of the last whole body.
    pub saved: u64,
}

/// Something a person can do about a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// A sentence without a full stop.
    pub text: String,
    pub remedy: Option<Remedy>,
}

/// What the program can do when told to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Remedy {
    /// Ask once more, although it would not be asked by itself.
    Ask,
    /// Ask for the whole of it, without validators.
    Refetch,
    /// Take the feed back to the address it had before.
    UndoMove,
    /// Follow it to where it says it has moved.
    Follow,
    /// Make it one with the feed that is subscribed where it has moved to.
    Unite,
}
