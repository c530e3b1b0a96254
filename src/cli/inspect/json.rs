//! A feed as JSON for other programs: every field always there, absent things null or empty.
//!
//! The shape is a promise. Times are RFC 3339 in UTC, addresses absolute, HTML as delivered but for
//! its relative addresses.

use crate::cli::inspect::{Document, shown};
use crate::cli::moment;
use crate::feed::parse::NOWHERE;
use crate::feed::resolve;
use crate::model::comment::InReplyTo;
use crate::model::parsed::{
    Category, CommentSignals, Enclosure, Link, ParsedEntry, ParsedFeed, Person, Text,
};
use crate::model::time::Time;
use serde_json::{Value, json};

/// All that was understood of a document.
pub fn value(document: &Document, feed: &ParsedFeed) -> Value {
    let origin = document.origin.as_ref();
    json!({
        "source": {
            "url": origin.map(|(url, _)| url),
            "status": origin.map(|(_, status)| status),
            "bytes": document.bytes.len(),
            "encoding": feed.encoding,
            "format": feed.format.name(),
            "repairs": feed.repairs,
            "warnings": feed.warnings,
        },
        "feed": head(feed),
        "entries": feed.entries.iter().map(entry).collect::<Vec<_>>(),
    })
}

fn head(feed: &ParsedFeed) -> Value {
    json!({
        "id": feed.id,
        "title": feed.title,
        "subtitle": feed.subtitle,
        "link": address(feed.site.as_deref()),
        "self": address(feed.self_url.as_deref()),
        "language": feed.language,
        "icon": address(feed.icon.as_deref()),
        "logo": address(feed.logo.as_deref()),
        "rights": feed.rights,
        "generator": feed.generator,
        "published": time(feed.published),
        "updated": time(feed.updated),
        "ttl_minutes": feed.hints.ttl_minutes,
        "skip_hours": feed.hints.skip_hours,
        "skip_days": feed.hints.skip_days,
        "update_period_minutes": feed.hints.update_period_minutes,
        "authors": people(&feed.authors),
        "contributors": people(&feed.contributors),
        "categories": categories(&feed.categories),
        "next": address(feed.next.as_deref()),
        "previous_archive": address(feed.previous_archive.as_deref()),
        "hub": address(feed.hub.as_deref()),
        "complete": feed.complete,
    })
}

fn entry(entry: &ParsedEntry) -> Value {
    let base = entry.base.as_deref();
    let content = entry.content.as_ref();
    json!({
        "key": entry.key,
        "id": entry.id,
        "title": entry.title,
        "link": address(entry.link.as_deref()),
        "external_link": address(entry.external_link.as_deref()),
        "published": time(entry.published),
        "updated": time(entry.updated),
        "authors": people(&entry.authors),
        "contributors": people(&entry.contributors),
        "summary": entry.summary.as_ref().map(|summary| text(summary, base)),
        "content": content.map(|content| text(content, base)),
        "content_type": content.map(|content| content.kind.media_type()),
        "language": entry.language,
        "rights": entry.rights,
        "categories": categories(&entry.categories),
        "enclosures": entry.enclosures.iter().map(enclosure).collect::<Vec<_>>(),
        "links": entry.links.iter().map(link).collect::<Vec<_>>(),
        "comments": comments(&entry.comments),
        "in_reply_to": entry.in_reply_to.iter().map(answered).collect::<Vec<_>>(),
        "source": {
            "title": entry.source.title,
            "url": address(entry.source.url.as_deref()),
        },
        "chapters": address(entry.chapters.as_deref()),
        "transcripts": entry.transcripts.iter().map(|url| address(Some(url))).collect::<Vec<_>>(),
    })
}

fn people(people: &[Person]) -> Value {
    let person = |person: &Person| {
        json!({
            "name": person.name,
            "email": person.email,
            "uri": address(person.uri.as_deref()),
        })
    };
    people.iter().map(person).collect()
}

fn categories(categories: &[Category]) -> Value {
    let category = |category: &Category| {
        json!({
            "term": category.term,
            "scheme": category.scheme,
            "label": category.label,
        })
    };
    categories.iter().map(category).collect()
}

fn enclosure(enclosure: &Enclosure) -> Value {
    json!({
        "url": address(Some(&enclosure.url)),
        "type": enclosure.media_type,
        "length": enclosure.length,
        "title": enclosure.title,
        "duration_seconds": enclosure.duration_seconds,
    })
}

fn link(link: &Link) -> Value {
    json!({
        "rel": link.rel,
        "href": address(Some(&link.href)),
        "type": link.media_type,
        "title": link.title,
    })
}

fn comments(signals: &CommentSignals) -> Value {
    let feeds = signals.feeds.iter();
    let feeds = feeds.map(|feed| json!({"url": address(Some(&feed.url)), "type": feed.media_type}));
    json!({
        "page": address(signals.page.as_deref()),
        "feeds": feeds.collect::<Vec<_>>(),
        "count": signals.count,
        "updated": time(signals.updated),
    })
}

fn answered(answered: &InReplyTo) -> Value {
    json!({
        "ref": answered.id,
        "href": address(answered.href.as_deref()),
    })
}

/// An address. In a document that came from none, one that is relative stays as it was written.
fn address(url: Option<&str>) -> Option<&str> {
    url.map(shown)
}

fn text(text: &Text, base: Option<&str>) -> String {
    use crate::model::parsed::TextKind;
    match base.filter(|base| text.kind != TextKind::Plain && !base.starts_with(NOWHERE)) {
        Some(base) => resolve::absolute(&text.value, base).into_owned(),
        None => text.value.clone(),
    }
}

fn time(time: Option<Time>) -> Option<String> {
    time.and_then(moment::utc)
}
