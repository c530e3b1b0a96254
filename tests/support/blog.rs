//! A blog of `WordPress`'s kind on the scripted server: posts, the comments under them, and the feeds,
//! pages and programs' interface that tell of them.

use crate::server::{Response, Server};
use std::fmt::Write as _;
use std::hash::{Hash as _, Hasher as _};

/// A comment: its number, when it was written, and the number of the one it answers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Said {
    pub(crate) number: u32,
    /// In seconds since 1970.
    pub(crate) at: i64,
    pub(crate) to: Option<u32>,
}

/// Comments a feed shows at most.
pub(crate) const WINDOW: usize = 10;

/// A blog with as many posts as it has lists of comments, each oldest first.
#[derive(Debug, Clone)]
pub(crate) struct Blog {
    pub(crate) host: String,
    pub(crate) posts: Vec<Vec<Said>>,
    /// Whether its feed names the comment feeds of its posts.
    pub(crate) names: bool,
    /// Whether its comment feeds have twins in Atom.
    pub(crate) twins: bool,
}

impl Blog {
    pub(crate) fn new(host: &str, posts: usize) -> Self {
        Self {
            host: host.to_owned(),
            posts: vec![Vec::new(); posts],
            names: true,
            twins: true,
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.host)
    }

    pub(crate) fn feed(&self) -> String {
        self.url("/feed/")
    }

    pub(crate) fn link(&self, post: usize) -> String {
        self.url(&format!("/post-{post}/"))
    }

    pub(crate) fn comments(&self, post: usize) -> String {
        self.url(&format!("/post-{post}/feed/"))
    }

    pub(crate) fn twin(&self, post: usize) -> String {
        self.url(&format!("/post-{post}/feed/atom/"))
    }

    pub(crate) fn of_site(&self) -> String {
        self.url("/comments/feed/atom/")
    }

    fn id(&self, post: usize) -> String {
        self.url(&format!("/?p={}", post + 1))
    }

    /// Another comment; numbers count up over the whole blog.
    pub(crate) fn say(&mut self, post: usize, at: i64, to: Option<u32>) -> u32 {
        let number = 1 + self.posts.iter().map(Vec::len).sum::<usize>();
        let number = u32::try_from(number).expect("few comments");
        self.posts[post].push(Said { number, at, to });
        number
    }

    /// Puts all of it on the server.
    pub(crate) fn publish(&self, server: &Server) {
        let put = |url: &str, body: String| {
            let mut print = std::hash::DefaultHasher::new();
            body.hash(&mut print);
            let tag = format!("\"{:x}\"", print.finish());
            server.publish(url, &tag, body);
        };
        put(&self.feed(), self.articles());
        let mut all = Vec::new();
        for (post, said) in self.posts.iter().enumerate() {
            let newest: Vec<(usize, Said)> = said
                .iter()
                .rev()
                .take(WINDOW)
                .map(|said| (post, *said))
                .collect();
            put(&self.comments(post), self.rss(post, &newest));
            if self.twins {
                put(&self.twin(post), self.atom(&self.link(post), &newest));
            } else {
                server.now_say(&self.twin(post), Response::status(404));
            }
            let page = Response::ok(self.page(post)).header("Content-Type", "text/html");
            server.now_say(&self.link(post), page);
            all.extend(said.iter().map(|said| (post, *said)));
        }
        all.sort_by_key(|(_, said)| (-said.at, said.number));
        all.truncate(WINDOW);
        put(&self.of_site(), self.atom(&self.url("/"), &all));
    }

    fn articles(&self) -> String {
        let mut items = String::new();
        for (post, said) in self.posts.iter().enumerate() {
            let (link, id) = (self.link(post), self.id(post));
            let _ = write!(
                items,
                "<item><title>Post {post}</title><link>{link}</link>\
                 <guid isPermaLink=\"false\">{id}</guid><description>Words.</description>"
            );
            if self.names {
                let _ = write!(
                    items,
                    "<comments>{link}#comments</comments><slash:comments>{}</slash:comments>\
                     <wfw:commentRss>{}</wfw:commentRss>",
                    said.len(),
                    self.comments(post)
                );
            }
            items.push_str("</item>");
        }
        format!(
            "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:slash=\"http://purl.org/rss/1.0/modules/slash/\" \
             xmlns:wfw=\"http://wellformedweb.org/CommentAPI/\"><channel><title>{host}</title>\
             <link>http://{host}/</link><generator>https://wordpress.org/?v=6.1.9</generator>{items}</channel></rss>",
            host = self.host
        )
    }

