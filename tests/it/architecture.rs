//! The picture of the house in executable form: which room may know which, and what a room must
//! never name. A change here is a design decision, and is meant to be seen as one in review.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A room, the rooms it may know besides `model`, and whether it is pure: told everything by
/// arguments, touching nothing.
const ROOMS: &[(&str, &[&str], bool)] = &[
    ("model", &[], true),
    ("text", &[], true),
    ("feed", &["text"], true),
    ("thread", &[], true),
    ("poll", &[], true),
    ("query", &[], true),
    ("ui", &["text", "thread", "query"], true),
    ("fetch", &[], false),
    ("store", &[], false),
    ("demo", &[], false),
    ("engine", &["store", "fetch", "feed", "text", "poll"], false),
    ("shell", &["ui", "engine"], false),
    ("config", &["poll", "fetch", "ui", "query"], false),
    // `cli` puts the others together: it fills an engine's settings, prints text made safe and
    // conversations as trees, and hands the demo its subscriptions as OPML.
    (
        "cli",
        &[
            "shell", "engine", "config", "demo", "ui", "poll", "fetch", "feed", "thread", "text",
        ],
        false,
    ),
];

/// What no pure room may name.
const IMPURE: &[&str] = &[
    "async",
    "tokio",
    "hyper",
    "std::fs",
    "std::net",
    "std::process",
    "std::thread",
    "std::env",
    "SystemTime",
    "Instant",
    "::now()",
];

/// Crates, and the only rooms that may name them.
const KEPT: &[(&str, &[&str])] = &[
    ("rusqlite", &["store"]),
    ("reqwest", &["fetch"]),
    ("rustls", &["fetch"]),
    ("hyper", &["demo", "fetch"]),
    ("ratatui", &["shell", "ui"]),
    ("crossterm", &["shell", "ui"]),
    ("serde", &["config", "cli"]),
    ("serde_json", &["cli"]),
    ("clap", &["cli"]),
    ("anyhow", &["cli"]),
    // An oracle of the tests; why it is not what reads feeds is told in `ARCHITECTURE.md`.
    ("feed_rs", &[]),
    ("quick_xml", &["feed"]),
    ("html5ever", &["text"]),
    ("dom_smoothie", &["text"]),
    ("syntect", &["text"]),
    ("unicode_bidi", &["text"]),
    ("ratatui_image", &["shell"]),
];

/// Panes of `ui`: `app` knows them all, and they know neither it nor one another.
const PANES: &[&str] = &["feeds", "entries", "article", "thread", "health"];

/// What nobody may write: names that hide where a thing comes from.
const NEVER: &[&str] = &[
    "super::super",
    "prelude",
    "mod utils",
    "mod common",
    "mod helpers",
];

/// Lines a file may have.
const LONGEST: usize = 500;

struct Source {
    path: PathBuf,
    room: String,
    lines: usize,
    /// Without comments, and up to its tests, which may touch what they like.
    code: String,
}

#[test]
fn every_room_knows_only_the_rooms_below_it() {
    for source in sources() {
        let (_, known, _) = room(&source);
        for other in named_rooms(&source.code) {
            let allowed = other == source.room || other == "model" || known.contains(&&*other);
            assert!(
                allowed,
                "{}: {} must not know {other}",
                source.path.display(),
                source.room
            );
        }
    }
}

#[test]
fn a_pure_room_touches_nothing() {
    for source in sources().iter().filter(|source| room(source).2) {
        for word in IMPURE {
            assert_unnamed(source, word);
        }
    }
}

#[test]
fn a_crate_is_named_only_where_it_belongs() {
    for source in sources() {
        for (name, rooms) in KEPT {
            if !rooms.contains(&&*source.room) {
                assert_unnamed(&source, name);
            }
        }
    }
}

#[test]
fn panes_do_not_know_one_another() {
    for source in sources().iter().filter(|source| source.room == "ui") {
        let inside = |name: &&&str| {
            source
                .path
                .iter()
                .any(|part| part == **name || part.to_str() == Some(&format!("{name}.rs")))
        };
        let Some(pane) = PANES.iter().find(inside) else {
            continue;
        };
        for other in PANES.iter().chain(&["app"]).filter(|other| *other != pane) {
            assert_unnamed(source, &format!("crate::ui::{other}"));
        }
    }
}

#[test]
fn nothing_hides_where_it_comes_from() {
    for source in sources() {
        for word in NEVER {
            assert_unnamed(&source, word);
        }
        for line in source.code.lines().filter(|line| line.contains("::*")) {
            assert!(
                !line.contains("crate::"),
                "{}: {line}",
                source.path.display()
            );
        }
    }
}

