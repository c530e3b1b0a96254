//! What stands within a paragraph of Markdown: emphasis, code, links, line breaks.

use crate::text::html::escape;

/// Longer texts and addresses of links are words, bytes.
const LONGEST_LABEL: usize = 1_000;
const LONGEST_ADDRESS: usize = 1_000;
/// Emphasis within emphasis, and links within the words of links.
const DEEPEST: usize = 32;
/// Longer runs of backticks begin no code.
const LONGEST_RUN: usize = 32;

/// The HTML of a paragraph's text.
pub(super) fn html(text: &str) -> String {
    written(text, true)
}

/// `links` is false within the words of a link, which hold none.
fn written(text: &str, links: bool) -> String {
    let mut writer = Writer {
        text,
        at: 0,
        links,
        pieces: Vec::new(),
        open: Vec::new(),
        endless: [false; LONGEST_RUN + 1],
    };
    while let Some(c) = writer.text[writer.at..].chars().next() {
        writer.step(c);
    }
    writer.pieces.concat()
}

/// A mark of emphasis that may be closed yet.
struct Open {
    sign: char,
    length: usize,
    /// Where it stands among the pieces.
    piece: usize,
}

struct Writer<'a> {
    text: &'a str,
    at: usize,
    links: bool,
    pieces: Vec<String>,
    open: Vec<Open>,
    /// No run of so many backticks follows any more.
    endless: [bool; LONGEST_RUN + 1],
}

