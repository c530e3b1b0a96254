//! An id or an address, made comparable.
//!
//! The same page or comment is named by its feed id, by its link, and by links that have since
//! changed: blogs move from http to https, to another host, renumber their comment pages and note
//! in a link who is to have followed it. What stays is the path of the page and the number of the
//! comment on it, so both are read out of an address.

use std::collections::HashMap;
use url::Url;

/// Stands in for the page an address without a host is relative to.
const HERE: &str = "http://here.invalid/";

/// What an id or address is compared by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The whole of it: a web address without scheme, `www.`, default port, trailing slash, comment
    /// page and tracking; anything else (RFC 4151 tags, URNs, bare numbers) letter by letter.
    pub whole: String,
    /// Path and query of a web address, without host and fragment.
    pub path: Option<String>,
    /// Set where it names one comment on a page.
    pub place: Option<Place>,
}

/// One comment on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Path and query of the page, without host; nothing where the address leaves the page open.
    pub page: Option<String>,
    /// Mostly digits; some software uses longer names.
    pub number: String,
}

impl Key {
    /// Reads an id or address; any text is one.
    pub fn read(raw: &str) -> Self {
        let raw = raw.trim();
        match web_address(raw) {
            Some((url, relative)) => {
                let page = Page::of(&url, relative);
                page.key(url.fragment().unwrap_or(""), raw.starts_with('#'))
            }
            None => Self::verbatim(raw),
        }
    }

    fn verbatim(raw: &str) -> Self {
        Self {
            whole: raw.to_owned(),
            path: None,
            place: None,
        }
    }
}

/// Reads the ids and addresses of a whole conversation. Most are of the same few pages, so what stands
/// before the `#` is read once; the keys are those of `Key::read`.
#[derive(Debug, Default)]
pub struct Keys {
    pages: HashMap<String, Option<Page>>,
}

impl Keys {
    pub fn read(&mut self, raw: &str) -> Key {
        let raw = raw.trim();
        let Some((address, fragment)) = raw.split_once('#').filter(|(address, fragment)| {
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
            !address.is_empty() && fragment.bytes().all(plain)
        }) else {
            return Key::read(raw);
        };
        if !self.pages.contains_key(address) {
            let page = web_address(address).map(|(url, relative)| Page::of(&url, relative));
            self.pages.insert(address.to_owned(), page);
        }
        match self.pages.get(address) {
            Some(Some(page)) => page.key(fragment, false),
            _ => Key::verbatim(raw),
        }
    }
}

/// A web address without its fragment, in parts.
#[derive(Debug)]
struct Page {
    host: String,
    segments: Vec<String>,
    query: Vec<String>,
    path: String,
}

impl Page {
    fn of(url: &Url, relative: bool) -> Self {
        let parts = |text: &str, by: char, keep: &dyn Fn(&str) -> bool| -> Vec<String> {
            let parts = text.split(by).filter(|part| keep(part));
            parts.map(str::to_owned).collect()
        };
        let segments = parts(url.path(), '/', &|segment| {
            !segment.is_empty() && !is_comment_page(segment)
        });
        let query = parts(url.query().unwrap_or(""), '&', &|pair| {
            !is_view_of_page(pair) && !is_tracking(pair)
        });
        Self {
            host: if relative { String::new() } else { host(url) },
            path: joined(&segments, &query),
            segments,
            query,
        }
    }

    fn key(&self, fragment: &str, page_open: bool) -> Key {
        let fragment = if is_tracking(fragment) { "" } else { fragment };
        let thread = self.query.iter().find_map(|pair| number_in_query(pair));
        let number = number_in_fragment(fragment).or(thread);
        let path = if thread.is_some() && number == thread {
            let query = self.query.iter();
            let query = query.filter(|pair| number_in_query(pair).is_none());
            joined(&self.segments, &query.cloned().collect::<Vec<_>>())
        } else {
            self.path.clone()
        };
        let place = match number {
            Some(number) => Some(Place {
                page: (!page_open).then(|| path.clone()),
                number: number.to_owned(),
            }),
            None => place_in_path(&self.segments, &self.query),
        };
        let mark = if fragment.is_empty() { "" } else { "#" };
        Key {
            whole: format!("{}{path}{mark}{}", self.host, upper_escapes(fragment)),
            path: (!page_open).then_some(path),
            place,
        }
    }
}

