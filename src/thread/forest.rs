//! Who stands below whom, and the nodes made from that.
//!
//! Comments are counted by their place in the ordered list; comments that are answered but not held
//! are counted on behind them.

use crate::model::comment::Comment;
use crate::thread::index::{Index, Keyed};
use crate::thread::parents::Parent;
use crate::thread::prose::remove_sentence;
use crate::thread::settle::Answer;
use crate::thread::tree::{Node, NodeKind, Order};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The name of the node of pings.
const PINGS: &str = "pings";

pub(super) struct Forest<'a> {
    /// An absent comment stands where the first answer to it would.
    roots: Vec<usize>,
    children: Vec<Vec<usize>>,
    absent: Vec<Absent<'a>>,
    pings: Vec<usize>,
}

/// A comment that is answered but not held.
struct Absent<'a> {
    key: &'a str,
    name: Option<&'a str>,
}

impl<'a> Forest<'a> {
    pub(super) fn plant(answers: &'a [Answer], order: Order) -> Self {
        let mut forest = Self {
            roots: Vec::new(),
            children: vec![Vec::new(); answers.len()],
            absent: Vec::new(),
            pings: Vec::new(),
        };
        let mut absent_at = HashMap::new();
        for (at, answer) in answers.iter().enumerate() {
            match &answer.signs.parent {
                Some(Parent::Comment(parent)) => forest.children[*parent].push(at),
                Some(Parent::Missing(key)) => {
                    let stand_in = absent_at
                        .entry(key.as_str())
                        .or_insert_with(|| forest.stand_in(key));
                    forest.children[*stand_in].push(at);
                    let name = answer.signs.sentence.as_deref().filter(|n| !n.is_empty());
                    let absent = &mut forest.absent[*stand_in - answers.len()];
                    absent.name = absent.name.or(name);
                }
                Some(Parent::Entry) | None => forest.roots.push(at),
            }
        }
        forest.gather_pings(answers);
        match order {
            Order::OldestFirst => {}
            Order::NewestFirst => forest.roots.reverse(),
            Order::Activity => forest.put_the_liveliest_first(answers.len()),
        }
        forest
    }

    /// Comments are counted in the order they were written in, so the last one below a root has the
    /// highest number. Of `held` comments none is below two roots: there are no ties.
    fn put_the_liveliest_first(&mut self, held: usize) {
        let mut roots: Vec<(usize, usize)> = self
            .roots
            .iter()
            .map(|root| (self.last_below(*root, held), *root))
            .collect();
        roots.sort_unstable_by(|one, other| other.cmp(one));
        self.roots = roots.into_iter().map(|(_, root)| root).collect();
    }

    fn last_below(&self, root: usize, held: usize) -> usize {
        let mut last = 0;
        let mut stack = vec![root];
        while let Some(at) = stack.pop() {
            if at < held {
                last = last.max(at);
            }
            stack.extend(&self.children[at]);
        }
        last
    }

    fn stand_in(&mut self, key: &'a str) -> usize {
        let at = self.children.len();
        self.roots.push(at);
        self.children.push(Vec::new());
        self.absent.push(Absent { key, name: None });
        at
    }

    /// A ping that somebody answered stays in the talk.
    fn gather_pings(&mut self, answers: &[Answer]) {
        let is_lone_ping = |at: usize| {
            let ping = answers.get(at).is_some_and(|answer| answer.ping);
            ping && self.children[at].is_empty()
        };
        (self.pings, self.roots) = self.roots.iter().partition(|at| is_lone_ping(**at));
    }

    /// The nodes depth first, without their sums. `comments` and `answers` are those it was planted from.
    pub(super) fn nodes(&self, comments: &[Keyed], answers: &[Answer], index: &Index) -> Vec<Node> {
        let mut names = Names::default();
        let comment_keys = comments.iter().enumerate();
        let mut keys: Vec<String> = comment_keys
            .map(|(at, keyed)| index.key_of(keyed, at))
            .chain(self.absent.iter().map(|absent| absent.key.to_owned()))
            .map(|key| names.give(key))
            .collect();
        let mut nodes: Vec<Node> = Vec::with_capacity(keys.len() + 1);
        let mut stack: Vec<(usize, Option<usize>)> =
            self.roots.iter().rev().map(|at| (*at, None)).collect();
        while let Some((at, parent)) = stack.pop() {
            let children = self.children[at].iter().rev();
            stack.extend(children.map(|child| (*child, Some(nodes.len()))));
            let kind = match comments.get(at) {
                Some(keyed) => NodeKind::Comment(shown(keyed.comment, &answers[at])),
                None => self.missing(at - comments.len()),
            };
            nodes.push(Node {
                depth: parent.map_or(0, |parent| nodes[parent].depth + 1),
                parent,
                guessed: answers.get(at).is_some_and(|answer| answer.guessed),
                ..bare_node(kind, std::mem::take(&mut keys[at]))
            });
        }
        if !self.pings.is_empty() {
            let pings = self.pings.iter();
            let pings = pings.map(|at| Comment::clone(comments[*at].comment));
            let kind = NodeKind::Pings(pings.collect());
            nodes.push(bare_node(kind, PINGS.to_owned()));
        }
        nodes
    }

    fn missing(&self, place: usize) -> NodeKind {
        NodeKind::Missing {
            name: self.absent[place].name.map(str::to_owned),
        }
    }
}

/// The comment as it is read: the tree says whom it answers, so its text need not.
fn shown(comment: &Arc<Comment>, answer: &Answer) -> Arc<Comment> {
    let mut comment = Arc::clone(comment);
    if answer.signs.sentence.is_some() {
        remove_sentence(&mut Arc::make_mut(&mut comment).body);
    }
    comment
}

fn bare_node(kind: NodeKind, key: String) -> Node {
    Node {
        kind,
        key,
        depth: 0,
        parent: None,
        answers: None,
        guessed: false,
        by_author: false,
        replies: 0,
        new_below: 0,
        last: false,
    }
}

/// Gives every node a name of its own, also where two comments have the same.
struct Names {
    taken: HashSet<String>,
    asked: HashMap<String, usize>,
}

impl Default for Names {
    fn default() -> Self {
        Self {
            taken: HashSet::from([PINGS.to_owned()]),
            asked: HashMap::new(),
        }
    }
}

impl Names {
    fn give(&mut self, wanted: String) -> String {
        if self.taken.insert(wanted.clone()) {
            return wanted;
        }
        let times = self.asked.entry(wanted.clone()).or_insert(1);
        loop {
            *times += 1;
            let name = format!("{wanted} {times}");
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
    }
}
