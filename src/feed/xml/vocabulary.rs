//! Whose word an element's name is.
//!
//! Feeds write the same namespace in many ways, or forget to declare it; so names are sorted into a
//! few vocabularies by what can only have been meant: the namespace's address, in any case, scheme and
//! ending, then the usual prefix.

use quick_xml::name::ResolveResult;

/// Whose word an element's name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Space {
    /// RSS of all versions and Atom; their names do not clash. (Which of the two it is, the element
    /// knows: `Element::atom`.)
    Core,
    /// RSS 1.0 content module.
    Content,
    /// Dublin Core, its terms too.
    Dublin,
    /// `http://wellformedweb.org/CommentAPI/`
    Wfw,
    /// RSS 1.0 slash module.
    Slash,
    /// Atom Threading Extensions (RFC 4685).
    Thread,
    /// Media RSS.
    Media,
    /// Apple's podcast elements.
    Itunes,
    /// Podcasting 2.0.
    Podcast,
    /// RSS 1.0 syndication module: how often to ask.
    Syndication,
    /// RSS 1.0 admin module: what wrote the feed.
    Admin,
    /// Licences: Creative Commons, its RSS module, `http://web.resource.org/cc/`.
    License,
    /// Feed Paging and Archiving (RFC 5005).
    History,
    /// Where the article really is, when a service counts the clicks.
    Feedburner,
    OpenSearch,
    /// Places: W3C geo, `GeoRSS`, GML.
    Geo,
    /// HTML as XML.
    Xhtml,
    /// RDF's own frame.
    Rdf,
    Other,
}

/// By the namespace's address, however it is written; by the usual prefix where that says nothing.
pub fn vocabulary(space: &ResolveResult<'_>, prefix: Option<&str>) -> Space {
    let known = match space {
        ResolveResult::Bound(address) => by_address(address.0),
        _ => None,
    };
    known.unwrap_or_else(|| prefix.map_or(Space::Core, by_prefix))
}

/// Whether a name is Atom's, not RSS's.
pub fn is_atom(space: &ResolveResult<'_>, prefix: Option<&str>) -> bool {
    let by_address = match space {
        ResolveResult::Bound(address) => bare(address.0),
        _ => String::new(),
    };
    is_atom_address(&by_address)
        || prefix.is_some_and(|prefix| {
            ["atom", "atom10", "atom03", "a10"]
                .iter()
                .any(|known| known.eq_ignore_ascii_case(prefix))
        })
}

/// Atom 1.0, 0.3 and what it was called before it had a name.
fn is_atom_address(bare: &str) -> bool {
    matches!(
        bare,
        "w3.org/2005/atom"
            | "purl.org/atom/ns"
            | "purl.org/atom"
            | "purl.org/atom/1.0"
            | "purl.org/echo"
            | "purl.org/pie"
            | "example.com/newformat"
            | "example.com/necho"
    ) || bare.starts_with("purl.org/atom/ns#draft")
}

