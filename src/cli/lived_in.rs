//! The demo's library as somebody would have left it an hour ago: what is old read, a few entries
//! starred, some conversations followed, one pinned and one muted – so that what came since then shows
//! as new.
//!
//! It is made by asking the engine what a person would ask it, a week before now and an hour before
//! now; then the clock is put right and everything is asked again.

use crate::cli::asking::{Asking, astray};
use crate::demo::blog::named;
use crate::demo::world::World;
use crate::engine::Engine;
use crate::engine::clock::Clock;
use crate::feed::opml;
use crate::model::comment::{CommentId, Following};
use crate::model::entry::{EntryId, EntryRow, Mark};
use crate::model::report::Failure;
use crate::model::request::{News, Reply, Request, Scope};
use crate::model::time::Time;
use crate::model::view::{List, Listing, View, Window};
use crate::poll::policy::Policy;
use std::path::Path;
use std::time::Duration;
use tokio::sync::mpsc::Receiver;

/// How long ago the person began; more than a week, so that a talk followed then can be over by now.
const BEGUN: Duration = Duration::from_hours(180);
/// How long ago the person last looked.
const AWAY: Duration = Duration::from_hours(1);
/// Entries older than this at that time have been read.
const FRESH: Duration = Duration::from_hours(36);
/// The most entries the demo's web has.
const ALL: usize = 500;
/// The conversations the person has taken up, and what became of that: the site, the last part of the
/// post's address, and whether it is followed.
const TAKEN_UP: [(&str, &str, Following); 5] = [
    ("smallhours", "the-kettle-that-talks", Following::Yes),
    ("dampalmanac", "barometers-that-sulk", Following::Yes),
    ("tagsandangles", "tags-and-angles", Following::Pinned),
    ("longascent", "rimhatten-by-the-wrong-side", Following::No),
    ("dampalmanac", "fog-by-the-bucket", Following::Muted),
];
/// What was followed at the very beginning, and has come to its end.
const TAKEN_UP_FIRST: (&str, &str) = ("longascent", "rope-and-what-it-is-for");
/// The site whose comments are subscribed to, and have been read.
const GATHERED: &str = "pressing";
/// What the person has starred.
const STARRED: [(&str, &str); 4] = [
    ("longascent", "from-the-hut-by-candle"),
    ("longascent", "rope-and-what-it-is-for"),
    ("smallhours", "what-the-tuner-hears"),
    ("tagsandangles", "alt-text-for-a-photograph-of-fog"),
];

/// Polling for a web of one's own: seconds where others wait for hours.
pub fn policy() -> Policy {
    const SECOND: Duration = Duration::from_secs(1);
    Policy {
        host_gap: Duration::ZERO,
        base: 10 * SECOND,
        // Nothing here grows old, so that all of it is asked at that pace.
        young: 10 * BEGUN,
        without_validators: 10 * SECOND,
        by_hand: Duration::ZERO,
        talk_lively: 3 * SECOND,
        talk_cool: 10 * SECOND,
        first_failure: 5 * SECOND,
        longest_failure: 60 * SECOND,
        jitter: Duration::ZERO,
        ..Policy::default()
    }
}

/// Makes the library look lived-in. `epoch` is the present of the demo's web, and of `clock`
/// when this is done; `folder` takes a file for the moment.
///
/// # Errors
/// The engine's own.
pub async fn prepare(
    engine: &Engine,
    news: &mut Receiver<News>,
    clock: &Clock,
    epoch: Time,
    folder: &Path,
) -> Result<(), Failure> {
    let mut asking = Asking::new(engine, news);
    clock.set(epoch.before(BEGUN));
    subscribe(&mut asking, folder).await?;
    refresh(&mut asking, Scope::All).await?;
    let (site, slug) = TAKEN_UP_FIRST;
    let first = entry(&rows(&mut asking).await?, site, slug)?;
    take_up(&mut asking, first, Following::Yes).await?;

    let then = epoch.before(AWAY);
    clock.set(then);
    refresh(&mut asking, Scope::All).await?;
    let rows = rows(&mut asking).await?;
    let mut open = Vec::new();
    for (site, slug, following) in TAKEN_UP {
        let entry = entry(&rows, site, slug)?;
        take_up(&mut asking, entry, following).await?;
        if following != Following::Muted {
            open.push(entry);
        }
    }
    let gathered = rows
        .iter()
        .filter(|row| row.feed_title == comments_of(GATHERED));
    for row in gathered {
        see(&mut asking, row.id).await?;
    }
    mark(&mut asking, &rows, then).await?;

    clock.set(epoch);
    refresh(&mut asking, Scope::All).await?;
    for entry in open {
        refresh(&mut asking, Scope::Thread(entry)).await?;
    }
    // None of this was done by the person who sits before it.
    asking.ask(Request::ForgetActs).await?;
    Ok(())
}

