//! A talk on Hacker News as Algolia's public interface gives it: one tree of items, each within the one it
//! answers. A comment that was taken back is there without author and text, and those who answered it
//! still stand below it.

use url::Url;

use crate::feed::dates;
use crate::feed::json::value::Value;
use crate::feed::talk::MOST_COMMENTS;
use crate::feed::talk::answer::Answer;
use crate::feed::talk::said::{Said, answered, author, html, page};
use crate::model::comment::InReplyTo;
use crate::model::parsed::ParsedEntry;
use crate::model::talk::TalkPage;

/// Where everything is at home.
const HOME: &str = "https://news.ycombinator.com/";

pub(super) fn read(mut answer: Answer) -> Result<TalkPage, String> {
    let Some(root) = answer.value.number("id") else {
        return Err(answer.refusal("Hacker News"));
    };
    let mut top = std::mem::replace(&mut answer.value, Value::Nothing);
    let title = top.text("title").map(str::to_owned);
    let mut waiting = answer.depths.list(&mut top, "children");
    // Each with what it answers; nothing where that is what the talk is about.
    let mut waiting: Vec<(Value, Option<u64>)> =
        waiting.drain(..).rev().map(|item| (item, None)).collect();
    let mut said = Vec::new();
    while let Some((item, parent)) = waiting.pop() {
        let mut item = answer.depths.open(item);
        let Some(id) = item.number("id").filter(|id| *id != root) else {
            continue;
        };
        said.push(comment(&item, id, parent));
        if said.len() > MOST_COMMENTS {
            break;
        }
        let children = answer.depths.list(&mut item, "children");
        waiting.extend(children.into_iter().rev().map(|child| (child, Some(id))));
    }
    let entries = answered(said, |id| InReplyTo {
        id: Some(address(id)),
        href: Some(address(id)),
    });
    Ok(page(title.as_deref(), entries, None, answer.is_sound()))
}

fn comment(item: &Value, id: u64, parent: Option<u64>) -> Said {
    let name = item.text("author");
    let text = item.text("text");
    let home = name.and_then(|name| {
        let mut url = Url::parse(HOME).ok()?.join("user").ok()?;
        url.query_pairs_mut().append_pair("id", name);
        Some(url.into())
    });
    let link = address(&id.to_string());
    Said {
        id: id.to_string(),
        parent: parent.map(|parent| parent.to_string()),
        taken_back: text.is_none(),
        entry: ParsedEntry {
            id: Some(link.clone()),
            authors: author(name, home),
            published: ["created_at_i", "created_at"]
                .iter()
                .find_map(|name| dates::parse(item.text(name)?)),
            content: text.and_then(html),
            base: Some(link.clone()),
            link: Some(link),
            ..ParsedEntry::default()
        },
    }
}

fn address(id: &str) -> String {
    format!("{HOME}item?id={id}")
}
