//! A document as a book of one chapter (EPUB 3.3), for readers of paper and ink.
//!
//! The same document makes the same bytes. Nothing is fetched: a picture is told by its description and its address.

use crate::model::document::Document;
use crate::text::html::escape;
use crate::text::markup::{Heading, xhtml};
use crate::text::plain;
use std::io::{self, Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\
<rootfiles><rootfile full-path=\"EPUB/package.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>\n";
const STYLE: &str = "body { line-height: 1.5 } pre { white-space: pre-wrap } blockquote { margin: 1em 1.5em; font-style: italic }\n\
.byline { font-size: 0.9em } table { border-collapse: collapse } td, th { padding: 0.2em 0.6em; text-align: left }\n";

/// The bytes of the book. `moment` is a time of RFC 3339 in UTC, as the format wants it (EPUB 3.3, §5.5.3.1.2).
///
/// # Errors
/// When there is not enough memory for it.
pub fn epub(document: &Document, heading: &Heading, moment: &str) -> io::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default());
    let packed = stored.compression_method(CompressionMethod::Deflated);
    // The first file is there to be recognised by, so it is not packed (OCF, §4.2.2).
    let files = [
        ("mimetype", stored, "application/epub+zip".to_owned()),
        ("META-INF/container.xml", packed, CONTAINER.to_owned()),
        ("EPUB/package.opf", packed, package(heading, moment)),
        ("EPUB/nav.xhtml", packed, nav(heading)),
        ("EPUB/style.css", packed, STYLE.to_owned()),
        ("EPUB/article.xhtml", packed, xhtml(document, heading)),
    ];
    for (name, options, content) in files {
        zip.start_file(name, options).map_err(io::Error::other)?;
        zip.write_all(content.as_bytes())?;
    }
    Ok(zip.finish().map_err(io::Error::other)?.into_inner())
}

fn package(heading: &Heading, moment: &str) -> String {
    let said = |text: &str| escape(&plain::line(text));
    let title = said(&heading.title);
    let source = heading.link.as_deref().map(said);
    let identifier = source
        .clone()
        .unwrap_or_else(|| format!("{title} {moment}"));
    let creator = heading.author.as_deref().map(said);
    let creator = creator.map_or(String::new(), |name| {
        format!("<dc:creator>{name}</dc:creator>")
    });
    let source = source.map_or(String::new(), |url| format!("<dc:source>{url}</dc:source>"));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"id\">\
<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:identifier id=\"id\">{identifier}</dc:identifier>\
<dc:title>{title}</dc:title><dc:language>und</dc:language>{creator}{source}\
<meta property=\"dcterms:modified\">{}</meta></metadata>\
<manifest><item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>\
<item id=\"article\" href=\"article.xhtml\" media-type=\"application/xhtml+xml\"/>\
<item id=\"style\" href=\"style.css\" media-type=\"text/css\"/></manifest>\
<spine><itemref idref=\"article\"/></spine></package>\n",
        said(moment)
    )
}

fn nav(heading: &Heading) -> String {
    let title = escape(&plain::line(&heading.title));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
<html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\"><head><title>{title}</title></head>\
<body><nav epub:type=\"toc\"><ol><li><a href=\"article.xhtml\">{title}</a></li></ol></nav></body></html>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::html::document;
    use crate::text::html::tests::tag_soup;
    use proptest::prelude::*;
    use std::io::Read;
    use zip::ZipArchive;

    fn heading() -> Heading {
        Heading {
            title: "Tea & <fog>".to_owned(),
            author: Some("Ana \"A\" Prates".to_owned()),
            byline: "Ana Prates · Small Hours".to_owned(),
            link: Some("https://a.example/?a=1&b=2".to_owned()),
        }
    }

    fn read(book: &[u8], name: &str) -> String {
        let mut zip = ZipArchive::new(Cursor::new(book)).unwrap();
        let mut text = String::new();
        zip.by_name(name)
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        text
    }

    #[test]
    fn a_book_has_all_that_the_format_asks_for() {
        let read_in = document(
            "<h2>A</h2><p>b<br>c<hr><details open><summary>s</summary>d</details>",
            None,
        );
        let book = epub(&read_in, &heading(), "2026-01-02T03:04:05Z").unwrap();
        // Uncompressed and first, so that it stands at a fixed place.
        assert_eq!(&book[30..58], b"mimetypeapplication/epub+zip");
        assert_eq!(
            book,
            epub(&read_in, &heading(), "2026-01-02T03:04:05Z").unwrap()
        );
        let package = read(&book, "EPUB/package.opf");
        assert!(
            package.contains("<dc:title>Tea &amp; &lt;fog&gt;</dc:title>"),
            "{package}"
        );
        assert!(package.contains("2026-01-02T03:04:05Z"), "{package}");
        assert!(read(&book, "META-INF/container.xml").contains("EPUB/package.opf"));
        let chapter = read(&book, "EPUB/article.xhtml");
        assert!(
            chapter.contains("<h2>A</h2><p>b<br/>c</p><hr/>"),
            "{chapter}"
        );
    }

    proptest! {
        #[test]
        fn every_chapter_is_well_formed(page in tag_soup()) {
            let chapter = xhtml(&document(&page, Some("https://a.example/")), &heading());
            let mut open: Vec<String> = Vec::new();
            let mut rest = chapter.split_once("?>").unwrap().1;
            while let Some((text, after)) = rest.split_once('<') {
                prop_assert!(!text.contains('>'));
                let (tag, after) = after.split_once('>').unwrap();
                rest = after;
                let name = tag.split_whitespace().next().unwrap_or_default();
                if let Some(name) = tag.strip_prefix('/') {
                    let opened = open.pop();
                    prop_assert_eq!(opened.as_deref(), Some(name));
                } else if !tag.ends_with('/') && !tag.starts_with('!') {
                    open.push(name.to_owned());
                }
            }
            prop_assert!(open.is_empty(), "{:?}", open);
        }
    }
}
