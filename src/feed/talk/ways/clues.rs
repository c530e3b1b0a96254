//! What the page of a post says of the programs behind it, in its head, its headers, and around the place
//! where comments are shown.

use url::Url;

use crate::feed::discover::header;
use crate::feed::normalize::{self, is_web};
use crate::feed::talk::shape::{is_number, with_path, with_query};
use crate::feed::talk::ways::wordpress::number_in;
use crate::feed::xml::markup::{self, Tag, Token};

/// Elements whose content is no markup (HTML §13.2.5).
const RAW: [&str; 6] = ["script", "style", "textarea", "title", "xmp", "template"];

#[derive(Debug, Default)]
pub(in crate::feed::talk) struct Clues {
    generator: Option<String>,
    /// The interface of a `WordPress`, and the post in it.
    pub(super) api: Option<Url>,
    pub(super) post_api: Option<Url>,
    pub(super) shortlink: Option<Url>,
    /// The number of the post.
    pub(super) number: Option<String>,
    /// The post as it is known to Mastodon and its like.
    pub(super) activity: Option<Url>,
    /// Where Isso runs, as the page says, and as its script tells.
    isso: Option<Url>,
    isso_script: Option<Url>,
    /// There is a place for Isso's comments, and perhaps a name for what they are about.
    isso_place: bool,
    isso_id: Option<String>,
    page: String,
}

impl Clues {
    /// Clues of a page that came from `address` with these Link headers.
    pub(in crate::feed::talk) fn of(text: &str, links: &[String], address: &Url) -> Self {
        let mut clues = Self {
            page: address.path().to_owned(),
            ..Self::default()
        };
        let mut base = address.clone();
        let mut tokens = markup::tokens(text);
        while let Some(token) = tokens.next() {
            let Token::Open(tag) = token else { continue };
            let name = tag.name.to_ascii_lowercase();
            let element = Element::of(&tag);
            match name.as_str() {
                "base" => {
                    let moved = element.get("href").and_then(|href| address.join(href).ok());
                    base = moved.filter(is_web).unwrap_or(base);
                }
                "link" => clues.link(
                    element.get("rel"),
                    element.get("type"),
                    element.get("href"),
                    &base,
                ),
                "meta" if element.says("name", "generator") => {
                    let content = element.get("content").map(str::to_owned);
                    clues.generator = clues.generator.take().or(content);
                }
                "body" => clues.body(element.get("class").unwrap_or_default()),
                "script" => clues.script(&element, &base),
                _ if element.says("id", "isso-thread") => {
                    clues.isso_place = true;
                    clues.isso_id = element.get("data-isso-id").map(str::to_owned);
                }
                _ => {}
            }
            if RAW.contains(&name.as_str()) && !tag.empty {
                tokens.skip_raw_text(&name);
            }
        }
        for link in header::links(links) {
            if link.get("anchor").is_none() {
                let target = Some(link.target);
                clues.link(link.get("rel"), link.get("type"), target, address);
            }
        }
        clues
    }

    /// A link of the head or of a header. The first of a kind counts.
    fn link(&mut self, rel: Option<&str>, kind: Option<&str>, href: Option<&str>, base: &Url) {
        let (Some(rel), Some(href)) = (rel, href) else {
            return;
        };
        let url = normalize::address(href, base).and_then(|url| Url::parse(&url).ok());
        let kind = kind.unwrap_or_default().to_ascii_lowercase();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        for rel in rel.split_ascii_whitespace() {
            let place = match (rel.to_ascii_lowercase().as_str(), kind) {
                ("https://api.w.org/" | "https://github.com/wp-api/wp-api", _) => &mut self.api,
                ("alternate", "application/json") => &mut self.post_api,
                ("alternate", "application/activity+json") => &mut self.activity,
                ("shortlink", _) => &mut self.shortlink,
                _ => continue,
            };
            if place.is_none() {
                place.clone_from(&url);
            }
        }
    }

    /// `WordPress` writes the number of the post among the classes of the body.
    fn body(&mut self, classes: &str) {
        let mut classes = classes.split_ascii_whitespace();
        let number = classes.find_map(|class| {
            let heads = ["postid-", "page-id-"];
            heads.iter().find_map(|head| class.strip_prefix(head))
        });
        let number = number.filter(|number| is_number(number));
        self.number = self.number.take().or(number.map(str::to_owned));
    }

    fn script(&mut self, script: &Element, base: &Url) {
        let join = |written: &str| base.join(written).ok().filter(is_web);
        let isso = script.get("data-isso").and_then(join);
        self.isso = self.isso.take().or(isso);
        let source = script.get("src").and_then(join).filter(|url| {
            let name = url.path().rsplit('/').next();
            matches!(name, Some("embed.min.js" | "embed.dev.js"))
        });
        let up = source.and_then(|source| source.join("../").ok());
        self.isso_script = self.isso_script.take().or(up);
    }

    pub(super) fn is_written_by(&self, program: &str) -> bool {
        let generator = self.generator.as_deref().unwrap_or_default();
        generator.to_ascii_lowercase().starts_with(program)
    }

    /// The feed of the page's comments, where Isso shows them.
    pub(super) fn isso(&self) -> Option<Url> {
        let by_script = self.isso_script.as_ref().filter(|_| self.isso_place);
        let at = self.isso.as_ref().or(by_script)?;
        let path = format!("{}/feed", at.path().trim_end_matches('/'));
        let about = self.isso_id.as_deref().unwrap_or(&self.page);
        Some(with_query(&with_path(at, &path), &[("uri", about)]))
    }

    /// The id that the feeds of a `WordPress` give the post.
    pub(in crate::feed::talk) fn guid(&self) -> Option<String> {
        let shortlink = self.shortlink.as_ref();
        let with_number = shortlink.filter(|url| number_in(url).is_some());
        with_number.map(|url| url.as_str().to_owned())
    }
}

/// The attributes of a tag.
struct Element<'a>(Vec<(&'a str, String)>);

impl<'a> Element<'a> {
    fn of(tag: &Tag<'a>) -> Self {
        Self(markup::attributes(tag.page_attributes()))
    }

    fn get(&self, name: &str) -> Option<&str> {
        let mut all = self.0.iter();
        let found = all.find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim())
    }

    fn says(&self, name: &str, value: &str) -> bool {
        self.get(name)
            .is_some_and(|found| found.eq_ignore_ascii_case(value))
    }
}
