//! `config.toml`: optional, small, and strict where it would otherwise mislead.
//!
//! A value that cannot be meant stops the program with its line and column. A key that nobody
//! knows is only a warning, so that one file serves two versions. The README shows every key.

use crate::config::article::{self, WrittenArticle};
use crate::config::conversations::{self, WrittenConversations};
use crate::config::error::ConfigError;
use crate::config::feeds::{self, WrittenFeed, WrittenFolder};
use crate::config::keymap::{self, WrittenKeys};
use crate::config::keys;
use crate::config::lists::{self, WrittenHighlight, WrittenLists, WrittenSearch};
use crate::config::look::{self, WrittenLook};
use crate::config::outside::{self, WrittenCommand, WrittenOpener};
use crate::config::source::Source;
use crate::config::values;
use crate::config::written::WrittenSecret;
use crate::fetch::limits::Limits;
use crate::fetch::network::Network;
use crate::model::outside::Outside;
use crate::model::rules::Rules;
use crate::poll::policy::Policy;
use crate::ui::look::{Reading, Settings};
use serde::Deserialize;
use std::fs::File;
use std::io::{self, ErrorKind, Read as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use toml::Spanned;

/// The settings of the rooms that have any.
#[derive(Debug, Clone, Default)]
pub struct Config {
    pub policy: Policy,
    pub limits: Limits,
    /// What holds for single feeds and folders, and the feeds that programs make.
    pub rules: Rules,
    pub network: Network,
    /// Programs that articles are handed to.
    pub outside: Outside,
    pub settings: Settings,
    /// What in the file was not understood, a line each.
    pub warnings: Vec<String>,
}

/// The configuration in a file. A file that is not there is an empty one, unless a person named it.
///
/// # Errors
/// When the file cannot be read, says something that cannot be meant, or shows a secret to others.
pub fn load(path: &Path, is_named: bool) -> Result<Config, ConfigError> {
    let (text, rights) = match contents(path) {
        Ok(contents) => contents,
        // As an empty one: what is usual is said in one place.
        Err(why) if why.kind() == ErrorKind::NotFound && !is_named => return parse("", path),
        Err(why) => {
            return Err(ConfigError::Unreadable {
                path: path.to_owned(),
                why,
            });
        }
    };
    let source = Source { text: &text, path };
    let (mut config, secret) = read(&source)?;
    if rights.write && config.outside != Outside::default() {
        // What others can write here would be run by this person.
        config.outside = Outside::default();
        config.settings.reading.commands.clear();
        config.warnings.push(format!(
            "{}: its commands are not used, because others may write this file; chmod go-w keeps them out",
            path.display()
        ));
    }
    match secret {
        Some(at) if rights.read => Err(source.point(
            at,
            "a secret stands here, and others may read this file; \
             chmod 600 keeps them out, or a program can tell it (password_command, token_command)",
        )),
        _ => Ok(config),
    }
}

/// What others may do with a file.
#[derive(Debug, Clone, Copy, Default)]
struct Rights {
    read: bool,
    write: bool,
}

/// The configuration in a text; `path` is what its errors name.
///
/// # Errors
/// The first thing in it that cannot be meant.
pub fn parse(text: &str, path: &Path) -> Result<Config, ConfigError> {
    read(&Source { text, path }).map(|(config, _)| config)
}

/// A text, and what anybody but its owner may do with it.
fn contents(path: &Path) -> io::Result<(String, Rights)> {
    let mut file = File::open(path)?;
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    Ok((text, rights(&file)?))
}

#[cfg(unix)]
fn rights(file: &File) -> io::Result<Rights> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = file.metadata()?.permissions().mode();
    Ok(Rights {
        read: mode & 0o077 != 0,
        write: mode & 0o022 != 0,
    })
}

/// Elsewhere a person's own folder is closed to others.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "asking can fail on other systems")]
fn rights(_: &File) -> io::Result<Rights> {
    Ok(Rights::default())
}

