//! Titles, names, addresses and texts brought into one shape, whatever format they came in.

use url::Url;

use crate::text;

/// Longer titles and names are cut, bytes.
const LONGEST_LINE: usize = 2 * 1024;
/// Characters of a text that stand for a title.
const OPENING: usize = 72;
/// Longer texts are cut, bytes.
const LONGEST_BODY: usize = 2 * 1024 * 1024;
/// Longer addresses are no addresses, bytes.
const LONGEST_ADDRESS: usize = 8 * 1024;

/// A title that may carry markup, as one plain line.
pub fn title(html: &str) -> String {
    let html = cut(html, LONGEST_LINE);
    if html.contains('<') || has_reference(html) {
        text::html::title(html)
    } else {
        text::plain::line(html)
    }
}

/// Whether any `&` can begin a reference; most stand between two words.
fn has_reference(html: &str) -> bool {
    html.match_indices('&').any(|(at, _)| {
        let next = html.as_bytes().get(at + 1);
        next.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'#')
    })
}

/// The first words of a text, to call an entry by that has no title: notes and short posts have none.
pub fn opening(body: &str) -> String {
    let line = text::html::title(cut(body, LONGEST_LINE));
    let Some((end, _)) = line.char_indices().nth(OPENING) else {
        return line;
    };
    let kept = &line[..end];
    let words = kept.rsplit_once(' ').map_or(kept, |(words, _)| words);
    format!(
        "{}…",
        words.trim_end_matches(|char: char| !char.is_alphanumeric())
    )
}

/// A title or name that is plain text by its format: `<b>` in it is meant to be read. Entities are
/// decoded all the same, since many programs encode twice.
pub fn plain_title(plain: &str) -> String {
    let plain = cut(plain, LONGEST_LINE);
    if has_reference(plain) {
        text::html::title(&plain.replace('<', "&lt;"))
    } else {
        text::plain::line(plain)
    }
}

/// HTML as delivered, cut where it is longer than any article.
pub fn body(html: String) -> String {
    let kept = cut(&html, LONGEST_BODY).len();
    let mut html = html;
    html.truncate(kept);
    html
}

/// Whether text that claims to be plain is HTML after all; Atom's default type is text, and many
/// programs do not know it.
pub fn looks_like_html(text: &str) -> bool {
    [
        "</p>",
        "</a>",
        "</div>",
        "<br",
        "<p>",
        "<img ",
        "</em>",
        "</strong>",
        "</ul>",
        "</li>",
        "</h2>",
        "</h3>",
        "</span>",
        "</pre>",
        "</blockquote>",
    ]
    .iter()
    .any(|tag| text.contains(tag))
}

/// An absolute address of the web. What a browser would run or read from disk is none.
pub fn address(written: &str, base: &Url) -> Option<String> {
    let written = written.trim();
    if written.is_empty() || written.len() > LONGEST_ADDRESS {
        return None;
    }
    let url = base.join(written).ok()?;
    is_web(&url).then(|| String::from(url))
}

/// Whether this address is one to fetch or to open: http or https, with a host.
pub fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.has_host()
}

fn cut(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_opening_of_a_text_ends_between_words() {
        assert_eq!(opening("<p>A short <b>note</b>.</p>"), "A short note.");
        let long = opening(&"<p>word, and another ".repeat(20));
        assert!(long.ends_with("word…") || long.ends_with("another…") || long.ends_with("and…"));
        assert!(long.chars().count() <= OPENING + 1);
    }

    #[test]
    fn titles_are_plain_lines() {
        assert_eq!(
            title(" A <b>bold</b> &amp; long\n tale "),
            "A bold & long tale"
        );
        assert_eq!(plain_title("Use <b> &amp; <i>"), "Use <b> & <i>");
        assert_eq!(plain_title(" Use  <b> & <i>"), "Use <b> & <i>");
        assert_eq!(title("Q & A &"), "Q & A &");
        assert!(title(&"é".repeat(5000)).len() <= LONGEST_LINE);
    }

    #[test]
    fn addresses_are_absolute_and_of_the_web() {
        let base = Url::parse("https://example.org/blog/feed.xml").unwrap();
        let check =
            |written, expect: &str| assert_eq!(address(written, &base).unwrap_or_default(), expect);
        check("post", "https://example.org/blog/post");
        check(" /x?a=b&c#d ", "https://example.org/x?a=b&c#d");
        check("//other.example/", "https://other.example/");
        check("http://a.example", "http://a.example/");
        check("javascript:alert(1)", "");
        check("file:///etc/passwd", "");
        check("", "");
    }

    #[test]
    fn html_is_known_by_its_tags() {
        assert!(looks_like_html("<p>x</p>") && !looks_like_html("a < b > c"));
    }
}
