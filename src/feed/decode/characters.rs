//! Which characters a text may hold, and what was meant by some that it may not.

use encoding_rs::WINDOWS_1252;
use std::borrow::Cow;

/// What a byte means in windows-1252, the encoding of the pasted and the undeclared.
pub fn windows_1252(byte: u8) -> char {
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(&byte));
    text.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// A character, or what was meant by it: the control characters U+0080 to U+009F are bytes of windows-1252
/// that were taken for Latin-1 somewhere (HTML §13.2.5.80 says the same of references).
pub fn meant(c: char) -> char {
    match u8::try_from(c) {
        Ok(byte @ 0x80..=0x9F) => windows_1252(byte),
        _ => c,
    }
}

/// Without the characters XML 1.0 §2.2 does not allow and without byte order marks, with those that were meant.
/// Of those that were left out, where the first one stood, and how many they were.
pub fn legal(text: Cow<'_, str>) -> (Cow<'_, str>, Option<(usize, usize)>) {
    if is_settled(&text) {
        return (text, None);
    }
    let left_out = forbidden(&text);
    let text = text.strip_prefix(TWICE_ENCODED_MARK).unwrap_or(&text);
    let kept = text.chars().filter(|c| is_legal(*c) && *c != MARK);
    (Cow::Owned(kept.map(meant).collect()), left_out)
}

fn forbidden(text: &str) -> Option<(usize, usize)> {
    let mut found = text.char_indices().filter(|(_, c)| !is_legal(*c));
    let (first, _) = found.next()?;
    Some((first, 1 + found.count()))
}

/// The line and column of a byte, in characters, counted from one.
pub fn place(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..text.floor_char_boundary(at)];
    let line = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}

/// The byte order mark.
const MARK: char = '\u{FEFF}';

/// The mark's three bytes, each taken for a character.
const TWICE_ENCODED_MARK: &str = "ï»¿";

/// Whether there is nothing to change. Looks at bytes, many at a time, because nearly always there
/// is nothing to find.
fn is_settled(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut chunks = bytes.chunks(CHUNK).enumerate();
    let sound = |(number, chunk): (usize, &[u8])| {
        let odd = chunk.iter().fold(0, |odd, byte| odd | begins_odd(*byte));
        let mut places = (0..chunk.len()).map(|at| &bytes[number * CHUNK + at..]);
        odd == 0 || !places.any(is_odd)
    };
    !text.starts_with(TWICE_ENCODED_MARK) && chunks.all(sound)
}

/// Whether what is not wanted may begin with this byte: 1 or 0. Without branches, so that the
/// compiler can ask it of many at once.
fn begins_odd(byte: u8) -> u8 {
    let is = |one: u8| u8::from(byte == one);
    let blank = is(b'\t') | is(b'\n') | is(b'\r');
    (u8::from(byte < b' ') ^ blank) | is(0xC2) | is(0xEF)
}

/// Whether a control character, of one byte or two, a byte order mark or a noncharacter stands here.
fn is_odd(bytes: &[u8]) -> bool {
    match bytes {
        [0xC2, second, ..] => (0x80..=0x9F).contains(second),
        [0xEF, 0xBB, 0xBF, ..] | [0xEF, 0xBF, 0xBE | 0xBF, ..] => true,
        [first, ..] => *first != 0xEF && begins_odd(*first) == 1,
        [] => false,
    }
}

/// Bytes that are looked at in one go.
const CHUNK: usize = 1024;

/// Whether XML 1.0 §2.2 allows this character in a document.
pub fn is_legal(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r') || (c >= ' ' && !matches!(c, '\u{FFFE}' | '\u{FFFF}'))
}
