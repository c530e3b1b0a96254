//! Laid-out text into cells: roles and meanings of `text` become styles of the theme.

use crate::text::bidi::{self, Seen};
use crate::text::lines::{Line, Piece, Role};
use crate::ui::fit::width;
use crate::ui::look::{Bidi, Look, write};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// Part of a line that is looked for: bytes of the line's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub bytes: Range<usize>,
    /// The match one is at.
    pub current: bool,
}

/// A piece and the columns it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<'l> {
    pub x: u16,
    pub columns: u16,
    pub seen: Seen<'l>,
}

/// Draws one line of text on row `y` of `area`; right-to-left lines stand at the right edge.
pub fn line(buffer: &mut Buffer, area: Rect, y: u16, line: &Line, look: &Look) {
    found(buffer, area, y, line, look, &[]);
}

/// The same, with what is looked for marked.
pub fn found(buffer: &mut Buffer, area: Rect, y: u16, line: &Line, look: &Look, matches: &[Found]) {
    for placed in placed(area, line, look.bidi) {
        let piece = &placed.seen.piece;
        write(buffer, area, placed.x, y, &piece.text, style(piece, look));
        for found in matches {
            for (x, columns) in columns_of(&placed, &found.bytes) {
                let cells = Rect::new(x, y, columns, 1).intersection(area);
                buffer.set_style(cells, marked(look, found.current));
            }
        }
    }
}

/// Where the pieces of a line stand in `area`, from left to right.
pub fn placed(area: Rect, line: &Line, bidi: Bidi) -> Vec<Placed<'_>> {
    let seen = match bidi {
        Bidi::App => bidi::visual(line),
        Bidi::Terminal | Bidi::Off => bidi::logical(line),
    };
    let mut x = area.x;
    if line.right_to_left && bidi != Bidi::Off {
        let wide: usize = seen.iter().map(|seen| width(&seen.piece.text)).sum();
        let wide = u16::try_from(wide).unwrap_or(u16::MAX);
        x = area.right().saturating_sub(wide).max(area.x);
    }
    let placed = seen.into_iter().map(|seen| {
        let columns = u16::try_from(width(&seen.piece.text)).unwrap_or(u16::MAX);
        let at = x;
        x = x.saturating_add(columns);
        Placed {
            x: at,
            columns,
            seen,
        }
    });
    placed.collect()
}

/// The columns in which these bytes of the line are seen, as far as they are in this piece.
fn columns_of(placed: &Placed, bytes: &Range<usize>) -> Vec<(u16, u16)> {
    let Seen {
        piece,
        bytes: own,
        turned,
    } = &placed.seen;
    if own.start >= bytes.end || bytes.start >= own.end {
        return Vec::new();
    }
    let mut at = if *turned { own.end } else { own.start };
    let mut x = placed.x;
    let mut found = Vec::new();
    for cluster in piece.text.graphemes(true) {
        let start = if *turned { at - cluster.len() } else { at };
        at = if *turned { start } else { at + cluster.len() };
        let columns = u16::try_from(width(cluster)).unwrap_or(0);
        if bytes.contains(&start) {
            found.push((x, columns));
        }
        x = x.saturating_add(columns);
    }
    found
}

fn marked(look: &Look, current: bool) -> Style {
    if current {
        look.theme.new.add_modifier(Modifier::REVERSED)
    } else {
        Style::new().add_modifier(Modifier::REVERSED)
    }
}

fn style(piece: &Piece, look: &Look) -> Style {
    let theme = &look.theme;
    let mut style = match piece.role {
        Role::Text => theme.text,
        Role::Heading(level) => theme.heading_of(level),
        Role::Guide | Role::Caption | Role::Label => theme.quiet,
        Role::Bullet => theme.accent,
        Role::Code => theme.token(piece.token),
        Role::TableHead | Role::Summary => theme.strong,
    };
    let meaning = piece.style;
    if meaning.code {
        style = style.patch(theme.code);
    }
    if piece.link.is_some() && piece.role != Role::Label {
        style = style.patch(theme.link);
    }
    for (on, modifier) in [
        (meaning.strong, Modifier::BOLD),
        (meaning.emphasis, Modifier::ITALIC),
        (meaning.strike, Modifier::CROSSED_OUT),
        (meaning.mark, Modifier::REVERSED),
        (meaning.underline, Modifier::UNDERLINED),
        (meaning.faint, Modifier::DIM),
    ] {
        if on {
            style = style.add_modifier(modifier);
        }
    }
    style
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::Time;
    use crate::text::html::document;
    use crate::text::lines::{Setting, lay_out};
    use crate::ui::look::Settings;

    fn drawn(html: &str, words: &str) -> (String, String) {
        let set = lay_out(&document(html, None), &Setting::new(20));
        let area = Rect::new(0, 0, 20, 1);
        let mut buffer = Buffer::empty(area);
        let text: String = set[0].pieces.iter().map(|it| it.text.as_str()).collect();
        let start = text.find(words).unwrap();
        let matches = [Found {
            bytes: start..start + words.len(),
            current: false,
        }];
        let look = Look::new(&Settings::default(), Time(0));
        found(&mut buffer, area, 0, &set[0], &look, &matches);
        let row = |what: &dyn Fn(u16) -> String| (0..20).map(what).collect::<String>();
        let text = row(&|x| buffer[(x, 0)].symbol().to_owned());
        let marks = row(&|x| {
            let lit = buffer[(x, 0)].modifier.contains(Modifier::REVERSED);
            if lit { "^" } else { " " }.to_owned()
        });
        (text.trim_end().to_owned(), marks.trim_end().to_owned())
    }

    #[test]
    fn what_is_looked_for_is_marked_where_it_is_seen() {
        let check = |html: &str, words: &str, text: &str, marks: &str| {
            assert_eq!(drawn(html, words), (text.to_owned(), marks.to_owned()));
        };
        check("<p>one <b>two</b>", "two", "one two", "    ^^^");
        check("<p>話す tea", "tea", "話 す  tea", "     ^^^");
        check("<p>say שלום now", "של", "say םולש now", "      ^^");
    }

    #[test]
    fn right_to_left_paragraphs_stand_at_the_right_edge() {
        let (text, marks) = drawn("<p>שלום a", "ש");
        assert_eq!(text, "              a םולש");
        assert_eq!(marks, "                   ^");
    }
}
