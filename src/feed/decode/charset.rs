//! The encoding that a label means, and the one that a body names.
//!
//! Labels are written by hand and by old programs: `UTF_8`, `latin 1`, `x-sjis`, `cp1252`. They are taken for
//! what can only have been meant. Whether they are true is not asked here.

use encoding_rs::{Encoding, REPLACEMENT, UTF_16BE, UTF_16LE};

use crate::feed::decode::codepages::Page;

/// How far into a document its own word for its encoding is looked for, bytes. Servers put warnings before it.
const PROLOGUE: usize = 4096;

/// Labels longer than this are noise.
const LONGEST_LABEL: usize = 40;

/// A way to write characters as bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charset {
    /// One of those the web agrees on (WHATWG Encoding Standard).
    Known(&'static Encoding),
    Page(&'static Page),
}

/// An encoding, and the label it was named by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// As written, in small letters.
    pub label: String,
    /// Nothing where nobody knows the label.
    pub charset: Option<Charset>,
}

impl Named {
    fn new(label: &str) -> Option<Self> {
        let label = label.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
        (!label.is_empty() && label.len() <= LONGEST_LABEL).then(|| Self {
            charset: for_label(label),
            label: label.to_ascii_lowercase(),
        })
    }

    pub fn is(&self, encoding: &'static Encoding) -> bool {
        self.charset == Some(Charset::Known(encoding))
    }

    /// UTF-16 or wider. What says so in single bytes is mistaken.
    pub fn is_wide(&self) -> bool {
        let plain = compact(&self.label);
        self.is(UTF_16LE)
            || self.is(UTF_16BE)
            || [
                "utf16",
                "utf32",
                "ucs2",
                "ucs4",
                "u16",
                "u32",
                "csucs4",
                "csunicode",
            ]
            .iter()
            .any(|name| plain.starts_with(name))
    }
}

/// What the header, and what the document itself, calls its encoding: Content-Type's `charset`
/// (RFC 9110 §8.3.2), then the XML declaration (XML 1.0 §4.3.3) or a page's `<meta>`.
pub fn named(bytes: &[u8], content_type: Option<&str>) -> Vec<Named> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(PROLOGUE)]);
    let inside = declaration(&head).or_else(|| meta(&head));
    let header = content_type.and_then(parameter);
    header.into_iter().chain(inside).collect()
}

fn parameter(content_type: &str) -> Option<Named> {
    content_type
        .split([';', ','])
        .skip(1)
        .find_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            name.trim()
                .eq_ignore_ascii_case("charset")
                .then(|| Named::new(value))?
        })
}

fn declaration(head: &str) -> Option<Named> {
    let (_, declaration) = head.split_once("<?xml")?;
    let (declaration, _) = declaration.split_once('>')?;
    let (_, value) = declaration.split_once("encoding")?;
    Named::new(value_of(value.trim_start().strip_prefix('=')?)?)
}

/// `<meta charset=…>`, and `<meta … content="text/html; charset=…">`.
fn meta(head: &str) -> Option<Named> {
    let head = head.to_ascii_lowercase();
    head.split("<meta").skip(1).find_map(|meta| {
        let (inside, _) = meta.split_once('>')?;
        let (_, value) = inside.split_once("charset")?;
        Named::new(value_of(value.trim_start().strip_prefix('=')?)?)
    })
}

fn value_of(text: &str) -> Option<&str> {
    let text = text.trim_start();
    match text.chars().next()? {
        quote @ ('"' | '\'') => text[1..].split(quote).next(),
        _ => text
            .split(|c: char| c.is_whitespace() || matches!(c, '?' | '/' | '"' | '\'' | ';'))
            .next(),
    }
}

fn for_label(label: &str) -> Option<Charset> {
    let known = |label: &str| {
        Encoding::for_label(label.as_bytes()).filter(|encoding| *encoding != REPLACEMENT)
    };
    let plain = compact(label);
    let plain = plain.strip_prefix('x').unwrap_or(&plain);
    known(label)
        .or_else(|| known(plain))
        .or_else(|| known(alias(plain)?))
        .or_else(|| known(&dashed(plain)?))
        .map(Charset::Known)
        .or_else(|| Page::for_label(plain).map(Charset::Page))
}

