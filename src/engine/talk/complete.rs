//! Everything that was said under an entry, from wherever it can be had: asked for by a person only.

use crate::engine::lane::Desk;
use crate::engine::talk::reach::{self, Search};
use crate::engine::talk::seek::{self, Whereabouts, page_of};
use crate::engine::words;
use crate::feed::discover::talk::proven;
use crate::feed::talk;
use crate::model::comment::Provenance;
use crate::model::entry::EntryId;
use crate::model::http::Body;
use crate::model::parsed::ParsedEntry;
use crate::model::report::{Failure, Note};
use crate::model::request::{Completed, Reply};
use crate::model::talk::{Lead, Reader, TalkPage};
use crate::store::comment_intake::{CommentSource, Kept};
use crate::store::error::StoreError;
use std::collections::HashSet;

/// Pages that are asked for at most; a hundred comments a page is usual.
const MOST_PAGES: usize = 60;
const DOING: &str = "fetching the whole conversation";

/// Fetches the whole of a conversation, by the first way that has it.
pub async fn complete(desk: &Desk, entry: EntryId, agreed: bool) -> Result<Reply, Failure> {
    let failed = |error: StoreError| words::store(DOING, &error);
    let now = desk.clock.now();
    let taken_up = desk.store.write(move |db| db.take_up(entry, now));
    taken_up.await.map_err(failed)?;
    let whereabouts = seek::seek(desk, entry, agreed).await.map_err(failed)?;
    if let Whereabouts::Found {
        polled,
        reader,
        whole,
    } = &whereabouts
        && *reader != Reader::Feed
    {
        // It was read just now, and as much of it came as is given.
        tell(desk, entry).await;
        return Ok(Reply::Completed(Completed {
            by: reader.provenance(),
            new: polled.delta.new,
            gone: 0,
            whole: *whole,
            vain: Vec::new(),
        }));
    }
    let search = Search::new(desk, entry).await.map_err(failed)?;
    let search = search.ok_or_else(|| words::gone(DOING))?;
    let mut effort = Effort::default();
    let all = effort.everything(&search, agreed).await;
    let Some(all) = all else {
        return match effort.host {
            Some(host) => Ok(Reply::Agreement { host }),
            None => Err(effort.failure()),
        };
    };
    let (by, whole) = (all.by, all.whole);
    let kept = keep(desk, entry, all).await.map_err(failed)?;
    tell(desk, entry).await;
    Ok(Reply::Completed(Completed {
        by,
        new: kept.new,
        gone: kept.gone,
        whole,
        vain: effort.vain,
    }))
}

async fn keep(desk: &Desk, entry: EntryId, all: All) -> Result<Kept, StoreError> {
    let now = desk.clock.now();
    let kept = desk.store.write(move |db| {
        let source = CommentSource {
            provenance: all.by,
            written: all.written,
        };
        let mut items: Vec<&ParsedEntry> = all.comments.iter().collect();
        items.sort_by_key(|item| item.date());
        db.keep_comments(entry, &items, source, all.whole, now)
    });
    kept.await
}

async fn tell(desk: &Desk, entry: EntryId) {
    let feed = desk.store.read(move |db| db.feed_of(entry)).await;
    let feeds = feed.ok().flatten().into_iter().collect();
    desk.tell(Note::Changed { feeds }).await;
    desk.tell(Note::Talked { entry }).await;
}

/// Comments that were fetched.
struct All {
    by: Provenance,
    written: &'static str,
    comments: Vec<ParsedEntry>,
    pages: usize,
    /// There are no others.
    whole: bool,
}

impl All {
    /// Whether it may be more than the comment feed holds: one page of a feed is just that.
    fn is_more(&self, reader: Reader) -> bool {
        let beyond = reader != Reader::Feed || self.pages > 1;
        self.whole || beyond && !self.comments.is_empty()
    }
}

/// What was tried.
#[derive(Default)]
struct Effort {
    vain: Vec<(Provenance, String)>,
    host: Option<String>,
}

