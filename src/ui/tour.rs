//! How to get about, in six lines, over the foot of the panes: told once, and again by its verb.

use crate::ui::action::Action;
use crate::ui::look::{Look, clear_below, write};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Verbs, and what is said of them together.
const LINES: [(&[Action], &str); 6] = [
    (
        &[Action::Down, Action::Up],
        "move; a number before it moves as often",
    ),
    (
        &[Action::Open, Action::Back],
        "open what is selected, and go back",
    ),
    (
        &[Action::NextUnread, Action::Conversation],
        "read the next unread entry, or the talk under it",
    ),
    (
        &[Action::MarkRead, Action::Undo],
        "mark as read, and take back whatever was done last",
    ),
    (
        &[Action::Palette, Action::Command],
        "find anything by a few letters, or type a command",
    ),
    (
        &[Action::Help, Action::Close],
        "all keys of this place, and the way out",
    ),
];

/// Draws it at the foot of the panes.
pub fn view(body: Rect, buffer: &mut Buffer, look: &Look) {
    let rows = 8.min(body.height);
    let panel = Rect {
        y: body.bottom() - rows,
        height: rows,
        ..body
    };
    clear_below(buffer, panel, look);
    for ((actions, words), y) in LINES.iter().zip(panel.y + 1..panel.bottom()) {
        let keys: Vec<String> = actions.iter().map(|action| look.key_of(*action)).collect();
        write(
            buffer,
            panel,
            panel.x + 2,
            y,
            &keys.join("  "),
            look.theme.accent,
        );
        write(buffer, panel, panel.x + 16, y, words, look.theme.text);
    }
    let last = panel.bottom().saturating_sub(1);
    if rows == 8 {
        let keys = look.key_of(Action::Tour);
        let line = format!("Any key goes on; {keys} shows this again");
        write(buffer, panel, panel.x + 2, last, &line, look.theme.quiet);
    }
}
