//! What the documents say is what the program does: keys, commands and configuration are written
//! from the code, or held against it. `UPDATE_DOCS=1 cargo test docs` writes the keys anew.

use clap::CommandFactory;
use postil::cli::args::Args;
use postil::cli::inspect::{Document, json};
use postil::cli::refresh::account::Account;
use postil::cli::{comments, conversations, feeds, refresh};
use postil::config::{file, manual};
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
use postil::ui::action::{Action, SHORTCUTS, VERBS, verb};
use postil::ui::command::Command;
use postil::ui::keymap::Keymap;
use postil::ui::keymap::chord::shown;
use postil::ui::keymap::presets::Preset;
use postil::ui::look::Reading;
use postil::ui::palettes::PALETTES;
use postil::ui::scope::Scope;
use postil::ui::theme::Background;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const OPENING: &str = "<!-- keys: written by the tests from the table of verbs -->\n";
const CLOSING: &str = "<!-- /keys -->";

fn readme() -> String {
    fs::read_to_string("README.md").expect("tests run at the root of the package")
}

/// The keys a person begins with.
const FIRST: [Action; 16] = [
    Action::Down,
    Action::Open,
    Action::Back,
    Action::NextUnread,
    Action::Conversation,
    Action::Follow,
    Action::ToggleStar,
    Action::MarkRead,
    Action::Undo,
    Action::Show,
    Action::FullText,
    Action::AddFeed,
    Action::Refresh,
    Action::Palette,
    Action::Command,
    Action::Help,
];

fn code(keys: &[String]) -> String {
    let keys: Vec<String> = keys.iter().map(|keys| format!("`{keys}`")).collect();
    keys.join(" ").replace('|', "\\|")
}

fn first_keys() -> String {
    let mut table = String::from("| keys | what they do |\n|---|---|\n");
    let keymap = Keymap::default();
    for action in FIRST {
        let _ = writeln!(
            table,
            "| {} | {} |",
            code(&keymap.keys_of(action)),
            verb(action).help
        );
    }
    table
}

/// The page of all keys, by place, in every preset.
fn keys() -> String {
    let mut page = String::from(KEYS_OPENING);
    let maps = Preset::ALL.map(|preset| Keymap::new(preset, &[]));
    for scope in Scope::ALL {
        let _ = writeln!(page, "\n## {}\n", scope.heading());
        page.push_str(
            "| command | what it does | vim | emacs | newsboat |\n|---|---|---|---|---|\n",
        );
        for verb in VERBS.iter().filter(|verb| verb.scope == scope) {
            let about = verb.argument.map_or("", |_| " …");
            let keys = maps.each_ref().map(|map| code(&map.keys_of(verb.action)));
            let _ = writeln!(
                page,
                "| `{}`{about} | {} | {} |",
                verb.name,
                verb.help,
                keys.join(" | ")
            );
        }
        for shortcut in SHORTCUTS.iter().filter(|shortcut| shortcut.scope == scope) {
            let command =
                Command::parse(shortcut.command).expect("the tests of the key map see to it");
            let keys = maps.each_ref().map(|map| {
                let all = map.all().into_iter();
                let ours = all.filter(|it| it.scope == scope && it.commands == [command.clone()]);
                let keys: Vec<String> = ours.map(|it| shown(&it.keys)).collect();
                code(&keys)
            });
            let _ = writeln!(
                page,
                "| `{}` | {} | {} |",
                shortcut.command,
                shortcut.help,
                keys.join(" | ")
            );
        }
    }
    page
}

const KEYS_OPENING: &str = "\
# Keys and commands

Every verb has a name. It is called by its keys, by `:` and its name, from the palette, or by keys of your own
([how those are set](configuration.md)). Where \"…\" stands, something may follow the name: `:mark-read above`, `:sort feed,-date`,
`:theme nord`; without it the verb asks, or takes what is selected. `in` and a pane (`feeds`, `entries`, `article`, `thread`) before
a verb has it act there, although the keyboard is elsewhere: `:in entries down`. A number before a key does it so many times. After
the first key of several a panel shows what may follow.

This page is written from the program's own table of verbs.
";

