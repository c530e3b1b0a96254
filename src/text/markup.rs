//! A `Document` as HTML again, for programs that pass it on.
//!
//! It is not the markup that came: that may do anything. What is written here has only elements that
//! set text and links to follow. Nothing in it runs, and nothing is loaded by showing it: a picture is a
//! link to the picture.

use crate::model::document::{Block, Document, Item, Mark, Numbering, Span, Style, Table};
use crate::text::html::escape;
use crate::text::numeral::task;
use crate::text::plain::{self, Hints, strip};
use std::fmt::Write as _;
use url::Url;

/// The whole document.
pub fn markup(document: &Document) -> String {
    let mut page = Page {
        links: &document.links,
        html: String::new(),
    };
    page.blocks(&document.blocks);
    page.html
}

/// What stands above a text that is a page of its own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Heading {
    pub title: String,
    pub author: Option<String>,
    /// Who, where, when, in one line.
    pub byline: String,
    /// The page it is from.
    pub link: Option<String>,
}

/// A page of its own, for a browser without a network.
pub fn page(document: &Document, heading: &Heading) -> String {
    let title = escape(&plain::line(&heading.title));
    format!(
        "<!doctype html>\n<html><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><style>{STYLE}</style></head>\n\
         <body>{}{}</body></html>\n",
        above(heading),
        markup(document)
    )
}

/// The same as well-formed XML, for books.
pub fn xhtml(document: &Document, heading: &Heading) -> String {
    let title = escape(&plain::line(&heading.title));
    // What was said cannot look like one of these: its brackets are escaped.
    let body = markup(document)
        .replace("<br>", "<br/>")
        .replace("<hr>", "<hr/>")
        .replace("<details open>", "<details open=\"\">");
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>{title}</title>\
         <link rel=\"stylesheet\" href=\"style.css\"/></head>\n<body>{}{body}</body></html>\n",
        above(heading)
    )
}

/// Readable by day and by night.
const STYLE: &str = ":root{color-scheme:light dark}body{max-width:40em;margin:2em auto;padding:0 1em;\
    font-family:serif;line-height:1.5}pre{overflow-x:auto}blockquote{border-left:.2em solid;margin:0;padding-left:1em}\
    .byline{font-size:.9em;opacity:.8}td,th{padding:.2em .6em;text-align:left}";

fn above(heading: &Heading) -> String {
    let said = |text: &str| escape(&plain::line(text));
    let title = said(&heading.title);
    let title = match heading.link.as_deref().filter(|link| leads_on(link)) {
        Some(link) => format!("<a href=\"{}\">{title}</a>", said(link)),
        None => title,
    };
    format!(
        "<h1>{title}</h1><p class=\"byline\">{}</p>",
        said(&heading.byline)
    )
}

struct Page<'d> {
    links: &'d [String],
    html: String,
}

