//! What the documents say is what the program does: keys, commands and configuration are written
//! from the code, or held against it. `UPDATE_DOCS=1 cargo test docs` writes the keys anew.

use clap::CommandFactory;
use postil::cli::args::Args;
use postil::cli::inspect::{Document, json};
use postil::config::file;
use postil::model::comment::InReplyTo;
use postil::model::http::{Hints, Validators};
use postil::model::parsed::{
    Category, CommentFeed, CommentSignals, Enclosure, Link, ParsedEntry, ParsedFeed, Person,
};
use postil::ui::action::{Scope, VERBS};
use postil::ui::keymap::shown;
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
    for verb in VERBS {
        let keys: Vec<String> = verb
            .keys
            .iter()
            .map(|key| format!("`{}`", shown(key)))
            .collect();
        let place = match verb.scope {
            Scope::Everywhere => "",
            Scope::Thread => " (in a conversation)",
            Scope::Welcome => " (on the first run)",
        };
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
    let (_, rest) = readme
        .split_once("```toml\n")
        .expect("the README shows a configuration");
    let (text, _) = rest.split_once("```").expect("it ends");
    let config = file::parse(text, Path::new("README.md")).expect("it can be read");
    assert_eq!(config.warnings, Vec::<String>::new());
    for (table, keys) in file::KNOWN {
        assert!(text.contains(&format!("[{table}]")), "{table}");
        for key in *keys {
            assert!(text.contains(&format!("\n{key} = ")), "{key}");
        }
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

#[test]
fn inspect_prints_the_shape_that_is_documented() {
    let page = fs::read_to_string("docs/inspect.md").expect("the page is there");
    let (_, rest) = page.split_once("```json\n").expect("it shows the shape");
    let (shape, _) = rest.split_once("```").expect("it ends");
    let shape: serde_json::Value = serde_json::from_str(shape).expect("it is JSON");
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
    let pretty = |value| serde_json::to_string_pretty(value).expect("it is JSON");
    assert_eq!(pretty(&printed), pretty(&shape));
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
