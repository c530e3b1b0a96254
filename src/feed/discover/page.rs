//! The feeds a web page names, in `<link>` elements wherever they stand, and those it merely links
//! to.

use url::Url;

use crate::feed::discover::naming::{self, Naming};
use crate::feed::discover::{MOST_FOUND, add, kind, site};
use crate::feed::normalize;
use crate::feed::xml::markup::{self, Tag, Token};
use crate::model::found::Found;

/// What a page says of feeds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// Named as feeds, in page order.
    pub links: Vec<Found>,
    /// Links of the text whose address or words are those of a feed of the same site.
    pub anchors: Vec<Found>,
}

/// Links of a text that are considered; a page that names no feed has a few, or it is a list of
/// feeds.
const MOST_ANCHORS: usize = 16;

/// Bytes of a link's words that are looked at.
const WORDS: usize = 64;

/// Elements whose content is no markup (HTML §13.2.5), and those browsers show nothing of.
const RAW: [&str; 9] = [
    "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "template",
];

/// Reads a page that came from `base`.
pub fn read(text: &str, base: &Url) -> Page {
    let mut scan = Scan::default();
    let mut tokens = markup::tokens(text);
    while let Some(token) = tokens.next() {
        match token {
            Token::Open(tag) => {
                let raw = RAW.iter().find(|name| tag.name.eq_ignore_ascii_case(name));
                match raw {
                    Some(name) if !tag.empty => tokens.skip_raw_text(name),
                    _ => scan.open(&tag),
                }
            }
            Token::Close { name, .. } if name.eq_ignore_ascii_case("a") => scan.end_anchor(),
            Token::Text(text) => scan.words(text),
            _ => {}
        }
        if scan.links.len() >= MOST_FOUND {
            break;
        }
    }
    scan.end_anchor();
    // The base holds for the whole page, wherever it stands (HTML §4.2.3).
    let moved = scan.base.and_then(|href| base.join(&href).ok());
    let base = moved
        .filter(normalize::is_web)
        .unwrap_or_else(|| base.clone());
    let mut page = Page::default();
    add(
        &mut page.links,
        scan.links.iter().filter_map(|link| link.feed(&base)),
    );
    let anchors = scan.anchors.iter().filter_map(|anchor| anchor.feed(&base));
    add(&mut page.anchors, anchors.take(MOST_ANCHORS));
    page
}

/// What was seen so far, addresses unresolved.
#[derive(Debug, Default)]
struct Scan {
    base: Option<String>,
    links: Vec<Link>,
    anchors: Vec<Anchor>,
    anchor: Option<Anchor>,
}

impl Scan {
    fn open(&mut self, tag: &Tag<'_>) {
        if tag.name.eq_ignore_ascii_case("link") {
            self.links.extend(Link::of(tag));
        } else if tag.name.eq_ignore_ascii_case("a") {
            self.end_anchor();
            self.anchor = Anchor::of(tag);
        } else if tag.name.eq_ignore_ascii_case("base") && self.base.is_none() {
            self.base = get(&markup::attributes(tag.page_attributes()), "href").map(str::to_owned);
        } else if tag.name.eq_ignore_ascii_case("img") && self.anchor.is_some() {
            let attributes = markup::attributes(tag.page_attributes());
            self.words(get(&attributes, "alt").unwrap_or_default());
        }
    }

    fn words(&mut self, text: &str) {
        if let Some(anchor) = &mut self.anchor
            && anchor.words.len() < WORDS
        {
            anchor.words.extend(text.chars().take(WORDS));
        }
    }

    /// An anchor has ended; most lead to no feed and are forgotten.
    fn end_anchor(&mut self) {
        let anchor = self.anchor.take();
        let room = self.anchors.len() < MOST_FOUND;
        self.anchors
            .extend(anchor.filter(|anchor| room && anchor.may_lead_to_feed()));
    }
}

/// A `<link>` with what it says of a feed.
#[derive(Debug)]
struct Link {
    href: String,
    rel: Option<String>,
    media: Option<String>,
    title: Option<String>,
}

impl Link {
    /// Style sheets and icons are no feeds, and there are many.
    fn of(tag: &Tag<'_>) -> Option<Self> {
        let attributes = markup::attributes(tag.page_attributes());
        let own = |name| get(&attributes, name).map(str::to_owned);
        let (rel, media) = (own("rel"), own("type"));
        let naming = Naming {
            rel: rel.as_deref(),
            media: media.as_deref(),
            ..Naming::default()
        };
        naming.may_be_feed().then_some(())?;
        Some(Self {
            href: own("href")?,
            title: own("title"),
            rel,
            media,
        })
    }

    fn feed(&self, base: &Url) -> Option<Found> {
        let naming = Naming {
            href: &self.href,
            rel: self.rel.as_deref(),
            media: self.media.as_deref(),
            title: self.title.as_deref(),
        };
        naming.feed(base)
    }
}

/// A link in the text.
#[derive(Debug)]
struct Anchor {
    href: String,
    words: String,
    /// What stands for the words where they are a picture.
    label: Option<String>,
}

