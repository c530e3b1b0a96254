//! Following a conversation, letting go of it, and fetching the rest of it.

use super::{kettle, order};
use crate::pane::{ENTRY, Talk, new, said, talk};
use postil::model::comment::{Conversation, Following, Missing, Provenance};
use postil::model::report::{Failure, Note};
use postil::model::request::{Completed, Library, Reply, Request};
use postil::ui::look::Settings;

fn follow(following: Following) -> Vec<Request> {
    order(Request::Follow {
        entries: vec![ENTRY],
        following,
    })
}

fn complete(agreed: bool) -> Request {
    Request::Complete {
        entry: ENTRY,
        agreed,
    }
}

#[test]
fn a_conversation_is_followed_let_go_of_and_pinned() {
    let mut talk = Talk::on(talk(kettle()));
    talk.orders.clear();
    talk.keys("F");
    assert_eq!(talk.orders, follow(Following::Yes));
    assert!(talk.state().contains("followed"), "{}", talk.state());
    assert_eq!(
        talk.status(),
        "The kettle is followed: it is asked while people talk"
    );
    talk.answer(Ok(Reply::Done));
    for (key, wish, state) in [
        ("F", Following::Muted, "muted"),
        ("F", Following::Yes, "followed"),
        ("P", Following::Pinned, "pinned"),
        ("P", Following::Yes, "followed"),
        ("P", Following::Pinned, "pinned"),
        ("F", Following::Muted, "muted"),
    ] {
        talk.orders.clear();
        talk.keys(key);
        assert_eq!(talk.orders, follow(wish), "{key}");
        talk.answer(Ok(Reply::Done));
        assert!(talk.state().contains(state), "{key}: {}", talk.state());
    }
}

#[test]
fn a_conversation_that_is_over_is_pinned() {
    let mut talk = Talk::on(Conversation {
        following: Following::Yes,
        over: true,
        ..talk(kettle())
    });
    talk.orders.clear();
    talk.keys("F");
    assert_eq!(talk.orders, follow(Following::Pinned));
}

#[test]
fn what_could_not_be_followed_is_not_shown_as_if() {
    let mut talk = Talk::on(talk(kettle()));
    talk.keys("F");
    talk.answer(Err(Failure::new(
        "following the conversation",
        "its page names none",
    )));
    assert!(!talk.state().contains("followed"), "{}", talk.state());
    assert!(talk.status().contains("its page names none"));
}

#[test]
fn an_entry_is_followed_from_the_list_and_shows_it() {
    let mut talk = Talk::with(talk(kettle()), (60, 12), Settings::default());
    talk.orders.clear();
    let row = |talk: &Talk| talk.text().lines().nth(3).unwrap_or_default().to_owned();
    assert!(row(&talk).ends_with("   12 +3"), "{}", row(&talk));
    talk.keys("F");
    assert_eq!(talk.orders, follow(Following::Yes));
    assert!(row(&talk).ends_with("» 12 +3"), "{}", row(&talk));
    talk.keys("P");
    assert!(row(&talk).ends_with("∞ 12 +3"), "{}", row(&talk));
    talk.keys("F");
    assert!(row(&talk).ends_with("⊘ 12"), "{}", row(&talk));
    talk.keys("FP<enter>");
    let said = "12 comments, 3 new, pinned – c opens the conversation";
    assert!(talk.text().contains(said), "{}", talk.text());
    talk.keys("F");
    let said = "12 comments, muted – c opens the conversation";
    assert!(talk.text().contains(said), "{}", talk.text());
}

#[test]
fn it_is_told_when_a_talk_is_over() {
    let mut talk = Talk::at(talk(kettle()), (100, 20));
    talk.news(Note::Over {
        entry: ENTRY,
        title: "The \u{202e}kettle".to_owned(),
    });
    let told = "Nobody has said anything under The kettle for a week; F in it pins it";
    assert!(talk.status().starts_with(told), "{}", talk.status());
}

#[test]
fn the_rest_is_fetched_and_told() {
    let mut talk = Talk::on(Conversation {
        told: Some(27),
        ..talk(kettle())
    });
    talk.orders.clear();
    talk.keys("L");
    assert_eq!(talk.orders, order(complete(false)));
    assert!(
        talk.state().contains("fetching the rest …"),
        "{}",
        talk.state()
    );
    talk.keys("L");
    assert_eq!(talk.status(), "The rest is being fetched");
    assert_eq!(talk.orders.len(), 1);
    let mut comments = kettle();
    comments.push(new(said(9, 2, "Noor", "I was first, long ago.")));
    talk.hear(comments);
    talk.answer(Ok(Reply::Completed(Completed {
        by: Provenance::WordPress,
        new: 17,
        gone: 0,
        whole: true,
        vain: Vec::new(),
    })));
    let told = "17 more comments from WordPress; that is all there are";
    assert!(talk.status().starts_with(told), "{}", talk.status());
    assert!(!talk.state().contains("fetch"), "{}", talk.state());
    assert!(talk.state().contains("3 new"), "{}", talk.state());
}

#[test]
fn no_third_party_is_asked_without_a_yes() {
    let host = || "hn.algolia.com".to_owned();
    let mut known = Talk::on(Conversation {
        feed: None,
        missing: Some(Missing::Agreement { host: host() }),
        ..talk(Vec::new())
    });
    known.orders.clear();
    known.keys("L");
    assert!(
        known
            .status()
            .starts_with("Ask hn.algolia.com for this talk?")
    );
    known.keys("n");
    assert!(known.orders.is_empty());
    known.keys("Ly");
    assert_eq!(known.orders, order(complete(true)));

    let mut learnt = Talk::on(talk(kettle()));
    learnt.orders.clear();
    learnt.keys("L");
    learnt.answer(Ok(Reply::Agreement { host: host() }));
    assert!(
        learnt
            .status()
            .starts_with("Ask hn.algolia.com for this talk?")
    );
    learnt.keys("y");
    assert_eq!(learnt.orders, [complete(false), complete(true)]);

    // Somebody who has gone on typing is not made to agree to anything.
    let mut busy = Talk::on(talk(kettle()));
    busy.orders.clear();
    busy.keys("Lj");
    busy.answer(Ok(Reply::Agreement { host: host() }));
    assert!(
        busy.status()
            .starts_with("The talk is had from hn.algolia.com")
    );
    busy.keys("y");
    assert_eq!(busy.orders, [complete(false)]);
}

#[test]
fn a_failure_to_fetch_the_rest_is_told_and_can_be_tried_again() {
    let mut talk = Talk::on(talk(kettle()));
    talk.orders.clear();
    talk.keys("L");
    talk.answer(Err(Failure::new("fetching", "no way to them is known")));
    assert!(talk.status().contains("no way to them is known"));
    talk.keys("L");
    assert_eq!(talk.orders.len(), 2);
}

#[test]
fn quiet_conversations_have_a_row_below_the_others() {
    let mut talk = Talk::with(talk(kettle()), (60, 16), Settings::default());
    talk.keys("h");
    assert!(!talk.text().contains("Over or muted"));
    talk.library = Library {
        quiet_conversations: 4,
        ..talk.library.clone()
    };
    talk.news(Note::Changed { feeds: Vec::new() });
    let shown = talk.text();
    let row = shown.lines().find(|line| line.contains("Over or muted"));
    assert!(
        row.is_some_and(|row| row.trim_end().ends_with('4')),
        "{shown}"
    );
}
