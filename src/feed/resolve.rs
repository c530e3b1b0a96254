//! Relative addresses in HTML made absolute, and nothing else touched.
//!
//! Programs that are handed an entry's HTML no longer know where it came from. They get it as it was
//! delivered, byte for byte, but for the addresses that only its base makes whole.

use std::borrow::Cow;
use std::ops::Range;
use url::Url;

use crate::feed::normalize;
use crate::feed::xml::markup::{self, Reference, Tag, Token};

/// Bytes that addresses may add to a text: a long base makes a short text long.
const MOST_ADDED: usize = 4 * 1024 * 1024;

/// `html` with its relative addresses taken from `base`; as it is, where there are none or where `base`
/// is no address of the web.
pub fn absolute<'h>(html: &'h str, base: &str) -> Cow<'h, str> {
    let Some(base) = Url::parse(base).ok().filter(normalize::is_web) else {
        return Cow::Borrowed(html);
    };
    let mut made = String::new();
    // How much of the text is in `made`.
    let mut done = 0;
    let mut tokens = markup::tokens(html);
    while let Some(token) = tokens.next() {
        let Token::Open(tag) = token else { continue };
        let end = html.len() - tokens.rest().len();
        let start = end - tag.raw.len() + "<".len() + tag.name.len();
        for (name, value) in values(tag.page_attributes()) {
            let written = &tag.page_attributes()[value.clone()];
            if made.len() > html.len() + MOST_ADDED {
                break;
            }
            if let Some(address) = replaced(&tag, name, written, &base) {
                made.push_str(&html[done..start + value.start]);
                push_value(&mut made, &address);
                done = start + value.end;
            }
        }
        let name = tag.name.to_ascii_lowercase();
        if RAW.contains(&name.as_str()) && !tag.empty {
            tokens.skip_raw_text(&name);
        }
    }
    if done == 0 {
        return Cow::Borrowed(html);
    }
    made.push_str(&html[done..]);
    Cow::Owned(made)
}

/// Elements whose inside is no markup (HTML, §13.1.2).
const RAW: [&str; 8] = [
    "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes",
];

/// The attributes of a tag: names as written, and where the values stand, without their quotation
/// marks.
fn values(attributes: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let separates = |c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\'' | '=');
    let find = move |from: usize, wanted: &dyn Fn(char) -> bool| {
        let rest = &attributes[from..];
        from + rest.find(wanted).unwrap_or(rest.len())
    };
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = find(at, &|c| !separates(c));
        let end = find(start, &|c| c.is_whitespace() || c == '=');
        let name = &attributes[start..end];
        at = find(end, &|c| !c.is_whitespace());
        let mut value = end..end;
        if attributes[at..].starts_with('=') {
            let first = find(at + 1, &|c| !c.is_whitespace());
            value = match attributes[first..].chars().next() {
                Some(quote @ ('"' | '\'')) => first + 1..find(first + 1, &|c| c == quote),
                _ => first..find(first, &char::is_whitespace),
            };
            at = value.end;
            // A quotation mark in a value without them: nobody knows what is meant.
            let is_quoted = value.start > first;
            if !is_quoted && attributes[value.clone()].contains(['"', '\'']) {
                value = end..end;
            }
        }
        (!name.is_empty()).then_some((name, value))
    })
}

/// What stands in the place of an attribute's value, where it is or holds relative addresses.
fn replaced(tag: &Tag, name: &str, written: &str, base: &Url) -> Option<String> {
    let name = name.to_ascii_lowercase();
    let is = |wanted: &str| tag.name.eq_ignore_ascii_case(wanted);
    match name.as_str() {
        "href" if is("base") => None,
        "data" if !is("object") => None,
        "href" | "xlink:href" | "src" | "poster" | "cite" | "data" | "action" | "formaction"
        | "longdesc" | "background" => resolved(&markup::unescape(written), base),
        "srcset" | "imagesrcset" => candidates(&markup::unescape(written), base),
        _ => None,
    }
}

/// A relative address, whole. What has a scheme of its own stays, `data:` and `javascript:` too.
fn resolved(address: &str, base: &Url) -> Option<String> {
    let address = address.trim();
    if address.is_empty() || has_scheme(address) {
        return None;
    }
    let url = base.join(address).ok()?;
    // A scheme with a line break in it is one for browsers.
    (url.scheme() == base.scheme()).then(|| url.into())
}

/// RFC 3986 §3.1.
fn has_scheme(address: &str) -> bool {
    let end = address.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')));
    address.starts_with(|c: char| c.is_ascii_alphabetic())
        && end.is_some_and(|end| address[end..].starts_with(':'))
}

/// The addresses of a picture in several sizes (HTML, §4.8.4.2.1), whole.
fn candidates(set: &str, base: &Url) -> Option<String> {
    let mut made = String::new();
    let mut changed = false;
    let mut rest = set;
    while !rest.is_empty() {
        let start = rest.find(|c: char| !c.is_ascii_whitespace() && c != ',');
        let (before, after) = rest.split_at(start.unwrap_or(rest.len()));
        let end = after.find(|c: char| c.is_ascii_whitespace());
        let (word, after) = after.split_at(end.unwrap_or(after.len()));
        let address = word.trim_end_matches(',');
        let whole = resolved(address, base);
        changed |= whole.is_some();
        // A comma right after the address leaves it without a size.
        let size = if address.len() < word.len() {
            0
        } else {
            size_length(after)
        };
        made.push_str(before);
        made.push_str(whole.as_deref().unwrap_or(address));
        made.push_str(&word[address.len()..]);
        made.push_str(&after[..size]);
        rest = &after[size..];
    }
    changed.then_some(made)
}

