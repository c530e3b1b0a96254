//! All that is known of polling one feed, as rows: what to do first, then the facts.

use crate::model::feed::Moving;
use crate::model::health::{Health, Next};
use crate::ui::fit::fit;
use crate::ui::health::{address, words};
use crate::ui::look::Look;
use crate::ui::wrap::wrap;

/// Columns of the names of facts.
const LABEL: usize = 11;
/// Columns under which a fact stands below its name.
const STACKED: usize = 30;
/// Lines that something a stranger wrote may take.
const LINES: usize = 3;

/// One row; what stands at the left, and the text right of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub left: String,
    pub text: String,
    /// Columns from the edge to the text.
    pub indent: usize,
    pub tone: Tone,
}

/// What a row is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Title,
    State,
    /// A key, and what it does.
    Remedy,
    Fact,
}

/// The rows for a column of this width.
pub fn rows(health: &Health, columns: usize, look: &Look) -> Vec<Row> {
    let mut sheet = Sheet {
        rows: Vec::new(),
        columns,
    };
    sheet.lines("", clipped(&health.title, columns), 0, Tone::Title);
    let sentence = words::sentence(health);
    sheet.lines("", wrap(&sentence, columns), 0, Tone::State);
    sheet.gap();
    for advice in &health.advice {
        let key = advice
            .remedy
            .map(|remedy| words::key(remedy, look))
            .unwrap_or_default();
        let text = wrap(&advice.text, columns.saturating_sub(3));
        sheet.lines(&key, text, 3, Tone::Remedy);
    }
    if !health.advice.is_empty() {
        sheet.gap();
    }
    sheet.facts(health, look);
    sheet.rows
}

struct Sheet {
    rows: Vec<Row>,
    columns: usize,
}

impl Sheet {
    fn facts(&mut self, health: &Health, look: &Look) {
        self.address("address", "", &health.url);
        if let Some(moving) = &health.moving {
            self.moving(moving, look);
        }
        let fine = health.ok_at.map(|at| words::ago(at, look));
        self.fact("last fine", &fine.unwrap_or_else(|| "never".to_owned()));
        self.fact("last look", &last_look(health, look));
        self.fact("next look", &next_look(health, look));
        if health.failures > 0 {
            let times = words::count(health.failures.into());
            self.fact("failures", &format!("{times} in a row"));
        }
        if let Some(trouble) = &health.trouble {
            self.fact("trouble", trouble);
        }
        if let Some(at) = health.changed_at {
            self.fact("last news", &words::ago(at, look));
        }
        for (at, hop) in health.hops.iter().enumerate() {
            let label = if at == 0 { "led on" } else { "" };
            self.address(label, &format!("{} to ", hop.status), &hop.to);
        }
        for (at, (name, value)) in health.headers.iter().enumerate() {
            let label = if at == 0 { "headers" } else { "" };
            self.fact(label, &format!("{name}: {value}"));
        }
        for (at, (url, left)) in health.former.iter().enumerate() {
            let label = if at == 0 { "formerly" } else { "" };
            self.address(label, "", url);
            if let Some(left) = left {
                self.fact("", &format!("left {}", words::ago(*left, look)));
            }
        }
        self.cost(health);
    }

    fn moving(&mut self, moving: &Moving, look: &Look) {
        self.address("moving to", "", &moving.to);
        let since = words::ago(moving.since, look);
        self.fact(
            "",
            &match moving.sightings {
                1 => format!("seen once, {since}"),
                many => format!("seen {many} times, first {since}"),
            },
        );
    }

    fn cost(&mut self, health: &Health) {
        let tally = &health.tally;
        if tally.requests == 0 {
            return;
        }
        let (requests, unchanged) = (words::count(tally.requests), words::count(tally.unchanged));
        self.fact("requests", &format!("{requests}, {unchanged} unchanged"));
        let (received, saved) = (words::size(tally.received), words::size(tally.saved));
        self.fact("bytes", &format!("{received} received, {saved} saved"));
    }

    fn fact(&mut self, label: &str, text: &str) {
        self.labelled(label, clipped(text, self.room()));
    }

    fn address(&mut self, label: &str, before: &str, url: &str) {
        let lines = address::lines(&format!("{before}{url}"), self.room());
        self.labelled(label, lines);
    }

    fn labelled(&mut self, label: &str, lines: Vec<String>) {
        if self.columns >= STACKED {
            self.lines(label, lines, LABEL, Tone::Fact);
            return;
        }
        if !label.is_empty() {
            self.lines(label, vec![String::new()], 0, Tone::Fact);
        }
        self.lines("", lines, 2, Tone::Fact);
    }

    fn room(&self) -> usize {
        let indent = if self.columns >= STACKED { LABEL } else { 2 };
        self.columns.saturating_sub(indent)
    }

    fn lines(&mut self, left: &str, lines: Vec<String>, indent: usize, tone: Tone) {
        for (at, text) in lines.into_iter().enumerate() {
            let left = if at == 0 { left } else { "" };
            self.rows.push(Row {
                left: left.to_owned(),
                text,
                indent,
                tone,
            });
        }
    }

    fn gap(&mut self) {
        self.lines("", vec![String::new()], 0, Tone::Fact);
    }
}

/// The first lines of something that somebody else wrote.
fn clipped(text: &str, columns: usize) -> Vec<String> {
    let mut lines = wrap(text, columns);
    if lines.len() > LINES {
        lines.truncate(LINES);
        if let Some(last) = lines.last_mut() {
            *last = fit(&format!("{last} …"), columns);
        }
    }
    lines
}

fn last_look(health: &Health, look: &Look) -> String {
    let Some(at) = health.checked_at else {
        return "never".to_owned();
    };
    let ago = words::ago(at, look);
    match health.status {
        Some(304) => format!("{ago}, answered 304, not modified"),
        Some(status) => format!("{ago}, answered {status}"),
        None => format!("{ago}, not answered"),
    }
}

fn next_look(health: &Health, look: &Look) -> String {
    let when = match health.next {
        Next::Never => "only by hand".to_owned(),
        other => words::next(other, look.now),
    };
    match health.reason.as_str() {
        "" => when,
        reason => format!("{when}: {reason}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::fit::width;
    use crate::ui::health::samples::{NOW, well};
    use crate::ui::look::Settings;

    #[test]
    fn no_row_is_wider_than_its_column_and_nothing_goes_on_for_ever() {
        let look = Look::new(&Settings::default(), NOW);
        let health = Health {
            title: "word ".repeat(400),
            headers: vec![("etag".to_owned(), "x".repeat(4_000))],
            trouble: Some("why ".repeat(400)),
            ..well(1, "")
        };
        for columns in 1..100 {
            let rows = rows(&health, columns, &look);
            assert!(rows.len() < 70, "{} rows", rows.len());
            for row in rows.iter().filter(|_| columns > LABEL) {
                let wide = row.indent + width(&row.text);
                assert!(wide <= columns, "{row:?} on {columns}");
            }
        }
    }
}
