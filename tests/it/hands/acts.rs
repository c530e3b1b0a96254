//! What is done to entries, and taken back: by keys, by commands, over restarts.

use super::{assert_hides, assert_shows, command, status};
use crate::hands::keys::configured;
use crate::reader::Reader;
use postil::model::comment::Following;
use std::time::Duration;

/// How many of the rows at hand are unread.
fn unread(reader: &Reader) -> usize {
    let (rows, _) = reader.app().listed();
    rows.iter().filter(|row| !row.read).count()
}

/// Unread entries of all feeds, as the list of feeds counts them.
fn counted(reader: &Reader) -> u64 {
    reader
        .app()
        .library()
        .feeds
        .iter()
        .map(|feed| feed.unread)
        .sum()
}

#[test]
fn all_above_and_all_below_are_marked_and_taken_back_across_a_restart() {
    let mut reader = Reader::demo();
    let all = counted(&reader);
    reader.keys("4jma");
    assert_eq!(counted(&reader), all - 4);
    assert!(status(&mut reader).contains("4 entries read – U takes it back"));
    reader.keys("mb");
    assert_eq!(counted(&reader), 1);
    let mut reader = reader.restart(false);
    reader.keys("U");
    assert_eq!(counted(&reader), all - 4);
    assert!(status(&mut reader).contains("Taken back"));
    reader.keys("U");
    assert_eq!(counted(&reader), all);
    reader.keys("U");
    assert!(status(&mut reader).contains("nothing to take back"));
    reader.keys("<ctrl-r><ctrl-r>");
    assert_eq!(counted(&reader), 1);
    reader.keys("<ctrl-r>");
    assert!(status(&mut reader).contains("nothing to do again"));
}

#[test]
fn all_that_the_list_shows_is_marked_and_nothing_that_came_since() {
    let mut reader = Reader::demo();
    let before = counted(&reader);
    reader.keys("20j");
    // Something comes while the list is before the person; it is counted, and stands above what is in view.
    reader.wind(Duration::from_hours(6)).keys("R");
    let after = counted(&reader);
    assert!(after > before, "{after} {before}");
    reader.keys("A");
    assert_eq!(
        counted(&reader),
        after - before,
        "what came since is unread"
    );
    // Once it was looked at, it is meant, too.
    reader.keys("ggA");
    assert_eq!(counted(&reader), 0);
    let mut reader = Reader::demo();
    reader.keys("A");
    assert_eq!(counted(&reader), 0);
    assert_eq!(unread(&reader), 0);
    reader.keys("U");
    assert_eq!(counted(&reader), before);
}

#[test]
fn a_selection_is_starred_tagged_and_deleted() {
    let mut reader = Reader::demo();
    let (rows, _) = reader.app().listed();
    let first: Vec<_> = rows[..3].iter().map(|row| row.id).collect();
    reader.keys("Vjj");
    command(&mut reader, "star");
    let (rows, _) = reader.app().listed();
    assert!(rows[..3].iter().all(|row| row.starred) && !rows[3].starred);
    // The selection is over; now only the one under the cursor.
    reader.keys("u");
    assert_eq!(unread(&reader), rows_of(&reader) - 1);
    reader.keys("ggVjj");
    command(&mut reader, "tag later");
    assert_shows(&mut reader, "# later");
    command(&mut reader, "go later");
    let (rows, _) = reader.app().listed();
    let tagged: Vec<_> = rows.iter().map(|row| row.id).collect();
    assert_eq!(tagged, first);
    // A tag that nothing has is none.
    command(&mut reader, "untag later all");
    assert!(reader.app().library().tags.is_empty());
    reader.keys("U");
    command(&mut reader, "go later");
    reader.keys("ggVj");
    command(&mut reader, "delete");
    assert!(status(&mut reader).contains("2 entries deleted"));
    let (rows, _) = reader.app().listed();
    assert_eq!(rows.len(), 1);
    reader.keys("U");
    let (rows, _) = reader.app().listed();
    assert_eq!(rows.len(), 3);
}

fn rows_of(reader: &Reader) -> usize {
    reader.app().listed().0.len()
}

#[test]
fn a_filter_names_the_entries_that_are_meant() {
    let mut reader = Reader::demo();
    let all = counted(&reader);
    command(&mut reader, "mark-read feed:\"small hours\"");
    assert_eq!(counted(&reader), all - 3);
    command(&mut reader, "mark-read is:red");
    assert!(status(&mut reader).contains("is:unread"));
    command(&mut reader, "mark-unread feed:\"small hours\" title:kettle");
    assert!(counted(&reader) < all && counted(&reader) > all - 3);
}

#[test]
fn several_conversations_are_followed_at_once_and_let_go_of() {
    let mut reader = Reader::demo();
    reader.keys("V3jmf");
    assert!(status(&mut reader).contains("followed") || status(&mut reader).contains("following"));
    reader.keys("gg");
    command(&mut reader, "unfollow entry");
    reader.keys("U");
    assert!(status(&mut reader).contains("Taken back"));
}

#[test]
fn following_one_by_its_key_is_taken_back_too() {
    let mut reader = Reader::demo();
    let following = |reader: &Reader| reader.app().listed().1.map(|row| row.following);
    reader.keys("/talks<enter>");
    assert_eq!(following(&reader), Some(Following::Yes));
    reader.keys("F");
    assert_ne!(following(&reader), Some(Following::Yes));
    reader.keys("U");
    assert_eq!(following(&reader), Some(Following::Yes));
}

#[test]
fn the_cursor_changes_nothing_unless_it_is_meant_to() {
    let mut reader = Reader::demo();
    let all = counted(&reader);
    reader.keys("jjjkG<ctrl-u>gg");
    assert_eq!(counted(&reader), all);
    let mut reader = configured("[lists]\nmark_read = \"selected\"", 140, 40);
    let all = counted(&reader);
    reader.keys("jj");
    assert!(counted(&reader) < all);
    let mut reader = configured("[lists]\nmark_read = \"by-hand\"", 140, 40);
    let all = counted(&reader);
    reader.keys("<enter>qj<enter>");
    assert_eq!(counted(&reader), all);
    let mut reader = configured("[lists]\nmark_read = 20", 140, 40);
    let all = counted(&reader);
    reader.keys("<enter>");
    assert_eq!(counted(&reader), all);
    reader.wind(Duration::from_secs(30));
    assert_eq!(counted(&reader), all - 1);
}

#[test]
fn an_entry_that_was_read_away_stays_where_it_is() {
    let mut reader = Reader::demo();
    let first = reader
        .app()
        .listed()
        .1
        .expect("one is selected")
        .title
        .clone();
    reader.keys("mrj");
    assert_shows(&mut reader, &first);
    reader.keys("gagu");
    assert_hides(&mut reader, &first);
}