    fn rss(&self, post: usize, said: &[(usize, Said)]) -> String {
        let mut items = String::new();
        for (_, said) in said {
            let answers = said.to.map_or(String::new(), |to| {
                format!(
                    "<p>In reply to <a href=\"{}#comment-{to}\">Ana</a>.</p>",
                    self.link(post)
                )
            });
            let _ = write!(
                items,
                "<item><title>By: Tom</title><link>{link}#comment-{n}</link>\
                 <guid isPermaLink=\"false\">{id}#comment-{n}</guid><pubDate>{date}</pubDate>\
                 <dc:creator>Tom</dc:creator><content:encoded><![CDATA[{answers}<p>Word {n}.</p>]]></content:encoded></item>",
                link = self.link(post),
                id = self.id(post),
                n = said.number,
                date = moment(said.at).strftime("%a, %d %b %Y %H:%M:%S +0000"),
            );
        }
        format!(
            "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
             xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>Comments on: Post {post}</title>\
             <link>{}</link>{items}</channel></rss>",
            self.link(post)
        )
    }

    fn atom(&self, about: &str, said: &[(usize, Said)]) -> String {
        let mut entries = String::new();
        for (post, said) in said {
            let answers = match said.to {
                Some(to) => format!("{}#comment-{to}", self.id(*post)),
                None => self.id(*post),
            };
            let _ = write!(
                entries,
                "<entry><title>By: Tom</title><link rel=\"alternate\" href=\"{link}#comment-{n}\"/>\
                 <id>{id}#comment-{n}</id><updated>{date}</updated><published>{date}</published>\
                 <author><name>Tom</name></author><content type=\"html\">&lt;p&gt;Word {n}.&lt;/p&gt;</content>\
                 <thr:in-reply-to ref=\"{answers}\" href=\"{link}\"/></entry>",
                link = self.link(*post),
                id = self.id(*post),
                n = said.number,
                date = moment(said.at),
            );
        }
        format!(
            "<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\" \
             xmlns:thr=\"http://purl.org/syndication/thread/1.0\"><title>Comments</title><id>{about}feed/</id>\
             <link rel=\"alternate\" type=\"text/html\" href=\"{about}\"/><updated>2026-01-01T00:00:00Z</updated>{entries}</feed>"
        )
    }

    /// As `WordPress` prints it: the site's feed, the comments of the site, and those of the post.
    fn page(&self, post: usize) -> String {
        let feed = |href: &str, title: &str| {
            format!(
                "<link rel=\"alternate\" type=\"application/rss+xml\" title=\"{title}\" href=\"{href}\"/>"
            )
        };
        format!(
            "<html><head><title>Post {post}</title>{}{}{}</head><body>Words.</body></html>",
            feed(&self.feed(), "A blog » Feed"),
            feed(&self.url("/comments/feed/"), "A blog » Comments Feed"),
            feed(
                &self.comments(post),
                &format!("A blog » Post {post} Comments Feed")
            ),
        )
    }

    /// What programs are given of the comments of a post, all of them.
    pub(crate) fn offer_to_programs(&self, server: &Server, post: usize) {
        let said = &self.posts[post];
        let comments: Vec<String> = said
            .iter()
            .map(|said| {
                format!(
                    "{{\"id\":{n},\"parent\":{parent},\"author_name\":\"Tom\",\"author_url\":\"\",\"type\":\"comment\",\
                     \"date_gmt\":\"{date}\",\"link\":\"{link}#comment-{n}\",\
                     \"content\":{{\"rendered\":\"<p>Word {n}.</p>\"}}}}",
                    n = said.number,
                    parent = said.to.unwrap_or(0),
                    date = moment(said.at).strftime("%Y-%m-%dT%H:%M:%S"),
                    link = self.link(post),
                )
            })
            .collect();
        let body = format!("[{}]", comments.join(","));
        server.react(&self.url("/wp-json/wp/v2/comments"), move |_| {
            Response::ok(body.clone()).header("Content-Type", "application/json")
        });
    }
}

fn moment(at: i64) -> jiff::Timestamp {
    jiff::Timestamp::from_second(at).expect("it is in this age")
}
