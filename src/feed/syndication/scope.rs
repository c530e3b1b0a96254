//! What addresses and texts are read against: where the document came from and what its format says.

use url::Url;

use crate::feed::normalize;
use crate::feed::xml::tree::Element;

/// What is known of a feed when a part of it is read.
pub struct Scope {
    /// Where the document came from.
    pub document: Url,
    /// The web site the feed belongs to.
    pub site: Option<Url>,
    /// Whether Atom's rules are in force, rather than those of RSS.
    pub atom: bool,
}

impl Scope {
    pub fn new(document: &Url) -> Self {
        Self {
            document: document.clone(),
            site: None,
            atom: false,
        }
    }

    /// An address, against what `xml:base` says, else what the format says: Atom, the document's
    /// own (RFC 4287 §2); RSS says nothing, so the web site's, which mirrors do not change.
    pub fn resolve(&self, element: &Element, written: &str) -> Option<String> {
        let site = self.site.as_ref().filter(|_| !self.atom);
        let base = element.base.as_deref().or(site).unwrap_or(&self.document);
        normalize::address(written, base)
    }

    /// The address an element gives, in whichever of the usual attributes, else as its text.
    pub fn address(&self, element: &Element) -> Option<String> {
        ["href", "url", "uri", "resource"]
            .iter()
            .find_map(|name| element.attribute(name))
            .map_or_else(
                || self.resolve(element, &element.text()),
                |written| self.resolve(element, written),
            )
    }
}
