//! What holds for any text that claims to be HTML, however hostile.

use proptest::prelude::*;

use crate::text::html::document;
use crate::text::html::tests::{BASE, sketch};

pub(crate) fn is_unsafe(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{E0000}'..='\u{E0FFF}' | '\u{10EEEE}')
}

const NAMES: &[&str] = &[
    "p",
    "div",
    "b",
    "i",
    "a",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "pre",
    "code",
    "table",
    "tr",
    "td",
    "th",
    "thead",
    "caption",
    "h1",
    "h2",
    "br",
    "hr",
    "img",
    "figure",
    "figcaption",
    "sup",
    "sub",
    "ruby",
    "rt",
    "q",
    "svg",
    "math",
    "mi",
    "template",
    "select",
    "script",
    "style",
    "noscript",
    "details",
    "summary",
    "span",
    "iframe",
    "form",
    "input",
];

const ATTRIBUTES: &[&str] = &[
    "",
    " href=/x",
    " href='#f'",
    " src=/y.png",
    " alt=' an image'",
    " colspan=3",
    " rowspan=2",
    " hidden",
    " class='language-c'",
    " start=-3",
    " value=98765432109876",
    " width=20",
    " lang=de",
    " title=t\u{202E}",
];

const WORDS: &[&str] = &[
    "word ",
    "two words ",
    "\n",
    "  ",
    "&amp;",
    "&#27;[1m",
    "&#x202e;",
    "&shy;",
    "<",
    "-->",
    "猫と犬。",
    "שלום ",
    "👩\u{200D}👩\u{200D}👧",
    "z\u{336}\u{336}\u{336}",
    "https://a.example/b?c=d&e ",
    "long-hyphenated-word-without-any-space-in-it",
    "\u{9B}",
    "\u{E0041}",
    "1,234.5",
    "a\u{A0}b",
];

/// Tags, entities and words in any order.
pub(crate) fn tag_soup() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        (
            prop::sample::select(NAMES),
            prop::sample::select(ATTRIBUTES)
        )
            .prop_map(|(name, attribute)| format!("<{name}{attribute}>")),
        prop::sample::select(NAMES).prop_map(|name| format!("</{name}>")),
        prop::sample::select(WORDS).prop_map(str::to_owned),
        prop::sample::select(WORDS).prop_map(str::to_owned),
    ];
    prop::collection::vec(part, 0..60).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn any_html_gives_a_safe_document(html in prop_oneof![tag_soup(), any::<String>()]) {
        let document = document(&html, Some(BASE));
        prop_assert!(!sketch(&document).contains(is_unsafe));
        let mut unique = document.links.clone();
        unique.sort();
        unique.dedup();
        prop_assert_eq!(unique.len(), document.links.len());
        for address in &document.links {
            prop_assert!(address.bytes().all(|byte| byte.is_ascii_graphic()));
            prop_assert!(["http://", "https://", "mailto:"].iter().any(|scheme| address.starts_with(scheme)));
        }
    }

    /// Words come out in the order in which they were written.
    #[test]
    fn text_keeps_its_order(tags in prop::collection::vec(
        prop::sample::select(vec!["p", "div", "b", "i", "ul", "li", "blockquote", "h2", "dl", "dd", "pre", "span", "sup-", "center"]),
        1..40,
    )) {
        let parts: Vec<String> = tags
            .iter()
            .enumerate()
            .map(|(at, tag)| match at % 3 {
                0 => format!("<{tag}>w{at}w </{tag}>"),
                _ => format!("<{tag}>w{at}w "),
            })
            .collect();
        let html = parts.concat();
        let sketch = sketch(&document(&html, None));
        let found: Vec<&str> = sketch
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| word.starts_with('w') && word.ends_with('w'))
            .collect();
        let expect: Vec<String> = (0..tags.len()).map(|at| format!("w{at}w")).collect();
        prop_assert_eq!(found, expect);
    }
}

/// The sizes are such that anything quadratic would be felt.
#[test]
fn hostile_depth_and_breadth_are_bounded() {
    let deep = |tag: &str| tag.repeat(100_000 / tag.len()) + "end";
    for tag in [
        "<div>",
        "<ul><li>",
        "<blockquote>",
        "<b>",
        "<table><tr><td>",
        "<div><table></div>",
        "<span><div></span>",
        "<dd><li>",
        "<math><mrow>",
        "<p><font color=1><font color=2>",
        "<q>",
        "<pre><div>",
    ] {
        assert!(sketch(&document(&deep(tag), None)).contains("end"), "{tag}");
    }
}

#[test]
fn a_long_text_whose_tags_are_not_ended_is_read_to_its_end() {
    for piece in ["<p>x", "<li>x", "x<br>", "<dd>x", "<b>x</b>y"] {
        let page = format!("{}<p>theend", piece.repeat(100_000));
        assert!(sketch(&document(&page, None)).contains("theend"), "{piece}");
    }
}

#[test]
fn misnested_formatting_does_not_multiply() {
    let parts: Vec<String> = (0..1_000)
        .map(|n| format!("<div><b id=x{n}>w{n} </div>"))
        .collect();
    assert!(sketch(&document(&parts.concat(), None)).contains("w999"));
}

#[test]
fn cells_that_span_everything_do_not_fill_the_memory() {
    let rows = "<tr><td colspan=99999 rowspan=99999>x<td>y</tr>".repeat(1_000);
    let document = document(&format!("<table>{rows}</table>"), None);
    assert!(sketch(&document).len() < 200_000);
}

#[test]
fn a_tag_of_endless_attributes_is_ended() {
    let attributes: Vec<String> = (0..50_000).map(|n| format!(" a{n}")).collect();
    let attributes = attributes.concat();
    for before in ["", "<!-- <a x=\" -->", "<p title='"] {
        let html = format!("{before}<p{attributes}>x'></p><p>end</p>");
        assert!(sketch(&document(&html, None)).contains("end"));
    }
}
