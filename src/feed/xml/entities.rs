//! Entities that a document declares for itself (XML 1.0 §4.2).
//!
//! Old feeds name an address or a word once and repeat it as `&name;`. One level of plain text is all
//! they need: an entity inside an entity stays as it is written, nothing outside of the document is
//! ever asked for, and what all of them add is bounded. So no document can grow here.

use std::collections::HashMap;

use crate::feed::xml::references::unescape;

/// Declarations that are kept.
const MOST: usize = 256;
/// What one entity may stand for, bytes; a longer one is not known.
const LONGEST: usize = 1024;
/// What all entities of a document may add to it together, bytes.
const MOST_ADDED: usize = 64 * 1024;

/// The entities of one document, by name.
#[derive(Debug, Default)]
pub struct Entities {
    known: HashMap<String, String>,
    added: usize,
}

impl Entities {
    /// Reads the internal subset of a document type. Parameter entities and those that stand for another
    /// file are passed over.
    pub fn declare(&mut self, doctype: &str) {
        for declaration in doctype.split("<!ENTITY").skip(1).take(MOST) {
            if let Some((name, value)) = declared(declaration) {
                self.known
                    .entry(name.to_owned())
                    .or_insert_with(|| unescape(value));
            }
        }
    }

    /// What an entity stands for, as long as there is room for it.
    pub fn expand(&mut self, name: &str) -> Option<&str> {
        let value = self.known.get(name)?;
        self.added += value.len();
        (self.added <= MOST_ADDED).then_some(value)
    }

    /// A decoded attribute with the entities that are left in it.
    pub fn expand_in(&mut self, value: String) -> String {
        if self.known.is_empty() || !value.contains('&') {
            return value;
        }
        let mut parts = value.split('&');
        let mut whole = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let named = part.split_once(';');
            if let Some((text, rest)) =
                named.and_then(|(name, rest)| Some((self.expand(name)?, rest)))
            {
                whole.push_str(text);
                whole.push_str(rest);
            } else {
                whole.push('&');
                whole.push_str(part);
            }
        }
        whole
    }
}

/// Name and value of a declaration that stands for text.
fn declared(declaration: &str) -> Option<(&str, &str)> {
    let declaration = declaration.strip_prefix(char::is_whitespace)?.trim_start();
    let (name, rest) = declaration.split_once(char::is_whitespace)?;
    let rest = rest.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (value, _) = rest[1..].split_once(quote)?;
    (name != "%" && value.len() <= LONGEST).then_some((name, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(doctype: &str, text: &str, expect: &str) {
        let mut entities = Entities::default();
        entities.declare(doctype);
        assert_eq!(entities.expand_in(text.to_owned()), expect);
    }

    #[test]
    fn an_entity_stands_for_its_text() {
        let doctype = "rss [\n<!ENTITY site 'http://a.example'> <!ENTITY eur \"&#8364;\"><!ENTITY site 'no'>]";
        check(doctype, "&site;/x?a=1&b=2", "http://a.example/x?a=1&b=2");
        check(doctype, "&eur;5 &none;", "€5 &none;");
        check(
            "x [<!ENTITY % p 'q'><!ENTITY f SYSTEM 'file:///x'>]",
            "&p;&f;&%;",
            "&p;&f;&%;",
        );
    }

    #[test]
    fn entities_do_not_nest_and_add_little() {
        check("x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]", "&b;", "&a;&a;");
        let mut entities = Entities::default();
        entities.declare(&format!("x [<!ENTITY a '{}'>]", "h".repeat(LONGEST)));
        let grown = entities.expand_in("&a;".repeat(10_000));
        assert!(grown.len() < MOST_ADDED + 30_000);
        check(
            &format!("x [<!ENTITY a '{}'>]", "h".repeat(LONGEST + 1)),
            "&a;",
            "&a;",
        );
    }
}
