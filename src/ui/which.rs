//! What may follow a key that is the beginning of several: a panel over the last rows.

use crate::ui::fit::width;
use crate::ui::keymap::Hint;
use crate::ui::look::{Look, clear_below, write};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Columns for a key and what it does, at least.
const COLUMN: u16 = 34;

/// Draws it at the foot of the panes.
pub fn view(body: Rect, buffer: &mut Buffer, look: &Look, hints: &[Hint]) {
    let columns = (body.width.saturating_sub(2) / COLUMN).max(1);
    let count = u16::try_from(hints.len()).unwrap_or(u16::MAX);
    let rows = count.div_ceil(columns).min(body.height.saturating_sub(1));
    let panel = Rect {
        y: body.bottom() - (rows + 1).min(body.height),
        height: (rows + 1).min(body.height),
        ..body
    };
    clear_below(buffer, panel, look);
    let keys = hints.iter().map(|hint| width(&hint.key.shown())).max();
    let gap = u16::try_from(keys.unwrap_or(1) + 2).unwrap_or(8);
    let wide = (body.width.saturating_sub(2) / columns).max(1);
    for (at, hint) in (0..count).zip(hints) {
        let (column, row) = (at / rows.max(1), at % rows.max(1));
        let x = panel.x + 2 + column * wide;
        let room = Rect {
            x,
            width: wide.saturating_sub(1).min(panel.right().saturating_sub(x)),
            ..panel
        };
        let y = panel.y + 1 + row;
        if column >= columns || y >= panel.bottom() {
            break;
        }
        write(buffer, room, x, y, &hint.key.shown(), look.theme.accent);
        write(buffer, room, x + gap, y, &hint.says, look.theme.text);
    }
}