/// A web address, and whether its host is unknown because only a part of it was written.
fn web_address(raw: &str) -> Option<(Url, bool)> {
    let with_host = raw.starts_with("//");
    if with_host || raw.starts_with(['#', '/', '?']) {
        let here = Url::parse(HERE).expect("a fixed address");
        return Some((here.join(raw).ok()?, !with_host));
    }
    let url = Url::parse(raw).ok()?;
    matches!(url.scheme(), "http" | "https").then_some((url, false))
}

fn host(url: &Url) -> String {
    let name = url.host_str().unwrap_or("");
    let name = name.strip_prefix("www.").unwrap_or(name);
    match url.port() {
        Some(port) => format!("{name}:{port}"),
        None => name.to_owned(),
    }
}

fn joined(segments: &[String], query: &[String]) -> String {
    let mut path = format!("/{}", segments.join("/"));
    if !query.is_empty() {
        path.push('?');
        path.push_str(&query.join("&"));
    }
    upper_escapes(&path)
}

/// `%e9` and `%E9` are the same octet (RFC 3986 §2.1).
fn upper_escapes(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut digits = 0;
    text.chars()
        .map(|c| {
            let escaped = digits > 0;
            digits = if c == '%' {
                2
            } else {
                u8::saturating_sub(digits, 1)
            };
            if escaped { c.to_ascii_uppercase() } else { c }
        })
        .collect()
}

/// A part of a long list of comments; the comment's page is the entry's all the same.
fn is_comment_page(segment: &str) -> bool {
    segment.strip_prefix("comment-page-").is_some_and(is_digits)
}

/// Parameters that choose how a page is shown, not which page.
fn is_view_of_page(pair: &str) -> bool {
    matches!(pair, "" | "v=2") || pair.starts_with("cpage=") || pair.starts_with("showComment=")
}

/// Parameters that tell where a visitor came from, not where to go.
fn is_tracking(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or(pair);
    name.starts_with("utm_")
        || matches!(
            name,
            "fbclid"
                | "gclid"
                | "dclid"
                | "msclkid"
                | "yclid"
                | "igshid"
                | "mc_cid"
                | "mc_eid"
                | "xtor"
        )
}

/// `#comment-7` (`WordPress`, Drupal), `#c7` (Blogger, Serendipity), `#isso-7`, `#cmt7` (Dreamwidth),
/// `#p7` (forums), and Remark42's long names.
fn number_in_fragment(fragment: &str) -> Option<&str> {
    let named = ["remark42__comment-", "comment-"]
        .iter()
        .find_map(|prefix| fragment.strip_prefix(prefix))
        .filter(|name| is_name(name));
    named.or_else(|| {
        ["isso-", "cmt", "c", "p"]
            .iter()
            .find_map(|prefix| fragment.strip_prefix(prefix).filter(|n| is_digits(n)))
    })
}

/// `?thread=7` (`LiveJournal`, Dreamwidth).
fn number_in_query(pair: &str) -> Option<&str> {
    pair.strip_prefix("thread=").filter(|n| is_digits(n))
}

