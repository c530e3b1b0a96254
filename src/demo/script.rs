//! The texts laid out in time: posts and comments with their moments and numbers, and what befalls them.

use crate::demo::blog::named;
use crate::demo::content::{Draft, Talk};
use crate::demo::post::{Comment, Post};
use crate::demo::talk::Remark;
use crate::model::time::Time;
use std::collections::BTreeMap;
use std::time::Duration;

/// A comment of the script.
#[derive(Debug, Clone)]
pub struct Scripted {
    /// As it was written.
    pub comment: Comment,
    /// It is held back until then.
    approved: Option<Time>,
    /// It is thrown away then.
    binned: Option<Time>,
    /// When its text is changed, and what it says from then on.
    edited: Option<(Time, String)>,
}

/// How a comment stands at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    Shown(Comment),
    /// Held back, or thrown away.
    Hidden(Comment),
}

impl Scripted {
    /// How it stands at `now`, if it was written by then.
    pub fn at(&self, now: Time) -> Option<Standing> {
        let mut comment = self.comment.clone();
        if comment.written > now {
            return None;
        }
        if self.approved.is_some_and(|at| at > now) {
            return Some(Standing::Hidden(comment));
        }
        comment.touched = comment.touched.max(self.approved.unwrap_or(Time(i64::MIN)));
        if let Some((at, html)) = self.edited.as_ref().filter(|(at, _)| *at <= now) {
            comment.touched = comment.touched.max(*at);
            comment.html.clone_from(html);
        }
        match self.binned.filter(|at| *at <= now) {
            Some(at) => Some(Standing::Hidden(Comment {
                touched: at,
                ..comment
            })),
            None => Some(Standing::Shown(comment)),
        }
    }

    /// A person said it, and it stays.
    pub fn counts(&self) -> bool {
        !self.comment.ping && self.binned.is_none()
    }
}

/// The posts of these drafts, oldest first. One whose blog is not there is left out.
pub fn posts(epoch: Time, mut drafts: Vec<Draft>, talks: &[Talk]) -> Vec<Post> {
    drafts.sort_by(|one, other| (one.at, &one.slug).cmp(&(other.at, &other.slug)));
    let talk_of = |name: String| talks.iter().position(|talk| talk.name == name);
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
            talk: draft.talk.and_then(talk_of),
            closed: draft.closed,
            link: draft.link,
            answers: draft.answers,
        })
    });
    posts.collect()
}

/// Comments get numbers in the order they are written, over all talks, as on a busy site.
pub fn talks(epoch: Time, talks: &[Talk]) -> Vec<Vec<Scripted>> {
    let mut order: Vec<(i64, usize, usize)> = Vec::new();
    for (talk, told) in talks.iter().enumerate() {
        let remarks = told.remarks.iter().enumerate();
        order.extend(remarks.map(|(index, remark)| (remark.at, talk, index)));
    }
    order.sort_unstable();
    let places = order.into_iter().map(|(_, talk, index)| (talk, index));
    let numbers: BTreeMap<(usize, usize), u64> = places.zip(1..).collect();
    let scripted = |talk: usize, index: usize, remark: &Remark| Scripted {
        comment: Comment {
            number: numbers[&(talk, index)],
            author: remark.author.clone(),
            url: remark.url.clone(),
            written: moved(epoch, remark.at),
            touched: moved(epoch, remark.at),
            ping: remark.ping,
            parent: remark.parent.map(|parent| numbers[&(talk, parent)]),
            html: remark.html.clone(),
        },
        approved: remark.approved.map(|at| moved(epoch, at)),
        binned: remark.binned.map(|at| moved(epoch, at)),
        edited: remark
            .edited
            .as_ref()
            .map(|(at, html)| (moved(epoch, *at), html.clone())),
    };
    let talks = talks.iter().enumerate().map(|(talk, told)| {
        let remarks = told.remarks.iter().enumerate();
        remarks
            .map(|(index, remark)| scripted(talk, index, remark))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::talk::parse;

    const EPOCH: Time = Time(1_000_000);

    fn only(outline: &str) -> Scripted {
        let talk = Talk {
            name: "only".into(),
            remarks: parse(outline).unwrap(),
        };
        talks(EPOCH, &[talk]).remove(0).remove(0)
    }

    #[test]
    fn a_comment_is_hidden_until_it_is_approved_and_after_it_is_binned() {
        let told =
            only("Old Salt 1h\n! approved +90s\n| First.\n! edited +2m\n| Then.\n! binned +5m");
        let written = EPOCH.before(Duration::from_hours(1));
        let check = |seconds: u64, shown: bool, text: &str, touched: Time| {
            let now = EPOCH.after(Duration::from_secs(seconds));
            let (is_shown, comment) = match told.at(now).expect("it was written an hour ago") {
                Standing::Shown(comment) => (true, comment),
                Standing::Hidden(comment) => (false, comment),
            };
            assert_eq!(
                (is_shown, comment.html.as_str()),
                (shown, text),
                "{seconds}"
            );
            assert_eq!((comment.touched, comment.written), (touched, written));
        };
        let after = |seconds| EPOCH.after(Duration::from_secs(seconds));
        check(0, false, "<p>First.</p>", written);
        check(90, true, "<p>First.</p>", after(90));
        check(120, true, "<p>Then.</p>", after(120));
        check(300, false, "<p>Then.</p>", after(300));
        assert_eq!(told.at(EPOCH.before(Duration::from_hours(2))), None);
    }
}
