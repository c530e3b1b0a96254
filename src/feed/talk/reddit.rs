//! A talk on Reddit, `/r/NAME/comments/ID/.json`: two listings, the post and its comments, each comment with
//! a listing of those that answer it. What is left away for length is named, and so the talk is not whole.

use crate::feed::json::value::Value;
use crate::feed::talk::MOST_COMMENTS;
use crate::feed::talk::answer::Answer;
use crate::feed::talk::said::{Said, answered, author, html, page};
use crate::feed::xml::markup;
use crate::feed::{dates, normalize};
use crate::model::comment::InReplyTo;
use crate::model::parsed::ParsedEntry;
use crate::model::talk::TalkPage;
use crate::text::commonmark;

/// What stands where a comment or a name was.
const GONE: [&str; 3] = ["[deleted]", "[removed]", "[ Removed by Reddit ]"];

pub(super) fn read(mut answer: Answer) -> Result<TalkPage, String> {
    let is_talk = match &answer.value {
        Value::List(listings) => listings.len() == 2 && listings.iter().all(is_listing),
        _ => false,
    };
    if !is_talk {
        return Err(answer.refusal("Reddit"));
    }
    let Value::List(mut listings) = std::mem::replace(&mut answer.value, Value::Nothing) else {
        return Err(answer.refusal("Reddit"));
    };
    let title = title(&listings[0]).map(str::to_owned);
    let mut waiting = children(&mut answer, &mut listings[1]);
    let mut whole = true;
    let mut said = Vec::new();
    while let Some(thing) = waiting.pop() {
        let mut thing = answer.depths.open(thing);
        if thing.text("kind") == Some("more") {
            whole = false;
            continue;
        }
        let mut data = answer.depths.take(&mut thing, "data");
        let Some(comment) = comment(&answer, &data) else {
            continue;
        };
        said.push(comment);
        if said.len() > MOST_COMMENTS {
            break;
        }
        let mut replies = answer.depths.take(&mut data, "replies");
        waiting.append(&mut children(&mut answer, &mut replies));
    }
    let entries = answered(said, |name| InReplyTo {
        id: Some(name.to_owned()),
        href: None,
    });
    let whole = whole && answer.is_sound();
    Ok(page(title.as_deref(), entries, None, whole))
}

fn is_listing(value: &Value) -> bool {
    value
        .get("data")
        .is_some_and(|data| matches!(data, Value::Map(_)))
}

fn title<'v>(listing: &'v Value) -> Option<&'v str> {
    let post = listing.get("data")?.several("children").first()?;
    post.get("data")?.text("title")
}

/// What a listing holds, the first thing last.
fn children<'a>(answer: &mut Answer<'a>, listing: &mut Value<'a>) -> Vec<Value<'a>> {
    let mut data = answer.depths.take(listing, "data");
    let mut children = answer.depths.list(&mut data, "children");
    children.reverse();
    children
}

fn comment(answer: &Answer, data: &Value) -> Option<Said> {
    let id = data.text("id");
    let name = data.text("name").map(str::to_owned);
    let name = name.or_else(|| id.map(|id| format!("t1_{id}")))?;
    let user = data.text("author").filter(|name| !GONE.contains(name));
    let home = user.and_then(|user| normalize::address(&format!("/user/{user}"), answer.base));
    let text = data.text("body").map(str::trim);
    let link = answer.address(data, "permalink");
    let published = ["created_utc", "created"]
        .iter()
        .find_map(|name| dates::parse(data.text(name)?));
    let marked_up = data.text("body_html").map(|written| {
        let packed = !written.contains('<') && written.contains("&lt;");
        if packed {
            markup::unescape(written)
        } else {
            written.to_owned()
        }
    });
    let content = marked_up.or_else(|| text.map(commonmark::html));
    let parent = data.text("parent_id");
    Some(Said {
        parent: parent
            .filter(|parent| parent.starts_with("t1_"))
            .map(str::to_owned),
        taken_back: text.is_some_and(|text| GONE.contains(&text)),
        entry: ParsedEntry {
            id: Some(name.clone()),
            authors: author(user, home),
            published,
            // It is false where nobody edited it.
            updated: data.text("edited").and_then(dates::parse),
            content: content.as_deref().and_then(html),
            base: link.clone(),
            link,
            ..ParsedEntry::default()
        },
        id: name,
    })
}
