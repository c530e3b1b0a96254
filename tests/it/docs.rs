//! What the documents say is what the program does: keys, commands and configuration are written
//! from the code, or held against it. `UPDATE_DOCS=1 cargo test docs` writes the keys anew.

use clap::CommandFactory;
use postil::cli::args::Args;
use postil::cli::inspect::{Document, json};
use postil::cli::refresh::account::Account;
use postil::cli::{comments, conversations, feeds, refresh};
use postil::config::{file, keys};
use postil::model::comment::{
    Comment, CommentId, Conversation, Following, InReplyTo, Missing, Provenance,
};
use postil::model::entry::{CommentCount, EntryId, EntryRow, Place};
use postil::model::feed::{FeedId, FeedKind, Moving};
use postil::model::health::{Advice, Health, Next, State, Tally};
use postil::model::http::{Hints, Hop, Validators};
use postil::model::parsed::{
    Category, CommentFeed, CommentSignals, Enclosure, Link, ParsedEntry, ParsedFeed, Person,
};
use postil::model::report::{Left, Outcome, PollReport};
use postil::model::time::Time;
use postil::thread::tree;
use postil::ui::action::VERBS;
use postil::ui::keymap::Keymap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const OPENING: &str = "<!-- keys: written by the tests from the table of verbs -->\n";
const CLOSING: &str = "<!-- /keys -->";

fn readme() -> String {
    fs::read_to_string("README.md").expect("tests run at the root of the package")
}

fn keys() -> String {
    let mut table = String::from("| keys | what they do |\n|---|---|\n");
    let keymap = Keymap::default();
    for verb in VERBS {
        let keys = keymap.keys_of(verb.action);
        let keys: Vec<String> = keys.iter().map(|keys| format!("`{keys}`")).collect();
        let place = verb.scope.place();
        let _ = writeln!(table, "| {} | {}{place} |", keys.join(" "), verb.help);
    }
    table
}

#[test]
fn the_readme_lists_the_keys_that_are() {
    let readme = readme();
    let (before, rest) = readme
        .split_once(OPENING)
        .expect("the README has a place for the keys");
    let (listed, after) = rest.split_once(CLOSING).expect("the place ends");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        let anew = format!("{before}{OPENING}{}{CLOSING}{after}", keys());
        fs::write("README.md", anew).expect("the README can be written");
        return;
    }
    assert_eq!(listed, keys(), "run UPDATE_DOCS=1 cargo test docs");
}

#[test]
fn the_readme_tells_of_every_command() {
    let readme = readme();
    for command in Args::command().get_subcommands() {
        let name = format!("`postil {}", command.get_name());
        assert!(readme.contains(&name), "{name} is not in the README");
    }
}

