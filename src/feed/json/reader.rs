//! Enough JSON (RFC 8259) to read feeds, sound ones and others.
//!
//! JSON that people or templates write breaks in few ways: commas too many or too few, quotation
//! marks that nobody escaped, line breaks inside a text, an end that never came. Each has an
//! obvious reading, so it is read that way and told. A sound document comes out as it stands.

use std::borrow::Cow;

use crate::feed::json::string::Place;
use crate::feed::json::value::Value;

/// Deeper values are passed over.
const DEEPEST: usize = 64;
/// More values than this are an attack, not a feed; those that follow are passed over.
const MOST_VALUES: usize = 1_000_000;
/// Longer words are no names, bytes.
pub(super) const LONGEST_NAME: usize = 64;

/// The value a text holds, and what had to be mended to read it. What stands too deep is left out.
pub(in crate::feed) fn read(text: &str) -> (Value<'_>, Vec<String>) {
    read_as(text, false)
}

/// The same, but what stands too deep is there as it is written ([`Value::Deep`]), to be read in its
/// turn: answers within answers go deeper than any feed.
pub(in crate::feed) fn read_deep(text: &str) -> (Value<'_>, Vec<String>) {
    read_as(text, true)
}

fn read_as(text: &str, keeps_deep: bool) -> (Value<'_>, Vec<String>) {
    let mut reader = Reader {
        text,
        at: 0,
        cut: false,
        keeps_deep,
        values: 0,
        mends: Vec::new(),
    };
    reader.blank();
    let top = reader.value(0, Place::Item);
    if reader.cut {
        reader.mend("the end is missing");
    } else {
        reader.blank();
        if reader.peek().is_some() {
            reader.mend("there is more after the end");
        }
    }
    (top, reader.mends.iter().map(Mend::told).collect())
}

/// One kind of fault.
struct Mend {
    what: &'static str,
    /// Where it was met first, bytes from the start of the text.
    at: usize,
    times: usize,
}

impl Mend {
    fn told(&self) -> String {
        let Self { what, at, times } = self;
        if *times > 1 {
            format!("{what}, {times} times, first at byte {at}")
        } else {
            format!("{what}, at byte {at}")
        }
    }
}

pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    /// Always between two characters.
    pub(super) at: usize,
    /// The text ended inside a value.
    pub(super) cut: bool,
    /// What stands too deep is kept as it is written.
    keeps_deep: bool,
    values: usize,
    mends: Vec<Mend>,
}

