//! Every verb, called by its name in its place, leaves the screen that is kept for it; and every verb is where a
//! person would look for it.

use super::{assert_shows, command};
use crate::reader::Reader;
use postil::ui::action::{Action, SHORTCUTS, VERBS, Verb};
use postil::ui::keymap::Keymap;
use postil::ui::scope::Scope;

/// A reader with the keyboard in a place.
fn reader_in(scope: Scope) -> Reader {
    let mut reader = match scope {
        Scope::Welcome => Reader::empty(100, 30),
        _ => Reader::demo_at(100, 30),
    };
    match scope {
        Scope::Everywhere | Scope::Lists | Scope::Entries | Scope::Welcome => {}
        Scope::Feeds => {
            reader.keys("h");
        }
        Scope::Reading | Scope::Article => {
            reader.keys("/talks<enter><enter>");
        }
        Scope::Thread => {
            reader.keys("/talks<enter>c");
        }
        Scope::Health => {
            reader.keys("H");
        }
    }
    reader
}

fn check(scope: Scope) {
    let left_out = |verb: &&Verb| verb.action != Action::Quit && verb.action != Action::Suspend;
    for verb in VERBS
        .iter()
        .filter(|verb| verb.scope == scope)
        .filter(left_out)
    {
        let mut reader = reader_in(scope);
        command(&mut reader, verb.name);
        let settings = || {
            let mut settings = insta::Settings::clone_current();
            settings.set_prepend_module_to_snapshot(false);
            settings.set_omit_expression(true);
            settings.set_snapshot_path("../snapshots/verbs");
            settings
        };
        let screen = without_dates(&reader.text());
        settings().bind(|| insta::assert_snapshot!(verb.name, screen));
    }
}

/// The screen without what the servers of the demo say of the time, which is not that of the reader.
fn without_dates(screen: &str) -> String {
    let line = |line: &str| match line.split_once("date: ") {
        Some((before, _)) => format!("{before}date: then\n"),
        None => format!("{line}\n"),
    };
    screen.lines().map(line).collect()
}

#[test]
fn verbs_of_everywhere() {
    check(Scope::Everywhere);
}

#[test]
fn verbs_of_lists() {
    check(Scope::Lists);
    check(Scope::Feeds);
    check(Scope::Entries);
}

#[test]
fn verbs_of_reading() {
    check(Scope::Reading);
    check(Scope::Article);
}

#[test]
fn verbs_of_conversations() {
    check(Scope::Thread);
}

#[test]
fn verbs_of_health_and_welcome() {
    check(Scope::Health);
    check(Scope::Welcome);
}

#[test]
fn every_verb_is_in_the_help_of_its_place_and_in_the_palette() {
    let keymap = Keymap::default();
    for scope in Scope::ALL {
        let mut reader = reader_in(scope);
        reader.resize(200, 400);
        reader.keys("?");
        for verb in VERBS {
            let keys = keymap.keys_of(verb.action);
            let first = keys.first().expect("every verb has a key by default");
            let screen = reader.text();
            let is_there = |line: &str| line.contains(verb.help) && line.contains(first.as_str());
            assert!(
                screen.lines().any(is_there),
                "{} is not in help:\n{screen}",
                verb.name
            );
        }
        for shortcut in SHORTCUTS {
            assert_shows(&mut reader, shortcut.help);
        }
    }
    let mut reader = reader_in(Scope::Entries);
    reader.resize(200, 400);
    reader.keys("<ctrl-p>");
    for verb in VERBS {
        assert_shows(&mut reader, &format!("{} – {}", verb.name, verb.help));
    }
}
