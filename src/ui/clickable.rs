//! Links that a terminal lets one click (OSC 8).
//!
//! An address from a stranger goes to the terminal within an escape sequence here, and nowhere else. Every cell
//! opens and closes its link by itself: frames are drawn as differences, and a link left open in one would go on
//! in whatever comes to stand behind it. One id makes the cells of a link one for the terminal.

use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::layout::Rect;
use std::fmt::Write as _;
use std::num::NonZeroU16;
use unicode_width::UnicodeWidthStr;
use url::Url;

/// Longer addresses are refused by some terminals.
const LONGEST: usize = 2_083;

/// Makes the cells of `area` a link.
pub fn link(buffer: &mut Buffer, area: Rect, address: &str, id: usize) {
    let Some(open) = opening(address, id) else {
        return;
    };
    for position in area.intersection(buffer.area).positions() {
        let cell = &mut buffer[position];
        let columns = u16::try_from(cell.symbol().width()).unwrap_or(0);
        // The second half of a wide sign is no cell of its own.
        if let Some(columns) = NonZeroU16::new(columns) {
            let symbol = format!("{open}{}\u{1b}]8;;\u{1b}\\", cell.symbol());
            cell.set_symbol(&symbol);
            cell.set_diff_option(CellDiffOption::ForcedWidth(columns));
        }
    }
}

/// The sequence that opens a link; nothing for an address that is not to be opened by a click.
fn opening(address: &str, id: usize) -> Option<String> {
    let url = Url::parse(address).ok()?;
    if !matches!(url.scheme(), "http" | "https" | "mailto") {
        return None;
    }
    let safe: String = url.as_str().bytes().fold(String::new(), |mut safe, byte| {
        match byte {
            // `;` parts the parameters of the sequence.
            b'!'..=b'~' if byte != b';' => safe.push(char::from(byte)),
            _ => {
                let _ = write!(safe, "%{byte:02X}");
            }
        }
        safe
    });
    (safe.len() <= LONGEST).then(|| format!("\u{1b}]8;id=p{id};{safe}\u{1b}\\"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_cell_is_a_link_of_its_own_and_as_wide_as_before() {
        let area = Rect::new(0, 0, 5, 1);
        let mut buffer = Buffer::empty(area);
        buffer.set_string(0, 0, "話a", ratatui::style::Style::new());
        link(&mut buffer, Rect::new(0, 0, 3, 1), "https://a.example/é", 7);
        let open = "\u{1b}]8;id=p7;https://a.example/%C3%A9\u{1b}\\";
        let close = "\u{1b}]8;;\u{1b}\\";
        assert_eq!(buffer[(0, 0)].symbol(), format!("{open}話{close}"));
        assert_eq!(buffer[(2, 0)].symbol(), format!("{open}a{close}"));
        assert_eq!(buffer[(3, 0)].symbol(), " ");
    }

    #[test]
    fn only_what_may_be_opened_is_a_link() {
        assert!(opening("mailto:a@b.example", 1).is_some());
        for address in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "x",
            "#note",
            "",
        ] {
            assert_eq!(opening(address, 1), None, "{address}");
        }
        let long = format!("https://a.example/{}", "x".repeat(LONGEST));
        assert_eq!(opening(&long, 1), None);
    }

    proptest! {
        #[test]
        fn nothing_in_an_address_ends_the_sequence(path in any::<String>()) {
            for address in [format!("https://a.example/{path}"), path] {
                if let Some(open) = opening(&address, 3) {
                    let inner = open.strip_prefix("\u{1b}]8;id=p3;").unwrap();
                    let inner = inner.strip_suffix("\u{1b}\\").unwrap();
                    prop_assert!(inner.bytes().all(|byte| matches!(byte, b'!'..=b'~') && byte != b';'));
                }
            }
        }
    }
}
