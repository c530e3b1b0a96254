//! A conversation as Markdown that reads well in a note: an answer is a quotation within what it answers.

use crate::cli::comments::state;
use crate::model::comment::{Comment, Conversation};
use crate::model::entry::EntryRow;
use crate::text::markdown::{self, Manner, escaped, link, quoted};
use crate::thread::tree::{Node, NodeKind, Thread};
use jiff::tz::TimeZone;

/// Quotations within quotations; deeper answers stand below one another and name whom they answer.
const DEEPEST: usize = 12;

/// The whole conversation.
pub fn lines(
    row: &EntryRow,
    conversation: &Conversation,
    thread: &Thread,
    zone: &TimeZone,
) -> Vec<String> {
    let title = match &row.link {
        Some(address) => link(row.name(), address),
        None => escaped(row.name()),
    };
    let mut state = vec![row.feed_title.clone()];
    state.extend(state::parts(conversation, thread, zone));
    let mut lines = vec![
        format!("# {title}"),
        String::new(),
        escaped(&state.join(" · ")),
    ];
    let mut before = 0;
    for node in &thread.nodes {
        let depth = node.depth.min(DEEPEST);
        // An empty line of the outer quotation ends the inner one.
        lines.extend(within(vec![String::new()], before.min(depth)));
        lines.extend(within(at(thread, node, zone), depth));
        before = depth;
    }
    lines
}

fn at(thread: &Thread, node: &Node, zone: &TimeZone) -> Vec<String> {
    match &node.kind {
        NodeKind::Comment(comment) => {
            let mut details = state::details(comment, node.by_author, zone);
            let answered = state::answered(thread, node);
            let is_told = node.depth <= DEEPEST && !node.guessed;
            match answered.filter(|_| !is_told) {
                Some(name) if node.guessed => details.push(format!("seems to answer {name}")),
                Some(name) => details.push(format!("answers {name}")),
                None => {}
            }
            said(comment, &details)
        }
        NodeKind::Missing { name } => {
            vec![format!("*{}*", escaped(&state::stand_in(name.as_deref())))]
        }
        NodeKind::Pings(pings) => {
            let mut lines = vec![state::mentions(pings.len())];
            for ping in pings {
                lines.push(String::new());
                lines.extend(said(ping, &state::details(ping, false, zone)));
            }
            lines
        }
    }
}

/// Who and when, and what was said.
fn said(comment: &Comment, details: &[String]) -> Vec<String> {
    let mut head = vec![format!("**{}**", escaped(state::author(comment)))];
    let written = details.iter().take(1);
    head.extend(written.map(|written| match &comment.link {
        Some(address) => link(written, address),
        None => written.clone(),
    }));
    head.extend(details.iter().skip(1).map(|detail| escaped(detail)));
    let mut lines = vec![head.join(" · ")];
    let text = markdown::lines(&comment.body, Manner::Marked);
    if !text.is_empty() {
        lines.push(String::new());
        lines.extend(text);
    }
    lines
}

fn within(lines: Vec<String>, depth: usize) -> Vec<String> {
    (0..depth).fold(lines, |lines, _| quoted(lines))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::comments::sample::{self, kettle, row, thread};

    #[test]
    fn a_conversation_reads_well_in_a_note() {
        let lines = lines(&row(), &kettle(), &thread(), &TimeZone::UTC);
        insta::assert_snapshot!(lines.join("\n"));
    }

    #[test]
    fn quotations_go_only_so_deep() {
        let conversation = sample::deep(20);
        let thread = sample::tree(&conversation);
        let lines = lines(&row(), &conversation, &thread, &TimeZone::UTC);
        let last = lines.iter().rfind(|line| line.contains("Guest 20"));
        let last = last.expect("all are printed");
        assert_eq!(last.matches('>').count(), DEEPEST + 1, "{last}");
        assert!(last.contains("answers Guest 19"), "{last}");
    }
}
