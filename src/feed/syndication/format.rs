//! Which format a document is in, by its root.

use crate::feed::xml::tree::Element;
use crate::model::parsed::Format;

/// By the root's name, its namespaces and its version; RSS 1.0 and 0.90 may say on the `channel`
/// which they are.
pub fn of(root: &Element, channel: Option<&Element>) -> Format {
    let says = |part: &str| {
        let mut namespaces = root
            .namespaces()
            .chain(channel.into_iter().flat_map(Element::namespaces));
        namespaces.any(|address| address.to_ascii_lowercase().contains(part))
    };
    let version = root.attribute("version").unwrap_or("");
    match root.name.as_str() {
        "feed" | "entry" if version.starts_with("0.") => Format::Atom03,
        "feed" | "entry" if says("purl.org/atom/ns") && !says("w3.org/2005/atom") => Format::Atom03,
        "feed" | "entry" => Format::Atom10,
        "rdf" if says("/rdf/simple/0.9") => Format::Rss090,
        "rdf" => Format::Rss10,
        _ => by_version(version)
            .or_else(|| says("/rdf/simple/0.9").then_some(Format::Rss090))
            .unwrap_or(Format::Rss20),
    }
}

fn by_version(version: &str) -> Option<Format> {
    Some(match version {
        "0.9" | "0.90" => Format::Rss090,
        "0.91" => Format::Rss091,
        "0.92" => Format::Rss092,
        "0.93" => Format::Rss093,
        "0.94" => Format::Rss094,
        "1.0" => Format::Rss10,
        version if version.starts_with('2') => Format::Rss20,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::syndication::testing;

    #[test]
    fn a_document_is_known_by_its_root() {
        let check = |root: &str, expect: Format| {
            let name = root.split(' ').next().unwrap();
            let text = format!("<{root}><channel><title>T</title></channel></{name}>");
            assert_eq!(testing::feed(&text).format, expect, "{root}");
        };
        check("rss version='0.91'", Format::Rss091);
        check("rss version='0.92'", Format::Rss092);
        check("rss version='0.93'", Format::Rss093);
        check("rss version='0.94'", Format::Rss094);
        check("rss version='2.0'", Format::Rss20);
        check("rss version='2.0.1'", Format::Rss20);
        check("rss", Format::Rss20);
        check("rss version='new'", Format::Rss20);
        check(
            "rss xmlns:d='http://purl.org/rss/1.0/modules/slash/'",
            Format::Rss20,
        );
        check("rdf:RDF xmlns='http://purl.org/rss/1.0/'", Format::Rss10);
        check(
            "rdf:RDF xmlns='http://my.netscape.com/rdf/simple/0.9/'",
            Format::Rss090,
        );
        check("feed xmlns='http://www.w3.org/2005/Atom'", Format::Atom10);
        check("feed xmlns='http://purl.org/atom/ns#'", Format::Atom03);
        check("feed version='0.3'", Format::Atom03);
        check(
            "a:feed xmlns:a='http://www.w3.org/2005/Atom'",
            Format::Atom10,
        );
        check("feed", Format::Atom10);
    }
}