#[test]
fn the_readme_shows_a_configuration_with_every_key() {
    let readme = readme();
    let shown: Vec<&str> = readme
        .split("```toml\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect();
    for text in &shown {
        let config = file::parse(text, Path::new("README.md")).expect("it can be read");
        assert_eq!(config.warnings, Vec::<String>::new());
    }
    let text = shown.concat();
    for (table, keys) in keys::KNOWN {
        let heading = if keys::MANY.contains(table) {
            format!("[[{table}]]")
        } else {
            format!("[{table}]")
        };
        assert!(text.contains(&heading), "{table}");
        for key in *keys {
            let told =
                text.contains(&format!("\n{key} = ")) || readme.contains(&format!("`{key} = "));
            assert!(told, "{key}");
        }
    }
}

#[test]
fn what_the_readme_says_of_defaults_is_so() {
    let readme = readme();
    let (_, rest) = readme.split_once("```toml\n").expect("it shows them");
    let (text, _) = rest.split_once("```").expect("they end");
    let config = file::parse(text, Path::new("README.md")).expect("it can be read");
    let usual = file::Config::default();
    assert_eq!(config.policy, usual.policy);
    assert_eq!(config.settings.talks, usual.settings.talks);
    assert_eq!(config.rules, usual.rules);
}

/// A feed with one of everything that comes in lists.
fn one_of_each() -> ParsedFeed {
    let entry = ParsedEntry {
        enclosures: vec![Enclosure::default()],
        links: vec![Link::default()],
        in_reply_to: vec![InReplyTo::default()],
        comments: CommentSignals {
            feeds: vec![CommentFeed::default()],
            ..CommentSignals::default()
        },
        ..ParsedEntry::default()
    };
    ParsedFeed {
        encoding: "utf-8",
        authors: vec![Person::default()],
        categories: vec![Category::default()],
        entries: vec![entry],
        ..ParsedFeed::default()
    }
}

/// The shapes a page shows.
fn shapes(page: &str) -> Vec<serde_json::Value> {
    let page = fs::read_to_string(page).expect("the page is there");
    let shown = page.split("```json\n").skip(1);
    let shown = shown.filter_map(|rest| rest.split("```").next());
    shown
        .map(|shape| serde_json::from_str(shape).expect("it is JSON"))
        .collect()
}

fn check_shape(printed: &serde_json::Value, shown: &serde_json::Value) {
    let pretty = |value| serde_json::to_string_pretty(value).expect("it is JSON");
    assert_eq!(pretty(printed), pretty(shown));
}

#[test]
fn inspect_prints_the_shape_that_is_documented() {
    let document = Document {
        name: String::new(),
        origin: None,
        bytes: Vec::new(),
        content_type: None,
        links: Vec::new(),
        validators: Validators::default(),
        hints: Hints::default(),
    };
    let printed = json::value(&document, &one_of_each());
    check_shape(&printed, &shapes("docs/inspect.md")[0]);
}

#[test]
fn feeds_prints_the_shape_that_is_documented() {
    let health = Health {
        feed: FeedId(1),
        kind: FeedKind::Articles,
        title: String::new(),
        url: String::new(),
        state: State::Well,
        ok_at: None,
        checked_at: None,
        changed_at: None,
        status: None,
        headers: vec![Default::default()],
        hops: vec![Hop {
            status: 301,
            to: String::new(),
        }],
        next: Next::Never,
        reason: String::new(),
        failures: 0,
        trouble: None,
        moving: Some(Moving {
            to: String::new(),
            since: Time(0),
            last: Time(0),
            sightings: 1,
        }),
        former: vec![(String::new(), None)],
        tally: Tally::default(),
        advice: vec![Advice {
            text: String::new(),
            remedy: None,
        }],
    };
    let printed = feeds::json::value(&[health], Time(0));
    check_shape(&printed, &shapes("docs/health.md")[0]);
}

#[test]
fn refresh_prints_the_shape_that_is_documented() {
    let account = Account {
        reports: vec![PollReport {
            feed: FeedId(1),
            title: String::new(),
            url: String::new(),
            outcome: Outcome::Unchanged,
            status: None,
            next: Next::Never,
            reason: String::new(),
        }],
        left: vec![Left {
            feed: FeedId(1),
            title: String::new(),
            url: String::new(),
            next: Next::Never,
            why: String::new(),
            may_insist: false,
        }],
        offline: false,
    };
    let printed = refresh::json::value(&account, Time(0));
    check_shape(&printed, &shapes("docs/health.md")[1]);
}

fn entry() -> EntryRow {
    EntryRow {
        id: EntryId(1),
        feed: FeedId(1),
        feed_title: String::new(),
        place: Place {
            at: Time(0),
            id: EntryId(1),
        },
        title: String::new(),
        link: None,
        read: false,
        starred: false,
        comments: CommentCount::default(),
        following: Following::No,
    }
}

#[test]
fn comments_prints_the_shape_that_is_documented() {
    let conversation = Conversation {
        comments: vec![Comment {
            id: CommentId(1),
            ..Comment::default()
        }],
        missing: Some(Missing::Unsought),
        ..Conversation::default()
    };
    let thread = tree::build(&conversation, tree::Settings::default());
    let printed = comments::json::value(&entry(), &conversation, &thread, Time(0));
    check_shape(&printed, &shapes("docs/comments.md")[0]);
}

#[test]
fn conversations_prints_the_shape_that_is_documented() {
    let talk = conversations::Talk {
        row: entry(),
        feed_url: None,
        over: false,
    };
    let printed = conversations::json::value(&[talk]);
    check_shape(&printed, &shapes("docs/comments.md")[1]);
}

#[test]
fn every_source_of_comments_is_documented() {
    let page = fs::read_to_string("docs/comments.md").expect("the page is there");
    for provenance in Provenance::ALL {
        let name = format!("`{}`", provenance.name());
        assert!(page.contains(&name), "{name}");
    }
}

#[test]
fn every_file_the_documents_name_is_there() {
    for document in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let text = fs::read_to_string(document).expect(document);
        for link in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let local = !link.contains("://") && !link.starts_with('#');
            assert!(
                !local || Path::new(link).exists(),
                "{document} names {link}"
            );
        }
    }
}
