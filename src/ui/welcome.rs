//! What a person sees before anything is subscribed: three ways to begin, one key each.

use crate::ui::action::Action;
use crate::ui::look::{Look, write};
use crate::ui::wrap::wrap;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const WAYS: [(Action, &str); 4] = [
    (
        Action::AddFeed,
        "add a feed – the address of a blog is enough",
    ),
    (Action::Import, "import subscriptions from an OPML file"),
    (Action::Demo, "try the demo: a small web inside the program"),
    (Action::Help, "see all keys"),
];

const INTRODUCTION: &str = "postil reads blogs, and the conversations under them. \
    There is nothing to read yet. You can";

/// Draws it in the middle of the screen.
pub fn view(area: Rect, buffer: &mut Buffer, look: &Look) {
    let width = area.width.saturating_sub(4).min(56);
    let text = wrap(INTRODUCTION, usize::from(width));
    let lines = u16::try_from(text.len() + WAYS.len() + 3).unwrap_or(area.height);
    let x = area.x + (area.width - width) / 2;
    let y = area.y + area.height.saturating_sub(lines) / 3;
    let column = Rect { x, width, ..area };
    write(buffer, column, x, y, "Welcome", look.theme.heading);
    let mut y = y + 2;
    for line in text {
        write(buffer, column, x, y, &line, look.theme.text);
        y += 1;
    }
    y += 1;
    for (action, text) in WAYS {
        let key = look.key_of(action);
        write(buffer, column, x, y, &key, look.theme.selected);
        write(buffer, column, x + 3, y, text, look.theme.text);
        y += 1;
    }
}
