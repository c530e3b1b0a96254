//! What `WordPress` gives to programs: the comments under a post, a page of them at a time, and a post.

use crate::demo::address;
use crate::demo::post::{Comment, Post, Shown};
use crate::demo::write::dates::without_zone;
use crate::demo::write::escape::json;
use crate::demo::write::json::{array, object};
use url::form_urlencoded;

/// The most comments on one page.
const MOST: usize = 100;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// The number of the post.
    pub post: u64,
    /// Counted from one.
    pub page: usize,
    pub per_page: usize,
    pub oldest_first: bool,
    /// The members wanted; all of them where this is empty.
    fields: Vec<String>,
}

/// One page of the comments under a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub written: String,
    /// How many comments there are on all pages, and how many pages.
    pub total: usize,
    pub pages: usize,
    /// Where the page after this is.
    pub next: Option<String>,
}

/// Reads a query; what is wrong with it, as `WordPress` words it, where something is.
pub fn wish(query: &str) -> Result<Wish, &'static str> {
    let mut wish = Wish {
        post: 0,
        page: 1,
        per_page: 10,
        oldest_first: false,
        fields: Vec::new(),
    };
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match &*name {
            "post" => wish.post = value.parse().map_err(|_| "post")?,
            "page" => wish.page = positive(&value).ok_or("page")?,
            "per_page" => {
                let per_page = positive(&value).filter(|per_page| *per_page <= MOST);
                wish.per_page = per_page.ok_or("per_page")?;
            }
            "order" => match &*value {
                "asc" => wish.oldest_first = true,
                "desc" => wish.oldest_first = false,
                _ => return Err("order"),
            },
            "_fields" => wish.fields = value.split(',').map(str::to_owned).collect(),
            _ => {}
        }
    }
    Ok(wish)
}

fn positive(number: &str) -> Option<usize> {
    number.parse().ok().filter(|number| *number > 0)
}

/// The answer to a query that is not in order.
pub fn refusal(parameter: &str) -> String {
    object(&[
        ("code", json("rest_invalid_param")),
        (
            "message",
            json(&format!("Invalid parameter(s): {parameter}")),
        ),
        ("data", object(&[("status", "400".to_owned())])),
    ])
}

/// The comments people wrote, as many as were asked for. Pings are told to nobody without a login.
pub fn comments(shown: &Shown, wish: &Wish) -> Part {
    let people = shown.comments.iter().filter(|comment| !comment.ping);
    let mut people: Vec<&Comment> = people.collect();
    if !wish.oldest_first {
        people.reverse();
    }
    let (total, pages) = (people.len(), people.len().div_ceil(wish.per_page));
    let first = (wish.page - 1).saturating_mul(wish.per_page);
    let here = people.iter().skip(first).take(wish.per_page);
    let here: Vec<String> = here.map(|comment| told(shown, comment, wish)).collect();
    Part {
        written: array(&here),
        total,
        pages,
        next: (wish.page < pages).then(|| address_of(&shown.post, wish)),
    }
}

/// The page after the one that was asked for.
fn address_of(post: &Post, wish: &Wish) -> String {
    let order = if wish.oldest_first { "asc" } else { "desc" };
    let mut query = form_urlencoded::Serializer::new(String::new());
    query
        .append_pair("post", &wish.post.to_string())
        .append_pair("per_page", &wish.per_page.to_string())
        .append_pair("page", &(wish.page + 1).to_string())
        .append_pair("order", order);
    if !wish.fields.is_empty() {
        query.append_pair("_fields", &wish.fields.join(","));
    }
    let place = address::for_programs(post.blog);
    format!("{place}wp/v2/comments?{}", query.finish())
}

fn told(shown: &Shown, comment: &Comment, wish: &Wish) -> String {
    let post = &shown.post;
    let number = |number: u64| number.to_string();
    let mut members = vec![
        ("id", number(comment.number)),
        ("post", number(post.number)),
        ("parent", number(comment.parent.unwrap_or(0))),
        ("author", number(0)),
        ("author_name", json(&comment.author)),
        (
            "author_url",
            json(comment.url.as_deref().unwrap_or_default()),
        ),
        ("date", json(&without_zone(comment.written))),
        ("date_gmt", json(&without_zone(comment.written))),
        (
            "content",
            object(&[("rendered", json(&format!("{}\n", comment.html)))]),
        ),
        ("link", json(&address::comment(post, comment.number))),
        ("status", json("approved")),
        ("type", json("comment")),
    ];
    let wanted = |name: &str| {
        let mut fields = wish.fields.iter();
        wish.fields.is_empty() || fields.any(|field| field.split('.').next() == Some(name))
    };
    members.retain(|(name, _)| wanted(name));
    object(&members)
}

/// A post, as far as a program needs it to know it again.
pub fn post(post: &Post) -> String {
    object(&[
        ("id", post.number.to_string()),
        ("date_gmt", json(&without_zone(post.published))),
        (
            "guid",
            object(&[("rendered", json(&address::post_id(post)))]),
        ),
        ("slug", json(&post.slug)),
        ("link", json(&address::post(post))),
        ("title", object(&[("rendered", json(&post.title))])),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read_with_the_defaults_of_wordpress() {
        let wish = |query| wish(query);
        let plain = wish("post=4").unwrap();
        assert_eq!((plain.post, plain.page, plain.per_page), (4, 1, 10));
        assert!(!plain.oldest_first && plain.fields.is_empty());
        let all = wish("post=4&per_page=100&page=2&order=asc&_fields=id%2Cparent,link").unwrap();
        assert_eq!((all.page, all.per_page, all.oldest_first), (2, 100, true));
        assert_eq!(all.fields, ["id", "parent", "link"]);
        for (query, wrong) in [
            ("post=x", "post"),
            ("per_page=101", "per_page"),
            ("per_page=0", "per_page"),
            ("page=0", "page"),
            ("order=up", "order"),
        ] {
            assert_eq!(wish(query), Err(wrong));
        }
    }
}
