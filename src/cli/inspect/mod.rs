//! What the reader makes of a feed, laid open: to see why a feed looks as it does, and for other
//! programs to read any feed as one shape.

pub mod json;
pub mod report;

use crate::cli::add;
use crate::cli::print::{self, Outcome};
use crate::engine::inspect;
use crate::feed::discover;
use crate::feed::parse::{self, Fault, NOWHERE};
use crate::fetch::limits::Limits;
use crate::fetch::network::Network;
use crate::model::http::{Hints, Validators};
use crate::model::parsed::ParsedFeed;
use anyhow::Context;
use jiff::tz::TimeZone;
use std::fs::File;
use std::io::{self, Read};

/// The largest document that is read, bytes; the same as over the network.
const LARGEST: u64 = 20 * 1024 * 1024;

/// A document to look into.
pub struct Document {
    /// What it is called when it is spoken of.
    pub name: String,
    /// Where it came from over the network, and with which status.
    pub origin: Option<(String, u16)>,
    pub bytes: Vec<u8>,
    /// The Content-Type header, where there was one.
    pub content_type: Option<String>,
    /// Its `Link` headers.
    pub links: Vec<String>,
    /// What a poll of it could be made conditional with.
    pub validators: Validators,
    /// How long the server says that it holds.
    pub hints: Hints,
}

/// How to show it.
pub struct Manner {
    pub json: bool,
    pub zone: TimeZone,
    /// What relative addresses are relative to, in a document that came from no address.
    pub base: Option<String>,
}

/// Reads a feed from a file, an address or standard input (`-`), and prints what was understood.
///
/// # Errors
/// When the document cannot be had. One that was had but is no feed is an outcome.
pub async fn inspect(
    what: &str,
    limits: Limits,
    network: Network,
    manner: Manner,
) -> anyhow::Result<Outcome> {
    if let Some(base) = &manner.base
        && !base.starts_with("http://")
        && !base.starts_with("https://")
    {
        anyhow::bail!(
            "taking {base} as the base – it is no address of the web: it should begin with https://"
        );
    }
    let document = match had(what, limits, network).await {
        Ok(document) => document,
        Err(error) => {
            print::note(&format!("postil: {}", print::explain(&error)));
            return Ok(Outcome::NoFeed);
        }
    };
    let address = document.origin.as_ref().map(|(url, _)| url.as_str());
    let base = address.or(manner.base.as_deref()).unwrap_or(NOWHERE);
    match parse::parse(&document.bytes, document.content_type.as_deref(), base) {
        Ok(feed) => {
            show(&document, &feed, &manner)?;
            Ok(Outcome::Done)
        }
        Err(error) => {
            print::note(&format!("postil: reading {}: {error}", document.name));
            if error.what == Fault::WebPage {
                name_feeds(&document, base);
            }
            Ok(Outcome::NoFeed)
        }
    }
}

fn show(document: &Document, feed: &ParsedFeed, manner: &Manner) -> io::Result<()> {
    if manner.json {
        return print::json(&json::value(document, feed));
    }
    for line in report::lines(document, feed, &manner.zone) {
        print::row(&line)?;
    }
    Ok(())
}

/// The feeds of a page that was given in place of one.
fn name_feeds(page: &Document, base: &str) {
    let content_type = page.content_type.as_deref();
    let named = discover::named(&page.bytes, content_type, &page.links, base);
    if !named.is_empty() {
        print::note("it names these feeds:");
    }
    let rows: Vec<_> = named
        .iter()
        .map(add::row)
        .map(|[kind, title, url]| [kind, title, shown(&url).to_owned()])
        .collect();
    print::note_rows(&rows);
}

/// An address; one that is relative, in a document that came from none, as it was written.
pub fn shown(url: &str) -> &str {
    url.strip_prefix(NOWHERE).unwrap_or(url)
}

async fn had(what: &str, limits: Limits, network: Network) -> anyhow::Result<Document> {
    let local = |name: &str, bytes| Document {
        name: name.to_owned(),
        origin: None,
        bytes,
        content_type: None,
        links: Vec::new(),
        validators: Validators::default(),
        hints: Hints::default(),
    };
    if what == "-" {
        let bytes = all_of(io::stdin().lock()).context("reading standard input")?;
        return Ok(local("standard input", bytes));
    }
    if what.starts_with("http://") || what.starts_with("https://") {
        let body = inspect::fetch(what, limits, network).await?;
        return Ok(Document {
            name: what.to_owned(),
            origin: Some((body.url, inspect::STATUS)),
            bytes: body.bytes,
            content_type: body.content_type,
            links: body.links,
            validators: body.validators,
            hints: body.hints,
        });
    }
    let file = File::open(what).with_context(|| {
        format!("opening {what} – an address begins with http:// or https://, standard input is -")
    })?;
    let bytes = all_of(file).with_context(|| format!("reading {what}"))?;
    Ok(local(what, bytes))
}

fn all_of(from: impl Read) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(LARGEST + 1).read_to_end(&mut bytes)?;
    anyhow::ensure!(
        bytes.len() as u64 <= LARGEST,
        "it is larger than 20 MB, and no feed is"
    );
    Ok(bytes)
}