#[test]
fn no_file_has_grown_too_long_to_be_read() {
    for source in sources() {
        let (path, lines) = (source.path.display(), source.lines);
        assert!(
            lines <= LONGEST,
            "{path} has {lines} lines; part it by meaning"
        );
    }
}

#[test]
fn the_guard_sees_what_it_guards_against() {
    let code =
        "use crate::{store::db, ui};\nuse crate::fetch::client;\nlet a = crate::poll::due();";
    assert_eq!(
        named_rooms(code),
        ["fetch", "poll", "store", "ui"].map(String::from).into()
    );
    assert!(names("use std::fs;", "std::fs") && names("serde::Serialize", "serde"));
    assert!(!names("let observed = 1;", "serve") && !names("deserde_x", "serde"));
    assert_eq!(
        code_of("a\n// use std::fs\nb /// c\n#[cfg(test)]\nmod tests {}"),
        "a\n\nb \n"
    );
    assert!(code_of("let a = \"http://x\"; b").contains('b'));
}

fn room(source: &Source) -> &'static (&'static str, &'static [&'static str], bool) {
    let found = ROOMS.iter().find(|(name, ..)| *name == source.room);
    found.unwrap_or_else(|| panic!("{}: no such room in the table", source.path.display()))
}

fn assert_unnamed(source: &Source, word: &str) {
    for line in source.code.lines() {
        let path = source.path.display();
        assert!(
            !names(line, word),
            "{path}: {} must not name {word}: {line}",
            source.room
        );
    }
}

/// Whether a line has this word, as a whole one.
fn names(line: &str, word: &str) -> bool {
    let part_of_name = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        let goes_on_before = before.is_some_and(part_of_name) && word.starts_with(part_of_name);
        let goes_on_after = after.is_some_and(part_of_name) && word.ends_with(part_of_name);
        !goes_on_before && !goes_on_after
    })
}

/// Every room that is named as `crate::room` or in `crate::{room, …}`.
fn named_rooms(code: &str) -> BTreeSet<String> {
    let mut rooms = BTreeSet::new();
    for (at, found) in code.match_indices("crate::") {
        let rest = &code[at + found.len()..];
        let several = rest
            .strip_prefix('{')
            .and_then(|rest| rest.split(';').next());
        for name in several.map_or(vec![rest], |list| list.split(',').collect()) {
            let name = name.trim_start();
            let end = name.find(|c: char| !c.is_alphanumeric() && c != '_');
            let name = &name[..end.unwrap_or(name.len())];
            if ROOMS.iter().any(|(room, ..)| *room == name) {
                rooms.insert(name.to_owned());
            }
        }
    }
    rooms
}

/// The code of a file, line by line, without comments and tests.
fn code_of(text: &str) -> String {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    code.split('\n')
        .map(without_comment)
        .collect::<Vec<_>>()
        .join("\n")
}

/// A line up to its comment; `//` right after a colon is an address.
fn without_comment(line: &str) -> &str {
    let comment = line
        .match_indices("//")
        .find(|(at, _)| !line[..*at].ends_with(':'));
    comment.map_or(line, |(at, _)| &line[..at])
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    for room in folders(&root) {
        let name = room.file_name().unwrap_or_default().to_string_lossy();
        gather(&room, &name, &mut found);
    }
    for file in entries(&root).filter(|path| path.is_file()) {
        let known = file.ends_with("lib.rs") || file.ends_with("main.rs");
        assert!(known, "{}: a room is a folder", file.display());
    }
    assert!(found.len() > 50, "only {} files were found", found.len());
    found
}

fn gather(folder: &Path, room: &str, found: &mut Vec<Source>) {
    let owner = fs::read_to_string(folder.join("mod.rs")).unwrap_or_default();
    for path in entries(folder).filter(|path| path.extension() == Some("rs".as_ref())) {
        let text = fs::read_to_string(&path).expect("a source is text");
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let only_tests = owner.contains(&format!("#[cfg(test)]\nmod {name};"));
        found.push(Source {
            room: room.to_owned(),
            lines: text.lines().count(),
            code: if only_tests {
                String::new()
            } else {
                code_of(&text)
            },
            path,
        });
    }
    for inner in folders(folder).filter(|inner| !inner.ends_with("tests")) {
        gather(&inner, room, found);
    }
}

fn folders(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    entries(folder).filter(|path| path.is_dir())
}

fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    let entries = fs::read_dir(folder).expect("the sources can be listed");
    entries.map(|entry| entry.expect("the sources can be listed").path())
}
