//! A whole article in a form in which it leaves the reader: a file, a note, a book.

use crate::model::entry::{Article, Format};
use crate::text::epub::epub;
use crate::text::markdown::{self, Manner};
use crate::text::markup::{self, Heading};
use crate::text::plain;
use jiff::Timestamp;
use std::io;

/// The article in a form for elsewhere.
///
/// # Errors
/// When there is not enough memory for a book.
pub fn written(article: &Article, format: Format) -> io::Result<Vec<u8>> {
    let heading = heading(article);
    Ok(match format {
        Format::Text => text(article, &heading).into_bytes(),
        Format::Markdown => markdown(article, &heading).into_bytes(),
        Format::Html => markup::page(&article.document, &heading).into_bytes(),
        Format::Epub => {
            let moment = Timestamp::from_second(article.row.place.at.0).unwrap_or_default();
            epub(&article.document, &heading, &moment.to_string())?
        }
    })
}

/// What stands above it.
pub fn heading(article: &Article) -> Heading {
    let moment = article.published.unwrap_or(article.row.place.at);
    let day = Timestamp::from_second(moment.0).map(|at| at.strftime("%Y-%m-%d").to_string());
    let author = article
        .author
        .clone()
        .filter(|author| *author != article.row.feed_title);
    let parts = [author, Some(article.row.feed_title.clone()), day.ok()];
    Heading {
        title: article.row.name().to_owned(),
        author: article.author.clone(),
        byline: parts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        link: article.row.link.clone(),
    }
}

fn text(article: &Article, heading: &Heading) -> String {
    let mut lines = vec![plain::line(&heading.title), plain::line(&heading.byline)];
    lines.extend(heading.link.as_deref().map(plain::line));
    lines.push(String::new());
    lines.extend(markdown::lines(&article.document, Manner::Plain));
    lines.join("\n") + "\n"
}

fn markdown(article: &Article, heading: &Heading) -> String {
    let title = match &heading.link {
        Some(link) => markdown::link(&heading.title, link),
        None => markdown::escaped(&heading.title),
    };
    let mut lines = vec![format!("# {title}"), String::new()];
    lines.push(markdown::escaped(&heading.byline));
    lines.push(String::new());
    lines.extend(markdown::lines(&article.document, Manner::Marked));
    lines.join("\n") + "\n"
}
