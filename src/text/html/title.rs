//! Titles: one line of plain text that may or may not have been meant as markup.

use crate::model::document::{Block, Document};
use crate::text::html::{
    caps,
    flatten::flatten,
    links::renumber,
    reader::{Decorations, Reader},
};
use crate::text::plain;

/// The bytes of a title that are looked at.
const LONGEST: usize = 8 * 1024;

/// A title as one safe plain line. Entities are read. A tag counts as markup only where it is one
/// that a title may carry and is closed again: `Vec<T>` and `the <b> tag` stay as they are.
pub fn title(raw: &str) -> String {
    let raw = plain::beginning(raw, LONGEST);
    if !raw.contains(['<', '&']) {
        return plain::line(raw);
    }
    let tree = caps::tree(&escape_bare_brackets(raw));
    let blocks = Reader::new(&tree, None, Decorations::LeaveOut).read(false);
    let text: String = flatten(blocks, " ")
        .iter()
        .map(|span| span.text.as_str())
        .collect();
    plain::line(&text)
}

/// `raw` with every `<` written as an entity that does not begin markup.
fn escape_bare_brackets(raw: &str) -> String {
    let lower = raw.to_ascii_lowercase();
    let mut out = String::with_capacity(raw.len());
    for (at, character) in raw.char_indices() {
        if character == '<' && !is_markup(&lower, at) {
            out.push_str("&lt;");
        } else {
            out.push(character);
        }
    }
    out
}

/// Whether a tag begins at `at`. `text` is in lower case.
fn is_markup(text: &str, at: usize) -> bool {
    let after = &text[at + 1..];
    if after.starts_with("!--") {
        return after.contains("-->");
    }
    let (closing, after) = match after.strip_prefix('/') {
        Some(after) => (true, after),
        None => (false, after),
    };
    let length = after
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(after.len());
    let (name, rest) = after.split_at(length);
    if !rest.starts_with([' ', '\t', '\n', '/', '>']) || !rest.contains('>') {
        return false;
    }
    match name {
        "br" | "img" | "wbr" | "hr" => true,
        _ if !CARRIED.contains(&name) => false,
        _ if closing => text[..at].contains(&format!("<{name}")),
        _ => rest.contains(&format!("</{name}")),
    }
}

/// The elements that titles are seen to carry.
const CARRIED: [&str; 44] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "div", "em",
    "font", "h1", "h2", "h3", "h4", "h5", "h6", "i", "ins", "kbd", "mark", "math", "p", "q", "s",
    "samp", "script", "small", "span", "strike", "strong", "style", "sub", "sup", "svg", "time",
    "tt", "u", "var", "ruby", "rt",
];

/// Leaves out a heading at the beginning that says nothing but the title, which stands above the text anyway, and
/// leads nowhere but to the entry itself, at `link`.
pub fn without_title(document: &mut Document, title: &str, link: Option<&str>) {
    let said = |text: &str| -> String {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let Some(Block::Heading { text, .. }) = document.blocks.first() else {
        return;
    };
    let heading: String = text.iter().map(|span| span.text.as_str()).collect();
    let repeats = !said(title).is_empty() && said(&heading) == said(title);
    let leads_home = text.iter().all(|span| {
        let address = span.link.and_then(|link| document.links.get(link));
        address.is_none_or(|address| Some(address.as_str()) == link)
    });
    let is_place = text.iter().any(|span| span.anchor.is_some());
    // One that is all there is stays.
    if repeats && leads_home && !is_place && document.blocks.len() > 1 {
        document.blocks.remove(0);
        renumber(document);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::html::document;

    #[test]
    fn a_title_reads_as_its_author_meant_it() {
        for (raw, expect) in [
            ("Plain \n title ", "Plain title"),
            ("AT&amp;T &#8211; A &lt;b&gt; story", "AT&T – A <b> story"),
            ("AT&T", "AT&T"),
            ("<b>Bold</b> &amp; <i>slanted</i>", "Bold & slanted"),
            ("One<br/>two", "One two"),
            ("Vec<T> and a < b", "Vec<T> and a < b"),
            ("The <b> tag", "The <b> tag"),
            ("The </b> tag", "The </b> tag"),
            ("I <3 you", "I <3 you"),
            ("x<script>alert(1)</script>y", "xy"),
            ("H<sub>2</sub>O", "H₂O"),
            ("a&#27;[2J&#x202e;b", "a[2Jb"),
            ("&#155;31m", "›31m"),
            ("<p>One</p><p>two</p>", "One two"),
            ("<script>", "<script>"),
            ("", ""),
        ] {
            assert_eq!(title(raw), expect, "{raw}");
        }
    }

    #[test]
    fn a_heading_that_repeats_the_title_is_left_out() {
        let check = |html: &str, expect: usize| {
            let mut read = document(html, Some("https://a.example/"));
            without_title(&mut read, "The Kettle, again", Some("https://a.example/1"));
            assert_eq!(read.blocks.len(), expect, "{html}");
        };
        check("<h1>the  kettle – AGAIN!</h1><p>x", 1);
        check("<h2>The kettle</h2><p>x", 2);
        check("<h1>The kettle again</h1>", 1);
        check("<h1><a href=/>The kettle again</a></h1><p>x", 2);
        check("<h1><a href=/1>The kettle again</a></h1><p>x", 1);
        check("<p>The kettle, again</p><p>x", 2);
    }
}