/// An address without what people write differently: scheme, `www.`, case, the last slash.
fn bare(address: &str) -> String {
    let address = address.trim().to_ascii_lowercase();
    let rest = address
        .split_once("://")
        .map_or(&*address, |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    rest.trim_end_matches(['/', '#']).to_owned()
}

fn by_address(address: &str) -> Option<Space> {
    let bare = bare(address);
    if is_atom_address(&bare) {
        return Some(Space::Core);
    }
    Some(match bare.as_str() {
        "purl.org/rss/1.0"
        | "purl.org/rss/1.0/modules/rss091"
        | "purl.org/net/rss1.1"
        | "my.netscape.com/rdf/simple/0.9"
        | "channel.netscape.com/rdf/simple/0.9"
        | "my.netscape.com/publish/formats/rss-0.91.dtd"
        | "backend.userland.com/rss"
        | "backend.userland.com/rss2"
        | "blogs.law.harvard.edu/tech/rss"
        | "cyber.law.harvard.edu/rss/rss.html" => Space::Core,
        "purl.org/rss/1.0/modules/content" => Space::Content,
        "purl.org/dc/elements/1.1" | "purl.org/dc/elements/1.0" | "purl.org/dc/terms" => {
            Space::Dublin
        }
        "wellformedweb.org/commentapi" => Space::Wfw,
        "purl.org/rss/1.0/modules/slash" => Space::Slash,
        "purl.org/syndication/thread/1.0" | "purl.org/rss/1.0/modules/threading" => Space::Thread,
        "search.yahoo.com/mrss"
        | "tools.search.yahoo.com/mrss"
        | "video.search.yahoo.com/mrss"
        | "rssboard.org/media-rss"
        | "api.maven.com/mrss" => Space::Media,
        "itunes.com/dtds/podcast-1.0.dtd" | "example.com/dtds/podcast-1.0.dtd" => Space::Itunes,
        "podcastindex.org/namespace/1.0" => Space::Podcast,
        "purl.org/rss/1.0/modules/syndication" => Space::Syndication,
        "webns.net/mvcb" => Space::Admin,
        "purl.org/syndication/history/1.0" => Space::History,
        "rssnamespace.org/feedburner/ext/1.0" => Space::Feedburner,
        "w3.org/2003/01/geo/wgs84_pos" | "georss.org/georss" | "opengis.net/gml" => Space::Geo,
        "w3.org/1999/xhtml" => Space::Xhtml,
        "w3.org/1999/02/22-rdf-syntax-ns" => Space::Rdf,
        _ => return by_family(&bare),
    })
}

/// Namespaces whose addresses went through many versions.
fn by_family(bare: &str) -> Option<Space> {
    let families = [
        (
            "github.com/podcastindex-org/podcast-namespace",
            Space::Podcast,
        ),
        ("a9.com/-/spec/opensearch", Space::OpenSearch),
        ("creativecommons.org/ns", Space::License),
        ("web.resource.org/cc", Space::License),
        (
            "backend.userland.com/creativecommonsrssmodule",
            Space::License,
        ),
        (
            "cyber.law.harvard.edu/rss/creativecommonsrssmodule",
            Space::License,
        ),
    ];
    families
        .into_iter()
        .find(|(start, _)| bare.starts_with(start))
        .map(|(_, space)| space)
}

fn by_prefix(prefix: &str) -> Space {
    match prefix.to_ascii_lowercase().as_str() {
        "rss" | "rss1" | "rss10" | "atom" | "atom10" | "atom03" | "a10" => Space::Core,
        "content" => Space::Content,
        "dc" | "dcterms" => Space::Dublin,
        "wfw" => Space::Wfw,
        "slash" => Space::Slash,
        "thr" => Space::Thread,
        "media" => Space::Media,
        "itunes" => Space::Itunes,
        "podcast" => Space::Podcast,
        "sy" => Space::Syndication,
        "admin" => Space::Admin,
        "cc" | "creativecommons" => Space::License,
        "fh" => Space::History,
        "feedburner" => Space::Feedburner,
        "opensearch" => Space::OpenSearch,
        "geo" | "georss" | "gml" => Space::Geo,
        "xhtml" | "html" => Space::Xhtml,
        "rdf" => Space::Rdf,
        _ => Space::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::xml::tree::Parts;
    use url::Url;

    fn read(tag: &str) -> (Space, bool) {
        let base = Url::parse("http://b.example/").unwrap();
        let name = tag.split(' ').next().unwrap();
        let text = format!("<rss><item><{tag}>1</{name}></item></rss>");
        let item = Parts::new(&text, &base).next().unwrap().unwrap();
        let element = item.elements().next().unwrap();
        (element.space, element.atom)
    }

    fn check(tag: &str, expect: Space) {
        assert_eq!(read(tag).0, expect, "{tag}");
    }

    fn check_address(address: &str, expect: Space) {
        check(&format!("x:y xmlns:x='{address}'"), expect);
    }

    #[test]
    fn namespaces_are_known_however_they_are_written() {
        check("title", Space::Core);
        check(
            "title xmlns='http://backend.userland.com/rss2'",
            Space::Core,
        );
        check_address("http://wellformedweb.org/commentAPI/", Space::Wfw);
        check_address("https://wellformedweb.org/CommentAPI", Space::Wfw);
        check_address("HTTP://PURL.ORG/dc/elements/1.1", Space::Dublin);
        check_address("http://www.itunes.com/DTDs/Podcast-1.0.dtd", Space::Itunes);
        check_address("https://search.yahoo.com/mrss", Space::Media);
        check_address("http://www.rssboard.org/media-rss", Space::Media);
        check_address(
            "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md",
            Space::Podcast,
        );
        check_address("http://a9.com/-/spec/opensearchrss/1.0/", Space::OpenSearch);
        check_address("http://creativecommons.org/ns#license", Space::License);
        check_address("http://unknown.example/", Space::Other);
    }

    #[test]
    fn a_prefix_tells_where_no_address_does() {
        check("wfw:commentRss", Space::Wfw);
        check(
            "slash:comments xmlns:slash='http://wrong.example/'",
            Space::Slash,
        );
        check("itunes:author", Space::Itunes);
        check("fh:complete", Space::History);
        check("x:title", Space::Other);
    }

    #[test]
    fn atoms_elements_are_known_in_any_feed() {
        assert!(read("atom:link").1);
        assert!(read("x:link xmlns:x='http://www.w3.org/2005/Atom'").1);
        assert!(read("link xmlns='http://purl.org/atom/ns#draft-ietf-atompub-format-05'").1);
        assert!(!read("link").1);
    }
}
