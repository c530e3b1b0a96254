//! Bytes to one UTF-8 text, before anything looks at markup.
//!
//! Feeds lie about their encoding: servers add `charset=ISO-8859-1` unasked, programs declare
//! UTF-8 and write windows-1252. So what the bytes *are* goes before what is said of them. The XML
//! reader downstream is given text only, so a declaration left in it has nothing more to say.
//! Nearly every body is sound UTF-8, and that is lent, not copied.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// How far into a document an XML declaration is looked for, bytes.
const PROLOGUE: usize = 1024;

/// The text of a body. Byte order mark first, then what the bytes can only be (UTF-16, UTF-8), then
/// the charset of the Content-Type header (RFC 7303 §3), the XML declaration, and at last a guess.
/// Characters that XML 1.0 §2.2 forbids are left out.
pub fn text<'a>(bytes: &'a [u8], content_type: Option<&str>) -> Cow<'a, str> {
    let text = marked(bytes)
        .or_else(|| wide_without_mark(bytes))
        .unwrap_or_else(|| unmarked(bytes, content_type));
    legal(text)
}

/// Text that says its own encoding with a byte order mark.
fn marked(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE\0\0") {
        return Some(utf_32(rest, u32::from_le_bytes));
    }
    if let Some(rest) = bytes.strip_prefix(b"\0\0\xFE\xFF") {
        return Some(utf_32(rest, u32::from_be_bytes));
    }
    let (encoding, length) = Encoding::for_bom(bytes)?;
    if encoding == UTF_8 {
        // A mark says nothing of the bytes behind it when they are not UTF-8 after all.
        return Some(unmarked(&bytes[length..], None));
    }
    let (text, _) = encoding.decode_without_bom_handling(&bytes[length..]);
    Some(text)
}

/// UTF-16 and UTF-32 without a mark: markup begins with `<` or `{`, so the zero bytes tell.
fn wide_without_mark(bytes: &[u8]) -> Option<Cow<'_, str>> {
    match bytes {
        [b'<' | b'{', 0, 0, 0, ..] => Some(utf_32(bytes, u32::from_le_bytes)),
        [0, 0, 0, b'<' | b'{', ..] => Some(utf_32(bytes, u32::from_be_bytes)),
        [b'<' | b'{', 0, ..] => Some(UTF_16LE.decode_without_bom_handling(bytes).0),
        [0, b'<' | b'{', ..] => Some(UTF_16BE.decode_without_bom_handling(bytes).0),
        _ => None,
    }
}

fn utf_32(bytes: &[u8], number: fn([u8; 4]) -> u32) -> Cow<'static, str> {
    bytes
        .chunks_exact(4)
        .map(|four| number([four[0], four[1], four[2], four[3]]))
        .map(|scalar| char::from_u32(scalar).unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

fn unmarked<'a>(bytes: &'a [u8], content_type: Option<&str>) -> Cow<'a, str> {
    let header = content_type.and_then(header_charset);
    let prologue = declared_charset(bytes);
    // The one encoding in use whose bytes are all valid UTF-8 and yet mean something else.
    if [header, prologue].contains(&Some(ISO_2022_JP)) && bytes.contains(&0x1B) {
        return ISO_2022_JP.decode_without_bom_handling(bytes).0;
    }
    if let Ok(text) = str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    if is_nearly_utf_8(bytes) {
        return String::from_utf8_lossy(bytes);
    }
    // Latin-1 is what servers say when nobody told them; a declaration that says more is better.
    let declared = match (header, prologue) {
        (Some(said), Some(better)) if said == WINDOWS_1252 => [Some(better), Some(said)],
        said => [said.0, said.1],
    };
    declared
        .into_iter()
        .flatten()
        .find_map(|encoding| encoding.decode_without_bom_handling_and_without_replacement(bytes))
        .unwrap_or_else(|| guess(bytes).decode_without_bom_handling(bytes).0)
}

/// Whether this is UTF-8 but for a few broken bytes in the midst of much that is right, or a
/// character cut in two at the very end.
fn is_nearly_utf_8(bytes: &[u8]) -> bool {
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
    wrong_before_end == 0 && (wrong == 0 || right > 0) || right > 4 * wrong
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// The `charset` parameter of a Content-Type header (RFC 9110 §8.3.2). UTF-8 is not reported: bytes
/// that come this far are not.
fn header_charset(content_type: &str) -> Option<&'static Encoding> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case("charset")
            .then(|| narrow(value.trim().trim_matches(['"', '\'']).as_bytes()))?
    })
}

/// The encoding an XML declaration names (XML 1.0 §4.3.3).
fn declared_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(PROLOGUE)];
    let head = head.trim_ascii_start().strip_prefix(b"<?xml")?;
    let head = String::from_utf8_lossy(head);
    let (declaration, _) = head.split_once("?>")?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    narrow(value[1..].split(quote).next()?.as_bytes())
}

/// An encoding a document of single bytes can be in. What says UTF-16 in ASCII letters is mistaken.
fn narrow(label: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_label(label).filter(|encoding| ![UTF_8, UTF_16LE, UTF_16BE].contains(encoding))
}

/// Without the characters XML 1.0 §2.2 does not allow.
fn legal(text: Cow<'_, str>) -> Cow<'_, str> {
    if !has_illegal(&text) {
        return text;
    }
    let mut text = text.into_owned();
    text.retain(is_legal);
    Cow::Owned(text)
}

/// Looks at bytes, many at a time, because nearly always there is nothing to find.
fn has_illegal(text: &str) -> bool {
    let control = |byte: u8| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r');
    text.as_bytes()
        .chunks(1024)
        .any(|chunk| chunk.iter().fold(false, |any, byte| any | control(*byte)))
        || text.contains("\u{FFFE}")
        || text.contains("\u{FFFF}")
}

/// Whether XML 1.0 §2.2 allows this character in a document.
pub fn is_legal(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r') || (c >= ' ' && !matches!(c, '\u{FFFE}' | '\u{FFFF}'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(bytes: &[u8], content_type: Option<&str>, expect: &str) {
        assert_eq!(text(bytes, content_type), expect);
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
            "<a>größere Käse für Köln</a>\u{FFFD}",
        );
        check(b"<a>\xE8\xAA\x9E\xE8\xAA", None, "<a>語\u{FFFD}");
    }

    #[test]
    fn characters_xml_forbids_never_reach_a_reader() {
        check(b"<a>x\0\x01\x0B\x1By\tz\n</a>", None, "<a>xy\tz\n</a>");
        check("<a>\u{FFFF}x</a>".as_bytes(), None, "<a>x</a>");
    }

    proptest! {
        #[test]
        fn any_bytes_become_legal_text(bytes: Vec<u8>, header in proptest::option::of(".{0,40}")) {
            let text = text(&bytes, header.as_deref());
            prop_assert!(text.chars().all(is_legal));
            prop_assert!(!has_illegal(&text));
        }

        #[test]
        fn utf_8_comes_through_as_it_is(sound in "[ -~\u{a0}-\u{d7ff}]{0,60}") {
            let written = format!("<a>{sound}");
            prop_assert_eq!(text(written.as_bytes(), None), written.as_str());
        }
    }
}
