//! Following conversations and letting go of them.

use crate::engine::lane::Desk;
use crate::engine::poll::Polled;
use crate::engine::talk::seek::{self, Whereabouts};
use crate::engine::talk::{complete, site};
use crate::engine::{rules, words};
use crate::model::act::Change;
use crate::model::comment::Following;
use crate::model::entry::EntryId;
use crate::model::report::{Failure, Note};
use crate::model::request::Reply;
use crate::poll::hand::Want;
use crate::store::error::StoreError;
use crate::store::follow::Sought;

const DOING: &str = "following the conversation";

/// Follows conversations because a rule says so: nothing that a person could take back.
pub async fn follow_by_rule(desk: &Desk, entries: Vec<EntryId>) -> Result<(), Failure> {
    let now = desk.clock.now();
    let changed = desk
        .store
        .write(move |db| db.follow(&entries, Following::Yes, now))
        .await
        .map_err(|error| words::store(DOING, &error))?;
    tell_changed(desk, &changed).await;
    after(desk, changed, Following::Yes).await
}

/// Follows conversations, or lets go of them. One whose comments are nowhere to be found is not followed;
/// the first such is told, the others are followed all the same.
pub async fn follow(desk: &Desk, entries: Vec<EntryId>, wish: Following) -> Result<Reply, Failure> {
    let failed = |error: StoreError| words::store(DOING, &error);
    let now = desk.clock.now();
    let changed = desk
        .store
        .write(move |db| {
            let says = |count| words::entries(&Change::Followed(wish)).done(count);
            db.follow_and_note(&entries, wish, says, now)
        })
        .await
        .map_err(failed)?;
    tell_changed(desk, &changed).await;
    after(desk, changed, wish).await?;
    Ok(Reply::Done)
}

/// What follows from following: comments are looked for, and the poller learns of it.
pub async fn after(desk: &Desk, changed: Vec<EntryId>, wish: Following) -> Result<(), Failure> {
    if changed.is_empty() {
        return Ok(());
    }
    let failed = |error: StoreError| words::store(DOING, &error);
    let now = desk.clock.now();
    let mut trouble = None;
    for entry in &changed {
        match wish {
            Following::Yes | Following::Pinned => {
                if let Some(why) = take_up(desk, *entry).await.map_err(failed)? {
                    trouble.get_or_insert(why);
                }
            }
            Following::No | Following::Muted => learn_again(desk, *entry).await.map_err(failed)?,
        }
    }
    let sites = desk.store.write(move |db| site::arrange(db, now)).await;
    desk.learn(sites.map_err(failed)?).await;
    match trouble {
        None => Ok(()),
        Some(why) => {
            tell_changed(desk, &changed).await;
            Err(Failure::new(DOING, why).hint("open its page in the browser instead"))
        }
    }
}

/// Finds the comments of an entry that is followed from now on, and asks for them; why not, where they
/// are nowhere.
async fn take_up(desk: &Desk, entry: EntryId) -> Result<Option<String>, StoreError> {
    let sought = match seek::seek(desk, entry, false).await? {
        Whereabouts::Known(facts) => {
            desk.ask(vec![*facts], Want::News).await;
            return Ok(None);
        }
        Whereabouts::Found { polled, .. } => {
            tell_found(desk, &polled).await;
            return Ok(None);
        }
        Whereabouts::Nowhere(sought) => sought,
    };
    let undone = desk.store.write(move |db| db.unfollow(entry));
    undone.await?;
    desk.tell(Note::Talked { entry }).await;
    Ok(Some(match sought {
        Sought::Agreement(host) => {
            format!("its talk is read at {host}, which is asked only when you open it and agree")
        }
        Sought::Nothing(why) => why,
        Sought::Found => return Ok(None),
    }))
}

/// The poller learns whether a conversation is asked by itself.
async fn learn_again(desk: &Desk, entry: EntryId) -> Result<(), StoreError> {
    let facts = desk.store.read(move |db| db.asked_for(entry)).await?;
    desk.learn(facts.into_iter().collect()).await;
    desk.tell(Note::Talked { entry }).await;
    Ok(())
}

async fn tell_changed(desk: &Desk, entries: &[EntryId]) {
    let entries = entries.to_vec();
    let feeds = desk.store.read(move |db| {
        let feeds = entries.iter().map(|entry| db.feed_of(*entry));
        feeds.collect::<Result<Vec<_>, _>>()
    });
    let feeds = feeds.await.unwrap_or_default();
    let feeds = feeds.into_iter().flatten().collect();
    desk.tell(Note::Changed { feeds }).await;
}

async fn tell_found(desk: &Desk, polled: &Polled) {
    let feeds = polled.delta.entries_touched.clone();
    desk.tell(Note::Changed { feeds }).await;
    for entry in &polled.delta.threads {
        desk.tell(Note::Talked { entry: *entry }).await;
    }
}

/// Asks for the comments of an entry now, wherever they are; where that is not known, they are looked for.
pub async fn refresh(desk: &Desk, entry: EntryId) -> Result<Reply, Failure> {
    let failed = |error: StoreError| words::store("opening the conversation", &error);
    let (asked, left) = match seek::seek(desk, entry, false).await.map_err(failed)? {
        Whereabouts::Known(facts) => match desk.refreshing(vec![*facts], Want::News).await? {
            Reply::Refreshing { asked, left } => (asked, left),
            _ => (0, Vec::new()),
        },
        Whereabouts::Found { polled, .. } => {
            tell_found(desk, &polled).await;
            (1, Vec::new())
        }
        Whereabouts::Nowhere(_) => (0, Vec::new()),
    };
    if wants_all(desk, entry).await.map_err(failed)? {
        // What cannot be had is told where a person asks for it.
        let _ = complete::complete(desk, entry, false).await;
    }
    if asked == 0 {
        // Nothing will be polled, so that no poll's end will tell the pane.
        desk.tell(Note::Talked { entry }).await;
    }
    Ok(Reply::Refreshing { asked, left })
}

/// Whether the person set that conversations of this feed are fetched whole, and this one is not.
async fn wants_all(desk: &Desk, entry: EntryId) -> Result<bool, StoreError> {
    let set = desk.rules.clone();
    let read = desk.store.read(move |db| {
        let Some(feed) = db.feed_of(entry)? else {
            return Ok(false);
        };
        let facts = rules::dressed(db, &set, vec![db.facts_of(feed)?])?;
        let wanted = facts
            .first()
            .is_some_and(|facts| facts.preferences.complete == Some(true));
        Ok(wanted && db.knows_less_than_told(entry)?)
    });
    read.await
}
