//! Text in UTF-16 and UTF-32: known by its mark, or by its zero bytes.

use encoding_rs::{UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// The byte order marks (Unicode §23.8), longest first, and what they mark.
const MARKS: [(&[u8], Wide); 4] = [
    (b"\xFF\xFE\0\0", Wide::Utf32Le),
    (b"\0\0\xFE\xFF", Wide::Utf32Be),
    (b"\xFF\xFE", Wide::Utf16Le),
    (b"\xFE\xFF", Wide::Utf16Be),
];

/// Encodings with several bytes for every character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wide {
    Utf16Le,
    Utf16Be,
    Utf32Le,
    Utf32Be,
}

impl Wide {
    fn decode(self, bytes: &[u8]) -> (Cow<'_, str>, &'static str) {
        let text = match self {
            Self::Utf16Le => UTF_16LE.decode_without_bom_handling(bytes).0,
            Self::Utf16Be => UTF_16BE.decode_without_bom_handling(bytes).0,
            Self::Utf32Le => utf_32(bytes, u32::from_le_bytes),
            Self::Utf32Be => utf_32(bytes, u32::from_be_bytes),
        };
        let name = match self {
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Utf32Le => "utf-32le",
            Self::Utf32Be => "utf-32be",
        };
        (text, name)
    }

    /// Whether a text begins like this: markup and JSON begin with ASCII, so the zero bytes tell.
    fn begins(self, bytes: &[u8]) -> bool {
        let (width, place) = match self {
            Self::Utf16Le => (2, 0),
            Self::Utf16Be => (2, 1),
            Self::Utf32Le => (4, 0),
            Self::Utf32Be => (4, 3),
        };
        let is_ascii = |unit: &[u8]| {
            let mut bytes = unit.iter().enumerate();
            bytes.all(|(at, byte)| (at == place) == (*byte != 0) && byte.is_ascii())
        };
        bytes.len() >= width && bytes.chunks_exact(width).take(2).all(is_ascii)
    }
}

/// Text in UTF-16 or UTF-32, with or without a mark. A mark before single bytes says nothing.
pub fn text(bytes: &[u8]) -> Option<(Cow<'_, str>, &'static str)> {
    let marked = MARKS
        .iter()
        .find_map(|(mark, wide)| Some((bytes.strip_prefix(*mark)?, *wide)));
    if let Some((rest, wide)) = marked {
        let head = &rest[..rest.len().min(128)];
        let single = head.starts_with(b"<") && !head.contains(&0);
        return (!single).then(|| wide.decode(rest));
    }
    MARKS
        .into_iter()
        .find(|(_, wide)| wide.begins(bytes))
        .map(|(_, wide)| wide.decode(bytes))
}

fn utf_32(bytes: &[u8], number: fn([u8; 4]) -> u32) -> Cow<'static, str> {
    bytes
        .chunks_exact(4)
        .map(|four| number([four[0], four[1], four[2], four[3]]))
        .map(|scalar| char::from_u32(scalar).unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}
