//! The conversations that were taken up, those first in which something was said last.

pub mod json;

use crate::cli::asking::{Asking, astray};
use crate::cli::comments::state;
use crate::cli::print::{self, Outcome};
use crate::cli::{entry, moment};
use crate::model::comment::Following;
use crate::model::entry::EntryRow;
use crate::model::feed::FeedId;
use crate::model::request::{Reply, Request};
use crate::model::time::Time;
use crate::model::view::View;
use jiff::tz::TimeZone;
use std::collections::HashMap;

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Talk {
    pub row: EntryRow,
    pub feed_url: Option<String>,
    /// It was followed, and nobody says anything any more.
    pub over: bool,
}

/// Prints them; with `all` also those that are muted or over.
///
/// # Errors
/// When the database fails, or nobody reads the output.
pub async fn conversations(
    asking: &mut Asking<'_>,
    all: bool,
    json: bool,
    zone: &TimeZone,
) -> anyhow::Result<Outcome> {
    let mut talks = talks(asking, View::Conversations).await?;
    let mut quiet = talks_of_quiet(asking, all).await?;
    talks.append(&mut quiet);
    talks.sort_by_key(|talk| std::cmp::Reverse(talk.row.place));
    if json {
        print::json(&json::value(&talks))?;
        return Ok(Outcome::Done);
    }
    if talks.is_empty() {
        print::note("no conversations yet; postil follow or postil comments takes one up");
    }
    for talk in &talks {
        print::data(&line(talk, zone))?;
    }
    Ok(Outcome::Done)
}

async fn talks_of_quiet(asking: &mut Asking<'_>, all: bool) -> anyhow::Result<Vec<Talk>> {
    if all {
        talks(asking, View::QuietConversations).await
    } else {
        Ok(Vec::new())
    }
}

async fn talks(asking: &mut Asking<'_>, view: View) -> anyhow::Result<Vec<Talk>> {
    // Nothing is asked of today.
    let day_start = Time(0);
    let Reply::Feeds(library) = asking.ask(Request::Feeds { day_start }).await? else {
        return Err(astray("reading the list of feeds").into());
    };
    let feeds = library.feeds.into_iter();
    let urls: HashMap<FeedId, String> = feeds.map(|feed| (feed.id, feed.url)).collect();
    let rows = entry::rows(asking, view, usize::MAX).await?;
    let talks = rows.into_iter().map(|row| Talk {
        feed_url: urls.get(&row.feed).cloned(),
        over: view == View::QuietConversations && row.following != Following::Muted,
        row,
    });
    Ok(talks.collect())
}

/// Number, when something was said last, * if something is new, feed, title, how many, whether it is
/// followed, address.
fn line(talk: &Talk, zone: &TimeZone) -> String {
    let row = &talk.row;
    let new = row.comments.new;
    let mark = if new > 0 { '*' } else { ' ' };
    let count = match (row.comments.total, new) {
        (total, 0) => format!("[{total}]"),
        (total, new) => format!("[{total} +{new}]"),
    };
    let followed = state::following(row.following, talk.over);
    let followed = followed.map(|word| format!(" {word}")).unwrap_or_default();
    let link = row.link.as_ref().map(|link| format!(" <{link}>"));
    format!(
        "{:>5} {} {mark} {}: {} {count}{followed}{}",
        row.id.0,
        moment::local(row.place.at, zone),
        row.feed_title,
        row.name(),
        link.unwrap_or_default()
    )
}

#[cfg(test)]
pub(in crate::cli) mod tests {
    use super::*;
    use crate::cli::comments::sample::row;
    use crate::model::entry::CommentCount;

    pub(in crate::cli) fn talk(following: Following, over: bool, new: u32) -> Talk {
        Talk {
            row: EntryRow {
                following,
                comments: CommentCount { total: 27, new },
                ..row()
            },
            feed_url: Some("http://blog.example/feed/".into()),
            over,
        }
    }

    #[test]
    fn a_conversation_is_one_line_with_all_that_a_script_may_look_for() {
        let check = |talk: &Talk, mark: char, told: &str| {
            assert_eq!(
                line(talk, &TimeZone::UTC),
                format!(
                    "   12 2026-03-14 18:00 {mark} Loop & Kettle: A kettle that *talks* {told} \
                     <http://blog.example/kettle/>"
                )
            );
        };
        check(&talk(Following::Yes, false, 3), '*', "[27 +3] followed");
        check(&talk(Following::Pinned, false, 0), ' ', "[27] pinned");
        check(&talk(Following::No, false, 0), ' ', "[27]");
        check(&talk(Following::Yes, true, 0), ' ', "[27] over");
        check(&talk(Following::Muted, false, 0), ' ', "[27] muted");
    }
}
