//! Whether all is well: configuration, database, network and feeds, and what is to be done.

use crate::cli::asking::Asking;
use crate::cli::feeds::{advised, health, size, word};
use crate::cli::print::{self, Outcome};
use crate::config::file::Config;
use crate::config::paths::Paths;
use crate::engine::{Engine, Setup};
use crate::model::feed::FeedKind;
use crate::model::health::{Health, State};
use crate::model::way::Proxy;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::Path;
use url::Url;

/// Columns of the names of things.
const LABEL: usize = 13;

/// What the surroundings say of proxies, as programs commonly read it.
const SURROUNDINGS: [&str; 8] = [
    "http_proxy",
    "HTTP_PROXY",
    "https_proxy",
    "HTTPS_PROXY",
    "all_proxy",
    "ALL_PROXY",
    "no_proxy",
    "NO_PROXY",
];

/// Looks at everything a reader stands on, and tells.
///
/// # Errors
/// When nobody reads the output.
pub async fn doctor(paths: &Paths, config: &Config, setup: Setup) -> anyhow::Result<Outcome> {
    say("Configuration", &configuration(paths, config))?;
    let surroundings = |name: &str| std::env::var(name).ok();
    for line in proxies(config, surroundings) {
        say("Proxy", &line)?;
    }
    for line in authorities(config) {
        say("Certificates", &line)?;
    }
    let all = match known(setup).await {
        Ok(all) => all,
        Err(why) => {
            say("Database", &why)?;
            return Ok(Outcome::Nothing);
        }
    };
    say("Database", &database(&paths.database))?;
    say("Feeds", &census(&all))?;
    say("Traffic", &traffic(&all))?;
    let tasks = tasks(config, &all);
    for task in &tasks {
        say("To do", task)?;
    }
    if tasks.is_empty() {
        say("To do", "nothing: all is well")?;
        return Ok(Outcome::Done);
    }
    Ok(Outcome::Partly)
}

fn say(label: &str, line: &str) -> io::Result<()> {
    print::row(&format!("{label:LABEL$}  {line}"))
}

/// How it stands with every feed, if the database can be opened at all.
async fn known(setup: Setup) -> Result<Vec<Health>, String> {
    let (engine, mut news) = Engine::start(setup).map_err(|failure| failure.to_string())?;
    let mut asking = Asking::new(&engine, &mut news);
    let all = health(&mut asking).await;
    drop(news);
    engine.stop().await;
    all.map_err(|failure| failure.to_string())
}

fn configuration(paths: &Paths, config: &Config) -> String {
    let path = paths.config.display();
    match config.warnings.len() {
        0 if paths.config.exists() => format!("{path}, all of it understood"),
        0 => format!("{path} is not there, and need not be"),
        1 => format!("{path}, one key in it is unknown"),
        many => format!("{path}, {many} keys in it are unknown"),
    }
}

fn database(path: &Path) -> String {
    let bytes = fs::metadata(path).map_or(0, |metadata| metadata.len());
    format!("{}, {}", path.display(), size(bytes))
}

/// The proxies in force, without their logins.
fn proxies(config: &Config, surroundings: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let mut lines = match &config.network.proxy {
        Some(Proxy::None) => vec!["none".to_owned()],
        Some(Proxy::At(secret)) => vec![without_login(&secret.0)],
        None => from(surroundings),
    };
    let feeds = config.rules.feeds.iter();
    let own = feeds.filter(|rule| rule.preferences.way.proxy.is_some());
    match own.count() {
        0 => {}
        1 => lines.push("its own for one feed".to_owned()),
        many => lines.push(format!("their own for {many} feeds")),
    }
    lines
}

fn from(surroundings: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let set = SURROUNDINGS.iter().filter_map(|name| {
        let value = surroundings(name).filter(|value| !value.is_empty())?;
        let shown = if name.eq_ignore_ascii_case("no_proxy") {
            value
        } else {
            without_login(&value)
        };
        Some(format!("{name}={shown}, from the environment"))
    });
    let set: Vec<String> = set.collect();
    if set.is_empty() {
        return vec!["none".to_owned()];
    }
    set
}

/// An address without its login; what cannot be read as one is not shown.
fn without_login(proxy: &str) -> String {
    // Without a scheme it is one of HTTP to the programs that read it.
    let whole = if proxy.contains("://") {
        proxy.to_owned()
    } else {
        format!("http://{proxy}")
    };
    let Ok(mut url) = Url::parse(&whole) else {
        return "set, but no address".to_owned();
    };
    let has_login = !url.username().is_empty() || url.password().is_some();
    let is_bare = url.set_username("").is_ok() && url.set_password(None).is_ok();
    match (is_bare, has_login) {
        (true, true) => format!("{url} with a login"),
        (true, false) => url.into(),
        (false, _) => "set, but no address".to_owned(),
    }
}

fn authorities(config: &Config) -> Vec<String> {
    if config.network.authorities.is_empty() {
        return vec!["those of the system".to_owned()];
    }
    let files = config.network.authorities.iter();
    files
        .map(|file| format!("also {}", file.display()))
        .collect()
}

