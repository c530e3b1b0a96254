//! Comments in the markup of the page people comment on, where nothing else has them: `WordPress`'s
//! numbered elements, microformats, schema.org in its two forms. Who stands within a comment answers it.
//!
//! Pages mark the same comments in several ways; the one that marks most of them is read.

mod json_ld;
mod microdata;
mod microformats;
mod numbered;

use url::Url;

use crate::feed::hfeed::page::Page;
use crate::feed::talk::MOST_COMMENTS;
use crate::feed::talk::said::{Said, answered, page};
use crate::model::comment::InReplyTo;
use crate::model::talk::TalkPage;
use crate::text::html::{self, Id};

pub(super) fn read(text: &str, address: &Url) -> Result<TalkPage, String> {
    let tree = html::tree(text);
    let marked = Page::new(&tree, address);
    let mut here = address.clone();
    here.set_fragment(None);
    let here = here.as_str();
    let mut said: Vec<Said> = Vec::new();
    for read in [
        numbered::read,
        microformats::read,
        json_ld::read,
        microdata::read,
    ] {
        let found = read(&marked, text, here);
        if standing(&found) > standing(&said) {
            said = found;
        }
    }
    if standing(&said) == 0 {
        return Err("no comments are marked up on the page".to_owned());
    }
    let title = tree.find(Id::ROOT, "title");
    let title = title.and_then(|title| marked.line(title));
    let entries = answered(said, |_| InReplyTo::default());
    // Pages leave comments to other pages, and to scripts.
    Ok(page(title.as_deref(), entries, None, false))
}

fn standing(said: &[Said]) -> usize {
    said.iter().filter(|one| !one.taken_back).count()
}

/// The elements that are comments, each with the nearest one of them around it.
fn nested(page: &Page, is_comment: impl Fn(Id) -> bool) -> Vec<(Id, Option<usize>)> {
    let mut found: Vec<(Id, Option<usize>)> = Vec::new();
    // Those that may still be around the next one.
    let mut around: Vec<usize> = Vec::new();
    for id in page.tree.descendants(Id::ROOT) {
        if !is_comment(id) {
            continue;
        }
        while let Some(&last) = around.last()
            && !is_within(page, id, found[last].0)
        {
            around.pop();
        }
        found.push((id, around.last().copied()));
        around.push(found.len() - 1);
        if found.len() > MOST_COMMENTS {
            break;
        }
    }
    found
}

fn is_within(page: &Page, id: Id, outer: Id) -> bool {
    std::iter::successors(page.tree.parent(id), |up| page.tree.parent(*up)).any(|up| up == outer)
}
