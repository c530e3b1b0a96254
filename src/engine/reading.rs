//! An article opened for reading: its text, that of its own page, the colours of its code, and where one stopped.

use crate::engine::lane::Desk;
use crate::engine::talk::reach::Search;
use crate::engine::{rules, words};
use crate::feed::decode;
use crate::model::document::{Block, Ink, TextPlace};
use crate::model::entry::{Article, Body, EntryId, Wants};
use crate::model::feed::Preferences;
use crate::model::http;
use crate::model::report::Failure;
use crate::model::request::Reply;
use crate::store::entries::StoredArticle;
use crate::store::reading::StoredText;
use crate::text::code::Languages;
use crate::text::html;
use crate::text::main_text::main_text;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Colours of so many pieces of code are remembered.
const REMEMBERED: usize = 512;
const OPENING: &str = "opening the article";
const FETCHING: &str = "fetching the text of the page";

/// What is remembered of articles while the program runs.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// Read when the first code is to be coloured.
    languages: OnceLock<Languages>,
    colours: Mutex<HashMap<u64, Vec<Ink>>>,
    /// Entries whose page gave no text: not asked again by itself.
    without_page: Mutex<HashSet<EntryId>>,
}

impl Memory {
    /// The colours of these pieces of code, as far as they were found before.
    fn known(&self, language: &str, code: &str) -> Option<Vec<Ink>> {
        let colours = self.inner.colours.lock();
        let colours = colours.unwrap_or_else(PoisonError::into_inner);
        colours.get(&print(language, code)).cloned()
    }

    /// The colours of a piece of code.
    fn colours(&self, language: &str, code: &str) -> Vec<Ink> {
        if let Some(inks) = self.known(language, code) {
            return inks;
        }
        let languages = self.inner.languages.get_or_init(Languages::default);
        let inks = languages.inks(language, code);
        let colours = self.inner.colours.lock();
        let mut colours = colours.unwrap_or_else(PoisonError::into_inner);
        if colours.len() >= REMEMBERED {
            colours.clear();
        }
        colours.insert(print(language, code), inks.clone());
        inks
    }

    fn has_no_page(&self, entry: EntryId, none: bool) {
        let without = self.inner.without_page.lock();
        let mut without = without.unwrap_or_else(PoisonError::into_inner);
        if none {
            without.insert(entry);
        } else {
            without.remove(&entry);
        }
    }

    fn is_without_page(&self, entry: EntryId) -> bool {
        let without = self.inner.without_page.lock();
        without
            .unwrap_or_else(PoisonError::into_inner)
            .contains(&entry)
    }

    /// Gives code its colours where they are known.
    fn paint(&self, blocks: &mut [Block]) {
        for block in blocks {
            match block {
                Block::Code {
                    language: Some(language),
                    text,
                    inks,
                } => *inks = self.known(language, text).unwrap_or_default(),
                Block::List(items) => items
                    .iter_mut()
                    .for_each(|item| self.paint(&mut item.blocks)),
                Block::Definitions(entries) => {
                    for (_, meaning) in entries {
                        self.paint(meaning);
                    }
                }
                Block::Quote(inner) | Block::Details { blocks: inner, .. } => self.paint(inner),
                _ => {}
            }
        }
    }
}

fn print(language: &str, code: &str) -> u64 {
    let mut print = DefaultHasher::new();
    (language, code).hash(&mut print);
    print.finish()
}

/// The article as the person wants it, for a face.
pub(super) async fn article(desk: &Desk, entry: EntryId) -> Result<Reply, Failure> {
    let article = read_article(desk, entry).await?;
    Ok(Reply::Article(Box::new(article)))
}

/// The article as the person wants it.
pub(super) async fn read_article(desk: &Desk, entry: EntryId) -> Result<Article, Failure> {
    let rules = desk.rules.clone();
    let read = desk.store.read(move |db| {
        let Some(stored) = db.article(entry)? else {
            return Ok(None);
        };
        let facts = rules::dressed(db, &rules, vec![db.facts_of(stored.row.feed)?])?.pop();
        let preferences = facts.map(|facts| facts.preferences).unwrap_or_default();
        Ok(Some((stored, preferences)))
    });
    let read = read.await.map_err(|error| words::store(OPENING, &error))?;
    let (stored, preferences) = read.ok_or_else(|| words::gone(OPENING))?;
    let memory = desk.memory.clone();
    aside(OPENING, move || to_article(stored, &preferences, &memory)).await
}

