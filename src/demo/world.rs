//! The demo's web as it stands at a moment: which posts and comments there are, and by whom.

use crate::demo::blog::{BLOGS, Blog, named};
use crate::demo::content::{self, Draft, Talk};
use crate::demo::post::{Comment, Post, Shown};
use crate::demo::talk::Remark;
use crate::demo::trickle::{self, Answers};
use crate::model::opml::Subscription;
use crate::model::time::Time;
use std::collections::BTreeMap;
use std::time::Duration;

/// How many posts a blog shows on its page and in its feed.
const SHOWN: usize = 20;

/// Numbers of posts and comments that trickle in start here, above all those of the script.
const TRICKLED: u64 = 10_000;

/// Everything that ever exists, to be asked what exists at a moment.
#[derive(Debug)]
pub struct World {
    seed: u64,
    /// The end of the script, from which on the rest trickles in.
    start: Time,
    /// Oldest first.
    posts: Vec<Post>,
    talks: Vec<Vec<Comment>>,
    /// Indices of the talks that go on after the script.
    live: Vec<usize>,
}

impl World {
    /// The compiled-in web. Ages in its texts count from `epoch`.
    ///
    /// # Panics
    /// Where a compiled-in text cannot be read, which a test rules out.
    pub fn new(seed: u64, epoch: Time) -> Self {
        let posts = content::posts().unwrap_or_else(|bad| panic!("{bad}"));
        let talks = content::talks().unwrap_or_else(|bad| panic!("{bad}"));
        Self::of(seed, epoch, posts, &talks)
    }

    /// A web of these posts and talks; a post whose blog is not one of the six is left out.
    pub fn of(seed: u64, epoch: Time, mut drafts: Vec<Draft>, talks: &[Talk]) -> Self {
        drafts.sort_by(|one, other| (one.at, &one.slug).cmp(&(other.at, &other.slug)));
        let posts = drafts.into_iter().zip(1..).filter_map(|(draft, number)| {
            Some(Post {
                blog: named(&draft.blog)?,
                number,
                slug: draft.slug,
                title: draft.title,
                author: draft.author,
                published: moved(epoch, draft.at),
                tags: draft.tags,
                image: draft.image,
                html: draft.html,
                talk: draft
                    .talk
                    .and_then(|name| talks.iter().position(|talk| talk.name == name)),
            })
        });
        let posts: Vec<Post> = posts.collect();
        let talks = numbered(epoch, talks);
        let ends = posts.iter().map(|post| post.published);
        let ends = ends.chain(talks.iter().flatten().map(|comment| comment.written));
        Self {
            seed,
            start: ends.fold(epoch, Time::max),
            live: posts.iter().filter_map(|post| post.talk).collect(),
            posts,
            talks,
        }
    }

    /// Every post there is, newest first.
    pub fn posts_at(&self, now: Time) -> Vec<Post> {
        let events = trickle::POSTS.events(self.seed, self.start, now);
        let trickled = events.rev().filter_map(|n| self.trickled_post(n));
        let scripted = self.posts.iter().rev();
        let scripted = scripted.filter(|post| post.published <= now).cloned();
        trickled.chain(scripted).collect()
    }

    /// Every comment under a post, oldest first.
    pub fn comments_at(&self, post: &Post, now: Time) -> Vec<Comment> {
        let Some(talk) = post.talk else {
            return Vec::new();
        };
        let scripted = self.talks[talk].iter();
        let mut comments: Vec<Comment> = scripted
            .filter(|comment| comment.written <= now)
            .cloned()
            .collect();
        comments.sort_by_key(|comment| (comment.written, comment.number));
        let events = trickle::COMMENTS.events(self.seed, self.start, now);
        comments.extend(events.filter_map(|n| self.trickled_comment(n, talk, &post.author)));
        comments
    }

    /// What one blog shows, newest first.
    pub fn shown_at(&self, blog: &Blog, now: Time) -> Vec<Shown> {
        let posts = self.posts_at(now).into_iter();
        let posts = posts.filter(|post| post.blog == blog).take(SHOWN);
        posts.map(|post| self.show(post, now)).collect()
    }

    /// One post with its comments.
    pub fn post_at(&self, blog: &Blog, slug: &str, now: Time) -> Option<Shown> {
        let mut posts = self.posts_at(now).into_iter();
        let post = posts.find(|post| post.blog == blog && post.slug == slug)?;
        Some(self.show(post, now))
    }

    /// The number all chance here comes from.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// When there was nothing yet to ask about; what never changes is as old as this.
    pub fn beginning(&self) -> Time {
        self.posts.first().map_or(self.start, |post| post.published)
    }