async fn subscribe(asking: &mut Asking<'_>, folder: &Path) -> Result<(), Failure> {
    let file = folder.join("demo.opml");
    let list = opml::write("The small web", &World::subscriptions());
    std::fs::write(&file, list).map_err(|why| Failure::new("preparing the demo", why))?;
    asking.ask(Request::ImportOpml(file)).await?;
    asking.settle(|_| {}).await;
    Ok(())
}

async fn refresh(asking: &mut Asking<'_>, scope: Scope) -> Result<(), Failure> {
    asking.ask(Request::Refresh(scope)).await?;
    asking.settle(|_| {}).await;
    Ok(())
}

/// All entries, newest first.
async fn rows(asking: &mut Asking<'_>) -> Result<Vec<EntryRow>, Failure> {
    let listing = Listing {
        list: List::of(View::All),
        window: Window::First,
        limit: ALL,
        keep: Vec::new(),
    };
    match asking.ask(Request::Entries(listing)).await? {
        Reply::Entries(page) => Ok(page.rows),
        _ => Err(astray("reading the demo's entries")),
    }
}

/// What the feed of all comments of that site is called.
fn comments_of(site: &str) -> String {
    let title = named(site).map_or("", |blog| blog.title);
    format!("Comments for {title}")
}

/// The entry of that site whose address ends so.
fn entry(rows: &[EntryRow], site: &str, slug: &str) -> Result<EntryId, Failure> {
    let title = named(site).map_or("", |blog| blog.title);
    let is_it = |row: &&EntryRow| {
        let ends = row.link.as_ref().is_some_and(|link| link.ends_with(slug));
        ends && row.feed_title == title
    };
    let row = rows.iter().find(is_it);
    row.map(|row| row.id)
        .ok_or_else(|| Failure::new("preparing the demo", format!("{site} has no {slug}")))
}

/// Opens a conversation, reads all there is of it, and follows it or not.
async fn take_up(
    asking: &mut Asking<'_>,
    entry: EntryId,
    following: Following,
) -> Result<(), Failure> {
    asking
        .ask(Request::Conversation { entry, open: true })
        .await?;
    refresh(asking, Scope::Thread(entry)).await?;
    see(asking, entry).await?;
    if following != Following::No {
        let entries = vec![entry];
        asking.ask(Request::Follow { entries, following }).await?;
        asking.settle(|_| {}).await;
    }
    Ok(())
}

/// Reads all there is of a conversation.
async fn see(asking: &mut Asking<'_>, entry: EntryId) -> Result<(), Failure> {
    let Reply::Conversation(conversation) = asking
        .ask(Request::Conversation { entry, open: false })
        .await?
    else {
        return Err(astray("reading a conversation of the demo"));
    };
    let comments: Vec<CommentId> = conversation.comments.iter().map(|one| one.id).collect();
    asking
        .ask(Request::Seen {
            entry,
            comments,
            seen: true,
        })
        .await?;
    Ok(())
}

/// Reads what is old, and stars some of it.
async fn mark(asking: &mut Asking<'_>, rows: &[EntryRow], now: Time) -> Result<(), Failure> {
    let read: Vec<EntryId> = rows
        .iter()
        .filter(|row| row.place.at < now.before(FRESH))
        .map(|row| row.id)
        .collect();
    let starred = STARRED.map(|(site, slug)| entry(rows, site, slug));
    let starred = starred.into_iter().collect::<Result<Vec<_>, _>>()?;
    for (entries, mark) in [(read, Mark::Read(true)), (starred, Mark::Starred(true))] {
        asking.ask(Request::Mark { entries, mark }).await?;
    }
    Ok(())
}