impl Anchor {
    fn of(tag: &Tag<'_>) -> Option<Self> {
        let attributes = markup::attributes(tag.page_attributes());
        let own = |name| get(&attributes, name).map(str::to_owned);
        Some(Self {
            href: own("href")?,
            words: String::new(),
            label: own("title").or_else(|| own("aria-label")),
        })
    }

    fn may_lead_to_feed(&self) -> bool {
        let href = self.href.to_ascii_lowercase();
        let written = ["feed", "rss", "atom", ".rdf", "index.xml"];
        written.iter().any(|word| href.contains(word)) || self.says_feed()
    }

    fn name(&self) -> &str {
        match self.words.trim() {
            "" => self.label.as_deref().unwrap_or_default(),
            words => words,
        }
    }

    /// "RSS", "Atom feed", "Subscribe via RSS": these words, and few others with them.
    fn says_feed(&self) -> bool {
        let words = self.name().to_lowercase();
        let words = words.split(|c: char| !c.is_alphanumeric());
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        words.len() <= 5 && words.iter().any(|word| matches!(*word, "rss" | "atom"))
    }

    fn feed(&self, base: &Url) -> Option<Found> {
        let url = naming::target(&self.href, base)?;
        let leads = naming::looks_like_feed(&url) || self.says_feed();
        if !leads || !of_one_site(&url, base) {
            return None;
        }
        let title = Some(normalize::title(self.name())).filter(|title| !title.is_empty());
        Some(Found {
            kind: kind::of_name(url.as_str(), title.as_deref()),
            url: url.into(),
            title,
            family: None,
        })
    }
}

/// Whether a link stays at home, so that buttons of other readers and friends' feeds are left alone;
/// many blogs have theirs at one large host of feeds.
fn of_one_site(url: &Url, base: &Url) -> bool {
    site::are_one(url, base) || url.host_str() == Some("feeds.feedburner.com")
}

