//! Plain text that is safe to put on a screen.
//!
//! A feed may carry terminal escapes, bidirectional overrides, invisible payloads and towers of
//! combining marks. All of that is dropped here, before a width is measured: ESC and its like
//! count as one column for the width tables, but not for a terminal. The stored text stays as it
//! came; only what is shown passes through here.
//!
//! Entities are not decoded: that is the business of `html`. The order is fixed – strip, collapse
//! white space, cap the clusters – and doing it twice changes nothing.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

/// More scalars than this in one grapheme cluster are decoration, and are dropped. The longest
/// emoji sequence of Unicode needs ten.
const CLUSTER_SCALARS: usize = 16;

/// The only flags that are written with tag characters (Unicode Technical Standard #51, annex C):
/// England, Scotland, Wales. Any other run of tag characters is invisible text.
const SUBDIVISION_FLAGS: [&str; 3] = [
    "\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
    "\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}",
    "\u{1F3F4}\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}",
];

/// One safe line: no control or bidi character, white space collapsed and trimmed.
pub fn line(raw: &str) -> String {
    let stripped = strip(raw, Hints::Drop);
    let mut out = String::with_capacity(stripped.len());
    for character in stripped.chars() {
        if character.is_whitespace() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !(out.is_empty() && is_zero_width(character)) {
            out.push(character);
        }
    }
    out.truncate(out.trim_end().len());
    cap_clusters(out)
}

