//! Looking for words in a conversation: in what was said, and in the names of those who said it. Capital
//! letters and the shape of quotation marks make no difference.

use crate::model::document::{Document, Span};
use crate::text::lines::{Line, Piece, Role};
use crate::thread::tree::{Node, Thread};
use crate::ui::thread::runs::{self, Run};
use std::ops::Range;

/// What is looked for, and where it was found.
#[derive(Debug, Default)]
pub(super) struct Search {
    words: String,
    /// The texts of all nodes, as they are compared.
    texts: Vec<String>,
    /// Nodes, in their order.
    hits: Vec<usize>,
}

impl Search {
    pub(super) fn words(&self) -> &str {
        &self.words
    }

    pub(super) fn hits(&self) -> &[usize] {
        &self.hits
    }

    /// Reads the conversation, and looks for the same words again.
    pub(super) fn read(&mut self, thread: &Thread) {
        self.texts = thread.nodes.iter().map(text).collect();
        self.look();
    }

    pub(super) fn look_for(&mut self, words: &str) {
        words.clone_into(&mut self.words);
        self.look();
    }

    fn look(&mut self) {
        let words = folded(&self.words);
        self.hits.clear();
        if !words.is_empty() {
            let texts = self.texts.iter().enumerate();
            let found = texts.filter(|(_, text)| text.contains(&words));
            self.hits.extend(found.map(|(node, _)| node));
        }
    }

    /// The hit after a node, or before it, going round at the ends; with `here`, the node itself will do.
    pub(super) fn next(&self, node: usize, forward: bool, here: bool) -> Option<usize> {
        let (first, last) = (self.hits.first(), self.hits.last());
        let next = if forward {
            let from = node + usize::from(!here);
            let at = self.hits.partition_point(|hit| *hit < from);
            self.hits.get(at).or(first)
        } else {
            let at = self.hits.partition_point(|hit| *hit < node);
            at.checked_sub(1).map_or(last, |at| self.hits.get(at))
        };
        next.copied()
    }
}

fn text(node: &Node) -> String {
    let mut all = String::new();
    for comment in node.comments() {
        for char in comment.author.iter().flat_map(|name| name.chars()) {
            all.extend(fold(char));
        }
        all.push('\n');
        runs::each(&comment.body.blocks, &mut |run| {
            match run {
                Run::Plain(text) => all.extend(text.chars().flat_map(fold)),
                Run::Spans(spans) => {
                    let chars = spans.iter().flat_map(|span| span.text.chars());
                    all.extend(chars.flat_map(fold));
                }
            }
            all.push('\n');
        });
    }
    all
}

fn folded(text: &str) -> String {
    text.chars().flat_map(fold).collect()
}

fn fold(char: char) -> impl Iterator<Item = char> {
    let plain = match char {
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        '\u{a0}' | '\n' => ' ',
        other => other,
    };
    plain.to_lowercase()
}

/// Where words stand in a text, in bytes of it; they do not overlap.
pub(super) fn places(text: &str, words: &str) -> Vec<Range<usize>> {
    let words: Vec<char> = folded(words).chars().collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut chars: Vec<(char, Range<usize>)> = Vec::new();
    for (start, char) in text.char_indices() {
        let bytes = start..start + char.len_utf8();
        chars.extend(fold(char).map(|folded| (folded, bytes.clone())));
    }
    let mut places = Vec::new();
    let mut at = 0;
    while let Some(window) = chars.get(at..at + words.len()) {
        if window.iter().map(|(char, _)| char).eq(&words) {
            places.push(window[0].1.start..window[words.len() - 1].1.end);
            at += words.len();
        } else {
            at += 1;
        }
    }
    places
}

/// A document in which these words are marked; in code, `mark_code` does it.
pub(super) fn marked(document: &Document, words: &str) -> Document {
    let mut document = document.clone();
    runs::change(&mut document.blocks, &mut |spans| {
        let text: String = spans.iter().map(|span| span.text.as_str()).collect();
        let places = places(&text, words);
        if !places.is_empty() {
            *spans = parted(spans, &places);
        }
    });
    document
}

fn parted(spans: &[Span], places: &[Range<usize>]) -> Vec<Span> {
    let mut parted = Vec::new();
    let mut start = 0;
    for span in spans {
        for (text, hit) in pieces(&span.text, start, places) {
            let mut piece = Span {
                text: text.to_owned(),
                ..span.clone()
            };
            piece.style.mark |= hit;
            parted.push(piece);
        }
        start += span.text.len();
    }
    parted
}

