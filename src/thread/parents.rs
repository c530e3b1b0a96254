//! What a comment answers, by the surest sign there is.
//!
//! First what the feed states (RFC 4685 §3), then what the page's software wrote into the text: the
//! sentence before an answer, a mention or a quotation that links to a comment. What people say in
//! words is left to `words`.

use crate::model::comment::Comment;
use crate::model::document::{Block, Span};
use crate::thread::index::{Index, Named};
use crate::thread::prose;

/// What a comment answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Parent {
    /// The entry itself.
    Entry,
    /// A comment, by its place in the list the index was made from.
    Comment(usize),
    /// A comment that is not held, by the name its node will have.
    Missing(String),
}

/// What could be found out.
#[derive(Debug, PartialEq, Eq, Default)]
pub(super) struct Signs {
    /// Nothing if no sign was found.
    pub(super) parent: Option<Parent>,
    /// The first paragraph says no more than that this is an answer to `parent`, whom it calls so.
    pub(super) sentence: Option<String>,
}

/// Reads the signs of the comment at `own`.
pub(super) fn read(comment: &Comment, own: usize, index: &Index) -> Signs {
    let sentence = prose::sentence(&comment.body);
    let told = sentence
        .as_ref()
        .and_then(|sentence| a_comment(index.name(sentence.address), own));
    let parent = stated(comment, own, index)
        .or_else(|| told.clone())
        .or_else(|| linked(comment, own, index));
    let sentence = sentence
        .filter(|_| told.is_some() && told == parent)
        .map(|sentence| sentence.name);
    Signs { parent, sentence }
}

/// What the feed states. A comment comes before the entry: Blogger names both, the entry first.
fn stated(comment: &Comment, own: usize, index: &Index) -> Option<Parent> {
    let named: Vec<Named> = comment
        .in_reply_to
        .iter()
        .flat_map(|answer| [&answer.id, &answer.href])
        .flatten()
        .filter(|reference| !reference.trim().is_empty())
        .map(|reference| index.name(reference))
        .filter(|named| *named != Named::Comment(own))
        .collect();
    let held = named.iter().find_map(|named| match named {
        Named::Comment(at) => Some(Parent::Comment(*at)),
        _ => None,
    });
    let absent = || {
        named.iter().find_map(|named| match named {
            Named::Missing(key) => Some(Parent::Missing(key.clone())),
            Named::Elsewhere(key) if key.place.is_some() => {
                Some(Parent::Missing(key.whole.clone()))
            }
            _ => None,
        })
    };
    let entry = || named.contains(&Named::Entry).then_some(Parent::Entry);
    let unknown = || {
        named.iter().find_map(|named| match named {
            Named::Elsewhere(key) if key.path.is_some() && index.is_numbered() => {
                Some(Parent::Entry)
            }
            Named::Elsewhere(key) => Some(Parent::Missing(key.whole.clone())),
            _ => None,
        })
    };
    held.or_else(absent).or_else(entry).or_else(unknown)
}

/// A comment mentioned or quoted at the very start, by a link; only one that is held.
fn linked(comment: &Comment, own: usize, index: &Index) -> Option<Parent> {
    let link = match comment.body.blocks.first()? {
        Block::Paragraph(spans) => mention(spans)?,
        Block::Quote(blocks) => first_link(blocks)?,
        _ => return None,
    };
    let parent = a_comment(index.name(comment.body.links.get(link)?), own)?;
    matches!(parent, Parent::Comment(_)).then_some(parent)
}

/// `@Name` as a link, at the start.
fn mention(spans: &[Span]) -> Option<usize> {
    let first = spans.iter().find(|span| !span.text.trim().is_empty())?;
    first
        .link
        .filter(|_| first.text.trim_start().starts_with('@'))
}

/// Only the first: those further on were written by the one who is quoted.
fn first_link(blocks: &[Block]) -> Option<usize> {
    blocks.iter().find_map(|block| match block {
        Block::Paragraph(spans) | Block::Heading { text: spans, .. } => {
            spans.iter().find_map(|span| span.link)
        }
        Block::Quote(inner) => first_link(inner),
        _ => None,
    })
}

