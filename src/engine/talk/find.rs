//! The entry that a person means by a number or an address.

use crate::engine::lane::Desk;
use crate::engine::words;
use crate::model::entry::EntryId;
use crate::model::report::Failure;
use crate::model::request::Reply;

/// The entry with this number, this address, this page of comments or this comment feed.
pub async fn find(desk: &Desk, meant: String) -> Result<Reply, Failure> {
    let found = desk
        .store
        .read(move |db| match meant.trim().parse().map(EntryId) {
            Ok(entry) => db.entry_row(entry),
            Err(_) => match db.entry_at(meant.trim())? {
                Some(entry) => db.entry_row(entry),
                None => Ok(None),
            },
        });
    let found = found.await;
    found
        .map(Reply::Found)
        .map_err(|error| words::store("looking for the entry", &error))
}
