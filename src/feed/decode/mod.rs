//! Bytes to one UTF-8 text, before anything looks at markup.
//!
//! Feeds lie about their encoding: servers add `charset=ISO-8859-1` unasked, programs declare
//! UTF-8 and write windows-1252. So what the bytes *are* goes before what is said of them. The XML
//! reader downstream is given text only, so a declaration left in it has nothing more to say.
//! Nearly every body is sound UTF-8, and that is lent, not copied.

pub mod characters;
pub mod charset;
pub mod codepages;
pub mod mojibake;
pub mod unpack;
pub mod wide;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, WINDOWS_1252};
use std::borrow::Cow;

use crate::feed::decode::characters::{legal, place, windows_1252};
use crate::feed::decode::charset::{Charset, Named};

/// A body as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// Without a byte order mark and without the characters that XML 1.0 §2.2 forbids.
    pub text: Cow<'a, str>,
    /// What the bytes were written in, as the WHATWG Encoding Standard calls it, in small letters.
    pub encoding: &'static str,
    /// What was wrong with them, for a person to read.
    pub notes: Vec<String>,
}

impl<'a> Decoded<'a> {
    fn new(text: impl Into<Cow<'a, str>>, encoding: &'static str) -> Self {
        Self {
            text: text.into(),
            encoding,
            notes: Vec::new(),
        }
    }

    /// A text in which what could not be read is marked with U+FFFD.
    fn lossy(text: impl Into<Cow<'a, str>>, encoding: &'static str) -> Self {
        let mut decoded = Self::new(text, encoding);
        let lost = lost(&decoded.text);
        if lost > 0 {
            decoded
                .notes
                .push(format!("characters that could not be read: {lost}"));
        }
        decoded
    }
}

/// The text of a body. What it is packed in is opened; then a byte order mark, then what the bytes can only
/// be (UTF-16, UTF-32, UTF-8), then the charset of the Content-Type header (RFC 7303 §3), the XML
/// declaration or a page's `<meta>`, and at last a guess.
pub fn text<'a>(bytes: &'a [u8], content_type: Option<&str>) -> Decoded<'a> {
    let Some(inside) = unpack::unpack(bytes) else {
        return unpacked(bytes, content_type);
    };
    let decoded = unpacked(&inside.bytes, content_type);
    let mut notes = inside.notes;
    notes.extend(decoded.notes);
    Decoded {
        text: Cow::Owned(decoded.text.into_owned()),
        encoding: decoded.encoding,
        notes,
    }
}

/// A way of writing that is known by its first bytes and not read: nobody's feed is written in it.
pub fn foreign(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x4C, 0x6F, 0xA7, 0x94, ..] => Some("EBCDIC"),
        [b'+', b'/', b'v', b'8' | b'9' | b'+' | b'/', ..] | [b'+', b'A', b'D', b'w', b'-', ..] => {
            Some("UTF-7")
        }
        _ => None,
    }
}

fn unpacked<'a>(bytes: &'a [u8], content_type: Option<&str>) -> Decoded<'a> {
    let mut decoded = match wide::text(bytes) {
        Some((text, encoding)) => Decoded::lossy(text, encoding),
        None => narrow(bytes, content_type),
    };
    let (text, left_out) = legal(decoded.text);
    decoded.text = text;
    if let Some((at, count)) = left_out {
        let (line, column) = place(&decoded.text, at);
        decoded.notes.push(format!(
            "control characters were left out: {count}, the first in line {line}, column {column}"
        ));
    }
    decoded
}

