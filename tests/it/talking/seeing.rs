//! What is told of a conversation and of every comment, and moving about among them.

use super::kettle;
use crate::pane::{ENTRY, Talk, new, said, talk};
use crate::reader::{EPOCH, styles_of, text_of};
use postil::model::comment::{Comment, Conversation, Following, InReplyTo, Missing, Provenance};
use postil::model::health::Next;
use postil::model::report::Note;
use postil::model::time::Time;
use postil::ui::look::{Order, Settings, Talks};
use std::time::Duration;

/// Compares the whole screen with the one kept for this test.
macro_rules! shows {
    ($name:expr, $talk:expr) => {
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            let buffer = $talk.buffer();
            let screen = format!("{}\n{}", text_of(&buffer), styles_of(&buffer));
            insta::assert_snapshot!($name, screen);
        })
    };
}

#[test]
fn the_state_of_a_conversation_is_told_in_one_line() {
    let at = |columns, conversation: Conversation| Talk::at(conversation, (columns, 20)).state();
    let followed = Conversation {
        following: Following::Yes,
        next: Some((
            Next::At(EPOCH.after(Duration::from_mins(20))),
            "people talk".to_owned(),
        )),
        ..talk(kettle())
    };
    let all = "8 comments · 2 new · followed · next look in 20 min · Small Hours";
    assert_eq!(at(72, followed.clone()), all);
    assert_eq!(at(50, followed.clone()), "8 comments · 2 new · followed");
    let partly = Conversation {
        told: Some(27),
        ..talk(kettle())
    };
    assert_eq!(
        at(79, partly.clone()),
        "8 of 27 known · L fetches the rest · 2 new · F follows it · Small Hours"
    );
    assert_eq!(at(50, partly), "8 of 27 known · L fetches the rest · 2 new");
    let pinned = Conversation {
        following: Following::Pinned,
        ..followed.clone()
    };
    assert!(at(72, pinned).contains("pinned · next look"));
    let muted = Conversation {
        following: Following::Muted,
        ..followed.clone()
    };
    assert_eq!(at(72, muted), "8 comments · 2 new · muted · Small Hours");
    let ten_days = 864_000;
    let long_ago = |comment: Comment| Comment {
        published: comment.published.map(|at| Time(at.0 - ten_days)),
        ..comment
    };
    let over = Conversation {
        over: true,
        comments: kettle().into_iter().map(long_ago).collect(),
        ..followed
    };
    assert_eq!(at(50, over), "8 comments · 2 new · over since 4 Mar");
}

#[test]
fn why_there_is_nobody_to_ask_is_told_with_the_key_that_helps() {
    let at = |columns, missing: Missing| {
        let conversation = Conversation {
            feed: None,
            missing: Some(missing),
            page: Some("https://news.ycombinator.com/item?id=1".to_owned()),
            ..talk(Vec::new())
        };
        Talk::at(conversation, (columns, 20)).state()
    };
    let nothing = Missing::Nothing {
        why: "its page names none".to_owned(),
        at: Time(EPOCH.0 - 7200),
    };
    assert_eq!(
        at(79, nothing.clone()),
        "no comment feed: its page names none · o opens the page · Small Hours"
    );
    assert_eq!(at(50, nothing), "no comment feed: its page names none");
    let agreement = Missing::Agreement {
        host: "hn.algolia.com".to_owned(),
    };
    assert_eq!(
        at(79, agreement.clone()),
        "the talk is on news.ycombinator.com · L asks hn.algolia.com"
    );
    assert_eq!(at(50, agreement), "L asks hn.algolia.com");
    assert_eq!(
        at(60, Missing::Unsought),
        "no comment feed yet; r looks for one · Small Hours"
    );
    let trouble = Conversation {
        trouble: Some("the server\u{1b}[31m is down".to_owned()),
        ..talk(kettle())
    };
    let state = Talk::on(trouble).state();
    assert!(
        state.starts_with("8 comments · 2 new · the server"),
        "{state}"
    );
    assert!(!state.contains('\u{1b}'));
    let quiet = Talk::on(talk(Vec::new())).state();
    assert_eq!(
        quiet,
        "nobody has said anything yet · F follows it · Small Hours"
    );
}

#[test]
fn a_conversation_is_said_to_be_asked_until_it_was() {
    let mut asking = Talk::with(talk(kettle()), (72, 20), Settings::default());
    asking.keys("c");
    assert_eq!(
        asking.state(),
        "8 comments · 2 new · asking … · Small Hours"
    );
    asking.news(Note::Talked { entry: ENTRY });
    assert!(!asking.state().contains("asking"));
}

/// All that can be seen of a comment.
fn motley() -> Conversation {
    let mut comments = vec![
        said(1, 0, "Ana Prates", "Where do the whistles go at night?"),
        Comment {
            edited: true,
            ..said(
                2,
                1,
                "Tobias Lindqvist",
                "Into the lid. I looked, and was asked to stop looking.",
            )
        },
        Comment {
            gone: true,
            provenance: Provenance::WordPress,
            ..said(3, 1, "Reggie Calder", "Mine has none.")
        },
        new(said(4, 0, "Бажена", "@Reggie Calder then who was it?")),
        Comment {
            in_reply_to: vec![InReplyTo {
                id: Some("urn:99".to_owned()),
                href: None,
            }],
            provenance: Provenance::Page,
            ..said(
                5,
                0,
                "佐藤 ひかり",
                "I answer somebody whom nobody can see.",
            )
        },
        said(60, 0, "Steam & Whistles", "[…] where whistles go […]"),
    ];
    for deep in 6..20 {
        let (author, to) = if deep % 2 == 0 {
            ("Willa", deep - 1)
        } else {
            ("Mirela", deep - 1)
        };
        comments.push(said(deep, to, author, "And so on, and on, and down."));
    }
    Conversation {
        entry_author: Some("Ana Prates".to_owned()),
        told: Some(27),
        following: Following::Yes,
        ..talk(comments)
    }
}

