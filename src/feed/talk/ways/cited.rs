//! The talk a post links to in its own text: "discuss this on Hacker News". It counts where the text has
//! one such link; several are sources, and none of them is the talk under this post.

use url::Url;

use crate::feed::talk::shape::{Known, behind};
use crate::feed::xml::markup::{self, Token};
use crate::model::talk::Reader;

/// Links of a text that are looked at.
const MOST_LINKS: usize = 2_000;

pub(super) fn talks(html: &str) -> Vec<(Reader, Url)> {
    let mut found: Vec<(Reader, Url)> = Vec::new();
    for url in links(html).take(MOST_LINKS) {
        let is_place = matches!(
            url.host_str(),
            Some("news.ycombinator.com" | "lobste.rs" | "www.lobste.rs")
        );
        let talk = behind(&url, Known::Nothing).filter(|_| is_place);
        if let Some(talk) = talk.filter(|talk| !found.contains(talk)) {
            found.push(talk);
        }
    }
    let only = |reader| {
        let mut of_one = found.iter().filter(move |(known, _)| *known == reader);
        of_one.next().filter(|_| of_one.next().is_none()).cloned()
    };
    let readers = [Reader::HackerNews, Reader::Lobsters];
    readers.into_iter().filter_map(only).collect()
}

fn links(html: &str) -> impl Iterator<Item = Url> {
    markup::tokens(html).filter_map(|token| {
        let Token::Open(tag) = token else { return None };
        if !tag.name.eq_ignore_ascii_case("a") {
            return None;
        }
        let attributes = markup::attributes(tag.page_attributes());
        let href = attributes
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case("href"));
        Url::parse(href?.1.trim()).ok()
    })
}
