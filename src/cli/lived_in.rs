//! The demo's library as somebody would have left it an hour ago: what is old read, a few entries
//! starred, some conversations followed – so that what came since then shows as new.
//!
//! It is made by asking the engine what a person would ask it, an hour before now; then the
//! clock is put right and everything is asked again.

use crate::cli::asking::{Asking, astray};
use crate::demo::world::World;
use crate::engine::Engine;
use crate::engine::clock::Clock;
use crate::feed::opml;
use crate::model::comment::CommentId;
use crate::model::entry::{EntryId, EntryRow, Mark};
use crate::model::report::Failure;
use crate::model::request::{News, Reply, Request, Scope};
use crate::model::time::Time;
use crate::model::view::{Listing, View, Window};
use crate::poll::policy::Policy;
use std::path::Path;
use std::time::Duration;
use tokio::sync::mpsc::Receiver;

/// How long ago the person last looked.
const AWAY: Duration = Duration::from_hours(1);
/// Entries older than this at that time have been read.
const FRESH: Duration = Duration::from_hours(36);
/// The most entries the demo's web has.
const ALL: usize = 500;
/// How many conversations the person follows, and how many entries are starred.
const FOLLOWED: usize = 3;
const STARRED: usize = 4;

/// Polling for a web of one's own: seconds where others wait for hours.
pub fn policy() -> Policy {
    const SECOND: Duration = Duration::from_secs(1);
    Policy {
        host_gap: Duration::ZERO,
        base: 10 * SECOND,
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
    let then = epoch.before(AWAY);
    clock.set(then);
    subscribe(&mut asking, folder).await?;
    refresh(&mut asking, Scope::All).await?;
    let rows = rows(&mut asking).await?;
    let followed = most_talked_about(&rows);
    for entry in &followed {
        follow(&mut asking, *entry).await?;
    }
    mark(&mut asking, &rows, then).await?;

    clock.set(epoch);
    refresh(&mut asking, Scope::All).await?;
    for entry in followed {
        refresh(&mut asking, Scope::Thread(entry)).await?;
    }
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
        view: View::All,
        window: Window::First,
        limit: ALL,
        keep: Vec::new(),
    };
    match asking.ask(Request::Entries(listing)).await? {
        Reply::Entries(page) => Ok(page.rows),
        _ => Err(astray("reading the demo's entries")),
    }
}

/// The entries with the largest conversations, largest first.
fn most_talked_about(rows: &[EntryRow]) -> Vec<EntryId> {
    let mut talked: Vec<&EntryRow> = rows.iter().filter(|row| row.comments.total > 0).collect();
    talked.sort_by_key(|row| std::cmp::Reverse(row.comments.total));
    talked.iter().take(FOLLOWED).map(|row| row.id).collect()
}

/// Opens a conversation and reads all there is of it.
async fn follow(asking: &mut Asking<'_>, entry: EntryId) -> Result<(), Failure> {
    asking
        .ask(Request::Conversation { entry, open: true })
        .await?;
    refresh(asking, Scope::Thread(entry)).await?;
    let Reply::Conversation(conversation) = asking
        .ask(Request::Conversation { entry, open: false })
        .await?
    else {
        return Err(astray("reading a conversation of the demo"));
    };
    let comments: Vec<CommentId> = conversation.comments.iter().map(|one| one.id).collect();
    asking.ask(Request::Seen { entry, comments }).await?;
    Ok(())
}

/// Reads what is old, and stars some of it.
async fn mark(asking: &mut Asking<'_>, rows: &[EntryRow], now: Time) -> Result<(), Failure> {
    let read: Vec<EntryId> = rows
        .iter()
        .filter(|row| row.place.at < now.before(FRESH))
        .map(|row| row.id)
        .collect();
    let starred: Vec<EntryId> = read.iter().step_by(7).take(STARRED).copied().collect();
    for (entries, mark) in [(read, Mark::Read(true)), (starred, Mark::Starred(true))] {
        asking.ask(Request::Mark { entries, mark }).await?;
    }
    Ok(())
}