/// `PAGE/p/7`; and Blogger's `…/comments/default/7`, which does not tell the page by its usual address.
fn place_in_path(segments: &[String], query: &[String]) -> Option<Place> {
    let (number, before) = segments.split_last().filter(|(last, _)| is_digits(last))?;
    let page = match before {
        [.., comments, default] if comments == "comments" && default == "default" => None,
        [page @ .., p] if p == "p" => Some(joined(page, query)),
        _ => return None,
    };
    Some(Place {
        page,
        number: number.clone(),
    })
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// A number, or a longer name with digits in it; `#comment-form` is neither.
fn is_name(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(one: &str, other: &str) {
        assert_eq!(Key::read(one), Key::read(other), "{one} and {other}");
    }

    #[test]
    fn many_are_read_as_one_is() {
        let mut keys = Keys::default();
        let pages = [
            "https://www.blog.example/kettle/comment-page-3/?cpage=3&utm_source=rss",
            "http://blog.example/?p=4",
            "https://x.example/show?thread=9",
            "https://x.example/kettle/p/7",
            "https://blog.example/%e9%9d%99",
            "//x.example/a",
            "/kettle",
            "?p=4",
            "urn:uuid:7",
            "",
            "http://",
        ];
        let fragments = [
            "",
            "#",
            "#comment-7",
            "#t7",
            "#c8",
            "#utm_campaign=x",
            "#a b",
            "#%e9",
            "#x#y",
            "#thread-9",
        ];
        for _ in 0..2 {
            for page in pages {
                for fragment in fragments {
                    let raw = format!("{page}{fragment}");
                    assert_eq!(keys.read(&raw), Key::read(&raw), "{raw}");
                }
            }
        }
    }

    fn place(raw: &str, expect: Option<(Option<&str>, &str)>) {
        let place = Key::read(raw).place;
        let found = place
            .as_ref()
            .map(|place| (place.page.as_deref(), place.number.as_str()));
        assert_eq!(found, expect, "{raw}");
    }

    #[test]
    fn a_link_survives_what_blogs_do_to_their_addresses() {
        let link = "https://blog.example/kettle/#comment-7";
        same("http://blog.example/kettle/#comment-7", link);
        same("https://www.blog.example/kettle#comment-7", link);
        same("https://blog.example:443/kettle/#comment-7", link);
        same("http://blog.example:80/kettle/#comment-7", link);
        same("HTTPS://Blog.Example/kettle/#comment-7", link);
        same("//blog.example/kettle/#comment-7", link);
        same(
            "https://blog.example/kettle/comment-page-3/#comment-7",
            link,
        );
        same("https://blog.example/kettle/?cpage=3#comment-7", link);
        same(" https://blog.example/kettle/?v=2#comment-7\n", link);
        same(
            "https://blog.example/kettle/?utm_source=rss&utm_medium=feed&fbclid=x#comment-7",
            link,
        );
        same(
            "https://blog.example/?p=4&utm_source=rss#utm_campaign=x",
            "https://blog.example/?p=4",
        );
        same(
            "https://blog.example/%e9%9d%99/#comment-7",
            "https://blog.example/%E9%9D%99#comment-7",
        );
        same(
            "https://blog.example/静/#comment-7",
            "https://blog.example/%e9%9d%99/#comment-7",
        );
    }

    #[test]
    fn different_things_stay_different() {
        for (one, other) in [
            (
                "https://a.example/x/#comment-7",
                "https://b.example/x/#comment-7",
            ),
            ("https://a.example/?p=4", "https://a.example/?p=5"),
            ("https://a.example/?source=4", "https://a.example/"),
            ("https://a.example:8080/", "https://a.example/"),
            ("urn:uuid:ABC", "urn:uuid:abc"),
            ("tag:a.example,2024:1", "tag:a.example,2024:1/"),
            ("7", "#7"),
            ("%zz", "%ZZ"),
        ] {
            assert_ne!(Key::read(one).whole, Key::read(other).whole);
        }
    }

    #[test]
    fn the_number_of_a_comment_is_read_whatever_software_wrote_it() {
        let page = Some("/kettle");
        place("https://x.example/kettle/#comment-7", Some((page, "7")));
        place("https://x.example/kettle#c7", Some((page, "7")));
        place("https://x.example/kettle#isso-7", Some((page, "7")));
        place("https://x.example/kettle#p7", Some((page, "7")));
        place("https://x.example/kettle?thread=7#cmt7", Some((page, "7")));
        place("https://x.example/kettle?thread=7", Some((page, "7")));
        place("https://x.example/kettle?thread=7#t7", Some((page, "7")));
        place(
            "https://x.example/kettle?showComment=1700#c7",
            Some((page, "7")),
        );
        place(
            "https://x.example/kettle#remark42__comment-9f-3a",
            Some((page, "9f-3a")),
        );
        place("https://x.example/kettle/p/7", Some((page, "7")));
        place(
            "https://x.example/?p=4#comment-7",
            Some((Some("/?p=4"), "7")),
        );
        place(
            "https://x.example/show?thread=9#comment-7",
            Some((Some("/show?thread=9"), "7")),
        );
    }

    #[test]
    fn an_address_may_leave_the_page_open() {
        place("#comment-7", Some((None, "7")));
        place(
            "https://www.blogger.com/feeds/1/2/comments/default/7",
            Some((None, "7")),
        );
        place("/kettle/#comment-7", Some((Some("/kettle"), "7")));
        place("?p=4#comment-7", Some((Some("/?p=4"), "7")));
    }

    #[test]
    fn not_every_mark_is_a_comment() {
        for raw in [
            "https://x.example/kettle/",
            "https://x.example/kettle/#comments",
            "https://x.example/kettle/#comment-form",
            "https://x.example/kettle/#cat",
            "https://x.example/p/kettle",
            "https://x.example/2024/03/07",
            "#",
            "",
            "urn:uuid:7#comment-7",
        ] {
            place(raw, None);
        }
    }
}