impl Effort {
    async fn everything(&mut self, search: &Search<'_>, agreed: bool) -> Option<All> {
        if let Some(all) = self.first(search, talk::ways(&search.post), agreed).await {
            return Some(all);
        }
        let page = page_of(&search.post)?;
        let body = match search.get(&page).await {
            Ok((body, _)) => body,
            Err(why) => {
                self.vain.push((Provenance::Page, why));
                return None;
            }
        };
        let ways = ways_in(search, body.clone()).await;
        if let Some(all) = self.first(search, ways, agreed).await {
            return Some(all);
        }
        match reach::read(Reader::Page, body).await {
            Ok(page) => Some(All {
                by: Provenance::Page,
                written: Provenance::Page.name(),
                comments: page.feed.entries,
                pages: 1,
                whole: false,
            }),
            Err(why) => {
                self.vain.push((Provenance::Page, why));
                None
            }
        }
    }

    /// What the first of these ways gives that gives anything.
    async fn first(&mut self, search: &Search<'_>, ways: Vec<Lead>, agreed: bool) -> Option<All> {
        for lead in ways {
            if let (Some(host), false) = (&lead.third_party, agreed) {
                self.host.get_or_insert_with(|| host.clone());
                continue;
            }
            let by = match lead.reader {
                Reader::Feed => Provenance::Pages,
                reader => reader.provenance(),
            };
            match pages(search, &lead, by).await {
                Ok(all) if all.is_more(lead.reader) => return Some(all),
                Ok(all) if all.comments.is_empty() => {
                    self.vain.push((by, "it has no comments".to_owned()));
                }
                Ok(_) => self.vain.push((by, "it goes back no further".to_owned())),
                Err(why) => self.vain.push((by, why)),
            }
        }
        None
    }

    fn failure(self) -> Failure {
        let tried = self.vain.into_iter();
        let mut tried: Vec<String> = tried
            .map(|(by, why)| format!("{}: {why}", by.name()))
            .collect();
        tried.dedup();
        let why = if tried.is_empty() {
            "no way to them is known".to_owned()
        } else {
            tried.join("; ")
        };
        Failure::new(DOING, why).hint("open its page in the browser instead")
    }
}

/// All pages of one way; where a later one fails, those before it.
async fn pages(search: &Search<'_>, lead: &Lead, by: Provenance) -> Result<All, String> {
    let (mut url, mut keys) = (lead.url.clone(), HashSet::new());
    let mut all = All {
        by,
        written: by.name(),
        comments: Vec::new(),
        pages: 0,
        whole: false,
    };
    let mut sound = true;
    for number in 0..MOST_PAGES {
        let read = one_page(search, lead.reader, &url).await;
        let page = match read {
            Ok(page) => page,
            Err(why) if number == 0 => return Err(why),
            Err(_) => return Ok(all),
        };
        if lead.reader == Reader::Feed {
            all.written = page.feed.format.name();
        }
        all.pages += 1;
        sound &= page.whole;
        let before = keys.len();
        let new = page.feed.entries.into_iter();
        all.comments
            .extend(new.filter(|comment| keys.insert(comment.key.clone())));
        match page.next {
            Some(next) if keys.len() > before && next != url => url = next,
            next => {
                all.whole = sound && next.is_none();
                return Ok(all);
            }
        }
    }
    Ok(all)
}

async fn one_page(search: &Search<'_>, reader: Reader, url: &str) -> Result<TalkPage, String> {
    let (body, _) = search.get(url).await?;
    let page = reach::read(reader, body).await?;
    if reader == Reader::Feed {
        proven(&search.post, &page.feed)?;
    }
    Ok(page)
}

/// Without the page itself, which is here already.
async fn ways_in(search: &Search<'_>, body: Body) -> Vec<Lead> {
    let post = search.post.clone();
    let work = tokio::task::spawn_blocking(move || talk::ways_in(&post, &body));
    let mut ways = work.await.unwrap_or_default();
    ways.retain(|lead| lead.reader != Reader::Page);
    ways
}
