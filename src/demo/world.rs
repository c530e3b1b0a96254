//! The demo's web as it stands at a moment: which posts and comments there are, and by whom.

use crate::demo::address;
use crate::demo::blog::{BLOGS, Blog, Door, Format, named};
use crate::demo::chance::draw;
use crate::demo::content::{self, Draft, Pace, Talk};
use crate::demo::post::{Comment, Post, Shown};
use crate::demo::script::{self, Scripted, Standing};
use crate::demo::trickle::{self, Answers, Rhythm};
use crate::model::opml::Subscription;
use crate::model::time::Time;

/// How many posts a blog shows on its page and in its feed.
const SHOWN: usize = 20;

/// Numbers of posts and comments that trickle in start here, above all those of the script.
const TRICKLED: u64 = 10_000;
/// Those of slow talks have numbers of their own.
const TRICKLED_SLOWLY: u64 = 1_000_000;

/// Everything that ever exists, to be asked what exists at a moment.
#[derive(Debug)]
pub struct World {
    seed: u64,
    /// The end of the script, from which on the rest trickles in.
    start: Time,
    /// Oldest first.
    posts: Vec<Post>,
    talks: Vec<Vec<Scripted>>,
    flows: [Flow; 2],
}

/// Talks that go on after the script, and how fast.
#[derive(Debug)]
struct Flow {
    rhythm: Rhythm,
    /// What its chance comes from.
    seed: u64,
    /// The number of its first comment.
    first: u64,
    talks: Vec<usize>,
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