/// The configuration, and the first place in it where a secret stands.
fn read(source: &Source<'_>) -> Result<(Config, Option<Range<usize>>), ConfigError> {
    let warnings = keys::unknown(source)?;
    let written: Written = toml::from_str(source.text).map_err(|why| source.wrong(&why))?;
    let secret = login_of(&written.network).or_else(|| feeds::secret(&written.feed));
    let network = Network {
        proxy: source.meant(written.network.proxy, |proxy| values::proxy(&proxy.0.0))?,
        authorities: authorities(source, written.network.ca_file)?,
        ..Network::default()
    };
    let outside = outside::outside(source, written.command, written.open)?;
    let commands = outside.commands.iter().map(|command| command.name.clone());
    let reading = Reading {
        commands: commands.collect(),
        ..article::article(source, written.article)?
    };
    let (talks, follow_starred) = conversations::conversations(source, written.conversations)?;
    let rules = Rules {
        follow_starred,
        ..feeds::rules(source, written.feed, written.folder)?
    };
    let config = Config {
        policy: policy(source, written.polling)?,
        network,
        rules,
        outside,
        settings: Settings {
            talks,
            reading,
            mouse: written.reader.mouse.unwrap_or(true),
            keys: Arc::new(keymap::keymap(source, written.keys)?),
            lists: lists::lists(source, written.lists, written.highlight, written.search)?,
            ..look::look(
                source,
                written.look,
                written.reader.theme,
                written.reader.icons,
            )?
        },
        limits: Limits::default(),
        warnings,
    };
    Ok((config, secret))
}

fn policy(source: &Source<'_>, written: WrittenPolling) -> Result<Policy, ConfigError> {
    let mut policy = Policy::default();
    if let Some(at_once) = source.within(written.at_once, &(1..=256))? {
        policy.at_once = at_once;
    }
    if let Some(minutes) = source.within(written.interval_minutes, &(15..=1440))? {
        let interval = values::interval(minutes);
        policy.base = interval;
        policy.without_validators = policy.without_validators.max(interval);
        policy.longest = policy.longest.max(interval);
    }
    let quiet = source.meant(written.quiet_hours, |hours| values::quiet(&hours))?;
    policy.quiet = quiet.flatten();
    Ok(policy)
}

fn authorities(
    source: &Source<'_>,
    written: Option<Spanned<Files>>,
) -> Result<Vec<PathBuf>, ConfigError> {
    let files = source.meant(written, |files| {
        let files = match files {
            Files::One(file) => vec![file],
            Files::Many(files) => files,
        };
        let files = files.iter().map(|file| values::file(file, source.path));
        files.collect::<Result<Vec<PathBuf>, String>>()
    })?;
    Ok(files.unwrap_or_default())
}