impl Page<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(text) => self.within("p", |page| page.spans(text)),
            Block::Heading { level, text } => {
                let level = (*level).clamp(1, 6);
                self.within(&format!("h{level}"), |page| page.spans(text));
            }
            Block::List(items) => self.list(items),
            Block::Definitions(entries) => self.within("dl", |page| {
                for (term, meaning) in entries {
                    page.within("dt", |page| page.spans(term));
                    page.within("dd", |page| page.blocks(meaning));
                }
            }),
            Block::Quote(inner) => self.within("blockquote", |page| page.blocks(inner)),
            Block::Details {
                summary,
                open,
                blocks,
            } => {
                self.html
                    .push_str(if *open { "<details open>" } else { "<details>" });
                self.within("summary", |page| page.spans(summary));
                self.blocks(blocks);
                self.html.push_str("</details>");
            }
            Block::Code { language, text, .. } => self.code(language.as_deref(), text),
            Block::Table(table) => self.within("table", |page| page.table(table)),
            Block::Image {
                picture,
                link,
                caption,
            } => self.image(&picture.alt, *link, caption),
            Block::Rule => self.html.push_str("<hr>"),
        }
    }

    fn within(&mut self, name: &str, inside: impl FnOnce(&mut Self)) {
        let _ = write!(self.html, "<{name}>");
        inside(self);
        let _ = write!(self.html, "</{name}>");
    }

    fn list(&mut self, items: &[Item]) {
        let first = match items.first().map(|item| item.mark) {
            Some(Mark::Number(first, numbering)) => Some((first, numbering)),
            _ => None,
        };
        if let Some((first, numbering)) = first {
            self.html.push_str("<ol");
            if first != 1 {
                let _ = write!(self.html, " start=\"{first}\"");
            }
            if let Some(kind) = kind_of(numbering) {
                let _ = write!(self.html, " type=\"{kind}\"");
            }
            self.html.push('>');
        } else {
            self.html.push_str("<ul>");
        }
        let mut next = first.map(|(first, _)| first);
        for item in items {
            match item.mark {
                Mark::Number(number, _) if next != Some(number) => {
                    let _ = write!(self.html, "<li value=\"{number}\">");
                    next = Some(number);
                }
                Mark::Task(done) => {
                    self.html.push_str("<li>");
                    self.html.push_str(task(done));
                }
                Mark::Bullet | Mark::Number(..) => self.html.push_str("<li>"),
            }
            next = next.map(|next| next.saturating_add(1));
            self.blocks(&item.blocks);
            self.html.push_str("</li>");
        }
        self.html
            .push_str(if first.is_some() { "</ol>" } else { "</ul>" });
    }

    fn code(&mut self, language: Option<&str>, text: &str) {
        self.html.push_str("<pre><code");
        let language = language.map(plain::line).unwrap_or_default();
        if !language.is_empty() {
            self.html.push_str(" class=\"language-");
            self.say(&language);
            self.html.push('"');
        }
        self.html.push('>');
        self.say(&plain::block(text));
        self.html.push_str("</code></pre>");
    }

    fn table(&mut self, table: &Table) {
        if !table.caption.is_empty() {
            self.within("caption", |page| page.spans(&table.caption));
        }
        let (head, body) = table.rows.split_at(table.head.min(table.rows.len()));
        for (part, cell, rows) in [("thead", "th", head), ("tbody", "td", body)] {
            if rows.is_empty() {
                continue;
            }
            self.within(part, |page| {
                for row in rows {
                    page.within("tr", |page| {
                        for text in row {
                            page.within(cell, |page| page.spans(text));
                        }
                    });
                }
            });
        }
    }

    fn image(&mut self, alt: &str, link: Option<usize>, caption: &[Span]) {
        let alt = plain::line(alt);
        let name = if alt.is_empty() { "image" } else { &alt };
        self.within("figure", |page| {
            let address = page.open_link(link);
            page.say(name);
            page.close_link(address);
            if !caption.is_empty() {
                page.within("figcaption", |page| page.spans(caption));
            }
        });
    }

    fn spans(&mut self, spans: &[Span]) {
        for together in spans.chunk_by(|one, next| one.link == next.link) {
            let is_open = self.open_link(together[0].link);
            for span in together {
                self.span(span);
            }
            self.close_link(is_open);
        }
    }

    fn span(&mut self, span: &Span) {
        let names = elements(span.style);
        for name in &names {
            let _ = write!(self.html, "<{name}>");
        }
        let text = strip(&span.text, Hints::Keep);
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.html.push_str("<br>");
            }
            self.say(line);
        }
        for name in names.iter().rev() {
            let _ = write!(self.html, "</{name}>");
        }
    }

    /// Whether there is an address to lead to.
    fn open_link(&mut self, link: Option<usize>) -> bool {
        let links = self.links;
        let Some(address) = link.and_then(|link| links.get(link)) else {
            return false;
        };
        if !leads_on(address) {
            return false;
        }
        self.html.push_str("<a href=\"");
        self.say(&plain::line(address));
        self.html.push_str("\">");
        true
    }

    fn close_link(&mut self, is_open: bool) {
        if is_open {
            self.html.push_str("</a>");
        }
    }

    /// HTML, §13.3.
    fn say(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.html.push_str("&amp;"),
                '<' => self.html.push_str("&lt;"),
                '>' => self.html.push_str("&gt;"),
                '"' => self.html.push_str("&quot;"),
                _ => self.html.push(c),
            }
        }
    }
}

/// Whether an address is one to follow; `javascript:` and its like lead nowhere.
pub(crate) fn leads_on(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https" | "mailto"))
}

/// The `type` of a list that does not count in figures (HTML, §4.4.5).
fn kind_of(numbering: Numbering) -> Option<char> {
    match numbering {
        Numbering::Decimal => None,
        Numbering::LowerAlpha => Some('a'),
        Numbering::UpperAlpha => Some('A'),
        Numbering::LowerRoman => Some('i'),
        Numbering::UpperRoman => Some('I'),
    }
}

