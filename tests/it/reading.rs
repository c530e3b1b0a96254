//! The whole reader by key scripts, on the demo's world: what a person presses, and what is then on
//! the screen. Snapshots hold the text and the styles.

use crate::reader::{EPOCH, Reader, assert_hides, assert_shows};
use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use postil::shell::session::Flow;
use postil::ui::look::Settings;
use postil::ui::theme::{Choice, Icons};
use std::time::Duration;

/// Compares the whole screen with the one kept for this test.
macro_rules! shows {
    ($reader:expr) => {
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!($reader.screen());
        })
    };
}

/// The screen's line that shows this text.
fn line_of(reader: &mut Reader, text: &str) -> usize {
    let screen = reader.text();
    let found = screen.lines().position(|line| line.contains(text));
    found.unwrap_or_else(|| panic!("{text:?} is not on the screen:\n{screen}"))
}

#[test]
fn the_demo_opens_on_what_is_unread() {
    shows!(Reader::demo());
}

#[test]
fn eighty_columns_show_two_panes() {
    shows!(Reader::demo_at(80, 24));
}

#[test]
fn fifty_columns_show_one_pane() {
    shows!(Reader::demo_at(50, 18));
}

#[test]
fn fifty_columns_show_the_feeds_when_one_goes_left() {
    shows!(Reader::demo_at(50, 18).keys("h"));
}

#[test]
fn enter_opens_an_article_and_marks_it_read() {
    let mut reader = Reader::demo();
    shows!(reader.keys("<enter>"));
}

#[test]
fn an_article_fills_one_pane_on_a_narrow_screen() {
    shows!(Reader::demo_at(50, 18).keys("<enter>"));
}

#[test]
fn an_article_stands_beside_the_list_on_eighty_columns() {
    shows!(Reader::demo_at(80, 24).keys("<enter><ctrl-d>"));
}

#[test]
fn the_end_of_an_article_tells_of_its_conversation() {
    let mut reader = Reader::demo();
    open(&mut reader, "The kettle that talks");
    reader.keys("G");
    assert_shows(&mut reader, "c opens the conversation");
    assert_shows(&mut reader, "100 %");
    shows!(reader);
}

#[test]
fn a_conversation_is_a_tree_with_what_is_new() {
    let mut reader = Reader::demo();
    talk(&mut reader, "The kettle that talks");
    shows!(reader);
}

#[test]
fn a_conversation_on_eighty_columns() {
    let mut reader = Reader::demo_at(80, 24);
    talk(&mut reader, "The kettle that talks");
    shows!(reader.keys("<ctrl-d>"));
}

#[test]
fn a_conversation_on_fifty_columns() {
    let mut reader = Reader::demo_at(50, 18);
    talk(&mut reader, "The kettle that talks");
    shows!(reader.keys("jjj"));
}

#[test]
fn next_new_goes_from_one_new_comment_to_the_next() {
    let mut reader = Reader::demo();
    talk(&mut reader, "The kettle that talks");
    shows!(reader.keys("]"));
}

#[test]
fn a_folded_comment_hides_its_replies_and_says_how_many() {
    let mut reader = Reader::demo();
    talk(&mut reader, "The kettle that talks");
    reader.keys("gg<space>");
    assert_shows(&mut reader, "replies");
    shows!(reader);
}

#[test]
fn parent_goes_to_what_is_answered() {
    let mut reader = Reader::demo();
    talk(&mut reader, "The kettle that talks");
    let before = reader.keys("gg").screen();
    assert_ne!(reader.keys("j").screen(), before);
    assert_eq!(reader.keys("p").screen(), before);
}

#[test]
fn a_conversation_of_code_and_mentions() {
    let mut reader = Reader::demo();
    talk(&mut reader, "Tags & angles");
    shows!(reader.keys("G"));
}

#[test]
fn a_conversation_in_two_scripts() {
    let mut reader = Reader::demo();
    talk(&mut reader, "Two scripts on one envelope");
    shows!(reader);
}