/// Safe text of several lines: line breaks and spaces stand, a tab is four spaces, spaces at the
/// end of a line and empty lines at both ends are dropped.
pub fn block(raw: &str) -> String {
    let stripped = strip(raw, Hints::Drop);
    let mut out = String::with_capacity(stripped.len());
    for text in stripped.split('\n') {
        let shown = text.trim_end().trim_start_matches(is_zero_width);
        if shown.is_empty() && out.is_empty() {
            continue;
        }
        for character in shown.chars() {
            match character {
                '\t' => out.push_str("    "),
                other => out.push(other),
            }
        }
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    cap_clusters(out)
}

/// The first `bytes` bytes of a text, or a little less where that would tear a character.
pub(crate) fn beginning(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Whether the invisible layout hints – soft hyphen, zero width space – are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hints {
    Keep,
    Drop,
}

/// `raw` without what must not reach a screen. Every sort of line break becomes `\n`; spaces and
/// tabs stay.
pub(crate) fn strip(raw: &str, hints: Hints) -> Cow<'_, str> {
    if raw.chars().all(is_ordinary) {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    // A prepended mark (U+0600 ARABIC NUMBER SIGN and its kin) waits for the letter it belongs to.
    let mut prepended = None;
    let mut rest = raw.char_indices().peekable();
    while let Some((at, character)) = rest.next() {
        if let Some(flag) = subdivision_flag(&raw[at..]) {
            out.push_str(flag);
            while rest.next_if(|&(next, _)| next < at + flag.len()).is_some() {}
            prepended = None;
            continue;
        }
        if character == '\r' && matches!(rest.peek(), Some((_, '\n'))) {
            continue;
        }
        let Some(kept) = keep(character, out.chars().next_back(), hints) else {
            continue;
        };
        if is_prepended(kept) {
            prepended = Some(kept);
            continue;
        }
        if let Some(mark) = prepended.take()
            && kept.is_alphanumeric()
        {
            out.push(mark);
        }
        out.push(kept);
    }
    Cow::Owned(out)
}

/// `text` with every cluster cut to its first sixteen scalars.
pub(crate) fn cap_clusters(text: String) -> String {
    if !has_tall_cluster(&text) {
        return text;
    }
    let mut cap = ClusterCap::default();
    text.chars()
        .filter(|&character| cap.admits(character))
        .collect()
}

/// Whether some cluster is longer than the cap allows.
pub(crate) fn has_tall_cluster(text: &str) -> bool {
    !text.is_ascii()
        && text.graphemes(true).any(|cluster| {
            cluster.len() > CLUSTER_SCALARS && cluster.chars().count() > CLUSTER_SCALARS
        })
}

/// Lets a text pass scalar by scalar, refusing those that would make a cluster too long. A refused
/// scalar leaves no trace in the state, so what passed once passes again unchanged.
#[derive(Debug, Default)]
pub(crate) struct ClusterCap {
    cluster: String,
    scalars: usize,
}

impl ClusterCap {
    pub(crate) fn admits(&mut self, character: char) -> bool {
        let before = self.cluster.len();
        self.cluster.push(character);
        if self.cluster.graphemes(true).nth(1).is_some() {
            self.cluster.drain(..before);
            self.scalars = 1;
            return true;
        }
        if self.scalars == CLUSTER_SCALARS {
            self.cluster.truncate(before);
            return false;
        }
        self.scalars += 1;
        true
    }
}

/// Characters that always stay as they are; most texts have no others.
fn is_ordinary(character: char) -> bool {
    matches!(character,
        ' '..='~'
        | '\n'
        | '\t'
        | '\u{A0}'..='\u{AC}'
        | '\u{AE}'..='\u{2FF}'
        | '\u{370}'..='\u{590}'
        | '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{205E}'
        | '\u{20A0}'..='\u{20CF}'
        | '\u{2100}'..='\u{2FFF}'
        | '\u{3000}'..='\u{3130}'
        | '\u{3200}'..='\u{D7A3}')
}

fn is_zero_width(character: char) -> bool {
    character.width() == Some(0)
}

fn subdivision_flag(text: &str) -> Option<&'static str> {
    if !text.starts_with('\u{1F3F4}') {
        return None;
    }
    SUBDIVISION_FLAGS
        .into_iter()
        .find(|flag| text.starts_with(flag))
}

/// What stands for one character after `before`: itself, a line break, or nothing.
fn keep(character: char, before: Option<char>, hints: Hints) -> Option<char> {
    let kept = match character {
        '\n' | '\t' => character,
        '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        '\u{AD}' | '\u{200B}' => {
            let useful = hints == Hints::Keep
                && before.is_some_and(|b| !b.is_whitespace() && b != character);
            return useful.then_some(character);
        }
        // Joiners shape Persian, Indic scripts and emoji; elsewhere they only hide.
        '\u{200C}' | '\u{200D}' => {
            let shapes = before.is_some_and(|b| {
                !b.is_ascii()
                    && !b.is_whitespace()
                    && !matches!(b, '\u{AD}' | '\u{200B}'..='\u{200D}')
            });
            return shapes.then_some(character);
        }
        // One variation selector chooses a glyph; a second in a row can only carry a payload.
        '\u{FE00}'..='\u{FE0F}' => {
            let selects = before.is_some_and(|b| {
                !b.is_whitespace()
                    && !matches!(b, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{FE00}'..='\u{FE0F}')
            });
            return selects.then_some(character);
        }
        other => other,
    };
    (!is_unwanted(kept) || matches!(kept, '\n' | '\t')).then_some(kept)
}

/// Characters that paint nothing a reader could want: controls, bidi controls, invisible fillers,
/// tag characters, noncharacters, and the placeholder by which kitty paints an image it was sent.
pub fn is_unwanted(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{34F}'
            | '\u{61C}'
            | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200E}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FDD0}'..='\u{FDEF}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFFC}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}'
            | '\u{10EEEE}')
        || (u32::from(character) & 0xFFFE) == 0xFFFE
}

