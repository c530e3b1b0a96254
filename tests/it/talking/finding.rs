//! Looking for words in a conversation.

use super::kettle;
use crate::pane::{ENTRY, Talk, talk};
use postil::model::request::Request;

#[test]
fn words_are_looked_for_as_they_are_typed() {
    let mut talk = Talk::on(talk(kettle()));
    talk.keys("/te");
    assert_eq!(talk.whose(), "Tobias");
    assert!(
        talk.state().contains("match 1 of 3: “te”"),
        "{}",
        talk.state()
    );
    assert!(talk.status().starts_with("/te"));
    talk.keys("a is<enter>");
    assert_eq!(talk.whose(), "Pekka");
    let lit = talk.buffer();
    let lit = lit
        .content()
        .iter()
        .filter(|cell| cell.modifier.contains(ratatui::style::Modifier::REVERSED));
    let lit: String = lit.map(ratatui::buffer::Cell::symbol).collect();
    assert_eq!(lit, "Tea is");
    talk.keys("/TEA<enter>");
    talk.keys("n");
    assert_eq!(talk.whose(), "Tobias");
    talk.keys("n");
    assert_eq!(talk.whose(), "Pekka");
    talk.keys("N");
    assert_eq!(talk.whose(), "Tobias");
    talk.keys("<esc>");
    assert!(!talk.state().contains("match"));
    assert_eq!(talk.whose(), "Tobias");
}

#[test]
fn names_are_found_and_what_is_not_there_is_not() {
    let mut talk = Talk::on(talk(kettle()));
    talk.keys("/chidi<enter>");
    assert_eq!(talk.whose(), "Chidi");
    talk.keys("/xyzzy");
    assert!(talk.state().contains("nothing matches “xyzzy”"));
    assert_eq!(talk.whose(), "Chidi");
    talk.keys("<esc>");
    assert!(!talk.state().contains("xyzzy"));
}

#[test]
fn a_search_that_is_left_goes_back_to_where_it_began() {
    let mut talk = Talk::on(talk(kettle()));
    talk.keys("j/tea<esc>");
    assert_eq!(talk.whose(), "Tobias");
    talk.keys("j/quarter");
    assert_eq!(talk.whose(), "Mirela");
    talk.keys("<esc>");
    assert_eq!(talk.whose(), "Bo");
}

#[test]
fn folds_open_for_a_match_but_not_before_the_words_are_whole() {
    let mut talk = Talk::on(talk(kettle()));
    talk.keys("<space>");
    talk.orders.clear();
    talk.keys("/sings");
    assert_eq!(talk.whose(), "▸ Ana");
    assert!(talk.orders.is_empty());
    talk.keys("<enter>");
    assert_eq!(talk.whose(), "Bo");
    let opened = Request::Fold {
        entry: ENTRY,
        folds: Vec::new(),
    };
    assert!(talk.orders.contains(&opened), "{:?}", talk.orders);
}

#[test]
fn without_a_search_n_goes_to_the_next_unread_entry() {
    let mut talk = Talk::on(talk(kettle()));
    talk.orders.clear();
    talk.keys("n");
    let is_next = |request: &Request| matches!(request, Request::NextUnread { .. });
    assert!(talk.orders.iter().any(is_next), "{:?}", talk.orders);
}
