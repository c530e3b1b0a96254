//! Words looked for in the lines, also where the end of a line parts them.

use crate::text::lines::{Joint, Line, Role};
use std::ops::Range;

/// Part of a line that matches: bytes of the line's text, all its pieces in a row. A match that goes on in the
/// next line is two of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub line: usize,
    pub bytes: Range<usize>,
    /// Which match it belongs to, counted from the beginning.
    pub number: usize,
}

/// Every place where `words` stand. Case counts only where a capital is among the words, and white space of any
/// kind and length is one space.
pub fn search(lines: &[Line], words: &str) -> Vec<Hit> {
    let words: Vec<&str> = words.split_whitespace().collect();
    let exact = words.iter().any(|word| word.contains(char::is_uppercase));
    let wanted: Vec<char> = folded(&words.join(" "), exact).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut hits = Vec::new();
    let mut number = 0;
    let mut first = 0;
    while first < lines.len() {
        let more = lines[first + 1..]
            .iter()
            .take_while(|line| line.joint != Joint::Begin);
        let last = first + more.count();
        let text = Text::of(lines, first..last + 1, exact);
        for at in text.matches(&wanted) {
            hits.extend(text.hits(at..at + wanted.len(), number));
            number += 1;
        }
        first = last + 1;
    }
    hits
}

/// Case folded as far as one character stays one.
fn folded(text: &str, exact: bool) -> impl Iterator<Item = char> + '_ {
    text.chars().map(move |c| fold(c, exact))
}

fn fold(c: char, exact: bool) -> char {
    let mut small = c.to_lowercase();
    match (small.next(), small.next()) {
        (Some(small), None) if !exact => small,
        _ => c,
    }
}

/// The text of lines that belong together, with the place of each character.
struct Text {
    chars: Vec<char>,
    /// Line and bytes; nothing for the space between two lines.
    places: Vec<Option<(usize, Range<usize>)>>,
}

impl Text {
    fn of(lines: &[Line], range: Range<usize>, exact: bool) -> Self {
        let mut text = Self {
            chars: Vec::new(),
            places: Vec::new(),
        };
        for at in range {
            if lines[at].joint == Joint::Space {
                text.push(' ', None);
            }
            let mut before = 0;
            for piece in &lines[at].pieces {
                if !matches!(piece.role, Role::Guide | Role::Bullet | Role::Label) {
                    for (byte, c) in piece.text.char_indices() {
                        let start = before + byte;
                        text.push(fold(c, exact), Some((at, start..start + c.len_utf8())));
                    }
                }
                before += piece.text.len();
            }
        }
        text
    }

    fn push(&mut self, c: char, place: Option<(usize, Range<usize>)>) {
        let c = if c.is_whitespace() { ' ' } else { c };
        if c == ' ' && self.chars.last().is_none_or(|last| *last == ' ') {
            return;
        }
        self.chars.push(c);
        self.places.push(place);
    }

    /// Where the wanted words begin; matches do not overlap.
    fn matches(&self, wanted: &[char]) -> Vec<usize> {
        let mut found = Vec::new();
        let mut at = 0;
        while at + wanted.len() <= self.chars.len() {
            if self.chars[at..].starts_with(wanted) {
                found.push(at);
                at += wanted.len();
            } else {
                at += 1;
            }
        }
        found
    }

    fn hits(&self, range: Range<usize>, number: usize) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        for (line, bytes) in self.places[range].iter().flatten() {
            match hits.last_mut() {
                Some(hit) if hit.line == *line && hit.bytes.end == bytes.start => {
                    hit.bytes.end = bytes.end;
                }
                _ => hits.push(Hit {
                    line: *line,
                    bytes: bytes.clone(),
                    number,
                }),
            }
        }
        hits
    }
}
