//! Lists: bullets, numbers, terms with what is said of them.

use crate::model::document::{Block, Span};
use crate::text::html::reader::{Reader, Voice};
use crate::text::html::run::Flow;
use crate::text::html::tree::Id;

/// A list while its items come in.
struct Items {
    /// The number of the next item; nothing for bullets.
    next: Option<i64>,
    start: Option<i64>,
    done: Vec<Vec<Block>>,
}

impl Items {
    /// Sets the number of the item to come. A number out of turn begins a list of its own.
    fn number(&mut self, number: i64, out: &mut Flow) {
        if self.next.is_some_and(|next| next != number) {
            self.finish(out);
            self.start = Some(number);
            self.next = Some(number);
        }
    }

    fn push(&mut self, item: Vec<Block>) {
        if item.is_empty() && self.start.is_none() {
            return;
        }
        self.done.push(item);
        self.next = self.next.map(|next| next.saturating_add(1));
    }

    /// Adds to the item before: a list that stands between items belongs to it.
    fn add(&mut self, blocks: Vec<Block>) {
        match self.done.last_mut() {
            Some(item) => item.extend(blocks),
            None if blocks.is_empty() => {}
            None => self.push(blocks),
        }
    }

    fn finish(&mut self, out: &mut Flow) {
        let items = std::mem::take(&mut self.done);
        if items.iter().any(|item| !item.is_empty()) {
            out.push(Block::List {
                start: self.start,
                items,
            });
        }
    }
}

impl Reader<'_> {
    pub(super) fn list(&mut self, id: Id, voice: Voice, out: &mut Flow) {
        out.flush();
        if voice.is_nested_enough() {
            self.children(id, voice, out);
            return out.flush();
        }
        let start = (self.tree.name(id) == "ol").then(|| self.integer(id, "start").unwrap_or(1));
        let mut list = Items {
            next: start,
            start,
            done: Vec::new(),
        };
        let tree = self.tree;
        for child in tree.children(id) {
            let mut item = Flow::default();
            self.node(child, voice.deeper(), &mut item);
            let blocks = item.into_blocks();
            if tree.name(child) == "li" {
                if let Some(number) = self.integer(child, "value") {
                    list.number(number, out);
                }
                list.push(blocks);
            } else {
                list.add(blocks);
            }
        }
        list.finish(out);
    }

    pub(super) fn definitions(&mut self, id: Id, voice: Voice, out: &mut Flow) {
        out.flush();
        if voice.is_nested_enough() {
            self.children(id, voice, out);
            return out.flush();
        }
        let mut entries = Vec::new();
        self.entries(id, voice.deeper(), &mut entries);
        entries.retain(|(term, meaning)| !term.is_empty() || !meaning.is_empty());
        if !entries.is_empty() {
            out.push(Block::Definitions(entries));
        }
    }

    /// The `dt` and `dd` below `id`; groups of them may be wrapped in a `div`.
    fn entries(&mut self, id: Id, voice: Voice, entries: &mut Vec<(Vec<Span>, Vec<Block>)>) {
        let tree = self.tree;
        for child in tree.children(id) {
            let has_entries = || {
                tree.children(child)
                    .any(|below| matches!(tree.name(below), "dt" | "dd"))
            };
            match tree.name(child) {
                "dt" => entries.push((self.spans(child, voice), Vec::new())),
                "div" if has_entries() => {
                    for below in tree.children(child) {
                        self.entry(below, voice, entries);
                    }
                }
                _ => self.entry(child, voice, entries),
            }
        }
    }

    fn entry(&mut self, id: Id, voice: Voice, entries: &mut Vec<(Vec<Span>, Vec<Block>)>) {
        if self.tree.name(id) == "dt" {
            entries.push((self.spans(id, voice), Vec::new()));
            return;
        }
        let mut meaning = Flow::default();
        self.node(id, voice, &mut meaning);
        let meaning = meaning.into_blocks();
        match entries.last_mut() {
            Some((_, before)) => before.extend(meaning),
            None => entries.push((Vec::new(), meaning)),
        }
    }

    fn integer(&self, id: Id, name: &str) -> Option<i64> {
        self.tree.value(id, name)?.parse().ok()
    }
}
