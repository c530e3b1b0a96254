//! Decides for every comment what it answers: signs first, then words, then circles are cut.

use crate::thread::index::{Index, Keyed};
use crate::thread::parents::{self, Parent, Signs};
use crate::thread::pings::is_ping;
use crate::thread::words::Speakers;

/// What one comment answers, settled.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) signs: Signs,
    /// The parent is known from words only.
    pub(super) guessed: bool,
    /// It has the shape of a ping and answers no comment.
    pub(super) ping: bool,
}

/// One answer for each of `comments`, which must stand in their final order: a guess looks only at
/// what was said before. No answers go round in a circle.
pub(super) fn settle(comments: &[Keyed], index: &Index, guess: bool) -> Vec<Answer> {
    let mut speakers = Speakers::default();
    let mut answers = Vec::with_capacity(comments.len());
    for (at, keyed) in comments.iter().enumerate() {
        let (comment, author) = (keyed.comment, keyed.comment.author.as_deref());
        let mut signs = parents::read(comment, at, index);
        let at_top = matches!(signs.parent, None | Some(Parent::Entry));
        let ping = at_top && is_ping(comment);
        let mut guessed = false;
        if guess && !ping && signs.parent.is_none() {
            let earlier = speakers.addressed(&comment.body, author);
            signs.parent = earlier.map(Parent::Comment);
            guessed = earlier.is_some();
        }
        if !ping {
            speakers.heard(author, at);
        }
        answers.push(Answer {
            signs,
            guessed,
            ping,
        });
    }
    cut_circles(&mut answers);
    answers
}

/// Every comment has one parent at most, so a walk upwards ends at the top, where an earlier walk has
/// been, or where it has been itself: in a circle.
fn cut_circles(answers: &mut [Answer]) {
    let mut walked_by = vec![None; answers.len()];
    for start in 0..answers.len() {
        let mut path = Vec::new();
        let mut next = Some(start);
        while let Some(at) = next.filter(|at| walked_by[*at].is_none()) {
            walked_by[at] = Some(start);
            path.push(at);
            next = match answers[at].signs.parent {
                Some(Parent::Comment(parent)) => Some(parent),
                _ => None,
            };
        }
        let closed = next.and_then(|end| path.iter().position(|at| *at == end));
        if let Some(from) = closed {
            cut(answers, &path[from..]);
        }
    }
}

/// Lets go of the weakest link: a guess before a statement, then the answer that was written first.
fn cut(answers: &mut [Answer], circle: &[usize]) {
    let weakest = circle
        .iter()
        .min_by_key(|at| (!answers[**at].guessed, **at));
    if let Some(at) = weakest.copied() {
        answers[at].signs = Signs::default();
        answers[at].guessed = false;
    }
}