/// A text that begins at this byte of a longer one, cut where places begin and end.
fn pieces<'a>(text: &'a str, start: usize, places: &[Range<usize>]) -> Vec<(&'a str, bool)> {
    let end = start + text.len();
    let mut pieces = Vec::new();
    let mut done = start;
    let inside = places
        .iter()
        .filter(|place| place.start < end && place.end > start);
    for place in inside {
        let (from, to) = (place.start.max(start), place.end.min(end));
        pieces.push((&text[done - start..from - start], false));
        pieces.push((&text[from - start..to - start], true));
        done = to;
    }
    pieces.push((&text[done - start..], false));
    pieces.retain(|(text, _)| !text.is_empty());
    pieces
}

/// Marks the words in lines of code, which are not made of spans.
pub(super) fn mark_code(lines: &mut [Line], words: &str) {
    for line in lines {
        let has_code = |piece: &Piece| piece.role == Role::Code && !piece.style.code;
        if !line.pieces.iter().any(has_code) {
            continue;
        }
        let old = std::mem::take(&mut line.pieces);
        for piece in old {
            if !has_code(&piece) {
                line.pieces.push(piece);
                continue;
            }
            let places = places(&piece.text, words);
            for (text, hit) in pieces(&piece.text, 0, &places) {
                let mut part = Piece {
                    text: text.to_owned(),
                    ..piece.clone()
                };
                part.style.mark |= hit;
                line.pieces.push(part);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::comment::{Comment, CommentId, Conversation};
    use crate::model::document::{Block, Style};
    use crate::thread::tree::{Settings, build};

    fn span(text: &str) -> Span {
        Span {
            text: text.to_owned(),
            ..Span::default()
        }
    }

    fn words(blocks: Vec<Block>) -> Document {
        Document {
            blocks,
            links: Vec::new(),
            ..Document::default()
        }
    }

    #[test]
    fn words_are_found_whatever_their_case_and_quotes() {
        for (text, words, expect) in [
            ("The Kettle, the kettle", "the k", &["The K", "the k"][..]),
            ("don’t", "DON'T", &["don’t"]),
            ("aaaaa", "aa", &["aa", "aa"]),
            ("ΣΊΣΥΦΟΣ", "σίσ", &["ΣΊΣ"]),
            ("İstanbul", "i", &["İ"]),
            ("nothing", "", &[]),
            ("", "x", &[]),
        ] {
            let found = places(text, words).into_iter().map(|place| &text[place]);
            assert_eq!(found.collect::<Vec<_>>(), expect, "{words} in {text}");
        }
    }

    #[test]
    fn marks_are_set_across_spans_and_in_code() {
        let strong = Style {
            strong: true,
            ..Style::default()
        };
        let loud = Span {
            style: strong,
            ..span("ttle th")
        };
        let paragraph = Block::Paragraph(vec![span("A ke"), loud, span("at talks")]);
        let document = marked(&words(vec![Block::Quote(vec![paragraph])]), "kettle that");
        let Block::Quote(inner) = &document.blocks[0] else {
            panic!("it was a quotation");
        };
        let Block::Paragraph(spans) = &inner[0] else {
            panic!("it was a paragraph");
        };
        let told: Vec<_> = spans
            .iter()
            .map(|span| (span.text.as_str(), span.style.strong, span.style.mark))
            .collect();
        let expect = [
            ("A ", false, false),
            ("ke", false, true),
            ("ttle th", true, true),
            ("at", false, true),
            (" talks", false, false),
        ];
        assert_eq!(told, expect);
        let code = words(vec![Block::Code {
            inks: Vec::new(),
            language: None,
            text: "let kettle = 1;".to_owned(),
        }]);
        let mut lines = crate::text::lines::lay_out(&code, &crate::text::lines::Setting::new(40));
        mark_code(&mut lines, "KETTLE");
        let lit = lines[0].pieces.iter().filter(|piece| piece.style.mark);
        assert_eq!(lit.map(|piece| &piece.text).collect::<Vec<_>>(), ["kettle"]);
    }

    #[test]
    fn hits_go_round_in_both_ways() {
        let said = |id, author: &str, text: &str| Comment {
            id: CommentId(id),
            key: format!("urn:{id}"),
            author: Some(author.to_owned()),
            published: Some(crate::model::time::Time(id)),
            body: words(vec![Block::Paragraph(vec![span(text)])]),
            ..Comment::default()
        };
        let thread = build(
            &Conversation {
                comments: vec![
                    said(1, "Ana", "One"),
                    said(2, "Tom", "two"),
                    said(3, "Bo", "anagram"),
                ],
                ..Conversation::default()
            },
            Settings::default(),
        );
        let mut search = Search::default();
        search.read(&thread);
        search.look_for("ana");
        assert_eq!(search.hits(), [0, 2]);
        assert_eq!(search.next(0, true, true), Some(0));
        assert_eq!(search.next(0, true, false), Some(2));
        assert_eq!(search.next(2, true, false), Some(0));
        assert_eq!(search.next(0, false, false), Some(2));
        assert_eq!(search.next(1, false, false), Some(0));
        search.look_for("nobody");
        assert_eq!(search.next(0, true, true), None);
    }
}
