//! Sites whose feeds follow from the address alone, so that nothing has to be guessed or asked for.
//!
//! Only rules that hold for every address of their shape are here. A site whose pages name their
//! feeds needs none, unless its pages are closed to programs or name a part of what there is.

mod blogs;
mod code;
pub(super) mod talk;
mod video;

use url::Url;

use crate::feed::discover::{add, naming};
use crate::model::found::{Family, Found, FoundKind};

/// Feeds known by an address, the likeliest first; none for the address of a feed.
pub fn known(url: &Url) -> Vec<Found> {
    let Some(place) = Place::of(url) else {
        return Vec::new();
    };
    [talk::known, video::known, code::known, blogs::known]
        .into_iter()
        .find_map(|known| known(&place))
        .map(|feeds| feeds.found)
        .unwrap_or_default()
}

/// An address, taken apart.
struct Place<'a> {
    url: &'a Url,
    /// Without `www.` and `m.`.
    host: &'a str,
    /// The parts of the path, still percent-encoded; none is empty.
    path: Vec<&'a str>,
}

impl<'a> Place<'a> {
    fn of(url: &'a Url) -> Option<Self> {
        let host = url.domain()?;
        let bare = ["www.", "m."]
            .iter()
            .find_map(|head| host.strip_prefix(head));
        let path: Vec<&str> = url
            .path_segments()?
            .filter(|part| !part.is_empty())
            .collect();
        let last = path.last().and_then(|last| last.rsplit_once('.'));
        let is_feed = last.is_some_and(|(_, end)| matches!(end, "rss" | "atom" | "rdf" | "xml"))
            || naming::asks_for_feed(url);
        (!is_feed).then_some(Self {
            url,
            host: bare.unwrap_or(host),
            path,
        })
    }

    /// What stands before this domain: `ana` of `ana.blog.example`.
    fn under(&self, domain: &str) -> Option<&'a str> {
        let name = self.host.strip_suffix(domain)?.strip_suffix('.')?;
        (!name.is_empty() && !name.contains('.')).then_some(name)
    }

    /// A value of the query that is an id: letters, digits, `-` and `_`.
    fn id(&self, key: &str) -> Option<String> {
        let (_, value) = self.url.query_pairs().find(|(known, _)| known == key)?;
        let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        (!value.is_empty() && value.chars().all(sound)).then(|| value.into_owned())
    }

    fn feeds(&self) -> Feeds<'a> {
        Feeds {
            base: self.url,
            found: Vec::new(),
        }
    }
}

/// Feeds being listed. Addresses are relative to the one that was given.
struct Feeds<'a> {
    base: &'a Url,
    found: Vec<Found>,
}

impl Feeds<'_> {
    fn articles(self, family: Family, title: &str, address: &str) -> Self {
        self.with(FoundKind::Articles, family, title, address)
    }

    fn comments(self, family: Family, title: &str, address: &str) -> Self {
        self.with(FoundKind::Comments, family, title, address)
    }

    fn with(mut self, kind: FoundKind, family: Family, title: &str, address: &str) -> Self {
        let found = self.base.join(address).ok().map(|url| Found {
            url: url.into(),
            title: Some(title.to_owned()),
            kind,
            family: Some(family),
        });
        add(&mut self.found, found);
        self
    }
}

#[cfg(test)]
mod tests;
