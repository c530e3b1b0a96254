//! The page an id or an address names, made comparable.
//!
//! Blogs move to other hosts, so the host is no part of it; what stays is path and query, without
//! the place on the page, the page of its comments, and what forums put behind the topic.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use url::Url;

use crate::model::address::Key;
use crate::model::talk::Post;

/// One page, or an id that is no address.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Page(String);

impl Page {
    /// The page this names; nothing for the root of a host, which is no entry.
    pub(super) fn of(raw: &str) -> Option<Self> {
        let raw = raw.trim();
        let bare = raw.split('#').next().unwrap_or(raw);
        if bare.is_empty() {
            return None;
        }
        match Key::read(bare).path {
            Some(path) => Self::settled(&path),
            None => Some(Self(raw.to_owned())),
        }
    }

    /// The page that a feed at this address is the feed of, as far as the address tells.
    pub(super) fn of_feed(raw: &str) -> Option<Self> {
        let url = Url::parse(raw.trim()).ok()?;
        let path = url.path();
        let mut parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let all: Vec<&str> = url.query().unwrap_or_default().split('&').collect();
        let other: Vec<&str> = all
            .iter()
            .copied()
            .filter(|pair| !pair.is_empty() && !asks_for_format(pair))
            .collect();
        let asked = all.iter().any(|pair| asks_for_format(pair));
        let by_id = match parts[..] {
            [.., "feed", "topic", id] => Some(format!("/viewtopic.php?t={id}")),
            [.., "feeds", "question", id] => Some(format!("/questions/{id}")),
            [.., "atom", "d", id] => Some(format!("/d/{id}")),
            [.., "feeds", name] if name.starts_with("video-comments") => {
                let id = other
                    .iter()
                    .find_map(|pair| pair.strip_prefix("videoId="))?;
                Some(format!("/w/{id}"))
            }
            _ => None,
        };
        if let Some(path) = by_id {
            return Self::settled(&path);
        }
        let last = parts.last().copied().unwrap_or_default();
        let shorter = SUFFIXES.iter().find(|end| parts.ends_with(end));
        let stem = [".rss", ".atom"]
            .iter()
            .find_map(|end| last.strip_suffix(end));
        if let Some(end) = shorter {
            parts.truncate(parts.len() - end.len());
        } else if let Some(stem) = stem {
            parts.pop();
            parts.extend((!stem.is_empty()).then_some(stem));
        } else if !asked {
            return None;
        }
        let mut path = format!("/{}", parts.join("/"));
        if !other.is_empty() {
            path.push('?');
            path.push_str(&other.join("&"));
        }
        Self::settled(&path)
    }

    /// Path and query in one shape, whatever order and escapes they were written with.
    fn settled(path: &str) -> Option<Self> {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let decoded = decoded(path);
        let parts: Vec<&str> = decoded
            .split('/')
            .filter(|part| !part.is_empty())
            .map(|part| part.split(";threadId=").next().unwrap_or(part))
            .collect();
        let mut pairs: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty()).collect();
        pairs.sort_unstable();
        if parts.last() == Some(&"viewtopic.php")
            && let Some(topic) = pairs.iter().copied().find(|pair| pair.starts_with("t="))
        {
            pairs = vec![topic];
        }
        if parts.is_empty() && pairs.is_empty() {
            return None;
        }
        if let Some(topic) = topic(&parts) {
            return Some(Self(topic));
        }
        let mut settled = format!("/{}", parts.join("/"));
        if !pairs.is_empty() {
            settled.push('?');
            settled.push_str(&decoded_pairs(&pairs));
        }
        Some(Self(settled))
    }

    /// Without the `.html` that stands behind the names of static pages.
    fn without_extension(&self) -> Option<Self> {
        let stem = [".html", ".htm", ".php"]
            .iter()
            .find_map(|end| self.0.strip_suffix(end))?;
        Self::settled(stem)
    }
}

