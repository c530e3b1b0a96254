//! A conversation as lines for a terminal or a pipe: guides tell who answers whom, as in the reader.

use crate::cli::comments::state;
use crate::model::comment::{Comment, Conversation};
use crate::model::document::{Block, Document, Span};
use crate::model::entry::EntryRow;
use crate::text::lines::{self, Line, Piece, Role, Setting};
use crate::text::plain;
use crate::thread::tree::{Node, NodeKind, Thread};
use crate::ui::theme::Glyphs;
use jiff::tz::TimeZone;
use std::collections::HashMap;

/// Levels drawn by guides; deeper answers stand below one another and name whom they answer.
const DEEPEST: usize = 8;
/// Columns of text a comment never falls short of, as long as there are as many.
const NARROWEST: usize = 28;
/// How far a text is set in below the name of its author.
const TEXT: usize = 2;

/// What lines are drawn with.
#[derive(Debug, Clone)]
pub struct Page<'a> {
    /// Columns.
    pub width: u16,
    pub glyphs: &'a Glyphs,
    pub zone: &'a TimeZone,
}

impl Page<'_> {
    /// The whole conversation.
    pub fn lines(
        &self,
        row: &EntryRow,
        conversation: &Conversation,
        thread: &Thread,
    ) -> Vec<String> {
        let mut lines = self.head(row, conversation, thread);
        for node in &thread.nodes {
            // The guides go on through the empty line before an answer.
            lines.push(self.guides(self.indent(node), false).trim_end().to_owned());
            lines.extend(self.node(thread, node));
        }
        lines
    }

    fn head(&self, row: &EntryRow, conversation: &Conversation, thread: &Thread) -> Vec<String> {
        let width = usize::from(self.width);
        let mut lines = wrapped(row.name(), width);
        // An address is never cut.
        lines.extend(row.link.clone());
        let mut state = vec![row.feed_title.clone()];
        state.extend(state::parts(conversation, thread, self.zone));
        lines.extend(wrapped(&self.joined(&state), width));
        lines
    }

    fn node(&self, thread: &Thread, node: &Node) -> Vec<String> {
        let indent = self.indent(node);
        let guides = self.guides(indent, node.guessed);
        let room = usize::from(self.width).saturating_sub(2 * indent).max(1);
        let mut lines = Vec::new();
        match &node.kind {
            NodeKind::Comment(comment) => {
                let mut details = state::details(comment, node.by_author, self.zone);
                let answered = state::answered(thread, node).filter(|_| indent < node.depth);
                details.extend(answered.map(|name| format!("answers {name}")));
                lines.extend(self.comment(comment, details, room));
            }
            NodeKind::Missing { name } => {
                lines.extend(wrapped(&state::stand_in(name.as_deref()), room));
            }
            NodeKind::Pings(pings) => {
                lines.extend(wrapped(&state::mentions(pings.len()), room));
                let inner = room.saturating_sub(TEXT).max(1);
                for ping in pings {
                    let details = state::details(ping, false, self.zone);
                    let lines_of_ping = self.comment(ping, details, inner);
                    lines.extend(lines_of_ping.into_iter().map(set_in));
                }
            }
        }
        let drawn = lines
            .into_iter()
            .map(|line| format!("{guides}{line}").trim_end().to_owned());
        drawn.collect()
    }

    /// Who and when; below that, what was said.
    fn comment(&self, comment: &Comment, details: Vec<String>, room: usize) -> Vec<String> {
        let mut head = vec![state::author(comment).to_owned()];
        head.extend(details);
        let mut lines = wrapped(&self.joined(&head), room);
        let text = body(&comment.body, room.saturating_sub(TEXT).max(1));
        lines.extend(text.into_iter().map(set_in));
        lines
    }

    fn joined(&self, parts: &[String]) -> String {
        parts.join(&format!(" {} ", self.glyphs.dot))
    }

    fn indent(&self, node: &Node) -> usize {
        let room = usize::from(self.width).saturating_sub(NARROWEST) / 2;
        node.depth.min(DEEPEST).min(room)
    }

    fn guides(&self, indent: usize, guessed: bool) -> String {
        let mut guides = String::new();
        for level in 1..=indent {
            let is_guess = guessed && level == indent;
            guides.push_str(if is_guess {
                self.glyphs.guessed
            } else {
                self.glyphs.branch
            });
            guides.push(' ');
        }
        guides
    }
}

fn set_in(line: String) -> String {
    match line.as_str() {
        "" => line,
        line => format!("{}{line}", " ".repeat(TEXT)),
    }
}

/// A text in lines of this width.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let span = Span {
        text: plain::line(text),
        ..Span::default()
    };
    let document = Document {
        blocks: vec![Block::Paragraph(vec![span])],
        ..Document::default()
    };
    body(&document, width)
}