fn a_comment(named: Named, own: usize) -> Option<Parent> {
    match named {
        Named::Comment(at) if at != own => Some(Parent::Comment(at)),
        Named::Missing(key) => Some(Parent::Missing(key)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::comment::InReplyTo;
    use crate::thread::index::Keyed;
    use crate::thread::sample::{ENTRY_ID, ENTRY_LINK, body, comment};
    use std::sync::Arc;

    /// Comments 7, 8 and 9 are held; 9 carries the signs.
    fn signs(in_reply_to: &[(&str, &str)], text: &str) -> Signs {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let nine = Comment {
            in_reply_to: in_reply_to
                .iter()
                .map(|(id, href)| InReplyTo {
                    id: some(id),
                    href: some(href),
                })
                .collect(),
            body: body(text),
            ..comment(9)
        };
        let comments = [comment(7), comment(8), nine];
        let shared: Vec<_> = comments.iter().cloned().map(Arc::new).collect();
        let keyed = Keyed::all(&shared);
        let entry = [ENTRY_ID.to_owned(), ENTRY_LINK.to_owned()];
        read(&comments[2], 2, &Index::new(&entry, &keyed))
    }

    fn check(in_reply_to: &[(&str, &str)], text: &str, expect: Option<&Parent>) {
        let found = signs(in_reply_to, text).parent;
        assert_eq!(found.as_ref(), expect, "{in_reply_to:?} {text}");
    }

    fn id(number: u32) -> String {
        format!("{ENTRY_ID}#comment-{number}")
    }

    fn link(number: u32) -> String {
        format!("{ENTRY_LINK}#comment-{number}")
    }

    fn missing(key: &str) -> Parent {
        Parent::Missing(key.to_owned())
    }

    #[test]
    fn what_the_feed_states_is_believed() {
        let seven = Some(&Parent::Comment(0));
        check(&[(&id(7), "")], "Yes.", seven);
        check(&[("", &link(7))], "Yes.", seven);
        check(&[("urn:unheard-of", &link(7))], "Yes.", seven);
        check(&[(&id(7), "")], "[Tom](#comment-8)", seven);
        check(&[(&id(4), &link(4))], "Yes.", Some(&missing("#4")));
        check(&[("urn:4", "")], "Yes.", Some(&missing("urn:4")));
    }

    #[test]
    fn an_answer_to_the_entry_is_an_answer_to_nobody() {
        let entry = Some(&Parent::Entry);
        check(&[(ENTRY_ID, ENTRY_LINK)], "Yes.", entry);
        check(&[(ENTRY_ID, "")], "In reply to [Tom](#comment-8).", entry);
        check(&[("https://other.example/same-entry", "")], "Yes.", entry);
    }

    #[test]
    fn blogger_names_the_entry_and_the_comment() {
        let related = "https://www.blogger.com/feeds/1/2/comments/default/7";
        check(
            &[(ENTRY_ID, ""), ("", related)],
            "",
            Some(&Parent::Comment(0)),
        );
        let unheld = "https://www.blogger.com/feeds/1/2/comments/default/4";
        check(&[(ENTRY_ID, ""), ("", unheld)], "", Some(&missing("#4")));
    }

    #[test]
    fn the_sentence_before_an_answer_counts_as_stated() {
        let told = format!("In reply to [Ana]({}).\n\nYes.", link(7));
        check(&[], &told, Some(&Parent::Comment(0)));
        check(&[("", " ")], &told, Some(&Parent::Comment(0)));
        assert_eq!(signs(&[], &told).sentence.as_deref(), Some("Ana"));
        assert_eq!(
            signs(&[(&id(7), "")], &told).sentence.as_deref(),
            Some("Ana")
        );
        let held_back = format!("In reply to [Held Back]({}).\n\nYes.", link(4));
        check(&[], &held_back, Some(&missing("#4")));
    }

    #[test]
    fn a_sentence_that_says_something_else_is_left_alone() {
        let told = format!("In reply to [Ana]({}).\n\nYes.", link(7));
        assert_eq!(signs(&[(&id(8), "")], &told).sentence, None);
        assert_eq!(signs(&[(ENTRY_ID, "")], &told).sentence, None);
        check(&[], "See [this](https://a.example/).\n\nNice.", None);
        check(&[], "See [it](https://a.example/lid#comment-7).", None);
        check(&[], &format!("Great [post]({ENTRY_LINK})."), None);
    }

    #[test]
    fn a_mention_or_quotation_that_links_counts_too() {
        let eight = Some(&Parent::Comment(1));
        let words = "and here is a long story about my own kettle, which whistles.";
        check(&[], &format!("[@Tom](#p8) {words}"), eight);
        check(&[], "> [Tom wrote:](#comment-8)\n\nYes.", eight);
        check(&[], &format!("[Tom](#p8) {words}"), None);
        check(&[], &format!("[@Tom](#p4) {words}"), None);
        check(
            &[],
            "> As [I said](https://a.example/) [there](#comment-8)",
            None,
        );
        check(&[], "> no link\n\nYes.", None);
    }

    #[test]
    fn nobody_answers_himself() {
        check(&[(&id(9), &link(9))], "Yes.", None);
        check(&[(&id(9), &link(7))], "Yes.", Some(&Parent::Comment(0)));
        check(&[], "In reply to [Me](#comment-9).", None);
    }
}
