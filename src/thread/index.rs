//! Which comment of this conversation an id or address names.
//!
//! Held back and binned comments are named by their answers although no feed brings them, so the
//! answer is not only "this one" or "none": a comment of this very page that is not held has a name
//! too, the same one it will have once it arrives.

use crate::model::address::{Key, Keys, Place};
use crate::model::comment::Comment;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// A comment with its addresses read.
#[derive(Debug)]
pub(super) struct Keyed<'a> {
    pub(super) comment: &'a Arc<Comment>,
    id: Key,
    link: Option<Key>,
}

impl<'a> Keyed<'a> {
    pub(super) fn all(comments: &'a [Arc<Comment>]) -> Vec<Self> {
        let mut keys = Keys::default();
        let keyed = comments.iter().map(|comment| {
            let id = keys.read(&comment.key);
            let link = comment.link.as_deref().map(|link| {
                if link == comment.key {
                    id.clone()
                } else {
                    keys.read(link)
                }
            });
            Self { comment, id, link }
        });
        keyed.collect()
    }

    fn places(&self) -> impl Iterator<Item = &Place> {
        let link = self.link.iter().filter_map(|link| link.place.as_ref());
        self.id.place.iter().chain(link)
    }

    /// The number the page gives the comment, where it is one.
    pub(super) fn number(&self) -> Option<u64> {
        self.places().next()?.number.parse().ok()
    }
}

/// What a reference names.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// The entry the conversation is about.
    Entry,
    /// A comment, by its place in the list the index was made from.
    Comment(usize),
    /// A comment of this conversation that is not held, by the name its node will have.
    Missing(String),
    /// Something not known to belong here.
    Elsewhere(Key),
}

/// The names of a conversation; it borrows what the comments are called by.
#[derive(Debug, Default)]
pub(super) struct Index<'k> {
    entry: HashSet<String>,
    /// Every path this conversation's page is known by.
    pages: HashSet<Cow<'k, str>>,
    by_whole: HashMap<&'k str, usize>,
    by_number: HashMap<&'k str, usize>,
    /// Ids and addresses as comments give them: most answers name what they answer just so.
    read: HashMap<&'k str, &'k Key>,
}

impl<'k> Index<'k> {
    /// `comments` in their final order: where two claim one name, the earlier has it.
    pub(super) fn new(entry_keys: &[String], comments: &'k [Keyed<'k>]) -> Self {
        let mut index = Self::default();
        for key in entry_keys.iter().map(|raw| Key::read(raw)) {
            index.pages.extend(key.path.map(Cow::Owned));
            index.entry.insert(key.whole);
        }
        let pages = comments.iter().flat_map(Keyed::places);
        let pages = pages.filter_map(|place| place.page.as_deref());
        index.pages.extend(pages.map(Cow::Borrowed));
        for (at, keyed) in comments.iter().enumerate() {
            index.claim(&keyed.id, at);
            index.read.insert(keyed.comment.key.as_str(), &keyed.id);
        }
        let shared = shared_links(comments);
        for (at, keyed) in comments.iter().enumerate() {
            let Some(link) = &keyed.link else { continue };
            let raw = keyed.comment.link.as_deref().unwrap_or_default();
            index.read.insert(raw, link);
            if !shared.contains(link.whole.as_str()) {
                index.claim(link, at);
            } else if link.place.is_none() {
                index.pages.extend(link.path.as_deref().map(Cow::Borrowed));
            }
        }
        index
    }

    fn claim(&mut self, key: &'k Key, at: usize) {
        self.by_whole.entry(&key.whole).or_insert(at);
        if let Some(place) = &key.place {
            self.by_number.entry(&place.number).or_insert(at);
        }
    }

    pub(super) fn name(&self, reference: &str) -> Named {
        let key = match self.read.get(reference) {
            Some(key) => Cow::Borrowed(*key),
            None => Cow::Owned(Key::read(reference)),
        };
        if self.entry.contains(&key.whole) {
            return Named::Entry;
        }
        if let Some(&at) = self.by_whole.get(key.whole.as_str()) {
            return Named::Comment(at);
        }
        let is_here =
            |page: &Option<String>| page.as_deref().is_some_and(|p| self.pages.contains(p));
        match &key.place {
            Some(place) if place.page.is_none() || is_here(&place.page) => {
                match self.by_number.get(place.number.as_str()) {
                    Some(&at) => Named::Comment(at),
                    None => Named::Missing(node_key(&place.number)),
                }
            }
            None if is_here(&key.path) => Named::Entry,
            _ => Named::Elsewhere(key.into_owned()),
        }
    }

    /// Whether comments here are numbered parts of a page, so that an address without a number is the page.
    pub(super) fn is_numbered(&self) -> bool {
        !self.by_number.is_empty()
    }

    /// The name of a comment's node. It comes from the number where there is one, as an answer that
    /// came before the comment knows no more of it.
    pub(super) fn key_of(&self, keyed: &Keyed, at: usize) -> String {
        keyed
            .places()
            .find(|place| self.by_number.get(place.number.as_str()) == Some(&at))
            .map_or_else(|| keyed.id.whole.clone(), |place| node_key(&place.number))
    }
}

