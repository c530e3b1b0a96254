//! An article printed. Nothing is marked as read by that.

mod json;
mod text;

use crate::cli::args::ShownAs;
use crate::cli::asking::{Asking, astray};
use crate::cli::entry;
use crate::cli::print::{self, Outcome};
use crate::model::entry::{Article, Body, EntryId, Format};
use crate::model::request::{Reply, Request};
use crate::text::lines::Emoji;
use crate::text::whole::written;

/// How it is printed.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    pub form: ShownAs,
    /// Columns of text.
    pub width: u16,
    pub emoji: Emoji,
    /// The text of the entry's page rather than that of the feed.
    pub page: bool,
}

/// Prints the article of an entry.
///
/// # Errors
/// When there is no such entry, its page has no text, the database fails, or nobody reads the output.
pub async fn show(asking: &mut Asking<'_>, typed: &str, manner: Manner) -> anyhow::Result<Outcome> {
    let row = entry::one(asking, typed).await?;
    let article = article(asking, row.id, manner.page).await?;
    match manner.form {
        ShownAs::Json => print::json(&json::value(&article))?,
        ShownAs::Text => {
            for line in text::lines(&article, manner.width, manner.emoji) {
                print::row(&line)?;
            }
        }
        ShownAs::Markdown => whole(&article, Format::Markdown)?,
        ShownAs::Html => whole(&article, Format::Html)?,
    }
    Ok(Outcome::Done)
}

async fn article(asking: &mut Asking<'_>, entry: EntryId, page: bool) -> anyhow::Result<Article> {
    let request = if page {
        Request::Read {
            entry,
            body: Body::Page,
            again: false,
        }
    } else {
        Request::Article(entry)
    };
    match asking.ask(request).await? {
        Reply::Article(article) => Ok(*article),
        _ => Err(astray("reading the article").into()),
    }
}

fn whole(article: &Article, format: Format) -> anyhow::Result<()> {
    let bytes = written(article, format)?;
    for line in String::from_utf8_lossy(&bytes).lines() {
        print::row(line)?;
    }
    Ok(())
}
