//! Errors in words for a person: what was being done, why it failed, what to try.

use crate::model::act::{Act, Change};
use crate::model::comment::Following;
use crate::model::report::Failure;
use crate::store::error::StoreError;

/// Trouble with the database.
pub fn store(doing: impl Into<String>, error: &StoreError) -> Failure {
    let failure = Failure::new(doing, error);
    match advice(error) {
        Some(advice) => failure.hint(advice),
        None => failure,
    }
}

fn advice(error: &StoreError) -> Option<&'static str> {
    Some(match error {
        StoreError::Full => "make some room; what is stored is safe",
        StoreError::ReadOnly => {
            "check who may write there, or choose another place with --data-dir"
        }
        StoreError::NotOurs | StoreError::CannotOpen(_) => "choose another place with --data-dir",
        StoreError::Damaged(_) => {
            "keep the file as it is; a copy from before the last update may stand beside it"
        }
        StoreError::Busy => "try again when the other program is done",
        StoreError::Disk(_) => "check the disk",
        StoreError::Newer { .. } => "use a later version of postil; the file was left as it is",
        StoreError::Migration { .. } | StoreError::Backup { .. } => "the file was left as it is",
        StoreError::Taken => "choose another one",
        StoreError::Missing(_)
        | StoreError::Within
        | StoreError::Closed
        | StoreError::Panicked(_)
        | StoreError::Sql(_) => return None,
    })
}

/// Something that is not there any more.
pub fn gone(doing: impl Into<String>) -> Failure {
    Failure::new(doing, "it is not in the database any more").hint("ask the feeds for news")
}

/// An act in words: while it is done, and when it is.
pub struct ActWords {
    pub doing: &'static str,
    /// For entries, what they are then; else what was done.
    done: String,
    counts: bool,
}

impl ActWords {
    /// What was done to so many entries.
    pub fn done(&self, count: usize) -> String {
        match (self.counts, count) {
            (false, _) => self.done.clone(),
            (true, 1) => format!("1 entry {}", self.done),
            (true, count) => format!("{count} entries {}", self.done),
        }
    }
}

/// What is done to entries.
pub fn entries(change: &Change) -> ActWords {
    let words = |doing, done: String| ActWords {
        doing,
        done,
        counts: true,
    };
    match change {
        Change::Read(true) => words("marking as read", "read".into()),
        Change::Read(false) => words("marking as unread", "unread".into()),
        Change::Starred(true) => words("starring", "starred".into()),
        Change::Starred(false) => words("taking stars away", "without a star".into()),
        Change::Deleted(true) => words("deleting", "deleted".into()),
        Change::Deleted(false) => words("bringing back", "back".into()),
        Change::Tagged { name, on: true } => words("tagging", format!("tagged {name}")),
        Change::Tagged { name, on: false } => {
            words("taking a tag off", format!("without the tag {name}"))
        }
        Change::Followed(Following::Yes) => words("following", "followed".into()),
        Change::Followed(Following::Pinned) => words("following", "pinned".into()),
        Change::Followed(_) => words("letting go", "let go of".into()),
    }
}

pub fn act(act: &Act) -> ActWords {
    let one = |doing, done: String| ActWords {
        doing,
        done,
        counts: false,
    };
    match act {
        Act::Entries(_, change) => entries(change),
        Act::Rename(_, Some(name)) => one("renaming the feed", format!("Renamed to {name}")),
        Act::Rename(_, None) => one("renaming the feed", "The feed has its own name".into()),
        Act::Move(..) | Act::Shift(..) => one("moving the feed", "Moved".into()),
        Act::Readdress(_, url) => one("changing the address", format!("The feed is at {url}")),
        Act::TagFeed(_, name, true) => one("tagging the feed", format!("Tagged {name}")),
        Act::TagFeed(_, name, false) => one("taking a tag off", format!("Without the tag {name}")),
        Act::DeleteFeed(_) => one("deleting the feed", "The feed is deleted".into()),
        Act::SetFeed(_, key, _) | Act::SetFolder(_, key, _) => {
            one("setting it", format!("{key} is set"))
        }
        Act::NewFolder(title, _) => one("making the folder", format!("There is a folder {title}")),
        Act::RenameFolder(_, title) => one("renaming the folder", format!("Renamed to {title}")),
        Act::MoveFolder(..) => one("moving the folder", "Moved".into()),
        Act::DeleteFolder(_) => one("deleting the folder", "The folder is deleted".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_says_what_was_done_why_it_failed_and_what_to_try() {
        assert_eq!(
            store("saving a mark", &StoreError::Full).to_string(),
            "saving a mark: the disk is full – make some room; what is stored is safe"
        );
        assert_eq!(store("reading", &StoreError::Closed).hint, None);
    }
}
