//! What a comment says it answers.

use crate::feed::syndication::links;
use crate::feed::syndication::scope::Scope;
use crate::feed::xml::tree::Element;
use crate::feed::xml::vocabulary::Space;
use crate::model::comment::InReplyTo;

/// What an item says it answers, best first: `thr:in-reply-to` (RFC 4685 §3), then Blogger's
/// `rel="related"` link to the parent comment (its `thr:in-reply-to` names the post alone).
pub fn in_reply_to(item: &Element, scope: &Scope) -> Vec<InReplyTo> {
    let threaded = item
        .elements()
        .filter(|element| element.name == "in-reply-to")
        .map(|element| {
            let href = element.attribute("href");
            let id = element.attribute("ref").map(str::to_owned).or_else(|| {
                let text = element.text();
                (!text.is_empty()).then(|| text.into_owned())
            });
            InReplyTo {
                id,
                href: href.and_then(|href| scope.resolve(element, href)),
            }
        });
    let related = item
        .all(Space::Core, "link")
        .filter(|link| links::is(link, "related"))
        .filter_map(|link| scope.resolve(link, link.attribute("href")?))
        .filter(|href| is_blogger_comment(href))
        .map(|href| InReplyTo {
            id: None,
            href: Some(href),
        });
    threaded
        .chain(related)
        .filter(|answer| answer.id.is_some() || answer.href.is_some())
        .collect()
}

fn is_blogger_comment(href: &str) -> bool {
    href.split_once("/comments/default/")
        .is_some_and(|(_, number)| number.starts_with(|c: char| c.is_ascii_digit()))
}