#[test]
fn a_second_c_goes_back_to_the_article() {
    let mut reader = Reader::demo();
    open(&mut reader, "The kettle that talks");
    let article = reader.screen();
    reader.keys("cc");
    assert_shows(&mut reader, "I have lived with this kettle");
    // The list may know more of the conversation by now; the article stands where it stood.
    assert_eq!(article.lines().nth(1), reader.screen().lines().nth(1));
}

#[test]
fn comments_that_were_seen_are_no_longer_counted_as_new() {
    let mut reader = Reader::demo();
    talk(&mut reader, "The kettle that talks");
    reader.keys("]]]]]]]]]]<esc><esc>h");
    go_to(&mut reader, "Conversations");
    assert_hides(&mut reader, "Conversations      +");
    shows!(reader);
}

#[test]
fn comments_arrive_while_a_conversation_is_open_and_do_not_move_what_is_read() {
    let mut reader = Reader::demo();
    talk(&mut reader, "The kettle that talks");
    reader.keys("<ctrl-d>jj");
    let cursor = |reader: &mut Reader| selected_in(reader, 2);
    let before = cursor(&mut reader);
    let known = state_line(&mut reader);
    reader.wind(Duration::from_secs(400));
    assert_ne!(state_line(&mut reader), known, "nothing arrived");
    assert_eq!(cursor(&mut reader), before);
}

#[test]
fn a_star_is_kept_and_found_again() {
    let mut reader = Reader::demo();
    reader.keys("jjs");
    reader.keys("h");
    go_to(&mut reader, "Starred");
    shows!(reader);
}

#[test]
fn unread_again_is_unread_again() {
    let mut reader = Reader::demo();
    let before = reader.text();
    reader.keys("u");
    assert_ne!(reader.text(), before);
    reader.keys("u");
    assert_eq!(reader.text(), before);
}

#[test]
fn an_entry_read_away_stays_where_it_is_until_the_list_is_opened_anew() {
    let mut reader = Reader::demo();
    let first = reader
        .text()
        .lines()
        .nth(3)
        .map(str::to_owned)
        .expect("a first entry");
    let title: String = first
        .split('│')
        .nth(1)
        .unwrap_or_default()
        .chars()
        .skip(3)
        .take(12)
        .collect();
    reader.keys("<enter><esc>jj");
    assert_shows(&mut reader, title.trim());
    let unread = line_of(&mut reader, "Unread");
    assert!(unread < 10);
    reader.keys("hkj");
    assert_hides(&mut reader, title.trim());
}

#[test]
fn next_unread_reads_one_after_the_other() {
    let mut reader = Reader::demo();
    reader.keys("n");
    let first = reader.text();
    reader.keys("n");
    assert_ne!(reader.text(), first);
    shows!(reader);
}

#[test]
fn today_is_what_came_since_midnight() {
    let mut reader = Reader::demo();
    reader.keys("h");
    go_to(&mut reader, "Today");
    assert_hides(&mut reader, "YESTERDAY");
    shows!(reader);
}

#[test]
fn conversations_are_listed_by_what_was_said_last() {
    let mut reader = Reader::demo();
    reader.keys("h");
    go_to(&mut reader, "Conversations");
    shows!(reader);
}

#[test]
fn a_folder_lists_the_entries_of_its_feeds() {
    let mut reader = Reader::demo();
    reader.keys("h");
    go_to(&mut reader, "Home");
    assert_hides(&mut reader, "Null Island Dispatch ·");
    shows!(reader);
}

#[test]
fn a_feed_lists_its_own_entries() {
    let mut reader = Reader::demo();
    reader.keys("h");
    go_to(&mut reader, "Small Hours");
    shows!(reader);
}

#[test]
fn a_folder_can_be_closed() {
    let mut reader = Reader::demo();
    reader.keys("h");
    go_to(&mut reader, "Small Hours");
    reader.keys("<space>");
    assert_shows(&mut reader, "▸ Home");
    assert_hides(&mut reader, "  The Long Ascent  ");
}

