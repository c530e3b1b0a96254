//! Comments as the interface gives them that `WordPress` has for programs (REST, `wp/v2/comments`): all of
//! them, with their parents. Mentions from other sites are never among them.

use url::Url;

use crate::feed::dates;
use crate::feed::discover::header;
use crate::feed::json::value::Value;
use crate::feed::talk::MOST_COMMENTS;
use crate::feed::talk::answer::Answer;
use crate::feed::talk::said::{author, html, page};
use crate::feed::talk::shape::{query, with_query};
use crate::model::comment::InReplyTo;
use crate::model::parsed::ParsedEntry;
use crate::model::talk::TalkPage;

/// Comments on a page of an answer where nobody asked for more.
const USUAL: u64 = 10;

pub(super) fn read(answer: &Answer) -> Result<TalkPage, String> {
    let Value::List(comments) = &answer.value else {
        return Err(answer.refusal("WordPress"));
    };
    let asked = query(answer.base, "post").or_else(|| query(answer.base, "post[0]"));
    let asked = asked.and_then(|post| post.parse().ok());
    let home = home(answer.base);
    let read = comments.iter().take(MOST_COMMENTS + 1).filter_map(|found| {
        let post = found.number("post").or(asked);
        comment(answer, found, home.as_deref().zip(post))
    });
    let entries: Vec<ParsedEntry> = read.collect();
    if entries.is_empty() && !comments.is_empty() {
        return Err(answer.refusal("WordPress"));
    }
    let next = next(answer, comments.len());
    Ok(page(None, entries, next, answer.is_sound()))
}

/// The comment, called by the id that the feeds of the same blog give it, where it can be told: that of
/// the post with the comment's number behind it.
fn comment(answer: &Answer, found: &Value, post: Option<(&str, u64)>) -> Option<ParsedEntry> {
    let number = found.number("id")?;
    let link = answer.address(found, "link");
    let id = |number| post.map(|(home, post)| format!("{home}?p={post}#comment-{number}"));
    let content = found.get("content");
    let content = content.and_then(|content| content.text("rendered").or(content.plain()));
    let parent = found.number("parent").filter(|parent| *parent > 0);
    let in_reply_to = parent.map(|parent| InReplyTo {
        id: id(parent),
        href: link.as_deref().and_then(|link| of_number(link, parent)),
    });
    Some(ParsedEntry {
        id: id(number),
        authors: author(
            found.text("author_name"),
            answer.address(found, "author_url"),
        ),
        published: ["date_gmt", "date"]
            .iter()
            .find_map(|name| dates::parse(found.text(name)?)),
        content: content.and_then(html),
        base: link.clone(),
        in_reply_to: in_reply_to.into_iter().collect(),
        link,
        ..ParsedEntry::default()
    })
}

/// The address another comment has on the same page.
fn of_number(link: &str, number: u64) -> Option<String> {
    let mut url = Url::parse(link).ok()?;
    url.set_fragment(Some(&format!("comment-{number}")));
    Some(url.into())
}

/// Where the blog is at home whose interface this is; nothing where another host speaks for it.
fn home(base: &Url) -> Option<String> {
    let path = base.path();
    let before = path.split_once("wp-json/").map(|(before, _)| before);
    let plain = || query(base, "rest_route").map(|_| path);
    let before = before.or_else(plain)?;
    let folder = before.strip_suffix("index.php/").unwrap_or(before);
    let folder = folder.strip_suffix("index.php").unwrap_or(folder);
    let mut home = base.clone();
    home.set_path(folder);
    home.set_query(None);
    home.set_fragment(None);
    Some(home.into())
}

/// The next page: the one the server names; where it names none at all, the one after a full one. It is
/// asked for at the address this one came from: asked by its route, a server names the other address of
/// its interface, which may be shut.
fn next(answer: &Answer, held: usize) -> Option<String> {
    let number = |url: &Url, name| query(url, name).and_then(|value| value.parse().ok());
    let page: u64 = number(answer.base, "page").unwrap_or(1);
    let full: u64 = number(answer.base, "per_page").unwrap_or(USUAL).max(1);
    let mut is_last = u64::try_from(held).is_ok_and(|held| held < full);
    let mut next = page.saturating_add(1);
    for link in header::links(answer.links) {
        match link.get("rel") {
            Some("prev") => is_last = true,
            Some("next") => {
                let url = answer.base.join(link.target).ok();
                let named = url.and_then(|url| number(&url, "page"));
                next = named.unwrap_or(next);
                is_last = false;
                break;
            }
            _ => {}
        }
    }
    let next = next.to_string();
    (!is_last).then(|| with_query(answer.base, &[("page", &next)]).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_home_of_a_blog_is_what_stands_before_its_interface() {
        let check = |base, expect: &str| {
            let found = home(&Url::parse(base).unwrap());
            assert_eq!(found.unwrap_or_default(), expect, "{base}");
        };
        check(
            "https://a.example/wp-json/wp/v2/comments?post=4",
            "https://a.example/",
        );
        check(
            "https://a.example/b/wp-json/wp/v2/comments",
            "https://a.example/b/",
        );
        check(
            "https://a.example/index.php/wp-json/wp/v2/comments",
            "https://a.example/",
        );
        check(
            "https://a.example/b/?rest_route=/wp/v2/comments&post=4",
            "https://a.example/b/",
        );
        check(
            "https://a.example/b/index.php?rest_route=/wp/v2/comments",
            "https://a.example/b/",
        );
        check(
            "https://api.example/wp/v2/sites/a.example/comments?post=4",
            "",
        );
    }
}
