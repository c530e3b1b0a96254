//! Comments laid out, as far as they were needed.

use crate::ui::thread::comment::{Set, set};
use crate::ui::thread::search::Search;
use crate::ui::thread::stand::Stand;
use std::collections::HashMap;

/// Comments kept laid out; a screen shows some dozen.
const MOST: usize = 600;

#[derive(Debug, Default)]
pub(super) struct Sets {
    width: u16,
    /// By node.
    sets: HashMap<usize, Set>,
}

impl Sets {
    /// What was laid out may be another comment's by now, or of another width.
    pub(super) fn forget(&mut self) {
        self.sets.clear();
    }

    pub(super) fn width(&self) -> u16 {
        self.width
    }

    pub(super) fn set_width(&mut self, width: u16) {
        self.width = width;
        self.forget();
    }

    /// Lets go of what was passed long ago.
    pub(super) fn trim(&mut self) {
        if self.sets.len() > MOST {
            self.forget();
        }
    }

    /// What stands in a row, if it was laid out.
    pub(super) fn at(&self, stand: &Stand, row: usize) -> Option<&Set> {
        self.sets.get(stand.visible().get(row)?)
    }

    /// Lays a row out, if it is not; its lines, the first one included.
    pub(super) fn tall(&mut self, stand: &Stand, row: usize) -> usize {
        let Some((at, node)) = stand.visible().get(row).zip(stand.node_at(row)) else {
            return 1;
        };
        let width = self.width;
        let set = self.sets.entry(*at).or_insert_with(|| {
            let words = stand.search.as_ref().map_or("", Search::words);
            set(node, width, stand.is_folded(node), words)
        });
        1 + set.lines.len()
    }
}