fn to_article(stored: StoredArticle, preferences: &Preferences, memory: &Memory) -> Article {
    let StoredText { html, base } = &stored.text;
    let mut document = html::document(html, base.as_deref());
    html::without_title(&mut document, &stored.row.title, stored.row.link.as_deref());
    memory.paint(&mut document.blocks);
    let entry = stored.row.id;
    let wants_page = preferences.full_text == Some(true)
        && !stored.has_page
        && stored.row.link.is_some()
        && !memory.is_without_page(entry);
    Article {
        row: stored.row,
        author: stored.author,
        published: stored.published,
        words: html::words(&document),
        talk: stored.talk,
        document,
        body: stored.body,
        own_tags: stored.own_tags,
        tags: stored.tags,
        enclosures: stored.enclosures,
        place: stored.reading.place,
        wants: Wants {
            page: wants_page,
            pictures: preferences.pictures,
        },
    }
}

/// The article with this text of it from now on.
pub(super) async fn read(
    desk: &Desk,
    entry: EntryId,
    body: Body,
    again: bool,
) -> Result<Reply, Failure> {
    let failed = |error| words::store(FETCHING, &error);
    if body == Body::Page {
        let kept = desk.store.read(move |db| db.page_text(entry)).await;
        if again || kept.map_err(failed)?.is_none() {
            let text = page(desk, entry).await;
            desk.memory.has_no_page(entry, text.is_err());
            let (text, now) = (text?, desk.clock.now());
            let kept = desk
                .store
                .write(move |db| db.keep_page_text(entry, &text, now));
            kept.await.map_err(failed)?;
        }
    }
    let wanted = desk.store.write(move |db| db.want_body(entry, body)).await;
    wanted.map_err(failed)?;
    article(desk, entry).await
}

/// Fetches the page of an entry and takes its main text out of it.
async fn page(desk: &Desk, entry: EntryId) -> Result<StoredText, Failure> {
    let failed = |why: String| Failure::new(FETCHING, why).hint("open it in the browser instead");
    let row = desk.store.read(move |db| db.article(entry)).await;
    let row = row.map_err(|error| words::store(FETCHING, &error))?;
    let link = row.ok_or_else(|| words::gone(FETCHING))?.row.link;
    let Some(link) = link.filter(|link| link.starts_with("http")) else {
        return Err(Failure::new(FETCHING, "the entry has no page of its own"));
    };
    let search = Search::new(desk, entry).await;
    let search = search.map_err(|error| words::store(FETCHING, &error))?;
    let search = search.ok_or_else(|| words::gone(FETCHING))?;
    let (body, _) = search.get(&link).await.map_err(failed)?;
    if let Some(kind) = foreign(&body) {
        return Err(failed(format!("it is no web page, but {kind}")));
    }
    let taken = aside(FETCHING, move || {
        let page = decode::text(&body.bytes, body.content_type.as_deref()).text;
        let html = main_text(&page, &body.url).map_err(|why| why.to_string())?;
        Ok(StoredText {
            html,
            base: Some(body.url),
        })
    });
    taken.await?.map_err(failed)
}

/// The media type of what is no text to read.
fn foreign(body: &http::Body) -> Option<String> {
    let kind = body
        .content_type
        .as_deref()?
        .split(';')
        .next()?
        .trim()
        .to_lowercase();
    let is_page = kind.is_empty() || kind.starts_with("text/") || kind.ends_with("xml");
    (!is_page).then_some(kind)
}

/// The markup of an article as it is kept.
pub(super) async fn source(desk: &Desk, entry: EntryId, body: Body) -> Result<Reply, Failure> {
    let doing = "reading the markup of the article";
    let read = desk.store.read(move |db| {
        if body == Body::Page
            && let Some(text) = db.page_text(entry)?
        {
            return Ok(Some(text.html));
        }
        Ok(db.article(entry)?.map(|stored| stored.text.html))
    });
    let html = read.await.map_err(|error| words::store(doing, &error))?;
    html.map(Reply::Source).ok_or_else(|| words::gone(doing))
}

/// Keeps where the person stopped reading.
pub(super) async fn keep_place(
    desk: &Desk,
    entry: EntryId,
    place: Option<TextPlace>,
) -> Result<Reply, Failure> {
    let kept = desk
        .store
        .write(move |db| db.keep_place(entry, place))
        .await;
    kept.map_err(|error| words::store("keeping the place in the article", &error))?;
    Ok(Reply::Done)
}

/// What the parts of these pieces of code are.
pub(super) async fn colour(desk: &Desk, codes: Vec<(String, String)>) -> Result<Reply, Failure> {
    let memory = desk.memory.clone();
    let colour = move || {
        let inks = codes
            .iter()
            .map(|(language, code)| memory.colours(language, code));
        Reply::Coloured(inks.collect())
    };
    aside("colouring code", colour).await
}

/// Does work on a thread of its own, where it keeps nobody waiting.
pub(super) async fn aside<T: Send + 'static>(
    doing: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failure> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|_| Failure::new(doing, "postil itself failed at it"))
}
