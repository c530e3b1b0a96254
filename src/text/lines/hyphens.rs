//! Where long words may be parted, by the rules of their language.

use hypher::Lang;
use std::borrow::Cow;

/// Letters of a word that is worth parting.
const LONG: usize = 8;
const SOFT_HYPHEN: char = '\u{AD}';

/// Whether the words of a language (an ISO 639-1 code) can be parted.
pub fn knows_language(code: [u8; 2]) -> bool {
    Lang::from_iso(code).is_some()
}

/// The text with a soft hyphen wherever one of its long words may be parted.
pub(super) fn parted(text: &str, language: Option<[u8; 2]>) -> Cow<'_, str> {
    let Some(language) = language.and_then(Lang::from_iso) else {
        return Cow::Borrowed(text);
    };
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let in_word = first.is_alphabetic();
        let end = rest
            .find(|c: char| c.is_alphabetic() != in_word)
            .unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        rest = after;
        if !in_word || part.chars().count() < LONG {
            out.push_str(part);
            continue;
        }
        for (at, syllable) in hypher::hyphenate(part, language).enumerate() {
            if at > 0 {
                out.push(SOFT_HYPHEN);
            }
            out.push_str(syllable);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_long_words_of_the_language_are_parted() {
        let check = |text: &str, code: &[u8; 2], expect: &str| {
            let shown = parted(text, Some(*code)).replace(SOFT_HYPHEN, "|");
            assert_eq!(shown, expect);
        };
        check("an extensive walk", b"en", "an ex|ten|sive walk");
        check("Donaudampfschiff, ja", b"de", "Do|nau|dampf|schiff, ja");
        assert_eq!(parted("extensive", None), "extensive");
        assert!(knows_language(*b"pt") && !knows_language(*b"xx"));
    }
}
