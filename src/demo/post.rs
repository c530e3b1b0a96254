//! A post and the comments under it, as they stand at one moment.

use crate::demo::blog::Blog;
use crate::model::time::Time;

/// One post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    pub blog: &'static Blog,
    /// Its number on the site, as in `?p=4`.
    pub number: u64,
    /// The last part of its address: letters, digits and hyphens.
    pub slug: String,
    /// Plain text, may hold `&` and `<`; empty for a note without one.
    pub title: String,
    pub author: String,
    pub published: Time,
    pub tags: Vec<String>,
    /// The path of a picture that stands for it.
    pub image: Option<String>,
    pub html: String,
    /// Which of the world's conversations is under it.
    pub talk: Option<usize>,
    /// Nobody can comment any more.
    pub closed: bool,
    /// Another page that it points to.
    pub link: Option<String>,
    /// In a mailing list, the slug of the message it answers.
    pub answers: Option<String>,
}

/// One comment, or a ping, which is a comment another site makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Its number on the site, as in `#comment-12`.
    pub number: u64,
    pub author: String,
    pub url: Option<String>,
    pub written: Time,
    /// Since when it stands there, or is away, as it is.
    pub touched: Time,
    pub ping: bool,
    /// The number of the comment it answers; nothing where it answers the post.
    pub parent: Option<u64>,
    pub html: String,
}

/// A post with what is under it at some moment, oldest comment first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    pub post: Post,
    pub comments: Vec<Comment>,
    /// Comments that are held back or were thrown away; their site knows them.
    pub hidden: Vec<Comment>,
}

impl Shown {
    /// When the newest thing here was written, let in, changed or thrown away.
    pub fn changed(&self) -> Time {
        let touched = self.comments.iter().chain(&self.hidden);
        let newest = touched.map(|comment| comment.touched).max();
        newest.map_or(self.post.published, |at| at.max(self.post.published))
    }

    /// The comment with that number, if everyone can see it.
    pub fn comment(&self, number: u64) -> Option<&Comment> {
        self.comments
            .iter()
            .find(|comment| comment.number == number)
    }

    /// The comment with that number, though it may be hidden.
    pub fn known(&self, number: u64) -> Option<&Comment> {
        let hidden = || self.hidden.iter().find(|comment| comment.number == number);
        self.comment(number).or_else(hidden)
    }

    /// Whether there is a talk here, or could be one.
    pub fn has_talk(&self) -> bool {
        self.post.blog.has_talks() && !(self.post.closed && self.comments.is_empty())
    }
}
