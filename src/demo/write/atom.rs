//! Atom (RFC 4287) with the threading extension (RFC 4685).

use crate::demo::address;
use crate::demo::blog::{Blog, Format, Talks};
use crate::demo::post::{Post, Shown};
use crate::demo::write::dates::rfc3339;
use crate::demo::write::escape::{cdata, xml};
use crate::demo::write::{Said, changed, comment_html, comment_title, excerpt, newest};
use crate::model::time::Time;

/// The feed of a blog's posts, newest first.
pub fn posts(blog: &Blog, shown: &[Shown], beginning: Time) -> String {
    let entries: String = shown.iter().map(post).collect();
    let head = Head {
        title: blog.title.to_owned(),
        own: address::posts_feed(blog, Format::Atom),
        page: address::home(blog),
        updated: changed(shown, beginning),
    };
    head.around(blog, &entries)
}

/// The feed of the comments under one post, newest first.
pub fn comments(shown: &Shown) -> String {
    let post = &shown.post;
    let said = newest(post.blog, std::slice::from_ref(shown));
    let entries: String = said.iter().map(|said| comment(*said, false)).collect();
    let head = Head {
        title: format!("Comments on {}", post.title),
        own: address::comments_feed(post, Format::Atom).unwrap_or_default(),
        page: address::comments(post, shown.comments.len()),
        updated: shown.changed(),
    };
    head.around(post.blog, &entries)
}

/// The feed of the newest comments of a whole blog.
pub fn all_comments(blog: &Blog, shown: &[Shown], beginning: Time) -> String {
    let said = newest(blog, shown);
    let entries: String = said.iter().map(|said| comment(*said, true)).collect();
    let head = Head {
        title: format!("Comments for {}", blog.title),
        own: address::all_comments_feed(blog, Format::Atom).unwrap_or_default(),
        page: address::home(blog),
        updated: changed(shown, beginning),
    };
    head.around(blog, &entries)
}

/// What stands before the entries.
struct Head {
    title: String,
    own: String,
    page: String,
    updated: Time,
}

impl Head {
    fn around(&self, blog: &Blog, entries: &str) -> String {
        let (title, subtitle) = (xml(&self.title), xml(blog.subtitle));
        let (own, page, updated) = (xml(&self.own), xml(&self.page), rfc3339(self.updated));
        let language = blog.language;
        let generator = match blog.talks {
            Talks::WordPress => {
                "\t<generator uri=\"https://wordpress.org/\" version=\"6.1.9\">WordPress</generator>\n"
            }
            _ => "",
        };
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" ?><feed\n\
             \txmlns=\"http://www.w3.org/2005/Atom\"\n\
             \txmlns:thr=\"http://purl.org/syndication/thread/1.0\"\n\
             \txml:lang=\"{language}\"\n\t>\n\
             \t<title type=\"text\">{title}</title>\n\
             \t<subtitle type=\"text\">{subtitle}</subtitle>\n\
             \t<updated>{updated}</updated>\n\
             \t<link rel=\"alternate\" type=\"text/html\" href=\"{page}\" />\n\
             \t<link rel=\"self\" type=\"application/atom+xml\" href=\"{own}\" />\n\
             \t<id>{own}</id>\n{generator}\
             {entries}</feed>\n"
        )
    }
}

fn post(shown: &Shown) -> String {
    let post = &shown.post;
    let tags = post.tags.iter();
    let tags = tags.map(|tag| format!("\t\t<category term=\"{}\" />\n", xml(tag)));
    let (link, date) = (xml(&address::post(post)), rfc3339(post.published));
    format!(
        "\t<entry>\n\
         \t\t<author><name>{author}</name><uri>{home}</uri></author>\n\
         \t\t{title}\n\
         \t\t<link rel=\"alternate\" type=\"text/html\" href=\"{link}\" />\n\
         \t\t<id>{id}</id>\n\
         \t\t<updated>{date}</updated>\n\
         \t\t<published>{date}</published>\n{tags}\
         \t\t<summary type=\"html\">{excerpt}</summary>\n\
         \t\t<content type=\"html\" xml:base=\"{link}\">{html}</content>\n{talk}{answers}\
         \t</entry>\n",
        author = xml(&post.author),
        home = xml(&address::home(post.blog)),
        title = title(post),
        id = xml(&address::post_id(post)),
        tags = tags.collect::<String>(),
        excerpt = cdata(&excerpt(&post.html)),
        html = cdata(&post.html),
        talk = replies(shown),
        answers = address::answered_message(post)
            .map_or(String::new(), |answered| in_reply_to(&answered)),
    )
}

/// Id and address of what is answered (RFC 4685 §3).
fn in_reply_to((id, page): &(String, String)) -> String {
    format!(
        "\t\t<thr:in-reply-to ref=\"{}\" href=\"{}\" type=\"text/html\" />\n",
        xml(id),
        xml(page)
    )
}

/// `WordPress` calls its titles HTML; by hand one writes text.
fn title(post: &Post) -> String {
    let text = xml(&post.title);
    if post.blog.talks == Talks::WordPress {
        format!("<title type=\"html\">{}</title>", cdata(&text))
    } else {
        format!("<title>{text}</title>")
    }
}

/// The page and the feed of the comments, and how many there are (RFC 4685 §4, §5).
fn replies(shown: &Shown) -> String {
    let feed = address::comments_feed(&shown.post, Format::Atom);
    let Some(feed) = feed.filter(|_| shown.has_talk()) else {
        return String::new();
    };
    let count = shown.comments.len();
    let page = xml(&address::comments(&shown.post, count));
    let feed = xml(&feed);
    let updated = shown.comments.last().map_or(String::new(), |newest| {
        format!(" thr:updated=\"{}\"", rfc3339(newest.written))
    });
    format!(
        "\t\t<link rel=\"replies\" type=\"text/html\" href=\"{page}\" thr:count=\"{count}\" />\n\
         \t\t<link rel=\"replies\" type=\"application/atom+xml\" href=\"{feed}\" \
         thr:count=\"{count}\"{updated} />\n\
         \t\t<thr:total>{count}</thr:total>\n"
    )
}

fn comment(said: Said<'_>, whole_blog: bool) -> String {
    let Said { under, comment } = said;
    let uri = comment.url.as_ref();
    let uri = uri.map_or(String::new(), |url| format!("<uri>{}</uri>", xml(url)));
    let date = rfc3339(comment.written);
    let answers = match under.post.blog.talks {
        Talks::Flat => String::new(),
        _ => in_reply_to(&address::answered(&under.post, comment)),
    };
    format!(
        "\t<entry>\n\
         \t\t<title>\n\t\t{title}\t\t</title>\n\
         \t\t<link rel=\"alternate\" href=\"{link}\" type=\"text/html\" />\n\
         \t\t<author><name>{author}</name>{uri}</author>\n\
         \t\t<id>{id}</id>\n\
         \t\t<updated>{date}</updated>\n\
         \t\t<published>{date}</published>\n\
         \t\t<content type=\"html\" xml:base=\"{link}\">{html}</content>\n{answers}\
         \t</entry>\n",
        title = xml(&comment_title(said, whole_blog)),
        link = xml(&address::comment(&under.post, comment.number)),
        author = xml(&comment.author),
        id = xml(&address::comment_id(&under.post, comment.number)),
        html = cdata(&comment_html(under.post.blog, said)),
    )
}