#[test]
fn the_bottom_of_everything_is_its_oldest_entry() {
    let mut reader = Reader::demo();
    reader.keys("h");
    go_to(&mut reader, "All");
    shows!(reader.keys("lG").keys("h"));
}

#[test]
fn tab_goes_round_the_panes() {
    let mut reader = Reader::demo();
    let start = reader.screen();
    assert_ne!(reader.keys("<tab>").screen(), start);
    reader.keys("<tab><tab>");
    assert_eq!(reader.screen(), start);
    assert_eq!(reader.keys("<tab><shift-tab>").screen(), start);
}

#[test]
fn help_lists_every_verb() {
    let mut reader = Reader::demo_at(140, 68);
    shows!(reader.keys("?"));
    let before = reader.keys("<esc>").text();
    assert!(before.contains("Unread"));
}

#[test]
fn help_begins_with_the_keys_of_the_place_one_is_in() {
    let mut reader = Reader::demo_at(80, 24);
    talk(&mut reader, "The kettle that talks");
    reader.keys("?");
    assert_eq!(line_of(&mut reader, "In a conversation"), 2);
    assert_hides(&mut reader, "Everywhere");
}

#[test]
fn help_scrolls_on_a_small_screen() {
    let mut reader = Reader::demo_at(50, 18);
    assert_hides(&mut reader, "try the demo");
    shows!(reader.keys("?G"));
    assert_shows(&mut reader, "try the demo");
}

#[test]
fn the_first_run_says_what_can_be_done() {
    shows!(Reader::empty(140, 40));
}

#[test]
fn the_first_run_on_a_small_screen() {
    shows!(Reader::empty(50, 18));
}

#[test]
fn the_demo_is_one_key_away_on_the_first_run() {
    let mut reader = Reader::empty(80, 24);
    reader.keys("d");
    assert_eq!(reader.flow, Flow::Demo);
}

#[test]
fn a_feed_is_added_by_the_address_of_its_blog() {
    let mut reader = Reader::empty(140, 40);
    reader.keys("a");
    assert_shows(&mut reader, "Add the feed at");
    reader.paste("smallhours.example").keys("<enter>");
    // First what it is and what is in it, then the subscription.
    assert_shows(&mut reader, "Found Small Hours");
    assert_shows(&mut reader, "The kettle that talks");
    assert_shows(&mut reader, "feed of comments at");
    reader.keys("<enter>");
    assert_shows(&mut reader, "Subscribed to Small Hours");
    shows!(reader.keys("l"));
}

#[test]
fn an_address_that_is_no_feed_is_refused_with_the_reason() {
    let mut reader = Reader::empty(100, 24);
    reader
        .keys("a")
        .paste("http://smallhours.example/pictures/kettle.png")
        .keys("<enter>");
    assert_shows(&mut reader, "looking at http://smallhours.example");
    shows!(reader);
}

#[test]
fn an_opml_file_is_imported() {
    let mut reader = Reader::empty(140, 40);
    let file = reader.folder().join("mine.opml");
    std::fs::write(
        &file,
        "<opml version='2.0'><body><outline text='Letters'>\
         <outline text='Small' type='rss' xmlUrl='http://smallhours.example/feed/'/>\
         <outline text='Bad' type='rss' xmlUrl='exec:rm'/></outline></body></opml>",
    )
    .unwrap();
    reader
        .keys("i")
        .paste(&file.display().to_string())
        .keys("<enter>");
    assert_shows(&mut reader, "Letters");
    reader.keys("h");
    go_to(&mut reader, "Letters");
    assert_shows(&mut reader, "The kettle that talks");
}

#[test]
fn a_file_that_is_not_there_is_told_with_its_name() {
    let mut reader = Reader::empty(100, 24);
    reader.keys("i").paste("/no/such/file.opml").keys("<enter>");
    assert_shows(&mut reader, "importing /no/such/file.opml: ");
}

