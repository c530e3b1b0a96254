//! One comment, or another node of a thread, as lines: who and when, then what was said, behind the
//! guides that tell whom it answers.

use crate::model::comment::{Comment, Provenance};
use crate::model::document::{Block, Document, Span, Style};
use crate::text::lines::{self, Line, Setting};
use crate::thread::tree::{Node, NodeKind};
use crate::ui::look::{Look, write};
use crate::ui::thread::runs;
use crate::ui::thread::search::{mark_code, marked, places};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use std::borrow::Cow;

/// Levels drawn by indenting; deeper answers stand below one another and name whom they answer.
const DEEPEST: usize = 8;
/// Columns of text a comment never falls short of, as long as the pane has them.
const NARROWEST: u16 = 28;
/// What one is called who does not say.
const NOBODY: &str = "Someone";

/// What is shown of a node below its first line.
#[derive(Debug)]
pub(super) struct Set {
    pub(super) indent: usize,
    pub(super) lines: Vec<Line>,
}

/// Sets a node for a column of this width, with these words marked. A folded node is its first line alone.
pub(super) fn set(node: &Node, width: u16, folded: bool, words: &str) -> Set {
    let room = usize::from(width.saturating_sub(NARROWEST) / 2);
    let indent = node.depth.min(DEEPEST).min(room);
    let inner = width
        .saturating_sub(u16::try_from(indent * 2).unwrap_or(0))
        .max(1);
    if folded {
        return Set {
            indent,
            lines: Vec::new(),
        };
    }
    let text = text(node);
    let lines = if words.is_empty() {
        lines::lay_out(&text, &Setting::new(inner))
    } else {
        let mut lines = lines::lay_out(&marked(&text, words), &Setting::new(inner));
        mark_code(&mut lines, words);
        lines
    };
    Set { indent, lines }
}

/// What was said at a node. Mentions stand one below the other, each under the name of its page.
pub(super) fn text(node: &Node) -> Cow<'_, Document> {
    match &node.kind {
        NodeKind::Comment(comment) => Cow::Borrowed(&comment.body),
        NodeKind::Missing { .. } => Cow::Owned(Document::default()),
        NodeKind::Pings(pings) => Cow::Owned(mentions(pings)),
    }
}

fn mentions(pings: &[Comment]) -> Document {
    let mut all = Document::default();
    for ping in pings {
        let page = ping.author_url.clone().or_else(|| ping.link.clone());
        let link = page.map(|page| {
            all.links.push(page);
            all.links.len() - 1
        });
        let style = Style {
            strong: true,
            ..Style::default()
        };
        all.blocks.push(Block::Paragraph(vec![Span {
            text: author_of(ping).to_owned(),
            style,
            link,
            ..Span::default()
        }]));
        let before = all.links.len();
        let mut body = ping.body.clone();
        runs::change(&mut body.blocks, &mut |spans| {
            for link in spans.iter_mut().filter_map(|span| span.link.as_mut()) {
                *link += before;
            }
        });
        // Excerpts of other pages have no pictures; one that has keeps its words and loses the number.
        for block in &mut body.blocks {
            if let Block::Image { link, .. } = block {
                *link = None;
            }
        }
        all.blocks.extend(body.blocks);
        all.links.extend(body.links);
    }
    all
}

/// How a node stands in its pane.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing<'a> {
    pub(super) folded: bool,
    /// The indentation does not tell whom it answers.
    pub(super) flattened: bool,
    /// Where all comments came from; else those that no feed brought say where they came from.
    pub(super) usual: Provenance,
    pub(super) words: &'a str,
}

/// Draws the guides of a line and gives the rectangle right of them.
pub(super) fn guides(
    buffer: &mut Buffer,
    line: Rect,
    look: &Look,
    indent: usize,
    guessed: bool,
) -> Rect {
    let mut x = line.x;
    for level in 0..indent {
        let innermost = level + 1 == indent;
        let glyph = if innermost && guessed {
            look.glyphs.guessed
        } else {
            look.glyphs.branch
        };
        write(buffer, line, x, line.y, glyph, look.theme.rule);
        x += 2;
    }
    Rect {
        x: x.min(line.right()),
        width: line.right().saturating_sub(x),
        ..line
    }
}

