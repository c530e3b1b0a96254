//! Laid-out text into cells: roles and meanings of `text` become styles of the theme.

use crate::text::lines::{Line, Piece, Role};
use crate::ui::fit::width;
use crate::ui::look::{Look, write};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// Draws one line of text on row `y` of `area`; right-to-left lines stand at the right edge.
pub fn line(buffer: &mut Buffer, area: Rect, y: u16, line: &Line, look: &Look) {
    let mut x = area.x;
    if line.right_to_left {
        let wide: usize = line.pieces.iter().map(|piece| width(&piece.text)).sum();
        let wide = u16::try_from(wide).unwrap_or(u16::MAX);
        x = area.right().saturating_sub(wide).max(area.x);
    }
    for piece in &line.pieces {
        x = write(buffer, area, x, y, &piece.text, style(piece, look));
    }
}

fn style(piece: &Piece, look: &Look) -> Style {
    let theme = &look.theme;
    let mut style = match piece.role {
        Role::Text => theme.text,
        Role::Heading(_) => theme.heading,
        Role::Guide | Role::Caption | Role::Label => theme.quiet,
        Role::Bullet => theme.accent,
        Role::Code => theme.code,
        Role::TableHead => theme.strong,
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
        (meaning.faint, Modifier::DIM),
    ] {
        if on {
            style = style.add_modifier(modifier);
        }
    }
    style
}
