//! Texts in JSON, and where they end when nobody escaped the quotation marks in them.

use std::borrow::Cow;

use crate::feed::decode::characters::is_legal;
use crate::feed::json::reader::{LONGEST_NAME, Reader};

/// What a text is, as its end is told by what may follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Name,
    /// A value in a map.
    Member,
    /// A value in a list.
    Item,
}

impl<'a> Reader<'a> {
    /// A text (RFC 8259 §7). What no document may contain (`\u001b`) is left out of it.
    pub(super) fn string(&mut self, place: Place) -> Cow<'a, str> {
        let quote = self.text.as_bytes()[self.at];
        if quote == b'\'' {
            self.mend("single quotation marks");
        }
        self.at += 1;
        let mut made = String::new();
        // Where the part begins that is not in `made` yet.
        let mut from = self.at;
        loop {
            let special = |byte: &u8| *byte == quote || *byte == b'\\' || *byte < b' ';
            let rest = &self.text.as_bytes()[self.at..];
            self.at += rest.iter().position(special).unwrap_or(rest.len());
            match self.peek() {
                Some(b'\\') => {
                    made.push_str(&self.text[from..self.at]);
                    self.at += 1;
                    self.escape(&mut made);
                    from = self.at;
                    continue;
                }
                Some(byte) if byte == quote => {
                    if self.ends(place) {
                        break;
                    }
                    self.mend("a quotation mark that should be escaped");
                }
                Some(_) => self.mend("a line break or tab that should be escaped"),
                None => {
                    self.cut = true;
                    break;
                }
            }
            self.at += 1;
        }
        let last = &self.text[from..self.at];
        self.at = (self.at + 1).min(self.text.len());
        if made.is_empty() {
            return Cow::Borrowed(last);
        }
        made.push_str(last);
        Cow::Owned(made)
    }

    /// Whether the quotation mark here ends its text: whether what follows goes on with the JSON and
    /// not with the sentence. In sound JSON it always does.
    fn ends(&self, place: Place) -> bool {
        let next = self.next_sign(self.at + 1);
        match self.byte(next) {
            _ if place == Place::Name => true,
            None | Some(b'}' | b']') => true,
            Some(b'/') => matches!(self.byte(next + 1), Some(b'/' | b'*')),
            // Two together are more likely inside a text than between two.
            Some(b'"' | b'\'') => next > self.at + 1,
            Some(b',') => self.goes_on(self.next_sign(next + 1), place),
            Some(_) => false,
        }
    }

    /// Whether what stands here can follow a comma.
    fn goes_on(&self, at: usize, place: Place) -> bool {
        match self.byte(at) {
            None | Some(b'"' | b'\'' | b'{' | b'[' | b'}' | b']' | b',' | b'/') => true,
            Some(b'-' | b'0'..=b'9') => place == Place::Item,
            Some(_) => {
                let end = self.word_end(at, LONGEST_NAME);
                let word = &self.text[at..end];
                place == Place::Item && matches!(word, "true" | "false" | "null")
                    || !word.is_empty() && self.byte(self.next_sign(end)) == Some(b':')
            }
        }
    }

    /// What stands after a backslash; an unknown one means itself.
    fn escape(&mut self, made: &mut String) {
        let Some(c) = self.text[self.at..].chars().next() else {
            return;
        };
        self.at += c.len_utf8();
        match c {
            'n' => made.push('\n'),
            't' => made.push('\t'),
            'r' => made.push('\r'),
            'b' | 'f' => made.push(' '),
            'u' => made.extend(Some(self.escaped()).filter(|c| is_legal(*c))),
            '"' | '\\' | '/' => made.push(c),
            _ => {
                self.mend("a backslash before what needs none");
                made.push(c);
            }
        }
    }

    /// The character after `\u`, from two escapes where it lies beyond the basic plane.
    fn escaped(&mut self) -> char {
        let mut units: Vec<u16> = self.four_digits().into_iter().collect();
        let is_high = units
            .first()
            .is_some_and(|unit| (0xD800..0xDC00).contains(unit));
        if is_high && self.text[self.at..].starts_with("\\u") {
            let back = self.at;
            self.at += 2;
            let low = self.four_digits();
            match low.filter(|low| (0xDC00..0xE000).contains(low)) {
                Some(low) => units.push(low),
                None => self.at = back,
            }
        }
        let character = char::decode_utf16(units).next().and_then(Result::ok);
        character.unwrap_or_else(|| {
            self.mend("half a character");
            char::REPLACEMENT_CHARACTER
        })
    }

    fn four_digits(&mut self) -> Option<u16> {
        let digits = self.text.get(self.at..self.at + 4)?;
        let is_number = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = u16::from_str_radix(digits, 16).ok().filter(|_| is_number)?;
        self.at += 4;
        Some(number)
    }
}
