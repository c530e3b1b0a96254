//! Lists: what they show, in which order and groups; type-ahead; templates and highlights; the mouse.

use super::{assert_hides, assert_shows, command, status};
use crate::hands::keys::configured;
use crate::reader::Reader;
use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

fn titles(reader: &Reader) -> Vec<String> {
    let (rows, _) = reader.app().listed();
    rows.iter().map(|row| row.title.clone()).collect()
}

#[test]
fn a_view_shows_what_it_is_told_and_keeps_it() {
    let mut reader = Reader::demo();
    reader.keys("ga");
    let all = titles(&reader).len();
    reader.keys("x");
    let unread = titles(&reader).len();
    assert!(unread < all && unread > 0);
    reader.keys("x");
    assert_eq!(titles(&reader).len(), 4);
    assert_shows(&mut reader, "All · starred");
    // Another view has its own, and this one is found as it was left.
    reader.keys("gt");
    assert!(!reader.text().contains("Today · starred"));
    let mut reader = reader.restart(true);
    reader.keys("ga");
    assert_shows(&mut reader, "All · starred");
    reader.keys("x");
    assert_eq!(titles(&reader).len(), all);
}

#[test]
fn several_keys_put_a_list_in_order() {
    let mut reader = Reader::demo();
    reader.keys("ga");
    let newest = titles(&reader);
    command(&mut reader, "sort -date");
    let oldest: Vec<String> = newest.iter().rev().cloned().collect();
    assert_eq!(titles(&reader), oldest);
    command(&mut reader, "sort feed,title");
    let (rows, _) = reader.app().listed();
    let keys: Vec<(String, String)> = rows
        .iter()
        .map(|row| (row.feed_title.to_lowercase(), row.name().to_lowercase()))
        .collect();
    assert!(keys.is_sorted(), "{keys:?}");
    command(&mut reader, "sort sise");
    assert!(status(&mut reader).contains("comments"));
    reader.keys("S");
    assert_shows(&mut reader, "date, oldest first");
    reader.keys("<enter>");
    assert_eq!(titles(&reader), newest);
}

#[test]
fn groups_go_by_day_feed_folder_or_not_at_all() {
    let mut reader = Reader::demo_at(140, 240);
    reader.keys("ga");
    assert_shows(&mut reader, "YESTERDAY");
    reader.keys("v");
    assert_shows(&mut reader, "KANA & QALAM");
    reader.keys("v");
    assert_shows(&mut reader, "CODE");
    reader.keys("v");
    assert_hides(&mut reader, "CODE");
    assert_hides(&mut reader, "YESTERDAY");
}

#[test]
fn the_entry_one_is_on_stays_through_every_change_of_the_list() {
    let mut reader = Reader::demo();
    reader.keys("ga7j");
    let (_, selected) = reader.app().listed();
    let here = selected.expect("one is").id;
    for keys in [
        "v",
        "v",
        "v",
        "v",
        "Sdate, old<enter>",
        "Sfeed, from A<enter>",
    ] {
        reader.keys(keys);
        let (_, selected) = reader.app().listed();
        assert_eq!(selected.map(|row| row.id), Some(here), "after {keys}");
    }
}

#[test]
fn a_filter_narrows_a_list_and_an_empty_one_shows_all_again() {
    let mut reader = Reader::demo();
    reader.keys("ga");
    let all = titles(&reader).len();
    reader.keys("&kettle<enter>");
    assert_shows(&mut reader, "only kettle");
    let kettles = titles(&reader);
    assert!(
        kettles.len() < all
            && kettles
                .iter()
                .all(|title| title.to_lowercase().contains("kettle"))
    );
    reader.keys("&<backspace>x(<enter>");
    assert!(status(&mut reader).contains("never closed"));
    reader.keys("<esc>");
    assert_eq!(titles(&reader).len(), all);
}

#[test]
fn typing_ahead_finds_a_row_in_either_list() {
    let mut reader = Reader::demo();
    reader.keys("/harb");
    let (_, selected) = reader.app().listed();
    assert!(selected.is_some_and(|row| row.title.contains("harbour")));
    reader.keys("<enter>h/qalam<enter>");
    assert_shows(&mut reader, "Kana & Qalam ·");
}

#[test]
fn templates_and_highlights_make_a_list_ones_own() {
    let text = "[lists]\nrows = [\"{mark} {title}{|}{?comments {comments}}{?new  {new}}\"]\n\
                [[highlight]]\nfilter = \"title:kettle\"\nstyle = \"trouble\"";
    let mut reader = configured(text, 140, 40);
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("a_list_by_templates", reader.screen());
    });
}

fn mouse(kind: MouseEventKind, column: u16, row: u16) -> MouseEvent {
    MouseEvent {
        kind,
        column,
        row,
        modifiers: KeyModifiers::NONE,
    }
}

/// The column of the first line between panes.
fn border(reader: &mut Reader) -> u16 {
    let screen = reader.text();
    let line = screen.lines().nth(5).expect("there are more lines");
    let column = line
        .chars()
        .position(|char| char == '│')
        .expect("panes are parted");
    u16::try_from(column).expect("a screen is narrow")
}

#[test]
fn the_border_between_panes_is_dragged_and_stays_there() {
    let mut reader = Reader::demo();
    let before = border(&mut reader);
    reader.mouse(mouse(MouseEventKind::Down(MouseButton::Left), before, 7));
    reader.mouse(mouse(
        MouseEventKind::Drag(MouseButton::Left),
        before + 9,
        7,
    ));
    reader.mouse(mouse(MouseEventKind::Up(MouseButton::Left), before + 9, 7));
    assert_eq!(border(&mut reader), before + 9);
    let mut reader = reader.restart(true);
    assert_eq!(border(&mut reader), before + 9);
    reader.keys("<ctrl-w>=");
    assert_eq!(border(&mut reader), before);
    reader.keys("h<ctrl-w><");
    assert_eq!(border(&mut reader), before - 4);
}

#[test]
fn two_clicks_open_an_entry() {
    let mut reader = Reader::demo();
    let click = mouse(MouseEventKind::Down(MouseButton::Left), 40, 5);
    reader.mouse(click);
    assert!(!status(&mut reader).contains("full text"));
    reader.mouse(click);
    assert!(status(&mut reader).contains("full text"));
}
