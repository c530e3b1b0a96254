//! Writing feeds, and what is for programs, as the platforms in use write them.
//!
//! Absent on purpose: `<ttl>` and `sy:updatePeriod`. The demo is to be asked often, and a reader
//! that heeds them would not see its comments arrive.

pub mod atom;
pub mod board;
pub mod dates;
pub mod escape;
pub mod json;
pub mod rss;
pub mod wordpress;

use crate::demo::address;
use crate::demo::blog::{Blog, Talks};
use crate::demo::post::{Comment, Shown};
use crate::model::time::Time;

/// One comment to put into a feed, with what it stands under.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    pub under: &'a Shown,
    pub comment: &'a Comment,
}

/// The comments under some posts, newest first.
fn newest_first(shown: &[Shown]) -> Vec<Said<'_>> {
    let all = shown.iter().flat_map(|under| {
        let comments = under.comments.iter();
        comments.map(move |comment| Said { under, comment })
    });
    let mut all: Vec<Said<'_>> = all.collect();
    all.sort_by_key(|said| std::cmp::Reverse((said.comment.written, said.comment.number)));
    all
}

/// The newest comments under some posts, as many as the feeds of their blog bring, newest first.
pub fn newest<'a>(blog: &Blog, shown: &'a [Shown]) -> Vec<Said<'a>> {
    let mut newest = newest_first(shown);
    newest.truncate(blog.newest);
    newest
}

/// When anything among these was last written; the fallback where there is nothing.
pub fn changed(shown: &[Shown], fallback: Time) -> Time {
    shown.iter().map(Shown::changed).max().unwrap_or(fallback)
}

/// The HTML of a comment. `WordPress` puts a sentence before it that says whom it answers, also where
/// that is not to be seen.
pub fn comment_html(blog: &Blog, said: Said<'_>) -> String {
    let Said { under, comment } = said;
    let parent = comment.parent.and_then(|number| under.known(number));
    match parent {
        Some(parent) if blog.talks == Talks::WordPress => {
            let (before, after) = blog.in_reply_to;
            let place = address::comment(&under.post, parent.number);
            let name = escape::xml(&parent.author);
            let html = &comment.html;
            format!("<p>{before}<a href=\"{place}\">{name}</a>{after}</p>\n{html}")
        }
        _ => comment.html.clone(),
    }
}

/// The title of a comment in its post's feed, or in the feed of the whole blog.
pub fn comment_title(said: Said<'_>, whole_blog: bool) -> String {
    let author = &said.comment.author;
    if whole_blog {
        format!("Comment on {} by {author}", said.under.post.title)
    } else {
        format!("By: {author}")
    }
}

/// The first words of some HTML, without tags; entities stand as they are.
pub fn excerpt(html: &str) -> String {
    const WORDS: usize = 55;
    let mut text = String::new();
    for piece in html.split('<') {
        match piece.split_once('>') {
            Some((_, after)) => {
                text.push(' ');
                text.push_str(after);
            }
            None => text.push_str(piece),
        }
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() > WORDS {
        format!("{} [&#8230;]", words[..WORDS].join(" "))
    } else {
        words.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    #[test]
    fn an_excerpt_is_the_first_words_without_markup() {
        let check = |html: &str, expect: &str| assert_eq!(excerpt(html), expect);
        check(
            "<p>Tea &amp; <em>mugs</em></p>\n<p>More.</p>",
            "Tea &amp; mugs More.",
        );
        check("plain", "plain");
        check("", "");
        let long = "<p>w</p>".repeat(60);
        check(&long, &format!("{}[&#8230;]", "w ".repeat(55)));
    }
}
