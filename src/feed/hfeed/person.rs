//! Who wrote: `p-author`, a name or an `h-card`.

use crate::feed::hfeed::page::Page;
use crate::feed::{normalize, person};
use crate::model::parsed::Person;
use crate::text::html::Id;

/// More people than this wrote nothing together.
const MOST_AUTHORS: usize = 32;

/// The authors among the properties of an entry or a feed.
pub(super) fn authors(page: &Page, properties: &[Id]) -> Vec<Person> {
    let is_author = |id: &Id| page.has_class(*id, "p-author") || page.has_class(*id, "u-author");
    let marked = properties.iter().copied().filter(is_author);
    let people = marked.take(MOST_AUTHORS).filter_map(|id| person(page, id));
    people.collect()
}

fn person(page: &Page, id: Id) -> Option<Person> {
    let (name, uri, email) = if page.is_root(id) {
        card(page, id)
    } else {
        (page.line(id), page.implied_address(id), None)
    };
    let named = name.and_then(|name| person::read(&name));
    let named = named.unwrap_or_default();
    let person = Person {
        name: named.name,
        email: email.or(named.email),
        uri,
    };
    (person != Person::default()).then_some(person)
}

/// Name, address and mail of an `h-card`. One without any mark in it is a name, and leads where it
/// leads.
fn card(page: &Page, id: Id) -> (Option<String>, Option<String>, Option<String>) {
    let properties = page.properties(id);
    let marked = |classes: &[&str]| {
        let mut all = properties.iter().copied();
        all.find(|id| classes.iter().any(|class| page.has_class(*id, class)))
    };
    let has_words = properties
        .iter()
        .any(|id| page.tree.classes(*id).any(|class| class.starts_with("p-")));
    let home = marked(&["u-url"]);
    // A card of many words is not called by all of them.
    let implied = if has_words { home } else { Some(id) };
    let name = marked(&["p-name"]).or(implied).and_then(|id| page.line(id));
    let uri = home
        .and_then(|id| page.address(id))
        .or_else(|| page.implied_address(id));
    let mail = marked(&["u-email", "p-email"]).map(|id| page.written_address(id));
    let mail = mail.map(|mail| normalize::plain_title(mail.trim_start_matches("mailto:")));
    (name, uri, mail.filter(|mail| !mail.is_empty()))
}
