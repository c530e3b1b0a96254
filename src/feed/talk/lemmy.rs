//! Comments under a post of Lemmy, `/api/v3/comment/list`: a list, each with the path down to it
//! (`0.1.5`), its text in Markdown.

use crate::feed::json::value::Value;
use crate::feed::talk::MOST_COMMENTS;
use crate::feed::talk::answer::Answer;
use crate::feed::talk::said::{Said, answered, author, html, page};
use crate::feed::talk::shape::{query, with_query};
use crate::feed::{dates, normalize};
use crate::model::comment::InReplyTo;
use crate::model::parsed::ParsedEntry;
use crate::model::talk::TalkPage;
use crate::text::commonmark;

/// Comments on a page of an answer where nobody asked for more.
const USUAL: u64 = 10;

pub(super) fn read(answer: &Answer) -> Result<TalkPage, String> {
    if !matches!(&answer.value, Value::Map(pairs) if pairs.iter().any(|(name, _)| name == "comments"))
    {
        return Err(answer.refusal("Lemmy"));
    }
    let views = answer.value.several("comments");
    let said = views
        .iter()
        .take(MOST_COMMENTS + 1)
        .filter_map(|view| comment(answer, view))
        .collect();
    let entries = answered(said, |id| {
        let address = local(answer, id);
        InReplyTo {
            id: address.clone(),
            href: address,
        }
    });
    let post = views.first().and_then(|view| view.get("post"));
    let title = post.and_then(|post| post.text("name"));
    let next = next(answer, views.len());
    Ok(page(title, entries, next, answer.is_sound()))
}

/// The address a comment has on the server that was asked; it is its id, too, where it was written there.
fn local(answer: &Answer, id: &str) -> Option<String> {
    normalize::address(&format!("/comment/{id}"), answer.base)
}

fn comment(answer: &Answer, view: &Value) -> Option<Said> {
    let comment = view.get("comment")?;
    let id = comment.text("id")?;
    let own = answer
        .address(comment, "ap_id")
        .or_else(|| local(answer, id));
    let creator = view.get("creator");
    let told = |name| creator.and_then(|creator| creator.text(name));
    let home = creator.and_then(|creator| answer.address(creator, "actor_id"));
    let path = comment.text("path").unwrap_or_default();
    let above = path.rsplit('.').nth(1);
    let text = comment.text("content").map(commonmark::html);
    Some(Said {
        id: id.to_owned(),
        parent: above.filter(|id| *id != "0").map(str::to_owned),
        taken_back: comment.is_true("deleted") || comment.is_true("removed"),
        entry: ParsedEntry {
            authors: author(told("display_name").or_else(|| told("name")), home),
            published: comment.text("published").and_then(dates::parse),
            updated: comment.text("updated").and_then(dates::parse),
            content: text.as_deref().and_then(html),
            base: own.clone(),
            link: own.clone(),
            id: own,
            ..ParsedEntry::default()
        },
    })
}

/// Another page may follow a full one.
fn next(answer: &Answer, held: usize) -> Option<String> {
    let number = |name| query(answer.base, name).and_then(|value| value.parse().ok());
    let full: u64 = number("limit").unwrap_or(USUAL).max(1);
    let page: u64 = number("page").unwrap_or(1);
    let next = page.saturating_add(1).to_string();
    let is_full = u64::try_from(held).is_ok_and(|held| held >= full);
    is_full.then(|| with_query(answer.base, &[("page", &next)]).into())
}
