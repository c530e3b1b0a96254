//! What the configuration says of conversations: `[conversations]`.

use crate::config::error::ConfigError;
use crate::config::source::Source;
use crate::ui::look::{Order, Talks};
use crate::ui::nearest::nearest;
use serde::Deserialize;
use toml::Spanned;

/// What entries can have so that the conversations under them are followed.
const FOLLOWED: &[&str] = &["starred"];
const ORDERS: &[(&str, Order)] = &[
    ("oldest", Order::OldestFirst),
    ("newest", Order::NewestFirst),
    ("activity", Order::Activity),
];

/// `[conversations]` as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct WrittenConversations {
    follow: Option<Spanned<Followed>>,
    count_as_unread: Option<bool>,
    guess: Option<bool>,
    order: Option<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "expected a list of what is followed, as [\"starred\"]"
)]
enum Followed {
    List(Vec<String>),
}

/// How conversations are shown, and whether those under starred entries are followed.
///
/// # Errors
/// The first thing in it that cannot be meant.
pub(crate) fn conversations(
    source: &Source<'_>,
    written: WrittenConversations,
) -> Result<(Talks, bool), ConfigError> {
    let usual = Talks::default();
    let follow_starred = source.meant(written.follow, |Followed::List(words)| follows(&words))?;
    let talks = Talks {
        count_comments: written.count_as_unread.unwrap_or(usual.count_comments),
        guess: written.guess.unwrap_or(usual.guess),
        order: source
            .meant(written.order, |word| order(&word))?
            .unwrap_or(usual.order),
    };
    Ok((talks, follow_starred.unwrap_or(false)))
}

/// Whether what is starred is followed.
fn follows(words: &[String]) -> Result<bool, String> {
    match words.iter().find(|word| !FOLLOWED.contains(&word.as_str())) {
        Some(word) => Err(unknown(word, FOLLOWED)),
        None => Ok(!words.is_empty()),
    }
}

fn order(word: &str) -> Result<Order, String> {
    let found = ORDERS.iter().find(|(name, _)| *name == word);
    found.map(|(_, order)| *order).ok_or_else(|| {
        let names: Vec<&str> = ORDERS.iter().map(|(name, _)| *name).collect();
        unknown(word, &names)
    })
}

fn unknown(word: &str, known: &[&str]) -> String {
    if let Some(meant) = nearest(word, known.iter().copied()) {
        return format!("unknown word \"{word}\"; did you mean \"{meant}\"?");
    }
    let known: Vec<String> = known.iter().map(|name| format!("\"{name}\"")).collect();
    format!("unknown word \"{word}\", expected {}", known.join(" or "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::file::{self, Config};
    use std::path::Path;

    fn read(said: &str) -> Result<Config, String> {
        let text = format!("[conversations]\n{said}");
        file::parse(&text, Path::new("c.toml")).map_err(|why| why.to_string())
    }

    #[test]
    fn every_word_about_conversations_is_obeyed() {
        let config = read(
            "follow = [\"starred\"]\ncount_as_unread = true\nguess = false\norder = \"activity\"",
        )
        .expect("all of it is known");
        assert_eq!(config.warnings, [""; 0]);
        assert!(config.rules.follow_starred);
        assert_eq!(
            config.settings.talks,
            Talks {
                count_comments: true,
                guess: false,
                order: Order::Activity,
            }
        );
        for (word, expect) in ORDERS {
            let config = read(&format!("order = \"{word}\"")).expect("it is known");
            assert_eq!(config.settings.talks.order, *expect);
        }
    }

    #[test]
    fn nothing_is_followed_that_nobody_asked_for() {
        for said in ["", "follow = []", "guess = true"] {
            let config = read(said).expect("all of it is known");
            assert!(!config.rules.follow_starred, "{said}");
            assert_eq!(config.settings.talks, Talks::default());
        }
    }

    #[test]
    fn what_cannot_be_meant_is_shown_with_its_place_and_the_nearest_word() {
        let check = |said: &str, place: &str, word: &str| {
            let why = read(said).expect_err(said);
            assert!(why.starts_with(&format!("c.toml:{place}: ")), "{why}");
            assert!(why.contains(word), "{why}");
        };
        check("order = \"oldset\"", "2:9", "did you mean \"oldest\"?");
        check("order = \"best\"", "2:9", "\"newest\" or \"activity\"");
        check("follow = [\"stared\"]", "2:10", "did you mean \"starred\"?");
        check("follow = [\"all\"]", "2:10", "expected \"starred\"");
        check("follow = true", "2:10", "[\"starred\"]");
        check("guess = \"no\"", "2:9", "boolean");
        let config = read("ordre = \"oldest\"").expect("it stops nobody");
        assert!(
            config.warnings[0].contains("did you mean `order`?"),
            "{:?}",
            config.warnings
        );
    }
}
