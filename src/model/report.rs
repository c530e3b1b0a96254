//! What happened, for a person to read: failures, reports, and news nobody asked for.

use crate::model::entry::EntryId;
use crate::model::feed::FeedId;
use crate::model::health::Next;
use std::fmt;

/// An error as a person should read it: what was being done, why it failed, what to try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub doing: String,
    pub why: String,
    pub hint: Option<String>,
}

impl Failure {
    pub fn new(doing: impl Into<String>, why: impl fmt::Display) -> Self {
        Self {
            doing: doing.into(),
            why: why.to_string(),
            hint: None,
        }
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.doing, self.why)?;
        match &self.hint {
            Some(hint) => write!(out, " – {hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Failure {}

/// What came of one poll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PollReport {
    pub feed: FeedId,
    pub title: String,
    pub url: String,
    pub outcome: Outcome,
    /// The last status, if there was an answer.
    pub status: Option<u16>,
    pub next: Next,
    /// Why it is asked next then.
    pub reason: String,
}

/// A feed that was not asked, though somebody wanted it to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    pub feed: FeedId,
    pub title: String,
    pub url: String,
    /// When it may be asked.
    pub next: Next,
    pub why: String,
    /// It could be asked all the same, if the person insists.
    pub may_insist: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// New and changed entries (or comments).
    Updated {
        new: u32,
        changed: u32,
    },
    Unchanged,
    Failed {
        why: String,
    },
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportReport {
    pub added: u32,
    pub known: u32,
    /// What was not taken, and why.
    pub rejected: Vec<(String, String)>,
}

/// What became of a feed whose server says it has moved for good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    pub feed: FeedId,
    pub title: String,
    pub from: String,
    pub to: String,
    pub fate: MoveFate,
}

/// Whether a feed was followed to where it has moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoveFate {
    /// It has the new address now; the old one is remembered.
    Followed,
    /// Another feed is subscribed there.
    Taken,
    /// Too many servers began to point to that host at once: this is rather the network's doing.
    Suspect,
}

/// News that nobody asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// Rows of these feeds changed; panes that show them should ask again.
    Changed {
        feeds: Vec<FeedId>,
    },
    /// The conversation under this entry got new or changed comments, or its poll ended.
    Talked {
        entry: EntryId,
    },
    /// How a refresh stands: polls finished of those started since the last quiet.
    Polling {
        done: usize,
        total: usize,
    },
    Polled(PollReport),
    Moved(Moved),
    /// Nobody has said anything in a followed conversation for so long that it is not asked by itself
    /// any more.
    Over {
        entry: EntryId,
        title: String,
    },
    /// Something went wrong that nobody asked for.
    Failed(Failure),
    /// Nobody can be reached, so that nobody is asked; or somebody can again.
    Offline(bool),
}
