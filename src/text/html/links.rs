//! Addresses: which ones are links, where they lead, and where they stand bare in a text.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use url::Url;

use crate::model::document::{Block, Document, Span};

/// Longer addresses are no links; they carry data, not a place.
const LONGEST: usize = 8 * 1024;

/// The addresses met so far, each once.
#[derive(Debug, Default)]
pub(super) struct Links {
    base: Option<Url>,
    addresses: Vec<String>,
    numbers: HashMap<String, usize>,
}

impl Links {
    pub(super) fn new(base: Option<&str>) -> Self {
        Links {
            base: base.and_then(|base| Url::parse(base).ok()),
            ..Links::default()
        }
    }

    pub(super) fn into_addresses(self) -> Vec<String> {
        self.addresses
    }

    /// The address that `href` means here, if it is one to follow: absolute, and of the web or of
    /// mail. `javascript:`, `data:` and their like lead nowhere.
    pub(super) fn resolve(&self, href: &str) -> Option<Url> {
        let href = href.trim();
        if href.is_empty() || href.len() > LONGEST {
            return None;
        }
        Url::options()
            .base_url(self.base.as_ref())
            .parse(href)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https" | "mailto"))
    }

    /// The number of the address that `href` means here.
    pub(super) fn number(&mut self, href: &str) -> Option<usize> {
        self.resolve(href).and_then(|url| self.number_of(&url))
    }

    pub(super) fn number_of(&mut self, url: &Url) -> Option<usize> {
        let address = url.as_str().replace(' ', "%20");
        if address.len() > LONGEST || !address.bytes().all(|byte| byte.is_ascii_graphic()) {
            return None;
        }
        if let Some(&number) = self.numbers.get(&address) {
            return Some(number);
        }
        let number = self.addresses.len();
        self.addresses.push(address.clone());
        self.numbers.insert(address, number);
        Some(number)
    }

    /// The number of a link to a place in this text.
    pub(super) fn number_within(&mut self, name: &str) -> usize {
        let address = format!("#{name}");
        let next = self.addresses.len();
        let number = *self.numbers.entry(address.clone()).or_insert(next);
        if number == next {
            self.addresses.push(address);
        }
        number
    }

    /// Whether `href` leads to another place in the text it stands in: as its author wrote it, or
    /// made absolute on the way here, which shows by a footnote's usual names. Another comment on
    /// the same page is another text.
    pub(super) fn is_in_page(&self, href: &str) -> bool {
        let (Some(base), Some((page, place))) = (&self.base, href.split_once('#')) else {
            return href.starts_with('#');
        };
        let base = base.as_str();
        let base = base.split_once('#').map_or(base, |(page, _)| page);
        let names_note = FOOTNOTES.iter().any(|name| place.starts_with(name));
        page.is_empty()
            || names_note && self.resolve(page).is_some_and(|page| page.as_str() == base)
    }
}

/// How the places of footnotes, and the ways back from them, are named.
const FOOTNOTES: [&str; 7] = [
    "fn",
    "footnote",
    "_ftn",
    "note",
    "ref",
    "cite",
    "sdfootnote",
];

/// The bare web addresses in a text, without the punctuation that follows them.
pub(super) fn bare_addresses(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (colon, _) in text.match_indices("://") {
        let Some(start) = ["https", "http"].iter().find_map(|scheme| {
            let start = colon.checked_sub(scheme.len())?;
            text.get(start..colon)?
                .eq_ignore_ascii_case(scheme)
                .then_some(start)
        }) else {
            continue;
        };
        let follows_word = text[..start].ends_with(char::is_alphanumeric);
        let inside_another = found.last().is_some_and(|last| start < last.end);
        if follows_word || inside_another {
            continue;
        }
        let length = address_length(&text[start..]);
        if length > colon + "://".len() - start {
            found.push(start..start + length);
        }
    }
    found
}

/// How far the address at the start of `text` goes.
fn address_length(text: &str) -> usize {
    let ends = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '<' | '>' | '"' | '“' | '”' | '「' | '」' | '。' | '、')
    };
    let address = &text[..text.find(ends).unwrap_or(text.len())];
    let count = |bracket: char| address.matches(bracket).count();
    let mut unpaired = [('(', ')'), ('[', ']')]
        .map(|(open, close)| (close, count(close).saturating_sub(count(open))));
    let ends_sentence = |c: char| {
        matches!(
            c,
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | '»' | '*' | '_'
        ) || unpaired.iter_mut().any(|(close, left)| {
            // A closing bracket that nothing in the address opened.
            let drops = *close == c && *left > 0;
            *left -= usize::from(drops);
            drops
        })
    };
    address.trim_end_matches(ends_sentence).len()
}

