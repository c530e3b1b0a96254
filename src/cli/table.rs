//! Rows under one another, for a terminal of the usual width.
//!
//! The width is fixed, so that what a script reads does not depend on the window it was started in.

use crate::text::plain;
use unicode_width::UnicodeWidthStr;

/// Columns of a terminal nobody made wider.
const WIDTH: usize = 80;
const INDENT: &str = "  ";
const GAP: &str = "  ";

/// A kind, a name and an address to each row; an address is never cut. If one row is too long, the
/// addresses of all stand below their names.
pub(super) fn lines(rows: &[[String; 3]]) -> Vec<String> {
    let rows: Vec<[String; 3]> = rows
        .iter()
        .map(|row| row.each_ref().map(|cell| plain::line(cell)))
        .collect();
    let widest = |column: usize| {
        let widths = rows.iter().map(|row| row[column].width());
        widths.max().unwrap_or(0)
    };
    let before_name = INDENT.len() + widest(0) + GAP.len();
    let together = before_name + widest(1) + GAP.len() + widest(2) <= WIDTH;
    let mut lines = Vec::new();
    for [kind, name, address] in &rows {
        let kind = padded(kind, widest(0));
        if together {
            let name = padded(name, widest(1));
            lines.push(format!("{INDENT}{kind}{GAP}{name}{GAP}{address}"));
        } else {
            lines.push(format!("{INDENT}{kind}{GAP}{name}"));
            lines.push(format!("{}{address}", " ".repeat(before_name)));
        }
    }
    lines
}

fn padded(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(text.width());
    format!("{text}{}", " ".repeat(missing))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rows: &[[&str; 3]], expect: &str) {
        let rows: Vec<_> = rows.iter().map(|row| row.map(str::to_owned)).collect();
        assert_eq!(lines(&rows).join("\n"), expect);
    }

    #[test]
    fn short_rows_stand_in_columns() {
        check(
            &[
                ["articles", "Notes", "https://b.example/notes/feed/"],
                ["comments", "すべて", "https://b.example/comments/feed/"],
            ],
            "  articles  Notes   https://b.example/notes/feed/\n  \
               comments  すべて  https://b.example/comments/feed/",
        );
        check(&[], "");
    }

    #[test]
    fn a_long_address_is_not_cut_but_put_below() {
        let long = format!("https://b.example/{}", "a-long-way/".repeat(6));
        check(
            &[
                ["articles", "Notes", &long],
                ["comments", "Talk", "https://b.example/t"],
            ],
            &format!(
                "  articles  Notes\n            {long}\n  comments  Talk\n            https://b.example/t"
            ),
        );
    }

    #[test]
    fn a_name_cannot_forge_a_row_or_move_the_cursor() {
        check(
            &[[
                "articles",
                "A\n  comments  B\u{1b}[2J\u{202e}",
                "https://b.example/",
            ]],
            "  articles  A comments B[2J  https://b.example/",
        );
    }
}