impl Writer<'_> {
    fn step(&mut self, c: char) {
        let rest = &self.text[self.at..];
        let taken = match c {
            '\\' => self.escaped(rest),
            '`' => Some(self.code(rest)),
            '!' if rest.starts_with("![") => self.link(&rest[1..], true).map(|length| length + 1),
            '[' => self.link(rest, false),
            '<' => self.bracketed(rest),
            'h' => self.bare(rest),
            '*' | '_' | '~' => Some(self.emphasis(rest, c)),
            ' ' | '\n' => Some(self.line_break(rest)),
            '&' => self.reference(rest),
            _ => None,
        };
        let length = taken.unwrap_or_else(|| {
            self.push(&escape(&rest[..c.len_utf8()]));
            c.len_utf8()
        });
        self.at += length;
    }

    fn push(&mut self, html: &str) {
        // Marks of emphasis stay pieces of their own, since they may change yet.
        let last = self.pieces.len().checked_sub(1);
        let is_mark = last.is_some() && self.open.last().map(|open| open.piece) == last;
        match self.pieces.last_mut() {
            Some(last) if !is_mark => last.push_str(html),
            _ => self.pieces.push(html.to_owned()),
        }
    }

    fn escaped(&mut self, rest: &str) -> Option<usize> {
        let next = rest[1..].chars().next()?;
        if next == '\n' {
            self.push("<br>");
        } else if next.is_ascii_punctuation() {
            self.push(&escape(&rest[1..2]));
        } else {
            return None;
        }
        Some(2)
    }

    fn code(&mut self, rest: &str) -> usize {
        let run = run(rest, '`');
        let mut from = run;
        let may_end = run <= LONGEST_RUN && !self.endless[run];
        while let Some(start) = rest[from..].find('`').filter(|_| may_end) {
            let found = from + start;
            let length = self::run(&rest[found..], '`');
            from = found + length;
            if length == run {
                let code = rest[run..found].replace('\n', " ");
                let bare = code
                    .strip_prefix(' ')
                    .and_then(|code| code.strip_suffix(' '));
                let code = bare.filter(|bare| !bare.trim().is_empty()).unwrap_or(&code);
                self.push(&format!("<code>{}</code>", escape(code)));
                return from;
            }
        }
        if run <= LONGEST_RUN {
            self.endless[run] = true;
        }
        self.push(&rest[..run]);
        run
    }

    /// `[words](address "title")`; of a picture, the words describe it.
    fn link(&mut self, rest: &str, picture: bool) -> Option<usize> {
        let label = enclosed(rest, '[', ']', LONGEST_LABEL)?;
        let after = &rest[label.len() + 2..];
        let inside = enclosed(after, '(', ')', LONGEST_ADDRESS)?;
        let address = inside.trim().split([' ', '\n']).next()?;
        let address = address.trim_start_matches('<').trim_end_matches('>');
        let is_link = self.links || picture;
        let address = escape(sound(address).filter(|_| is_link)?);
        if picture {
            let words = escape(label);
            self.push(&format!("<img src=\"{address}\" alt=\"{words}\">"));
        } else {
            let words = written(label, false);
            self.push(&format!("<a href=\"{address}\">{words}</a>"));
        }
        Some(label.len() + inside.len() + 4)
    }

    /// `<https://…>`.
    fn bracketed(&mut self, rest: &str) -> Option<usize> {
        let end = rest.bytes().take(LONGEST_ADDRESS).position(|b| b == b'>')?;
        let address = &rest[1..end];
        let is_web = address.starts_with("https://") || address.starts_with("http://");
        let is_one = is_web && !address.contains(char::is_whitespace) && self.links;
        is_one.then(|| {
            self.anchor(address);
            end + 1
        })
    }

    /// An address that nobody marked.
    fn bare(&mut self, rest: &str) -> Option<usize> {
        let head = ["https://", "http://"]
            .into_iter()
            .find(|head| rest.starts_with(head))?;
        let before = self.text[..self.at].chars().next_back();
        if !self.links || before.is_some_and(char::is_alphanumeric) {
            return None;
        }
        let ends = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '|');
        let mut characters = rest.char_indices();
        let end = characters.find(|(at, c)| ends(*c) || *at > LONGEST_ADDRESS);
        let address = &rest[..end.map_or(rest.len(), |(at, _)| at)];
        let mut address = address.trim_end_matches(SENTENCE);
        // A bracket at the end belongs to the sentence unless one was opened in the address.
        while address.ends_with(')') && !address.contains('(') {
            address = address.trim_end_matches(')').trim_end_matches(SENTENCE);
        }
        (address.len() > head.len() && address.len() <= LONGEST_ADDRESS).then(|| {
            self.anchor(address);
            address.len()
        })
    }

    fn anchor(&mut self, address: &str) {
        let address = escape(address);
        self.push(&format!("<a href=\"{address}\">{address}</a>"));
    }

    fn emphasis(&mut self, rest: &str, sign: char) -> usize {
        let run = run(rest, sign);
        if run > 3 || (sign == '~' && run != 2) {
            self.push(&rest[..run]);
            return run;
        }
        let before = self.text[..self.at].chars().next_back();
        let after = rest[run..].chars().next();
        let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let within = sign == '_';
        let may_close = !(is_space(before) || within && is_word(after));
        let may_open = !(is_space(after) || within && is_word(before));
        let mut left = run;
        while left > 0 {
            let closes = self
                .open
                .iter()
                .rposition(|open| open.sign == sign && open.length <= left)
                .filter(|_| may_close);
            if let Some(at) = closes {
                left -= self.close(at);
                continue;
            }
            let length = left.min(2);
            self.pieces.push(rest[..length].to_owned());
            if may_open && self.open.len() < DEEPEST {
                self.open.push(Open {
                    sign,
                    length,
                    piece: self.pieces.len() - 1,
                });
            }
            left -= length;
        }
        run
    }

    /// Makes elements of an opening mark and what follows it; the marks between stay words.
    fn close(&mut self, at: usize) -> usize {
        let Open {
            sign,
            length,
            piece,
        } = self.open[at];
        self.open.truncate(at);
        let tag = match (sign, length) {
            ('~', _) => "del",
            (_, 1) => "em",
            _ => "strong",
        };
        self.pieces[piece] = format!("<{tag}>");
        self.pieces.push(format!("</{tag}>"));
        length
    }

    /// Two spaces before the end of a line break it.
    fn line_break(&mut self, rest: &str) -> usize {
        let spaces = run(rest, ' ');
        let ends = rest[spaces..].starts_with('\n');
        match (spaces, ends) {
            (2.., true) => self.push("<br>"),
            (_, true) => self.push("\n"),
            _ => {
                self.push(&rest[..spaces]);
                return spaces;
            }
        }
        spaces + 1
    }

    /// A character by its name means that character.
    fn reference(&mut self, rest: &str) -> Option<usize> {
        let length = reference_length(rest)?;
        self.push(&rest[..length]);
        Some(length)
    }
}