fn node_key(number: &str) -> String {
    format!("#{number}")
}

/// Links that several comments give as their own: they name the page, or a whole thread of it.
fn shared_links<'a>(comments: &'a [Keyed]) -> HashSet<&'a str> {
    let mut seen = HashSet::new();
    comments
        .iter()
        .filter_map(|keyed| keyed.link.as_ref())
        .map(|link| link.whole.as_str())
        .filter(|link| !seen.insert(*link))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::sample::comment;

    const ENTRY: [&str; 2] = ["http://blog.example/?p=4", "http://blog.example/kettle/"];

    fn numbered() -> Vec<Comment> {
        vec![comment(7), comment(9)]
    }

    fn linked(links: &[&str]) -> Vec<Comment> {
        (1..)
            .zip(links)
            .map(|(n, link)| Comment {
                key: format!("id-{n}"),
                link: Some((*link).to_owned()),
                ..comment(n)
            })
            .collect()
    }

    fn check(comments: &[Comment], reference: &str, expect: &Named) {
        let comments: Vec<Arc<Comment>> = comments.iter().cloned().map(Arc::new).collect();
        let keyed = Keyed::all(&comments);
        let index = Index::new(&ENTRY.map(str::to_owned), &keyed);
        assert_eq!(index.name(reference), *expect, "{reference}");
    }

    #[test]
    fn a_comment_is_found_by_every_name_it_has() {
        for reference in [
            "http://blog.example/?p=4#comment-9",
            "https://blog.example/kettle/#comment-9",
            "https://moved.example/kettle/comment-page-2/#comment-9",
            "#comment-9",
            "https://www.blogger.com/feeds/1/2/comments/default/9",
        ] {
            check(&numbered(), reference, &Named::Comment(1));
        }
    }

    #[test]
    fn the_entry_is_known_under_any_of_its_addresses() {
        for reference in [
            "http://blog.example/?p=4",
            "https://www.blog.example/kettle",
            "https://moved.example/kettle/",
            "https://blog.example/kettle/#comments",
        ] {
            check(&numbered(), reference, &Named::Entry);
        }
    }

    #[test]
    fn a_comment_of_this_page_that_is_not_held_has_its_name_already() {
        let missing = Named::Missing("#8".to_owned());
        check(&numbered(), "http://blog.example/?p=4#comment-8", &missing);
        check(
            &numbered(),
            "https://blog.example/kettle/#comment-8",
            &missing,
        );
        check(&[], "https://blog.example/kettle/#comment-8", &missing);
    }

    #[test]
    fn an_entry_known_by_other_addresses_is_found_through_its_comments() {
        let links = [
            "http://blog.example/archive/kettle#c7",
            "http://blog.example/archive/kettle#c8",
        ];
        let comments = linked(&links);
        check(&comments, "/archive/kettle/", &Named::Entry);
        check(&comments, "/archive/kettle#c8", &Named::Comment(1));
        let missing = Named::Missing("#9".to_owned());
        check(
            &comments,
            "https://moved.example/archive/kettle#c9",
            &missing,
        );
    }

    #[test]
    fn a_comment_on_another_page_is_not_one_of_these() {
        for reference in ["https://blog.example/lid/#comment-9", "urn:uuid:9", ""] {
            let expect = Named::Elsewhere(Key::read(reference));
            check(&numbered(), reference, &expect);
        }
    }

    #[test]
    fn ids_that_are_no_addresses_compare_as_they_stand() {
        let comments = linked(&["https://list.example/a", "https://list.example/b"]);
        check(&comments, "id-2", &Named::Comment(1));
        check(&comments, "http://list.example/b/", &Named::Comment(1));
        let unknown = Named::Elsewhere(Key::read("ID-2"));
        check(&comments, "ID-2", &unknown);
    }

    #[test]
    fn a_link_given_by_several_comments_names_none_of_them() {
        let shared = "https://video.example/w/1;threadId=3";
        check(&linked(&[shared, shared]), shared, &Named::Entry);
        check(&linked(&[ENTRY[1], "x"]), ENTRY[1], &Named::Entry);
    }
}
