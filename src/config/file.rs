//! `config.toml`: optional, small, and strict where it would otherwise mislead.
//!
//! A value that cannot be meant stops the program with its line and column. A key that nobody
//! knows is only a warning, so that one file serves two versions.
//!
//! ```toml
//! [polling]
//! at_once = 48            # requests in flight, 1 to 256
//! interval_minutes = 60   # between two looks at a feed, 15 to 1440
//!
//! [reader]
//! mouse = true
//! icons = "unicode"       # or "ascii"
//! theme = "auto"          # as the terminal's background asks; or "dark", "light", "mono"
//! ```

use crate::config::error::ConfigError;
use crate::config::nearest::nearest;
use crate::fetch::limits::Limits;
use crate::poll::policy::Policy;
use crate::ui::look::Settings;
use crate::ui::theme::{Background, Choice, Icons};
use serde::Deserialize;
use std::fs;
use std::io::ErrorKind;
use std::ops::{Range, RangeInclusive};
use std::path::Path;
use std::time::Duration;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Every table with its keys, for telling which are unknown.
pub const KNOWN: &[(&str, &[&str])] = &[
    ("polling", &["at_once", "interval_minutes"]),
    ("reader", &["mouse", "icons", "theme"]),
];

/// The settings of the rooms that have any.
#[derive(Debug, Clone, Default)]
pub struct Config {
    pub policy: Policy,
    pub limits: Limits,
    pub settings: Settings,
    /// What in the file was not understood, a line each.
    pub warnings: Vec<String>,
}

/// The configuration in a file. A file that is not there is an empty one, unless a person named it.
///
/// # Errors
/// When the file cannot be read, or says something that cannot be meant.
pub fn load(path: &Path, is_named: bool) -> Result<Config, ConfigError> {
    match fs::read_to_string(path) {
        Ok(text) => parse(&text, path),
        Err(why) if why.kind() == ErrorKind::NotFound && !is_named => Ok(Config::default()),
        Err(why) => Err(ConfigError::Unreadable {
            path: path.to_owned(),
            why,
        }),
    }
}