/// What ends a sentence rather than an address.
const SENTENCE: [char; 9] = ['.', ',', ';', ':', '!', '?', '\'', '*', '_'];

fn run(text: &str, sign: char) -> usize {
    text.len() - text.trim_start_matches(sign).len()
}

/// What stands between two brackets, others of the kind within it counted.
fn enclosed(text: &str, open: char, close: char, most: usize) -> Option<&str> {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if at > most || (at == 0 && c != open) {
            return None;
        }
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
            if depth == 0 {
                return Some(&text[1..at]);
            }
        }
    }
    None
}

/// An address that leads somewhere in the web, or to somebody.
fn sound(address: &str) -> Option<&str> {
    let known = ["https://", "http://", "mailto:", "/", "#"];
    known
        .iter()
        .any(|head| address.starts_with(head))
        .then_some(address)
}

/// How long the character reference at the start of a text is: `&amp;`, `&#39;`.
fn reference_length(text: &str) -> Option<usize> {
    const LONGEST: usize = 32;
    let end = text.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let name = text.get(1..end)?;
    let is_name = !name.is_empty()
        && name.bytes().enumerate().all(|(at, byte)| {
            byte.is_ascii_alphanumeric() || at == 0 && byte == b'#' && name.len() > 1
        });
    is_name.then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        assert_eq!(html(text), expect, "{text}");
    }

    #[test]
    fn emphasis_is_marked_where_it_is_meant() {
        check(
            "a *b* __c__ ***d***",
            "a <em>b</em> <strong>c</strong> <strong><em>d</em></strong>",
        );
        check("**a *b* c**", "<strong>a <em>b</em> c</strong>");
        check("~~gone~~ ~x~", "<del>gone</del> ~x~");
        check("snake_case_name 2 * 3 * 4", "snake_case_name 2 * 3 * 4");
        check("**a", "**a");
        check("*a **b*", "<em>a **b</em>");
        check("****", "****");
    }

    #[test]
    fn code_is_code() {
        check(
            "`a*b*` and ``x ` y``",
            "<code>a*b*</code> and <code>x ` y</code>",
        );
        check("`no end & ``", "`no end &amp; ``");
    }

    #[test]
    fn links_lead_where_they_say() {
        check(
            "[a *b*](https://a.example/x_(y) \"t\") ![p](/p.png)",
            "<a href=\"https://a.example/x_(y)\">a <em>b</em></a> <img src=\"/p.png\" alt=\"p\">",
        );
        check(
            "See https://a.example/a_b?x=1&y=2. (http://b.example/)",
            "See <a href=\"https://a.example/a_b?x=1&amp;y=2\">https://a.example/a_b?x=1&amp;y=2</a>. (<a href=\"http://b.example/\">http://b.example/</a>)",
        );
        check(
            "<https://a.example>",
            "<a href=\"https://a.example\">https://a.example</a>",
        );
        check("[x](javascript:alert)", "[x](javascript:alert)");
        check("[x] (https://)", "[x] (https://)");
        check(
            "[https://b.example](https://a.example/)",
            "<a href=\"https://a.example/\">https://b.example</a>",
        );
    }

    #[test]
    fn characters_mean_themselves() {
        check("\\*a\\* \\a <b> &amp; &c", "*a* \\a &lt;b&gt; &amp; &amp;c");
        check("\"a\"", "&quot;a&quot;");
    }

    #[test]
    fn many_marks_cost_little() {
        for sign in [
            "[",
            "![",
            "*a ",
            "_",
            "`",
            "``a`",
            "<",
            "(",
            "**a*b",
            "~~a",
            "\\",
            "https://a(",
        ] {
            let text = sign.repeat(50_000 / sign.len());
            assert!(html(&text).len() < 1_000_000);
        }
    }
}
