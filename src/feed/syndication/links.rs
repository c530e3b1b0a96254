//! Where a feed or an entry points: its own page, and every other address with what it stands for.

use std::borrow::Cow;

use crate::feed::syndication::media;
use crate::feed::syndication::scope::Scope;
use crate::feed::xml::tree::Element;
use crate::feed::xml::vocabulary::Space;
use crate::model::parsed::Link;

/// What a link is to what it stands in: `alternate` where nothing is said (RFC 4287 §4.2.7.2). A
/// registered name may be written out as an address of the registry.
pub fn rel<'e>(link: &'e Element) -> &'e str {
    let rel = link.attribute("rel").unwrap_or("alternate");
    rel.strip_prefix("http://www.iana.org/assignments/relation/")
        .unwrap_or(rel)
}

/// Whether a link is of this kind.
pub fn is(link: &Element, kind: &str) -> bool {
    rel(link).eq_ignore_ascii_case(kind)
}

/// The first link of this kind, absolute.
pub fn first(holder: &Element, kind: &str, scope: &Scope) -> Option<String> {
    let mut links = holder
        .all(Space::Core, "link")
        .filter(|link| is(link, kind));
    links.find_map(|link| target(link, scope))
}

/// Atom's `href`, else RSS's text.
fn target(link: &Element, scope: &Scope) -> Option<String> {
    let written = link
        .attribute("href")
        .map_or_else(|| link.text(), Cow::Borrowed);
    scope.resolve(link, &written)
}

/// The page that a feed or an item is: an alternate that is no feed itself, a web page before
/// other files.
pub fn page(holder: &Element, scope: &Scope) -> Option<String> {
    let mut second = None;
    for link in holder
        .all(Space::Core, "link")
        .filter(|link| is(link, "alternate"))
    {
        let kind = link
            .attribute("type")
            .unwrap_or("text/html")
            .to_ascii_lowercase();
        if second.is_some() && !kind.contains("html") || is_feed(&kind) {
            continue;
        }
        let Some(target) = target(link, scope) else {
            continue;
        };
        if kind.contains("html") {
            return Some(target);
        }
        second = Some(target);
    }
    second
}

fn is_feed(media_type: &str) -> bool {
    ["rss", "atom", "rdf+xml", "feed+json"]
        .iter()
        .any(|kind| media_type.contains(kind))
}

/// The address of the item itself: what `FeedBurner` says it hides, RSS `<link>`, Atom
/// `rel="alternate"`; else a guid that says it is one (RSS 2.0 `isPermaLink`), a text that lies
/// elsewhere, or the recording a podcast is about.
pub fn own(item: &Element, scope: &Scope) -> Option<String> {
    let mut original = item.elements().filter(|e| e.name == "origlink");
    original
        .find_map(|link| scope.address(link))
        .or_else(|| page(item, scope))
        .or_else(|| permalink(item, scope))
        .or_else(|| {
            let content = item.first(Space::Core, "content")?;
            scope.resolve(content, content.attribute("src")?)
        })
        .or_else(|| web_id(item, scope))
        .or_else(|| scope.address(item.first(Space::Core, "enclosure")?))
        .or_else(|| first(item, "enclosure", scope))
}

/// An Atom id need not lead anywhere, but where nothing else does, one of the web is worth a try.
fn web_id(item: &Element, scope: &Scope) -> Option<String> {
    let id = item.first(Space::Core, "id")?;
    let written = id.text();
    is_whole(&written).then(|| scope.resolve(id, &written))?
}

/// Whether this is an address of the web by itself.
pub fn is_whole(written: &str) -> bool {
    written
        .get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case("http"))
}

fn permalink(item: &Element, scope: &Scope) -> Option<String> {
    let guid = item.first(Space::Core, "guid")?;
    let says = guid.attribute("ispermalink");
    let permanent = says.is_none_or(|says| !says.eq_ignore_ascii_case("false"));
    let written = guid.text();
    let leads = is_whole(&written) || (says.is_some() && is_path(&written));
    (permanent && leads).then(|| scope.resolve(guid, &written))?
}

/// Whether this can be an address without its host, rather than a number or a name.
fn is_path(written: &str) -> bool {
    written.contains('/') && !written.contains(char::is_whitespace)
}

/// Every link of an item, and what other vocabularies say in their own way: licence, picture,
/// player, where it is talked about.
pub fn all(item: &Element, scope: &Scope) -> Vec<Link> {
    let mut found: Vec<Link> = Vec::new();
    for holder in media::holders(item) {
        for element in holder.elements() {
            let Some(rel) = meaning(element) else {
                continue;
            };
            let Some(href) = target_of(element, scope) else {
                continue;
            };
            let link = Link {
                rel: Some(rel.to_owned()),
                href,
                media_type: media_type(element),
                title: element.attribute("title").map(str::to_owned),
            };
            if found.len() < MOST && !found.contains(&link) {
                found.push(link);
            }
        }
    }
    found
}

