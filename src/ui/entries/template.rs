//! How a line of an entry is written: text, fields, and parts that stand there only under a condition.
//!
//! `{title}` is a field, `{feed:20}` one of 20 columns, `{age:>6}` one that ends there; `{?starred ★ }` is text that
//! stands there only for entries that are starred, `{!read …}` for those that are not; `{|}` puts what follows at the
//! right edge.

use crate::model::comment::Following;
use crate::model::entry::EntryRow;
use crate::ui::fit::{fit, width};
use crate::ui::look::Look;
use ratatui::style::Style;

/// A line as it is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Field {
        field: Field,
        columns: Option<usize>,
        right: bool,
    },
    When {
        condition: Condition,
        negated: bool,
        parts: Vec<Part>,
    },
    /// What follows stands at the right edge.
    Edge,
}

/// What is known of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Title,
    Feed,
    Age,
    Date,
    Comments,
    New,
    Mark,
    Star,
    Following,
}

const FIELDS: [(&str, Field); 9] = [
    ("title", Field::Title),
    ("feed", Field::Feed),
    ("age", Field::Age),
    ("date", Field::Date),
    ("comments", Field::Comments),
    ("new", Field::New),
    ("mark", Field::Mark),
    ("star", Field::Star),
    ("following", Field::Following),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Condition {
    Read,
    Starred,
    Comments,
    New,
    Followed,
}

const CONDITIONS: [(&str, Condition); 5] = [
    ("read", Condition::Read),
    ("starred", Condition::Starred),
    ("comments", Condition::Comments),
    ("new", Condition::New),
    ("followed", Condition::Followed),
];

/// Text with its style: what is written, from the left and from the right.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Written {
    pub left: Vec<(String, Style)>,
    pub right: Vec<(String, Style)>,
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// What in it means nothing.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut chars = text.chars().peekable();
        let parts = parts(&mut chars, false)?;
        Ok(Self { parts })
    }

    /// The line of an entry; the title has this style.
    pub fn write(&self, row: &EntryRow, look: &Look, title: Style) -> Written {
        let mut written = Written::default();
        let mut at_edge = false;
        put(&self.parts, row, look, title, &mut written, &mut at_edge);
        written
    }
}

/// Writes parts one after another.
fn put(
    parts: &[Part],
    row: &EntryRow,
    look: &Look,
    title: Style,
    written: &mut Written,
    at_edge: &mut bool,
) {
    for part in parts {
        let piece = match part {
            Part::Edge => {
                *at_edge = true;
                continue;
            }
            Part::When {
                condition,
                negated,
                parts,
            } => {
                if holds(*condition, row) != *negated {
                    put(parts, row, look, title, written, at_edge);
                }
                continue;
            }
            Part::Text(text) => (text.clone(), look.theme.quiet),
            Part::Field {
                field,
                columns,
                right,
            } => {
                let (text, style) = field_of(*field, row, look, title);
                (sized(text, *columns, *right), style)
            }
        };
        if *at_edge {
            written.right.push(piece);
        } else {
            written.left.push(piece);
        }
    }
}

fn holds(condition: Condition, row: &EntryRow) -> bool {
    match condition {
        Condition::Read => row.read,
        Condition::Starred => row.starred,
        Condition::Comments => row.comments.total > 0,
        Condition::New => row.comments.new > 0,
        Condition::Followed => matches!(row.following, Following::Yes | Following::Pinned),
    }
}

fn field_of(field: Field, row: &EntryRow, look: &Look, title: Style) -> (String, Style) {
    let theme = &look.theme;
    match field {
        Field::Title => (row.name().to_owned(), title),
        Field::Feed => (row.feed_title.clone(), theme.quiet),
        Field::Age => (look.age(row.place.at), theme.quiet),
        Field::Date => (look.date(row.place.at), theme.quiet),
        Field::Comments if row.comments.total == 0 => (String::new(), theme.quiet),
        Field::Comments => (row.comments.total.to_string(), theme.quiet),
        Field::New if row.comments.new == 0 => (String::new(), theme.new),
        Field::New => (format!("+{}", row.comments.new), theme.new),
        Field::Mark if row.read => (" ".to_owned(), theme.accent),
        Field::Mark => (look.glyphs.unread.to_owned(), theme.accent),
        Field::Star if row.starred => (look.glyphs.star.to_owned(), theme.new),
        Field::Star => (" ".to_owned(), theme.new),
        Field::Following => {
            let sign = look.glyphs.following(row.following).unwrap_or(" ");
            (sign.to_owned(), theme.quiet)
        }
    }
}

fn sized(text: String, columns: Option<usize>, right: bool) -> String {
    let Some(columns) = columns else {
        return text;
    };
    let text = fit(&text, columns);
    let space = " ".repeat(columns.saturating_sub(width(&text)));
    if right {
        format!("{space}{text}")
    } else {
        format!("{text}{space}")
    }
}

type Chars<'a> = std::iter::Peekable<std::str::Chars<'a>>;

