//! Made-up comments for the tests of this room, and a one-line notation for trees.

use crate::model::comment::{Comment, CommentId, Conversation, InReplyTo};
use crate::model::document::{Block, Document, Span, Style};
use crate::model::time::Time;
use crate::thread::tree::{Node, NodeKind, Thread};

pub(super) const ENTRY_ID: &str = "http://blog.example/?p=4";
pub(super) const ENTRY_LINK: &str = "http://blog.example/kettle/";

/// The comment with this number, named as `WordPress` names it, written in that minute, read, empty.
pub(super) fn comment(number: u32) -> Comment {
    Comment {
        id: CommentId(i64::from(number)),
        key: format!("{ENTRY_ID}#comment-{number}"),
        link: Some(format!("{ENTRY_LINK}#comment-{number}")),
        author: None,
        author_url: None,
        published: Some(Time(i64::from(number) * 60)),
        first_seen: Time(1_000_000),
        in_reply_to: Vec::new(),
        read: true,
        edited: false,
        body: Document::default(),
        ..Comment::default()
    }
}

pub(super) fn said(number: u32, author: &str, text: &str) -> Comment {
    Comment {
        author: Some(author.to_owned()),
        body: body(text),
        ..comment(number)
    }
}

/// A comment that states what it answers, as Atom does.
pub(super) fn answer(number: u32, to: u32) -> Comment {
    Comment {
        in_reply_to: vec![InReplyTo {
            id: Some(format!("{ENTRY_ID}#comment-{to}")),
            href: Some(format!("{ENTRY_LINK}#comment-{to}")),
        }],
        ..comment(number)
    }
}

/// The sentence `WordPress` puts before an answer.
pub(super) fn in_reply_to(name: &str, to: u32, text: &str) -> String {
    format!("In reply to [{name}]({ENTRY_LINK}#comment-{to}).\n\n{text}")
}

pub(super) fn talk(comments: Vec<Comment>) -> Conversation {
    Conversation {
        entry_keys: vec![ENTRY_ID.to_owned(), ENTRY_LINK.to_owned()],
        comments,
        ..Conversation::default()
    }
}

/// A body from a little markup: blank lines between blocks, `> ` for a quotation, `*strong*`,
/// `[text](address)`.
pub(super) fn body(text: &str) -> Document {
    let mut links = Vec::new();
    let blocks = text
        .split("\n\n")
        .filter(|block| !block.is_empty())
        .map(|block| match block.strip_prefix("> ") {
            Some(quoted) => Block::Quote(vec![Block::Paragraph(spans(quoted, &mut links))]),
            None => Block::Paragraph(spans(block, &mut links)),
        })
        .collect();
    Document {
        blocks,
        links,
        ..Document::default()
    }
}

pub(super) fn paragraph(text: &str) -> Block {
    Block::Paragraph(spans(text, &mut Vec::new()))
}

fn spans(text: &str, links: &mut Vec<String>) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (span, length) = link_span(rest, links)
            .or_else(|| strong_span(rest))
            .unwrap_or_else(|| plain_span(rest));
        spans.push(span);
        rest = &rest[length..];
    }
    spans
}

fn link_span(text: &str, links: &mut Vec<String>) -> Option<(Span, usize)> {
    let (name, rest) = text.strip_prefix('[')?.split_once("](")?;
    let (address, _) = rest.split_once(')')?;
    let link = links.iter().position(|l| l == address).unwrap_or_else(|| {
        links.push(address.to_owned());
        links.len() - 1
    });
    let span = Span {
        text: name.to_owned(),
        link: Some(link),
        ..Span::default()
    };
    Some((span, name.len() + address.len() + 4))
}

fn strong_span(text: &str) -> Option<(Span, usize)> {
    let (strong, _) = text.strip_prefix('*')?.split_once('*')?;
    let style = Style {
        strong: true,
        ..Style::default()
    };
    let span = Span {
        text: strong.to_owned(),
        style,
        ..Span::default()
    };
    Some((span, strong.len() + 2))
}

fn plain_span(text: &str) -> (Span, usize) {
    let first = text.chars().next().map_or(0, char::len_utf8);
    let length = text[first..]
        .find(['[', '*'])
        .map_or(text.len(), |at| first + at);
    let span = Span {
        text: text[..length].to_owned(),
        ..Span::default()
    };
    (span, length)
}

/// A tree on one line: comments by number, answers in brackets, `~` before a guess, `?` before a
/// comment that is not held (with its name, if known), pings last: `2(3 ~4) ?5:Ana(6) pings[7 8]`.
pub(super) fn draw(thread: &Thread) -> String {
    let mut drawn = String::new();
    let mut depth = 0;
    for (at, node) in thread.nodes.iter().enumerate() {
        if node.depth > depth {
            drawn.push('(');
        } else if at > 0 {
            drawn.push_str(&")".repeat(depth - node.depth));
            drawn.push(' ');
        }
        depth = node.depth;
        drawn.push_str(&label(node));
    }
    drawn + &")".repeat(depth)
}

fn label(node: &Node) -> String {
    let guess = if node.guessed { "~" } else { "" };
    match &node.kind {
        NodeKind::Comment(comment) => format!("{guess}{}", comment.id.0),
        NodeKind::Missing { name: None } => format!("?{}", node.key.trim_start_matches('#')),
        NodeKind::Missing { name: Some(name) } => {
            format!("?{}:{name}", node.key.trim_start_matches('#'))
        }
        NodeKind::Pings(pings) => {
            let ids: Vec<String> = pings.iter().map(|ping| ping.id.0.to_string()).collect();
            format!("pings[{}]", ids.join(" "))
        }
    }
}
