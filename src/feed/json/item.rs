//! One item of a JSON feed.

use url::Url;

use crate::feed::json::value::Value;
use crate::feed::json::{address, authors, line};
use crate::feed::{dates, media, normalize};
use crate::model::parsed::{
    Category, CommentSignals, Enclosure, Link, ParsedEntry, ParsedFeed, Text, TextKind,
};
use crate::model::time::Time;

/// What says where an item is, or which.
pub(super) const ADDRESSES: [&str; 3] = ["id", "url", "external_url"];
/// What says something in an item.
pub(super) const WORDS: [&str; 2] = ["title", "summary"];
/// What no other format has.
pub(super) const OWN_NAMES: [&str; 4] = [
    "content_html",
    "content_text",
    "date_published",
    "date_modified",
];

/// The item, `name` being its own where items are a map; nothing where there is nothing in it.
pub(super) fn read(
    item: &Value,
    name: Option<&str>,
    feed: &ParsedFeed,
    base: &Url,
) -> Option<ParsedEntry> {
    let own = address(item, "url", base);
    let external = address(item, "external_url", base);
    let (talk, external) = parted(item, own.as_deref(), external);
    let link = own.or_else(|| external.clone());
    let html = |name| text(item, name, TextKind::Html);
    let plain = |name| text(item, name, TextKind::Plain);
    let mut entry = ParsedEntry {
        id: item.text("id").map(str::to_owned),
        title: line(item, "title"),
        published: date(item, "date_published"),
        updated: date(item, "date_modified"),
        authors: authors(item, base),
        content: html("content_html").or_else(|| plain("content_text")),
        summary: plain("summary"),
        base: link.clone().or_else(|| Some(base.to_string())),
        language: line(item, "language"),
        categories: categories(item),
        enclosures: attachments(item, base),
        comments: comments(item, talk, base),
        ..ParsedEntry::default()
    };
    let says_something = entry.id.is_some()
        || entry.title.is_some()
        || link.is_some()
        || entry.content.is_some()
        || entry.summary.is_some();
    if !says_something {
        return None;
    }
    if entry.authors.is_empty() {
        entry.authors.clone_from(&feed.authors);
    }
    entry.id = entry.id.or_else(|| name.map(str::to_owned));
    entry.links = links(item, link.as_deref(), external.as_deref(), base);
    entry.link = link;
    entry.external_link = external;
    Some(entry)
}

/// The page of the talk, and what the item is about. Items that are links to talk about have the page
/// of the talk for `external_url` where they have it for their id too.
fn parted(
    item: &Value,
    own: Option<&str>,
    external: Option<String>,
) -> (Option<String>, Option<String>) {
    let is_id = item.text("id").is_some() && item.text("id") == item.text("external_url");
    if is_id && own.is_some() && own != external.as_deref() {
        (external, None)
    } else {
        (None, external)
    }
}

/// A text. Plain text by its name is HTML where it has the tags of one.
fn text(item: &Value, name: &str, kind: TextKind) -> Option<Text> {
    let written = item.text(name)?;
    let kind = if normalize::looks_like_html(written) {
        TextKind::Html
    } else {
        kind
    };
    let value = normalize::body(written.to_owned());
    Some(Text { kind, value })
}

/// RFC 3339; a number counts the time since 1970, fractions cut off.
fn date(item: &Value, name: &str) -> Option<Time> {
    match item.get(name)? {
        Value::Number(number) => dates::parse(number.split('.').next()?),
        Value::Text(date) => dates::parse(date),
        _ => None,
    }
}

/// Tags are a list; a text has commas between them.
fn categories(item: &Value) -> Vec<Category> {
    let category = |term: &str| Category {
        term: normalize::plain_title(term),
        ..Category::default()
    };
    let tag = |tag: &Value| {
        let mut names = ["name", "term", "label"].iter();
        let term = names.find_map(|name| tag.text(name));
        term.or_else(|| tag.plain()).map(category)
    };
    let found: Vec<Category> = match item.get("tags") {
        Some(Value::Text(tags)) => tags.split(',').map(category).collect(),
        _ => item.several("tags").iter().filter_map(tag).collect(),
    };
    let said = found.into_iter().filter(|tag| !tag.term.is_empty());
    said.collect()
}

fn attachments(item: &Value, base: &Url) -> Vec<Enclosure> {
    let read = |attachment: &Value| {
        let written = attachment.text("url").or_else(|| attachment.plain())?;
        let url = normalize::address(written, base)?;
        Some(Enclosure {
            media_type: line(attachment, "mime_type")
                .or_else(|| media::type_of(&url).map(str::to_owned)),
            length: attachment.number("size_in_bytes").filter(|size| *size > 0),
            title: line(attachment, "title"),
            duration_seconds: attachment
                .text("duration_in_seconds")
                .and_then(media::seconds),
            url,
        })
    };
    let several = item.several("attachments").iter();
    several.filter_map(read).collect()
}

fn links(item: &Value, own: Option<&str>, external: Option<&str>, base: &Url) -> Vec<Link> {
    let image = address(item, "image", base);
    let banner = address(item, "banner_image", base);
    [
        ("alternate", own),
        (
            "related",
            external.filter(|external| Some(*external) != own),
        ),
        ("image", image.as_deref()),
        ("banner", banner.as_deref()),
    ]
    .into_iter()
    .filter_map(|(rel, href)| {
        Some(Link {
            rel: Some(rel.to_owned()),
            href: href?.to_owned(),
            ..Link::default()
        })
    })
    .collect()
}

/// The format has no words for comments; programs that want them have these, with an address, a
/// number, or both.
fn comments(item: &Value, talk: Option<String>, base: &Url) -> CommentSignals {
    let mut signals = CommentSignals {
        page: talk,
        ..CommentSignals::default()
    };
    for name in ["comments_url", "_comments_url", "comments", "_comments"] {
        let Some(said) = item.get(name) else { continue };
        let page = said.text("url").or_else(|| said.plain());
        let page = page.filter(|page| page.contains('/'));
        let page = page.and_then(|page| normalize::address(page, base));
        signals.page = signals.page.or(page);
        let count = item.number(name).or_else(|| said.number("count"));
        let count = count.and_then(|count| u32::try_from(count).ok());
        signals.count = signals.count.or(count);
    }
    signals
}