/// From the outside in.
fn elements(style: Style) -> Vec<&'static str> {
    let all = [
        (style.strong, "strong"),
        (style.emphasis, "em"),
        (style.strike, "s"),
        (style.underline, "u"),
        (style.mark, "mark"),
        (style.faint, "small"),
        (style.code, "code"),
    ];
    all.into_iter()
        .filter_map(|(is_set, name)| is_set.then_some(name))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::html::tests::{is_unsafe, tag_soup};
    use crate::text::html::{self, document};
    use crate::text::markdown::{self, Manner};
    use proptest::prelude::*;

    fn check(html: &str, expect: &str) {
        let read = document(html, Some("https://a.example/"));
        assert_eq!(markup(&read), expect);
    }

    #[test]
    fn what_sets_text_is_kept_and_all_else_is_gone() {
        check(
            "<p onclick=x>1 &lt; 2 &amp; <b>3</b><br>4 <a href=/c>c <i>d</i></a><script>x</script>",
            "<p>1 &lt; 2 &amp; <strong>3</strong><br>4 \
             <a href=\"https://a.example/c\">c <em>d</em></a></p>",
        );
        check(
            "<ol start=3><li>a<li>b</ol><pre><code class=language-c>x &lt; y\n z</code></pre>",
            "<ol start=\"3\"><li><p>a</p></li><li><p>b</p></li></ol>\
             <pre><code class=\"language-c\">x &lt; y\n z</code></pre>",
        );
        check("<a href='javascript:x'>a</a>", "<p>a</p>");
    }

    #[test]
    fn a_picture_is_a_link_and_nobody_is_asked_for_it() {
        check(
            "<figure><img src=/p.png alt='A \"kettle\"'><figcaption>It talks</figcaption></figure>",
            "<figure><a href=\"https://a.example/p.png\">A &quot;kettle&quot;</a>\
             <figcaption><small>It talks</small></figcaption></figure>",
        );
    }

    #[test]
    fn a_document_made_elsewhere_gets_no_privilege() {
        let span = Span {
            text: "a\u{1b}[2J\u{202e}".to_owned(),
            link: Some(0),
            ..Span::default()
        };
        let links = vec!["javascript:alert(1)".to_owned()];
        let blocks = vec![Block::Paragraph(vec![span])];
        let document = Document {
            blocks,
            links,
            ..Document::default()
        };
        assert_eq!(markup(&document), "<p>a[2J</p>");
    }

    /// Pictures come back as links.
    fn has_image(blocks: &[Block]) -> bool {
        blocks.iter().any(|block| match block {
            Block::Image { .. } => true,
            Block::Quote(inner) | Block::Details { blocks: inner, .. } => has_image(inner),
            Block::List(items) => items.iter().any(|item| has_image(&item.blocks)),
            Block::Definitions(entries) => entries.iter().any(|(_, meaning)| has_image(meaning)),
            _ => false,
        })
    }

    #[test]
    fn what_is_written_reads_the_same() {
        for html in [
            "<h2>A <em>b</em></h2><p>c<br>d<p>e <code>f  g</code> <del>h</del> <mark>i</mark>",
            "<blockquote><p>a<blockquote>b</blockquote><ul><li>c<ol><li>d</ol></ul></blockquote><hr><p>e",
            "<dl><dt>a<dd>b<dt>c<dd><p>d<p>e</dl>",
            "<details open><summary>a<b>b</b></summary><p>c</details><details><summary>d</summary>e</details>",
            "<ol type=i reversed><li>a<li value=9>b</ol><ul><li><input type=checkbox checked>c</ul><p><u>d</u>",
            "<table><caption>t<thead><tr><th>a<th>b<tbody><tr><td>c<td><a href=/d>d</a></table>",
        ] {
            let read = document(html, Some("https://a.example/"));
            assert_eq!(document(&markup(&read), None), read, "{html}");
        }
    }

    proptest! {
        #[test]
        fn nothing_unsafe_is_written_and_no_word_is_lost(page in prop_oneof![tag_soup(), any::<String>()]) {
            let read = document(&page, Some("https://blog.example/"));
            let written = markup(&read);
            prop_assert!(!written.contains(is_unsafe), "{written}");
            // A mark without a letter to stand on is no word, and a line drops it.
            let letters = |text: &str| text.chars().filter(char::is_ascii_alphabetic).collect::<String>();
            if !has_image(&read.blocks) {
                let said = markdown::lines(&read, Manner::Plain).concat();
                let kept = html::line(&written);
                prop_assert_eq!(letters(&kept), letters(&said));
            }
        }
    }
}
