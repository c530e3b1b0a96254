//! A made-up conversation for the tests of this room.

use crate::model::comment::{Comment, CommentId, Conversation, Following, InReplyTo, Provenance};
use crate::model::entry::{CommentCount, EntryId, EntryRow, Place};
use crate::model::feed::FeedId;
use crate::model::health::Next;
use crate::model::time::Time;
use crate::text::html;
use crate::thread::tree::{Settings, Thread, build};

const ENTRY: &str = "http://blog.example/kettle/";
/// 2026-03-14T18:00:00Z.
const NOW: i64 = 1_773_511_200;

pub(in crate::cli) fn row() -> EntryRow {
    EntryRow {
        id: EntryId(12),
        feed: FeedId(1),
        feed_title: "Loop & Kettle".into(),
        place: Place {
            at: Time(NOW),
            id: EntryId(12),
        },
        title: "A kettle that *talks*".into(),
        link: Some(ENTRY.into()),
        read: true,
        starred: false,
        comments: CommentCount { total: 27, new: 1 },
        following: Following::Yes,
    }
}

/// A comment that says whom it answers; nought is the entry.
fn said(number: i64, answers: i64, author: &str, html: &str) -> Comment {
    let reference = |number: i64| format!("{ENTRY}#comment-{number}");
    let in_reply_to = (answers > 0).then(|| InReplyTo {
        id: Some(reference(answers)),
        href: None,
    });
    Comment {
        id: CommentId(100 + number),
        key: reference(number),
        link: Some(reference(number)),
        author: Some(author.into()),
        published: Some(Time(NOW + number * 60)),
        first_seen: Time(NOW + 3600),
        in_reply_to: in_reply_to.into_iter().collect(),
        read: true,
        body: html::document(html, Some(ENTRY)),
        ..Comment::default()
    }
}

/// Everything there can be: answers, a guess, one that is not held, a mention, rich and hostile text.
pub(in crate::cli) fn kettle() -> Conversation {
    let answer = Comment {
        edited: true,
        ..said(
            2,
            1,
            "Mirela Ostrow",
            "<p>Only in <b>two</b> so far. See <a href='/lid'>the lid</a>.",
        )
    };
    let new = Comment {
        read: false,
        provenance: Provenance::WordPress,
        ..said(
            3,
            2,
            "Ana",
            "<blockquote>Only in two so far.</blockquote><p>Then it needs a <i>bigger</i> lid, \
             and somebody who can carry it up the stairs without spilling a word.",
        )
    };
    let guess = said(
        4,
        0,
        "Tom\u{202e} <O'Dwyer>\u{1b}[2J",
        "<p>@Mirela Ostrow we sell lids.",
    );
    let orphan = Comment {
        gone: true,
        ..said(6, 5, "Oluwaseun", "<pre>while true; do\n  boil\ndone</pre>")
    };
    let ping = Comment {
        author_url: Some("http://steam.example/".into()),
        ..said(
            7,
            0,
            "Steam & Whistles",
            "[&#8230;] taught a kettle to talk [&#8230;]",
        )
    };
    Conversation {
        entry_keys: vec![ENTRY.into()],
        entry_author: Some("Mirela Ostrow".into()),
        comments: vec![
            said(1, 0, "Ana", "Does it say it in every language?"),
            answer,
            new,
            guess,
            orphan,
            ping,
        ],
        told: Some(27),
        feed: Some(format!("{ENTRY}feed/atom/")),
        page: Some(format!("{ENTRY}#respond")),
        checked_at: Some(Time(NOW)),
        following: Following::Yes,
        next: Some((Next::At(Time(NOW + 3600)), "people talk".into())),
        ..Conversation::default()
    }
}

pub(in crate::cli) fn thread() -> Thread {
    tree(&kettle())
}

pub(in crate::cli) fn tree(conversation: &Conversation) -> Thread {
    build(conversation, Settings::default())
}

/// Each comment answers the one before.
pub(in crate::cli) fn deep(comments: i64) -> Conversation {
    let comments = (1..=comments).map(|number| {
        let author = format!("Guest {number}");
        said(number, number - 1, &author, "I see it otherwise.")
    });
    Conversation {
        comments: comments.collect(),
        ..kettle()
    }
}
