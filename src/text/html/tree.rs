//! The tree of an HTML text: one arena of nodes that point at each other by number.
//!
//! No node owns another, so dropping a deep tree recurses nowhere, and the number of nodes bounds
//! the memory. Only what reading needs is offered.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::interface::ElementFlags;
use html5ever::tendril::StrTendril;
use html5ever::tree_builder::{NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, ExpandedName, LocalName, QualName, ns};

/// One node of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Id(u32);

impl Id {
    /// What everything else is below of.
    pub const ROOT: Id = Id(0);

    fn at(self) -> usize {
        self.0 as usize
    }
}

#[derive(Debug)]
enum Content {
    /// The document, and whatever else shows nothing.
    Nothing,
    Text(String),
    Element(LocalName, Vec<Attribute>),
}

#[derive(Debug)]
struct Node {
    content: Content,
    depth: u32,
    parent: Option<Id>,
    first_child: Option<Id>,
    last_child: Option<Id>,
    before: Option<Id>,
    after: Option<Id>,
}

/// A finished tree. Its depth and its size are bounded, whatever it was made of.
#[derive(Debug)]
pub struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    /// The local name of an element; empty for anything else.
    pub fn name(&self, id: Id) -> &str {
        match &self.nodes[id.at()].content {
            Content::Element(name, _) => name,
            _ => "",
        }
    }

    /// What a text node says; nothing for an element.
    pub fn text(&self, id: Id) -> Option<&str> {
        match &self.nodes[id.at()].content {
            Content::Text(text) => Some(text),
            _ => None,
        }
    }

    /// All attributes that were kept, names without the prefix of their vocabulary.
    pub(super) fn attributes(&self, id: Id) -> impl Iterator<Item = (&str, &str)> {
        let Content::Element(_, attributes) = &self.nodes[id.at()].content else {
            return [].iter().map(pair);
        };
        attributes.iter().map(pair)
    }

    /// The value of an attribute without the white space around it.
    pub fn attribute(&self, id: Id, name: &str) -> Option<&str> {
        let Content::Element(_, attributes) = &self.nodes[id.at()].content else {
            return None;
        };
        attributes
            .iter()
            .find(|attribute| &*attribute.name.local == name)
            .map(|attribute| attribute.value.trim())
    }

    /// The attribute, where it says something.
    pub fn value(&self, id: Id, name: &str) -> Option<&str> {
        self.attribute(id, name).filter(|value| !value.is_empty())
    }

    /// The words of the attribute `class`.
    pub fn classes(&self, id: Id) -> impl Iterator<Item = &str> {
        self.attribute(id, "class")
            .unwrap_or_default()
            .split_ascii_whitespace()
    }

    /// The node around this one.
    pub fn parent(&self, id: Id) -> Option<Id> {
        self.nodes[id.at()].parent
    }

    /// What stands directly inside, in order.
    pub fn children(&self, id: Id) -> impl Iterator<Item = Id> {
        std::iter::successors(self.nodes[id.at()].first_child, |child| {
            self.nodes[child.at()].after
        })
    }

    /// Everything below `id` in document order.
    pub fn descendants(&self, id: Id) -> impl Iterator<Item = Id> {
        std::iter::successors(self.nodes[id.at()].first_child, move |&here| {
            if let Some(child) = self.nodes[here.at()].first_child {
                return Some(child);
            }
            let mut up = here;
            while up != id {
                if let Some(next) = self.nodes[up.at()].after {
                    return Some(next);
                }
                up = self.nodes[up.at()].parent?;
            }
            None
        })
    }

    /// The first element below `id` that has this name.
    pub fn find(&self, id: Id, name: &str) -> Option<Id> {
        self.descendants(id).find(|&below| self.name(below) == name)
    }

    /// All text below `id`, run together.
    pub fn text_below(&self, id: Id) -> String {
        self.descendants(id)
            .filter_map(|below| self.text(below))
            .collect()
    }
}

fn pair(attribute: &Attribute) -> (&str, &str) {
    (&attribute.name.local, &attribute.value)
}

/// What the parser holds of a node: its number, and its name because the parser asks often.
#[derive(Debug, Clone)]
pub(super) struct Handle {
    id: Id,
    name: QualName,
}

/// A tree while the parser builds it.
#[derive(Debug)]
pub(super) struct Planter {
    nodes: RefCell<Vec<Node>>,
    inserted: Cell<Option<Inserted>>,
}

/// The element put into the tree last.
#[derive(Debug, Clone, Copy)]
pub(super) struct Inserted {
    pub(super) depth: u32,
    /// It is of SVG or `MathML`.
    pub(super) foreign: bool,
}

impl Planter {
    pub(super) fn new() -> Self {
        let planter = Planter {
            nodes: RefCell::new(Vec::new()),
            inserted: Cell::new(None),
        };
        planter.add(Content::Nothing);
        planter
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.nodes.borrow().len()
    }

