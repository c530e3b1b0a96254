//! Feeds and folders put in order from the keyboard.

use super::{assert_hides, assert_shows, command, status};
use crate::reader::Reader;

/// The feed of this name is selected in the list of feeds.
fn at(name: &str) -> Reader {
    let mut reader = Reader::demo();
    reader.keys(&format!("h/{name}<enter>"));
    reader
}

#[test]
fn a_feed_is_renamed_moved_and_put_back() {
    let mut reader = at("hours");
    reader.keys("fr<ctrl-u>Nightly<enter>");
    assert_shows(&mut reader, "Nightly");
    reader.keys("fmcoast<enter>");
    let library = reader.app().library();
    let coast = library
        .folders
        .iter()
        .find(|folder| folder.title == "Coast");
    let late = library
        .feeds
        .iter()
        .find(|feed| feed.title == "Nightly")
        .expect("it is there");
    assert_eq!(late.folder, coast.map(|folder| folder.id));
    reader.keys("UU");
    let feeds = &reader.app().library().feeds;
    assert!(feeds.iter().any(|feed| feed.title == "Small Hours"));
    assert!(feeds.iter().all(|feed| feed.title != "Nightly"));
    command(&mut reader, "in feeds move none");
    assert!(status(&mut reader).contains("Moved"));
    command(&mut reader, "in feeds move attic");
    assert!(status(&mut reader).contains("no folder called attic"));
}

#[test]
fn a_feed_goes_with_its_entries_and_comes_back_with_them() {
    let mut reader = at("hours");
    let entries = |reader: &Reader| -> u64 {
        reader
            .app()
            .library()
            .feeds
            .iter()
            .map(|feed| feed.entries)
            .sum()
    };
    let all = entries(&reader);
    reader.keys("fd");
    assert!(entries(&reader) < all);
    assert_hides(&mut reader, "The kettle that talks");
    let mut reader = reader.restart(true);
    reader.keys("U");
    assert_eq!(entries(&reader), all);
    assert_shows(&mut reader, "The kettle that talks");
}

#[test]
fn folders_are_made_named_and_taken_apart() {
    let mut reader = Reader::demo();
    reader.keys("hfnAttic<enter>");
    assert_shows(&mut reader, "Attic");
    reader.keys("/attic<enter>fr<ctrl-u>Loft<enter>");
    assert_shows(&mut reader, "Loft");
    reader.keys("fnLoft<enter>fd");
    assert!(status(&mut reader).contains("The folder is deleted"));
    reader.keys("/home<enter>fd");
    let library = reader.app().library();
    let hours = library
        .feeds
        .iter()
        .find(|feed| feed.title == "Small Hours");
    assert_eq!(hours.and_then(|feed| feed.folder), None);
    reader.keys("U");
    let library = reader.app().library();
    let hours = library
        .feeds
        .iter()
        .find(|feed| feed.title == "Small Hours");
    assert!(hours.is_some_and(|feed| feed.folder.is_some()));
}

#[test]
fn the_form_shows_what_is_set_and_from_where() {
    let mut reader = at("hours");
    reader.keys("fs");
    assert_shows(&mut reader, "Set for Small Hours");
    assert_shows(&mut reader, "full_text = no");
    assert_shows(&mut reader, "as usual");
    reader.keys("full<enter>yes<enter>");
    assert_shows(&mut reader, "full_text = yes");
    assert_shows(&mut reader, "set here");
    reader.keys("<esc>");
    // A folder's setting holds for its feeds that have none of their own.
    reader.keys("/home<enter>");
    command(&mut reader, "settings interval_minutes 240");
    reader.keys("<esc>/hours<enter>fs");
    assert_shows(&mut reader, "interval_minutes = 240");
    assert_shows(&mut reader, "from the folder Home");
    reader.keys("<esc>");
    command(&mut reader, "settings interval_minutes 5");
    assert!(status(&mut reader).contains("15 to 10080"));
    command(&mut reader, "settings full_text inherit");
    assert_shows(&mut reader, "full_text = no");
}

#[test]
fn addresses_tags_and_neighbours() {
    let mut reader = at("hours");
    command(&mut reader, "change-address nonsense");
    assert!(status(&mut reader).contains("is no address"));
    command(&mut reader, "change-address http://elsewhere.example/feed");
    assert!(status(&mut reader).contains("elsewhere.example"));
    command(&mut reader, "tag-feed night");
    assert_shows(&mut reader, "# night");
    reader.keys("fj");
    assert!(status(&mut reader).contains("Moved"));
    command(&mut reader, "merge nobody");
    assert!(status(&mut reader).contains("no other feed called nobody"));
    command(&mut reader, "merge The Long Ascent");
    assert!(status(&mut reader).contains("cannot be undone"));
    reader.keys("n");
    assert_shows(&mut reader, "Small Hours");
}
