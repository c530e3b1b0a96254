//! Pane: smart views, folders and feeds, with what is unread in each.

pub mod target;

use crate::model::feed::FolderId;
use crate::model::request::Library;
use crate::ui::feeds::target::{SMART, Target};
use crate::ui::layout::below_heading;
use crate::ui::list::keep_in_view;
use crate::ui::look::{Look, Talks, heading, write, write_right};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use std::collections::HashSet;

/// How deep folders lie in one another; a folder within itself cannot be stored, and this keeps a broken file
/// from looping.
const DEEPEST: usize = 16;

/// One line of the pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Row {
    /// Nothing for the empty line between smart views and feeds.
    target: Option<Target>,
    depth: u16,
}

/// The feeds pane.
#[derive(Debug)]
pub struct FeedsPane {
    library: Library,
    /// New comments count among what is unread in a feed.
    count_comments: bool,
    /// Rows kept in view above and below the selected one.
    scrolloff: usize,
    loaded: bool,
    closed: HashSet<FolderId>,
    rows: Vec<Row>,
    selected: Target,
    top: usize,
    height: usize,
}

impl Default for FeedsPane {
    fn default() -> Self {
        let mut pane = Self {
            library: Library::default(),
            count_comments: false,
            scrolloff: 2,
            loaded: false,
            closed: HashSet::new(),
            rows: Vec::new(),
            selected: Target::Unread,
            top: 0,
            height: 0,
        };
        pane.rebuild();
        pane
    }
}

impl FeedsPane {
    pub fn new(talks: Talks, scrolloff: u16) -> Self {
        Self {
            scrolloff: scrolloff.into(),
            count_comments: talks.count_comments,
            ..Self::default()
        }
    }

    pub fn set_scrolloff(&mut self, rows: u16) {
        self.scrolloff = rows.into();
    }

    pub fn set_library(&mut self, library: Library) {
        self.library = library;
        self.loaded = true;
        self.rebuild();
    }

    /// Whether it is known that nothing is subscribed.
    pub fn is_bare(&self) -> bool {
        self.loaded && self.library.feeds.is_empty()
    }

    pub fn selected(&self) -> Target {
        self.selected
    }

    pub fn library(&self) -> &Library {
        &self.library
    }

    pub fn fit_to(&mut self, pane: Rect) {
        self.height = usize::from(below_heading(pane).height);
        self.follow();
    }

    /// Moves the selection by so many rows, stopping at the ends.
    pub fn step(&mut self, rows: isize) {
        let at = self.position().unwrap_or(0);
        let end = self.rows.len().saturating_sub(1);
        let wanted = at.saturating_add_signed(rows).min(end);
        let forward = rows > 0;
        let found = if forward {
            (wanted..=end).find(|&row| self.rows[row].target.is_some())
        } else {
            (0..=wanted)
                .rev()
                .find(|&row| self.rows[row].target.is_some())
        };
        if let Some(target) = found.and_then(|row| self.rows[row].target) {
            self.select(target);
        }
    }

    /// Selects a target, and opens the folders it is in.
    pub fn reveal(&mut self, target: Target) {
        let mut folder = match target {
            Target::Feed(id) => target::feed(&self.library, id).and_then(|feed| feed.folder),
            Target::Folder(id) => target::folder(&self.library, id).and_then(|it| it.parent),
            _ => None,
        };
        for _ in 0..DEEPEST {
            let Some(id) = folder else { break };
            self.closed.remove(&id);
            folder = target::folder(&self.library, id).and_then(|it| it.parent);
        }
        self.rebuild();
        self.select(target);
    }

    pub fn select(&mut self, target: Target) {
        self.selected = target;
        self.follow();
    }

    /// The target on a row of the screen.
    pub fn target_at(&self, pane: Rect, y: u16) -> Option<Target> {
        let list = below_heading(pane);
        let row = usize::from(y.checked_sub(list.y)?) + self.top;
        self.rows.get(row)?.target
    }

    /// Selects the next row that holds these letters, the selected one first, round and round.
    pub fn jump(&mut self, letters: &str) {
        let at = self.position().unwrap_or(0);
        let (before, after) = self.rows.split_at(at.min(self.rows.len()));
        let mut rows = after.iter().chain(before).filter_map(|row| row.target);
        let holds = |target: &Target| target.title(&self.library).to_lowercase().contains(letters);
        if let Some(found) = rows.find(holds) {
            self.select(found);
        }
    }

    /// Opens or closes the selected folder, or the one the selected feed is in.
    pub fn fold(&mut self) {
        let folder = match self.selected {
            Target::Folder(id) => Some(id),
            Target::Feed(id) => target::feed(&self.library, id).and_then(|feed| feed.folder),
            _ => None,
        };
        let Some(folder) = folder else { return };
        if !self.closed.remove(&folder) {
            self.closed.insert(folder);
            self.selected = Target::Folder(folder);
        }
        self.rebuild();
    }

