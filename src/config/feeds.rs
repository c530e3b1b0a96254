//! What the configuration says of single feeds and of folders: `[[feed]]` and `[[folder]]`.

use crate::config::error::ConfigError;
use crate::config::login;
use crate::config::source::Source;
use crate::config::values;
use crate::config::written::{Words, WrittenSecret};
use crate::model::feed::Preferences;
use crate::model::rules::{FeedRule, FolderRule, Rules};
use crate::model::way::Way;
use serde::Deserialize;
use std::collections::HashMap;
use std::hash::Hash;
use std::ops::{Range, RangeInclusive};
use toml::Spanned;

/// Minutes between two looks: a quarter of an hour to seven days.
const INTERVAL: RangeInclusive<usize> = 15..=10_080;

/// A `[[feed]]` as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct WrittenFeed {
    url: Option<Spanned<String>>,
    exec: Option<Spanned<Words>>,
    name: Option<Spanned<String>>,
    folder: Option<Spanned<Names>>,
    interval_minutes: Option<Spanned<usize>>,
    quiet_hours: Option<Spanned<String>>,
    follow: Option<bool>,
    complete: Option<bool>,
    full_text: Option<bool>,
    pictures: Option<bool>,
    user_agent: Option<Spanned<String>>,
    proxy: Option<Spanned<WrittenSecret>>,
    user: Option<Spanned<String>>,
    password: Option<Spanned<WrittenSecret>>,
    password_command: Option<Spanned<Words>>,
    token: Option<Spanned<WrittenSecret>>,
    token_command: Option<Spanned<Words>>,
    filter: Option<Spanned<Words>>,
}

/// A `[[folder]]` as it is written.
#[derive(Debug, Deserialize)]
pub(crate) struct WrittenFolder {
    path: Spanned<Names>,
    interval_minutes: Option<Spanned<usize>>,
    quiet_hours: Option<Spanned<String>>,
    follow: Option<bool>,
    complete: Option<bool>,
    full_text: Option<bool>,
    pictures: Option<bool>,
}

/// Folders by their names, from the outermost in.
#[derive(Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "expected the names of folders: \"Comics/Daily\", or a list"
)]
pub(crate) enum Names {
    Path(String),
    List(Vec<String>),
}

/// What is said of feeds and folders.
///
/// # Errors
/// The first thing in it that cannot be meant.
pub(crate) fn rules(
    source: &Source<'_>,
    feeds: Vec<Spanned<WrittenFeed>>,
    folders: Vec<Spanned<WrittenFolder>>,
) -> Result<Rules, ConfigError> {
    let mut rules = Rules::default();
    let mut known = HashMap::new();
    for written in feeds {
        let at = written.span();
        let rule = feed(source, at.clone(), written.into_inner())?;
        once(source, &mut known, rule.url.clone(), at)?;
        rules.feeds.push(rule);
    }
    let mut known = HashMap::new();
    for written in folders {
        let at = written.span();
        let rule = folder(source, written.into_inner())?;
        once(source, &mut known, rule.path.clone(), at)?;
        rules.folders.push(rule);
    }
    Ok(rules)
}

/// The first place where a secret itself stands, and no program that tells it.
pub(crate) fn secret(feeds: &[Spanned<WrittenFeed>]) -> Option<Range<usize>> {
    feeds.iter().find_map(|feed| {
        let feed = feed.get_ref();
        let proxy = feed.proxy.as_ref();
        let proxy = proxy.filter(|proxy| values::holds_login(&proxy.get_ref().0.0));
        [feed.password.as_ref(), feed.token.as_ref(), proxy]
            .into_iter()
            .flatten()
            .map(Spanned::span)
            .next()
    })
}

/// Says where the same stands already.
fn once<K: Hash + Eq>(
    source: &Source<'_>,
    known: &mut HashMap<K, usize>,
    key: K,
    at: Range<usize>,
) -> Result<(), ConfigError> {
    match known.insert(key, source.line(&at)) {
        Some(line) => Err(source.point(at, format!("line {line} speaks of the same already"))),
        None => Ok(()),
    }
}

fn folder(source: &Source<'_>, written: WrittenFolder) -> Result<FolderRule, ConfigError> {
    let path = source.meant(Some(written.path), names)?;
    Ok(FolderRule {
        path: path.unwrap_or_default(),
        preferences: Preferences {
            follow: written.follow,
            complete: written.complete,
            full_text: written.full_text,
            pictures: written.pictures,
            interval: interval(source, written.interval_minutes)?,
            quiet: source.meant(written.quiet_hours, |hours| values::own_quiet(&hours))?,
            way: Way::default(),
        },
    })
}

