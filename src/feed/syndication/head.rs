//! What a feed says of itself.

use url::Url;

use crate::feed::syndication::scope::Scope;
use crate::feed::syndication::{categories, hints, links, moments, people, pictures, writing};
use crate::feed::xml::tree::Element;
use crate::feed::xml::vocabulary::Space;
use crate::model::parsed::ParsedFeed;

/// The web site of the feed. `head` holds what stands in the feed beside its items.
pub fn site(head: &Element, scope: &Scope) -> Option<Url> {
    Url::parse(&links::page(head, scope)?).ok()
}

/// The feed without its entries; what it says of its site is kept in the scope.
pub fn read(head: &Element, scope: &mut Scope) -> ParsedFeed {
    scope.site = scope.site.take().or_else(|| site(head, scope));
    let scope = &*scope;
    let line = |places: &[(Space, &str)]| {
        places
            .iter()
            .find_map(|(space, name)| head.all(*space, name).find_map(|e| writing::line(e, scope)))
    };
    let moments = moments::of(head);
    let authors = people::of_feed(head, scope);
    ParsedFeed {
        id: id(head),
        title: line(&[
            (Space::Core, "title"),
            (Space::Dublin, "title"),
            (Space::Media, "title"),
        ]),
        subtitle: line(&SUBTITLES),
        site: scope.site.as_ref().map(Url::to_string),
        self_url: own_address(head, scope),
        language: language(head),
        icon: pictures::icon(head, scope),
        logo: pictures::logo(head, scope),
        rights: line(&RIGHTS),
        generator: generator(head, scope),
        published: moments.published,
        updated: moments.updated,
        hints: hints::of(head),
        contributors: people::contributors(head, &authors, scope),
        authors,
        categories: categories::of(head),
        next: links::first(head, "next", scope),
        previous_archive: links::first(head, "prev-archive", scope),
        hub: links::first(head, "hub", scope),
        complete: head.first(Space::History, "complete").is_some(),
        ..ParsedFeed::default()
    }
}

const SUBTITLES: [(Space, &str); 7] = [
    (Space::Core, "subtitle"),
    (Space::Core, "tagline"),
    (Space::Core, "description"),
    (Space::Itunes, "subtitle"),
    (Space::Dublin, "description"),
    (Space::Itunes, "summary"),
    (Space::Media, "description"),
];

/// Where a feed or an item says who owns it.
pub const RIGHTS: [(Space, &str); 4] = [
    (Space::Core, "rights"),
    (Space::Core, "copyright"),
    (Space::Dublin, "rights"),
    (Space::Media, "copyright"),
];

/// Atom `<id>`, Podcasting 2.0 `<podcast:guid>`, the `rdf:about` of RSS 1.0.
fn id(head: &Element) -> Option<String> {
    let given = head
        .first(Space::Core, "id")
        .or_else(|| head.first(Space::Podcast, "guid"))
        .or_else(|| head.first(Space::Core, "guid"))
        .map(|id| id.text().into_owned())
        .filter(|id| !id.is_empty());
    given.or_else(|| head.attribute("about").map(str::to_owned))
}

/// Where the feed says it lives: the address it has moved to goes before the one it knows itself by.
fn own_address(head: &Element, scope: &Scope) -> Option<String> {
    let redirect = head.first(Space::Core, "redirect").unwrap_or(head);
    let moved = redirect
        .first(Space::Core, "newlocation")
        .or_else(|| head.first(Space::Itunes, "new-feed-url"));
    moved
        .and_then(|moved| scope.address(moved))
        .or_else(|| links::first(head, "self", scope))
}

fn language(head: &Element) -> Option<String> {
    let said = [(Space::Core, "language"), (Space::Dublin, "language")];
    let said = said.iter().find_map(|(space, name)| {
        let text = head.first(*space, name)?.text();
        (!text.is_empty()).then(|| text.replace('_', "-"))
    });
    said.or_else(|| head.language.as_deref().map(str::to_owned))
}

