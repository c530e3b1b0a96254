//! The tree of a conversation, built from what is kept of it.
//!
//! The same comments give the same tree in whatever order they came: they are put in order first, by
//! time, then by their number on the page (two in one second come in any order), then by key. Each
//! comment stands in the tree exactly once. All of it takes time in proportion to the number of
//! comments (but for sorting them) and no recursion, so a conversation may be as long and as deep as
//! it likes.

use crate::model::comment::{Comment, Conversation};
use crate::thread::forest::Forest;
use crate::thread::index::{Index, Keyed};
use crate::thread::settle::settle;
use std::sync::Arc;

/// Order of the comments at the top; answers always stand oldest first below what they answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Order {
    #[default]
    OldestFirst,
    NewestFirst,
    /// The talk in which something was said last comes first.
    Activity,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Settings {
    pub order: Order,
    /// Whether a parent may be guessed from words ("@Ana …").
    pub guess: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            order: Order::default(),
            guess: true,
        }
    }
}

/// A conversation as a tree.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Thread {
    /// Depth first: a node's descendants follow it directly.
    pub nodes: Vec<Node>,
    /// Comments held, pings included.
    pub total: usize,
    /// Those of them not yet seen.
    pub new: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub kind: NodeKind,
    /// Unique in the thread, and the same in the next tree of this conversation.
    pub key: String,
    /// Nought at the top.
    pub depth: usize,
    /// Index of the node it stands below.
    pub parent: Option<usize>,
    /// The name of the one it answers, where that is known.
    pub answers: Option<String>,
    /// The parent is known from words only.
    pub guessed: bool,
    /// Written by somebody of the same name as the entry's author.
    pub by_author: bool,
    /// How many nodes stand below it, at any depth.
    pub replies: usize,
    /// How many of those are new.
    pub new_below: usize,
    /// The last child of its parent, or the last at the top.
    pub last: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeKind {
    /// Its body no longer has the sentence that said whom it answers.
    Comment(Arc<Comment>),
    /// Answered, but not held: held back, binned, or older than the feed goes.
    Missing {
        /// Its author, as an answer calls him.
        name: Option<String>,
    },
    /// Links from elsewhere, oldest first; one node, the last at the top.
    Pings(Vec<Comment>),
}

impl Node {
    /// The comments shown at this node: one, none, or all pings.
    pub fn comments(&self) -> &[Comment] {
        match &self.kind {
            NodeKind::Comment(comment) => std::slice::from_ref(&**comment),
            NodeKind::Missing { .. } => &[],
            NodeKind::Pings(pings) => pings,
        }
    }

    /// The name it goes by: the one a comment is signed with, or the one an answer calls it by.
    pub fn name(&self) -> Option<&str> {
        let name = match &self.kind {
            NodeKind::Comment(comment) => comment.author.as_deref(),
            NodeKind::Missing { name } => name.as_deref(),
            NodeKind::Pings(_) => None,
        };
        name.map(str::trim).filter(|name| !name.is_empty())
    }

    /// Whether something at this very node has not been seen.
    pub fn is_new(&self) -> bool {
        self.comments().iter().any(|comment| !comment.read)
    }
}

impl Thread {
    /// The node with this key.
    pub fn find(&self, key: &str) -> Option<usize> {
        self.nodes.iter().position(|node| node.key == key)
    }

    /// For each level above a node, from the top, whether a line goes on below it there; as many as
    /// the node is deep. The last is the node's own level: there it goes on unless the node is `last`.
    pub fn guides(&self, node: usize) -> Vec<bool> {
        let below = |at: &usize| self.nodes[*at].parent;
        let mut guides: Vec<bool> = std::iter::successors(Some(node), below)
            .filter(|at| self.nodes[*at].parent.is_some())
            .map(|at| !self.nodes[at].last)
            .collect();
        guides.reverse();
        guides
    }
}