fn feed(
    source: &Source<'_>,
    at: Range<usize>,
    written: WrittenFeed,
) -> Result<FeedRule, ConfigError> {
    match (&written.url, &written.exec) {
        (Some(_), Some(exec)) => Err(source.point(
            exec.span(),
            "a feed has an address (`url`) or a program that makes it (`exec`), not both",
        )),
        (None, None) => Err(source.point(
            at,
            "a feed needs its address (`url`), or a program that makes it (`exec`)",
        )),
        (Some(_), None) => asked(source, written),
        (None, Some(_)) => made(source, at, written),
    }
}

/// A feed that is subscribed elsewhere.
fn asked(source: &Source<'_>, written: WrittenFeed) -> Result<FeedRule, ConfigError> {
    let misplaced = [
        ("name", place(written.name.as_ref())),
        ("folder", place(written.folder.as_ref())),
    ];
    refuse(source, misplaced, "a feed that a program makes (`exec`)")?;
    let url = source.meant(written.url, |url| values::address(&url))?;
    let way = Way {
        user_agent: source.meant(written.user_agent, values::header)?,
        proxy: source.meant(written.proxy, |proxy| values::proxy(&proxy.0.0))?,
        filter: source.meant(written.filter, |words| values::program(words.0))?,
        program: None,
        login: login::login(
            source,
            written.user,
            login::secret(source, written.password, written.password_command)?,
            login::secret(source, written.token, written.token_command)?,
        )?,
    };
    Ok(FeedRule {
        url: url.unwrap_or_default(),
        preferences: Preferences {
            follow: written.follow,
            complete: written.complete,
            full_text: written.full_text,
            pictures: written.pictures,
            interval: interval(source, written.interval_minutes)?,
            quiet: source.meant(written.quiet_hours, |hours| values::own_quiet(&hours))?,
            way,
        },
        ..FeedRule::default()
    })
}

/// A feed that is there because it stands here.
fn made(
    source: &Source<'_>,
    at: Range<usize>,
    written: WrittenFeed,
) -> Result<FeedRule, ConfigError> {
    let misplaced = [
        ("user_agent", place(written.user_agent.as_ref())),
        ("proxy", place(written.proxy.as_ref())),
        ("user", place(written.user.as_ref())),
        ("password", place(written.password.as_ref())),
        ("password_command", place(written.password_command.as_ref())),
        ("token", place(written.token.as_ref())),
        ("token_command", place(written.token_command.as_ref())),
        ("filter", place(written.filter.as_ref())),
    ];
    refuse(source, misplaced, "a feed with an address (`url`)")?;
    let Some(name) = written.name else {
        return Err(source.point(at, "a feed that a program makes needs a `name`"));
    };
    let title = name.get_ref().trim().to_owned();
    let url = source.meant(Some(name), |name| values::made_address(&name))?;
    Ok(FeedRule {
        url: url.unwrap_or_default(),
        subscribes: true,
        title: Some(title),
        folder: source.meant(written.folder, names)?.unwrap_or_default(),
        preferences: Preferences {
            follow: written.follow,
            complete: written.complete,
            full_text: written.full_text,
            pictures: written.pictures,
            interval: interval(source, written.interval_minutes)?,
            quiet: source.meant(written.quiet_hours, |hours| values::own_quiet(&hours))?,
            way: Way {
                program: source.meant(written.exec, |words| values::program(words.0))?,
                ..Way::default()
            },
        },
    })
}

/// Where a key stands, if it does.
fn place<T>(value: Option<&Spanned<T>>) -> Option<Range<usize>> {
    value.map(Spanned::span)
}

fn refuse<const N: usize>(
    source: &Source<'_>,
    misplaced: [(&str, Option<Range<usize>>); N],
    whose: &str,
) -> Result<(), ConfigError> {
    for (key, at) in misplaced {
        if let Some(at) = at {
            return Err(source.point(at, format!("`{key}` is for {whose}")));
        }
    }
    Ok(())
}

fn names(written: Names) -> Result<Vec<String>, String> {
    let names: Vec<String> = match written {
        Names::Path(path) => path.split('/').map(str::to_owned).collect(),
        Names::List(names) => names,
    };
    values::folder(&names)
}

