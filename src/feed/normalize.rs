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
    text::html::title(cut(html, LONGEST_LINE))
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
    text::html::title(&cut(plain, LONGEST_LINE).replace('<', "&lt;"))
}

/// HTML as delivered, cut where it is longer than any article.
pub fn body(html: String) -> String {
    let kept = cut(&html, LONGEST_BODY).len();
    let mut html = html;
    html.truncate(kept);
    html
}

/// Plain text as HTML: blank lines part paragraphs, line breaks stay.
pub fn paragraphs(plain: &str) -> String {
    let plain = plain.replace("\r\n", "\n").replace('<', "&lt;");
    let mut html = String::with_capacity(plain.len() + 16);
    for paragraph in plain.split("\n\n").map(str::trim) {
        if !paragraph.is_empty() {
            html.push_str("<p>");
            html.push_str(&paragraph.replace('\n', "<br>"));
            html.push_str("</p>");
        }
    }
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
    ]
    .iter()
    .any(|tag| text.contains(tag))
}

/// A person's name: from `mail (Name)` as RSS 2.0 wants it, from `Name <mail>`, or as it stands,
/// decoded once more (`WordPress` writes entities inside CDATA).
pub fn person(written: &str) -> Option<String> {
    // Who writes whole elements into a name writes HTML; a lone `<` belongs to the name.
    let decoded = if written.contains("</") {
        title(written)
    } else {
        plain_title(written)
    };
    let name = decoded.strip_prefix("mailto:").unwrap_or(&decoded).trim();
    Some(beside_mail(name).unwrap_or(name).to_owned()).filter(|name| !name.is_empty())
}

/// The name that stands beside a mail address.
fn beside_mail(written: &str) -> Option<&str> {
    for (open, close) in [('(', ')'), ('（', '）'), ('<', '>')] {
        let Some((before, rest)) = written.split_once(open) else {
            continue;
        };
        let inside = rest.trim_end().strip_suffix(close).unwrap_or(rest).trim();
        let before = before.trim();
        if is_mail(before) && !inside.is_empty() || before.is_empty() && open != '<' {
            return Some(inside);
        }
        if is_mail(inside.trim_start_matches("mailto:")) && !before.is_empty() {
            return Some(before.trim_matches('"'));
        }
    }
    None
}

fn is_mail(text: &str) -> bool {
    text.contains('@') && !text.contains(char::is_whitespace)
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
    fn a_person_is_shown_by_name() {
        let check = |written, expect: &str| assert_eq!(person(written).unwrap_or_default(), expect);
        check("Ana", "Ana");
        check("ana@example.org (Ana Lund)", "Ana Lund");
        check("ana@example.org（安奈）", "安奈");
        check("、ana@example.org", "、ana@example.org");
        check("Ana Lund <ana@example.org>", "Ana Lund");
        check("\"Ana Lund\" <mailto:ana@example.org>", "Ana Lund");
        check("ana@example.org", "ana@example.org");
        check("(Ana)", "Ana");
        check("Ana (she)", "Ana (she)");
        check("Tags &#38; Angles &amp; Co", "Tags & Angles & Co");
        check("R&D <team>", "R&D <team>");
        check("<a href=\"/ana\">Ana</a>", "Ana");
        check("  \n ", "");
    }

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
    fn plain_text_keeps_its_paragraphs() {
        assert_eq!(
            paragraphs("a < b\r\nc\r\n\r\nd"),
            "<p>a &lt; b<br>c</p><p>d</p>"
        );
        assert!(looks_like_html("<p>x</p>") && !looks_like_html("a < b > c"));
    }
}
