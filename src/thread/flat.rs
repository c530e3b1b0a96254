//! A conversation as a list by time, without the tree: everybody's words in the order they were said.

use crate::model::time::Time;
use crate::thread::tree::{Node, NodeKind, Thread};

/// All that is held, in one list; each node still knows whom it answers, and keeps its key. Mentions on
/// other pages stay the last. Comments of one second stand as they do in the tree.
pub fn flatten(tree: &Thread, newest_first: bool) -> Thread {
    let timed = tree.nodes.iter().enumerate();
    let mut timed: Vec<(Time, usize)> = timed
        .filter_map(|(at, node)| Some((written(node)?, at)))
        .collect();
    timed.sort_unstable();
    if newest_first {
        timed.reverse();
    }
    let mentions = |at: &usize| matches!(tree.nodes[*at].kind, NodeKind::Pings(_));
    let order: Vec<usize> = timed
        .into_iter()
        .map(|(_, at)| at)
        .chain((0..tree.nodes.len()).filter(mentions))
        .collect();
    let mut places = vec![None; tree.nodes.len()];
    for (place, at) in order.iter().enumerate() {
        places[*at] = Some(place);
    }
    let nodes = order.iter().enumerate().map(|(place, at)| {
        let node = tree.nodes[*at].clone();
        Node {
            depth: 0,
            parent: node.parent.and_then(|parent| places[parent]),
            replies: 0,
            new_below: 0,
            last: place + 1 == order.len(),
            ..node
        }
    });
    Thread {
        nodes: nodes.collect(),
        total: tree.total,
        new: tree.new,
    }
}

/// When it was written; nothing for what is no one comment.
fn written(node: &Node) -> Option<Time> {
    match &node.kind {
        NodeKind::Comment(comment) => Some(comment.published.unwrap_or(comment.first_seen)),
        NodeKind::Missing { .. } | NodeKind::Pings(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::sample::{answer, comment, draw, in_reply_to, said, talk};
    use crate::thread::tree::{Settings, build};

    #[test]
    fn everybody_is_heard_in_turn_and_still_answers_somebody() {
        let comments = vec![
            said(1, "Ana", "One."),
            comment(2),
            answer(3, 1),
            said(9, "Tom", &in_reply_to("Withdrawn", 8, "Yes.")),
            said(4, "Steam", "[…] a kettle […]"),
        ];
        let tree = build(&talk(comments), Settings::default());
        assert_eq!(draw(&tree), "1(3) 2 ?8:Withdrawn(9) pings[4]");
        let flat = flatten(&tree, false);
        assert_eq!(draw(&flat), "1 2 3 9 pings[4]");
        assert_eq!(draw(&flatten(&tree, true)), "9 3 2 1 pings[4]");
        let told = |at: usize| (flat.nodes[at].parent, flat.nodes[at].answers.as_deref());
        assert_eq!(told(2), (Some(0), Some("Ana")));
        assert_eq!(told(3), (None, Some("Withdrawn")));
        assert_eq!(flat.nodes.iter().filter(|node| node.last).count(), 1);
    }
}