/// Text whose markup is written in single bytes.
fn narrow<'a>(bytes: &'a [u8], content_type: Option<&str>) -> Decoded<'a> {
    let bytes = past_mark(bytes);
    let mut named = charset::named(bytes, content_type);
    let says = |encoding| named.iter().any(|named| named.is(encoding));
    // The one encoding in use whose bytes are all valid UTF-8 and yet mean something else.
    if bytes.contains(&0x1B) && (says(ISO_2022_JP) || is_shifted(bytes)) {
        let text = ISO_2022_JP.decode_without_bom_handling(bytes).0;
        return Decoded::new(text, "iso-2022-jp");
    }
    if let Ok(text) = str::from_utf8(bytes) {
        let mut decoded = Decoded::new(text, "utf-8");
        decoded
            .notes
            .extend(misnamed(&named, "utf-8").filter(|_| !text.is_ascii()));
        return decoded;
    }
    if is_nearly_utf_8(bytes, named.iter().all(|named| named.is(UTF_8))) {
        return patched(bytes);
    }
    // Latin-1 is what servers say when nobody told them; a declaration that says more is better.
    if named.len() == 2 && named[0].is(WINDOWS_1252) && named[1].charset.is_some() {
        named.swap(0, 1);
    }
    let mut decoded = as_named(bytes, &named).unwrap_or_else(|| guessed(bytes));
    decoded.notes.extend(misnamed(&named, decoded.encoding));
    decoded
}

/// Behind a mark of UTF-8, and behind any other: they mark nothing here.
fn past_mark(bytes: &[u8]) -> &[u8] {
    [b"\xEF\xBB\xBF".as_slice(), b"\xFF\xFE", b"\xFE\xFF"]
        .iter()
        .find_map(|mark| bytes.strip_prefix(*mark))
        .unwrap_or(bytes)
}

/// Whether these are the seven-bit bytes of ISO-2022-JP, with a shift to its two-byte characters.
fn is_shifted(bytes: &[u8]) -> bool {
    bytes.is_ascii()
        && bytes
            .windows(3)
            .any(|three| matches!(three, b"\x1B$B" | b"\x1B$@"))
}

/// What is to be said when no label is true.
fn misnamed(named: &[Named], encoding: &str) -> Option<String> {
    let is_true = |named: &Named| {
        named
            .charset
            .is_some_and(|charset| charset.name() == encoding)
    };
    let first = named.first().filter(|_| !named.iter().any(is_true))?;
    Some(format!(
        "it is labelled {}, and is written in {encoding}",
        first.label
    ))
}

/// The first of the encodings named that the bytes can be in, or nearly.
fn as_named<'a>(bytes: &[u8], named: &[Named]) -> Option<Decoded<'a>> {
    let charsets: Vec<Charset> = named
        .iter()
        .filter(|named| !named.is(UTF_8) && !named.is_wide())
        .filter_map(|named| named.charset)
        .collect();
    charsets
        .iter()
        .find_map(|charset| Some(Decoded::new(charset.decode(bytes)?, charset.name())))
        .or_else(|| charsets.iter().find_map(|charset| nearly(bytes, *charset)))
}

/// Text in an encoding of several bytes, with a few that are broken.
fn nearly<'a>(bytes: &[u8], charset: Charset) -> Option<Decoded<'a>> {
    let Charset::Known(encoding) = charset else {
        return None;
    };
    let text = encoding.decode_without_bom_handling(bytes).0.into_owned();
    let lost = lost(&text);
    let written = text.chars().filter(|c| !c.is_ascii()).count();
    (lost * 20 <= written).then(|| Decoded::lossy(text, charset.name()))
}

/// So few bytes say nothing of their encoding, and the most usual one is as good a guess as any.
const TOO_FEW: usize = 3;

fn guessed<'a>(bytes: &[u8]) -> Decoded<'a> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding: &'static Encoding = match bytes.iter().filter(|byte| !byte.is_ascii()).count() {
        0..TOO_FEW => WINDOWS_1252,
        _ => detector.guess(None, Utf8Detection::Deny),
    };
    let text = encoding.decode_without_bom_handling(bytes).0.into_owned();
    Decoded::lossy(text, Charset::Known(encoding).name())
}

fn lost(text: &str) -> usize {
    text.matches(char::REPLACEMENT_CHARACTER).count()
}

/// Whether this is UTF-8 but for a few broken bytes in the midst of much that is right, or a
/// character cut in two at the very end. Where nothing else is `said`, what is right need not be much.
fn is_nearly_utf_8(bytes: &[u8], said: bool) -> bool {
    let (mut right, mut wrong, mut position) = (0_usize, 0_usize, 0_usize);
    let mut wrong_before_end = 0_usize;
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        position += chunk.valid().len() + chunk.invalid().len();
        if !chunk.invalid().is_empty() {
            wrong += 1;
            wrong_before_end += usize::from(position < bytes.len());
        }
    }
    wrong_before_end == 0 && (wrong == 0 || right > 0)
        || right > if said { wrong } else { 4 * wrong }
}

