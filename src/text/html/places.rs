//! Places in a text that links of the same text lead to, and the footnotes among them.

use crate::model::document::Note;
use crate::text::html::links::Links;
use crate::text::html::reader::{Reader, Voice};
use crate::text::html::run::Flow;
use crate::text::html::tree::{Id, Tree};
use std::collections::HashMap;

/// Footnotes of one text.
const NOTES: usize = 500;
/// Nodes of a footnote. What is larger is a part of the text.
const NODES: usize = 400;

/// The places that links lead to.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// By name.
    targets: HashMap<String, Id>,
    /// The names of a node that is a target, as numbers of anchors.
    anchors: HashMap<Id, Vec<usize>>,
    names: Vec<String>,
    /// Names for the same words: of these numbers the second stands in the text.
    same: HashMap<usize, usize>,
    /// Anchors whose words are still to come.
    pending: Vec<usize>,
    /// Links that are footnote references, with the note.
    references: Vec<(usize, Id)>,
}

impl Places {
    pub(super) fn new(tree: &Tree, links: &Links) -> Self {
        let mut places = Self::default();
        let wanted: Vec<&str> = tree
            .descendants(Id::ROOT)
            .filter(|id| tree.name(*id) == "a")
            .filter_map(|id| tree.value(id, "href"))
            .filter(|href| links.is_in_page(href))
            .filter_map(place_of)
            .collect();
        if wanted.is_empty() {
            return places;
        }
        for id in tree.descendants(Id::ROOT) {
            let own = tree.value(id, "id").into_iter();
            let named = tree.value(id, "name").filter(|_| tree.name(id) == "a");
            for name in own.chain(named) {
                if wanted.contains(&name) && !places.targets.contains_key(name) {
                    places.targets.insert(name.to_owned(), id);
                    places
                        .anchors
                        .entry(id)
                        .or_default()
                        .push(places.names.len());
                    places.names.push(name.to_owned());
                }
            }
        }
        places
    }

    /// The name of the place a link leads to, if it is in this text.
    pub(super) fn of<'h>(&self, href: &'h str) -> Option<(&'h str, Id)> {
        let name = place_of(href)?;
        Some((name, *self.targets.get(name)?))
    }

    /// The walk has come to this element.
    pub(super) fn pass(&mut self, id: Id) {
        if let Some(anchors) = self.anchors.get(&id) {
            self.pending.extend(anchors);
        }
    }

    /// The place at which the next words stand.
    pub(super) fn take(&mut self) -> Option<usize> {
        let (first, others) = self.pending.split_first()?;
        for other in others {
            self.same.insert(*other, *first);
        }
        let first = *first;
        self.pending.clear();
        Some(first)
    }

    pub(super) fn refer(&mut self, link: usize, note: Id) {
        if self.references.len() < NOTES {
            self.references.push((link, note));
        }
    }
}

/// What stands behind the `#`.
fn place_of(href: &str) -> Option<&str> {
    let (_, name) = href.split_once('#')?;
    (!name.is_empty()).then_some(name)
}

impl Reader<'_> {
    /// The next words stand where links lead to, if the walk has passed such a place.
    pub(super) fn stand(&mut self, out: &mut Flow) {
        if let Some(anchor) = self.places.take() {
            out.run.stand_at(anchor);
        }
    }

    /// The names of all places.
    pub(super) fn anchors(&mut self) -> Vec<String> {
        std::mem::take(&mut self.places.names)
    }

    /// Names for the same words: a link to the one leads to the other.
    pub(super) fn same_places(&self) -> impl Iterator<Item = (usize, usize)> {
        self.places.same.iter().map(|(one, other)| (*one, *other))
    }

    /// What the footnotes say that are referred to.
    pub(super) fn notes(&mut self) -> Vec<Note> {
        let references = std::mem::take(&mut self.places.references);
        // A note is read for itself; no place in it is a place in the text.
        self.places = Places::default();
        let mut notes: Vec<Note> = Vec::new();
        for (link, target) in references {
            if notes.iter().any(|note| note.link == link) {
                continue;
            }
            let whole = self.whole_note(target);
            if self.tree.descendants(whole).take(NODES + 1).count() > NODES {
                continue;
            }
            let blocks = self.inner(whole, Voice::default());
            if !blocks.is_empty() {
                notes.push(Note { link, blocks });
            }
        }
        notes
    }

    /// The element that holds all of a note of which a part is marked.
    fn whole_note(&self, target: Id) -> Id {
        let is_whole = |id: &Id| {
            matches!(
                self.tree.name(*id),
                "li" | "p"
                    | "dd"
                    | "div"
                    | "aside"
                    | "section"
                    | "td"
                    | "blockquote"
                    | "figure"
                    | "dt"
            )
        };
        let around = std::iter::successors(Some(target), |up| self.tree.parent(*up));
        around.take(4).find(is_whole).unwrap_or(target)
    }
}
