//! Films, sound and pages within the page: a line that says what there is and where.

use url::Url;

use crate::model::document::{Block, Span};
use crate::text::html::pictures::PIXEL;
use crate::text::html::reader::{Reader, Voice};
use crate::text::html::run::Flow;
use crate::text::html::tree::Id;
use crate::text::plain;

impl Reader<'_> {
    /// Film, sound or a page within the page: a line with where it is.
    pub(super) fn embedded(&mut self, id: Id, voice: Voice, out: &mut Flow) {
        let size = self.size(id);
        if size.0.is_some_and(|width| width <= PIXEL)
            && size.1.is_some_and(|height| height <= PIXEL)
        {
            return;
        }
        let Some(url) = self.embedded_address(id) else {
            if self.tree.name(id) == "object" {
                self.children(id, voice, out);
            }
            return;
        };
        let host = url.host_str().unwrap_or_default();
        let host = host.strip_prefix("www.").unwrap_or(host);
        let title = ["title", "aria-label"]
            .iter()
            .filter_map(|name| self.tree.value(id, name))
            .map(plain::line)
            .find(|title| !title.is_empty());
        let kind = match self.tree.name(id) {
            "audio" => "audio",
            "video" => "video",
            _ if is_film_host(host) => "video",
            _ => "embedded page",
        };
        let title = title.unwrap_or_else(|| kind.to_owned());
        let span = Span {
            text: format!("▶ {title} ({host})"),
            link: self.links.number_of(&url),
            ..Span::default()
        };
        out.push(Block::Paragraph(vec![span]));
    }

    fn embedded_address(&self, id: Id) -> Option<Url> {
        let own = ["src", "data-src", "data-lazy-src", "data"]
            .iter()
            .filter_map(|name| self.tree.value(id, name));
        let sources = self
            .tree
            .children(id)
            .filter(|&child| self.tree.name(child) == "source")
            .filter_map(|source| self.tree.value(source, "src"));
        own.chain(sources)
            .find_map(|address| self.links.resolve(address))
            .filter(Url::has_host)
            .map(|url| watch_page(&url).unwrap_or(url))
    }
}

fn is_film_host(host: &str) -> bool {
    ["youtube.com", "vimeo.com", "dailymotion.com", "twitch.tv"]
        .iter()
        .any(|known| host == *known || host.ends_with(&format!(".{known}")))
}

/// The page on which a person watches what a player embeds.
fn watch_page(url: &Url) -> Option<Url> {
    let host = url.host_str()?;
    let mut path = url.path_segments()?;
    match (host, path.next()?) {
        (
            "www.youtube.com" | "youtube.com" | "www.youtube-nocookie.com" | "youtube-nocookie.com",
            "embed",
        ) => {
            let film = path
                .next()
                .filter(|film| !film.is_empty() && *film != "videoseries");
            if let Some(film) = film {
                return Url::parse_with_params("https://www.youtube.com/watch", [("v", film)]).ok();
            }
            let (_, list) = url.query_pairs().find(|(name, _)| name == "list")?;
            Url::parse_with_params("https://www.youtube.com/playlist", [("list", list)]).ok()
        }
        ("player.vimeo.com", "video") => {
            Url::parse(&format!("https://vimeo.com/{}", path.next()?)).ok()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_player_leads_to_the_page_to_watch() {
        for (embedded, expect) in [
            (
                "https://www.youtube.com/embed/abc?rel=0",
                "https://www.youtube.com/watch?v=abc",
            ),
            (
                "https://www.youtube-nocookie.com/embed/abc",
                "https://www.youtube.com/watch?v=abc",
            ),
            (
                "https://www.youtube.com/embed/videoseries?list=PL1",
                "https://www.youtube.com/playlist?list=PL1",
            ),
            (
                "https://player.vimeo.com/video/42?h=1",
                "https://vimeo.com/42",
            ),
        ] {
            let url = Url::parse(embedded).expect("a test address");
            assert_eq!(watch_page(&url).expect("a page").as_str(), expect);
        }
    }
}
