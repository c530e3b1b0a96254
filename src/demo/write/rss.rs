//! RSS 2.0, with the modules `WordPress` adds and its way of filling them.

use crate::demo::address;
use crate::demo::blog::{Blog, Format, Talks};
use crate::demo::post::Shown;
use crate::demo::write::dates::rfc822;
use crate::demo::write::escape::{cdata, xml};
use crate::demo::write::{Said, changed, comment_html, comment_title, excerpt, newest};
use crate::model::time::Time;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:wfw="http://wellformedweb.org/CommentAPI/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:atom="http://www.w3.org/2005/Atom"
	xmlns:slash="http://purl.org/rss/1.0/modules/slash/"
	>
"#;

/// The feed of a blog's posts, newest first.
pub fn posts(blog: &Blog, shown: &[Shown], beginning: Time) -> String {
    let items: String = shown.iter().map(post).collect();
    let channel = Channel {
        title: blog.title.to_owned(),
        own: address::posts_feed(blog, Format::Rss),
        page: address::home(blog),
        built: changed(shown, beginning),
    };
    channel.around(blog, &items)
}

/// The feed of the comments under one post, newest first.
pub fn comments(shown: &Shown) -> String {
    let post = &shown.post;
    let said = newest(post.blog, std::slice::from_ref(shown));
    let items: String = said.iter().map(|said| comment(*said, false)).collect();
    let channel = Channel {
        title: format!("Comments on: {}", post.title),
        own: address::comments_feed(post, Format::Rss).unwrap_or_default(),
        page: address::post(post),
        built: shown.changed(),
    };
    channel.around(post.blog, &items)
}

/// The feed of the newest comments of a whole blog.
pub fn all_comments(blog: &Blog, shown: &[Shown], beginning: Time) -> String {
    let said = newest(blog, shown);
    let items: String = said.iter().map(|said| comment(*said, true)).collect();
    let channel = Channel {
        title: format!("Comments for {}", blog.title),
        own: address::all_comments_feed(blog, Format::Rss).unwrap_or_default(),
        page: address::home(blog),
        built: changed(shown, beginning),
    };
    channel.around(blog, &items)
}

/// What stands before the items.
struct Channel {
    title: String,
    own: String,
    page: String,
    built: Time,
}

impl Channel {
    fn around(&self, blog: &Blog, items: &str) -> String {
        let (title, subtitle) = (html_in_xml(&self.title), html_in_xml(blog.subtitle));
        let (own, page, built) = (xml(&self.own), xml(&self.page), rfc822(self.built));
        let language = blog.language;
        let generator = match blog.talks {
            Talks::WordPress => "\t<generator>https://wordpress.org/?v=6.1.9</generator>\n",
            _ => "",
        };
        format!(
            "{HEAD}<channel>\n\
             \t<title>{title}</title>\n\
             \t<atom:link href=\"{own}\" rel=\"self\" type=\"application/rss+xml\" />\n\
             \t<link>{page}</link>\n\
             \t<description>{subtitle}</description>\n\
             \t<lastBuildDate>{built}</lastBuildDate>\n\
             \t<language>{language}</language>\n{generator}\
             {items}</channel>\n</rss>\n"
        )
    }
}

fn post(shown: &Shown) -> String {
    let post = &shown.post;
    let is_permalink = !matches!(post.blog.talks, Talks::WordPress | Talks::Board);
    let title = if post.title.is_empty() {
        String::new()
    } else {
        format!("\t\t<title>{}</title>\n", html_in_xml(&post.title))
    };
    let tags = post.tags.iter();
    let tags = tags.map(|tag| format!("\t\t<category>{}</category>\n", cdata(&xml(tag))));
    format!(
        "\t<item>\n{title}\
         \t\t<link>{link}</link>\n{page}\
         \t\t<dc:creator>{author}</dc:creator>\n\
         \t\t<pubDate>{date}</pubDate>\n{tags}\
         \t\t<guid isPermaLink=\"{is_permalink}\">{id}</guid>\n\
         \t\t<description>{excerpt}</description>\n\
         \t\t<content:encoded>{html}</content:encoded>\n{talk}\
         \t</item>\n",
        link = xml(&address::link(post)),
        page = comments_page(shown),
        author = creator(&post.author),
        date = rfc822(post.published),
        tags = tags.collect::<String>(),
        id = xml(&address::post_id(post)),
        excerpt = cdata(&excerpt(&post.html)),
        html = cdata(&post.html),
        talk = comments_feed(shown),
    )
}

fn comments_page(shown: &Shown) -> String {
    if !shown.has_talk() {
        return String::new();
    }
    let page = match shown.post.blog.talks {
        Talks::Board => address::post(&shown.post),
        _ => address::comments(&shown.post, shown.comments.len()),
    };
    format!("\t\t<comments>{}</comments>\n", xml(&page))
}

fn comments_feed(shown: &Shown) -> String {
    let feed = address::comments_feed(&shown.post, Format::Rss);
    let Some(feed) = feed.filter(|_| shown.has_talk()) else {
        return String::new();
    };
    format!(
        "\t\t<wfw:commentRss>{}</wfw:commentRss>\n\
         \t\t<slash:comments>{}</slash:comments>\n",
        xml(&feed),
        shown.comments.len()
    )
}

fn comment(said: Said<'_>, whole_blog: bool) -> String {
    let Said { under, comment } = said;
    let html = comment_html(under.post.blog, said);
    format!(
        "\t<item>\n\
         \t\t<title>\n\t\t{title}\t\t</title>\n\
         \t\t<link>{link}</link>\n\
         \t\t<dc:creator>{author}</dc:creator>\n\
         \t\t<pubDate>{date}</pubDate>\n\
         \t\t<guid isPermaLink=\"false\">{id}</guid>\n\
         \t\t<description>{excerpt}</description>\n\
         \t\t<content:encoded>{html}</content:encoded>\n\
         \t</item>\n",
        title = html_in_xml(&comment_title(said, whole_blog)),
        link = xml(&address::comment(&under.post, comment.number)),
        author = creator(&comment.author),
        date = rfc822(comment.written),
        id = xml(&address::comment_id(&under.post, comment.number)),
        excerpt = cdata(&excerpt(&html)),
        html = cdata(&html),
    )
}

/// A name as `WordPress` writes it: entities inside CDATA, to be decoded once more.
fn creator(name: &str) -> String {
    cdata(&name.replace('&', "&#38;").replace('<', "&lt;"))
}

/// RSS 2.0 leaves open whether a title is text or HTML. Where that makes a difference it is escaped
/// as HTML and then as XML, as it is taken for HTML nearly everywhere.
fn html_in_xml(text: &str) -> String {
    let named = |c: char| c == '#' || c.is_ascii_alphanumeric();
    let after_ampersands = text.split('&').skip(1);
    if text.contains('<')
        || after_ampersands
            .into_iter()
            .any(|rest| rest.starts_with(named))
    {
        xml(&xml(text))
    } else {
        xml(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_reads_the_same_whether_taken_for_text_or_html() {
        let check = |title: &str, expect: &str| assert_eq!(html_in_xml(title), expect);
        check("Kana & Qalam", "Kana &amp; Qalam");
        check("The <b> element", "The &amp;lt;b&amp;gt; element");
        check("What &amp; means", "What &amp;amp;amp; means");
        check("文字 🫖", "文字 🫖");
    }

    #[test]
    fn a_name_has_its_entities_inside_cdata() {
        assert_eq!(
            creator("O'Neil & <Sons>"),
            "<![CDATA[O'Neil &#38; &lt;Sons>]]>"
        );
    }
}
