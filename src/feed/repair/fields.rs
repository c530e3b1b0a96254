//! What a feed is made of, as far as it tells where an element that was never closed must end.

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn is_in(table: &[&str], name: &str) -> bool {
    table.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// The root elements of all formats.
pub(super) fn is_root(name: &str) -> bool {
    is_in(&["rss", "rdf", "feed"], local(name))
}

/// Elements that hold items.
pub(super) fn is_container(name: &str) -> bool {
    is_root(name) || local(name).eq_ignore_ascii_case("channel")
}

/// Elements of HTML that have no end tag, but for those that feeds have too (`source`, `link`).
pub(super) fn is_void(name: &str) -> bool {
    is_in(
        &[
            "br", "img", "hr", "wbr", "input", "embed", "param", "area", "col",
        ],
        name,
    )
}

/// Whether an element of HTML ends where the next of its kind begins (HTML §13.1.2.4).
pub(super) fn ends_itself(open: &str, next: &str) -> bool {
    open.eq_ignore_ascii_case(next)
        && is_in(&["p", "li", "dt", "dd", "tr", "td", "th", "option"], open)
}

/// Whether a field of a feed or item that is open must end where the next element begins.
pub(super) fn ends(open: &str, next: &str) -> bool {
    let text = is_in(&TEXTS, local(open));
    let body = is_in(&BODIES, local(open));
    text && (is_field(next) || is_in(&LIKE_HTML, next)) || body && is_field(next)
}

/// Fields without elements in them.
const TEXTS: [&str; 23] = [
    "title",
    "link",
    "guid",
    "id",
    "pubdate",
    "lastbuilddate",
    "published",
    "updated",
    "issued",
    "modified",
    "created",
    "date",
    "creator",
    "subject",
    "comments",
    "category",
    "commentrss",
    "language",
    "generator",
    "docs",
    "ttl",
    "copyright",
    "managingeditor",
];

/// Fields in which HTML may stand.
const BODIES: [&str; 5] = ["description", "encoded", "summary", "content", "subtitle"];

/// Fields whose names HTML knows too, or Atom's own parts have.
const LIKE_HTML: [&str; 6] = ["title", "link", "summary", "content", "source", "author"];

/// Whether only a feed has an element of this name.
fn is_field(name: &str) -> bool {
    match name.split_once(':') {
        Some((prefix, _)) => is_in(&PREFIXES, prefix),
        None => is_in(&FIELDS, name),
    }
}

const FIELDS: [&str; 18] = [
    "guid",
    "pubdate",
    "description",
    "comments",
    "category",
    "published",
    "updated",
    "id",
    "enclosure",
    "issued",
    "modified",
    "lastbuilddate",
    "language",
    "generator",
    "docs",
    "ttl",
    "copyright",
    "managingeditor",
];

const PREFIXES: [&str; 13] = [
    "dc",
    "dcterms",
    "content",
    "wfw",
    "slash",
    "thr",
    "itunes",
    "media",
    "feedburner",
    "atom",
    "georss",
    "podcast",
    "sy",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_ends_where_the_next_begins() {
        let check = |open, next, expect| assert_eq!(ends(open, next), expect, "{open} {next}");
        check("title", "link", true);
        check("dc:creator", "pubDate", true);
        check("description", "guid", true);
        check("content:encoded", "wfw:commentRss", true);
        check("description", "p", false);
        check("description", "o:p", false);
        check("description", "link", false);
        check("author", "name", false);
        check("media:group", "media:title", false);
    }

    #[test]
    fn html_has_elements_that_end_by_themselves() {
        assert!(is_void("BR") && !is_void("link") && !is_void("media:img"));
        assert!(ends_itself("p", "P") && !ends_itself("p", "li") && !ends_itself("div", "div"));
    }
}
