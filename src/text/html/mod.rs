//! HTML as feeds carry it, read into a `Document`.
//!
//! The whole of HTML goes in; what comes out is what a person reads. There is no fallback that
//! shows markup, nothing is fetched, and no style sheet is looked at beyond what hides an element.
//! Work is bounded in `caps`, before there is a tree.

mod caps;
mod code;
mod embedded;
mod flatten;
mod hidden;
mod inline;
mod links;
mod list;
mod math;
mod pictures;
mod places;
mod reader;
mod run;
mod script;
mod table;
mod tex;
mod title;
mod tree;
mod words;
mod write;

#[cfg(test)]
pub(crate) mod tests;

use crate::model::document::Document;
use crate::text::commonmark;
use crate::text::html::links::renumber;
use crate::text::html::reader::{Decorations, Reader};
use crate::text::plain;

pub use crate::text::html::title::{title, without_title};
pub use crate::text::html::tree::{Id, Tree};
pub use crate::text::html::words::words;
pub use crate::text::html::write::escape;

/// What `html` says. Relative addresses are taken from `base`; without one they are no links.
pub fn document(html: &str, base: Option<&str>) -> Document {
    let written = (!has_markup(html) && is_markdown(html)).then(|| commonmark::html(html));
    let html = written.as_deref().unwrap_or(html);
    let tree = caps::tree(html);
    let keeps_lines = !has_markup(html);
    let read = |decorations| {
        let mut reader = Reader::new(&tree, base, decorations);
        let blocks = reader.read(keeps_lines);
        let left_out = reader.left_out_decoration;
        let same: Vec<(usize, usize)> = reader.same_places().collect();
        let anchors = reader.anchors();
        let notes = reader.notes();
        let mut links = reader.links.into_addresses();
        for (one, other) in same {
            let (one, other) = (format!("#{}", anchors[one]), format!("#{}", anchors[other]));
            links
                .iter_mut()
                .filter(|link| **link == one)
                .for_each(|link| link.clone_from(&other));
        }
        let document = Document {
            blocks,
            links,
            anchors,
            notes,
        };
        (document, left_out)
    };
    let (mut document, left_out) = read(Decorations::LeaveOut);
    // A picture without a description is decoration, unless it is all there is: a web comic.
    if document.blocks.is_empty() && left_out {
        document = read(Decorations::Show).0;
    }
    renumber(&mut document);
    document
}

/// All that a page says, in one safe plain line.
pub fn line(html: &str) -> String {
    let spans = flatten::flatten(document(html, None).blocks, " ");
    let text: String = spans.iter().map(|span| span.text.as_str()).collect();
    plain::line(&text)
}

/// The tree of a page or a part of one, for those who look for something else in it than what to read.
/// A page's own `html`, `head` and `body` are not in it, what stands in them is.
pub fn tree(html: &str) -> Tree {
    caps::tree(html)
}

/// Whether there is a tag, a comment or the like; without any, line breaks are all the form a text
/// has.
fn has_markup(html: &str) -> bool {
    html.match_indices('<').any(|(at, _)| {
        html[at + 1..]
            .starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
    })
}

/// Whether a text without a tag is Markdown: signs that nobody writes for another reason, on several lines or of
/// several kinds.
fn is_markdown(text: &str) -> bool {
    const SURE: usize = 2;
    if !text.contains(['#', '`', '*', '[', '-', '>']) || !text.contains('\n') {
        return false;
    }
    let mut signs = 0;
    for line in text.lines().take(400) {
        let line = line.trim_start();
        let heading = line.starts_with('#') && line.trim_start_matches('#').starts_with(' ');
        let fence = line.starts_with("```") || line.starts_with("~~~");
        let leads_on = line.contains("](http") || line.contains("](/");
        let strong = line.matches("**").count() >= 2;
        signs += [heading, fence, leads_on, strong]
            .into_iter()
            .filter(|sign| *sign)
            .count();
    }
    signs >= SURE
}
