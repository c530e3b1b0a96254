//! What belongs to an article beside its row and the text of its feed: tags, enclosures, the text of its own page,
//! and where a person stopped reading.

use crate::model::document::TextPlace;
use crate::model::entry::{Body, EntryId};
use crate::model::parsed::{Category, Enclosure, ParsedEntry};
use crate::model::time::Time;
use crate::store::db::Db;
use crate::store::error::StoreError;
use rusqlite::{OptionalExtension, params};

/// Tags and enclosures an entry may have; a feed that gives more gives noise.
const MOST: usize = 64;

/// A text as it was delivered, or taken out of its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredText {
    pub html: String,
    /// What relative addresses in `html` are relative to.
    pub base: Option<String>,
}

/// How far a person has read, and in which text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StoredReading {
    pub body: Body,
    pub place: Option<TextPlace>,
}

impl Db {
    /// Puts away what the feed says of an entry beside its text. One that says nothing keeps what it had.
    pub(in crate::store) fn keep_extras(
        &self,
        entry: i64,
        item: &ParsedEntry,
    ) -> Result<(), StoreError> {
        let tags = labels(&item.categories);
        if !tags.is_empty() && self.tags(EntryId(entry))? != tags {
            self.prepare("DELETE FROM tag WHERE entry = ?1")?
                .execute([entry])?;
            let mut add =
                self.prepare("INSERT INTO tag (entry, position, label) VALUES (?1, ?2, ?3)")?;
            for (position, label) in (0_i64..).zip(&tags) {
                add.execute(params![entry, position, label])?;
            }
        }
        let enclosures = &item.enclosures[..item.enclosures.len().min(MOST)];
        if !enclosures.is_empty() && self.enclosures(EntryId(entry))? != enclosures {
            self.prepare("DELETE FROM enclosure WHERE entry = ?1")?
                .execute([entry])?;
            let mut add = self.prepare(
                "INSERT INTO enclosure (entry, position, url, media_type, bytes, title, seconds)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?;
            for (position, enclosure) in (0_i64..).zip(enclosures) {
                add.execute(params![
                    entry,
                    position,
                    enclosure.url,
                    enclosure.media_type,
                    enclosure.length.map(u64::cast_signed),
                    enclosure.title,
                    enclosure.duration_seconds,
                ])?;
            }
        }
        Ok(())
    }

    /// The labels of an entry, in the order of its feed.
    pub fn tags(&self, entry: EntryId) -> Result<Vec<String>, StoreError> {
        let mut tags = self.prepare("SELECT label FROM tag WHERE entry = ?1 ORDER BY position")?;
        let tags = tags.query_map([entry.0], |row| row.get(0))?;
        Ok(tags.collect::<Result<_, _>>()?)
    }

    /// The recordings and files of an entry, in the order of its feed.
    pub fn enclosures(&self, entry: EntryId) -> Result<Vec<Enclosure>, StoreError> {
        let mut enclosures = self.prepare(
            "SELECT url, media_type, bytes, title, seconds FROM enclosure WHERE entry = ?1 ORDER BY position",
        )?;
        let enclosures = enclosures.query_map([entry.0], |row| {
            Ok(Enclosure {
                url: row.get(0)?,
                media_type: row.get(1)?,
                length: row.get::<_, Option<i64>>(2)?.map(i64::cast_unsigned),
                title: row.get(3)?,
                duration_seconds: row.get(4)?,
            })
        })?;
        Ok(enclosures.collect::<Result<_, _>>()?)
    }

    /// The text of the entry's page, if it was fetched.
    pub fn page_text(&self, entry: EntryId) -> Result<Option<StoredText>, StoreError> {
        let mut text = self.prepare("SELECT html, base FROM page_text WHERE entry = ?1")?;
        let text = text.query_one([entry.0], |row| {
            Ok(StoredText {
                html: row.get(0)?,
                base: row.get(1)?,
            })
        });
        Ok(text.optional()?)
    }

    /// Keeps the text of the entry's page, in place of one that was fetched before.
    pub fn keep_page_text(
        &self,
        entry: EntryId,
        text: &StoredText,
        now: Time,
    ) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO page_text (entry, html, base, fetched_at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (entry) DO UPDATE SET html = ?2, base = ?3, fetched_at = ?4",
        )?
        .execute(params![entry.0, text.html, text.base, now.0])?;
        Ok(())
    }

    /// Which text of an entry a person wants, and how far it was read.
    pub fn reading(&self, entry: EntryId) -> Result<StoredReading, StoreError> {
        let mut reading =
            self.prepare("SELECT page, block, clusters FROM reading WHERE entry = ?1")?;
        let reading = reading.query_one([entry.0], |row| {
            let (block, offset) = (row.get::<_, Option<u32>>(1)?, row.get::<_, Option<u32>>(2)?);
            let place = block.zip(offset).map(|(block, offset)| TextPlace {
                block: block as usize,
                offset: offset as usize,
            });
            let body = if row.get(0)? { Body::Page } else { Body::Feed };
            Ok(StoredReading { body, place })
        });
        Ok(reading.optional()?.unwrap_or_default())
    }

    /// The person wants this text of the entry from now on. A place in the other one means nothing in it.
    pub fn want_body(&self, entry: EntryId, body: Body) -> Result<(), StoreError> {
        self.prepare(
            "INSERT INTO reading (entry, page) VALUES (?1, ?2)
             ON CONFLICT (entry) DO UPDATE SET page = ?2, block = NULL, clusters = NULL WHERE page <> ?2",
        )?
        .execute(params![entry.0, body == Body::Page])?;
        Ok(())
    }

    /// The person stopped reading here.
    pub fn keep_place(&self, entry: EntryId, place: Option<TextPlace>) -> Result<(), StoreError> {
        let number = |number: usize| i64::try_from(number).unwrap_or(i64::from(u32::MAX));
        self.prepare(
            "INSERT INTO reading (entry, block, clusters) SELECT id, ?2, ?3 FROM entry WHERE id = ?1
             ON CONFLICT (entry) DO UPDATE SET block = ?2, clusters = ?3",
        )?
        .execute(params![
            entry.0,
            place.map(|place| number(place.block)),
            place.map(|place| number(place.offset)),
        ])?;
        Ok(())
    }
}

/// Labels for people, each once whatever its case.
fn labels(categories: &[Category]) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for category in categories {
        let label = category.label.as_deref().unwrap_or(&category.term).trim();
        let known = labels
            .iter()
            .any(|known| known.to_lowercase() == label.to_lowercase());
        if !label.is_empty() && !known && labels.len() < MOST {
            labels.push(label.to_owned());
        }
    }
    labels
}
