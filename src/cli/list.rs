//! Subscriptions and entries as lines, for people and for `grep`.

use crate::cli::asking::{Asking, astray};
use crate::cli::print::{self, Outcome};
use crate::cli::{entry, moment};
use crate::model::entry::{CommentCount, EntryRow};
use crate::model::feed::{FeedRow, FolderId};
use crate::model::request::{Library, Reply, Request};
use crate::model::time::Time;
use crate::model::view::View;
use jiff::tz::TimeZone;

/// Prints the subscriptions in their folders.
///
/// # Errors
/// When the database fails, or nobody reads the output.
pub async fn subscriptions(
    asking: &mut Asking<'_>,
    now: Time,
    unread: bool,
) -> anyhow::Result<Outcome> {
    // How much of today is unread is not printed, so that any start of day will do.
    let request = Request::Feeds { day_start: now };
    let Reply::Feeds(library) = asking.ask(request).await? else {
        return Err(astray("listing feeds").into());
    };
    if library.feeds.is_empty() {
        print::note("no subscriptions yet; postil add or postil import makes some");
    }
    for line in shelf(&library, None, 0, unread) {
        print::data(&line)?;
    }
    Ok(Outcome::Done)
}

/// Prints the newest entries, at most `limit`.
///
/// # Errors
/// When the database fails, or nobody reads the output.
pub async fn entries(
    asking: &mut Asking<'_>,
    zone: &TimeZone,
    unread: bool,
    limit: usize,
) -> anyhow::Result<Outcome> {
    let view = if unread { View::Unread } else { View::All };
    for row in entry::rows(asking, view, limit).await? {
        print::data(&line(&row, zone))?;
    }
    Ok(Outcome::Done)
}

/// What lies in one folder: its feeds, then its folders. A folder without a line of its own inside
/// is left out.
fn shelf(library: &Library, folder: Option<FolderId>, depth: usize, unread: bool) -> Vec<String> {
    let indent = "  ".repeat(depth);
    let mut lines: Vec<String> = library
        .feeds
        .iter()
        .filter(|feed| feed.folder == folder && (feed.unread > 0 || !unread))
        .map(|feed| format!("{indent}{}", feed_line(feed)))
        .collect();
    for inner in library.folders.iter().filter(|row| row.parent == folder) {
        let inside = shelf(library, Some(inner.id), depth + 1, unread);
        if !inside.is_empty() {
            lines.push(format!("{indent}{}", inner.title));
            lines.extend(inside);
        }
    }
    lines
}

fn feed_line(feed: &FeedRow) -> String {
    let trouble = match &feed.trouble {
        Some(trouble) => format!(" ! {trouble}"),
        None => String::new(),
    };
    format!("{:>5} {} <{}>{trouble}", feed.unread, feed.title, feed.url)
}

fn line(row: &EntryRow, zone: &TimeZone) -> String {
    let mark = if row.read { ' ' } else { '*' };
    let star = if row.starred { " [starred]" } else { "" };
    let link = match &row.link {
        Some(link) => format!(" <{link}>"),
        None => String::new(),
    };
    format!(
        "{:>5} {} {mark} {}: {}{}{star}{link}",
        row.id.0,
        moment::local(row.place.at, zone),
        row.feed_title,
        row.name(),
        comments(row.comments),
    )
}

fn comments(count: CommentCount) -> String {
    match (count.total, count.new) {
        (0, _) => String::new(),
        (total, 0) => format!(" [{total}]"),
        (total, new) => format!(" [{total} +{new}]"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::comment::Following;
    use crate::model::entry::{EntryId, Place};
    use crate::model::feed::{FeedId, FolderRow};

    fn feed(id: i64, folder: Option<i64>, title: &str, unread: u64) -> FeedRow {
        FeedRow {
            id: FeedId(id),
            folder: folder.map(FolderId),
            title: title.into(),
            url: format!("http://{id}.example/"),
            site: None,
            entries: 10,
            unread,
            starred: 0,
            conversations: 0,
            new_comments: 0,
            gathered_new: None,
            trouble: None,
        }
    }

    fn folder(id: i64, parent: Option<i64>, title: &str) -> FolderRow {
        FolderRow {
            id: FolderId(id),
            parent: parent.map(FolderId),
            title: title.into(),
        }
    }

    fn library() -> Library {
        Library {
            tags: Vec::new(),
            folders: vec![
                folder(1, None, "Home"),
                folder(2, Some(1), "Far"),
                folder(3, None, "Empty"),
            ],
            feeds: vec![
                feed(1, None, "Loose", 0),
                feed(2, Some(1), "Small Hours", 12),
                feed(3, Some(2), "Ledger", 0),
            ],
            unread_today: 0,
            quiet_conversations: 0,
        }
    }

    #[test]
    fn feeds_are_printed_where_they_lie() {
        assert_eq!(
            shelf(&library(), None, 0, false),
            [
                "    0 Loose <http://1.example/>",
                "Home",
                "     12 Small Hours <http://2.example/>",
                "  Far",
                "        0 Ledger <http://3.example/>",
            ]
        );
    }

    #[test]
    fn what_is_read_can_be_left_out_with_its_folders() {
        assert_eq!(
            shelf(&library(), None, 0, true),
            ["Home", "     12 Small Hours <http://2.example/>"]
        );
    }

    fn row(read: bool, comments: CommentCount) -> EntryRow {
        EntryRow {
            id: EntryId(1),
            feed: FeedId(1),
            feed_title: "Small Hours".into(),
            place: Place {
                at: Time(1_773_511_200),
                id: EntryId(1),
            },
            title: "The kettle".into(),
            link: Some("http://a.example/kettle".into()),
            read,
            starred: read,
            following: Following::No,
            comments,
        }
    }

    #[test]
    fn an_entry_is_one_line_with_all_that_a_script_may_look_for() {
        assert_eq!(
            line(
                &row(false, CommentCount { total: 12, new: 3 }),
                &TimeZone::UTC
            ),
            "    1 2026-03-14 18:00 * Small Hours: The kettle [12 +3] <http://a.example/kettle>"
        );
        assert_eq!(
            line(&row(true, CommentCount::default()), &TimeZone::UTC),
            "    1 2026-03-14 18:00   Small Hours: The kettle [starred] <http://a.example/kettle>"
        );
    }
}
