//! Where one is in an article, and how one gets elsewhere in it.

use crate::model::document::TextPlace;
use crate::model::request::Request;
use crate::text::lines::{self, Heading, LongLines, Tables, Thing};
use crate::ui::article::{ArticlePane, Place};
use crate::ui::ask::Tickets;
use crate::ui::effect::Effect;
use crate::ui::list::last_top;

/// Columns that wide code and tables are moved by at once.
const SIDEWAYS: u16 = 8;
/// Columns by which the measure is changed, and its bounds.
const STEP: u16 = 4;
const NARROWEST: u16 = 40;
const WIDEST: u16 = 120;

impl ArticlePane {
    pub fn scroll(&mut self, lines: isize) {
        let last = last_top(self.height, self.rows.len());
        self.top = self.top.saturating_add_signed(lines).min(last);
        self.hints = None;
    }

    pub fn go_to_top(&mut self) {
        self.top = 0;
        self.hints = None;
    }

    pub fn go_to_bottom(&mut self) {
        self.top = last_top(self.height, self.rows.len());
        self.hints = None;
    }

    /// A page, less two lines by which the eye finds its place again.
    pub fn page(&self) -> isize {
        self.height.saturating_sub(2).max(1).cast_signed()
    }

    /// Remembers the place; and has it kept where it is another than the one that is kept.
    pub fn keep_place(&mut self, tickets: &mut Tickets) -> Option<Effect> {
        if self.source.is_some() {
            self.end_source();
        }
        let article = self.article.as_ref()?;
        let entry = self.row.as_ref()?.id;
        let place = self.place();
        self.places.insert(entry, place);
        if place == article.place {
            return None;
        }
        if let Some(article) = &mut self.article {
            article.place = place;
        }
        Some(tickets.order(Request::KeepPlace { entry, place }))
    }

    pub(super) fn place(&self) -> Place {
        let line = self.lines.get(self.top.checked_sub(self.head())?)?;
        Some(TextPlace {
            block: line.block,
            offset: line.offset,
        })
    }

    pub(super) fn go_to(&mut self, place: Place) {
        let row = place.map(|place| self.head() + lines::find(&self.lines, place));
        self.top = row.unwrap_or(0).min(last_top(self.height, self.rows.len()));
    }

    /// Brings a line of the text to the top, with what stands before it in sight.
    pub(super) fn go_to_line(&mut self, line: usize) {
        let row = self.head() + line;
        self.top = row
            .saturating_sub(1)
            .min(last_top(self.height, self.rows.len()));
        self.hints = None;
    }

    /// Brings a line into sight, if it is not.
    pub(super) fn bring_into_sight(&mut self, line: usize) {
        let row = self.head() + line;
        if !(self.top..self.top + self.height).contains(&row) {
            let above = self.height / 3;
            self.top = row
                .saturating_sub(above)
                .min(last_top(self.height, self.rows.len()));
        }
    }

    /// Follows a link to a place within the article; whether there is one.
    pub(super) fn jump(&mut self, name: &str) -> bool {
        let anchors = self
            .document()
            .map_or(&[][..], |document| &document.anchors);
        let anchor = anchors.iter().position(|anchor| anchor == name);
        let Some(line) = anchor.and_then(|anchor| lines::line_of_anchor(&self.lines, anchor))
        else {
            return false;
        };
        self.ways_back.push(self.top);
        self.go_to_line(line);
        true
    }

    /// Back to where a link within the article was followed; whether one was.
    pub fn go_back(&mut self) -> bool {
        let before = self.ways_back.pop();
        if let Some(top) = before {
            self.top = top.min(last_top(self.height, self.rows.len()));
            self.hints = None;
        }
        before.is_some()
    }

    /// The headings of the text, and which of them one is under.
    pub fn outline(&self) -> (Vec<Heading>, usize) {
        let headings = self.document().map(lines::headings).unwrap_or_default();
        let here = (0..headings.len())
            .filter(|at| {
                self.row_of_heading(*at)
                    .is_some_and(|row| row <= self.top + 1)
            })
            .max();
        (headings, here.unwrap_or(0))
    }

    pub fn go_to_heading(&mut self, number: usize) {
        if let Some(line) = lines::line_of(&self.lines, Thing::Heading(number)) {
            self.ways_back.push(self.top);
            self.go_to_line(line);
        }
    }

    /// To the next heading, or the one before; whether there is one.
    pub fn step_heading(&mut self, forward: bool) -> bool {
        let count = self
            .document()
            .map_or(0, |document| lines::headings(document).len());
        let mut rows = (0..count).filter_map(|at| self.row_of_heading(at));
        let row = if forward {
            rows.find(|row| *row > self.top + 1)
        } else {
            rows.filter(|row| *row < self.top + 1 && self.top > 0).max()
        };
        let before = self.top;
        if let Some(row) = row {
            self.go_to_line(row - self.head());
        }
        row.is_some() && self.top != before
    }

    fn row_of_heading(&self, number: usize) -> Option<usize> {
        lines::line_of(&self.lines, Thing::Heading(number)).map(|line| self.head() + line)
    }

    /// Opens all that is folded away, or closes it; whether there is anything.
    pub fn unfold(&mut self) -> bool {
        let open = self.details();
        let all_open = open
            .iter()
            .enumerate()
            .all(|(number, open)| *open != self.turned.contains(&number));
        self.turned = (0..open.len())
            .filter(|number| open[*number] == all_open)
            .collect();
        self.set_again();
        !open.is_empty()
    }

    /// Opens or closes one of what is folded away.
    pub(super) fn turn(&mut self, number: usize) {
        match self.turned.iter().position(|turned| *turned == number) {
            Some(at) => {
                self.turned.remove(at);
            }
            None => self.turned.push(number),
        }
        self.set_again();
    }

    /// Whether what is too wide goes on below, or is moved sideways; says which.
    pub fn turn_wide(&mut self) -> &'static str {
        self.moved = 0;
        let said = match self.choices.long_lines {
            LongLines::Wrap => {
                self.choices.long_lines = LongLines::Scroll;
                self.tables = Tables::Scroll;
                "Wide code and tables are moved with < and >"
            }
            LongLines::Scroll => {
                self.choices.long_lines = LongLines::Wrap;
                self.tables = Tables::Fit;
                "Wide code goes on below"
            }
        };
        self.set_again();
        said
    }

    pub fn move_sideways(&mut self, right: bool) {
        self.moved = if right {
            self.moved.saturating_add(SIDEWAYS)
        } else {
            self.moved.saturating_sub(SIDEWAYS)
        };
        self.choices.long_lines = LongLines::Scroll;
        if self.tables == Tables::Fit {
            self.tables = Tables::Scroll;
        }
        self.set_again();
    }

    /// Tables as records, or as grids again; says which.
    pub fn turn_tables(&mut self) -> &'static str {
        let (tables, said) = match self.tables {
            Tables::Records => (Tables::Fit, "Tables as grids"),
            Tables::Fit | Tables::Scroll => (Tables::Records, "Tables as records"),
        };
        self.tables = tables;
        self.set_again();
        said
    }

    /// Makes lines longer or shorter; says how long they are.
    pub fn widen(&mut self, wider: bool) -> u16 {
        let measure = if wider {
            self.choices.measure + STEP
        } else {
            self.choices.measure.saturating_sub(STEP)
        };
        self.choices.measure = measure.clamp(NARROWEST, WIDEST);
        self.choices.measure
    }
}
