//! Keys of several strokes, counts, the command line, the palette, help, and keys of one's own.

use super::{assert_hides, assert_shows, command, status};
use crate::reader::Reader;
use postil::config::file;
use postil::shell::session::Flow;
use postil::ui::look::Settings;
use std::path::Path;

/// The reader as a configuration has it.
pub(super) fn configured(text: &str, columns: u16, rows: u16) -> Reader {
    let config = file::parse(text, Path::new("c.toml")).unwrap_or_else(|why| panic!("{why}"));
    let settings = Settings {
        tour: false,
        ..config.settings
    };
    Reader::with(columns, rows, settings, true)
}

/// The entry the cursor is on.
fn selected(reader: &Reader) -> String {
    let (_, selected) = reader.app().listed();
    selected.expect("something is selected").title.clone()
}

#[test]
fn the_first_of_several_keys_tells_what_may_follow() {
    let mut reader = Reader::demo_at(100, 30);
    reader.keys("g");
    for text in [
        "to the top",
        "to what is starred",
        "read the configuration again",
    ] {
        assert_shows(&mut reader, text);
    }
    reader.keys("<esc>");
    assert_hides(&mut reader, "to what is starred");
    reader.keys("gs");
    assert_shows(&mut reader, "Starred · 4");
    reader.keys("gz");
    assert!(status(&mut reader).contains("gz means nothing here"));
}

#[test]
fn a_number_moves_as_often_and_esc_forgets_it() {
    let mut reader = Reader::demo_at(100, 30);
    let rows: Vec<String> = {
        let (rows, _) = reader.app().listed();
        rows.iter().map(|row| row.title.clone()).collect()
    };
    reader.keys("5j");
    assert_eq!(selected(&reader), rows[5]);
    reader.keys("12");
    assert!(status(&mut reader).contains("12"));
    reader.keys("<esc>k");
    assert_eq!(selected(&reader), rows[4]);
    reader.keys("3k");
    assert_eq!(selected(&reader), rows[1]);
    reader.keys("9999j");
    assert_eq!(selected(&reader), rows[rows.len() - 1]);
}

#[test]
fn a_command_is_completed_remembered_and_explained() {
    let mut reader = Reader::demo_at(100, 30);
    reader.keys(":go st<tab>");
    assert_shows(&mut reader, ":go Starred");
    reader.keys("<enter>");
    assert_shows(&mut reader, "Starred · 4");
    command(&mut reader, "botom");
    assert!(status(&mut reader).contains("did you mean `bottom`?"));
    command(&mut reader, "top of it");
    assert!(status(&mut reader).contains("stands alone"));
    reader.keys(":<up><up><up>");
    assert_shows(
        &mut reader,
        ":go Starred   to a feed, a folder or a view, by its name",
    );
    reader.keys("<esc>");
    // What was typed is there again the next time.
    let mut reader = reader.restart(true);
    reader.keys(":g<up>");
    assert_shows(&mut reader, ":go Starred");
}

#[test]
fn a_verb_acts_in_a_pane_that_has_no_keyboard() {
    let mut reader = Reader::demo();
    let before = selected(&reader);
    reader.keys("<enter>");
    command(&mut reader, "in entries down");
    assert_ne!(selected(&reader), before);
    // The keyboard is still in the article: its verbs are hinted at.
    assert!(status(&mut reader).contains("full text"));
    command(&mut reader, "in kitchen down");
    assert!(status(&mut reader).contains("no pane `kitchen`"));
}

#[test]
fn commands_are_typed_in_the_health_view_too() {
    let mut reader = Reader::demo_at(100, 30);
    reader.keys("H");
    command(&mut reader, "mark-read");
    assert!(status(&mut reader).contains("mark-read means nothing in the health view"));
    command(&mut reader, "go All");
    assert_shows(&mut reader, "All · 64");
    command(&mut reader, "outline");
    assert!(status(&mut reader).contains("outline means something (in an article) alone"));
}

#[test]
fn the_palette_finds_verbs_places_and_entries_by_a_few_letters() {
    let mut reader = Reader::demo_at(100, 30);
    reader.keys("<ctrl-p>ledg<enter>");
    assert_shows(&mut reader, "Ledger of Small Things ·");
    reader.keys("gu<ctrl-p>harbour<enter>");
    assert_shows(&mut reader, "The harbour at half past three");
    reader.keys("q<ctrl-p>everyfeed<enter>");
    assert!(!reader.text().contains("Find ·"));
}

#[test]
fn a_saved_search_is_found_by_its_name() {
    let text = "[[search]]\nname = \"Water\"\nfilter = \"kettle or harbour\"";
    let mut reader = configured(text, 100, 30);
    reader.keys("<ctrl-p>water<enter>");
    assert_shows(&mut reader, "only kettle or harbour");
    reader.keys("gu");
    assert_hides(&mut reader, "only kettle or harbour");
    command(&mut reader, "go water");
    assert_shows(&mut reader, "only kettle or harbour");
}

#[test]
fn help_is_searched() {
    let mut reader = Reader::demo_at(100, 30);
    reader.keys("?/undo");
    assert_shows(&mut reader, "take back what was done last");
    assert_hides(&mut reader, "one down");
    reader.keys("<esc>");
    assert_shows(&mut reader, "one down");
    reader.keys("/xyzzy");
    assert_shows(&mut reader, "No key does that");
    reader.keys("<esc>q");
    assert_shows(&mut reader, "Unread ·");
    reader.keys("?/undo<ctrl-c>");
    assert_eq!(reader.flow, Flow::Quit);
}

#[test]
fn keys_of_ones_own_do_what_they_say_in_one_place_or_in_all() {
    let text = "[keys.entries]\nd = [\"star\", \"mark-read\", \"down\"]\n\"g x\" = \"go All\"\nJ = \"none\"\n";
    let mut reader = configured(text, 100, 30);
    reader.keys("d");
    let (rows, selected) = reader.app().listed();
    assert!(rows[0].starred && rows[0].read);
    assert_eq!(selected.map(|row| row.id), Some(rows[1].id));
    reader.keys("gx");
    assert_shows(&mut reader, "All ·");
    reader.keys("?");
    assert_shows(&mut reader, "star, mark-read, down");
}

#[test]
fn presets_put_the_same_verbs_on_other_keys() {
    let mut reader = configured("[keys]\npreset = \"emacs\"", 100, 30);
    let first = selected(&reader);
    reader.keys("<ctrl-n><ctrl-n><ctrl-p>");
    assert_ne!(selected(&reader), first);
    reader.keys("<alt-<>");
    assert_eq!(selected(&reader), first);
    let mut reader = configured("[keys]\npreset = \"newsboat\"", 100, 30);
    reader.keys("l");
    assert!(status(&mut reader).contains("Shows unread"));
}

#[test]
fn what_was_said_can_be_read_again() {
    let mut reader = Reader::demo_at(100, 30);
    command(&mut reader, "zzz");
    command(&mut reader, "go nowhere");
    reader.keys("gm");
    assert_shows(&mut reader, "Messages");
    assert_shows(&mut reader, "there is no verb `zzz`");
    assert_shows(
        &mut reader,
        "There is no feed, folder or view called nowhere",
    );
}
