//! Scrolling, shared by every pane: which line stands at the top so that what matters is in view.

use std::ops::Range;

/// The nearest top line that keeps `item` (a range of lines) in a window of `height` lines over
/// `total`, with `margin` lines of company on both sides where there is room.
pub fn keep_in_view(
    top: usize,
    item: &Range<usize>,
    height: usize,
    total: usize,
    margin: usize,
) -> usize {
    let margin = margin.min(height.saturating_sub(item.len()) / 2);
    let lowest = item.end.saturating_add(margin).saturating_sub(height);
    let highest = item.start.saturating_sub(margin);
    // An item taller than the window shows its beginning.
    top.max(lowest).min(highest).min(last_top(height, total))
}

/// The top line at which the last line stands at the bottom.
pub fn last_top(height: usize, total: usize) -> usize {
    total.saturating_sub(height)
}

/// How far down one is, in per cent; nothing when all is in view.
pub fn progress(top: usize, height: usize, total: usize) -> Option<usize> {
    (total > height).then(|| (top + height).min(total) * 100 / total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_follows_the_item_no_farther_than_needed() {
        // (top, item, height, total, margin) -> top
        for (top, item, height, total, margin, expect) in [
            (0, 0..1, 10, 100, 2, 0),
            (0, 7..8, 10, 100, 2, 0),
            (0, 8..9, 10, 100, 2, 1),
            (50, 51..52, 10, 100, 2, 49),
            (50, 99..100, 10, 100, 2, 90),
            (90, 0..1, 10, 100, 2, 0),
            (5, 3..30, 10, 100, 2, 3),
            (5, 0..1, 10, 4, 2, 0),
            (0, 3..4, 1, 9, 5, 3),
            (3, 3..4, 0, 9, 5, 3),
        ] {
            assert_eq!(
                keep_in_view(top, &item, height, total, margin),
                expect,
                "{top} {item:?} {height} {total}"
            );
        }
    }

    #[test]
    fn progress_ends_at_a_hundred() {
        assert_eq!(progress(0, 10, 5), None);
        assert_eq!(progress(0, 10, 40), Some(25));
        assert_eq!(progress(30, 10, 40), Some(100));
    }
}
