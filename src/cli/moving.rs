//! A feed taken back to the address it had before it moved, or on to where it says it has moved.

use crate::cli::asking::Asking;
use crate::cli::find;
use crate::cli::print::{self, Outcome};
use crate::model::request::Request;

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Back,
    Follow,
    Unite,
}

/// Moves the feed with this address, and says where it is then.
///
/// # Errors
/// When there is no such feed, it has nowhere to go, or the database fails.
pub async fn to(asking: &mut Asking<'_>, url: &str, way: Way) -> anyhow::Result<Outcome> {
    let known = find::all(asking).await?;
    let feed = find::one(url, &known)?;
    let request = match way {
        Way::Back => Request::UndoMove(feed.feed),
        Way::Follow => Request::FollowMove(feed.feed),
        Way::Unite => Request::Unite(feed.feed),
    };
    asking.ask(request).await?;
    let known = find::all(asking).await?;
    let now = known.iter().find(|one| one.feed == feed.feed);
    let now = now.unwrap_or(feed);
    let what = match way {
        Way::Back => "taken back",
        Way::Follow => "followed",
        Way::Unite => "made one with the feed it moved to",
    };
    print::data(&format!("{what}: {} <{}>", now.title, now.url))?;
    asking.settle(|_| {}).await;
    Ok(Outcome::Done)
}
