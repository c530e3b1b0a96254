//! Part of a line that is wider than the page and is moved sideways.

use crate::text::lines::labels::plain_piece;
use crate::text::lines::{Piece, Role};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

const MORE_LEFT: &str = "‹";
const MORE_RIGHT: &str = "›";

/// What is seen of a line of these pieces through `room` columns from column `moved` on. Signs at the edges tell
/// that there is more.
pub(super) fn window(pieces: &[Piece], moved: usize, room: usize) -> Vec<Piece> {
    let whole: usize = pieces.iter().map(|piece| piece.text.width()).sum();
    if moved == 0 && whole <= room {
        return pieces.to_vec();
    }
    let left = usize::from(moved > 0 && whole > 0 && room > 2);
    let right = usize::from(whole > moved + room && room > 2);
    let seen = moved + left..(moved + room - right).max(moved + left);
    let mut shown = Vec::new();
    if left > 0 {
        shown.push(plain_piece(MORE_LEFT, Role::Guide));
    }
    let mut at = 0;
    for piece in pieces {
        let mut text = String::new();
        for cluster in piece.text.graphemes(true) {
            let (start, end) = (at, at + cluster.width());
            at = end;
            if start >= seen.start && end <= seen.end {
                text.push_str(cluster);
            } else if start < seen.end && end > seen.start {
                // Half of a wide sign cannot be shown; its room is kept.
                text.push_str(&" ".repeat(end.min(seen.end) - start.max(seen.start)));
            }
        }
        shown.push(Piece { text, ..*piece });
    }
    if right > 0 {
        shown.push(plain_piece(MORE_RIGHT, Role::Guide));
    }
    shown.retain(|piece| !piece.text.is_empty());
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_at_the_edges_tell_of_more() {
        let check = |text: &str, moved, room, expect: &str| {
            let seen = window(&[plain_piece(text, Role::Code)], moved, room);
            let seen: String = seen.iter().map(|piece| piece.text.as_str()).collect();
            assert_eq!(seen, expect, "{text} from {moved} on, {room} wide");
        };
        check("let x = 1;", 0, 10, "let x = 1;");
        check("let x = 12;", 0, 10, "let x = 1›");
        check("let x = 12;", 4, 10, "‹ = 12;");
        check("let x = 12;", 1, 6, "‹t x ›");
        check("let x = 12;", 40, 6, "‹");
        check("話す話す", 0, 5, "話す›");
        check("話す話す", 2, 5, "‹ 話›");
        check("", 8, 5, "");
    }
}
