//! Where a `WordPress` gives all comments of a post: the number of the post, and where the interface is.

use url::Url;

use crate::feed::talk::shape::{
    bare_host, is_number, parts, query, same_host, with_path, with_query,
};
use crate::feed::talk::ways::clues::Clues;
use crate::feed::talk::ways::{Leads, web};
use crate::model::talk::{Post, Reader};

/// What is needed of a comment; the rest is pictures of faces and links to itself.
const FIELDS: &str = "id,post,parent,author_name,author_url,date_gmt,content,link,type";

/// The ways that are known from the feeds of a blog.
pub(super) fn known(post: &Post, leads: &mut Leads) {
    let Some(number) = number(post).filter(|_| runs_wordpress(post)) else {
        return;
    };
    let Some(home) = home(post) else {
        return;
    };
    let pretty = |path: &str| home.join(path).ok();
    let plain = with_query(&home, &[("rest_route", "/")]);
    let addresses = [&post.link, &post.comment_feed, &post.adopted];
    let addresses: Vec<Url> = addresses
        .into_iter()
        .flatten()
        .filter_map(|url| web(url))
        .collect();
    let has_index = addresses
        .iter()
        .any(|url| parts(url).contains(&"index.php"));
    let is_plain = addresses.iter().any(|url| number_in(url).is_some());
    let first = match (is_plain, has_index) {
        (true, _) => None,
        (false, true) => pretty("index.php/wp-json/"),
        (false, false) => pretty("wp-json/"),
    };
    // Where the first is shut, the other often is not.
    for root in first.into_iter().chain([plain]) {
        leads.add(Reader::WordPress, &comments(&root, &number));
    }
    if let Some(host) = home
        .host_str()
        .filter(|host| host.ends_with(".wordpress.com"))
    {
        let root = format!("https://public-api.wordpress.com/wp/v2/sites/{host}/comments");
        if let Ok(url) = Url::parse(&root) {
            leads.add(Reader::WordPress, &asked(&url, &number));
        }
    }
}

/// The way that the page of a post tells.
pub(super) fn told(post: &Post, clues: &Clues, leads: &mut Leads) {
    let told = clues.post_api.as_ref().and_then(taken_apart);
    if let Some((root, number)) = &told {
        leads.add(Reader::WordPress, &comments(root, number));
        return;
    }
    let number = clues
        .shortlink
        .as_ref()
        .and_then(number_in)
        .or_else(|| clues.number.clone())
        .or_else(|| number(post));
    if let (Some(root), Some(number)) = (&clues.api, number) {
        leads.add(Reader::WordPress, &comments(root, &number));
    }
}

/// All comments of a post, where `root` is the interface: below it, or by its route.
fn comments(root: &Url, number: &str) -> Url {
    if query(root, "rest_route").is_some() {
        let url = with_query(root, &[("rest_route", "/wp/v2/comments")]);
        return asked(&url, number);
    }
    let path = format!("{}/wp/v2/comments", root.path().trim_end_matches('/'));
    asked(&with_path(root, &path), number)
}

fn asked(url: &Url, number: &str) -> Url {
    let asked = [
        ("post", number),
        ("per_page", "100"),
        ("order", "asc"),
        ("_fields", FIELDS),
    ];
    with_query(url, &asked)
}

/// The interface and the number of the post, from the address the post has there: `…/wp/v2/posts/4`.
fn taken_apart(post_api: &Url) -> Option<(Url, String)> {
    let route = query(post_api, "rest_route");
    let path = route.as_deref().unwrap_or(post_api.path());
    let (before, after) = path.split_once("/wp/v2/")?;
    let (_, number) = after.trim_end_matches('/').split_once('/')?;
    let root = match &route {
        Some(_) => with_query(post_api, &[("rest_route", "/")]),
        None => with_path(post_api, &format!("{before}/")),
    };
    is_number(number).then(|| (root, number.to_owned()))
}

/// The number of the post, from its id or the address of its comment feed.
fn number(post: &Post) -> Option<String> {
    let key = Some(&post.key);
    let places = [
        key,
        post.comment_feed.as_ref(),
        post.adopted.as_ref(),
        post.link.as_ref(),
    ];
    let mut urls = places.into_iter().flatten().filter_map(|url| web(url));
    urls.find_map(|url| number_in(&url))
}

/// `?p=4`, `?page_id=4`.
pub(super) fn number_in(url: &Url) -> Option<String> {
    let names = ["p", "page_id"];
    let number = names.iter().find_map(|name| query(url, name));
    number.filter(|number| is_number(number))
}

/// Whether the site says so, or gives a comment feed as only `WordPress` does.
fn runs_wordpress(post: &Post) -> bool {
    let says_so = |generator: &String| generator.to_ascii_lowercase().contains("wordpress");
    let feeds = [&post.comment_feed, &post.adopted];
    let mut feeds = feeds.into_iter().flatten().filter_map(|url| web(url));
    post.generator.as_ref().is_some_and(says_so)
        || feeds.any(|feed| {
            let is_below_post = matches!(
                parts(&feed)[..],
                [_, .., "feed"] | [_, .., "feed", "atom" | "rss2" | "rss" | "rdf"]
            );
            is_below_post || (query(&feed, "feed").is_some() && number_in(&feed).is_some())
        })
}

/// Where the blog is at home. The post's id has the address of the day it was written, so the site as its
/// feed names it goes before, where it is where the post is.
fn home(post: &Post) -> Option<Url> {
    let link = post.link.as_deref().and_then(web);
    let beside = |url: &Url| link.as_ref().is_none_or(|link| same_host(url, link));
    let site = post.site.as_deref().and_then(web).filter(beside);
    let id = web(&post.key).filter(|id| beside(id) && number_in(id).is_some());
    let top = || {
        let feed = post.comment_feed.as_deref().and_then(web);
        link.clone().or(feed).map(|url| with_path(&url, "/"))
    };
    let found = site
        .or(id)
        .or_else(top)
        .filter(|url| bare_host(url).is_some())?;
    let parts = parts(&found).into_iter();
    let folders: Vec<&str> = parts.filter(|part| *part != "index.php").collect();
    let end = if folders.is_empty() { "" } else { "/" };
    Some(with_path(&found, &format!("/{}{end}", folders.join("/"))))
}
