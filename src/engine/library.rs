//! Reads and marks: what a face asks of the database, made fit to be shown.

use crate::engine::lane::Desk;
use crate::engine::{rules, words};
use crate::model::comment::{Comment, CommentId, Conversation};
use crate::model::entry::{EntryId, Mark, Place};
use crate::model::feed::PollFacts;
use crate::model::health::Next;
use crate::model::report::{Failure, Note};
use crate::model::request::Reply;
use crate::model::time::Time;
use crate::model::view::Listing;
use crate::poll::policy::Policy;
use crate::poll::{rhythm, schedule};
use crate::store::comments::{StoredComment, StoredConversation};
use crate::text::html;

/// So few comments are not worth a thread of their own.
const FEW: usize = 200;

pub async fn feeds(desk: &Desk, day_start: Time) -> Result<Reply, Failure> {
    let read = desk.store.read(move |db| db.library(day_start)).await;
    read.map(Reply::Feeds)
        .map_err(|error| words::store("reading the list of feeds", &error))
}

pub async fn entries(desk: &Desk, listing: Listing) -> Result<Reply, Failure> {
    let read = desk.store.read(move |db| db.page(&listing)).await;
    read.map(Reply::Entries)
        .map_err(|error| words::store("reading the list of entries", &error))
}

pub async fn next_unread(desk: &Desk, after: Option<Place>) -> Result<Reply, Failure> {
    let read = desk.store.read(move |db| db.next_unread(after)).await;
    read.map(Reply::NextUnread)
        .map_err(|error| words::store("looking for the next unread entry", &error))
}

/// The stored conversation; with `open` it is taken up first, and polled from now on.
pub async fn conversation(desk: &Desk, entry: EntryId, open: bool) -> Result<Reply, Failure> {
    let doing = "opening the conversation";
    if open {
        let facts = open_conversation(desk, entry).await?;
        desk.learn(facts.into_iter().collect()).await;
    }
    let rules = desk.rules.clone();
    let stored = desk.store.read(move |db| {
        let Some(stored) = db.conversation(entry)? else {
            return Ok(None);
        };
        let facts = stored.facts.clone().into_iter().collect();
        let facts = rules::dressed(db, &rules, facts)?.pop();
        Ok(Some(StoredConversation { facts, ..stored }))
    });
    let stored = stored.await;
    let stored = stored.map_err(|error| words::store(doing, &error))?;
    let mut stored = stored.ok_or_else(|| words::gone(doing))?;
    let comments = documents(doing, std::mem::take(&mut stored.comments)).await?;
    let conversation = to_conversation(stored, comments, &desk.policy, desk.clock.now());
    Ok(Reply::Conversation(Box::new(conversation)))
}

/// Turns the markup of comments into documents, as many at a time as there are processors: a person waits for
/// thousands of them.
async fn documents(doing: &str, stored: Vec<StoredComment>) -> Result<Vec<Comment>, Failure> {
    let at_once = std::thread::available_parallelism().map_or(1, usize::from);
    let share = stored.len().div_ceil(at_once).max(FEW);
    let (mut stored, mut parts) = (stored.into_iter(), Vec::new());
    while stored.len() > 0 {
        let part: Vec<StoredComment> = stored.by_ref().take(share).collect();
        parts.push(tokio::task::spawn_blocking(move || {
            part.into_iter().map(to_comment).collect::<Vec<_>>()
        }));
    }
    let mut comments = Vec::new();
    for part in parts {
        comments.extend(part.await.map_err(|_| unread(doing))?);
    }
    Ok(comments)
}

/// Notes that the conversation was opened; its comment feed, if one is known.
pub async fn open_conversation(desk: &Desk, entry: EntryId) -> Result<Option<PollFacts>, Failure> {
    let now = desk.clock.now();
    let opened = desk
        .store
        .write(move |db| db.open_conversation(entry, now))
        .await;
    opened.map_err(|error| words::store("opening the conversation", &error))
}

pub async fn mark(desk: &Desk, entries: Vec<EntryId>, mark: Mark) -> Result<Reply, Failure> {
    let marked = desk.store.write({
        let entries = entries.clone();
        move |db| db.mark(&entries, mark)
    });
    let marked = marked.await;
    let feeds = marked.map_err(|error| words::store("saving a mark", &error))?;
    if !feeds.is_empty() {
        desk.tell(Note::Changed { feeds }).await;
    }
    if mark == Mark::Starred(true) && desk.rules.follow_starred {
        desk.follow_by_rule(entries);
    }
    Ok(Reply::Done)
}

/// Keeps which nodes of a conversation a person folded.
pub async fn fold(desk: &Desk, entry: EntryId, folds: Vec<String>) -> Result<Reply, Failure> {
    let kept = desk.store.write(move |db| db.fold(entry, &folds)).await;
    kept.map_err(|error| words::store("keeping what is folded", &error))?;
    Ok(Reply::Done)
}

pub async fn seen(
    desk: &Desk,
    entry: EntryId,
    comments: Vec<CommentId>,
    seen: bool,
) -> Result<Reply, Failure> {
    let noted = desk.store.write(move |db| {
        db.seen(entry, &comments, seen)?;
        db.feed_of(entry)
    });
    let feed = noted
        .await
        .map_err(|error| words::store("saving what was seen", &error))?;
    let feeds = feed.into_iter().collect();
    desk.tell(Note::Changed { feeds }).await;
    Ok(Reply::Done)
}

fn unread(doing: &str) -> Failure {
    Failure::new(doing, "its text could not be read").hint("open it in the browser instead")
}

fn to_conversation(
    stored: StoredConversation,
    comments: Vec<Comment>,
    policy: &Policy,
    now: Time,
) -> Conversation {
    let facts = stored.facts.as_ref();
    let over = facts.is_some_and(|facts| rhythm::is_over(facts, policy, now));
    let next = facts.map(|facts| schedule::told(facts, policy, now));
    Conversation {
        checked_at: facts.and_then(|facts| facts.checked_at.max(facts.vouched_at)),
        trouble: facts.and_then(|facts| facts.trouble.clone()),
        next: next.filter(|(next, _)| *next != Next::Never),
        over: over || stored.over,
        entry_keys: stored.entry_keys,
        entry_author: stored.entry_author,
        comments,
        told: stored.told,
        feed: stored.feed,
        page: stored.page,
        missing: stored.missing,
        following: stored.following,
        members: stored.members,
        folds: stored.folds,
    }
}

fn to_comment(stored: StoredComment) -> Comment {
    Comment {
        body: html::document(&stored.html, stored.base.as_deref()),
        id: stored.id,
        key: stored.key,
        link: stored.link,
        author: stored.author,
        author_url: stored.author_url,
        published: stored.published,
        first_seen: stored.first_seen,
        in_reply_to: stored.in_reply_to,
        read: stored.read,
        edited: stored.edited,
        gone: stored.gone,
        provenance: stored.provenance,
    }
}
