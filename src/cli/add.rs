//! Feeds added by an address, and what else that address led to.

use crate::cli::asking::{Asking, astray};
use crate::cli::print::{self, Outcome};
use crate::model::found::{Family, Fate, Found, FoundKind, Offer};
use crate::model::request::{Reply, Request};
use std::io;
use std::path::Path;
use url::Url;

/// Subscribes to each address; with `dry_run`, says what that would do.
///
/// # Errors
/// When nobody reads the output.
pub async fn add(
    asking: &mut Asking<'_>,
    urls: Vec<String>,
    dry_run: bool,
) -> anyhow::Result<Outcome> {
    let total = urls.len();
    let (mut failed, mut left) = (0, 0);
    for url in urls {
        let url = of_file(&url).unwrap_or(url);
        let request = if dry_run {
            Request::Discover { url }
        } else {
            Request::Subscribe { url }
        };
        let (what, title, offers) = match asking.ask(request).await {
            Ok(Reply::Subscribed {
                title,
                already,
                offers,
                ..
            }) => (done(already), title, offers),
            Ok(Reply::Discovered {
                title,
                already,
                offers,
                ..
            }) => (would_do(already), title, offers),
            Ok(_) => return Err(astray("adding a feed").into()),
            Err(failure) => {
                failed += 1;
                print::failure(&failure);
                continue;
            }
        };
        tell(what, &title, &offers)?;
        left += offers.iter().filter(|offer| offer.is_left()).count();
    }
    if left > 0 {
        print::note("postil add with one of these addresses subscribes to that feed, too");
    }
    asking.settle(|_| {}).await;
    Ok(Outcome::of(failed, total))
}

/// The address of a file that was named by its path, which begins as a path does: a bare word is rather
/// a host.
fn of_file(typed: &str) -> Option<String> {
    let is_path = ["/", "./", "../"]
        .iter()
        .any(|begin| typed.starts_with(begin));
    let path = Path::new(typed).canonicalize().ok().filter(|_| is_path)?;
    Url::from_file_path(path).ok().map(String::from)
}

fn done(already: bool) -> &'static str {
    if already { "already there" } else { "added" }
}

fn would_do(already: bool) -> &'static str {
    if already {
        "already there"
    } else {
        "would add"
    }
}

/// The feed that was taken in a line, the others in a table below it; those that could not be read
/// are trouble, and none of the data.
fn tell(what: &str, title: &str, offers: &[Offer]) -> io::Result<()> {
    print::data(&taken(what, title, offers))?;
    let left = offers.iter().filter(|offer| offer.is_left());
    let rows: Vec<_> = left.map(|offer| row(&offer.found)).collect();
    print::rows(&rows)?;
    for offer in offers {
        if let Fate::Unreadable(why) = &offer.fate {
            print::note(&format!("passed over {}: {why}", offer.found.url));
        }
    }
    Ok(())
}

fn taken(what: &str, title: &str, offers: &[Offer]) -> String {
    let Some(Offer { found, .. }) = offers.iter().find(|offer| offer.is_taken()) else {
        return format!("{what}: {title}");
    };
    let kind = match found.kind {
        FoundKind::Articles => "",
        FoundKind::Comments => " (comments)",
    };
    format!("{what}: {title} <{}>{kind}", found.url)
}

/// A found feed as a row: kind, title, address.
pub fn row(found: &Found) -> [String; 3] {
    let kind = match found.kind {
        FoundKind::Articles => "articles",
        FoundKind::Comments => "comments",
    };
    let family = match found.family {
        Some(Family::Atom) => "Atom",
        Some(Family::Rss) => "RSS",
        Some(Family::Json) => "JSON Feed",
        None => "a feed",
    };
    let title = found.title.as_deref().unwrap_or(family);
    [kind.to_owned(), title.to_owned(), found.url.clone()]
}