/// The configuration in a text; `path` is what its errors name.
///
/// # Errors
/// The first thing in it that cannot be meant.
pub fn parse(text: &str, path: &Path) -> Result<Config, ConfigError> {
    let source = Source { text, path };
    let written: Written = toml::from_str(text).map_err(|why| source.wrong(&why))?;
    let mut config = Config {
        warnings: source.unknown_keys()?,
        ..Config::default()
    };
    if let Some(at_once) = source.within(written.polling.at_once, 1..=256)? {
        config.policy.at_once = at_once;
    }
    if let Some(minutes) = source.within(written.polling.interval_minutes, 15..=1440)? {
        let interval = Duration::from_mins(minutes as u64);
        config.policy.base = interval;
        config.policy.without_validators = config.policy.without_validators.max(interval);
        config.policy.longest = config.policy.longest.max(interval);
    }
    let reader = written.reader;
    config.settings.mouse = reader.mouse.unwrap_or(config.settings.mouse);
    config.settings.icons = match reader.icons {
        Some(WrittenIcons::Ascii) => Icons::Ascii,
        Some(WrittenIcons::Unicode) => Icons::Unicode,
        None => config.settings.icons,
    };
    match reader.theme {
        Some(WrittenTheme::Mono) => config.settings.theme = Choice::Mono,
        Some(WrittenTheme::Dark) => config.settings.background = Some(Background::Dark),
        Some(WrittenTheme::Light) => config.settings.background = Some(Background::Light),
        Some(WrittenTheme::Auto) | None => {}
    }
    Ok(config)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Written {
    polling: WrittenPolling,
    reader: WrittenReader,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WrittenPolling {
    at_once: Option<Spanned<usize>>,
    interval_minutes: Option<Spanned<usize>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WrittenReader {
    mouse: Option<bool>,
    icons: Option<WrittenIcons>,
    theme: Option<WrittenTheme>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum WrittenIcons {
    Unicode,
    Ascii,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum WrittenTheme {
    Auto,
    Dark,
    Light,
    Mono,
}

/// The text at hand, for pointing into it.
struct Source<'a> {
    text: &'a str,
    path: &'a Path,
}

impl Source<'_> {
    fn within(
        &self,
        value: Option<Spanned<usize>>,
        range: RangeInclusive<usize>,
    ) -> Result<Option<usize>, ConfigError> {
        match value {
            Some(value) if !range.contains(value.get_ref()) => Err(self.point(
                value.span(),
                format!(
                    "{} is out of range, expected {} to {}",
                    value.get_ref(),
                    range.start(),
                    range.end()
                ),
            )),
            value => Ok(value.map(Spanned::into_inner)),
        }
    }

    fn unknown_keys(&self) -> Result<Vec<String>, ConfigError> {
        let root = DeTable::parse(self.text).map_err(|why| self.wrong(&why))?;
        let mut warnings = Vec::new();
        for (table, value) in root.get_ref() {
            let known = KNOWN.iter().find(|(name, _)| name == table.get_ref());
            let Some((_, keys)) = known else {
                let names = KNOWN.iter().map(|(name, _)| *name);
                warnings.push(self.unknown(table.span(), table.get_ref(), names));
                continue;
            };
            if let DeValue::Table(inside) = value.get_ref() {
                for key in inside.keys() {
                    if !keys.contains(&key.get_ref().as_ref()) {
                        let names = keys.iter().copied();
                        warnings.push(self.unknown(key.span(), key.get_ref(), names));
                    }
                }
            }
        }
        Ok(warnings)
    }

    fn unknown<'k>(
        &self,
        at: Range<usize>,
        key: &str,
        known: impl Iterator<Item = &'k str>,
    ) -> String {
        let what = match nearest(key, known) {
            Some(meant) => format!("unknown key `{key}`; did you mean `{meant}`?"),
            None => format!("unknown key `{key}`"),
        };
        self.point(at, what).to_string()
    }

    fn wrong(&self, why: &toml::de::Error) -> ConfigError {
        let what = why.message().trim().replace('\n', ", ");
        self.point(why.span().unwrap_or(0..0), what)
    }

    fn point(&self, at: Range<usize>, what: String) -> ConfigError {
        let before = self.text.get(..at.start).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        ConfigError::Wrong {
            path: self.path.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            what,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Config, String> {
        parse(text, Path::new("c.toml")).map_err(|why| why.to_string())
    }

    /// The error must begin so, and hold each of these words.
    fn check_wrong(text: &str, place: &str, words: &[&str]) {
        let why = read(text).expect_err("this cannot be meant");
        assert!(why.starts_with(place), "{why}");
        for word in words {
            assert!(why.contains(word), "{why}");
        }
    }

    #[test]
    fn an_empty_file_changes_nothing() {
        let config = read("").expect("empty is fine");
        assert_eq!(config.policy, Policy::default());
        assert_eq!(config.warnings, [""; 0]);
    }

    #[test]
    fn every_key_is_obeyed() {
        let config = read(
            "[polling]\nat_once = 3\ninterval_minutes = 180\n\
             [reader]\nmouse = false\nicons = \"ascii\"\ntheme = \"mono\"\n",
        )
        .expect("all of it is known");
        assert_eq!(config.policy.at_once, 3);
        assert_eq!(config.policy.base, Duration::from_hours(3));
        assert!(config.policy.without_validators >= config.policy.base);
        assert!(!config.settings.mouse);
        assert_eq!(config.settings.icons, Icons::Ascii);
        assert_eq!(config.settings.theme, Choice::Mono);
        assert_eq!(config.warnings, [""; 0]);
    }

    #[test]
    fn what_cannot_be_meant_is_shown_with_its_place_and_what_was_expected() {
        check_wrong(
            "[polling]\nat_once = \"many\"\n",
            "c.toml:2:11: ",
            &["string", "expected"],
        );
        check_wrong(
            "\n[polling]\nat_once = 0",
            "c.toml:3:11: ",
            &["0", "1 to 256"],
        );
        check_wrong(
            "[polling]\ninterval_minutes = 1",
            "c.toml:2:20: ",
            &["15 to 1440"],
        );
        check_wrong("[polling]\nat_once = -1", "c.toml:2:11: ", &["-1"]);
        check_wrong(
            "[reader]\n# ü\ntheme = \"drak\"",
            "c.toml:3:9: ",
            &["drak", "auto", "mono"],
        );
        check_wrong("[reader\n", "c.toml:1:8: ", &["]"]);
        check_wrong("reader = 3", "c.toml:1:10: ", &["integer"]);
    }

    #[test]
    fn a_key_nobody_knows_is_named_with_the_one_that_was_meant() {
        let config = read("[polling]\nat_onse = 3\n\n[raeder]\nx = 1\n[mail]\n")
            .expect("an unknown key stops nobody");
        assert_eq!(
            config.warnings,
            [
                "c.toml:6:2: unknown key `mail`",
                "c.toml:2:1: unknown key `at_onse`; did you mean `at_once`?",
                "c.toml:4:2: unknown key `raeder`; did you mean `reader`?",
            ]
        );
    }

    #[test]
    fn the_file_may_be_missing_unless_it_was_named() {
        let nowhere = Path::new("/nowhere/config.toml");
        assert!(load(nowhere, false).is_ok());
        assert!(load(nowhere, true).is_err());
    }
}
