//! How a text is written, and what a title says.
//!
//! Formats have rules for this and programs break all of them: plain text that is HTML, HTML that
//! was escaped twice, markup where a text was meant. What was declared counts where it can be true.

use std::borrow::Cow;

use crate::feed::syndication::base64;
use crate::feed::syndication::scope::Scope;
use crate::feed::xml::tree::Element;
use crate::feed::xml::vocabulary::Space;
use crate::feed::{normalize, xml::references};
use crate::model::parsed::TextKind;

/// A title, a name or a notice, as one plain line; nothing where it is empty.
pub fn line(element: &Element, scope: &Scope) -> Option<String> {
    let (raw, kind) = raw(element, scope);
    let line = match kind {
        TextKind::Plain => normalize::plain_title(&raw),
        TextKind::Html | TextKind::Xhtml => normalize::title(&raw),
    };
    Some(line).filter(|line| !line.is_empty())
}

/// Whether what stands here is a picture, a program, anything but a text (RFC 4287 §4.1.3.3).
pub fn is_foreign(element: &Element) -> bool {
    let declared = declared(element);
    let text = |kind: &str| {
        !kind.contains('/')
            || kind.starts_with("text/")
            || kind.ends_with("xml")
            || kind.contains("html")
            || kind == BYTES && base64::text(&element.text()).is_some()
    };
    element.space == Space::Core && declared.is_some_and(|kind| !text(&kind))
}

/// What some programs call a text that they wrote in base64.
const BYTES: &str = "application/octet-stream";

/// The type without its parameters, in small letters.
fn declared(element: &Element) -> Option<String> {
    let written = element.attribute("type")?;
    let kind = written.split(';').next().unwrap_or(written).trim();
    Some(kind.to_ascii_lowercase())
}

/// What is written and how.
pub fn raw<'e>(element: &'e Element<'_>, scope: &Scope) -> (Cow<'e, str>, TextKind) {
    let declared = declared(element);
    let declared = declared.as_deref();
    let mode = element.attribute("mode").unwrap_or("");
    // Atom 0.3 says so; in Atom 1.0 it follows from the type (RFC 4287 §4.1.3.3).
    let coded = mode.eq_ignore_ascii_case("base64") || declared == Some(BYTES);
    if let Some(decoded) = coded.then(|| base64::text(&element.text())).flatten() {
        let plain = match declared {
            Some(kind) => matches!(kind, "text" | "text/plain"),
            None => !has_tag(&decoded),
        };
        let kind = kind_of(&decoded, plain);
        return (Cow::Owned(decoded.trim().to_owned()), kind);
    }
    if let Some(inner) = wrapper(element) {
        let escaped = matches!(declared, Some("html" | "text/html")) && !inner.has_markup();
        return if escaped {
            (inner.text(), TextKind::Html)
        } else {
            (Cow::Owned(inner.markup()), TextKind::Xhtml)
        };
    }
    if element.has_markup() {
        let xhtml = matches!(declared, Some("xhtml" | "application/xhtml+xml"));
        // HTML as text, and elements that somebody has put beside it: a pixel, a line of links.
        let beside = !xhtml && normalize::looks_like_html(&element.text());
        return if beside {
            (Cow::Owned(element.html_and_markup()), TextKind::Html)
        } else {
            (Cow::Owned(element.markup()), TextKind::Xhtml)
        };
    }
    let text = unwrapped(element.text());
    let plain = match declared {
        Some("text" | "text/plain" | "plain") => true,
        Some("xhtml" | "application/xhtml+xml") if !has_tag(&text) => {
            return (Cow::Owned(references::escape(&text)), TextKind::Xhtml);
        }
        Some(_) => false,
        None => match element.space {
            Space::Media | Space::Itunes => true,
            // Atom's texts are plain unless they say otherwise (RFC 4287 §3.1.1).
            _ if scope.atom || element.atom => !mode.eq_ignore_ascii_case("escaped"),
            // RSS means HTML, and paragraphs without a tag in them mean none.
            _ => !has_tag(&text) && text.contains("\n\n"),
        },
    };
    match kind_of(&text, plain) {
        TextKind::Plain => (text, TextKind::Plain),
        kind => (unescaped(text), kind),
    }
}

/// Plain text that is full of tags is HTML, whatever it was called.
fn kind_of(text: &str, plain: bool) -> TextKind {
    if plain && !normalize::looks_like_html(text) {
        TextKind::Plain
    } else {
        TextKind::Html
    }
}

/// The `div` around XHTML, which is no part of it (RFC 4287 §3.1.1.3).
pub fn wrapper<'e, 'a>(element: &'e Element<'a>) -> Option<&'e Element<'a>> {
    let inner = element.only()?;
    let bare = matches!(inner.name.as_str(), "div" | "body");
    bare.then_some(inner)
}