impl<'a> Reader<'a> {
    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.byte(self.at)
    }

    pub(super) fn mend(&mut self, what: &'static str) {
        self.mend_at(self.at, what);
    }

    fn mend_at(&mut self, at: usize, what: &'static str) {
        match self.mends.iter_mut().find(|mend| mend.what == what) {
            Some(mend) => mend.times += 1,
            None => self.mends.push(Mend { what, at, times: 1 }),
        }
    }

    fn value(&mut self, depth: usize, place: Place) -> Value<'a> {
        self.values += 1;
        match self.peek() {
            Some(b'{' | b'[') if depth >= DEEPEST && self.keeps_deep => {
                let from = self.at;
                self.pass_over();
                Value::Deep(&self.text[from..self.at])
            }
            Some(b'{' | b'[') if depth >= DEEPEST => {
                self.mend("values too deep in one another are left out");
                self.pass_over();
                Value::Nothing
            }
            Some(b'{') => self.map(depth),
            Some(b'[') => self.list(depth),
            Some(b'"' | b'\'') => Value::Text(self.string(place)),
            Some(_) => self.word(),
            None => {
                self.cut = true;
                Value::Nothing
            }
        }
    }

    /// Whether there is room for one more value.
    fn has_room(&mut self) -> bool {
        let room = self.values <= MOST_VALUES;
        if !room {
            self.mend("more values than are read");
        }
        room
    }

    /// White space and comments. Byte order marks come from files joined together.
    fn blank(&mut self) {
        loop {
            match self.peek() {
                Some(0..=b' ' | 0x7F) => self.at += 1,
                Some(b'/') if matches!(self.byte(self.at + 1), Some(b'/' | b'*')) => self.comment(),
                Some(0x80..) => match self.text[self.at..].chars().next() {
                    Some(c) if c.is_whitespace() || c == '\u{FEFF}' => self.at += c.len_utf8(),
                    _ => return,
                },
                _ => return,
            }
        }
    }

    fn comment(&mut self) {
        self.mend("a comment");
        let rest = &self.text[self.at + 2..];
        let length = if self.byte(self.at + 1) == Some(b'/') {
            rest.find('\n')
        } else {
            rest.find("*/").map(|end| end + 2)
        };
        self.at += 2 + length.unwrap_or(rest.len());
    }

    /// The commas between two values, one of which should be there.
    fn comma(&mut self, first: bool) {
        let mut commas = 0;
        self.blank();
        let mut last = self.at;
        while self.peek() == Some(b',') {
            commas += 1;
            last = self.at;
            self.at += 1;
            self.blank();
        }
        let wanted = usize::from(!first && !matches!(self.peek(), Some(b'}' | b']' | b':')));
        match self.peek() {
            Some(_) if commas < wanted => self.mend_at(last, "a comma is missing"),
            Some(_) if commas > wanted => self.mend_at(last, "a comma too many"),
            _ => {}
        }
    }

    /// A value is dropped when the text ends in it, unless it is a list, which has whole ones before,
    /// or as good as a list: what stands right under the top.
    fn map(&mut self, depth: usize) -> Value<'a> {
        self.at += 1;
        let mut pairs = Vec::new();
        loop {
            self.comma(pairs.is_empty());
            match self.peek() {
                Some(b'}') => {
                    self.at += 1;
                    return Value::Map(pairs);
                }
                Some(_) => {
                    let Some(name) = self.name() else { continue };
                    let value = self.member(depth);
                    let whole = match value {
                        Value::List(_) => true,
                        Value::Map(_) => !self.cut || depth == 0,
                        _ => !self.cut,
                    };
                    if whole && self.has_room() {
                        pairs.push((name, value));
                    }
                }
                None => {
                    self.cut = true;
                    return Value::Map(pairs);
                }
            }
        }
    }

    /// What follows a name: a colon and a value.
    fn member(&mut self, depth: usize) -> Value<'a> {
        self.blank();
        if self.peek() == Some(b':') {
            self.at += 1;
            self.blank();
        } else if self.peek().is_some() {
            self.mend("a colon is missing");
        }
        if matches!(self.peek(), Some(b',' | b'}' | b']')) {
            self.mend("a value is missing");
            return Value::Nothing;
        }
        self.value(depth + 1, Place::Member)
    }

    /// A name in a map. What is none is passed over.
    fn name(&mut self) -> Option<Cow<'a, str>> {
        match self.peek()? {
            b'"' | b'\'' => return Some(self.string(Place::Name)),
            b'{' | b'[' => {
                self.mend("a value without a name");
                self.pass_over();
                return None;
            }
            _ => {}
        }
        let end = self.word_end(self.at, LONGEST_NAME);
        let name = &self.text[self.at..end];
        if name.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '$'))
            && self.byte(self.next_sign(end)) == Some(b':')
        {
            self.mend("a name without quotation marks");
            self.at = end;
            return Some(Cow::Borrowed(name));
        }
        self.stray();
        self.at = self.at.max(end);
        None
    }

    fn list(&mut self, depth: usize) -> Value<'a> {
        self.at += 1;
        let mut values = Vec::new();
        loop {
            self.comma(values.is_empty());
            match self.peek() {
                Some(b']') => {
                    self.at += 1;
                    return Value::List(values);
                }
                Some(b'}' | b':') => self.stray(),
                Some(_) => {
                    let value = self.value(depth + 1, Place::Item);
                    if !self.cut && self.has_room() {
                        values.push(value);
                    }
                }
                None => {
                    self.cut = true;
                    return Value::List(values);
                }
            }
        }
    }

    /// One character that has no place where it stands.
    fn stray(&mut self) {
        self.mend("a character out of place");
        let length = self.text[self.at..]
            .chars()
            .next()
            .map_or(0, char::len_utf8);
        self.at += length;
    }

    /// Goes past a map or a list, brackets within it counted.
    fn pass_over(&mut self) {
        let mut open = 0_usize;
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.pass_over_string();
                    continue;
                }
                Some(b'{' | b'[') => open += 1,
                Some(b'}' | b']') => open -= 1,
                Some(_) => {}
                None => {
                    self.cut = true;
                    return;
                }
            }
            self.at += 1;
            if open == 0 {
                return;
            }
        }
    }

    /// Goes past a text as it is written: names and values are not told apart here, so nothing in it can
    /// be mended.
    fn pass_over_string(&mut self) {
        self.at += 1;
        loop {
            let rest = &self.text.as_bytes()[self.at..];
            let Some(length) = rest.iter().position(|byte| matches!(byte, b'"' | b'\\')) else {
                self.at = self.text.len();
                return;
            };
            let ends = rest[length] == b'"';
            self.at += length + 1;
            if ends {
                return;
            }
            let escaped = self.text[self.at..].chars().next();
            self.at += escaped.map_or(0, char::len_utf8);
        }
    }

    /// The first place from here on where no white space stands.
    pub(super) fn next_sign(&self, at: usize) -> usize {
        let rest = self.text.as_bytes().get(at..).unwrap_or_default();
        let blank = rest.iter().take_while(|byte| byte.is_ascii_whitespace());
        at + blank.count()
    }

    pub(super) fn word_end(&self, at: usize, most: usize) -> usize {
        let rest = &self.text.as_bytes()[at..];
        let part = |byte: &&u8| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.' | b'_' | b'$')
        };
        at + rest.iter().take(most).take_while(part).count()
    }

    /// A number, true, false or null.
    fn word(&mut self) -> Value<'a> {
        let end = self.word_end(self.at, self.text.len());
        let word = &self.text[self.at..end];
        let value = match word {
            "null" => Value::Nothing,
            "true" => Value::Truth(true),
            "false" => Value::Truth(false),
            _ if word.starts_with(|c: char| c == '-' || c.is_ascii_digit()) => Value::Number(word),
            "" => {
                self.stray();
                return Value::Nothing;
            }
            _ => {
                self.mend("a word that is no value");
                Value::Nothing
            }
        };
        self.at = end;
        value
    }
}
