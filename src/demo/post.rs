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
}

/// One comment, or a ping, which is a comment another site makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Its number on the site, as in `#comment-12`.
    pub number: u64,
    pub author: String,
    pub url: Option<String>,
    pub written: Time,
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
}

impl Shown {
    /// When the newest thing here was written.
    pub fn changed(&self) -> Time {
        let newest = self.comments.iter().map(|comment| comment.written).max();
        newest.map_or(self.post.published, |at| at.max(self.post.published))
    }

    /// The comment with that number.
    pub fn comment(&self, number: u64) -> Option<&Comment> {
        self.comments
            .iter()
            .find(|comment| comment.number == number)
    }
}