    /// The six blogs in their folders.
    pub fn subscriptions() -> Vec<Subscription> {
        let subscription = |blog: &Blog| Subscription {
            url: format!("http://{}/{}", blog.host, blog.feed),
            title: Some(blog.title.to_owned()),
            site: Some(format!("http://{}/", blog.host)),
            folder: vec![blog.folder.to_owned()],
        };
        BLOGS.iter().map(subscription).collect()
    }

    fn show(&self, post: Post, now: Time) -> Shown {
        Shown {
            comments: self.comments_at(&post, now),
            post,
        }
    }

    fn trickled_post(&self, n: u64) -> Option<Post> {
        let (note, round) = trickle::note(self.seed, n);
        Some(Post {
            blog: named(note.blog)?,
            number: TRICKLED + n,
            slug: format!("{}-{round}", note.slug),
            title: note.title.replace("{n}", &round.to_string()),
            author: note.author.to_owned(),
            published: trickle::POSTS.moment(self.seed, self.start, n),
            tags: vec!["notes".to_owned()],
            image: None,
            html: note.html.to_owned(),
            talk: None,
        })
    }

    /// Who comments in a talk, one comment of each: those who did in the script and, where they are
    /// few, some from other talks.
    fn regulars(&self, talk: usize, host: &str) -> Vec<&Comment> {
        let mut people: Vec<&Comment> = Vec::new();
        let elsewhere = self.live.iter().filter(|other| **other != talk);
        for (nearness, talk) in std::iter::once(&talk).chain(elsewhere).enumerate() {
            for comment in people_of(&self.talks[*talk]) {
                let enough = nearness > 0 && people.len() >= trickle::COMPANY;
                let known = people.iter().any(|known| known.author == comment.author);
                if !enough && !known && comment.author != host {
                    people.push(comment);
                }
            }
        }
        people
    }

    /// Comment `n`, if it belongs to that talk. The people of the script write it, save the author
    /// of the post, who would not speak of it like that.
    fn trickled_comment(&self, n: u64, talk: usize, host: &str) -> Option<Comment> {
        if self.live[trickle::conversation(self.seed, n, self.live.len())] != talk {
            return None;
        }
        let spoken: Vec<&Comment> = people_of(&self.talks[talk]).collect();
        let people = self.regulars(talk, host);
        let writer = people.get(trickle::writer(self.seed, n, people.len()))?;
        let answers = match trickle::answers(self.seed, n, self.live.len(), spoken.len()) {
            Answers::Scripted(index) if spoken[index].author == writer.author => Answers::Post,
            answers => answers,
        };
        Some(Comment {
            number: TRICKLED + n,
            author: writer.author.clone(),
            url: writer.url.clone(),
            written: trickle::COMMENTS.moment(self.seed, self.start, n),
            ping: false,
            parent: match answers {
                Answers::Post => None,
                Answers::Scripted(index) => Some(spoken[index].number),
                Answers::Trickled(earlier) => Some(TRICKLED + earlier),
            },
            html: format!("<p>{}</p>", trickle::words(self.seed, n, answers)),
        })
    }
}

/// What people said, without the pings.
fn people_of(talk: &[Comment]) -> impl Iterator<Item = &Comment> {
    talk.iter().filter(|comment| !comment.ping)
}

/// Comments get numbers in the order they are written, over all talks, as on a busy site.
fn numbered(epoch: Time, talks: &[Talk]) -> Vec<Vec<Comment>> {
    let mut order: Vec<(i64, usize, usize)> = Vec::new();
    for (talk, told) in talks.iter().enumerate() {
        let remarks = told.remarks.iter().enumerate();
        order.extend(remarks.map(|(index, remark)| (remark.at, talk, index)));
    }
    order.sort_unstable();
    let places = order.into_iter().map(|(_, talk, index)| (talk, index));
    let numbers: BTreeMap<(usize, usize), u64> = places.zip(1..).collect();
    let comment = |talk: usize, index: usize, remark: &Remark| Comment {
        number: numbers[&(talk, index)],
        author: remark.author.clone(),
        url: remark.url.clone(),
        written: moved(epoch, remark.at),
        ping: remark.ping,
        parent: remark.parent.map(|parent| numbers[&(talk, parent)]),
        html: remark.html.clone(),
    };
    let talks = talks.iter().enumerate().map(|(talk, told)| {
        let remarks = told.remarks.iter().enumerate();
        remarks
            .map(|(index, remark)| comment(talk, index, remark))
            .collect()
    });
    talks.collect()
}

fn moved(epoch: Time, seconds: i64) -> Time {
    let by = Duration::from_secs(seconds.unsigned_abs());
    if seconds < 0 {
        epoch.before(by)
    } else {
        epoch.after(by)
    }
}
