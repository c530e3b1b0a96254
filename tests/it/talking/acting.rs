//! What one does with a comment: answering, quoting, its links, folding, and having seen it.

use super::{kettle, order};
use crate::pane::{ENTRY, Talk, said, span, talk};
use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use postil::model::comment::{Comment, CommentId, Conversation, Members};
use postil::model::document::{Block, Document, Span};
use postil::model::entry::{EntryId, Mark};
use postil::model::request::Request;
use postil::ui::effect::Effect;
use postil::ui::event::Event;

#[test]
fn a_comment_is_answered_on_its_own_page() {
    let mut talk = Talk::on(talk(kettle()));
    talk.keys("ja");
    let page = "http://a.example/kettle#c2".to_owned();
    assert_eq!(talk.acts, [Effect::OpenUrl(page)]);
    assert_eq!(talk.status(), "Answer on its page, in the browser");
}

#[test]
fn a_comment_is_copied_as_a_quotation_and_its_address_alone() {
    let mut talk = Talk::on(talk(kettle()));
    talk.keys("jYy");
    let quote = "Tobias wrote:\n> Only about the tea.\n\nhttp://a.example/kettle#c2".to_owned();
    let link = "http://a.example/kettle#c2".to_owned();
    assert_eq!(talk.acts, [Effect::Copy(quote), Effect::Copy(link)]);
}

#[test]
fn links_are_opened_by_their_letters() {
    let link = |words: &str, link| Span {
        link: Some(link),
        ..span(words)
    };
    let urls = ["http://b.example/one", "http://b.example/two"];
    let mut comments = kettle();
    comments[1].body = Document {
        blocks: vec![Block::Paragraph(vec![
            link("one", 0),
            span(" and "),
            link("two", 1),
            span(" and so on"),
        ])],
        links: urls.map(str::to_owned).to_vec(),
        ..Document::default()
    };
    let mut talk = Talk::on(talk(comments));
    talk.keys("j;");
    assert!(
        talk.text().contains("one a  and two s  and so on"),
        "{}",
        talk.text()
    );
    talk.keys("s");
    assert_eq!(talk.acts, [Effect::OpenUrl(urls[1].to_owned())]);
    assert!(talk.text().contains("one[1] and two[2]"));
    talk.keys(";<esc>");
    assert_eq!(
        talk.whose(),
        "Tobias",
        "Esc left the letters and not the pane"
    );
    assert_eq!(talk.acts.len(), 1);
    talk.keys(";");
    talk.event(Event::Mouse(MouseEvent {
        kind: MouseEventKind::Down(MouseButton::Left),
        column: 10,
        row: 3,
        modifiers: KeyModifiers::NONE,
    }));
    talk.keys("s");
    assert_eq!(talk.whose(), "Ana");
    assert_eq!(
        talk.acts.len(),
        1,
        "letters belong to the comment they were put on"
    );
    talk.keys(";");
    assert_eq!(talk.status(), "There is no link in this one");
}

fn seen(comments: &[i64], seen: bool) -> Request {
    Request::Seen {
        entry: ENTRY,
        comments: comments.iter().copied().map(CommentId).collect(),
        seen,
    }
}

#[test]
fn what_passed_is_seen_and_can_be_taken_back() {
    let mut talk = Talk::at(talk(kettle()), (72, 12));
    assert_eq!(talk.orders, order(seen(&[3], true)));
    talk.keys("G");
    assert_eq!(talk.orders, [seen(&[3], true), seen(&[7], true)]);
    talk.keys("U");
    assert_eq!(talk.orders[2..], [seen(&[3, 7], false)]);
    assert_eq!(talk.status(), "2 comments are new again");
    // They stay new although they stand on the screen.
    talk.keys("ggG");
    assert_eq!(talk.orders.len(), 3);
    talk.keys("U");
    assert_eq!(talk.status(), "Nothing was seen in this visit");
}

#[test]
fn one_comment_is_kept_new_or_seen_by_hand() {
    let mut talk = Talk::on(talk(kettle()));
    talk.orders.clear();
    talk.keys("ju");
    assert_eq!(talk.orders, order(seen(&[2], false)));
    assert!(talk.state().contains("3 new"), "{}", talk.state());
    talk.keys("u");
    assert_eq!(talk.orders[1..], [seen(&[2], true)]);
    assert!(talk.state().contains("2 new"), "{}", talk.state());
    assert_eq!(talk.whose(), "Tobias");
}

#[test]
fn comments_that_are_entries_are_marked_as_entries() {
    let mut talk = Talk::on(Conversation {
        members: Members::Entries,
        ..talk(kettle())
    });
    let mark = |entries: &[i64], read| Request::Mark {
        entries: entries.iter().copied().map(EntryId).collect(),
        mark: Mark::Read(read),
    };
    assert_eq!(talk.orders, order(mark(&[3, 7], true)));
    assert!(talk.state().starts_with("8 messages"), "{}", talk.state());
    talk.keys("U");
    assert_eq!(talk.orders[1..], [mark(&[3, 7], false)]);
}

#[test]
fn folds_are_as_they_were_left_and_every_change_is_kept() {
    let mut talk = Talk::on(Conversation {
        folds: vec!["#1".to_owned()],
        ..talk(kettle())
    });
    assert_eq!(talk.selected().1, "▸ Ana · 9 h · 4 replies +1");
    talk.orders.clear();
    let fold = |folds: &[&str]| Request::Fold {
        entry: ENTRY,
        folds: folds.iter().map(|key| (*key).to_owned()).collect(),
    };
    talk.keys("j<space>");
    talk.keys("k<space>");
    let folds: Vec<&Request> = talk
        .orders
        .iter()
        .filter(|it| matches!(it, Request::Fold { .. }))
        .collect();
    assert_eq!(folds, [&fold(&["#1", "#6"]), &fold(&["#6"])]);
    // News do not open what was folded meanwhile.
    talk.hear(kettle());
    assert!(talk.text().contains("▸ Mirela"), "{}", talk.text());
}

#[test]
fn mentions_are_one_line_until_they_are_opened() {
    let ping = |number, author: &str| Comment {
        author_url: Some(format!("http://{number}.example/post")),
        ..said(number, 0, author, "[…] the kettle post […]")
    };
    let mut comments = kettle();
    comments.push(ping(50, "Finds"));
    comments.push(ping(51, "Steam & Whistles"));
    let mut pane = Talk::on(talk(comments));
    pane.keys("G");
    assert_eq!(pane.selected().1, "▸ 2 mentions on other pages");
    pane.keys("<space>");
    assert_eq!(pane.selected().1, "▾ 2 mentions on other pages");
    assert!(
        pane.text().contains("Steam & Whistles[2]"),
        "{}",
        pane.text()
    );
    pane.keys(";s");
    let post = "http://51.example/post".to_owned();
    assert_eq!(pane.acts, [Effect::OpenUrl(post)]);
}