#[test]
fn the_page_of_keys_tells_of_every_verb() {
    let path = "docs/keys.md";
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(path, keys()).expect("the page can be written");
    }
    let page = fs::read_to_string(path).expect("the page is there");
    assert_eq!(page, keys(), "run UPDATE_DOCS=1 cargo test docs");
    for verb in VERBS {
        assert!(
            page.contains(&format!("| `{}`", verb.name)),
            "{}",
            verb.name
        );
    }
}

#[test]
fn the_readme_lists_the_keys_that_are() {
    let readme = readme();
    let (before, rest) = readme
        .split_once(OPENING)
        .expect("the README has a place for the keys");
    let (listed, after) = rest.split_once(CLOSING).expect("the place ends");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        let anew = format!("{before}{OPENING}{}{CLOSING}{after}", first_keys());
        fs::write("README.md", anew).expect("the README can be written");
        return;
    }
    assert_eq!(listed, first_keys(), "run UPDATE_DOCS=1 cargo test docs");
}

#[test]
fn the_readme_tells_of_every_command() {
    let readme = readme();
    for command in Args::command().get_subcommands() {
        let name = format!("`postil {}", command.get_name());
        assert!(readme.contains(&name), "{name} is not in the README");
    }
}

/// The manual of the configuration, from the table of its keys.
fn manual() -> String {
    let mut page = String::from(MANUAL_OPENING);
    for table in manual::TABLES {
        let heading = if table.many {
            format!("[[{}]]", table.name)
        } else {
            format!("[{}]", table.name)
        };
        let (usual, many) = if table.many {
            ("for example", " It may stand any number of times.")
        } else {
            ("usually", "")
        };
        let _ = writeln!(page, "\n## `{heading}`\n\n{}{many}\n", table.help);
        let _ = writeln!(page, "| key | {usual} | what for |\n|---|---|---|");
        for key in table.keys {
            let usual = match key.usual {
                "" => String::new(),
                usual => format!("`{}`", usual.replace('|', "\\|")),
            };
            let help = key.help.replace('|', "\\|");
            let _ = writeln!(page, "| `{}` | {usual} | {help} |", key.name);
        }
        if table.name == "look" {
            let themes = PALETTES.iter().map(|palette| {
                let kind = match palette.background {
                    Background::Dark => "dark",
                    Background::Light => "light",
                };
                format!("`{}` ({kind})", palette.name)
            });
            let themes: Vec<String> = themes.collect();
            let _ = writeln!(page, "\nThemes in true colours: {}.", themes.join(", "));
        }
        if table.name == "lists" {
            page.push_str(ROWS_EXPLAINED);
        }
        if table.name == "keys" {
            let _ = writeln!(page, "\n```toml\n{}```", uncommented(manual::KEYS_EXAMPLE));
            page.push_str(KEYS_EXPLAINED);
            for scope in Scope::ALL {
                let _ = writeln!(page, "| `{}` | {} |", scope.name(), scope.heading());
            }
        }
    }
    page
}

const MANUAL_OPENING: &str = "\
# The configuration

One optional file, `postil/config.toml` in the XDG configuration folder (`postil config path` says where). Without it all is as
below; `postil config dump` prints all of it as a file, `postil config check` reads yours and says what is wrong. A mistake is
told with file, line and column and with what was expected; a key nobody knows is a warning with the nearest name; names of
before hold, with a warning. `gC` in the reader reads it again: keys, look, lists and text hold at once, the rest from the next
start on. `NO_COLOR` means `theme = \"mono\"`.

This page is written from the program's own table of keys.
";

const KEYS_EXPLAINED: &str = "
Keys stand one after another with spaces between: `\"g x\"`, `\"ctrl-x ctrl-s\"`. `ctrl-`, `alt-`, `shift-` and `super-` go before a
key; named are `up`, `down`, `left`, `right`, `home`, `end`, `page-up`, `page-down`, `enter`, `esc`, `tab`, `space`, `backspace`,
`delete`, `insert`, `minus`, and `f1` to `f24`. What stands for them is a command as the command line takes it, a list of them,
or `\"none\"`. Your own keys go before those of the preset, and take away what stands in their way; two of your own that begin alike
in one place are refused. `postil keys` prints all keys as they are.

