//! One item: everything it says, each thing by the rules of its own page of this room.

use std::borrow::Cow;

use crate::feed::comments::{self, answers};
use crate::feed::syndication::scope::Scope;
use crate::feed::syndication::{
    categories, enclosures, head, links, moments, people, texts, writing,
};
use crate::feed::xml::tree::Element;
use crate::feed::xml::vocabulary::Space;
use crate::model::parsed::{ParsedEntry, Source};

/// The entry an item is; nothing where there is nothing in it.
pub fn read(item: &Element, scope: &Scope) -> Option<ParsedEntry> {
    let line = |places: &[(Space, &str)]| {
        places
            .iter()
            .find_map(|(space, name)| item.all(*space, name).find_map(|e| writing::line(e, scope)))
    };
    let texts = texts::of_item(item, scope);
    let moments = moments::of(item);
    let authors = people::of_item(item, scope);
    let entry = ParsedEntry {
        id: id(item),
        title: line(&TITLES).or_else(|| {
            let group = item.first(Space::Media, "group")?;
            writing::line(group.first(Space::Media, "title")?, scope)
        }),
        link: links::own(item, scope),
        published: moments.published,
        updated: moments.updated,
        contributors: people::contributors(item, &authors, scope),
        authors,
        summary: texts.summary,
        content: texts.content,
        language: language(item, texts.language),
        rights: line(&head::RIGHTS),
        categories: categories::of(item),
        enclosures: enclosures::of(item, scope),
        links: links::all(item, scope),
        comments: comments::signals(item, scope),
        in_reply_to: answers::in_reply_to(item, scope),
        source: source(item, scope),
        chapters: chapters(item, scope),
        transcripts: item
            .all(Space::Podcast, "transcript")
            .filter_map(|transcript| scope.address(transcript))
            .collect(),
        ..ParsedEntry::default()
    };
    let says_something = entry
        != ParsedEntry {
            language: entry.language.clone(),
            ..ParsedEntry::default()
        };
    let base = texts
        .base
        .or_else(|| entry.link.clone())
        .or_else(|| Some(scope.document.to_string()));
    (says_something || holds_something(item)).then_some(ParsedEntry { base, ..entry })
}

/// Whether an item has something in it, although none of it is known here.
fn holds_something(item: &Element) -> bool {
    item.elements()
        .any(|inner| inner.has_markup() || !inner.text().is_empty() || inner.has_attributes())
}

const TITLES: [(Space, &str); 4] = [
    (Space::Core, "title"),
    (Space::Dublin, "title"),
    (Space::Media, "title"),
    (Space::Itunes, "title"),
];

/// RSS `<guid>`, Atom `<id>`, the `rdf:about` of RSS 1.0, as written.
fn id(item: &Element) -> Option<String> {
    let given = item
        .all(Space::Core, "guid")
        .chain(item.all(Space::Core, "id"));
    given
        .map(Element::text)
        .find(|id| !id.is_empty())
        .or_else(|| item.attribute("about").map(Cow::Borrowed))
        .or_else(|| {
            let identifier = item.first(Space::Dublin, "identifier")?.text();
            (!identifier.is_empty()).then_some(identifier)
        })
        .map(Cow::into_owned)
}

/// What the item says in words, else what the markup says nearest to the text.
fn language(item: &Element, of_text: Option<String>) -> Option<String> {
    item.first(Space::Dublin, "language")
        .map(|language| language.text().replace('_', "-"))
        .filter(|language| !language.is_empty())
        .or(of_text)
        .or_else(|| item.language.as_deref().map(str::to_owned))
}

/// The feed the item was taken from: RSS 2.0 gives its address beside its title, Atom its whole
/// head (RFC 4287 §4.2.11).
fn source(item: &Element, scope: &Scope) -> Source {
    let Some(source) = item.first(Space::Core, "source") else {
        return Source {
            title: None,
            url: item
                .first(Space::Dublin, "source")
                .and_then(|source| absolute(source, scope)),
        };
    };
    let inner = source.first(Space::Core, "title");
    let url = source
        .attribute("url")
        .and_then(|url| scope.resolve(source, url));
    Source {
        title: writing::line(inner.unwrap_or(source), scope)
            .filter(|_| inner.is_some() || !source.has_markup()),
        url: url
            .or_else(|| links::first(source, "self", scope))
            .or_else(|| links::page(source, scope)),
    }
}

