//! What a feed is called, and which feed an entry is of: for reports about them.

use crate::model::entry::EntryId;
use crate::model::feed::FeedId;
use crate::store::db::Db;
use crate::store::error::StoreError;
use rusqlite::OptionalExtension;

impl Db {
    /// What to call a feed in a report: the person's name for it or its own title; of a comment feed,
    /// the title of the entry talked about; its address where nothing better is known.
    pub fn title_of(&self, feed: FeedId) -> Result<String, StoreError> {
        let sql =
            "SELECT coalesce(nullif(entry.title, ''), feed.name, nullif(feed.title, ''), feed.url)
                   FROM feed LEFT JOIN entry ON entry.id = feed.of_entry WHERE feed.id = ?1";
        let title = self
            .prepare(sql)?
            .query_row([feed.0], |row| row.get(0))
            .optional()?;
        Ok(title.unwrap_or_default())
    }

    /// The feed an entry is of.
    pub fn feed_of(&self, entry: EntryId) -> Result<Option<FeedId>, StoreError> {
        let mut query = self.prepare("SELECT feed FROM entry WHERE id = ?1")?;
        Ok(query
            .query_row([entry.0], |row| row.get(0).map(FeedId))
            .optional()?)
    }
}