/// Parts up to the end, or, inside a condition, to its bracket.
fn parts(chars: &mut Chars<'_>, inside: bool) -> Result<Vec<Part>, String> {
    let mut parts = Vec::new();
    let mut text = String::new();
    while let Some(char) = chars.next() {
        match char {
            '{' if chars.next_if_eq(&'{').is_some() => text.push('{'),
            '}' if !inside && chars.next_if_eq(&'}').is_some() => text.push('}'),
            '{' => {
                if !text.is_empty() {
                    parts.push(Part::Text(std::mem::take(&mut text)));
                }
                parts.push(bracket(chars)?);
            }
            '}' if inside => {
                if !text.is_empty() {
                    parts.push(Part::Text(text));
                }
                return Ok(parts);
            }
            char => text.push(char),
        }
    }
    if inside {
        return Err("a { is never closed".to_owned());
    }
    if !text.is_empty() {
        parts.push(Part::Text(text));
    }
    Ok(parts)
}

fn bracket(chars: &mut Chars<'_>) -> Result<Part, String> {
    let negated = chars.peek() == Some(&'!');
    if chars.next_if(|char| matches!(char, '?' | '!')).is_some() {
        let mut word = String::new();
        while let Some(char) = chars.next_if(|char| char.is_alphabetic()) {
            word.push(char);
        }
        let found = CONDITIONS.iter().find(|(name, _)| *name == word);
        let Some((_, condition)) = found else {
            return Err(expected(
                "condition",
                &word,
                CONDITIONS.map(|(name, _)| name),
            ));
        };
        // One space parts the condition from the text.
        let _ = chars.next_if_eq(&' ');
        return Ok(Part::When {
            condition: *condition,
            negated,
            parts: parts(chars, true)?,
        });
    }
    let mut word = String::new();
    loop {
        match chars.next() {
            Some('}') => break,
            Some(char) => word.push(char),
            None => return Err("a { is never closed".to_owned()),
        }
    }
    if word == "|" {
        return Ok(Part::Edge);
    }
    let (name, size) = word.split_once(':').unwrap_or((&word, ""));
    let found = FIELDS.iter().find(|(known, _)| *known == name);
    let Some((_, field)) = found else {
        return Err(expected("field", name, FIELDS.map(|(name, _)| name)));
    };
    let digits = size.trim_start_matches(['<', '>']);
    let columns = match digits {
        "" if size.is_empty() => None,
        digits => match digits.parse() {
            Ok(columns @ 1..=500) => Some(columns),
            _ => {
                return Err(format!(
                    "expected a width from 1 to 500 as in {{{name}:20}}"
                ));
            }
        },
    };
    Ok(Part::Field {
        field: *field,
        columns,
        right: size.starts_with('>'),
    })
}

fn expected<const N: usize>(what: &str, word: &str, names: [&str; N]) -> String {
    format!(
        "there is no {what} `{word}`: expected one of {}",
        names.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::entry::{CommentCount, EntryId, Place};
    use crate::model::feed::FeedId;
    use crate::model::time::Time;
    use crate::ui::look::Settings;
    use proptest::prelude::*;

    fn row() -> EntryRow {
        EntryRow {
            id: EntryId(1),
            feed: FeedId(1),
            feed_title: "Small Hours".to_owned(),
            place: Place {
                at: Time(0),
                id: EntryId(1),
            },
            title: "Kettle".to_owned(),
            link: None,
            read: false,
            starred: true,
            comments: CommentCount { total: 7, new: 2 },
            following: Following::No,
        }
    }

    fn written(template: &str) -> (String, String) {
        let look = Look::new(&Settings::default(), Time(0));
        let template = Template::parse(template).expect(template);
        let written = template.write(&row(), &look, Style::new());
        let text = |parts: &[(String, Style)]| {
            let texts: Vec<&str> = parts.iter().map(|(text, _)| &**text).collect();
            texts.concat()
        };
        (text(&written.left), text(&written.right))
    }

    #[test]
    fn fields_widths_conditions_and_the_edge() {
        let check = |template, left: &str, right: &str| {
            assert_eq!(written(template), (left.to_owned(), right.to_owned()));
        };
        check("{title} – {feed}", "Kettle – Small Hours", "");
        check("{title:8}|{feed:>12}", "Kettle  | Small Hours", "");
        check("{feed:5}", "Smal…", "");
        check(
            "{?starred * }{title}{|}{comments} {new}",
            "* Kettle",
            "7 +2",
        );
        check("{!read new: }{?read old}", "new: ", "");
        check("{?new {new} of {comments}}", "+2 of 7", "");
        check("{{{title}}}", "{Kettle}", "");
    }

    #[test]
    fn what_means_nothing_is_told() {
        for (template, word) in [
            ("{colour}", "`colour`"),
            ("{?red x}", "`red`"),
            ("{title", "never closed"),
            ("{?read x", "never closed"),
            ("{title:wide}", "width"),
            ("{title:0}", "width"),
        ] {
            let why = Template::parse(template).expect_err(template);
            assert!(why.contains(word), "{why}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[{}?!|:a-z0-9<> é]{0,40}") {
            let _ = Template::parse(&text);
        }
    }
}