/// A CDATA section that was itself written as text.
fn unwrapped(text: Cow<'_, str>) -> Cow<'_, str> {
    let inner = text
        .strip_prefix("<![CDATA[")
        .and_then(|rest| rest.strip_suffix("]]>"));
    match inner {
        Some(inner) => Cow::Owned(inner.trim().to_owned()),
        None => text,
    }
}

/// HTML that was escaped once more than the format asks for: it begins and ends with a tag, and has
/// none.
fn unescaped(html: Cow<'_, str>) -> Cow<'_, str> {
    let twice = html.starts_with("&lt;") && html.ends_with("&gt;") && !html.contains('<');
    if twice {
        Cow::Owned(references::unescape(&html))
    } else {
        html
    }
}

/// Whether anything in the text can be a tag.
fn has_tag(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| {
        let next = text.as_bytes().get(at + 1);
        next.is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!'))
    })
}

#[cfg(test)]
mod tests {
    use crate::feed::syndication::testing::{self, texts as check};

    #[test]
    fn a_text_is_what_it_says_where_that_can_be() {
        let atom = |inside: &str, content: &str| check(&testing::entry(inside), content, "");
        atom("<content>a &lt; b</content>", "plain: a < b");
        atom("<content>&lt;p&gt;x&lt;/p&gt;</content>", "html: <p>x</p>");
        atom(
            "<content type='text/plain; charset=utf-8'>a &lt;b&gt;</content>",
            "plain: a <b>",
        );
        atom(
            "<content type='html'>&lt;b&gt;x&lt;/b&gt;</content>",
            "html: <b>x</b>",
        );
        atom("<content type='html'><b>x</b></content>", "xhtml: <b>x</b>");
        atom(
            "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>a &lt; <b>x</b></div></content>",
            "xhtml: a &lt; <b>x</b>",
        );
        atom(
            "<content type='xhtml'><div>a &lt; b</div></content>",
            "xhtml: a &lt; b",
        );
        atom(
            "<content type='xhtml'>a &amp; b</content>",
            "xhtml: a &amp; b",
        );
        atom(
            "<content type='application/xml'><x>1</x></content>",
            "xhtml: <x>1</x>",
        );
        atom(
            "<title>T</title><content type='image/png'>AAAA</content>",
            "",
        );
        atom(
            "<title>T</title><content type='text/html' src='http://x.example/'/>",
            "",
        );
        atom(
            "<content mode='base64' type='text/html'>PGI+eDwvYj4=</content>",
            "html: <b>x</b>",
        );
        atom("<content mode='base64'>YSA8IGI=</content>", "plain: a < b");
        atom(
            "<content mode='base64'>PGI+eDwvYj4=</content>",
            "html: <b>x</b>",
        );
        atom(
            "<content mode='escaped'>&lt;i&gt;x&lt;/i&gt;</content>",
            "html: <i>x</i>",
        );
        atom(
            "<content type='text/plain'>Plain and longer</content><content type='html'>&lt;b&gt;x&lt;/b&gt;</content>",
            "html: <b>x</b>",
        );
    }

    #[test]
    fn faults_of_writing_are_seen_through() {
        let rss = |inside: &str, summary: &str| {
            check(
                &testing::item(&format!("<description>{inside}</description>")),
                "",
                summary,
            );
        };
        rss(
            "&amp;lt;p&amp;gt;x &amp;amp;amp; y&amp;lt;/p&amp;gt;",
            "html: <p>x &amp; y</p>",
        );
        rss("The &amp;lt;br&amp;gt; tag", "html: The &lt;br&gt; tag");
        rss(
            "<![CDATA[ <![CDATA[<p>x</p>]]]]><![CDATA[>]]>",
            "html: <p>x</p>",
        );
        rss("One.\n\nTwo.", "plain: One.\n\nTwo.");
        rss("<![CDATA[<p>One.\n\nTwo.]]>", "html: <p>One.\n\nTwo.");
        rss("<p>One</p> &amp; <br/>", "xhtml: <p>One</p> &amp; <br>");
        rss(
            "<![CDATA[<p>x &amp; y</p>]]> <img src='/t.gif'/>",
            "html: <p>x &amp; y</p> <img src=\"/t.gif\">",
        );
        rss(
            "<p>Use &lt;br&gt;, not &lt;p&gt;&lt;/p&gt;</p>",
            "xhtml: <p>Use &lt;br&gt;, not &lt;p&gt;&lt;/p&gt;</p>",
        );
    }

    #[test]
    fn titles_are_read_by_the_same_rules() {
        let check = |inside: &str, expect: &str| {
            let entry = testing::entry(&format!("<id>1</id><title {inside}</title>"));
            assert_eq!(entry.title.unwrap_or_default(), expect, "{inside}");
        };
        check(
            "type='html'>&lt;b&gt;Bold&lt;/b&gt; &amp;amp; big",
            "Bold & big",
        );
        check("type='xhtml'><div>A <b>b</b></div>", "A b");
        check("type='text'>Use &lt;b&gt;", "Use <b>");
        check(">AT&amp;amp;T", "AT&T");
        check("mode='base64' type='text/html'>PGI+eDwvYj4=", "x");
        check(">  ", "");
    }
}
