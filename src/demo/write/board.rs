//! A story of a board of links with its whole talk, as `Lobsters` gives it to programs.

use crate::demo::address;
use crate::demo::post::{Comment, Shown};
use crate::demo::write::dates::rfc3339;
use crate::demo::write::escape::json;
use crate::demo::write::json::{array, object};
use crate::model::time::Time;

/// The story and its comments, each before those that answer it.
pub fn story(shown: &Shown) -> String {
    let post = &shown.post;
    let place = address::post(post);
    let mut comments = Vec::new();
    answers(shown, None, 0, &mut comments);
    let tags: Vec<String> = post.tags.iter().map(|tag| json(tag)).collect();
    let story = object(&[
        ("short_id", json(&address::story_code(&post.slug))),
        ("short_id_url", json(&address::post_id(post))),
        ("created_at", json(&moment(post.published))),
        ("title", json(&post.title)),
        ("url", json(post.link.as_deref().unwrap_or_default())),
        ("score", (shown.comments.len() + 3).to_string()),
        ("flags", "0".to_owned()),
        ("comment_count", shown.comments.len().to_string()),
        ("description", json(&post.html)),
        ("comments_url", json(&place)),
        ("submitter_user", json(&post.author)),
        ("tags", array(&tags)),
        ("comments", array(&comments)),
    ]);
    story + "\n"
}

/// Who answers `parent`, at `depth`. One that was thrown away keeps its place while it has answers.
fn answers(shown: &Shown, parent: Option<u64>, depth: usize, into: &mut Vec<String>) {
    let mut here: Vec<(&Comment, bool)> = Vec::new();
    here.extend(shown.comments.iter().map(|comment| (comment, false)));
    here.extend(shown.hidden.iter().map(|comment| (comment, true)));
    here.retain(|(comment, _)| comment.parent == parent);
    here.sort_by_key(|(comment, _)| (comment.written, comment.number));
    for (comment, is_deleted) in here {
        let at = into.len();
        answers(shown, Some(comment.number), depth + 1, into);
        if !is_deleted || into.len() > at {
            into.insert(at, told(shown, comment, is_deleted, depth));
        }
    }
}

fn told(shown: &Shown, comment: &Comment, is_deleted: bool, depth: usize) -> String {
    let post = &shown.post;
    let code = json(&address::comment_code(comment.number));
    let parent = comment
        .parent
        .map(|parent| json(&address::comment_code(parent)));
    let html = if is_deleted {
        "<p>Comment removed by author</p>"
    } else {
        &comment.html
    };
    object(&[
        ("short_id", code),
        (
            "short_id_url",
            json(&address::comment_id(post, comment.number)),
        ),
        ("created_at", json(&moment(comment.written))),
        ("last_edited_at", json(&moment(comment.touched))),
        ("is_deleted", is_deleted.to_string()),
        ("is_moderated", "false".to_owned()),
        ("score", "1".to_owned()),
        ("flags", "0".to_owned()),
        (
            "parent_comment",
            parent.unwrap_or_else(|| "null".to_owned()),
        ),
        ("comment", json(html)),
        ("url", json(&address::comment(post, comment.number))),
        ("depth", depth.to_string()),
        ("commenting_user", json(&comment.author)),
    ])
}

/// Boards tell the time with its thousandths, and not in UTC.
fn moment(at: Time) -> String {
    rfc3339(at).replace('Z', ".000+00:00")
}
