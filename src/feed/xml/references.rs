//! References in markup (`&amp;`, `&#233;`): what they mean, and text made safe with them.

use crate::feed::decode::characters::{is_legal, meant};

/// Text with its references resolved: numeric ones and the five of XML 1.0 §4.6. Every other
/// ampersand stands for itself, so HTML entities stay as they are written.
pub fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        match reference(rest) {
            Some((Reference::Character(c), length)) => {
                plain.push(c);
                rest = &rest[length..];
            }
            Some((Reference::Forbidden, length)) => rest = &rest[length..],
            Some((Reference::Named, _)) | None => {
                plain.push('&');
                rest = &rest[1..];
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// What an ampersand begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reference {
    Character(char),
    /// A number that no document may contain: `&#0;`.
    Forbidden,
    /// A name XML does not know; HTML may.
    Named,
}

/// The longest name of an HTML entity has 31 letters.
const LONGEST_NAME: usize = 32;

/// The reference at the head of a text that begins with `&`, and its length in bytes.
pub fn reference(text: &str) -> Option<(Reference, usize)> {
    let body = &text[1..];
    let end = body
        .bytes()
        .take(LONGEST_NAME + 1)
        .position(|b| !is_part_of_name(b))?;
    if body.as_bytes()[end] != b';' || end == 0 {
        return None;
    }
    Some((meaning(&body[..end])?, end + 2))
}

fn is_part_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'#' | b'-' | b'_' | b'.')
}

/// What a reference means, by what stands between `&` and `;`.
pub fn meaning(name: &str) -> Option<Reference> {
    if name.is_empty() || name.len() > LONGEST_NAME || !name.bytes().all(is_part_of_name) {
        return None;
    }
    Some(match name {
        "amp" => Reference::Character('&'),
        "lt" => Reference::Character('<'),
        "gt" => Reference::Character('>'),
        "quot" => Reference::Character('"'),
        "apos" => Reference::Character('\''),
        _ => match name.strip_prefix('#') {
            Some(number) => numeric(number)?,
            None if name.contains('#') || !name.as_bytes()[0].is_ascii_alphabetic() => return None,
            None => Reference::Named,
        },
    })
}

fn numeric(number: &str) -> Option<Reference> {
    let (digits, radix) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
        return None;
    }
    let scalar = u32::from_str_radix(digits, radix).ok();
    Some(match scalar.and_then(char::from_u32) {
        Some(c) if is_legal(c) => Reference::Character(meant(c)),
        _ => Reference::Forbidden,
    })
}

/// Text made safe to stand in markup, between tags or in a quoted value.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            _ => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn references_become_characters_and_other_ampersands_stay() {
        let check = |text, expect: &str| assert_eq!(unescape(text), expect);
        check("a &amp; b &#38; c &#x26;", "a & b & c &");
        check(
            "AT&T & co; &nbsp; &#0;&#x1b;| &#xD800;|",
            "AT&T & co; &nbsp; || |".replace("||", "|").as_str(),
        );
        check("&#99999999999; &#; &;&", " &#; &;&");
        check("don&#146;t &my-name.x;", "don’t &my-name.x;");
    }

    proptest! {
        #[test]
        fn escaping_is_undone_by_unescaping(text in "\\PC{0,60}") {
            prop_assert_eq!(unescape(&escape(&text)), text);
        }
    }
}
