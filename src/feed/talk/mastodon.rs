//! The answers to a post on Mastodon, `/api/v1/statuses/ID/context`, or on another server that speaks
//! as Mastodon does: a list of posts, each with the number of the one it answers.

use std::collections::HashMap;

use crate::feed::json::value::Value;
use crate::feed::talk::answer::Answer;
use crate::feed::talk::said::{Said, answered, author, html, page};
use crate::feed::xml::markup::escape;
use crate::feed::{dates, normalize};
use crate::model::comment::InReplyTo;
use crate::model::parsed::ParsedEntry;
use crate::model::talk::TalkPage;

/// A stranger is shown no more answers than this, and none deeper.
const MOST_SHOWN: usize = 60;
const DEEPEST_SHOWN: usize = 20;
/// Pictures that one post may have; few servers let it have more.
const MOST_MEDIA: usize = 16;

pub(super) fn read(answer: &Answer) -> Result<TalkPage, String> {
    if !matches!(&answer.value, Value::Map(pairs) if pairs.iter().any(|(name, _)| name == "descendants"))
    {
        return Err(answer.refusal("Mastodon"));
    }
    let mut parts = answer.base.path().rsplit('/');
    let post = parts.find(|part| !matches!(*part, "" | "context"));
    let posts = answer.value.several("descendants");
    let said: Vec<Said> = posts
        .iter()
        .filter_map(|found| comment(answer, found, post))
        .collect();
    let whole = answer.is_sound() && posts.len() < MOST_SHOWN && !is_cut(&said);
    let entries = answered(said, |id| InReplyTo {
        id: Some(id.to_owned()),
        href: None,
    });
    Ok(page(None, entries, None, whole))
}

fn comment(answer: &Answer, found: &Value, post: Option<&str>) -> Option<Said> {
    let id = found.text("id")?;
    let url = answer.address(found, "url");
    let uri = found.text("uri").map(str::to_owned);
    let account = found.get("account");
    let told = |name| account.and_then(|account| account.text(name));
    let home = account.and_then(|account| answer.address(account, "url"));
    let link = url.or_else(|| answer.address(found, "uri"));
    let answers = found.text("in_reply_to_id");
    Some(Said {
        id: id.to_owned(),
        parent: answers
            .filter(|answers| Some(*answers) != post)
            .map(str::to_owned),
        taken_back: false,
        entry: ParsedEntry {
            id: uri.or_else(|| link.clone()),
            authors: author(told("display_name").or_else(|| told("acct")), home),
            published: found.text("created_at").and_then(dates::parse),
            updated: found.text("edited_at").and_then(dates::parse),
            content: html(&content(answer, found)),
            base: link.clone(),
            link,
            ..ParsedEntry::default()
        },
    })
}

/// The text, the warning before it, and what was put beside it.
fn content(answer: &Answer, found: &Value) -> String {
    let warning = found.text("spoiler_text");
    let mut html = warning.map_or_else(String::new, |warning| {
        format!("<p><strong>{}</strong></p>", escape(warning))
    });
    html.push_str(found.text("content").unwrap_or_default());
    for media in found.several("media_attachments").iter().take(MOST_MEDIA) {
        let url = media.text("url").or_else(|| media.text("remote_url"));
        let Some(url) = url.and_then(|url| normalize::address(url, answer.base)) else {
            continue;
        };
        let (url, kind) = (escape(&url), media.text("type").unwrap_or_default());
        let described = media.text("description").map(escape);
        if kind == "image" {
            let described = described.unwrap_or_default();
            html.extend(["<p><img src=\"", &url, "\" alt=\"", &described, "\"></p>"]);
        } else {
            let words = described.unwrap_or_else(|| escape(kind));
            let words = if words.is_empty() { &url } else { &words };
            html.extend(["<p><a href=\"", &url, "\">", words, "</a></p>"]);
        }
    }
    html
}

/// Whether answers go on below the deepest one a stranger is shown.
fn is_cut(said: &[Said]) -> bool {
    let parents: HashMap<&str, &str> = said
        .iter()
        .filter_map(|one| Some((one.id.as_str(), one.parent.as_deref()?)))
        .collect();
    said.iter().any(|one| {
        let above = |id: &&str| parents.get(id).copied();
        let line = std::iter::successors(Some(one.id.as_str()), above);
        line.take(DEEPEST_SHOWN).count() == DEEPEST_SHOWN
    })
}
