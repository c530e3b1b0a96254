//! A topic of a Discourse forum, `/t/ID.json`: its posts, twenty to a page, but for the first, which is what
//! the others talk about.

use crate::feed::dates;
use crate::feed::json::value::Value;
use crate::feed::normalize;
use crate::feed::talk::answer::Answer;
use crate::feed::talk::said::{Said, answered, author, html, page};
use crate::feed::talk::shape::{query, with_query};
use crate::model::comment::InReplyTo;
use crate::model::parsed::ParsedEntry;
use crate::model::talk::TalkPage;

/// Posts on a page, where the answer does not say.
const USUAL: u64 = 20;
/// A line the forum itself writes: "closed this topic".
const SMALL_ACTION: u64 = 3;

pub(super) fn read(answer: &Answer) -> Result<TalkPage, String> {
    let stream = answer.value.get("post_stream");
    let Some(Value::List(posts)) = stream.and_then(|stream| stream.get("posts")) else {
        return Err(answer.refusal("Discourse"));
    };
    let topic = Topic::of(answer, posts).ok_or_else(|| answer.refusal("Discourse"))?;
    let said = posts.iter().filter_map(|post| topic.said(post)).collect();
    let entries = answered(said, |number| topic.reference(number));
    let all = stream.map_or(&[][..], |stream| stream.several("stream"));
    let next = next(answer, posts, all);
    let whole = answer.is_sound() && !all.is_empty();
    Ok(page(answer.value.text("title"), entries, next, whole))
}

struct Topic<'a> {
    answer: &'a Answer<'a>,
    /// The path of the topic, up to where numbers of posts follow.
    path: String,
    id: u64,
}

impl<'a> Topic<'a> {
    fn of(answer: &'a Answer<'a>, posts: &[Value]) -> Option<Self> {
        let told = |own: &str, of_post: &str| {
            let own = answer.value.text(own);
            let of_post = || posts.iter().find_map(|post| post.text(of_post));
            own.or_else(of_post).map(str::to_owned)
        };
        let (folder, _) = answer.base.path().split_once("/t/")?;
        let id = told("id", "topic_id")?.parse().ok()?;
        let sound = |slug: &String| !slug.contains(['/', '?', '#', '.']);
        let slug = told("slug", "topic_slug").filter(sound);
        let slug = slug.as_deref().unwrap_or("-");
        Some(Self {
            answer,
            path: format!("{folder}/t/{slug}/{id}"),
            id,
        })
    }

    /// As the forum's own feeds have it.
    fn reference(&self, number: &str) -> InReplyTo {
        let host = self.answer.base.host_str().unwrap_or_default();
        let path = format!("{}/{number}", self.path);
        InReplyTo {
            id: Some(format!("{host}-post-{}-{number}", self.id)),
            href: normalize::address(&path, self.answer.base),
        }
    }

    fn said(&self, post: &Value) -> Option<Said> {
        let number = post.number("post_number").filter(|number| *number > 1)?;
        if post.number("post_type") == Some(SMALL_ACTION) {
            return None;
        }
        let own = self.reference(&number.to_string());
        let name = post.text("username");
        let home = name.and_then(|name| self.answer.base.join(&format!("/u/{name}")).ok());
        let published = dates::parse(post.text("created_at").unwrap_or_default());
        let updated = dates::parse(post.text("updated_at").unwrap_or_default());
        let parent = post.number("reply_to_post_number");
        Some(Said {
            id: number.to_string(),
            parent: parent
                .filter(|parent| *parent > 1 && *parent != number)
                .map(|parent| parent.to_string()),
            taken_back: post.is_true("user_deleted") || post.get("deleted_at").is_some(),
            entry: ParsedEntry {
                id: own.id,
                authors: author(post.text("name").or(name), home.map(String::from)),
                published,
                updated: updated.filter(|updated| Some(*updated) != published),
                content: post.text("cooked").and_then(html),
                base: own.href.clone(),
                link: own.href,
                ..ParsedEntry::default()
            },
        })
    }
}

/// The next page, where `all` names posts after the last one here.
fn next(answer: &Answer, posts: &[Value], all: &[Value]) -> Option<String> {
    let last = posts.last()?.number("id");
    let id = |value: &Value| value.plain().and_then(|id| id.parse::<u64>().ok());
    let at = all.iter().position(|one| last.is_some() && id(one) == last);
    let page: u64 = query(answer.base, "page")
        .and_then(|page| page.parse().ok())
        .unwrap_or(1);
    let chunk = answer.value.number("chunk_size").unwrap_or(USUAL).max(1);
    let seen = at.map_or_else(
        || page.saturating_mul(chunk),
        |at| u64::try_from(at + 1).unwrap_or(u64::MAX),
    );
    let is_last = u64::try_from(all.len()).is_ok_and(|all| seen >= all);
    let next = page.saturating_add(1).to_string();
    (!is_last).then(|| with_query(answer.base, &[("page", &next)]).into())
}
