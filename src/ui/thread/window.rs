//! Which lines of a long conversation are on the screen.
//!
//! The top of the window is a row and a line of it, not a number of lines from the very beginning: so
//! nothing has to be laid out but what is on the screen or next to it, and scrolling is exact all the
//! same. Rows stand one empty line apart.

/// A place among the lines: a row, and a line of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Place {
    pub(super) row: usize,
    pub(super) line: usize,
}

impl Place {
    pub(super) fn start_of(row: usize) -> Self {
        Self { row, line: 0 }
    }
}

/// The rows there are; how many lines one has is found out when it is asked for, and at least one.
pub(super) struct Rows<'a> {
    pub(super) count: usize,
    pub(super) tall: &'a mut dyn FnMut(usize) -> usize,
}

impl Rows<'_> {
    pub(super) fn tall(&mut self, row: usize) -> usize {
        (self.tall)(row)
    }

    /// The lines of a row with the empty one below it.
    fn extent(&mut self, row: usize) -> usize {
        self.tall(row) + usize::from(row + 1 < self.count)
    }

    /// So many lines up, or the first line.
    pub(super) fn up(&mut self, from: Place, lines: usize) -> Place {
        let Place { mut row, mut line } = from;
        let mut left = lines;
        while left > line {
            if row == 0 {
                return Place::default();
            }
            left -= line + 1;
            row -= 1;
            line = self.extent(row) - 1;
        }
        Place {
            row,
            line: line - left,
        }
    }

    /// So many lines down, or the last line.
    pub(super) fn down(&mut self, from: Place, lines: usize) -> Place {
        let Place { mut row, line } = from;
        let mut line = line + lines;
        while row < self.count {
            let extent = self.extent(row);
            if line < extent {
                return Place { row, line };
            }
            if row + 1 == self.count {
                return Place {
                    row,
                    line: extent - 1,
                };
            }
            line -= extent;
            row += 1;
        }
        Place::default()
    }

    /// The top at which the last line stands at the bottom.
    pub(super) fn last_top(&mut self, height: usize) -> Place {
        let Some(row) = self.count.checked_sub(1) else {
            return Place::default();
        };
        let line = self.extent(row) - 1;
        self.up(Place { row, line }, height.saturating_sub(1))
    }

    /// The nearest top that keeps a row in view, with a line of company on both sides where there is
    /// room. A row taller than the window shows its beginning, unless one is reading it already.
    pub(super) fn keep_in_view(&mut self, top: Place, row: usize, height: usize) -> Place {
        let last = self.last_top(height);
        let top = top.min(last);
        let tall = self.tall(row);
        if tall > height && top.row == row && top.line < tall {
            return top;
        }
        let margin = height.saturating_sub(tall).div_ceil(2).min(1);
        let end = Place {
            row,
            line: tall - 1,
        };
        let end = self.down(end, margin);
        let lowest = self.up(end, height.saturating_sub(1));
        let highest = self.up(Place::start_of(row), margin);
        top.max(lowest).min(highest).min(last)
    }

    /// The rows in a window from `top` on, each with the line of the window it starts on; the first may
    /// start above it.
    pub(super) fn shown(&mut self, top: Place, height: usize) -> Vec<(usize, isize)> {
        let mut shown = Vec::new();
        let mut line = -top.line.cast_signed();
        for row in top.row..self.count {
            if line >= height.cast_signed() {
                break;
            }
            shown.push((row, line));
            line += self.extent(row).cast_signed();
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::list;
    use proptest::prelude::{ProptestConfig, Strategy, prop, prop_assert_eq, proptest};
    use std::ops::Range;

    /// The same by plain arithmetic: the lines of every row, counted from the very beginning.
    fn spans(talls: &[usize]) -> Vec<Range<usize>> {
        let mut at = 0;
        let span = |tall: &usize| {
            let start = at;
            at += tall + 1;
            start..start + tall
        };
        talls.iter().map(span).collect()
    }

    fn line_of(talls: &[usize], place: Place) -> usize {
        spans(talls)
            .get(place.row)
            .map_or(0, |span| span.start + place.line)
    }

    fn with<R>(talls: &[usize], act: impl FnOnce(&mut Rows) -> R) -> R {
        let mut tall = |row: usize| talls[row];
        act(&mut Rows {
            count: talls.len(),
            tall: &mut tall,
        })
    }

    fn any_rows() -> impl Strategy<Value = (Vec<usize>, usize, usize)> {
        let talls = prop::collection::vec(1..9_usize, 1..12);
        talls.prop_flat_map(|talls| {
            let rows = talls.len();
            (prop::strategy::Just(talls), 0..rows, 0..120_usize)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn walking_is_the_same_as_counting((talls, row, lines) in any_rows(), height in 0..20_usize) {
            let total = spans(&talls).last().map_or(0, |span| span.end);
            let at = |place| line_of(&talls, place);
            let from = Place::start_of(row);
            prop_assert_eq!(at(with(&talls, |rows| rows.up(from, lines))), at(from).saturating_sub(lines));
            prop_assert_eq!(at(with(&talls, |rows| rows.down(from, lines))), (at(from) + lines).min(total - 1));
            let last = with(&talls, |rows| rows.last_top(height));
            prop_assert_eq!(at(last), list::last_top(height.max(1), total));
        }

        #[test]
        fn the_window_follows_as_far_as_it_must((talls, row, lines) in any_rows(), height in 1..20_usize) {
            let span = &spans(&talls)[row];
            let total = spans(&talls).last().map_or(0, |span| span.end);
            let top = with(&talls, |rows| rows.down(Place::default(), lines));
            let moved = with(&talls, |rows| rows.keep_in_view(top, row, height));
            let before = line_of(&talls, top).min(list::last_top(height, total));
            let reading = span.len() > height && span.contains(&before);
            let expect = if reading {
                before
            } else {
                let margin = usize::from(height > span.len());
                let lowest = (span.end + margin).min(total).saturating_sub(height);
                let highest = span.start.saturating_sub(margin);
                before.max(lowest).min(highest).min(list::last_top(height, total))
            };
            prop_assert_eq!(line_of(&talls, moved), expect);
        }

        #[test]
        fn what_is_shown_fills_the_window((talls, _, lines) in any_rows(), height in 0..20_usize) {
            let top = with(&talls, |rows| rows.down(Place::default(), lines));
            let shown = with(&talls, |rows| rows.shown(top, height));
            let first = line_of(&talls, top);
            let spans = spans(&talls);
            let expect: Vec<(usize, isize)> = spans
                .iter()
                .enumerate()
                .filter(|(_, span)| span.end >= first && span.start < first + height)
                .filter(|(row, span)| *row + 1 < talls.len() || span.end > first)
                .map(|(row, span)| (row, span.start.cast_signed() - first.cast_signed()))
                .collect();
            prop_assert_eq!(shown, expect);
        }
    }

    #[test]
    fn no_rows_are_no_trouble() {
        with(&[], |rows| {
            assert_eq!(rows.down(Place::default(), 5), Place::default());
            assert_eq!(rows.up(Place::default(), 5), Place::default());
            assert_eq!(rows.last_top(5), Place::default());
            assert!(rows.shown(Place::default(), 5).is_empty());
        });
    }

    #[test]
    fn far_rows_are_never_measured() {
        let mut asked = Vec::new();
        let mut tall = |row: usize| {
            asked.push(row);
            3
        };
        let mut rows = Rows {
            count: 5000,
            tall: &mut tall,
        };
        let top = rows.keep_in_view(Place::start_of(2000), 2004, 10);
        rows.shown(top, 10);
        asked.sort_unstable();
        asked.dedup();
        assert!(asked.len() < 16, "{asked:?}");
    }
}
