//! Terminal size to pane rectangles. Update and view call the same function, so that a click, a page
//! and a frame always mean the same rows.

use ratatui::layout::{Constraint, Layout, Rect};

/// The pane that has the keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Focus {
    Feeds,
    Entries,
    Article,
    Thread,
}

/// Where each pane stands; nothing where it is not shown. Article and thread share `reading`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panes {
    pub feeds: Option<Rect>,
    pub entries: Option<Rect>,
    pub reading: Option<Rect>,
    /// The thin upright lines between panes.
    pub rules: Vec<Rect>,
    pub status: Rect,
}

/// Under these many columns two or three panes are not shown although they are wished for.
const LEAST_TWO: u16 = 2 * NARROWEST + 20;
const LEAST_THREE: u16 = 3 * NARROWEST + 20;

/// Under this many columns one pane is shown at a time.
const TWO_PANES: u16 = 80;
/// From this many columns on, all three are.
const THREE_PANES: u16 = 110;

/// How many panes are shown where there is room for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Arrangement {
    /// As many as the width allows.
    #[default]
    Auto,
    Three,
    Two,
    One,
    /// What is read has the whole screen; lists have it when one goes back to them.
    Article,
}

impl Arrangement {
    pub const ALL: [Self; 5] = [Self::Auto, Self::Three, Self::Two, Self::One, Self::Article];

    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Three => "three",
            Self::Two => "two",
            Self::One => "one",
            Self::Article => "article",
        }
    }
}

/// How the person wants the panes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wish {
    pub arrangement: Arrangement,
    /// Columns of the lists, in place of those that go with the screen.
    pub feeds: Option<u16>,
    pub entries: Option<u16>,
    /// What is read has all of it.
    pub alone: bool,
}

/// The narrowest a pane may be.
pub const NARROWEST: u16 = 14;

/// The panes of a screen of this size.
pub fn panes(columns: u16, rows: u16, focus: Focus, wish: Wish) -> Panes {
    let status_rows = u16::from(rows > 1);
    let body = Rect::new(0, 0, columns, rows - status_rows);
    let status = Rect::new(0, body.height, columns, status_rows);
    place(widths(columns, focus, wish), body, status)
}

/// How many panes there are.
fn count(columns: u16, reading: bool, wish: Wish) -> u16 {
    match wish.arrangement {
        _ if wish.alone && reading => 1,
        Arrangement::Article if reading => 1,
        Arrangement::Two | Arrangement::Article if columns >= LEAST_TWO => 2,
        Arrangement::Three if columns >= LEAST_THREE => 3,
        Arrangement::Auto if columns >= THREE_PANES => 3,
        Arrangement::Auto if columns >= TWO_PANES => 2,
        _ => 1,
    }
}

fn widths(columns: u16, focus: Focus, wish: Wish) -> [u16; 3] {
    let reading = matches!(focus, Focus::Article | Focus::Thread);
    let count = count(columns, reading, wish);
    // Every other pane keeps what it needs, and the line before it.
    let within = |wished: Option<u16>, usual: u16, taken: u16| {
        let room = columns.saturating_sub(taken).max(NARROWEST);
        wished.unwrap_or(usual).clamp(NARROWEST, room)
    };
    let share = |percent: u16, least: u16, most: u16| {
        (u32::from(columns) * u32::from(percent) / 100)
            .try_into()
            .unwrap_or(most)
            .clamp(least, most)
    };
    match (count, focus) {
        (1, Focus::Feeds) => [columns, 0, 0],
        (1, Focus::Entries) => [0, columns, 0],
        (1, Focus::Article | Focus::Thread) => [0, 0, columns],
        (2, _) if reading => {
            let entries = within(wish.entries, share(36, 28, 38), NARROWEST + 1);
            [0, entries, columns - entries - 1]
        }
        (2, _) => {
            let feeds = within(wish.feeds, share(30, 24, 30), NARROWEST + 1);
            [feeds, columns - feeds - 1, 0]
        }
        _ => {
            let feeds = within(wish.feeds, share(17, 22, 30), 2 * (NARROWEST + 1));
            let taken = feeds + NARROWEST + 2;
            let entries = within(wish.entries, share(30, 36, 48), taken);
            [feeds, entries, columns - feeds - entries - 2]
        }
    }
}

fn place(widths: [u16; 3], body: Rect, status: Rect) -> Panes {
    let mut rules = Vec::new();
    let mut at = 0;
    let rects = widths.map(|width| {
        if width == 0 {
            return None;
        }
        if at > 0 {
            rules.push(Rect::new(at, 0, 1, body.height));
            at += 1;
        }
        let rect = Rect::new(at, 0, width, body.height);
        at += width;
        Some(rect)
    });
    let [feeds, entries, reading] = rects;
    Panes {
        feeds,
        entries,
        reading,
        rules,
        status,
    }
}