/// Letters and digits alone, in small letters: what is left when spellings differ.
fn compact(label: &str) -> String {
    label
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// `windows1252`, `cp1252`, `win1252` and `iso88591` with their dashes.
fn dashed(plain: &str) -> Option<String> {
    let number = |prefix| {
        plain
            .strip_prefix(prefix)
            .filter(|rest: &&str| !rest.is_empty())
    };
    if let Some(part) = number("iso8859") {
        return Some(format!("iso-8859-{part}"));
    }
    ["windows", "win", "cp", "ms"]
        .iter()
        .find_map(|prefix| number(prefix))
        .map(|page| format!("windows-{page}"))
}

fn alias(plain: &str) -> Option<&'static str> {
    Some(match plain {
        "utf8sig" | "utf8mb4" | "utf8bom" | "uft8" | "cp65001" | "unicode" => "utf-8",
        "ansi" | "msansi" | "latin" | "iso8859" | "8859" | "usascii7" => "windows-1252",
        "msee" => "windows-1250",
        "mscyrl" => "windows-1251",
        "msgreek" => "windows-1253",
        "msturk" => "windows-1254",
        "mshebr" => "windows-1255",
        "msarab" => "windows-1256",
        "winbaltrim" => "windows-1257",
        "latin9" => "iso-8859-15",
        "latin10" => "iso-8859-16",
        "cp932" | "sjiswin" | "shiftjis2004" => "shift_jis",
        "cp936" | "gb180302000" | "gb231280" | "euccn" => "gb18030",
        "cp949" | "uhc" | "ksc56011987" | "johab" => "euc-kr",
        "cp950" | "big5hkscs2004" => "big5",
        "ujis" | "eucjpms" | "eucjpwin" | "cp51932" => "euc-jp",
        "koi8" | "cp20866" => "koi8-r",
        "macroman" | "applemacintosh" => "macintosh",
        "maccyrillic" | "macukrainian" => "x-mac-cyrillic",
        _ => return None,
    })
}

impl Charset {
    /// As the Encoding Standard writes it, in small letters.
    pub fn name(self) -> &'static str {
        match self {
            Self::Page(page) => page.name,
            Self::Known(encoding) => small(encoding.name()),
        }
    }

    /// The text of these bytes; nothing where they cannot be in this encoding.
    pub fn decode(self, bytes: &[u8]) -> Option<String> {
        match self {
            Self::Page(page) => Some(page.decode(bytes)),
            Self::Known(encoding) => encoding
                .decode_without_bom_handling_and_without_replacement(bytes)
                .map(Into::into),
        }
    }
}

/// The standard's names in small letters; those not named here have them already.
fn small(name: &'static str) -> &'static str {
    const NAMES: [&str; 28] = [
        "utf-8",
        "utf-16le",
        "utf-16be",
        "ibm866",
        "iso-8859-2",
        "iso-8859-3",
        "iso-8859-4",
        "iso-8859-5",
        "iso-8859-6",
        "iso-8859-7",
        "iso-8859-8",
        "iso-8859-8-i",
        "iso-8859-10",
        "iso-8859-13",
        "iso-8859-14",
        "iso-8859-15",
        "iso-8859-16",
        "koi8-r",
        "koi8-u",
        "gbk",
        "big5",
        "euc-jp",
        "iso-2022-jp",
        "shift_jis",
        "euc-kr",
        "gb18030",
        "macintosh",
        "windows-1252",
    ];
    NAMES
        .into_iter()
        .find(|small| small.eq_ignore_ascii_case(name))
        .unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(named: &Named) -> &'static str {
        named.charset.map_or("", Charset::name)
    }

    #[test]
    fn labels_mean_what_can_only_have_been_meant() {
        let check = |label, expect| assert_eq!(for_label(label).map_or("", Charset::name), expect);
        for label in ["utf8", "UTF_8", "utf-8", "Utf 8", "x-utf-8"] {
            check(label, "utf-8");
        }
        for label in [
            "latin 1",
            "iso8859_1",
            "ISO-8859-1",
            "us-ascii",
            "cp1252",
            "Windows_1252",
        ] {
            check(label, "windows-1252");
        }
        check("x-sjis", "shift_jis");
        check("gb_2312-80", "gbk");
        check("GB 2312", "gbk");
        check("iso8859_15", "iso-8859-15");
        check("win-1251", "windows-1251");
        check("cp949", "euc-kr");
        check("cp437", "ibm437");
        check("IBM-866", "ibm866");
        check("x-mac-turkish", "x-mac-turkish");
        check("bogus", "");
        check("hz-gb-2312", "");
    }

    #[test]
    fn a_body_names_its_encoding_in_three_places() {
        let check = |body: &str, content_type: Option<&str>, expect: &[&str]| {
            let found = named(body.as_bytes(), content_type);
            assert_eq!(found.iter().map(name).collect::<Vec<_>>(), expect, "{body}");
        };
        check(
            "<br>Warning\n<?xml version='1.0' encoding = \"koi8-r\"?><rss>",
            Some("text/xml; Charset=\"ISO-8859-2\""),
            &["iso-8859-2", "koi8-r"],
        );
        check("<?xml encoding=utf-8?>", None, &["utf-8"]);
        check("<html><META charset=euc-jp>", None, &["euc-jp"]);
        check(
            "<meta http-equiv=x content='text/html; charset=big5'>",
            None,
            &["big5"],
        );
        check(
            "<?xml version='1.0'?>",
            Some("text/xml; charset:utf-8"),
            &[],
        );
        check("<?xml encoding='no-such'?>", None, &[""]);
        assert!(named(b"<?xml encoding='UTF-16'?>", None)[0].is_wide());
    }
}
