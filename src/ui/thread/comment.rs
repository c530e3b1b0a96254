//! One comment, or another node of a thread, as lines: who and when, then what was said, behind the
//! guides that tell whom it answers.

use crate::model::comment::Comment;
use crate::text::lines::{self, Line};
use crate::thread::tree::{Node, NodeKind};
use crate::ui::look::{Look, write};
use crate::ui::paint;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Levels drawn by indenting; deeper answers stand below one another and name whom they answer.
const DEEPEST: usize = 8;
/// Columns of text a comment never falls short of, as long as the pane has them.
const NARROWEST: u16 = 28;

/// What is shown of a node below its first line.
#[derive(Debug)]
pub struct Set {
    pub indent: usize,
    pub lines: Vec<Line>,
}

/// Sets a node for a column of this width. A folded node is its first line alone.
pub fn set(node: &Node, width: u16, folded: bool) -> Set {
    let room = usize::from(width.saturating_sub(NARROWEST) / 2);
    let indent = node.depth.min(DEEPEST).min(room);
    let inner = width
        .saturating_sub(u16::try_from(indent * 2).unwrap_or(0))
        .max(1);
    let lines = match &node.kind {
        NodeKind::Comment(comment) if !folded => lines::lay_out(&comment.body, inner),
        NodeKind::Pings(pings) if !folded => pings
            .iter()
            .flat_map(|ping| lines::lay_out(&ping.body, inner))
            .collect(),
        _ => Vec::new(),
    };
    Set { indent, lines }
}

/// How a node stands in its pane.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one independent fact"
)]
pub struct Standing<'a> {
    pub selected: bool,
    pub focused: bool,
    pub new: bool,
    pub folded: bool,
    /// Whom it answers, where the indentation no longer tells.
    pub answers: Option<&'a str>,
}

/// Draws the guides of a line and gives the rectangle right of them.
pub fn guides(buffer: &mut Buffer, line: Rect, look: &Look, indent: usize, guessed: bool) -> Rect {
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
pub fn head(buffer: &mut Buffer, line: Rect, look: &Look, node: &Node, standing: &Standing) {
    let theme = &look.theme;
    let mut x = line.x;
    if standing.new {
        x = write(
            buffer,
            line,
            x,
            line.y,
            &format!("{} ", look.glyphs.unread),
            theme.new,
        );
    }
    let name = match standing {
        Standing {
            selected: true,
            focused: true,
            ..
        } => theme.selected,
        _ if node.by_author => theme.accent,
        _ => theme.strong,
    };
    match &node.kind {
        NodeKind::Comment(comment) => {
            x = write(buffer, line, x, line.y, author_of(comment), name);
            let text = details(comment, node, look, standing);
            write(buffer, line, x, line.y, &text, theme.quiet);
        }
        NodeKind::Missing { name } => {
            let text = match name {
                Some(name) => format!("{name} – not in the feed"),
                None => "A comment that is not in the feed".to_owned(),
            };
            write(buffer, line, x, line.y, &text, theme.quiet);
        }
        NodeKind::Pings(pings) => {
            let sign = if standing.folded {
                look.glyphs.closed
            } else {
                look.glyphs.open
            };
            let many = if pings.len() == 1 {
                "mention"
            } else {
                "mentions"
            };
            let text = format!("{sign} {} {many} on other pages", pings.len());
            write(
                buffer,
                line,
                x,
                line.y,
                &text,
                if standing.selected { name } else { theme.quiet },
            );
        }
    }
}

fn details(comment: &Comment, node: &Node, look: &Look, standing: &Standing) -> String {
    let mut parts = vec![String::new()];
    if node.by_author {
        parts.push("author".to_owned());
    }
    parts.push(look.age(comment.published.unwrap_or(comment.first_seen)));
    if comment.edited {
        parts.push("edited".to_owned());
    }
    if let Some(name) = standing.answers {
        parts.push(format!("↳ {name}"));
    }
    if standing.folded {
        parts.push(match node.replies {
            0 => "folded".to_owned(),
            1 => "1 reply".to_owned(),
            replies => format!("{replies} replies"),
        });
    }
    parts.join(&format!(" {} ", look.glyphs.dot))
}

/// The name a comment is signed with.
pub fn author_of(comment: &Comment) -> &str {
    comment
        .author
        .as_deref()
        .filter(|name| !name.is_empty())
        .unwrap_or("Someone")
}

/// One line of a node's text.
pub fn body(buffer: &mut Buffer, line: Rect, look: &Look, text: &Line) {
    paint::line(buffer, line, line.y, text, look);
}

/// Whom a node answers, named when it stands no deeper than the one it answers.
pub fn answers(nodes: &[Node], node: &Node, indent: usize) -> Option<String> {
    if indent >= node.depth {
        return None;
    }
    match &nodes.get(node.parent?)?.kind {
        NodeKind::Comment(parent) => Some(author_of(parent).to_owned()),
        NodeKind::Missing { name } => name.clone(),
        NodeKind::Pings(_) => None,
    }
}