/// The characters of class `Prepend` (UAX #29): they join whatever follows, so a row of them could
/// swallow a text.
fn is_prepended(character: char) -> bool {
    matches!(character,
        '\u{600}'..='\u{605}'
        | '\u{6DD}'
        | '\u{70F}'
        | '\u{890}'..='\u{891}'
        | '\u{8E2}'
        | '\u{D4E}'
        | '\u{110BD}'
        | '\u{110CD}'
        | '\u{111C2}'..='\u{111C3}'
        | '\u{113D1}'
        | '\u{1193F}'
        | '\u{11941}'
        | '\u{11A84}'..='\u{11A89}'
        | '\u{11D46}'
        | '\u{11F02}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(raw: &str, expect: &str) {
        assert_eq!(line(raw), expect, "{raw:?}");
    }

    fn check_block(raw: &str, expect: &str) {
        assert_eq!(block(raw), expect, "{raw:?}");
    }

    #[test]
    fn a_title_cannot_drive_the_terminal() {
        check("\u{1B}[2Jhello", "[2Jhello");
        check("a\u{1B}]52;c;eA==\u{7}b", "a]52;c;eA==b");
        check("a\u{9D}b\u{9B}31mc", "ab31mc");
        check("nul\0 del\u{7F}", "nul del");
    }

    #[test]
    fn a_name_cannot_be_turned_around_or_padded_with_invisible_text() {
        check("moc.\u{202E}elgoog", "moc.elgoog");
        check("\u{2066}x\u{2069}\u{200E}\u{200F}\u{61C}y", "xy");
        check("a\u{200B}b\u{AD}c\u{2060}d\u{FEFF}e", "abcde");
        check("hi\u{E0041}\u{E0042}", "hi");
        check(
            "a\u{E0101}\u{FFF9}\u{10EEEE}\u{FFFE}\u{FDD0}\u{1FFFF}b",
            "ab",
        );
        check("a\u{200D}b\u{200C}", "ab");
        check("☺\u{FE0F}\u{FE01}\u{FE02}!", "☺\u{FE0F}!");
    }

    #[test]
    fn writing_that_needs_joiners_keeps_them() {
        check("می\u{200C}خواهم", "می\u{200C}خواهم");
        check("👩\u{200D}👩\u{200D}👧", "👩\u{200D}👩\u{200D}👧");
        check("❤\u{FE0F} 1\u{FE0F}\u{20E3}", "❤\u{FE0F} 1\u{FE0F}\u{20E3}");
        check("🇩🇪🇫🇷 क्षि", "🇩🇪🇫🇷 क्षि");
        check(SUBDIVISION_FLAGS[1], SUBDIVISION_FLAGS[1]);
        check("\u{1F3F4}\u{E0041}", "\u{1F3F4}");
    }

    #[test]
    fn white_space_is_one_space() {
        check("  a \t\n b\u{A0}\u{3000}c\u{2028}d  ", "a b c d");
        check("", "");
        check(" \u{301} a", "a");
    }

    #[test]
    fn a_tower_of_marks_is_cut() {
        let tower = format!("z{}!", "\u{336}".repeat(500));
        check(&tower, &format!("z{}!", "\u{336}".repeat(15)));
    }

    #[test]
    fn verse_keeps_its_lines() {
        check_block("\n\n a\r\n\tb  \rc\u{B}d\n\n\n", " a\n    b\nc\nd");
        check_block("\u{1B}[31m x  y", "[31m x  y");
        check_block("   ", "");
    }

    #[test]
    fn the_prepended_characters_are_those_of_the_segmentation_tables() {
        for character in '\u{80}'..=char::MAX {
            let joins = [character, 'a']
                .iter()
                .collect::<String>()
                .graphemes(true)
                .count()
                == 1;
            assert_eq!(
                is_prepended(character),
                joins,
                "U+{:04X}",
                u32::from(character)
            );
        }
    }

    #[test]
    fn ordinary_characters_are_never_touched() {
        for character in ('\0'..=char::MAX).filter(|&c| is_ordinary(c)) {
            assert_eq!(keep(character, None, Hints::Drop), Some(character));
            assert!(!is_prepended(character));
        }
    }

    /// Text rich in what the rules are about.
    fn nasty() -> impl Strategy<Value = String> {
        let pieces = prop_oneof![
            any::<char>(),
            prop::sample::select(
                "a b\t\n\r\u{1B}\u{9B}\u{202E}\u{200B}\u{200C}\u{200D}\u{FE0F}\u{AD}\u{301}\u{336}\u{600}\u{1100}\u{1161}\u{11A8}👩❤🇩🏴\u{E0067}\u{E007F}क\u{94D}ษ"
                    .chars()
                    .collect::<Vec<char>>()
            ),
        ];
        prop::collection::vec(pieces, 0..80).prop_map(String::from_iter)
    }

    fn is_safe(text: &str) -> bool {
        text.chars()
            .all(|c| !is_unwanted(c) || c == '\n' || ('\u{E0061}'..='\u{E007F}').contains(&c))
            && text
                .graphemes(true)
                .all(|cluster| cluster.chars().count() <= CLUSTER_SCALARS)
    }

    proptest! {
        #[test]
        fn a_line_is_safe_and_settled(raw in nasty()) {
            let once = line(&raw);
            prop_assert!(is_safe(&once) && !once.contains('\n'));
            prop_assert_eq!(line(&once), once);
        }

        #[test]
        fn a_block_is_safe_and_settled(raw in nasty()) {
            let once = block(&raw);
            prop_assert!(is_safe(&once));
            prop_assert_eq!(block(&once), once);
        }
    }
}