/// An address only where it is written out: Dublin Core names books and papers too.
fn absolute(element: &Element, scope: &Scope) -> Option<String> {
    let written = element.text();
    links::is_whole(&written).then(|| scope.resolve(element, &written))?
}

/// Podcasting 2.0 names a file; Podlove, which came first, a link.
fn chapters(item: &Element, scope: &Scope) -> Option<String> {
    item.first(Space::Podcast, "chapters")
        .and_then(|chapters| scope.address(chapters))
        .or_else(|| links::first(item, "http://podlove.org/simple-chapters", scope))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::syndication::testing;

    fn check(inside: &str, field: fn(ParsedEntry) -> Option<String>, expect: &str) {
        let found = field(testing::item(inside));
        assert_eq!(found.unwrap_or_default(), expect, "{inside}");
    }

    #[test]
    fn an_item_is_called_and_known_by_what_it_says() {
        let title = |entry: ParsedEntry| entry.title;
        check("<media:title>M</media:title><title>T</title>", title, "T");
        check("<title/><itunes:title>I</itunes:title>", title, "I");
        check(
            "<media:group><media:title>G</media:title></media:group>",
            title,
            "G",
        );
        check(
            "<image><title>P</title></image><title>T</title>",
            title,
            "T",
        );
        let id = |entry: ParsedEntry| entry.id;
        check("<guid> a 1 </guid>", id, "a 1");
        check("<guid/><id>b</id>", id, "b");
        check("<guid>?p=1</guid>", id, "?p=1");
        check("<dc:identifier>doi:1</dc:identifier>", id, "doi:1");
        let rights = |entry: ParsedEntry| entry.rights;
        check("<dc:rights>© Ana</dc:rights>", rights, "© Ana");
    }

    #[test]
    fn an_item_says_where_it_comes_from() {
        let check = |inside: &str, title: Option<&str>, url: Option<&str>| {
            let source = testing::item(&format!("<title>T</title>{inside}")).source;
            assert_eq!(
                (source.title.as_deref(), source.url.as_deref()),
                (title, url),
                "{inside}"
            );
        };
        check(
            "<source url='/f'> A feed </source>",
            Some("A feed"),
            Some("http://final.example/f"),
        );
        check(
            "<atom:source><atom:title>S</atom:title><atom:link href='/s'/><atom:link rel='self' href='/f'/></atom:source>",
            Some("S"),
            Some("http://final.example/f"),
        );
        check(
            "<atom:source><atom:id>1</atom:id></atom:source>",
            None,
            None,
        );
        check(
            "<dc:source>http://b.example/</dc:source>",
            None,
            Some("http://b.example/"),
        );
        check("<dc:source>A book</dc:source>", None, None);
    }

    #[test]
    fn the_language_is_that_of_the_text() {
        let check = |entry: &str, expect: Option<&str>| {
            let feed = testing::feed(&format!(
                "<feed xml:lang='en'><entry {entry}</entry></feed>"
            ));
            assert_eq!(feed.entries[0].language.as_deref(), expect, "{entry}");
        };
        check("><id>1</id>", Some("en"));
        check("xml:lang='de'><id>1</id>", Some("de"));
        check(
            "xml:lang='de'><content xml:lang='fr'>x</content>",
            Some("fr"),
        );
        check("xml:lang=''><content>x</content>", None);
        check(
            "><content>x</content><dc:language>pt_BR</dc:language>",
            Some("pt-BR"),
        );
    }

    #[test]
    fn podcasts_name_chapters_and_transcripts() {
        let entry = testing::item(
            "<podcast:chapters url='/c.json' type='application/json+chapters'/>
             <podcast:transcript url='/t.vtt'/><podcast:transcript url='/t.html'/>",
        );
        assert_eq!(
            entry.chapters.as_deref(),
            Some("http://final.example/c.json")
        );
        assert_eq!(
            entry.transcripts,
            ["http://final.example/t.vtt", "http://final.example/t.html"]
        );
        let linked =
            testing::item("<atom:link rel='http://podlove.org/simple-chapters' href='/c.psc'/>");
        assert_eq!(
            linked.chapters.as_deref(),
            Some("http://final.example/c.psc")
        );
    }

    #[test]
    fn an_item_that_says_nothing_is_none() {
        let feed = testing::channel(
            "<item/><item><title> </title></item><item><author>Ana</author></item>",
        );
        assert_eq!(feed.entries.len(), 1);
        assert_eq!(feed.warnings, ["items without anything in them: 2"]);
    }
}