#[test]
fn a_prompt_can_be_left() {
    let mut reader = Reader::empty(100, 24);
    let before = reader.screen();
    reader.keys("axyz<esc>");
    assert_eq!(reader.screen(), before);
}

#[test]
fn a_new_post_leaves_the_selected_entry_where_it_is() {
    let mut reader = Reader::demo();
    reader.keys("jj");
    let marked = |reader: &mut Reader| selected_in(reader, 1);
    let before = marked(&mut reader);
    reader.wind(Duration::from_mins(1));
    assert_shows(&mut reader, "↑1");
    assert_eq!(marked(&mut reader), before);
    reader.keys("gg");
    assert_shows(&mut reader, "with lid");
}

#[test]
fn refreshing_says_what_came_of_it() {
    let mut reader = Reader::demo();
    reader.wind(Duration::from_secs(10)).keys("R");
    let screen = reader.text();
    let status = screen.lines().last().unwrap_or_default();
    assert!(status.contains("new"), "{status}");
}

#[test]
fn the_place_in_a_text_survives_a_resize() {
    let mut reader = Reader::demo();
    open(&mut reader, "The kettle that talks");
    reader.keys("<ctrl-d><ctrl-d>jjj");
    let words = |reader: &mut Reader| {
        let screen = reader.text();
        let line = screen.lines().next().unwrap_or_default().to_owned();
        line.split('│')
            .next_back()
            .unwrap_or_default()
            .split_whitespace()
            .take(3)
            .collect::<Vec<_>>()
            .join(" ")
    };
    let before = words(&mut reader);
    assert!(!before.is_empty());
    reader.resize(50, 30);
    assert_shows(&mut reader, before.split(' ').next().unwrap_or_default());
    reader.resize(140, 40);
    assert_eq!(words(&mut reader), before);
}

#[test]
fn marks_survive_leaving_and_coming_back() {
    for kindly in [true, false] {
        let mut reader = Reader::demo();
        reader.keys("s<enter><esc>");
        let unread = count_beside(&mut reader, "Unread");
        let starred = count_beside(&mut reader, "Starred");
        let mut reader = reader.restart(kindly);
        assert_eq!(count_beside(&mut reader, "Unread"), unread);
        assert_eq!(count_beside(&mut reader, "Starred"), starred);
    }
}

#[test]
fn the_mouse_selects_and_scrolls() {
    let mut reader = Reader::demo();
    let at = |kind, column, row| MouseEvent {
        kind,
        column,
        row,
        modifiers: KeyModifiers::NONE,
    };
    reader.mouse(at(MouseEventKind::Down(MouseButton::Left), 5, 2));
    assert_shows(&mut reader, "Today");
    reader.mouse(at(MouseEventKind::Down(MouseButton::Left), 40, 8));
    let before = reader.text();
    reader.mouse(at(MouseEventKind::ScrollDown, 100, 20));
    assert_ne!(reader.text(), before);
    shows!(reader);
}

#[test]
fn without_colour_and_with_plain_signs_everything_still_tells() {
    let settings = Settings {
        theme: Choice::Mono,
        icons: Icons::Ascii,
        demo: true,
        ..Settings::default()
    };
    let mut reader = Reader::with(110, 30, settings, true);
    talk(&mut reader, "The kettle that talks");
    let screen = reader.screen();
    for colour in ["Cyan", "Yellow", "Green", "Red"] {
        assert!(!screen.contains(colour), "{colour}");
    }
    shows!(reader);
}

#[test]
fn a_japanese_article() {
    let mut reader = Reader::demo();
    open(&mut reader, "夜更け");
    shows!(reader);
}

#[test]
fn an_arabic_article_stands_at_the_right() {
    let mut reader = Reader::demo();
    open(&mut reader, "الهمزة");
    shows!(reader);
}

#[test]
fn an_article_of_code_and_tables() {
    let mut reader = Reader::demo();
    open(&mut reader, "An index is a map");
    shows!(reader.keys("<ctrl-d>"));
}