/// The first line of a node: `● Mirela Dobos · 2 h · 3 replies`.
pub(super) fn head(buffer: &mut Buffer, line: Rect, look: &Look, node: &Node, standing: &Standing) {
    let theme = &look.theme;
    let mut x = line.x;
    let put = |buffer: &mut Buffer, x: u16, text: &str, style| {
        write(buffer, line, x, line.y, text, style)
    };
    if node.is_new() {
        x = put(buffer, x, &format!("{} ", look.glyphs.unread), theme.new);
    }
    if standing.folded {
        x = put(buffer, x, &format!("{} ", look.glyphs.closed), theme.quiet);
    }
    match &node.kind {
        NodeKind::Comment(comment) => {
            let name = author_of(comment);
            x = write_marked(buffer, line, x, name, standing.words, theme.person(name));
            if node.by_author {
                x = put(buffer, x, &format!(" {} ", look.glyphs.dot), theme.quiet);
                x = put(buffer, x, "author", theme.accent);
            }
            let text = details(comment, node, look, standing);
            x = put(buffer, x, &text, theme.quiet);
        }
        NodeKind::Missing { name } => {
            let text = match name {
                Some(name) => format!("{name} – not in the feed"),
                None => "A comment that is not in the feed".to_owned(),
            };
            x = put(buffer, x, &text, theme.quiet);
        }
        NodeKind::Pings(pings) => {
            let text = match pings.len() {
                1 => "1 mention on another page".to_owned(),
                many => format!("{many} mentions on other pages"),
            };
            let text = if standing.folded {
                text
            } else {
                format!("{} {text}", look.glyphs.open)
            };
            x = put(buffer, x, &text, theme.quiet);
        }
    }
    if standing.folded && node.replies > 0 {
        let many = if node.replies == 1 {
            "reply"
        } else {
            "replies"
        };
        let text = format!(" {} {} {many}", look.glyphs.dot, node.replies);
        x = put(buffer, x, &text, theme.quiet);
        if node.new_below > 0 {
            put(buffer, x, &format!(" +{}", node.new_below), theme.new);
        }
    }
}

fn write_marked(
    buffer: &mut Buffer,
    line: Rect,
    mut x: u16,
    text: &str,
    words: &str,
    style: ratatui::style::Style,
) -> u16 {
    let mut done = 0;
    for place in places(text, words) {
        x = write(buffer, line, x, line.y, &text[done..place.start], style);
        let lit = style.add_modifier(Modifier::REVERSED);
        x = write(buffer, line, x, line.y, &text[place.clone()], lit);
        done = place.end;
    }
    write(buffer, line, x, line.y, &text[done..], style)
}

fn details(comment: &Comment, node: &Node, look: &Look, standing: &Standing) -> String {
    let mut parts = vec![String::new()];
    parts.push(look.age(comment.published.unwrap_or(comment.first_seen)));
    if standing.flattened && node.parent.is_some() || node.answers.is_some() && node.depth == 0 {
        let name = node.answers.as_deref().unwrap_or(NOBODY);
        let guess = if node.guessed { "?" } else { "" };
        parts.push(format!("{} {name}{guess}", look.glyphs.answers));
    }
    if comment.edited {
        parts.push("edited".to_owned());
    }
    if comment.gone {
        parts.push("no longer there".to_owned());
    }
    let fed = matches!(comment.provenance, Provenance::Feed | Provenance::SiteFeed);
    if !fed && comment.provenance != standing.usual {
        parts.push(format!("from {}", source(comment.provenance)));
    }
    parts.join(&format!(" {} ", look.glyphs.dot))
}

/// Where a comment came from, in the midst of a sentence.
pub(super) fn source(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Feed => "the feed",
        Provenance::SiteFeed => "the site's feed",
        Provenance::Page => "the page",
        other => other.name(),
    }
}

/// The name a comment is signed with.
pub(super) fn author_of(comment: &Comment) -> &str {
    comment
        .author
        .as_deref()
        .filter(|name| !name.trim().is_empty())
        .unwrap_or(NOBODY)
}
