//! A story of Lobsters, or of another site that runs its program: `/s/ID.json`. Comments are a list in
//! the order of the tree; older releases say how far each is indented and not what it answers.

use crate::feed::json::value::Value;
use crate::feed::talk::MOST_COMMENTS;
use crate::feed::talk::answer::Answer;
use crate::feed::talk::said::{Said, answered, author, html, page, plain};
use crate::feed::{dates, normalize};
use crate::model::comment::InReplyTo;
use crate::model::parsed::ParsedEntry;
use crate::model::talk::TalkPage;

pub(super) fn read(answer: &Answer) -> Result<TalkPage, String> {
    let is_story = answer.value.text("short_id").is_some();
    let has_comments = answer.value.get("comments").is_some();
    if !is_story && !has_comments {
        return Err(answer.refusal("Lobsters"));
    }
    let comments = answer.value.several("comments");
    let states_parents = comments
        .iter()
        .any(|comment| comment.text("parent_comment").is_some());
    // The comments that the next one may be an answer to, by how far they are indented.
    let mut above: Vec<(u64, String)> = Vec::new();
    let mut said = Vec::new();
    for found in comments.iter().take(MOST_COMMENTS + 1) {
        let Some(mut comment) = comment(answer, found) else {
            continue;
        };
        if !states_parents {
            let indent = ["depth", "indent_level"]
                .iter()
                .find_map(|name| found.number(name))
                .unwrap_or_default();
            above.retain(|(level, _)| *level < indent);
            comment.parent = above.last().map(|(_, id)| id.clone());
            above.push((indent, comment.id.clone()));
        }
        said.push(comment);
    }
    let entries = answered(said, |id| {
        let address = normalize::address(&format!("/c/{id}"), answer.base);
        InReplyTo {
            id: address.clone(),
            href: address,
        }
    });
    let title = answer.value.text("title");
    Ok(page(title, entries, None, answer.is_sound()))
}

fn comment(answer: &Answer, found: &Value) -> Option<Said> {
    let id = found.text("short_id")?;
    let user = found.get("commenting_user");
    let name = user.and_then(|user| user.plain().or_else(|| user.text("username")));
    let home = name.and_then(|name| normalize::address(&format!("/~{name}"), answer.base));
    let own = answer
        .address(found, "short_id_url")
        .or_else(|| normalize::address(&format!("/c/{id}"), answer.base));
    let published = dates::parse(found.text("created_at").unwrap_or_default());
    let updated = ["last_edited_at", "updated_at"]
        .iter()
        .find_map(|name| dates::parse(found.text(name)?));
    let content = found.text("comment").and_then(html);
    Some(Said {
        id: id.to_owned(),
        parent: found.text("parent_comment").map(str::to_owned),
        taken_back: found.is_true("is_deleted") || found.is_true("is_moderated"),
        entry: ParsedEntry {
            link: answer.address(found, "url").or_else(|| own.clone()),
            base: own.clone(),
            id: own,
            authors: author(name, home),
            published,
            updated: updated.filter(|updated| Some(*updated) != published),
            content: content.or_else(|| found.text("comment_plain").and_then(plain)),
            ..ParsedEntry::default()
        },
    })
}