/// The program that wrote the feed, with its version; its address where it has no name.
fn generator(head: &Element, scope: &Scope) -> Option<String> {
    if let Some(element) = head.first(Space::Core, "generator") {
        let version = element.attribute("version");
        if let Some(name) = writing::line(element, scope) {
            return Some(match version.filter(|version| !name.contains(version)) {
                Some(version) => format!("{name} {version}"),
                None => name,
            });
        }
        let address = element
            .attribute("uri")
            .or_else(|| element.attribute("url"));
        if let Some(address) = address {
            return Some(address.to_owned());
        }
    }
    // RSS 1.0 administrative module.
    let agent = head.elements().find(|e| e.name == "generatoragent")?;
    agent.attribute("resource").map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::syndication::testing;

    fn check(inside: &str, field: fn(ParsedFeed) -> Option<String>, expect: &str) {
        let found = field(testing::channel(inside));
        assert_eq!(found.unwrap_or_default(), expect, "{inside}");
    }

    #[test]
    fn a_feed_says_what_it_is_called_and_about() {
        let title = |feed: ParsedFeed| feed.title;
        check("<title> A &amp;amp; B </title>", title, "A & B");
        check("<title/><dc:title>D</dc:title>", title, "D");
        check("<image><title>P</title></image>", title, "");
        let subtitle = |feed: ParsedFeed| feed.subtitle;
        check(
            "<description>&lt;b&gt;About&lt;/b&gt; it</description>",
            subtitle,
            "About it",
        );
        check(
            "<tagline>T</tagline><description>D</description>",
            subtitle,
            "T",
        );
        check(
            "<itunes:summary>Long</itunes:summary><itunes:subtitle>S</itunes:subtitle>",
            subtitle,
            "S",
        );
        let rights = |feed: ParsedFeed| feed.rights;
        check("<copyright>© Ana</copyright>", rights, "© Ana");
        check("<dc:rights>© Tom</dc:rights>", rights, "© Tom");
        let id = |feed: ParsedFeed| feed.id;
        check("<atom:id> urn:1 </atom:id>", id, "urn:1");
        check("<podcast:guid>917393e3</podcast:guid>", id, "917393e3");
    }

    #[test]
    fn a_feed_says_where_it_lives_and_whose_it_is() {
        let site = |feed: ParsedFeed| feed.site;
        check(
            "<atom:link rel='self' href='/f'/><link>http://s.example</link>",
            site,
            "http://s.example/",
        );
        check("<atom:link rel='self' href='/f'/>", site, "");
        check("<image><link>http://p.example/</link></image>", site, "");
        check(
            "<link>http://s.example/a/</link><link>http://t.example/</link>",
            site,
            "http://s.example/a/",
        );
        let own = |feed: ParsedFeed| feed.self_url;
        check(
            "<atom:link rel='self' href='/f'/>",
            own,
            "http://final.example/f",
        );
        check(
            "<atom:link rel='self' href='/f'/><itunes:new-feed-url>http://n.example/f</itunes:new-feed-url>",
            own,
            "http://n.example/f",
        );
        check(
            "<atom:link rel='hub' href='http://h.example/'/>",
            |feed| feed.hub,
            "http://h.example/",
        );
        check(
            "<atom:link rel='next' href='?page=2'/>",
            |feed| feed.next,
            "http://final.example/feed/?page=2",
        );
        check(
            "<atom:link rel='prev-archive' href='/1'/>",
            |feed| feed.previous_archive,
            "http://final.example/1",
        );
        assert!(testing::channel("<fh:complete/>").complete);
        assert!(!testing::channel("<fh:archive/>").complete);
        let redirect = testing::feed(
            "<rss><redirect><newLocation>http://n.example/</newLocation></redirect></rss>",
        );
        assert_eq!(redirect.self_url.as_deref(), Some("http://n.example/"));
    }

    #[test]
    fn a_feed_has_a_language_and_a_maker() {
        let language = |feed: ParsedFeed| feed.language;
        check("<language> en-us </language>", language, "en-us");
        check("<dc:language>de_AT</dc:language>", language, "de-AT");
        let root = testing::feed("<feed xml:lang='pt'><title>T</title></feed>");
        assert_eq!(root.language.as_deref(), Some("pt"));
        let generator = |feed: ParsedFeed| feed.generator;
        check(
            "<generator>http://wordpress.org/?v=2.0</generator>",
            generator,
            "http://wordpress.org/?v=2.0",
        );
        check(
            "<generator uri='http://g.example/' version='1.2'>Gen</generator>",
            generator,
            "Gen 1.2",
        );
        check(
            "<generator version='1.2'>Gen 1.2</generator>",
            generator,
            "Gen 1.2",
        );
        check(
            "<generator uri='http://g.example/'/>",
            generator,
            "http://g.example/",
        );
        check(
            "<admin:generatorAgent rdf:resource='http://mt.example/?v=3'/>",
            generator,
            "http://mt.example/?v=3",
        );
    }

    #[test]
    fn the_older_formats_keep_their_head_beside_the_channel() {
        let feed = testing::feed(
            "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' xml:lang='fr'>
             <channel rdf:about='http://t.example/rss'><title>T</title><link>http://t.example/</link><image rdf:resource='/none'/></channel>
             <image rdf:about='/none'><title>P</title><url>/l.png</url><link>http://p.example/</link></image></rdf:RDF>",
        );
        assert_eq!(feed.id.as_deref(), Some("http://t.example/rss"));
        assert_eq!(feed.title.as_deref(), Some("T"));
        assert_eq!(feed.site.as_deref(), Some("http://t.example/"));
        assert_eq!(feed.logo.as_deref(), Some("http://t.example/l.png"));
        assert_eq!(feed.language.as_deref(), Some("fr"));
    }
}