fn get<'a>(attributes: &'a [(&str, String)], name: &str) -> Option<&'a str> {
    attributes
        .iter()
        .find(|(found, _)| found.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::found::FoundKind::{self, Articles, Comments};
    use proptest::prelude::*;

    fn base() -> Url {
        Url::parse("https://b.example/2024/post/").expect("a sound address")
    }

    #[track_caller]
    fn check_found(found: &[Found], expect: &[(&str, &str, FoundKind)]) {
        let found: Vec<_> = found
            .iter()
            .map(|feed| (&*feed.url, feed.title.as_deref().unwrap_or(""), feed.kind))
            .collect();
        assert_eq!(found, expect);
    }

    #[track_caller]
    fn check(html: &str, expect: &[(&str, &str, FoundKind)]) {
        check_found(&read(html, &base()).links, expect);
    }

    #[track_caller]
    fn check_anchors(html: &str, expect: &[(&str, &str, FoundKind)]) {
        check_found(&read(html, &base()).anchors, expect);
    }

    #[test]
    fn a_blog_names_its_articles_and_its_comments() {
        check(
            "<!doctype html><html><head><title>x</title>
             <link rel=\"alternate\" type=\"application/rss+xml\" title=\"Loop &amp; Kettle &#187; Feed\" href=\"/feed/\" />
             <link rel='alternate' type='application/rss+xml' title='Comments Feed' href='/comments/feed/'>
             <link rel='alternate' type='application/rss+xml' title='K &#187; Kommentare zu P' href='feed/'>
             <LINK REL=Alternate TYPE=application/atom+xml HREF=//c.example/atom>
             <link rel='alternate' type='application/json' href='/wp-json/wp/v2/posts/4'>
             <link rel='alternate' hreflang='de' href='/de/'><link rel='stylesheet' type='text/css' href='/s'>
             <link rel='alternate' type='application/rss+xml' href='/feed/'>
             <link rel='alternate' type='application/rss+xml' href='javascript:x'>
             <link rel='replies' type='application/atom+xml' href='talk.atom'>",
            &[
                ("https://b.example/feed/", "Loop & Kettle » Feed", Articles),
                ("https://b.example/comments/feed/", "Comments Feed", Comments),
                ("https://b.example/2024/post/feed/", "K » Kommentare zu P", Comments),
                ("https://c.example/atom", "", Articles),
                ("https://b.example/2024/post/talk.atom", "", Comments),
            ],
        );
    }

    #[test]
    fn only_real_links_count() {
        let link = "<link rel=alternate type=application/rss+xml href=/a>";
        for hidden in [
            format!("<!-- {link} -->"),
            format!("<script>'{link}'</SCRIPT>"),
            format!("<title>{link}</title>"),
            format!("<textarea>{link}</textarea>"),
            format!("<template>{link}</template>"),
            "<link rel=alternate type=application/rss+xml>".to_owned(),
            "<link rel=stylesheet type=application/rss+xml href=/a>".to_owned(),
            String::new(),
        ] {
            check(&hidden, &[]);
        }
    }

    #[test]
    fn addresses_are_resolved_as_browsers_do() {
        let check = |html: &str, expect: &str| check(html, &[(expect, "", Articles)]);
        let link =
            |href: &str| format!("<link rel=alternate type=application/rss+xml href='{href}'>");
        check(
            "<link rel=alternate type=application/rss+xml href=/feed/>",
            "https://b.example/feed/",
        );
        check(
            &format!("<base href='/blog/'>{}", link("f.xml")),
            "https://b.example/blog/f.xml",
        );
        check(
            &format!("{}<base href='/blog/'><base href='/x/'>", link("f.xml")),
            "https://b.example/blog/f.xml",
        );
        check(
            &format!("<base href='mailto:x'>{}", link("/f.xml")),
            "https://b.example/f.xml",
        );
        check(&link("../f.xml#top"), "https://b.example/2024/f.xml");
        check(
            &link("?feed=rss2&amp;p=4"),
            "https://b.example/2024/post/?feed=rss2&p=4",
        );
        check(&link(" feed://c.example/f "), "https://c.example/f");
        check(&link("FEED:http://c.example/f"), "http://c.example/f");
    }

    #[test]
    fn a_feed_is_told_by_its_type_or_where_that_says_little_by_its_address() {
        let named = |rest: &str| !read(&format!("<link {rest}>"), &base()).links.is_empty();
        for feed in [
            "rel=alternate type='application/atom+xml; charset=utf-8' href=/a",
            "rel='alternative' type=application/x.atom+xml href=/a",
            "rel='home alternate' type=text/xml href=/a",
            "rel=alternate type=application/feed+json href=/a",
            "rel=alternate type=application/json href=/feed.json",
            "rel=alternate type=application/json title='JSON Feed' href=/a",
            "rel=alternate title=RSS href=/a",
            "rel=alternate href=/index.xml",
            "rel=feed href=/a",
            "rel=service.feed type=application/atom+xml href=/a",
            "type=application/rss+xml href=/a",
        ] {
            assert!(named(feed), "{feed}");
        }
        for other in [
            "rel=alternate type=application/json href=/wp-json/feed/4",
            "rel=alternate type=application/json href=/posts.json",
            "rel=alternate type=application/json+oembed href=/oembed?url=feed",
            "rel=alternate type=text/xml+oembed href=/oembed?format=xml",
            "rel=alternate type=text/xml href=/oembed?format=xml",
            "rel=alternate type=text/html href=/feed",
            "rel=alternate hreflang=fr href=/fr/",
            "rel=feed type=text/html href=/a",
            "rel=service.post type=application/atom+xml href=/a",
            "rel=EditURI type=application/rsd+xml href=/xmlrpc.php?rsd",
            "rel=search type=application/opensearchdescription+xml href=/a",
            "type=text/xml href=/a",
        ] {
            assert!(!named(other), "{other}");
        }
    }

    #[test]
    fn links_of_the_text_lead_to_feeds_by_their_address_or_their_words() {
        check_anchors(
            "<a href=/about>About</a> <a href='/feed.xml'>Subscribe</a> <a href=/x>RSS</a>
             <a href=/y><img src=i alt='Atom feed'></a> <a href=/z title='RSS feed'></a>
             <a href='/?feed=comments-rss2'>RSS of all comments</a> <a href=/blog/index.xml>Blog",
            &[
                ("https://b.example/feed.xml", "Subscribe", Articles),
                ("https://b.example/x", "RSS", Articles),
                ("https://b.example/y", "Atom feed", Articles),
                ("https://b.example/z", "RSS feed", Articles),
                (
                    "https://b.example/?feed=comments-rss2",
                    "RSS of all comments",
                    Comments,
                ),
                ("https://b.example/blog/index.xml", "Blog", Articles),
            ],
        );
        check_anchors(
            "<a href='https://reader.example/add/https://b.example/feed.xml'>Add to a reader</a>
             <a href='https://friend.example/feed.xml'>A friend</a> <a href=/atoms/1>Atoms of carbon</a>
             <a href=/feedback>Feedback</a> <a href='mailto:rss@b.example'>RSS</a>
             <a href=/p>What I think of RSS and of Atom today</a>",
            &[],
        );
        check_anchors(
            "<a href='https://feeds.b.example/all'>rss</a>",
            &[("https://feeds.b.example/all", "rss", Articles)],
        );
    }

    #[test]
    fn a_page_of_links_without_end_is_read_in_bounds() {
        let mut html = String::new();
        for number in 0..5_000 {
            html.push_str("<link rel=alternate type=application/rss+xml href=/");
            html.push_str(&number.to_string());
            html.push('>');
        }
        assert_eq!(read(&html, &base()).links.len(), MOST_FOUND);
        let anchors = html.replace("<link", "<a").replace("href=/", "href=/feed/");
        let anchors = anchors.replace('>', ">rss</a>");
        assert_eq!(read(&anchors, &base()).anchors.len(), MOST_ANCHORS);
    }

    proptest! {
        #[test]
        fn no_page_is_too_broken(page in "(<link |<a |</a>|<base |<script|</script>|<img alt=|rel=|alternate|type=|application/rss\\+xml|href=|feed:|//|RSS|'|\"|>|/| |&|é){0,40}") {
            read(&page, &base());
        }
    }
}
