//! The conversations as JSON for other programs. The shape is a promise; `docs/comments.md` tells it.

use crate::cli::comments::json::following;
use crate::cli::conversations::Talk;
use crate::cli::moment;
use serde_json::{Value, json};

/// All of these, in their order.
pub fn value(talks: &[Talk]) -> Value {
    json!({ "conversations": talks.iter().map(talk).collect::<Vec<_>>() })
}

fn talk(talk: &Talk) -> Value {
    let row = &talk.row;
    json!({
        "entry": row.id.0,
        "url": row.link,
        "title": row.name(),
        "feed_title": row.feed_title,
        "feed_url": talk.feed_url,
        "comments": row.comments.total,
        "new": row.comments.new,
        "following": following(row.following),
        "over": talk.over,
        "last_said": moment::utc(row.place.at),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::conversations::tests::talk as made;
    use crate::model::comment::Following;

    #[test]
    fn a_program_is_told_in_words_that_stay() {
        let told = value(&[
            made(Following::Muted, false, 0),
            made(Following::Yes, true, 2),
        ]);
        let told = &told["conversations"];
        assert_eq!(told[0]["following"], "muted");
        assert_eq!(
            (&told[1]["over"], &told[1]["new"]),
            (&json!(true), &json!(2))
        );
        assert_eq!(told[1]["last_said"], "2026-03-14T18:00:00Z");
    }
}