    /// The number at the end of a row.
    pub fn count(&self, target: Target) -> Option<String> {
        target.count(&self.library, self.count_comments)
    }

    fn rebuild(&mut self) {
        let quiet = self.library.quiet_conversations > 0;
        let mut rows: Vec<Row> = SMART
            .iter()
            .filter(|target| quiet || **target != Target::QuietConversations)
            .map(|&target| Row {
                target: Some(target),
                depth: u16::from(target == Target::QuietConversations),
            })
            .collect();
        rows.extend(self.library.tags.iter().map(|(id, _, _)| Row {
            target: Some(Target::Tag(*id)),
            depth: 0,
        }));
        if !self.library.feeds.is_empty() || !self.library.folders.is_empty() {
            rows.push(Row {
                target: None,
                depth: 0,
            });
        }
        self.push_folder(&mut rows, None, 0);
        self.rows = rows;
        if self.position().is_none() {
            self.selected = match self.selected {
                Target::QuietConversations => Target::Conversations,
                _ => Target::Unread,
            };
        }
        self.follow();
    }

    fn push_folder(&self, rows: &mut Vec<Row>, folder: Option<FolderId>, depth: u16) {
        for child in self
            .library
            .folders
            .iter()
            .filter(|child| child.parent == folder)
        {
            rows.push(Row {
                target: Some(Target::Folder(child.id)),
                depth,
            });
            if !self.closed.contains(&child.id) && usize::from(depth) < DEEPEST {
                self.push_folder(rows, Some(child.id), depth + 1);
            }
        }
        for feed in self
            .library
            .feeds
            .iter()
            .filter(|feed| feed.folder == folder)
        {
            rows.push(Row {
                target: Some(Target::Feed(feed.id)),
                depth,
            });
        }
    }

    fn position(&self) -> Option<usize> {
        self.rows
            .iter()
            .position(|row| row.target == Some(self.selected))
    }

    fn follow(&mut self) {
        if let Some(at) = self.position() {
            self.top = keep_in_view(
                self.top,
                &(at..at + 1),
                self.height,
                self.rows.len(),
                self.scrolloff,
            );
        }
    }

    /// Where the selected row stands on the screen.
    pub fn cursor(&self, pane: Rect) -> Option<Position> {
        let list = below_heading(pane);
        let row = u16::try_from(self.position()?.checked_sub(self.top)?).ok()?;
        (row < list.height).then_some(Position::new(list.x, list.y + row))
    }

    pub fn view(&self, pane: Rect, buffer: &mut Buffer, look: &Look, focused: bool) {
        heading(buffer, pane, look, focused, "Feeds", "");
        let list = below_heading(pane);
        for (row, y) in self
            .rows
            .iter()
            .skip(self.top)
            .zip(list.top()..list.bottom())
        {
            if let Some(target) = row.target {
                self.draw_row(
                    Rect {
                        y,
                        height: 1,
                        ..list
                    },
                    buffer,
                    look,
                    target,
                    row.depth,
                    focused,
                );
            }
        }
    }

    fn draw_row(
        &self,
        line: Rect,
        buffer: &mut Buffer,
        look: &Look,
        target: Target,
        depth: u16,
        focused: bool,
    ) {
        let selected = target == self.selected;
        if selected {
            let style = if focused {
                look.theme.accent
            } else {
                look.theme.quiet
            };
            write(buffer, line, line.x, line.y, look.glyphs.cursor, style);
        }
        let count = self.count(target);
        let title_style = title_style(look, target, selected && focused, count.is_some());
        let mut room = Rect {
            width: line.width.saturating_sub(1),
            ..line
        };
        if let Some(count) = &count {
            let style = if count.starts_with('+') {
                look.theme.new
            } else {
                look.theme.quiet
            };
            let x = write_right(buffer, room, line.y, count, style);
            room.width = x.saturating_sub(room.x + 1);
        }
        let (sign, style) = self.sign(look, target);
        let x = line.x + 1 + depth * 2;
        write(buffer, room, x, line.y, sign, style);
        write(
            buffer,
            room,
            x + 2,
            line.y,
            target.title(&self.library),
            title_style,
        );
    }

    fn sign(&self, look: &Look, target: Target) -> (&'static str, Style) {
        let glyphs = &look.glyphs;
        let sign = match target {
            Target::Today => glyphs.today,
            Target::Unread => glyphs.unread,
            Target::Starred => glyphs.star,
            Target::Conversations => glyphs.talk,
            Target::QuietConversations => glyphs.muted,
            Target::All => glyphs.all,
            Target::Tag(_) => glyphs.tag,
            Target::Folder(id) if self.closed.contains(&id) => glyphs.closed,
            Target::Folder(_) => glyphs.open,
            Target::Feed(_) if target.trouble(&self.library).is_some() => {
                return (glyphs.trouble, look.theme.trouble);
            }
            Target::Feed(_) => " ",
        };
        (sign, look.theme.quiet)
    }
}

