//! The feeds an answer names in its `Link` headers (RFC 8288 §3), as servers do for what is no page.

use url::Url;

use crate::feed::discover::naming::Naming;
use crate::feed::discover::{MOST_FOUND, add};
use crate::model::found::Found;

/// Feeds named by these headers of an answer from `base`, each once.
pub fn read(values: &[String], base: &Url) -> Vec<Found> {
    let links = links(values);
    let mut found = Vec::new();
    add(
        &mut found,
        links.take(MOST_FOUND).filter_map(|link| link.feed(base)),
    );
    found
}

/// The links of these headers, in order.
pub(in crate::feed) fn links(values: &[String]) -> impl Iterator<Item = Link<'_>> {
    values.iter().flat_map(|value| Links { rest: value })
}

/// One link of a header.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::feed) struct Link<'a> {
    pub(in crate::feed) target: &'a str,
    /// Names in small letters.
    parameters: Vec<(String, String)>,
}

impl Link<'_> {
    fn feed(&self, base: &Url) -> Option<Found> {
        // With an anchor, it is said of something else (§3.2).
        if self.get("anchor").is_some_and(|anchor| !anchor.is_empty()) {
            return None;
        }
        let title = self.get("title*").and_then(extended);
        let naming = Naming {
            href: self.target,
            // Without a relation it means nothing here, other than in a page.
            rel: Some(self.get("rel").unwrap_or_default()),
            media: self.get("type"),
            title: title.as_deref().or(self.get("title")),
        };
        naming.feed(base)
    }

    /// The first one of a name counts (§3.3, §3.4).
    pub(in crate::feed) fn get(&self, name: &str) -> Option<&str> {
        let mut parameters = self.parameters.iter();
        let found = parameters.find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// The links of one header, read leniently (RFC 8288, appendix B.2): what is no link is passed over.
struct Links<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Links<'a> {
    type Item = Link<'a>;

    fn next(&mut self) -> Option<Link<'a>> {
        let (_, rest) = self.rest.split_once('<')?;
        let Some((target, rest)) = rest.split_once('>') else {
            self.rest = "";
            return None;
        };
        self.rest = rest;
        let mut parameters = Vec::new();
        while let Some(rest) = self.rest.trim_start().strip_prefix(';') {
            self.rest = rest.trim_start();
            let (name, value) = self.parameter();
            if parameters.len() < MOST_PARAMETERS && !name.is_empty() {
                parameters.push((name, value));
            }
        }
        Some(Link { target, parameters })
    }
}

/// A link needs four.
const MOST_PARAMETERS: usize = 32;

impl Links<'_> {
    /// A name and its value; the value may be quoted, or left out.
    fn parameter(&mut self) -> (String, String) {
        let end = self.rest.find(['=', ';', ',']).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        let name = name.trim().to_ascii_lowercase();
        let Some(value) = rest.strip_prefix('=') else {
            return (name, String::new());
        };
        self.rest = value.trim_start();
        if let Some(quoted) = self.rest.strip_prefix('"') {
            return (name, self.quoted(quoted));
        }
        let end = self.rest.find([';', ',']).unwrap_or(self.rest.len());
        let (value, rest) = self.rest.split_at(end);
        self.rest = rest;
        (name, value.trim().to_owned())
    }

    /// A quoted string (RFC 9110 §5.6.4); one that does not end reaches to the end of the header.
    fn quoted(&mut self, text: &str) -> String {
        let mut value = String::new();
        let mut characters = text.char_indices();
        while let Some((at, character)) = characters.next() {
            match character {
                '"' => {
                    self.rest = &self.rest[at + 2..];
                    return value;
                }
                '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
                other => value.push(other),
            }
        }
        self.rest = "";
        value
    }
}

/// A value with its charset and language (RFC 8187 §3.2): `UTF-8'de'Gr%C3%BC%C3%9Fe`.
fn extended(value: &str) -> Option<String> {
    let (charset, rest) = value.split_once('\'')?;
    let (_, encoded) = rest.split_once('\'')?;
    charset.eq_ignore_ascii_case("utf-8").then_some(())?;
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded.as_bytes();
    while let [first, after @ ..] = rest {
        let digit = |at: usize| char::from(*after.get(at)?).to_digit(16);
        let escaped = (*first == b'%').then(|| Some(digit(0)? * 16 + digit(1)?));
        let escaped = escaped.flatten().and_then(|byte| u8::try_from(byte).ok());
        bytes.push(escaped.unwrap_or(*first));
        rest = if escaped.is_some() {
            &after[2..]
        } else {
            after
        };
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::found::FoundKind;
    use proptest::prelude::*;

    fn check(values: &[&str], expect: &[(&str, &str, FoundKind)]) {
        let values: Vec<String> = values.iter().map(|&value| value.into()).collect();
        let base = Url::parse("https://b.example/talks/").unwrap();
        let found = read(&values, &base);
        let found: Vec<_> = found
            .iter()
            .map(|feed| (&*feed.url, feed.title.as_deref().unwrap_or(""), feed.kind))
            .collect();
        assert_eq!(found, expect, "{values:?}");
    }

    #[test]
    fn a_feed_is_named_by_a_header_as_by_a_page() {
        use FoundKind::{Articles, Comments};
        check(
            &[
                "<feed.xml>; rel=\"alternate\"; type=\"application/rss+xml\"; title=\"Loop, Kettle; \\\"Co\\\"\"",
            ],
            &[(
                "https://b.example/talks/feed.xml",
                "Loop, Kettle; \"Co\"",
                Articles,
            )],
        );
        check(
            &[
                "</style.css>; rel=stylesheet, </a>;REL=\"next Alternate\" ; type=application/atom+xml,, </b> ; rel = replies; type=application/atom+xml",
                "<https://c.example/d>; rel=alternate; type=application/feed+json",
            ],
            &[
                ("https://b.example/a", "", Articles),
                ("https://b.example/b", "", Comments),
                ("https://c.example/d", "", Articles),
            ],
        );
        check(
            &[
                "</f>; title=\"plain\"; title*=UTF-8'de'Gr%C3%BC%C3%9Fe; rel=alternate; type=application/rss+xml",
            ],
            &[("https://b.example/f", "Grüße", Articles)],
        );
    }

    #[test]
    fn other_links_are_no_feeds() {
        for value in [
            "<https://b.example/wp-json/>; rel=\"https://api.w.org/\"",
            "<https://b.example/wp-json/wp/v2/posts/4>; rel=\"alternate\"; title=\"JSON\"; type=\"application/json\"",
            "</f>; type=application/rss+xml",
            "</f>; rel=alternate; type=application/rss+xml; anchor=\"/elsewhere\"",
            "</f>; rel=alternate; hreflang=de",
            "<javascript:x>; rel=alternate; type=application/rss+xml",
            "</f; rel=alternate; type=application/rss+xml",
            "; rel=alternate; type=application/rss+xml",
            "",
        ] {
            check(&[value], &[]);
        }
    }

    proptest! {
        #[test]
        fn no_header_is_too_broken(value in "(<|>|/f|;|,|=|\"|\\\\| |rel|alternate|type|title\\*|application/rss\\+xml|UTF-8''%é|%c|é){0,40}") {
            read(&[value], &Url::parse("https://b.example/").unwrap());
        }
    }
}
