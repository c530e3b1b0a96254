//! What the configuration says of keys: `[keys]`, and a table for each place.

use crate::config::error::ConfigError;
use crate::config::source::Source;
use crate::config::values;
use crate::ui::command::Command;
use crate::ui::keymap::chord;
use crate::ui::keymap::presets::Preset;
use crate::ui::keymap::{Binding, Keymap, conflict};
use crate::ui::scope::Scope;
use serde::Deserialize;
use std::collections::HashMap;
use std::ops::Range;
use toml::Spanned;

const PRESETS: &[(&str, Preset)] = &[
    ("vim", Preset::Vim),
    ("emacs", Preset::Emacs),
    ("newsboat", Preset::Newsboat),
];

/// A place with its keys as they are written.
type Place = HashMap<Spanned<String>, Spanned<Bound>>;

/// `[keys]` as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct WrittenKeys {
    preset: Option<Spanned<String>>,
    everywhere: Place,
    lists: Place,
    feeds: Place,
    entries: Place,
    reading: Place,
    article: Place,
    thread: Place,
    health: Place,
    welcome: Place,
}

#[derive(Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "expected a command, a list of commands, or \"none\""
)]
enum Bound {
    One(String),
    Many(Vec<String>),
}

/// The key map.
///
/// # Errors
/// The first key or command that cannot be meant, and the first two keys that cannot both be.
pub(crate) fn keymap(source: &Source<'_>, written: WrittenKeys) -> Result<Keymap, ConfigError> {
    let preset = values::one_of(source, written.preset, PRESETS)?;
    let places = [
        (Scope::Everywhere, written.everywhere),
        (Scope::Lists, written.lists),
        (Scope::Feeds, written.feeds),
        (Scope::Entries, written.entries),
        (Scope::Reading, written.reading),
        (Scope::Article, written.article),
        (Scope::Thread, written.thread),
        (Scope::Health, written.health),
        (Scope::Welcome, written.welcome),
    ];
    let mut bindings: Vec<(Range<usize>, Binding)> = Vec::new();
    for (scope, place) in places {
        for (keys, bound) in place {
            bindings.push((keys.span(), binding(source, scope, &keys, bound)?));
        }
    }
    // As they stand in the file.
    bindings.sort_by_key(|(at, _)| at.start);
    let (places, own): (Vec<_>, Vec<_>) = bindings.into_iter().unzip();
    if let Some((first, second)) = conflict(&own) {
        let line = source.line(&places[first]);
        let (one, other) = (
            chord::shown(&own[first].keys),
            chord::shown(&own[second].keys),
        );
        let what = if one == other {
            format!("{one} has another meaning in line {line} already")
        } else {
            format!(
                "{other} and {one} of line {line} begin alike: one of them could never be pressed"
            )
        };
        return Err(source.point(places[second].clone(), what));
    }
    Ok(Keymap::new(preset.unwrap_or_default(), &own))
}

fn binding(
    source: &Source<'_>,
    scope: Scope,
    keys: &Spanned<String>,
    bound: Spanned<Bound>,
) -> Result<Binding, ConfigError> {
    let text = keys.get_ref();
    let parsed = chord::parse(text).ok_or_else(|| {
        let what = format!(
            "expected keys as \"x\", \"ctrl-x\", \"f5\", \"space\" or \"g x\", one after another, not `{text}`"
        );
        source.point(keys.span(), what)
    })?;
    let at = bound.span();
    let lines = match bound.into_inner() {
        Bound::One(line) if line.trim() == "none" => Vec::new(),
        Bound::One(line) => vec![line],
        Bound::Many(lines) => lines,
    };
    let commands = lines.iter().map(|line| Command::parse(line));
    let commands: Result<Vec<Command>, _> = commands.collect();
    let commands = commands.map_err(|why| source.point(at, why.to_string()))?;
    Ok(Binding {
        scope,
        keys: parsed,
        commands,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::file;
    use crate::ui::action::Action;
    use crate::ui::keymap::Meaning;
    use std::path::Path;

    fn told(text: &str) -> Result<Keymap, String> {
        let config = file::parse(text, Path::new("c.toml")).map_err(|why| why.to_string())?;
        assert_eq!(config.warnings, [""; 0]);
        Ok(config.settings.keys.as_ref().clone())
    }

    fn lines(keymap: &Keymap, keys: &str, here: Scope) -> Vec<String> {
        match keymap.meaning(&chord::parse(keys).expect(keys), here) {
            Meaning::Commands(commands) => commands.iter().map(Command::line).collect(),
            other => panic!("{keys}: {other:?}"),
        }
    }

    #[test]
    fn keys_of_ones_own_are_obeyed_one_command_or_several() {
        let keymap = told(
            "[keys]\npreset = \"emacs\"\n[keys.everywhere]\n\"g x\" = \"go Unread\"\nP = \"none\"\n\
             [keys.entries]\nd = [\"star\", \"in feeds down\"]",
        )
        .expect("all of it is known");
        assert_eq!(lines(&keymap, "g x", Scope::Article), ["go Unread"]);
        assert_eq!(
            lines(&keymap, "d", Scope::Entries),
            ["star", "in feeds down"]
        );
        assert_eq!(lines(&keymap, "ctrl-n", Scope::Entries), ["down"]);
        assert_eq!(keymap.key_of(Action::Pin), ":pin");
    }

    #[test]
    fn what_cannot_be_meant_is_shown_with_its_place() {
        for (text, place, word) in [
            ("[keys]\npreset = \"vimm\"", "c.toml:2:10: ", "`vim`"),
            ("[keys.entries]\nxx = \"top\"", "c.toml:2:1: ", "ctrl-x"),
            ("[keys.entries]\nx = \"botom\"", "c.toml:2:5: ", "`bottom`"),
            ("[keys.entries]\nx = 3", "c.toml:2:5: ", "a command"),
            (
                "[keys.entries]\nx = \"top\"\n\"x y\" = \"bottom\"",
                "c.toml:3:1: ",
                "begin alike",
            ),
            (
                "[keys.entries]\n\"shift-x\" = \"top\"\nX = \"bottom\"",
                "c.toml:3:1: ",
                "line 2",
            ),
        ] {
            let why = told(text).expect_err(text);
            assert!(why.starts_with(place) && why.contains(word), "{why}");
        }
    }

    #[test]
    fn a_place_nobody_knows_is_named_with_the_one_that_was_meant() {
        let config = file::parse("[keys.entires]\nx = \"top\"", Path::new("c.toml"));
        let warnings = config.expect("it stops nobody").warnings;
        assert_eq!(
            warnings,
            ["c.toml:1:7: unknown key `entires`; did you mean `entries`?"]
        );
    }
}
