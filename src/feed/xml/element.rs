//! One element of a feed with all that is in it, as the readers of fields ask for it.

use std::borrow::Cow;
use std::rc::Rc;
use url::Url;

use crate::feed::xml::vocabulary::Space;
use crate::feed::{decode::mojibake, xml::markup};

/// An element with all that is in it. Its text is lent by the document where it stands there as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element<'a> {
    pub space: Space,
    /// Its name is Atom's, not RSS's.
    pub atom: bool,
    /// Without its prefix, in small letters.
    pub name: String,
    /// Names as written, values decoded.
    pub(in crate::feed) attributes: Vec<(String, String)>,
    pub(in crate::feed) nodes: Vec<Node<'a>>,
    /// What `xml:base` says here, if anything does.
    pub base: Option<Rc<Url>>,
    /// What `xml:lang` says here, if anything does; never empty.
    pub language: Option<Rc<str>>,
}

/// What an element has from those around it.
#[derive(Debug, Clone, Default)]
pub(in crate::feed) struct Inherited {
    pub(in crate::feed) base: Option<Rc<Url>>,
    pub(in crate::feed) language: Option<Rc<str>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::feed) enum Node<'a> {
    Element(Element<'a>),
    Text(Cow<'a, str>),
    /// A reference that only HTML knows, as written: `&nbsp;`.
    Reference(String),
}

impl<'a> Element<'a> {
    /// An element that is called nothing and holds nothing.
    pub fn nameless() -> Self {
        Self {
            space: Space::Other,
            atom: false,
            name: String::new(),
            attributes: Vec::new(),
            nodes: Vec::new(),
            base: None,
            language: None,
        }
    }

    /// The elements directly inside.
    pub fn elements(&self) -> impl Iterator<Item = &Element<'a>> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) | Node::Reference(_) => None,
        })
    }

    /// The elements directly inside that have this name.
    pub fn all(&self, space: Space, name: &str) -> impl Iterator<Item = &Element<'a>> {
        self.elements()
            .filter(move |element| element.space == space && element.name == name)
    }

    pub fn first(&self, space: Space, name: &str) -> Option<&Element<'a>> {
        self.all(space, name).next()
    }

    /// An attribute by its name without prefix, any case; nothing where it is empty.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(found, _)| local(found).eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// The namespaces that are declared on the element itself.
    pub fn namespaces(&self) -> impl Iterator<Item = &str> {
        self.attributes
            .iter()
            .filter(|(name, _)| name.starts_with("xmlns"))
            .map(|(_, address)| address.trim())
    }

    /// Puts an element after all that is inside.
    pub fn push(&mut self, inner: Element<'a>) {
        self.nodes.push(Node::Element(inner));
    }

    /// The one element inside, where nothing stands beside it.
    pub fn only(&self) -> Option<&Element<'a>> {
        let mut found = None;
        for node in &self.nodes {
            match node {
                Node::Text(text) if text.trim().is_empty() => {}
                Node::Element(element) if found.is_none() => found = Some(element),
                _ => return None,
            }
        }
        found
    }

    /// The characters directly inside, trimmed.
    pub fn text(&self) -> Cow<'_, str> {
        if let [Node::Text(text)] = self.nodes.as_slice() {
            return Cow::Borrowed(text.trim());
        }
        let mut text = String::new();
        for node in &self.nodes {
            match node {
                Node::Text(found) => text.push_str(found),
                Node::Reference(found) => text.push_str(found),
                Node::Element(_) => {}
            }
        }
        Cow::Owned(text.trim().to_owned())
    }

    /// What is inside as HTML: the text as it stands where there is nothing but text, else the
    /// markup written out again.
    pub fn html(&self) -> Cow<'_, str> {
        if self.has_markup() {
            Cow::Owned(self.markup())
        } else {
            self.text()
        }
    }

    /// What is inside written out again as markup, text too. Addresses that an inner `xml:base`
    /// moves are written whole.
    pub fn markup(&self) -> String {
        let mut html = String::new();
        self.write_inside(&mut html, self.base.as_ref());
        html.trim().to_owned()
    }

    /// The same where the text directly inside is HTML already.
    pub fn html_and_markup(&self) -> String {
        let mut html = String::new();
        for node in &self.nodes {
            match node {
                Node::Text(text) => html.push_str(text),
                Node::Reference(reference) => html.push_str(reference),
                Node::Element(element) => element.write(&mut html, self.base.as_ref()),
            }
        }
        html.trim().to_owned()
    }

    /// Whether anything is said of the element in its tag.
    pub fn has_attributes(&self) -> bool {
        !self.attributes.is_empty()
    }

    /// Whether markup stands inside, rather than text alone.
    pub fn has_markup(&self) -> bool {
        self.elements().next().is_some()
    }

    /// Undoes what was encoded twice; known once the whole text is there.
    pub(in crate::feed) fn settle(&mut self) {
        for node in &mut self.nodes {
            if let Node::Text(text) = node
                && let Some(meant) = mojibake::undone(text)
            {
                *text = Cow::Owned(meant);
            }
        }
    }

    pub(in crate::feed) fn inherited(&self) -> Inherited {
        Inherited {
            base: self.base.clone(),
            language: self.language.clone(),
        }
    }

    fn write_inside(&self, html: &mut String, base: Option<&Rc<Url>>) {
        for node in &self.nodes {
            match node {
                Node::Text(text) => html.push_str(&markup::escape(text)),
                Node::Reference(reference) => html.push_str(reference),
                Node::Element(element) => element.write(html, base),
            }
        }
    }

    /// `base` is what the whole text is relative to.
    fn write(&self, html: &mut String, base: Option<&Rc<Url>>) {
        let own = self.base.as_ref().filter(|own| Some(*own) != base);
        html.push('<');
        html.push_str(&self.name);
        for (name, value) in &self.attributes {
            if !name.starts_with("xmlns") {
                html.push(' ');
                html.push_str(name);
                html.push_str("=\"");
                let moved = own.filter(|_| ADDRESSES.contains(&name.as_str()));
                let moved = moved.and_then(|own| own.join(value.trim()).ok());
                html.push_str(&markup::escape(moved.as_ref().map_or(value, Url::as_str)));
                html.push('"');
            }
        }
        html.push('>');
        self.write_inside(html, base);
        if !VOID.contains(&self.name.as_str()) {
            html.push_str("</");
            html.push_str(&self.name);
            html.push('>');
        }
    }
}

/// HTML elements that have no end tag. What a repair left inside one comes after it.
const VOID: [&str; 6] = ["br", "hr", "img", "input", "source", "wbr"];

/// Attributes of HTML that hold one address.
const ADDRESSES: [&str; 5] = ["href", "src", "cite", "poster", "data"];

/// A name without its prefix.
pub(in crate::feed) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}
