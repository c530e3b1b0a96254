//! The attributes of a tag, however badly they are written.

use crate::feed::xml::references::{reference, unescape};

/// The attributes of a tag: names as written, values decoded. A name given twice keeps its first value;
/// values may stand without quotes, as in HTML.
pub fn attributes(text: &str) -> Vec<(&str, String)> {
    let mut found: Vec<(&str, String)> = Vec::new();
    let mut rest = text;
    loop {
        rest = rest
            .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\'' | '='));
        let end = rest
            .find(|c: char| c.is_whitespace() || c == '=')
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        if name.is_empty() {
            return found;
        }
        let (value, after) = match after.trim_start().strip_prefix('=') {
            Some(value) => attribute_value(value.trim_start()),
            None => ("", after),
        };
        rest = after;
        if found.len() < MOST_ATTRIBUTES && !found.iter().any(|(known, _)| *known == name) {
            found.push((name, unescape(value)));
        }
    }
}

/// More than this in one tag is an attack, not a document.
const MOST_ATTRIBUTES: usize = 256;

fn attribute_value(text: &str) -> (&str, &str) {
    match text.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let value = &text[1..];
            value.split_once(quote).unwrap_or((value, ""))
        }
        _ => text.split_at(text.find(char::is_whitespace).unwrap_or(text.len())),
    }
}

/// Whether attributes are written as XML 1.0 §3.1 wants them: names, none of them twice, each with a
/// quoted value that holds no `<` and no bare `&`.
pub fn is_sound(attributes: &str) -> bool {
    let mut rest = attributes;
    let mut seen: Vec<&str> = Vec::new();
    loop {
        // White space of other scripts is none in XML.
        let named = rest.trim_ascii_start();
        if named.is_empty() {
            return true;
        }
        let spaced = named.len() < rest.len();
        let Some((name, value)) = named.split_once('=') else {
            return false;
        };
        let name = name.trim_end();
        let odd = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '/' | '&');
        let value = value.trim_start();
        let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            return false;
        };
        let Some((value, after)) = value[1..].split_once(quote) else {
            return false;
        };
        let named_well = spaced && !name.is_empty() && !name.contains(odd);
        if !named_well || value.contains('<') || has_bare_ampersand(value) {
            return false;
        }
        if seen.len() == MOST_ATTRIBUTES || seen.contains(&name) {
            return false;
        }
        seen.push(name);
        rest = after;
    }
}

fn has_bare_ampersand(value: &str) -> bool {
    let mut ampersands = value.match_indices('&');
    ampersands.any(|(at, _)| reference(&value[at..]).is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn attributes_are_read_however_badly_written() {
        let check = |text, expect: &[(&str, &str)]| {
            let found = attributes(text);
            let found: Vec<_> = found.iter().map(|(n, v)| (*n, v.as_str())).collect();
            assert_eq!(found, expect);
        };
        check(" a=\"1\" b = '2'", &[("a", "1"), ("b", "2")]);
        check(
            " a=\"x & y &amp; z &eacute;\"",
            &[("a", "x & y & z &eacute;")],
        );
        check(" a=1 b c='x\"y'", &[("a", "1"), ("b", ""), ("c", "x\"y")]);
        check(" a=\"1\" a=\"2\"\" d=\"3\"", &[("a", "1"), ("d", "3")]);
        check(" a=\"1\"b=\"2\"", &[("a", "1"), ("b", "2")]);
        check(" a=\"open", &[("a", "open")]);
    }

    proptest! {
        #[test]
        fn no_tag_is_too_broken_for_its_attributes(text in "[a-c=\"' &;#x/é]{0,60}") {
            attributes(&text);
        }
    }
}