    /// A web of these posts and talks; a post whose blog is none of its sites is left out.
    pub fn of(seed: u64, epoch: Time, drafts: Vec<Draft>, talks: &[Talk]) -> Self {
        let pace_of = |talk: &Talk| {
            let under = drafts
                .iter()
                .find(|draft| draft.talk.as_ref() == Some(&talk.name));
            under.map_or(Pace::Still, |draft| draft.pace)
        };
        let paces: Vec<Pace> = talks.iter().map(pace_of).collect();
        let posts = script::posts(epoch, drafts, talks);
        let talks = script::talks(epoch, talks);
        let flow = |pace: Pace, rhythm: Rhythm, seed: u64, first: u64| Flow {
            rhythm,
            seed,
            first,
            talks: posts
                .iter()
                .filter_map(|post| post.talk)
                .filter(|talk| paces[*talk] == pace)
                .collect(),
        };
        let flows = [
            flow(Pace::Lively, trickle::COMMENTS, seed, TRICKLED),
            flow(
                Pace::Slow,
                trickle::SLOW_COMMENTS,
                draw(seed, 2),
                TRICKLED_SLOWLY,
            ),
        ];
        let ends = posts.iter().map(|post| post.published);
        let written = talks.iter().flatten().map(|told| told.comment.written);
        Self {
            seed,
            start: ends.chain(written).fold(epoch, Time::max),
            flows,
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

    /// Every comment under a post that everyone can see, oldest first.
    pub fn comments_at(&self, post: &Post, now: Time) -> Vec<Comment> {
        self.talk_at(post, now).0
    }

    /// The comments under a post, oldest first, and those that are hidden.
    fn talk_at(&self, post: &Post, now: Time) -> (Vec<Comment>, Vec<Comment>) {
        let (mut comments, mut hidden) = (Vec::new(), Vec::new());
        let Some(talk) = post.talk else {
            return (comments, hidden);
        };
        for standing in self.talks[talk].iter().filter_map(|told| told.at(now)) {
            match standing {
                Standing::Shown(comment) => comments.push(comment),
                Standing::Hidden(comment) => hidden.push(comment),
            }
        }
        comments.sort_by_key(|comment| (comment.written, comment.number));
        if let Some(flow) = self.flows.iter().find(|flow| flow.talks.contains(&talk)) {
            let events = flow.rhythm.events(flow.seed, self.start, now);
            let said = events.filter_map(|n| self.trickled_comment(flow, n, talk, &post.author));
            comments.extend(said);
        }
        (comments, hidden)
    }

    /// What one blog shows, newest first.
    pub fn shown_at(&self, blog: &Blog, now: Time) -> Vec<Shown> {
        let posts = self.posts_at(now).into_iter();
        let posts = posts.filter(|post| post.blog == blog).take(SHOWN);
        posts.map(|post| self.show(post, now)).collect()
    }

    /// One post with its comments.
    pub fn post_at(&self, blog: &Blog, slug: &str, now: Time) -> Option<Shown> {
        self.find_at(blog, now, |post| post.slug == slug)
    }

    /// One post by its number.
    pub fn numbered_at(&self, blog: &Blog, number: u64, now: Time) -> Option<Shown> {
        self.find_at(blog, now, |post| post.number == number)
    }

    /// One story of a board by its letters.
    pub fn story_at(&self, blog: &Blog, code: &str, now: Time) -> Option<Shown> {
        self.find_at(blog, now, |post| address::story_code(&post.slug) == code)
    }

    fn find_at(&self, blog: &Blog, now: Time, wanted: impl Fn(&Post) -> bool) -> Option<Shown> {
        let mut posts = self.posts_at(now).into_iter();
        let post = posts.find(|post| post.blog == blog && wanted(post))?;
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

    /// The sites in their folders.
    pub fn subscriptions() -> Vec<Subscription> {
        let subscription = |blog: &Blog| {
            let comments = address::all_comments_feed(blog, Format::Rss);
            let (url, title) = match comments.filter(|_| blog.door == Door::Comments) {
                Some(comments) => (comments, format!("Comments for {}", blog.title)),
                None => (
                    address::posts_feed(blog, blog.format),
                    blog.title.to_owned(),
                ),
            };
            Subscription {
                url,
                title: Some(title),
                site: Some(address::home(blog)),
                folder: vec![blog.folder.to_owned()],
            }
        };
        BLOGS.iter().map(subscription).collect()
    }

    fn show(&self, post: Post, now: Time) -> Shown {
        let (comments, hidden) = self.talk_at(&post, now);
        Shown {
            post,
            comments,
            hidden,
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
            closed: false,
            link: None,
            answers: None,
        })
    }

    /// Who comments in a talk, one comment of each: those who did in the script and, where they are
    /// few, some from other talks.
    fn regulars(&self, flow: &Flow, talk: usize, host: &str) -> Vec<&Comment> {
        let mut people: Vec<&Comment> = Vec::new();
        let elsewhere = flow.talks.iter().filter(|other| **other != talk);
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

    /// Comment `n` of a flow, if it belongs to that talk. The people of the script write it, save the
    /// author of the post, who would not speak of it like that.
    fn trickled_comment(&self, flow: &Flow, n: u64, talk: usize, host: &str) -> Option<Comment> {
        let (seed, talks) = (flow.seed, flow.talks.len());
        if flow.talks[trickle::conversation(seed, n, talks)] != talk {
            return None;
        }
        let spoken: Vec<&Comment> = people_of(&self.talks[talk]).collect();
        let people = self.regulars(flow, talk, host);
        let writer = people.get(trickle::writer(seed, n, people.len()))?;
        let answers = match trickle::answers(seed, n, talks, spoken.len()) {
            Answers::Scripted(index) if spoken[index].author == writer.author => Answers::Post,
            answers => answers,
        };
        let written = flow.rhythm.moment(seed, self.start, n);
        Some(Comment {
            number: flow.first + n,
            author: writer.author.clone(),
            url: writer.url.clone(),
            written,
            touched: written,
            ping: false,
            parent: match answers {
                Answers::Post => None,
                Answers::Scripted(index) => Some(spoken[index].number),
                Answers::Trickled(earlier) => Some(flow.first + earlier),
            },
            html: format!("<p>{}</p>", trickle::words(seed, n, answers)),
        })
    }
}

/// What people said, without the pings and without what does not stay.
fn people_of(talk: &[Scripted]) -> impl Iterator<Item = &Comment> {
    let stay = talk.iter().filter(|told| told.counts());
    stay.map(|told| &told.comment)
}
