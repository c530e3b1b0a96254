//! Whom a comment addresses in its own words: "@Ana …", "Ana: …", "Ana, …".
//!
//! The last resort, and only a guess: people without a reply button, or who do not use it, still say
//! whom they mean. The name must be, in full, that of somebody who spoke before.

use crate::model::document::{Block, Document};
use std::collections::HashMap;

/// No name is looked for beyond this many characters.
const LONGEST_NAME: usize = 80;

/// Who has spoken so far, each with the latest comment.
#[derive(Debug, Default)]
pub(super) struct Speakers {
    latest: HashMap<String, usize>,
}

impl Speakers {
    /// Notes that `author` wrote the comment at `at`, later than all noted before.
    pub(super) fn heard(&mut self, author: Option<&str>, at: usize) {
        if let Some(name) = author.map(name).filter(|name| !name.is_empty()) {
            self.latest.insert(name, at);
        }
    }

    /// The latest comment of the one `body` opens by addressing. Nobody addresses himself.
    pub(super) fn addressed(&self, body: &Document, author: Option<&str>) -> Option<usize> {
        let opening = opening(body)?;
        let own = author.map(name);
        let (text, called) = match opening.strip_prefix(&['@']) {
            Some(rest) => (rest, true),
            None => (&opening[..], false),
        };
        let ends_here = |end: &usize| {
            if called {
                ends_name(text, *end)
            } else {
                *end > 1 && text.get(*end).is_some_and(|c| is_calling_mark(*c))
            }
        };
        (1..=text.len())
            .rev()
            .filter(ends_here)
            .map(|end| text[..end].iter().collect::<String>())
            .map(|called| called.trim_end().to_owned())
            .filter(|name| own.as_ref() != Some(name))
            .find_map(|name| self.latest.get(&name).copied())
    }
}

/// A name as it is compared; some software writes the `@` into it.
fn name(author: &str) -> String {
    let author = author.trim();
    folded(author.strip_prefix('@').unwrap_or(author).chars()).collect()
}

/// Case is ignored, and the apostrophe that blog software turns into a typographic one.
fn folded(text: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    text.flat_map(char::to_lowercase)
        .map(|c| if c == '’' { '\'' } else { c })
}

/// The first characters of a first paragraph.
fn opening(body: &Document) -> Option<Vec<char>> {
    let Some(Block::Paragraph(spans)) = body.blocks.first() else {
        return None;
    };
    let text = spans.iter().flat_map(|span| span.text.chars());
    let text = text.skip_while(|c| c.is_whitespace());
    Some(folded(text).take(LONGEST_NAME).collect())
}

/// Whether a name that was called with `@` may end before `end`: where the word ends, or anywhere in
/// scripts that put no spaces between words.
fn ends_name(text: &[char], end: usize) -> bool {
    let is_word = |c: &char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let spaceless = |c: &char| matches!(c, '\u{2E80}'..='\u{9FFF}');
    !text.get(end).is_some_and(is_word) || text.get(end - 1).is_some_and(spaceless)
}

/// A colon or comma, also as Arabic, Chinese and Japanese write it.
fn is_calling_mark(c: char) -> bool {
    matches!(c, ':' | ',' | '：' | '，' | '、' | '،')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::sample::body;

    /// Spoken before, in this order, each once; Ana spoke twice.
    const SPOKEN: [&str; 9] = [
        "Ana",
        "Ana Pop",
        "k3ttl3_dev",
        "Tom O'Dwyer & Sons",
        "佐藤",
        "ليلى",
        "@quoted",
        "B",
        "Ana",
    ];

    fn check(text: &str, expect: Option<usize>) {
        let mut speakers = Speakers::default();
        for (at, author) in SPOKEN.iter().enumerate() {
            speakers.heard(Some(author), at);
        }
        speakers.heard(None, 9);
        speakers.heard(Some(" "), 10);
        let found = speakers.addressed(&body(text), Some("Mirela"));
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn a_name_called_out_finds_the_latest_word_of_that_person() {
        check("@Ana what about tea?", Some(8));
        check("@ana: what about tea?", Some(8));
        check("@ANA", Some(8));
        check("@Ana's kettle whistles.", Some(8));
        check("@k3ttl3_dev your loop never ends.", Some(2));
        check("@quoted yes", Some(6));
        check("@佐藤さん、そうですね。", Some(4));
        check("@B no", Some(7));
    }

    #[test]
    fn a_name_before_a_comma_or_colon_will_do() {
        check("Ana, what about tea?", Some(8));
        check("ANA: what about tea?", Some(8));
        check("Tom O’Dwyer & Sons: how much?", Some(3));
        check("佐藤：そうですね。", Some(4));
        check("ليلى، صباح الخير", Some(5));
    }

    #[test]
    fn the_longest_name_wins() {
        check("@Ana Pop, not the other one", Some(1));
        check("Ana Pop: not the other one", Some(1));
    }

    #[test]
    fn talk_about_people_is_not_talk_to_them() {
        for text in [
            "",
            "@",
            "@ Ana",
            "Ana is right.",
            "As @Ana said, tea.",
            "@Anabel hello",
            "@k3ttl3 hello",
            "Anabel, hello",
            "B, then C.",
            "@Nobody here",
            ", and so on",
            "> Ana: tea\n\nYes.",
            "@Mirela I talk to myself",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn a_name_met_only_in_its_own_writing_is_not_addressed() {
        let mut speakers = Speakers::default();
        speakers.heard(Some("Mirela"), 0);
        let signed = body("Mirela: I was here again");
        assert_eq!(speakers.addressed(&signed, Some("mirela")), None);
        assert_eq!(speakers.addressed(&signed, Some("Ana")), Some(0));
    }
}