#[test]
fn everything_that_is_to_be_said_of_a_comment_is_said_at_every_width() {
    for (columns, rows) in [(140, 40), (100, 40), (80, 40), (50, 44)] {
        let mut talk = Talk::at(motley(), (columns, rows));
        talk.keys("G<space>");
        shows!(format!("a_motley_conversation_on_{columns}_columns"), talk);
        talk.keys("gg");
        shows!(
            format!("the_top_of_a_motley_conversation_on_{columns}_columns"),
            talk
        );
    }
}

#[test]
fn every_move_leads_where_it_says() {
    let mut talk = Talk::on(talk(kettle()));
    for (key, whose) in [
        ("J", "Mirela"),
        ("J", "Pekka"),
        ("J", "Pekka"),
        ("K", "Mirela"),
        ("j", "Chidi"),
        ("}", "Pekka"),
        ("{", "Mirela"),
        ("{", "Ana"),
        ("jj", "Bo"),
        ("^", "Ana"),
        ("jj", "Bo"),
        ("p", "Tobias"),
        ("J", "Reggie"),
        ("K", "Tobias"),
        ("]", "Bo"),
        ("]", "Chidi"),
        ("]", "Bo"),
        ("[", "Chidi"),
        ("gg", "Ana"),
        ("G", "Pekka"),
    ] {
        talk.keys(key);
        assert_eq!(talk.whose(), whose, "after {key}");
    }
    talk.keys("gg<space>]");
    assert_eq!(
        talk.whose(),
        "Chidi",
        "what is new in a fold is found at the fold"
    );
    talk.keys("]");
    assert_eq!(talk.selected().1, "▸ Ana · 9 h · 4 replies +1");
}

#[test]
fn where_nothing_is_new_that_is_said() {
    let read = |comment| Comment {
        read: true,
        ..comment
    };
    let mut talk = Talk::on(talk(kettle().into_iter().map(read).collect()));
    talk.keys("]");
    assert_eq!(talk.status(), "Nothing is new here");
}

#[test]
fn orders_follow_one_another_and_the_selection_holds() {
    let mut talk = Talk::on(talk(kettle()));
    talk.keys("jjj");
    let names = |talk: &Talk| talk.names().join(" ");
    assert_eq!(
        names(&talk),
        "Ana Tobias Bo Reggie Willa Mirela Chidi Pekka"
    );
    talk.keys("S");
    assert_eq!(talk.status(), "Newest first");
    assert_eq!(
        names(&talk),
        "Pekka Mirela Chidi Ana Tobias Bo Reggie Willa"
    );
    assert_eq!(talk.whose(), "Reggie");
    assert!(talk.state().contains("newest first"));
    let mut comments = kettle();
    comments.push(said(9, 5, "Noor", "Late."));
    talk.hear(comments);
    talk.keys("S");
    assert_eq!(talk.status(), "The talk that goes on comes first");
    assert_eq!(
        names(&talk),
        "Ana Tobias Bo Reggie Willa Noor Pekka Mirela Chidi"
    );
    assert_eq!(talk.whose(), "Reggie");
    talk.keys("S");
    assert_eq!(talk.status(), "Oldest first");
    talk.keys("v");
    assert_eq!(
        names(&talk),
        "Ana Tobias Bo Reggie Willa Mirela Chidi Pekka Noor"
    );
    assert_eq!(talk.selected().1, "Reggie · 9 h · ↳ Ana");
    assert!(talk.state().contains("flat"));
    talk.keys("S");
    assert_eq!(
        names(&talk),
        "Noor Pekka Chidi Mirela Willa Reggie Bo Tobias Ana"
    );
    talk.keys("p");
    assert_eq!(talk.whose(), "Ana");
    talk.keys("vS");
    assert_eq!(talk.whose(), "Ana");
}

#[test]
fn what_was_read_can_be_hidden_and_is_counted() {
    let mut talk = Talk::on(talk(kettle()));
    talk.keys("Gx");
    assert_eq!(talk.names(), ["Ana", "Tobias", "Bo", "Mirela", "Chidi"]);
    assert_eq!(talk.whose(), "Chidi");
    assert!(talk.state().contains("3 read hidden"), "{}", talk.state());
    // What is seen meanwhile stays for the visit.
    talk.keys("ggj");
    assert_eq!(talk.names().len(), 5);
    talk.keys("x");
    assert_eq!(talk.names().len(), 8);
    assert_eq!(talk.whose(), "Tobias");
    assert_eq!(talk.status(), "All is shown");
}

#[test]
fn guesses_can_be_switched_off() {
    let mut talk = Talk::on(motley());
    let guessed = |talk: &Talk| talk.text().contains('┊');
    assert!(guessed(&talk));
    talk.keys("~");
    assert!(!guessed(&talk));
    assert!(talk.state().contains("no guesses") || talk.state().contains("followed"));
    talk.keys("~");
    assert!(guessed(&talk));
    let settings = Settings {
        talks: Talks {
            guess: false,
            ..Talks::default()
        },
        ..Settings::default()
    };
    let mut sure = Talk::with(motley(), (72, 40), settings);
    sure.keys("c");
    assert!(!guessed(&sure));
}

#[test]
fn the_order_is_the_one_the_person_set() {
    let settings = Settings {
        talks: Talks {
            order: Order::NewestFirst,
            ..Talks::default()
        },
        ..Settings::default()
    };
    let mut pane = Talk::with(talk(kettle()), (72, 40), settings);
    pane.keys("c");
    assert_eq!(pane.names()[0], "Pekka");
}
