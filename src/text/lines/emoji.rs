//! Emoji, on whose width terminals disagree.
//!
//! What a terminal draws for one character is certain; what it draws for several that make one sign – a family,
//! a heart with its presentation selector, a flag of two letters, a thumb with a colour of skin – is not, and a
//! wrong guess shifts the rest of the line.

use crate::text::lines::Emoji;
use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;

/// A presentation selector: the sign before it is to be shown as a picture.
const PICTURE: char = '\u{FE0F}';
/// Joins several signs to one.
const JOINER: char = '\u{200D}';
/// Encloses the digit before it.
const KEYCAP: char = '\u{20E3}';

/// The text as this choice shows it: nothing but signs is changed.
pub fn shown(text: &str, emoji: Emoji) -> Cow<'_, str> {
    if emoji == Emoji::Full || text.is_ascii() || !text.chars().any(is_of_emoji) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for cluster in text.graphemes(true) {
        match emoji {
            Emoji::Full => out.push_str(cluster),
            Emoji::Safe => safe(cluster, &mut out),
            Emoji::Text => named(cluster, &mut out),
        }
    }
    Cow::Owned(out)
}

/// A cluster by the first sign of it.
fn safe(cluster: &str, out: &mut String) {
    let letters = flag(cluster);
    if !letters.is_empty() {
        return out.push_str(&letters);
    }
    let mut chars = cluster.chars();
    match chars.next() {
        Some(first) if chars.any(is_modifier) => out.push(first),
        _ => out.push_str(cluster),
    }
}

/// A cluster by its name.
fn named(cluster: &str, out: &mut String) {
    let is_digit = cluster.starts_with(|first: char| first.is_ascii());
    match emojis::get(cluster) {
        Some(emoji) if !is_digit => {
            out.push(':');
            out.push_str(&emoji.name().replace(' ', "-"));
            out.push(':');
        }
        _ => safe(cluster, out),
    }
}

/// The two letters of a flag; nothing for anything else.
fn flag(cluster: &str) -> String {
    let letter = |c: char| {
        let at = u32::from(c).checked_sub(0x1F1E6).filter(|at| *at < 26)?;
        char::from_u32(u32::from('A') + at)
    };
    cluster
        .chars()
        .map(letter)
        .collect::<Option<_>>()
        .unwrap_or_default()
}

fn is_modifier(c: char) -> bool {
    matches!(c, PICTURE | JOINER | KEYCAP | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0020}'..='\u{E007F}')
}

fn is_of_emoji(c: char) -> bool {
    is_modifier(c) || matches!(c, '\u{203C}'..='\u{3299}' | '\u{1F000}'..='\u{1FAFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_of_several_characters_is_reduced_to_one_whose_width_is_certain() {
        for (text, safe, named) in [
            ("plain é", "plain é", "plain é"),
            ("a 👍🏽 b", "a 👍 b", "a :thumbs-up:-medium-skin-tone: b"),
            ("❤️", "❤", ":red-heart:"),
            ("👩‍👩‍👧", "👩", ":family:-woman,-woman,-girl:"),
            ("🇵🇹", "PT", ":flag:-Portugal:"),
            ("1️⃣", "1", "1"),
            ("話🍵す", "話🍵す", "話:teacup-without-handle:す"),
            ("ने", "ने", "ने"),
        ] {
            assert_eq!(shown(text, Emoji::Safe), safe);
            let said = shown(text, Emoji::Text);
            assert_eq!(said, named);
            assert_eq!(shown(text, Emoji::Full), text);
        }
    }
}
