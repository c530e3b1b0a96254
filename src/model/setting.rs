//! What a person sets for a feed or a folder in the reader, as words: a key and a value.

use crate::model::feed::{FeedId, FolderId, Preferences, Quiet};
use std::time::Duration;

/// For what it is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holder {
    Feed(FeedId),
    Folder(FolderId),
}

/// Where a value comes from, the nearest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Set here, in the reader.
    Here,
    /// What the configuration says of the feed or the folder itself.
    File,
    /// Set in the reader for the folder of this name around it.
    Folder(String),
    /// What the configuration says of the folder of this name.
    FolderOfFile(String),
    /// It holds for all.
    Usual,
}

/// One setting as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    pub key: &'static str,
    pub value: String,
    pub from: Origin,
}

/// A key, and what may stand for it.
#[derive(Debug, PartialEq, Eq)]
pub struct Key {
    pub name: &'static str,
    pub help: &'static str,
    pub expects: &'static str,
}

/// All there are.
pub const KEYS: &[Key] = &[
    Key {
        name: "interval_minutes",
        help: "minutes between two looks, in place of the feed's own rhythm",
        expects: "a number from 15 to 10080",
    },
    Key {
        name: "quiet_hours",
        help: "hours in which nothing is asked by itself",
        expects: "hours as 22:00-07:00, or none",
    },
    Key {
        name: "follow",
        help: "conversations under new entries are followed",
        expects: "yes or no",
    },
    Key {
        name: "complete",
        help: "a conversation that is opened is fetched whole",
        expects: "yes or no",
    },
    Key {
        name: "full_text",
        help: "the text of the page in place of the feed's",
        expects: "yes or no",
    },
    Key {
        name: "pictures",
        help: "pictures are fetched when an entry is opened",
        expects: "yes or no",
    },
];

/// Sets one key to what is written.
///
/// # Errors
/// What was expected.
pub fn set(preferences: &mut Preferences, name: &str, written: &str) -> Result<(), String> {
    let Some(key) = KEYS.iter().find(|key| key.name == name) else {
        let names: Vec<&str> = KEYS.iter().map(|key| key.name).collect();
        return Err(format!(
            "there is no setting {name}: expected one of {}",
            names.join(", ")
        ));
    };
    let wrong = || format!("{name}: expected {}, not {written}", key.expects);
    let switch = || match written {
        "yes" | "true" | "on" => Ok(Some(true)),
        "no" | "false" | "off" => Ok(Some(false)),
        _ => Err(wrong()),
    };
    match name {
        "interval_minutes" => {
            let minutes = written.parse().ok();
            let minutes = minutes.filter(|minutes| (15..=10_080).contains(minutes));
            let minutes: u64 = minutes.ok_or_else(wrong)?;
            preferences.interval = Some(Duration::from_mins(minutes));
        }
        "quiet_hours" => preferences.quiet = Some(Quiet::read(written).ok_or_else(wrong)?),
        "follow" => preferences.follow = switch()?,
        "complete" => preferences.complete = switch()?,
        "full_text" => preferences.full_text = switch()?,
        _ => preferences.pictures = switch()?,
    }
    Ok(())
}

/// What stands for a key, if anything does.
pub fn value(preferences: &Preferences, name: &str) -> Option<String> {
    let switch = |on: Option<bool>| on.map(|on| if on { "yes" } else { "no" }.to_owned());
    match name {
        "interval_minutes" => {
            let interval = preferences.interval?;
            Some((interval.as_secs() / 60).to_string())
        }
        "quiet_hours" => preferences.quiet.map(Quiet::written),
        "follow" => switch(preferences.follow),
        "complete" => switch(preferences.complete),
        "full_text" => switch(preferences.full_text),
        "pictures" => switch(preferences.pictures),
        _ => None,
    }
}

/// Reads lines of a key, a tab and a value; what cannot be meant is left out.
pub fn preferences(lines: &str) -> Preferences {
    let mut preferences = Preferences::default();
    for (key, value) in lines.lines().filter_map(|line| line.split_once('\t')) {
        // What an older or a newer version wrote may mean nothing to this one.
        let _ = set(&mut preferences, key, value);
    }
    preferences
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_set_and_read_again() {
        let check = |key: &str, written: &str, expect: &str| {
            let set = preferences(&format!("{key}\t{written}"));
            assert_eq!(value(&set, key).as_deref(), Some(expect), "{key} {written}");
        };
        check("interval_minutes", "60", "60");
        check("quiet_hours", "22:00-07:00", "22:00-07:00");
        check("quiet_hours", "none", "none");
        for key in ["follow", "complete", "full_text", "pictures"] {
            check(key, "on", "yes");
            check(key, "no", "no");
        }
        for key in KEYS {
            assert_eq!(value(&Preferences::default(), key.name), None);
        }
    }

    #[test]
    fn what_cannot_be_meant_is_told_with_what_was_expected() {
        for (key, written, word) in [
            ("interval_minutes", "5", "15"),
            ("quiet_hours", "late", "22:00-07:00"),
            ("follow", "maybe", "yes or no"),
            ("colour", "red", "full_text"),
        ] {
            let why = set(&mut Preferences::default(), key, written).expect_err(key);
            assert!(why.contains(word), "{why}");
        }
        assert_eq!(preferences("colour\tred\nnonsense"), Preferences::default());
    }
}