    /// The element inserted since this was asked before.
    pub(super) fn take_inserted(&self) -> Option<Inserted> {
        self.inserted.take()
    }

    fn add(&self, content: Content) -> Id {
        let mut nodes = self.nodes.borrow_mut();
        let id = Id(u32::try_from(nodes.len()).expect("the cap layer stops far below 2^32 nodes"));
        nodes.push(Node {
            content,
            depth: 0,
            parent: None,
            first_child: None,
            last_child: None,
            before: None,
            after: None,
        });
        id
    }

    /// Puts `child` under `parent`, before `sibling` or at the end.
    fn insert(&self, parent: Id, sibling: Option<Id>, child: Id) {
        detach(&mut self.nodes.borrow_mut(), child);
        let mut nodes = self.nodes.borrow_mut();
        let before = match sibling {
            Some(sibling) => nodes[sibling.at()].before.replace(child),
            None => nodes[parent.at()].last_child.replace(child),
        };
        match before {
            Some(before) => nodes[before.at()].after = Some(child),
            None => nodes[parent.at()].first_child = Some(child),
        }
        let depth = nodes[parent.at()].depth + 1;
        let node = &mut nodes[child.at()];
        node.parent = Some(parent);
        node.before = before;
        node.after = sibling;
        node.depth = depth;
    }

    fn insert_new(&self, parent: Id, sibling: Option<Id>, new: NodeOrText<Handle>) {
        match new {
            NodeOrText::AppendNode(handle) => {
                self.insert(parent, sibling, handle.id);
                self.inserted.set(Some(Inserted {
                    depth: self.nodes.borrow()[handle.id.at()].depth,
                    foreign: handle.name.ns != ns!(html),
                }));
            }
            NodeOrText::AppendText(text) => {
                let neighbour = {
                    let nodes = self.nodes.borrow();
                    sibling.map_or(nodes[parent.at()].last_child, |s| nodes[s.at()].before)
                };
                if !self.extend_text(neighbour, &text) {
                    let id = self.add(Content::Text(text.to_string()));
                    self.insert(parent, sibling, id);
                }
            }
        }
    }

    /// Adds to a text node; false when `id` is none.
    fn extend_text(&self, id: Option<Id>, more: &str) -> bool {
        let mut nodes = self.nodes.borrow_mut();
        match id.map(|id| &mut nodes[id.at()].content) {
            Some(Content::Text(text)) => {
                text.push_str(more);
                true
            }
            _ => false,
        }
    }
}

fn detach(nodes: &mut [Node], id: Id) {
    let Some(parent) = nodes[id.at()].parent.take() else {
        return;
    };
    let before = nodes[id.at()].before.take();
    let after = nodes[id.at()].after.take();
    match before {
        Some(before) => nodes[before.at()].after = after,
        None => nodes[parent.at()].first_child = after,
    }
    match after {
        Some(after) => nodes[after.at()].before = before,
        None => nodes[parent.at()].last_child = before,
    }
}

fn nameless() -> QualName {
    QualName::new(None, ns!(), LocalName::from(""))
}

impl TreeSink for Planter {
    type Handle = Handle;
    type Output = Tree;
    type ElemName<'a> = ExpandedName<'a>;

    fn finish(self) -> Tree {
        Tree {
            nodes: self.nodes.into_inner(),
        }
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle {
            id: Id::ROOT,
            name: nameless(),
        }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> ExpandedName<'a> {
        target.name.expanded()
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        _: ElementFlags,
    ) -> Handle {
        let id = self.add(Content::Element(name.local.clone(), attributes));
        Handle { id, name }
    }

    fn create_comment(&self, _text: StrTendril) -> Handle {
        let id = self.add(Content::Nothing);
        Handle {
            id,
            name: nameless(),
        }
    }

    fn create_pi(&self, target: StrTendril, _data: StrTendril) -> Handle {
        self.create_comment(target)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.insert_new(parent.id, None, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        before_it: &Handle,
        child: NodeOrText<Handle>,
    ) {
        let has_parent = self.nodes.borrow()[element.id.at()].parent.is_some();
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(before_it, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Handle) -> Handle {
        target.clone()
    }

    fn same_node(&self, one: &Handle, other: &Handle) -> bool {
        one.id == other.id
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, new: NodeOrText<Handle>) {
        let parent = self.nodes.borrow()[sibling.id.at()].parent;
        if let Some(parent) = parent {
            self.insert_new(parent, Some(sibling.id), new);
        }
    }

    fn add_attrs_if_missing(&self, _target: &Handle, _attributes: Vec<Attribute>) {}

    fn remove_from_parent(&self, target: &Handle) {
        detach(&mut self.nodes.borrow_mut(), target.id);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        loop {
            let child = self.nodes.borrow()[node.id.at()].first_child;
            let Some(child) = child else { return };
            self.insert(new_parent.id, None, child);
        }
    }
}
