//! How many comments there are, in the words of half a dozen programs.

use crate::feed::xml::tree::Element;

/// Slashdot's counts by score; the first is of all.
pub fn hits(element: &Element) -> Option<u32> {
    number(element.text().split(',').next()?)
}

/// The RSS 1.0 threading module lists the answers.
pub fn children(element: &Element) -> Option<u32> {
    fn items(element: &Element) -> usize {
        let inner = element.elements();
        inner
            .map(|inner| if inner.name == "li" { 1 } else { items(inner) })
            .sum()
    }
    match items(element) {
        0 => number(&element.text()),
        found => u32::try_from(found).ok(),
    }
}

/// A count; thousands may be set apart.
pub fn number(text: &str) -> Option<u32> {
    let text = text.trim();
    let mut groups = text.split([',', '.', '\'', '\u{2019}', ' ', '\u{A0}', '\u{202F}']);
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let first = groups.next().filter(|first| digits(first))?;
    let mut whole = first.to_owned();
    for group in groups {
        if group.len() != 3 || !digits(group) || first.len() > 3 {
            return None;
        }
        whole.push_str(group);
    }
    whole.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_with_their_thousands_set_apart() {
        for (written, expect) in [
            (" 7\n", Some(7)),
            ("1,234", Some(1234)),
            ("1.234.567", Some(1_234_567)),
            ("1\u{A0}234", Some(1234)),
            ("12,34", None),
            ("1234,567", None),
            ("many", None),
            ("-1", None),
            ("3.5", None),
            ("", None),
            ("99999999999", None),
        ] {
            assert_eq!(number(written), expect, "{written}");
        }
    }
}
