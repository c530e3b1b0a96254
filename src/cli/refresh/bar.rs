//! How far a refresh is, in one line that is gone afterwards.
//!
//! It is drawn with spaces and carriage returns alone, so that no terminal can misunderstand it.

use std::io::{self, IsTerminal as _, Stderr, Write};

/// Columns where nobody says how many there are, and the most that are used.
const WIDEST: usize = 60;

/// The line, if it is to be seen at all.
#[derive(Debug)]
pub struct Bar<W: Write> {
    out: Option<W>,
    columns: usize,
    /// What stands there now.
    shown: String,
}

impl Bar<Stderr> {
    /// A bar on standard error, where that is a terminal and the bar is wanted.
    pub fn on_terminal(wanted: bool) -> Self {
        let told = std::env::var("COLUMNS").ok();
        let columns = told.and_then(|columns| columns.parse().ok());
        Self {
            out: Some(io::stderr()).filter(|err| wanted && err.is_terminal()),
            columns: columns.unwrap_or(WIDEST).min(WIDEST),
            shown: String::new(),
        }
    }
}

impl<W: Write> Bar<W> {
    pub fn draw(&mut self, done: usize, total: usize) {
        let line = line(done, total, self.columns);
        if line != self.shown {
            let left_over = " ".repeat(self.shown.len().saturating_sub(line.len()));
            self.write(&format!("\r{line}{left_over}"));
            self.shown = line;
        }
    }

    /// Leaves the line empty and the cursor at its beginning.
    pub fn erase(&mut self) {
        if !self.shown.is_empty() {
            let nothing = " ".repeat(self.shown.len());
            self.write(&format!("\r{nothing}\r"));
            self.shown.clear();
        }
    }

    fn write(&mut self, text: &str) {
        if let Some(out) = &mut self.out {
            // Who cannot see it misses nothing.
            let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        }
    }
}

/// The bar and the count, one column short of the edge; the count alone where there is little room.
fn line(done: usize, total: usize, columns: usize) -> String {
    let count = format!("{done} of {total}");
    let most = columns.saturating_sub(1);
    let room = most.saturating_sub(count.len() + "[] ".len());
    if room < 5 {
        return count.chars().take(most).collect();
    }
    let full = (room * done.min(total)).checked_div(total).unwrap_or(0);
    format!("[{}{}] {count}", "#".repeat(full), " ".repeat(room - full))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_fills_and_never_breaks_the_line() {
        let check = |done, total, columns, expect| {
            let line = line(done, total, columns);
            assert_eq!(line, expect);
            assert!(line.len() < columns.max(1));
        };
        check(0, 8, 18, "[        ] 0 of 8");
        check(4, 8, 18, "[####    ] 4 of 8");
        check(8, 8, 18, "[########] 8 of 8");
        check(9, 8, 18, "[########] 9 of 8");
        check(0, 0, 18, "[        ] 0 of 0");
        check(4, 8, 12, "4 of 8");
        check(400, 800, 4, "400");
        check(1, 1, 0, "");
    }

    #[test]
    fn nothing_of_it_is_left_in_the_end() {
        let mut bar = Bar {
            out: Some(Vec::new()),
            columns: 12,
            shown: String::new(),
        };
        bar.erase();
        bar.draw(9, 10);
        bar.draw(9, 10);
        bar.draw(9, 9);
        bar.erase();
        bar.erase();
        let written = String::from_utf8(bar.out.unwrap()).unwrap();
        assert_eq!(written, "\r9 of 10\r9 of 9 \r      \r");
    }
}
