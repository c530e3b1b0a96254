//! A whole conversation as a `WordPress` blog hands it out, in RSS and in Atom, and the tree it must give.

use crate::model::comment::{Comment, InReplyTo};
use crate::thread::sample::{ENTRY_ID, ENTRY_LINK, answer, body, draw, in_reply_to, said, talk};
use crate::thread::tree::{Node, Order, Settings, Thread, build};

const UNGUESSED: Settings = Settings {
    order: Order::OldestFirst,
    guess: false,
};
const NEWEST_FIRST: Settings = Settings {
    order: Order::NewestFirst,
    guess: true,
};

fn check(comments: Vec<Comment>, settings: Settings, expect: &str) {
    assert_eq!(draw(&build(&talk(comments), settings)), expect);
}

/// A conversation as a blog has it: number, the number it answers, author, text. The comments 12
/// and 14 are not in any feed.
fn kettle() -> Vec<(u32, u32, &'static str, &'static str)> {
    vec![
        (2, 0, "Ana", "Does it say it in every language?"),
        (3, 2, "Mirela Ostrow", "Only in two so far."),
        (4, 3, "Ana", "Then it needs a bigger lid!"),
        (5, 4, "Tom O'Dwyer & Sons", "We sell lids."),
        (6, 5, "Ana", "Of course you do :)"),
        (7, 0, "Бажена", "А по-русски он умеет?"),
        (
            8,
            7,
            "佐藤 ひかり",
            "日本語なら「おはようございます」ですね。",
        ),
        (9, 7, "ليلى", "صباح الخير! هل يتكلم العربية؟"),
        (10, 0, "k3ttl3_dev", "Here is the loop I use:"),
        (11, 0, "Ana", "@k3ttl3_dev your loop never ends."),
        (13, 12, "Oluwaseun", "I answer a comment that is gone."),
        (15, 14, "Mirela Ostrow", "I answer one nobody can see."),
        (51, 0, "Steam & Whistles", "[…] taught a kettle to talk […]"),
        (
            52,
            0,
            "Finds",
            "*Talking crockery*\n\nA kettle that speaks.",
        ),
        (53, 0, "Loop & Kettle", "[…] the kettle post, mind your […]"),
    ]
}

fn named(number: u32) -> &'static str {
    let known = kettle();
    match number {
        12 => "Withdrawn",
        14 => "Held Back",
        _ => known.iter().find(|c| c.0 == number).map_or("", |c| c.2),
    }
}

fn kettle_comment((number, to, author, text): (u32, u32, &str, &str)) -> Comment {
    let text = match to {
        0 => text.to_owned(),
        _ => in_reply_to(named(to), to, text),
    };
    Comment {
        author_url: (number == 52).then(|| "https://finds.example/?id=7".to_owned()),
        ..said(number, author, &text)
    }
}

/// RSS has the parents in prose only.
fn kettle_rss() -> Vec<Comment> {
    kettle().into_iter().map(kettle_comment).collect()
}

/// Atom states them, and has the same prose.
fn kettle_atom() -> Vec<Comment> {
    let entry = InReplyTo {
        id: Some(ENTRY_ID.to_owned()),
        href: Some(ENTRY_LINK.to_owned()),
    };
    let state = |row: (u32, u32, &str, &str)| Comment {
        in_reply_to: match row.1 {
            0 => vec![entry.clone()],
            to => answer(row.0, to).in_reply_to,
        },
        ..kettle_comment(row)
    };
    kettle().into_iter().map(state).collect()
}

fn texts(thread: &Thread) -> Vec<String> {
    let comments = thread.nodes.iter().flat_map(Node::comments);
    comments.map(|c| format!("{:?}", c.body)).collect()
}

#[test]
fn rss_gives_the_whole_tree_back_and_a_guess_besides() {
    let tree = "2(3(4(5(6)))) 7(8 9) 10(~11) ?12:Withdrawn(13) ?14:Held Back(15) pings[51 52 53]";
    check(kettle_rss(), Settings::default(), tree);
    let sure = "2(3(4(5(6)))) 7(8 9) 10 11 ?12:Withdrawn(13) ?14:Held Back(15) pings[51 52 53]";
    check(kettle_rss(), UNGUESSED, sure);
}

#[test]
fn atom_gives_the_tree_it_states() {
    let tree = "2(3(4(5(6)))) 7(8 9) 10 11 ?12:Withdrawn(13) ?14:Held Back(15) pings[51 52 53]";
    check(kettle_atom(), Settings::default(), tree);
}

#[test]
fn a_comment_starts_with_what_the_person_wrote() {
    for comments in [kettle_rss(), kettle_atom()] {
        let thread = build(&talk(comments), UNGUESSED);
        let mut expect = kettle();
        expect.sort_by_key(|row| row.0);
        let written: Vec<String> = expect.iter().map(|r| format!("{:?}", body(r.3))).collect();
        assert_eq!(texts(&thread), written);
    }
}

#[test]
fn the_newest_talk_can_come_first_with_answers_still_in_order() {
    let tree = "?14:Held Back(15) ?12:Withdrawn(13) 10(~11) 7(8 9) 2(3(4(5(6)))) pings[51 52 53]";
    check(kettle_rss(), NEWEST_FIRST, tree);
}

#[test]
fn the_talk_that_goes_on_can_come_first() {
    let by_activity = Settings {
        order: Order::Activity,
        guess: false,
    };
    let mut comments = kettle_rss();
    comments.push(said(
        20,
        "Tom",
        &in_reply_to("Ana", 2, "It says it in mine."),
    ));
    comments.retain(|comment| comment.id.0 < 50);
    let tree = "2(3(4(5(6))) 20) ?14:Held Back(15) ?12:Withdrawn(13) 11 10 7(8 9)";
    check(comments, by_activity, tree);
}