/// A document in lines, with the addresses it leads to below.
fn body(document: &Document, width: usize) -> Vec<String> {
    let width = u16::try_from(width).unwrap_or(u16::MAX);
    let set = lines::lay_out(document, &Setting::new(width));
    let numbers = numbers(document, &set);
    let mut lines: Vec<String> = set.iter().map(|line| shown(line, &numbers)).collect();
    let mut listed: Vec<(usize, usize)> =
        numbers.into_iter().map(|(link, at)| (at, link)).collect();
    listed.sort_unstable();
    for (number, link) in listed {
        lines.push(format!("[{number}] {}", document.links[link]));
    }
    lines
}

fn shown(line: &Line, listed: &HashMap<usize, usize>) -> String {
    let pieces = line.pieces.iter().map(|piece| match numbered(piece) {
        Some((words, address)) => match listed.get(&address) {
            Some(number) => format!("{words}[{number}]"),
            None => words.to_owned(),
        },
        None => piece.text.clone(),
    });
    let text: String = pieces.collect();
    text.trim_end().to_owned()
}

/// The number of each link whose address does not stand in the text itself; by the place of the link in
/// the document.
fn numbers(document: &Document, set: &[Line]) -> HashMap<usize, usize> {
    let mut said: HashMap<usize, String> = HashMap::new();
    let mut order = Vec::new();
    for piece in set.iter().flat_map(|line| &line.pieces) {
        let Some(link) = piece.link.filter(|link| *link < document.links.len()) else {
            continue;
        };
        let words = match numbered(piece) {
            Some((words, link)) => {
                order.push(link);
                words
            }
            None => &piece.text,
        };
        said.entry(link).or_default().push_str(words.trim());
    }
    let is_bare = |link: &usize| {
        let address = &document.links[*link];
        let said = said.get(link).map(String::as_str).unwrap_or_default();
        // Where it stands in the text twice, it is twice as long.
        !said.is_empty() && said.replace(address.as_str(), "").is_empty()
    };
    let mut numbers = HashMap::new();
    for link in order.into_iter().filter(|link| !is_bare(link)) {
        let next = numbers.len() + 1;
        numbers.entry(link).or_insert(next);
    }
    numbers
}

/// The words before the number of a link, in a piece that has one, and that link.
fn numbered(piece: &Piece) -> Option<(&str, usize)> {
    let link = piece.link.filter(|_| piece.role == Role::Label)?;
    let words = piece.text.strip_suffix(&format!("[{}]", link + 1))?;
    Some((words, link))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::comments::sample::{self, kettle, row, thread};
    use crate::text::html;
    use crate::ui::theme::Icons;
    use unicode_width::UnicodeWidthStr;

    fn printed(width: u16, icons: Icons) -> String {
        let page = Page {
            width,
            glyphs: &Glyphs::new(icons),
            zone: &TimeZone::UTC,
        };
        page.lines(&row(), &kettle(), &thread()).join("\n")
    }

    #[test]
    fn a_conversation_is_printed_with_its_tree() {
        insta::assert_snapshot!(printed(60, Icons::Unicode));
    }

    #[test]
    fn little_room_is_used_well_and_ascii_is_enough() {
        insta::assert_snapshot!(printed(34, Icons::Ascii));
    }

    #[test]
    fn depth_beyond_the_guides_is_told_by_name() {
        let conversation = sample::deep(12);
        let thread = sample::tree(&conversation);
        let page = Page {
            width: 80,
            glyphs: &Glyphs::new(Icons::Unicode),
            zone: &TimeZone::UTC,
        };
        let lines = page.lines(&row(), &conversation, &thread);
        let last = lines.iter().rfind(|line| line.contains("Guest 12"));
        let last = last.expect("all are printed");
        assert!(last.starts_with(&"│ ".repeat(DEEPEST)), "{last}");
        assert!(last.ends_with("answers Guest 11"), "{last}");
        let named = lines.iter().filter(|line| line.contains("answers")).count();
        assert_eq!(named, 11 - DEEPEST, "only where no guide tells");
    }

    #[test]
    fn no_line_is_wider_than_the_page_but_for_addresses() {
        for width in [20, 34, 60, 80, 200] {
            for line in printed(width, Icons::Unicode).lines() {
                let is_address = line.contains("http");
                assert!(is_address || line.width() <= usize::from(width), "{line:?}");
            }
        }
    }

    #[test]
    fn addresses_are_listed_once_and_not_beside_themselves() {
        let check = |html: &str, expect: &[&str]| {
            let document = html::document(html, Some("https://a.example/"));
            assert_eq!(body(&document, 60), expect);
        };
        check(
            "See https://a.example/x and <a href=/y>this</a>, <a href=/z>that</a> and <a href=/y>this</a>",
            &[
                "See https://a.example/x and this[1], that[2] and this[1]",
                "[1] https://a.example/y",
                "[2] https://a.example/z",
            ],
        );
        check(
            "<img src=/p.png alt=pot>",
            &["[image: pot][1]", "[1] https://a.example/p.png"],
        );
    }
}