/// Where the health view stands: the list, and the selected feed where there is room beside or below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HealthPanes {
    pub list: Rect,
    pub details: Option<Rect>,
    /// The thin line between them.
    pub rule: Option<Rect>,
}

/// Rows under which the health view is not parted into upper and lower.
const PARTED: u16 = 15;

/// The parts of the health view, below the heading they share.
pub fn health(body: Rect) -> HealthPanes {
    let below = below_heading(body);
    if below.width >= THREE_PANES {
        let [list, rule, details] = Layout::horizontal([
            Constraint::Percentage(55),
            Constraint::Length(1),
            Constraint::Fill(1),
        ])
        .areas(below);
        return parted(list, rule, details);
    }
    if below.width >= TWO_PANES && below.height >= PARTED {
        let [list, rule, details] = Layout::vertical([
            Constraint::Percentage(40),
            Constraint::Length(1),
            Constraint::Fill(1),
        ])
        .areas(below);
        return parted(list, rule, details);
    }
    HealthPanes {
        list: below,
        details: None,
        rule: None,
    }
}

fn parted(list: Rect, rule: Rect, details: Rect) -> HealthPanes {
    HealthPanes {
        list,
        details: Some(details),
        rule: Some(rule),
    }
}

/// The rows of a pane below its heading and the empty row that follows it.
pub fn below_heading(pane: Rect) -> Rect {
    let heading = if pane.height > 10 {
        2
    } else {
        pane.height.min(1)
    };
    Rect {
        y: pane.y + heading,
        height: pane.height - heading,
        ..pane
    }
}

/// The column of text within the reading pane: no wider than `widest` columns, centred.
pub fn measure(pane: Rect, widest: u16) -> Rect {
    let margin = if pane.width > 40 { 2 } else { 1 };
    let room = pane.width.saturating_sub(2 * margin).max(pane.width.min(1));
    let width = room.min(widest);
    let left = (pane.width - width) / 2;
    Rect {
        x: pane.x + left,
        width,
        ..pane
    }
}

/// Columns of text that the eye follows without losing the line.
pub const WIDEST_TEXT: u16 = 72;

#[cfg(test)]
mod tests {
    use super::*;

    fn wishes() -> impl Iterator<Item = Wish> {
        let widths = [None, Some(0), Some(30), Some(9_999)];
        Arrangement::ALL.into_iter().flat_map(move |arrangement| {
            widths.into_iter().flat_map(move |feeds| {
                [false, true].map(|alone| Wish {
                    arrangement,
                    feeds,
                    entries: feeds,
                    alone,
                })
            })
        })
    }

    #[test]
    fn panes_fill_the_width_whatever_it_is() {
        for focus in [Focus::Feeds, Focus::Entries, Focus::Article, Focus::Thread] {
            for columns in 0..400 {
                for rows in [0, 1, 2, 24, 60] {
                    for wish in wishes() {
                        let panes = panes(columns, rows, focus, wish);
                        let shown = [panes.feeds, panes.entries, panes.reading];
                        let wide: u16 = shown.iter().flatten().map(|rect| rect.width).sum();
                        let rules = u16::try_from(panes.rules.len()).unwrap();
                        assert_eq!(wide + rules, columns, "{focus:?} at {columns}");
                        for rect in shown.into_iter().flatten() {
                            assert!(below_heading(rect).bottom() <= rows);
                            assert!(measure(rect, WIDEST_TEXT).right() <= columns);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn the_health_view_fills_the_screen_and_shows_the_list_at_any_size() {
        for columns in 0..200 {
            for rows in [0, 1, 2, 12, 17, 24, 60] {
                let body = Rect::new(0, 0, columns, rows);
                let panes = health(body);
                let parts = [Some(panes.list), panes.rule, panes.details];
                let area: u32 = parts.into_iter().flatten().map(Rect::area).sum();
                assert_eq!(area, below_heading(body).area(), "{columns}x{rows}");
                assert!(panes.list.height > 0 || rows < 2, "{columns}x{rows}");
                assert_eq!(panes.details.is_some(), panes.rule.is_some());
            }
        }
    }

    #[test]
    fn one_two_or_three_panes_by_width_and_the_focused_one_always() {
        for (columns, expect) in [(50, 1), (79, 1), (80, 2), (109, 2), (110, 3), (140, 3)] {
            for focus in [Focus::Feeds, Focus::Entries, Focus::Article, Focus::Thread] {
                let panes = panes(columns, 24, focus, Wish::default());
                let shown = [panes.feeds, panes.entries, panes.reading];
                assert_eq!(shown.iter().flatten().count(), expect, "{columns} columns");
                let focused = match focus {
                    Focus::Feeds => panes.feeds,
                    Focus::Entries => panes.entries,
                    Focus::Article | Focus::Thread => panes.reading,
                };
                assert!(focused.is_some(), "{focus:?} at {columns}");
            }
        }
    }
}
