//! Lists: bullets, numbers, terms with what is said of them.

use crate::model::document::{Block, Item, Mark, Numbering, Span};
use crate::text::html::hidden::has_style;
use crate::text::html::reader::{Reader, Voice};
use crate::text::html::run::Flow;
use crate::text::html::tree::Id;

/// A list while its items come in.
struct Items {
    /// The number of the next item; nothing for bullets.
    next: Option<i64>,
    /// From one number to the next.
    step: i64,
    numbering: Numbering,
    done: Vec<Item>,
}

impl Items {
    fn push(&mut self, blocks: Vec<Block>) {
        if blocks.is_empty() && self.next.is_none() {
            return;
        }
        let item = match (task(&blocks), self.next) {
            (Some(done), _) => Item {
                mark: Mark::Task(done),
                blocks: without_box(blocks),
            },
            (None, Some(next)) => Item {
                mark: Mark::Number(next, self.numbering),
                blocks,
            },
            (None, None) => Item {
                mark: Mark::Bullet,
                blocks,
            },
        };
        self.done.push(item);
        self.next = self.next.map(|next| next.saturating_add(self.step));
    }

    /// Adds to the item before: a list that stands between items belongs to it.
    fn add(&mut self, blocks: Vec<Block>) {
        match self.done.last_mut() {
            Some(item) => item.blocks.extend(blocks),
            None if blocks.is_empty() => {}
            None => self.push(blocks),
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
        let is_numbered = self.tree.name(id) == "ol";
        let is_reversed = is_numbered && self.tree.attribute(id, "reversed").is_some();
        let first = || if is_reversed { self.items(id) } else { 1 };
        let start = is_numbered.then(|| self.integer(id, "start").unwrap_or_else(first));
        let mut list = Items {
            next: start,
            step: if is_reversed { -1 } else { 1 },
            numbering: self.numbering(id),
            done: Vec::new(),
        };
        let tree = self.tree;
        for child in tree.children(id) {
            let mut item = Flow::default();
            self.node(child, voice.deeper(), &mut item);
            let blocks = item.into_blocks();
            if tree.name(child) == "li" {
                if let Some(number) = self.integer(child, "value") {
                    list.next = list.next.map(|_| number);
                }
                list.push(blocks);
            } else {
                list.add(blocks);
            }
        }
        if list.done.iter().any(|item| !item.blocks.is_empty()) {
            out.push(Block::List(list.done));
        }
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

    /// How many items a list has.
    fn items(&self, id: Id) -> i64 {
        let items = self
            .tree
            .children(id)
            .filter(|&child| self.tree.name(child) == "li");
        i64::try_from(items.count()).unwrap_or(i64::MAX)
    }

    fn numbering(&self, id: Id) -> Numbering {
        let says = |style: &str| has_style(self.tree, id, &[&format!("list-style-type:{style}")]);
        match self.tree.value(id, "type") {
            Some("a") => Numbering::LowerAlpha,
            Some("A") => Numbering::UpperAlpha,
            Some("i") => Numbering::LowerRoman,
            Some("I") => Numbering::UpperRoman,
            _ if says("lower-alpha") || says("lower-latin") => Numbering::LowerAlpha,
            _ if says("upper-alpha") || says("upper-latin") => Numbering::UpperAlpha,
            _ if says("lower-roman") => Numbering::LowerRoman,
            _ if says("upper-roman") => Numbering::UpperRoman,
            _ => Numbering::Decimal,
        }
    }

    fn integer(&self, id: Id, name: &str) -> Option<i64> {
        self.tree.value(id, name)?.parse().ok()
    }
}

/// Whether an item begins with a box to tick, and whether it is ticked.
fn task(blocks: &[Block]) -> Option<bool> {
    let Some(Block::Paragraph(spans)) = blocks.first() else {
        return None;
    };
    match spans.first()?.text.chars().next()? {
        '☑' => Some(true),
        '☐' => Some(false),
        _ => None,
    }
}

fn without_box(mut blocks: Vec<Block>) -> Vec<Block> {
    if let Some(Block::Paragraph(spans)) = blocks.first_mut()
        && let Some(first) = spans.first_mut()
    {
        let rest = first.text.trim_start_matches(['☑', '☐', ' ']).to_owned();
        first.text = rest;
        spans.retain(|span| !span.text.is_empty());
        if spans.is_empty() {
            blocks.remove(0);
        }
    }
    blocks
}