/// How many feeds there are, and how they stand; the worst first.
fn census(all: &[Health]) -> String {
    let is_talk = |health: &&Health| health.kind != FeedKind::Articles;
    let talks = all.iter().filter(is_talk).count();
    let mut states: BTreeMap<State, usize> = BTreeMap::new();
    for health in all.iter().filter(|health| !is_talk(health)) {
        *states.entry(health.state).or_default() += 1;
    }
    let states = states.iter();
    let states: Vec<String> = states
        .map(|(state, many)| format!("{many} {}", word(*state)))
        .collect();
    let feeds = match all.len() - talks {
        0 => "none yet; postil add or postil import makes some".to_owned(),
        many => format!("{many}: {}", states.join(", ")),
    };
    match talks {
        0 => feeds,
        1 => format!("{feeds}; and one conversation"),
        many => format!("{feeds}; and {many} conversations"),
    }
}

fn traffic(all: &[Health]) -> String {
    let sum = |of: &dyn Fn(&Health) -> u64| all.iter().map(of).fold(0, u64::saturating_add);
    format!(
        "{} requests, {} of them unchanged; {} came, {} spared",
        sum(&|health| health.tally.requests),
        sum(&|health| health.tally.unchanged),
        size(sum(&|health| health.tally.received)),
        size(sum(&|health| health.tally.saved)),
    )
}

/// What needs a person.
fn tasks(config: &Config, all: &[Health]) -> Vec<String> {
    let mut tasks = config.warnings.clone();
    for file in &config.network.authorities {
        if let Err(why) = File::open(file) {
            tasks.push(format!("{}: {why}", file.display()));
        }
    }
    for health in all.iter().filter(|health| health.needs_person()) {
        let who = format!("{} is {}", health.title, word(health.state));
        let advice = health.advice.iter();
        tasks.extend(advice.map(|advice| format!("{who}: {}", advised(advice, &health.url))));
        if health.advice.is_empty() {
            let why = health.trouble.as_deref().unwrap_or_default();
            tasks.push(format!("{who}: {why}; it is tried again by itself"));
        }
    }
    tasks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::feeds::tests::{ill, well};
    use crate::config::file;

    fn config(text: &str) -> Config {
        file::parse(text, Path::new("c.toml")).expect("it can be read")
    }

    #[test]
    fn the_proxy_in_force_is_shown_and_its_login_is_not() {
        let check = |text: &str, set: &[(&str, &str)], expect: &[&str]| {
            let surroundings = |name: &str| {
                let found = set.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(proxies(&config(text), surroundings), expect);
        };
        let env = [
            ("https_proxy", "http://me:canary@a.example:3128"),
            ("ALL_PROXY", "b.example:1080"),
            ("HTTP_PROXY", "canary canary"),
            ("no_proxy", "localhost"),
            ("http_proxy", ""),
        ];
        check("", &[], &["none"]);
        check(
            "",
            &env,
            &[
                "HTTP_PROXY=set, but no address, from the environment",
                "https_proxy=http://a.example:3128/ with a login, from the environment",
                "ALL_PROXY=http://b.example:1080/, from the environment",
                "no_proxy=localhost, from the environment",
            ],
        );
        check("[network]\nproxy = \"none\"", &env, &["none"]);
        check(
            "[network]\nproxy = \"socks5h://me:canary@localhost:9050\"\n\
             [[feed]]\nurl = \"http://a.example/\"\nproxy = \"none\"",
            &env,
            &[
                "socks5h://localhost:9050 with a login",
                "its own for one feed",
            ],
        );
    }

    #[test]
    fn feeds_are_counted_by_how_they_stand_the_worst_first() {
        use crate::model::entry::EntryId;
        let talk = Health {
            kind: FeedKind::Comments { of: EntryId(1) },
            state: State::Over,
            ..well()
        };
        let all = [well(), ill(), talk, well()];
        assert_eq!(census(&all), "3: 1 failing, 2 well; and one conversation");
        assert_eq!(
            traffic(&all),
            "480 requests, 400 of them unchanged; 13.3 MiB came, 66.7 MiB spared"
        );
        assert!(census(&[]).contains("postil add"));
    }

    #[test]
    fn what_needs_a_person_is_told_and_nothing_else() {
        assert_eq!(tasks(&config(""), &[well()]), [""; 0]);
        let config = config("[network]\nca_file = \"/nowhere/own.pem\"\n[poling]\n");
        let tasks = tasks(&config, &[well(), ill()]);
        assert_eq!(tasks.len(), 4);
        assert!(tasks[0].contains("did you mean `polling`?"), "{tasks:?}");
        assert!(tasks[1].starts_with("/nowhere/own.pem: "), "{tasks:?}");
        assert_eq!(
            tasks[2],
            "Ledger & Sons is failing: it can be followed: \
             postil move 'http://ledger.example/feed?a=1&b=2' --follow"
        );
    }
}
