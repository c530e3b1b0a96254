//! What a person does and can take back: done, told, and made known to whoever polls.

use crate::engine::lane::Desk;
use crate::engine::talk::follow;
use crate::engine::{rules, words};
use crate::model::act::{Act, Change, Done};
use crate::model::comment::Following;
use crate::model::feed::{FeedId, Preferences, Quiet};
use crate::model::report::{Failure, Note};
use crate::model::request::Reply;
use crate::model::setting::Holder;
use crate::store::db::Db;

pub async fn act(desk: &Desk, act: Act) -> Result<Reply, Failure> {
    let doing = words::act(&act).doing;
    let (now, wanted) = (desk.clock.now(), act.clone());
    let done = desk.store.write(move |db| {
        let word = words::act(&wanted);
        db.act(&wanted, |count| word.done(count), now)
    });
    let done = done.await.map_err(|error| words::store(doing, &error))?;
    told(desk, &done).await?;
    match act {
        Act::Entries(_, Change::Followed(wish)) => {
            follow::after(desk, done.followed.clone(), wish).await?;
        }
        Act::Entries(_, Change::Starred(true)) if desk.rules.follow_starred => {
            desk.follow_by_rule(done.entries.clone());
        }
        _ => {}
    }
    Ok(Reply::Did(done))
}

pub async fn undo(desk: &Desk) -> Result<Reply, Failure> {
    let undone = desk.store.write(Db::undo).await;
    let undone = undone.map_err(|error| words::store("undoing", &error))?;
    if let Some(done) = &undone {
        taken_back(desk, done).await?;
    }
    Ok(Reply::Undid(undone))
}

pub async fn redo(desk: &Desk) -> Result<Reply, Failure> {
    let redone = desk.store.write(Db::redo).await;
    let redone = redone.map_err(|error| words::store("doing it again", &error))?;
    if let Some(done) = &redone {
        taken_back(desk, done).await?;
    }
    Ok(Reply::Redid(redone))
}

/// From here on alone there is something to take back.
pub async fn forget(desk: &Desk) -> Result<Reply, Failure> {
    let forgotten = desk.store.write(Db::forget_acts).await;
    forgotten.map_err(|error| words::store("beginning anew", &error))?;
    Ok(Reply::Done)
}

async fn taken_back(desk: &Desk, done: &Done) -> Result<(), Failure> {
    told(desk, done).await?;
    // Who is asked by itself may be others now; nobody is asked for it.
    follow::after(desk, done.followed.clone(), Following::No).await
}

/// Faces hear whose rows are others; the poller, whom it is to ask.
async fn told(desk: &Desk, done: &Done) -> Result<(), Failure> {
    if done.nothing {
        return Ok(());
    }
    if done.feeds_changed {
        let read = desk
            .store
            .read(|db| Ok((db.facts()?, db.no_longer_asked()?)));
        let (facts, gone) = read
            .await
            .map_err(|error| words::store("reading what is known of the feeds", &error))?;
        for feed in gone {
            desk.forget(feed);
        }
        desk.learn(facts).await;
    }
    let feeds = done.feeds.clone();
    desk.tell(Note::Changed { feeds }).await;
    Ok(())
}

/// What is set for a feed or a folder, and from where.
pub async fn settings(desk: &Desk, holder: Holder) -> Result<Reply, Failure> {
    let rules = desk.rules.clone();
    let usual = Preferences {
        interval: Some(desk.policy.base),
        quiet: Some(desk.policy.quiet.unwrap_or(Quiet { from: 0, to: 0 })),
        ..Preferences::default()
    };
    let read = desk
        .store
        .read(move |db| rules::settings(db, &rules, &usual, holder));
    let settings = read
        .await
        .map_err(|error| words::store("reading what is set", &error))?;
    Ok(Reply::Settings(holder, settings))
}

/// Makes a feed one with another.
pub async fn merge(desk: &Desk, feed: FeedId, into: FeedId) -> Result<Reply, Failure> {
    let now = desk.clock.now();
    let united = desk.store.write(move |db| db.unite(feed, into, now)).await;
    united.map_err(|error| words::store("making two feeds one", &error))?;
    desk.forget(feed);
    let feeds = vec![into];
    desk.tell(Note::Changed { feeds }).await;
    Ok(Reply::Done)
}

/// Keeps how something was left.
pub async fn keep(desk: &Desk, name: String, value: String) -> Result<Reply, Failure> {
    let kept = desk.store.write(move |db| db.keep(&name, &value)).await;
    kept.map_err(|error| words::store("keeping how the reader was left", &error))?;
    Ok(Reply::Done)
}

pub async fn kept(desk: &Desk) -> Result<Reply, Failure> {
    let kept = desk.store.read(Db::kept).await;
    kept.map(Reply::Kept)
        .map_err(|error| words::store("reading how the reader was left", &error))
}
