//! UTF-8 that some program took for windows-1252 and encoded a second time: `cafÃ©`, `donâ€™t`.
//!
//! Undone only where every character above ASCII takes part and what comes out is what people
//! write; in real text these letters stand beside others.

use encoding_rs::WINDOWS_1252;

/// The text that was meant, where this one can only be UTF-8 taken for windows-1252.
pub fn undone(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let first = text.bytes().position(|byte| !byte.is_ascii())?;
    let mut above = text[first..].chars();
    let leads = matches!(above.next()?, '\u{C2}'..='\u{F4}');
    if !leads || above.next()?.is_ascii() {
        return None;
    }
    let (bytes, _, lost) = WINDOWS_1252.encode(text);
    let meant = str::from_utf8(&bytes).ok().filter(|_| !lost)?;
    let written = || meant.chars().filter(|c| !c.is_ascii());
    (written().all(is_common) || written().count() >= ENOUGH).then(|| meant.to_owned())
}

/// So many characters of any script do not come about by chance.
const ENOUGH: usize = 4;

/// Latin, Greek, Cyrillic and the signs of typography.
fn is_common(c: char) -> bool {
    matches!(c, '\u{A0}'..='\u{17F}' | '\u{370}'..='\u{4FF}' | '\u{2000}'..='\u{22FF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expect: Option<&str>) {
        assert_eq!(undone(text).as_deref(), expect, "{text}");
    }

    #[test]
    fn what_was_encoded_twice_is_read_as_it_was_meant() {
        check("cafÃ© crÃ¨me", Some("café crème"));
        check("donâ€™t", Some("don’t"));
        check("â€¦", Some("…"));
        check("ÐŸÑ€Ð¸", Some("При"));
        check("ã\u{81}“ã‚“ã\u{81}«ã\u{81}¡", Some("こんにち"));
    }

    #[test]
    fn what_people_write_stays() {
        for text in [
            "plain",
            "café",
            "SÃO PAULO",
            "Ça « va »",
            "cafÃ© is how café looks",
            "été\u{a0}»",
            "Spaß\u{a0}»",
            "日本",
            "voilà\u{a0}»",
        ] {
            check(text, None);
        }
    }

    proptest! {
        #[test]
        fn latin_text_encoded_twice_comes_back(text in "[a-z à-ÿ]{0,20}[à-ÿ]") {
            let (twice, _) = WINDOWS_1252.decode_without_bom_handling(text.as_bytes());
            prop_assert_eq!(undone(&twice), Some(text));
        }
    }
}