/// UTF-8 with other bytes among it: windows-1252 that somebody pasted, or characters cut in two by a program that
/// counts bytes. A byte that begins characters elsewhere in the same text is one of the latter.
fn patched<'a>(bytes: &[u8]) -> Decoded<'a> {
    let mut begins = [false; 256];
    for chunk in bytes.utf8_chunks() {
        for byte in chunk.valid().bytes().filter(|byte| *byte >= 0xC0) {
            begins[usize::from(byte)] = true;
        }
    }
    let mut text = String::with_capacity(bytes.len() + 16);
    let mut pasted = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        match chunk.invalid() {
            [] => {}
            [byte] if !begins[usize::from(*byte)] => {
                text.push(windows_1252(*byte));
                pasted += 1;
            }
            _ => text.push(char::REPLACEMENT_CHARACTER),
        }
    }
    let mut decoded = Decoded::lossy(text, "utf-8");
    if pasted > 0 {
        let note = format!("bytes of windows-1252 among its utf-8: {pasted}");
        decoded.notes.push(note);
    }
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::decode::characters::is_legal;
    use proptest::prelude::*;

    fn check(bytes: &[u8], content_type: Option<&str>, expect: &str) {
        assert_eq!(text(bytes, content_type).text, expect);
    }

    fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn text_reads_right_whatever_encoding_it_came_in() {
        let said_utf_8 = Some("text/xml; charset=utf-8");
        check("<a>é–語</a>".as_bytes(), None, "<a>é–語</a>");
        check(b"\xEF\xBB\xBF<a>\xC3\xA9</a>", None, "<a>é</a>");
        check(
            b"<a>caf\xE9</a>",
            Some("text/xml; charset=ISO-8859-1"),
            "<a>café</a>",
        );
        check(
            b"<?xml version='1.0' encoding='windows-1251'?><a>\xCF\xF0\xE8</a>",
            None,
            "<?xml version='1.0' encoding='windows-1251'?><a>При</a>",
        );
        check(&utf_16("<a>é</a>", u16::to_le_bytes), None, "<a>é</a>");
        check(
            &utf_16("<a>é</a>", u16::to_be_bytes),
            said_utf_8,
            "<a>é</a>",
        );
        check(
            &utf_16("\u{FEFF}<a>é</a>", u16::to_be_bytes),
            None,
            "<a>é</a>",
        );
        let wide: Vec<u8> = "\u{FEFF}<a>é</a>"
            .chars()
            .flat_map(|c| u32::from(c).to_le_bytes())
            .collect();
        check(&wide, None, "<a>é</a>");
    }

    #[test]
    fn bytes_go_before_what_is_said_of_them() {
        let latin = Some("application/rss+xml; charset=\"iso-8859-1\"");
        check(
            "<a>schön und größer</a>".as_bytes(),
            latin,
            "<a>schön und größer</a>",
        );
        check(b"<a>It\x92s</a>", latin, "<a>It’s</a>");
        check(
            b"<a>sch\xF6n, f\xFCr gr\xF6\xDFere K\xE4se</a>",
            Some("text/xml; charset=utf-8"),
            "<a>schön, für größere Käse</a>",
        );
        check(
            b"<?xml version=\"1.0\" encoding=\"koi8-r\"?><a>\xF0\xD2\xC9</a>",
            latin,
            "<?xml version=\"1.0\" encoding=\"koi8-r\"?><a>При</a>",
        );
        check(
            b"<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>x</a>",
            None,
            "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>x</a>",
        );
        check(
            b"<a>\x1B$B$3\x1B(B</a>",
            Some("text/xml; charset=iso-2022-jp"),
            "<a>こ</a>",
        );
    }

    #[test]
    fn a_few_broken_bytes_spoil_only_themselves() {
        check(
            "<a>größere Käse für Köln</a>|"
                .as_bytes()
                .iter()
                .map(|&b| if b == b'|' { 0xFF } else { b })
                .collect::<Vec<_>>()
                .as_slice(),
            None,
            "<a>größere Käse für Köln</a>ÿ",
        );
        check(b"<a>\xE8\xAA\x9E\xE8\xAA", None, "<a>語\u{FFFD}");
    }

    #[test]
    fn a_byte_that_begins_characters_elsewhere_is_one_cut_in_two() {
        check(
            b"<a>\xC3\xBC \xC3\xB6 f\xC3\xBCr \xC3... caf\xE9</a>",
            None,
            "<a>ü ö für \u{FFFD}... café</a>",
        );
    }

    #[test]
    fn marks_stand_anywhere_and_mark_nothing() {
        check(b"\n\xEF\xBB\xBF<a>\xEF\xBB\xBFx</a>", None, "\n<a>x</a>");
        check("ï»¿<a>é</a>".as_bytes(), None, "<a>é</a>");
        check(
            b"\xFF\xFE<?xml version='1.0'?><a>x</a>",
            None,
            "<?xml version='1.0'?><a>x</a>",
        );
        check(b"\xEF\xBB\xBF{\"a\": 1}", None, "{\"a\": 1}");
        check(b"\0\0\0<a>x</a>", None, "<a>x</a>");
        check(
            &utf_16("\n\n<a>é</a>", u16::to_le_bytes),
            None,
            "\n\n<a>é</a>",
        );
    }

    #[test]
    fn what_the_bytes_were_is_told_with_what_was_wrong() {
        let check = |bytes: &[u8], header, encoding, notes: &[&str]| {
            let decoded = text(bytes, header);
            assert_eq!(
                (decoded.encoding, decoded.notes.as_slice()),
                (
                    encoding,
                    notes
                        .iter()
                        .map(|&n| n.to_owned())
                        .collect::<Vec<_>>()
                        .as_slice()
                )
            );
        };
        check(b"<a>x</a>", Some("text/xml; charset=koi8-r"), "utf-8", &[]);
        check(
            "<a>é</a>".as_bytes(),
            Some("text/xml; charset=ISO-8859-1"),
            "utf-8",
            &["it is labelled iso-8859-1, and is written in utf-8"],
        );
        check(
            b"<a>\x93x\x94</a>",
            Some("text/xml; charset=us-ascii"),
            "windows-1252",
            &[],
        );
        check(
            b"<?xml version='1.0' encoding='UTF-8'?><a>sch\xF6n</a>",
            None,
            "windows-1252",
            &["it is labelled utf-8, and is written in windows-1252"],
        );
        check(
            "<a>größer</a> \u{e9}"
                .as_bytes()
                .iter()
                .map(|&b| if b == b' ' { 0x92 } else { b })
                .collect::<Vec<_>>()
                .as_slice(),
            None,
            "utf-8",
            &["bytes of windows-1252 among its utf-8: 1"],
        );
        check(&utf_16("<a>x</a>", u16::to_be_bytes), None, "utf-16be", &[]);
        check(
            b"<?xml encoding='cp437'?><a>caf\x82</a>",
            None,
            "ibm437",
            &[],
        );
    }

    #[test]
    fn characters_xml_forbids_never_reach_a_reader() {
        check(b"<a>x\0\x01\x0B\x1By\tz\n</a>", None, "<a>xy\tz\n</a>");
        check("<a>\u{FFFF}x</a>".as_bytes(), None, "<a>x</a>");
        check("<a>don\u{92}t</a>".as_bytes(), None, "<a>don’t</a>");
    }

    proptest! {
        #[test]
        fn any_bytes_become_legal_text(bytes: Vec<u8>, header in proptest::option::of(".{0,40}")) {
            let text = text(&bytes, header.as_deref()).text;
            let sound = text.chars().all(|c| is_legal(c) && c != '\u{FEFF}');
            prop_assert!(sound);
        }

        #[test]
        fn utf_8_comes_through_as_it_is(sound in "[ -~\u{a0}-\u{d7ff}]{0,60}") {
            let written = format!("<a>{sound}");
            prop_assert!(matches!(text(written.as_bytes(), None).text, Cow::Borrowed(lent) if lent == written));
        }
    }
}
