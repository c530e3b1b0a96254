//! Spans as Markdown: marks around words, and everything harmless that only looks like one.

use crate::model::document::{Span, Style};
use crate::text::markdown::Manner;
use crate::text::markup::leads_on;
use crate::text::plain::{self, Hints, strip};

/// What spans are written with.
pub(super) struct Inline<'d> {
    pub(super) links: &'d [String],
    pub(super) manner: Manner,
}

impl Inline<'_> {
    /// The lines of a text; there is more than one where line breaks are forced.
    pub(super) fn lines(&self, spans: &[Span]) -> Vec<String> {
        let lines = self.pieces(spans);
        let last = lines.len().saturating_sub(1);
        let ended = lines.into_iter().enumerate().map(|(at, line)| {
            let line = match self.manner {
                Manner::Marked => at_the_beginning(line.trim()),
                Manner::Plain => line.trim().to_owned(),
            };
            // A line that goes on must say so, or Markdown joins it with the next one.
            match self.manner {
                Manner::Marked if at < last && !line.is_empty() => format!("{line}\\"),
                _ => line,
            }
        });
        let lines: Vec<String> = ended.collect();
        match lines.as_slice() {
            [only] if only.is_empty() => Vec::new(),
            _ => lines,
        }
    }

    /// The text of a table's cell, on one line.
    pub(super) fn cell(&self, spans: &[Span]) -> String {
        let line = self.pieces(spans).join(" ");
        match self.manner {
            Manner::Marked => line.trim().replace('|', "\\|"),
            Manner::Plain => line.trim().to_owned(),
        }
    }

    pub(super) fn image(&self, alt: &str, at: Option<usize>) -> String {
        let alt = plain::line(alt);
        let address = at.and_then(|at| self.links.get(at));
        let address = address.filter(|address| leads_on(address));
        match (self.manner, address) {
            (Manner::Marked, Some(address)) => {
                let alt = if alt.is_empty() { "image" } else { &alt };
                // A link to it, and not the picture: nobody is asked for it by opening the note.
                link(&escaped(alt), address)
            }
            (Manner::Marked, None) => escaped(&stand_in(&alt)),
            (Manner::Plain, _) => stand_in(&alt),
        }
    }

    fn pieces(&self, spans: &[Span]) -> Vec<String> {
        let mut lines = vec![String::new()];
        for together in spans.chunk_by(|one, next| one.link == next.link) {
            let address = together[0].link.and_then(|at| self.links.get(at));
            let address = address.filter(|address| leads_on(address));
            let is_link = self.manner == Manner::Marked && address.is_some();
            let mut words = vec![String::new()];
            for span in together {
                self.span(span, &mut words);
            }
            for (at, words) in words.into_iter().enumerate() {
                if at > 0 {
                    lines.push(String::new());
                }
                let line = lines.last_mut().expect("there is always one");
                match address.filter(|_| is_link && !words.trim().is_empty()) {
                    Some(address) => line.push_str(&around(&words, |words| link(words, address))),
                    None => line.push_str(&words),
                }
            }
        }
        lines
    }

    fn span(&self, span: &Span, lines: &mut Vec<String>) {
        let text = strip(&span.text, Hints::Drop);
        for (at, words) in text.split('\n').enumerate() {
            if at > 0 {
                lines.push(String::new());
            }
            let written = match self.manner {
                Manner::Plain => words.to_owned(),
                Manner::Marked => around(words, |words| marked(words, span.style)),
            };
            if let Some(line) = lines.last_mut() {
                line.push_str(&written);
            }
        }
    }
}

fn stand_in(alt: &str) -> String {
    match alt {
        "" => "[image]".to_owned(),
        alt => format!("[image: {alt}]"),
    }
}

/// Marks hold only where they touch a word: the space at both ends stays outside of them.
fn around(text: &str, mark: impl FnOnce(&str) -> String) -> String {
    let words = text.trim();
    if words.is_empty() {
        return text.to_owned();
    }
    let start = text.len() - text.trim_start().len();
    let end = start + words.len();
    format!("{}{}{}", &text[..start], mark(words), &text[end..])
}

fn marked(words: &str, style: Style) -> String {
    let mut written = if style.code {
        code(words)
    } else {
        escaped(words)
    };
    for (is_set, mark) in [
        (style.strike, "~~"),
        (style.emphasis, "*"),
        (style.strong, "**"),
    ] {
        if is_set {
            written = format!("{mark}{written}{mark}");
        }
    }
    written
}

/// Words between as many backticks as they do not have themselves.
fn code(words: &str) -> String {
    let fence = "`".repeat(longest_run(words, '`') + 1);
    let space = if words.starts_with('`') || words.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{space}{words}{space}{fence}")
}

/// How often a character stands in a row at most.
pub(super) fn longest_run(text: &str, of: char) -> usize {
    let runs = text.split(|c| c != of).map(str::len);
    runs.max().unwrap_or(0) / of.len_utf8()
}

/// Words that are written already, leading to an address.
pub(super) fn link(words: &str, address: &str) -> String {
    let address = plain::line(address);
    // Within angle brackets, only these end an address; of a web address they are no part.
    let address = address
        .replace(' ', "%20")
        .replace('<', "%3C")
        .replace('>', "%3E");
    let unescaped = words.replace('\\', "");
    if unescaped == address {
        return format!("<{address}>");
    }
    format!("[{words}](<{address}>)")
}

/// Text with everything in it that could be taken for a mark made harmless.
pub(super) fn escaped(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut written = String::with_capacity(text.len());
    for (at, &c) in characters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| characters.get(at));
        let after = characters.get(at + 1);
        let is_inside = |c: Option<&char>| c.is_some_and(|c| c.is_alphanumeric());
        let is_mark = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' => true,
            // Within a word it is none, so that names_like_this stay as they are.
            '_' => !(is_inside(before) && is_inside(after)),
            '~' => after == Some(&'~') || before == Some(&'~'),
            '&' => after.is_some_and(|c| c.is_ascii_alphabetic() || *c == '#'),
            _ => false,
        };
        if is_mark {
            written.push('\\');
        }
        written.push(c);
    }
    written
}

/// A line at whose beginning nothing opens a list, a heading, a quotation or a rule.
pub(super) fn at_the_beginning(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && line[digits..].starts_with(['.', ')']) {
        return format!("{}\\{}", &line[..digits], &line[digits..]);
    }
    let opens = line.starts_with(['#', '>', '+', '=', '|'])
        || line.starts_with("---")
        || line.starts_with("- ")
        || line == "-"
        || line.starts_with("~~~");
    if opens {
        format!("\\{line}")
    } else {
        line.to_owned()
    }
}
