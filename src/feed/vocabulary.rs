//! Whose word an element's name is.
//!
//! Feeds write the same namespace in many ways, or forget to declare it; so names are sorted into a
//! few vocabularies by what can only have been meant.

use quick_xml::name::ResolveResult;

/// Whose word an element's name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Space {
    /// RSS of all versions and Atom; their names do not clash.
    Core,
    /// RSS 1.0 content module.
    Content,
    /// Dublin Core.
    Dublin,
    /// `http://wellformedweb.org/CommentAPI/`
    Wfw,
    /// RSS 1.0 slash module.
    Slash,
    /// Atom Threading Extensions (RFC 4685).
    Thread,
    /// Media RSS.
    Media,
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

fn by_address(address: &str) -> Option<Space> {
    let address = address.trim().to_ascii_lowercase();
    let bare = address
        .trim_start_matches("http://")
        .trim_start_matches("https://")
        .trim_start_matches("www.")
        .trim_end_matches(['/', '#']);
    Some(match bare {
        "w3.org/2005/atom"
        | "purl.org/atom/ns"
        | "purl.org/rss/1.0"
        | "my.netscape.com/rdf/simple/0.9"
        | "channel.netscape.com/rdf/simple/0.9" => Space::Core,
        "purl.org/rss/1.0/modules/content" => Space::Content,
        "purl.org/dc/elements/1.1" | "purl.org/dc/elements/1.0" | "purl.org/dc/terms" => {
            Space::Dublin
        }
        "wellformedweb.org/commentapi" => Space::Wfw,
        "purl.org/rss/1.0/modules/slash" => Space::Slash,
        "purl.org/syndication/thread/1.0" => Space::Thread,
        "search.yahoo.com/mrss" => Space::Media,
        "itunes.com/dtds/podcast-1.0.dtd"
        | "w3.org/1999/xhtml"
        | "w3.org/1999/02/22-rdf-syntax-ns" => Space::Other,
        _ => return None,
    })
}

fn by_prefix(prefix: &str) -> Space {
    match prefix.to_ascii_lowercase().as_str() {
        "rss" | "atom" | "atom10" | "a10" => Space::Core,
        "content" => Space::Content,
        "dc" | "dcterms" => Space::Dublin,
        "wfw" => Space::Wfw,
        "slash" => Space::Slash,
        "thr" => Space::Thread,
        "media" => Space::Media,
        _ => Space::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::tree::Parts;
    use url::Url;

    #[test]
    fn namespaces_are_known_however_they_are_written() {
        let base = Url::parse("http://b.example/").unwrap();
        let check = |tag: &str, expect: Space| {
            let name = tag.split(' ').next().unwrap();
            let text = format!("<rss><item><{tag}>1</{name}></item></rss>");
            let item = Parts::new(&text, &base).next().unwrap().unwrap();
            assert_eq!(item.elements().next().unwrap().space, expect, "{tag}");
        };
        check("title", Space::Core);
        check(
            "title xmlns='http://backend.userland.com/rss2'",
            Space::Core,
        );
        check("wfw:commentRss", Space::Wfw);
        check(
            "wfw:x xmlns:wfw='http://wellformedweb.org/commentAPI/'",
            Space::Wfw,
        );
        check(
            "w:x xmlns:w='https://wellformedweb.org/CommentAPI'",
            Space::Wfw,
        );
        check(
            "slash:comments xmlns:slash='http://wrong.example/'",
            Space::Slash,
        );
        check(
            "itunes:title xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'",
            Space::Other,
        );
        check("x:title", Space::Other);
    }
}
