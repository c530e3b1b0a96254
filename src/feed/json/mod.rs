//! JSON Feed 1.0 and 1.1, read from JSON of any health.
//!
//! Feeds written by hand or by a template break JSON as they break XML, and take the format loosely:
//! ids that are numbers, authors that are names, one value where a list should be. So what is here
//! takes every field in whatever form it comes; the reader beneath mends the JSON and says so.
//! Extensions (names with `_` before them) are left alone, but for the talk under an item.

mod item;
pub(in crate::feed) mod reader;
mod string;
pub(in crate::feed) mod value;

use url::Url;

use crate::feed::json::value::Value;
use crate::feed::syndication::MOST_ENTRIES;
use crate::feed::{normalize, person};
use crate::model::parsed::{Format, ParsedFeed, Person};

/// More people than this wrote nothing together. Every entry may have those of the feed.
const MOST_AUTHORS: usize = 32;

/// A feed, its keys being raw ids; nothing where the text is no JSON Feed.
pub fn read(text: &str, base: &Url) -> Option<ParsedFeed> {
    let (top, repairs) = reader::read(text);
    let items = items(&top);
    if !is_feed(&top, &items) {
        return None;
    }
    let mut feed = ParsedFeed {
        repairs,
        ..head(&top, &items, base)
    };
    let mut empty = 0;
    for (name, item) in items.iter().take(MOST_ENTRIES) {
        match item::read(item, *name, &feed, base) {
            Some(entry) => feed.entries.push(entry),
            None => empty += 1,
        }
    }
    if empty > 0 {
        feed.warnings
            .push(format!("items without anything in them: {empty}"));
    }
    Some(feed)
}

/// An item, and the name it has where items are a map.
type Named<'v, 'a> = (Option<&'v str>, &'v Value<'a>);

/// The items, which should be a list under `items`, and are a map or all there is.
fn items<'v, 'a>(top: &'v Value<'a>) -> Vec<Named<'v, 'a>> {
    let place = match top {
        Value::Map(_) => top.get("items"),
        _ => Some(top),
    };
    match place {
        Some(Value::List(items)) => items.iter().map(|item| (None, item)).collect(),
        Some(Value::Map(items)) => items
            .iter()
            .map(|(name, item)| (Some(name.as_ref()), item))
            .collect(),
        _ => Vec::new(),
    }
}

/// Any program may answer in JSON. A feed says so by its version; else its items must look like it.
fn is_feed(top: &Value, items: &[Named]) -> bool {
    let says_so = top
        .text("version")
        .is_some_and(|version| version.contains("jsonfeed.org"));
    let looks_like_it = |names: &[&str]| {
        let mut items = items.iter();
        items.any(|(_, item)| names.iter().any(|name| item.text(name).is_some()))
    };
    match top {
        Value::Map(_) if says_so => true,
        Value::Map(_) => {
            let named = ["title", "home_page_url", "feed_url"];
            looks_like_it(&item::ADDRESSES)
                || looks_like_it(&item::WORDS)
                || looks_like_it(&item::OWN_NAMES)
                || has_name(top, "items")
                    && top.get("items").is_none()
                    && named.iter().any(|name| top.text(name).is_some())
        }
        Value::List(_) => looks_like_it(&item::ADDRESSES) && looks_like_it(&item::OWN_NAMES),
        _ => false,
    }
}

fn has_name(top: &Value, name: &str) -> bool {
    matches!(top, Value::Map(pairs) if pairs.iter().any(|(found, _)| found == name))
}

fn head(top: &Value, items: &[Named], base: &Url) -> ParsedFeed {
    let self_url = address(top, "feed_url", base);
    let mut feed = ParsedFeed {
        format: format(top, items),
        title: line(top, "title"),
        subtitle: line(top, "description"),
        site: address(top, "home_page_url", base),
        // Some feeds name themselves as their next page.
        next: address(top, "next_url", base)
            .filter(|next| Some(next) != self_url.as_ref() && next != base.as_str()),
        self_url,
        logo: address(top, "icon", base),
        icon: address(top, "favicon", base),
        language: line(top, "language"),
        authors: authors(top, base),
        hub: top
            .several("hubs")
            .iter()
            .find_map(|hub| web_sub(hub, base)),
        ..ParsedFeed::default()
    };
    if top.is_true("expired") {
        let ended = "the feed says that nothing will be added to it any more";
        feed.warnings.push(ended.to_owned());
    }
    feed
}

/// By the version's address; where nobody knows that, by what only 1.1 has.
fn format(top: &Value, items: &[Named]) -> Format {
    let version = top.text("version").unwrap_or_default().trim();
    let number = version.trim_end_matches('/').rsplit('/').next();
    match number {
        Some("1" | "1.0") => Format::Json10,
        Some("1.1") => Format::Json11,
        _ => {
            let is_new = |value: &Value| has_name(value, "authors") || has_name(value, "language");
            if is_new(top) || items.iter().any(|(_, item)| is_new(item)) {
                Format::Json11
            } else {
                Format::Json10
            }
        }
    }
}

/// A `WebSub` hub. Other kinds of hub speak to servers, or are no more.
fn web_sub(hub: &Value, base: &Url) -> Option<String> {
    let kind = hub.text("type").unwrap_or("websub").trim();
    let known = ["websub", "pubsubhubbub"];
    if !known.iter().any(|known| kind.eq_ignore_ascii_case(known)) {
        return None;
    }
    normalize::address(hub.text("url").or_else(|| hub.plain())?, base)
}

/// `authors` (1.1), or `author` (1.0); either may be a list, one person or a bare name.
fn authors(of: &Value, base: &Url) -> Vec<Person> {
    let read = |name| -> Vec<Person> {
        let several = of.several(name).iter().take(MOST_AUTHORS);
        several.filter_map(|author| person(author, base)).collect()
    };
    Some(read("authors"))
        .filter(|authors| !authors.is_empty())
        .unwrap_or_else(|| read("author"))
}

fn person(author: &Value, base: &Url) -> Option<Person> {
    let written = author.text("name").or_else(|| author.plain());
    let home = author.text("url");
    let mail = home.and_then(|home| home.trim().strip_prefix("mailto:"));
    let mail = author.text("email").or(mail).map(normalize::plain_title);
    let named = written.and_then(person::read).unwrap_or_default();
    let person = Person {
        name: named.name,
        email: mail.filter(|mail| !mail.is_empty()).or(named.email),
        uri: home.and_then(|home| normalize::address(home, base)),
    };
    (person != Person::default()).then_some(person)
}

fn address(of: &Value, name: &str, base: &Url) -> Option<String> {
    normalize::address(of.text(name)?, base)
}

/// One line of plain text.
fn line(of: &Value, name: &str) -> Option<String> {
    Some(normalize::plain_title(of.text(name)?)).filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests;
