//! `li#comment-7` and its like, as nearly all themes of `WordPress` mark comments.

use std::collections::HashSet;

use url::Url;

use crate::feed::hfeed::page::Page;
use crate::feed::talk::page::nested;
use crate::feed::talk::said::{Said, author, html};
use crate::feed::talk::ways::clues::Clues;
use crate::feed::xml::markup::escape;
use crate::feed::{dates, normalize};
use crate::model::parsed::{ParsedEntry, Person, Text};
use crate::model::time::Time;
use crate::text::html::Id;

/// Longer dates are none, bytes.
const LONGEST_DATE: usize = 128;
/// Elements of one comment that are looked at.
const MOST_ELEMENTS: usize = 2_000;

/// Where themes put the text, the surest first.
const TEXTS: [&str; 7] = [
    "comment-content",
    "wp-block-comment-content",
    "comment__content",
    "comment-text",
    "comment_text",
    "commenttext",
    "comment-entry",
];
/// What holds all of a comment, its text too.
const WHOLE: &str = "comment-body";
/// Where themes put the name.
const NAMES: [&str; 3] = ["fn", "wp-block-comment-author-name", "comment-author-name"];
/// What stands around the text and is none of it.
const AROUND: [&str; 11] = [
    "comment-author",
    "comment-meta",
    "comment-metadata",
    "commentmetadata",
    "comment-awaiting-moderation",
    "comment-edit-link",
    "comment-reply-link",
    "comment-header",
    "comment-footer",
    "reply",
    "says",
];

pub(super) fn read(page: &Page, text: &str, here: &str) -> Vec<Said> {
    // The id of the post, to which the feeds of the blog put the number of a comment.
    let post = Clues::of(text, &[], &page.base).guid();
    let marked = nested(page, |id| number_of(page, id).is_some());
    let mut seen = HashSet::new();
    let mut said = Vec::new();
    for (id, outer) in &marked {
        let Some(number) = number_of(page, *id).filter(|number| seen.insert(number.to_owned()))
        else {
            continue;
        };
        // An element within another of the same number is the same comment.
        let parent = std::iter::successors(*outer, |outer| marked[*outer].1)
            .filter_map(|outer| number_of(page, marked[outer].0))
            .find(|outer| *outer != number);
        let comment = Comment::of(page, *id, number);
        said.push(Said {
            id: number.to_owned(),
            parent: parent.map(str::to_owned),
            taken_back: false,
            entry: comment.entry(here, post.as_deref()),
        });
    }
    said
}

/// The number in the id of an element that holds a comment.
fn number_of<'p>(page: &'p Page, id: Id) -> Option<&'p str> {
    if !matches!(page.tree.name(id), "li" | "div" | "article" | "section") {
        return None;
    }
    let own = page.tree.value(id, "id")?;
    let number = ["comment-", "li-comment-", "div-comment-"]
        .iter()
        .find_map(|head| own.strip_prefix(head))?;
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    ((1..=20).contains(&number.len()) && digits).then_some(number)
}

struct Comment<'p> {
    page: &'p Page<'p>,
    number: &'p str,
    /// It is a mention of the post on another site.
    is_ping: bool,
    /// What stands in it, but not in another comment within.
    own: Vec<Id>,
}

impl<'p> Comment<'p> {
    fn of(page: &'p Page, id: Id, number: &'p str) -> Self {
        let other = |id: Id| number_of(page, id).is_some_and(|found| found != number);
        let own: Vec<Id> = page.below(id, other).take(MOST_ELEMENTS).collect();
        let is_ping = |id: Id| {
            let mut classes = page.tree.classes(id);
            classes.any(|class| matches!(class, "pingback" | "trackback"))
        };
        Self {
            page,
            number,
            is_ping: is_ping(id) || own.iter().any(|id| is_ping(*id)),
            own: own.into_iter().filter(|id| !other(*id)).collect(),
        }
    }

    fn first(&self, class: &str) -> Option<Id> {
        let mut own = self.own.iter().copied();
        own.find(|id| self.page.has_class(*id, class))
    }

