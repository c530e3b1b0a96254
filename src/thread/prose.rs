//! The sentence that blog software puts before an answer: "In reply to Ana."
//!
//! It is worded in the blog's language, so words are not looked at: it is a first paragraph that is
//! nothing but one link with a little text around it. It must lead to a comment to count, which is
//! for the caller to find out.

use crate::model::document::{Block, Document, Span, Style};

/// The most characters before the link, and after it.
const BEFORE: usize = 60;
const AFTER: usize = 30;

/// A first paragraph that may be such a sentence.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sentence<'a> {
    pub(super) address: &'a str,
    /// What the link is called: the name of the one who is answered.
    pub(super) name: String,
}

/// The opening paragraph of `body`, if it has the shape of the sentence.
pub(super) fn sentence(body: &Document) -> Option<Sentence<'_>> {
    let Some(Block::Paragraph(spans)) = body.blocks.first() else {
        return None;
    };
    let start = spans.iter().position(|span| span.link.is_some())?;
    let link = spans[start].link;
    let length = spans[start..].iter().take_while(|s| s.link == link).count();
    let (before, rest) = spans.split_at(start);
    let (linked, after) = rest.split_at(length);
    let short = is_plain(before, BEFORE) && is_plain(after, AFTER);
    let address = body.links.get(link?).filter(|_| short)?;
    let name: String = linked.iter().map(|span| span.text.as_str()).collect();
    Some(Sentence {
        address,
        name: name.trim().to_owned(),
    })
}

fn is_plain(spans: &[Span], most: usize) -> bool {
    let unmarked = |span: &Span| {
        span.link.is_none() && span.style == Style::default() && !span.text.contains('\n')
    };
    let length: usize = spans.iter().map(|span| span.text.chars().count()).sum();
    length <= most && spans.iter().all(unmarked)
}

/// Takes the opening paragraph away, with its link where nothing else in the body uses it. A body
/// that is nothing more than that paragraph keeps it: somebody wrote it.
pub(super) fn remove_sentence(body: &mut Document) {
    if body.blocks.len() < 2 {
        return;
    }
    let Block::Paragraph(spans) = body.blocks.remove(0) else {
        return;
    };
    let Some(unused) = spans.iter().find_map(|span| span.link) else {
        return;
    };
    let mut used = false;
    each_link(&mut body.blocks, &mut |link| used |= *link == unused);
    if used || unused >= body.links.len() {
        return;
    }
    body.links.remove(unused);
    each_link(&mut body.blocks, &mut |link| {
        if *link > unused {
            *link -= 1;
        }
    });
}

fn each_link(blocks: &mut [Block], visit: &mut impl FnMut(&mut usize)) {
    for block in blocks {
        match block {
            Block::Paragraph(spans) | Block::Heading { text: spans, .. } => in_spans(spans, visit),
            Block::List(items) => {
                for item in items {
                    each_link(&mut item.blocks, visit);
                }
            }
            Block::Definitions(definitions) => {
                for (term, said) in definitions {
                    in_spans(term, visit);
                    each_link(said, visit);
                }
            }
            Block::Quote(inner) => each_link(inner, visit),
            Block::Details {
                summary, blocks, ..
            } => {
                in_spans(summary, visit);
                each_link(blocks, visit);
            }
            Block::Table(table) => {
                in_spans(&mut table.caption, visit);
                for cell in table.rows.iter_mut().flatten() {
                    in_spans(cell, visit);
                }
            }
            Block::Image { link, caption, .. } => {
                link.iter_mut().for_each(&mut *visit);
                in_spans(caption, visit);
            }
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

fn in_spans(spans: &mut [Span], visit: &mut impl FnMut(&mut usize)) {
    for span in spans {
        span.link.iter_mut().for_each(&mut *visit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::sample::{body, paragraph};

    fn check(text: &str, expect: Option<(&str, &str)>) {
        let body = body(text);
        let found = sentence(&body);
        let found = found.as_ref().map(|s| (s.address, s.name.as_str()));
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn the_sentence_is_known_in_any_language() {
        for text in [
            "In reply to [Ana](#comment-2).",
            "Als Antwort auf [Ana](#comment-2).",
            "ردًا على [Ana](#comment-2).",
            "[Ana](#comment-2) への返信。",
            "[Ana](#comment-2)",
            "[ Ana ](#comment-2) .\n\nAnd more.",
        ] {
            check(text, Some(("#comment-2", "Ana")));
        }
    }

    #[test]
    fn ordinary_talk_is_not_taken_for_it() {
        let long = "x".repeat(BEFORE + 1);
        for text in [
            "",
            "Only words.",
            "*Really* like [Ana](#comment-2) said.",
            "Like [Ana](#comment-2) and [Tom](#comment-3).",
            "[Ana](#comment-2) said it all before I could, word for word.",
            &format!("{long} [Ana](#comment-2)"),
            "> [Ana](#comment-2)",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn a_name_may_be_dressed_up_but_the_sentence_may_not_break() {
        let link = |text: &str, strong| Span {
            text: text.to_owned(),
            style: Style {
                strong,
                ..Style::default()
            },
            link: Some(0),
            ..Span::default()
        };
        let words = |text: &str| Span {
            text: text.to_owned(),
            ..Span::default()
        };
        let document = |spans| Document {
            blocks: vec![Block::Paragraph(spans)],
            links: vec!["#comment-2".to_owned()],
            ..Document::default()
        };
        let dressed = document(vec![words("To "), link("Ana", true), link(" B.", false)]);
        assert_eq!(sentence(&dressed).unwrap().name, "Ana B.");
        let broken = document(vec![words("To"), words("\n"), link("Ana", false)]);
        assert_eq!(sentence(&broken), None);
    }

    #[test]
    fn taking_it_away_leaves_the_other_links_numbered_from_one() {
        let mut told = body(
            "To [Ana](#comment-2).\n\nSee [this](https://a.example/).\n\n> or [that](https://b.example/)",
        );
        remove_sentence(&mut told);
        let left = body("See [this](https://a.example/).\n\n> or [that](https://b.example/)");
        assert_eq!(told, left);
    }

    #[test]
    fn a_link_used_again_stays() {
        let mut told = body("To [Ana](#comment-2).\n\nSee [there](#comment-2).");
        remove_sentence(&mut told);
        assert_eq!(told, body("See [there](#comment-2)."));
    }

    #[test]
    fn nobody_is_left_with_an_empty_comment() {
        let mut told = body("See [Ana](#comment-2).");
        remove_sentence(&mut told);
        assert_eq!(told.blocks.len(), 1);
        let mut bare = Document {
            blocks: vec![paragraph("Hm."), paragraph("Well.")],
            links: Vec::new(),
            ..Document::default()
        };
        remove_sentence(&mut bare);
        assert_eq!(bare.blocks, [paragraph("Well.")]);
    }
}