/// Builds the tree.
pub fn build(conversation: &Conversation, settings: Settings) -> Thread {
    let comments = conversation.comments.iter().cloned().map(Arc::new);
    let comments: Vec<Arc<Comment>> = comments.collect();
    build_of(conversation, &comments, settings)
}

/// Builds the tree of these comments, which it shares; those of `conversation` are not looked at. Nothing
/// is copied but comments of which the tree says what they would say.
pub fn build_of(
    conversation: &Conversation,
    comments: &[Arc<Comment>],
    settings: Settings,
) -> Thread {
    let mut comments = Keyed::all(comments);
    comments.sort_by_cached_key(rank);
    let index = Index::new(&conversation.entry_keys, &comments);
    let answers = settle(&comments, &index, settings.guess);
    let mut nodes = Forest::plant(&answers, settings.order).nodes(&comments, &answers, &index);
    mark_author(&mut nodes, conversation.entry_author.as_deref());
    name_parents(&mut nodes);
    sum_up(&mut nodes);
    Thread {
        nodes,
        total: comments.len(),
        new: comments.iter().filter(|keyed| !keyed.comment.read).count(),
    }
}

fn rank<'a>(keyed: &Keyed<'a>) -> impl Ord + use<'a> {
    let comment: &'a Comment = keyed.comment;
    (
        comment.published.unwrap_or(comment.first_seen),
        keyed.number(),
        comment.key.as_str(),
        comment.id,
    )
}

fn mark_author(nodes: &mut [Node], entry_author: Option<&str>) {
    let Some(author) = entry_author.map(str::trim).filter(|name| !name.is_empty()) else {
        return;
    };
    for node in nodes {
        if let NodeKind::Comment(comment) = &node.kind {
            node.by_author = comment.author.as_deref().map(str::trim) == Some(author);
        }
    }
}

fn name_parents(nodes: &mut [Node]) {
    for at in 0..nodes.len() {
        let parent = nodes[at].parent;
        let name = parent.and_then(|parent| nodes[parent].name().map(str::to_owned));
        nodes[at].answers = name;
    }
}