fn interval(
    source: &Source<'_>,
    minutes: Option<Spanned<usize>>,
) -> Result<Option<std::time::Duration>, ConfigError> {
    Ok(source.within(minutes, &INTERVAL)?.map(values::interval))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::file;
    use crate::model::feed::Quiet;
    use crate::model::way::{Login, Proxy, Secret, Source as From};
    use std::path::Path;
    use std::time::Duration;

    fn read(text: &str) -> Result<Rules, String> {
        let config = file::parse(text, Path::new("c.toml")).map_err(|why| why.to_string())?;
        assert_eq!(config.warnings, [""; 0]);
        Ok(config.rules)
    }

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|&word| word.to_owned()).collect()
    }

    /// The way to the one feed of which this is said.
    fn way(said: &str) -> Result<Way, String> {
        let rules = read(&format!("[[feed]]\nurl = \"http://a.example/\"\n{said}"))?;
        Ok(rules.feeds[0].preferences.way.clone())
    }

    /// The error must begin so, and hold this.
    fn check_wrong(text: &str, place: &str, word: &str) {
        let why = read(text).expect_err(text);
        assert!(why.starts_with(&format!("c.toml:{place}: ")), "{why}");
        assert!(why.contains(word), "{why}");
        assert!(!why.contains("canary"), "{why}");
    }

    #[test]
    fn a_feed_has_its_own_interval_hours_and_way() {
        let rules = read(
            "[[feed]]\nurl = \"https://example.org\"\ninterval_minutes = 240\n\
             quiet_hours = \"none\"\nuser_agent = \"me/1\"\nproxy = \"none\"\n\
             filter = [\"my-filter\", \"--arg\"]\nfollow = true\ncomplete = true\n\
             [[feed]]\nurl = \"http://b.example/\"\n",
        )
        .expect("all of it is known");
        let rule = &rules.feeds[0];
        assert_eq!(rule.url, "https://example.org/");
        assert!(!rule.subscribes);
        let preferences = &rule.preferences;
        assert_eq!(preferences.interval, Some(Duration::from_hours(4)));
        assert_eq!(preferences.quiet, Some(Quiet { from: 0, to: 0 }));
        let both = (preferences.follow, preferences.complete);
        assert_eq!(both, (Some(true), Some(true)));
        let way = &preferences.way;
        assert_eq!(way.user_agent.as_deref(), Some("me/1"));
        assert_eq!(way.proxy, Some(Proxy::None));
        assert_eq!(way.filter, Some(words(&["my-filter", "--arg"])));
        assert_eq!(rules.feeds[1].preferences, Preferences::default());
    }

    #[test]
    fn a_feed_can_be_logged_in_to_with_a_password_or_a_token() {
        let plain = |word: &str| From::Plain(Secret(word.into()));
        let command = || From::Command(words(&["pass", "show"]));
        let check = |said: &str, expect| assert_eq!(way(said).map(|way| way.login), Ok(expect));
        let basic = |password| Login::Basic {
            name: "me".into(),
            password,
        };
        check(
            "user = \"me\"\npassword = \"x y\"",
            Some(basic(plain("x y"))),
        );
        check(
            "user = \"me\"\npassword_command = [\"pass\", \"show\"]",
            Some(basic(command())),
        );
        check("token = \"t\"", Some(Login::Bearer(plain("t"))));
        check(
            "token_command = [\"pass\", \"show\"]",
            Some(Login::Bearer(command())),
        );
        check("", None);
    }

    #[test]
    fn a_folder_has_its_own_interval_and_hours() {
        let rules = read(
            "[[folder]]\npath = \"Comics/Daily\"\ninterval_minutes = 720\n\
             [[folder]]\npath = [\"AC/DC\"]\nquiet_hours = \"01:00-02:30\"\n\
             follow = true\ncomplete = false\n",
        )
        .expect("all of it is known");
        assert_eq!(rules.folders[0].path, ["Comics", "Daily"]);
        let preferences = &rules.folders[0].preferences;
        assert_eq!(preferences.interval, Some(Duration::from_hours(12)));
        assert_eq!(rules.folders[1].path, ["AC/DC"]);
        let quiet = rules.folders[1].preferences.quiet;
        assert_eq!(quiet, Some(Quiet { from: 60, to: 150 }));
        let said = rules.folders.iter().map(|rule| &rule.preferences);
        let said: Vec<_> = said.map(|own| (own.follow, own.complete)).collect();
        assert_eq!(said, [(None, None), (Some(true), Some(false))]);
    }

    #[test]
    fn a_program_can_make_a_feed() {
        let rules = read(
            "[[feed]]\nexec = [\"my-program\", \"a b\"]\nname = \"Made here\"\n\
             folder = \"Made/Here\"\ninterval_minutes = 10080\nfollow = true\n",
        )
        .expect("all of it is known");
        let rule = &rules.feeds[0];
        assert_eq!(rule.url, "exec:made-here");
        assert!(rule.subscribes);
        assert_eq!(rule.title.as_deref(), Some("Made here"));
        assert_eq!(rule.folder, ["Made", "Here"]);
        let program = &rule.preferences.way.program;
        assert_eq!(program, &Some(words(&["my-program", "a b"])));
        assert_eq!(rule.preferences.interval, Some(Duration::from_hours(168)));
        assert_eq!(rule.preferences.follow, Some(true));
    }

    #[test]
    fn what_cannot_be_meant_of_a_feed_is_shown_with_its_place() {
        let url = "[[feed]]\nurl = \"http://a.example/\"\n";
        let of = |said: &str| format!("{url}{said}");
        let wrong = [
            ("[[feed]]\nuser_agent = \"x\"", "1:1", "(`url`)"),
            ("[feed]\nurl = \"x\"", "1:2", "[[feed]]"),
            ("[[feed]]\nurl = \"a.example\"", "2:7", "https://"),
            ("[[feed]]\nurl = \"exec:ls\"", "2:7", "`exec`"),
            (&of("exec = [\"x\"]"), "3:8", "not both"),
            (&of("name = \"x\""), "3:8", "`exec`"),
            (&of("folder = \"x\""), "3:10", "`exec`"),
            (&of("interval_minutes = 14"), "3:20", "15 to 10080"),
            (&of("interval_minutes = 10081"), "3:20", "15 to 10080"),
            (&of("quiet_hours = \"late\""), "3:15", "22:00-07:00"),
            (&of("follow = \"yes\""), "3:10", "boolean"),
            (&of("complete = 1"), "3:12", "boolean"),
            (&of("user_agent = \"\\u001b\""), "3:14", "ASCII"),
            (&of("proxy = \"tor\""), "3:9", "socks5h://"),
            (&of("filter = []"), "3:10", "a program"),
            (&of("filter = \"rm -rf\""), "3:10", "a program"),
            (&of(url), "3:1", "line 1"),
            (&of("password_command = \"canary\""), "3:20", "a program"),
            (&of("password = canary"), "3:12", "quoted"),
            (&of("token = \"canary"), "3:16", "expected"),
            (&of("password = \"canary\""), "3:12", "(`user`)"),
            (&of("password = 3"), "3:12", "a string"),
            (&of("token = [\"canary\"]"), "3:9", "a string"),
            (&of("token = \"canary 1\""), "3:9", "spaces"),
            (&of("user = \"me\""), "3:8", "`password`"),
            (&of("user = \"m:e\"\npassword = \"canary\""), "3:8", "colon"),
            (&of("user = \"me\"\ntoken = \"canary\""), "4:9", "not both"),
            (
                &of("token_command = [\"x\"]\npassword = \"canary\""),
                "3:17",
                "not both",
            ),
            (
                &of("password = \"canary\"\npassword_command = [\"x\"]"),
                "4:20",
                "not both",
            ),
        ];
        for (text, place, word) in wrong {
            check_wrong(text, place, word);
        }
    }

    #[test]
    fn what_cannot_be_meant_of_a_made_feed_or_a_folder_is_shown_with_its_place() {
        let made = "[[feed]]\nexec = [\"x\"]\nname = \"N\"\n";
        let of = |said: &str| format!("{made}{said}");
        let folder = "[[folder]]\npath = \"A\"\n";
        let wrong = [
            ("[[feed]]\nexec = [\"x\"]", "1:1", "`name`"),
            ("[[feed]]\nexec = []\nname = \"N\"", "2:8", "a program"),
            ("[[feed]]\nexec = [\"x\"]\nname = \"!\"", "3:8", "letters"),
            (&of("filter = [\"x\"]"), "4:10", "(`url`)"),
            (&of("token = \"canary\""), "4:9", "(`url`)"),
            (&of("folder = \"A//B\""), "4:10", "Comics/Daily"),
            (&of("folder = 3"), "4:10", "a list"),
            (&of(made), "4:1", "line 1"),
            ("[[folder]]\ninterval_minutes = 60", "1:1", "`path`"),
            ("[[folder]]\npath = []", "2:8", "Comics/Daily"),
            (&format!("{folder}{folder}"), "3:1", "line 1"),
            (&format!("{folder}interval_minutes = 5"), "3:20", "15 to"),
            (&format!("{folder}quiet_hours = \"x\""), "3:15", "none"),
        ];
        for (text, place, word) in wrong {
            check_wrong(text, place, word);
        }
    }

    #[test]
    fn a_slip_in_a_key_of_a_feed_is_told_with_its_line() {
        let text = "[[feed]]\nurl = \"http://a.example/\"\n\n[[feed]]\n\
                    url = \"http://b.example/\"\nuser_agnt = \"x\"\n";
        let config = file::parse(text, Path::new("c.toml")).expect("it stops nobody");
        assert_eq!(
            config.warnings,
            ["c.toml:6:1: unknown key `user_agnt`; did you mean `user_agent`?"]
        );
    }
}
