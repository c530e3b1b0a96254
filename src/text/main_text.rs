//! The main text of a web page, without what stands around it.
//!
//! The reader that finds it knows no limits; so it gets the page as our own bounded tree writes it.

use crate::text::html::{self, Id, document, words};
use dom_smoothie::{Config, Readability, TextMode};
use std::fmt;

/// Bytes of a page that are looked at.
const BYTES: usize = 3 * 1024 * 1024;
/// Elements of a page that are looked at.
const ELEMENTS: usize = 60_000;
/// Fewer words are no article.
const WORDS: u32 = 40;

/// Why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoText {
    /// Nothing on the page can be told from the rest.
    Nothing,
    /// It has so little text that it is rather a notice, or waits for a script.
    Little,
    /// It is larger than anything written by hand.
    Large,
}

impl fmt::Display for NoText {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Nothing => "no part of the page can be told to be its main text",
            Self::Little => {
                "the page has hardly any text; it may be made by scripts, or shown to subscribers only"
            }
            Self::Large => "the page is too large to look through",
        })
    }
}

/// The main text of the page at `url`, as HTML.
///
/// # Errors
/// When there is none.
pub fn main_text(page: &str, url: &str) -> Result<String, NoText> {
    if page.len() > BYTES {
        return Err(NoText::Large);
    }
    let tree = html::tree(page);
    if tree.descendants(Id::ROOT).take(ELEMENTS + 1).count() > ELEMENTS {
        return Err(NoText::Large);
    }
    let bounded = format!("<html><body>{}</body></html>", tree.inside(Id::ROOT));
    let config = Config {
        disable_json_ld: true,
        text_mode: TextMode::Raw,
        keep_classes: true,
        ..Config::default()
    };
    let found = Readability::new(bounded, Some(url), Some(config)).and_then(|mut it| it.parse());
    let content = found.map_err(|_| NoText::Nothing)?.content.to_string();
    match words(&document(&content, Some(url))) {
        0..WORDS => Err(NoText::Little),
        _ => Ok(content),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(page: &str) -> Result<String, NoText> {
        main_text(page, "https://a.example/post").map(|text| html::line(&text))
    }

    fn prose(times: usize) -> String {
        "<p>The kettle on the second floor began to speak in March, and at first nobody, least of all \
         the tenants who drank its tea, thought much of it.</p>"
            .repeat(times)
    }

    #[test]
    fn the_article_is_told_from_what_stands_around_it() {
        let page = format!(
            "<!doctype html><html><head><title>Kettle</title></head><body>\
             <nav><ul><li><a href=/>Home</a><li><a href=/about>About</a></ul></nav>\
             <main><article><h1>Kettle</h1>{}<p>See <a href=/more>more</a>.</p><pre class=\"language-rust\">fn x() {{}}</pre></article></main>\
             <aside><p>Subscribe to our newsletter!</p></aside><footer>Imprint</footer></body></html>",
            prose(6)
        );
        let text = said(&page).unwrap();
        assert!(text.contains("began to speak in March"), "{text}");
        assert!(text.contains("fn x() {}"), "{text}");
        for noise in ["About", "newsletter", "Imprint"] {
            assert!(!text.contains(noise), "{noise}: {text}");
        }
    }

    #[test]
    fn where_there_is_no_article_it_says_why() {
        assert_eq!(said(""), Err(NoText::Nothing));
        assert!(said("<div id=app></div><script>render()</script>").is_err());
        assert!(said("<p>Please log in to read this.</p>").is_err());
        assert_eq!(said(&"x".repeat(BYTES + 1)), Err(NoText::Large));
    }

    #[test]
    fn a_page_of_hostile_depth_is_read_within_bounds() {
        let deep = format!("{}{}", "<div>".repeat(20_000), prose(6));
        assert!(said(&deep).is_ok_and(|text| text.contains("kettle")));
        let wide = "<b>".repeat(ELEMENTS + 10);
        assert!(said(&wide).is_err());
    }
}
