//! Where a text has the tags of items: what nothing else may swallow.

use crate::feed::xml::markup;

/// Where the tags of items are, in bytes.
pub(super) struct Items {
    tags: Vec<usize>,
    /// The last that is a start tag; nought where there is none.
    pub(super) last_start: usize,
}

impl Items {
    pub(super) fn new(text: &str) -> Self {
        let mut items = Self {
            tags: Vec::new(),
            last_start: 0,
        };
        for (at, starts) in markup::item_tags(text) {
            items.tags.push(at);
            if starts {
                items.last_start = at;
            }
        }
        items
    }

    /// The first of them at or after `from`.
    pub(super) fn next(&self, from: usize) -> Option<usize> {
        let later = self.tags.partition_point(|at| *at < from);
        self.tags.get(later).copied()
    }
}
