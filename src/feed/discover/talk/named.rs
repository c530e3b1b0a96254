//! What is known of an entry's talk without a request.

use url::Url;

use crate::feed::discover::talk::leads::Leads;
use crate::feed::discover::talk::pages::is_number;
use crate::feed::discover::talk::{platforms, wordpress};
use crate::feed::normalize;
use crate::model::talk::{Lead, Post, Reader};

/// Where the talk under an entry may be had, the best first: the feed its own feed names, then what
/// follows from its ids and addresses. Where the talk is on a page elsewhere, the entry's own link is
/// not asked about: others may talk about that, too.
pub fn named(post: &Post) -> Vec<Lead> {
    let mut leads = Leads::of(post);
    if let Some(feed) = &post.comment_feed {
        if let Some(twin) = wordpress::twin(feed) {
            leads.told(&twin);
        }
        leads.told(feed);
    }
    blogger(&mut leads, post);
    let mut elsewhere = Leads::of(post);
    let pages = [
        post.comments_page.as_deref(),
        post.link.as_deref(),
        Some(&*post.key),
    ];
    for page in pages.into_iter().flatten() {
        platforms::add(&mut elsewhere, page, post);
        if !elsewhere.is_empty() {
            break;
        }
    }
    leads.join(elsewhere);
    leads.done()
}

/// The one guess: the feed `WordPress` has for every post, where the feed says that `WordPress` wrote
/// it and the entry's page could not be had.
pub fn guessed(post: &Post) -> Vec<Lead> {
    let mut leads = Leads::of(post);
    if wordpress::wrote(post)
        && let Some(feed) = wordpress::of_page(post)
    {
        leads.add(Reader::Feed, &feed);
    }
    leads.done()
}

/// `tag:blogger.com,1999:blog-B.post-P`: the feed of P lies on the blog's own host; Blogger's own host
/// has it too.
fn blogger(leads: &mut Leads, post: &Post) {
    let tag = post.key.strip_prefix("tag:blogger.com,1999:blog-");
    let Some((blog, number)) = tag.and_then(|tag| tag.split_once(".post-")) else {
        return;
    };
    if !is_number(blog) || !is_number(number) {
        return;
    }
    let homes = [post.site.as_deref(), post.link.as_deref()];
    let mut homes = homes.into_iter().flatten().filter_map(|home| {
        let url = Url::parse(home).ok().filter(normalize::is_web)?;
        let host = url.host_str().unwrap_or_default();
        // Posts of Blogger's are nowhere else, but links may go by those who count.
        let counts = host.ends_with("feedburner.com") || host.ends_with("google.com");
        let is_bloggers = host.ends_with("blogger.com");
        (!counts && !is_bloggers).then_some(url)
    });
    let feed = format!("/feeds/{number}/comments/default");
    match homes.next().and_then(|home| home.join(&feed).ok()) {
        Some(feed) => leads.add(Reader::Feed, feed.as_str()),
        None => leads.add(
            Reader::Feed,
            &format!("https://www.blogger.com/feeds/{blog}/{number}/comments/default"),
        ),
    }
}