/// Numbers the links anew in reading order, those to places in the text behind all others, and forgets those that no
/// text ended up with, or that lead to a place that is not there.
pub(super) fn renumber(document: &mut Document) {
    let mut old = std::mem::take(&mut document.links);
    let places: HashSet<String> = document.anchors.iter().cloned().collect();
    let mut seen = HashSet::new();
    let (mut outer, mut inner) = (Vec::new(), Vec::new());
    let mut meet = |link: &mut Option<usize>| {
        let Some(number) = *link else { return };
        if seen.insert(number) {
            match old[number].strip_prefix('#') {
                None => outer.push(number),
                Some(place) if places.contains(place) => inner.push(number),
                Some(_) => {}
            }
        }
    };
    each_link(document, &mut meet);
    let order = outer.into_iter().chain(inner);
    let numbers: HashMap<usize, usize> = order
        .enumerate()
        .map(|(new, before)| (before, new))
        .collect();
    each_link(document, &mut |link| {
        *link = link.and_then(|before| numbers.get(&before).copied());
    });
    let mut links = vec![String::new(); numbers.len()];
    for (before, new) in numbers {
        links[new] = std::mem::take(&mut old[before]);
    }
    document.links = links;
}

/// All links of a document, those that refer to notes and those in them as well; a note without its link goes.
fn each_link(document: &mut Document, visit: &mut impl FnMut(&mut Option<usize>)) {
    for_each_link(&mut document.blocks, visit);
    document.notes.retain_mut(|note| {
        let mut link = Some(note.link);
        visit(&mut link);
        note.link = link.unwrap_or_default();
        for_each_link(&mut note.blocks, visit);
        link.is_some()
    });
}

fn for_each_link(blocks: &mut [Block], visit: &mut impl FnMut(&mut Option<usize>)) {
    let in_spans = |spans: &mut [Span], visit: &mut dyn FnMut(&mut Option<usize>)| {
        for span in spans {
            visit(&mut span.link);
        }
    };
    for block in blocks {
        match block {
            Block::Paragraph(text) | Block::Heading { text, .. } => in_spans(text, visit),
            Block::List(items) => {
                for item in items {
                    for_each_link(&mut item.blocks, visit);
                }
            }
            Block::Details {
                summary, blocks, ..
            } => {
                in_spans(summary, visit);
                for_each_link(blocks, visit);
            }
            Block::Definitions(entries) => {
                for (term, meaning) in entries {
                    in_spans(term, visit);
                    for_each_link(meaning, visit);
                }
            }
            Block::Quote(inner) => for_each_link(inner, visit),
            Block::Table(table) => {
                in_spans(&mut table.caption, visit);
                for cell in table.rows.iter_mut().flatten() {
                    in_spans(cell, visit);
                }
            }
            Block::Image { link, caption, .. } => {
                visit(link);
                in_spans(caption, visit);
            }
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[&str]) {
        let found: Vec<&str> = bare_addresses(text)
            .into_iter()
            .map(|range| &text[range])
            .collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn a_bare_address_ends_before_the_punctuation_of_the_sentence() {
        check("see https://a.example/b.", &["https://a.example/b"]);
        check("(http://a.example/x_(y)), and", &["http://a.example/x_(y)"]);
        check(
            "https://a.example/?q=1&r=2, HTTP://B.example",
            &["https://a.example/?q=1&r=2", "HTTP://B.example"],
        );
        check("<https://a.example>", &["https://a.example"]);
        check("https:// xhttps://a.example ftp://a.example", &[]);
        check("見てhttps://a.example。", &[]);
        check(
            "https://a.example/?to=https://b.example",
            &["https://a.example/?to=https://b.example"],
        );
    }

    #[test]
    fn a_link_is_absolute_and_of_the_web() {
        let mut links = Links::new(Some("https://a.example/posts/1"));
        let mut check = |href: &str, expect: Option<&str>| {
            let number = links.number(href);
            let address = number.map(|number| links.addresses[number].as_str());
            assert_eq!(address, expect, "{href}");
        };
        check("../2?x=ü y", Some("https://a.example/2?x=%C3%BC%20y"));
        check("//b.example", Some("https://b.example/"));
        check("mailto:me@a.example", Some("mailto:me@a.example"));
        check("java\nscript:alert(1)", None);
        check("data:text/html,x", None);
        check("file:///etc/passwd", None);
        check("", None);
    }

    #[test]
    fn the_same_page_is_known_by_its_address_too() {
        let links = Links::new(Some("https://a.example/posts/1"));
        for (href, expect) in [
            ("#note", true),
            ("https://a.example/posts/1#note", true),
            ("1#note", true),
            ("2#note", false),
            ("https://a.example/posts/1#comment-7", false),
            ("https://a.example/posts/1", false),
        ] {
            assert_eq!(links.is_in_page(href), expect, "{href}");
        }
    }
}