/// What is put behind a page's address to get its feed, longer ones first.
const SUFFIXES: [&[&str]; 19] = [
    &["feed", "atom"],
    &["feed", "rss2"],
    &["feed", "rss"],
    &["feed", "rdf"],
    &["comments", "atom.xml"],
    &["comments", "rss.xml"],
    &["comments", "feed.xml"],
    &["comments", "atom"],
    &["comments", "rss"],
    &["comments.atom"],
    &["comments.rss"],
    &["comments.xml"],
    &["feed"],
    &["rss"],
    &["atom"],
    &["feed.xml"],
    &["atom.xml"],
    &["rss.xml"],
    &["t.atom"],
];

/// `feed=rss2`, `output=atom`: which form of a page is wanted, not which page.
fn asks_for_format(pair: &str) -> bool {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    let value = value.strip_prefix("comments-").unwrap_or(value);
    match name {
        "feed" | "output" | "format" | "alt" => {
            matches!(value, "rss" | "rss2" | "atom" | "rdf" | "feed")
        }
        _ => false,
    }
}

/// Threads whose posts have addresses below that of the thread, which itself is known by its number
/// with any words or none behind it.
fn topic(parts: &[&str]) -> Option<String> {
    (0..parts.len()).find_map(|at| {
        let (before, rest) = parts.split_at(at);
        let site = || {
            before
                .iter()
                .fold(String::new(), |path, part| path + "/" + part)
        };
        match *rest {
            ["comments", id, ..] if matches!(before, [.., "r", _]) && is_id(id) => {
                Some(format!("{}/comments/{id}", site().to_lowercase()))
            }
            ["t", id, ..] | ["t", _, id, ..] if is_number(id) => Some(format!("{}/t/{id}", site())),
            ["questions" | "q", id, ..] if is_number(id) => {
                Some(format!("{}/questions/{id}", site()))
            }
            ["topic", id, ..] if is_number(id) => Some(format!("{}/topic/{id}", site())),
            ["d", name, ..] => Some(format!("{}/d/{}", site(), discussion(name)?)),
            ["videos", "watch", id] | ["w", id] => Some(format!("{}/w/{id}", site())),
            _ => None,
        }
    })
}

/// The number before a discussion's words, `41` of `41-squeaking-hinges`; a date is none.
fn discussion(name: &str) -> Option<&str> {
    let (number, words) = name.split_once('-').unwrap_or((name, ""));
    let is_dated = words.starts_with(|c: char| c.is_ascii_digit());
    (is_number(number) && !is_dated).then_some(number)
}

pub(super) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Letters and digits, as short ids are written.
pub(super) fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn decoded(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

fn decoded_pairs(pairs: &[&str]) -> String {
    decoded(&pairs.join("&")).into_owned()
}

/// The pages an entry is known by.
#[derive(Debug, Default)]
pub(super) struct Own {
    pages: Vec<Page>,
    home: Option<Page>,
}

impl Own {
    pub(super) fn of(post: &Post) -> Self {
        let mut own = Self {
            pages: Vec::new(),
            home: post.site.as_deref().and_then(Page::of),
        };
        let named = [
            post.link.as_deref(),
            Some(&post.key),
            post.comments_page.as_deref(),
        ];
        for page in named.into_iter().flatten().filter_map(Page::of) {
            own.add(page);
        }
        if let Some(page) = post.comment_feed.as_deref().and_then(Page::of_feed) {
            own.add(page);
        }
        own
    }

    /// One more address under which the entry was met.
    pub(super) fn known_as(&mut self, address: &str) {
        if let Some(page) = Page::of(address) {
            self.add(page);
        }
    }

    /// The site's own front page is nobody's.
    fn add(&mut self, page: Page) {
        for page in page.without_extension().into_iter().chain([page]) {
            if self.home.as_ref() != Some(&page) && !self.has(&page) {
                self.pages.push(page);
            }
        }
    }

    pub(super) fn has(&self, page: &Page) -> bool {
        self.pages.contains(page)
    }

    /// Whether this is the front page of the site, or of any host.
    pub(super) fn is_home(&self, address: &str) -> bool {
        let page = Page::of(address);
        page.is_none() || page == self.home
    }
}