/// Answers stand behind what they answer, so one way from the end sees each node complete.
fn sum_up(nodes: &mut [Node]) {
    let mut has_last = vec![false; nodes.len()];
    let mut top_has_last = false;
    for at in (0..nodes.len()).rev() {
        let Some(parent) = nodes[at].parent else {
            nodes[at].last = !std::mem::replace(&mut top_has_last, true);
            continue;
        };
        nodes[at].last = !std::mem::replace(&mut has_last[parent], true);
        nodes[parent].replies += 1 + nodes[at].replies;
        nodes[parent].new_below += usize::from(nodes[at].is_new()) + nodes[at].new_below;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::comment::InReplyTo;
    use crate::model::time::Time;
    use crate::thread::sample::{answer, comment, draw, in_reply_to, said, talk};

    const UNGUESSED: Settings = Settings {
        order: Order::OldestFirst,
        guess: false,
    };
    fn check(comments: Vec<Comment>, settings: Settings, expect: &str) {
        assert_eq!(draw(&build(&talk(comments), settings)), expect);
    }

    #[test]
    fn a_sentence_that_settles_nothing_is_kept() {
        let stray = said(3, "Tom", &in_reply_to("Ana", 3, "Me?"));
        let thread = build(&talk(vec![stray.clone()]), Settings::default());
        assert_eq!(thread.nodes[0].comments(), [stray]);
    }

    #[test]
    fn comments_stand_by_time_then_number_then_key() {
        let at = |number, time| Comment {
            published: Some(Time(time)),
            ..comment(number)
        };
        let undated = Comment {
            published: None,
            first_seen: Time(150),
            ..comment(1)
        };
        let comments = vec![
            at(10, 100),
            at(9, 100),
            at(8, 200),
            undated.clone(),
            at(7, 300),
        ];
        check(comments, Settings::default(), "9 10 1 8 7");
        let keyed = |id: i64, key: &str| Comment {
            id: crate::model::comment::CommentId(id),
            key: key.to_owned(),
            link: None,
            ..undated.clone()
        };
        let comments = vec![keyed(1, "b"), keyed(2, "a"), keyed(3, "c")];
        check(comments, Settings::default(), "2 1 3");
    }

    #[test]
    fn circles_are_cut_where_the_talk_began() {
        let circle = vec![answer(1, 3), answer(2, 1), answer(3, 2), answer(4, 3)];
        check(circle, Settings::default(), "1(2(3(4)))");
        let into = vec![answer(1, 2), answer(2, 3), answer(3, 2)];
        check(into, Settings::default(), "2(1 3)");
        check(vec![answer(1, 1)], Settings::default(), "1");
    }

    #[test]
    fn a_guess_gives_way_before_a_statement() {
        let early = Comment {
            author: Some("Ana".to_owned()),
            ..answer(1, 2)
        };
        let comments = vec![early, said(2, "Tom", "@Ana here I am")];
        check(comments, Settings::default(), "2(1)");
    }

    #[test]
    fn answers_to_one_missing_comment_stand_together() {
        let comments = vec![
            said(5, "Bo", &in_reply_to("", 3, "No.")),
            said(6, "Tom", &in_reply_to("Ana", 3, "Yes.")),
            comment(4),
            answer(7, 5),
            answer(8, 3),
        ];
        check(comments, Settings::default(), "4 ?3:Ana(5(7) 6 8)");
    }

    #[test]
    fn a_missing_comment_fills_its_place_and_keeps_its_key() {
        let early = vec![said(5, "Tom", &in_reply_to("Ana", 3, "Yes.")), comment(4)];
        let mut late = early.clone();
        late.push(comment(3));
        check(late.clone(), Settings::default(), "3(5) 4");
        let find = |comments| {
            let thread = build(&talk(comments), Settings::default());
            let five = thread.find("#5").unwrap();
            thread.nodes[thread.nodes[five].parent.unwrap()].key.clone()
        };
        assert_eq!(find(early), find(late));
    }

    #[test]
    fn mailing_lists_thread_by_id_alone() {
        let mail = |number: u32, to: u32| Comment {
            key: format!("urn:uuid:{number}"),
            link: Some(format!("https://list.example/{number}/")),
            in_reply_to: (to > 0)
                .then(|| InReplyTo {
                    id: Some(format!("urn:uuid:{to}")),
                    href: Some(format!("https://list.example/{to}/")),
                })
                .into_iter()
                .collect(),
            ..comment(number)
        };
        let mails = vec![mail(3, 2), mail(1, 0), mail(2, 1), mail(5, 4)];
        check(mails, Settings::default(), "1(2(3)) ?urn:uuid:4(5)");
        let mut by_address = mail(5, 4);
        by_address.in_reply_to[0].id = None;
        let stand_in = "?list.example/4(5)";
        check(vec![by_address], Settings::default(), stand_in);
    }

    #[test]
    fn the_latest_earlier_word_of_a_person_is_what_is_answered() {
        let comments = vec![
            said(1, "Ana", "One."),
            said(2, "Ana", "Two."),
            said(3, "Tom", "Ana: which?"),
            said(4, "Ana", "Three."),
        ];
        check(comments, Settings::default(), "1 2(~3) 4");
    }

    #[test]
    fn pings_neither_address_nor_are_addressed() {
        let comments = vec![
            said(1, "Steam", "One."),
            said(2, "Steam", "[…] Steam: a kettle […]"),
            said(3, "Tom", "@Steam nice"),
        ];
        check(comments, Settings::default(), "1(~3) pings[2]");
    }

    #[test]
    fn a_ping_somebody_answered_stays_in_the_talk() {
        let ping = said(1, "Steam", "[…] a kettle […]");
        check(vec![ping, answer(2, 1)], Settings::default(), "1(2)");
    }

    #[test]
    fn one_comment_kept_twice_is_shown_twice_under_two_names() {
        let twin = Comment {
            id: crate::model::comment::CommentId(9),
            ..comment(1)
        };
        let thread = build(&talk(vec![twin, comment(1), answer(2, 1)]), UNGUESSED);
        assert_eq!(draw(&thread), "1(2) 9");
        assert_ne!(thread.nodes[0].key, thread.nodes[2].key);
    }

    #[test]
    fn counts_tell_what_is_below_and_what_is_new() {
        let new = |comment| Comment {
            read: false,
            ..comment
        };
        let comments = vec![
            new(comment(1)),
            answer(2, 1),
            new(answer(3, 2)),
            new(answer(4, 1)),
            new(said(5, "Steam", "[…] a kettle […]")),
        ];
        let thread = build(&talk(comments), Settings::default());
        assert_eq!((thread.total, thread.new), (5, 4));
        let sums = |key: &str| {
            let node = &thread.nodes[thread.find(key).unwrap()];
            (node.replies, node.new_below, node.is_new())
        };
        assert_eq!(sums("#1"), (3, 2, true));
        assert_eq!(sums("#2"), (1, 1, false));
        assert_eq!(sums("#3"), (0, 0, true));
        assert_eq!(sums("pings"), (0, 0, true));
        assert_eq!(thread.find("#9"), None);
    }

    #[test]
    fn guides_run_on_where_the_talk_goes_on() {
        let comments = vec![
            comment(1),
            answer(2, 1),
            answer(3, 2),
            answer(4, 1),
            comment(5),
        ];
        let thread = build(&talk(comments), Settings::default());
        let guides: Vec<Vec<bool>> = (0..5).map(|node| thread.guides(node)).collect();
        let expect: [&[bool]; 5] = [&[], &[true], &[true, false], &[false], &[]];
        assert_eq!(guides, expect);
        let last: Vec<bool> = thread.nodes.iter().map(|node| node.last).collect();
        assert_eq!(last, [false, false, true, true, true]);
    }

    #[test]
    fn the_author_of_the_entry_is_marked() {
        let mut conversation = talk(vec![said(1, "Ana", ""), said(2, " Tom ", ""), comment(3)]);
        conversation.entry_author = Some("Tom".to_owned());
        let marks = |conversation: &Conversation| {
            let nodes = build(conversation, Settings::default()).nodes;
            nodes.iter().map(|node| node.by_author).collect::<Vec<_>>()
        };
        assert_eq!(marks(&conversation), [false, true, false]);
        conversation.entry_author = Some(String::new());
        assert_eq!(marks(&conversation), [false, false, false]);
    }

    #[test]
    fn whom_a_node_answers_is_told_by_name() {
        let named = |comment: Comment, author: &str| Comment {
            author: Some(author.to_owned()),
            ..comment
        };
        let comments = vec![
            said(1, " Ana ", "One."),
            named(answer(2, 1), ""),
            answer(3, 2),
            said(5, "Tom", &in_reply_to("Withdrawn", 4, "Yes.")),
        ];
        let thread = build(&talk(comments), Settings::default());
        let answers: Vec<_> = thread.nodes.iter().map(|n| n.answers.as_deref()).collect();
        let expect = [None, Some("Ana"), None, None, Some("Withdrawn")];
        assert_eq!(answers, expect);
    }

    #[test]
    fn nothing_said_yet_is_an_empty_tree() {
        check(Vec::new(), Settings::default(), "");
    }

    #[test]
    fn a_thousand_answers_deep_is_still_a_tree() {
        let chain: Vec<Comment> = (1..=5000).map(|n| answer(n, n - 1)).collect();
        let thread = build(&talk(chain), Settings::default());
        assert_eq!(thread.nodes.len(), 5001);
        assert_eq!(thread.nodes[5000].depth, 5000);
        assert_eq!(thread.guides(5000), vec![false; 5000]);
        assert_eq!(thread.nodes[0].replies, 5000);
    }
}