#[test]
fn a_wide_table_on_a_narrow_screen() {
    let mut reader = Reader::demo_at(50, 30);
    open(&mut reader, "Nine huts");
    shows!(reader.keys("<ctrl-d>"));
}

#[test]
fn copying_says_what_was_copied() {
    let mut reader = Reader::demo();
    open(&mut reader, "The kettle that talks");
    reader.keys("y");
    assert_shows(
        &mut reader,
        "Copied http://smallhours.example/the-kettle-that-talks",
    );
}

#[test]
fn close_leaves_the_article_first_and_then_the_reader() {
    let mut reader = Reader::demo();
    reader.keys("<enter>q");
    assert_eq!(reader.flow, Flow::Continue);
    reader.keys("q");
    assert_eq!(reader.flow, Flow::Quit);
}

#[test]
fn no_screen_is_too_small() {
    let mut reader = Reader::demo_at(20, 6);
    for (columns, rows) in [(1, 1), (2, 2), (3, 40), (40, 3), (12, 5), (300, 2), (79, 1)] {
        reader.resize(columns, rows);
        for keys in [
            "j", "<enter>", "c", "?", "<esc>", "h", "h", "a", "<esc>", "l", "l",
        ] {
            reader.keys(keys);
            assert_eq!(reader.buffer().area.width, columns);
        }
    }
}

/// Presses `j` in the feeds pane until the row of this name is selected.
fn go_to(reader: &mut Reader, name: &str) {
    reader.keys("gg");
    for _ in 0..30 {
        let selected = reader.text().lines().any(|line| {
            let pane = line.split(['│', '|']).next().unwrap_or_default();
            pane.starts_with(['▌', '>']) && pane.contains(name)
        });
        if selected {
            return;
        }
        reader.keys("j");
    }
    panic!("{name} cannot be selected:\n{}", reader.text());
}

/// Finds an entry by its title in the list of all, and opens it.
fn open(reader: &mut Reader, title: &str) {
    select(reader, title);
    reader.keys("<enter>");
}

fn talk(reader: &mut Reader, title: &str) {
    select(reader, title);
    reader.keys("c");
}

fn select(reader: &mut Reader, title: &str) {
    reader.keys("h");
    go_to(reader, "All");
    reader.keys("l");
    for _ in 0..80 {
        let selected = reader.text().lines().any(|line| {
            let mut panes = line.split(['│', '|']);
            panes.any(|pane| pane.starts_with(['▌', '>']) && pane.contains(title))
        });
        if selected {
            return;
        }
        reader.keys("j");
    }
    panic!(
        "{title} cannot be selected at {EPOCH:?}:\n{}",
        reader.text()
    );
}

/// The first line of what is selected in a pane, counted from the left, and where it stands.
fn selected_in(reader: &mut Reader, pane: usize) -> (usize, String) {
    let screen = reader.text();
    let found = screen.lines().enumerate().find_map(|(at, line)| {
        // The thread's own guides look like the lines between panes, but come after them.
        let pane = line.splitn(3, '│').nth(pane)?;
        pane.trim_start()
            .starts_with('▌')
            .then(|| (at, pane.to_owned()))
    });
    found.unwrap_or_else(|| panic!("nothing is selected:\n{screen}"))
}

/// The number at the end of a row of the feeds pane.
fn count_beside(reader: &mut Reader, name: &str) -> String {
    let screen = reader.text();
    let row = screen
        .lines()
        .find(|line| line.contains(name) && !line.starts_with(" Feeds"));
    let pane = row
        .and_then(|row| row.split('│').next())
        .unwrap_or_default();
    pane.split_whitespace()
        .next_back()
        .unwrap_or_default()
        .to_owned()
}

/// What the conversation pane says of itself below its title.
fn state_line(reader: &mut Reader) -> String {
    let screen = reader.text();
    let line = screen.lines().find(|line| line.contains(" comments"));
    line.unwrap_or_default()
        .split('│')
        .next_back()
        .unwrap_or_default()
        .trim()
        .to_owned()
}