/// Where the proxy's password stands, if it has one.
fn login_of(network: &WrittenNetwork) -> Option<Range<usize>> {
    let proxy = network.proxy.as_ref()?;
    values::holds_login(&proxy.get_ref().0.0).then(|| proxy.span())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Written {
    polling: WrittenPolling,
    network: WrittenNetwork,
    reader: WrittenReader,
    look: WrittenLook,
    keys: WrittenKeys,
    lists: WrittenLists,
    highlight: Vec<WrittenHighlight>,
    search: Vec<WrittenSearch>,
    article: WrittenArticle,
    command: Vec<WrittenCommand>,
    open: Vec<WrittenOpener>,
    conversations: WrittenConversations,
    folder: Vec<Spanned<WrittenFolder>>,
    feed: Vec<Spanned<WrittenFeed>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WrittenPolling {
    at_once: Option<Spanned<usize>>,
    interval_minutes: Option<Spanned<usize>>,
    quiet_hours: Option<Spanned<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WrittenNetwork {
    proxy: Option<Spanned<WrittenSecret>>,
    ca_file: Option<Spanned<Files>>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "expected the path of a file, or a list of them")]
enum Files {
    One(String),
    Many(Vec<String>),
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WrittenReader {
    mouse: Option<bool>,
    /// Old names of what is in `[look]` now.
    icons: Option<Spanned<String>>,
    theme: Option<Spanned<String>>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::feed::Quiet;
    use crate::model::way::Proxy;
    use crate::model::way::Secret;
    use crate::ui::theme::{Choice, Icons};
    use std::fs;
    use std::time::Duration;

    fn told(text: &str) -> Result<Config, String> {
        parse(text, Path::new("c.toml")).map_err(|why| why.to_string())
    }

    /// The error must begin so, and hold each of these words.
    fn check_wrong(text: &str, place: &str, words: &[&str]) {
        let why = told(text).expect_err("this cannot be meant");
        assert!(why.starts_with(place), "{why}");
        for word in words {
            assert!(why.contains(word), "{why}");
        }
    }

    #[test]
    fn an_empty_file_changes_nothing() {
        let config = told("").expect("empty is fine");
        assert_eq!(config.policy, Policy::default());
        assert_eq!(config.warnings, [""; 0]);
    }

    #[test]
    fn every_key_is_obeyed() {
        let config = told(
            "[polling]\nat_once = 3\ninterval_minutes = 180\nquiet_hours = \"22:00-07:00\"\n\
             [network]\nproxy = \"socks5h://localhost:9050\"\nca_file = [\"a.pem\", \"/b.pem\"]\n\
             [reader]\nmouse = false\n[look]\nicons = \"ascii\"\ntheme = \"mono\"\n",
        )
        .expect("all of it is known");
        assert_eq!(config.policy.at_once, 3);
        assert_eq!(config.policy.base, Duration::from_hours(3));
        assert!(config.policy.without_validators >= config.policy.base);
        assert_eq!(
            config.policy.quiet,
            Some(Quiet {
                from: 1320,
                to: 420
            })
        );
        let proxy = Secret("socks5h://localhost:9050".into());
        assert_eq!(config.network.proxy, Some(Proxy::At(proxy)));
        assert_eq!(
            config.network.authorities,
            ["a.pem", "/b.pem"].map(PathBuf::from)
        );
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
            "[look]\n# ü\ntheme = \"drak\"",
            "c.toml:3:9: ",
            &["drak", "auto", "mono"],
        );
        check_wrong("[reader\n", "c.toml:1:8: ", &["]"]);
        check_wrong("reader = 3", "c.toml:1:10: ", &["integer"]);
        check_wrong(
            "[polling]\nquiet_hours = \"22-7\"",
            "c.toml:2:15: ",
            &["22:00-07:00"],
        );
        check_wrong(
            "[network]\nca_file = 3",
            "c.toml:2:11: ",
            &["a file, or a list"],
        );
        check_wrong("[network]\nca_file = [\"\"]", "c.toml:2:11: ", &["path"]);
    }

    #[test]
    fn what_is_said_of_a_proxy_never_repeats_it() {
        for proxy in ["\"ftp://me:canary@a.example\"", "[\"canary\"]"] {
            let why = told(&format!("[network]\nproxy = {proxy}")).expect_err("it is none");
            assert!(why.starts_with("c.toml:2:9: expected "), "{why}");
            assert!(!why.contains("canary"), "{why}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_secret_is_kept_only_in_a_file_that_nobody_else_can_read() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("there is room");
        let path = folder.path().join("config.toml");
        let check = |text: &str, mode, place: Option<&str>| {
            fs::write(&path, text).expect("the folder is ours");
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("it is ours");
            let why = load(&path, true).err().map(|why| why.to_string());
            match (why, place) {
                (None, None) => {}
                (Some(why), Some(place)) => {
                    assert!(why.contains(place) && why.contains("chmod 600"), "{why}");
                    assert!(!why.contains("canary"), "{why}");
                }
                (why, _) => panic!("{mode:o}: {why:?}"),
            }
        };
        let token = "[[feed]]\nurl = \"http://a.example/\"\ntoken = \"canary\"\n";
        check(token, 0o644, Some(":3:9: "));
        check(token, 0o640, Some(":3:9: "));
        check(token, 0o600, None);
        let proxy = "[network]\nproxy = \"http://me:canary@a.example\"";
        check(proxy, 0o644, Some(":2:9: "));
        let command = "[[feed]]\nurl = \"http://a.example/\"\ntoken_command = [\"pass\"]\n";
        check(command, 0o644, None);
        check("[network]\nproxy = \"http://a.example\"", 0o644, None);
    }

    #[test]
    fn a_key_nobody_knows_is_named_with_the_one_that_was_meant() {
        let config = told("[polling]\nat_onse = 3\n\n[raeder]\nx = 1\n[mail]\n")
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