/// How far the size after an address goes: to a comma that stands in no brackets.
fn size_length(text: &str) -> usize {
    let mut open = 0_usize;
    let comma = text.char_indices().find(|(_, c)| {
        match c {
            '(' => open += 1,
            ')' => open = open.saturating_sub(1),
            _ => {}
        }
        *c == ',' && open == 0
    });
    comma.map_or(text.len(), |(at, _)| at)
}

/// Writes an address so that it may stand between quotation marks of either kind. Entities that only
/// HTML knows are still as they were written.
fn push_value(made: &mut String, address: &str) {
    for (at, c) in address.char_indices() {
        match c {
            '&' => match markup::reference(&address[at..]) {
                Some((Reference::Named, _)) => made.push('&'),
                _ => made.push_str("&amp;"),
            },
            '"' => made.push_str("&quot;"),
            '\'' => made.push_str("&#39;"),
            _ => made.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BASE: &str = "https://a.example/blog/post?x=1";

    fn check(html: &str, expect: &str) {
        assert_eq!(absolute(html, BASE), expect);
    }

    fn stays(html: &str) {
        assert!(
            matches!(absolute(html, BASE), Cow::Borrowed(same) if same == html),
            "{html}"
        );
    }

    #[test]
    fn relative_addresses_become_whole() {
        check(
            "<a href=\"/x\">y</a>",
            "<a href=\"https://a.example/x\">y</a>",
        );
        check(
            "<A class=b HREF = '../x'>",
            "<A class=b HREF = 'https://a.example/x'>",
        );
        check(
            "<a href=x title='/y'>",
            "<a href=https://a.example/blog/x title='/y'>",
        );
        check("<a href=x/>", "<a href=https://a.example/blog/x/>");
        check(
            "<a href=\"#n\">",
            "<a href=\"https://a.example/blog/post?x=1#n\">",
        );
        check(
            "<a href=\"?y\">",
            "<a href=\"https://a.example/blog/post?y\">",
        );
        check("<img src=//b.example/i>", "<img src=https://b.example/i>");
        check(
            "<p>é<img src='é b.png' alt=''/> &nbsp;<video poster=p src=\nv></video>",
            "<p>é<img src='https://a.example/blog/%C3%A9%20b.png' alt=''/> &nbsp;<video poster=https://a.example/blog/p src=\nhttps://a.example/blog/v></video>",
        );
        check(
            "<q cite=x><object data=x><p data=x>",
            "<q cite=https://a.example/blog/x><object data=https://a.example/blog/x><p data=x>",
        );
    }

    #[test]
    fn entities_in_an_address_keep_their_meaning() {
        check(
            "<a href='/?a=1&amp;b=2&c'>",
            "<a href='https://a.example/?a=1&amp;b=2&amp;c'>",
        );
        check(
            "<a href='/&#x41;&eacute;'>",
            "<a href='https://a.example/A&eacute;'>",
        );
        check(
            "<a href=\"/it's\">",
            "<a href=\"https://a.example/it&#39;s\">",
        );
        check("<a href='/&quot;'>", "<a href='https://a.example/%22'>");
    }

    #[test]
    fn every_size_of_a_picture_is_found() {
        check(
            "<img srcset=\"a.png, /b.png 2x,data:image/png,x 3x, https://c.example/c 4x\">",
            "<img srcset=\"https://a.example/blog/a.png, https://a.example/b.png 2x,data:image/png,x 3x, https://c.example/c 4x\">",
        );
        check(
            "<source srcset='a f(1,2) , b'>",
            "<source srcset='https://a.example/blog/a f(1,2) , https://a.example/blog/b'>",
        );
        stays("<img srcset='https://c.example/c 4x,, '>");
    }

    #[test]
    fn everything_else_stays_byte_for_byte() {
        stays("");
        stays("<a href=''>x</a><a href>y</a>");
        stays("<a href=\"HTTPS://b.example\">mailto <a href=mailto:a@b.example>");
        stays("<a href='java\nscript:x'><img src='data:image/png;base64,AA=='>");
        stays("<!-- <a href=x> --><script>'<a href=x>'</SCRIPT ><textarea><a href=x></textarea>");
        stays("<base href='/x'><a data-href=x><a href=x");
        stays("a < b &amp; c <![CDATA[<a href=x>]]>");
        assert_eq!(absolute("<a href=x>", "nowhere"), "<a href=x>");
        assert_eq!(absolute("<a href=x>", "data:text/html,x"), "<a href=x>");
    }

    #[test]
    fn a_long_base_makes_no_endless_text() {
        let base = format!("https://a.example/{}/", "x".repeat(8000));
        let html = "<a href=x>".repeat(6000);
        assert!(absolute(&html, &base).len() < 2 * html.len() + MOST_ADDED + 10_000);
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(html in "(<a |<img |<script>|<!--|>|href=|src=|srcset=|'|\"|/|,|#|&amp;|&|:|x|é| |\n){0,60}") {
            let once = absolute(&html, BASE).into_owned();
            let twice = absolute(&once, BASE);
            prop_assert!(matches!(twice, Cow::Borrowed(_)), "{} {} {}", html, once, twice);
        }

        #[test]
        fn text_without_relative_addresses_comes_back_as_it_is(html in "(<a href='https://b.example/'>|<b class=\"/x\">|</a>|<br/>|<!-- /x -->|[a-zé &;<>\"'=/]){0,60}") {
            prop_assume!(!["href=", "src"].iter().any(|name| html.replace("<a href='https", "").contains(name)));
            prop_assert!(matches!(absolute(&html, BASE), Cow::Borrowed(same) if same == html));
        }
    }
}
