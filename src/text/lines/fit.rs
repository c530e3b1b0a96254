//! Where the rows of a paragraph end.
//!
//! Of all ways to part a text into rows that of the least raggedness is taken: the sum over the rows of the
//! squared number of columns that stay empty. Filling row by row leaves holes that the eye falls into; looking
//! at all rows of the paragraph at once halves the sum.

use std::ops::Range;

/// Steps of looking that a paragraph is worth; a longer one is filled row by row.
const STEPS: usize = 4_000_000;
/// The share of a row a last row should have, so that no lone short word stands below a paragraph.
const LONE: usize = 6;

/// A part of a text that is not broken at this width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Box {
    /// Clusters of the text.
    pub(super) start: usize,
    pub(super) end: usize,
    /// Columns, with the white space behind it.
    pub(super) width: usize,
    /// Columns of what is seen where a row ends with it, but for a hyphen.
    pub(super) content: usize,
    /// A row that ends with it shows a hyphen.
    pub(super) hyphen: bool,
}

impl Box {
    fn at_the_end(self) -> usize {
        self.content + usize::from(self.hyphen)
    }
}

/// What counts for the last row of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LastRow {
    /// It ends where the text ends.
    Free,
    /// The rows of a heading are to be of one length.
    LikeOthers,
}

/// The rows, as ranges of boxes. None is empty, and none is wider than `room` unless a single box is.
pub(super) fn rows(boxes: &[Box], room: usize, last: LastRow) -> Vec<Range<usize>> {
    let whole: usize = boxes.iter().map(|part| part.width).sum();
    let row = 0..boxes.len();
    match boxes {
        [] => Vec::new(),
        [.., end] if whole - end.width + end.content <= room => vec![row],
        _ if boxes.len().saturating_mul(room / 2 + 1) > STEPS => filled(boxes, room),
        _ => fitted(boxes, room, last),
    }
}

/// Row by row.
fn filled(boxes: &[Box], room: usize) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    let (mut start, mut used) = (0, 0);
    for (at, part) in boxes.iter().enumerate() {
        if at > start && used + part.at_the_end() > room {
            rows.push(start..at);
            (start, used) = (at, 0);
        }
        used += part.width;
    }
    rows.push(start..boxes.len());
    rows
}

/// The least ragged way.
fn fitted(boxes: &[Box], room: usize, last: LastRow) -> Vec<Range<usize>> {
    // For each number of boxes from the beginning: the least cost of setting them in whole rows, and where the
    // last of these rows begins.
    let mut best = vec![(0_u64, 0_usize); boxes.len() + 1];
    for end in 1..=boxes.len() {
        let mut found = None;
        // Columns of the boxes before the last one of this row.
        let mut before = 0;
        for start in (0..end).rev() {
            if start + 1 < end {
                before += boxes[start].width;
            }
            let used = before + boxes[end - 1].at_the_end();
            if used > room && start + 1 < end {
                break;
            }
            let cost = best[start].0 + cost(boxes, start..end, used, room, last);
            if found.is_none_or(|(least, _)| cost < least) {
                found = Some((cost, start));
            }
        }
        best[end] = found.unwrap_or((0, end - 1));
    }
    let mut rows = Vec::new();
    let mut end = boxes.len();
    while end > 0 {
        let start = best[end].1;
        rows.push(start..end);
        end = start;
    }
    rows.reverse();
    rows
}

/// How bad a row is.
fn cost(boxes: &[Box], row: Range<usize>, used: usize, room: usize, last: LastRow) -> u64 {
    let square = |columns: usize| u64::try_from(columns * columns).unwrap_or(u64::MAX);
    let empty = room.saturating_sub(used);
    let is_last = row.end == boxes.len();
    if is_last && last == LastRow::Free {
        return square((room / LONE).saturating_sub(used));
    }
    let hyphen = if boxes[row.end - 1].hyphen && !is_last {
        square(room / LONE)
    } else {
        0
    };
    square(empty) + hyphen
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn boxes(words: &[usize]) -> Vec<Box> {
        let parts = words.iter().enumerate().map(|(at, &content)| Box {
            start: at,
            end: at + 1,
            width: content + 1,
            content,
            hyphen: false,
        });
        parts.collect()
    }

    fn raggedness(boxes: &[Box], rows: &[Range<usize>], room: usize) -> usize {
        let used = |row: &Range<usize>| {
            let whole: usize = boxes[row.clone()].iter().map(|part| part.width).sum();
            whole - 1
        };
        let (_, all_but_last) = rows.split_last().unwrap();
        all_but_last
            .iter()
            .map(|row| room.saturating_sub(used(row)).pow(2))
            .sum()
    }

    #[test]
    fn holes_are_shared_out() {
        // Row by row: 3+2+1 would leave a row of one short word before the long one.
        let words = boxes(&[3, 2, 2, 5, 4]);
        assert_eq!(filled(&words, 9), [0..3, 3..4, 4..5]);
        assert_eq!(rows(&words, 9, LastRow::Free), [0..2, 2..4, 4..5]);
    }

    #[test]
    fn a_heading_is_parted_into_rows_of_one_length() {
        let words = boxes(&[4, 4, 4, 4, 4]);
        assert_eq!(rows(&words, 20, LastRow::Free), [0..4, 4..5]);
        assert_eq!(rows(&words, 20, LastRow::LikeOthers), [0..3, 3..5]);
    }

    proptest! {
        #[test]
        fn every_box_stands_once_in_a_row_that_fits_and_no_way_is_less_ragged_than_row_by_row(
            words in proptest::collection::vec(1_usize..14, 1..60),
            room in 1_usize..40,
        ) {
            let boxes = boxes(&words);
            let set = rows(&boxes, room, LastRow::Free);
            let mut next = 0;
            for row in &set {
                prop_assert_eq!(row.start, next);
                prop_assert!(row.end > row.start);
                let content: usize = words[row.clone()].iter().sum::<usize>() + row.len() - 1;
                prop_assert!(content <= room || row.len() == 1);
                next = row.end;
            }
            prop_assert_eq!(next, boxes.len());
            let lone = (room / LONE).pow(2);
            let filled = filled(&boxes, room);
            prop_assert!(
                raggedness(&boxes, &set, room) <= raggedness(&boxes, &filled, room) + lone
            );
        }
    }
}
