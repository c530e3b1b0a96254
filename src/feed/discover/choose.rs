//! Which of several feeds a person means who gave one address.
//!
//! The first one a page names is its own; it is read in Atom where both are offered, because only
//! Atom tells which comment answers which. Comments are taken only where there is nothing else.

use url::Url;

use crate::model::found::{Family, Found, FoundKind};

/// In which order to try: places in `found`, the best first. Comment feeds are left out wherever
/// there is a feed of articles.
pub fn order(found: &[Found]) -> Vec<usize> {
    let of = |kind| (0..found.len()).filter(move |&at| found[at].kind == kind);
    let mut order: Vec<usize> = of(FoundKind::Articles).collect();
    if order.is_empty() {
        order = of(FoundKind::Comments).collect();
    }
    let atom = |&at: &usize| {
        let first = &found[order[0]];
        found[at].family == Some(Family::Atom) && are_twins(first, &found[at])
    };
    if let Some(at) = order.iter().position(atom) {
        order[..=at].rotate_right(1);
    }
    order
}

/// Whether two feeds bring the same in two formats, as far as their names or their addresses tell.
fn are_twins(one: &Found, other: &Found) -> bool {
    let (Some(format), Some(another)) = (one.family, other.family) else {
        return false;
    };
    let (Ok(here), Ok(there)) = (Url::parse(&one.url), Url::parse(&other.url)) else {
        return false;
    };
    let by_name = match (&one.title, &other.title) {
        (Some(title), Some(another)) => words(title) == words(another),
        _ => false,
    };
    let path = |url: &Url| words(&[url.path(), url.query().unwrap_or_default()].join("?"));
    format != another && here.host() == there.host() && (by_name || path(&here) == path(&there))
}

/// The words of a name or an address that do not speak of its format.
fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty() && !FORMATS.contains(word));
    words.map(str::to_owned).collect()
}

const FORMATS: [&str; 20] = [
    "rss", "rss2", "rss20", "atom", "atom10", "json", "feed", "feeds", "xml", "rdf", "index",
    "alt", "format", "type", "php", "0", "1", "2", "03", "10",
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Feeds as `format kind path title`; the letters of what is tried, in order.
    fn check(feeds: &[&str], expect: &[usize]) {
        let found: Vec<Found> = feeds
            .iter()
            .map(|line| {
                let words: Vec<&str> = line.splitn(4, ' ').collect();
                Found {
                    url: format!("https://b.example{}", words[2]),
                    title: words.get(3).map(|&title| title.into()),
                    kind: match words[1] {
                        "c" => FoundKind::Comments,
                        _ => FoundKind::Articles,
                    },
                    family: match words[0] {
                        "atom" => Some(Family::Atom),
                        "rss" => Some(Family::Rss),
                        "json" => Some(Family::Json),
                        _ => None,
                    },
                }
            })
            .collect();
        assert_eq!(order(&found), expect, "{feeds:?}");
    }

    #[test]
    fn the_first_feed_of_articles_is_meant() {
        check(&[], &[]);
        check(&["rss a /feed/ Loop", "rss c /comments/feed/ Talk"], &[0]);
        check(
            &[
                "rss c /comments/feed/",
                "rss a /feed/",
                "rss a /notes/feed/",
            ],
            &[1, 2],
        );
        check(&["rss c /comments/feed/", "atom c /talk/feed"], &[0, 1]);
    }

    #[test]
    fn of_two_twins_the_one_in_atom_is_read() {
        check(&["rss a /feed.xml", "atom a /atom.xml"], &[1, 0]);
        check(
            &["rss a /?alt=rss", "rss a /x", "atom a /?alt=atom"],
            &[2, 0, 1],
        );
        check(
            &[
                "rss a /feed/ Loop (RSS 2.0)",
                "atom a /feed/atom/ Loop (Atom 1.0)",
            ],
            &[1, 0],
        );
        check(
            &["json a /feed.json Loop", "atom a /f Loop – Atom feed"],
            &[1, 0],
        );
        check(
            &["rss a /blog/rss.xml Blog", "atom a /notes/atom.xml Notes"],
            &[0, 1],
        );
        check(&["rss a /feed/ Loop", "rss a /feed/rss2/ Loop"], &[0, 1]);
        check(&["atom a /atom.xml", "rss a /rss.xml"], &[0, 1]);
        check(&["- a /f Loop", "atom a /g Loop"], &[0, 1]);
    }
}
