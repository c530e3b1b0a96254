//! An article for programs.

use crate::model::document::{Block, Picture, each_block};
use crate::model::entry::{Article, Body};
use crate::text::lines::headings;
use crate::text::markdown::{self, Manner};
use crate::text::markup::markup;
use jiff::Timestamp;
use serde_json::{Value, json};

/// Everything that is known of it.
pub(super) fn value(article: &Article) -> Value {
    let row = &article.row;
    let document = &article.document;
    let enclosures: Vec<Value> = article
        .enclosures
        .iter()
        .map(|it| {
            json!({
                "url": it.url,
                "media_type": it.media_type,
                "bytes": it.length,
                "title": it.title,
                "seconds": it.duration_seconds,
            })
        })
        .collect();
    let headings: Vec<Value> = headings(document)
        .iter()
        .map(|heading| json!({"level": heading.level, "text": heading.text}))
        .collect();
    let links: Vec<&String> = document
        .links
        .iter()
        .filter(|link| !link.starts_with('#'))
        .collect();
    let mut pictures = Vec::new();
    each_block(&document.blocks, &mut |block| {
        if let Block::Image { picture, .. } = block {
            pictures.push(told(picture));
        }
    });
    json!({
        "id": row.id.0,
        "feed": row.feed_title,
        "title": row.name(),
        "link": row.link,
        "author": article.author,
        "published": article.published.and_then(|time| Timestamp::from_second(time.0).ok()).map(|time| time.to_string()),
        "tags": article.tags,
        "words": article.words,
        "read": row.read,
        "starred": row.starred,
        "comments": row.comments.total,
        "body": match article.body {
            Body::Feed => "feed",
            Body::Page => "page",
        },
        "html": markup(document),
        "text": markdown::lines(document, Manner::Plain).join("\n"),
        "links": links,
        "headings": headings,
        "pictures": pictures,
        "enclosures": enclosures,
    })
}

fn told(picture: &Picture) -> Value {
    json!({
        "address": picture.address,
        "alt": picture.alt,
        "width": picture.size.map(|(width, _)| width),
        "height": picture.size.map(|(_, height)| height),
    })
}
