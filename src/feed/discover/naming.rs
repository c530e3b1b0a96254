//! Whether a link, in a page or in a header, is one to a feed. Both say the same: a relation (RFC
//! 8288 §3.3), a type, an address, a title.

use url::Url;

use crate::feed::discover::kind;
use crate::feed::normalize;
use crate::model::found::{Family, Found, FoundKind};

/// What is said of one link.
#[derive(Debug, Clone, Copy, Default)]
pub struct Naming<'a> {
    pub href: &'a str,
    /// Relations, parted by white space.
    pub rel: Option<&'a str>,
    /// The media type, perhaps with parameters.
    pub media: Option<&'a str>,
    pub title: Option<&'a str>,
}

impl Naming<'_> {
    /// Whether relation and type are those of a feed, whatever the address.
    pub fn may_be_feed(self) -> bool {
        self.says(&essence(self.media.unwrap_or_default()))
            .is_some()
    }

    /// The feed it names, if it names one.
    pub fn feed(self, base: &Url) -> Option<Found> {
        let media = essence(self.media.unwrap_or_default());
        let says = self.says(&media)?;
        let url = target(self.href, base)?;
        let certain = match says {
            Says::Feed | Says::Xml => true,
            Says::Perhaps => looks_like_feed(&url) || self.title.is_some_and(speaks_of_feed),
        };
        if !certain || says != Says::Feed && is_service(&url) {
            return None;
        }
        let title = self
            .title
            .map(normalize::plain_title)
            .filter(|title| !title.is_empty());
        let kind = if self.has("replies") {
            FoundKind::Comments
        } else {
            kind::of_name(url.as_str(), title.as_deref())
        };
        Some(Found {
            family: family(&media),
            url: url.into(),
            title,
            kind,
        })
    }

    fn says(self, media: &str) -> Option<Says> {
        let related = ["alternate", "alternative", "replies", "service.feed"];
        let related = related.into_iter().any(|word| self.has(word));
        match media {
            _ if FEEDS.contains(&media) && (related || self.rel.is_none()) => Some(Says::Feed),
            "application/xml" | "text/xml" if related => Some(Says::Xml),
            "application/json" | "" if related => Some(Says::Perhaps),
            "text/html" => None,
            _ if self.has("feed") => Some(Says::Feed),
            _ => None,
        }
    }

    fn has(self, word: &str) -> bool {
        let mut words = self.rel.unwrap_or_default().split_ascii_whitespace();
        words.any(|found| found.eq_ignore_ascii_case(word))
    }
}

/// How much a type says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Feed,
    /// An alternate in XML is a feed nearly always.
    Xml,
    /// Only together with an address or a title that speaks of a feed.
    Perhaps,
}

/// Types that are feeds and nothing else, as they are and as they are misspelt.
const FEEDS: [&str; 11] = [
    "application/atom+xml",
    "application/rss+xml",
    "application/rdf+xml",
    "application/feed+json",
    "application/x.atom+xml",
    "application/x-atom+xml",
    "application/x.rss+xml",
    "application/x-rss+xml",
    "text/rss+xml",
    "text/atom+xml",
    "text/rss",
];

fn family(media: &str) -> Option<Family> {
    if media.contains("atom") {
        Some(Family::Atom)
    } else if media.contains("rss") || media.contains("rdf") {
        Some(Family::Rss)
    } else if media.contains("json") {
        Some(Family::Json)
    } else {
        None
    }
}

/// A media type without its parameters.
fn essence(media: &str) -> String {
    let essence = media.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// The address a link leads to: one of the web, `feed:` taken off, and no place within it.
pub fn target(href: &str, base: &Url) -> Option<Url> {
    let href = href.trim();
    let href = match href.get(..5) {
        Some(scheme) if scheme.eq_ignore_ascii_case("feed:") => &href[5..],
        _ => href,
    };
    let mut url = Url::parse(&normalize::address(href, base)?).ok()?;
    url.set_fragment(None);
    Some(url)
}

/// Whether an address is written as those of feeds are.
pub fn looks_like_feed(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    let name = path.trim_end_matches('/').rsplit('/').next();
    let (stem, extension) =
        name.map_or(("", ""), |name| name.rsplit_once('.').unwrap_or((name, "")));
    let named = ["feed", "feeds", "rss", "rss2", "atom"].contains(&stem);
    let by_name = match extension {
        "rss" | "atom" | "rdf" => true,
        "" | "xml" | "json" | "php" | "aspx" | "cgi" => {
            named || (stem, extension) == ("index", "xml")
        }
        _ => false,
    };
    by_name || asks_for_feed(url)
}

/// `?feed=rss2`, `?format=atom`, `?alt=rss`.
pub fn asks_for_feed(url: &Url) -> bool {
    url.query_pairs().any(|(key, value)| {
        matches!(&*key, "feed" | "format" | "alt" | "output")
            && matches!(
                &*value,
                "rss" | "rss2" | "atom" | "rdf" | "feed" | "jsonfeed"
            )
    })
}

fn speaks_of_feed(title: &str) -> bool {
    let title = title.to_ascii_lowercase();
    ["feed", "rss", "atom"]
        .iter()
        .any(|word| title.contains(word))
}

/// Programs talk to these; they are given as alternates too.
fn is_service(url: &Url) -> bool {
    let address = url.as_str();
    ["wp-json", "oembed", "xmlrpc", "wlwmanifest", "sitemap"]
        .iter()
        .any(|word| address.contains(word))
}
