//! An article in lines for a terminal or a pipe.

use crate::model::document::{Block, Document, Span, details};
use crate::model::entry::Article;
use crate::text::bidi;
use crate::text::lines::{Emoji, Line, Setting, lay_out};
use crate::text::plain;
use crate::text::whole::heading;
use crate::ui::article::enclosure;

/// Head, text, where its links lead, what is enclosed.
pub(super) fn lines(article: &Article, width: u16, emoji: Emoji) -> Vec<String> {
    let above = heading(article);
    let mut lines = wrapped(&above.title, width);
    lines.extend(wrapped(&above.byline, width));
    // An address is never cut.
    lines.extend(above.link.as_deref().map(plain::line));
    let tags: Vec<String> = article
        .tags
        .iter()
        .map(|tag| format!("#{}", plain::line(tag)))
        .collect();
    lines.extend(wrapped(&tags.join("  "), width));
    lines.push(String::new());
    let open = details(&article.document.blocks);
    let all: Vec<usize> = (0..open.len()).filter(|at| !open[*at]).collect();
    let setting = Setting {
        emoji,
        // On paper nothing can be opened.
        turned: &all,
        ..Setting::new(width)
    };
    lines.extend(
        lay_out(&article.document, &setting)
            .iter()
            .map(|line| shown(line, width)),
    );
    let addresses = addresses(&article.document);
    if !addresses.is_empty() {
        lines.push(String::new());
        lines.extend(addresses);
    }
    if !article.enclosures.is_empty() {
        lines.push(String::new());
        for it in &article.enclosures {
            lines.extend(wrapped(&format!("▶ {}", enclosure(it, "·")), width));
            lines.push(plain::line(&it.url));
        }
    }
    lines
}

fn wrapped(text: &str, width: u16) -> Vec<String> {
    let span = Span {
        text: plain::line(text),
        ..Span::default()
    };
    let document = Document {
        blocks: vec![Block::Paragraph(vec![span])],
        ..Document::default()
    };
    let set = lay_out(&document, &Setting::new(width));
    set.iter().map(|line| shown(line, width)).collect()
}

/// A line as it is read from left to right; one of the other direction stands at the right.
fn shown(line: &Line, width: u16) -> String {
    let text: String = bidi::visual(line)
        .iter()
        .map(|seen| seen.piece.text.as_str())
        .collect();
    if line.right_to_left {
        let wide = unicode_width::UnicodeWidthStr::width(text.as_str());
        let blank = usize::from(width).saturating_sub(wide);
        return format!("{}{text}", " ".repeat(blank));
    }
    text.trim_end().to_owned()
}

/// `[1] https://…` for links that have a number in the text.
fn addresses(document: &Document) -> Vec<String> {
    let links = document.links.iter().enumerate();
    let told = links.filter(|(_, address)| !address.starts_with('#'));
    told.map(|(at, address)| format!("[{}] {}", at + 1, plain::line(address)))
        .collect()
}
