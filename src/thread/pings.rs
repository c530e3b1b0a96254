//! Notices that another site links here, which feeds pass off as comments.
//!
//! No feed marks them. A pingback is a torn-out excerpt, with brackets at both ends; a trackback opens
//! with the title of the other page, in strong type, and its author's address is that page.

use crate::model::comment::Comment;
use crate::model::document::{Block, Span};
use url::Url;

/// How an excerpt is shown to be torn out.
const TORN: [&str; 2] = ["[…]", "[...]"];

/// Whether this has the shape of a pingback or a trackback.
pub(super) fn is_ping(comment: &Comment) -> bool {
    is_pingback(&comment.body.blocks) || is_trackback(comment)
}

fn is_pingback(blocks: &[Block]) -> bool {
    let [Block::Paragraph(first), .., Block::Paragraph(last)] = blocks else {
        return matches!(blocks, [Block::Paragraph(only)] if is_torn_at_both_ends(only));
    };
    let (first, last) = (text(first), text(last));
    TORN.iter().any(|torn| first.trim_start().starts_with(torn))
        && TORN.iter().any(|torn| last.trim_end().ends_with(torn))
}

fn is_torn_at_both_ends(spans: &[Span]) -> bool {
    let text = text(spans);
    let inner = TORN.iter().find_map(|torn| text.trim().strip_prefix(torn));
    inner.is_some_and(|inner| {
        let excerpt = TORN.iter().find_map(|torn| inner.strip_suffix(torn));
        excerpt.is_some_and(|excerpt| !excerpt.trim().is_empty())
    })
}

fn is_trackback(comment: &Comment) -> bool {
    let [Block::Paragraph(title), _, ..] = &comment.body.blocks[..] else {
        return false;
    };
    let is_title = |span: &Span| span.style.strong && span.link.is_none();
    !title.is_empty()
        && title.iter().all(is_title)
        && comment.author_url.as_deref().is_some_and(is_page)
}

/// Whether an address leads to a page of a site rather than to the site, as a person's own would.
fn is_page(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| url.path().len() > 1 || url.query().is_some())
}

fn text(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::sample::{body, comment};

    fn check(author_url: &str, text: &str, expect: bool) {
        let comment = Comment {
            author_url: Some(author_url.to_owned()),
            body: body(text),
            ..comment(1)
        };
        assert_eq!(is_ping(&comment), expect, "{author_url} {text}");
    }

    #[test]
    fn links_from_elsewhere_are_kept_out_of_the_talk() {
        let page = "https://finds.example/2024/crockery?id=7";
        check("", "[…] a talking kettle […]", true);
        check("", "[...] a talking kettle [...]", true);
        check("", "[…] a kettle\n\nthat talks […]", true);
        check(page, "*Crockery & more*\n\nA kettle that speaks.", true);
        check(
            "https://finds.example/?id=7",
            "*Crockery*\n\nA kettle.",
            true,
        );
    }

    #[test]
    fn people_who_quote_or_shout_are_not() {
        let home = "https://ana.example/";
        let page = "https://ana.example/about";
        check("", "[…] is how it starts", false);
        check("", "and so it ends […]", false);
        check("", "[…]", false);
        check("", "[…] […]", false);
        check("", "> […] a talking kettle […]", false);
        check("", "", false);
        check(home, "*No!*\n\nIt does not.", false);
        check(page, "*No!*", false);
        check(page, "*No!* It does not.\n\nReally.", false);
        check("", "*No!*\n\nIt does not.", false);
        check("ana", "*No!*\n\nIt does not.", false);
    }
}
