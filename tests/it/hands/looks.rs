//! Themes, layouts, the tour, small screens.

use super::{assert_hides, assert_shows, command, status};
use crate::hands::keys::configured;
use crate::reader::Reader;
use postil::ui::look::Settings;
use postil::ui::palettes::palette;
use postil::ui::theme::{Choice, Icons};

#[test]
fn a_theme_is_shown_as_one_comes_to_it_and_kept_when_it_is_taken() {
    let mut reader = Reader::demo();
    let plain = reader.buffer()[(0, 0)].bg;
    let nord = palette("nord").expect("there is one").back;
    reader.keys("<ctrl-t><down><down>");
    assert_eq!(reader.buffer()[(0, 0)].bg, nord);
    assert_shows(&mut reader, "Feeds");
    reader.keys("<esc>");
    assert_eq!(reader.buffer()[(0, 0)].bg, plain);
    command(&mut reader, "theme nord");
    let mut reader = reader.restart(true);
    assert_eq!(reader.buffer()[(0, 0)].bg, nord);
    command(&mut reader, "theme mauve");
    assert!(status(&mut reader).contains("no theme mauve"));
}

#[test]
fn every_theme_and_every_set_of_signs_is_drawn() {
    for theme in Choice::all() {
        for icons in [Icons::Unicode, Icons::Nerd, Icons::Ascii] {
            let settings = Settings {
                theme,
                icons,
                demo: true,
                ..Settings::default()
            };
            let mut reader = Reader::with(120, 30, settings, true);
            reader.keys("/talks<enter>c");
            assert_shows(&mut reader, "comments");
        }
    }
}

#[test]
fn layouts_go_round_and_are_kept() {
    let mut reader = Reader::demo();
    for layout in ["three", "two", "one", "article", "auto", "three", "two"] {
        reader.keys("W");
        assert!(status(&mut reader).contains(&format!("Layout: {layout}")));
    }
    assert_hides(&mut reader, "I have lived with this kettle");
    let mut reader = reader.restart(true);
    assert_shows(&mut reader, "Feeds");
    assert_hides(&mut reader, "I have lived with this kettle");
    command(&mut reader, "layout article");
    reader.keys("<enter>");
    assert_hides(&mut reader, "Feeds");
}

#[test]
fn the_first_run_tells_in_six_lines_how_to_get_about_once() {
    let settings = Settings {
        tour: true,
        ..Settings::default()
    };
    let mut reader = Reader::with(100, 30, settings.clone(), true);
    assert_shows(&mut reader, "take back whatever was done last");
    reader.keys("j");
    assert_hides(&mut reader, "take back whatever was done last");
    reader.keys("g?");
    assert_shows(&mut reader, "take back whatever was done last");
    reader.keys("k");
    let mut reader = reader.restart_as(true, settings);
    assert_hides(&mut reader, "take back whatever was done last");
}

#[test]
fn for_screen_readers_there_is_one_pane_and_the_cursor_is_on_its_row() {
    let mut reader = configured("[look]\naccessible = true", 120, 30);
    let screen = reader.text();
    assert!(!screen.contains('│') && !screen.contains('─'), "{screen}");
    assert_hides(&mut reader, "Feeds");
    let before = reader.cursor();
    reader.keys("j");
    assert_eq!(reader.cursor(), (before.0, before.1 + 2));
    // In a text it stands at its beginning.
    reader.keys("<enter>");
    let (column, row) = reader.cursor();
    let line = reader.text().lines().nth(row.into()).map(str::to_owned);
    let from: String = line
        .expect("it is on the screen")
        .chars()
        .skip(column.into())
        .collect();
    assert!(from.starts_with("The kettle that talks"), "{from}");
}

#[test]
fn a_small_screen_is_used_and_a_tiny_one_is_no_trouble() {
    let mut reader = Reader::demo_at(40, 12);
    for (keys, text) in [
        ("", "Unread"),
        ("h", "Feeds"),
        ("l", "Unread"),
        ("<enter>", "#entries"),
        ("qg", "to the top"),
        ("<esc>:mark", "mark-read"),
        ("<esc><ctrl-p>", "Find"),
        ("<esc>?", "Keys"),
    ] {
        reader.keys(keys);
        assert_shows(&mut reader, text);
    }
    for (columns, rows) in [(1, 1), (0, 0), (2, 1), (1, 9), (9, 2)] {
        for keys in [
            "",
            "g",
            "<esc>:x",
            "<esc>?",
            "<esc><ctrl-p>",
            "<esc><ctrl-t>",
            "<esc>S",
            "<esc>fs",
            "<esc>g?",
        ] {
            reader.resize(columns, rows);
            reader.keys(keys);
            let _ = reader.text();
        }
        reader.keys("<esc><esc>");
    }
    reader.resize(80, 24);
    assert_shows(&mut reader, "Feeds");
}
