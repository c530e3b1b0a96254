//! The texts of an item: which of several is the one to read, and which the short one.

use url::Url;

use crate::feed::normalize;
use crate::feed::syndication::media;
use crate::feed::syndication::scope::Scope;
use crate::feed::syndication::writing::{is_foreign, raw, wrapper};
use crate::feed::xml::tree::Element;
use crate::feed::xml::vocabulary::Space;
use crate::model::parsed::{Text, TextKind};

/// The texts of an item.
#[derive(Default)]
pub struct Texts {
    pub content: Option<Text>,
    pub summary: Option<Text>,
    /// What `xml:base` says of the text that is read.
    pub base: Option<String>,
    pub language: Option<String>,
}

/// The whole text of an item and the short one. Of several that claim to be the same the longest is
/// taken; a short text that is longer by far than the whole one is the whole one.
pub fn of_item(item: &Element, scope: &Scope) -> Texts {
    let mut content = longest(
        item.elements()
            .filter(|element| is_content(element))
            .filter_map(|element| Found::read(element, scope)),
    );
    let description = [(Space::Core, "description"), (Space::Dublin, "description")];
    let short = [
        (Space::Core, "summary"),
        (Space::Itunes, "summary"),
        (Space::Dublin, "abstract"),
        (Space::Itunes, "subtitle"),
    ];
    let first = |(space, name): &(Space, &str)| {
        longest(item.all(*space, name).filter_map(|e| Found::read(e, scope)))
    };
    let described = description.iter().find_map(first);
    let described = described.or_else(|| {
        let mut media =
            media::holders(item).flat_map(|holder| holder.all(Space::Media, "description"));
        media.find_map(|told| Found::read(told, scope))
    });
    let mut summary = described;
    for place in &short {
        let Some(found) = first(place) else { continue };
        let subtitle = place.1 == "subtitle";
        match &summary {
            None => summary = Some(found),
            Some(known) if subtitle || known.text.value == found.text.value => {}
            Some(known) if content.is_none() && found.length() > known.length() => {
                content = Some(found);
            }
            Some(_) if content.is_none() => content = summary.replace(found),
            Some(_) => {}
        }
    }
    if let (Some(whole), Some(short)) = (&content, &summary)
        && short.length() > MUCH_LONGER * whole.length() + A_SENTENCE
    {
        std::mem::swap(&mut content, &mut summary);
    }
    let read = content.as_ref().or(summary.as_ref());
    Texts {
        base: read.and_then(|read| read.base.clone()),
        language: read.and_then(|read| read.language.clone()),
        content: content.map(|found| found.text),
        summary: summary.map(|found| found.text),
    }
}

const MUCH_LONGER: usize = 2;
/// Bytes; what is shorter than this is a teaser in any case.
const A_SENTENCE: usize = 256;

fn is_content(element: &Element) -> bool {
    match element.space {
        Space::Content => element.name == "encoded",
        Space::Core => matches!(element.name.as_str(), "content" | "body" | "fullitem"),
        Space::Xhtml => matches!(element.name.as_str(), "body" | "div"),
        _ => false,
    }
}

/// A text, and what was said of the element it stood in.
struct Found {
    text: Text,
    base: Option<String>,
    language: Option<String>,
}

impl Found {
    fn read(element: &Element, scope: &Scope) -> Option<Self> {
        if is_foreign(element) {
            return None;
        }
        let (raw, kind) = raw(element, scope);
        let value = normalize::body(raw.into_owned());
        let inner = wrapper(element).unwrap_or(element);
        (!value.is_empty()).then(|| Self {
            text: Text { kind, value },
            base: inner.base.as_deref().map(Url::to_string),
            language: inner.language.as_deref().map(str::to_owned),
        })
    }

    fn length(&self) -> usize {
        self.text.value.len()
    }
}

/// The longest text, one with markup before plain ones; the first of those that are equal.
fn longest(texts: impl Iterator<Item = Found>) -> Option<Found> {
    let rank = |found: &Found| (found.text.kind != TextKind::Plain, found.length());
    texts.fold(None, |best: Option<Found>, found| match best {
        Some(best) if rank(&best) >= rank(&found) => Some(best),
        _ => Some(found),
    })
}

#[cfg(test)]
mod tests {
    use crate::feed::syndication::testing::{self, texts as check};

    #[test]
    fn the_whole_text_is_told_from_the_short_one() {
        let rss = |inside: &str, content: &str, summary: &str| {
            check(&testing::item(inside), content, summary);
        };
        rss("<description>D</description>", "", "html: D");
        rss(
            "<description>D</description><content:encoded>C</content:encoded>",
            "html: C",
            "html: D",
        );
        rss(
            "<content:encoded>Short</content:encoded><content:encoded>Longer text</content:encoded>",
            "html: Longer text",
            "",
        );
        rss(
            "<fullitem>&lt;p&gt;x&lt;/p&gt;</fullitem>",
            "html: <p>x</p>",
            "",
        );
        rss(
            "<body xmlns='http://www.w3.org/1999/xhtml'><p>x<br/></p></body>",
            "xhtml: <p>x<br></p>",
            "",
        );
        rss(
            "<description>D</description><summary>A summary</summary>",
            "html: A summary",
            "html: D",
        );
        rss(
            "<summary>S</summary><description>The description</description>",
            "html: The description",
            "html: S",
        );
        rss(
            "<description>D</description><itunes:summary>D</itunes:summary>",
            "",
            "html: D",
        );
        rss("<itunes:subtitle>D</itunes:subtitle>", "", "plain: D");
        rss(
            "<itunes:subtitle>D</itunes:subtitle><description>E</description>",
            "",
            "html: E",
        );
        rss(
            "<media:group><media:description>D</media:description></media:group>",
            "",
            "plain: D",
        );
        let long = "long ".repeat(80);
        let long = long.trim();
        rss(
            &format!(
                "<content:encoded>&lt;img src='x'&gt;</content:encoded><description>{long}</description>"
            ),
            &format!("html: {long}"),
            "html: <img src='x'>",
        );
    }

    #[test]
    fn a_text_has_its_own_base_and_language() {
        let entry = testing::entry(
            "<summary xml:lang='de'>S</summary><content type='xhtml' xml:base='http://x.example/a/' xml:lang='en_US'>
             <div xml:base='b/'>x <a href='c'>y</a> <i xml:base='/d/'><img src='e' alt='f'/></i></div></content>",
        );
        assert_eq!(entry.base.as_deref(), Some("http://x.example/a/b/"));
        assert_eq!(entry.language.as_deref(), Some("en-US"));
        let body = entry.body();
        assert!(body.contains("<a href=\"c\">"), "{body}");
        assert!(
            body.contains("src=\"http://x.example/d/e\" alt=\"f\""),
            "{body}"
        );
    }
}