fn title_style(look: &Look, target: Target, lit: bool, counted: bool) -> Style {
    match target {
        _ if lit => look.theme.selected,
        Target::Folder(_) => look.theme.strong,
        Target::Feed(_) if !counted => look.theme.quiet,
        _ => look.theme.text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::feed::{FeedId, FeedRow, FolderRow};

    fn feed(id: i64, folder: Option<i64>, unread: u64) -> FeedRow {
        FeedRow {
            id: FeedId(id),
            folder: folder.map(FolderId),
            title: format!("feed {id}"),
            url: String::new(),
            site: None,
            entries: 10,
            unread,
            starred: 0,
            conversations: 0,
            new_comments: 0,
            gathered_new: None,
            trouble: None,
        }
    }

    fn folder(id: i64, parent: Option<i64>) -> FolderRow {
        FolderRow {
            id: FolderId(id),
            parent: parent.map(FolderId),
            title: format!("folder {id}"),
        }
    }

    fn pane() -> FeedsPane {
        let mut pane = FeedsPane::default();
        pane.set_library(Library {
            tags: Vec::new(),
            folders: vec![folder(1, None), folder(2, Some(1))],
            feeds: vec![feed(1, Some(1), 3), feed(2, Some(2), 4), feed(3, None, 5)],
            unread_today: 2,
            quiet_conversations: 0,
        });
        pane.fit_to(Rect::new(0, 0, 30, 40));
        pane
    }

    #[test]
    fn a_folder_counts_what_is_in_it_and_below() {
        let pane = pane();
        for (target, expect) in [
            (Target::Folder(FolderId(1)), Some("7")),
            (Target::Folder(FolderId(2)), Some("4")),
            (Target::Unread, Some("12")),
            (Target::Today, Some("2")),
            (Target::Starred, None),
        ] {
            assert_eq!(pane.count(target).as_deref(), expect, "{target:?}");
        }
    }

    #[test]
    fn closing_a_folder_hides_its_feeds_and_selects_it() {
        let mut pane = pane();
        pane.select(Target::Feed(FeedId(2)));
        pane.fold();
        assert_eq!(pane.selected(), Target::Folder(FolderId(2)));
        pane.step(1);
        assert_eq!(pane.selected(), Target::Feed(FeedId(1)));
        pane.step(-1);
        pane.fold();
        pane.step(1);
        assert_eq!(pane.selected(), Target::Feed(FeedId(2)));
    }

    #[test]
    fn steps_pass_over_the_empty_line_and_stop_at_the_ends() {
        let mut pane = pane();
        pane.select(Target::All);
        pane.step(1);
        assert_eq!(pane.selected(), Target::Folder(FolderId(1)));
        pane.step(-1);
        assert_eq!(pane.selected(), Target::All);
        pane.step(-100);
        assert_eq!(pane.selected(), Target::Today);
        pane.step(100);
        assert_eq!(pane.selected(), Target::Feed(FeedId(3)));
    }

    #[test]
    fn quiet_conversations_have_a_row_where_there_are_some() {
        let mut pane = pane();
        let library = pane.library.clone();
        assert!(
            !pane
                .rows
                .iter()
                .any(|row| row.target == Some(Target::QuietConversations))
        );
        pane.set_library(Library {
            quiet_conversations: 3,
            ..library.clone()
        });
        pane.select(Target::Conversations);
        pane.step(1);
        assert_eq!(pane.selected(), Target::QuietConversations);
        assert_eq!(pane.count(Target::QuietConversations).as_deref(), Some("3"));
        pane.set_library(library);
        assert_eq!(pane.selected(), Target::Conversations);
    }

    #[test]
    fn new_comments_count_as_unread_where_that_is_wanted() {
        let mut pane = pane();
        pane.library.feeds[0].new_comments = 2;
        pane.library.feeds[2].gathered_new = Some(9);
        let feed = Target::Feed(FeedId(1));
        assert_eq!(pane.count(feed).as_deref(), Some("3"));
        pane.count_comments = true;
        assert_eq!(pane.count(feed).as_deref(), Some("5"));
        let folder = Target::Folder(FolderId(1));
        assert_eq!(pane.count(folder).as_deref(), Some("9"));
        assert_eq!(pane.count(Target::Unread).as_deref(), Some("12"));
        let gathered = Target::Feed(FeedId(3));
        assert_eq!(pane.count(gathered).as_deref(), Some("+9"));
    }

    #[test]
    fn a_feed_that_went_away_leaves_unread_selected() {
        let mut pane = pane();
        pane.select(Target::Feed(FeedId(3)));
        pane.set_library(Library::default());
        assert_eq!(pane.selected(), Target::Unread);
        assert!(pane.is_bare());
    }
}