/// More links than this help nobody.
const MOST: usize = 200;

fn meaning<'e>(element: &'e Element) -> Option<&'e str> {
    match (element.space, element.name.as_str()) {
        (Space::Core | Space::Itunes, "link") => Some(rel(element)),
        // A text that lies elsewhere (RFC 4287 §4.1.3.2).
        (Space::Core, "content") => element.attribute("src").map(|_| "alternate"),
        (Space::Dublin | Space::License | Space::Media, "license") => Some("license"),
        (Space::Itunes, "image") => Some("image"),
        (Space::Media, "thumbnail") => Some("thumbnail"),
        (Space::Media, "player") => Some("player"),
        (Space::Podcast, "socialinteract") => Some("socialInteract"),
        _ => None,
    }
}

fn target_of(element: &Element, scope: &Scope) -> Option<String> {
    match (element.space, element.name.as_str()) {
        (Space::Core | Space::Itunes, "link") => target(element, scope),
        (Space::Core, "content") => scope.resolve(element, element.attribute("src")?),
        _ => scope.address(element),
    }
}

fn media_type(element: &Element) -> Option<String> {
    let written = element.attribute("type")?;
    written.contains('/').then(|| written.to_owned())
}

#[cfg(test)]
mod tests {
    use crate::feed::syndication::testing;

    fn check(inside: &str, expect: &str) {
        let found = testing::item(&format!("<title>T</title>{inside}"));
        assert_eq!(found.link.unwrap_or_default(), expect, "{inside}");
    }

    #[test]
    fn an_item_leads_to_its_own_page() {
        check("<link> /a </link>", "http://final.example/a");
        check(
            "<link></link><atom:link href='/b'/>",
            "http://final.example/b",
        );
        check(
            "<atom:link rel='self' href='/s'/><link>/a</link>",
            "http://final.example/a",
        );
        check("<atom:link rel='self' href='/s'/>", "");
        check("<link>javascript:x</link>", "");
        check("<guid>http://g.example/1</guid>", "http://g.example/1");
        check("<guid isPermaLink='false'>http://g.example/1</guid>", "");
        check("<guid>urn:1</guid>", "");
        check(
            "<guid isPermaLink='true'>p/1</guid><enclosure url='/a.mp3'/>",
            "http://final.example/feed/p/1",
        );
        check("<guid isPermaLink='true'>urn:a/1</guid>", "");
        check("<guid isPermaLink='true'>1234-5678</guid>", "");
        check("<guid>p/1</guid>", "");
        check(
            "<atom:id>http://g.example/1</atom:id>",
            "http://g.example/1",
        );
        check("<atom:id>urn:1</atom:id>", "");
        check(
            "<guid>http://g.example/1</guid><link>/a</link>",
            "http://final.example/a",
        );
        check(
            "<link>http://proxy.example/1</link><feedburner:origLink>http://g.example/1</feedburner:origLink>",
            "http://g.example/1",
        );
        check("<enclosure url='/a.mp3'/>", "http://final.example/a.mp3");
        check(
            "<content src='/a.html' type='text/html'/>",
            "http://final.example/a.html",
        );
        check(
            "<link rel='http://www.iana.org/assignments/relation/alternate' href='/a'/>",
            "http://final.example/a",
        );
        check(
            "<link type='application/rss+xml' href='/f'/><link type='application/pdf' href='/p'/><link type='TEXT/HTML' href='/a'/>",
            "http://final.example/a",
        );
        check(
            "<link type='application/pdf' href='/p'/>",
            "http://final.example/p",
        );
    }

    #[test]
    fn every_link_is_kept_with_what_it_stands_for() {
        let entry = testing::item(
            "<link>/a</link><atom:link href='/a' type='text/html' title='T'/>
             <atom:link rel='via' href='/v'/><atom:link rel='related'/>
             <cc:license rdf:resource='http://l.example/'/><itunes:image href='/i.png'/>
             <media:group><media:thumbnail url='/t.png'/></media:group>
             <media:content url='/v'><media:player url='/p'/></media:content>
             <podcast:socialInteract uri='http://social.example/1' protocol='activitypub'/>",
        );
        let found: Vec<String> = entry
            .links
            .iter()
            .map(|link| {
                let part = |part: &Option<String>| part.clone().unwrap_or_default();
                format!(
                    "{} {} {} {}",
                    part(&link.rel),
                    link.href,
                    part(&link.media_type),
                    part(&link.title)
                )
            })
            .collect();
        assert_eq!(
            found,
            [
                "alternate http://final.example/a  ",
                "alternate http://final.example/a text/html T",
                "via http://final.example/v  ",
                "license http://l.example/  ",
                "image http://final.example/i.png  ",
                "socialInteract http://social.example/1  ",
                "thumbnail http://final.example/t.png  ",
                "player http://final.example/p  ",
            ]
        );
    }
}