    fn entry(&self, here: &str, post: Option<&str>) -> ParsedEntry {
        let link = self.link(here);
        let ping = self
            .ping()
            .filter(|_| self.is_ping && self.text().is_none());
        let (authors, content) = ping.map_or_else(
            || (self.authors(), self.content()),
            |(author, content)| (vec![author], content),
        );
        ParsedEntry {
            id: post.map(|post| format!("{post}#comment-{}", self.number)),
            authors,
            published: self.date(),
            content,
            base: Some(here.to_owned()),
            link: Some(link),
            ..ParsedEntry::default()
        }
    }

    /// Its own address, which the date leads to in most themes.
    fn link(&self, here: &str) -> String {
        let fragment = format!("comment-{}", self.number);
        let own = self.own.iter().filter_map(|id| {
            let href = self.page.tree.value(*id, "href")?;
            let url = Url::parse(&normalize::address(href, &self.page.base)?).ok()?;
            let is_own = url.fragment() == Some(&fragment)
                && !url.query_pairs().any(|(name, _)| name == "replytocom");
            is_own.then(|| url.into())
        });
        own.into_iter()
            .next()
            .unwrap_or_else(|| format!("{here}#{fragment}"))
    }

    fn authors(&self) -> Vec<Person> {
        let named = NAMES.iter().find_map(|class| self.first(class));
        let named = named.or_else(|| {
            let around = self.first("comment-author")?;
            let inside = self.page.below(around, |_| false).take(MOST_ELEMENTS);
            let is_name =
                |id: &Id| matches!(self.page.tree.name(*id), "cite" | "b" | "strong" | "a");
            let found = inside
                .filter(is_name)
                .find(|id| self.page.line(*id).is_some());
            found.or(Some(around))
        });
        let Some(named) = named else {
            return Vec::new();
        };
        let is_link = |id: &Id| self.page.tree.name(*id) == "a";
        let mut links = std::iter::once(named).chain(self.page.below(named, |_| false).take(8));
        let home = links
            .find(is_link)
            .or_else(|| self.page.tree.parent(named).filter(is_link));
        let home = home.and_then(|link| self.page.address(link));
        author(self.page.line(named).as_deref(), home)
    }

    fn date(&self) -> Option<Time> {
        let told = |id: &Id| dates::parse(self.page.tree.value(*id, "datetime")?);
        let written = || {
            [
                "comment-date",
                "comment-meta",
                "comment-metadata",
                "commentmetadata",
            ]
            .iter()
            .filter_map(|class| self.first(class))
            .find_map(|id| dates::parse(self.page.text(id, LONGEST_DATE).trim()))
        };
        self.own.iter().find_map(told).or_else(written)
    }

    /// What holds the text and nothing else.
    fn text(&self) -> Option<Id> {
        TEXTS.iter().find_map(|class| self.first(class))
    }

    fn content(&self) -> Option<Text> {
        let place = self.text().or_else(|| self.first(WHOLE))?;
        let left_out = |id: Id| {
            let mut classes = self.page.tree.classes(id);
            number_of(self.page, id).is_some_and(|number| number != self.number)
                || classes.any(|class| AROUND.contains(&class))
                || matches!(self.page.tree.name(id), "form" | "button")
        };
        html(&self.page.tree.inside_but(place, left_out))
    }

    /// A mention shows no more than the title of the page that links here. It is put between the brackets
    /// that the excerpt has in a feed.
    fn ping(&self) -> Option<(Person, Option<Text>)> {
        let is_link = |id: &&Id| self.page.tree.name(**id) == "a";
        let mut links = self.own.iter().filter(is_link);
        let (title, url) = links.find_map(|link| {
            let title = self.page.line(*link)?;
            Some((title, self.page.address(*link)?))
        })?;
        let content = format!("<p>[…] {} […]</p>", escape(&title));
        let person = Person {
            name: Some(title),
            uri: Some(url),
            ..Person::default()
        };
        Some((person, html(&content)))
    }
}