| place | where |
|---|---|
";

const ROWS_EXPLAINED: &str = "
A line of `rows` is text with fields in it: `{title}`, `{feed}`, `{age}`, `{date}`, `{comments}`, `{new}`, `{mark}` (unread), `{star}`,
`{following}`. `{feed:20}` has 20 columns, `{age:>6}` ends there. `{?starred …}` stands there only for entries that are starred,
`{!read …}` for those that are not read; also `comments`, `new`, `followed`. What follows `{|}` stands at the right edge.

A filter is words that must all be in the title or the name of the feed, and fields: `is:unread`, `is:read`, `is:starred`,
`is:new` (comments), `is:followed`, `title:word`, `feed:word`, `newer:7d` (also h, w, m, y), `older:2w`, `comments:5` (or more); `-` before
one turns it round, `or` between two makes one enough, brackets and \"quotes\" hold together.
";

fn uncommented(text: &str) -> String {
    let lines = text.lines().map(|line| line.trim_start_matches("# "));
    let lines: Vec<&str> = lines.collect();
    lines.join("\n") + "\n"
}

#[test]
fn the_manual_of_the_configuration_tells_of_every_key() {
    let path = "docs/configuration.md";
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(path, manual()).expect("the page can be written");
    }
    let page = fs::read_to_string(path).expect("the page is there");
    assert_eq!(page, manual(), "run UPDATE_DOCS=1 cargo test docs");
}

#[test]
fn what_is_shown_of_the_configuration_can_be_read() {
    let readme = readme();
    let manual = manual();
    for page in [&readme, &manual] {
        let shown = page.split("```toml\n").skip(1);
        for text in shown.filter_map(|rest| rest.split("```").next()) {
            let config = file::parse(text, Path::new("shown")).expect("it can be read");
            assert_eq!(config.warnings, Vec::<String>::new());
        }
    }
    let link = "docs/configuration.md";
    assert!(readme.contains(link), "the README leads to {link}");
}

/// Every key alone, as the table says it is usually.
#[test]
fn what_the_manual_says_of_defaults_is_so() {
    let usual = file::Config::default();
    let check = |text: &str| {
        let config = file::parse(text, Path::new("usual")).unwrap_or_else(|why| panic!("{why}"));
        assert_eq!(config.warnings, Vec::<String>::new(), "{text}");
        assert_eq!(config.policy, usual.policy, "{text}");
        assert_eq!(config.rules, usual.rules, "{text}");
        let (ours, theirs) = (&config.settings, &usual.settings);
        assert_eq!(ours.talks, theirs.talks, "{text}");
        assert_eq!(ours.lists, theirs.lists, "{text}");
        assert_eq!(ours.mouse, theirs.mouse, "{text}");
        assert_eq!(ours.theme, theirs.theme, "{text}");
        assert_eq!(ours.icons, theirs.icons, "{text}");
        assert_eq!(ours.arrangement, theirs.arrangement, "{text}");
        assert_eq!(ours.keys.all(), theirs.keys.all(), "{text}");
        let reading = Reading {
            clickable: true,
            ..theirs.reading.clone()
        };
        assert_eq!(ours.reading, reading, "{text}");
    };
    check(&manual::dump());
    for table in manual::TABLES.iter().filter(|table| !table.many) {
        for key in table.keys.iter().filter(|key| !key.usual.is_empty()) {
            check(&format!("[{}]\n{} = {}\n", table.name, key.name, key.usual));
        }
    }
    let many = manual::TABLES.iter().filter(|table| table.many);
    for table in many {
        let known = table.keys.iter().filter(|key| !key.usual.is_empty());
        let lines: Vec<String> = known
            .map(|key| format!("{} = {}", key.name, key.usual))
            .collect();
        let text = format!("[[{}]]\n{}\n", table.name, lines.join("\n"));
        let config = file::parse(&text, Path::new("example"));
        let config = config.unwrap_or_else(|why| panic!("{text}: {why}"));
        assert_eq!(config.warnings, Vec::<String>::new());
    }
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
