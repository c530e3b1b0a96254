//! A comment as one quotes it elsewhere.

use crate::text::markdown::{self, Manner};
use crate::text::plain;
use crate::thread::tree::{Node, NodeKind};
use crate::ui::thread::comment::{author_of, text};

/// Who said it, what, and where it stands: `Ana wrote:`, lines after `> `, the address. Nothing for what is
/// not one comment.
pub(super) fn quote(node: &Node) -> Option<String> {
    let NodeKind::Comment(comment) = &node.kind else {
        return None;
    };
    let mut lines = vec![format!("{} wrote:", plain::line(author_of(comment)))];
    for line in markdown::lines(&text(node), Manner::Plain) {
        lines.push(format!("> {line}").trim_end().to_owned());
    }
    if let Some(link) = &comment.link {
        lines.push(String::new());
        lines.push(plain::line(link));
    }
    Some(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::comment::{Comment, Conversation};
    use crate::model::document::{Block, Document, Span};
    use crate::thread::tree::{Settings, build};

    #[test]
    fn a_quotation_says_who_what_and_where() {
        let paragraph = |text: &str| {
            Block::Paragraph(vec![Span {
                text: text.to_owned(),
                ..Span::default()
            }])
        };
        let comment = Comment {
            key: "urn:1".to_owned(),
            author: Some("Ana\u{202e} Prates".to_owned()),
            link: Some("http://a.example/#c1".to_owned()),
            body: Document {
                blocks: vec![Block::Quote(vec![paragraph("Is it?")]), paragraph("It is.")],
                links: Vec::new(),
                ..Document::default()
            },
            ..Comment::default()
        };
        let conversation = Conversation {
            comments: vec![comment],
            ..Conversation::default()
        };
        let thread = build(&conversation, Settings::default());
        let expect = "Ana Prates wrote:\n> > Is it?\n>\n> It is.\n\nhttp://a.example/#c1";
        assert_eq!(quote(&thread.nodes[0]).as_deref(), Some(expect));
    }
}
