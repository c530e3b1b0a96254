//! Words looked for in the article: every place where they stand, and the one one is at.

use crate::text::lines::{Hit, Line, search};
use crate::ui::article::ArticlePane;
use crate::ui::paint::Found;

/// What is looked for, and what was found.
#[derive(Debug, Default)]
pub(super) struct Find {
    words: String,
    hits: Vec<Hit>,
    /// How many places there are; one that goes over the end of a line is one.
    count: usize,
    current: usize,
    /// Where one was when it began.
    from: usize,
}

impl Find {
    pub(super) fn look(&mut self, lines: &[Line]) {
        self.hits = search(lines, &self.words);
        self.count = self.hits.last().map_or(0, |hit| hit.number + 1);
        self.current = self.current.min(self.count.saturating_sub(1));
    }

    fn line(&self) -> Option<usize> {
        let here = |hit: &&Hit| hit.number == self.current;
        self.hits.iter().find(here).map(|hit| hit.line)
    }

    /// The matches on a line of the text.
    pub(super) fn on(&self, line: usize) -> Vec<Found> {
        let start = self.hits.partition_point(|hit| hit.line < line);
        let here = self.hits[start..].iter().take_while(|hit| hit.line == line);
        here.map(|hit| Found {
            bytes: hit.bytes.clone(),
            current: hit.number == self.current,
        })
        .collect()
    }
}

impl ArticlePane {
    /// A search begins; until words are typed nothing moves.
    pub fn begin_search(&mut self) {
        self.find = Some(Find {
            from: self.top,
            ..Find::default()
        });
        self.hints = None;
    }

    /// The words typed so far are looked for at once, from where the search began.
    pub fn look_for(&mut self, words: &str) {
        let head = self.head();
        let Some(find) = &mut self.find else { return };
        words.clone_into(&mut find.words);
        find.current = 0;
        find.look(&self.lines);
        let from = find.from.saturating_sub(head);
        let first = find.hits.iter().find(|hit| hit.line >= from);
        find.current = first.map_or(0, |hit| hit.number);
        let (line, from) = (find.line(), find.from);
        self.top = from;
        if let Some(line) = line {
            self.bring_into_sight(line);
        }
    }

    /// The person typed Enter; what to say of it.
    pub fn found(&mut self) -> String {
        let said = self.find.as_ref().map(|find| match find.count {
            0 => format!("{} is not in this article", find.words),
            _ => said(find),
        });
        if self.find.as_ref().is_some_and(|find| find.count == 0) {
            self.give_up_search();
        }
        said.unwrap_or_default()
    }

    /// Back to where the search began.
    pub fn give_up_search(&mut self) {
        if let Some(find) = self.find.take() {
            self.top = find.from;
        }
    }

    /// Ends a search where one is; whether there was one.
    pub fn end_search(&mut self) -> bool {
        self.find.take().is_some()
    }

    pub fn is_searching(&self) -> bool {
        self.find.is_some()
    }

    /// To the next match, or the one before, round and round; what to say of it.
    pub fn step_match(&mut self, forward: bool) -> Option<String> {
        let find = self.find.as_mut().filter(|find| find.count > 0)?;
        let step = if forward { 1 } else { find.count - 1 };
        find.current = (find.current + step) % find.count;
        let (line, said) = (find.line(), said(find));
        if let Some(line) = line {
            self.bring_into_sight(line);
        }
        Some(said)
    }
}

fn said(find: &Find) -> String {
    format!("{} of {}: {}", find.current + 1, find.count, find.words)
}
